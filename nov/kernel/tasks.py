"""What the kernel does by itself in the background; each of these may run twice without a second effect."""

from __future__ import annotations

from procrastinate.contrib.django import app

from nov.kernel import leftovers, outbox


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
