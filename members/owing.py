"""Who owes contribution for a year, as what and from which day: asked by a run, and by who collects the bases for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch

from members.models import Category, CategoryPeriod, Contribution, Holder, Membership, Organisation
from nov.kernel.periods import Year


class Owing(NamedTuple):
    """A member of a year that was not charged for it: who holds it on its first day in that year, and as what."""

    membership: Membership
    organisation: Organisation
    category: Category
    first_day: date
    holders: list[Organisation]


def owing(year: int, *, until: date) -> Iterator[Owing]:
    """The memberships that have begun by a day (or by 1 January), last into the year and were not charged for it.

    The same number of statements whatever the number of members.
    """
    first = Year(year).first
    categories = Category.objects.select_related("income_account", "collective_payer").in_bulk()
    for membership in _chargeable(Year(year), max(until, first)):
        day = max(membership.first_day, first)
        organisation = next(h.organisation for h in membership.live_holders if day in h)
        category = categories[next(c.category_id for c in membership.live_categories if day in c)]
        yield Owing(membership, organisation, category, day, [h.organisation for h in membership.live_holders])


def _chargeable(year: Year, begun_by: date) -> Iterator[Any]:
    """Those memberships, each with `live_holders` and `live_categories`, fetched for all at once."""
    charged = Contribution.objects.filter(year=year.number)
    done = set(charged.values_list("organisation_id", flat=True)), set(charged.values_list("membership_id", flat=True))
    holders = Holder.objects.live().select_related("organisation__party", "organisation__payer")
    for membership in (
        Membership.objects.within(year)
        .filter(during__startswith__lte=begun_by)
        .prefetch_related(
            Prefetch("holders", holders, to_attr="live_holders"),
            Prefetch("categories", CategoryPeriod.objects.live(), to_attr="live_categories"),
        )
    ):
        if membership.pk not in done[1] and done[0].isdisjoint(h.organisation_id for h in membership.live_holders):
            yield membership
