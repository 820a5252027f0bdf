"""The house rules that a tool can hold: who may point at whom, where the clock may be read, how long a file may be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["kernel", "finance", "members", "programmes", "reports", "nov"]
PACKAGES = ["nov", "finance", "members", "programmes", "reports"]
FOREIGN = {"contenttypes", "auth", "procrastinate", "sessions", "account", "mfa", "socialaccount", "admin"}


def _sources() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _breaches(order: list[str]) -> list[str]:
    """Relations between models that point to an app further to the right."""
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in order:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or isinstance(target, str):
                continue
            there = target._meta.app_label
            if there in order and order.index(there) > order.index(here):
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
            if there not in order and there not in FOREIGN:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    return wrong


def test_relations_point_to_the_left():
    assert _breaches(ORDER) == []


def test_relations_point_to_the_left_is_a_test_that_can_fail():
    assert _breaches(["nov", "reports", "programmes", "members", "finance", "kernel"]) != []


# Screens, commands and jobs may ask what day it is; they ask the kernel's clock.
CLOCK = re.compile(r"\b(?:date\.today|datetime\.now|timezone\.now|timezone\.localdate|datetime\.utcnow)\(")
MAY_READ_THE_CLOCK = {"nov/kernel/clock.py"}
RULES = re.compile(r"(figures|checks|querysets|mutations|contributions|ledger|statements|appropriation|recording)")


def test_no_rule_or_figure_asks_what_day_it_is():
    asks = [
        _name(path)
        for path in _sources()
        if (
            RULES.search(_name(path))
            and not {"views", "commands"} & set(path.parts)
            and re.search(r"\btoday\(\)", path.read_text())
        )
        or CLOCK.search(path.read_text())
    ]
    assert sorted(set(asks) - MAY_READ_THE_CLOCK) == []


def test_no_junk_drawers():
    names = {path.stem for path in _sources()}
    assert names & {"services", "utils", "helpers", "common", "misc", "lib", "signals"} == set()


LONGEST_FILE = 300
LONGEST_FUNCTION = 70


def test_files_stay_readable():
    """Tables of literal numbers (the demo's) are read down a column, not understood; all else is split by noun."""
    sources = [path for path in _sources() if not path.name.endswith("_numbers.py")]
    too_long = {_name(p): n for p in sources if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert too_long == {}


@pytest.mark.parametrize("path", _sources(), ids=_name)
def test_functions_stay_readable(path: Path):
    tree = ast.parse(path.read_text())
    too_long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert too_long == {}


def test_each_package_says_what_it_is():
    for package in ["nov/kernel", "finance", "members", "programmes", "reports"]:
        docstring = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text()))
        assert docstring, f"{package}/__init__.py zegt niet waar het pakket over gaat"
