"""Collecting the bases: who was asked and what they answered, the mails, the judging, and the member's own page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BooleanField, Case, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members import asking, declarations
from members.declaration_forms import AnswerForm, BeginRoundForm, JudgeForm, RemindForm
from members.explaining import base_in_words
from members.filters import DeclarationFilter
from members.models import BaseRequest, BaseRound, DeclaredBase
from members.tables import DeclarationTable
from members.views.contributions import CRUMBS
from members.views.requests import UserRequest
from nov.kernel import links
from nov.kernel.clock import today
from nov.kernel.formats import counted, day_long
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.models import PersonalLink
from nov.kernel.refusals import put
from nov.kernel.rights import needs

Verdict = BaseRequest.Verdict
TIME_TO_ANSWER = timedelta(days=35)
OPEN, JUDGE, RETURNED = "Geen antwoord", "Beoordelen", "Teruggestuurd"
ESTIMATED, DECLARED = "Geschat", "Opgegeven"


def answered(round: BaseRound | None) -> QuerySet[BaseRequest]:
    """The requests of a round with what is known now: the amount, its difference in per cent, and the state in words."""
    known = DeclaredBase.objects.filter(
        organisation=OuterRef("organisation"), category=OuterRef("category"), year=OuterRef("round__year")
    )
    money = DecimalField(max_digits=14, decimal_places=2)
    rows = BaseRequest.objects.filter(round=round).select_related("organisation", "category", "round")
    rows = rows.annotate(declared=Subquery(known.values("amount")), source=Subquery(known.values("source")))
    rows = rows.annotate(
        said=Case(When(verdict=Verdict.WAITS, then=F("amount")), default=F("declared"), output_field=money),
        state=Case(
            When(verdict=Verdict.WAITS, then=Value(JUDGE)),
            When(source=DeclaredBase.Source.ESTIMATE, then=Value(ESTIMATED)),
            When(declared__isnull=False, then=Value(DECLARED)),
            When(verdict=Verdict.RETURNED, then=Value(RETURNED)),
            default=Value(OPEN),
        ),
        counts=Coalesce("declared", "former"),
        estimated=Case(
            When(Q(source=DeclaredBase.Source.ESTIMATE) | Q(declared=None, former__isnull=False), then=True),
            default=False,
            output_field=BooleanField(),
        ),
    )
    return rows.annotate(change=(F("said") - F("former")) * Decimal(100) / NullIf(F("former"), Decimal(0)))


@needs("members.view")
@require_safe
def declarations_list(request: UserRequest) -> HttpResponseBase:
    """Who was asked for the base over a year (the last one, unless another is asked) and what came of it."""
    rounds = list(BaseRound.objects.all())
    asked = request.GET.get("jaar", "")
    round = next((one for one in rounds if str(one.year) == asked), rounds[0] if rounds else None)
    silent = declarations.silent(round).count() if round else 0
    return list_page(
        request,
        title=f"Opgaven van de grondslag over {round.year}" if round else "Opgaven van de grondslag",
        lead=_lead(round, silent),
        table=DeclarationTable,
        queryset=answered(round),
        search_key="organisation__search_key",
        filterset=DeclarationFilter,
        noun=("organisatie", "organisaties"),
        empty=Empty(
            "Er is nog geen uitvraag", "Vraag ieder lid met een persoonlijke link om de grondslag van een jaar."
        ),
        actions=[
            *([Action("Herinneren", reverse("members:declarations_remind"), False, "members.enter")] if silent else []),
            Action("Inlezen", reverse("kernel:import", args=["grondslagen"]), False, "members.enter"),
            Action("Nieuwe uitvraag", reverse("members:declarations_new"), not silent, "members.enter"),
        ],
        crumbs=CRUMBS,
        template="members/list.html",
    )


def _lead(round: BaseRound | None, silent: int) -> str:
    if round is None:
        return ""
    reminded = f", laatst herinnerd op {day_long(round.reminded_on)}" if round.reminded_on else ""
    return (
        f"Gevraagd op {day_long(round.begun_on)}, antwoord tot en met {day_long(round.last_day)}{reminded}."
        f" Nog geen antwoord: {counted(silent, 'organisatie', 'organisaties')}. Wie niet antwoordt, telt mee met de laatst bekende"
        " grondslag; die heet dan geschat."
    )


@needs("members.enter")
def begin(request: UserRequest) -> HttpResponseBase:
    """Ask all members."""
    day = today()

    def save(form: BeginRoundForm) -> BaseRound:
        return declarations.begin_round(**form.cleaned_data, on=day, by=request.user)

    return form_page(
        request,
        BeginRoundForm,
        title="Grondslag uitvragen",
        lead="Ieder lid waarvan de klasse uit een grondslag volgt, krijgt een mail met een eigen link. Wat al bekend is, wordt"
        " niet meer gevraagd.",
        save=save,
        initial={
            "year": day.year - (day.month < 7),
            "last_day": day + TIME_TO_ANSWER,
            "notable": BaseRound._meta.get_field("notable").default,
            "subject": asking.SUBJECT,
            "text": asking.TEXT,
        },
        button="Mails klaarzetten",
        done="De mails staan klaar om te versturen.",
        back=reverse("members:declarations"),
        crumbs=CRUMBS,
    )


@needs("members.enter")
def remind(request: UserRequest) -> HttpResponseBase:
    """Remind who did not answer the last time they were asked."""
    round = BaseRound.objects.first()
    if round is None:
        return redirect("members:declarations_new")
    silent = declarations.silent(round).count()

    def save(form: RemindForm) -> BaseRound:
        declarations.remind(round, **form.cleaned_data, on=today(), by=request.user)
        return round

    return form_page(
        request,
        RemindForm,
        title=f"Herinneren: {round}",
        lead=f"{counted(silent, 'organisatie', 'organisaties')} zonder antwoord. Wie sinds de uitvraag lid werd, krijgt deze mail"
        " ook.",
        save=save,
        guard=round,
        initial={
            "last_day": max(round.last_day, today() + timedelta(days=14)),
            "subject": asking.REMINDER_SUBJECT,
            "text": asking.REMINDER,
        },
        button="Herinneringen klaarzetten",
        done="De herinneringen staan klaar om te versturen.",
        back=round.get_absolute_url(),
        crumbs=CRUMBS,
    )


@needs("members.view")
def judge(request: UserRequest, pk: int) -> HttpResponseBase:
    """One answer next to the former base; the bureau lets it count, or sends it back with a question."""
    found = get_object_or_404(answered_of(pk))
    may_judge = request.user.has_perm("members.enter")
    if request.method == "POST" and not may_judge:
        raise PermissionDenied

    def save(form: JudgeForm) -> BaseRequest | BaseRound:
        if form.cleaned_data["verdict"] == "akkoord":
            declarations.accept(found)
        else:
            declarations.give_back(found, why=form.cleaned_data["why"], on=today(), by=request.user)
        return declarations.to_judge().filter(round=found.round).first() or found.round  # the next one, if there is

    return form_page(
        request,
        JudgeForm,
        title=f"Opgave over {found.round.year}: {found.organisation}",
        save=save,
        guard=found,
        initial={"verdict": "akkoord"},
        button="Vastleggen",
        done=f"Je oordeel over {found.organisation} is vastgelegd.",
        back=found.round.get_absolute_url(),
        crumbs=[*CRUMBS, (f"Opgaven over {found.round.year}", found.round.get_absolute_url())],
        template="members/declaration.html",
        context={"one": found, "may_judge": may_judge, **_words(found)},
    )


def answered_of(pk: int) -> QuerySet[BaseRequest]:
    """One request, as the list has it."""
    return answered(BaseRound.objects.filter(requests=pk).first()).filter(pk=pk)


def _words(one: BaseRequest) -> dict[str, Any]:
    return {
        "former": asking.former_in_words(one),
        "said": base_in_words(one.category, one.amount) if one.amount is not None else "",
    }


@links.personal(asking.PURPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """The page of the member itself: what is known, what was answered, and the form until the year is invoiced."""
    asked = BaseRequest.objects.select_related("round", "organisation", "category").get(pk=link.object_id)
    closed = declarations.charged(asked)
    form = AnswerForm(
        request.POST or None,
        asked=asked,
        initial={"amount": asked.amount, "name": asked.answered_by, "remark": asked.remark},
    )
    if request.method == "POST" and not closed and form.is_valid():
        try:
            with links.using(link, f"Opgave via de persoonlijke link, door {form.cleaned_data['name']}"):
                declarations.answer(asked, **form.cleaned_data, on=today())
            return redirect(request.path)
        except ValidationError as error:
            put(form, error)
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request,
        "members/declare.html",
        {"one": asked, "form": form, "closed": closed, "last_day": link.last_day, **_words(asked)},
        status=status,
    )
