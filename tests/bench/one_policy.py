"""CPU to read a page and to judge one policy of it, beside an older version in turns:

    BENCH_BASE=../older python -m tests.bench.one_policy

Two sets: the documents of ``policies/`` as government pages, each with what people marked of it as the
policy (name, day, agencies and measures in its words), and the pages of ``events/``, each with one of its
statements as an event (name and day). From bytes to page is read, from page to finding (facts included)
is judged; nothing is extracted by rules. CPU of a process of its own, whose expressions were compiled
and tables loaded by the other half of the set, so that nothing of the pages measured is kept. Python looks for rings of garbage
as often as in the command of that version (``agent.cli``).
"""

from __future__ import annotations

import functools
import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from math import inf
from pathlib import Path
from typing import Any

import agent.cli
from agent.checks import judge
from agent.policy import Policy
from agent.readers.html import HtmlReader
from agent.records import Changepoint, Fetched
from agent.wiring import Config
from agent.wiring.members import checks, knowledge

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
PASSES = 3
"""Times that a process reads and judges each page; the cheapest counts, for others use the machine, too."""
MEASURES = 3
"""Measures of a document that its policy has."""
FETCHED = datetime(2026, 11, 28, tzinfo=UTC)
SETS = ("policies", "events")


@dataclass
class Spent:
    """Milliseconds of CPU, and over how many pages."""

    read: float
    judged: float
    pages: int


def one_policy(folder: Path) -> Spent:
    """Read and judge the cases of a folder, in any version of the program; all of them once before."""
    own = folder / "publishers.tsv"
    config = Config(cache=folder, overrides={"publishers": own} if own.exists() else {})
    asked = checks(knowledge(config))
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text("utf-8").splitlines()]
    read, judged = [[inf] * len(cases) for _ in range(2)]
    for _ in range(1 + PASSES):  # the first one compiles
        _forget()
        for at, case in enumerate(cases):
            body = case["body"].encode()
            policy = Policy.model_validate(case["policy"] | {"source": sha256(body).hexdigest()})
            point = Changepoint(
                province=case["province"],
                sector=case["sector"],
                date=date.fromisoformat(case["point"]),
            )
            start = _cpu()
            page = HtmlReader().read(_answer(case["policy"]["url"], body))
            middle = _cpu()
            judge(policy, page, point, point.window(), asked)
            judged[at] = min(judged[at], _cpu() - middle)
            read[at] = min(read[at], middle - start)
    return Spent(sum(read), sum(judged), len(cases))


def _forget() -> None:
    """Empty what is kept of pages and words: caches with a bound; tables have none."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and one.cache_parameters()["maxsize"]:
            one.cache_clear()
    gc.collect()


def _cpu() -> float:
    """Milliseconds of CPU of this process."""
    return time.process_time() * 1000


def _answer(url: str, body: bytes) -> Fetched:
    return Fetched(
        url=url,
        answered_url=url,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=body,
        sha256=sha256(body).hexdigest(),
        fetched_at=FETCHED,
    )


def written(folder: Path) -> None:
    """Write the cases of both sets, each with a folder of its own."""
    from tests.eval.corpus import Corpus  # noqa: PLC0415 - an older version has other measures

    corpus = Corpus()
    for name, cases in zip(SETS, (_policies(corpus), _events(corpus)), strict=True):
        own = folder / name
        own.mkdir()
        lines = (json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
        (own / "cases.jsonl").write_text("".join(lines), "utf-8")
    table = corpus.root / "events" / "publishers.tsv"
    (folder / "events" / table.name).write_bytes(table.read_bytes())


def _policies(corpus: Any) -> Iterator[dict[str, Any]]:
    from tests.eval.corpus import policy_page, province_of  # noqa: PLC0415 - see above
    from tests.real.web import as_html  # noqa: PLC0415 - see above

    for row in corpus.gold.values():
        url = policy_page(row).url.replace(".txt", ".html")
        body = as_html(row["title"], row["text"], row["agency"][0], row["date"])
        measures = row.get("key_measures", [])[:MEASURES]
        policy = {
            "kind": "policy",
            "name": _said(row["title"], body),
            "dates": [_said(row["date"], body) | {"role": "any"}],
            "agencies": [_said(one, body) for one in row["agency"]],
            "content": [_said(one, body, one) for one in measures],
        }
        about = {"province": province_of(row) or "北京", "sector": None, "point": row["date"]}
        yield _case(body, url, policy) | about


def _events(corpus: Any) -> Iterator[dict[str, Any]]:
    from tests.eval.happenings import as_news, written  # noqa: PLC0415 - see above

    pages = {row["id"]: row for row in corpus.rows("events/pages.jsonl")}
    by_page: dict[str, list[dict[str, Any]]] = {}
    for one in corpus.rows("events/statements.jsonl"):
        by_page.setdefault(one["page"], []).append(one)
    for number, (key, statements) in enumerate(by_page.items()):
        row, statement = pages[key], statements[number % len(statements)]
        body, day = as_news(row), written(statement["occurrence"])
        when = (statement["occurrence"] or {}).get("start") or row["date"]
        policy = {
            "kind": "event",
            "name": _said(statement["claim"], body),
            "dates": [_said(day, body) | {"role": "occurrence"}] if day else [],
        }
        about = {
            "province": statement["place"]["province"] or "北京",
            "sector": statement["sectors"][0],
            "point": (date.fromisoformat(when) + timedelta(3)).isoformat(),
        }
        yield _case(body, row["url"], policy) | about


def _said(value: str, body: bytes, quote: str | None = None) -> dict[str, Any]:
    return {"value": value, "quote": quote, "source": sha256(body).hexdigest()}


def _case(body: bytes, url: str, policy: dict[str, Any]) -> dict[str, Any]:
    return {"body": body.decode(), "policy": policy | {"url": url, "extractor": "gold"}}


def main(arguments: Iterable[str]) -> None:
    """Print each set: milliseconds a page and the ratio of the medians; of a child: what it spent."""
    asked = tuple(arguments)
    if asked:
        gc.set_threshold(*getattr(agent.cli, "COLLECTING", gc.get_threshold()))
        spent = one_policy(Path(asked[0]))
        print(json.dumps([spent.read, spent.judged, spent.pages]))
        return
    from tests.bench.batch import Tree, child  # noqa: PLC0415 - a child of an older version has no need of it

    base = os.environ.get("BENCH_BASE")
    trees = [Tree(), *([Tree.at(Path(base))] if base else [])]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        written(folder)
        for name in SETS:
            rounds: list[list[list[float]]] = [[] for _ in trees]
            for _ in range(ROUNDS):
                for tree, kept in zip(trees, rounds, strict=True):
                    said = child(tree, folder, [__file__, str(folder / name)]).said
                    kept.append(json.loads(said))
            _print(name, rounds)


def _print(name: str, rounds: list[list[list[float]]]) -> None:
    told = [[(r, j, r + j, n) for r, j, n in kept] for kept in rounds]
    for what, place in (("read", 0), ("judged", 1), ("together", 2)):
        middle = [statistics.median(row[place] / row[3] for row in kept) for kept in told]
        ratio = f", {middle[0] / middle[1]:.2f} of base {middle[1]:.2f}" if middle[1:] else ""
        print(f"{name}, {what}: {middle[0]:.2f} ms a page{ratio}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
