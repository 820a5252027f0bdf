"""The yearly check of data: the list, the mail, the judging, and the member's own page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members import checking_data
from members.checking_forms import AnswerDataForm, AskForm, JudgeDataForm
from members.contact_filters import DataCheckFilter
from members.models import DataCheck
from members.tables import DataCheckTable
from members.views.requests import UserRequest
from nov.kernel import links
from nov.kernel.clock import today
from nov.kernel.formats import counted, number
from nov.kernel.forms import form_page
from nov.kernel.history import in_words
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.models import PersonalLink
from nov.kernel.refusals import put
from nov.kernel.rights import needs

TIME_TO_ANSWER = timedelta(days=28)


@needs("members.view")
@require_safe
def checks(request: UserRequest) -> HttpResponseBase:
    """Who was asked and what came of it, this year's first."""
    return list_page(
        request,
        title="Gegevenscontrole",
        lead="Eén keer per jaar kijkt ieder lid zijn gegevens na, met een eigen link. Wat een lid verbetert, neem jij over.",
        table=DataCheckTable,
        queryset=DataCheck.objects.select_related("organisation"),
        search=("organisation__search_key", "sent_to"),
        filterset=DataCheckFilter,
        empty=Empty("Er is nog niemand gevraagd", "Kies ‘Vragen en herinneren’."),
        actions=[Action("Vragen en herinneren", reverse("members:data_ask"), primary=True, act="members.enter")],
        template="members/list.html",
    )


@needs("members.enter")
def ask(request: UserRequest) -> HttpResponseBase:
    """Ask every member that did not answer this year."""
    day = today()

    def save(form: AskForm) -> str:
        checking_data.ask(**form.cleaned_data, on=day, by=request.user)
        return f"{reverse('members:data_checks')}?jaar={day.year}"

    return form_page(
        request,
        AskForm,
        title=f"Gegevens laten nakijken in {day.year}",
        lead=f"{counted(checking_data.silent(day).count(), 'lid antwoordde', 'leden antwoordden')} dit jaar nog niet. Wie al gevraagd"
        " is, krijgt dezelfde link nog eens.",
        save=save,
        initial={
            "last_day": day + TIME_TO_ANSWER,
            "subject": checking_data.SUBJECT,
            "text": checking_data.TEXT,
        },
        button="Mails klaarzetten",
        done="De mails staan klaar om te versturen.",
        back=reverse("members:data_checks"),
        crumbs=_crumbs(),
    )


@needs("members.view")
def judge(request: UserRequest, pk: int) -> HttpResponseBase:
    """What a member wants to change, next to what is known; the bureau takes it over or not."""
    check = get_object_or_404(DataCheck.objects.select_related("organisation__party"), pk=pk)
    may_judge = request.user.has_perm("members.enter") and check.state == DataCheck.State.WAITS
    if request.method == "POST" and not request.user.has_perm("members.enter"):
        raise PermissionDenied("members.enter")

    def save(form: JudgeDataForm) -> str:
        if form.cleaned_data["verdict"] == "ja":
            checking_data.take_over(check, on=today(), by=request.user)
        else:
            checking_data.decline(check, on=today(), why=form.cleaned_data["why"])
        return f"{reverse('members:data_checks')}?stand=beoordelen"

    return form_page(
        request,
        JudgeDataForm,
        title=f"Gegevens van {check.organisation} in {check.year}",
        save=save,
        guard=check,
        button="Vastleggen",
        done="Je oordeel is vastgelegd.",
        back=reverse("members:data_checks"),
        crumbs=_crumbs(),
        template="members/data_check.html",
        context={"check": check, "may_judge": may_judge, "changes": _changes(check)},
    )


def _crumbs() -> list[tuple[str, str]]:
    return [("Leden", reverse("members:organisations")), ("Gegevenscontrole", reverse("members:data_checks"))]


def _changes(check: DataCheck) -> list[tuple[str, str, str]]:
    """Label, what is known now and what the member says."""
    known = checking_data.known_of(check.organisation)
    return [(checking_data.LABELS[name], _said(known[name]), _said(new)) for name, new in check.corrections.items()]


def _said(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    return in_words(value) if value not in (None, "") else "leeg"


@links.personal(checking_data.PURPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """The member's own page: what is known, to confirm or correct."""
    check = DataCheck.objects.select_related("organisation__party").get(pk=link.object_id)
    known = checking_data.known_of(check.organisation)
    closed = check.state in (DataCheck.State.TAKEN_OVER, DataCheck.State.DECLINED)
    form = AnswerDataForm(
        request.POST or None,
        initial={**known, **check.corrections, "name": check.answered_by, "remark": check.remark},
    )
    if request.method == "POST" and not closed and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name in known}
        name, remark = form.cleaned_data["name"], form.cleaned_data["remark"]
        try:
            with links.using(link, f"Gegevens nagekeken via de persoonlijke link, door {name}"):
                checking_data.answer(check, said=said, name=name, remark=remark, on=today())
            return redirect(request.path)
        except ValidationError as error:
            put(form, error)
    status = 422 if form.is_bound and form.errors else 200
    context = {"check": check, "form": form, "closed": closed}
    return render(request, "members/data_answer.html", context, status=status)
