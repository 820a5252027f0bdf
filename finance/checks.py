"""The checks about money. Each looks at one year and says what does not fit; none changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Min, Q, Sum
from django.urls import reverse

from finance import budgets, figures, statements, verify, years
from finance.balances import AS_CREDIT, AS_DEBIT, posted, under
from finance.models import (
    AppropriationLine,
    Balance,
    Caption,
    Decision,
    DraftEntry,
    FiscalYear,
    GrantAward,
    Kind,
    Reserve,
)
from nov.kernel.checks import Finding, Severity, check
from nov.kernel.figures import Reading
from nov.kernel.formats import cents, day
from nov.kernel.periods import Year

ZERO = Decimal(0)
FINANCIAL = "financiele_lasten"


def _exists(year: Year) -> bool:
    return FiscalYear.objects.filter(year=year.number).exists()


def _value(reading: Reading) -> Decimal:
    return Decimal(reading.value) if reading.known else ZERO  # type: ignore[arg-type]


def _page(name: str, year: Year) -> str:
    return f"{reverse(f'finance:{name}')}?jaar={year}"


def _differ(what: str, one: Decimal, other: Decimal, url: str) -> Iterator[Finding]:
    if one != other:
        yield Finding(
            f"{what}: {cents(one)} en {cents(other)} verschillen {cents(abs(one - other))}.", url=url, chapter=2
        )


@check("geld.boekjaar", "Het boekjaar is er")
def fiscal_year(year: Year) -> Iterator[Finding]:
    """Zonder boekjaar is er over het jaar niets te zeggen."""
    if not _exists(year):
        yield Finding(f"Er is geen boekjaar {year}.", chapter=2)


@check("geld.keten", "Het grootboek is wat er geboekt is")
def chain(year: Year) -> Iterator[Finding]:
    """Elk boekstuk volgt op het vorige, geen regel is veranderd en de saldi zijn de som van de regels."""
    if fault := verify.first_fault():
        yield Finding(f"Het grootboek klopt niet: {fault}")


@check("geld.balans", "Activa en passiva zijn gelijk")
def balances(year: Year) -> Iterator[Finding]:
    """De balans aan het eind van elke maand van het jaar sluit, voor en na bestemming van het resultaat."""
    for month in year.months:
        sheet = statements.balance_sheet(month.end, compare=False)
        assets, liabilities = sheet.sections[0].total[0], sheet.sections[1].total[0]
        yield from _differ(f"Balans per {day(month.last)}", assets, liabilities, _page("balance", year))


@check("geld.resultaat", "Baten min lasten is het resultaat, en dat is bestemd")
def appropriated(year: Year) -> Iterator[Finding]:
    """De baten min de lasten zijn gelijk aan wat aan de reserves is toegevoegd en onttrokken."""
    if not _exists(year):
        return
    income, expenses = _value(figures.income(year, Q())), _value(figures.expenses(year, Q()))
    lines = AppropriationLine.objects.filter(appropriation__year=year.number)
    moved = lines.aggregate(total=Sum("amount"))["total"] or ZERO
    yield from _differ(
        f"Resultaat {year} en bestemming", income - expenses, moved, reverse("finance:year", args=[year.number])
    )


@check("geld.lasten", "Kosten plus financiële lasten zijn de lasten")
def parts_of_expenses(year: Year) -> Iterator[Finding]:
    """De som van de posten van de staat is het totaal, en de financiële lasten tellen één keer mee."""
    income, expenses = _value(figures.income(year, Q())), _value(figures.expenses(year, Q()))
    costs, financial = (_value(figures.expenses(year, of)) for of in (~under(FINANCIAL), under(FINANCIAL)))
    yield from _differ("Lasten, en kosten met financiële lasten", expenses, costs + financial, _page("income", year))
    for kind, total, read in ((Kind.INCOME, income, figures.income), (Kind.EXPENSE, expenses, figures.expenses)):
        captions = Caption.objects.filter(kind=kind, parent=None)
        parts = sum((_value(read(year, under(caption.code))) for caption in captions), ZERO)
        yield from _differ(f"{kind.label} en de posten ervan", total, parts, _page("income", year))


@check("geld.contributie", "Contributie is deel van de overige baten")
def contribution(year: Year) -> Iterator[Finding]:
    """De contributies staan onder de overige baten en zijn er hooguit aan gelijk."""
    if not Caption.objects.filter(code="contributies", parent__code="overige_baten").exists():
        yield Finding("De contributies staan niet onder de overige baten.", chapter=2)
    part, whole = (_value(figures.income(year, under(code))) for code in ("contributies", "overige_baten"))
    if part > whole:
        yield Finding(f"De contributies ({cents(part)}) zijn meer dan de overige baten ({cents(whole)}).", chapter=2)


@check("geld.vaste_lasten", "Vaste lasten zijn zonder bestuur, rente en projecten")
def fixed_expenses(year: Year) -> Iterator[Finding]:
    """Het weerstandsvermogen deelt door alle lasten min project-, bestuurs- en financiële lasten."""
    left = sum(
        (
            _value(figures.expenses(year, under(code)))
            for code in ("projectkosten", "bestuurskosten", "financiele_lasten")
        ),
        ZERO,
    )
    fixed, whole = _value(figures.fixed_expenses(year)), _value(figures.expenses(year, Q()))
    yield from _differ("Vaste lasten", fixed, whole - left, _page("income", year))


@check("geld.reserves", "Reserves veranderen alleen door bestemming")
def reserves_moved(year: Year) -> Iterator[Finding]:
    """Wat op de rekening van een reserve is geboekt, is wat de besluiten over bestemming zeggen."""
    first = FiscalYear.objects.aggregate(first=Min("year"))["first"]
    if not _exists(year) or year.number == first:  # the first year holds the opening balance alone
        return
    decided = dict(
        AppropriationLine.objects.filter(appropriation__year=year.number).values_list("reserve").annotate(Sum("amount"))
    )
    for each in statements.movement_of_reserves(year):
        moved = each.added - each.taken
        yield from _differ(
            f"{each.reserve}, beweging en besluit", moved, decided.get(each.reserve.pk, ZERO),
            reverse("finance:year", args=[year.number]),
        )  # fmt: skip


@check("geld.algemene_reserve", "Een tekort is weer aangevuld")
def general_reserve(year: Year) -> Iterator[Finding]:
    """De algemene reserve staat niet lager dan in een eerder jaar: een tekort dat eruit ging, is hersteld."""
    general = Q(account__reserve__kind=Reserve.Kind.GENERAL)
    now = _value(figures.reserve(year.end, general))
    known = FiscalYear.objects.filter(year__lt=year.number).values_list("year", flat=True)
    before = {number: _value(figures.reserve(Year(number).end, general)) for number in known}
    highest = max(before, key=lambda number: before[number], default=year.number)
    if before and now < before[highest]:
        yield Finding(
            f"De algemene reserve is {cents(now)}; eind {highest} was zij {cents(before[highest])}.", Severity.JUDGE
        )


@check("geld.rente", "Rente staat onder de baten en is niet verrekend")
def interest(year: Year) -> Iterator[Finding]:
    """Ontvangen rente staat onder de overige baten; geen rekening van de financiële lasten staat in het voordeel."""
    if not Caption.objects.filter(code="rente", kind=Kind.INCOME, parent__code="overige_baten").exists():
        yield Finding("Ontvangen rente staat niet onder de overige baten.", chapter=2)
    netted = posted(year).filter(under("financiele_lasten")).values("account__name").annotate(total=Sum(AS_DEBIT))
    for row in netted.filter(total__lt=0).order_by("account__code"):
        yield Finding(f"Op {row['account__name']} is per saldo ontvangen: rente is verrekend met lasten.", chapter=2)


@check("geld.begroting", "Elk verschil noemt zijn begroting")
def budget(year: Year) -> Iterator[Finding]:
    """Er is een begroting van de ALV van voor het jaar, en elk verschil zegt met welke versie het is berekend."""
    versions = list(budgets.of_year(year.number))
    url = _page("budgets", year)
    if not versions:
        yield Finding(f"Er is geen begroting {year}.", url=url, chapter=2)
        return
    if versions[0].decision.body != Decision.Body.ALV:
        yield Finding(f"{versions[0]} is niet door de ALV vastgesteld.", Severity.JUDGE, url, 2)
    if versions[0].decision.date >= year.first:
        yield Finding(f"{versions[0]} is pas in het jaar zelf vastgesteld.", Severity.JUDGE, url, 2)
    for figure in (figures.personeel_afwijking, figures.overige_afwijking, figures.contributie_afwijking):
        if str(versions[-1]) not in figure.read(year).note:
            yield Finding(f"{figure.label}: het verschil noemt zijn begroting niet.", url=url, chapter=2)


@check("geld.subsidies", "Geen subsidiebate zonder beschikking")
def grants(year: Year) -> Iterator[Finding]:
    """Van een subsidie is tot en met het jaar niet meer als bate genomen dan er tot dan toe is beschikt."""
    rows = Balance.objects.filter(under("subsidiebaten"), year__lte=year.number, period__lte=12)
    awarded = dict(
        GrantAward.objects.filter(dated__lt=year.until).values_list("grant").annotate(Sum("amount")).order_by()
    )
    url = reverse("finance:grants")
    this_year = set(rows.filter(year=year.number).values_list("grant", flat=True))
    totals = (
        rows.filter(grant__in=this_year - {None}).values_list("grant", "grant__name").annotate(total=Sum(AS_CREDIT))
    )
    for grant, name, total in totals.order_by("grant__code"):
        if total > awarded.get(grant, ZERO):
            yield Finding(
                f"{name}: {cents(total)} is als bate genomen, beschikt is {cents(awarded.get(grant, ZERO))} tot en met {year}.",
                url=url,
            )
    loose = rows.filter(year=year.number, grant=None).aggregate(total=Sum(AS_CREDIT))["total"] or ZERO
    if loose:
        yield Finding(f"{cents(loose)} aan subsidiebaten noemt geen subsidie.", url=url)


@check("geld.concepten", "Er wachten geen concepten")
def drafts(year: Year) -> Iterator[Finding]:
    """Geen boeking van het jaar is nog concept."""
    waiting = DraftEntry.objects.filter(date__year=year.number).count()
    if waiting:
        yield Finding(f"In {year} wachten nog {waiting} concepten.", Severity.JUDGE, reverse("finance:drafts"))


@check("geld.vorig_jaar", "Het vorige jaar is afgesloten")
def year_before(year: Year) -> Iterator[Finding]:
    """De beginstand staat vast: het jaar ervoor is afgesloten."""
    before = year.number - 1
    if FiscalYear.objects.filter(year=before).exists() and not years.state(before).closed:
        yield Finding(f"Boekjaar {before} is niet afgesloten.", Severity.JUDGE, reverse("finance:year", args=[before]))
