"""Personal links: a page for one person outside, about one record, without logging in.

    given = links.give("grondslag", requests, last_day=date(2024, 12, 31), by=user)     # one for each record
    address = links.address("members:declare", given[request.pk])                       # goes into a mail

    path("opgave/<str:token>/", views.declare, name="declare")

    @links.personal("grondslag")
    def declare(request, link):                                                         # link.record is the request
        ...
        with links.using(link, "Opgave via de persoonlijke link"):                      # the deed, once for a double click
            record_answer(link.record, ...)

The secret is the signature in the address, which stands nowhere in the database. A link opens one page only, until a day,
once or as often as is needed, and can be withdrawn. Whatever is wrong with one, the answer is the same page: it tells
nobody whether a record or a link exists. Nothing is cached or indexed, no cookie is set, and the address goes to no other
site as a referrer. A browser then sends no origin either, so Django's check of it cannot pass; it would add nothing here,
where whoever can forge a request holds the link already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from nov.kernel.clock import today
from nov.kernel.history import acting
from nov.kernel.models import PersonalLink, User

MOST, WITHIN = 120, 10 * 60  # requests from one place, seconds
COUNTED = """
INSERT INTO kernel_linkplace AS known (place, since, asked) VALUES (%(place)s, statement_timestamp(), 1)
ON CONFLICT (place) DO UPDATE SET
  asked = CASE WHEN known.since < excluded.since - %(within)s * interval '1 second' THEN 1 ELSE known.asked + 1 END,
  since = CASE WHEN known.since < excluded.since - %(within)s * interval '1 second' THEN excluded.since ELSE known.since END
RETURNING asked
"""
NO_MORE = "Deze link is intussen gebruikt of ingetrokken. Vraag het bureau om een nieuwe."
View = Callable[[HttpRequest, PersonalLink], HttpResponseBase]


# -------------------------------------------------------------------------------- giving and withdrawing


@transaction.atomic
def give(
    purpose: str, records: Sequence[models.Model], *, last_day: date, by: User, once: bool = False
) -> dict[int, PersonalLink]:
    """A link for each of the records (of one model), by its number; one that is out already stays, until the later day.

    With `once` a link opens its page until its deed was done. The same number of statements for one and for thousands.
    """
    if not records:
        return {}
    kind = ContentType.objects.get_for_model(type(records[0]))
    out = PersonalLink.objects.filter(
        purpose=purpose, content_type=kind, object_id__in=[one.pk for one in records], revoked_at=None
    )
    if once:
        out.filter(once=True, uses__gt=0).update(revoked_at=Now())
    out.filter(last_day__lt=last_day).update(last_day=last_day)
    PersonalLink.objects.bulk_create(
        [
            PersonalLink(purpose=purpose, content_type=kind, object_id=one.pk, last_day=last_day, once=once, by=by)
            for one in records
        ],
        ignore_conflicts=True,
    )
    return {link.object_id: link for link in out.all()}


def revoke(purpose: str, records: Sequence[models.Model]) -> int:
    """Withdraw the links that were given for records; how many. A new one may be given afterwards."""
    if not records:
        return 0
    kind = ContentType.objects.get_for_model(type(records[0]))
    out = PersonalLink.objects.filter(purpose=purpose, content_type=kind, object_id__in=[one.pk for one in records])
    return out.filter(revoked_at=None).update(revoked_at=Now())


def token(link: PersonalLink) -> str:
    """What opens the link: its number, signed for its purpose."""
    return _signer(link.purpose).sign(link.pk.hex)


def address(route: str, link: PersonalLink) -> str:
    """The whole address, as it stands in a mail."""
    return settings.SITE_URL.rstrip("/") + reverse(route, args=[token(link)])


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"nov.kernel.links/{purpose}", sep=".")


# ------------------------------------------------------------------------------------------- the page


def personal(purpose: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A view behind a personal link: it gets the link in place of the token, and the visitor nothing that stays behind."""

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @login_not_required
        @csrf_exempt
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
            if _too_often(request):
                answer: HttpResponseBase = _shut(request, 429)
            elif (link := _found(purpose, token)) is None:
                answer = _shut(request, 404)
            else:
                answer = view(request, link)
            answer.headers["Referrer-Policy"] = "no-referrer"
            answer.headers["X-Robots-Tag"] = "noindex, nofollow"
            return answer

        return guarded

    return decorate


@contextmanager
def using(link: PersonalLink, why: str) -> Iterator[None]:
    """Do the deed of a link in one transaction, a second click after the first; the history says `why`.

    It stands in the name of whoever gave the link, since the visitor has none. Raises ValidationError when the link was
    used up or withdrawn since the page was opened.
    """
    with transaction.atomic(), acting(link.by, why):
        now = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        if not now.is_open(today()):
            raise ValidationError(NO_MORE)
        yield
        PersonalLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1, used_at=Now())


def _found(purpose: str, token: str) -> PersonalLink | None:
    """The link that a token opens today, with its record."""
    try:
        pk = UUID(hex=_signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None
    link = PersonalLink.objects.filter(pk=pk).select_related("by", "content_type").first()
    return link if link and link.is_open(today()) and link.record is not None else None


def _shut(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "kernel/link_shut.html", {"too_often": status == 429}, status=status)


def _too_often(request: HttpRequest) -> bool:
    """Count a request; whether its place has sent more than it may, to all processes of the web server together."""
    place = salted_hmac("nov.kernel.links/place", _place(request), algorithm="sha256").hexdigest()[:32]
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"place": place, "within": WITHIN})
        return cursor.fetchone()[0] > MOST


def _place(request: HttpRequest) -> str:
    """Where a request comes from: an address, or the network that one subscriber has of the newer kind.

    Behind a proxy it is the last address that the proxy wrote down; what stands before it may be made up.
    """
    written = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    said = written.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        place: Any = ip_address(said)
    except ValueError:
        return "elsewhere"
    return str(place if place.version == 4 else ip_network((place, 64), strict=False))
