"""Two records of one organisation become one: everything moves to the record that stays, nothing is lost.

What points at an organisation is found from the registry of models, so that a table which is made next year comes along by
itself. What finance has with the old record (invoices, allocations, mandates) stays with the old record's party, as it was
sent; the party is kept and known as an earlier one of the organisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from finance.models import Party
from members.models import Absorbed, Contribution, Distinct, Holder, Mutation, Organisation
from members.organisations import OF_PARTY, WHERE, branch_of
from members.timeline import take_lock
from nov.kernel.formats import day
from nov.kernel.history import in_words
from nov.kernel.models import PersonalLink, User
from nov.kernel.refusals import refusal

FROZEN: tuple[type[models.Model], ...] = (Mutation, Contribution)  # moved by members_move_frozen (sql/merging.sql)
OWN = ("statutory_name", "short_name", "municipality", "rsin", "oin", "umbrella", "payer", "website", "phone")
STAYS_WITH_PARTY = "finance"


@dataclass(slots=True)
class Merged:
    """What merging did or would do: per table how many rows moved, how many stood there already and how many
    stay with the old party, and which data."""

    moved: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    stays: list[tuple[str, int]] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    differs: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def tables(self) -> list[tuple[str, int, int]]:
        """Every table with rows that move or stood there already, with both counts."""
        return [
            (name, self.moved[name], self.same[name]) for name in sorted({*self.moved, *self.same}, key=str.casefold)
        ]


class _Undo(Exception):
    """Leaves the transaction without a trace."""


def related() -> Iterator[tuple[type[models.Model], str]]:
    """Every column that points at an organisation or, outside finance, at its party: model and field."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed:
            continue
        for column in model._meta.concrete_fields:
            target = column.remote_field and column.remote_field.model
            if not getattr(column, "db_constraint", False):
                continue  # rows of history say what was
            stays = model._meta.app_label == STAYS_WITH_PARTY or model in (Organisation, Absorbed)
            of_party = target is Party and not stays
            if target is Organisation or of_party or (model is Organisation and column.name == "payer"):
                yield model, column.name


def at_party() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of finance that points at a party: what stays as it was sent."""
    for model in apps.get_app_config(STAYS_WITH_PARTY).get_models():
        for column in model._meta.concrete_fields:
            if getattr(column, "db_constraint", False) and column.remote_field and column.remote_field.model is Party:
                yield model, column.name


def generic() -> Iterator[tuple[type[models.Model], GenericForeignKey]]:
    """Every model that hangs on records of any kind."""
    for model in apps.get_models():
        for one in model._meta.private_fields:
            if isinstance(one, GenericForeignKey):
                yield model, one


def foresee(keep: Organisation, origin: Organisation, *, on: date, by: User) -> Merged:
    """What merging would do: it is done and undone. Raises ValidationError where it cannot be done."""
    found: list[Merged] = []
    try:
        with transaction.atomic():
            found.append(merge(keep, origin, reason="–", on=on, by=by))
            raise _Undo
    except _Undo:
        return found[0]


@transaction.atomic
def merge(keep: Organisation, origin: Organisation, *, reason: str, on: date, by: User) -> Merged:
    """Let the record `origin` go up in `keep`, which keeps its own data and gets what it lacks.

    Raises ValidationError where both were a member on one day, have contribution for one year and kind, or have a row
    that may be there once and differs.
    """
    take_lock()
    both = Organisation.objects.select_for_update(of=("self",)).select_related("party").in_bulk([keep.pk, origin.pk])
    if len(both) < 2:
        raise ValidationError("Kies twee organisaties die er allebei nog zijn.")
    keep, origin = both[keep.pk], both[origin.pk]
    _refuse_clashes(keep, origin)
    done = Merged()
    number = origin.number if keep.number else None
    Absorbed.objects.create(
        organisation=keep, record=origin.pk, name=origin.name, number=number, party=origin.party, was=_held(origin),
        reason=reason, on=on, by=by,
    )  # fmt: skip
    _withdraw_links(keep, origin)
    _settle_judgements(keep, origin)
    try:
        _move(keep, origin, done)
        with connection.cursor() as cursor:
            Organisation.objects.filter(pk=origin.pk)._raw_delete(using="default")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _complete(keep, origin, done)
    except DatabaseError as error:
        raise refusal(error) or error from error
    return done


def _refuse_clashes(keep: Organisation, origin: Organisation) -> None:
    """What the database would refuse, said as the bureau knows it."""
    for one in Holder.objects.live().filter(organisation=origin):
        other = Holder.objects.live().filter(organisation=keep, during__overlap=one.during).first()
        if other:
            raise ValidationError(
                f"Beide waren in dezelfde tijd lid: {_while(keep, other)} en {_while(origin, one)}. Twee leden worden "
                "één door een fusie; is een van beide lidmaatschappen een vergissing, maak het dan eerst ongedaan."
            )
    of_keep = Q(organisation=keep)
    for fee in Contribution.objects.filter(organisation=origin):
        if Contribution.objects.filter(of_keep, year=fee.year, kind=fee.kind).exists():
            raise ValidationError(
                f"Beide hebben contributie over {fee.year} ({fee.get_kind_display().lower()}). Die blijft bij wie haar kreeg; "
                "deze records kunnen niet samen."
            )


def _while(organisation: Organisation, holder: Holder) -> str:
    first, until = holder.during.lower, holder.during.upper
    return f"{organisation} vanaf {day(first)}" + (f" tot {day(until)}" if until else "")


def _held(origin: Organisation) -> dict[str, str]:
    """The data of the record in words, by the names of the columns; what is empty is left out."""
    own = {name: getattr(origin, name) for name in (*OWN, "sector")}
    party = {name: getattr(origin.party, name) for name in OF_PARTY}
    return {name: in_words(value) for name, value in {**own, **party}.items() if value not in (None, "")}


def _settle_judgements(keep: Organisation, origin: Organisation) -> None:
    """That both are no duplicates was a mistake; what was said of others and holds for both is kept once."""
    of = Distinct.objects.filter(Q(first=origin) | Q(second=origin))
    for one in of:
        other = one.second if one.first_id == origin.pk else one.first
        twice = Q(first=other, second=keep) | Q(first=keep, second=other)
        if other == keep or Distinct.objects.filter(twice).exists():
            one.delete()


def _withdraw_links(keep: Organisation, origin: Organisation) -> None:
    """A personal link of the old record moves along, unless the other has one for the same purpose: one is out at a time."""
    out = PersonalLink.objects.filter(content_type=ContentType.objects.get_for_model(Organisation), revoked_at=None)
    out.filter(object_id=origin.pk, purpose__in=out.filter(object_id=keep.pk).values("purpose")).update(
        revoked_at=Now()
    )


# ------------------------------------------------------------------------------------------ moving


def _move(keep: Organisation, origin: Organisation, done: Merged) -> None:
    _untie(keep, origin)
    for model, name in at_party():
        if count := model._base_manager.filter(**{name: origin.party}).count():
            done.stays.append((_title(model), count))
    for model, name in related():
        if model in FROZEN:
            continue
        column: Any = model._meta.get_field(name)
        here, there = (origin.party, keep.party) if column.remote_field.model is Party else (origin, keep)
        rows = model._base_manager.filter(**{name: here})
        for row in rows.exclude(pk=origin.pk) if model is Organisation else rows:
            _put(row, name, there, done)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, moved FROM members_move_frozen(%s, %s)", [origin.pk, keep.pk])
        moved = dict(cursor.fetchall())
    done.moved.update({_title(model): moved[model._meta.db_table] for model in FROZEN if moved[model._meta.db_table]})
    kind = ContentType.objects.get_for_model(Organisation)
    for model, one in generic():
        for row in model._base_manager.filter(**{one.ct_field: kind, one.fk_field: origin.pk}):
            _put(row, one.fk_field, keep, done)


def _untie(keep: Organisation, origin: Organisation) -> None:
    """What one record said of the other says nothing any more: an umbrella, who pays."""
    if origin.umbrella_id == keep.pk:
        origin.umbrella = None
    if origin.payer_id == keep.party_id:
        origin.payer = None
    if keep.umbrella_id == origin.pk or keep.payer_id == origin.party_id:
        keep.umbrella = None if keep.umbrella_id == origin.pk else keep.umbrella
        keep.payer = None if keep.payer_id == origin.party_id else keep.payer
        keep.save()


def _put(row: models.Model, name: str, there: models.Model, done: Merged) -> None:
    """Let one row point at the record that stays; one that says the same as a row there goes."""
    title, rows = _title(type(row)), type(row)._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            rows.update(**{name: there.pk})
    except IntegrityError as error:
        if not _is_there(row, name, there):
            raise _differs(title, row, error) from error
        rows.delete()
        done.same[title] += 1
    else:
        done.moved[title] += 1


def _is_there(row: models.Model, name: str, there: models.Model) -> bool:
    """Whether the record that stays has a row that says the same."""
    columns = [column for column in row._meta.concrete_fields if not column.primary_key]
    same = {column.attname: getattr(row, column.attname) for column in columns if column.name != name}
    return type(row)._base_manager.filter(**same, **{name: there.pk}).exists()


def _differs(title: str, row: models.Model, error: DatabaseError) -> ValidationError:
    why = refusal(error)
    said = f" {' '.join(why.messages)}" if why else ""
    return ValidationError(
        f"{title[:1].upper()}{title[1:]}: ‘{row}’ staat bij beide, en niet hetzelfde.{said} Haal eerst een van beide weg "
        "of maak ze gelijk."
    )


def _title(model: type[models.Model]) -> str:
    """What a table is called on screen; the rows between two tables by what they say."""
    auto: Any = model._meta.auto_created
    if not auto:
        return str(model._meta.verbose_name_plural)
    return next(str(one.verbose_name) for one in auto._meta.many_to_many if one.remote_field.through is model)


def _complete(keep: Organisation, origin: Organisation, done: Merged) -> None:
    """Fill what is empty from the old record, and say what differs and stays. Refuses an umbrella that now stands under it."""
    keep.refresh_from_db()
    if not keep.number and origin.number:
        keep.number = origin.number
        done.filled.append("lidnummer")
    groups: tuple[tuple[Any, Any, tuple[tuple[str, ...], ...]], ...] = (
        (keep, origin, tuple((name,) for name in OWN)),
        (keep.party, origin.party, (WHERE, *((name,) for name in OF_PARTY if name not in WHERE))),
    )
    for record, other, names in groups:
        for group in names:
            _take_over(record, other, group, done)
        record.save()
    branch_of(keep, keep.umbrella)


def _take_over(record: Any, other: Any, names: tuple[str, ...], done: Merged) -> None:
    """One value, or an address as a whole: taken over where the first of its parts is empty."""
    mine, theirs = ([getattr(one, name) for name in names] for one in (record, other))
    if theirs[0] in (None, "") or mine == theirs:
        return
    label = "adres" if len(names) > 1 else str(record._meta.get_field(names[0]).verbose_name)
    if mine[0] in (None, ""):
        for name, value in zip(names, theirs, strict=True):
            setattr(record, name, value)
        done.filled.append(label)
    else:
        done.differs.append((label, *(" ".join(filter(None, map(str, values))) for values in (mine, theirs))))
