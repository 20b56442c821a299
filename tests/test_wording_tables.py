"""The code asks the tables of wording for their expressions by name: for none that is not there, and for each that is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import agent.wording
from agent.wording.licences import licences
from agent.wording.statement_words import statement_words

ROOM = Path(agent.wording.__file__).parent
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOM.glob("*.py"))]


def test_every_expression_of_a_statement_is_asked_for_and_each_that_is_asked_for_exists() -> None:
    sections = {name.partition(".")[0] for name in statement_words()}
    asked = {
        node.args[0].value
        for tree in TREES
        if _imports(tree, "statement_words")
        for node in ast.walk(tree)
        if _is_call(node, "word", "has") and isinstance(node.args[0], ast.Constant)
    }
    written = {text for text in _texts() if text.partition(".")[0] in sections}
    assert asked <= statement_words().keys() <= written


def test_every_licence_is_asked_for_and_each_that_is_asked_for_exists() -> None:
    table = vars(licences())
    asked = {name for tree in TREES for name in _asked_of_licences(tree)}
    assert asked <= table.keys()
    put_together = {"of_a_verb", "verbs_behind", "opens_lists", "ends_lists", "proofs"}
    assert table.keys() - asked == put_together


def _texts() -> Iterator[str]:
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _imports(tree: ast.Module, room: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == f"agent.wording.{room}"
        for node in ast.walk(tree)
    )


def _is_call(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _asked_of_licences(tree: ast.Module) -> Iterator[str]:
    """The attributes of ``licences()`` and of ``table``, which is what the rooms call it."""
    if not _imports(tree, "licences"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (
            _is_call(node.value, "licences")
            or (isinstance(node.value, ast.Name) and node.value.id == "table")
        ):
            yield node.attr
