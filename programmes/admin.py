"""What a coordinator sets up: programmes with their leads, figures to measure, desks. Results are entered on pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest

from programmes.defining import RESERVED, check_key
from programmes.models import (
    Desk,
    DeskContract,
    Indicator,
    IndicatorPart,
    KeyPrefix,
    Norm,
    Programme,
    ProgrammePhase,
    ReceptionCentre,
    Staffing,
)


class Visible(admin.ModelAdmin):
    """Only what this user may know of; nothing is deleted here."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of programmes that this user may know of."""
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Texts and editions point at these; what ended gets an end."""
        return False


class Kept(admin.TabularInline):
    """Rows under a record, added and changed with it."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may manage programmes may manage what hangs under them."""
        return request.user.has_perm("programmes.manage")

    has_add_permission = has_change_permission = has_view_permission


class PhaseInline(Kept):
    """Phases with their grants."""

    model = ProgrammePhase


class PrefixForm(forms.ModelForm):
    """The first word of a programme's keys."""

    def clean_prefix(self) -> str:
        """A word of the administration itself is nobody's."""
        prefix: str = self.cleaned_data["prefix"]
        if prefix in RESERVED:
            raise ValidationError(f"‘{prefix}’ is van de administratie zelf. Kies een ander woord.")
        return prefix


class PrefixInline(Kept):
    """The first words of the programme's keys."""

    model = KeyPrefix
    form = PrefixForm


@admin.register(Programme)
class ProgrammeAdmin(Visible):
    """Programmes with their leads."""

    list_display = ("name", "code", "cost_centre", "lead_names", "confidential")
    list_filter = ("confidential",)
    search_fields = ("name", "code")
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    inlines = (PhaseInline, PrefixInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list shows of other tables."""
        return super().get_queryset(request).select_related("cost_centre").prefetch_related("leads")

    @admin.display(description="programmaleiders")
    def lead_names(self, programme: Programme) -> str:
        return ", ".join(user.name for user in programme.leads.all()) or "–"


class IndicatorForm(forms.ModelForm):
    """An indicator; its key must be the programme's, and new."""

    class Meta:
        model = Indicator
        fields = (
            "programme",
            "key",
            "label",
            "definition",
            "unit_key",
            "kind",
            "origin",
            "chapter",
            "dimension",
            "adds_up",
            "required_from",
            "required_until",
        )

    def clean_origin(self) -> str:
        """A counted figure says what it counts, on a page of its own."""
        origin: str = self.cleaned_data["origin"]
        if origin == Indicator.Origin.COUNTED and self.instance.origin != origin:
            raise ValidationError("Leg een kengetal dat wordt geteld vast op de pagina van het programma.")
        return origin

    def clean(self) -> None:
        """Refuse a key of another programme, or one that is taken."""
        super().clean()
        programme, key = self.cleaned_data.get("programme"), self.cleaned_data.get("key")
        if self.instance.pk is None and programme and key:
            try:
                check_key(programme, key)
            except ValidationError as error:
                self.add_error(None, error)


class PartInline(Kept):
    """What it is measured for apart."""

    model = IndicatorPart


class NormInline(Kept):
    """The values of a norm."""

    model = Norm


@admin.register(Indicator)
class IndicatorAdmin(Visible):
    """What is measured, of which programme, and for which years it must be there."""

    form = IndicatorForm
    list_display = ("label", "key", "programme", "unit_key", "kind", "required_from")
    list_filter = (("programme", admin.RelatedOnlyFieldListFilter), "kind", "origin")
    list_select_related = ("programme",)
    search_fields = ("label", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What texts hold, and what measured numbers mean, does not change here."""
        if obj is None:
            return ()
        used = obj.measurements.exists() or obj.norms.exists()
        return ("programme", "key", *(("unit_key", "kind", "origin", "dimension") if used else ()))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Parts where it is split, values where it is a norm."""
        if obj is None:
            return []
        return [NormInline] if obj.kind == Indicator.Kind.NORM else [PartInline] if obj.dimension else []


class ContractInline(Kept):
    """Who runs the desk."""

    model = DeskContract
    raw_id_fields = ("organisation",)


class StaffingInline(Kept):
    """How many people work there: numbers, no names."""

    model = Staffing
    fields = ("employer", "people", "during")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The people of the desk, not of the programme."""
        return super().get_queryset(request).filter(role=Staffing.Role.DESK)


@admin.register(Desk)
class DeskAdmin(Visible):
    """Desks, with their contracts and the numbers of their people."""

    list_display = ("name", "municipality", "province", "kind", "during")
    list_filter = ("kind", "province")
    search_fields = ("name", "municipality")
    inlines = (ContractInline, StaffingInline)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """People at a desk belong to the desk's programme."""
        for row in formset.save(commit=False):
            if isinstance(row, Staffing):
                row.programme = form.instance.programme
            row.save()
        formset.save_m2m()


@admin.register(ReceptionCentre)
class ReceptionCentreAdmin(Visible):
    """Reception centres at which a desk stands."""

    list_display = ("name", "municipality", "province")
    list_filter = ("province",)
    search_fields = ("name", "municipality")
