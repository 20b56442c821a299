"""Where a name may begin and end in a sentence, and which words beside it carry nothing of their own."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from agent.facts.statement import act_words
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.text.lexicon import lexicon

_EDGE = lazy_pattern(
    r"(?:^|第[\d一二三四五六七八九十]{1,3}[号届次]|据|赴|年产|日产|你|准许|同意|决定|要求|当地|之|该|此|其|趟|[^\u4e00-\u9fffA-Za-z]|[的在于从至和与及由是为对将把省市县区州盟旗日起讯着了,家户座个条处口有、年月日时分点今昨电后也又再均已批台列辆吨米瓦]|[煤矿铝]业|能源|石化|钢铁|[省市县区州境]内|[上中下]游|公司|集团|项目|工程|旗下|所属|介绍|宣布|实现)$"
)
DIVISIONS = "市县区州盟旗"
"""How the names of cities, counties and what is of their rank end; those of provinces not."""
LOCAL_WORD = lazy_pattern(r"[我本全][省市县区州盟旗镇乡村]|全城|城区")
OPENS = lazy_pattern(
    r"^.{0,12}?(?:[讯电]|消息)(?:\([^)]{0,12}\))?(?![厂站力网])|\d{1,2}[时点:]\d{0,2}分?(?:[至到-](?:次日)?\d{1,2}[时点:]\d{0,2}分?)?|所有|全体|各类?|最后|唯一|[我本](?:局|厅|委|办|公司)|赴"
)
"""本报讯, 18时, 我局赴: what a news text opens with, hours, and who speaks or went where."""
_MODIFIER = lazy_pattern(r"^[^,;。]{1,30}的(?=[^,;。]{0,12}$)")
"""由某某承建的, 位于甘肃张掖的: a modifier of what follows it."""
_MEASURE = lazy_pattern(
    r"(?:年产|日产|总装机|装机|总投资|投资)?(?:容量)?[\d一二三四五六七八九十两百千万亿.]+(?:余|多)?(?:万|亿)?(?:千瓦时|兆瓦时|蒸?吨|千瓦|兆瓦|公里|千米|米|台|座|条|套|架|辆|艘|处|口|个|家|户|人|平方米|立方米|千伏|伏|kV|kA|kv|MW|GW|千安)*(?:[/每](?:年|日|天))?级?"
    r"|[A-DIVX]{1,3}级|公司|集团|有限|股份|工程|项目|水库|全长|总长|[\u4e00-\u9fff]{1,3}[江河][上中下]游"
)
WORK = lazy_pattern(
    r"(?:建设|输变电|输电)?(?:工程|项目)(?![部公指])|水库|(?:股份)?(?:有限)?(?:责任)?公司|政策|措施|区域|区段|生产线|产线|装置(?!区)|线路|车辆|班次|片区"
    r"|(?:城镇|城区)?居民(?:集中)?(?=供[热暖])|集中(?=供[热暖]|$)"
)
PART = lazy_pattern(
    r"(?:[一二三四五六七八九十\d某两各东南西北]{1,3}|部分)?(?:号|个|处|座)?(?:(?![的旁邻隔外]|对面|附近)[\u4e00-\u9fff]){0,12}?(?:车间|厂房|厂区|装置|单元|工房|采区|工作面|罐区|库区|储罐|球罐|仓库|筒仓|巷道|井下(?:-?\d{1,4}米?水平)?)"
    r"|(?:[一二三四五六七八九十\d某两各东南西北]{1,3}|部分)?(?:号|个|处|座)?(?:路段|区域|库房|出入口|左右(?:双|两)?洞)"
    r"|[\d.两三四五六七八九十]{0,6}(?:多|余)?[台条座套口个]?(?:[\d.]{1,6}万?(?:吨|千瓦|兆瓦|立方米)级?)?[\u4e00-\u9fff]{0,6}(?:泊位|码头|井|机组|风机|方阵|发电机|汽轮机|主变|生产线|产线|线|高炉|焦炉|转炉|电炉|锅炉|窑)|中心"
)
"""一车间, 二采区掘进工作面: the part of a thing at which something happened to it."""
_SHORT_NAME = lazy_pattern(r"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})$")
"""灵武 of ,灵武北环线: a place by its short name, at the head of a clause."""


@cache
def _right_edge() -> re.Pattern[str]:
    words = lexicon()
    names = (
        "clause.adverbs",
        "mode.denial",
        "mode.condition",
        "mode.rumour",
        "mode.plan",
        "mode.target",
        "mode.under_way",
        "mode.done",
        "mode.recent",
        "mode.completed",
    )
    listed = [words.expression(name) for name in names]
    acts = [word for act in words.acts.values() for word in act.words]
    return re.compile(
        "|".join(
            [
                r"$|[^\u4e00-\u9fffA-Za-z0-9]",
                "合格|出[完尽]|流[完尽]|烧[完尽]|最后一?[台批座组套个条列]|迎来|传来|传出|有了|大门|进行|开展|左右|出入口|所有|沿海|近海|灾区|境内|一带|内(?=[\\d的各全部所])",
                f"(?:{'|'.join((*words.words('clause.works'), *acts))}){{1,3}}后",
                r"[的在于从至到和与及由是为将拟已也共全起项等今昨首经被因自受按依就都均又再获得比较以用往会能可要应须则还在各]|上(?![市游线海调浮升])",
                "[第双单一二三四五六七八九十两]",
                r"\d[\d.]{0,8}[万亿]?(?:吨|立方米|千瓦|兆瓦|公里)",
                r"\d{1,4}[台套条座个家处口辆列]",
                *listed,
                *(f"(?:{word})" for word in acts),
            ]
        )
    )


def at_left_edge(text: str, at: int) -> bool:
    """True where a name may begin: behind a mark, a place, a particle or an act."""
    left = text[max(0, at - 14) : at]
    if _EDGE.search(left) or after_place(left):
        return True
    return any(left.endswith(act.word) for act in act_words(left)[-1:])


def at_right_edge(text: str, end: int) -> bool:
    """True where a name may end; 工程, 项目, 有限公司, 政策 and 区域 may stand behind it."""
    generic = WORK.match(text, end)
    return bool(_right_edge().match(text, generic.end() if generic else end))


@lru_cache(maxsize=4096)
def is_light(words: str) -> bool:
    """True for words beside a name that cannot govern it: numbers, places, adverbs, nouns of a sort, what ends in 的."""
    left = bare(words)
    return len(left) <= 1 and not lexicon().pattern("clause.governing").fullmatch(left)


@lru_cache(maxsize=4096)
def bare(words: str) -> str:
    """What is left of words without those that are light."""
    left = _MODIFIER.sub("", OPENS.sub("", words))
    left = LOCAL_WORD.sub("", left)
    for name in ("clause.adverbs", "clause.nouns"):
        left = lexicon().pattern(name).sub("", left)
    if left and gazetteer().mentions(f"{left}市", counties=True)[:1]:
        left += "市"  # 通化 alone may be a word
    for mention in reversed(gazetteer().mentions(left, counties=True)):
        left = left[: mention.span.start] + left[mention.span.end :]
    left = _MEASURE.sub("", left)
    return re.sub(rf"[^\u4e00-\u9fffA-Za-z]|[省{DIVISIONS}的共于在由也]", "", left)


def after_place(left: str) -> bool:
    """True where a text ends with the name of a place, a county's by its short name, too."""
    short = _SHORT_NAME.search(left)
    if short and provinces_of_county(short[1]):
        return True
    mentions = gazetteer().mentions(left, counties=True)
    return bool(mentions) and mentions[-1].span.end == len(left)


@cache
def gazetteer() -> Places:
    """The places of the package."""
    return Places.load()


def provinces_of_county(stem: str) -> set[str]:
    """The provinces that have a county, city, district or banner of a name without its ending: 灵武 of 灵武市."""
    return {one for ending in "市县区旗" for one in gazetteer().provinces_of(stem + ending)}


@cache
def provinces() -> frozenset[str]:
    """The provinces by their names, short and full."""
    return frozenset(
        name for province in gazetteer().provinces for name in (province.name, province.full)
    )
