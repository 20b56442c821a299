"""An event's name taken apart: its acts, the one it turns on, its units, and who or what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from agent.facts.canonical import plain
from agent.facts.days import Clock, days, season_years
from agent.facts.edges import DIVISIONS, gazetteer
from agent.facts.same_act import kinds_of
from agent.facts.statement import ActWord, act_words
from agent.lazy import lazy_pattern
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_LOOSE = lazy_pattern(
    r"[\s,、。;:()《》\"'\-|·]+|(?<=[\u4e00-\u9fff\s])(?:正式|顺利|成功|圆满|如期|实现|一次性?|今日|昨日|今天)(?=[\u4e00-\u9fff\s]|$)|(?:的|等)?措施(?=\s)"
)
STRAY = frozenset(
    "在于的将拟已了等和与及其由从至到对为把被也均都共第个座台条项名家级号年月日起因受"
)
"""Characters of a name that carry nothing of their own."""
_CAUSES = "clause.cause_"


@dataclass(frozen=True)
class Happening:
    """An event's name, taken apart: its acts, the one it turns on, and the parts of who or what it is.

    ``about`` are the steps of acts that only say which thing is meant (爆燃 in 成立爆燃调查组),
    ``circumstances`` what went before it or brought it about (大修 in 大修后并网, 冰雪 in 因冰雪封闭), ``whole`` is said
    of all of it (全部停产), ``season`` the years of its heating season (2022—2023供热期); ``words`` are its words as they are
    compared, in which the places of its acts are.
    """

    name: str
    acts: tuple[ActWord, ...] = field(compare=False)
    head: ActWord | None = field(compare=False)
    parts: tuple[str, ...] = field(compare=False)
    units: frozenset[str] = field(compare=False)
    subject: tuple[str, ...] = field(compare=False)
    about: frozenset[str] = field(default=frozenset(), compare=False)
    circumstances: tuple[str, ...] = field(default=(), compare=False)
    whole: bool = field(default=False, compare=False)
    season: tuple[int, ...] = field(default=(), compare=False)
    words: str = field(default="", compare=False)

    @property
    def of_all(self) -> bool:
        """True where it is said of all of a thing: 全部停产, 全容量并网."""
        return self.whole or (self.head is not None and "kind.whole" in kinds_of(self.head.word))

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of its acts."""
        return tuple(act.act.step for act in self.acts)


@lru_cache(maxsize=1024)
def happening_of(name: str) -> Happening:
    """Take an event's name apart; dates in it are left to the date check."""
    text = fold(name.strip().strip("。；;")).text
    season = season_years(text)
    until = tuple(one[0] for one in UNTIL_DAY.finditer(text))
    text = _without_days(text)
    text, everywhere = _ALL_OF.subn("", plain(text))
    text, asides = _without_asides(text)
    everywhere += any(_of_all(act, text) for act in act_words(text))
    text, circumstances = _without_circumstances(text)
    acts = act_words(text)
    head = _head(acts, text)
    if head and head.act.step in ("供暖", "停暖", "解除"):
        text = _HEATING_SEASON.sub(lambda season: " " * len(season[0]), text)
    whole = (_WHOLE.search(text, 0, head.start) or _ALL.search(text, head.end)) if head else None
    if whole:
        text = text[: whole.start()] + " " * len(whole[0]) + text[whole.end() :]
    left = text
    for act in acts:
        if act is head or not act.act.noun:
            left = left[: act.start] + " " * (act.end - act.start) + left[act.end :]
    units = frozenset(units_in(plain(text)))
    end = _subject_end(head, left) if head else 0
    parts = _parts(f"{left[:end]} {left[end:]}")
    subject = _parts(left[:end]) if head else parts
    about = frozenset(a.act.step for a in acts if head and _only_says_which(a, head, text))
    return Happening(
        name,
        acts,
        head,
        parts,
        units,
        subject or parts,
        about,
        asides + circumstances + until,
        bool(whole or everywhere or (head and head.word.startswith(WHOLLY))),
        season,
        text,
    )


@lru_cache(maxsize=1024)
def claims_of(event: Happening) -> tuple[Happening, ...]:
    """The happenings that a name joins (机场暂停航班，铁路暂停), each with an act of its own; none where it has but one.

    One without a subject has the first's, one without a place the first's place.
    """
    parts = [part for part in _JOINED.split(event.name.strip("。；;")) if part]
    found = [happening_of(part) for part in parts]
    if len(found) == 1 or not all(one.head for one in found):
        return ()
    return found[0], *(_of_the_first(one, "".join(found[0].subject)) for one in found[1:])


def _of_the_first(one: Happening, subject: str) -> Happening:
    """Another happening of a name: of the first one's subject where it has none, in its place, or 全厂 of its plant."""
    if one.head is None or not one.head.start:
        return happening_of(subject + one.name)
    all_of = _ALL_OF_IT.match(one.name)
    if all_of and all_of["kind"] in subject:
        owner = subject[: subject.find(all_of["kind"]) + len(all_of["kind"])]
        return happening_of(f"{owner}全部{one.name[all_of.end() :]}")
    place = _leading_place(subject)
    return one if _leading_place(one.name) else happening_of(place + one.name)


def _leading_place(words: str) -> str:
    places = gazetteer().mentions(words, counties=True)
    if places and places[0].span.start == 0:
        return places[0].text
    division = _DIVISION.match(words)
    return division[0] if division else ""


_UNTIL = lazy_pattern(r"[至到为]\s*")
UNTIL_DAY = lazy_pattern(
    r"(?<=[长迟后延前])[至到为](?:20\d\d年)?(?P<day>\d{1,2}月(?:\d{1,2}日|底))"
)
"""推迟至3月31日: the day that something is moved to, which the page must tell as well."""
_JOINED = lazy_pattern("[、，,；;]")
_DIVISION = lazy_pattern(f"[\u4e00-\u9fff]{{2,5}}?[{DIVISIONS}]")
_ALL_OF_IT = lazy_pattern("全(?P<kind>[厂矿港])(?:全部|全面)?")
"""空分装置爆炸，全厂停产: all of the plant of which the first happening tells a part."""


_AT_HOUR = lazy_pattern(
    r"(?:凌晨|早|上午|中午|下午|晚)?(?:零时|\d{1,2}[时点](?:\d{1,2}分)?)?起?(?![火降飞重])"
)
"""零时起 of 自7月1日零时起: what of a time stands behind its day."""
_SINCE = lazy_pattern("(?<![关由对])[于自从在]$")


def _without_days(text: str) -> str:
    """A name without its days and what leads to them: 甲厂于10月20日关停, 小组16日起实行….

    1号,2号机组 are units and no days.
    """
    for day in reversed(days(text, Clock())):
        if text[day.end - 1] == "号":
            continue
        behind = _AT_HOUR.match(text, day.end)
        end = behind.end() if behind else day.end
        text = f"{_SINCE.sub('', text[: day.start])} {text[end:]}"
    return text


def _of_all(act: ActWord, text: str) -> bool:
    """True for an act that is said of all of a thing, before its word or in it: 全部停产, 航班全部恢复."""
    return any(word in act.word for word in WHOLLY) or _WHOLE.search(text, 0, act.start) is not None


_ALL = lazy_pattern("(?:全部|所有|一切)(?=[\u4e00-\u9fff]{2})")
_WHOLE = lazy_pattern(f"(?:全部|全数|悉数|尽数|全面|全线|全网)$|{_ALL.pattern}")
WHOLLY = ("全部", "全面", "全线")
"""How the word of an act begins that is said of all of a thing: 全线通车."""
_ALL_OF = lazy_pattern(
    "(?<=[\u4e00-\u9fff]{2})全(?:[省市县区州境城]|域(?![静封管]))(?=[\u4e00-\u9fff]{2})"
)
"""西安全市: a place is all of it."""
LAST = lazy_pattern("(?:最后|末)一?[台批座条套家列段]")
"""With the last of them all are: 最后一台风机并网."""
AHEAD = lazy_pattern(r"提前(?P<by>\d{1,2}天|[\d一二三四五六七八九十两半]{1,3}[天日周])")
_CAUSE = lazy_pattern(r"(?<=[\u4e00-\u9fff\d])[因受][\u4e00-\u9fff]{2,8}?(?:影响)?(?=$)")
_LEADING_CAUSE = lazy_pattern(
    "^(?P<cause>[\u4e00-\u9fff]{1,6}?)(?:致使|导致|引发|致|使|令)(?=[\u4e00-\u9fff\\d]{4})"
)
"""大雪致某机场停航: a cause at the head of a name."""
_AFTERWARDS = lazy_pattern("(?:结束|完成|完毕)?[后并]?$")
_HEATING_SEASON = lazy_pattern(
    r"(?:\d{4}-\d{2,4}年?度?|\d{4}年?度?)?(?:供[热暖]|[采取]暖)[期季](?:节)?|\d{4}-\d{2,4}年?度?"
)
"""2022—2023供热期: which season it is, the claim's day says."""


_OCCASION = lazy_pattern(
    "[因受为][^,;]{2,40}|由于[^,;]{2,40}|[^,;]{2,40}(?:期间|之际|来袭|逼近|过境|影响下?)"
)
"""受强降雨影响, 某峰会期间, 台风来袭: a part of a name that only says when or why."""


_PARTED = lazy_pattern("[,;]")


def _without_asides(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without the parts that only say when or why, or behind its act what it means (…停产，让电于民), and those."""
    parts = [part for part in _PARTED.split(text) if part]
    if len(parts) == 1:
        return text, ()
    told = [part for part in parts if _tells(part) and not _OCCASION.fullmatch(part)]
    if not told or len(told) == len(parts):
        return text, ()
    first = parts.index(told[0])
    kept = [
        part
        for at, part in enumerate(parts)
        if part in told or (at < first and not _OCCASION.fullmatch(part))
    ]
    return ",".join(kept), tuple(part for part in parts if part not in kept)


def _tells(part: str) -> bool:
    return any(act.word not in lexicon().words("step.why") for act in act_words(part))


def _without_circumstances(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without what went before its act or brought it about, and those words.

    1号机组大修后并网, 高速公路因冰雪全线封闭.
    """
    found = [ahead[0] for ahead in AHEAD.finditer(text)]
    text = AHEAD.sub("", text)
    for after in reversed(list(_afterwards().finditer(text))):
        found.append(_AFTERWARDS.sub("", after[0]))
        text = text[: after.start()] + text[after.end() :]
    leads = _LEADING_CAUSE.match(text)
    if leads and cause_kinds(leads["cause"]):
        found.append(leads["cause"])
        text = text[leads.end() :]
    acts = act_words(text)
    if acts and acts[-1].end == len(text):
        head = _trailing_adverbs().sub("", text[: acts[-1].start])
        cause = _CAUSE.search(head)
        if cause:
            found.append(_AFTERWARDS.sub("", cause[0].lstrip("因受").removesuffix("影响")))
            text = head[: cause.start()] + text[acts[-1].start :]
    return text, tuple(reversed(found))


@lru_cache(maxsize=1024)
def cause_kinds(words: str) -> frozenset[str]:
    """The kinds of weather, waters and fires that some words name as a cause: 冻雨 is of 冰雪's."""
    return lexicon().named(_CAUSES, words)


def without_causes(words: str) -> str:
    """What is left of some words without weather, waters and fires, and how they come."""
    for kind in cause_kinds(words):
        words = lexicon().pattern(kind).sub("", words)
    return _COMES.sub("", words)


_COMES = lazy_pattern("(?:天气|灾害|原因|影响|来袭|逼近|过境|持续|极端|突发|特大|强|受|因)+")


_LASTING = (
    "(?:近|约|超)?[\\d一二三四五六七八九十半两百多余]{1,5}个?多?(?:年|月|周|天|小时|分钟)半?(?=后)"
)
"""停航55天后复航: how long, which the page must tell as well."""


@cache
def _afterwards() -> re.Pattern[str]:
    table = lexicon()
    befell = [word for step in table.words("step.incident") for word in table.acts[step].words]
    words = (*table.words("clause.works"), *table.acts["停运"].words, *befell)
    return re.compile(
        rf"(?<=[\u4e00-\u9fff\d])(?:{'|'.join(words)}){{1,2}}(?:{_LASTING})?(?:后|(?:结束|完成|完毕)[后并]?)(?=[\u4e00-\u9fff]{{2}})"
    )


@cache
def _trailing_adverbs() -> re.Pattern[str]:
    return re.compile(rf"(?:{lexicon().expression('clause.adverbs')})+$")


def _only_says_which(act: ActWord, head: ActWord, text: str) -> bool:
    """True for 复产 in 复产现场核验 and 爆燃 in 成立爆燃调查组: the act of something that was told before."""
    if act is head or act.act.step in lexicon().words("step.governs"):
        return False
    before = head.act.noun and act.end == head.start
    inside = head.act.takes_object and act.start >= head.end
    return before or (inside and re.match(r"[\u4e00-\u9fff]{2}", text[act.end :]) is not None)


def _parts(text: str) -> tuple[str, ...]:
    """The words of a name; each once, so that no name asks for every place of every part.

    事故 alone, behind its 爆炸 or 泄漏, says no more than they do.
    """
    found = dict.fromkeys(_LOOSE.split(text))
    return tuple(part for part in found if part and part not in STRAY and part != "事故")


def _head(acts: tuple[ActWord, ...], text: str) -> ActWord | None:
    """The act that a name turns on: the last that is no part of another's object."""
    for act, then in pairwise(acts):
        upon = act.act.step in lexicon().words("step.upon") and not kinds_of(act.word)
        stop = act.act.step == "停运" and then.word in lexicon().words("step.sort")
        if act.end == then.start and (upon or stop or then.word in lexicon().words("step.why")):
            return act
    if len(acts) > 1 and _starts_a_measure(acts[-2], acts[-1], text):
        return acts[-2]
    for act in reversed(acts):
        behind = text[act.end :]
        if act is acts[0] or not re.match(r"[\u4e00-\u9fff]", behind):
            return act
        modified = text.rfind("的", 0, act.start)
        if act.act.after is None and all(o.end <= modified for o in acts if o.start < act.start):
            return act  # 停航55天的某机场恢复航班
        if act.act.step in lexicon().words("step.upon") and _UNTIL.fullmatch(behind):
            return act  # 供热时间延长至
        if act.act.after is not None and act.act.after.match(behind):
            return act
    return acts[0] if acts else None


def _subject_end(head: ActWord, left: str) -> int:
    """Where the subject of a name ends: before its act, and before the maintenance that a stop is for (装置|检修停车)."""
    last = re.search(f"(?:{lexicon().expression('clause.works')})$", left[: head.start])
    return last.start() if last and last.start() and head.act.step == "停运" else head.start


def _starts_a_measure(act: ActWord, then: ActWord, text: str) -> bool:
    """True where the last act only starts the measure before it: 限行开始 is 开始限行, 禁行措施实施 is 实施禁行."""
    begins = then.act.step in lexicon().words("step.light") and then.end == len(text.rstrip())
    measure = act.act.step in lexicon().words("step.measures")
    return begins and measure and not text[act.end : then.start].strip()


def units_in(text: str) -> list[str]:
    """The units, phases and sections that a text names; the end of a county's name (丰南区) is none."""
    found = list(lexicon().pattern("unit.patterns").finditer(text))
    if not any(match[0].endswith("区") for match in found):
        return [match[0] for match in found]
    ends = {place.span.end for place in gazetteer().mentions(text, counties=True)}
    return [match[0] for match in found if match.end() not in ends]
