"""The figures of an edition as rows: for the command, the appendix, the frozen values and the files that people export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from nov.kernel import formats
from nov.kernel.catalogue import Readings
from nov.kernel.figures import Reading
from nov.kernel.periods import Reference, reference
from nov.kernel.printing import printed
from reports.models import Edition, EditionFigure


@dataclass(frozen=True, slots=True)
class Row:
    """One figure at one reference, all of it as text; `value` is exact as far as the figure itself is printed exactly."""

    chapter: int
    key: str
    label: str
    value: str
    printed: str
    unit: str
    mark: str
    state: str
    reference: str
    kind: str
    definition: str
    note: str = ""

    def as_dict(self) -> dict[str, str | int]:
        """The row under the names of its columns."""
        return asdict(self)


COLUMNS = tuple(field.name for field in fields(Row))


def edition_rows(edition: Edition, readings: Readings) -> Iterator[Row]:
    """A row for every figure that the edition has to give, in the order of its list.

    A figure that does not exist (any more) is a row too, in the state that it is missing.
    """
    for each in edition.figures.all():
        yield row_of(each, readings)


def row_of(required: EditionFigure, readings: Readings) -> Row:
    """The row of one required figure."""
    at = asked_at(required)
    try:
        return _row(required, readings.read(required.key, at))
    except (LookupError, ValueError) as error:
        text = (required.key, "", "", formats.TO_FILL_IN, "", "", "ontbreekt", required.reference, "", "", str(error))
        return Row(required.chapter, *text)


def asked_at(required: EditionFigure) -> Reference:
    """The moment or period that a required figure is asked at: without a reference, the edition's year."""
    return reference(required.reference) if required.reference else required.edition.period


def _row(required: EditionFigure, reading: Reading) -> Row:
    figure = reading.figure
    assert figure is not None, "de catalogus vult het kengetal in"
    return Row(
        required.chapter,
        required.key,
        figure.label,
        exact(reading),
        printed(reading, required.style),
        figure.unit.key,
        reading.mark if reading.known else "",
        reading.state.value,
        required.reference,
        figure.origin.value,
        figure.definition,
        reading.note,
    )


def exact(reading: Reading) -> str:
    """A value for machines: digits with a point, a date in ISO form, a fraction as "1/3"; empty when there is none.

    A percentage is given with the decimals of its figure, since most are quotients without end.
    """
    value, figure = reading.value, reading.figure
    if not reading.known or value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if figure is not None and figure.unit.form in ("procent", "decimaal"):
        decimals = figure.unit.decimals if figure.decimals is None else figure.decimals
        return _digits(formats.rounded(value, decimals))
    if isinstance(value, Fraction):
        return str(value)
    return _digits(Decimal(value))


def _digits(value: Decimal) -> str:
    """ "12300", "12.5": without an exponent and without noughts at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
