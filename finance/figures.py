"""The figures about money. What belongs to which heading is data (`Caption`); a figure names the heading."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.db.models import Q

from finance import budgets
from finance.balances import AS_CREDIT, AS_DEBIT, posted, standing, under
from finance.models import (
    AppropriationLine,
    Budget,
    BudgetLine,
    FiscalYear,
    GrantAward,
    Kind,
    Reserve,
    ReserveTarget,
)
from nov.kernel.catalogue import Family
from nov.kernel.figures import (
    FLOW,
    NORM,
    STOCK,
    Figure,
    Origin,
    Reading,
    derived,
    difference,
    extreme,
    figure,
    missing,
    summed,
)
from nov.kernel.periods import Period, Turn, Year
from nov.kernel.units import EUR, PROCENT

CONTINUITY = Reserve.Kind.CONTINUITY
# What "vaste lasten" are: no board, no interest.
FIXED = ("personeelskosten", "organisatiekosten", "accommodatiekosten")


def income(during: Period, of: Q) -> Reading:
    """What was received under a heading in whole months; missing for days without a financial year."""
    return _flow(during, of & Q(account__kind=Kind.INCOME), AS_CREDIT)


def expenses(during: Period, of: Q) -> Reading:
    """What was spent under a heading in whole months; missing for days without a financial year."""
    return _flow(during, of & Q(account__kind=Kind.EXPENSE), AS_DEBIT)


def _flow(during: Period, of: Q, sign: object) -> Reading:
    found = summed(posted(during).filter(of), sign)  # type: ignore[arg-type]
    years = FiscalYear.objects.filter(year__gte=during.first.year, year__lte=during.last.year)
    if not found.value and not years.exists():
        return missing(f"Er is geen boekjaar over {during}.")
    return found


# -------------------------------------------------------------------------------------- income and expenses


@figure("financien.subsidiebaten", "Subsidiebaten", unit=EUR, kind=FLOW, chapter=2)
def subsidiebaten(during: Period) -> Reading:
    """Subsidies die aan de periode zijn toegerekend, naar de lasten waarvoor zij zijn verleend."""
    return income(during, under("subsidiebaten"))


@figure("financien.giften", "Giften en baten uit eigen fondsenwerving", unit=EUR, kind=FLOW, chapter=2)
def giften(during: Period) -> Reading:
    """Bijdragen van fondsen en loterijen, giften, nalatenschappen en sponsorbijdragen."""
    return income(during, under("giften"))


@figure("financien.overige_baten", "Overige baten", unit=EUR, kind=FLOW, chapter=2)
def overige_baten(during: Period) -> Reading:
    """Contributies, rente, trainingen, keurmerk en wat verder is ontvangen."""
    return income(during, under("overige_baten"))


@figure("financien.contributies", "waarvan contributies", unit=EUR, kind=FLOW, chapter=2)
def contributies(during: Period) -> Reading:
    """Contributie van de leden over de periode; onderdeel van de overige baten."""
    return income(during, under("contributies"))


@figure("financien.rente", "Renteopbrengsten", unit=EUR, kind=FLOW, chapter=2)
def rente(during: Period) -> Reading:
    """Ontvangen rente; onderdeel van de overige baten en niet verrekend met betaalde rente."""
    return income(during, under("rente"))


@figure("financien.baten", "Totaal baten", unit=EUR, kind=FLOW, chapter=2)
def baten(during: Period) -> Reading:
    """Alle baten, inclusief rente."""
    return income(during, Q())


@figure(
    "financien.organisatie_accommodatie_bestuur_rente",
    "Organisatie-, accommodatie-, bestuurs- en rentekosten",
    unit=EUR,
    kind=FLOW,
    chapter=2,
)
def organisatie_accommodatie_bestuur_rente(during: Period) -> Reading:
    """Kosten van organisatie, huisvesting en bestuur, met betaalde rente en bankkosten."""
    return expenses(during, under("organisatie_accommodatie_bestuur_rente"))


@figure("financien.personeelskosten", "Personeelskosten", unit=EUR, kind=FLOW, chapter=2)
def personeelskosten(during: Period) -> Reading:
    """Lonen met sociale lasten en pensioen, inhuur en overige kosten van personeel."""
    return expenses(during, under("personeelskosten"))


@figure("financien.projectkosten", "Activiteits- en projectkosten", unit=EUR, kind=FLOW, chapter=2)
def projectkosten(during: Period) -> Reading:
    """Kosten van activiteiten en projecten, zonder het eigen personeel."""
    return expenses(during, under("projectkosten"))


@figure("financien.financiele_lasten", "Financiële lasten", unit=EUR, kind=FLOW, chapter=2)
def financiele_lasten(during: Period) -> Reading:
    """Betaalde rente en bankkosten; onderdeel van de organisatie-, accommodatie-, bestuurs- en rentekosten."""
    return expenses(during, under("financiele_lasten"))


@figure("financien.kosten", "Totaal kosten zonder financiële lasten", unit=EUR, kind=FLOW, chapter=2)
def kosten(during: Period) -> Reading:
    """Alle lasten behalve betaalde rente en bankkosten."""
    return expenses(during, ~under("financiele_lasten"))


@figure("financien.lasten", "Totaal lasten", unit=EUR, kind=FLOW, chapter=2)
def lasten(during: Period) -> Reading:
    """Alle lasten, inclusief betaalde rente en bankkosten."""
    return expenses(during, Q())


@figure("financien.resultaat", "Resultaat", unit=EUR, kind=FLOW, chapter=2)
def resultaat(during: Period) -> Reading:
    """Baten min lasten, voor bestemming."""
    return difference(income(during, Q()), expenses(during, Q()), "Baten min lasten")


# --------------------------------------------------------------------------------------------- the budget


def _version(during: Period, place: int) -> Budget | None:
    """The version of the year's budget at a place in their order (0 the first, -1 the last)."""
    versions = list(budgets.of_year(during.first.year)) if during == Year(during.first.year) else []
    return versions[place] if -len(versions) <= place < len(versions) else None


def _budgeted(budget: Budget, of: Q) -> Reading:
    return summed(BudgetLine.objects.filter(of, budget=budget), "amount", note=str(budget))


def _beyond_budget(during: Period, of: Q, realised: Reading, *, less: bool = False) -> Reading:
    """How far a realised amount is above (or with `less` below) the last version of the budget, which it names."""
    budget = _version(during, -1)
    if budget is None:
        return missing(f"Er is geen begroting over {during}.")
    allowed = _budgeted(budget, of)
    first, second = (allowed, realised) if less else (realised, allowed)
    sentence = "Begroot min gerealiseerd" if less else "Gerealiseerd min begroot"
    return derived(sentence, lambda a, b: a - b, first, second, note=f"ten opzichte van: {budget}")


@figure(
    "financien.personeel_afwijking",
    "Personeelskosten lager dan de aangepaste begroting",
    unit=EUR,
    kind=FLOW,
    chapter=2,
)
def personeel_afwijking(during: Period) -> Reading:
    """De laatst vastgestelde begroting van de personeelskosten min wat ervan is uitgegeven."""
    return _beyond_budget(during, under("personeelskosten"), expenses(during, under("personeelskosten")), less=True)


@figure("financien.overige_afwijking", "Overige baten hoger dan begroot", unit=EUR, kind=FLOW, chapter=2)
def overige_afwijking(during: Period) -> Reading:
    """Overige baten min wat daarvoor in de laatst vastgestelde begroting stond."""
    return _beyond_budget(during, under("overige_baten"), income(during, under("overige_baten")))


@figure("financien.contributie_afwijking", "Contributieopbrengst hoger dan begroot", unit=EUR, kind=FLOW, chapter=2)
def contributie_afwijking(during: Period) -> Reading:
    """Contributies min wat daarvoor in de laatst vastgestelde begroting stond."""
    return _beyond_budget(during, under("contributies"), income(during, under("contributies")))


@figure(
    "financien.begroting_ophoging",
    "Aangepaste begroting hoger dan de vastgestelde begroting",
    unit=EUR,
    kind=FLOW,
    chapter=2,
)
def begroting_ophoging(during: Period) -> Reading:
    """De lasten in de eerste aanpassing van de begroting min die in de begroting die de ALV vaststelde."""
    first, second = _version(during, 0), _version(during, 1)
    if first is None or second is None:
        return missing(f"De begroting over {during} is niet aangepast.")
    of = Q(account__kind=Kind.EXPENSE)
    return derived(
        "Aangepaste begroting min vastgestelde begroting",
        lambda a, b: a - b,
        _budgeted(second, of),
        _budgeted(first, of),
        note=f"{second}, ten opzichte van: {first}",
    )


@figure("financien.ova", "Ontvangen OVA-gelden", unit=EUR, kind=FLOW, chapter=2)
def ova(during: Period) -> Reading:
    """Indexatie (OVA) van subsidies, naar de datum van de beschikking."""
    awards = GrantAward.objects.filter(kind=GrantAward.Kind.INDEXATION)
    return summed(awards.filter(dated__gte=during.first, dated__lt=during.until), "amount")


# ------------------------------------------------------------------------------------------------ reserves


def reserve(at: Turn, of: Q) -> Reading:
    """What reserves stand at, after the appropriation of a year that ends there."""
    return summed(standing(at).filter(of & Q(account__kind=Kind.EQUITY)), AS_CREDIT)


def fixed_expenses(during: Period) -> Reading:
    """Vaste lasten: personeels-, organisatie- en accommodatiekosten, dus zonder bestuurs- en rentekosten."""
    of = Q()
    for caption in FIXED:
        of |= under(caption)
    return expenses(during, of)


@figure("reserve.weerstand", "Weerstandsvermogen", unit=PROCENT, kind=STOCK, chapter=2)
def weerstand(at: Turn) -> Reading:
    """De continuïteitsreserve als deel van de vaste lasten in de twaalf maanden ervoor: personeels-, organisatie- en
    accommodatiekosten, zonder bestuurs- en rentekosten."""
    return derived(
        "Continuïteitsreserve gedeeld door vaste lasten",
        lambda held, spent: Fraction(100 * held) / Fraction(spent) if spent else None,
        reserve(at, Q(account__reserve__kind=CONTINUITY)),
        fixed_expenses(Period(at.previous.day, at.day)),
    )


@figure(
    "reserve.weerstand_doel",
    "Doel weerstandsvermogen",
    unit=PROCENT,
    kind=NORM,
    origin=Origin.NORM,
    decimals=0,
    chapter=2,
)
def weerstand_doel(at: Turn) -> Reading:
    """Het deel van de vaste lasten dat de continuïteitsreserve volgens besluit van de ALV moet kunnen dekken."""
    targets = ReserveTarget.objects.filter(reserve__kind=CONTINUITY, first_day__lt=at.day).order_by("-first_day")[:1]
    return extreme(ReserveTarget.objects.filter(pk__in=targets.values("pk")), "percentage")


def _codes() -> Iterator[str]:
    yield from Reserve.objects.values_list("code", flat=True)


def _appropriated(code: str) -> Figure | None:
    found = Reserve.objects.filter(code=code).first()
    if found is None:
        return None

    def compute(during: Period) -> Reading:
        lines = AppropriationLine.objects.filter(appropriation__entry__date__range=(during.first, during.last))
        return summed(lines.filter(reserve=found), "amount") if lines.exists() else missing("Nog niet bestemd.")

    label = f"Toevoeging {found.name[0].lower()}{found.name[1:]}"
    definition = f"Wat van het resultaat is toegevoegd aan de {label.removeprefix('Toevoeging ')}."
    return Figure(f"bestemming.{code}", label, EUR, FLOW, compute, definition=definition, chapter=2)


def _stands(code: str) -> Figure | None:
    found = Reserve.objects.filter(code=code).first()
    if found is None:
        return None
    return Figure(
        f"reserve.{code}", found.name, EUR, STOCK, lambda at: reserve(at, Q(account=found.account_id)),
        definition=f"Stand van de {found.name[0].lower()}{found.name[1:]}, na bestemming van het resultaat.", chapter=2,
    )  # fmt: skip


bestemmingen = Family("bestemming", _codes, _appropriated)
reserves = Family("reserve", _codes, _stands)
