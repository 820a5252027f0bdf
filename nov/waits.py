""" "Dit wacht op je": the work that lies there for somebody, each kind with the act that lets one do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from finance.banking.allocating import open_lines
from finance.invoices import outstanding
from finance.models import CollectionBatch, DraftEntry, EndProposal, Invoice, InvoiceMail
from members import checking_data
from members.appointments import term_end
from members.declarations import silent, to_judge
from members.governance import due
from members.models import Application, Appointment, BaseRound, CategoryPeriod, ContactMoment, Expulsion, TermNorm
from nov.kernel.formats import cents, counted, day, month_name, number
from nov.kernel.models import Message, User
from nov.kernel.periods import Month, Turn, Year
from programmes.checks import COUNTED
from programmes.models import Desk, DeskMonth, Indicator, IndicatorPart, Measurement
from reports.models import Chapter, Edition, EditionEvent

TERM_NOTICE = timedelta(days=270)  # the general meeting elects twice a year
LONG = 14  # days after which a draft has waited long


class Waiting(NamedTuple):
    """Work that lies there: how much, what it is and where it is done, the oldest or largest in a sentence, a term."""

    count: int
    what: str
    url: str
    about: str
    tag: str = ""
    mark: str = ""


def drafts(user: User, today: date) -> Iterator[Waiting]:
    """Entries that somebody still has to post."""
    found = DraftEntry.objects.aggregate(count=Count("pk"), oldest=Min("date"))
    if found["count"]:
        days = (today - found["oldest"]).days
        about = f"De oudste is van {day(found['oldest'])}."
        tag = counted(days, "dag", "dagen") if days > 0 else ""
        yield Waiting(found["count"], "Concepten boeken", reverse("finance:drafts"), about, tag, "wait" * (days > LONG))


def payments(user: User, today: date) -> Iterator[Waiting]:
    """Lines of the bank that are not booked."""
    found = (
        open_lines()
        .order_by()
        .aggregate(
            count=Count("pk"), oldest=Min("booked_on"), certain=Count("proposal", filter=Q(proposal__confidence=3))
        )
    )
    if found["count"]:
        days = (today - found["oldest"]).days
        about = f"Van {number(found['certain'])} is het voorstel zeker; de oudste regel is van {day(found['oldest'])}."
        tag = counted(days, "dag", "dagen") if days > 0 else ""
        yield Waiting(
            found["count"], "Bankregels verwerken", reverse("finance:bank_lines"), about, tag, "wait" * (days > LONG)
        )


def collections(user: User, today: date) -> Iterator[Waiting]:
    """Orders to collect that a second person has to approve."""
    found = CollectionBatch.objects.filter(approved_by=None, withdrawn_by=None).exclude(made_by=user)
    if first := found.defer("content").order_by("collect_on").first():
        about = f"De eerste is voor {day(first.collect_on)}, {cents(first.total)}."
        yield Waiting(found.count(), "Incasso-opdrachten goedkeuren", first.get_absolute_url(), about)


def undelivered(user: User, today: date) -> Iterator[Waiting]:
    """Invoices and reminders of which the last message failed or came back."""
    later = InvoiceMail.objects.filter(name=OuterRef("name"), no__gt=OuterRef("no"))
    failed = InvoiceMail.objects.filter(~Exists(later), message__state=Message.State.FAILED)
    if count := failed.count():
        url = f"{reverse('finance:mails')}?stand={Message.State.FAILED}"
        yield Waiting(count, "Mislukte facturen en herinneringen", url, "Verbeter het adres en verstuur ze opnieuw.")


def endings(user: User, today: date) -> Iterator[Waiting]:
    """Proposals to give notice to who did not pay, that the board has to decide on."""
    found = EndProposal.objects.filter(decided_on=None).aggregate(count=Count("pk"), oldest=Min("made_on"))
    if found["count"]:
        about = f"Het oudste voorstel is van {day(found['oldest'])}."
        yield Waiting(found["count"], "Opzegging voorgesteld", reverse("finance:end_proposals"), about)


def follow_ups(user: User, today: date) -> Iterator[Waiting]:
    """What somebody promised to come back to by today."""
    due = ContactMoment.objects.filter(done_on=None, follow_up_on__lte=today).select_related("organisation")
    first = due.order_by("follow_up_on", "id").first()
    if first and first.follow_up_on:
        late = (today - first.follow_up_on).days
        url = f"{reverse('members:follow_ups')}?voor={day(today)}"
        about = f"{first.organisation} als eerste, op {day(first.follow_up_on)}."
        tag, mark = (f"{counted(late, 'dag', 'dagen')} te laat", "wait") if late else ("vandaag", "")
        yield Waiting(due.count(), "Terugkomen op een afspraak", url, about, tag, mark)


def overdue(user: User, today: date) -> Iterator[Waiting]:
    """Invoices of which something is still to be paid after their last day."""
    left = {code: amount for code, amount in outstanding(Turn.after(today)).items() if amount > 0}
    late = (
        Invoice.objects.filter(code__in=left, due__lt=today).order_by("due", "year", "number").select_related("party")
    )
    rows = list(late)
    if rows:
        days = counted((today - rows[0].due).days, "dag", "dagen")
        about = f"Samen {cents(sum(left[one.code] for one in rows))}. {rows[0].code} van {rows[0].party} als eerste."
        url = f"{reverse('finance:invoices')}?stand=vervallen"
        yield Waiting(len(rows), "Facturen over de vervaldatum", url, about, days, "wait")


def terms(user: User, today: date) -> Iterator[Waiting]:
    """Seats on the board whose term ends within nine months, or has ended."""
    norm = TermNorm.objects.in_force(Turn.after(today)).first()
    board = Appointment.objects.on(today).filter(body=Appointment.Body.BOARD).select_related("person")
    ends = [(term_end(seat, norm), seat) for seat in board]
    ending = sorted((end, str(seat.person)) for end, seat in ends if end and end <= today + TERM_NOTICE)
    if ending:
        end, name = ending[0]
        about = f"{name} als eerste, op {day(end)}."
        left = (end - today).days
        tag, mark = (f"over {counted(left, 'dag', 'dagen')}", "") if left >= 0 else ("voorbij", "bad")
        yield Waiting(len(ending), "Bestuurstermijnen die aflopen", reverse("members:appointments"), about, tag, mark)


def yearly(user: User, today: date) -> Iterator[Waiting]:
    """Decisions of the general meeting, calls and tasks of this year that are still to be done."""
    found = [one for one in due(today, seats=False) if one.by.year <= today.year]
    if found:
        first = found[0]
        about = f"{first.what} als eerste, uiterlijk {day(first.by)}."
        tag, mark = ("voorbij", "bad") if first.by < today else ("", "")
        yield Waiting(len(found), "Besluiten en taken van dit jaar", reverse("members:governance"), about, tag, mark)


def applications(user: User, today: date) -> Iterator[Waiting]:
    """Applications for membership that the board has not decided about."""
    pending = Application.objects.filter(outcome="").select_related("organisation").order_by("received_on", "pk")
    if oldest := pending.first():
        about = f"{oldest.organisation} als eerste, van {day(oldest.received_on)}."
        days = (today - oldest.received_on).days
        tag = counted(days, "dag", "dagen") if days > 0 else ""
        url = f"{reverse('members:applications')}?uitkomst=open"
        yield Waiting(pending.count(), "Aanmeldingen behandelen", url, about, tag, "wait" * (days > LONG))


def bases(user: User, today: date) -> Iterator[Waiting]:
    """Declared bases that stand out, and members that declared none, as long as their contribution was not invoiced."""
    judging = to_judge().select_related("organisation", "round").order_by("answered_on", "pk")
    if (oldest := judging.first()) and oldest.answered_on:
        about = f"{oldest.organisation} als eerste, van {day(oldest.answered_on)}."
        url = f"{oldest.round.get_absolute_url()}&stand=Beoordelen"
        yield Waiting(judging.count(), "Afwijkende grondslagen beoordelen", url, about, "houdt de ronde op", "wait")
    last = BaseRound.objects.first()
    count = silent(last).count() if last else 0
    if last and count:
        about = f"Antwoord kan tot en met {day(last.last_day)}."
        url = f"{last.get_absolute_url()}&stand=Geen+antwoord"
        tag, mark = ("voorbij", "wait") if last.last_day < today else ("", "")
        yield Waiting(count, f"Nog geen grondslag over {last.year}", url, about, tag, mark)


def expulsions(user: User, today: date) -> Iterator[Waiting]:
    """Expulsions whose appeal is pending or whose term for it has passed."""
    open_still = Expulsion.objects.filter(outcome="").select_related("mutation__organisation").order_by("appeal_until")
    found = [one for one in open_still if one.appealed_on or one.appeal_until < today]
    if found:
        one = found[0]
        about = f"{one.mutation.organisation}: {one.state.lower()}, termijn tot en met {day(one.appeal_until)}."
        url = one.get_absolute_url() if len(found) == 1 else f"{reverse('members:mutations')}?soort=ontzetting"
        yield Waiting(len(found), "Ontzettingen afronden", url, about)


def aspirants(user: User, today: date) -> Iterator[Waiting]:
    """Members that are in a category longer than it allows."""
    found = CategoryPeriod.objects.too_long(today).select_related("category").order_by("ends")
    if first := found.first():
        url = f"{reverse('members:organisations')}?langer=ja"
        about = f"Het eerste is te lang {first.category.name.lower()} sinds {day(first.ends)}."
        yield Waiting(found.count(), "Aspiranten die gewoon lid worden of vertrekken", url, about)


def corrections(user: User, today: date) -> Iterator[Waiting]:
    """Data that members say are not right any more."""
    waiting = list(checking_data.to_judge().values_list("organisation__name", "answered_on"))
    if waiting:
        name, answered_on = waiting[0]
        url = f"{reverse('members:data_checks')}?stand=beoordelen"
        about = f"{name} als eerste, van {day(answered_on)}."
        yield Waiting(len(waiting), "Gegevens die leden verbeterden", url, about, "", "")


def measurements(user: User, today: date) -> Iterator[Waiting]:
    """Figures of the year being reported that are still to be filled in, in the programmes this user may see."""
    year = _reported(today)
    missing = list(_unmeasured(user, year))
    if missing:
        programme, label = missing[0]
        more = "" if len(missing) == 1 else f" en {number(len(missing) - 1)} andere"
        url = f"{reverse('programmes:measurements', args=[programme])}?jaar={year}"
        yield Waiting(
            len(missing), f"Kengetallen van {year} invullen", url, f"{label}{more}.", "nog in te vullen", "none"
        )


def _unmeasured(user: User, year: Year) -> Iterator[tuple[str, str]]:
    """Programme and label of every required indicator and part without a measurement."""
    required = Q(required_from__lte=year.number) & (Q(required_until=None) | Q(required_until__gte=year.number))
    visible = Indicator.objects.visible_to(user).exclude(kind=Indicator.Kind.NORM)
    over = Q(during=(year.first, year.until)) | Q(during=(year.last, year.until))  # a stock is measured on the last day
    done = Measurement.objects.current().filter(over)
    whole = Exists(done.filter(indicator=OuterRef("pk"), part=None))
    part = Exists(done.filter(part=OuterRef("pk")))
    yield from visible.filter(required, ~whole, dimension="").values_list("programme__code", "label")
    parts = IndicatorPart.objects.filter(required, ~part, indicator__in=visible)
    yield from parts.values_list("indicator__programme__code", "label")


def months(user: User, today: date) -> Iterator[Waiting]:
    """Desks that have not counted all of last month yet."""
    before = today.replace(day=1) - timedelta(days=1)
    month = Month(before.year, before.month)
    counts = DeskMonth.objects.filter(month=month.first, gender__in={gender for _, gender in COUNTED})
    complete = counts.order_by().values("desk").annotate(count=Count("pk")).filter(count=len(COUNTED)).values("desk")
    lacking = Desk.objects.visible_to(user).regular().overlapping(month).exclude(pk__in=complete)
    desks = list(lacking.values_list("name", "programme__code"))
    if desks:
        name, programme = desks[0]
        what = f"Balies zonder alle koppelingen over {month_name(month.first)}"
        url = f"{reverse('programmes:months', args=[programme])}?jaar={month.first.year}"
        yield Waiting(len(desks), what, url, f"Bijvoorbeeld {name}.", "nog in te vullen", "none")


def chapters(user: User, today: date) -> Iterator[Waiting]:
    """Chapters of the report being written that have no text, or last year's: one's own, or all for who reviews them."""
    edition = _edition(today)
    if edition is None:
        return
    todo = Chapter.objects.filter(Q(text="") | Q(carried=True), edition=edition)
    if not user.has_perm("reports.review"):
        todo = todo.filter(Q(author=user) | Q(author=None))
    first = todo.order_by("number").first()
    if first:
        about = f"Het eerste is {first}."
        yield Waiting(todo.count(), f"Hoofdstukken van {edition.year} schrijven", edition.get_absolute_url(), about)


def review(user: User, today: date) -> Iterator[Waiting]:
    """A report that was offered for review."""
    edition = _edition(today)
    if edition and edition.state == EditionEvent.Kind.REVIEW:
        yield Waiting(
            1, f"Jaarverslag {edition.year} beoordelen", edition.get_absolute_url(), "Het ligt ter beoordeling."
        )


def _reported(today: date) -> Year:
    return Year(today.year - 1)


def _edition(today: date) -> Edition | None:
    return Edition.objects.filter(year=_reported(today).number).first()


KINDS: tuple[tuple[str, Callable[[User, date], Iterator[Waiting]]], ...] = (
    ("finance.post", drafts),
    ("finance.bank", payments),
    ("finance.approve", collections),
    ("members.invoice", overdue),
    ("members.invoice", undelivered),
    ("members.decide", endings),
    ("members.decide", applications),
    ("members.enter", bases),
    ("members.enter", follow_ups),
    ("members.enter", corrections),
    ("members.decide", expulsions),
    ("members.decide", aspirants),
    ("members.meetings", terms),
    ("members.meetings", yearly),
    ("programmes.enter", measurements),
    ("programmes.enter", months),
    ("reports.write", chapters),
    ("reports.review", review),
)


def waiting(user: User, today: date) -> list[Waiting]:
    """All that waits for this user, in the order of KINDS."""
    return [one for act, found in KINDS if user.has_perm(act) for one in found(user, today)]
