"""The figures that follow from the records of the programmes: all that #Meedoen reports, and the year of Good Busy."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db.models import DateField, ExpressionWrapper, F, QuerySet, Sum, Value

from finance.models import Grant
from nov.kernel.figures import (
    FLOW,
    STOCK,
    Figure,
    Formula,
    Reading,
    Rows,
    counted,
    derived,
    figure,
    missing,
    summed,
)
from nov.kernel.periods import Period, Turn
from nov.kernel.units import AANTAL, DATUM, PERSONEN, PROCENT, UNITS
from programmes.matches import DIMENSIONS, added, matches
from programmes.models import (
    Desk,
    DeskMonth,
    Event,
    Gender,
    MatchKind,
    Programme,
    ProgrammePhase,
    Staffing,
    UnfilledHours,
)
from programmes.querysets import DeskQuerySet

MEEDOEN = "meedoen"


# ------------------------------------------------------------------------------------------------ #Meedoen


def _desks() -> DeskQuerySet:
    return Desk.objects.filter(programme__code=MEEDOEN)


def _events(during: Period, kind: str) -> QuerySet[Event]:
    return Event.objects.filter(programme__code=MEEDOEN, kind=kind).during(during)


def _staff(at: Turn, **which: str) -> QuerySet[Staffing]:
    return Staffing.objects.filter(programme__code=MEEDOEN, **which).at_turn(at)


def _months(during: Period, **which: str) -> QuerySet[DeskMonth]:
    return DeskMonth.objects.filter(desk__programme__code=MEEDOEN, **which).during(during)


@figure("meedoen.balies", "Meedoenbalies", unit=UNITS["balies"], kind=STOCK, chapter=3)
def balies(at: Turn) -> Reading:
    "Reguliere balies die op de peildatum open zijn; de ‘light’-balies zonder structurele financiering tellen niet mee."
    return counted(_desks().regular().at_turn(at))


@figure("meedoen.balies_light", "Light-balies", unit=UNITS["balies"], kind=STOCK, chapter=3)
def balies_light(at: Turn) -> Reading:
    "Balies zonder structurele financiering die op de peildatum open zijn."
    return counted(_desks().filter(kind=Desk.Kind.LIGHT).at_turn(at))


@figure(
    "meedoen.koppelingen",
    "Koppelingen bewoner met activiteit of vrijwilligerswerk",
    unit=UNITS["koppelingen"],
    kind=FLOW,
    by=("soort", "geslacht", "maand"),
    chapter=3,
)
def koppelingen(during: Period) -> Reading:
    "Maandelijks door de balies getelde koppelingen van een bewoner met een activiteit of met vrijwilligerswerk."
    return matches(_months(during))


@figure(
    "meedoen.koppelingen_activiteit",
    "Koppelingen met een activiteit",
    unit=UNITS["koppelingen"],
    kind=FLOW,
    by=("geslacht", "maand"),
    chapter=3,
)
def koppelingen_activiteit(during: Period) -> Reading:
    "Door de balies getelde koppelingen van een bewoner met een activiteit."
    return matches(_months(during, kind=MatchKind.ACTIVITY), DIMENSIONS[1:])


@figure(
    "meedoen.koppelingen_vrijwilligerswerk",
    "Koppelingen met vrijwilligerswerk",
    unit=UNITS["koppelingen"],
    kind=FLOW,
    by=("geslacht", "maand"),
    chapter=3,
)
def koppelingen_vrijwilligerswerk(during: Period) -> Reading:
    "Door de balies getelde koppelingen van een bewoner met vrijwilligerswerk."
    return matches(_months(during, kind=MatchKind.VOLUNTEERING), DIMENSIONS[1:])


@figure("meedoen.aandeel_vrouwen", "Aandeel vrouwen in de koppelingen", unit=PROCENT, kind=FLOW, chapter=3)
def aandeel_vrouwen(during: Period) -> Reading:
    "Koppelingen van vrouwen als deel van de koppelingen waarvan het geslacht is geteld."
    women = summed(_months(during, gender=Gender.WOMAN), "matches")
    men = summed(_months(during, gender=Gender.MAN), "matches")
    return derived("vrouwen ÷ (vrouwen + mannen) × 100", _share, women, men)


def _share(women: int, men: int) -> Fraction | None:
    return Fraction(100 * women, women + men) if women + men else None


@figure("meedoen.medewerkers", "Betrokken medewerkers", unit=PERSONEN, kind=STOCK, by=("werkgever",), chapter=3)
def medewerkers(at: Turn) -> Reading:
    "Medewerkers van de balies op de peildatum, van het COA en van vrijwilligerscentrales en welzijnsorganisaties samen."
    rows = _staff(at, role=Staffing.Role.DESK)
    sums = rows.order_by().values_list("employer").annotate(Sum("people"))
    employers = dict(Staffing.Employer.choices)
    parts = {employers[one]: added(rows.filter(employer=one), n, "people") for one, n in sorted(sums)}
    return summed(rows, "people", parts=parts)


@figure("meedoen.projectleiding_coa", "Projectleiders COA", unit=PERSONEN, kind=STOCK, chapter=3)
def projectleiding_coa(at: Turn) -> Reading:
    "Projectleiders van #Meedoen in dienst van het COA op de peildatum."
    return summed(_staff(at, role=Staffing.Role.LEAD, employer=Staffing.Employer.COA), "people")


@figure("meedoen.projectleiding_nov", "Projectleiders NOV", unit=PERSONEN, kind=STOCK, chapter=3)
def projectleiding_nov(at: Turn) -> Reading:
    "Projectleiders van #Meedoen in dienst van NOV op de peildatum."
    return summed(_staff(at, role=Staffing.Role.LEAD, employer=Staffing.Employer.NOV), "people")


@figure("meedoen.subsidie_tot", "Structurele subsidie tot en met", unit=DATUM, kind=STOCK, chapter=3, agreed=True)
def subsidie_tot(at: Turn) -> Reading:
    "Laatste dag van de subsidie voor #Meedoen die op de peildatum loopt."
    programme = Programme.objects.filter(code=MEEDOEN).first()
    if programme is None or programme.cost_centre_id is None:
        return missing("#Meedoen heeft nog geen kostenplaats.")
    rows = Grant.objects.filter(cost_centre=programme.cost_centre_id, during__contains=at.eve)
    trail = Rows(rows.filter(during__upper_inf=False), "max", LAST_DAY)
    value = trail.total()
    return missing("Er loopt geen subsidie met een einddatum.") if value is None else Reading(value, trail=trail)


LAST_DAY = ExpressionWrapper(F("during__endswith") - Value(1), output_field=DateField())


@figure("meedoen.evaluatiegesprekken", "Evaluatie- en ontwikkelgesprekken", unit=AANTAL, kind=FLOW, chapter=3)
def evaluatiegesprekken(during: Period) -> Reading:
    "Evaluatie- en ontwikkelgesprekken met de balies."
    return counted(_events(during, Event.Kind.EVALUATION))


@figure("meedoen.werkochtenden", "Werkochtenden", unit=AANTAL, kind=FLOW, chapter=3)
def werkochtenden(during: Period) -> Reading:
    "Werkochtenden voor de medewerkers van de balies."
    return counted(_events(during, Event.Kind.WORKING_MORNING))


@figure("meedoen.overleg_coa", "Overleggen met COA", unit=AANTAL, kind=FLOW, chapter=3)
def overleg_coa(during: Period) -> Reading:
    "Overleggen van de projectleiding van NOV met het COA, zonder het overleg van de besturen."
    return counted(_events(during, Event.Kind.MEETING).filter(counterpart=COA))


@figure("meedoen.bestuursoverleg", "Bestuursoverleg NOV-COA", unit=AANTAL, kind=FLOW, chapter=3)
def bestuursoverleg(during: Period) -> Reading:
    "Overleggen van de besturen van NOV en het COA."
    return counted(_events(during, Event.Kind.BOARD_MEETING).filter(counterpart=COA))


@figure("meedoen.vrouwen_workshop", "Workshops vrouwenparticipatie", unit=AANTAL, kind=FLOW, chapter=3)
def vrouwen_workshop(during: Period) -> Reading:
    "Workshops van #Meedoen over het meedoen van vrouwen."
    return counted(_events(during, Event.Kind.WORKSHOP))


@figure("meedoen.uren_niet_ingevuld", "Niet ingevulde uren", unit=UNITS["uren"], kind=FLOW, by=("reden",), chapter=3)
def uren_niet_ingevuld(during: Period) -> Reading:
    "Uren van de balies die door uitval of een vacature niet zijn gewerkt."
    rows = UnfilledHours.objects.filter(desk__programme__code=MEEDOEN, month__gte=during.first, month__lt=during.until)
    sums = rows.order_by().values_list("reason").annotate(Sum("hours"))
    reasons = dict(UnfilledHours.Reason.choices)
    parts = {reasons[one]: added(rows.filter(reason=one), n, "hours") for one, n in sorted(sums)}
    return summed(rows, "hours", parts=parts)


COA = "COA"


# ---------------------------------------------------------------------------------------------- Good Busy


@figure("goodbusy.programmajaar", "Programmajaar", unit=UNITS["jaar"], kind=STOCK, chapter=5, agreed=True)
def programmajaar(at: Turn) -> Reading:
    "Het hoeveelste jaar van Good Busy het is op de peildatum; het jaar waarin de eerste fase begon is het eerste."
    begun = ProgrammePhase.objects.filter(programme__code="goodbusy", during__startswith__lt=at.day)
    first = Rows(begun, "min", "during__startswith")
    began, year = first.total(), at.eve.year
    if not isinstance(began, date):
        return missing("Good Busy heeft nog geen fase.")
    trail = Formula("het jaar − het jaar van de eerste dag + 1", lambda day: year - day.year + 1, (first,))
    return Reading(trail.total(), trail=trail)


KEYS = tuple(value.key for value in list(globals().values()) if isinstance(value, Figure))  # as they stand above
