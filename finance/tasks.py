"""What Financiën does in the background. Each of these may run twice without a second effect."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.urls import reverse

from finance.banking import keeping, matching
from finance.billing import mailing
from finance.models import Invoice
from nov.kernel.models import ImportRun, User
from nov.kernel.progress import Progress, background


@background("Bankbestand inlezen")
def read_bank_file(progress: Progress, *, run: int) -> str:
    """Keep the lines of a file that somebody gave, and make proposals for what is open."""
    found = ImportRun.objects.select_related("by").get(pk=run)
    try:
        with found.file.open("rb") as file:
            outcome = keeping.import_file(found.name, file.file, by=found.by, progress=progress)
    except ValidationError as error:
        found.state, found.outcome = ImportRun.State.REFUSED, {"problems": error.messages}
        found.save(update_fields=["state", "outcome"])
        raise
    progress.step("Voorstellen maken")
    matching.propose()
    found.state, found.outcome = ImportRun.State.APPLIED, {"told": str(outcome)}
    found.save(update_fields=["state", "outcome"])
    return reverse("finance:bank_lines")


@background("Facturen klaarzetten om te versturen")
def send_invoices(progress: Progress, *, invoices: list[int], user: int) -> str:
    """Put these invoices in the outbox, in steps; broken off, what was put in stays in and is not put in again."""
    found = list(Invoice.objects.filter(pk__in=invoices).order_by("code"))
    progress.total(len(found))
    for step, _ in enumerate(mailing.send(found, by=User.objects.get(pk=user)), start=1):
        progress.step("Facturen", min(step * mailing.AT_ONCE, len(found)))
    return reverse("finance:mails")
