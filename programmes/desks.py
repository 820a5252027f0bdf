"""#Meedoen desks: opening and closing one, who runs it for how many hours, with how many people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Organisation
from nov.kernel.periods import ONE_DAY
from programmes.models import Desk, DeskContract, Programme, ReceptionCentre, Staffing


@transaction.atomic
def open_desk(
    programme: Programme,
    *,
    code: str,
    name: str,
    municipality: str,
    province: str,
    centre: str = "",
    first_day: date,
    kind: str = Desk.Kind.REGULAR,
) -> Desk:
    """A new desk at a reception centre, which is called "azc" and the desk's name unless told otherwise.

    Raises ValidationError by field.
    """
    place = {"municipality": municipality, "province": province}
    at, _ = ReceptionCentre.objects.get_or_create(name=centre or f"azc {name}", defaults=place)
    desk = Desk(
        programme=programme,
        code=code,
        name=name,
        municipality=municipality,
        province=province,
        centre=at,
        kind=kind,
        during=(first_day, None),
    )
    desk.full_clean()
    desk.save()
    return desk


@transaction.atomic
def close_desk(desk: Desk, *, last_day: date) -> Desk:
    """Close a desk: its contract and staffing end with it. Months after that day must not have been counted."""
    desk = Desk.objects.select_for_update().get(pk=desk.pk)
    if last_day < desk.during.lower:
        raise ValidationError({"last_day": f"De balie ging pas open op {desk.during.lower:%d-%m-%Y}."})
    later = desk.months.filter(month__gt=last_day).order_by("month").first()
    if later is not None:
        raise ValidationError({"last_day": f"Er zijn al koppelingen geteld in {later.month:%m-%Y}."})
    desk.during = (desk.during.lower, last_day + ONE_DAY)
    desk.save()
    for rows in (desk.contracts, desk.staffing):
        for row in rows.on(last_day):
            row.during = (row.during.lower, last_day + ONE_DAY)
            row.save()
    return desk


@transaction.atomic
def contract(desk: Desk, organisation: Organisation, *, first_day: date, hours_per_week: Decimal | int) -> DeskContract:
    """Let an organisation run a desk from a day on; the contract before it ends the day before.

    Raises ValidationError by field.
    """
    _follow(desk.contracts, first_day, desk)
    made = DeskContract(
        desk=desk, organisation=organisation, during=(first_day, None), hours_per_week=Decimal(hours_per_week)
    )
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def staff(
    programme: Programme, *, employer: str, people: int, first_day: date, desk: Desk | None = None
) -> Staffing | None:
    """How many people of an employer work at a desk from a day on, or without a desk: lead the programme.

    With 0 people the staffing ends and nothing follows it. Only a number: never who they are.
    """
    role = Staffing.Role.DESK if desk else Staffing.Role.LEAD
    _follow(Staffing.objects.filter(programme=programme, desk=desk, role=role, employer=employer), first_day, desk)
    if people == 0:
        return None
    made = Staffing(
        programme=programme, desk=desk, role=role, employer=employer, people=people, during=(first_day, None)
    )
    made.full_clean()
    made.save()
    return made


def _follow(rows: object, first_day: date, desk: Desk | None) -> None:
    """End what ran until now on the day before; refuse a day on which the desk was not open."""
    if desk is not None and not _open_on(desk, first_day):
        raise ValidationError({"first_day": f"Balie {desk} is op {first_day:%d-%m-%Y} niet open."})
    running = rows.filter(during__endswith__isnull=True).first()  # type: ignore[attr-defined]
    if running is None:
        return
    if running.during.lower >= first_day:
        raise ValidationError({"first_day": f"Kies een dag na {running.during.lower:%d-%m-%Y}: toen begon het vorige."})
    running.during = (running.during.lower, first_day)
    running.save()


def _open_on(desk: Desk, day: date) -> bool:
    """Whether the desk is open on a day; the range of a desk that was just made is still a pair."""
    first, until = (desk.during.lower, desk.during.upper) if hasattr(desk.during, "lower") else desk.during
    return bool(first <= day and (until is None or day < until))
