"""What the lists of Leden can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from finance.models import Decision
from members.models import (
    Application,
    Appointment,
    BaseRequest,
    Category,
    CategoryPeriod,
    Contact,
    Contribution,
    Holder,
    Meeting,
    Mutation,
    Organisation,
    Province,
    Sector,
    Tag,
)
from nov.kernel.clock import today
from nov.kernel.forms import DayField


class DayFilter(filters.DateFilter):
    """A date as people type it."""

    field_class = DayField


# What an organisation lacks, for who works through it.
LACKS: dict[str, tuple[str, Q]] = {
    "kvk": ("Geen KvK-nummer", Q(party__kvk="")),
    "email": ("Geen e-mailadres", Q(party__email="")),
    "adres": ("Geen adres", Q(party__street="")),
    "gemeente": ("Geen gemeente", Q(municipality=None)),
    "contact": ("Geen contactpersoon", ~Exists(Contact.objects.filter(organisation=OuterRef("pk")))),
    "nagekeken": ("Gegevens nooit nagekeken", Q(verified_on=None)),
}


class OrganisationFilter(filters.FilterSet):
    """Organisations by their membership on the day of the list, category, province and sector."""

    stand = filters.ChoiceFilter(
        choices=[("lid", "Leden"), ("vertrekt", "Leden die vertrekken"), ("geen", "Geen lid")],
        label="Stand",
        method="by_state",
        initial="lid",
        empty_label="Alle organisaties",
    )
    categorie = filters.ModelChoiceFilter(
        queryset=Category.objects.all(),
        to_field_name="code",
        label="Categorie",
        method="by_category",
        empty_label="Alle",
    )
    provincie = filters.ChoiceFilter(
        field_name="municipality__province", choices=Province.choices, label="Provincie", empty_label="Alle"
    )
    label = filters.ModelChoiceFilter(
        field_name="tags", queryset=Tag.objects.all(), to_field_name="name", label="Label", empty_label="Alle"
    )
    sector = filters.ChoiceFilter(choices=Sector.choices, label="Sector", empty_label="Alle")
    langer = filters.ChoiceFilter(
        choices=[("ja", "Langer dan de categorie mag duren")], label="Duur", method="by_length", empty_label="Alle"
    )
    mist = filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _) in LACKS.items()],
        label="Nog te doen",
        method="lacking",
        empty_label="Niet van belang",
    )
    op = DayFilter(
        label="Peildatum", method="nothing", help_text="Leeg is vandaag. Geteld wordt wie lid op die dag is."
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Needs the annotation `state`."""
        wanted = {"lid": ["Lid", "Vertrekt"], "vertrekt": ["Vertrekt"], "geen": ["Geen lid"]}
        return rows.filter(state__in=wanted[state])

    def by_category(self, rows: QuerySet[Any], name: str, category: Category) -> QuerySet[Any]:
        """Needs the annotation `category`."""
        return rows.filter(category=category.name)

    def by_length(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Those that are in a category today for longer than it allows."""
        late = CategoryPeriod.objects.too_long(today())
        return rows.filter(
            pk__in=Holder.objects.on(today()).filter(membership__categories__in=late).values("organisation")
        )

    def lacking(self, rows: QuerySet[Any], name: str, what: str) -> QuerySet[Any]:
        """Where something is still to be filled in or looked at."""
        return rows.filter(LACKS[what][1])

    def nothing(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The day is in the annotations already."""
        return rows


class MutationFilter(filters.FilterSet):
    """Mutations by kind, reason and days."""

    soort = filters.ChoiceFilter(field_name="kind", choices=Mutation.Kind.choices, label="Mutatie", empty_label="Alle")
    reden = filters.ChoiceFilter(
        field_name="reason", choices=Mutation.Reason.choices, label="Reden", empty_label="Alle"
    )
    van = DayFilter(field_name="effective_on", lookup_expr="gte", label="Gaat in vanaf", help_text=" ")
    tot = DayFilter(field_name="effective_on", lookup_expr="lte", label="Tot en met", help_text=" ")

    class Meta:
        model = Mutation
        fields: list[str] = []


class BridgeFilter(filters.FilterSet):
    """The members behind a number, by category; which number and between which days stays as it was asked."""

    van = DayFilter(label="Van", method="nothing", help_text="Stand begin van de dag.")
    tot = DayFilter(label="Tot", method="nothing", help_text="Stand begin van de dag.")
    wat = filters.ChoiceFilter(
        label="Wat",
        method="nothing",
        empty_label=None,
        choices=[
            ("begin", "Begin"),
            ("nieuw", "Nieuw"),
            ("vertrokken", "Vertrokken"),
            ("erbij", "Categorie in"),
            ("eraf", "Categorie uit"),
            ("eind", "Eind"),
        ],
    )
    categorie = filters.ModelChoiceFilter(
        field_name="category",
        queryset=Category.objects.all(),
        to_field_name="code",
        label="Categorie",
        empty_label="Alle",
    )
    reden = filters.ChoiceFilter(
        field_name="membership__closed_by__reason", choices=Mutation.Reason.choices, label="Reden", empty_label="Alle"
    )

    class Meta:
        model = CategoryPeriod
        fields: list[str] = []

    def nothing(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The view has done it."""
        return rows


class ContributionFilter(filters.FilterSet):
    """Contributions by year, round and category."""

    jaar = filters.NumberFilter(field_name="year", label="Jaar")
    ronde = filters.NumberFilter(field_name="run", label="Nummer van de ronde")
    categorie = filters.ModelChoiceFilter(
        field_name="tariff__category",
        queryset=Category.objects.all(),
        to_field_name="code",
        label="Categorie",
        empty_label="Alle",
    )

    class Meta:
        model = Contribution
        fields: list[str] = []


class DeclarationFilter(filters.FilterSet):
    """Answers by state, category and whether they stand out (the annotations of `views.declarations.answered`)."""

    jaar = filters.NumberFilter(label="Grondslag over", method="nothing")
    stand = filters.ChoiceFilter(
        field_name="state",
        choices=[(one, one) for one in ("Geen antwoord", "Beoordelen", "Teruggestuurd", "Geschat", "Opgegeven")],
        label="Stand",
        empty_label="Alle",
    )
    afwijkend = filters.ChoiceFilter(
        choices=[("ja", "Wijkt af")], label="Verschil met de vorige", method="that_differ", empty_label="Alle"
    )
    categorie = filters.ModelChoiceFilter(
        field_name="category",
        queryset=Category.objects.exclude(base=""),
        to_field_name="code",
        label="Categorie",
        empty_label="Alle",
    )

    class Meta:
        model = BaseRequest
        fields: list[str] = []

    def nothing(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The year is in the rows already."""
        return rows

    def that_differ(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Those that differ from the former base by more than the round allows."""
        more, less = Q(change__gt=F("round__notable")), Q(change__lt=-F("round__notable"))
        return rows.filter(more | less | Q(former=0, said__gt=0))


class MeetingFilter(filters.FilterSet):
    """Meetings by kind and days."""

    soort = filters.ChoiceFilter(
        field_name="kind", choices=Meeting.Kind.choices, label="Vergadering", empty_label="Alle"
    )
    van = DayFilter(field_name="date", lookup_expr="gte", label="Vanaf", help_text=" ")
    tot = DayFilter(field_name="date", lookup_expr="lte", label="Tot en met", help_text=" ")

    class Meta:
        model = Meeting
        fields: list[str] = []


class DecisionFilter(filters.FilterSet):
    """Decisions by kind, body and days."""

    soort = filters.ChoiceFilter(field_name="kind", choices=Decision.Kind.choices, label="Soort", empty_label="Alle")
    orgaan = filters.ChoiceFilter(field_name="body", choices=Decision.Body.choices, label="Orgaan", empty_label="Alle")
    van = DayFilter(field_name="date", lookup_expr="gte", label="Vanaf", help_text=" ")
    tot = DayFilter(field_name="date", lookup_expr="lte", label="Tot en met", help_text=" ")

    class Meta:
        model = Decision
        fields: list[str] = []


class AppointmentFilter(filters.FilterSet):
    """Seats and posts by body, kind and day."""

    orgaan = filters.ChoiceFilter(
        field_name="body", choices=Appointment.Body.choices, label="Orgaan", empty_label="Alle"
    )
    soort = filters.ChoiceFilter(field_name="kind", choices=Appointment.Kind.choices, label="Soort", empty_label="Alle")
    op = DayFilter(field_name="during", lookup_expr="contains", label="In functie op", help_text=" ")

    class Meta:
        model = Appointment
        fields: list[str] = []


class ApplicationFilter(filters.FilterSet):
    """Applications by what became of them and by category."""

    uitkomst = filters.ChoiceFilter(
        field_name="outcome",
        label="Stand",
        choices=[("open", Application.PENDING), *Application.Outcome.choices],
        method="by_outcome",
        empty_label="Alle",
    )
    categorie = filters.ModelChoiceFilter(
        field_name="category",
        queryset=Category.objects.all(),
        to_field_name="code",
        label="Categorie",
        empty_label="Alle",
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def by_outcome(self, rows: QuerySet[Any], name: str, outcome: str) -> QuerySet[Any]:
        """Pending ones have no outcome yet."""
        return rows.filter(outcome="" if outcome == "open" else outcome)
