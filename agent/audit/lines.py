"""What one line of a report is: a heading, a question, the start of an item, a labelled part, words.

And the web addresses in it: Markdown links, whatever stands in them, and bare ones.
"""

from __future__ import annotations

import re
from functools import cache

from agent.audit.items import Link, Part
from agent.lazy import lazy_pattern
from agent.policy import DateRole
from agent.text.tables import shipped

POINT = lazy_pattern(
    r"^\s{0,3}#{1,6}\s*(?:转折点|变点|changepoint)\s*[:：]\s*(\S+?)\s*"
    r"(?:[(（]\s*([^()（）]*?)\s*[)）])?\s*(?:[-—–]+\s*(?:置信度|confidence)\s*[:：]\s*(\S+))?\s*$",
    re.I,
)
TITLE = lazy_pattern(r"^\s{0,3}#\s{1,20}(.{1,40}?)\s{0,20}省/市\s{0,20}(.{1,40}?)\s{0,20}部门")
HEADING = lazy_pattern(r"^\s{0,3}#\s+(.+?)\s*$")
REMARK = lazy_pattern(
    r"^\s*(?:剔除|证据不足|背景|同一事项|没有看到的|待核|rejected|insufficient|background|not seen|"
    r"the same thing|could not be looked at)\s*[:：]",
    re.I,
)
"""Lines by which our own reports list what is no item."""

CLOSING = lazy_pattern(
    r"^\s*(?:以上|综上|总之|上述|总体|未找到|没有找到|其他类别|希望|需要注意|请注意|注[:：]|the above|in summary|overall|no other)",
    re.I,
)
"""Words that open a closing sentence: what follows them belongs to no item."""

MARK = lazy_pattern(r"^(?:【(?:待核|全国|示例)】|\[(?:to be reviewed|national)\])\s*", re.I)
QUESTION = lazy_pattern(r"^\s*(?:问题|question)\s*[:：]\s*(.*)$", re.I)
ANSWER = lazy_pattern(r"^\s*(?:回答|answer)\s*[:：]\s*(.*)$", re.I)
RULE = lazy_pattern(r"^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
NOTHING = lazy_pattern(
    r"^\s*(?:(?:暂|本次)?未(?:能)?(?:找到|检索到|搜索到|查到|发现)|没有(?:找到|检索到|搜索到|查到)|未能查全[:：]|incomplete:|"
    r"no (?:relevant |related )?(?:policy|policies|events?) )",
    re.I,
)
"""Lines that say that there is nothing to list, whether or not everything could be looked at."""
COUNTED = lazy_pattern(
    r"^\s{0,20}(?:[-*•]\s{0,20})?[^\s：:]{1,20}\s{0,20}[：:]\s{0,20}(?:\w{1,20}\s{0,20}[：:]\s{0,20})?\d{1,7}\s{0,20}个"
)
"""按类型: Event: 22个- Seasonal: 3个: such lines stand in a file that counts reports and is none."""
COUNT = lazy_pattern(r"共包含\s*(\d+)\s*个")
NUMBERED = lazy_pattern(r"^([ \t]{0,2})(?:#{1,6}\s*)?(?:\*{2})?\s*(\d{1,3})\s*[.、．)）]\s*(\S.*)$")
LABELLED = lazy_pattern(
    r"^\s{0,40}(?:[-*•·+–]\s{1,20}|[-•·–](?=\*))?(\*{0,2})\s{0,20}([^\s：:*](?:[^：:*\n]{0,22}[^\s：:*])?)\s{0,20}(\*{0,2})\s{0,20}[：:]\s{0,20}(\*{0,2})\s{0,20}(.*)$"
)


@cache
def _labels() -> dict[str, str]:
    """The field of each label; of a date ``date:`` and its role."""
    table = shipped("audit_labels")
    dates = {label: f"date:{DateRole(role)}" for label, role in table.pop("date").items()}
    return {label: field for field, labels in table.items() for label in labels} | dates


def labelled(line: str, number: int = 0) -> Part | None:
    """The part in a line ``label：text``; the field is ``other`` for a bold label that we do not know."""
    match = LABELLED.match(line)
    if match is None:
        return None
    before, label, after, behind, value = match.groups()
    known = _labels().get(re.sub(r"\s+", " ", label).strip().lower().strip("_"))
    if known is None:
        if not before or value.startswith("//"):
            return None
        known = "other"
    text = _bare(value, opened=bool(before and not (after or behind)))
    return Part(field=known, label=label, text=text, line=number)


def numbered(line: str) -> tuple[str, str] | None:
    """The number and the rest of a line that may start an item."""
    match = NUMBERED.match(line)
    return (match.group(2), match.group(3)) if match else None


def is_bold(text: str) -> bool:
    """True when a text begins with bold words."""
    return text.startswith("**") and "**" in text[2:]


def bold_name(text: str) -> str:
    """The name in ``**name**``, with what follows it."""
    return _bare(text, opened=False).replace("**", " ").strip().rstrip("：:").strip()


def _bare(value: str, *, opened: bool) -> str:
    text = value.strip()
    if opened and text.endswith("**"):
        text = text[:-2]
    if text.startswith("**") and text.endswith("**") and len(text) >= 4:
        text = text[2:-2]
    return text.strip()


_BARE = lazy_pattern(
    r"(?:https?://|www\.(?=[\w-]+\.))[^\s<>\"'“”‘’《》【】，。；、（）()\[\]|]+", re.I
)
_AGAIN = lazy_pattern(r"(?<=.)(?=https?://)", re.I)
_TRAILING = lazy_pattern(r"[.,;:!?*_、，。；和及与或]{1,40}$")
_WEB = lazy_pattern(
    r"^\s{0,40}<?\s{0,40}((?:https?://|www\.)[^>]*?)\s{0,40}>?\s{0,40}(?:[\"'“][^\"'”]*[\"'”])?\s{0,40}$",
    re.I,
)
_BEGUN = lazy_pattern(r"[\s<]{0,4}(?:https?://|www\.)", re.I)
_PARTNERS = {"]": "[", "(": ")"}
LONGEST = 4000
"""Brackets are matched over at most this many characters: a report is not a program."""


def links(text: str, line: int) -> tuple[Link, ...]:
    """The addresses of a text in order, each once; a label keeps the brackets that stand in it."""
    found: list[Link] = []
    taken: list[tuple[int, int]] = []
    position = text.find("](")
    while position >= 0:
        begun = _BEGUN.match(text, position + 2)
        start = _partner(text, position, -1) if begun else None
        end = _partner(text, position + 1, 1) if begun else None
        if start is not None and end is not None:
            target = _WEB.match(text[position + 2 : end].replace("\\", ""))
            if target:
                label = text[start + 1 : position].strip().strip("*").strip()
                found += [
                    Link(url=url, label=label, line=line) for url in _several(target.group(1))
                ]
                taken.append((start, end + 1))
        position = text.find("](", position + 2)
    for bare in _BARE.finditer(text):
        if not any(start <= bare.start() < end for start, end in taken):
            found += [Link(url=url, label="", line=line) for url in _several(bare.group())]
    return tuple({link.url: link for link in reversed(found)}.values())[::-1]


def _several(text: str) -> list[str]:
    """Two addresses that were written without a space between them are two."""
    parts = [_TRAILING.sub("", part.strip()) for part in _AGAIN.split(text)]
    if len(parts) > 1 and parts[0].endswith(("/", "=", "%2F")):
        parts = [_TRAILING.sub("", text.strip())]  # an archive's address holds another one
    return [p if p.lower().startswith("http") else f"http://{p}" for p in parts if p]


def _partner(text: str, at: int, step: int) -> int | None:
    """Where the bracket at a place has its partner, ahead or (a step of -1) before it.

    Addresses may hold pairs of brackets.
    """
    bracket, depth = text[at], 0
    for index in range(at, max(-1, min(len(text), at + step * LONGEST)), step):
        depth += (text[index] == bracket) - (text[index] == _PARTNERS[bracket])
        if depth == 0:
            return index
    return None
