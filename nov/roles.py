"""Who may do what: one table of acts × roles, and the log-in backend that answers from it.

Closed by default: an act that is not in ACTS, or a table that is not in ADMIN, is nobody's. Roles add up and never take away.
Which programmes a lead may see and change is a matter of objects, not of acts: `programmes/permissions.py`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

ROLES = {
    "beheerder": "Beheerder",
    "bureau": "Bureau",
    "programmaleider": "Programmaleider",
    "auteur": "Auteur",
    "coordinator": "Coördinator",
    "directeur": "Directeur",
    "financien": "Financiën",
    "penningmeester": "Penningmeester",
    "bestuur": "Bestuur",
    "kascommissie": "Kascommissie",
    "accountant": "Accountant",
    "privacy": "Privacy",
}


class Act(NamedTuple):
    """What an act lets one do, in the users' words, and the roles that may do it."""

    means: str
    roles: frozenset[str]


def _by(means: str, roles: str) -> Act:
    names = frozenset(roles.split())
    if unknown := names - ROLES.keys():
        raise ValueError(f"Onbekende rol: {', '.join(sorted(unknown))}")
    return Act(means, names)


# fmt: off
ACTS = {
    "finance.view": _by("Cijfers, boekingen en facturen bekijken",
        "bureau directeur financien penningmeester bestuur kascommissie accountant"),
    "finance.enter": _by("Boekingen voorbereiden en gegevens invoeren", "financien"),
    "finance.post": _by("Boekingen definitief maken", "financien"),
    "finance.reverse": _by("Boekingen terugboeken", "financien"),
    "finance.bank": _by("Bankafschriften inlezen en verwerken", "bureau financien"),
    "finance.collect": _by("Machtigingen bijhouden en incasso-opdrachten maken", "bureau financien"),
    "finance.approve": _by("Een incasso-opdracht goedkeuren, als ander dan wie haar maakte", "directeur penningmeester"),
    "finance.lock": _by("Een periode vastzetten", "financien"),
    "finance.close": _by("Een boekjaar afsluiten", "financien"),
    "finance.reopen": _by("Een boekjaar heropenen (met een tweede persoon)", "directeur penningmeester"),
    "finance.budget": _by("Begrotingen vastleggen", "financien"),
    "finance.appropriate": _by("Het resultaat bestemmen", "financien"),

    "members.view": _by("Leden, contactpersonen en mutaties bekijken",
        "bureau coordinator directeur financien penningmeester bestuur kascommissie accountant privacy"),
    "members.enter": _by("Gegevens van organisaties en contactpersonen wijzigen", "bureau"),
    "members.mutate": _by("Aanmelden, opzeggen, categorie wijzigen, fuseren", "bureau"),
    "members.decide": _by("Besluiten over toelating en beëindiging vastleggen", "bureau directeur"),
    "members.invoice": _by("Contributie berekenen en factureren", "bureau financien"),
    "members.meetings": _by("Vergaderingen, besluiten en benoemingen vastleggen", "bureau directeur"),

    "programmes.view": _by("Programma’s en hun resultaten bekijken",
        "bureau programmaleider auteur coordinator directeur financien penningmeester bestuur kascommissie accountant"),
    "programmes.view_all": _by("Alle programma’s zien, niet alleen de eigen",
        "bureau auteur coordinator directeur financien penningmeester bestuur kascommissie accountant"),
    "programmes.enter": _by("Resultaten invoeren bij programma’s die je ziet",
        "programmaleider coordinator"),
    "programmes.check": _by("Ingevoerde resultaten controleren", "coordinator directeur"),
    "programmes.manage": _by("Programma’s, kengetallen en leiders instellen", "coordinator directeur"),

    "reports.view": _by("Het jaarverslag en de cijfers lezen",
        "bureau programmaleider auteur coordinator directeur financien penningmeester bestuur kascommissie accountant"),
    "reports.write": _by("Teksten van het jaarverslag schrijven", "auteur coordinator directeur financien"),
    "reports.review": _by("Hoofdstukken beoordelen", "coordinator directeur penningmeester bestuur"),
    "reports.adopt": _by("Het jaarverslag vaststellen", "coordinator bestuur"),
    "reports.waive": _by("Een bevinding met reden laten rusten", "coordinator directeur"),
    "reports.export": _by("Jaarverslag en jaarrekening downloaden",
        "bureau programmaleider auteur coordinator directeur financien penningmeester bestuur kascommissie accountant"),

    "nov.manage_users": _by("Gebruikers en hun rollen beheren", "beheerder"),
    "nov.erase": _by("Persoonsgegevens wissen", "privacy"),
}
# fmt: on


class Admin(NamedTuple):
    """The acts that open one table in the admin; None: nobody does that there."""

    view: str
    add: str | None = None
    change: str | None = None
    delete: str | None = None


# The tables that stand in the admin. What is done by a named action with a form of its own (joining, posting, adopting) is only
# looked at there: the action is the one way in.
ADMIN = {
    "kernel.user": Admin("nov.manage_users", add="nov.manage_users", change="nov.manage_users"),
    "finance.entry": Admin("finance.view"),
    "finance.account": Admin("finance.view", add="finance.enter", change="finance.enter"),
    "finance.bankaccount": Admin("finance.view", add="finance.enter", change="finance.enter"),
    "finance.costcentre": Admin("finance.view", add="finance.enter", change="finance.enter"),
    "finance.party": Admin("finance.view", add="finance.enter", change="finance.enter"),
    "finance.decision": Admin("finance.view", add="members.meetings", change="members.meetings"),
    "finance.grant": Admin("finance.view", add="finance.enter", change="finance.enter"),
    "finance.grantaward": Admin("finance.view", add="finance.enter"),
    "finance.line": Admin("finance.view"),
    "finance.reserve": Admin("finance.view", add="finance.enter", change="finance.enter"),
    "members.organisation": Admin("members.view", change="members.enter"),
    "members.contact": Admin("members.view", add="members.enter", change="members.enter", delete="members.enter"),
    "members.person": Admin("members.view", add="members.enter", change="members.enter"),
    "members.holder": Admin("members.view"),
    "members.mutation": Admin("members.view"),
    "members.category": Admin("members.view", add="members.decide", change="members.decide"),
    "members.tarifftable": Admin("members.view", add="members.decide", change="members.decide"),
    "members.tariff": Admin("members.view", add="members.decide", change="members.decide", delete="members.decide"),
    "members.declaredbase": Admin("members.view", add="members.enter", change="members.enter"),
    "members.termnorm": Admin("members.view", add="members.meetings", change="members.meetings"),
    "members.meetingrule": Admin("members.view", add="members.meetings", change="members.meetings"),
    "members.noticenorm": Admin("members.view", add="members.decide", change="members.decide"),
    "members.interviewplan": Admin("members.view", add="members.meetings", change="members.meetings"),
    "programmes.programme": Admin("programmes.view", add="programmes.manage", change="programmes.manage"),
    "programmes.indicator": Admin("programmes.view", add="programmes.manage", change="programmes.manage"),
    "programmes.desk": Admin("programmes.view", add="programmes.manage", change="programmes.manage"),
    "programmes.receptioncentre": Admin("programmes.view", add="programmes.manage", change="programmes.manage"),
}


class RolesBackend:
    """Answers `user.has_perm` from ACTS and, for Django's own permissions ("members.change_contact"), from ADMIN."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Nobody logs in here: that is the work of allauth's backend."""

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        """Whether one of this active user's roles may do `perm`, an act or a model permission of the admin."""
        act = ACTS.get(perm) or ACTS.get(_behind(perm) or "")
        return act is not None and user.is_active and not act.roles.isdisjoint(getattr(user, "roles", ()))

    def has_module_perms(self, user: Any, app_label: str) -> bool:
        """Whether this user may look at any table of the app in the admin."""
        return any(self.has_perm(user, row.view) for table, row in ADMIN.items() if table.split(".")[0] == app_label)


def _behind(perm: str) -> str | None:
    """The act that a model permission stands for: "kernel.change_user" → "nov.manage_users"."""
    app, _, codename = perm.partition(".")
    verb, _, model = codename.partition("_")
    row = ADMIN.get(f"{app}.{model}")
    return getattr(row, verb) if row and verb in Admin._fields else None


def titles(names: list[str]) -> str:
    """The roles of a person as they are said on screen: "Penningmeester, Bestuur"."""
    return ", ".join(title for name, title in ROLES.items() if name in names) or "Geen rol"


def may(roles: list[str]) -> list[str]:
    """What these roles together may do, in the users' words, in the order of the table."""
    return [act.means for act in ACTS.values() if not act.roles.isdisjoint(roles)]
