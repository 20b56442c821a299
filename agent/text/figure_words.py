"""The words around a quantity: its bound, direction, noun, and whether it is a target or was reached."""

from __future__ import annotations

import re
from typing import Literal

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
_BEFORE = re.compile(
    rf"(?:(?P<at_most>{_AT_MOST}|(?:最高|最多|至多){_GRANT}|(?:最多|至多){_FAR}{{1,10}}|(?:最多|至多|{_NOT_OVER}){_OF})"
    rf"|(?P<at_least>{_AT_LEAST}|最低{_GRANT}|(?:至少|最少){_FAR}{{0,10}}|(?:至少|最少|{_NOT_UNDER}){_OF})|(?P<about>{_ABOUT}))"
    "(?:了|到|为|选|有|占|需|人民币)?(?:每[人户家]?[年月日天]?)?$"
)
_BEHIND = re.compile(
    r"(?P<at_least>(?:\([^()\d]{1,8}\))?(?:及)?(?:以上|之上)|多(?=[,。;、]|$))|(?P<at_most>(?:及)?(?:以下|以内|之内|之下)|内(?![部容陆河蒙外需资循地设置])|里(?!程)|\(含\)以下)|(?P<about>左右|上下)"
)


def bound_of(before: str, behind: str, *, more: bool) -> Bound:
    """The bound said before (不低于, 约) or behind (以上, 左右); ``more`` is 多 or 余 inside the number."""
    for match in (_BEHIND.match(behind), _BEFORE.search(before)):
        if match and match.lastgroup in {"at_least", "at_most", "about"}:
            return match.lastgroup  # type: ignore[return-value]  # the group's name is the bound
    return "at_least" if more else "exact"


_DOWN = "下降|降低|减少|压减|削减|减排(?!目标)|缩减|下调|下浮|回落|淘汰|关停|关闭|退出|压缩|节约|降幅|下滑|下跌|缩短|负增长|少增|少排放?|少用|少耗|减至|降至|降到|减到|压降|减负|降本|跌|减|降"
_UP = "多排放?|增长|提高|上升|新增|增加(?!值)|提升|增幅|涨幅|上涨|上调|上浮|扩大|增至|增到|提至|扩增|翻|增(?!加值|值)|涨|升(?!级)"
_DIRECTION = re.compile(f"(?P<down>{_DOWN})|(?P<up>{_UP})")
_NOT_A_DIRECTION = re.compile(
    "降水|增值|减速|提升机|节能环保|节能标准|降尘|升降|增量|增程|节能产品|节能技术|降雨|降雪"
)
_REACHES = re.compile(f"(?:{_DOWN}|{_UP})(?:到|至|为)|降至|降到|增至|增到|减至|减到|提至")
_COMPARED_LEVEL = re.compile(
    r"(?:比|较)[^,。;]{1,12}?(?:年|上年|去年|同期|此前|以前)(?:底|末)?(?:要|将|应|再|还|会)?(低|少|短|高|多|长)(?:了|出|约|近|至少)*$"
)
"""要比2020年低13.5%: a comparison is a direction, too."""
_DIRECTION_BEHIND = re.compile(
    r"(?:的|以上的|左右的)?(?:(?P<down>降幅|下降|降低|减少|减排|跌幅)|(?P<up>增幅|增长|增速|提高|提升|上升|涨幅))"
)


def direction_of(before: str, behind: str) -> Direction | None:
    """By how much something rises or falls; a level (降至15%) has no direction of its own."""
    words = _NOT_A_DIRECTION.sub(lambda match: "□" * len(match.group()), before)
    found = None
    for found in _DIRECTION.finditer(words):  # noqa: B007 - the last one is wanted
        pass
    if found:
        if _REACHES.match(words, found.start()) or words[found.end() :].startswith(
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


_TARGET = re.compile(
    r"到(?=20\d\d年|二[〇零○0]..年|\d{1,2}月底|年底|\"?十[一二三四五六]五\"?(?:规划)?期?末)|力争|目标|(?<!已)(?<!已经)(?<!即)将(?=[于达超实建新增提降减在会有])|(?<!原)计划|预计|确保|规划|预期|拟|争取|有望|即将|年底前|20\d\d年前"
    r"|应当?(?=达|不|控)|要(?=达到|控制|确保|完成)"
)
_REACHED = re.compile(
    "已|达到了|完成了|实现了|同比|环比|累计|截至|截止|较上年|比上年|较去年|比去年|全年完成|去年|上年|今年[前上一]|日电"
)


_SUMMED_AIM = re.compile(r"((?:力争|争取|计划|预计|目标|要|将|到20\d\d年)[^,。;]{0,8})累计")
"""到2025年力争累计培育: an aim in total was not reached."""


def target_of(sentence_before: str) -> bool | None:
    """True for a target, False for what was reached, None where the sentence does not tell."""
    sentence_before = _SUMMED_AIM.sub(lambda match: match[1], sentence_before)
    last = {
        kind: max((match.start() for match in pattern.finditer(sentence_before)), default=-1)
        for kind, pattern in ((True, _TARGET), (False, _REACHED))
    }
    if last[True] == last[False]:
        return None
    return last[True] > last[False]


EACH = (
    "每(?P<mult>[百千万亿]?)(?P<each>千瓦时|度电|千瓦|吨公里|公里|吨|平方米|立方米|亩|公顷|辆车?|台|座|户|人|个|家|项|小时|年|月|日|天)"
    "(?:标准煤|标煤|二氧化碳|电量|电)?"
)
"""每吨, 每千瓦时, 每月: what a quantity is counted by, said before it."""

_BY = re.compile(f"{EACH}|年产$|最[高低多](?=.)")
_STOP = '的和及与或、,。;:!?()"《》/以等在比较从由对按将被为是达至到超约近占并且'
_NOUN_BEHIND = re.compile("[一-鿿A-Za-z][一-鿿A-Za-z0-9.]{0,15}")
_SIZE_BEHIND = re.compile(
    r"\d[\d.,]{0,30}[万亿千百]{0,4}(?:千瓦|兆瓦|吨|元|平方米|米|公里|[A-Za-z]{1,20})(?:级|及?以上|及?以下)?的?"
)
_NOT_NOUN_BEHIND = re.compile(
    rf"^(?:以上|以下|以内|左右|上下|之内|及以上|多|余|的)+|(?:{_DOWN}|{_UP}|提前|完成|建成|投产|投运|停运|停产|并网|关停|建设|运行|运营|开通|开工|实现|达到|纳入|得到|同比|环比|分别|目标|标准|任务).*$|[{_STOP}].*$"
)
_FILLER = re.compile(
    r"(?:[≤≥<>=×]|力争|推进|达到|达|为|是|约|大约|近|将近|接近|共计|共有|[一总]共|共|累计|总计|合计|实现|完成|投入|给予|每年|每|分别|平均|年均|全部|不[得能可应宜]?(?:低于|少于|超过|高于|多于|大于)|低于|高于"
    rf"|超过|突破|逾|至少|最少|最高|最多|至多|最低|封顶|控制在|控制|保持在|保持|稳定在|提前|同比|环比|比上年|较上年|比去年|较去年|了|到|至|在|在内|左右|以上|各|再|又|也|均|都|有|可|能|需|要|应|将|使|仅|内|按照|按|{_DOWN}|{_UP}){{1,12}}+$"
)
_COMPARED = re.compile(
    r"(?:比|较|与|相比|同)[^,。;]{0,10}?(?:年|上年|去年|同期|时期|基础|相比)(?:相比|底|同期|水平)?"
)
_NOUN_START = re.compile(
    rf"\A.*(?:{_DOWN}|{_UP}|建设|建成|淘汰|推广|新建|改造|改建|完成|投放|更新|购置|安排|下达|拨付|实施|开展|形成|培育|创建|打造|拥有|布局|提供|发放|开通|力争|确保|推动|推进|到20\d\d年|20\d\d年|全国|全省|全市|我省|我国|其中|使|让|把)",
    re.DOTALL,
)


def noun_of(before: str, behind: str, *, counts: bool) -> str:
    """What is counted or measured, at best: 200辆公交车, 新增公交车200辆, 单位能耗下降15%.

    ``before`` reaches back to the last comma, ``behind`` begins after the unit; things that are
    ``counts`` look behind first.
    """
    after = ""
    sized = _SIZE_BEHIND.match(behind)
    match = _NOUN_BEHIND.match(_NOT_NOUN_BEHIND.sub("", behind[sized.end() if sized else 0 :]))
    if match:
        after = match.group()
    if counts and after:
        return after
    lead = _COMPARED.sub("", _BY.sub("", before))
    lead = _FILLER.sub("", lead)
    lead = _FILLER.sub("", lead.rstrip("-~"))
    start = _NOUN_START.match(lead)
    if start and len(lead) - start.end() >= 1:
        lead = lead[start.end() :]
    lead = re.split(r'[\s,。;:、()"《》]', lead)[-1]
    lead = re.sub("^(?:的|了|其|以|对)", "", lead)[-16:]
    return lead or after
