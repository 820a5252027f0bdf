"""The forms of what happens to a membership. Each has the fields that its rule function asks; the rule decides."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from finance.models import Decision
from members.models import Category, Mutation, Organisation
from members.mutations import earliest_last_day, notice_weeks
from nov.kernel.formats import day
from nov.kernel.forms import DayField, Form
from nov.kernel.periods import ONE_DAY

Reason = Mutation.Reason


class DecisionField(forms.ModelChoiceField):
    """A decision that was recorded; the newest first."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Staat het er niet bij? Leg het eerst vast, onder Beheer bij Besluiten.")
        options.setdefault("label", "Besluit")
        options.setdefault("empty_label", "Kies een besluit" if options.get("required", True) else "Geen")
        super().__init__(queryset=Decision.objects.all(), **options)


class DeedForm(Form):
    """What is asked about every deed, after its own fields."""

    explanation = forms.CharField(label="Toelichting", max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "explanation"])


class ReceivedForm(DeedForm):
    """A deed that an organisation told us about."""

    received_on = DayField(label="Bericht ontvangen op")


class JoinForm(DeedForm):
    """Who becomes a member, as what, from when, by which decision."""

    received_on = DayField(label="Aanmelding ontvangen op", required=False)
    category = forms.ModelChoiceField(
        label="Categorie", queryset=Category.objects.all(), empty_label="Kies een categorie"
    )
    decision = DecisionField(label="Besluit tot toelating")
    first_day = DayField(label="Eerste dag als lid")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_first_day(self) -> Any:
        """Whoever would join on the very next day never left: then the notice is undone."""
        first_day = self.cleaned_data["first_day"]
        if self.organisation.held.live().filter(during__endswith=first_day).exists():
            raise ValidationError(
                f"Het vorige lidmaatschap eindigt op {day(first_day - ONE_DAY)} en zou zo zonder onderbreking doorlopen."
                " Maak dan de opzegging ongedaan, op de tijdlijn; anders telt het lid op de overgang niet mee."
            )
        return first_day


class ResignForm(ReceivedForm):
    """The member's own notice; without another wish it ends on the first day that it can."""

    last_day = DayField(
        label="Laatste dag als lid",
        required=False,
        help_text="Leeg: de vroegste dag die bij de datum van ontvangst hoort. Een andere dag vraagt een besluit.",
    )
    reason = forms.ChoiceField(label="Reden", choices=[("", "Kies een reden"), *Reason.choices])
    decision = DecisionField(label="Bestuursbesluit dat een andere dag toestaat", required=False)

    def clean(self) -> dict[str, Any]:
        """The earliest last day, from the day it was received."""
        data = super().clean() or self.cleaned_data
        if "last_day" in data and data["last_day"] is None and (received := data.get("received_on")):
            data["last_day"] = earliest_last_day(received, notice_weeks(received))
        return data


class TerminateForm(DeedForm):
    """Notice by the association."""

    decision = DecisionField()
    last_day = DayField(label="Laatste dag als lid")
    reason = forms.ChoiceField(
        label="Reden",
        choices=[
            ("", "Kies een reden"),
            *((one.value, one.label) for one in (Reason.UNPAID, Reason.CONDUCT, Reason.OTHER)),
        ],
    )


class ExpelForm(DeedForm):
    """Expulsion."""

    decision = DecisionField()
    notified_on = DayField(
        label="Kennisgeving ontvangen op",
        help_text="Vanaf die dag is het lid geschorst en kan het een maand in beroep bij de ALV.",
    )
    last_day = DayField(label="Laatste dag als lid")


class AppealForm(Form):
    """What became of an expulsion; which steps there are follows from how far it is."""

    what = forms.ChoiceField(label="Wat is er gebeurd?")
    on = DayField(label="Beroep ontvangen op", required=False, help_text="Alleen bij ‘Beroep ingesteld’.")
    decision = DecisionField(label="Besluit van de ALV", required=False)

    STEPS = (
        ("beroep", "Beroep ingesteld"),
        ("geen_beroep", "Geen beroep ingesteld; de termijn is voorbij"),
        ("bekrachtigd", "De ALV bekrachtigt de ontzetting"),
        ("vernietigd", "De ALV vernietigt de ontzetting; het lidmaatschap loopt door"),
    )

    def __init__(self, *args: Any, appealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        what.choices = self.STEPS[2:] if appealed else self.STEPS[:2]
        del self.fields["on" if appealed else "decision"]
        if appealed:
            decision: Any = self.fields["decision"]
            decision.queryset = Decision.objects.filter(body=Decision.Body.ALV)
            decision.required = True

    def clean(self) -> dict[str, Any]:
        """An appeal has a day."""
        data = super().clean() or self.cleaned_data
        if data.get("what") == "beroep" and not data.get("on"):
            self.add_error("on", "Vul in wanneer het beroep binnenkwam.")
        return data


class DissolveForm(ReceivedForm):
    """The organisation is no more."""

    last_day = DayField(label="Laatste dag als lid")


class OrganisationField(forms.ModelChoiceField):
    """Another organisation than the one at hand."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), empty_label="Kies een organisatie", **options)

    def label_from_instance(self, obj: Organisation) -> str:
        return ", ".join(filter(None, [obj.name, str(obj.municipality or ""), obj.code]))


class MergeForm(ReceivedForm):
    """A merger: into a member, into a body that is none, or together with another member into such a body."""

    into = OrganisationField(
        label="Gaat op in",
        help_text="Een ander lid, of een organisatie die geen lid is. Staat zij er niet bij? Voer haar eerst in.",
    )
    together_with = OrganisationField(
        label="Samen met het lid",
        required=False,
        help_text="Als twee leden samen een nieuwe organisatie worden: een lidmaatschap gaat over, het andere eindigt.",
    )
    last_day = DayField(label="Laatste dag voor de fusie")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.exclude(pk=organisation.pk)
        into, beside = cast(Any, self.fields["into"]), cast(Any, self.fields["together_with"])
        into.queryset, beside.queryset = others, others.filter(number__isnull=False)
        beside.empty_label = "Geen ander lid"


class PassOverForm(ReceivedForm):
    """A membership that passes to another body."""

    to = OrganisationField(
        label="Lidmaatschap gaat naar",
        help_text="Een organisatie die zelf geen lid is. Staat zij er niet bij? Voer haar eerst in.",
    )
    first_day = DayField(label="Eerste dag met de nieuwe houder")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = Organisation.objects.exclude(pk=organisation.pk)


class CategoryForm(DeedForm):
    """Another category."""

    category = forms.ModelChoiceField(
        label="Nieuwe categorie", queryset=Category.objects.all(), empty_label="Kies een categorie"
    )
    decision = DecisionField()
    first_day = DayField(label="Eerste dag in deze categorie")


class ReasonForm(Form):
    """Why something is put right."""

    reason = forms.CharField(label="Waarom", max_length=400)


class CorrectForm(ReasonForm):
    """The right day, and why."""

    effective_on = DayField(label="De juiste dag")


class DeedOnlyForm(Form):
    """A deed that needs no more than to be confirmed."""


class FinaliseForm(Form):
    """The preview that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)
