"""The words around a quantity: its bound, direction, noun, and whether it is a target or was reached."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from agent.lazy import lazy_pattern
from agent.text.lexicon import lexicon

Bound = Literal["exact", "at_least", "at_most", "about"]
Direction = Literal["up", "down"]

_AT_LEAST = "门槛[为是]|不[得能可应宜]?(?:低于|少于|小于)|≥|>|不下于|至少|超过|超出|超|突破|大于|高于|多于|逾|最低|跨越"
_AT_MOST = "≤|<|(?<!不)封顶|不[得能可应宜]?(?:超过|高于|大于|多于|突破)|未超过|不超|低于|小于|少于|少於|不足|不到|至多|最多|最高|上限为|控制在"
_ABOUT = "大约|约为|约|大概|(?<![临附邻最靠])近|将近|接近|估计|左右|上下"
_GRANT = (
    "(?:可|给予|补贴|补助|奖励|资助|支持|奖补|达|每(?:家|户|人|台|辆|项|个)(?:企业|单位|项目)?)*"
)
_FAR = '[^,。;:、()"《》0-9]'
"""What may stand between a bound and its number: 最多可得到一次性奖励20万元, 不低于采购金额的30%."""
_OF = rf"(?:{_FAR}|[12]\d{{3}}\s?年){{1,24}}的"
_NOT_OVER = "不[得能可应宜]?(?:超过|高于|大于|多于|突破)"
_NOT_UNDER = "不[得能可应宜]?(?:低于|少于|小于)"
_BEFORE = lazy_pattern(
    rf"(?:(?P<at_most>{_AT_MOST}|(?:最高|最多|至多){_GRANT}|(?:最多|至多){_FAR}{{1,10}}|(?:最多|至多|{_NOT_OVER}){_OF})"
    rf"|(?P<at_least>{_AT_LEAST}|最低{_GRANT}|(?:至少|最少){_FAR}{{0,10}}|(?:至少|最少|{_NOT_UNDER}){_OF})|(?P<about>{_ABOUT}))"
    "(?:了|到|为|选|有|占|需|人民币)?(?:每[人户家]?[年月日天]?)?$"
)
_BEHIND = lazy_pattern(
    r"(?P<at_least>(?:\([^()\d]{1,8}\))?(?:及)?(?:以上|之上)|多(?=[,。;、]|$))|(?P<at_most>(?:及)?(?:以下|以内|之内|之下)|内(?![部容陆河蒙外需资循地设置])|里(?!程)|\(含\)以下)|(?P<about>左右|上下)"
)


def bound_of(before: str, behind: str, *, more: bool) -> Bound:
    """The bound said before (不低于, 约) or behind (以上, 左右); ``more`` is 多 or 余 inside the number."""
    for match in (_BEHIND.match(behind), _BEFORE.search(before)):
        if match and match.lastgroup in {"at_least", "at_most", "about"}:
            return match.lastgroup  # type: ignore[return-value]  # the group's name is the bound
    return "at_least" if more else "exact"


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    """Expressions made from the lists of the lexicon, by name."""
    down, up = (lexicon().expression(f"figure.{name}") for name in ("down", "up"))
    done_with, done_to = (
        lexicon().expression(f"figure.{name}") for name in ("done_with", "done_to")
    )
    return {
        "direction": lazy_pattern(f"(?P<down>{down})|(?P<up>{up})"),
        "no_direction": lexicon().pattern("figure.no_direction"),
        "reaches": lazy_pattern(f"(?:{down}|{up})(?:到|至|为)|降至|降到|增至|增到|减至|减到|提至"),
        "aimed": lexicon().any_of("figure.aim", "figure.aimed_at"),
        "reached": lexicon().any_of("figure.since", "figure.reached"),
        "in_total": lazy_pattern(
            f"(?:{lexicon().expression('figure.in_total')})[^,。;，；]{{0,8}}累计"
        ),
        "not_noun_behind": lazy_pattern(
            "^(?:以上|以下|以内|左右|上下|之内|及以上|多|余|的)+"
            f"|(?:{down}|{up}|{done_with}).*$|[{_STOP}].*$"
        ),
        "filler": lazy_pattern(rf"(?:{_FILLING}|{down}|{up}){{1,12}}+$"),
        "noun_start": lazy_pattern(rf"\A.*(?:{down}|{up}|{done_to})", re.DOTALL),
    }


_COMPARED_LEVEL = lazy_pattern(
    r"(?:比|较)[^,。;]{1,12}?(?:年|上年|去年|同期|此前|以前)(?:底|末)?(?:要|将|应|再|还|会)?(低|少|短|高|多|长)(?:了|出|约|近|至少)*$"
)
"""要比2020年低13.5%: a comparison is a direction, too."""
_DIRECTION_BEHIND = lazy_pattern(
    r"(?:的|以上的|左右的)?(?:(?P<down>降幅|下降|降低|减少|减排|跌幅)|(?P<up>增幅|增长|增速|提高|提升|上升|涨幅))"
)


def direction_of(before: str, behind: str) -> Direction | None:
    """By how much something rises or falls; a level (降至15%) has no direction of its own."""
    rules = _rules()
    words = rules["no_direction"].sub(lambda match: "□" * len(match.group()), before)
    found = None
    for found in rules["direction"].finditer(words):  # noqa: B007 - the last one is wanted
        pass
    if found:
        if rules["reaches"].match(words, found.start()) or words[found.end() :].startswith(
            ("到", "至", "后")
        ):
            return None
        return "down" if found["down"] else "up"
    compared = _COMPARED_LEVEL.search(before)
    if compared:
        return "down" if compared[1] in "低少短" else "up"
    match = _DIRECTION_BEHIND.match(behind)
    if match:
        return "down" if match["down"] else "up"
    return None


def without_totals(sentence: str) -> str:
    """计划到2025年累计培育 as 力争培育: an aim in total was not reached."""
    return _rules()["in_total"].sub("力争", sentence)


def target_of(sentence_before: str) -> bool | None:
    """True for a target, False for what was reached, None where the sentence does not tell."""
    sentence_before = without_totals(sentence_before)
    last = {
        kind: max((match.start() for match in pattern.finditer(sentence_before)), default=-1)
        for kind, pattern in ((True, _rules()["aimed"]), (False, _rules()["reached"]))
    }
    if last[True] == last[False]:
        return None
    return last[True] > last[False]


EACH = (
    "每(?P<mult>[百千万亿]?)(?P<each>千瓦时|度电|千瓦|瓦(?!时)|吨公里|公里|吨|平方米|立方米|亩|公顷|辆车?|台|座|户|人|个|家|项|小时|年|月|日|天)"
    "(?:标准煤|标煤|二氧化碳|电量|电)?"
)
"""每吨, 每千瓦时, 每月: what a quantity is counted by, said before it."""

_BY = lazy_pattern(f"{EACH}|年产$|最[高低多](?=.)")
_STOP = '的和及与或、,。;:!?()"《》/以等在比较从由对按将被为是达至到超约近占并且'
_NOUN_BEHIND = lazy_pattern("[一-鿿A-Za-z][一-鿿A-Za-z0-9.]{0,15}")
_SIZE_BEHIND = lazy_pattern(
    r"\d[\d.,]{0,30}[万亿千百]{0,4}(?:千瓦|兆瓦|吨|元|平方米|米|公里|[A-Za-z]{1,20})(?:级|及?以上|及?以下)?的?"
)
_FILLING = (
    r"[≤≥<>=×]|力争|推进|达到|达|为|是|约|大约|近|将近|接近|共计|共有|[一总]共|共|累计|总计|合计|实现|完成|投入|给予|每年|每|分别|平均|年均|全部|不[得能可应宜]?(?:低于|少于|超过|高于|多于|大于)|低于|高于"
    r"|超过|突破|逾|至少|最少|最高|最多|至多|最低|封顶|控制在|控制|保持在|保持|稳定在|提前|同比|环比|比上年|较上年|比去年|较去年|了|到|至|在|在内|左右|以上|各|再|又|也|均|都|有|可|能|需|要|应|将|使|仅|内|按照|按"
)
"""What stands between a noun and its number and names nothing: 公交车共计约200辆."""
_COMPARED = lazy_pattern(
    r"(?:比|较|与|相比|同)[^,。;]{0,10}?(?:年|上年|去年|同期|时期|基础|相比)(?:相比|底|同期|水平)?"
)


def noun_of(before: str, behind: str, *, counts: bool) -> str:
    """What is counted or measured, at best: 200辆公交车, 新增公交车200辆, 单位能耗下降15%.

    ``before`` reaches back to the last comma, ``behind`` begins after the unit; things that are
    ``counts`` look behind first.
    """
    after = ""
    sized = _SIZE_BEHIND.match(behind)
    match = _NOUN_BEHIND.match(
        _rules()["not_noun_behind"].sub("", behind[sized.end() if sized else 0 :])
    )
    if match:
        after = match.group()
    if counts and after:
        return after
    lead = _COMPARED.sub("", _BY.sub("", before))
    lead = _rules()["filler"].sub("", lead)
    lead = _rules()["filler"].sub("", lead.rstrip("-~"))
    start = _rules()["noun_start"].match(lead)
    if start and len(lead) - start.end() >= 1:
        lead = lead[start.end() :]
    lead = re.split(r'[\s,。;:、()"《》]', lead)[-1]
    lead = re.sub("^(?:的|了|其|以|对)", "", lead)[-16:]
    return lead or after
