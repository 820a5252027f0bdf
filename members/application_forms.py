"""The forms of an application for membership; the rule decides."""

from __future__ import annotations

from django import forms

from members.deed_forms import DecisionField, DeedForm, ReasonForm
from members.models import Application, Category
from nov.kernel.forms import DayField, Form, ModelForm


class ApplyForm(Form):
    """What came in."""

    category = forms.ModelChoiceField(label="Als", queryset=Category.objects.all(), empty_label="Kies een categorie")
    received_on = DayField(label="Ontvangen op")
    remark = forms.CharField(label="Opmerking", max_length=400, required=False)


class AssessForm(ModelForm):
    """What was looked at."""

    class Meta:
        model = Application
        fields = ("category", "statutes_seen_on", "kvk_seen_on", "remark")


class AdmitForm(DeedForm):
    """From when, by which decision."""

    decision = DecisionField()
    first_day = DayField(label="Eerste dag als lid")


class DeclineForm(ReasonForm):
    """Why, and by which decision."""

    decision = DecisionField()
