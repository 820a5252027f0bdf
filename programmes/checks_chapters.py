"""What must hold for the special records of a year: advisers, prizes, surveys, sessions, working areas and marks."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F, Q

from nov.kernel import formats
from nov.kernel.checks import Finding, Severity, check
from nov.kernel.periods import Year
from programmes import surveys
from programmes.models import (
    AdviserActivity,
    AreaParticipation,
    Event,
    Milestone,
    PrizeEdition,
    Programme,
    QualityMark,
    SurveyQuestion,
)


def _chapter(programme: Programme) -> int | None:
    return next(iter(programme.chapters), None)


@check("programmas.actieve_adviseurs", "Er zijn nooit meer adviseurs actief dan er zijn opgeleid")
def active_are_trained(year: Year) -> Iterator[Finding]:
    """Wie aan het eind van het jaar actief is, is opgeleid en niet gestopt: actief is een deel van opgeleid."""
    running = AdviserActivity.objects.filter(during__contains=year.last)
    outside = running.filter(Q(adviser__trained_on__gte=year.until) | Q(adviser__stopped_on__lte=year.last))
    for activity in outside.select_related("adviser__programme"):
        adviser = activity.adviser
        what = f"{adviser} staat eind {year} als actief, maar is dan gestopt of nog niet opgeleid."
        yield Finding(what, Severity.BLOCKS, adviser.get_absolute_url(), _chapter(adviser.programme))


@check("programmas.beloften", "Wat ergens is bereikt, staat nergens nog gepland")
def promises_kept_elsewhere(year: Year) -> Iterator[Finding]:
    """Een programma kan nog aankondigen wat een ander al meldde, zoals een antwoord van de minister: een van de twee klopt."""
    reached = Milestone.objects.filter(planned=False, date__lt=year.until).select_related("programme")
    for promise in Milestone.objects.filter(planned=True).select_related("programme"):
        for kept in reached:
            if promise.title.casefold() in kept.title.casefold():
                when = formats.day(kept.date)
                what = (
                    f"‘{promise}’ is nog gepland; bij {kept.programme} is op {when} ‘{kept}’ bereikt: is dat hetzelfde?"
                )
                yield Finding(what, Severity.JUDGE, promise.get_absolute_url(), _chapter(promise.programme))


@check("programmas.prijzen", "Van elke uitgereikte prijs is de winnaar bekend")
def prizes_have_winners(year: Year) -> Iterator[Finding]:
    """Een editie heeft een datum en een hoofdprijs, en na de uitreiking een van de genomineerden als winnaar."""
    held = PrizeEdition.objects.filter(ceremony_on__gte=year.first, ceremony_on__lt=year.until)
    for edition in held.exclude(nominees__winner=True).select_related("programme"):
        of = f"{edition.programme}, editie {edition.year}"
        what = f"{of}: wie won, is na de uitreiking op {formats.day(edition.ceremony_on)} nog in te vullen."
        yield Finding(what, Severity.BLOCKS, edition.get_absolute_url(), _chapter(edition.programme))


@check("programmas.enquetes", "Van elke vraag van een enquête zijn de antwoorden geteld")
def surveys_are_counted(year: Year) -> Iterator[Finding]:
    """Bij elke vraag staat hoe vaak elk antwoord is gekozen, en die aantallen passen bij wie antwoordden."""
    closed = SurveyQuestion.objects.filter(survey__last_day__gte=year.first, survey__last_day__lt=year.until)
    for question in closed.select_related("survey__programme").prefetch_related("options"):
        trouble = _counted(question)
        if trouble:
            what = f"{question.survey}, vraag {question.number}: {trouble}"
            yield Finding(what, Severity.BLOCKS, question.get_absolute_url(), _chapter(question.survey.programme))


def _counted(question: SurveyQuestion) -> str:
    """What is wrong with the counts of a question, or nothing."""
    answers = surveys.answers_of(question)
    unknown = [answer for answer in answers if answer.chosen is None and answer.get is None]
    if unknown or not answers:
        return "hoe de antwoorden zijn verdeeld, is nog in te vullen."
    try:
        surveys.check_counts(question.kind, question.answered, answers)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@check("programmas.opkomst", "Van elke sessie in een reeks is de opkomst geteld")
def sessions_are_counted(year: Year) -> Iterator[Finding]:
    """Een top drie naar deelnemers kan alleen kloppen als van elke sessie van die reeks de opkomst bekend is."""
    unknown = Event.objects.during(year).filter(kind=Event.Kind.SESSION, attendance__isnull=True)
    for event in unknown.exclude(series="").select_related("programme"):
        what = (
            f"{event}: het aantal deelnemers is nog in te vullen; zonder dat klopt de top drie van {event.series} niet."
        )
        yield Finding(what, Severity.BLOCKS, event.get_absolute_url(), _chapter(event.programme))


@check("programmas.werkgebieden", "Geen werkgebied binnen een ander heet gemeente")
def areas_are_what_they_are(year: Year) -> Iterator[Finding]:
    """Een plaats ligt in een gemeente en een regio omvat er meer: alleen gemeenten heten en tellen als gemeente."""
    taking_part = AreaParticipation.objects.filter(during__overlap=(year.first, year.until))
    for each in taking_part.filter(area__kind="gemeente", area__within__isnull=False).select_related(
        "area__within", "programme"
    ):
        what = f"{each.area} ligt in {each.area.within} en staat toch als gemeente: is het een plaats?"
        yield Finding(what, Severity.JUDGE, each.get_absolute_url(), _chapter(each.programme))


@check("programmas.keurmerken", "Elk keurmerk is op tijd verlengd")
def marks_are_renewed(year: Year) -> Iterator[Finding]:
    """Een keurmerk dat in het jaar afliep en niet vóór zijn laatste dag is verlengd, is vervallen."""
    ended = QualityMark.objects.filter(valid_until__gte=year.first, valid_until__lt=year.until)
    late = ended.filter(Q(renewal__isnull=True) | Q(renewal__awarded_on__gt=F("valid_until")))
    for mark in late.select_related("organisation", "programme"):
        what = (
            f"Het keurmerk van {mark.organisation} gold tot {formats.day(mark.valid_until)} en was dan niet verlengd."
        )
        yield Finding(what, Severity.INFO, mark.get_absolute_url(), _chapter(mark.programme))
