"""Money in the admin: master data to keep up, the ledger to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from finance import models


class ReadOnly(admin.ModelAdmin):
    """What is only looked at here: it is made by a named action, or never changes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LineInline(admin.TabularInline):
    """The lines of an entry."""

    model = models.Line
    extra = 0
    can_delete = False
    fields = ("no", "account", "cost_centre", "grant", "debit", "credit", "description", "relation", "reference")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("account", "cost_centre", "grant")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Entry)
class EntryAdmin(ReadOnly):
    """Posted entries."""

    list_display = ("code", "date", "description", "source", "amount_total")
    list_filter = ("year", "journal")
    list_select_related = ("journal",)
    search_fields = ("description", "source")
    exclude = ("hash", "request")
    inlines = (LineInline,)
    show_full_result_count = False

    @admin.display(description="boekstuk", ordering="id")
    def code(self, entry: models.Entry) -> str:
        return entry.code

    @admin.display(description="bedrag", ordering="total")
    def amount_total(self, entry: models.Entry) -> str:
        return f"{entry.total:.2f}"


@admin.register(models.Account)
class AccountAdmin(admin.ModelAdmin):
    """The chart of accounts: names, places and blocking; number and kind of a used account stay."""

    list_display = ("code", "name", "rgs", "kind", "caption", "blocked")
    list_filter = ("kind", "blocked")
    list_select_related = ("caption",)
    search_fields = ("code", "name", "rgs")


@admin.register(models.BankAccount)
class BankAccountAdmin(admin.ModelAdmin):
    """Accounts of the association at its bank."""

    list_display = ("name", "iban", "account", "creditor_id")
    list_select_related = ("account",)


@admin.register(models.CostCentre)
class CostCentreAdmin(admin.ModelAdmin):
    """Cost centres."""

    list_display = ("code", "name", "blocked")
    search_fields = ("code", "name")


@admin.register(models.Party)
class PartyAdmin(admin.ModelAdmin):
    """Who money goes to or comes from."""

    list_display = ("name", "place", "kvk", "email")
    search_fields = ("name", "place", "kvk")


@admin.register(models.Decision)
class DecisionAdmin(admin.ModelAdmin):
    """Decisions that budgets, tariffs and appropriations rest on."""

    list_display = ("subject", "kind", "body", "date", "number")
    list_filter = ("body", "kind")
    search_fields = ("subject", "number")
    date_hierarchy = "date"


class AwardInline(admin.TabularInline):
    """The letters of a grant."""

    model = models.GrantAward
    extra = 1
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Grant)
class GrantAdmin(admin.ModelAdmin):
    """Grants received, with their awards."""

    list_display = ("name", "code", "funder", "cost_centre")
    list_select_related = ("funder", "cost_centre")
    search_fields = ("name", "code")
    inlines = (AwardInline,)


@admin.register(models.Reserve)
class ReserveAdmin(admin.ModelAdmin):
    """Reserves."""

    list_display = ("name", "kind", "account", "restricted_by")
    list_select_related = ("account",)
