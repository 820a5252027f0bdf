"""Figures, their readings and trails, and the catalogue that finds them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db.models import F

from nov.kernel.catalogue import Catalogue, Family, Readings, UnknownFigure
from nov.kernel.checks import Finding, Severity, check, checks_of, findings
from nov.kernel.figures import (
    FLOW,
    NORM,
    STOCK,
    Reading,
    State,
    WrongReference,
    counted,
    derived,
    difference,
    extreme,
    figure,
    missing,
    not_applicable,
    summed,
)
from nov.kernel.models import Message
from nov.kernel.periods import Turn, Year
from nov.kernel.units import LEDEN, UNITS, Unit

HALF = Turn(date(2023, 7, 2))


@pytest.fixture
def mail(bureau):
    """Three messages with 1, 2 and 4 attempts."""
    for attempts in (1, 2, 4):
        Message.objects.create(to="a@x.example", subject=f"{attempts}", body="x", attempts=attempts, by=bureau)
    return Message.objects.all()


# Readings and trails


def test_counting_and_adding_up_come_with_the_records_behind_them(mail):
    count, total = counted(mail), summed(mail, "attempts")

    assert (count.value, count.trail.total(), total.value, total.trail.total()) == (3, 3, 7, 7)
    assert list(total.trail.rows.values_list("subject", flat=True).order_by("subject")) == ["1", "2", "4"]
    assert summed(mail, F("attempts") * 2).value == 14


def test_nothing_adds_up_to_nothing_but_has_no_largest(db):
    none = Message.objects.none()

    assert (counted(none).value, summed(none, "attempts").value) == (0, 0)
    assert extreme(none, "attempts") == Reading(None, State.MISSING, note="Er is nog niets vastgelegd.")


def test_the_largest_and_the_smallest(mail):
    assert (extreme(mail, "attempts").value, extreme(mail, "attempts", "min").value) == (4, 1)
    assert extreme(mail, "attempts").trail.total() == 4


def test_a_trail_feels_a_record_that_goes(mail):
    total = summed(mail, "attempts")

    Message.objects.get(subject="4").delete()

    assert (total.value, total.trail.total()) == (7, 3)


def test_a_derived_value_has_the_trails_of_its_parts(mail):
    share = derived(
        "geteld ÷ opgeteld × 100", lambda a, b: Decimal(100) * a / b, counted(mail), summed(mail, "attempts")
    )

    assert round(share.value, 2) == Decimal("42.86")
    assert share.trail.total() == share.value
    assert [rows.how for rows in share.trail.leaves()] == ["count", "sum"]
    assert difference(summed(mail, "attempts"), counted(mail), "x").value == 4


def test_what_is_missing_stays_missing_and_a_share_of_nothing_does_not_apply(db):
    known, gone, none = Reading(3), missing("Nog niet gemeten."), not_applicable("Er was geen enquête.")

    def add(*values):
        return sum(values)

    assert derived("x", add, known, gone) == gone
    assert derived("x", add, none, known) == none
    assert derived("deel van niets", lambda a: None, known) == not_applicable("deel van niets")


def test_a_value_made_of_what_is_not_exact_is_not_exact():
    circa, exact = Reading(200, mark="circa"), Reading(10)

    assert difference(circa, exact, "x").mark == "circa"
    assert difference(exact, exact, "x").mark == "exact"


def test_a_value_without_records_has_no_trail(mail):
    assert derived("x", lambda a, b: a + b, counted(mail), Reading(1)).trail is None


# Figures


@figure("mail.stand", "Berichten", unit=LEDEN, kind=STOCK)
def stand(at: Turn) -> Reading:
    """Berichten op de
    peildatum."""
    return Reading(at.day.year)


@figure("mail.begin", "Berichten aan het begin", unit=LEDEN, kind=STOCK, at_begin=True)
def begin(at: Turn) -> Reading:
    """Berichten aan het begin."""
    return Reading(at.day.year)


@figure("mail.stroom", "Verstuurd", unit=LEDEN, kind=FLOW, scopes=("programma",))
def flow(during, scope=None) -> Reading:
    """Verstuurde berichten."""
    return Reading((during.until - during.first).days if scope is None else scope)


@figure("mail.norm", "Ten hoogste", unit=LEDEN, kind=NORM)
def norm(at: Turn) -> Reading:
    """De norm op de peildatum."""
    return Reading(at.day.year)


def test_the_docstring_is_the_definition_and_must_be_there():
    assert stand.definition == "Berichten op de peildatum."
    with pytest.raises(ValueError, match="Het kengetal ‘x.y’ heeft geen definitie."):
        figure("x.y", "X", unit=LEDEN, kind=STOCK)(lambda at: Reading(1))


def test_a_stock_over_a_period_is_read_at_its_end_or_begin():
    assert (stand.read(Year(2023)).value, begin.read(Year(2023)).value, norm.read(Year(2023)).value) == (
        2024,
        2023,
        2024,
    )
    assert stand.read(HALF).value == 2023
    assert (stand.read(HALF).figure, stand.read(HALF).reference) == (stand, HALF)


def test_a_flow_needs_a_period_and_a_scope_must_be_one_of_the_figures():
    assert (flow.read(Year(2023)).value, flow.read(Year(2023), 7).value) == (365, 7)
    with pytest.raises(WrongReference, match="‘mail.stroom’ loopt over een periode, niet op een peildatum."):
        flow.read(HALF)
    with pytest.raises(WrongReference, match="‘mail.stand’ kan niet per onderdeel worden gevraagd."):
        stand.read(HALF, 7)


# The catalogue


PAGES = Family(
    "pagina", lambda: ["home", "over"], lambda name: replace(stand, key=f"pagina.{name}") if name != "weg" else None
)
MODULE = SimpleNamespace(stand=stand, flow=flow, pages=PAGES, other=3)


class Rows:
    """A source of figures that users make."""

    def keys(self):
        return iter(["bereik.volgers"])

    def find(self, key):
        return replace(stand, key=key) if key == "bereik.volgers" else None

    def opened(self):
        return self


def test_every_figure_is_found_wherever_it_lives():
    catalogue = Catalogue([MODULE], [Rows()])

    assert catalogue.keys() == ["bereik.volgers", "mail.stand", "mail.stroom", "pagina.home", "pagina.over"]
    assert [one.key for one in catalogue] == catalogue.keys()
    assert catalogue.find("mail.stand") is stand


def test_an_unknown_key_names_those_that_look_like_it():
    catalogue = Catalogue([MODULE], [Rows()])

    with pytest.raises(UnknownFigure) as unknown:
        catalogue.find("mail.stant")
    assert unknown.value.nearest == ("mail.stand", "mail.stroom")
    assert str(unknown.value) == "Het kengetal ‘mail.stant’ bestaat niet. Bedoel je ‘mail.stand’ of ‘mail.stroom’?"
    with pytest.raises(UnknownFigure, match="Het kengetal ‘pagina.weg’ bestaat niet."):
        catalogue.find("pagina.weg")
    assert str(UnknownFigure("zzz", [])) == "Het kengetal ‘zzz’ bestaat niet."


def test_two_figures_cannot_share_a_key():
    with pytest.raises(ValueError, match="Twee kengetallen heten ‘mail.stand’."):
        Catalogue([MODULE, SimpleNamespace(other=replace(stand, label="Anders"))])
    Catalogue([MODULE, SimpleNamespace(again=stand)])  # the same one, imported


def test_a_reading_is_computed_once_per_assembly():
    asked = []

    @figure("mail.geteld", "Geteld", unit=LEDEN, kind=STOCK)
    def counted_once(at):
        """Telt mee hoe vaak het gevraagd wordt."""
        asked.append(at)
        return Reading(len(asked))

    readings = Readings(Catalogue([SimpleNamespace(a=counted_once)]))

    assert [readings.read("mail.geteld", at).value for at in (HALF, HALF, Year(2023), HALF)] == [1, 1, 2, 1]
    assert [one.value for one in readings.all] == [1, 2]


# Units and checks


def test_units_are_a_list_of_different_keys():
    assert all(isinstance(unit, Unit) and unit.key == key for key, unit in UNITS.items())
    assert (LEDEN.singular, LEDEN.plural) == ("lid", "leden")


@check("mail.klopt", "De post klopt")
def post(year):
    """Kijkt naar de post."""
    if year == Year(2023):
        yield Finding("Er ligt nog post.", Severity.JUDGE, "/berichten/", 3)


@check("mail.stil", "De post is stil")
def silent(year):
    return iter(())


def test_a_finding_carries_the_name_of_its_check():
    assert list(findings([post, silent], Year(2023))) == [
        Finding("Er ligt nog post.", Severity.JUDGE, "/berichten/", 3, check="mail.klopt")
    ]
    assert list(findings([post, silent], Year(2022))) == []
    assert (post.definition, silent.definition) == ("Kijkt naar de post.", "")


def test_checks_are_listed_in_order_and_have_different_names():
    assert checks_of([SimpleNamespace(a=post, b=silent), SimpleNamespace(a=post)]) == (post, silent)
    with pytest.raises(ValueError, match="Twee controles heten ‘mail.klopt’."):
        checks_of([SimpleNamespace(a=post), SimpleNamespace(a=replace(silent, key="mail.klopt"))])
