"""All acts on membership go through a handful of functions: these, and no others, write its tables."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = {"Mutation", "Membership", "Holder", "CategoryPeriod", "Expulsion"}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
HANDS = {"record", "close", "carry_on"}  # the functions of members/timeline.py that write for the others

WRITERS = {
    "members/timeline.py": {"record", "carry_on"},
    "members/mutations.py": {"join", "leave", "change_category", "pass_over", "expel"},
    "members/corrections.py": {"void"},
}


def writes(call: ast.Call) -> bool:
    """Whether a call makes or changes rows of the tables of membership."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id in TABLES | HANDS
    if not isinstance(function, ast.Attribute) or function.attr not in WRITES:
        return False
    return bool({node.id for node in ast.walk(function) if isinstance(node, ast.Name)} & TABLES)


def writers(text: str, *, whole: bool) -> set[str]:
    """The functions in a source that write; `whole`: the hands of the timeline are known in it by their short names."""
    found = set()
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and writes(node)]
            hands = {node.func.id for node in calls if isinstance(node.func, ast.Name)} - HANDS
            if calls and (whole or hands or any(isinstance(node.func, ast.Attribute) for node in calls)):
                found.add(function.name)
    return found


def test_every_writer_of_the_tables_of_membership():
    found = {}
    for package in ("finance", "members", "programmes", "reports", "nov"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text()
            if "migrations" not in path.parts and (
                names := writers(text, whole="members.timeline" in text or path.name == "timeline.py")
            ):
                found[str(path.relative_to(ROOT))] = names

    assert found == WRITERS


def test_a_writer_of_its_own_would_be_seen():
    assert writers("def sly(): Holder.objects.filter(pk=1).update(during=None)", whole=False) == {"sly"}
    assert writers("def sly(): close(holder, None, None)", whole=True) == {"sly"}
