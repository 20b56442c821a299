"""Words stand in the catalogue (agent/data) and in templates: code does not choose by language."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1] / "agent"
ALLOWED = {
    "report/words.py": 3,  # where the words of a language stand in an entry, for all others
    "report/provinces.py": 1,  # English texts have a province's English name
    "report/supplement/columns.py": 1,  # which columns a short view has
    "review/app.py": 1,  # which languages an address may name
}
"""Choices by language that are no words, each with its reason."""


def _is_language(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in ("zh", "en")


def _choices(tree: ast.AST) -> int:
    """Comparisons with zh or en, tables with such keys, and look-ups by a language."""
    found = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            found += any(map(_is_language, [node.left, *node.comparators]))
        elif isinstance(node, ast.Dict):
            found += any(key is not None and _is_language(key) for key in node.keys)
        elif isinstance(node, ast.Subscript):
            found += isinstance(node.slice, ast.Name) and node.slice.id in ("language", "lang")
    return found


def test_no_code_chooses_words_by_language() -> None:
    chosen = {}
    for path in sorted(ROOT.rglob("*.py")):
        if found := _choices(ast.parse(path.read_text("utf-8"))):
            chosen[path.relative_to(ROOT).as_posix()] = found
    assert chosen == {name: number for name, number in ALLOWED.items() if number}


def test_every_phrase_is_said_in_both_languages() -> None:
    for name in ("words", "phrases", "parts", "html", "audit", "review"):
        table = tomllib.loads((ROOT / "data" / f"{name}.toml").read_text("utf-8"))
        for where, pair in _pairs(table, name):
            assert len(pair) == 2, where


def _pairs(table: dict[str, object], where: str) -> list[tuple[str, list[object]]]:
    found: list[tuple[str, list[object]]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _pairs(value, f"{where}.{key}")
        elif isinstance(value, list):
            found.append((f"{where}.{key}", value))
    return found
