"""The trajectories and quality marks of Goed Geregeld in the demo year."""

from __future__ import annotations

from datetime import date

from members.models import Organisation
from nov.demo.chapters_general import members_in_order
from programmes import trajectories
from programmes.models import Adviser, Programme, Publication, QualityMark, Trajectory
from programmes.records import enter

# Of which member (by order of joining) awarded on which day, and in 2019 for the first time.
AWARDED = tuple((170 + place, date(2023, month, 16)) for place, month in enumerate((1, 2, 3, 4, 5, 6, 9, 10, 11)))
RENEWED = tuple(
    (190 + place, date(2019, month, 12), date(2023, month, 9)) for place, month in enumerate((2, 3, 5, 6, 9, 11))
)
# How many trajectories that still run have finished how many stages.
RUNNING = {0: 4, 1: 5, 2: 4, 3: 2}


def load(goedgeregeld: Programme) -> None:
    """Who got a mark on the way, who renewed an earlier one, and who is still under way."""
    members = members_in_order()
    by_order = list(Adviser.objects.filter(programme=goedgeregeld, stopped_on=None).order_by("code"))
    for place, awarded_on in AWARDED:
        on_the_way = _trajectory(goedgeregeld, members[place], by_order[place % 40], date(2022, 3, 1))
        for month in (4, 6, 9, 11):
            trajectories.finish_stage(on_the_way, on=date(2022, month, 15))
        trajectories.finish_stage(on_the_way, on=awarded_on)
        enter(
            QualityMark,
            programme=goedgeregeld,
            organisation=members[place],
            awarded_on=awarded_on,
            trajectory=on_the_way,
        )
    for place, first, again in RENEWED:
        organisation = members[place]
        earlier = enter(QualityMark, programme=goedgeregeld, organisation=organisation, awarded_on=first)
        enter(QualityMark, programme=goedgeregeld, organisation=organisation, awarded_on=again, renews=earlier)
    place = 262
    for stages, number in RUNNING.items():
        for _ in range(number):
            on_the_way = _trajectory(goedgeregeld, members[place], by_order[place % 40], date(2023, 4, 3))
            for stage in range(stages):
                trajectories.finish_stage(on_the_way, on=date(2023, 5 + 2 * stage, 8))
            place += 1
    for day, title in ((date(2023, 3, 30), "Zo loopt een traject"), (date(2023, 10, 26), "Zo verleng je het keurmerk")):
        enter(Publication, programme=goedgeregeld, kind="procesplaat", title=title, published_on=day)


def _trajectory(programme: Programme, organisation: Organisation, adviser: Adviser, started_on: date) -> Trajectory:
    made = enter(Trajectory, programme=programme, organisation=organisation, adviser=adviser, started_on=started_on)
    assert isinstance(made, Trajectory)
    return made
