"""What goes out with an invoice: its files, and the details of the association on them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance import invoices as rules
from finance.billing import paper, ubl
from finance.billing_forms import AssociationForm, CreditForm
from finance.models import Association, Invoice
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import form_page
from nov.kernel.rights import needs


@needs("finance.view")
@require_safe
def file(request: UserRequest, pk: int, form: str) -> HttpResponse:
    """The invoice as its receiver gets it."""
    found = get_object_or_404(Invoice.objects.select_related("party", "credits"), pk=pk)
    if form == "pdf":
        answer = HttpResponse(paper.pdf(found), content_type="application/pdf")
    elif form == "xml":
        try:
            answer = HttpResponse(ubl.xml(found, Association.only()), content_type="application/xml")
        except ubl.NotWhole as problem:
            messages.error(request, f"De UBL kan nog niet gemaakt worden. {problem}")
            return redirect(found)
    else:
        raise Http404
    shown = "inline" if form == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{shown}; filename="{paper.file_name(found, form)}"'
    return answer


@needs("finance.reverse")
def credit(request: UserRequest, pk: int) -> HttpResponseBase:
    """Lower or withdraw an invoice by a credit note."""
    found = get_object_or_404(Invoice, pk=pk)

    def save(form: CreditForm) -> Invoice:
        data = form.cleaned_data
        return rules.credit(
            found, on=data["date"], reason=data["reason"], by=request.user, amounts=form.amounts(),
            request=form.request_id,
        )  # fmt: skip

    return form_page(
        request, CreditForm, title=f"Factuur {found.code} crediteren", save=save, initial={"date": today()},
        form_kwargs={"invoice": found}, done="De creditfactuur is gemaakt.", button="Crediteren", danger=True,
        lead="Er komt een creditfactuur met een eigen nummer; de factuur zelf blijft staan.",
        back=found.get_absolute_url(), template="finance/form_page.html",
        crumbs=[("Facturen", reverse("finance:invoices")), (found.code, found.get_absolute_url())],
    )  # fmt: skip


@needs("finance.enter")
def association(request: UserRequest) -> HttpResponseBase:
    """Name, address and numbers of the association on what it sends."""
    found = Association.only()

    def save(form: AssociationForm) -> str:
        form.save()
        return reverse("finance:invoices")

    return form_page(
        request, AssociationForm, title="Gegevens van de vereniging", save=save,
        form_kwargs={"instance": found}, done="De gegevens zijn bewaard.",
        lead="Zo staat de vereniging op facturen. Wat al verstuurd is, verandert niet.",
        back=reverse("finance:invoices"), crumbs=[("Facturen", reverse("finance:invoices"))],
        template="finance/form_page.html",
    )  # fmt: skip
