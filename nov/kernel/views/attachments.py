"""Adding, fetching and taking away the files on a record. The right is the record's."""

from __future__ import annotations

from django import forms
from django.db import models
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from nov.kernel import attachments, records
from nov.kernel.forms import Form, form_page
from nov.kernel.models import Attachment
from nov.kernel.rights import UserRequest, by_record


class AttachmentForm(Form):
    file = forms.FileField(
        label="Bestand",
        help_text="PDF, Word, Excel, foto of tekst van ten hoogste 10 MB.",
        error_messages={"empty": "Dit bestand is leeg. Kies een ander bestand."},
    )
    note = forms.CharField(label="Omschrijving", max_length=200, required=False)


def _of(request: UserRequest, pk: int, *, to_change: bool = False) -> tuple[Attachment, models.Model]:
    attachment = get_object_or_404(Attachment.objects.select_related("content_type"), pk=pk)
    model = attachment.content_type.model_class()
    if model is None:
        raise Http404
    return attachment, records.found(request.user, model._meta.label, attachment.object_id, to_change=to_change)


@require_GET
@by_record
def attachment(request: UserRequest, pk: int) -> HttpResponseBase:
    """The file, for whoever may look at the record it hangs on."""
    found, _ = _of(request, pk)
    return attachments.download(found)


@require_http_methods(["GET", "POST"])
@by_record
def add(request: UserRequest, label: str, pk: int) -> HttpResponseBase:
    """A form to hang a file on a record."""
    record = records.found(request.user, label, pk, to_change=True)

    def save(form: AttachmentForm) -> str:
        attachments.attach(record, form.cleaned_data["file"], note=form.cleaned_data["note"], by=request.user)
        return records.url_of(record)

    return form_page(
        request,
        AttachmentForm,
        title="Bijlage toevoegen",
        save=save,
        button="Toevoegen",
        done="De bijlage is toegevoegd.",
        crumbs=[(str(record), records.url_of(record))],
        back=records.url_of(record),
    )


@require_http_methods(["GET", "POST"])
@by_record
def remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Ask once more, then take a file away."""
    found, record = _of(request, pk, to_change=True)
    url = records.url_of(record)

    def save(form: Form) -> str:
        attachments.detach(found)
        return url

    return form_page(
        request,
        Form,
        title=f"{found.name} weghalen?",
        lead="De bijlage is daarna weg en niet terug te halen.",
        save=save,
        button="Weghalen",
        danger=True,
        done=f"{found.name} is weggehaald.",
        crumbs=[(str(record), url)],
        back=url,
    )
