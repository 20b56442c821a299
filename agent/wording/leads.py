"""Clauses that may be left out before a sentence, numbers of paragraphs, and signs of a rumour."""

from __future__ import annotations

from agent.lazy import lazy_pattern
from agent.wording.licences import licences


def is_lead(words: str) -> bool:
    """True for a clause that may be left out before a sentence: a day, who said it, why, on what ground."""
    condition = licences().ground.match(words) or words[:1] == "经"
    if condition and words[-1:] in ("的", "后", "时"):
        # 经催告仍未提交的 says of whom, 经验收后 when.
        return False
    if licences().criterion.fullmatch(words) or licences().act_on_a_ground.fullmatch(words):
        return False
    if licences().somebody_on_a_ground.match(words):
        return False
    return licences().lead_in.fullmatch(words) is not None


def is_consent_given(clause: str, behind: str) -> bool:
    """True for 经省政府同意，自2031年5月1日起…: a consent that was given, and no condition of each case.

    What is decided from a day on was consented to before; 经批准，可延长 says when it may be, and stays a condition.
    """
    ground = licences().consent.fullmatch(clause) or (
        licences().ground.match(clause) and clause.endswith("情况")
    )
    given = ground and licences().from_a_day.search(behind)
    return bool(given) and not licences().still_open.search(behind)


def is_found(clause: str, behind: str) -> bool:
    """True for 经查，某公司擅自停运…: what was found stands behind it; 经审核，符合条件的可享受 says when."""
    table = licences()
    told = table.found.fullmatch(clause) and not table.still_open.search(behind)
    return bool(told) and not table.given.search(behind)


NUMBERING = lazy_pattern(
    r"[（(]?[一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}(?:、|是)|\d{1,3}(?:[.．](?!\d)|[.．](?=20\d\d年)|、)"
    r"|第[一二三四五六七八九十百\d]{1,5}[条章节款项]|[①-⑳]"
)
"""The number at the head of a paragraph or a point, in the folding or not."""


_COUNTED = lazy_pattern(r"[\d一二三四五六七八九十]{0,4}[类级期档批、]|\d|$")
"""What makes a number before it no number in a list: 一、二类企业, 3.5万."""


def without_number(text: str) -> str:
    """A sentence without its number in a list: （二）支持大同市… and 四、各单位应当….

    第三条 says where in a paper it stands, 一是 is a word of the sentence, and 一、二类企业 counts nothing.
    """
    found = NUMBERING.match(text)
    if found is None or found[0][0] == "第" or found[0][-1] == "是":
        return text
    rest = text[found.end() :].lstrip()
    return text if _COUNTED.match(rest) else rest


def unsettles(clause: str, before: str) -> bool:
    """True for a clause that leaves open or ends what stands before it.

    可参与现货市场，暂不参与容量市场 denies another thing, and leaves the first as it is.
    """
    another = licences().not_yet.match(clause)
    denied = another is not None and another["verb"] in before and clause[2:] not in before
    return licences().unsettled_behind.match(clause) is not None and not denied
