"""Long work: seen while it runs, broken off when its worker dies, never done by two at once."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from nov.kernel.models import Job, User
from nov.kernel.progress import FAULT, Progress, background, take_up

SEEN: list = []


@background("Tellen")
def count(progress: Progress, *, to: int) -> str:
    for number in progress.each(range(1, to + 1), "Getal"):
        SEEN.append(number)
    return "/geteld/"


@background("Weigeren")
def refuse(progress: Progress) -> str:
    progress.step("Kijken")
    raise ValidationError("Er is geen begroting voor 2023.")


@background("Stukgaan")
def break_down(progress: Progress) -> str:
    raise ZeroDivisionError


@background("Ongedaan maken")
def undo(progress: Progress, *, name: str) -> str:
    with transaction.atomic():
        User.objects.filter(name="Anouk").update(name=name)
        progress.total(3)
        progress.step("Halverwege")
        SEEN.append(seen_from_outside())
        transaction.set_rollback(True)
    return ""


def seen_from_outside():
    """What another connection sees of the only job."""
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute("select state, done, total, step from kernel_job")
            return cursor.fetchone()
    finally:
        aside.close()


@pytest.fixture(autouse=True)
def nothing_seen():
    SEEN.clear()


@pytest.fixture
def anouk(committed):
    return User.objects.create_user("anouk@nov.example", name="Anouk", roles=["bureau"])


def stand(job):
    now = Job.objects.with_life().get(pk=job.pk)
    return now.words, now.done, now.total, now.result_url, now.problem


def test_the_work_is_done_and_its_result_stands_there(anouk):
    job = count.start(by=anouk, to=3)
    assert stand(job) == ("wacht", 0, None, "", "")

    count.run(job.pk)

    assert SEEN == [1, 2, 3]
    assert stand(job) == ("klaar", 3, 3, "/geteld/", "")
    now = Job.objects.get()
    assert (now.what, now.started_by, now.attempts) == ("Tellen", anouk, 1)
    assert now.created_at < now.started_at <= now.finished_at


def test_the_work_can_be_done_here_and_now():
    assert count(to=2) == "/geteld/"
    assert SEEN == [1, 2]


def test_a_job_of_a_transaction_that_is_undone_never_was(anouk):
    with pytest.raises(RuntimeError), transaction.atomic():
        count.start(by=anouk, to=3)
        raise RuntimeError

    assert (Job.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_asking_puts_one_task_in_the_queue(anouk):
    job = count.start(by=anouk, to=3, what="Tellen tot drie")

    queued = ProcrastinateJob.objects.get()
    assert (queued.task_name, queued.args, queued.status) == (count.name, {"job_id": job.pk}, "todo")
    assert Job.objects.get().what == "Tellen tot drie"


def test_how_far_it_is_is_seen_while_the_works_transaction_is_open(anouk):
    job = undo.start(by=anouk, name="Iemand anders")

    undo.run(job.pk)

    assert SEEN == [("running", 0, 3, "")]
    assert User.objects.get().name == "Anouk"
    assert stand(job)[0] == "klaar"


def test_a_refusal_is_said_in_its_own_words_and_a_fault_in_ours(anouk):
    refused, broken = refuse.start(by=anouk), break_down.start(by=anouk)

    refuse.run(refused.pk)
    break_down.run(broken.pk)

    assert stand(refused) == ("niet gelukt", 1, None, "", "Er is geen begroting voor 2023.")
    assert stand(broken) == ("niet gelukt", 0, None, "", FAULT)


def test_work_that_is_done_is_not_done_again(anouk):
    job = count.start(by=anouk, to=2)
    count.run(job.pk)
    count.run(job.pk)

    assert SEEN == [1, 2]
    assert not take_up(Job.objects.get())


def test_what_failed_can_be_taken_up(anouk):
    job = refuse.start(by=anouk)
    refuse.run(job.pk)

    assert take_up(job)
    assert stand(job) == ("wacht", 0, None, "", "")
    assert ProcrastinateJob.objects.count() == 2


def test_what_is_done_in_a_job_is_by_who_asked(anouk):
    from nov.kernel.history import history_of

    @background("Noemen")
    def rename(progress: Progress) -> str:
        User.objects.filter(name="Anouk").update(name="Anouk Terpstra")
        return ""

    rename.run(rename.start(by=anouk).pk)

    change = history_of(User.objects.get())[0]
    assert (change.who, change.why) == ("Anouk Terpstra", "Noemen")


def test_two_workers_do_not_do_one_job_both(anouk):
    job, inside, out = count.start(by=anouk, to=2), threading.Event(), threading.Event()

    @background("Wachten")
    def wait(progress: Progress, *, to: int) -> str:
        inside.set()
        out.wait(20)
        return "/een/"

    def work():
        wait.run(job.pk)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait(20)
    count.run(job.pk)  # the second worker finds it taken
    assert (SEEN, stand(job)[0], take_up(job)) == ([], "bezig", False)
    out.set()
    thread.join()

    assert stand(job)[:4] == ("klaar", 0, None, "/een/")


CHILD = """
import logging, os, sys, django
django.setup()
from django.db import connection
connection.settings_dict.update(NAME=sys.argv[1])
from nov.kernel.progress import background
@background("Hangen")
def hang(progress, to):
    progress.total(10)
    print("bezig", flush=True)
    import time; time.sleep(60)
hang.run(int(sys.argv[2]))
"""


def test_a_job_whose_worker_is_killed_is_broken_off_and_can_be_taken_up(anouk):
    job = count.start(by=anouk, to=2)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "nov.settings", "SECRET_KEY": "x" * 50}
    worker = subprocess.Popen(
        [sys.executable, "-c", CHILD, connection.settings_dict["NAME"], str(job.pk)],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    first = worker.stdout.readline()
    assert first == "bezig\n", worker.stdout.read()
    assert stand(job) == ("bezig", 0, 10, "", "")

    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for _ in range(100):
        if stand(job)[0] == "afgebroken":
            break
        time.sleep(0.1)

    assert stand(job) == ("afgebroken", 0, 10, "", "")
    assert take_up(job)
    count.run(job.pk)
    assert stand(job) == ("klaar", 2, 2, "/geteld/", "")


@pytest.mark.django_db
def test_the_page_shows_how_far_it_is_to_who_asked(client, bureau, director):
    job = Job.objects.create(what="Jaarverslag maken", task="x", started_by=bureau, state="waiting", done=3, total=12)
    client.force_login(bureau)

    page = client.get(job.get_absolute_url()).content.decode()
    part = client.get(reverse("kernel:job_state", args=[job.pk])).content.decode()

    assert f'hx-get="/taken/{job.pk}/stand/" hx-trigger="every 2s"' in page
    assert '<progress aria-label="Jaarverslag maken" max="12" value="3"></progress>' in part
    assert "3 van 12" in part
    assert part.strip().startswith("<div")
    Job.objects.update(state="done", result_url="/verslag/", finished_at="2024-04-15T12:32:00Z")
    part = client.get(reverse("kernel:job_state", args=[job.pk])).content.decode()
    assert "Klaar om 14.32 uur" in part
    assert 'href="/verslag/"' in part
    assert "hx-get" not in part
    client.force_login(director)
    paths = [job.get_absolute_url(), reverse("kernel:job_state", args=[job.pk])]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.post(reverse("kernel:job_take_up", args=[job.pk])).status_code == 404


@pytest.mark.django_db
def test_a_broken_off_job_has_a_button(client, bureau):
    job = Job.objects.create(what="Tellen", task=count.name, arguments={"to": 2}, started_by=bureau, state="running")
    client.force_login(bureau)

    page = client.get(job.get_absolute_url()).content.decode()
    assert "<b>Afgebroken</b>" in page
    assert 'type="submit">Hervatten' in page
    assert client.get(reverse("kernel:job_take_up", args=[job.pk])).status_code == 405
    client.post(reverse("kernel:job_take_up", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "waiting"
    assert "Wacht op een vrije werker" in client.get(job.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_jobs_costs_the_same_however_long(client, bureau, django_assert_num_queries, rows):
    Job.objects.bulk_create(Job(what="Tellen", task="x", started_by=bureau) for _ in range(rows))
    client.force_login(bureau)

    with django_assert_num_queries(4):  # session, user, count, rows
        html = client.get(reverse("kernel:jobs")).content.decode()
    assert html.count("<tr>") == rows + 1
