"""Surveys: what people answered, as counts that fit the number of people who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction

from programmes.models import Survey, SurveyOption, SurveyQuestion

Kind = SurveyQuestion.Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and how many chose it, or a subject with how many want to get and can give. None: not known."""

    label: str
    chosen: int | None = None
    get: int | None = None
    give: int | None = None
    exclusive: bool = False


@transaction.atomic
def ask(
    survey: Survey, *, number: int, text: str, kind: str, answered: int, skipped: int = 0, answers: Sequence[Answer]
) -> SurveyQuestion:
    """Keep a question with the counts of its answers. Raises ValidationError by field when they cannot be."""
    if answered + skipped != survey.respondents:
        raise ValidationError(
            {
                "answered": f"Beantwoord en overgeslagen zijn samen {answered + skipped}; ingevuld door {survey.respondents}."
            }
        )
    check_counts(kind, answered, answers)
    question = SurveyQuestion(survey=survey, number=number, text=text, kind=kind, answered=answered, skipped=skipped)
    question.full_clean()
    question.save()
    for order, answer in enumerate(answers, 1):
        option = SurveyOption(
            question=question,
            order=order,
            label=answer.label,
            exclusive=answer.exclusive,
            chosen=answer.chosen,
            get=answer.get,
            give=answer.give,
        )
        option.full_clean()
        option.save()
    return question


def check_counts(kind: str, answered: int, answers: Sequence[Answer]) -> None:
    """Raise ValidationError when the counts do not fit the number of people who answered.

    No answer is chosen by more than all. Of a question with one answer the counts are together no more than all. Who
    chose an answer that excludes the others chose nothing else: no other answer has more than who are left.
    """
    known = [answer for answer in answers if answer.chosen is not None]
    for answer in answers:
        if max(answer.chosen or 0, answer.get or 0, answer.give or 0) > answered:
            raise ValidationError({"chosen": f"‘{answer.label}’ is vaker gekozen dan de {answered} die antwoordden."})
    if kind == Kind.ONE and sum(answer.chosen or 0 for answer in known) > answered:
        raise ValidationError({"chosen": f"De antwoorden zijn samen meer dan de {answered} die antwoordden."})
    alone = sum(answer.chosen or 0 for answer in known if answer.exclusive)
    for answer in known:
        if not answer.exclusive and alone + (answer.chosen or 0) > answered:
            raise ValidationError(
                {
                    "chosen": f"‘{answer.label}’ kan niet samen met een antwoord dat andere uitsluit: dat is meer dan {answered}."
                }
            )


def answer_survey(choices: Sequence[SurveyOption]) -> None:
    """Raise ValidationError for the answers of one person that cannot go together."""
    alone = next((option for option in choices if option.exclusive), None)
    if alone is not None and len(choices) > 1:
        raise ValidationError({"choices": f"‘{alone}’ kan niet samen met een ander antwoord."})


def percentage(option: SurveyOption) -> Fraction | None:
    """How many of those who answered chose it, in per cent; None without answers or without a count."""
    answered = option.question.answered
    return None if option.chosen is None or not answered else Fraction(100 * option.chosen, answered)
