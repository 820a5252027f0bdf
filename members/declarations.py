"""Collecting the bases of a year: members are asked and reminded, they answer, and the bureau judges what stands out.

What counts is the `DeclaredBase`. Without one for the year a run takes the last known, and says that it is an estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from members import asking
from members.models import BaseRequest, BaseRound, Category, Contribution, DeclaredBase, Organisation
from members.owing import owing
from members.tariffs import declare_bases, latest_bases
from members.timeline import take_lock
from nov.kernel import links, outbox
from nov.kernel.models import Message, User

Verdict = BaseRequest.Verdict
TIME_TO_ANSWER = timedelta(days=14)
SETTLED = "Het bureau legde zelf een grondslag vast."


@transaction.atomic
def begin_round(*, year: int, last_day: date, notable: int, subject: str, text: str, on: date, by: User) -> BaseRound:
    """Ask every member of the year after for its base: a request, a personal link and a mail for each.

    Raises ValidationError at the field for a year that was asked before, or a text that cannot be filled in.
    """
    round = BaseRound(year=year, last_day=last_day, notable=notable, begun_on=on, by=by)
    round.full_clean()
    round.save()
    _mail(_ask(round, on), subject, text, "grondslag/{request}/{reminders}", by)
    return round


@transaction.atomic
def remind(round: BaseRound, *, last_day: date, subject: str, text: str, on: date, by: User) -> int:
    """Mail everybody that has not answered, and ask who became a member since; how many mails.

    Raises ValidationError when that was done today already, nobody is left, or the last day to answer is over.
    """
    round = BaseRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if round.reminded_on == on:
        raise ValidationError("Er is vandaag al een herinnering verstuurd.")
    round.last_day, round.reminded_on = max(last_day, round.last_day), on
    if round.last_day < on:
        raise ValidationError({"last_day": "Deze dag is voorbij; dan werkt de persoonlijke link niet meer."})
    round.full_clean()
    round.save()
    new = _ask(round, on)
    late = silent(round).exclude(pk__in=[one.pk for one in new])
    late.update(reminders=F("reminders") + 1)
    late_ones = [*late.select_related("organisation__party", "category", "round")]
    if not new and not late_ones:
        raise ValidationError("Iedereen heeft geantwoord; er is niemand te herinneren.")
    for one in late_ones:
        one.round = round
    return _mail([*new, *late_ones], subject, text, "grondslag/{request}/{reminders}", by)


def silent(round: BaseRound) -> QuerySet[BaseRequest]:
    """Requests of a round that were not answered: no base of the year is known, and the member was not charged yet."""
    declared = DeclaredBase.objects.filter(
        organisation=OuterRef("organisation"), category=OuterRef("category"), year=round.year
    )
    billed = Contribution.objects.filter(organisation=OuterRef("organisation"), year=round.contribution_year)
    open_ones = round.requests.filter(Q(verdict=Verdict.NONE) | Q(verdict=Verdict.RETURNED))
    return open_ones.filter(~Exists(declared), ~Exists(billed))


def to_judge() -> QuerySet[BaseRequest]:
    """Answers that stand out and that nobody has looked at, of members that were not charged yet."""
    billed = Contribution.objects.filter(organisation=OuterRef("organisation"), year=OuterRef("round__year") + 1)
    return BaseRequest.objects.filter(~Exists(billed), verdict=Verdict.WAITS)


@transaction.atomic
def answer(request: BaseRequest, *, amount: Decimal, on: date, name: str = "", remark: str = "") -> BaseRequest:
    """What a member declares. It counts at once, or after the bureau has looked when it differs much from the former.

    The same again changes nothing. Raises ValidationError when the year's contribution was invoiced.
    """
    take_lock()
    request = _now(request)
    if charged(request):
        raise ValidationError(
            f"De contributie van {request.round.contribution_year} is al gefactureerd. Klopt die niet, mail dan het bureau."
        )
    said_before = request.amount == amount and request.verdict in (Verdict.WAITS, Verdict.ACCEPTED)
    if said_before and (name, remark) in (("", ""), (request.answered_by, request.remark)):
        return request
    request.answered_by, request.remark = name, remark
    if said_before:
        request.save()
        return request
    request.amount, request.answered_on = amount, on
    request.verdict = Verdict.WAITS if request.is_notable(amount) else Verdict.ACCEPTED
    request.full_clean(exclude=["round", "organisation", "category"])
    request.save()
    if request.verdict == Verdict.ACCEPTED:
        _declared(request)
    return request


@transaction.atomic
def accept(request: BaseRequest) -> BaseRequest:
    """Let an answer that stood out count. Raises ValidationError when it does not wait to be judged."""
    take_lock()
    request = _waiting(request)
    request.verdict = Verdict.ACCEPTED
    request.save()
    _declared(request)
    return request


@transaction.atomic
def give_back(request: BaseRequest, *, why: str, on: date, by: User) -> BaseRequest:
    """Ask a member about its answer: it does not count, and a mail with the question and the link goes out.

    The link works for two weeks at least. Raises ValidationError when the answer does not wait to be judged, or nobody
    can be written to.
    """
    take_lock()
    request = _waiting(request)
    request.verdict, request.returned_why = Verdict.RETURNED, why
    request.full_clean(exclude=["round", "organisation", "category"])
    request.save()
    before = Message.objects.filter(key__startswith=f"grondslag/{request.pk}/terug/").count()
    request.round.last_day = max(request.round.last_day, on + TIME_TO_ANSWER)  # of this link, not of the round
    key = f"grondslag/{request.pk}/terug/{before + 1}"
    if not _mail([request], asking.RETURNED_SUBJECT, asking.RETURNED, key, by, question=why, checked=True):
        raise ValidationError(
            {"why": "Er is geen e-mailadres. Vul een contactpersoon in, of bel en leg zelf de grondslag vast."}
        )
    return request


def charged(request: BaseRequest) -> bool:
    """Whether the contribution that follows from the answer was invoiced."""
    year = request.round.contribution_year
    return Contribution.objects.filter(organisation=request.organisation_id, year=year).exists()


def _now(request: BaseRequest) -> BaseRequest:
    locked = BaseRequest.objects.select_for_update(of=("self",)).select_related(
        "round", "organisation__party", "category"
    )
    return locked.get(pk=request.pk)


def _waiting(request: BaseRequest) -> BaseRequest:
    now = _now(request)
    if now.verdict != Verdict.WAITS:
        raise ValidationError("Deze opgave is intussen beoordeeld of veranderd. Kijk wat er nu staat.")
    return now


def _declared(request: BaseRequest) -> None:
    """Let the answer be the base of the year."""
    assert request.amount is not None and request.answered_on is not None
    declare_bases(
        [
            DeclaredBase(
                organisation=request.organisation,
                category=request.category,
                year=request.round.year,
                amount=request.amount,
                declared_on=request.answered_on,
                source=DeclaredBase.Source.DECLARED,
            )
        ]
    )


def _ask(round: BaseRound, on: date) -> list[BaseRequest]:
    """A request for every member that owes contribution of the year after and was not asked, by its base so far.

    Answers with those to write to: of some the base of the year is known already.
    """
    known = latest_bases(round.year - 1)
    done = set(DeclaredBase.objects.filter(year=round.year).values_list("organisation_id", "category_id"))
    asked = set(round.requests.values_list("organisation_id", flat=True))
    new = []
    for one in owing(round.contribution_year, until=on):
        if one.category.base and one.organisation.pk not in asked:
            bases = [
                known[holder.pk, one.category.pk] for holder in one.holders if (holder.pk, one.category.pk) in known
            ]
            last = max(bases, key=lambda base: (base.year, base.declared_on), default=None)
            new.append(
                BaseRequest(
                    round=round,
                    organisation=one.organisation,
                    category=one.category,
                    former=last.amount if last else None,
                    former_year=last.year if last else None,
                )
            )
    made = BaseRequest.objects.bulk_create(new)
    return [one for one in made if (one.organisation_id, one.category_id) not in done]


def _mail(
    requests: Sequence[BaseRequest],
    subject: str,
    text: str,
    key: str,
    by: User,
    question: str = "",
    checked: bool = False,
) -> int:
    """Give each its link and put its mail in the outbox; how many mails."""
    if not checked:
        asking.checked(subject, needs_link=False)
        asking.checked(text)
    if not requests:
        return 0
    names = asking.addresses([one.organisation_id for one in requests])
    for one in requests:
        email = names.get(one.organisation_id, ("", one.organisation.party.email))[1]
        one.sent_to = email if asking.is_address(email) else ""
    BaseRequest.objects.bulk_update(requests, ["sent_to"])
    given = links.give(asking.PURPOSE, requests, last_day=requests[0].round.last_day, by=by)
    mails = asking.letters(requests, given, subject, text, key=key, names=names, question=question)
    return len(outbox.put(mails, by=by))


def declare(
    organisation: Organisation, *, category: Category, year: int, amount: Decimal, declared_on: date, source: str
) -> None:
    """A base that comes in by a sheet: judged as an answer when the member itself declared it and was asked for it."""
    request = BaseRequest.objects.filter(round__year=year, organisation=organisation, category=category).first()
    if request is not None and source == DeclaredBase.Source.DECLARED:
        answer(request, amount=amount, on=declared_on)
    else:
        base = DeclaredBase(organisation=organisation, category=category, year=year)
        base.amount, base.declared_on, base.source = amount, declared_on, source
        settle(base)


@transaction.atomic
def settle(base: DeclaredBase) -> None:
    """A base that the bureau sets itself: it counts, and an answer of that year that waited does no longer."""
    take_lock()
    declare_bases([base])
    of_it = {"round__year": base.year, "organisation": base.organisation, "category": base.category}
    for request in BaseRequest.objects.filter(**of_it, verdict=Verdict.WAITS):
        request.verdict, request.returned_why = Verdict.RETURNED, SETTLED
        request.save()
