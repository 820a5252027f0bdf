"""Both documents as files, in their three editions: made from the records, or as they were adopted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from finance.models import Decision
from nov.kernel.documents import blocks, docx, html, pdf
from reports.accounts import annual_accounts
from reports.assemble import annual_report
from reports.models import Edition, SnapshotFile
from reports.picture import picture

RENDERERS: Mapping[str, Callable[[blocks.Document], bytes]] = {
    "pdf": pdf.render,
    "html": lambda document: html.standalone(document).encode(),
    "docx": docx.render,
}
TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
REPORT, ACCOUNTS = "jaarverslag", "jaarrekening"


def report_file(edition: Edition, form: str, *, on: date) -> bytes:
    """The annual report as PDF, HTML or DOCX: the adopted file, or a draft of this moment."""
    return _adopted(edition.year, REPORT, form) or RENDERERS[form](annual_report(edition, on=on))


def accounts_file(year: int, form: str, *, on: date) -> bytes:
    """The annual accounts of a year as PDF, HTML or DOCX: the adopted file, or a draft of this moment."""
    return _adopted(year, ACCOUNTS, form) or RENDERERS[form](annual_accounts(year, on=on))


def adopted_files(edition: Edition, decision: Decision) -> dict[str, bytes]:
    """Both documents in every edition, as a decision adopts them, by name."""
    with picture(on=decision.date):
        documents = {
            REPORT: annual_report(edition, on=decision.date, adopted=decision),
            ACCOUNTS: annual_accounts(edition.year, on=decision.date, adopted=decision),
        }
    return {
        f"{name}.{form}": render(document) for name, document in documents.items() for form, render in RENDERERS.items()
    }


def _adopted(year: int, name: str, form: str) -> bytes | None:
    kept = SnapshotFile.objects.filter(snapshot=year, name=f"{name}.{form}").first()
    return bytes(kept.content) if kept else None
