"""What the database refuses, in the words a user understands.

Code gives the good message first; when a guard of the database has the last word, its own Dutch sentence is shown: the
constraint's `violation_error_message`, or what a trigger of ours raised.
"""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, IntegrityError, models
from django.db.models import ProtectedError

RAISED_BY_US = {"23514", "P0001"}  # check_violation, raise_exception: what our triggers raise carries no constraint
STILL_USED = "23503"
IN_USE = "Dit wordt nog ergens anders gebruikt en kan daarom niet weg."


def refusal(error: DatabaseError) -> ValidationError | None:
    """The refusal as an error of a form, or None when it is a fault of ours that belongs in the log."""
    if isinstance(error, ProtectedError):  # Django asked before the database could
        return ValidationError(IN_USE, code="database")
    about = getattr(error.__cause__, "diag", None)
    if about is None:
        return None
    if about.constraint_name:
        constraint = _constraint(about.constraint_name)
        if constraint is not None and constraint.violation_error_message:
            message = constraint.get_violation_error_message()
            if message != constraint.default_violation_error_message % {"name": constraint.name}:
                return ValidationError(message, code="database")
        if isinstance(error, IntegrityError) and about.sqlstate == STILL_USED:
            return ValidationError(IN_USE, code="database")
        return None
    if about.sqlstate in RAISED_BY_US:
        return ValidationError(about.message_primary or "", code="database")
    return None


def _constraint(name: str) -> models.BaseConstraint | None:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return constraint
    return None


def put(form: object, error: ValidationError) -> None:
    """Show a rule's refusal in a form: at its field where the form has it, else above the form."""
    fields = form.fields  # type: ignore[attr-defined]
    for name, errors in _by_field(error).items():
        form.add_error(name if name in fields else None, errors)  # type: ignore[attr-defined]


def _by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    return error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
