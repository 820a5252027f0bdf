"""The forms around the yearly asking for the base: what the bureau sends, what a member fills in, what is judged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members import asking
from members.models import BaseRequest
from members.models.memberships import Measure
from nov.kernel.forms import CountField, DayField, Form, MoneyField, NumberField

PLACES = "Wordt voor ieder ingevuld: " + ", ".join(f"{{{name}}} ({what})" for name, what in asking.PLACES.items()) + "."


class MailForm(Form):
    """A mail to many, of which the text can be changed."""

    subject = forms.CharField(label="Onderwerp", max_length=150)
    text = forms.CharField(
        label="Tekst van de mail", max_length=5000, widget=forms.Textarea(attrs={"rows": 16}), help_text=PLACES
    )

    def clean_subject(self) -> str:
        """Only places that can be filled in."""
        return asking.checked(self.cleaned_data["subject"], needs_link=False)

    def clean_text(self) -> str:
        """The same, and the link."""
        return asking.checked(self.cleaned_data["text"])


class BeginRoundForm(MailForm):
    """Ask all members for the base over a year."""

    year = forms.IntegerField(label="Grondslag over het jaar", min_value=2000, max_value=2199)
    last_day = DayField(label="Antwoord tot en met", help_text="Tot en met die dag werkt de persoonlijke link.")
    notable = CountField(
        label="Opvallend vanaf (procent)",
        min_value=1,
        max_value=1000,
        help_text="Een opgave die zoveel procent hoger of lager is dan de vorige, telt pas mee als het bureau haar goedkeurt.",
    )

    field_order = ("year", "last_day", "notable", "subject", "text")


class RemindForm(MailForm):
    """Remind who did not answer."""

    last_day = DayField(label="Antwoord tot en met")

    field_order = ("last_day", "subject", "text")


class AnswerForm(Form):
    """What a member fills in behind its link, in the measure of its category."""

    amount = NumberField(label="Grondslag")
    name = forms.CharField(label="Jouw naam", max_length=120)
    remark = forms.CharField(
        label="Toelichting",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld waarom het veel meer of minder is dan de vorige keer.",
    )

    def __init__(self, *args: Any, asked: BaseRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = asked.category
        self.fields["amount"] = _measured(category.measure)(
            label=f"{category.base[:1].upper()}{category.base[1:]} over {asked.round.year}", min_value=0
        )
        self.order_fields(["amount", "name", "remark"])


def _measured(measure: str) -> Any:
    """The field for a measure: euros and cents, whole volunteers, or an fte with two decimals."""
    return {Measure.EURO: MoneyField, Measure.VOLUNTEERS: CountField}.get(Measure(measure), NumberField)


class JudgeForm(Form):
    """Let an answer that stands out count, or ask about it."""

    verdict = forms.ChoiceField(
        label="Wat doe je met deze opgave?",
        choices=[("akkoord", "Akkoord: zij telt mee"), ("terug", "Terugsturen met een vraag")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Vraag aan het lid",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen bij terugsturen. Het lid krijgt een mail met je vraag en de persoonlijke link.",
    )

    def clean(self) -> dict[str, Any]:
        """A question is needed to send it back."""
        data = super().clean() or {}
        if data.get("verdict") == "terug" and not data.get("why"):
            raise ValidationError({"why": "Schrijf wat je van het lid wilt weten."})
        return data
