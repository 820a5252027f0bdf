"""The one way in for files: read, checked by the form of the screen, shown with its effect, applied by the same rule.

    CONTACTS = Import(
        name="contactpersonen",
        title="Contactpersonen",
        act="members.enter",
        form_class=ContactRowForm,
        columns=(
            Column("Lidnummer", "number", example="0031"),
            Column("Naam", "name", example="Fenna Bakker"),
            Column("E-mail", "email", also=("E-mailadres",)),
        ),
        key=("number", "name"),
        present=contacts_now,        # for these rows: {key: {field: value}} of what is there already
        apply=each(contact_from_row),    # contact_from_row(data, by=user): the rule the screen uses too
    )

It is listed in `nov/imports.py`; its pages are the kernel's. In code: `run_import(CONTACTS, Path("contacten.csv"), by=user)`.

A row is new, changes something, changes nothing or is wrong. If one row is wrong nothing is read in. Everything happens in
one transaction, and looking first is that very transaction, undone. The same file a second time changes nothing.
"""

from nov.kernel.imports.importer import Column, Effect, Import, Row, each, importers, named
from nov.kernel.imports.reader import Unreadable
from nov.kernel.imports.run import ImportRefused, Outcome, run_import

__all__ = [
    "Column",
    "Effect",
    "Import",
    "ImportRefused",
    "Outcome",
    "Row",
    "Unreadable",
    "each",
    "importers",
    "named",
    "run_import",
]
