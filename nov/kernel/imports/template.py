"""An empty workbook with the right headings, and a sheet that explains them."""

from __future__ import annotations

import io

import xlsxwriter
from django import forms

from nov.kernel.forms.fields import choices_of
from nov.kernel.imports.importer import Import


def template(importer: Import) -> bytes:
    """The workbook to fill in for an importer; what an example looks like stands on its second sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Invullen")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(importer.columns):
        sheet.write_string(0, place, column.title, bold)
        sheet.set_column(place, place, max(14, len(column.title) + 2))
    about = book.add_worksheet("Uitleg")
    about.set_column(0, 3, 28, wrap)
    for place, title in enumerate(("Kolom", "Verplicht", "Voorbeeld", "Uitleg")):
        about.write_string(0, place, title, bold)
    for number, column in enumerate(importer.columns, start=1):
        one = importer.form_class.base_fields[column.field]
        words = (column.title, "ja" if one.required else "nee", column.example, column.help or _choices(one))
        for place, word in enumerate(words):
            about.write(number, place, word or None)
    book.close()
    return target.getvalue()


def _choices(one: forms.Field) -> str:
    if isinstance(one, forms.ChoiceField) and not isinstance(one, forms.ModelChoiceField):
        return "Een van: " + ", ".join(label for value, label in choices_of(one) if value)
    return str(one.help_text)
