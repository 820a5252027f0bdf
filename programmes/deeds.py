"""What can be done with a record besides changing it: an adviser rests, a stage is finished, a study found something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from nov.kernel import formats
from nov.kernel.forms import DayField, Form, NumberField
from nov.kernel.models import User
from programmes import advisers, marks, recording, trajectories
from programmes.forms import ReferenceField
from programmes.models import Adviser, Indicator, Mark, QualityMark, Study, Trajectory


class DeedForm(Form):
    """The form of a deed, which knows the record that it is about."""

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about(record)

    def about(self, record: Any) -> None:
        """Fit the form to the record."""


class FirstDayForm(DeedForm):
    """From which day on."""

    first_day = DayField(label="Vanaf")


class StageForm(DeedForm):
    """On which day a stage was finished."""

    on = DayField(label="Klaar op")


class AwardForm(DeedForm):
    """On which day a mark was awarded or renewed."""

    awarded_on = DayField(label="Toegekend op")


class FindingForm(DeedForm):
    """What a study found: a value of an indicator that is measured."""

    indicator = forms.ModelChoiceField(Indicator.objects.none(), label="Kengetal", empty_label="Kies")
    at = ReferenceField(
        label="Dag of periode",
        max_length=40,
        help_text="Een jaar, een dag of een periode: 2022, 2022-12-31, 2021/2022.",
    )
    value = NumberField(label="Waarde", decimals=4, digits=16)
    mark = forms.ChoiceField(label="Nauwkeurigheid", choices=Mark.choices)
    source = forms.CharField(label="Bron", max_length=200, help_text="Bijvoorbeeld de titel en het jaar.")
    evidence = forms.CharField(label="Vindplaats", max_length=300, required=False, help_text="Een bladzijde of adres.")
    note = forms.CharField(label="Toelichting", max_length=300, required=False)

    def about(self, record: Study) -> None:
        """Only what this programme measures without splitting it up."""
        indicators: Any = self.fields["indicator"]
        indicators.queryset = record.programme.indicators.measured().filter(dimension="")
        self.initial.setdefault("source", f"{record.researcher}, {record}")


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed on a record: `act` does it with what the form says, `lead` tells how things are, `open` whether it can."""

    address: str
    label: str
    form: type[DeedForm]
    act: Callable[[Any, dict[str, Any], User], Any]
    done: str
    lead: Callable[[Any], str]
    open: Callable[[Any], bool] = lambda record: True


DEEDS: dict[type, Sequence[Deed]] = {
    Adviser: (
        Deed(
            "pauzeren",
            "Even niet actief",
            FirstDayForm,
            lambda adviser, said, by: advisers.pause(adviser, **said),
            "Vanaf die dag telt de adviseur niet als actief.",
            lambda adviser: "De adviseur blijft opgeleid, en telt vanaf deze dag niet meer als actief.",
            lambda adviser: adviser.activities.filter(during__upper_inf=True).exists(),
        ),
        Deed(
            "hervatten",
            "Weer actief",
            FirstDayForm,
            lambda adviser, said, by: advisers.resume(adviser, **said),
            "Vanaf die dag telt de adviseur weer als actief.",
            lambda adviser: "De adviseur telt vanaf deze dag weer als actief.",
            lambda adviser: (
                not adviser.activities.filter(during__upper_inf=True).exists() and adviser.stopped_on is None
            ),
        ),
    ),
    Trajectory: (
        Deed(
            "fase-afronden",
            "Fase afronden",
            StageForm,
            lambda trajectory, said, by: trajectories.finish_stage(trajectory, **said),
            "De fase is afgerond.",
            lambda trajectory: (
                f"Dit traject is in de fase ‘{trajectories.stage_in_words(trajectory)}’. "
                "Alle open taken van die fase zijn dan gedaan."
            ),
            lambda trajectory: trajectories.stage_of(trajectory) is not None,
        ),
        Deed(
            "keurmerk",
            "Keurmerk toekennen",
            AwardForm,
            lambda trajectory, said, by: marks.award(trajectory, **said),
            "Het keurmerk is toegekend.",
            lambda trajectory: "Heeft de organisatie al een keurmerk, dan is dit de verlenging daarvan.",
            marks.may_award,
        ),
    ),
    QualityMark: (
        Deed(
            "verlengen",
            "Verlengen",
            AwardForm,
            lambda mark, said, by: marks.renew(mark, **said),
            "Het keurmerk is verlengd.",
            lambda mark: f"Dit keurmerk geldt tot {formats.day(mark.valid_until)}.",
            lambda mark: not QualityMark.objects.filter(renews=mark).exists(),
        ),
    ),
    Study: (
        Deed(
            "bevinding",
            "Bevinding vastleggen",
            FindingForm,
            lambda study, said, by: recording.record_measurement(**said, study=study, by=by),
            "De bevinding is vastgelegd.",
            lambda study: "Een bevinding is een meting die haar onderzoek noemt.",
        ),
    ),
}


def deeds_of(record: Any) -> list[Deed]:
    """The deeds that can be done with a record now."""
    return [deed for deed in DEEDS.get(type(record), ()) if deed.open(record)]
