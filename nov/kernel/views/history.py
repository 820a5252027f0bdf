"""Who changed what on a record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nov.kernel import records
from nov.kernel.history import MOST, history_of
from nov.kernel.rights import UserRequest, by_record


@require_GET
@by_record
def history(request: UserRequest, label: str, pk: int) -> HttpResponse:
    """The changes of a record, newest first, for whoever may look at the record."""
    record = records.found(request.user, label, pk)
    changes = history_of(record)
    context = {
        "record": record,
        "crumbs": [(str(record), records.url_of(record))],
        "changes": changes,
        "cut_off": MOST if len(changes) == MOST else 0,
    }
    return render(request, "kernel/history.html", context)
