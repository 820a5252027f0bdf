"""What the kernel does in the background. Each of these may run twice without a second effect."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from nov.kernel import leftovers, outbox
from nov.kernel.imports import keeping
from nov.kernel.models import ImportRun
from nov.kernel.progress import Progress, background


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_mail")
def send_mail(timestamp: int) -> None:
    """Send what waits in the outbox, every minute."""
    outbox.send_waiting()


@app.periodic(cron="30 3 * * *")
@app.task(queueing_lock="clear_leftovers")
def clear_leftovers(timestamp: int) -> None:
    """Take away what nobody needs any more, every night."""
    leftovers.clear()


@background("Bestand bekijken")
def look_at_import(progress: Progress, *, run: int) -> str:
    """Find out what a long file would do."""
    keeping.look(ImportRun.objects.get(pk=run), progress)
    return reverse("kernel:import_run", args=[run])


@background("Bestand inlezen")
def apply_import(progress: Progress, *, run: int) -> str:
    """Read a long file in; the lock on its row keeps a second worker waiting until it is done."""
    with transaction.atomic():
        found = ImportRun.objects.select_for_update(of=("self",)).select_related("by").get(pk=run)
        keeping.apply(found, by=found.by, progress=progress)
    return reverse("kernel:import_run", args=[run])
