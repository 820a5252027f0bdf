"""Collecting the bases: who is asked, what a member answers behind its link, what the bureau does with it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from finance.models import FiscalYear
from members import asking, mutations
from members.contributions import draft_run, finalise_run, preview
from members.declarations import accept, answer, begin_round, give_back, remind
from members.models import BaseRequest, Contribution, DeclaredBase
from members.organisations import add_contact
from members.tariffs import ContributionError, TariffRow, adopt_tariffs, declare_bases
from nov.kernel import links
from nov.kernel.models import Message, PersonalLink
from tests.members.pages import errors, held_by, sent, text

D, E = date, Decimal
ASKED, LAST = D(2023, 11, 6), D(2023, 12, 8)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.NOV_TODAY = ASKED


@pytest.fixture
def brug(member, categories):
    """De Brug, a member with a general contact, that declared € 100.000 for 2022."""
    found = held_by(member("De Brug"))
    add_contact(found, name="Fenna Bakker", email="fenna@brug.example")
    base(found, categories.VO, 2022, 100_000)
    return found


def base(organisation, category, year, amount, source="opgave"):
    fields = {"amount": E(amount), "declared_on": D(year, 11, 1), "source": source}
    declare_bases([DeclaredBase(organisation=organisation, category=category, year=year, **fields)])


@pytest.fixture
def asked(brug, by):
    """The round over 2023."""
    return begin_round(year=2023, last_day=LAST, notable=25, subject=asking.SUBJECT, text=asking.TEXT, on=ASKED, by=by)


@pytest.fixture
def tariffs(categories, decision):
    """Of 2024: A from 0 € 215, B from 100.001 € 375."""
    for year in (2023, 2024):
        FiscalYear.objects.create(year=year)
    rows = [TariffRow(categories.VO, "A", E(0), E(215)), TariffRow(categories.VO, "B", E(100_001), E(375))]
    adopt_tariffs(first_day=D(2024, 1, 1), decision=decision, rows=rows)


def run(by, **fields):
    return draft_run(2024, invoice_date=D(2024, 1, 31), due=D(2024, 3, 1), by=by, **fields)


def state(organisation) -> tuple:
    """The verdict on the answer of an organisation, and the base of 2023 that counts."""
    declared = DeclaredBase.objects.filter(organisation=organisation, year=2023).first()
    return organisation.base_requests.get().verdict, declared and declared.amount


def mails() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("to", "subject"))


def page_of(organisation) -> str:
    return links.address("members:declare", PersonalLink.objects.get(object_id=organisation.base_requests.get().pk))


# ------------------------------------------------------------------------------------- asking and reminding


def test_every_member_of_next_year_with_a_base_is_asked_once(brug, member, categories, by, noted):
    member("Dambond", "SB")  # its class follows from nothing
    gone = member("Vertrekt")
    mutations.dissolve(gone, last_day=D(2023, 12, 31), received_on=D(2023, 9, 1), **noted)
    member("Januari", first_day=D(2024, 1, 1))
    known = held_by(member("Al bekend"))
    base(known, categories.VO, 2023, 7000, "jaarrekening")
    add_contact(held_by(member("Zonder post")), name="Zoë", email="zoë@post.example")  # no mail goes there

    round = begin_round(year=2023, last_day=LAST, notable=25, subject="S", text="{link}", on=ASKED, by=by)

    assert [(str(one.organisation), one.former, one.former_year, one.sent_to) for one in round.requests.all()] == [
        ("Al bekend", None, None, ""),
        ("De Brug", 100_000, 2022, "fenna@brug.example"),
        ("Januari", None, None, ""),
        ("Zonder post", None, None, ""),
    ]
    assert mails() == [("fenna@brug.example", "S")]


def test_the_mail_is_filled_in_and_leads_to_the_page(asked, brug):
    mail = Message.objects.get()

    assert mail.subject == "Jullie opgave voor de contributie 2024"
    assert mail.body.startswith(
        "Beste Fenna Bakker,\n\nJullie contributie van 2024 volgt uit de lasten per jaar in euro van De Brug over 2023. Wil je"
        " die uiterlijk 8\xa0december\xa02023 opgeven?"
    )
    assert "Wat wij nu weten: €\xa0100.000 over 2022." in mail.body
    assert re.search(r"http\S+", mail.body)[0] == page_of(brug)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Geen link", "Zonder {link} kan niemand antwoorden."),
        ("{link} {bedrag}", "‘{bedrag}’ kan niet ingevuld worden."),
    ],
)
def test_a_text_that_cannot_work_is_refused(bureau, brug, text, said):
    answer = sent(bureau, "declarations_new", year="2023", last_day="8-12-2023", notable="25", subject="S", text=text)

    assert said in errors(answer)[0]
    assert not Message.objects.exists()


def test_who_is_silent_is_reminded_once_a_day_and_who_came_since_is_asked(asked, brug, member, by):
    late = {"last_day": D(2023, 12, 22), "subject": "Nog eens", "text": "{link}", "by": by}
    add_contact(held_by(member("De Haven", first_day=D(2023, 11, 20))), name="Bo", email="bo@haven.example")

    assert remind(asked, on=D(2023, 12, 11), **late) == 2
    with pytest.raises(ValidationError, match="vandaag al een herinnering"):
        remind(asked, on=D(2023, 12, 11), **late)
    for one in BaseRequest.objects.all():
        answer(one, amount=E(100_000), on=D(2023, 12, 12))
    with pytest.raises(ValidationError, match="Iedereen heeft geantwoord"):
        remind(asked, on=D(2023, 12, 13), **late)

    assert [to for to, subject in mails() if subject == "Nog eens"] == ["bo@haven.example", "fenna@brug.example"]
    assert list(BaseRequest.objects.values_list("organisation__name", "reminders")) == [("De Brug", 1), ("De Haven", 0)]
    assert set(PersonalLink.objects.values_list("last_day", flat=True)) == {D(2023, 12, 22)}


# ------------------------------------------------------------------------------------------- the member's page


def test_a_member_answers_without_an_account_and_twice_is_once(asked, brug):
    visitor, url = Client(), page_of(brug)
    assert "Wat wij nu weten € 100.000 over 2022" in text(visitor.get(url))
    for _ in range(2):
        answer = visitor.post(url, {"amount": "€ 110.000", "name": "Fenna", "remark": ""})
        assert (answer.status_code, answer.url) == (302, re.sub(r"https?://[^/]+", "", url))

    assert state(brug) == ("akkoord", E(110_000))
    assert "Bedankt Jullie opgave van 6 november 2023 is ontvangen: € 110.000." in text(visitor.get(url))
    assert not visitor.cookies
    last = apps.get_model("members.baserequestevent").objects.latest("pgh_id")
    assert last.pgh_context["why"] == "Opgave via de persoonlijke link, door Fenna"


@pytest.mark.parametrize("amount", ["", "veel", "-5"])
def test_what_is_no_amount_is_said_at_the_field(asked, brug, amount):
    answer = Client().post(page_of(brug), {"amount": amount, "name": "Fenna"})

    assert len(errors(answer)) == 1
    assert state(brug) == ("", None)


def test_a_link_that_lapsed_shows_a_plain_page(asked, brug, settings):
    settings.NOV_TODAY = D(2023, 12, 9)

    answer = Client().post(page_of(brug), {"amount": "5", "name": "Fenna"})

    assert (answer.status_code, "Deze link werkt niet" in text(answer), state(brug)) == (404, True, ("", None))


def test_after_the_invoice_nothing_changes_any_more(asked, brug, tariffs, by):
    finalise_run(run(by), on=ASKED, by=by)

    answer = Client().post(page_of(brug), {"amount": "5", "name": "Fenna"})

    assert "De contributie van 2024 is gefactureerd; deze opgave verandert niet meer." in text(answer)
    assert state(brug) == ("", None)


# --------------------------------------------------------------------------------------------- what stands out


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("125000", ("akkoord", E(125_000))),
        ("125000.01", ("beoordelen", None)),
        ("75000", ("akkoord", E(75_000))),
        ("74999.99", ("beoordelen", None)),
    ],
)
def test_a_quarter_more_or_less_is_looked_at_first(asked, brug, amount, expected):
    answer(brug.base_requests.get(), amount=E(amount), on=ASKED)

    assert state(brug) == expected


def test_from_how_much_it_stands_out_is_a_setting(asked, brug):
    asked.notable = 10
    asked.save()

    answer(brug.base_requests.get(), amount=E(111_000), on=ASKED)

    assert state(brug) == ("beoordelen", None)


def test_an_answer_that_waits_stops_the_run_until_the_bureau_accepts_it(asked, brug, tariffs, by, bureau):
    answer(brug.base_requests.get(), amount=E(200_000), on=ASKED, name="Fenna")
    draft = run(by)
    charge = preview(draft).charges[0]
    assert (charge.problem, charge.mend) == (
        "de opgave van €\xa0200.000 wijkt sterk af van de vorige en is nog niet beoordeeld",
        brug.base_requests.get().get_absolute_url(),
    )
    with pytest.raises(ContributionError, match="kan nog geen factuur krijgen"):
        finalise_run(draft, on=ASKED, by=by)

    page = bureau.get(charge.mend)
    assert "€ 200.000 (+100%), op 6 november 2023 door Fenna" in text(page)
    sent(bureau, "declaration", brug.base_requests.get().pk, verdict="akkoord")

    assert state(brug) == ("akkoord", E(200_000))
    made = finalise_run(draft, on=ASKED, by=by)
    assert [(one.tariff.klass, one.amount, one.estimated) for one in made] == [("B", 375, False)]


def test_an_answer_that_is_sent_back_is_answered_again(asked, brug, bureau):
    request = answer(brug.base_requests.get(), amount=E(10), on=ASKED)
    assert errors(sent(bureau, "declaration", request.pk, verdict="terug")) == [
        "Schrijf wat je van het lid wilt weten."
    ]

    sent(bureau, "declaration", request.pk, verdict="terug", why="Is dit in duizenden?")

    assert state(brug) == ("terug", None)
    assert "Is dit in duizenden?" in Message.objects.get(subject__startswith="Een vraag").body
    url = page_of(brug)
    assert "Een vraag van het bureau Jullie gaven € 10 op. Is dit in duizenden?" in text(Client().get(url))
    Client().post(url, {"amount": "100000", "name": "Fenna"})
    assert state(brug) == ("akkoord", E(100_000))


def test_a_question_after_the_last_day_comes_with_a_link_that_works(asked, brug, by, settings):
    settings.NOV_TODAY = D(2024, 1, 8)
    for times in (1, 2):
        request = answer(brug.base_requests.get(), amount=E(10), on=LAST)
        give_back(request, why="Klopt dit?", on=D(2024, 1, 8), by=by)
        assert Message.objects.filter(subject__startswith="Een vraag").count() == times

    page = text(Client().get(page_of(brug)))
    assert "Een vraag van het bureau" in page
    assert "Antwoord tot en met 22 januari 2024" in page
    asked.refresh_from_db()
    assert asked.last_day == LAST


def test_a_question_to_nobody_is_refused(asked, brug, by):
    request = answer(brug.base_requests.get(), amount=E(10), on=ASKED)
    brug.contacts.all().delete()

    with pytest.raises(ValidationError, match="Er is geen e-mailadres"):
        give_back(request, why="Klopt dit?", on=ASKED, by=by)

    assert state(brug) == ("beoordelen", None)


def test_a_base_that_the_bureau_sets_settles_the_answer_that_waited(asked, brug, categories, bureau):
    answer(brug.base_requests.get(), amount=E(10), on=ASKED)
    fields = {"category": categories.VO.pk, "year": "2023", "amount": "90.000", "declared_on": "1-12-2023"}

    sent(bureau, "base", brug.pk, **fields, source="schatting")

    assert state(brug) == ("terug", E(90_000))


def test_the_same_answer_with_more_to_say_keeps_its_verdict(asked, brug):
    accept(answer(brug.base_requests.get(), amount=E(200_000), on=ASKED, name="Fenna"))

    Client().post(page_of(brug), {"amount": "200000", "name": "Fenna", "remark": "Een erfenis"})

    assert (state(brug), brug.base_requests.get().remark) == (("akkoord", E(200_000)), "Een erfenis")


def test_what_was_judged_meanwhile_is_not_judged_again(asked, brug, by):
    request = answer(brug.base_requests.get(), amount=E(10), on=ASKED)
    accept(request)

    with pytest.raises(ValidationError, match="intussen beoordeeld of veranderd"):
        give_back(request, why="?", on=ASKED, by=by)


# -------------------------------------------------------------------------------------------------- estimates


@pytest.mark.parametrize(
    ("year", "source", "said"),
    [
        (None, "", "grondslag geschat op €\xa0100.000: over 2023 is niets opgegeven, dus de laatst bekende, over 2022, opgave"
            " van 01-11-2022"),
        (2023, "schatting", "grondslag geschat op €\xa080.000 over 2023, schatting van het bureau van 01-11-2023"),
    ],
)  # fmt: skip
def test_an_estimate_is_called_one_in_the_run_and_after_it(asked, brug, categories, tariffs, by, year, source, said):
    if year:
        base(brug, categories.VO, year, 80_000, source)
    draft = run(by)

    charge = preview(draft).charges[0]
    assert (charge.notes, said in charge.explanation) == (("grondslag geschat",), True)
    finalise_run(draft, on=ASKED, by=by)
    assert (Contribution.objects.get().estimated, Contribution.objects.get().explanation) == (True, charge.explanation)


# -------------------------------------------------------------------------------------------- the list of answers


def test_the_list_says_who_answered_what(asked, brug, member, categories, by, bureau, django_assert_num_queries):
    url = reverse("members:declarations")
    bureau.get(url)  # warm
    with django_assert_num_queries(7):
        assert "De Brug Geen antwoord Vrijwilligersorganisatie € 100.000 – – Geen antwoord € 100.000 ja" in text(
            bureau.get(url)
        )
    for name, amount, source in (("Haven", 90_000, "opgave"), ("Kade", 60_000, "schatting")):
        other = held_by(member(name))
        base(other, categories.VO, 2022, 100_000)
        base(other, categories.VO, 2023, amount, source)
    remind(asked, last_day=LAST, subject="S", text="{link}", on=ASKED, by=by)
    answer(brug.base_requests.get(), amount=E(150_000), on=ASKED)

    with django_assert_num_queries(7):
        page = text(bureau.get(url))

    assert (
        "De Brug Beoordelen Vrijwilligersorganisatie € 100.000 € 150.000 50 Beoordelen € 100.000 ja 06-11-2023 1"
        in page
    )
    assert "Haven Opgegeven Vrijwilligersorganisatie € 100.000 € 90.000 −10 Opgegeven € 90.000 nee" in page
    assert "Kade Geschat Vrijwilligersorganisatie € 100.000 € 60.000 −40 Geschat € 60.000 ja" in page
    for query, names in (
        ("stand=Opgegeven", {"Haven"}),
        ("afwijkend=ja", {"De Brug", "Kade"}),
        ("q=kad", {"Kade"}),
        ("sort=-change", {"De Brug", "Haven", "Kade"}),
    ):
        file = b"".join(bureau.get(f"{url}?{query}&export=csv")).decode()
        assert {name for name in ("De Brug", "Haven", "Kade") if name in file} == names


def test_a_sheet_is_judged_as_an_answer(asked, brug, by, tmp_path):
    from members.imports import BASES
    from nov.kernel.imports import run_import

    file = tmp_path / "opgaven.csv"
    file.write_text(
        f"Lidnummer;Jaar;Grondslag;Opgegeven op;Herkomst\n{brug.code};2023;200.000;10-11-2023;Opgave van het lid\n"
    )
    outcomes = [run_import(BASES, file, by=by, dry_run=dry) for dry in (True, False, False)]

    assert state(brug) == ("beoordelen", None)
    assert [one.counts for one in outcomes] == [{"nieuw": 1}, {"nieuw": 1}, {"ongewijzigd": 1}]
