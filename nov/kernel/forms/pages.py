"""A page with one form, handled the same way everywhere: once per click, in one transaction, no lost updates."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from nov.kernel.models import FormRequest
from nov.kernel.refusals import put, refusal

REQUEST, VERSION, ANOTHER = "form_request", "form_version", "another"
NO_DEED = {"csrfmiddlewaretoken", REQUEST, VERSION}
CHANGED_MEANWHILE = (
    "Iemand anders heeft dit intussen gewijzigd. Hieronder staat wat jij invulde. Kijk het na en bewaar het opnieuw; "
    "dan geldt wat hier staat."
)
SENT_BEFORE = (
    "Dit formulier is al verwerkt, met een andere inhoud. Wil je dit er echt bij? Bewaar het dan nog een keer."
)

Save = Callable[[Any], Any]


class _Undo(Exception):
    """Leaves the transaction without a trace: the form goes back to the user."""


def form_page(
    request: HttpRequest,
    form_class: type[forms.BaseForm],
    *,
    title: str,
    save: Save,
    done: str = "",
    guard: models.Model | None = None,
    initial: Mapping[str, Any] | None = None,
    form_kwargs: Mapping[str, Any] | None = None,
    button: str = "Bewaren",
    danger: bool = False,
    back: str = "",
    another: str = "",
    lead: str = "",
    crumbs: Sequence[tuple[str, str]] = (),
    template: str = "kernel/form_page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, or do what it stands for and go on to the result.

    `save(form)` gets the valid form, does the deed and returns an address or an object that has one; it raises
    ValidationError to refuse. All of it is one transaction. The id of this very form is `form.request_id`, for rules
    that keep it themselves. `done` is what the user is told afterwards. `another` names a second button, after which the
    form comes back empty for another.

    `guard` is the record that must not have changed since the form was shown; for a model form it is its instance
    (pass that in `form_kwargs={"instance": …}`). It is locked while the deed is done.
    """
    kwargs = dict(form_kwargs or {})
    guard = guard or kwargs.get("instance")
    problem = ""
    if request.method == "POST":
        form, answer, problem = _handled(request, form_class, kwargs, guard, save, done)
        if answer is not None:
            return answer
        if guard is not None and guard.pk:
            guard = type(guard)._base_manager.filter(pk=guard.pk).first() or guard
    else:
        form = form_class(initial=dict(initial or {}), **kwargs)
    again = problem == "" and request.method == "POST"
    return render(
        request,
        template,
        {
            "title": title,
            "form": form,
            "lead": lead,
            "crumbs": crumbs,
            "button": button,
            "danger": danger,
            "back": back,
            "another": another,
            "another_name": ANOTHER,
            "request_name": REQUEST,
            "request_id": _asked_id(request) if again else uuid.uuid4(),
            "version_name": VERSION,
            "version": request.POST.get(VERSION, "") if again else fingerprint(guard),
            **(context or {}),
        },
        status=200 if request.method != "POST" else 422,
    )


def _handled(
    request: HttpRequest,
    form_class: type[forms.BaseForm],
    kwargs: dict[str, Any],
    guard: models.Model | None,
    save: Save,
    done: str,
) -> tuple[forms.BaseForm, HttpResponse | None, str]:
    """The form, the answer if its deed was done, and why not if that was for another reason than its content."""
    asked, problem = _asked_id(request), ""
    form = form_class(request.POST, request.FILES, **kwargs)
    try:
        with transaction.atomic():
            before = _claimed(asked, request)
            if before is not None:
                if bytes(before.digest) == _digest(request) and before.by_id == request.user.pk:
                    return form, HttpResponseRedirect(before.url), ""
                problem = SENT_BEFORE
                raise _Undo
            if not _unchanged(guard, request):
                problem = CHANGED_MEANWHILE
                raise _Undo
            form.request_id = asked  # type: ignore[attr-defined]
            if not form.is_valid():
                raise _Undo
            url = _address(save(form), request)
            FormRequest.objects.filter(pk=asked).update(url=url)
    except _Undo:
        pass
    except ValidationError as error:
        put(form, error)
    except DatabaseError as error:
        refused = refusal(error)
        if refused is None:
            raise
        put(form, refused)
    else:
        if done:
            messages.success(request, done)
        return form, HttpResponseRedirect(url), ""
    if problem:
        form.is_valid()
        form.add_error(None, problem)
    return form, None, problem


def _asked_id(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(REQUEST, ""))
    except ValueError:
        return uuid.uuid4()  # a form without an id, as a script would send it: every sending is a deed of its own


def _claimed(asked: uuid.UUID, request: HttpRequest) -> FormRequest | None:
    """Take this id, waiting for whoever has it; the earlier request if the work was done already."""
    assert request.user.pk is not None, "who has no account is asked to log in before any form"
    taken = FormRequest.objects.bulk_create(
        [FormRequest(id=asked, by_id=request.user.pk, digest=_digest(request))], ignore_conflicts=True
    )
    mine = FormRequest.objects.get(pk=taken[0].pk)
    return mine if mine.url else None


def _digest(request: HttpRequest) -> bytes:
    """What was filled in: the deed's content, without the tokens around it."""
    data = {name: values for name, values in request.POST.lists() if name not in NO_DEED}
    files = [(name, one.name, one.size) for name, many in request.FILES.lists() for one in many]
    text = json.dumps([request.path, sorted(data.items()), sorted(files)], ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()


def _unchanged(guard: models.Model | None, request: HttpRequest) -> bool:
    """Lock the guarded record and see whether it still is what the form was made from."""
    if guard is None or not guard.pk or VERSION not in request.POST:
        return True
    now = type(guard)._base_manager.select_for_update(of=("self",)).filter(pk=guard.pk).first()
    return now is not None and fingerprint(now) == request.POST[VERSION]


def fingerprint(record: models.Model | None) -> str:
    """What a record holds, as one short text: it changes with every editable column."""
    if record is None or not record.pk:
        return ""
    held = [[field.attname, field.value_to_string(record)] for field in record._meta.concrete_fields if field.editable]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()[:32]


def _address(result: Any, request: HttpRequest) -> str:
    if ANOTHER in request.POST:
        return request.get_full_path()
    return result if isinstance(result, str) else result.get_absolute_url()
