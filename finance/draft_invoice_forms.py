"""The forms of items, and of an invoice that is being written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from finance.models import InvoiceDraft, InvoiceDraftLine, Item, Party
from nov.kernel.forms import ModelForm, MoneyField, NumberField

FEWEST, MOST = 3, 30
NAMES = ("item", "description", "quantity", "price")


class ItemForm(ModelForm):
    """Something that is invoiced, with its account and its VAT."""

    class Meta:
        model = Item
        fields = ("name", "price", "vat", "rate", "account", "cost_centre", "blocked")


class InvoiceDraftForm(ModelForm):
    """An invoice that is being written, each line four fields of this one form."""

    class Meta:
        model = InvoiceDraft
        fields = ("party", "date", "due", "reference")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.order_by("name")  # type: ignore[attr-defined]
        stored = list(self.instance.lines.all()) if self.instance.pk else []
        self.rows = min(max(FEWEST, len(stored) + 2), MOST)
        items = Item.objects.filter(blocked=False) | Item.objects.filter(pk__in=[line.item_id for line in stored])
        options = [("", ""), *((one.pk, one.name) for one in items)]
        for place in range(self.rows):
            self._add_line(place, stored[place] if place < len(stored) else None, items, options)

    def _add_line(self, place: int, line: InvoiceDraftLine | None, items: Any, options: list[Any]) -> None:
        at = f"regel {place + 1}"
        item = forms.ModelChoiceField(items, label=f"Artikel, {at}", required=False)
        item.widget.choices = options  # the same list for every line: read once
        item.initial = line.item_id if line else None
        self.fields[f"item_{place}"] = item
        self.fields[f"description_{place}"] = forms.CharField(
            label=f"Omschrijving, {at}", required=False, max_length=160, initial=line.description if line else ""
        )
        self.fields[f"quantity_{place}"] = NumberField(
            label=f"Aantal, {at}", required=False, digits=8, initial=line.quantity if line else None
        )
        self.fields[f"price_{place}"] = MoneyField(
            label=f"Prijs, {at}", required=False, initial=line.price if line else None
        )

    def head_fields(self) -> Iterator[Any]:
        """The fields above the lines."""
        return (self[name] for name in self.Meta.fields)

    def line_fields(self) -> Iterator[list[Any]]:
        """The fields of each line, in the order of the columns."""
        return ([self[f"{name}_{place}"] for name in NAMES] for place in range(self.rows))

    def clean(self) -> dict[str, Any]:
        """A line that has something has an item; and there is a line."""
        cleaned = super().clean() or self.cleaned_data
        filled = 0
        for place in range(self.rows):
            item, words, quantity, price = (cleaned.get(f"{name}_{place}") for name in NAMES)
            filled += item is not None
            if (
                item is None
                and (words or quantity is not None or price is not None)
                and f"item_{place}" not in self.errors
            ):
                self.add_error(f"item_{place}", "Kies een artikel: daaruit volgen de rekening en de btw.")
            if quantity is not None and quantity <= 0:
                self.add_error(
                    f"quantity_{place}", "Een aantal is meer dan nul; een korting heeft een prijs met een min."
                )
        if not filled and not self.errors:
            self.add_error("item_0", "Een factuur heeft ten minste één regel.")
        return cleaned

    def store(self, by: Any) -> InvoiceDraft:
        """Save the draft with these lines in the place of those it had."""
        draft: InvoiceDraft = self.save(commit=False)
        if draft.pk is None:
            draft.made_by = by
        draft.revision += 1
        draft.save()
        draft.lines.all().delete()
        InvoiceDraftLine.objects.bulk_create(self._lines(draft))
        return draft

    def _lines(self, draft: InvoiceDraft) -> Iterator[InvoiceDraftLine]:
        places = [place for place in range(self.rows) if self.cleaned_data[f"item_{place}"]]
        for no, place in enumerate(places, start=1):
            item, words, quantity, price = (self.cleaned_data[f"{name}_{place}"] for name in NAMES)
            yield InvoiceDraftLine(
                draft=draft, no=no, item=item, description=words,
                quantity=Decimal(1) if quantity is None else quantity, price=item.price if price is None else price,
            )  # fmt: skip
