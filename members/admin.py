"""The members in the admin: master data to keep up. What happens to a membership has a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from members import models
from nov.kernel.formats import cents, day


class Kept(admin.ModelAdmin):
    """What is never deleted here: leaving, stepping down and correcting are deeds of their own."""

    empty_value_display = "–"
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(Kept):
    """What is only looked at here: it is made by a named action, or never changes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline):
    """Rows that are looked at under what they belong to."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ContactInline(admin.TabularInline):
    """Contacts of an organisation."""

    model = models.Contact
    extra = 0
    autocomplete_fields = ("person",)


class HolderInline(ReadOnlyInline):
    """The periods in which an organisation held a membership."""

    model = models.Holder
    fields = ("first", "last", "opened_by", "closed_by", "voided_by")
    readonly_fields = fields
    verbose_name_plural = "perioden als lid"

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Holder]:
        mutations = ("opened_by__organisation", "closed_by__organisation", "voided_by__organisation")
        return super().get_queryset(request).select_related(*mutations)

    @admin.display(description="eerste dag")
    def first(self, holder: models.Holder) -> str:
        return day(holder.first_day)

    @admin.display(description="laatste dag")
    def last(self, holder: models.Holder) -> str:
        return day(holder.last_day) if holder.last_day else "–"


@admin.register(models.Organisation)
class OrganisationAdmin(Kept):
    """Organisations with contacts and periods on one page; the deeds are links to their own forms."""

    list_display = ("name", "code", "kvk", "municipality", "province", "sector", "verified_on")
    list_select_related = ("municipality", "party")
    list_filter = ("municipality__province", "sector", "tags", "listed", "verified_on")
    search_fields = ("search_key",)
    readonly_fields = ("code", "name", "party", "deeds", "verified_on")
    fields = (
        "deeds", "code", "name", "statutory_name", "short_name", "sector", "municipality", "rsin", "oin", "umbrella", "tags",
        "listed", "website", "phone", "party", "payer", "verified_on",
    )  # fmt: skip
    autocomplete_fields = ("payer", "umbrella")
    inlines = (ContactInline, HolderInline)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    @admin.display(description="KvK", ordering="party__kvk")
    def kvk(self, organisation: models.Organisation) -> str:
        return organisation.party.kvk or "–"

    @admin.display(description="provincie", ordering="municipality__province")
    def province(self, organisation: models.Organisation) -> str:
        return organisation.province or "–"

    @admin.display(description="lidnummer", ordering="number")
    def code(self, organisation: models.Organisation) -> str:
        return organisation.code or "–"

    @admin.display(description="handelingen")
    def deeds(self, organisation: models.Organisation) -> SafeString:
        """Links to the timeline and to the forms of the deeds."""
        deeds = [("Tijdlijn", "organisation"), ("Aanmelding", "join"), ("Opzegging", "resign")]
        deeds += [
            ("Categorie wijzigen", "change_category"),
            ("Fusie", "merge_into"),
            ("Naam wijzigen", "organisation_rename"),
        ]
        links = [(reverse(f"members:{name}", args=[organisation.pk]), label) for label, name in deeds]
        return format_html_join(" · ", '<a href="{}">{}</a>', links)


@admin.register(models.Person)
class PersonAdmin(Kept):
    """Persons: contacts, board members, colleagues."""

    list_display = ("name", "email", "phone")
    search_fields = ("name", "email")


@admin.register(models.Mutation)
class MutationAdmin(ReadOnly):
    """What happened to memberships."""

    list_display = ("effective_on", "organisation", "kind", "reason", "decided_on", "entered_on")
    list_filter = ("kind", "reason")
    list_select_related = ("organisation",)
    search_fields = ("organisation__search_key", "explanation")
    date_hierarchy = "effective_on"
    exclude = ("request",)


@admin.register(models.Category)
class CategoryAdmin(Kept):
    """The categories of the statutes."""

    list_display = ("name", "code", "votes", "weight", "longest", "base", "collective_payer")
    list_select_related = ("collective_payer",)
    autocomplete_fields = ("collective_payer",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A key is never renamed: texts and adopted editions hold it."""
        return ("code", "key") if obj else ()


class TariffInline(admin.TabularInline):
    """The rows of a table of tariffs."""

    model = models.Tariff
    extra = 0


@admin.register(models.TariffTable)
class TariffTableAdmin(Kept):
    """Tables of tariffs by decision."""

    list_display = ("first_day", "decision", "half_from")
    list_select_related = ("decision",)
    inlines = (TariffInline,)


@admin.register(models.DeclaredBase)
class DeclaredBaseAdmin(Kept):
    """What members declared."""

    list_display = ("organisation", "year", "category", "amount_declared", "declared_on", "source")
    list_filter = ("year", "category", "source")
    list_select_related = ("organisation", "category")
    search_fields = ("organisation__search_key",)
    autocomplete_fields = ("organisation",)

    @admin.display(description="grondslag", ordering="amount")
    def amount_declared(self, base: models.DeclaredBase) -> str:
        return cents(base.amount).removeprefix("€\xa0")


@admin.register(models.TermNorm)
class TermNormAdmin(Kept):
    """How long a term on the board lasts."""

    list_display = ("years", "most", "first_day", "decision")
    list_select_related = ("decision",)


@admin.register(models.MeetingRule)
class MeetingRuleAdmin(Kept):
    """How far ahead a meeting is called, and how many proxies somebody carries."""

    list_display = ("kind", "days", "proxies", "first_day", "decision")
    list_select_related = ("decision",)


@admin.register(models.NoticeNorm)
class NoticeNormAdmin(Kept):
    """How long ahead a member gives notice."""

    list_display = ("weeks", "first_day", "decision")
    list_select_related = ("decision",)


@admin.register(models.InterviewPlan)
class InterviewPlanAdmin(Kept):
    """Planned interviews."""

    list_display = ("year", "subject", "count", "mark", "source")
