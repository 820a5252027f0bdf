"""What the lists of contacts, of promises to come back and of the yearly check of data can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from members.filters import DayFilter
from members.models import (
    Category,
    CategoryPeriod,
    Contact,
    ContactMoment,
    DataCheck,
    Holder,
    Organisation,
    Province,
    Sector,
    Tag,
)
from nov.kernel.clock import today


class ContactFilter(filters.FilterSet):
    """Contacts by role, and by what their organisation is today."""

    rol = filters.ChoiceFilter(field_name="role", choices=Contact.Role.choices, label="Rol", empty_label="Alle")
    stand = filters.ChoiceFilter(
        choices=[("lid", "Leden")], label="Stand", method="by_state", initial="lid", empty_label="Alle organisaties"
    )
    categorie = filters.ModelChoiceFilter(
        queryset=Category.objects.all(),
        to_field_name="code",
        label="Categorie",
        method="by_category",
        empty_label="Alle",
    )
    provincie = filters.ChoiceFilter(
        field_name="organisation__municipality__province",
        choices=Province.choices,
        label="Provincie",
        empty_label="Alle",
    )
    label = filters.ModelChoiceFilter(
        field_name="organisation__tags", queryset=Tag.objects.all(), to_field_name="name", label="Label",
        empty_label="Alle",
    )  # fmt: skip
    sector = filters.ChoiceFilter(
        field_name="organisation__sector", choices=Sector.choices, label="Sector", empty_label="Alle"
    )

    class Meta:
        model = Contact
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Of the members of today."""
        return rows.filter(organisation__in=Organisation.objects.members_on(today()))

    def by_category(self, rows: QuerySet[Any], name: str, category: Category) -> QuerySet[Any]:
        """Of the members in a category today."""
        periods = CategoryPeriod.objects.on(today()).filter(category=category)
        held = Holder.objects.on(today()).filter(membership__categories__in=periods)
        return rows.filter(organisation__in=held.values("organisation"))


class DataCheckFilter(filters.FilterSet):
    """Checks of data by year and by what came of them."""

    jaar = filters.NumberFilter(field_name="year", label="Jaar")
    stand = filters.ChoiceFilter(field_name="state", choices=DataCheck.State.choices, label="Stand", empty_label="Alle")

    class Meta:
        model = DataCheck
        fields: list[str] = []


class FollowUpFilter(filters.FilterSet):
    """What is due by a day, and by whom it was promised."""

    voor = DayFilter(field_name="follow_up_on", lookup_expr="lte", label="Uiterlijk op", help_text=" ")
    mijn = filters.ChoiceFilter(
        choices=[("ja", "Wat ik afsprak")], label="Van wie", method="mine", empty_label="Iedereen"
    )

    class Meta:
        model = ContactMoment
        fields: list[str] = []

    def mine(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """What the user promised."""
        return rows.filter(by=self.request.user)
