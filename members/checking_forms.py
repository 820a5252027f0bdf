"""The forms of the yearly check of data: the mail, the member's answer, the judgement."""

from __future__ import annotations

from typing import Any

from django import forms

from members import asking
from members.checking_data import LABELS, PLACES
from members.organisation_forms import Numbers
from nov.kernel.forms import CountField, DayField, Form


class AskForm(Form):
    """To all members that did not answer yet."""

    last_day = DayField(label="Antwoord tot en met", help_text="Tot en met die dag werkt de persoonlijke link.")
    subject = forms.CharField(label="Onderwerp", max_length=160)
    text = forms.CharField(
        label="Tekst",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Wordt ingevuld: " + ", ".join(f"{{{name}}}" for name in PLACES) + ".",
    )

    def clean_subject(self) -> str:
        """Only places that can be filled in."""
        return asking.checked(self.cleaned_data["subject"], needs_link=False, places=PLACES)

    def clean_text(self) -> str:
        """The same, and the link."""
        return asking.checked(self.cleaned_data["text"], places=PLACES)


class AnswerDataForm(Numbers, Form):
    """What a member sees of its own data; sending it as it stands confirms it."""

    statutory_name = forms.CharField(max_length=160, required=False)
    kvk = forms.CharField(max_length=20, required=False)
    street = forms.CharField(max_length=120, required=False)
    house_number = forms.CharField(max_length=16, required=False)
    postcode = forms.CharField(max_length=10, required=False)
    place = forms.CharField(max_length=80)
    email = forms.EmailField(required=False)
    phone = forms.CharField(max_length=20, required=False)
    website = forms.URLField(required=False, assume_scheme="https")
    listed = forms.BooleanField(required=False)
    contact_name = forms.CharField(max_length=120)
    contact_email = forms.EmailField()
    volunteers = CountField(required=False)
    name = forms.CharField(label="Jouw naam", max_length=120)
    remark = forms.CharField(
        label="Opmerking", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld over een fusie of een verhuizing die eraan komt.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name].label = label


class JudgeDataForm(Form):
    """Take the corrections over, or not and why."""

    verdict = forms.ChoiceField(
        label="Oordeel",
        choices=[("ja", "Overnemen"), ("nee", "Niet overnemen")],
        widget=forms.RadioSelect,
        initial="ja",
    )
    why = forms.CharField(label="Waarom niet?", max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        """Who does not take it over says why."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("verdict") == "nee" and not data.get("why"):
            self.add_error("why", "Zeg waarom je dit niet overneemt.")
        return data
