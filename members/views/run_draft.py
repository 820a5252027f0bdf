"""The lines of a draft: what is in the way first, then what stands out, then all; searched, paged and exported."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString

from members.billing import Charge
from members.contributions import Preview
from members.models import Contribution, ContributionRun
from members.views.requests import UserRequest
from nov.kernel.folding import folded
from nov.kernel.formats import number
from nov.kernel.lists import Column, Export, MoneyColumn, Table, exported
from nov.kernel.lists.tables import changed

PER_PAGE = 50
STOPS, NOTABLE, ALL = "blokkades", "opvallend", "alles"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A charge of a draft with what one should look at."""

    charge: Charge
    notes: tuple[str, ...]

    @property
    def said(self) -> str:
        """The explanation, or what is in the way."""
        return self.charge.problem or self.charge.explanation


class DraftTable(Table):
    """What each member will be charged."""

    organisation = Column(
        "Organisatie",
        accessor="charge__organisation",
        linkify=lambda record: record.charge.organisation.get_absolute_url(),
        under=lambda record: record.charge.problem or ", ".join(record.notes),
    )
    notes = Column("Let op", wide=True)
    said = Column("Uitleg", wide=True)
    amount = MoneyColumn("Bedrag", accessor="charge__amount")

    def render_said(self, record: DraftLine, value: str) -> str | SafeString:
        """With the way to mend what is in the way."""
        if not record.charge.obstacle:
            return value
        return format_html(
            '{} <a href="{}">Oplossen<span class="visually-hidden"> voor {}</span></a>',
            value, record.charge.mend, record.charge.organisation,
        )  # fmt: skip

    def render_notes(self, value: tuple[str, ...]) -> str:
        """In words."""
        return ", ".join(value)

    def value_said(self, value: str) -> str:
        """In a file without the link."""
        return value

    def render_amount(self, record: DraftLine, value: Any, column: Any) -> str:
        """Nothing as long as something is in the way."""
        return "" if record.charge.obstacle else column.render(value)

    def value_amount(self, record: DraftLine, value: Any) -> Any:
        """In a file the number."""
        return None if record.charge.obstacle else value


def draft_lines(run: ContributionRun, preview: Preview) -> list[DraftLine]:
    """The charges of a draft; of each that its class is another than last year's, if so."""
    before = Contribution.objects.filter(year=run.year - 1).values_list(
        "organisation", "tariff__category", "tariff__klass"
    )
    former = {organisation: (category, klass) for organisation, category, klass in before}
    return [DraftLine(charge, (*charge.notes, *_moved(charge, former))) for charge in preview.charges]


def _moved(charge: Charge, former: dict[int, tuple[int, str]]) -> list[str]:
    category, klass = former.get(charge.organisation.pk, (0, ""))
    if not category:
        return ["voor het eerst"]
    if category != charge.category.pk:
        return ["andere categorie"]
    if charge.tariff and klass != charge.tariff.klass:
        return [f"was klasse {klass}"]
    return []


def lines_of(request: UserRequest, run: ContributionRun, preview: Preview) -> dict[str, Any] | HttpResponseBase:
    """What the page of a draft shows of its lines, or the file that was asked for."""
    lines = draft_lines(run, preview)
    if (kind := request.GET.get("export", "")) in Export.ALL:
        return exported(DraftTable(lines), kind, f"Contributie {run.year}, concept")
    parts = {
        STOPS: [line for line in lines if line.charge.obstacle],
        NOTABLE: [line for line in lines if line.notes and not line.charge.obstacle],
        ALL: lines,
    }
    first = next((name for name, part in parts.items() if part), ALL)
    shown = request.GET.get("toon") if request.GET.get("toon") in parts else (ALL if request.GET.get("q") else first)
    text = folded(request.GET.get("q", ""))[:200]
    found = [line for line in parts[shown] if text in line.charge.organisation.search_key]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    table = DraftTable(page.object_list)
    labels = {STOPS: "Op te lossen", NOTABLE: "Opvallend", ALL: "Alle leden"}
    return {
        "table": table,
        "page": page,
        "text": request.GET.get("q", ""),
        "shown": shown,
        "parts": [
            (name, f"{labels[name]} ({number(len(part))})", f"?toon={name}#leden") for name, part in parts.items()
        ],
        "notes": Counter(note for line in parts[NOTABLE] for note in line.notes).most_common(),
        "previous": f"{changed(request.GET, page=str(page.number - 1))}#leden" if page.has_previous() else "",
        "next": f"{changed(request.GET, page=str(page.number + 1))}#leden" if page.has_next() else "",
        "exports": [(kind, changed(request.GET, "page", export=kind)) for kind in Export.ALL],
    }
