"""What the lists of Financiën can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet

from finance.balances import under
from finance.models import (
    Account,
    BankAccount,
    BankLine,
    BankStatement,
    Caption,
    CostCentre,
    Entry,
    FiscalYear,
    Grant,
    Invoice,
    Journal,
    Line,
)
from nov.kernel.clock import today
from nov.kernel.forms import DayField


class DayFilter(filters.DateFilter):
    """A date as people type it."""

    field_class = DayField


def _years(request: Any) -> QuerySet[FiscalYear]:
    return FiscalYear.objects.order_by("-year")


class EntryFilter(filters.FilterSet):
    """Entries by year, journal, days and account."""

    jaar = filters.ModelChoiceFilter(field_name="year", queryset=_years, label="Boekjaar")
    dagboek = filters.ModelChoiceFilter(
        field_name="journal", queryset=Journal.objects.all(), to_field_name="code", label="Dagboek"
    )
    van = DayFilter(field_name="date", lookup_expr="gte", label="Vanaf", help_text=" ")
    tot = DayFilter(field_name="date", lookup_expr="lte", label="Tot en met", help_text=" ")
    rekening = filters.ModelChoiceFilter(
        queryset=Account.objects.all(), to_field_name="code", label="Met rekening", method="with_account"
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    def with_account(self, rows: QuerySet[Entry], name: str, account: Account) -> QuerySet[Entry]:
        """Entries with a line on the account."""
        return rows.filter(pk__in=Line.objects.filter(account=account).values("entry"))


class LineFilter(filters.FilterSet):
    """Lines by what a statement sums them by: account or heading, days, cost centre, grant."""

    rekening = filters.ModelChoiceFilter(
        field_name="account", queryset=Account.objects.all(), to_field_name="code", label="Rekening"
    )
    post = filters.ModelChoiceFilter(
        queryset=Caption.objects.all(), to_field_name="code", label="Post van de staat", method="under_caption"
    )
    van = DayFilter(field_name="entry__date", lookup_expr="gte", label="Vanaf", help_text=" ")
    tot = DayFilter(field_name="entry__date", lookup_expr="lte", label="Tot en met", help_text=" ")
    kostenplaats = filters.ModelChoiceFilter(
        field_name="cost_centre", queryset=CostCentre.objects.all(), to_field_name="code", label="Kostenplaats"
    )
    subsidie = filters.ModelChoiceFilter(
        field_name="grant", queryset=Grant.objects.all(), to_field_name="code", label="Subsidie"
    )
    zonder = filters.ModelChoiceFilter(
        queryset=_years, label="Zonder de resultaatbestemming van", method="before_appropriation"
    )

    class Meta:
        model = Line
        fields: list[str] = []

    def under_caption(self, rows: QuerySet[Line], name: str, caption: Caption) -> QuerySet[Line]:
        """Lines on the accounts under a heading."""
        return rows.filter(under(caption.code))

    def before_appropriation(self, rows: QuerySet[Line], name: str, year: FiscalYear) -> QuerySet[Line]:
        """Lines as they stood before the appropriation of a year."""
        return rows.exclude(entry__year=year, entry__period=13)


class InvoiceFilter(filters.FilterSet):
    """Invoices by year and by whether something is still to be paid."""

    jaar = filters.ModelChoiceFilter(field_name="year", queryset=_years, label="Jaar")
    stand = filters.ChoiceFilter(
        choices=[("open", "Nog te betalen"), ("vervallen", "Over de vervaldatum"), ("betaald", "Betaald")],
        label="Stand",
        method="by_state",
    )

    class Meta:
        model = Invoice
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Invoice], name: str, state: str) -> QuerySet[Invoice]:
        """Needs the annotation `open`."""
        is_open = ~Q(open=0)
        if state == "vervallen":
            return rows.filter(open__gt=0, due__lt=today())
        return rows.filter(is_open if state == "open" else ~is_open)


class BankLineFilter(filters.FilterSet):
    """Lines of the bank: those that still have to be booked unless one asks for others."""

    STATES = [("open", "Te verwerken"), ("geboekt", "Geboekt"), ("alle", "Alle")]
    SURE = [("3", "Zeker"), ("2", "Waarschijnlijk"), ("1", "Misschien"), ("0", "Geen voorstel")]

    stand = filters.ChoiceFilter(choices=STATES, label="Stand", method="by_state", initial="open")
    zeker = filters.ChoiceFilter(choices=SURE, label="Hoe zeker", method="by_confidence")
    rekening = filters.ModelChoiceFilter(
        field_name="statement__account", queryset=BankAccount.objects.all(), label="Bankrekening"
    )
    afschrift = filters.ModelChoiceFilter(
        field_name="statement", queryset=BankStatement.objects.all(), label="Afschrift", widget=forms.HiddenInput
    )
    van = DayFilter(field_name="booked_on", lookup_expr="gte", label="Vanaf", help_text=" ")
    tot = DayFilter(field_name="booked_on", lookup_expr="lte", label="Tot en met", help_text=" ")

    class Meta:
        model = BankLine
        fields: list[str] = []

    def by_state(self, rows: QuerySet[BankLine], name: str, state: str) -> QuerySet[BankLine]:
        """Needs the annotation `booked_as`."""
        if state == "alle":
            return rows
        return rows.filter(booked_as__isnull=state == "open")

    def by_confidence(self, rows: QuerySet[BankLine], name: str, sure: str) -> QuerySet[BankLine]:
        """By how sure the proposal is."""
        return rows.filter(proposal=None) if sure == "0" else rows.filter(proposal__confidence=sure)
