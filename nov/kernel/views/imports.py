"""Reading files in: choose a kind, give the file, look at what it would do, do it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nov.kernel import imports, tasks
from nov.kernel.forms import Form, form_page
from nov.kernel.imports import keeping
from nov.kernel.imports.template import template as workbook
from nov.kernel.lists.exports import XLSX
from nov.kernel.models import ImportRun
from nov.kernel.rights import UserRequest, by_record
from nov.kernel.uploads import LARGEST, megabytes


class FileForm(Form):
    file = forms.FileField(
        label="Bestand",
        help_text="Excel (.xlsx) of CSV, ten hoogste 10 MB. De koppen staan op de eerste regel.",
        error_messages={"empty": "Dit bestand is leeg. Kies een ander bestand."},
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(f"Dit bestand is {megabytes(file.size)} groot; ten hoogste 10 MB kan.")
        return file


def _importer(request: UserRequest, name: str) -> imports.Import:
    importer = imports.named(name)
    if not request.user.has_perm(importer.act):
        raise PermissionDenied(importer.act)
    return importer


@require_GET
@by_record
def overview(request: UserRequest) -> HttpResponseBase:
    """The kinds of file this user may read in, and the files that were read in before."""
    mine = [importer for importer in imports.importers() if request.user.has_perm(importer.act)]
    titles = {importer.name: importer.title for importer in mine}
    runs = ImportRun.objects.filter(importer__in=titles).select_related("by")[:20]
    context = {"importers": mine, "runs": [(run, titles[run.importer]) for run in runs]}
    return render(request, "kernel/imports.html", context)


@require_GET
@by_record
def template(request: UserRequest, name: str) -> HttpResponseBase:
    """The workbook to fill in."""
    importer = _importer(request, name)
    answer = FileResponse([workbook(importer)], content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{importer.name}.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@by_record
def upload(request: UserRequest, name: str) -> HttpResponseBase:
    """Give a file; a long one is looked at in the background."""
    importer = _importer(request, name)

    def save(form: FileForm) -> str:
        run = keeping.given(importer, form.cleaned_data["file"], by=request.user)
        if keeping.is_long(run):
            run.job = tasks.look_at_import.start(by=request.user, what=f"{run.name} bekijken", run=run.pk)
            run.save(update_fields=["job"])
            return run.job.get_absolute_url()
        keeping.look(run)
        return run.get_absolute_url()

    return form_page(
        request,
        FileForm,
        title=f"{importer.title} inlezen",
        lead=importer.lead or "Je ziet eerst wat het bestand zou doen. Er verandert nog niets.",
        save=save,
        button="Bekijken",
        crumbs=[("Inlezen", reverse("kernel:imports"))],
        back=reverse("kernel:imports"),
        template="kernel/import_upload.html",
        context={"importer": importer},
    )


@require_http_methods(["GET", "POST"])
@by_record
def run(request: UserRequest, pk: int) -> HttpResponseBase:
    """What a file would do or did; the button does it."""
    found = get_object_or_404(ImportRun.objects.select_related("by", "job"), pk=pk)
    importer = _importer(request, found.importer)

    def save(form: Form) -> str:
        if found.state != ImportRun.State.READY:
            return found.get_absolute_url()
        if keeping.is_long(found):
            found.job = tasks.apply_import.start(by=request.user, what=f"{found.name} inlezen", run=found.pk)
            found.save(update_fields=["job"])
            return found.job.get_absolute_url()
        if keeping.apply(found, by=request.user):
            messages.success(request, f"{found.name} is ingelezen.")
        else:
            messages.error(
                request, "Er is intussen iets veranderd waardoor het bestand niet meer past. Kijk hieronder."
            )
        return found.get_absolute_url()

    return form_page(
        request,
        Form,
        title=f"{importer.title}: {found.name}",
        save=save,
        button="Inlezen",
        crumbs=[
            ("Inlezen", reverse("kernel:imports")),
            (importer.title, reverse("kernel:import", args=[importer.name])),
        ],
        template="kernel/import_run.html",
        context={"run": found, "importer": importer, "same": keeping.read_before(found)},
    )
