"""The bank: files are given, lines confirmed as proposed or divided by hand, bookings taken back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from finance import tasks
from finance.bank_forms import AllocateForm, BankFilesForm
from finance.bank_tables import LineTable, PickTable, StatementTable
from finance.banking import allocating, keeping, matching
from finance.banking.allocating import Choice, Part
from finance.filters import BankLineFilter
from finance.forms import ReverseForm
from finance.models import (
    Account,
    BankAccount,
    BankBooking,
    BankLine,
    BankStatement,
    Invoice,
    Party,
    Proposal,
)
from finance.views.invoices import with_open
from finance.views.requests import UserRequest
from nov.kernel.formats import cents, counted
from nov.kernel.forms import form_page
from nov.kernel.imports.keeping import LONG
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.models import ImportRun
from nov.kernel.rights import needs
from nov.kernel.uploads import safe_name

CRUMBS = [("Financiën", "/financien/"), ("Bank", "/financien/bank/")]
UPLOAD = Action("Bankbestand inlezen", "/financien/bank/inlezen/", True, "finance.bank")
FOUND = 12  # invoices shown beside a line


def _lines() -> QuerySet[BankLine]:
    """Lines with their proposal, and in words what they are booked as."""
    booked = BankBooking.objects.filter(line=OuterRef("pk"), reversal=None)
    return BankLine.objects.select_related("proposal").annotate(
        booked_as=Subquery(booked.values("entry__description")[:1])
    )


@needs("finance.view")
@require_safe
def lines(request: UserRequest) -> HttpResponseBase:
    """Lines that still have to be booked, or others when one asks; proposals are confirmed from here."""
    may = request.user.has_perm("finance.bank")
    certain = Proposal.objects.filter(confidence=Proposal.Confidence.CERTAIN)
    return list_page(
        request,
        title="Bankregels",
        table=PickTable if may else LineTable,
        queryset=_lines(),
        search=("name", "text", "iban", "reference", "end_to_end"),
        filterset=BankLineFilter,
        totals=("amount",),
        empty=Empty(
            "Er zijn nog geen bankregels", "Lees een bestand van de bank in; wat je nog moet boeken, staat dan hier."
        ),
        actions=[
            UPLOAD,
            Action("Afschriften", reverse("finance:bank_statements")),
            Action("Incasso", reverse("finance:collections")),
        ],
        template="finance/bank_lines.html",
        context={
            "may": may,
            "certain": certain.aggregate(count=Count("pk"), total=Sum("line__amount"), newest=Max("pk")),
        },
    )


@needs("finance.view")
@require_safe
def statements(request: UserRequest) -> HttpResponseBase:
    """All statements; above them where the bank's balance and the lines part."""
    left = allocating.open_lines().filter(statement=OuterRef("pk")).order_by().values("statement")
    rows = BankStatement.objects.select_related("account").annotate(
        open=Subquery(left.annotate(n=Count("pk")).values("n"))
    )
    accounts = list(BankAccount.objects.all())
    return list_page(
        request,
        title="Bankafschriften",
        table=StatementTable,
        queryset=rows,
        search=("number", "file__name"),
        totals=("total", "new_count", "open"),
        crumbs=CRUMBS,
        empty=Empty("Er zijn nog geen afschriften", "Haal bij de bank CAMT.053 of MT940 op en lees het hier in."),
        actions=[UPLOAD],
        template="finance/bank_statements.html",
        context={"gaps": [gap for account in accounts for gap in keeping.gaps(account)]},
    )


@needs("finance.bank")
def upload(request: UserRequest) -> HttpResponseBase:
    """Give files of the bank: short ones are kept at once, all or none of them; long ones in the background."""

    def save(form: BankFilesForm) -> str:
        files = form.cleaned_data["statements"]
        if sum(file.size for file in files) > LONG:
            jobs = [_later(request, file) for file in files]
            return jobs[0].get_absolute_url() if len(jobs) == 1 else reverse("kernel:jobs")
        for file in files:
            messages.success(request, f"{file.name}: {keeping.import_file(file.name, file, by=request.user)}")
        matching.propose()
        return reverse("finance:bank_lines")

    return form_page(
        request, BankFilesForm, title="Bankbestand inlezen", save=save, button="Inlezen", crumbs=CRUMBS,
        lead="Elke regel blijft staan zoals de bank haar schreef. Wat zij voorstelt te boeken, bevestig je daarna.",
        back=reverse("finance:bank_lines"), template="finance/form_page.html",
    )  # fmt: skip


def _later(request: UserRequest, file: Any) -> Any:
    run = ImportRun(importer="bank", name=safe_name(file.name or "bestand"), by=request.user)
    run.file.save(run.name, file, save=False)
    run.save()
    run.job = tasks.read_bank_file.start(by=request.user, what=f"{run.name} inlezen", run=run.pk)
    run.save(update_fields=["job"])
    return run.job


@needs("finance.bank")
@require_POST
def confirm(request: UserRequest) -> HttpResponse:
    """Book what was chosen as proposed, or all that is certain and was there when the page was made."""
    found = Proposal.objects.select_related("line")
    asked = [int(one) for one in request.POST.getlist("proposal") if one.isdecimal()]
    newest = request.POST.get("newest", "")
    if "certain" in request.POST and newest.isdecimal():
        chosen = found.filter(confidence=Proposal.Confidence.CERTAIN, pk__lte=int(newest))
    else:
        chosen = found.filter(pk__in=asked)
    try:
        bookings, problems = allocating.confirm(chosen, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("finance:bank_lines")
    if bookings:
        words = counted(len(bookings), "bankregel", "bankregels")
        messages.success(request, f"{words} geboekt, samen {cents(sum(one.entry.total for one in bookings))}.")
    elif not problems:
        messages.warning(request, "Er is niets geboekt: kies eerst een voorstel, of het is intussen al verwerkt.")
    if problems:
        matching.propose()
        more = f" En {counted(len(problems) - 5, 'andere', 'andere')}." if len(problems) > 5 else ""
        messages.warning(request, f"Niet geboekt, er is intussen iets veranderd. {' '.join(problems[:5])}{more}")
    return redirect("finance:bank_lines")


@needs("finance.view")
@require_safe
def line(request: UserRequest, pk: int) -> HttpResponse:
    """One line as the bank wrote it, what it most likely is, and what it was booked as."""
    found = get_object_or_404(_lines().select_related("statement__account", "statement__file"), pk=pk)
    bookings = list(
        found.bookings.select_related("entry__journal", "reversal__journal").prefetch_related(
            "allocations__invoice", "allocations__party", "allocations__account"
        )
    )
    proposal = getattr(found, "proposal", None)
    context = {
        "line": found,
        "bookings": bookings,
        "booked": next((one for one in bookings if one.reversal_id is None), None),
        "proposal": proposal,
        "parts": list(_destinations(proposal)) if proposal else [],
        "may": request.user.has_perm("finance.bank"),
    }
    return render(request, "finance/bank_line.html", context)


def _destinations(proposal: Proposal) -> Iterator[tuple[str, str, Decimal]]:
    """Where the parts of a proposal go, in words, with an address, and how much."""
    parts = [Part.of(part) for part in proposal.parts]
    invoices = {one.code: one for one in Invoice.objects.filter(code__in=[part.invoice for part in parts])}
    parties = Party.objects.in_bulk([part.party for part in parts if part.party])
    accounts = {one.code: one for one in Account.objects.filter(code__in=[part.account for part in parts])}
    for part in parts:
        if part.invoice:
            yield f"Factuur {part.invoice}", invoices[part.invoice].get_absolute_url(), part.amount
        elif part.party:
            yield f"Tegoed van {parties[part.party]}", "", part.amount
        else:
            yield str(accounts[part.account]), "", part.amount


@needs("finance.bank")
def allocate(request: UserRequest, pk: int) -> HttpResponseBase:
    """Divide a line by hand; open invoices to choose from stand beside it."""
    found = get_object_or_404(_lines(), pk=pk)
    if found.booked_as:
        return redirect(found)
    proposal = getattr(found, "proposal", None)
    asked = request.GET.getlist("factuur")
    first = [Part.of(part) for part in proposal.parts] if proposal and not asked else _parts(found, asked)

    def save(form: AllocateForm) -> BankLine:
        allocating.book([Choice(found, tuple(form.parts), "Met de hand verdeeld.")], by=request.user)
        return found

    return form_page(
        request, AllocateForm, title=f"Verdelen: {found}", save=save, button="Boeken", crumbs=CRUMBS,
        done="De bankregel is geboekt.", back=found.get_absolute_url(), template="finance/bank_allocate.html",
        form_kwargs={"line": found, "first": first},
        context={"line": found, "chosen": asked, **_candidates(request.GET.get("zoek", "").strip(), found, asked)},
    )  # fmt: skip


def _parts(line: BankLine, codes: list[str]) -> list[Part]:
    """What was clicked, each for what is open of it, no further than the line goes."""
    left, rest, parts = allocating.left_open(codes), line.amount, []
    for code in codes:
        amount = min(rest, left.get(code, rest)) if rest > 0 else rest
        parts.append(Part(amount, invoice=code))
        rest -= amount
    return parts


def _candidates(text: str, line: BankLine, chosen: list[str]) -> dict[str, Any]:
    """Open invoices that match what was searched for, else those of exactly this amount."""
    rows = with_open().exclude(open=0).exclude(code__in=chosen)
    if text:
        found = rows.filter(code__icontains=text) | rows.filter(party__name__icontains=text)
    else:
        found = rows.filter(open=line.amount)
    return {"text": text, "invoices": found.order_by("due", "code")[:FOUND]}


@needs("finance.bank")
def undo(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take the booking of a line back; the line is open again and gets a proposal."""
    found = get_object_or_404(BankLine, pk=pk)
    booking = found.bookings.filter(reversal=None).select_related("entry__journal").first()
    if booking is None:
        return redirect(found)

    def save(form: ReverseForm) -> BankLine:
        given = form.cleaned_data
        allocating.undo(booking, on=given["date"], reason=given["reason"], by=request.user)
        matching.propose([found])
        return found

    return form_page(
        request, ReverseForm, title=f"Ongedaan maken: {found}", save=save, initial={"date": booking.entry.date}, button="Ongedaan maken", danger=True,
        done="De boeking is teruggeboekt; de bankregel wacht weer op verwerking.", crumbs=CRUMBS,
        lead="Het boekstuk blijft staan en krijgt een tegenboeking.", back=found.get_absolute_url(),
        template="finance/form_page.html",
    )  # fmt: skip
