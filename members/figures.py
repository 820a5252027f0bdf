"""The figures of the members, the board, the meetings and the bureau. Each docstring is the printed definition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from members.models import (
    Appointment,
    Category,
    CategoryPeriod,
    ConsultedActionLine,
    Contribution,
    DialogueGroup,
    InterviewPlan,
    Meeting,
    Membership,
    Mutation,
    TermNorm,
)
from nov.kernel.catalogue import Family
from nov.kernel.figures import (
    FLOW,
    NORM,
    STOCK,
    Figure,
    Origin,
    Reading,
    counted,
    divided,
    extreme,
    figure,
    missing,
    summed,
)
from nov.kernel.periods import Period, Turn
from nov.kernel.units import AANTAL, EUR, LEDEN, PERSONEN, UNITS

# ---------------------------------------------------------------------------------------------- members


def _per_category(periods: QuerySet[CategoryPeriod]) -> dict[str, Reading]:
    return divided(periods, "category", {one.pk: one.plural for one in Category.objects.all()})


@figure("leden.totaal", "Leden totaal", unit=LEDEN, kind=STOCK, by=("categorie",), chapter=2)
def totaal(at: Turn) -> Reading:
    """Organisaties waarvan het lidmaatschap voor de peildatum begon en erna nog loopt."""
    return counted(Membership.objects.at_turn(at), parts=_per_category(CategoryPeriod.objects.at_turn(at)))


@figure("leden.begin", "Leden op 1 januari", unit=LEDEN, kind=STOCK, by=("categorie",), chapter=2, at_begin=True)
def begin(at: Turn) -> Reading:
    """Leden aan het begin van de periode: voor 1 januari na alles van 31 december en voor alles van de dag zelf."""
    return totaal.compute(at)


@figure("leden.nieuw", "Nieuwe leden", unit=LEDEN, kind=FLOW, by=("categorie",), chapter=2)
def nieuw(during: Period) -> Reading:
    """Lidmaatschappen met hun eerste dag in de periode; een overgang van een lidmaatschap telt niet mee."""
    parts = _per_category(CategoryPeriod.objects.of_joined(during))
    return counted(Membership.objects.opened(during), parts=parts)


@figure("leden.opgezegd", "Opgezegde leden", unit=LEDEN, kind=FLOW, by=("reden",), chapter=2)
def opgezegd(during: Period) -> Reading:
    """Lidmaatschappen met hun laatste dag in de periode, hoe ook geëindigd; per reden van vertrek."""
    left = Membership.objects.closed(during)
    parts = divided(left, "closed_by__reason", dict(Mutation.Reason.choices))
    return counted(left, parts={label: part for label, part in parts.items() if part.value})


@figure("leden.van_categorie_veranderd", "Leden die van categorie veranderden", unit=LEDEN, kind=FLOW, chapter=2)
def van_categorie_veranderd(during: Period) -> Reading:
    """Wijzigingen van categorie die in de periode ingingen, in welke richting ook."""
    return counted(CategoryPeriod.objects.changed_to(during))


def _of_category(key: str) -> Figure | None:
    """The figure of one category, which users may add themselves."""
    category = Category.objects.filter(key=key).first()
    if category is None:
        return None

    def compute(at: Turn) -> Reading:
        return counted(CategoryPeriod.objects.at_turn(at).filter(category=category))

    definition = f"Leden in de categorie {category.name.lower()} op de dag voor de peildatum."
    return Figure(f"leden.{key}", category.plural, LEDEN, STOCK, compute, definition=definition, chapter=2)


CATEGORIES = Family("leden", lambda: Category.objects.values_list("key", flat=True), _of_category)


@figure("contributie.in_rekening", "Contributie in rekening gebracht", unit=EUR, kind=FLOW, chapter=2)
def in_rekening(during: Period) -> Reading:
    """Contributie die de leden verschuldigd zijn voor de jaren die in de periode beginnen, zoals gefactureerd."""
    years = range(during.begin.eve.year + 1, during.last.year + 1)
    return summed(Contribution.objects.filter(year__in=years), "amount")


# ------------------------------------------------------------------------------------ board and bureau


@figure("bestuur.leden", "Bestuursleden", unit=PERSONEN, kind=STOCK, chapter=1)
def bestuursleden(at: Turn) -> Reading:
    """Personen met een zetel in het bestuur op de peildatum."""
    return counted(Appointment.objects.at_turn(at).filter(body=Appointment.Body.BOARD))


def _terms_begun(during: Period) -> QuerySet[Appointment]:
    return Appointment.objects.begun(during).filter(body=Appointment.Body.BOARD)


@figure("bestuur.nieuw", "Nieuw gekozen bestuursleden", unit=PERSONEN, kind=FLOW, chapter=1)
def bestuur_nieuw(during: Period) -> Reading:
    """Bestuursleden van wie de eerste termijn in de periode begon."""
    return counted(_terms_begun(during).filter(term=1))


@figure("bestuur.herbenoemd", "Herbenoemde bestuursleden", unit=PERSONEN, kind=FLOW, chapter=1)
def bestuur_herbenoemd(during: Period) -> Reading:
    """Bestuursleden van wie een volgende termijn in de periode begon."""
    return counted(_terms_begun(during).filter(term__gt=1))


@figure("bestuur.termijn", "Duur van een bestuurstermijn", unit=UNITS["jaar"], kind=NORM, origin=Origin.NORM, chapter=1)
def bestuurstermijn(at: Turn) -> Reading:
    """Aantal jaren dat een termijn in het bestuur duurt, volgens het besluit dat op de peildatum geldt."""
    return extreme(TermNorm.objects.in_force(at), "years")


@figure("bureau.team", "Team", unit=PERSONEN, kind=STOCK, by=("soort",), chapter=2)
def team(at: Turn) -> Reading:
    """Personen in bestuur en bureau op de peildatum: bestuur, vrijwilligers, tijdelijk en vast."""
    present = Appointment.objects.at_turn(at).filter(body__in=Appointment.TEAM)
    return counted(present, parts=divided(present, "kind", dict(Appointment.Kind.choices)))


# --------------------------------------------------------------------------------------------- meetings


def _meetings(during: Period, kind: Meeting.Kind) -> QuerySet[Meeting]:
    return Meeting.objects.filter(kind=kind, date__gte=during.first, date__lt=during.until)


def _of_meetings(rows: QuerySet[Any], during: Period) -> Reading:
    """The number of rows; in years of which no meeting is recorded at all, none of them is known."""
    found = counted(rows)
    if not found.value and not Meeting.objects.filter(date__year__range=(during.first.year, during.last.year)).exists():
        return missing("Over deze periode is geen vergadering vastgelegd.")
    return found


@figure("bestuur.vergaderingen", "Bestuursvergaderingen", unit=AANTAL, kind=FLOW, chapter=1)
def bestuursvergaderingen(during: Period) -> Reading:
    """Vergaderingen van het bestuur in de periode."""
    return _of_meetings(_meetings(during, Meeting.Kind.BOARD), during)


@figure(
    "bestuur.vergaderingen_bij_alv",
    "Bestuursvergaderingen in aansluiting op de ALV",
    unit=AANTAL,
    kind=FLOW,
    chapter=1,
)
def vergaderingen_bij_alv(during: Period) -> Reading:
    """Vergaderingen van het bestuur in de periode die aansloten op een algemene ledenvergadering."""
    return _of_meetings(_meetings(during, Meeting.Kind.BOARD).filter(next_to__kind=Meeting.Kind.ALV), during)


@figure("bestuur.alv", "Algemene ledenvergaderingen", unit=AANTAL, kind=FLOW, chapter=1)
def algemene_ledenvergaderingen(during: Period) -> Reading:
    """Algemene ledenvergaderingen in de periode."""
    return _of_meetings(_meetings(during, Meeting.Kind.ALV), during)


@figure("alv.dialooggroepen", "Dialooggroepen op de ledenvergadering", unit=AANTAL, kind=FLOW, chapter=1)
def dialooggroepen(during: Period) -> Reading:
    """Groepen waarin leden op een ledenvergadering in de periode over een thema spraken."""
    return _of_meetings(DialogueGroup.objects.filter(meeting__in=_meetings(during, Meeting.Kind.ALV)), during)


@figure("alv.actielijnen", "Geconsulteerde actielijnen meerjarenprogramma", unit=AANTAL, kind=FLOW, chapter=1)
def actielijnen(during: Period) -> Reading:
    """Actielijnen van het meerjarenprogramma waarover een ledenvergadering in de periode werd geraadpleegd."""
    return _of_meetings(ConsultedActionLine.objects.filter(meeting__in=_meetings(during, Meeting.Kind.ALV)), during)


@figure(
    "strategie.interviews",
    "Geplande interviews meerjarenstrategie",
    unit=AANTAL,
    kind=FLOW,
    origin=Origin.GEPLAND,
    chapter=1,
)
def interviews(during: Period) -> Reading:
    """Interviews over de meerjarenstrategie die voor de jaren van de periode zijn gepland."""
    plans = InterviewPlan.objects.filter(year__gte=during.first.year, year__lte=during.last.year)
    marks = set(plans.values_list("mark", flat=True))
    if not marks:
        return missing("Er is geen plan vastgelegd.")
    planned = summed(plans, "count")
    return replace(planned, mark="circa") if InterviewPlan.Mark.ABOUT in marks else planned
