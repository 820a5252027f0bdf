"""What must hold about the members, the board and the contribution of a year. Nothing here raises or writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Round

from members.headcount import headcount
from members.models import (
    AgendaItem,
    Appointment,
    CategoryPeriod,
    Contribution,
    ContributionRun,
    DeclaredBase,
    Holder,
    Membership,
    Mutation,
    Organisation,
    Tariff,
    TermNorm,
)
from nov.kernel.checks import Finding, Severity, check
from nov.kernel.formats import cents, day
from nov.kernel.periods import Year

JUDGE, INFO = Severity.JUDGE, Severity.INFO


@check("leden.brug", "De ledenbrug sluit: begin + nieuw − vertrokken ± categorie = eind")
def bridge(year: Year) -> Iterator[Finding]:
    """Per categorie en in totaal leiden de mutaties van het jaar van het ledental op 1 januari naar dat van een jaar later."""
    found = headcount(year.begin, year.end)
    for line in (*found.lines, found.total):
        if line.gap:
            yield Finding(f"{line.name}: de mutaties leiden niet van {line.begin} naar {line.end}.", chapter=2)
    if found.total.changed:
        yield Finding("De wijzigingen van categorie heffen elkaar niet op.", chapter=2)


COVER = """
SELECT m.id FROM members_membership m
WHERE m.voided_by_id IS NULL AND (
  (SELECT range_agg(during) FROM members_holder WHERE membership_id = m.id AND voided_by_id IS NULL)
    IS DISTINCT FROM m.during::datemultirange
  OR (SELECT range_agg(during) FROM members_categoryperiod WHERE membership_id = m.id AND voided_by_id IS NULL)
    IS DISTINCT FROM m.during::datemultirange)
"""


@check("leden.dekking", "Ieder lidmaatschap heeft steeds een houder en een categorie")
def cover(year: Year) -> Iterator[Finding]:
    """De houders en de categorieën van een lidmaatschap sluiten op elkaar aan, van de eerste tot de laatste dag."""
    with connection.cursor() as cursor:
        cursor.execute(COVER)
        for (pk,) in cursor.fetchall():
            yield Finding(f"Lidmaatschap {pk}: houders of categorieën sluiten niet aan.", chapter=2)


@check("leden.mutaties", "Bij iedere periode hoort een mutatie, en andersom")
def mutations_and_periods(year: Year) -> Iterator[Finding]:
    """Wat een lidmaatschap, houder of categorie opende of sloot is een mutatie van die dag; geen mutatie staat los."""
    for model in (Membership, Holder, CategoryPeriod):
        periods = model.objects.live()
        name = str(model._meta.verbose_name)
        for period in periods.exclude(during__startswith=F("opened_by__effective_on")):
            yield Finding(f"{name} {period.pk}: de eerste dag is niet die van de mutatie.")
        ended = periods.filter(closed_by__isnull=False)
        last_day = Q(closed_by__kind__in=Mutation.LEAVING, during__endswith=F("closed_by__effective_on") + 1)
        next_day = ~Q(closed_by__kind__in=Mutation.LEAVING) & Q(during__endswith=F("closed_by__effective_on"))
        for period in ended.exclude(last_day | next_day):
            yield Finding(f"{name} {period.pk}: de laatste dag is niet die van de mutatie.")
    for mutation in _without_period():
        yield Finding(f"{mutation}: bij deze mutatie hoort geen periode.", url=mutation.get_absolute_url())


def _without_period() -> list[Mutation]:
    """Mutations that still stand and have not opened or closed exactly what their kind does."""
    standing = Mutation.objects.filter(correction__isnull=True).exclude(kind=Mutation.Kind.CORRECTION)

    def has(model: type[Membership | Holder | CategoryPeriod], way: str) -> Exists:
        return Exists(model.objects.live().filter(**{f"{way}_by": OuterRef("pk")}))

    joined = Q(has(Membership, "opened"), has(Holder, "opened"), has(CategoryPeriod, "opened"))
    left = Q(has(Membership, "closed"), has(Holder, "closed"), has(CategoryPeriod, "closed"))
    changed = Q(has(CategoryPeriod, "closed"), has(CategoryPeriod, "opened"))
    passed = Q(has(Holder, "closed"), has(Holder, "opened"))
    kinds = Mutation.Kind
    complete = (
        Q(kind=kinds.JOIN) & joined
        | Q(kind__in=Mutation.LEAVING) & left
        | Q(kind=kinds.CATEGORY) & changed
        | Q(kind=kinds.PASS_OVER) & passed
    )
    return list(standing.exclude(complete).select_related("organisation"))


@check("leden.grondslag", "Ieder lid heeft een grondslag opgegeven waaruit de klasse volgt")
def bases(year: Year) -> Iterator[Finding]:
    """Van ieder lid in een categorie met klassen is een opgave bekend, van het jaar zelf of van daarvoor."""
    given = DeclaredBase.objects.filter(year__lte=year.number)
    declared = set(given.values_list("organisation__held__membership", "category"))
    asked = CategoryPeriod.objects.at_turn(year.end).exclude(category__base="")
    categories = dict(asked.values_list("membership", "category"))
    for holder in Holder.objects.on(year.last).select_related("organisation"):
        category = categories.get(holder.membership_id)
        if category is None or (holder.membership_id, category) in declared:
            continue
        yield Finding(
            f"{holder.organisation}: de grondslag is nog niet opgegeven.",
            JUDGE,
            url=holder.organisation.get_absolute_url(),
            chapter=2,
        )


@check("contributie.volledig", "Ieder lid heeft contributie voor het jaar, één keer")
def charged(year: Year) -> Iterator[Finding]:
    """Wie in het jaar lid was, ook wie vertrok, is daarvoor één keer in rekening gebracht; een ander niet."""
    if not ContributionRun.objects.filter(year=year.number, finalised_on__isnull=False).exists():
        return
    made = Contribution.objects.filter(year=year.number)
    members = Membership.objects.within(year)
    due = (
        Organisation.objects.filter(
            held__voided_by__isnull=True, held__membership__in=members.exclude(contributions__in=made)
        )
        .exclude(contributions__in=made)
        .exclude(reductions__year=year.number, reductions__share=0)
    )
    for organisation in due.distinct():
        url = organisation.get_absolute_url()
        yield Finding(f"{organisation}: nog geen contributie voor {year}.", JUDGE, url=url, chapter=2)
    for one in made.exclude(membership__in=members).select_related("organisation"):
        url = one.organisation.get_absolute_url()
        yield Finding(f"{one.organisation}: contributie voor {year}, maar toen geen lid.", url=url, chapter=2)


@check("contributie.tarief", "De contributie is het tarief maal het deel van het jaar")
def by_tariff(year: Year) -> Iterator[Finding]:
    """Ieder bedrag is dat van de klasse waarin de grondslag valt; samen zijn zij wat er gefactureerd is."""
    made = Contribution.objects.filter(year=year.number)
    for one in made.exclude(amount=Round(F("tariff__amount") * F("share"), 2)).select_related("organisation"):
        yield Finding(f"{one}: {cents(one.amount)} is niet het tarief.", url=one.organisation.get_absolute_url())
    higher = Tariff.objects.filter(
        table=OuterRef("tariff__table"),
        category=OuterRef("tariff__category"),
        minimum__gt=OuterRef("tariff__minimum"),
        minimum__lte=OuterRef("base"),
    )
    for one in made.filter(Q(base__lt=F("tariff__minimum")) | Exists(higher)).select_related("organisation"):
        yield Finding(f"{one}: de grondslag valt in een andere klasse.", url=one.organisation.get_absolute_url())
    runs = ContributionRun.objects.filter(year=year.number, finalised_on__isnull=False)
    for run in runs.annotate(owed=Sum("contributions__amount")):
        sent = _invoiced(run)
        if sent != run.owed:
            yield Finding(f"{run}: gefactureerd {cents(sent)}, contributie {cents(run.owed or 0)}.", chapter=2)


def _invoiced(run: ContributionRun) -> Decimal:
    """The total of a run's invoices, each counted once."""
    totals = dict(run.contributions.values_list("invoice_id", "invoice__total"))
    return sum(totals.values(), Decimal(0))


@check("bestuur.termijnen", "Geen bestuurslid zit langer dan de termijn")
def terms(year: Year) -> Iterator[Finding]:
    """Een bestuurslid dat aan het eind van het jaar langer zit dan een termijn duurt, is niet herbenoemd of opgevolgd."""
    norm = TermNorm.objects.in_force(year.end).first()
    board = Appointment.objects.at_turn(year.end).filter(body=Appointment.Body.BOARD).select_related("person")
    if norm is None:
        if board:
            yield Finding("Er is niet vastgelegd hoe lang een bestuurstermijn duurt.", JUDGE, chapter=1)
        return
    for seat in board:
        end = _years_after(seat.first_day, norm.years)
        if end <= year.last:
            yield Finding(f"{seat}: termijn {seat.term} loopt af op {day(end)}.", JUDGE, chapter=1)


@check("bestuur.verkiezing", "Ieder bestuurslid is op een ledenvergadering gekozen")
def elections(year: Year) -> Iterator[Finding]:
    """Van ieder bestuurslid is bekend op welke algemene ledenvergadering het gekozen of herbenoemd is."""
    board = Appointment.objects.at_turn(year.end).filter(body=Appointment.Body.BOARD)
    for seat in board.exclude(elected_at__kind="alv").select_related("person"):
        yield Finding(f"{seat}: de vergadering die koos is niet vastgelegd.", INFO, chapter=1)


@check("alv.besluiten", "Elk besluit van een vergadering is van diezelfde dag")
def decisions(year: Year) -> Iterator[Finding]:
    """Een agendapunt verwijst naar een besluit van de datum van zijn vergadering."""
    items = AgendaItem.objects.filter(meeting__date__gte=year.first, meeting__date__lt=year.until)
    wrong = items.filter(decision__isnull=False).exclude(decision__date=F("meeting__date"))
    for item in wrong.select_related("meeting", "decision"):
        found = f"{item.meeting}, punt {item}: het besluit is van een andere dag, {item.decision}."
        yield Finding(found, JUDGE, url=item.meeting.get_absolute_url(), chapter=1)


def _years_after(first: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 3, 1)
