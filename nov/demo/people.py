"""The people who log in to the demo: one for each role, all invented, all with the same password."""

from __future__ import annotations

from nov.kernel.models import User

PASSWORD = "demo-vereniging-nov"  # noqa: S105  the demo's password is printed on purpose
DOMAIN = "demo.nov.example"

# name, roles; the address is the first name
PEOPLE = (
    ("Anouk Terpstra", ("bureau",)),
    ("Bram Hoekstra", ("beheerder",)),
    ("Chantal de Ruiter", ("programmaleider",)),
    ("Daan Wolters", ("auteur",)),
    ("Esra Yildirim", ("coordinator",)),
    ("Frank Oosterhof", ("directeur",)),
    ("Greetje Mulder", ("financien",)),
    ("Hassan el Amrani", ("penningmeester", "bestuur")),
    ("Irene Vos", ("bestuur",)),
    ("Jurre Postma", ("kascommissie",)),
    ("Karin Schaap", ("accountant",)),
    ("Lodewijk Bos", ("privacy",)),
)


def email(name: str) -> str:
    """The log-in of one of the people: first name at the demo's domain."""
    return f"{name.split()[0].lower()}@{DOMAIN}"


def load() -> User:
    """Make the accounts that are not there yet; the finance officer, in whose name the demo year is entered."""
    for name, roles in PEOPLE:
        if not User.objects.filter(email=email(name)).exists():
            User.objects.create_user(email(name), PASSWORD, name=name, roles=list(roles))
    return User.objects.get(email=email("Greetje Mulder"))
