"""The forms of governance: who is at a meeting, its papers and votes, and the register of decisions."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q

from finance.models import Decision
from members.models import Appointment, Attendance, Ballot, Meeting, MeetingDocument, Organisation, Person
from nov.kernel.forms import DayField, Form, ModelForm


def person_named(name: str) -> Person:
    """The person with this name; a new one when there is none."""
    name = " ".join(name.split())
    return Person.objects.filter(name=name).first() or Person(name=name)


class PresentForm(Form):
    """Who is there, and for which member; at another meeting than the general one: who of the body."""

    organisation = forms.ModelChoiceField(
        label="Namens het lid", queryset=Organisation.objects.none(), empty_label="Kies een lid"
    )
    name = forms.CharField(
        label="Naam", max_length=120, help_text="Wie er stemt. Wie er al in staat, hoef je niet opnieuw in te voeren."
    )
    person = forms.ModelChoiceField(label="Naam", queryset=Person.objects.none(), empty_label="Kies een naam")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting.kind == Meeting.Kind.ALV:
            del self.fields["person"]
            _members(self, meeting)
        else:
            del self.fields["organisation"], self.fields["name"]
            seats = Appointment.objects.on(meeting.date).filter(body=meeting.kind)
            cast(Any, self.fields["person"]).queryset = Person.objects.filter(appointments__in=seats)

    def clean(self) -> dict[str, Any]:
        """The person that was named."""
        data = super().clean() or self.cleaned_data
        if name := data.pop("name", ""):
            data["person"] = person_named(name)
        return data


class ProxyForm(Form):
    """Which member lets itself be voted for by whom."""

    organisation = forms.ModelChoiceField(
        label="Volmacht van het lid", queryset=Organisation.objects.none(), empty_label="Kies een lid"
    )
    through = forms.ModelChoiceField(
        label="Aan", queryset=Attendance.objects.none(), empty_label="Kies wie aanwezig is"
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _members(self, meeting)
        there = meeting.present.filter(through=None, organisation__isnull=False)
        cast(Any, self.fields["through"]).queryset = there.select_related("person", "organisation")


def _members(form: Form, meeting: Meeting) -> None:
    """Those that are a member on the day and not there yet."""
    members = Organisation.objects.members_on(meeting.date)
    there = meeting.present.filter(organisation__isnull=False)
    cast(Any, form.fields["organisation"]).queryset = members.filter(~Q(pk__in=there.values("organisation")))


class DocumentForm(ModelForm):
    """A paper of the meeting; without a number it gets the next."""

    class Meta:
        model = MeetingDocument
        fields = ("title", "number")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = self.fields["number"]
        number.required, number.help_text = False, "Leeg: het volgende nummer. ‘Bijlage 2’ heeft nummer 2."


class BallotForm(ModelForm):
    """The outcome of a vote, in votes."""

    class Meta:
        model = Ballot
        fields = ("question", "majority", "secret", "in_favour", "against", "abstained")


class DecisionForm(ModelForm):
    """A decision of the register."""

    class Meta:
        model = Decision
        fields = ("kind", "body", "date", "number", "subject")


class TaskForm(Form):
    """When it was done."""

    done_on = DayField(label="Gedaan op")
