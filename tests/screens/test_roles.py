"""The table of rights: closed by default, adding up, the same for acts and for the admin's tables."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nov.kernel.models import User
from nov.roles import ACTS, ADMIN, ROLES, RolesBackend, may, titles

ROOT = Path(__file__).resolve().parents[2]


def someone(*roles: str, **extra: object) -> User:
    return User(email="iemand@rechten.example", name="Iemand", roles=list(roles), **extra)


def test_a_role_gives_its_acts() -> None:
    assert someone("bureau").has_perm("members.mutate") is True
    assert someone("kascommissie").has_perm("members.mutate") is False


def test_roles_add_up() -> None:
    user = someone("auteur", "kascommissie")

    assert user.has_perms(["reports.write", "finance.view"]) is True
    assert user.has_perm("finance.post") is False


def test_no_role_no_right() -> None:
    assert [act for act in ACTS if someone().has_perm(act)] == []


def test_who_is_switched_off_has_no_right() -> None:
    assert someone(*ROLES, is_active=False).has_perm("members.view") is False


@pytest.mark.parametrize("act", ["members.explode", "members", "", "members.view_organisatie", "kernel.delete_user"])
def test_what_is_not_in_the_table_is_nobodys(act: str) -> None:
    assert someone(*ROLES).has_perm(act) is False


def test_a_role_that_does_not_exist_gives_nothing() -> None:
    assert someone("opperbaas").has_perm("members.view") is False


def test_the_admin_follows_the_acts() -> None:
    assert someone("beheerder").has_perm("kernel.change_user") is True
    assert someone("bureau").has_perm("kernel.change_user") is False
    assert someone("beheerder").has_module_perms("kernel") is True
    assert someone("bureau").has_module_perms("kernel") is False


def test_every_admin_row_names_acts_that_exist() -> None:
    named = {act for row in ADMIN.values() for act in row if act}
    assert named - ACTS.keys() == set()


def test_every_act_that_the_code_names_is_in_the_table() -> None:
    named = set()
    for path in ROOT.glob("*/**/*.py"):
        if path.parts[len(ROOT.parts)] in ("nov", "finance", "members", "programmes", "reports"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and _name(node.func) in ("needs", "has_perm") and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        named.add(first.value)
    assert named - ACTS.keys() == set()


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def test_every_act_is_somebodys() -> None:
    assert [name for name, act in ACTS.items() if not act.roles] == []


def test_the_read_only_roles_only_look() -> None:
    for role in ("kascommissie", "accountant"):
        assert [act for act, of in ACTS.items() if role in of.roles] == [
            "finance.view",
            "members.view",
            "programmes.view",
            "programmes.view_all",
            "reports.view",
            "reports.export",
        ]


def test_nobody_logs_in_through_the_table() -> None:
    assert RolesBackend().authenticate(None, username="x", password="y") is None


def test_in_words() -> None:
    assert titles(["bestuur", "penningmeester"]) == "Penningmeester, Bestuur"
    assert titles([]) == "Geen rol"
    assert may(["privacy"]) == ["Leden, contactpersonen en mutaties bekijken", "Persoonsgegevens wissen"]
