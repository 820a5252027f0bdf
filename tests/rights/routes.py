"""Every address of the site, from the URL resolver, with an example of it that leads to a record of the demo year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nov.kernel.periods import Year
from reports.findings import mark_of, open_findings, outcomes


@dataclass(frozen=True)
class Route:
    """An address with its placeholders, as it stands in urls.py."""

    path: str
    name: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def act(self) -> str:
        """The act that the view names, or nothing."""
        return getattr(self.view, "act", "")

    def url(self) -> str:
        """An existing address of this route in the demo year."""
        return reverse(self.name, kwargs={name: example(self.name, name) for name in self.parameters})


def routes() -> list[Route]:
    """All routes, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, "", "", ()))


def _walk(patterns: list[Any], path: str, space: str, parameters: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        named = (*parameters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner, named)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Route(here, space + pattern.name, pattern.callback, named)


def _first(table: str, field: str = "pk", **of: Any) -> Callable[[], Any]:
    """Finds the field of the first record, or 0 where there is none."""

    def find() -> Any:
        return apps.get_model(table).objects.filter(**of).order_by("pk").values_list(field, flat=True).first() or 0

    return find


# What stands in a placeholder: for "route.parameter", for "namespace.parameter" or for "parameter" everywhere, a value
# or how to find one.
EXAMPLES: dict[str, Any] = {
    # account
    "uidb36": "1",
    "account_reset_password_from_key.key": "abc",
    "mfa_edit_webauthn.pk": 1,
    "mfa_remove_webauthn.pk": 1,
    "help_page.name": "beginnen",
    # admin
    "admin:view_on_site.content_type_id": _first("contenttypes.contenttype", app_label="finance", model="entry"),
    "admin:view_on_site.object_id": _first("finance.entry"),
    "admin.app_label": "kernel",
    "admin.url": "bestaat-niet",
    # finance
    "finance.number": 2023,
    "finance.code": _first("finance.grant", "code"),
    "finance:entry.pk": _first("finance.entry"),
    "finance:reverse.pk": _first("finance.entry"),
    "finance:invoice.pk": _first("finance.invoice"),
    "finance:invoice_credit.pk": _first("finance.invoice"),
    "finance:bank_line.pk": _first("finance.bankline"),
    "finance:bank_allocate.pk": _first("finance.bankline"),
    "finance:bank_undo.pk": _first("finance.bankline"),
    "finance:invoice_settle.pk": _first("finance.invoice"),
    "finance:invoice_write_off.pk": _first("finance.invoice"),
    "finance:mandate.pk": _first("finance.mandate"),
    "finance:mandate_end.pk": _first("finance.mandate"),
    "finance.deed": "intrekken",
    "finance:collection.pk": _first("finance.collectionbatch"),
    "finance:collection_approve.pk": _first("finance.collectionbatch"),
    "finance:collection_withdraw.pk": _first("finance.collectionbatch"),
    "finance:collection_file.pk": _first("finance.collectionbatch"),
    "finance:invoice_file.pk": _first("finance.invoice"),
    "finance:invoice_file.form": "pdf",
    "finance:invoice_hold.pk": _first("finance.invoice"),
    "finance:invoice_draft.pk": 0,
    "finance:invoice_draft_deed.pk": 0,
    "finance:invoice_draft_deed.deed": "factureren",
    "finance:item.pk": 0,
    "finance:mail.pk": _first("finance.invoicemail"),
    "finance:reminder_level.pk": _first("finance.reminderlevel"),
    "finance:end_proposal.pk": _first("finance.endproposal"),
    "finance.pk": _first("finance.draftentry"),
    # members
    "members:application.pk": _first("members.application"),
    "members:application_assess.pk": _first("members.application"),
    "members:application_admit.pk": _first("members.application"),
    "members:application_decline.pk": _first("members.application"),
    "members:application_withdraw.pk": _first("members.application"),
    "members:application_admit_after_all.pk": _first("members.application"),
    "members:declaration.pk": _first("members.baserequest"),
    "members:declare.token": "geen",
    "members:data_answer.token": "geen",
    "members:data_check.pk": _first("members.datacheck"),
    "members:contact_change.pk": _first("members.contact"),
    "members:contact_remove.pk": _first("members.contact"),
    "members:expulsion.pk": _first("members.expulsion"),
    "members:correct.pk": _first("members.mutation"),
    "members:void.pk": _first("members.mutation"),
    "members:run.pk": _first("members.contributionrun"),
    "members:run_finalise.pk": _first("members.contributionrun"),
    "members:run_discard.pk": _first("members.contributionrun"),
    "members:meeting.pk": _first("members.meeting"),
    "members:meeting_change.pk": _first("members.meeting"),
    "members:item_decide.pk": _first("members.agendaitem"),
    "members:letter_template.kind": "welkom",
    "members:letter.about": "mutatie",
    "members:letter.pk": _first("members.mutation", kind="aanmelding"),
    "members:meeting_note.pk": _first("members.meeting", kind="alv"),
    "members:meeting_note.what": "aanwezig",
    "members:item_ballot.pk": _first("members.agendaitem"),
    "members:attendance_remove.pk": _first("members.attendance"),
    "members:decision.pk": _first("finance.decision"),
    "members:appointment_task.pk": _first("members.appointmenttask"),
    "members:appointment_again.pk": _first("members.appointment"),
    "members:appointment_end.pk": _first("members.appointment"),
    "members:follow_up.pk": _first("members.contactmoment"),
    "members.kind": "post",
    "members:everything.kind": "csv",
    "members:duplicate.origin": lambda: (
        apps.get_model("members.organisation").objects.order_by("-pk").values_list("pk", flat=True)[0]
    ),
    "members.pk": _first("members.organisation"),
    # programmes: all of #Meedoen
    "programmes.code": "meedoen",
    "programmes.key": _first("programmes.indicator", "key", programme__code="meedoen"),
    "programmes.kind": "publicaties",
    "programmes:record.pk": _first("programmes.publication", programme__code="meedoen"),
    "programmes:record_change.pk": _first("programmes.publication", programme__code="meedoen"),
    "programmes:record_remove.pk": _first("programmes.publication", programme__code="meedoen"),
    "programmes:record_deed.code": "goedgeregeld",
    "programmes:record_deed.kind": "trajecten",
    "programmes:record_deed.pk": _first("programmes.trajectory", ended_on=None),
    "programmes:record_deed.deed": "fase-afronden",
    "programmes:row_new.code": "prijzen",
    "programmes:row_new.kind": "edities",
    "programmes:row_new.rows": "genomineerden",
    "programmes:row_new.pk": _first("programmes.prizeedition"),
    "programmes:count_change.key": "meedoen.films",
    "programmes.desk": _first("programmes.desk", "code", programme__code="meedoen"),
    "programmes:measurement.pk": _first("programmes.measurement", indicator__programme__code="meedoen"),
    "programmes:measurement_withdraw.pk": _first("programmes.measurement", indicator__programme__code="meedoen"),
    "programmes.pk": _first("programmes.event", programme__code="meedoen"),
    # reports
    "reports.year": 2023,
    "reports.number": 1,
    "reports.key": "leden.totaal",
    "reports.mark": lambda: mark_of(open_findings(outcomes(Year(2023)))[0]),
    "reports.name": "jaarrekening",
    "reports.form": "html",
    # kernel
    "kernel.label": "members.organisation",
    "kernel:history.pk": _first("members.organisation"),
    "kernel:attachment_add.pk": _first("members.organisation"),
    "kernel:attachment.pk": _first("kernel.attachment"),
    "kernel:attachment_remove.pk": _first("kernel.attachment"),
    "kernel:import_run.pk": _first("kernel.importrun"),
    "kernel:message.pk": UUID(int=0),
    "kernel.pk": _first("kernel.job"),
    "kernel.name": "metingen",
}


def example(route: str, parameter: str) -> Any:
    """A value for the placeholder that exists in the demo year."""
    space = route.split(":")[0]
    for key in (f"{route}.{parameter}", f"{space}.{parameter}", parameter):
        if key in EXAMPLES:
            found = EXAMPLES[key]
            return found() if callable(found) else found
    if space == "admin" and parameter == "object_id":
        app, model = route.removeprefix("admin:").rsplit("_", 1)[0].split("_", 1)
        return _first(f"{app}.{model}")()
    raise LookupError(f"Geen voorbeeld voor {parameter} in {route}: zet het in EXAMPLES.")
