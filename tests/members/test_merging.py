"""Two records of one organisation: they are found, judged, and merged without losing anything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from finance.invoices import outstanding
from finance.models import FiscalYear, Party
from members import assemblies, merging, mutations, organisations
from members.appointments import appoint
from members.contributions import draft_run, finalise_run
from members.meetings import record_meeting
from members.models import (
    Absorbed,
    Address,
    Application,
    BaseRequest,
    BaseRound,
    Category,
    Contact,
    ContactMoment,
    Contribution,
    DataCheck,
    DeclaredBase,
    Distinct,
    Holder,
    LikelyDuplicate,
    Organisation,
    Person,
    Reduction,
    Strength,
)
from members.tariffs import TariffRow, adopt_tariffs
from nov.kernel import links
from nov.kernel.attachments import attach
from nov.kernel.lists import searched
from nov.kernel.models import PersonalLink
from nov.kernel.periods import Turn
from programmes import desks, recording
from programmes.models import Application as GrantApplication
from programmes.models import (
    ApplicationRound,
    GrantScheme,
    LocalProject,
    Nominee,
    Participation,
    PrizeEdition,
    ProgrammePhase,
    QualityMark,
    Trajectory,
)
from tests.members.pages import TODAY, held_by, sent, text
from tests.programmes import making

D = date
NEW_YEAR = D(2024, 1, 1)


def merge(keep, origin, by, reason="Zelfde KvK-nummer"):
    return merging.merge(keep, origin, reason=reason, on=D(2024, 4, 15), by=by)


def rows_of(*both: Organisation) -> dict[str, int]:
    """How many rows of every related table point at one of these records."""
    counted = {}
    for model, name in merging.related():
        column = model._meta.get_field(name)
        here = [one.party_id for one in both] if column.remote_field.model is Party else [one.pk for one in both]
        counted[f"{model._meta.label}.{name}"] = model._base_manager.filter(**{f"{name}__in": here}).count()
    kind = ContentType.objects.get_for_model(Organisation)
    for model, one in merging.generic():
        rows = model._base_manager.filter(**{one.ct_field: kind, f"{one.fk_field}__in": [each.pk for each in both]})
        counted[model._meta.label] = rows.count()
    return counted


def member_days() -> int:
    """Days of membership up to 2024, all organisations together."""
    return sum((min(one.during.upper or NEW_YEAR, NEW_YEAR) - one.during.lower).days for one in Holder.objects.live())


@pytest.fixture
def keep(member, noted) -> Organisation:
    """A record that was a member long ago."""
    membership = member("De Brug", "VO", D(2010, 1, 1), kvk="01234567", street="Kadewal", house_number="1")
    mutations.resign(membership, last_day=D(2015, 12, 31), reason="kosten", received_on=D(2015, 10, 1), **noted)
    return held_by_once("De Brug")


def held_by_once(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


@pytest.fixture
def origin(member, by, categories, decision) -> Organisation:
    """The other record: a member with contribution."""
    FiscalYear.objects.create(year=2023)
    rows = [TariffRow(categories.VO, "A", Decimal(0), Decimal(205))]
    adopt_tariffs(first_day=D(2023, 1, 1), decision=decision, rows=rows)
    one = held_by(member("Stichting de Brug", "VO", D(2020, 1, 1), kvk="01234567", email="post@brug.example"))
    DeclaredBase.objects.create(
        organisation=one, category=categories.VO, year=2022, amount=1, declared_on=D(2022, 11, 1), source="opgave"
    )
    finalise_run(draft_run(2023, invoice_date=D(2023, 1, 31), due=D(2023, 3, 2), by=by), on=D(2023, 1, 31), by=by)
    return one


@pytest.fixture
def everything(origin, organisation, by, decision, categories, tmp_path, settings) -> Organisation:
    """The other record with a row in every table that points at organisations."""
    settings.MEDIA_ROOT = str(tmp_path)
    programme = making.programme("proef", "Proef")
    other = organisation("Tafelrond")
    always = DateRange(D(2022, 1, 1), None)
    desks.contract(making.desk(programme, "ede", "Ede"), origin, first_day=D(2023, 1, 1), hours_per_week=8)
    event = recording.record_event(programme, kind="sessie", date=D(2023, 5, 1), subject="Samen", by=by)
    event.hosts.add(origin)
    Trajectory.objects.create(programme=programme, organisation=origin, started_on=D(2023, 1, 1))
    mark = QualityMark.objects.create(
        programme=programme, organisation=origin, awarded_on=D(2020, 1, 1), valid_until=D(2023, 1, 1)
    )
    QualityMark.objects.create(
        programme=programme, organisation=origin, awarded_on=D(2023, 1, 1), valid_until=D(2026, 1, 1), renews=mark
    )
    Participation.objects.create(programme=programme, organisation=origin, role="deelnemer", during=always)
    edition = PrizeEdition.objects.create(
        programme=programme, year=2023, prize_money=1, place="Ede", ceremony_on=D(2023, 12, 7)
    )
    Nominee.objects.create(edition=edition, organisation=origin)
    phase = ProgrammePhase.objects.create(programme=programme, name="Begin", during=always)
    LocalProject.objects.create(
        programme=programme, phase=phase, title="Proef", place="Ede", province="gelderland", organisation=origin,
        during=always,
    )  # fmt: skip
    scheme = GrantScheme.objects.create(programme=programme, name="Regeling", funder="Fonds")
    found = ApplicationRound.objects.create(scheme=scheme, name="1", during=always)
    GrantApplication.objects.create(
        programme=programme, round=found, reference="A", submitted_on=D(2023, 1, 5), organisation=origin
    )
    origin.tags.set(organisations.tags_named(["sport"]))
    Organisation.objects.filter(pk=other.pk).update(umbrella=origin, payer=origin.party)
    Category.objects.filter(code="SB").update(collective_payer=origin.party)
    organisations.rename(origin, name="Stichting De Brug", first_day=D(2021, 1, 1))
    organisations.keep_address(
        origin, kind="post", street="Postbus 7", house_number="", postcode="6700 AA", place="Ede"
    )
    organisations.add_contact(origin, name="Anna Bos", email="anna@brug.example")
    Application.objects.create(
        organisation=origin, category=categories.VO, received_on=D(2019, 1, 1), outcome="ingetrokken", reason="Later"
    )
    Reduction.objects.create(organisation=origin, year=2024, share=Decimal("0.50"), decision=decision, reason="Brand")
    asked = BaseRound.objects.create(year=2023, last_day=D(2024, 3, 1), begun_on=D(2024, 1, 5), by=by)
    BaseRequest.objects.create(round=asked, organisation=origin, category=categories.VO)
    DataCheck.objects.create(organisation=origin, year=2023, asked_on=D(2023, 5, 1), last_day=D(2023, 6, 1))
    Strength.objects.create(organisation=origin, counted_on=D(2023, 1, 1), volunteers=10)
    ContactMoment.objects.create(organisation=origin, kind="gebeld", on=D(2023, 1, 1), text="Gesproken", by=by)
    third = organisation("Derde")
    Distinct.objects.create(first=origin, second=other, reason="Anders", on=TODAY, by=by)
    Distinct.objects.create(first=third, second=origin, reason="Anders", on=TODAY, by=by)
    attach(origin, SimpleUploadedFile("statuten.pdf", b"%PDF-1.7 statuten"), note="", by=by)
    links.give("proef", [origin], last_day=D(2024, 12, 31), by=by)
    jurre = Person.objects.create(name="Jurre")
    assemblies.register(record_meeting("alv", D(2023, 6, 16)), person=jurre, organisation=origin)
    appoint(jurre, body="kascommissie", role="lid", kind="vrijwilliger", first_day=D(2023, 6, 16), on_behalf_of=origin)
    loket = mutations.join(
        organisation("Loket"), category=categories.VO, first_day=D(2021, 1, 1), decision=decision,
        entered_on=D(2021, 1, 1), by=by,
    )  # fmt: skip
    noted = {"by": by, "entered_on": D(2023, 6, 1)}
    mutations.merge_into(loket, into=origin, last_day=D(2023, 6, 30), received_on=D(2023, 5, 1), **noted)
    merge(origin, organisation("Brug Oud"), by)
    origin.refresh_from_db()
    return origin


def test_merging_moves_every_row_of_every_table_and_loses_no_money_and_no_day(keep, everything, by):
    rows, days = rows_of(keep, everything), member_days()
    money = (sum(one.amount for one in Contribution.objects.all()), outstanding(Turn(NEW_YEAR)))
    assert [name for name, count in rows.items() if not count] == []

    done = merge(keep, everything, by)

    keep.refresh_from_db()
    after = rows_of(keep)
    between = {"members.Distinct.first": 0, "members.Distinct.second": 0, "members.Absorbed.organisation": 0}
    assert {**after, **between} == {**rows, **between}
    assert Distinct.objects.count() == 2
    assert sorted(keep.absorbed.values_list("name", flat=True)) == ["Brug Oud", "Stichting De Brug"]
    assert (member_days(), days) == (days, 2191 + 1461 + 911)
    assert (sum(one.amount for one in Contribution.objects.all()), outstanding(Turn(NEW_YEAR))) == money
    assert money[0] == Decimal(205)
    assert sum(done.same.values()) == 0
    assert done.stays == [("facturen", 1)]
    assert not Organisation.objects.filter(pk=everything.pk).exists()
    assert rows_of(everything) == dict.fromkeys(rows, 0)


def test_what_was_known_of_the_old_record_finds_the_other(keep, origin, by, organisation, member):
    was = (origin.pk, origin.code)
    Party.objects.filter(pk=origin.party_id).update(purchase_order="PO-7", invoice_email="f@brug.example")
    done = merge(keep, origin, by)

    keep.refresh_from_db()
    for words in ("stichting de brug", was[1], "post@brug", "kadewal"):
        assert list(searched(Organisation.objects.all(), words, (), "search_key")) == [keep]
    assert done.filled == ["e-mailadres", "e-mailadres voor facturen", "inkoopnummer"]
    assert (done.differs, keep.party.email, keep.party.purchase_order) == ([], "post@brug.example", "PO-7")
    assert list(Organisation.objects.numbered(2)) == [keep]
    assert held_by(member("Nieuw", first_day=D(2024, 1, 1))).code == "0003"
    assert [(one.name, one.number, one.record) for one in Absorbed.objects.all()] == [("Stichting de Brug", 2, was[0])]


def test_a_record_that_never_was_a_member_gets_the_number_of_the_one_that_was(organisation, member, by):
    keep, origin = organisation("De Brug"), held_by(member("Brug"))

    merge(keep, origin, by)

    keep.refresh_from_db()
    assert (keep.code, Absorbed.objects.get().number) == ("0001", None)


@pytest.mark.parametrize("first_day", [D(2015, 12, 31), D(2009, 1, 1)])
def test_members_at_the_same_time_are_not_one_organisation(keep, member, by, first_day):
    origin = held_by(member("Brug", "VO", first_day))

    with pytest.raises(
        ValidationError, match="Beide waren in dezelfde tijd lid: De Brug vanaf 01-01-2010 tot 01-01-2016"
    ):
        merge(keep, origin, by)

    assert Organisation.objects.filter(pk=origin.pk).exists()


def test_contribution_for_one_year_and_kind_is_not_of_one_organisation(keep, origin, by, decision, categories):
    """Both were charged for 2023, and one of the memberships was undone afterwards."""
    from members.corrections import void

    again = mutations.join(
        keep, category=categories.VO, first_day=D(2023, 1, 1), decision=decision, entered_on=D(2023, 1, 1), by=by
    )
    DeclaredBase.objects.create(
        organisation=keep, category=categories.VO, year=2022, amount=1, declared_on=D(2022, 11, 1), source="opgave"
    )
    finalise_run(draft_run(2023, invoice_date=D(2023, 2, 28), due=D(2023, 3, 31), by=by), on=D(2023, 2, 28), by=by)
    void(again.opened_by, reason="Vergissing", by=by, entered_on=D(2023, 3, 1))

    with pytest.raises(ValidationError, match="Beide hebben contributie over 2023"):
        merge(keep, origin, by)


def test_what_both_have_once_must_be_the_same(organisation, by):
    keep, origin = organisation("De Brug"), organisation("Brug")
    for one in (keep, origin):
        organisations.keep_address(one, kind="post", street="Postbus 7", house_number="", postcode="", place="Ede")
        organisations.add_contact(one, name="Anna Bos", email="anna@brug.example")
        one.tags.set(organisations.tags_named(["sport"]))
    seen = merging.foresee(keep, origin, on=TODAY, by=by)
    assert seen.tables == [("adressen", 0, 1), ("contactpersonen", 0, 1), ("labels", 0, 1)]
    assert Address.objects.count() == 2

    Address.objects.filter(organisation=origin).update(street="Postbus 8")
    with pytest.raises(ValidationError) as refused:
        merge(keep, origin, by)
    assert refused.value.messages == [
        "Adressen: ‘Postbus 8, Ede’ staat bij beide, en niet hetzelfde. Dit adres is er al; wijzig het. Haal eerst een van "
        "beide weg of maak ze gelijk."
    ]
    Address.objects.filter(organisation=origin).delete()
    merge(keep, origin, by)
    assert (Address.objects.count(), Contact.objects.count(), keep.tags.count()) == (1, 1, 1)


@pytest.mark.parametrize("which", [0, 1])
def test_what_they_said_of_each_other_goes(organisation, by, which):
    keep, origin = organisation("De Brug"), organisation("Brug")
    says, of = (keep, origin) if which == 0 else (origin, keep)
    says.umbrella, says.payer = of, of.party
    says.save()
    Distinct.objects.create(first=origin, second=keep, reason="Dacht ik", on=TODAY, by=by)

    merge(keep, origin, by)

    keep.refresh_from_db()
    assert (keep.umbrella, keep.payer, Distinct.objects.count()) == (None, None, 0)


@pytest.mark.parametrize("which", [0, 1])
def test_no_organisation_comes_to_stand_under_itself(organisation, by, which):
    keep, origin, between = organisation("De Brug"), organisation("Brug"), organisation("Tussen")
    above, below = (origin, keep) if which == 0 else (keep, origin)
    between.umbrella, below.umbrella = above, between
    between.save()
    below.save()

    with pytest.raises(ValidationError, match="Tussen valt zelf onder De Brug."):
        merge(keep, origin, by)


def test_what_is_of_both_and_may_be_there_once_is_kept_once(organisation, by):
    """A link for one purpose, and that neither is the same as a third; and nothing is merged twice."""
    keep, origin, third = organisation("De Brug"), organisation("Brug"), organisation("Derde")
    given = links.give("proef", [keep, origin], last_day=D(2024, 12, 31), by=by)
    for one in (keep, origin):
        Distinct.objects.create(first=one, second=third, reason="Anders", on=TODAY, by=by)

    merge(keep, origin, by)

    assert [(one.first, one.second) for one in Distinct.objects.all()] == [(keep, third)]
    assert [link.pk for link in PersonalLink.objects.filter(revoked_at=None)] == [given[keep.pk].pk]
    with pytest.raises(ValidationError, match="Kies twee organisaties die er allebei nog zijn."):
        merge(keep, origin, by)


ABSORBED = """INSERT INTO members_absorbed (organisation_id, record, name, party_id, was, reason, "on", by_id)
    VALUES (2, 1, 'De Brug', 1, '{}', 'Dubbel', '2024-04-15', 1)"""
MUTATION = """INSERT INTO members_mutation
    (kind, reason, explanation, organisation_id, decided_on, effective_on, entered_on, by_id, at)
    VALUES ('opzegging', 'kosten', '', 1, '2024-01-01', '2024-12-31', '2024-01-01', 1, now())"""
STAYS = "Wat in members_mutation staat verandert niet; leg een correctie vast."


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((ABSORBED, "UPDATE members_mutation SET organisation_id = 2"), STAYS),
        (("SET LOCAL members.moving = 'on'", "UPDATE members_mutation SET organisation_id = 2"), STAYS),
        ((ABSORBED, "SET LOCAL members.moving = 'on'", "UPDATE members_mutation SET organisation_id = 3"), STAYS),
        ((ABSORBED, "SET LOCAL members.moving = 'on'", "UPDATE members_mutation SET reason = 'fusie'"), STAYS),
        (("SET LOCAL members.moving = 'on'", "DELETE FROM members_mutation"), STAYS),
        (("SELECT members_move_frozen(1, 2)",), "Deze records worden niet samengevoegd."),
        ((ABSORBED, "SELECT members_move_frozen(1, 2)"), ""),
        ((ABSORBED, "SELECT members_move_frozen(1, 2)", "UPDATE members_mutation SET organisation_id = 2"), STAYS),
    ],
)
def test_what_is_written_once_moves_with_its_record_and_in_no_other_way(db, as_superuser, steps, says):
    """As the superuser, whom no right stops; foreign keys are looked at when a transaction ends, and this one does not."""
    said = ""
    with as_superuser() as database, database.transaction(force_rollback=True):
        database.execute(MUTATION)
        try:
            for step in steps:
                database.execute(step)
        except psycopg.errors.CheckViolation as error:
            said = str(error).splitlines()[0]
        else:
            assert database.execute("SELECT organisation_id FROM members_mutation").fetchone() == (2,)
    assert said == says


def test_the_application_has_no_right_to_it(keep, origin):
    denied = pytest.raises(DatabaseError, match="permission denied for table members_mutation")
    with denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL members.moving = 'on'")
        cursor.execute("UPDATE members_mutation SET organisation_id = %s", [keep.pk])


# ------------------------------------------------------------------------------------------ the screens


def test_records_that_are_alike_are_a_list_and_a_judgement_stays(organisation, bureau, clock):
    first = organisation("Stichting De Brug", kvk="01234567", email="post@gmail.com")
    second = organisation("De Brug")
    organisation("De Haven", kvk="01234567", email="info@gmail.com")
    organisation("Élan", website="https://www.elan.example/a")
    organisation("Bond", email="info@elan.example", iban="NL02ABNA0123456789")
    organisation("Kring", iban="NL02 ABNA 0123 4567 89")

    found = {f"{one.first} / {one.second}": one.alike for one in LikelyDuplicate.objects.all()}
    assert found == {
        "Stichting De Brug / De Brug": "Naam",
        "Stichting De Brug / De Haven": "KvK-nummer",
        "Élan / Bond": "Domein",
        "Bond / Kring": "IBAN",
    }
    assert "4 paren" in text(bureau.get(reverse("members:duplicates")))

    url = reverse("members:duplicate", args=[first.pk, second.pk])
    assert "Er hangt niets aan het record dat verdwijnt." in text(bureau.get(url))
    answer = bureau.post(url, {"verdict": "geen", "reason": "Andere stad"})

    assert answer.url == reverse("members:duplicates")
    assert LikelyDuplicate.objects.count() == 3
    assert (Distinct.objects.get().reason, Distinct.objects.get().on) == ("Andere stad", TODAY)


def test_two_records_are_chosen_looked_at_and_merged(organisation, member, bureau, clock):
    keep, origin = held_by(member("De Brug")), organisation("Brug", phone="0318-123456")

    answer = sent(bureau, "duplicate_choose", keep.pk, other="Brug")
    assert "Aangevuld telefoon" in text(bureau.get(answer.url))
    assert Organisation.objects.filter(pk=origin.pk).exists()
    done = bureau.post(answer.url, {"verdict": "samen", "reason": "Zelfde bestuur"})

    assert done.url == keep.get_absolute_url()
    assert "Samengevoegd Brug op 15-04-2024" in text(bureau.get(keep.get_absolute_url()))
    assert bureau.get(origin.get_absolute_url()).url == keep.get_absolute_url()
