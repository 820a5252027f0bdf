"""The contributie of 2024 made by the bureau, from the demo as it was when 2023 had ended: how many clicks it takes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from finance.models import Decision
from members import tasks
from members.declarations import answer, silent
from members.models import BaseRequest, BaseRound, Contribution, ContributionRun, DeclaredBase
from members.tariffs import declare_bases
from nov.kernel.models import Job, Message, User

D = date

# What the demo did for 2024 is taken away, past the guards: tariffs, what was asked and declared, rounds and invoices.
UNDONE = """
SET session_replication_role = replica;
DELETE FROM members_contribution WHERE year = 2024;
DELETE FROM members_contributionrun WHERE year = 2024;
DELETE FROM members_tariff WHERE table_id IN (SELECT id FROM members_tarifftable WHERE first_day = '2024-01-01');
DELETE FROM members_tarifftable WHERE first_day = '2024-01-01';
DELETE FROM members_declaredbase WHERE year = 2023 AND declared_on > '2023-11-05';
DELETE FROM members_baserequest;
DELETE FROM members_baseround;
DELETE FROM kernel_message;
DELETE FROM kernel_personallink;
UPDATE finance_invoice SET request = NULL WHERE reference = 'contributie 2024';
RESET session_replication_role;
"""


class Bureau:
    """Somebody of the bureau at work: every page that is opened and every form that is sent is a click."""

    def __init__(self) -> None:
        self.browser, self.clicks = Client(), 0
        user = User.objects.get(email="anouk@demo.nov.example")
        self.browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def look(self, url: str):
        """Open a page."""
        self.clicks += 1
        page = self.browser.get(url)
        assert page.status_code == 200, url
        self.page = page.content.decode()
        return self.page

    def send(self, url: str, **fields: str) -> str:
        """Send the form of the page that is open, as it was filled in beforehand but for these fields, and go where it leads."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page))
        typed = dict(re.findall(r'<input type="text" name="(\w+)" value="([^"]*)"', self.page))
        typed |= dict(re.findall(r'<input type="number" name="(\w+)" value="([^"]*)"', self.page))
        typed |= {n: v.lstrip() for n, v in re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', self.page)}
        answer = self.browser.post(url, {**typed, **hidden, **fields})
        assert answer.status_code == 302, re.findall(r'error-text"[^>]*>([^<]*)', answer.content.decode())
        self.look(answer.url)
        return answer.url


@pytest.fixture
def end_of_2023(demo_committed, as_superuser):
    """The demo on 6 November 2023, with nothing done for 2024."""
    kept = list(DeclaredBase.objects.filter(year=2023, declared_on__gt=D(2023, 11, 5)))
    with as_superuser() as superuser:
        superuser.execute(UNDONE)
    return kept


def test_the_contributie_of_2024_takes_a_morning(end_of_2023, settings):
    anouk, decided = Bureau(), "/beheer/finance/decision/add/"

    # the tariffs, as the general meeting decided: 5% more, in multiples of € 5
    settings.NOV_TODAY = D(2023, 11, 6)
    anouk.look(decided)
    anouk.send(decided, body="alv", kind="tarieven", date="4-11-2023", number="ALV-2023-11/9", subject="Tarieven 2024")
    tariffs = reverse("members:tariffs")
    asked = {"year": "2024", "percentage": "5", "step": "5"}
    anouk.look(tariffs)
    anouk.look(f"{tariffs}?year=2024&percentage=5&step=5")
    anouk.send(tariffs, **asked, decision=str(Decision.objects.get(number="ALV-2023-11/9").pk))
    assert anouk.clicks == 5

    # the bases: everybody is asked, most answer, who is silent is reminded
    anouk.look(reverse("members:declarations"))
    anouk.look(reverse("members:declarations_new"))
    anouk.send(reverse("members:declarations_new"), year="2023")
    assert anouk.clicks == 8
    assert (BaseRequest.objects.count(), Message.objects.count()) == (284, 239)
    requests = {one.organisation_id: one for one in silent(BaseRound.objects.get()).select_related("round")}
    declare_bases(end_of_2023[12:])
    for place, base in enumerate(end_of_2023[:12]):
        one = requests[base.organisation_id]
        answer(one, amount=(one.former or base.amount) * (1 if place % 4 else 2), on=D(2023, 11, 20))
    waiting = BaseRequest.objects.filter(verdict="beoordelen").count()
    settings.NOV_TODAY = D(2023, 12, 4)
    anouk.look(reverse("members:declarations_remind"))
    anouk.send(reverse("members:declarations_remind"))
    assert anouk.clicks == 10

    # what stands out: one click from the start page, then one for each
    settings.NOV_TODAY = D(2024, 1, 8)
    start = anouk.look("/")
    url = re.search(r'href="([^"]*stand=Beoordelen)"', start)[1].replace("&amp;", "&")
    page = anouk.look(url)
    next_one = re.search(r'href="(/leden/contributie/opgaven/\d+/)"', page)[1]
    anouk.look(next_one)
    for _ in range(waiting):
        next_one = anouk.send(next_one, verdict="akkoord")
    assert (waiting, anouk.clicks) == (3, 16)

    # the round: a draft, what stands out in it, final
    new = reverse("members:run_new")
    anouk.look(reverse("members:runs"))
    anouk.look(new)
    draft = anouk.send(new, year="2024", invoice_date="31-1-2024", due="1-3-2024", category="")
    assert "Eerst op te lossen" not in anouk.page
    final = reverse("members:run_finalise", args=[ContributionRun.objects.get(year=2024).pk])
    anouk.look(final)
    anouk.send(final, seen=re.search(r'name="seen" value="([^"]*)"', anouk.page)[1])
    assert tasks.finalise(**Job.objects.latest("pk").arguments) == draft
    anouk.look(draft)

    # 183.525 by the classes of the bases so far, and of the three that doubled one went from A to B and one from C to D
    made = Contribution.objects.filter(year=2024)
    assert (anouk.clicks, made.count(), made.aggregate(sum=Sum("amount"))["sum"]) == (22, 373, Decimal(184_015))
