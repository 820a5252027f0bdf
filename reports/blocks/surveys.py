"""Blocks about surveys: what was answered, out of how many, and what people want to learn and can teach."""

from __future__ import annotations

from collections.abc import Sequence

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Bar, Block, Place, Point, Stack, State
from programmes.models import SurveyOption, SurveyQuestion
from programmes.surveys import percentage
from reports.blocks.registry import block, recorded
from reports.context import Context

PROGRAMME = "bestuurderscentraal"
Kind = SurveyQuestion.Kind


@block("enquete.antwoorden", "Per vraag van de enquête onder besturen: wie wat koos, in procenten")
def answers(context: Context) -> tuple[Block, ...]:
    """A chart for every question with answers to choose from, in the order of the questions."""
    return tuple(_chosen(context, question) for question in _questions(context, Kind.ONE, Kind.MANY))


@block("enquete.kennis", "Per onderwerp: hoeveel besturen kennis willen krijgen en kunnen geven")
def knowledge(context: Context) -> tuple[Block, ...]:
    """A bar per subject in two parts; what most people ask for comes first."""
    return tuple(_subjects(context, question) for question in _questions(context, Kind.SUBJECTS))


def _questions(context: Context, *kinds: Kind) -> Sequence[SurveyQuestion]:
    """The questions of the surveys that closed in the year, with their options in order."""
    rows = SurveyQuestion.objects.filter(
        survey__programme__code=PROGRAMME,
        survey__last_day__gte=context.year.first,
        survey__last_day__lt=context.year.until,
        kind__in=kinds,
    )
    ordered = rows.order_by("survey__last_day", "survey_id", "number")
    return recorded(list(ordered.select_related("survey").prefetch_related("options__question")), context)


def _base(question: SurveyQuestion) -> str:
    """Who the percentages are about: how many answered, and how many passed over it."""
    return f"n = {formats.number(question.answered)}, {formats.number(question.skipped)} overgeslagen"


def _source(question: SurveyQuestion) -> str:
    survey = question.survey
    days = f"{formats.day_long(survey.first_day)} tot en met {formats.day_long(survey.last_day)}"
    return f"Bron: {survey.title}, open van {days}, ingevuld door {formats.number(survey.respondents)} mensen."


def _chosen(context: Context, question: SurveyQuestion) -> blocks.BarChart:
    options = list(question.options.all())
    if question.kind == Kind.MANY:
        options.sort(key=lambda option: -(option.chosen or 0))
    more = "; meer antwoorden mogelijk" if question.kind == Kind.MANY else ""
    bars = tuple(Bar(option.label, *_share(context, option)) for option in options)
    said = "; ".join(f"{bar.label}: {bar.point.printed}" for bar in bars)
    return blocks.BarChart(
        title=question.text,
        unit=f"Percentage van wie antwoordde ({_base(question)}){more}",
        description=f"{said}.",
        note=_source(question),
        place=Place.MAIN,
        bars=bars,
    )


def _share(context: Context, option: SurveyOption) -> tuple[Point, str]:
    """The percentage, and how many that are."""
    if option.chosen is None:
        return (blocks.NOT_MEASURED if context.final else Point(None, formats.TO_FILL_IN, State.MISSING)), ""
    share = percentage(option)
    if share is None:
        return Point(None, formats.NO_ANSWERS, State.NOT_APPLICABLE), ""
    return Point(formats.rounded(share, 4), formats.percent(share, 1)), formats.number(option.chosen)


def _subjects(context: Context, question: SurveyQuestion) -> blocks.ShareChart:
    options = sorted(question.options.all(), key=lambda each: (-(each.get or 0), each.label))
    stacks = tuple(
        Stack(each.label, (_point(each.get), _point(each.give)), formats.number((each.get or 0) + (each.give or 0)))
        for each in options
    )
    first = options[0] if options else None
    most = f"Het meest gevraagd: {first.label}, door {formats.number(first.get or 0)}." if first else ""
    return blocks.ShareChart(
        title="Kennis krijgen en kennis geven",
        unit=f"Aantal antwoorden per onderwerp; meer onderwerpen mogelijk ({_base(question)})",
        description=f"Een balk per onderwerp: wie kennis wil krijgen en wie haar kan geven. {most}".strip(),
        note=_source(question),
        names=("wil krijgen", "kan geven"),
        stacks=stacks,
    )


def _point(number: int | None) -> Point:
    return blocks.NOT_MEASURED if number is None else Point(number, formats.number(number))
