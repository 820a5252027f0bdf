"""Files that the bureau reads in: the members of a former administration, and the bases that members declare each year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finance.models import Decision
from members import mutations
from members.declarations import declare, to_judge
from members.models import Category, CategoryPeriod, DeclaredBase, Holder, Municipality, Organisation, Sector
from members.organisations import register
from nov.kernel.clock import today
from nov.kernel.forms import CountField, DayField, Form, NumberField
from nov.kernel.imports import Column, Import, Row, each
from nov.kernel.models import User

# --------------------------------------------------------------------------------------------- members


class MemberRow(Form):
    """A line of a file with members."""

    name = forms.CharField(max_length=160)
    municipality = forms.ModelChoiceField(queryset=Municipality.objects.all(), to_field_name="name")
    sector = forms.ChoiceField(choices=Sector.choices)
    category = forms.ModelChoiceField(queryset=Category.objects.all(), to_field_name="code")
    first_day = DayField()
    decision = forms.CharField(max_length=30)
    email = forms.EmailField(required=False)
    kvk = forms.RegexField(r"^\d{8}$", required=False, error_messages={"invalid": "Een KvK-nummer heeft acht cijfers."})
    street = forms.CharField(max_length=120, required=False)
    house_number = forms.CharField(max_length=16, required=False)
    postcode = forms.CharField(max_length=10, required=False)
    place = forms.CharField(max_length=80, required=False)

    def clean_decision(self) -> Decision:
        """The decision with this number."""
        found = Decision.objects.filter(number=self.cleaned_data["decision"]).first()
        if found is None:
            raise ValidationError(f"Er is geen besluit ‘{self.cleaned_data['decision']}’. Leg het eerst vast.")
        return found


def _members_now(rows: Sequence[Row]) -> Mapping[Any, Mapping[str, Any]]:
    """Who is a member already, by name and municipality: as what, and since when."""
    names = {row.data["name"] for row in rows}
    periods = CategoryPeriod.objects.live().filter(membership__holders__organisation__name__in=names)
    held = Holder.objects.live().filter(organisation__name__in=names).select_related("organisation", "membership")
    first = {one.membership_id: one for one in periods.select_related("category").order_by("-during")}
    return {
        (one.organisation.name, one.organisation.municipality): {
            "category": first[one.membership_id].category,
            "first_day": one.membership.first_day,
        }
        for one in held
    }


def _take_over(data: dict[str, Any], by: User) -> None:
    """Enter an organisation and admit it; what is there already is changed on its own page."""
    fields = dict(data)
    admitted = {name: fields.pop(name) for name in ("category", "first_day", "decision")}
    known = {"name": fields["name"], "municipality": fields["municipality"]}
    if Holder.objects.live().filter(**{f"organisation__{name}": value for name, value in known.items()}).exists():
        raise ValidationError({"name": f"{fields['name']} is al lid. Wijzig dat op de pagina van de organisatie."})
    organisation = Organisation.objects.filter(**known).first() or register(**fields)
    mutations.join(organisation, **admitted, entered_on=today(), by=by)


MEMBERS = Import(
    name="leden",
    title="Leden uit een andere administratie",
    act="members.mutate",
    lead="Eén regel per lid. Een organisatie die al lid is, verandert hier niet door.",
    form_class=MemberRow,
    columns=(
        Column("Naam", "name", example="De Brug"),
        Column("Gemeente", "municipality", example="Ede"),
        Column("Sector", "sector", example="Welzijn"),
        Column("Categorie", "category", example="VO", help="De code: VO, VC, SB of AL."),
        Column("Lid sinds", "first_day", example="01-01-2010"),
        Column("Besluit", "decision", example="B-2020-12/5", help="Het nummer van het besluit tot toelating."),
        Column("E-mail", "email", example="info@debrug.example", also=("E-mailadres",)),
        Column("KvK", "kvk", example="00123456", also=("KvK-nummer",)),
        Column("Straat", "street", example="Kadewal"),
        Column("Huisnummer", "house_number", example="12"),
        Column("Postcode", "postcode", example="6711 SS"),
        Column("Plaats", "place", example="Ede"),
    ),
    key=("name", "municipality"),
    present=_members_now,
    apply=each(_take_over),
)

# ----------------------------------------------------------------------------------------------- bases


class BaseRow(Form):
    """A line of a file with declared bases."""

    number = CountField(min_value=1)
    year = CountField(min_value=2000, max_value=2199)
    amount = NumberField(min_value=0)
    declared_on = DayField()
    source = forms.ChoiceField(choices=DeclaredBase.Source.choices)


def _bases_now(rows: Sequence[Row]) -> Mapping[Any, Mapping[str, Any]]:
    """What was declared for these years already."""
    declared = DeclaredBase.objects.filter(
        organisation__number__in={row.data["number"] for row in rows}, year__in={row.data["year"] for row in rows}
    )
    numbers = {row.data["number"] for row in rows}
    categories = _categories(numbers)
    known: dict[Any, tuple[Any, ...]] = {
        (one.organisation.number, one.year): (one.amount, one.declared_on, one.source)
        for one in declared.select_related("organisation")
        if categories.get(one.organisation.number or 0) == one.category_id
    }
    waiting = to_judge().filter(organisation__number__in=numbers).select_related("organisation", "round")
    known |= {
        (one.organisation.number, one.round.year): (one.amount, one.answered_on, DeclaredBase.Source.DECLARED)
        for one in waiting
    }
    return {key: dict(zip(("amount", "declared_on", "source"), one, strict=True)) for key, one in known.items()}


def _categories(numbers: set[int]) -> dict[int, int]:
    """The last category of the members with these numbers."""
    periods = CategoryPeriod.objects.live().filter(
        membership__holders__voided_by__isnull=True, membership__holders__organisation__number__in=numbers
    )
    return dict(periods.order_by("during").values_list("membership__holders__organisation__number", "category"))


def _declare(data: dict[str, Any], by: User) -> None:
    """Store a base in the measure of the member's last category."""
    number = data["number"]
    organisation = Organisation.objects.filter(number=number).first()
    category = Category.objects.filter(pk=_categories({number}).get(number, 0)).first()
    if organisation is None or category is None:
        raise ValidationError({"number": f"Er is geen lid met nummer {number}."})
    if not category.base:
        raise ValidationError({"number": f"{organisation} is {category.name.lower()}: daar hoort geen grondslag bij."})
    fields = {name: data[name] for name in ("year", "amount", "declared_on", "source")}
    declare(organisation, category=category, **fields)


BASES = Import(
    name="grondslagen",
    title="Opgaven van de grondslag",
    act="members.enter",
    lead="Eén regel per lid en jaar, in de maat van de categorie: euro of fte. Een opgave vervangt de vorige van dat jaar.",
    form_class=BaseRow,
    columns=(
        Column("Lidnummer", "number", example="0031", also=("Lidnr.",)),
        Column("Jaar", "year", example="2024"),
        Column("Grondslag", "amount", example="4,6"),
        Column("Opgegeven op", "declared_on", example="09-11-2024"),
        Column("Herkomst", "source", example="Opgave van het lid"),
    ),
    key=("number", "year"),
    present=_bases_now,
    apply=each(_declare),
)
