"""The bases of 2023: asked in November, answered by most, some of which stood out; the others are estimated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from members import asking, declarations
from members.models import BaseRequest, BaseRound
from nov.demo.members_numbers import TARIFFS
from nov.kernel.models import Message, User

ASKED, REMINDED, LAST = date(2023, 11, 6), date(2023, 12, 4), date(2023, 12, 8)
LONGER = date(2023, 12, 22)


def ask(by: User) -> None:
    """The mail of November."""
    declarations.begin_round(
        year=2023, last_day=LAST, notable=25, subject=asking.SUBJECT, text=asking.TEXT, on=ASKED, by=by
    )
    _went()


def remind(by: User) -> None:
    """The reminder of December: three answer with a base that stands out, but lies in the same class; one is asked again."""
    round = BaseRound.objects.get()
    declarations.remind(
        round, last_day=LONGER, subject=asking.REMINDER_SUBJECT, text=asking.REMINDER, on=REMINDED, by=by
    )
    striking = [(one, amount) for one in declarations.silent(round) if (amount := _striking(one))][:4]
    for place, (one, amount) in enumerate(striking):
        answer = declarations.answer(one, amount=amount, on=date(2023, 12, 11 + place), name="De penningmeester")
        if place < 3:
            declarations.accept(answer)
        else:
            declarations.give_back(answer, why="Dit is veel minder dan vorig jaar. Klopt het?", on=LONGER, by=by)
    _went()


def _striking(request: BaseRequest) -> Decimal | None:
    """A base that differs more than a quarter from the former and lies in the same class, when there is one."""
    if request.former is None:
        return None
    lowest = max(minimum for _, minimum, *_ in TARIFFS[request.category.code] if minimum <= request.former)
    amount = (request.former * Decimal("0.7")).quantize(Decimal("0.1") if request.category.code == "VC" else Decimal(1))
    return amount if amount >= lowest else None


def _went() -> None:
    """In a demo no mail waits to be sent to people who do not exist."""
    Message.objects.filter(key__startswith="grondslag/").update(state=Message.State.SENT)
