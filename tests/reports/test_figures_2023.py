"""Every figure of the reference year that the demo year has, by the rules that its README gives for each precision."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

from django.core.management import call_command

EXPECTED = list(csv.DictReader((Path(__file__).parent / "figures_2023.csv").open(encoding="utf-8", newline="")))


def agrees(precision: str, exact: Decimal, given: Decimal) -> bool:
    """Whether the record's exact value fits what the reference year says, by its precision."""
    match precision:
        case "exact":
            return exact == given
        case "afgerond":
            step = Decimal(1).scaleb(_noughts(given))
            return (exact / step).quantize(Decimal(1), "ROUND_HALF_UP") * step == given
        case "bijna":
            return Decimal("0.95") * given <= exact < given
        case "ruim" | "meer dan" | "minstens":
            return given <= exact < Decimal("1.10") * given
        case "circa":
            return Decimal("0.95") * given <= exact <= Decimal("1.05") * given
    raise ValueError(precision)


def _noughts(value: Decimal) -> int:
    digits = str(value)
    return len(digits) - len(digits.rstrip("0"))


SIMPLE = {text: Fraction(text) for text in ("1/2", "1/3", "1/4", "1/5", "1/6", "2/3", "3/4")}
# Active is another figure than trained, and never more: the draft's "tachtig actief" cannot be.
EXPECTED_DIFFERENCE = "goedgeregeld.adviseurs_expedities"


def nearest(value: Fraction) -> str:
    """The simple fraction that lies nearest."""
    return min(SIMPLE, key=lambda text: abs(SIMPLE[text] - value))


def test_rules_of_precision_agree_with_the_readme():
    assert agrees("bijna", Decimal(9846), Decimal(10000))
    assert not agrees("bijna", Decimal(10000), Decimal(10000))
    assert agrees("afgerond", Decimal(51154), Decimal(51000))
    assert not agrees("afgerond", Decimal(51500), Decimal(51000))
    assert agrees("circa", Decimal(118), Decimal(120))
    assert not agrees("circa", Decimal(113), Decimal(120))


def test_every_row_of_the_reference_year_is_there_and_agrees(demo):
    out = StringIO()
    call_command("figures", "2023", "--format", "json", stdout=out)
    rows = {(row["key"], row["reference"]): row for row in json.loads(out.getvalue())}

    assert len(EXPECTED) == 306
    assert sorted(rows) == sorted({(row["key"], row["reference"]) for row in EXPECTED})
    wrong = {row["key"]: said for row in EXPECTED if (said := disagreement(rows[row["key"], row["reference"]], row))}
    assert wrong.pop(EXPECTED_DIFFERENCE)
    assert wrong == {}
    assert [key for key, row in rows.items() if row["kind"] == "berekend" and row["mark"] not in ("exact", "")] == []


def disagreement(row: dict, expected: dict) -> str:
    """What of a row does not agree with the reference year, or nothing."""
    name = f"{expected['key']}@{expected['reference']}: {row['value']} ({row['state']}) ↔ {expected['value']}"
    if (row["unit"], row["kind"]) != (expected["unit"], expected["kind"]):
        return f"{name}, {row['unit']} ({row['kind']}) ↔ {expected['unit']} ({expected['kind']})"
    if expected["precision"] in ("ontbreekt", "nvt"):
        return "" if (row["state"], row["value"]) == (expected["precision"], None) else name
    if row["state"] != "gemeten":
        return name
    if expected["unit"] == "datum":
        return "" if row["value"] == expected["value"] else name
    if expected["unit"] == "breuk":
        return "" if nearest(Fraction(str(row["value"]))) == expected["value"] else name
    value, given = Decimal(str(row["value"])), Decimal(expected["value"])
    known_as = row["mark"] == expected["precision"] and value == given  # "bijna 30" is all that its finder said
    return "" if known_as or agrees(expected["precision"], value, given) else name
