"""The one visible list of what can be counted without code, with the conditions and columns that a count may name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, Q, QuerySet, Value

from finance.models import GrantAward
from members.models.organisations import Province, Sector
from programmes import models as records
from programmes.countable import Ahead, Column, Condition, Held, Kind, Point, Span, choice, text, yes_no
from programmes.models import Programme


def _of(model: Any, path: str = "programme") -> Callable[[Programme], QuerySet[Any]]:
    return lambda programme: model.objects.filter(**{path: programme})


def _awards(programme: Programme) -> QuerySet[Any]:
    return GrantAward.objects.filter(grant__in=programme.phases.exclude(grant=None).values("grant"))


def _also_in(code: str) -> Q:
    """Organisations that take part in the programme with this code as well."""
    return Q(organisation__in=records.Participation.objects.filter(programme__code=code).values("organisation"))


def _organisation() -> dict[str, Condition]:
    return {
        "sector": choice("Sector van de organisatie", "organisation__sector", Sector),
        "provincie": choice("Provincie van de organisatie", "organisation__municipality__province", Province),
    }


LAST_DAY = ExpressionWrapper(F("during__endswith") - Value(1), output_field=DateField())
R = records

KINDS: dict[str, Kind] = {
    "bijeenkomsten": Kind(
        "Bijeenkomsten",
        lambda programme: R.Event.objects.of(programme),
        Point("date"),
        {
            "soort": choice("Soort", "kind", R.Event.Kind),
            "vorm": choice("Vorm", "mode", R.Event.Mode),
            "reeks": text("Reeks", "series"),
            "in_reeks": yes_no("Hoort bij een reeks", ~Q(series="")),
            "thema": text("Thema", "theme"),
            "onderwerp": text("Onderwerp", "subject"),
            "met": text("Overleg met", "counterpart"),
            "buitenland": yes_no("In het buitenland", ~Q(country="")),
        },
        {
            "deelnemers": Column("Deelnemers", "attendance", "getal"),
            "organisaties": Column("Aanwezige organisaties", "organisations", "getal"),
            "reeks": Column("Reeks", "series", "waarde"),
            "thema": Column("Thema", "theme", "waarde"),
            "land": Column("Land", "country", "waarde"),
            "datum": Column("Datum", "date", "dag"),
        },
    ),
    "publicaties": Kind(
        "Publicaties",
        _of(R.Publication),
        Point("published_on"),
        {"soort": choice("Soort", "kind", R.Publication.Kind), "titel": text("Titel", "title")},
        {"datum": Column("Verschenen op", "published_on", "dag")},
    ),
    "onderdelen": Kind(
        "Onderdelen van het programma",
        _of(R.Element),
        Span(),
        {
            "soort": choice("Soort", "kind", R.Element.Kind),
            "publicatie": text("Uit de publicatie", "publication__title"),
        },
    ),
    "deelnemers": Kind(
        "Deelnemende organisaties",
        _of(R.Participation),
        Span(),
        {
            "rol": choice("Rol", "role", R.Participation.Role),
            "ook_bij": Condition("Doet ook mee bij (code van het programma)", _also_in),
            "accounthouder": yes_no("Heeft een accounthouder", Q(account_holder__isnull=False)),
            **_organisation(),
        },
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "nieuwe_deelnemers": Kind(
        "Organisaties die zijn gaan meedoen",
        _of(R.Participation),
        Held("during__startswith", "during__endswith"),
        {"rol": choice("Rol", "role", R.Participation.Role), **_organisation()},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "mijlpalen": Kind(
        "Mijlpalen",
        lambda programme: R.Milestone.objects.filter(programme=programme, planned=False),
        Point("date"),
        {"dossier": text("Dossier", "dossier__title")},
        {"datum": Column("Datum", "date", "dag"), "dossier": Column("Dossier", "dossier", "waarde")},
    ),
    "vertegenwoordiging": Kind(
        "Vertegenwoordiging",
        _of(R.Representation),
        Span(),
        {
            "als": choice("Als", "capacity", R.Representation.Capacity),
            "netwerk": text("Netwerk", "network__title"),
        },
        {
            "persoon": Column("Persoon", "person", "waarde"),
            "netwerk": Column("Netwerk", "network", "waarde"),
        },
    ),
    "fasen": Kind(
        "Fasen",
        _of(R.ProgrammePhase),
        Ahead(),
        {"naam": text("Naam", "name")},
        {"laatste_dag": Column("Laatste dag", LAST_DAY, "dag")},
    ),
    "beschikkingen": Kind(
        "Beschikkingen van de subsidies van de fasen",
        _awards,
        Point("dated"),
        {"soort": choice("Soort", "kind", GrantAward.Kind)},
        {"bedrag": Column("Bedrag", "amount", "getal"), "datum": Column("Datum", "dated", "dag")},
        complete=True,  # the books have every award
    ),
    "begeleiders": Kind(
        "Opgeleide begeleiders",
        _of(R.Leader),
        Point("trained_at__date"),
        {
            "uitkomst": choice("Wat ermee is gedaan", "outcome", R.Leader.Outcome),
            "design_thinking": yes_no("Ook design thinking", Q(design_thinking=True)),
        },
    ),
    "adviseurs": Kind(
        "Opgeleide adviseurs",
        _of(R.Adviser),
        Held("trained_on", "stopped_on"),
        {"provincie": choice("Provincie", "region", Province)},
        {"provincie": Column("Provincie", "region", "waarde")},
    ),
    "actieve_adviseurs": Kind(
        "Actieve adviseurs",
        _of(R.AdviserActivity, "adviser__programme"),
        Span(),
        {"provincie": choice("Provincie", "adviser__region", Province)},
        {"adviseur": Column("Adviseur", "adviser", "waarde")},
    ),
    "trajecten": Kind(
        "Trajecten naar het keurmerk",
        _of(R.Trajectory),
        Held("started_on", "ended_on"),
        {"met_adviseur": yes_no("Heeft een adviseur", Q(adviser__isnull=False))},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "keurmerken": Kind(
        "Keurmerken",
        _of(R.QualityMark),
        Held("awarded_on", "valid_until"),
        {"verlenging": yes_no("Is een verlenging", Q(renews__isnull=False))},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "activiteiten": Kind(
        "Adviezen en collectieve bijeenkomsten",
        _of(R.AdviceActivity),
        Point("date"),
        {
            "soort": choice("Soort", "kind", R.AdviceActivity.Kind),
            "provincie": choice("Provincie", "province", Province),
            "sector": choice("Sector", "sector", Sector),
            "omvang": choice("Aantal vrijwilligers", "size", R.AdviceActivity.Size),
            "bijeenkomst": choice("Soort bijeenkomst", "meeting", R.AdviceActivity.Meeting),
            "met_provincie": yes_no("De provincie is bekend", ~Q(province="")),
            "met_sector": yes_no("De sector is bekend", ~Q(sector="")),
            "met_omvang": yes_no("Het aantal vrijwilligers is bekend", ~Q(size="")),
            "met_bijeenkomst": yes_no("De soort bijeenkomst is bekend", ~Q(meeting="")),
        },
        {
            "adviseur": Column("Adviseur", "adviser", "waarde"),
            "provincie": Column("Provincie", "province", "waarde"),
            "bijeenkomst": Column("Soort bijeenkomst", "meeting", "waarde"),
        },
    ),
    "vragen": Kind(
        "Gestelde vragen",
        _of(R.Enquiry),
        Point("date"),
        {
            "kanaal": choice("Kanaal", "channel", R.Enquiry.Channel),
            "onderwerp": choice("Onderwerp", "subject", R.Enquiry.Subject),
            "beantwoord": yes_no("Is beantwoord", Q(answered_on__isnull=False)),
        },
    ),
    "projecten": Kind(
        "Lokale projecten",
        _of(R.LocalProject),
        Span(),
        {
            "fase": text("Fase", "phase__name"),
            "thema": text("Thema", "theme__title"),
            "provincie": choice("Provincie", "province", Province),
        },
        {
            "plaats": Column("Plaats", "place", "waarde"),
            "organisatie": Column("Organisatie", "organisation", "waarde"),
        },
    ),
    "werkgebieden": Kind(
        "Werkgebieden",
        _of(R.AreaParticipation),
        Span(),
        {
            "rol": choice("Rol", "role", R.AreaParticipation.Role),
            "soort": choice("Soort", "area__kind", R.WorkingArea.Kind),
        },
        {"werkgebied": Column("Werkgebied", "area", "waarde")},
    ),
    "enquetevragen": Kind(
        "Vragen van enquêtes",
        _of(R.SurveyQuestion, "survey__programme"),
        Point("survey__last_day"),
        {"enquete": text("Enquête", "survey__title"), "nummer": text("Nummer van de vraag", "number")},
        {
            "beantwoord": Column("Beantwoord door", "answered", "getal"),
            "overgeslagen": Column("Overgeslagen door", "skipped", "getal"),
        },
    ),
    "enqueteantwoorden": Kind(
        "Antwoorden van enquêtes",
        _of(R.SurveyOption, "question__survey__programme"),
        Point("question__survey__last_day"),
        {
            "enquete": text("Enquête", "question__survey__title"),
            "nummer": text("Nummer van de vraag", "question__number"),
            "antwoord": text("Antwoord of onderwerp", "label"),
        },
        {
            "gekozen": Column("Gekozen door", "chosen", "getal", out_of="question__answered"),
            "krijgen": Column("Wil krijgen", "get", "getal", out_of="question__answered"),
            "geven": Column("Kan geven", "give", "getal", out_of="question__answered"),
        },
    ),
    "edities": Kind(
        "Edities van de prijzen",
        _of(R.PrizeEdition),
        Point("ceremony_on"),
        columns={"hoofdprijs": Column("Hoofdprijs", "prize_money", "getal")},
    ),
    "genomineerden": Kind(
        "Genomineerden",
        _of(R.Nominee, "edition__programme"),
        Point("edition__ceremony_on"),
        {"winnaar": yes_no("Heeft gewonnen", Q(winner=True))},
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "aanvragen": Kind(
        "Aanvragen bij regelingen",
        _of(R.Application),
        Point("submitted_on"),
        {
            "regeling": text("Regeling", "round__scheme__name"),
            "ronde": text("Ronde", "round__name"),
            "uitkomst": choice("Uitkomst", "outcome", R.Application.Outcome),
        },
        {"organisatie": Column("Organisatie", "organisation", "waarde")},
    ),
    "onderzoeken": Kind(
        "Onderzoeken",
        _of(R.Study),
        Span(),
        {
            "soort": choice("Soort", "kind", R.Study.Kind),
            "rol": choice("Rol van NOV", "our_part", R.Study.Part),
        },
    ),
}
