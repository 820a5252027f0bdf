"""An edition from its opening until it is offered for adoption: which chapters and figures it has, who writes what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from nov.kernel.catalogue import UnknownFigure
from nov.kernel.figures import FLOW
from nov.kernel.periods import Period, reference
from nov.kernel.printing import STYLES
from reports.blocks import BLOCKS
from reports.catalogue import CATALOGUE
from reports.models import Chapter, ChapterVersion, Edition, EditionEvent, EditionFigure
from reports.references import rolled
from reports.terms import phases_of
from reports.texts import problems

if TYPE_CHECKING:
    from nov.kernel.models import User

Kind = EditionEvent.Kind


@dataclass(frozen=True, slots=True)
class Outline:
    """A chapter as it is planned: 0 is what stands before the numbered ones."""

    number: int
    title: str
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Required:
    """A figure that an edition has to give; `reference` and `style` as `EditionFigure` has them."""

    chapter: int
    key: str
    reference: str = ""
    style: str = ""


def open_edition(year: int, *, by: User, outline: Sequence[Outline] = ()) -> Edition:
    """Open the report of a year: from last year's chapters and figures, or for the first time from an outline.

    Chapters come along with their texts, marked as carried over; references of figures move a year. Raises
    ValidationError when the edition is there already, or when there is neither a year before nor an outline.
    """
    with transaction.atomic():
        edition, made = Edition.objects.get_or_create(year=year)
        if not made:
            raise ValidationError(f"Het jaarverslag {year} is al geopend.")
        EditionEvent.objects.create(edition=edition, kind=Kind.OPEN, by=by)
        before = Edition.objects.filter(year=year - 1).first()
        if outline:
            Chapter.objects.bulk_create(
                Chapter(edition=edition, number=each.number, title=each.title, programme=each.programme)
                for each in outline
            )
        elif before:
            _carry_over(before, edition, by)
        else:
            raise ValidationError(f"Er is geen jaarverslag {year - 1} om mee te beginnen; geef een indeling.")
    return edition


def _carry_over(before: Edition, edition: Edition, by: User) -> None:
    chapters = [
        Chapter(
            edition=edition,
            number=old.number,
            title=old.title,
            programme=old.programme,
            author=old.author,
            text=old.text,
            version=1 if old.text else 0,
            carried=bool(old.text),
        )
        for old in before.chapters.select_related("author")
    ]
    Chapter.objects.bulk_create(chapters)
    ChapterVersion.objects.bulk_create(
        ChapterVersion(chapter=each, version=1, text=each.text, by=by) for each in chapters if each.text
    )
    years = edition.year - before.year
    EditionFigure.objects.bulk_create(
        EditionFigure(
            edition=edition,
            position=old.position,
            chapter=old.chapter,
            key=old.key,
            reference=rolled(old.reference, years, before.period),
            style=old.style,
        )
        for old in before.figures.all()
    )


def require_figures(edition: Edition, required: Sequence[Required]) -> None:
    """Set the list of figures that the edition has to give, in this order.

    Raises ValidationError, one message per row, for an unknown figure or style and for a moment where a period is
    needed.
    """
    wrong = [f"Rij {place}: {what}" for place, each in enumerate(required, 1) if (what := _cannot_require(each))]
    if wrong:
        raise ValidationError(wrong)
    with transaction.atomic():
        _shut_out_adopted(edition)
        edition.figures.all().delete()
        EditionFigure.objects.bulk_create(
            EditionFigure(
                edition=edition,
                position=place,
                chapter=each.chapter,
                key=each.key,
                reference=each.reference,
                style=each.style,
            )
            for place, each in enumerate(required, 1)
        )


def _cannot_require(each: Required) -> str:
    try:
        figure = CATALOGUE.find(each.key)
        at = reference(each.reference) if each.reference else None
    except (UnknownFigure, ValueError) as error:
        return str(error)
    if figure.kind is FLOW and at is not None and not isinstance(at, Period):
        return f"‘{each.key}’ loopt over een periode; {each.reference} is een peildatum."
    if each.style not in STYLES:
        return f"De schrijfwijze ‘{each.style}’ bestaat niet."
    return ""


def save_chapter(chapter: Chapter, text: str, *, seen: int, by: User) -> Chapter:
    """Save a text as the next version. `seen` is the version the writer had before them; the same text saves nothing.

    Raises ValidationError at `text` when somebody saved another text meanwhile, when a figure or block in it does not
    exist (with its line and the nearest ones), and when the report is adopted.
    """
    text = text.replace("\r\n", "\n").strip() + "\n" if text.strip() else ""
    wrong = problems(text, CATALOGUE, BLOCKS, chapter.edition.period, phases_of(chapter.programme))
    if wrong:
        raise ValidationError({"text": [str(each) for each in wrong]})
    with transaction.atomic():
        _shut_out_adopted(chapter.edition)
        stored = Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
        if stored.text == text and not stored.carried:
            return stored
        if stored.version != seen:
            who = stored.versions.select_related("by").order_by("-version")[0].by
            raise ValidationError(
                {"text": f"{who} heeft dit hoofdstuk intussen bewaard (versie {stored.version}). Vergelijk eerst."},
                code="conflict",
            )
        stored.text, stored.version, stored.carried = text, stored.version + 1, False
        stored.save(update_fields=["text", "version", "carried"])
        ChapterVersion.objects.create(chapter=stored, version=stored.version, text=text, by=by)
    return stored


def offer(edition: Edition, *, by: User) -> EditionEvent:
    """Offer the whole report for review. Raises ValidationError when it is not with its writers."""
    return _next(edition, Kind.REVIEW, {Kind.OPEN, Kind.RETURN}, by, "")


def hand_back(edition: Edition, *, by: User, note: str) -> EditionEvent:
    """Give a report under review back to its writers, with what is to be done."""
    if not note.strip():
        raise ValidationError({"note": "Schrijf op wat er nog moet gebeuren."})
    return _next(edition, Kind.RETURN, {Kind.REVIEW}, by, note)


def _next(edition: Edition, kind: Kind, after: set[Kind], by: User, note: str) -> EditionEvent:
    with transaction.atomic():
        locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
        if locked.state not in after:
            raise ValidationError(f"{edition} is nu “{locked.state.label.lower()}”; dat kan hier niet.")
        return EditionEvent.objects.create(edition=locked, kind=kind, by=by, note=note.strip())


def _shut_out_adopted(edition: Edition) -> None:
    """Hold the edition while something of it changes; an adopted one does not change."""
    locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if locked.state is Kind.ADOPT:
        raise ValidationError(f"{edition} is vastgesteld en verandert niet meer.")
