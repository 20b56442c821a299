"""Whether words of a page, true as they are, tell content or impact of the claimed thing, and an aim."""

from __future__ import annotations

import re

from agent.checks.belonging import belongs_elsewhere
from agent.checks.quote import Located
from agent.checks.subject import Subject
from agent.policy import PolicyKind
from agent.text.figures import figures

_AIMED = "达|实现|建成|完成|减少|减排|增加|提高|提升|降低|下降|新增|淘汰|推广|更新|投放|新建|建设"
TARGET = re.compile(
    r"力争|争取|目标(?!责任)|预计|预期|有望|(?<![虚模])拟(?![定合订])|到(?:20\d\d|二〇..)年(?![^。；]{0,12}已)|20\d\d年底?前(?![^。；，]{0,4}已)"
    rf"|(?:将|计划|规划)(?:于|到|在|再|年内)?(?:{_AIMED})"
)
"""Words of an aim. 将 alone also marks an object (将上月情况报省厅), and 规划 is a document's name."""
MET = re.compile(r"(?<=提前|超额|圆满|顺利|全面|如期)完成[^，。；]{0,20}?目标(?:任务)?")
"""An aim that was met."""
EFFECT = re.compile(
    r"减|降|节约|节省|节能|提高|提升|增|涨|带动|淘汰|替代|更新|达|实现|完成|建成|改善|缓解|压"
    r"|目标|力争|预计|预期|有望|缩短|覆盖|占比|比例|受益|影响|效果|成效|开行|推广"
)
"""Words of an aim or effect; a sentence without any is no impact, however true."""

REACHED = re.compile(
    rf"已(?:经)?(?:累计)?(?:{_AIMED})|截至|截止|累计(?:{_AIMED})|同比|环比|[比较](?:上|去)年"
)
"""What a document tells as reached was so before it, and is not what it brings about."""


def unfitness(subject: Subject, field: str, located: Located, sentence: str) -> str | None:
    """The reason why words of the page are no content, or no impact, of this thing; None when they are."""
    if field == "impact" and not EFFECT.search(sentence):
        return "sentence.no_effect"
    if belongs_elsewhere(subject, located):
        return "sentence.other_thing"
    return "sentence.reached_before" if _was_before(subject, field, located) else None


def _was_before(subject: Subject, field: str, located: Located) -> bool:
    """True for a result that a policy's own paper reports: it is no impact of that policy."""
    paper = subject.policy.kind is not PolicyKind.EVENT
    if field != "impact" or not paper or states_a_target(located):
        return False
    return bool(REACHED.search(located.text))


def states_a_target(located: Located) -> bool:
    """True when the passage states an aim: by its figures, or by a word such as 力争 or 到2025年.

    提前完成…目标 says that an aim was met, and the word 目标 in it states none.
    """
    text, passage = (MET.sub("", words) for words in (located.text, located.passage))
    return any(f.target for f in figures(text)) or bool(TARGET.search("".join(passage.split())))
