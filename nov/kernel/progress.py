"""Long work outside the page that asked for it, with how far it is.

    @background("Jaarverslag maken")
    def make_report(progress: Progress, *, year: int) -> str:
        for chapter in progress.each(chapters(year), "Hoofdstuk"):
            ...
        return reverse("reports:document", args=[year])     # where the result stands, or "" when there is nothing to see

    job = make_report.start(by=request.user, year=2023)     # in a view; then redirect(job)

Such functions live in a `tasks.py`. A job is a row and a task of procrastinate, both of which vanish when the asking
transaction does. The work itself is not wrapped in a transaction; how far it is goes through a connection of its own, so
that it can be seen while the work's transaction is still open. While it runs, that connection holds an advisory lock with
the job's number: the lock goes when the process dies, in whatever way, so that a row that says "bezig" without a lock is
a job that was broken off. It can be taken up again, and the same lock keeps two workers from doing it both.
Work that can be taken up twice must have one effect: one transaction, or steps that look at what is there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from procrastinate.contrib.django import app

from nov.kernel.history import acting
from nov.kernel.models import Job, User
from nov.kernel.models.jobs import JOB_LOCK

Item = TypeVar("Item")
Work = Callable[..., str | None]
OFTEN_ENOUGH = 0.5  # seconds between two writes of how far it is
FAULT = "Er ging iets mis dat niet aan jou ligt. Het is vastgelegd in het logboek; probeer het later nog eens."
log = logging.getLogger(__name__)


class Progress:
    """How far a job is. `total` and `step` may be called as often as one likes: they are written twice a second."""

    def __init__(self, job: Job | None = None, aside: BaseDatabaseWrapper | None = None) -> None:
        self._job, self._aside = job, aside
        self._done, self._step, self._written = 0, "", 0.0
        self._total: int | None = None

    def total(self, count: int) -> None:
        """How many steps it will be."""
        self._total = count
        self._write(now=True)

    def step(self, name: str = "", done: int | None = None) -> None:
        """One step further (or at `done`), at what is called `name`."""
        self._done = self._done + 1 if done is None else done
        self._step = name or self._step
        self._write(now=False)

    def each(self, items: Sequence[Item], name: str = "") -> Iterator[Item]:
        """The items one by one, each of them a step."""
        self.total(len(items))
        for item in items:
            yield item
            self.step(name)

    def flush(self) -> None:
        """Write how far it is now."""
        self._write(now=True)

    def _write(self, *, now: bool) -> None:
        if self._aside is None or self._job is None or not (now or time.monotonic() - self._written > OFTEN_ENOUGH):
            return
        self._written = time.monotonic()
        _update(self._aside, self._job, done=self._done, total=self._total, step=self._step[:200])


SILENT = Progress()  # for the same work in a page or a command, where nobody watches


class Background:
    """A function that runs as a job; calling it does the work here and now."""

    def __init__(self, work: Work, title: str) -> None:
        self.work, self.title = work, title
        self.name = f"{work.__module__}.{work.__qualname__}"
        self.task = app.task(name=self.name)(self.run)

    def __call__(self, progress: Progress = SILENT, **arguments: Any) -> str | None:
        return self.work(progress, **arguments)

    def start(self, *, by: User, what: str = "", **arguments: Any) -> Job:
        """Ask for the work; the arguments must fit in JSON. `what` says what it is about, else the title does."""
        with transaction.atomic():
            job = Job.objects.create(what=what or self.title, task=self.name, arguments=arguments, started_by=by)
            self.task.defer(job_id=job.pk)
        return job

    def run(self, job_id: int) -> None:
        """Do the work of a job unless it is done already or another worker is at it; for the job queue."""
        with _alone_with(job_id) as aside:
            job = Job.objects.filter(pk=job_id).select_related("started_by").first() if aside else None
            if aside is None or job is None or job.state in (Job.State.DONE, Job.State.FAILED):
                return
            _update(aside, job, state="running", started_at="now", attempts=job.attempts + 1, done=0, problem="")
            progress = Progress(job, aside)
            try:
                with acting(job.started_by, job.what):
                    result = self.work(progress, **job.arguments)
                    progress.flush()
            except ValidationError as error:
                _update(aside, job, state="failed", finished_at="now", problem=" ".join(error.messages))
            except Exception:
                log.exception("job %s failed (%s)", job.pk, self.name)
                _update(aside, job, state="failed", finished_at="now", problem=FAULT)
            else:
                _update(aside, job, state="done", finished_at="now", result_url=result or "")


def background(title: str) -> Callable[[Work], Background]:
    """Make a function a piece of work that runs as a job."""
    return lambda work: Background(work, title)


def take_up(job: Job) -> bool:
    """Let a job that was broken off or failed begin again; whether it did. Nothing happens to one that runs."""
    with transaction.atomic():
        now = Job.objects.with_life().select_for_update(of=("self",)).get(pk=job.pk)
        if not (now.is_broken_off or now.state == Job.State.FAILED):
            return False
        Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, done=0, step="", problem="", finished_at=None)
        app.configure_task(now.task).defer(job_id=now.pk)
    return True


@contextmanager
def _alone_with(job_id: int) -> Iterator[BaseDatabaseWrapper | None]:
    """A connection of its own that holds the job's lock; None if another holds it."""
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s, %s)", [JOB_LOCK, job_id])
            mine = cursor.fetchone()[0]
        yield aside if mine else None
    finally:
        aside.close()


def _update(aside: BaseDatabaseWrapper, job: Job, **columns: Any) -> None:
    """Write columns of the job through the connection aside; "now" is the database's clock."""
    parts = [f"{name} = now()" if value == "now" else f"{name} = %s" for name, value in columns.items()]
    values = [value for value in columns.values() if value != "now"]
    with aside.cursor() as cursor:
        cursor.execute(f"update kernel_job set {', '.join(parts)} where id = %s", [*values, job.pk])  # noqa: S608  # nosec B608
