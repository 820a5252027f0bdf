"""Surveys: questions with options and how many chose them. Only counts; a percentage follows from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from nov.kernel.history import tracked
from programmes.models.areas import WorkingArea
from programmes.models.records import Record, Row, filled
from programmes.querysets import OfRecord


@tracked()
class Survey(Record):
    """A survey that was held, with the number of people it was sent back by."""

    address = "enquetes"

    title = models.CharField("naam", max_length=120)
    first_day = models.DateField("open vanaf")
    last_day = models.DateField("open tot en met")
    respondents = models.PositiveIntegerField("ingevuld door", help_text="Hoeveel mensen de enquête invulden.")
    areas = models.ManyToManyField(WorkingArea, blank=True, related_name="surveys", verbose_name="werkgebieden")

    class Meta:
        verbose_name = "enquête"
        verbose_name_plural = "enquêtes"
        ordering = ["-last_day", "title"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("title"),
                name="survey_title_once",
                violation_error_message="Dit programma heeft al een enquête met deze naam.",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="survey_closes_after_opening",
                violation_error_message="Een enquête sluit niet voor zij opengaat.",
            ),
            filled("title", "survey_has_title", "Een enquête heeft een naam."),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class SurveyQuestion(Row):
    """A question: answered by some, skipped by the others; together they are the respondents.

    With "subjects" each option says how many want to learn about it and how many can teach it.
    """

    class Kind(models.TextChoices):
        ONE = "een", "Eén antwoord"
        MANY = "meer", "Meer antwoorden"
        SUBJECTS = "onderwerpen", "Per onderwerp: krijgen en geven"

    address = "enquetevragen"
    within = "survey"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions", verbose_name="enquête")
    number = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("vraag", max_length=300)
    kind = models.CharField("soort", max_length=11, choices=Kind)
    answered = models.PositiveIntegerField("beantwoord door")
    skipped = models.PositiveIntegerField("overgeslagen door", default=0)

    objects = OfRecord.as_manager()

    class Meta:
        verbose_name = "enquêtevraag"
        verbose_name_plural = "enquêtevragen"
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"],
                name="question_number_once",
                violation_error_message="Deze enquête heeft al een vraag met dit nummer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


@tracked()
class SurveyOption(Row):
    """An answer with how many gave it, or a subject with how many want to get and give. Empty: not known."""

    address = "enqueteantwoorden"
    within = "question"

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="options", verbose_name="vraag")
    order = models.PositiveSmallIntegerField("volgorde")
    label = models.CharField("antwoord of onderwerp", max_length=160)
    exclusive = models.BooleanField(
        "sluit andere antwoorden uit", default=False, help_text="Bijvoorbeeld: nee, geen van beide."
    )
    chosen = models.PositiveIntegerField("gekozen door", null=True, blank=True)
    get = models.PositiveIntegerField("wil krijgen", null=True, blank=True)
    give = models.PositiveIntegerField("kan geven", null=True, blank=True)

    objects = OfRecord.as_manager()

    class Meta:
        verbose_name = "enquêteantwoord"
        verbose_name_plural = "enquêteantwoorden"
        ordering = ["question", "order"]
        constraints = [
            models.UniqueConstraint(
                "question",
                Lower("label"),
                name="option_label_once",
                violation_error_message="Dit antwoord staat er al.",
            ),
            models.UniqueConstraint(
                fields=["question", "order"], name="option_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(chosen__isnull=True) | Q(get__isnull=True, give__isnull=True),
                name="option_chosen_or_get_and_give",
                violation_error_message="Een antwoord is gekozen, of een onderwerp wordt gekregen en gegeven.",
            ),
            models.CheckConstraint(
                condition=Q(get__isnull=True, give__isnull=True) | Q(get__isnull=False, give__isnull=False),
                name="option_get_with_give",
                violation_error_message="Vul bij een onderwerp zowel krijgen als geven in.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
