"""Small makers of records: each makes what its name says, with nothing hidden beside it."""

from __future__ import annotations

from datetime import date

from nov.kernel.models import User
from nov.kernel.periods import Month
from programmes import defining, desks, months
from programmes.models import Desk, Gender, Indicator, MatchKind, Programme


def user(email: str, name: str, *roles: str) -> User:
    return User.objects.create_user(email, "geheim-voor-tests", name=name, roles=roles)


def programme(code: str, name: str, **fields: object) -> Programme:
    return defining.start_programme(code=code, name=name, prefixes=[code], **fields)


def indicator(of: Programme, key: str, label: str, **fields: object) -> Indicator:
    given = {"kind": "stroom", "definition": f"Wat {label} is.", **fields}
    return defining.define_indicator(of, key=key, label=label, **given)


def desk(of: Programme, code: str, name: str, *, first_day: date = date(2022, 1, 1), **fields: object) -> Desk:
    given = {"municipality": name, "province": "overijssel", "first_day": first_day, **fields}
    return desks.open_desk(of, code=code, name=name, **given)


def count(
    of: Desk,
    month: str,
    matches: int | None,
    *,
    kind: str = MatchKind.ACTIVITY,
    gender: str = Gender.WOMAN,
    **more: object,
) -> months.Count:
    """making.count(hengelo, "2023-10", 12)"""
    year, number = month.split("-")
    return months.Count(of, Month(int(year), int(number)), kind, gender, matches, **more)
