"""A whole year as the bureau plays it, page by page: who asks to be a member, pays, and leaves, and the bridge at the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse

from finance.banking.allocating import confirm
from finance.banking.matching import propose
from finance.invoices import outstanding
from finance.models import Decision, FiscalYear, Proposal
from finance.references import payment_reference
from members import tasks
from members.models import Application, Contribution, ContributionRun, Holder, Municipality, Organisation
from members.tariffs import TariffRow, adopt_tariffs
from nov.kernel.models import Job, Message
from nov.kernel.periods import Turn
from tests.finance.bank import account, camt, ntry, stmt, take_in
from tests.members.pages import sent, text

D = date


def test_a_year_at_the_bureau(visit, by, member, categories, decision, settings):
    bureau, director = visit("bureau"), visit("bureau", "directeur")
    for year in (2022, 2023, 2024):
        FiscalYear.objects.create(year=year)
    rows = [
        TariffRow(categories.SB, "–", Decimal(0), Decimal(195)),
        TariffRow(categories.VO, "A", Decimal(0), Decimal(205)),
    ]
    adopt_tariffs(first_day=D(2023, 1, 1), decision=decision, rows=rows)
    for name in ("Vroeg", "Laat", "Opgaand", "Blijvend", "Overgaand", "Samen een", "Samen twee"):
        member(name, "SB")
    of = {one.name: one for one in Organisation.objects.all()}

    # January: somebody asks to be a member, the board admits, a letter goes
    settings.NOV_TODAY = D(2023, 1, 16)
    where = {"municipality": Municipality.objects.get(name="Ede").pk, "sector": "sport"}
    sent(
        bureau, "organisation_new", name="Nieuwkomer", place="Ede", email="bestuur@nieuwkomer.example", **where
    )  # fmt: skip
    new = Organisation.objects.get(name="Nieuwkomer")
    sent(bureau, "application_new", new.pk, category=categories.SB.pk, received_on="9-1-2023", remark="")
    asked = Application.objects.get()
    seen = {"statutes_seen_on": "10-1-2023", "kvk_seen_on": "10-1-2023", "remark": ""}
    sent(bureau, "application_assess", asked.pk, category=categories.SB.pk, **seen)
    decided = {
        "kind": "anders",
        "body": "bestuur",
        "date": "16-1-2023",
        "number": "B-2023-01/1",
        "subject": "Toelating",
    }
    sent(bureau, "decision_new", **decided)
    board = Decision.objects.get(number="B-2023-01/1")
    sent(director, "application_admit", asked.pk, decision=board.pk, first_day="1-2-2023", explanation="")
    mutation = new.mutations.get()
    letter = reverse("members:letter", args=["mutatie", mutation.pk])
    assert "Nieuwkomer is vanaf 1 februari 2023 lid van NOV, als sportbond." in text(bureau.get(letter))
    bureau.post(letter, {"to": "bestuur@nieuwkomer.example", "subject": "Welkom", "body": "Welkom."})
    assert Message.objects.get().subject == "Welkom"

    # February: everybody is invoiced once, and pays over the bank but one
    settings.NOV_TODAY = D(2023, 2, 13)
    sent(bureau, "run_new", year="2023", invoice_date="13-2-2023", due="15-3-2023", category="")
    sent(bureau, "run_finalise", ContributionRun.objects.get().pk)
    tasks.finalise(**Job.objects.get().arguments)
    charged = list(Contribution.objects.select_related("invoice__year").order_by("organisation__name"))
    assert [one.amount for one in charged] == [Decimal(195)] * 8
    account()
    paid = [ntry("195.00", on="2023-03-01", text=payment_reference(one.invoice.code)) for one in charged[1:]]
    take_in(by, camt(stmt("0.00", *paid, closing=f"{195 * 7}.00")))
    propose()
    confirm(Proposal.objects.all(), by=by)
    assert outstanding(Turn(D(2023, 4, 1))) == {charged[0].invoice.code: Decimal(195)}

    # The year goes on: each way to merge, and notice on the last day in time and the first too late
    settings.NOV_TODAY = D(2023, 6, 1)
    for name in ("Erfgenaam", "Samen"):
        sent(bureau, "organisation_new", name=name, place="Ede", **where)
    of |= {one.name: one for one in Organisation.objects.all()}
    for name, into, beside in (
        ("Opgaand", "Blijvend", None), ("Overgaand", "Erfgenaam", None), ("Samen een", "Samen", "Samen twee"),
    ):  # fmt: skip
        sent(
            bureau, "merge_into", of[name].pk, received_on="1-6-2023", into=of[into].pk, last_day="30-6-2023",
            together_with=of[beside].pk if beside else "",
        )  # fmt: skip
    for name, received in (("Vroeg", "3-12-2023"), ("Laat", "4-12-2023")):
        settings.NOV_TODAY = D(2023, 12, 5)
        sent(bureau, "resign", of[name].pk, received_on=received, last_day="", reason="kosten", decision="")

    page = text(bureau.get(reverse("members:headcount"), {"jaar": "2023"}))
    assert "Sportbonden 7 1 3 0 0 5" in page
    assert "Fusie, overname of opheffing 2 Kosten van het lidmaatschap 1" in page
    held = Holder.objects.on(D(2024, 1, 1)).order_by("organisation__name")
    assert [(one.organisation.name, one.last_day) for one in held] == [
        ("Blijvend", None), ("Erfgenaam", None), ("Laat", D(2024, 12, 31)), ("Nieuwkomer", None), ("Samen", None),
    ]  # fmt: skip
