"""The tables of Leden."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django_tables2 import A

from finance.models import Decision
from members.explaining import base_in_words
from members.models import (
    Application,
    Appointment,
    BaseRequest,
    CategoryPeriod,
    Contact,
    ContactMoment,
    Contribution,
    ContributionRun,
    DataCheck,
    LikelyDuplicate,
    Meeting,
    Mutation,
    Organisation,
)
from nov.kernel.lists import Column, CountColumn, DayColumn, MoneyColumn, Table, TagColumn, YesNoColumn


class OrganisationTable(Table):
    """Organisations as members on a day (the annotations of `views.organisations.on_day`)."""

    name = Column("Organisatie", linkify=True, order_by="sort_key", under=lambda record: record.municipality or "")
    number = Column("Lidnr.", accessor="code", order_by="number", wide=True)
    municipality = Column("Gemeente", order_by="municipality__name", wide=True)
    province = Column("Provincie", order_by="municipality__province", wide=True)
    category = Column("Categorie", wide=True)
    since = DayColumn("Lid sinds", wide=True)
    fee = MoneyColumn("Contributie", wide=True)
    state = TagColumn("Stand", tags={"Lid": "good", "Vertrekt": "wait", "Geen lid": "none"})

    class Meta:
        model = Organisation
        fields = ("name", "number", "municipality", "province", "category", "since", "fee", "state")


class ApplicationTable(Table):
    """Applications for membership."""

    received_on = DayColumn("Ontvangen", linkify=True)
    organisation = Column("Organisatie", linkify=True, order_by="organisation__sort_key")
    category = Column("Categorie", wide=True)
    statutes_seen_on = DayColumn("Statuten bekeken", default="nog niet", wide=True)
    kvk_seen_on = DayColumn("KvK bekeken", default="nog niet", wide=True)
    state = TagColumn(
        "Stand",
        tags={Application.PENDING: "wait", "Toegelaten": "good", Application.AFTER_ALL: "good"},
        order_by=("outcome", "overruled_by"),
    )

    class Meta:
        model = Application
        fields = ("received_on", "organisation", "category", "statutes_seen_on", "kvk_seen_on", "state")


class FollowUpTable(Table):
    """What somebody comes back to."""

    follow_up_on = DayColumn("Terugkomen op", linkify=("members:follow_up", {"pk": A("pk")}))
    organisation = Column("Organisatie", linkify=lambda record: record.organisation.get_absolute_url(),
                          order_by="organisation__sort_key")  # fmt: skip
    on = DayColumn("Laatste contact", wide=True)
    kind = Column("Hoe", wide=True)
    person = Column("Met wie", wide=True)
    text = Column("Wat er is gezegd")
    by = Column("Door", wide=True)

    class Meta:
        model = ContactMoment
        fields = ("follow_up_on", "organisation", "on", "kind", "person", "text", "by")


class MutationTable(Table):
    """What happened to memberships."""

    effective_on = DayColumn("Gaat in")
    organisation = Column("Organisatie", linkify=lambda record: record.organisation.get_absolute_url(),
                          order_by="organisation__sort_key")  # fmt: skip
    kind = Column("Mutatie")
    reason = Column("Reden", wide=True)
    decided_on = DayColumn("Besloten", wide=True)
    entered_on = DayColumn("Ingevoerd", wide=True)
    by = Column("Door", wide=True)

    class Meta:
        model = Mutation
        fields = ("effective_on", "organisation", "kind", "reason", "decided_on", "entered_on", "by")


class BridgeTable(Table):
    """The members behind a number of the bridge."""

    organisation = Column(
        "Organisatie",
        linkify=lambda record: reverse("members:organisation", args=[record.organisation_id]),
        order_by="sort_key",
    )
    category = Column("Categorie")
    since = DayColumn("Lid sinds", accessor="membership__first_day", order_by="membership__during")
    until = DayColumn("Laatste dag", accessor="membership__last_day", orderable=False, wide=True)
    reason = Column(
        "Reden van vertrek", accessor="membership__closed_by__get_reason_display", orderable=False, wide=True
    )

    class Meta:
        model = CategoryPeriod
        fields = ("organisation", "category", "since", "until", "reason")


class RunTable(Table):
    """Rounds of contribution."""

    year = Column("Ronde", linkify=True)
    category = Column("Alleen de categorie", default="alle", wide=True)
    invoice_date = DayColumn("Factuurdatum")
    members = CountColumn("Leden")
    total = MoneyColumn("Bedrag")
    finalised_on = DayColumn("Definitief", default="concept")

    class Meta:
        model = ContributionRun
        fields = ("year", "category", "invoice_date", "members", "total", "finalised_on")


class ContributionTable(Table):
    """What members were charged."""

    organisation = Column("Organisatie", linkify=lambda record: record.organisation.get_absolute_url(),
                          order_by="organisation__sort_key")  # fmt: skip
    year = Column("Jaar")
    category = Column("Categorie", accessor="tariff__category", wide=True)
    klass = Column("Klasse", accessor="tariff__klass", wide=True)
    base = CountColumn("Grondslag", decimals=1, wide=True)
    invoice = Column("Factuur", accessor="invoice__code", order_by=("invoice__year", "invoice__number"), wide=True)
    estimated = YesNoColumn("Geschat", wide=True)
    explanation = Column("Uitleg", wide=True, orderable=False)
    amount = MoneyColumn("Bedrag")

    class Meta:
        model = Contribution
        fields = ("organisation", "year", "category", "klass", "base", "estimated", "invoice", "explanation", "amount")


class BaseColumn(Column):
    """A base in the measure of the record's category; in a file the number."""

    css = "num"

    def render(self, value: Decimal, record: BaseRequest) -> str:
        return base_in_words(record.category, value)


class DeclarationTable(Table):
    """Who was asked for the base of a year (the annotations of `views.declarations.answered`)."""

    organisation = Column(
        "Organisatie",
        linkify=lambda record: record.get_absolute_url(),
        order_by="organisation__sort_key",
        under=lambda record: record.state,
    )
    category = Column("Categorie", order_by="category__position", wide=True)
    former = BaseColumn("Vorige", wide=True)
    said = BaseColumn("Opgave")
    change = CountColumn("Verschil (%)", wide=True)
    state = TagColumn(
        "Stand",
        tags={"Opgegeven": "good", "Geschat": "wait", "Beoordelen": "bad", "Teruggestuurd": "wait"},
        wide=True,
    )
    counts = BaseColumn("Telt mee", wide=True)
    estimated = YesNoColumn("Geschat", wide=True)
    answered_on = DayColumn("Geantwoord", wide=True)
    reminders = CountColumn("Herinnerd", wide=True)
    sent_to = Column("Gemaild aan", visible=False, exclude_from_export=False)

    class Meta:
        model = BaseRequest
        fields = (
            "organisation", "category", "former", "said", "change", "state", "counts", "estimated", "answered_on",
            "reminders", "sent_to",
        )  # fmt: skip


class MeetingTable(Table):
    """Meetings."""

    date = DayColumn("Datum", linkify=True)
    kind = Column("Vergadering")
    place = Column("Plaats", wide=True)
    next_to = Column("In aansluiting op", wide=True)
    subjects = CountColumn("Onderwerpen")

    class Meta:
        model = Meeting
        fields = ("date", "kind", "place", "next_to", "subjects")


class AppointmentTable(Table):
    """Seats and posts."""

    person = Column(
        "Naam",
        linkify=lambda record: record.get_absolute_url(),
        order_by="person__name",
        under=lambda record: record.role,
    )
    body = Column("Orgaan")
    role = Column("Functie", wide=True)
    kind = Column("Soort", wide=True)
    first_day = DayColumn("Sinds", order_by="during")
    last_day = DayColumn("Tot en met", orderable=False)
    term = CountColumn("Termijn", wide=True)
    elected_at = Column("Gekozen op", wide=True)

    class Meta:
        model = Appointment
        fields = ("person", "body", "role", "kind", "first_day", "last_day", "term", "elected_at")


class DuplicateTable(Table):
    """Two records that are alike, with their places."""

    first = Column("Organisatie", order_by="first__sort_key", linkify=("members:duplicate", {"pk": A("first_id"), "origin": A("second_id")}),
                   under=lambda record: record.second)  # fmt: skip
    first_place = Column("Gemeente", accessor="first__municipality", wide=True)
    second = Column("Lijkt op", order_by="second__sort_key", wide=True)
    second_place = Column("Gemeente", accessor="second__municipality", wide=True)
    alike = Column("Hetzelfde", order_by="-strength")

    class Meta:
        model = LikelyDuplicate
        fields = ("first", "first_place", "second", "second_place", "alike")


class ContactTable(Table):
    """Whom one writes to; the file has the columns that can be read in again as well."""

    record = Column("Kenmerk", accessor="organisation_id", visible=False)
    organisation = Column("Organisatie", linkify=lambda record: record.organisation.get_absolute_url(),
                          order_by="organisation__sort_key", under=lambda record: record.person)  # fmt: skip
    number = Column("Lidnr.", accessor="organisation__code", order_by="organisation__number", wide=True)
    person = Column("Naam", order_by="person__name", wide=True)
    title = Column("Functie", wide=True)
    role = Column("Rol", wide=True)
    email = Column("E-mail", accessor="person__email")
    municipality = Column("Gemeente", accessor="organisation__municipality", wide=True)

    class Meta:
        model = Contact
        fields = ("record", "organisation", "number", "person", "title", "role", "email", "municipality")


class DataCheckTable(Table):
    """Who was asked to look at its data, and what came of it."""

    organisation = Column("Organisatie", linkify=lambda record: record.get_absolute_url(),
                          order_by="organisation__sort_key", under=lambda record: record.get_state_display())  # fmt: skip
    year = Column("Jaar", wide=True)
    state = TagColumn(
        "Stand",
        tags={"bevestigd": "good", "overgenomen": "good", "beoordelen": "bad", "gevraagd": "wait", "afgewezen": "none"},
        wide=True,
    )
    answered_on = DayColumn("Geantwoord", wide=True)
    reminders = CountColumn("Herinnerd", wide=True)
    sent_to = Column("Gemaild aan", wide=True)

    class Meta:
        model = DataCheck
        fields = ("organisation", "year", "state", "answered_on", "reminders", "sent_to")


class DecisionTable(Table):
    """The register of decisions."""

    date = DayColumn("Datum")
    number = Column("Nummer", linkify=lambda record: reverse("members:decision", args=[record.pk]))
    kind = Column("Soort", wide=True)
    body = Column("Orgaan", wide=True)
    subject = Column("Onderwerp")

    class Meta:
        model = Decision
        fields = ("date", "number", "kind", "body", "subject")
