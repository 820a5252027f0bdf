"""What must hold for a year of the programmes, and where it is mended when it does not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse

from nov.kernel import formats
from nov.kernel.checks import Finding, Severity, check
from nov.kernel.periods import Month, Year
from programmes.figures import MEEDOEN
from programmes.indicators import UNKNOWN, measured, norm
from programmes.models import (
    Desk,
    DeskContract,
    DeskMonth,
    Event,
    Gender,
    Indicator,
    MatchKind,
    Measurement,
    Milestone,
    ProgrammePhase,
    Staffing,
)
from programmes.months import overlaps
from programmes.ranks import PAGES

CHAPTER = 3
TOP = 10
COUNTED = [(kind, gender) for kind in MatchKind for gender in (Gender.WOMAN, Gender.MAN)]


@check("programmas.kengetallen", "Elk verplicht kengetal is gemeten")
def required_measured(year: Year) -> Iterator[Finding]:
    """Een kengetal dat voor dit jaar verplicht is, heeft een waarde of een reden waarom het niet van toepassing is."""
    yield from unmeasured(Indicator.objects.all(), year)


def unmeasured(indicators: QuerySet[Indicator], year: Year) -> Iterator[Finding]:
    """What of these indicators the report of a year needs and does not have."""
    for indicator in (
        indicators.exclude(origin=Indicator.Origin.COUNTED).select_related("programme").prefetch_related("parts")
    ):
        if indicator.kind == Indicator.Kind.NORM:
            if indicator.required_in(year.number) and not norm(indicator, year.end).known:
                what = f"Voor ‘{indicator}’ geldt geen norm aan het eind van {year}."
                yield Finding(what, url=indicator.get_absolute_url(), chapter=indicator.chapter)
            continue
        there = _measured_parts(indicator, year)
        wanted = [part for part in indicator.parts.all() if part.required_in(year.number)]
        whole = not indicator.dimension and indicator.required_in(year.number)
        missing = [(part.label, part.full_key) for part in wanted if part.pk not in there]
        missing += [(indicator.label, indicator.key)] if whole and None not in there else []
        for label, key in missing:
            what = f"‘{label}’ ({key}) is voor {year} nog in te vullen."
            url = _entry(indicator, year, key)
            yield Finding(what, url=url, chapter=indicator.chapter, kind="Metingen die nog in te vullen zijn")


def _measured_parts(indicator: Indicator, year: Year) -> set[int | None]:
    rows = Measurement.objects.current().on_reference(indicator, year)
    return set(rows.values_list("part_id", flat=True))


def _entry(indicator: Indicator, year: Year, key: str = "") -> str:
    """Where a measurement of the year is filled in."""
    address = reverse("programmes:measurements", args=[indicator.programme.code])
    return f"{address}?jaar={year}#{key or indicator.key}"


@check("programmas.mijlpalen", "Een geplande mijlpaal ligt niet in het verleden")
def planned_ahead(year: Year) -> Iterator[Finding]:
    """Een mijlpaal die voor of in het verslagjaar was gepland, is bereikt of krijgt een andere datum."""
    for milestone in Milestone.objects.filter(planned=True, date__lt=year.until).select_related("programme"):
        what = f"‘{milestone}’ was gepland op {formats.day(milestone.date)}: is het bereikt, of wanneer komt het?"
        chapter = next(iter(milestone.programme.chapters), None)
        yield Finding(what, Severity.JUDGE, url=milestone.get_absolute_url(), chapter=chapter)


@check("programmas.onderdelen", "De onderdelen van een kengetal zijn samen niet meer dan het geheel")
def parts_within_whole(year: Year) -> Iterator[Finding]:
    """Van een kengetal waarvan de onderdelen optellen is onderdelen + onbekend = geheel, dus onbekend is niet negatief."""
    for indicator in Indicator.objects.filter(adds_up=True).select_related("programme"):
        rest = measured(indicator, None, year).parts.get(UNKNOWN)
        if rest is not None and isinstance(rest.value, int | Decimal) and rest.value < 0:
            what = f"De onderdelen van ‘{indicator}’ zijn in {year} samen {formats.number(-rest.value)} te veel."
            yield Finding(what, url=_entry(indicator, year), chapter=indicator.chapter)


@check("programmas.fasen", "Elke fase valt binnen de looptijd van haar subsidie")
def phases_within_grants(year: Year) -> Iterator[Finding]:
    """De looptijd van een fase en die van de subsidie die haar betaalt, zijn op één plek vastgelegd en passen."""
    running = ProgrammePhase.objects.filter(during__overlap=(year.first, year.until), grant__isnull=False)
    for phase in running.select_related("programme", "grant").exclude(during__contained_by=F("grant__during")):
        what = f"{phase} loopt buiten de looptijd van de subsidie {phase.grant}."
        yield Finding(what, Severity.JUDGE, phase.get_absolute_url(), _chapter(phase.programme))


def _chapter(programme: object) -> int | None:
    return next(iter(getattr(programme, "chapters", [])), None)


@check("programmas.bijeenkomsten", "Elke bijeenkomst telt één keer")
def events_once(year: Year) -> Iterator[Finding]:
    """Een bijeenkomst heeft één eigenaar, die geen medeprogramma is, en staat niet twee keer in de lijst."""
    rows = Event.objects.during(year).select_related("programme")
    for event in rows.filter(co_programmes=F("programme")):
        what = f"{event} noemt zijn eigenaar ook als medeprogramma."
        yield Finding(what, Severity.BLOCKS, event.get_absolute_url(), _chapter(event.programme))
    same = Counter((event.programme_id, event.kind, event.date, event.subject.lower(), event.desk_id) for event in rows)
    for event in rows:
        place = (event.programme_id, event.kind, event.date, event.subject.lower(), event.desk_id)
        if same.pop(place, 1) > 1:
            what = f"{event} staat er meer dan eens."
            yield Finding(what, Severity.JUDGE, event.get_absolute_url(), _chapter(event.programme))


@check("pagina.ranglijst", "De ranglijst van pagina’s is volledig")
def ranking_complete(year: Year) -> Iterator[Finding]:
    """Elke pagina uit de top 10 van vorig jaar is ook dit jaar gemeten, zodat haar plaats nu te zien is."""
    pages = Indicator.objects.filter(key=PAGES).first()
    if pages is None:
        return
    rows = Measurement.objects.current().filter(part__isnull=False)
    now = set(rows.on_reference(pages, year).values_list("part_id", flat=True))
    before = rows.on_reference(pages, year.previous).filter(value__isnull=False)
    if not now:
        return
    for row in before.select_related("part", "indicator__programme").order_by("-value", "part__label")[:TOP]:
        if row.part_id not in now:
            what = f"De pagina ‘{row.part}’ stond vorig jaar in de top {TOP} en is in {year} niet gemeten."
            yield Finding(
                what, url=_entry(row.indicator, year, f"{PAGES}.{row.part.key}"), chapter=row.indicator.chapter
            )


# ------------------------------------------------------------------------------------------------ #Meedoen


def _running(year: Year) -> list[Desk]:
    return list(
        Desk.objects.filter(programme__code=MEEDOEN)
        .regular()
        .overlapping(year)
        .select_related("programme")
        .order_by("name")
    )


@check("meedoen.maanden", "Elke open balie heeft elke maand geteld")
def months_complete(year: Year) -> Iterator[Finding]:
    """Voor elke maand waarin een reguliere balie open was, zijn beide soorten voor vrouwen en mannen geteld."""
    yield from uncounted(year, year.until)


def uncounted(year: Year, today: date) -> Iterator[Finding]:
    """The months of a year that are over and that an open desk did not count in full."""
    there: dict[tuple[int, object], set[tuple[str, str]]] = defaultdict(set)
    rows = DeskMonth.objects.filter(desk__programme__code=MEEDOEN).during(year)
    for desk_id, month, kind, gender in rows.values_list("desk_id", "month", "kind", "gender"):
        there[desk_id, month].add((kind, gender))
    for desk in _running(year):
        lacking = [
            formats.month_name(month.first)
            for month in year.months
            if month.until <= today and overlaps(desk, month) and not there[desk.pk, month.first].issuperset(COUNTED)
        ]
        if lacking:
            what = f"Balie {desk}: {_listed(lacking)} {year} nog in te vullen."
            url = desk.grid_url(year.number)
            yield Finding(what, url=url, chapter=CHAPTER, kind="Balies met maanden die nog in te vullen zijn")


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


@check("meedoen.gecontroleerd", "Alle koppelingen zijn gecontroleerd")
def months_checked(year: Year) -> Iterator[Finding]:
    """Een ander dan wie invoerde heeft de getallen van elke maand gezien."""
    rows = DeskMonth.objects.filter(desk__programme__code=MEEDOEN, checked_by__isnull=True).during(year)
    address = reverse("programmes:months", args=[MEEDOEN])
    for month, number in rows.order_by("month").values_list("month").annotate(Count("pk")):
        what = (
            f"{formats.counted(number, 'getal', 'getallen')} van {formats.month_name(month)} {year} niet gecontroleerd."
        )
        url = f"{address}?jaar={year}&maand={month.month}"
        yield Finding(what, Severity.JUDGE, url, CHAPTER)


@check("meedoen.geslacht", "Van bijna alle koppelingen is het geslacht geteld")
def gender_known(year: Year) -> Iterator[Finding]:
    """Het aandeel vrouwen zegt alleen iets als van minstens negen op de tien koppelingen het geslacht bekend is."""
    rows = DeskMonth.objects.filter(desk__programme__code=MEEDOEN).during(year)
    sums = rows.aggregate(all=Sum("matches"), unknown=Sum("matches", filter=Q(gender=Gender.UNKNOWN)))
    if sums["all"] and 10 * (sums["unknown"] or 0) > sums["all"]:
        what = f"Van {formats.number(sums['unknown'])} van de {formats.number(sums['all'])} koppelingen is het geslacht niet geteld."
        url = f"{reverse('programmes:months', args=[MEEDOEN])}?jaar={year}&bewoners={Gender.UNKNOWN}"
        yield Finding(what, Severity.JUDGE, url, CHAPTER)


@check("meedoen.gesprekken", "Met elke balie is een evaluatiegesprek gevoerd")
def talks_held(year: Year) -> Iterator[Finding]:
    """Elk jaar is er met elke reguliere balie een evaluatie- en ontwikkelgesprek."""
    held = Event.objects.filter(programme__code=MEEDOEN, kind=Event.Kind.EVALUATION).during(year)
    talked = set(held.values_list("desk_id", flat=True))
    for desk in _running(year):
        if desk.pk not in talked and overlaps(desk, Month(year.number, 12)):
            what = f"Met balie {desk} is in {year} nog geen evaluatiegesprek vastgelegd."
            url = desk.get_absolute_url()
            yield Finding(what, Severity.JUDGE, url, CHAPTER, "Balies zonder evaluatiegesprek")


@check("meedoen.contracten", "Elke open balie heeft een contract voor de afgesproken uren en een bezetting")
def contracts_fit(year: Year) -> Iterator[Finding]:
    """Elke reguliere balie die aan het eind van het jaar open is, heeft dan een contract met de uren van de norm, en mensen."""
    agreed = Indicator.objects.filter(key="meedoen.uren", kind=Indicator.Kind.NORM).first()
    hours = norm(agreed, year.end).value if agreed else None
    contracts = {row.desk_id: row for row in DeskContract.objects.at_turn(year.end)}
    staffed = set(Staffing.objects.filter(role=Staffing.Role.DESK).at_turn(year.end).values_list("desk_id", flat=True))
    for desk in Desk.objects.filter(programme__code=MEEDOEN).regular().at_turn(year.end).select_related("programme"):
        contract = contracts.get(desk.pk)
        if contract is None:
            what = f"Balie {desk} heeft eind {year} geen contract."
        elif hours is not None and contract.hours_per_week != hours:
            what = (
                f"Balie {desk} heeft een contract voor {contract.hours_per_week.normalize():f} uur; de norm is {hours}."
            )
        elif desk.pk not in staffed:
            what = f"Balie {desk} heeft eind {year} geen bezetting."
        else:
            continue
        yield Finding(what, Severity.JUDGE, desk.get_absolute_url(), CHAPTER)
