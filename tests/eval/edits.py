"""The generator of claims in other words: each change makes one claim of a real sentence.

A change is a function of a sentence, of the other sentences and of chance, and gives the claim or
None where it does not apply. ``EDITS`` and ``DROPS`` make a sentence wrong; ``HARMLESS`` leaves it right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.eval.reform import full_width
from tests.knowledge import places

OF_EACH = 90
"""Cases of one change at most."""


@dataclass(frozen=True)
class Real:
    """A sentence: its document, without white space, as it stands, and what stands around it."""

    source: str
    told: str
    text: str
    excerpt: str


Made = Callable[[str, Random], "str | None"]


@dataclass(frozen=True)
class Change:
    """One kind of change."""

    name: str
    make: Made
    count: int = OF_EACH

    def cases(self, real: Sequence[Real], chance: Random) -> list[tuple[Real, str]]:
        """The first sentences to which it applies, at most two of one document and kind."""
        found: list[tuple[Real, str]] = []
        of_source: dict[str, int] = {}
        for one in real:
            if of_source.get(one.source, 0) >= MOST_OF_A_SOURCE:
                continue
            claim = self.make(one.told, chance)
            if claim and claim != one.told and claim not in one.excerpt:
                found.append((one, claim))
                of_source[one.source] = of_source.get(one.source, 0) + 1
            if len(found) == self.count:
                break
        return found


MOST_OF_A_SOURCE = 4
STEMS = "生态环境 发展改革 工业和信息化 交通运输 财政 科技 住房城乡建设 能源 商务 农业农村 自然资源 市场监管 水利 教育 林草 统计".split()  # noqa: SIM905 - a row of words
BODY = re.compile(rf"(?:{'|'.join(STEMS)})(?=[委厅局部](?![一二三四五六七八九十门分件队]))")
OTHER_PLACES = {
    "county": "平桥区 渝北区 江宁区 余杭区 番禺区 长清区 沁水县 阳曲县 昌黎县 肥东县 定边县 榆中县".split(),  # noqa: SIM905
    "prefecture": "襄阳市 洛阳市 遵义市 保定市 绍兴市 岳阳市 咸阳市 宜宾市 赣州市 泉州市".split(),  # noqa: SIM905
}
SHORT_NAME = 2
NOUNS = (
    ("企业", "园区"), ("车辆", "船舶"), ("货车", "客车"), ("公交车", "出租车"), ("建筑", "设备"), ("工业", "农业"), ("煤炭", "石油"),
    ("水泥", "玻璃"), ("钢铁", "造纸"), ("光伏", "风电"), ("产能", "产量"), ("消费", "生产"), ("用能", "用水"), ("机组", "锅炉"),
    ("公路", "铁路"), ("森林", "草原"), ("城市", "乡村"), ("标准", "指南"), ("平台", "基金"), ("高炉", "焦炉"),
)  # fmt: skip
OPPOSITES = (
    ("控制", "扩大"), ("提高", "降低"), ("降低", "提高"), ("增加", "减少"), ("减少", "增加"), ("鼓励", "限制"), ("禁止", "允许"), ("支持", "限制"),
    ("严格", "放宽"), ("淘汰", "新增"), ("压减", "扩大"), ("加快", "放缓"), ("提升", "下降"), ("下降", "上升"), ("上升", "下降"), ("加强", "减弱"),
    ("扩大", "缩小"), ("恢复", "停止"), ("推广", "停用"), ("不低于", "不高于"), ("不超过", "不少于"),
)  # fmt: skip
PERIODS = (
    ("每年", "每月"), ("每月", "每年"), ("十四五", "十三五"), ("十三五", "十四五"), ("上半年", "下半年"), ("下半年", "上半年"), ("月底前", "月中旬前"),
    ("年底前", "年中前"), ("季度", "月度"), ("年度", "月度"), ("采暖季", "夏季"), ("三年", "五年"), ("五年", "三年"), ("当年", "次年"), ("今年", "明年"),
    ("近年来", "近期"), ("长期", "短期"), ("到2025年", "到2027年"), ("到2030年", "到2035年"), ("2020年", "2019年"), ("凌晨", "傍晚"),
)  # fmt: skip
ORDINALS = "首 一 二 三 四 五 六".split()  # noqa: SIM905
LIMITS = re.compile(
    r"(?:具备|有)条件的|符合条件的|原则上|除[^，。；]{2,24}外，?|在[^，。；]{2,24}(?:前提下|基础上|条件下)，?|鼓励有条件的"
    r"|对(?:不?符合|未|达到|超过|列入)[^，。；]{2,30}的[^，。；]{0,12}，|(?:确需|确有必要|经[^，。；]{2,12}同意)[^，。；]{0,8}，"
)
ATTRIBUTES = re.compile(
    r"新建|省级|市级|国家级|县级|试点|重点|规模以上|公共|大型|中小|新增|老旧|既有|高耗能|示范|营运|柴油|大宗|农村|可再生|绿色"
)
MEMBER = re.compile(r"[一-鿿]{2,6}(?:、[一-鿿]{2,6}){2,}(?:[和与及等][一-鿿]{2,6})?")
LISTS = re.compile(r"((?:、[一-鿿]{2,5}){1,3})(?=等)|（([一-鿿]{2,8}(?:、[一-鿿]{2,8}){1,4})）")
"""The members behind the first one, or a whole list in brackets."""
BEFORE_A_LIST = "，。；：进快展施对在以于动化强定成善设供含括和"
FIGURE = re.compile(
    r"(?<![\d.第〔—\-~至])(\d+(?:\.\d+)?)(%|万千瓦时|万千瓦|亿元|万元|万吨|亿吨|个|家|辆|公里|项|座|亩|吨|户)(?![—~\-至到])"
)


def _swap(pairs: Sequence[tuple[str, str]], quoted: str = "") -> Made:
    def make(told: str, chance: Random) -> str | None:
        standing = [pair for pair in pairs if pair[0] in told and pair[1] not in told]
        if not standing or (quoted and quoted in told):
            return None
        one, other = chance.choice(standing)
        return told.replace(one, other, 1)

    return make


def _member(told: str, chance: Random) -> str | None:
    """钢铁、水泥、造纸 -> 钢铁、纺织、造纸: a member of the list is another one."""
    found = MEMBER.search(told)
    if not found:
        return None
    members = found.group().split("、")
    at = chance.randrange(1, len(members) - 1) if len(members) > 2 else 0
    others = [
        m
        for m in [
            "纺织",
            "印染",
            "制糖",
            "航空",
            "渔业",
            "金融",
            "旅游",
            "桥梁",
            "港口",
            "医疗",
            "养老",
            "气象",
            "测绘",
            "邮政",
            "烟草",
        ]
        if m not in told
    ]
    members[at] = chance.choice(others)
    return told[: found.start()] + "、".join(members) + told[found.end() :]


def _body(told: str, chance: Random) -> str | None:
    """由市发展改革委负责 -> 由市财政委负责: the body is one of another field."""
    found = BODY.search(told)
    if not found:
        return None
    others = [stem for stem in STEMS if stem not in told]
    return told[: found.start()] + chance.choice(others) + told[found.end() :]


ORDINAL = re.compile(r"第([一二三四五六])(?=[批期次产届轮])|([一二三四五六])(?=期(?:工程|项目)|级(?:响应|以上|标准))|(?<!\d)([1-6])(?=号(?:机组|高炉|炉|线|井|泊位))|(首)(?=批|次|个|台|期|条)")  # fmt: skip


def _ordinal(told: str, chance: Random) -> str | None:
    """第一批 -> 第三批, 2号机组 -> 4号机组, 首台 -> 第二台."""
    found = ORDINAL.search(told)
    if not found:
        return None
    old = next(group for group in found.groups() if group)
    at = found.start() + found.group().index(old)
    if old == "首":
        new = "第二"
    elif old.isdecimal():
        new = chance.choice([d for d in "123456" if d != old])
    else:
        new = chance.choice([d for d in "一二三四五六" if d != old])
    return told[:at] + new + told[at + 1 :]


def _county(told: str, chance: Random) -> str | None:
    """信阳市平桥区 -> 信阳市余杭区: the place is another one of its level."""
    for mention in places().mentions(told, counties=True):
        if mention.level in OTHER_PLACES:
            name = told[mention.span.start : mention.span.end]
            others = [
                other[: len(name)] if len(name) == SHORT_NAME else other
                for other in OTHER_PLACES[mention.level]
                if other[:SHORT_NAME] not in told
            ]
            return told.replace(name, chance.choice(others), 1)
    return None


def _crossed(told: str, chance: Random) -> str | None:
    """公交车、出租车分别达到90%、85% -> 85%、90%: two figures of one unit change places."""
    del chance
    found = list(FIGURE.finditer(told))
    for one in found:
        for other in found:
            same = one.group(2) == other.group(2) and one.group(1) != other.group(1)
            if one.start() < other.start() and same:
                return (
                    told[: one.start(1)] + other.group(1) + told[one.end(1) : other.start(1)]
                    + one.group(1) + told[other.end(1) :]
                )  # fmt: skip
    return None


def _without(pattern: re.Pattern[str]) -> Made:
    def make(told: str, chance: Random) -> str | None:
        found = list(pattern.finditer(told))
        if not found:
            return None
        one = chance.choice(found)
        left = (told[: one.start()] + told[one.end() :]).lstrip("，、")
        return left if len(left) > 12 else None

    return make


NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、]|[.．](?!\d))|第[一二三四五六七八九十]{1,3}[条章]|[①-⑳])"
)
"""The number before a point; 6.2.2 is one of a section, and 13.5% is no number of a point."""


def _numbering(told: str, chance: Random) -> str | None:
    """（一）加快… and 3.加快… -> 加快…."""
    del chance
    left = NUMBERING.sub("", told)
    return left if left != told else None


def _half_or_full(told: str, chance: Random) -> str | None:
    """2025年 -> ２０２５年, 10% -> １０％."""
    del chance
    return full_width(told) if re.search(r"\d", told) else None


def _brackets(told: str, chance: Random) -> str | None:
    """（）〔〕“” as other programs write them."""
    del chance
    other = told.translate(str.maketrans("（）〔〕“”", "()[]「」"))
    return other if other != told else None


def _order(told: str, chance: Random) -> str | None:
    """钢铁、水泥、造纸等 -> 造纸、钢铁、水泥等, where nothing counts on the order."""
    if re.search("分别|依次|先后|顺序|前者|优先", told):
        return None
    found = LISTS.search(told)
    # 资金和政策保障 is two members, and 含立项 is no member that could stand elsewhere.
    if not found or re.search("[与和及以等含]", told[found.start() - 4 : found.end()]):
        return None
    if inside := found.group(2):
        first, *rest = inside.split("、")
        return f"{told[: found.start(2)]}{'、'.join([*rest, first])}{told[found.end(2) :]}"
    rest = found.group(1)[1:].split("、")
    # The first member begins where it is as long as the others: 加快钢铁、水泥 -> 钢铁.
    start = found.start() - len(rest[0])
    if start < 1 or len({len(member) for member in rest}) != 1:
        return None
    if told[start - 1] not in BEFORE_A_LIST:
        return None
    members = [*rest, told[start : found.start()]]
    return told[:start] + "、".join(members) + told[found.end() :]


def _scaled(figure: str, by: int) -> str:
    whole, _, part = figure.partition(".")
    digits = len(str(by)) - 1
    number = (whole + part.ljust(digits, "0")[:digits]).lstrip("0") or "0"
    return number if len(part) <= digits else f"{number}.{part[digits:]}"


def _units(told: str, chance: Random) -> str | None:
    """15万千瓦 -> 150000千瓦, 20% -> 百分之20, 3亿元 -> 30000万元, 1200辆 -> 1,200辆."""
    del chance
    found = FIGURE.search(told)
    if not found:
        return None
    figure, unit = found.groups()
    if unit == "%":
        new = f"百分之{figure}"
    elif unit[0] == "万":
        new = _scaled(figure, 10_000) + unit[1:]
    elif unit in ("亿元", "亿吨"):
        new = f"{_scaled(figure, 10_000)}万{unit[1:]}"
    elif figure.isdecimal() and len(figure) > 3:
        new = f"{int(figure):,}{unit}"
    else:
        return None
    return told[: found.start()] + new + told[found.end() :]


def _spaces(told: str, chance: Random) -> str | None:
    """2025年底 -> 2025 年底: spaces where a word processor puts them."""
    del chance
    spaced = re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", " ", told)
    return spaced if spaced != told else None


def _stop(told: str, chance: Random) -> str | None:
    """The last mark left out."""
    del chance
    return told[:-1] if told[-1] in "。；" else None


EDITS = (
    Change("member", _member),
    Change("head noun", _swap(NOUNS)),
    Change("ordinal", _ordinal),
    Change("county", _county),
    Change("direction", _swap(OPPOSITES)),
    Change("period", _swap(PERIODS)),
    Change("crossed figures", _crossed),
    Change("duty-bearer", _body),
)
"""Each makes a sentence wrong in one thing."""

DROPS = (
    Change("condition", _without(LIMITS)),
    Change("attribute", _without(ATTRIBUTES)),
)
"""Each makes a sentence say more than it does."""

HARMLESS = (
    Change("numbering", _numbering, 60),
    Change("width", _half_or_full, 60),
    Change("brackets", _brackets, 60),
    Change("order of a free list", _order, 60),
    Change("equal units", _units),
    Change("spaces", _spaces, 60),
    Change("last mark", _stop, 60),
)
"""Each leaves a sentence saying what it says."""
