"""Every rule that is cut is noticed: ``python -m tests.cuts [part of a name ...]``.

A rule is a function of the rooms below. To cut it is to let it answer with nothing (no date, no
match, no). Each cut is made in a process of its own, and what is measured there must differ from what
the whole program measures: first the invented papers, then the tests of whole pages, then the sets
of ``make eval``. A cut that nothing notices is a rule that is there twice, or that nothing needs.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import multiprocessing
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import agent
from tests import knowledge
from tests.eval.corpus import DATA, Corpus
from tests.eval.table import Measure

ROOMS = (
    "checks/dated", "checks/acts", "checks/issuers", "checks/naming", "checks/clauses", "checks/nearest",
    "checks/wholeness", "checks/belonging", "checks/document_number", "readers/in_force",
    "readers/page_dates", "readers/signature", "readers/letterhead", "extract/by_rules",
    "extract/completion", "text/names", "text/figure_words", "text/terms", "facts/paper", "facts/order", "facts/named",
)  # fmt: skip
"""The rooms whose rules read papers."""

EVENT_ROOMS = tuple(
    f"facts/{path.stem}"
    for path in sorted((Path(agent.__file__).parent / "facts").glob("[a-z]*.py"))
    if f"facts/{path.stem}" not in ROOMS
)
"""The rooms whose rules read events."""

EMPTY: dict[str, Callable[[], Any]] = {
    "tuple": tuple, "list": list, "set": set, "frozenset": frozenset, "Iterator": lambda: iter(()), "bool": bool, "str": str,
}  # fmt: skip
"""What nothing is, by the head of a return annotation; of ``X | None`` it is None."""

HELPERS = {
    "agent.facts.edges.provinces": "a table of names",
    "agent.checks.naming.titles": "without titles nothing is read at all",
    "agent.text.names.core_name": "a name without a core is no name",
    "agent.readers.page_dates.page_dates": "puts the others together",
}
"""Functions that are no rule of their own."""

WHOLE_PAGES = ("test_whole_pages.py", "test_cut_rules.py", "test_facts_named.py")
EVENTS = ("test_facts_laws.py", "test_facts_sameness.py")


@dataclass(frozen=True)
class Rule:
    """A function that can be cut, and what it then answers."""

    name: str
    nothing: Callable[[], Any]


def rules() -> tuple[Rule, ...]:
    """Every function of the rooms that can answer with nothing, by its return annotation."""
    return tuple(rule for room in (*ROOMS, *EVENT_ROOMS) for rule in _rules_of(room))


def _rules_of(room: str) -> Iterator[Rule]:
    path = Path(agent.__file__).parent / f"{room}.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.returns is None:
            continue
        returns = ast.unparse(node.returns)
        nothing = (lambda: None) if returns.endswith("| None") else EMPTY.get(returns.split("[")[0])
        name = f"agent.{room.replace('/', '.')}.{node.name}"
        if nothing and name not in HELPERS:
            yield Rule(name, nothing)


def noticed_by(rule: Rule) -> str | None:
    """What differs when a rule is cut; None where nothing does."""
    told: str | None = _apart(rule)
    return told


def whole() -> dict[str, Any]:
    """What the whole program measures, probe by probe."""
    return {name: _apart(None, name) for name, _ in PROBES}


_KNOWN: dict[str, Any] = {}


def _apart(rule: Rule | None, only: str | None = None) -> Any:
    """The answer of a process of its own; it is forked, so that no cache keeps what a rule said."""
    context = multiprocessing.get_context("fork")
    near, far = context.Pipe(duplex=False)
    child = context.Process(target=_answer, args=(far, rule, only))
    child.start()
    far.close()
    told = near.recv()
    child.join()
    return told


def _answer(out: Any, rule: Rule | None, only: str | None) -> None:
    if rule is None:
        out.send(dict(PROBES)[str(only)]())
        return
    _cut(rule)
    for name, probe in PROBES:
        with contextlib.suppress(Exception):
            if probe() == _KNOWN[name]:
                continue
        out.send(name)
        return
    out.send(None)


def _cut(rule: Rule) -> None:
    """Let a function answer with nothing, under every name by which a module holds it."""
    module, _, name = rule.name.rpartition(".")
    original = getattr(importlib.import_module(module), name)

    def nothing(*_: Any, **__: Any) -> Any:
        return rule.nothing()

    for known in list(sys.modules.values()):
        if getattr(known, "__name__", "").startswith("agent"):
            for held, value in list(vars(known).items()):
                if value is original:
                    setattr(known, held, nothing)


def _measured(of: Callable[[Corpus], tuple[Measure, ...]]) -> dict[str, tuple[int, int]]:
    return {one.key: (one.hits, one.count) for one in of(Corpus(DATA))}


def _tests(*names: str) -> Callable[[], int]:
    """The exit code of tests of pages."""
    files = [str(Path(__file__).parent / name) for name in names]

    def run() -> int:
        with contextlib.redirect_stdout(io.StringIO()):
            return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-n", "0", *files]))

    return run


def _set(room: str, name: str) -> Callable[[], dict[str, tuple[int, int]]]:
    def measured() -> dict[str, tuple[int, int]]:
        return _measured(getattr(importlib.import_module(f"tests.eval.{room}"), name))

    return measured


PROBES: tuple[tuple[str, Callable[[], Any]], ...] = (
    ("papers", _set("papers", "papers")),
    ("tests of whole pages", _tests(*WHOLE_PAGES)),
    *(
        (f"make eval: {name}", _set(room, name))
        for room, name in (
            ("events", "events"),
            ("running_text", "whole_pages"),
            ("running_text", "running_text"),
            ("paraphrase", "paraphrase"),
            ("pages", "gold"),
            ("other_words", "page_words"),
            ("other_words", "machine_edits"),
            ("reports", "legacy_reports"),
        )
        if Corpus(DATA).here
    ),
    ("tests of events", _tests(*EVENTS)),
)
"""What is measured, the cheapest first."""


def prepare() -> None:
    """Load all rooms and tables, and measure the whole program once."""
    knowledge.all_checks()
    for room in (*ROOMS, *EVENT_ROOMS):
        importlib.import_module(f"agent.{room.replace('/', '.')}")
    _KNOWN.update(whole())


def main() -> int:
    """Cut each rule whose name has one of the parts that are asked for; all of them without."""
    asked = sys.argv[1:]
    prepare()
    missed = 0
    for rule in rules():
        if asked and not any(part in rule.name for part in asked):
            continue
        told = noticed_by(rule)
        missed += told is None
        sys.stdout.write(f"{rule.name}: {told or 'NOT NOTICED'}\n")
        sys.stdout.flush()
    return int(missed > 0)


if __name__ == "__main__":
    # Under its own name, so that what a cut replaces is what the probes call.
    sys.exit(importlib.import_module("tests.cuts").main())
