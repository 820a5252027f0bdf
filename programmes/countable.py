"""What can be counted without code: every kind of record, with the conditions and columns that a count may name.

One visible list. A kind says which rows are a programme's, how a row lies in time, what it can be chosen by and what
can be added up. Nothing outside this list is reached: a condition is a name from here, never a path into the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import DateField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from finance.models import GrantAward
from members.models.organisations import Province, Sector
from nov.kernel.periods import Period, Reference
from programmes import models as records
from programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Point:
    """Rows of one day: a flow takes those of the period, a stock all until the moment."""

    column: str

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return rows.filter(**{f"{self.column}__gte": at.first, f"{self.column}__lt": at.until})
        return rows.filter(**{f"{self.column}__lt": at.day})


@dataclass(frozen=True, slots=True)
class Held:
    """Rows that begin on a day and may end: a flow takes what began in the period, a stock what still holds."""

    begin: str
    end: str

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return Point(self.begin).within(rows, at)
        still = Q(**{f"{self.end}__isnull": True}) | Q(**{f"{self.end}__gte": at.day})
        return rows.filter(still, **{f"{self.begin}__lt": at.day})


@dataclass(frozen=True, slots=True)
class Span:
    """Rows that last: a flow takes what held on some day of the period, a stock what holds at the moment."""

    column: str = "during"

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return rows.filter(**{f"{self.column}__overlap": (at.first, at.until)})
        return rows.filter(**{f"{self.column}__contains": at.eve})


@dataclass(frozen=True, slots=True)
class Ahead:
    """Rows that are planned as well: a flow takes what holds in the period, a stock all that is not over yet."""

    column: str = "during"

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return Span(self.column).within(rows, at)
        return rows.filter(Q(**{f"{self.column}__upper_inf": True}) | Q(**{f"{self.column}__endswith__gt": at.eve}))


@dataclass(frozen=True, slots=True)
class Condition:
    """What rows can be chosen by: one of a list of values, yes or no, or a text. `find` makes it a condition in SQL."""

    label: str
    find: Callable[[Any], Q]
    values: Mapping[str, str] = field(default_factory=dict)


def choice(label: str, column: str, values: Any) -> Condition:
    """One of the values of a column."""
    return Condition(label, lambda value: Q(**{column: value}), dict(values.choices))


def yes_no(label: str, yes: Q) -> Condition:
    """Whether something is so."""
    return Condition(label, lambda value: yes if value == "ja" else ~yes, {"ja": "ja", "nee": "nee"})


def text(label: str, column: str) -> Condition:
    """A text, without regard to capitals."""
    return Condition(label, lambda value: Q(**{f"{column}__iexact": value}))


Use = Literal["getal", "waarde", "dag"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be added up ("getal"), of which the different values count ("waarde"), or that is a day."""

    label: str
    of: str | Combinable
    use: Use


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be counted."""

    label: str
    rows: Callable[[Programme], QuerySet[Any]]
    time: Point | Held | Span | Ahead
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)


def _of(model: Any, path: str = "programme") -> Callable[[Programme], QuerySet[Any]]:
    return lambda programme: model.objects.filter(**{path: programme})


def _awards(programme: Programme) -> QuerySet[Any]:
    return GrantAward.objects.filter(grant__in=programme.phases.exclude(grant=None).values("grant"))


def _also_in(code: str) -> Q:
    """Organisations that take part in the programme with this code as well."""
    return Q(organisation__in=records.Participation.objects.filter(programme__code=code).values("organisation"))


LAST_DAY = ExpressionWrapper(F("during__endswith") - Value(1), output_field=DateField())
R = records

KINDS: dict[str, Kind] = {
    "bijeenkomsten": Kind(
        "Bijeenkomsten",
        lambda programme: R.Event.objects.of(programme),
        Point("date"),
        {
            "soort": choice("Soort", "kind", R.Event.Kind),
            "vorm": choice("Vorm", "mode", R.Event.Mode),
            "reeks": text("Reeks", "series"),
            "in_reeks": yes_no("Hoort bij een reeks", ~Q(series="")),
            "thema": text("Thema", "theme"),
            "onderwerp": text("Onderwerp", "subject"),
            "met": text("Overleg met", "counterpart"),
            "buitenland": yes_no("In het buitenland", ~Q(country="")),
        },
        {
            "deelnemers": Column("Deelnemers", "attendance", "getal"),
            "organisaties": Column("Aanwezige organisaties", "organisations", "getal"),
            "reeks": Column("Reeks", "series", "waarde"),
            "thema": Column("Thema", "theme", "waarde"),
            "land": Column("Land", "country", "waarde"),
            "datum": Column("Datum", "date", "dag"),
        },
    ),
    "publicaties": Kind(
        "Publicaties",
        _of(R.Publication),
        Point("published_on"),
        {"soort": choice("Soort", "kind", R.Publication.Kind), "titel": text("Titel", "title")},
        {"datum": Column("Verschenen op", "published_on", "dag")},
    ),
    "onderdelen": Kind(
        "Onderdelen van het programma",
        _of(R.Element),
        Span(),
        {
            "soort": choice("Soort", "kind", R.Element.Kind),
            "publicatie": text("Uit de publicatie", "publication__title"),
        },
    ),
    "deelnemers": Kind(
        "Deelnemende organisaties",
        _of(R.Participation),
        Span(),
        {
            "rol": choice("Rol", "role", R.Participation.Role),
            "ook_bij": Condition("Doet ook mee bij (code van het programma)", _also_in),
            "accounthouder": yes_no("Heeft een accounthouder", Q(account_holder__isnull=False)),
        },
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "nieuwe_deelnemers": Kind(
        "Organisaties die zijn gaan meedoen",
        _of(R.Participation),
        Point("during__startswith"),
        {"rol": choice("Rol", "role", R.Participation.Role)},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "mijlpalen": Kind(
        "Mijlpalen",
        lambda programme: R.Milestone.objects.filter(programme=programme, planned=False),
        Point("date"),
        {"dossier": text("Dossier", "dossier__title")},
        {"datum": Column("Datum", "date", "dag"), "dossier": Column("Dossier", "dossier", "waarde")},
    ),
    "vertegenwoordiging": Kind(
        "Vertegenwoordiging",
        _of(R.Representation),
        Span(),
        {
            "als": choice("Als", "capacity", R.Representation.Capacity),
            "netwerk": text("Netwerk", "network__title"),
        },
        {
            "persoon": Column("Persoon", "person", "waarde"),
            "netwerk": Column("Netwerk", "network", "waarde"),
        },
    ),
    "fasen": Kind(
        "Fasen",
        _of(R.ProgrammePhase),
        Ahead(),
        {"naam": text("Naam", "name")},
        {"laatste_dag": Column("Laatste dag", LAST_DAY, "dag")},
    ),
    "beschikkingen": Kind(
        "Beschikkingen van de subsidies van de fasen",
        _awards,
        Point("dated"),
        {"soort": choice("Soort", "kind", GrantAward.Kind)},
        {"bedrag": Column("Bedrag", "amount", "getal"), "datum": Column("Datum", "dated", "dag")},
    ),
    "begeleiders": Kind(
        "Opgeleide begeleiders",
        _of(R.Leader),
        Point("trained_at__date"),
        {
            "uitkomst": choice("Wat ermee is gedaan", "outcome", R.Leader.Outcome),
            "design_thinking": yes_no("Ook design thinking", Q(design_thinking=True)),
        },
    ),
    "adviseurs": Kind(
        "Opgeleide adviseurs",
        _of(R.Adviser),
        Held("trained_on", "stopped_on"),
        {"provincie": choice("Provincie", "region", Province)},
        {"provincie": Column("Provincie", "region", "waarde")},
    ),
    "actieve_adviseurs": Kind(
        "Actieve adviseurs",
        _of(R.AdviserActivity, "adviser__programme"),
        Span(),
        {"provincie": choice("Provincie", "adviser__region", Province)},
        {"adviseur": Column("Adviseur", "adviser", "waarde")},
    ),
    "trajecten": Kind(
        "Trajecten naar het keurmerk",
        _of(R.Trajectory),
        Held("started_on", "ended_on"),
        {"met_adviseur": yes_no("Heeft een adviseur", Q(adviser__isnull=False))},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "keurmerken": Kind(
        "Keurmerken",
        _of(R.QualityMark),
        Held("awarded_on", "valid_until"),
        {"verlenging": yes_no("Is een verlenging", Q(renews__isnull=False))},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "activiteiten": Kind(
        "Adviezen en collectieve bijeenkomsten",
        _of(R.AdviceActivity),
        Point("date"),
        {
            "soort": choice("Soort", "kind", R.AdviceActivity.Kind),
            "provincie": choice("Provincie", "province", Province),
            "sector": choice("Sector", "sector", Sector),
            "omvang": choice("Aantal vrijwilligers", "size", R.AdviceActivity.Size),
            "bijeenkomst": choice("Soort bijeenkomst", "meeting", R.AdviceActivity.Meeting),
            "met_provincie": yes_no("De provincie is bekend", ~Q(province="")),
            "met_sector": yes_no("De sector is bekend", ~Q(sector="")),
            "met_omvang": yes_no("Het aantal vrijwilligers is bekend", ~Q(size="")),
            "met_bijeenkomst": yes_no("De soort bijeenkomst is bekend", ~Q(meeting="")),
        },
        {
            "adviseur": Column("Adviseur", "adviser", "waarde"),
            "provincie": Column("Provincie", "province", "waarde"),
            "bijeenkomst": Column("Soort bijeenkomst", "meeting", "waarde"),
        },
    ),
    "vragen": Kind(
        "Gestelde vragen",
        _of(R.Enquiry),
        Point("date"),
        {
            "kanaal": choice("Kanaal", "channel", R.Enquiry.Channel),
            "onderwerp": choice("Onderwerp", "subject", R.Enquiry.Subject),
            "beantwoord": yes_no("Is beantwoord", Q(answered_on__isnull=False)),
        },
    ),
    "projecten": Kind(
        "Lokale projecten",
        _of(R.LocalProject),
        Span(),
        {
            "fase": text("Fase", "phase__name"),
            "thema": text("Thema", "theme__title"),
            "provincie": choice("Provincie", "province", Province),
        },
        {
            "plaats": Column("Plaats", "place", "waarde"),
            "organisatie": Column("Organisatie", "organisation", "waarde"),
        },
    ),
    "werkgebieden": Kind(
        "Werkgebieden",
        _of(R.AreaParticipation),
        Span(),
        {
            "rol": choice("Rol", "role", R.AreaParticipation.Role),
            "soort": choice("Soort", "area__kind", R.WorkingArea.Kind),
        },
        {"werkgebied": Column("Werkgebied", "area", "waarde")},
    ),
    "enquetevragen": Kind(
        "Vragen van enquêtes",
        _of(R.SurveyQuestion, "survey__programme"),
        Point("survey__last_day"),
        {"enquete": text("Enquête", "survey__title"), "nummer": text("Nummer van de vraag", "number")},
        {
            "beantwoord": Column("Beantwoord door", "answered", "getal"),
            "overgeslagen": Column("Overgeslagen door", "skipped", "getal"),
        },
    ),
    "enqueteantwoorden": Kind(
        "Antwoorden van enquêtes",
        _of(R.SurveyOption, "question__survey__programme"),
        Point("question__survey__last_day"),
        {
            "enquete": text("Enquête", "question__survey__title"),
            "nummer": text("Nummer van de vraag", "question__number"),
            "antwoord": text("Antwoord of onderwerp", "label"),
        },
        {
            "gekozen": Column("Gekozen door", "chosen", "getal"),
            "krijgen": Column("Wil krijgen", "get", "getal"),
            "geven": Column("Kan geven", "give", "getal"),
        },
    ),
    "edities": Kind(
        "Edities van de prijzen",
        _of(R.PrizeEdition),
        Point("ceremony_on"),
        columns={"hoofdprijs": Column("Hoofdprijs", "prize_money", "getal")},
    ),
    "genomineerden": Kind(
        "Genomineerden",
        _of(R.Nominee, "edition__programme"),
        Point("edition__ceremony_on"),
        {"winnaar": yes_no("Heeft gewonnen", Q(winner=True))},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "aanvragen": Kind(
        "Aanvragen bij regelingen",
        _of(R.Application),
        Point("submitted_on"),
        {
            "regeling": text("Regeling", "round__scheme__name"),
            "ronde": text("Ronde", "round__name"),
            "uitkomst": choice("Uitkomst", "outcome", R.Application.Outcome),
        },
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "onderzoeken": Kind(
        "Onderzoeken",
        _of(R.Study),
        Span(),
        {
            "soort": choice("Soort", "kind", R.Study.Kind),
            "rol": choice("Rol van NOV", "our_part", R.Study.Part),
        },
    ),
}
