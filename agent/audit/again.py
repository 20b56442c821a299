"""The words of audited reports kept beside a run, and their verdicts derived again from them."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from agent.audit.heads import Heads
from agent.audit.items import Text
from agent.audit.parse import parse
from agent.audit.unread import Unread
from agent.cache.files import packed, unpacked, write_once
from agent.changepoints.row import Names
from agent.checks.across_points import where
from agent.evidence import Drift
from agent.evidence.derive import ABSENT, compared, other_rules
from agent.findings import Dossier, Finding, Verdict
from agent.wiring.members import Knowledge
from agent.wiring.version import VERSION

FOLDER = "reports"
"""In the cache: the texts of audited reports by the sha256 of their JSON, gzip, write-once."""


WORDS = "report's own words"


def keep_texts(texts: Sequence[Text], cache: Path) -> list[str]:
    """Keep the texts of reports; returns the sha256 of each. Raises StateError when it cannot."""
    kept = []
    for text in texts:
        body = json.dumps(text.model_dump(mode="json"), ensure_ascii=False).encode()
        sha256 = hashlib.sha256(body).hexdigest()
        write_once(_path(cache, sha256), packed(body))
        kept.append(sha256)
    return kept


def drifts_of_words(
    dossiers: Iterable[Dossier], told: dict[str, Any], cache: Path, known: Knowledge, file: str
) -> tuple[Drift, ...]:
    """Findings of an audit whose verdicts on the report's own words are no longer those stored.

    Args:
        dossiers: of the run.
        told: the run's config: its ``texts``, ``window`` and ``day``.
        cache: the folder of the cache.
        known: today's tables.
        file: how a drift calls the database.
    """
    texts = []
    for sha256 in told.get("texts", ()):
        body = unpacked(_path(cache, sha256), sha256)
        if body is None:
            return (Drift(file=file, check="report", before=sha256, now="absent or damaged"),)
        texts.append(Text.model_validate_json(body))
    day = datetime.date.fromisoformat(told["day"])
    heads = Heads(Names(known.places, known.sectors, day))
    parsed = [parse(text, heads) for text in texts]
    items = Unread(known, told["window"], day)(parsed)
    now = {one.item.place: one.finding.own for one in items}
    return tuple(
        drift
        for dossier in dossiers
        for finding in dossier.findings
        if finding.told_in
        for drift in _compared(finding, now.get(finding.told_in), dossier, known, file)
    )


def _compared(
    finding: Finding,
    now: tuple[Verdict, ...] | None,
    dossier: Dossier,
    known: Knowledge,
    file: str,
) -> Iterable[Drift]:
    """The verdicts on the report's words, check by check, where they are others; ``now`` None: no such item."""
    told = {
        "file": file,
        "dossier": where(dossier.changepoint),
        "finding": finding.policy.name.value,
    }
    if now is None:
        return (Drift(**told, check=WORDS, before=f"{len(finding.own)} verdicts", now=ABSENT),)
    before, after = (finding.model_copy(update={"verdicts": own}) for own in (finding.own, now))
    drifts = compared(before, after, told, other_rules(dossier, VERSION, known.fingerprints()))
    return [one.model_copy(update={"check": f"{WORDS}: {one.check}"}) for one in drifts]


def _path(cache: Path, sha256: str) -> Path:
    return cache / FOLDER / f"{sha256}.gz"
