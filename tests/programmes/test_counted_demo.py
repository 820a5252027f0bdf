"""The counted figures of the demo year: every one hangs on its records."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.db import transaction

from nov.demo import chapters_general, people
from nov.kernel.models import User
from nov.kernel.periods import reference
from programmes.indicators import SOURCE
from programmes.models import Count, Event, Indicator, Participation

REFERENCES = Path(__file__).parents[2] / "nov" / "demo" / "data" / "jaarverslag-2023" / "cijfers.csv"
AT = {
    row["sleutel"]: row["referentie"] or "2023" for row in csv.DictReader(REFERENCES.open(encoding="utf-8", newline=""))
}

pytestmark = pytest.mark.usefixtures("demo")


def read(key):
    return SOURCE.find(key).read(reference(AT[key]))


def test_a_record_taken_away_changes_every_figure_that_counts_it():
    unmoved, tried = set(), 0
    of_ours = Count.objects.exclude(source="beschikkingen")  # what was awarded stands in the books and stays there
    for count in of_ours.select_related("indicator"):
        key = count.indicator.key
        if key not in AT or not (before := read(key)).value:
            continue
        tried += 1
        with transaction.atomic():
            rows = next(before.trail.leaves()).rows
            if rows.model is Event and count.how == "som":
                rows = rows.exclude(attendance=None, organisations=None)
            rows.model._base_manager.filter(pk=rows.order_by("pk").first().pk)._raw_delete("default")
            after = read(key)
            if (after.value, after.state) == (before.value, before.state):
                unmoved.add(key)
            transaction.set_rollback(True)
    assert tried > 50
    # a place or an organisation that is there twice still counts once, and all of one fewer is still all
    still = {one for one in unmoved if Count.objects.get(indicator__key=one).how != "verschillende"}
    assert still == {"mdt.accounthouders"}


def test_what_the_trail_makes_is_what_is_read():
    wrong = []
    for key in Indicator.objects.filter(origin="berekend").values_list("key", flat=True):
        if key in AT:
            reading = read(key)
            if reading.known and reading.trail.total() != reading.value:
                wrong.append(key)
    assert wrong == []


def test_loading_again_changes_nothing():
    before = (Event.objects.count(), Participation.objects.count(), Count.objects.count())
    chapters_general.load(User.objects.get(email=people.email("Esra Yildirim")))
    assert (Event.objects.count(), Participation.objects.count(), Count.objects.count()) == before
