"""Surveys: what people answered, as counts that fit the number of people who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction

from nov.kernel import formats
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


@transaction.atomic
def keep(survey: Survey) -> Survey:
    """Save a survey; who did not answer a question skipped it. Raises ValidationError by field."""
    questions = list(survey.questions.all()) if survey.pk else []
    for question in questions:
        if question.answered > survey.respondents:
            what = f"Vraag {question.number} is door {question.answered} mensen beantwoord: meer dan dit."
            raise ValidationError({"respondents": what})
    survey.save()
    for question in questions:
        question.skipped = survey.respondents - question.answered
        question.save()
    return survey


@transaction.atomic
def keep_question(question: SurveyQuestion) -> SurveyQuestion:
    """Save a question with who skipped it: the rest of the respondents. Raises ValidationError by field."""
    respondents = Survey.objects.select_for_update().get(pk=question.survey_id).respondents
    if question.answered > respondents:
        raise ValidationError({"answered": f"De enquête is door {respondents} mensen ingevuld: dit zijn er meer."})
    question.skipped = respondents - question.answered
    if question.pk:
        options = list(question.options.all())
        if any(getattr(option, name) for option in options for name in unasked(option, question)):
            raise ValidationError(
                {"kind": "Bij deze vraag staan al antwoorden van een andere soort. Haal die eerst weg."}
            )
        check_counts(question.kind, question.answered, [_answer(option) for option in options])
    question.save()
    return question


@transaction.atomic
def keep_option(option: SurveyOption) -> SurveyOption:
    """Save an answer, if its counts can be beside those of the others. Raises ValidationError by field."""
    question = SurveyQuestion.objects.select_for_update().get(pk=option.question_id)
    for name in unasked(option, question):
        if getattr(option, name):
            raise ValidationError({name: f"Laat dit leeg bij een vraag van de soort ‘{question.get_kind_display()}’."})
    others = answers_of(question, without=option.pk)
    check_counts(question.kind, question.answered, [_answer(option), *others])
    option.save()
    return option


def unasked(option: SurveyOption, question: SurveyQuestion | None = None) -> Sequence[str]:
    """What is not asked of an answer to a question of this kind: a subject is got and given, an answer is chosen."""
    subjects = (question or option.question).kind == Kind.SUBJECTS
    return ("chosen", "exclusive") if subjects else ("get", "give")


def answers_of(question: SurveyQuestion, *, without: int | None = None) -> list[Answer]:
    """The answers of a question with their counts."""
    return [_answer(option) for option in question.options.all() if option.pk != without]


def _answer(option: SurveyOption) -> Answer:
    return Answer(option.label, option.chosen, option.get, option.give, option.exclusive)


def check_counts(kind: str, answered: int, answers: Sequence[Answer]) -> None:
    """Raise ValidationError when the counts do not fit the number of people who answered.

    No answer is chosen by more than all. Of a question with one answer the counts are together no more than all. Who
    chose an answer that excludes the others chose nothing else: no other answer has more than who are left.
    """
    known = [answer for answer in answers if answer.chosen is not None]
    for answer in answers:
        for name in ("chosen", "get", "give"):
            if (getattr(answer, name) or 0) > answered:
                raise ValidationError({name: f"‘{answer.label}’ is vaker gekozen dan de {answered} die antwoordden."})
    if kind == Kind.ONE and sum(answer.chosen or 0 for answer in known) > answered:
        raise ValidationError({"chosen": f"De antwoorden zijn samen meer dan de {answered} die antwoordden."})
    alone = sum(answer.chosen or 0 for answer in known if answer.exclusive)
    for answer in known:
        if not answer.exclusive and alone + (answer.chosen or 0) > answered:
            both = alone + (answer.chosen or 0)
            what = f"‘{answer.label}’ en wat andere antwoorden uitsluit zijn samen {both} keer gekozen"
            raise ValidationError({"chosen": f"{what}: meer dan de {answered} die antwoordden."})


def share_in_words(option: SurveyOption) -> str:
    """The percentage of an answer as the report prints it."""
    if option.chosen is None:
        return formats.DASH
    share = percentage(option)
    return formats.NO_ANSWERS if share is None else formats.percent(share)


def percentage(option: SurveyOption) -> Fraction | None:
    """How many of those who answered chose it, in per cent; None without answers or without a count."""
    answered = option.question.answered
    return None if option.chosen is None or not answered else Fraction(100 * option.chosen, answered)
