"""What is asked of whoever writes, waives or adopts."""

from __future__ import annotations

from django import forms

from finance.models import Decision
from nov.kernel.forms import Form


class ChapterForm(Form):
    """The text of a chapter, and the version that the writer had before them."""

    text = forms.CharField(label="Tekst", required=False, widget=forms.Textarea, strip=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class WaiveForm(Form):
    """Why a finding may stay as it is."""

    reason = forms.CharField(label="Waarom mag dit zo blijven?", widget=forms.Textarea(attrs={"rows": 4}))
    decision = forms.ModelChoiceField(
        Decision.objects.all(), label="Besluit waarop dit berust", required=False, empty_label="Geen besluit"
    )


class HandBackForm(Form):
    """What is still to be done."""

    note = forms.CharField(label="Wat moet er nog gebeuren?", max_length=200)


class AdoptForm(Form):
    """The decision by which the general meeting adopts the report."""

    decision = forms.ModelChoiceField(
        Decision.objects.filter(body=Decision.Body.ALV),
        label="Besluit van de algemene ledenvergadering",
        help_text="Leg het besluit eerst vast bij de vergadering.",
    )
