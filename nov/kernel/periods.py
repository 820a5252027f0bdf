"""Moments and stretches of time, as figures and rules ask for them.

A `Turn` is the moment before a day: "leden per 1 januari 2024" is the position after everything of 31 December and
before anything of 1 January (architecture, decision 3). A `Period` is half open, `[first, until)`, the shape in which
PostgreSQL stores ranges too. No function here asks what day it is today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1800, 2199  # what can be meant; outside it a typing error


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """The moment before `day`: after everything of the day before it, before anything of the day itself."""

    day: date

    @classmethod
    def after(cls, day: date) -> Turn:
        """The moment at the end of `day`."""
        return cls(day + ONE_DAY)

    @property
    def eve(self) -> date:
        """The last day that counts in full."""
        return self.day - ONE_DAY

    @property
    def previous(self) -> Turn:
        """The same moment a year earlier."""
        return Turn(_shift_years(self.day, -1))

    def __str__(self) -> str:
        """As it is written in a reference: the day itself for 1 January, else the day that ended."""
        if (self.day.month, self.day.day) == (1, 1):
            return self.day.isoformat()
        return f"{self.eve.isoformat()}{'+' if (self.eve.month, self.eve.day) == (1, 1) else ''}"


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """The days from `first` up to, not including, `until`. Equal days are equal periods: Year(2023) is one of them."""

    first: date
    until: date

    def __post_init__(self) -> None:
        if self.until <= self.first:
            raise ValueError(f"Een periode eindigt niet voor zij begint: {self.first} tot {self.until}.")

    @classmethod
    def inclusive(cls, first: date, last: date) -> Period:
        """The days from `first` up to and including `last`, as people write them down."""
        return cls(first, last + ONE_DAY)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.first, self.until) == (other.first, other.until)

    def __hash__(self) -> int:
        return hash((self.first, self.until))

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.until - ONE_DAY

    @property
    def begin(self) -> Turn:
        """The moment before the first day."""
        return Turn(self.first)

    @property
    def end(self) -> Turn:
        """The moment after the last day."""
        return Turn(self.until)

    @property
    def previous(self) -> Period:
        """The same days a year earlier."""
        return Period(_shift_years(self.first, -1), _shift_years(self.until, -1))

    @property
    def months(self) -> Iterator[Month]:
        """Every month that begins in the period."""
        month = Month(self.first.year, self.first.month)
        while month.first < self.until:
            if month.first >= self.first:
                yield month
            month = month.next

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.until

    def __str__(self) -> str:
        whole_years = (self.first.month, self.first.day, self.until.month, self.until.day) == (1, 1, 1, 1)
        if whole_years:
            return f"{self.first.year}/{self.last.year}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


class Year(Period):
    """A calendar year, which is the association's financial year too (statutes: 1 January to 31 December)."""

    __slots__ = ()

    def __init__(self, number: int) -> None:
        super().__init__(date(number, 1, 1), date(number + 1, 1, 1))

    @property
    def number(self) -> int:
        """The year as people write it: 2023."""
        return self.first.year

    @property
    def previous(self) -> Year:
        """The year before."""
        return Year(self.number - 1)

    @property
    def next(self) -> Year:
        """The year after."""
        return Year(self.number + 1)

    def __str__(self) -> str:
        return str(self.number)

    def __repr__(self) -> str:
        return f"Year({self.number})"


class Month(Period):
    """A calendar month."""

    __slots__ = ()

    def __init__(self, year: int, number: int) -> None:
        super().__init__(date(year, number, 1), date(year + number // 12, number % 12 + 1, 1))

    @property
    def number(self) -> int:
        """1 for January to 12 for December."""
        return self.first.month

    @property
    def previous(self) -> Month:
        """The same month a year earlier, as with every period; the month before is `Month.before`."""
        return Month(self.first.year - 1, self.number)

    @property
    def next(self) -> Month:
        """The month that follows."""
        return Month(self.until.year, self.until.month)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    def __repr__(self) -> str:
        return f"Month({self.first.year}, {self.number})"


Reference = Turn | Period

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def reference(text: str) -> Reference:
    """The moment or period that a reference names.

    "2023" is a year, "2023-11" a month, "2021/2023" whole years, "2018-03-01/2018-06-30" days, the last one included.
    A single day is a moment: 1 January is the turn of the year, so the moment before it; any other day is the moment
    after it ("per 31 december" is the end of that day). "2024-01-01+" is the moment after 1 January, for which there is
    no other way of writing. Raises ValueError in Dutch for anything else.
    """
    text = text.strip()
    for year in re.findall(r"(?<![\d-])\d{4}", text):
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise ValueError(f"Het jaar {year} kan niet kloppen. Schrijf bijvoorbeeld 2023.")
    if "/" in text:
        first, last = (_stretch(part) for part in text.split("/", 1))
        return Period(first.first, last.until)
    if _DAY.fullmatch(text.removesuffix("+")):
        day = _date(text.removesuffix("+"))
        return Turn(day) if (day.month, day.day) == (1, 1) and not text.endswith("+") else Turn.after(day)
    return _stretch(text)


def _stretch(text: str) -> Period:
    if _YEAR.fullmatch(text):
        return Year(int(text))
    if match := _MONTH.fullmatch(text):
        if not 1 <= int(match[2]) <= 12:
            raise ValueError(f"‘{text}’ is geen maand. Schrijf bijvoorbeeld 2023-11.")
        return Month(int(match[1]), int(match[2]))
    if _DAY.fullmatch(text):
        day = _date(text)
        return Period.inclusive(day, day)
    raise ValueError(f"‘{text}’ is geen peildatum of periode. Schrijf bijvoorbeeld 2023, 2023-11 of 2023-12-31.")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"‘{text}’ is geen bestaande datum. Schrijf jjjj-mm-dd, bijvoorbeeld 2023-12-31.") from None


def _shift_years(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 1 March, so that a half-open end keeps its meaning."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
