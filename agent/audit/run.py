"""The flow of an audit, from paths to judgements. What touches the world comes in as arguments.

The paths name files, in order, and what among them is no report.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.audit.heads import Heads
from agent.audit.items import Audit, Audited, bare
from agent.audit.parse import parse
from agent.audit.reading import dossier_of, flagged_across, read
from agent.audit.summary import told
from agent.audit.unread import Unread
from agent.changepoints.row import Names
from agent.errors import UsageError
from agent.findings import Dossier, Provenance
from agent.policy import REPORTED
from agent.wiring import Config
from agent.wiring.members import Knowledge, knowledge
from agent.wiring.version import VERSION

if TYPE_CHECKING:
    from agent.fetch.scripted import Transport
    from agent.pipeline import Progress
import os

from agent.audit.items import Problem, Text
from agent.text.files import read_text

SHOWN = 5
"""Problems that are told when nothing at all could be audited."""
AT_ONCE = 60
"""Addresses that are opened side by side: those of a few changepoints, whose pages are then let go."""
Keep = Callable[[Dossier], None]
"""Takes the dossier of each changepoint as it is done, in the order of the reports."""


def audit(
    paths: Sequence[Path | str],
    config: Config | None = None,
    *,
    offline: bool = False,
    progress: Progress | None = None,
    transport: Transport | None = None,
    known: Knowledge | None = None,
) -> Audit:
    """Check reports that somebody else wrote: the Python API.

    Args:
        paths: files, and folders of them.
        config: what to build; its window, cache and tables are used.
        offline: judge only what needs no network.
        progress: told (stage, done, total) as pages are fetched.
        transport: what carries requests; None for the network.
        known: the tables, where the caller has loaded them already.

    Raises:
        UsageError: a path does not exist, or nothing in them is a report.
        StateError: the cache cannot be written.
    """
    config = config or Config()
    known = known or knowledge(config)
    words = of_words(paths, config, known)
    if offline:
        return words
    return with_pages(words, config, known, progress=progress, transport=transport)


def of_words(paths: Sequence[Path | str], config: Config, known: Knowledge) -> Audit:
    """What the reports come to by their own words; no page is read. Raises UsageError."""
    texts, unread = read_files([Path(path) for path in paths])
    today = datetime.datetime.now(datetime.UTC).date()
    heads = Heads(Names(known.places, known.sectors, today))
    parsed = tuple(parse(text, heads) for text in texts)
    problems = (*unread, *(problem for one in parsed for problem in one.problems))
    if not any(one.items or one.blocks for one in parsed):
        lines = [told(problem, "en") for problem in problems[:SHOWN]]
        lines += [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise UsageError(f"no report to audit{': ' if lines else ''}{'; '.join(lines)}")
    return Audit(
        offline=True,
        items=Unread(known, config.window, today)(parsed),
        problems=problems,
        files=len(texts),
        blocks=sum(one.blocks for one in parsed),
        empty=sum(one.empty for one in parsed),
        texts=texts,
        provenance=Provenance(
            version=VERSION,
            extractor=REPORTED,
            tables=known.fingerprints(),
            invented=config.sample,
        ),
    )


def keep_unread(words: Audit, keep: Keep) -> None:
    """Give each changepoint's dossier, no page of which was read."""
    for group in _changepoints(words.items):
        items = [words.items[index] for index in group]
        keep(dossier_of(items, (), words.provenance, _now(), offline=True))


def with_pages(
    words: Audit,
    config: Config,
    known: Knowledge,
    *,
    progress: Progress | None = None,
    transport: Transport | None = None,
    keep: Keep | None = None,
) -> Audit:
    """The same audit after the cited pages were read. Pages are held for a few changepoints at a time.

    What contradicts itself in several changepoints is flagged at the end: whoever keeps dossiers
    flags it in the run (``evidence.points``), as after a batch.
    """
    from agent.wiring.workshop import open_workshop, silent  # noqa: PLC0415 - needs HTTP, an offline run does not

    items = list(words.items)
    with open_workshop(config, progress or silent, transport, known) as workshop:
        deps = workshop.deps
        made = {"readers": dict(deps.provenance.readers), "prompts": workshop.extraction.prompts}
        provenance = words.provenance.model_copy(update=made)
        for some in _at_once(items):
            urls = dict.fromkeys(url for group in some for i in group for url in _urls(items[i]))
            opened = {one.url: one for one in deps.opener.open(tuple(urls))}
            deps.keep(tuple(one.page for one in opened.values() if one.page))
            for group in some:
                now = read([items[i] for i in group], opened, known.publishers, deps)
                for index, one in zip(group, now, strict=True):
                    items[index] = one
                if keep:
                    own = (opened[url] for one in now for url in _urls(one))
                    pages = tuple(answer.page for answer in own if answer.page)
                    keep(dossier_of(now, pages, provenance, _now(), offline=False))
    done = flagged_across(items)
    usage = tuple(used for one in done for used in one.usage)
    update = {"offline": False, "items": done, "provenance": provenance, "usage": usage}
    return words.model_copy(update=update)


def _changepoints(items: Sequence[Audited]) -> tuple[list[int], ...]:
    """The numbers of the items of each changepoint, in the order in which the reports name them."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(items):
        if one.item.changepoint:
            groups[bare(one.item.changepoint).model_dump_json()].append(index)
    return tuple(groups.values())


def _at_once(items: Sequence[Audited]) -> Iterator[list[list[int]]]:
    """Changepoints whose pages are opened side by side."""
    some: list[list[int]] = []
    for group in _changepoints(items):
        some.append(group)
        if sum(len(items[index].item.links) for one in some for index in one) >= AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _urls(one: Audited) -> tuple[str, ...]:
    return tuple(link.url for link in one.item.links)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


REPORTS = (".txt", ".md", ".markdown", ".text")
NO_REPORTS = frozenset({"all_change_points_summary.txt", "summary.txt"})
"""Names of what counts reports, of collectors and of our own runs."""
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read: hundreds of reports in one still are a few MB."""


def read_files(paths: Sequence[Path]) -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    """The texts of all files, each once, and a problem for each that is none.

    Raises UsageError when a path does not exist.
    """
    texts: list[Text] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no {path}")
        for file, asked in _files(path):
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            told = _read(file, asked=asked)
            if isinstance(told, Text):
                texts.append(told)
            else:
                problems.append(told)
    return tuple(texts), tuple(problems)


def _files(path: Path) -> list[tuple[Path, bool]]:
    """The files at a path, and whether the user named them himself."""
    if not path.is_dir():
        return [(path, True)]
    found = []
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found += [Path(folder) / name for name in sorted(names) if not name.startswith(".")]
    return [(file, False) for file in found]


def _read(file: Path, *, asked: bool) -> Text | Problem:
    path = file.as_posix()
    if not asked and (file.suffix.lower() not in REPORTS or file.name in NO_REPORTS):
        return Problem(path=path, line=1, code="other_file", lost=False)
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise UsageError("no regular file")
        if size > LARGEST:
            raise UsageError(f"{size} bytes are more than {LARGEST}")
        text = read_text(file)
        with file.open("rb") as opened:
            head = opened.read(65536)
    except (OSError, UsageError) as error:
        why = error.message if isinstance(error, UsageError) else str(error.strerror)
        return Problem(path=path, line=1, code="unreadable", values={"why": why})
    end = "\r\n" if b"\r\n" in head or b"\r\x00\n\x00" in head else "\n"
    return Text(path=path, lines=tuple(text.split("\n")), line_end=end)
