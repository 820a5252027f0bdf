"""Meetings, seats as the bureau meets them."""

from __future__ import annotations

from datetime import date

import pytest

from members.models import (
    Appointment,
    Meeting,
    Person,
)
from tests.members.pages import errors, sent, text

D = date
pytestmark = pytest.mark.usefixtures("clock")


def test_a_meeting_with_its_agenda(bureau, decision):
    sent(
        bureau, "meeting_new", kind="alv", date="16-6-2023", place="Utrecht", next_to="",
        agenda="Opening\nBegroting\n\nRondvraag", dialogue_groups="Jongeren", action_lines="",
    )  # fmt: skip
    meeting = Meeting.objects.get()
    sent(bureau, "item_decide", meeting.items.get(number=2).pk, decision=decision.pk)
    sent(
        bureau, "meeting_change", meeting.pk, kind="alv", date="16-6-2023", place="Utrecht", next_to="",
        agenda="Begroting\nRondvraag", dialogue_groups="Jongeren\nOuderen", action_lines="Een\nTwee",
    )  # fmt: skip

    assert list(meeting.items.values_list("number", "subject", "decision")) == [
        (1, "Begroting", decision.pk),
        (2, "Rondvraag", None),
    ]
    assert (meeting.dialogue_groups.count(), meeting.action_lines.count()) == (2, 2)
    assert "Besluit 1. Begroting B-1: Toelating" in text(bureau.get(meeting.get_absolute_url()))


def test_a_subject_twice_is_refused(bureau):
    answer = sent(
        bureau, "meeting_new", kind="alv", date="16-6-2023", place="", next_to="", agenda="Opening\nOpening",
        dialogue_groups="", action_lines="",
    )  # fmt: skip

    assert errors(answer) == ["‘Opening’ staat er twee keer."]


def test_somebody_is_elected_reappointed_and_steps_down(bureau):
    old, new = (Meeting.objects.create(kind="alv", date=day) for day in (D(2020, 6, 16), D(2023, 6, 16)))

    sent(
        bureau, "appointment_new", person="Irene Vos", body="bestuur", role="voorzitter", kind="bestuur",
        first_day="16-6-2020", last_day="", elected_at=old.pk,
    )  # fmt: skip
    sent(bureau, "appointment_again", Appointment.objects.get().pk, meeting=new.pk)
    second = Appointment.objects.get(term=2)
    sent(bureau, "appointment_end", second.pk, last_day="31-3-2024")

    assert [(one.term, one.first_day, one.last_day) for one in Appointment.objects.order_by("term")] == [
        (1, D(2020, 6, 16), D(2023, 6, 15)),
        (2, D(2023, 6, 16), D(2024, 3, 31)),
    ]
    assert Person.objects.count() == 1
    assert "Irene Vos Voorzitter Bestuur" in text(bureau.get(second.get_absolute_url()))


def test_a_second_place_in_the_team_is_refused(bureau):
    filled = {
        "person": "Irene Vos", "role": "lid", "kind": "vast", "body": "bureau", "first_day": "1-1-2024",
        "last_day": "", "elected_at": "",
    }  # fmt: skip
    sent(bureau, "appointment_new", **filled)

    answer = sent(bureau, "appointment_new", **filled)

    assert "Deze persoon heeft in die periode al een plaats in bestuur of bureau." in text(answer)
    assert Appointment.objects.count() == 1
