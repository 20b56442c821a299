"""What a model is shown of a page: the facts read without it, and the text as delimited data.

The delimiter is derived from the hashes of the bytes, so that no page can contain its own: a page
that says "the data ends here" does not end it. Facts come from the page too and are shown on one
line each, without what could be taken for a delimiter. What a page says to programs is not shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from agent.extract.excerpt import allowances, excerpt
from agent.extract.quoting import one_line
from agent.lazy import lazy_pattern
from agent.records import Page, StatedDate
from agent.text.addressed import without
from agent.text.dates import iso

MOST_DOCUMENTS = 6
"""The page and its first attachments; more are named but not shown."""

_DATES = (
    ("signed", "成文日期"),
    ("issued", "印发或发布日期"),
    ("effective", "施行日期"),
    ("in_force", "有效期"),
)
_MARKS = lazy_pattern(r"<{2,}|>{2,}")


@dataclass(frozen=True)
class Briefing:
    """The parts of the prompt that tell of a page; ``shas`` maps source ids to bytes."""

    facts: str
    documents: str
    note: str
    shas: dict[str, str]


def brief(page: Page, limit: int, weight: Callable[[str], float]) -> Briefing:
    """Put a page and its attachments into words.

    Args:
        page: The page.
        limit: Characters of text that are shown in all.
        weight: How much a piece of text tells, for the choice of passages of a long page.
    """
    everything = page.documents()
    shown = everything[:MOST_DOCUMENTS]
    texts = [without(document.text) for document in shown]
    room = allowances([len(text) for text in texts], limit)
    token = hashlib.sha256("\n".join(d.sha256 for d in everything).encode()).hexdigest()[:16]
    blocks = []
    for number, (whole, most) in enumerate(zip(texts, room, strict=True), 1):
        text = excerpt(whole, most, weight).strip()
        name = f"S{number}"
        blocks.append(f"<<<{name} {token}>>>\n{text}\n<<<{name} 完 {token}>>>")
    notes = []
    if sum(room) < sum(map(len, texts)):
        notes.append("文字过长，已节选，略去之处有〔此处略去…字〕标记，标记不是原文")
    if len(everything) > len(shown):
        notes.append(f"另有{len(everything) - len(shown)}个附件未列出")
    return Briefing(
        facts="\n".join(f"S{n} {line}" for n, d in enumerate(shown, 1) for line in facts_of(d)),
        documents="\n\n".join(blocks),
        note=f"（{'；'.join(notes)}）" if notes else "",
        shas={f"S{number}": document.sha256 for number, document in enumerate(shown, 1)},
    )


def facts_of(document: Page) -> list[str]:
    """What the readers read of a document, a line each; a line that says so when it is nothing."""
    meta = document.meta
    stated = (
        ("链接文字", document.label),
        ("标题", document.title),
        ("发文机关", meta.agency.value if meta.agency else ""),
        ("发文字号", meta.document_number.value if meta.document_number else ""),
        ("来源（媒体或转载，不是发文机关）", meta.source.value if meta.source else ""),
    )
    lines = [f"{label}：{_safe(value)}" for label, value in stated if value]
    for field, label in _DATES:
        date: StatedDate | None = getattr(meta, field)
        if date:
            lines.append(
                f"{label}：{iso(date.interval)}（{_safe(date.where)}：{_safe(date.value)}）"
            )
    if meta.uploaded:
        lines.append(f"网页上传时间：{iso(meta.uploaded.interval)}（不是政策或事件的日期）")
    return lines or ["没有读出"]


def _safe(value: str) -> str:
    return one_line(_MARKS.sub("", without(value)), 120)
