"""Organisations and their contacts as files: read in by the rules of the forms, and written so that reading them back changes
nothing. One list of columns serves both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members import organisations as rules
from members.fields import WordsField
from members.models import Absorbed, Contact, Municipality, Organisation, Sector
from members.organisation_forms import Numbers, OrganisationForm
from nov.kernel.forms import CountField, Form
from nov.kernel.imports import Column, Import, Row, each
from nov.kernel.models import User

Values = dict[str, Any]


def _known(record: int | None) -> Organisation | None:
    """The organisation with this record number. Raises ValidationError when there is none any more."""
    if record is None:
        return None
    found = Organisation.objects.filter(pk=record).first()
    if found is None:
        merged = Absorbed.objects.filter(record=record).select_related("organisation").first()
        raise ValidationError(
            f"Dit record is samengevoegd met {merged.organisation}, kenmerk {merged.organisation_id}."
            if merged
            else f"Er is geen organisatie met kenmerk {record}. Laat het leeg voor een nieuwe organisatie."
        )
    return found


class OrganisationRow(Numbers, Form):
    """A line of a file with organisations."""

    record = CountField(required=False)
    name = forms.CharField(max_length=160)
    statutory_name = forms.CharField(max_length=160, required=False)
    short_name = forms.CharField(max_length=40, required=False)
    kvk = forms.CharField(max_length=20, required=False)
    rsin = forms.CharField(max_length=20, required=False)
    oin = forms.CharField(max_length=30, required=False)
    street = forms.CharField(max_length=120, required=False)
    house_number = forms.CharField(max_length=16, required=False)
    postcode = forms.CharField(max_length=10, required=False)
    place = forms.CharField(max_length=80, required=False)
    municipality = forms.ModelChoiceField(queryset=Municipality.objects.all(), to_field_name="name", required=False)
    post_street = forms.CharField(max_length=120, required=False)
    post_house_number = forms.CharField(max_length=16, required=False)
    post_postcode = forms.CharField(max_length=10, required=False)
    post_place = forms.CharField(max_length=80, required=False)
    factuur_street = forms.CharField(max_length=120, required=False)
    factuur_house_number = forms.CharField(max_length=16, required=False)
    factuur_postcode = forms.CharField(max_length=10, required=False)
    factuur_place = forms.CharField(max_length=80, required=False)
    email = forms.EmailField(required=False)
    invoice_email = forms.EmailField(required=False)
    purchase_order = forms.CharField(max_length=40, required=False)
    phone = forms.CharField(max_length=20, required=False)
    website = forms.URLField(required=False, assume_scheme="https")
    sector = forms.ChoiceField(choices=Sector.choices)
    umbrella = CountField(required=False)
    labels = WordsField(required=False)
    listed = forms.BooleanField(required=False)

    def clean_record(self) -> int | None:
        """The number of a record that is there, or nothing for a new one."""
        record: int | None = self.cleaned_data["record"]
        _known(record)
        return record

    def clean_umbrella(self) -> int | None:
        """The record number of the umbrella."""
        umbrella: int | None = self.cleaned_data["umbrella"]
        _known(umbrella)
        return umbrella

    def clean(self) -> Values:
        """A name leads to one organisation; another name for a known record is a deed of its own."""
        data: Values = super().clean() or self.cleaned_data
        for kind, title in rules.APART.items():
            where = _apart(data, kind)
            if any(where.values()) and not (where["street"] and where["place"]):
                self.add_error(f"{kind}_street", f"{title}: vul straat en plaats in, of laat het hele adres leeg.")
        record, name = data.get("record"), data.get("name", "")
        if record is not None and (known := _known(record)) and known.name != name and name:
            self.add_error(
                "name", f"Hier heet zij ‘{known}’. Een andere naam leg je vast op haar pagina, bij ‘Naam wijzigen’."
            )
        if record is None and Organisation.objects.filter(name=name).count() > 1:
            self.add_error(
                "name", "Er zijn meer organisaties met deze naam. Vul het kenmerk in; dat staat in de uitvoer."
            )
        return data


def _apart(data: Values, kind: str) -> dict[str, str]:
    """The postal or invoice address of a row; empty when the visiting address does."""
    return {name: data.get(f"{kind}_{name}", "") for name in rules.WHERE}


def values_of(one: Organisation) -> Values:
    """What the columns say of an organisation, as the form of a row reads them."""
    addresses = rules.addresses_of(one)
    own = ("statutory_name", "short_name", "rsin", "oin", "phone", "website", "sector", "listed", "municipality")
    return {
        **{name: getattr(one, name) for name in own},
        **{name: getattr(one.party, name) for name in rules.REACHED},
        **{name: getattr(addresses["bezoek"], name) for name in rules.WHERE},
        **{
            f"{kind}_{name}": getattr(addresses[kind], name) if kind in addresses else ""
            for kind in rules.APART
            for name in rules.WHERE
        },
        "umbrella": one.umbrella_id,
        "labels": sorted((tag.name for tag in one.tags.all()), key=str.casefold),
    }


def _all() -> Any:
    return Organisation.objects.select_related("party", "municipality").prefetch_related("tags", "addresses")


def _organisations_now(rows: Sequence[Row]) -> Mapping[Any, Values]:
    records = {row.data["record"] for row in rows} - {None}
    names = {row.data["name"] for row in rows if row.data["record"] is None}
    found: dict[Any, Values] = {(one.pk, one.name): values_of(one) for one in _all().filter(pk__in=records)}
    found.update({(None, one.name): values_of(one) for one in _all().filter(name__in=names)})
    return found


def organisation_from_row(data: Values, *, by: User) -> None:
    """Enter or change an organisation as the form on screen does. Raises ValidationError at the field."""
    known = Organisation.objects.select_related("party")
    one = known.filter(pk=data["record"]).first() if data["record"] else known.filter(name=data["name"]).first()
    umbrella = Organisation.objects.filter(pk=data["umbrella"]).first()
    form = OrganisationForm({**data, "umbrella": umbrella}, instance=one)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    one = form.save() if one else form.register()
    for kind in rules.APART:
        if (where := _apart(data, kind))["street"]:
            rules.keep_address(one, kind=kind, **where)
        else:
            rules.drop_address(one, kind)


ORGANISATIONS = Import(
    name="organisaties",
    title="Organisaties",
    act="members.enter",
    lead="Nieuwe organisaties en nieuwe gegevens van wie er al is. Je ziet eerst wat het bestand zou doen.",
    form_class=OrganisationRow,
    columns=(
        Column("Kenmerk", "record", example="128", help="Het nummer uit de uitvoer; leeg voor een nieuwe organisatie."),
        Column("Naam", "name", example="De Brug"),
        Column("Statutaire naam", "statutory_name", example="Stichting De Brug"),
        Column("Afkorting", "short_name", example="DB"),
        Column("KvK-nummer", "kvk", example="01234567", also=("KvK",)),
        Column("RSIN", "rsin", example="123456782"),
        Column("OIN", "oin"),
        Column("Straat", "street", example="Kadewal"),
        Column("Huisnummer", "house_number", example="12"),
        Column("Postcode", "postcode", example="6711 SS"),
        Column("Plaats", "place", example="Ede"),
        Column("Gemeente", "municipality", example="Ede", help="Zoals de gemeente nu heet; leeg voor het buitenland."),
        Column("Post: straat", "post_street", example="Postbus 7", help="Leeg als post naar het bezoekadres gaat."),
        Column("Post: huisnummer", "post_house_number"),
        Column("Post: postcode", "post_postcode", example="6700 AA"),
        Column("Post: plaats", "post_place", example="Ede"),
        Column("Factuur: straat", "factuur_street", help="Leeg als het bezoekadres op facturen staat."),
        Column("Factuur: huisnummer", "factuur_house_number"),
        Column("Factuur: postcode", "factuur_postcode"),
        Column("Factuur: plaats", "factuur_place"),
        Column("E-mail", "email", example="info@debrug.example", also=("E-mailadres",)),
        Column("E-mail voor facturen", "invoice_email", help="Leeg als facturen naar het gewone adres gaan."),
        Column("Inkoopnummer", "purchase_order", help="Staat op elke factuur."),
        Column("Telefoon", "phone"),
        Column("Website", "website", example="https://debrug.example"),
        Column("Sector", "sector", example="Welzijn"),
        Column("Kenmerk koepel", "umbrella", help="Het kenmerk van de organisatie waar zij onder valt."),
        Column("Labels", "labels", example="jeugd, sport", help="Met een komma ertussen."),
        Column(
            "Ledenlijst website", "listed", example="ja", help="Of zij op de ledenlijst van de website mag: ja of nee."
        ),
    ),
    key=("record", "name"),
    present=_organisations_now,
    apply=each(organisation_from_row),
)


# ------------------------------------------------------------------------------------------ contacts


class ContactRow(Form):
    """A line of a file with contacts."""

    record = CountField()
    name = forms.CharField(max_length=120)
    email = forms.EmailField(required=False)  # of who was entered without one long ago
    role = forms.ChoiceField(choices=Contact.Role.choices)
    title = forms.CharField(max_length=80, required=False)

    def clean_record(self) -> int:
        """The number of a record that is there."""
        record: int = self.cleaned_data["record"]
        _known(record)
        return record


def _contacts_now(rows: Sequence[Row]) -> Mapping[Any, Values]:
    contacts = Contact.objects.filter(organisation__in={row.data["record"] for row in rows}).select_related("person")
    return {
        (one.organisation_id, one.person.name, one.role): {"email": one.person.email, "title": one.title}
        for one in contacts
    }


def contact_from_row(data: Values, *, by: User) -> None:
    """Add a contact, or change the one with this name and role, as the form on screen does."""
    data = dict(data)
    record = data.pop("record")
    known = Contact.objects.filter(organisation=record, person__name=data["name"], role=data["role"]).first()
    if known:
        rules.change_contact(known, **data)
    else:
        rules.add_contact(Organisation.objects.get(pk=record), **data)


CONTACTS = Import(
    name="contactpersonen",
    title="Contactpersonen",
    act="members.enter",
    lead="Contactpersonen bij organisaties die er al zijn, met het kenmerk uit de uitvoer.",
    form_class=ContactRow,
    columns=(
        Column("Kenmerk", "record", example="128", help="Het kenmerk van de organisatie; dat staat in de uitvoer."),
        Column("Naam", "name", example="Fenna Bakker"),
        Column("E-mail", "email", example="fenna@debrug.example", also=("E-mailadres",)),
        Column("Rol", "role", example="Algemeen contact"),
        Column("Functie", "title", example="voorzitter"),
    ),
    key=("record", "name", "role"),
    present=_contacts_now,
    apply=each(contact_from_row),
)


# ------------------------------------------------------------------------------------------ written


WORDS: dict[str, Callable[[Any], Any]] = {
    "municipality": lambda one: one.name if one else "",
    "sector": lambda value: Sector(value).label,
    "labels": ", ".join,
}


def organisation_lines() -> Iterator[list[Any]]:
    """All organisations as lines of a file, the headings first, with the columns that are read in."""
    yield [column.title for column in ORGANISATIONS.columns]
    for one in _all().order_by("sort_key", "id").iterator(chunk_size=2000):
        said = {"record": one.pk, "name": one.name, **values_of(one)}
        yield [WORDS.get(column.field, lambda value: value)(said[column.field]) for column in ORGANISATIONS.columns]
