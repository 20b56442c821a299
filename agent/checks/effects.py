"""Whether words of a page, true as they are, tell content or impact of the claimed thing."""

from __future__ import annotations

import re

from agent.checks.belonging import belongs_elsewhere
from agent.checks.quote import Located
from agent.checks.subject import Subject
from agent.checks.tense import REACHED, TARGET, is_headed_as_aim, states_a_target
from agent.lazy import lazy_pattern
from agent.policy import PolicyKind
from agent.text.headings import ARTICLE, HEADING

EFFECT = lazy_pattern(
    r"减|降|节约|节省|节能|提高|提升|增|涨|带动|淘汰|替代|更新|达|实现|完成|建成|改善|缓解|压"
    r"|目标|力争|预计|预期|有望|缩短|覆盖|占比|比例|受益|影响|效果|成效|开行|推广|(?:控制|稳定|保持|维持)在"
)
"""Words of an effect; a sentence with neither one nor an aim (到2035年，…基本形成) is no impact, however true."""


def unfitness(subject: Subject, field: str, located: Located, sentence: str) -> str | None:
    """The reason why words of the page are no content, or no impact, of this thing; None when they are."""
    if _is_heading(located):
        return "sentence.heading"
    if field == "impact" and not tells_an_effect(sentence):
        return "sentence.no_effect"
    if belongs_elsewhere(subject, located):
        return "sentence.other_thing"
    return "sentence.reached_before" if _was_before(subject, field, located) else None


def tells_an_effect(sentence: str) -> bool:
    """True when a sentence states an effect or an aim."""
    told = "".join(sentence.split())
    return bool(EFFECT.search(told) or TARGET.search(told))


def _is_heading(located: Located) -> bool:
    """True for a line without a stop, a figure or a cell that looks like a heading: （三）完善支持政策."""
    words, span = "".join(located.text.split()), located.span
    if span is None or re.search(r"[\d。；，,|]", ARTICLE.sub("", words)):
        return False
    behind = located.document.page.text[span.end : span.end + 1]
    return behind in ("", "\n") and HEADING.search(words) is not None


def _was_before(subject: Subject, field: str, located: Located) -> bool:
    """True for a result that a policy's own paper reports: it is no impact of that policy."""
    paper = subject.policy.kind is not PolicyKind.EVENT
    if field != "impact" or not paper or states_a_target(located):
        return False
    return bool(REACHED.search(located.text)) and not is_headed_as_aim(located)
