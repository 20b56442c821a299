"""How an act is told: done, under way, planned, targeted, conditional, rumoured or denied.

By precedence: denial, condition, rumour, plan, target, under way, positive sign. Done is never the
default: without a positive sign (已, 了, 正式, 近日, a bare day not later than the page's) an act is
unclear. A sign counts only where nothing between it and the act, or before both in the clause, takes it back, and a
plan governs the clauses behind it up to a new subject or a full stop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.facts.act_day import HOUR, day_of, is_bare
from agent.facts.clauses import Clause
from agent.facts.days import Day
from agent.lazy import lazy_pattern
from agent.text.lexicon import lexicon

if TYPE_CHECKING:
    from agent.facts.statement import ActWord, Statement


class Mode(StrEnum):
    """How a sentence tells an act."""

    DENIED = "denied"
    CONDITIONAL = "conditional"
    UNCERTAIN = "uncertain"
    PLANNED = "planned"
    TARGET = "target"
    UNDER_WAY = "under_way"
    DONE = "done"
    UNCLEAR = "unclear"


_CUES = (
    (Mode.CONDITIONAL, "mode.condition"),
    (Mode.UNCERTAIN, "mode.rumour"),
    (Mode.PLANNED, "mode.plan"),
    (Mode.TARGET, "mode.target"),
    (Mode.UNDER_WAY, "mode.under_way"),
)
_TAKES = lazy_pattern(
    r"将(?![从由于在会能可有被继再也全把])(?=[^,;。]{2,24}(?:(?:升级|调整|提升|上调|延长|推迟|延后|顺延|提前|改|更名|转|移交|降)(?:为|至|到|成|入)"
    r"|[送投推注吊装运拉引接放插按合移灌压](?:入|进|上|下|到|至|向)))"
)
"""将橙色预警升级为红色, 将火把送入炉膛: behind a day of the past, 将 before an object means 把 and tells no plan."""
_DOUBTS = (Mode.CONDITIONAL, Mode.UNCERTAIN)
"""Modes that outrank a plan: 若污染加重，自12月1日起停产 orders nothing."""
_THEN = lazy_pattern("[就则便].{2}")
_FUTURE_BEHIND = lazy_pattern(r"将|预计|预期|可(?!能)|有望|能够|每年|年均|才|再|就可|便可|还要|仍")
FIRM = ("已", "业已", "均已", "现已", "了")
"""Signs that leave no doubt that something is over."""
_BACK = 8
"""Clauses before the act's own that may govern it."""
_UNTRUE = 12
"""Characters of the next clause in which 不实 takes back what was told, or right behind an act another undoes it."""
_NEAR, _SAID = 3, 6
_HEAD = 6
_COUNTED_OBJECT = lazy_pattern(
    r"\d[\d.,]{0,8}(?:余|多)?(?:趟|列|班|架次|家|台|座|条|户|个|辆|套|艘)[\u4e00-\u9fff]{1,8}$|[\u4e00-\u9fff]{2,8}?\d[\d.,]{0,8}(?:余|多)?(?:趟|列|班|架次|家|台|座|条|户|个|辆|套)(?![\u4e00-\u9fff]{2})"
)
"""停运旅客列车12趟, 停运68台电解槽: what stops, behind the act, with its number."""
_SHARE = lazy_pattern(r"(?:约|近)?(?:\d[\d.]{0,6}%|[一二三四五六七八九]成半?)(?:左右|以上)?")
"""压减用电负荷10%, 压减负荷三成: by how much, behind the act."""
_MODIFIER = lazy_pattern("(?![像如按照因])[^,;。的]{2,12}的[^,;。的]{1,8}(?:一律|均|都|全部)")
"""未完成改造的焦炉一律限产: 未 belongs to the attribute, and does not deny the act."""
_OF_ITS_OWN = lazy_pattern("[^,;。、的]{2,12}(?:、|[并且]|同时)+")
_TALE = lazy_pattern("的(?:消息|说法|传言|传闻|报道|信息|视频|帖子)")
_SCHEMES = lazy_pattern(
    "(?:方案|措施|预案|机制)(?!编|起草|草案|制定|修|研|论|评|培|准备|演练|宣|征求)"
)
_SORT_ENDS = lazy_pattern("(?![\u4e00-\u9fff])|[并和及]")
_MEASURE = lazy_pattern("(?:措施|管控|管理|政策|期限|时间|期)?")
_COMMAND = lazy_pattern("(?:指令|命令|令)(?=$|[、并和])")
_VERB_BEFORE, _VERB_BEHIND = 24, 14
"""Characters before and behind a thing that is passed or begun in which its verb stands."""
_GOES_ON = lazy_pattern(r"(?:并|同时|随后|随即)?[于在]")


@dataclass(frozen=True, slots=True)
class Told:
    """The mode of an act, the words it rests on, and the day that governs it, if one does."""

    mode: Mode
    cue: str = ""
    day: Day | None = None


def mode_of(sentence: Statement, act: ActWord, named: tuple[str, ...] = ()) -> Told:
    """How an act of a sentence is told; ``named`` are words of a name, behind which a day is bare."""
    return _Reading(sentence, act, named).told()


class _Reading:
    """One act in its clause and the clauses of its segment."""

    def __init__(self, sentence: Statement, act: ActWord, named: tuple[str, ...]) -> None:
        self.sentence, self.named = sentence, named
        self.text, self.clock = sentence.text, sentence.clock
        self.act, self.start, self.end = act.act, act.start, act.end
        self.clause = sentence.clause_of(act)
        self.own = sentence.clauses.index(self.clause)
        self.words = lexicon()
        self.before = sentence.text[self.clause.start : self.start]
        self.behind = sentence.text[self.end : self.clause.end]

    def told(self) -> Told:
        day = day_of(self.sentence, self.clause, self.act, self.start, self.end)
        taken = self._taken_back()
        if taken:
            return Told(*taken, day)
        cue = self._cue()
        if day and self.clock.is_ahead(day):
            found = (cue, self._governing())
            doubt = next((one for one in found if one and one[0] in _DOUBTS), None)
            told = doubt or (Mode.PLANNED, self.text[day.start : day.end])
            return Told(told[0], told[1], day)
        sign = self._sign(day)
        if cue and not self._cancelled(cue[2], sign):
            return Told(cue[0], cue[1], day)
        governing = self._governing()
        if governing and not (sign and self._outweighs(sign, governing)):
            return Told(governing[0], governing[1], day)
        if sign is None:
            return Told(Mode.UNCLEAR, "", day)
        if self._out_of_place(firm=sign[0].startswith(FIRM)):
            return Told(Mode.UNCLEAR, sign[0], day)
        if self.act.noun and not self._passed():
            return Told(Mode.UNCLEAR, sign[0], day)
        return Told(Mode.DONE, sign[0], day)

    # -- what takes an act back

    def _taken_back(self) -> tuple[Mode, str] | None:
        """Denied before or behind it, told of by 后 and 前, or part of a name (投产申请)."""
        words = self.words
        denied = self._denial(self.before)
        if denied:
            return Mode.DENIED, denied
        if not self.act.noun and self.before.endswith(words.words("behind.ended")):
            return Mode.UNCLEAR, self.before[-2:]
        # Also behind a closing quotation mark, where a clause ends: "园区全部停产"的网络传言.
        behind = words.pattern("mode.denial_behind").match(self.text, self.end)
        if behind:
            return Mode.DENIED, behind[0]
        open_end = words.pattern("mode.open_behind").match(self.text, self.end)
        if open_end:
            return Mode.UNCERTAIN, open_end[0]
        unconfirmed = words.pattern("mode.unconfirmed").search(self.text, self.end)
        if unconfirmed:
            return Mode.UNCERTAIN, unconfirmed[0]
        after = self._clause_behind()
        untrue = words.pattern("mode.untrue").search(after[:_UNTRUE])
        if untrue is None or self._is_of_own_rumour(after):
            untrue = self._untrue_at_end()
        if untrue:
            return Mode.DENIED, untrue[0]
        subordinate = words.pattern("behind.subordinate").match(self.behind)
        if subordinate:
            rest = self.behind[subordinate.end() :] + self._rest()
            future = _FUTURE_BEHIND.search(rest)
            return (Mode.PLANNED if future else Mode.UNCLEAR), subordinate[0]
        named = self._names_something() or self._acted_upon()
        return (Mode.UNCLEAR, named) if named else None

    def _acted_upon(self) -> str:
        """The act right behind this one that ends or moves it, so that this one is not told as done: 限行全面解除."""
        rest = _MEASURE.sub("", self.behind, count=1)
        while word := self.words.pattern("clause.adverbs").match(rest):
            rest = rest[word.end() :]
        act = next(self.words.find_acts(rest[:_UNTRUE]), None)
        undone = act and act[1].start() == 0 and act[0].step in self.words.words("step.upon")
        return act[1][0] if act and undone else ""

    def _names_something(self) -> str | None:
        """The words behind the act that make it part of a name: 投产申请, 停产整顿方案."""
        not_yet = self.words.pattern("behind.not_yet")
        named = not_yet.match(self.behind)
        if named and self.act.after is None and len(named[0]) > _NEAR:
            named = None  # 延长出焦时间, 拿到核准文件: the words are the object of the act
        if self._is_put_in_force():
            named = None
        goes_on = self.act.after.match(self.behind) if self.act.after else None
        if goes_on is None:
            return named[0] if named else None
        behind = not_yet.match(self.behind, goes_on.end()) if goes_on[0] else None
        return behind[0] if behind and len(behind[0]) <= _NEAR else None

    def _is_of_own_rumour(self, text: str) -> bool:
        """True where 不实 is said of a rumour that the same clause names: 网传爆炸的消息不实 behind another act."""
        rumour = self.words.pattern("mode.rumour").search(text)
        return rumour is not None and any(self.words.find_acts(text[rumour.end() :]))

    def _untrue_at_end(self) -> re.Match[str] | None:
        """某厂停产，影响千人的消息不实: the end denies the whole segment, unless it names a rumour of its own."""
        rest = self.behind + self._rest()
        told = _TALE.search(rest)
        if told is None or self._is_of_own_rumour(rest[: told.start()]):
            return None
        return self.words.pattern("mode.untrue").search(rest, told.start())

    def _is_put_in_force(self) -> bool:
        """执行有序用电方案, 下达停产指令: a scheme or a command that is put in force by the act before it."""
        scheme = _SCHEMES.match(self.behind)
        if not scheme and not _COMMAND.match(self.behind):
            return False
        return any(
            match.end() == len(self.before) if act.step == "启动" else not scheme
            for act, match in self.words.find_acts(self.before)
            if act.step == "启动" or (act.step == "发布" and not scheme)
        )

    def _denial(self, text: str) -> str:
        """The last denial before the act, unless it belongs to a phrase or to another act."""
        kept = self.words.pattern("mode.no_denial").sub(lambda m: "□" * len(m[0]), text)
        found = ""
        for match in self.words.pattern("mode.denial").finditer(kept):
            between = kept[match.end() :]
            if "的" in between and self._marks(between.rpartition("的")[2]):
                continue
            if match[0] == "取消" and self._has_its_own(between):
                continue
            if match[0] == "未" and _MODIFIER.match(between):
                continue
            found = match[0]
        return found

    def _has_its_own(self, between: str) -> bool:
        """True where 取消 has an object of its own before the act: 取消全部航班、停止运行, but not 取消投产、通车仪式."""
        own = _OF_ITS_OWN.fullmatch(between)
        return own is not None and next(self.words.find_acts(between), None) is None

    # -- cues

    def _cue(self) -> tuple[Mode, str, int] | None:
        """The strongest cue before the act in its clause, and where it ends."""
        for mode, name in _CUES:
            for match in self.words.pattern(name).finditer(self.before):
                if not (self._takes(match, self.clause) or self._is_in_force(match)):
                    return mode, match[0], match.end()
        demand = self._demanded(self.before)
        return (Mode.TARGET, demand[0], demand.end()) if demand else None

    def _is_in_force(self, cue: re.Match[str]) -> bool:
        """True for 照常 behind 已 with a measure, which is then in force: 供暖已照常延续."""
        ordered = self.act.step in self.words.words("order.steps")
        done = self.words.pattern("mode.done").search(self.before, 0, cue.start())
        return cue[0] == "照常" and ordered and done is not None

    def _demanded(self, text: str) -> re.Match[str] | None:
        """要求1号机组投产: a step of a work that is only demanded; what an authority may order is in force."""
        if self.act.step in self.words.words("order.steps"):
            return None
        return self.words.pattern("mode.demand").search(text)

    def _takes(self, cue: re.Match[str], clause: Clause) -> bool:
        """True for a 将 that means 把 (``_TAKES``), and so tells no plan."""
        if cue[0] != "将":
            return False
        at = clause.start + cue.start()
        told = (d for d in self.sentence.days if d.end <= at and not d.told)
        days = [d for d in told if self.sentence.is_of_segment(d, self.clause)]
        said = self.text[max(0, at - _SAID) : at].rstrip(" ,:")
        ordered = self.act.step in self.words.words("order.steps")
        names = ("mode.reports",) if ordered else ("mode.reports", "mode.decides")
        if any(self.words.ends(name, said) for name in names):
            return False  # 公司宣布，将首批货物运到园区
        if not any(map(self.clock.is_past, days)):
            return False
        return _TAKES.match(self.text[at : clause.end]) is not None

    def _cancelled(self, cue_end: int, sign: tuple[str, bool] | None) -> bool:
        """True when a sign stands between the cue and the act: 原计划…已投产, 拟建的电站11月8日投产."""
        between = self.before[cue_end:]
        if self.words.pattern("mode.done").search(between):
            return True
        head, of, tail = between.rpartition("的")
        return bool(of and head is not None and sign and self._marks(tail, days=True))

    def _marks(self, text: str, *, days: bool = False) -> bool:
        """True when a text has a positive sign of its own."""
        if self.words.pattern("mode.done").search(text):
            return True
        offset = self.start - len(text)
        return days and any(
            offset <= d.start and d.end <= self.start and self.clock.is_past(d)
            for d in self.sentence.days
        )

    @staticmethod
    def _outweighs(sign: tuple[str, bool], governing: tuple[Mode, str, bool]) -> bool:
        """True when a sign in the act's own clause holds against what an earlier clause says.

        已 and 了 hold against a plan or a condition; a bare day against the plan of another act alone.
        """
        if governing[0] is Mode.UNCERTAIN:
            return False
        return sign[0].startswith(FIRM) or (sign[1] and governing[2])

    def _governing(self) -> tuple[Mode, str, bool] | None:
        """A cue of an earlier clause of the segment that reaches the act; whether it has an act of its own."""
        if head := self._at_head():
            return head
        for index in range(self.own - 1, max(-1, self.own - 1 - _BACK), -1):
            clause = self.sentence.clauses[index]
            if clause.segment != self.clause.segment:
                break
            text = self.text[clause.start : clause.end]
            if self.words.pattern("clause.lead_in").match(text) and not any(
                self.words.pattern(name).search(text) for name in ("mode.rumour", "mode.schedule")
            ):
                continue
            if self.words.pattern("mode.untrue").search(text):
                break
            if demand := self._demanded(text):
                return Mode.TARGET, demand[0], False
            for mode, name in (*_CUES, (Mode.PLANNED, "mode.schedule")):
                if mode is Mode.UNDER_WAY:
                    continue
                match = self.words.pattern(name).search(text)
                if match and not (self._closed(text, match.end()) or self._takes(match, clause)):
                    own = next(self.words.find_acts(text[match.end() :]), None)
                    other = own is not None and mode in NOT_YET
                    return mode, match[0], other
            if self.words.pattern("mode.done").search(text):
                break
        return None

    def _at_head(self) -> tuple[Mode, str, bool] | None:
        """网传… at the head of a sentence governs all of it, also behind a semicolon, up to what takes it back."""
        first = self.sentence.clauses[0]
        if self.words.pattern("mode.untrue").search(self.text, first.start, self.clause.start):
            return None
        rumour = self.words.pattern("mode.rumour").search(
            self.text, first.start, min(first.end, first.start + _HEAD)
        )
        return (Mode.UNCERTAIN, rumour[0], False) if rumour and rumour.end() <= self.start else None

    def _closed(self, text: str, at: int) -> bool:
        """True when what the cue governs ends in its own clause: by 的, something done, or 就 (若有更严的就按更严的来)."""
        then = _THEN.search(text, at)
        complete = then is not None and next(self.words.find_acts(text[at:]), None) is None
        return (
            complete
            or bool(self.words.pattern("mode.done").search(text, at))
            or text.endswith("的")
        )

    # -- signs

    def _sign(self, day: Day | None) -> tuple[str, bool] | None:
        """The positive sign, and whether it stands in the act's own clause before the act."""
        words = self.words
        done = words.pattern("mode.done").search(self.before)
        if done:
            return done[0], True
        if re.match(r"(?:了|成功|完毕|完成|到位|结束)(?!后|前)", self.behind):
            return self.behind[:2], True
        if (
            day
            and self.clock.is_past(day)
            and is_bare(self.sentence, day, self.act, self.start, self.named)
        ):
            return self.text[day.start : day.end], day.start >= self.clause.start
        recent = words.pattern("mode.recent").search(self.before)
        if recent:
            return recent[0], True
        completed = words.pattern("mode.completed").search(self.before)
        if completed or self.act.step in ("完成", "获得", "发生"):
            return (completed[0] if completed else self.act.step), False
        if day and day is self.sentence.scene:
            return "", True
        recent = words.pattern("mode.recent").search(self._lead_text())
        return (recent[0], False) if recent else self._goes_on()

    def _goes_on(self) -> tuple[str, bool] | None:
        """发出预警，在12月8日20时启动响应: the next clause, without a subject of its own, goes on with what was done then."""
        behind = self._clause_behind()
        opens = _GOES_ON.match(behind)
        if opens is None:
            return None
        start = self.sentence.clauses[self.own + 1].start
        for day in self.sentence.days:
            if day.start == start + opens.end() and self.clock.is_past(day):
                rest = HOUR.sub("", self.text[day.end : start + len(behind)])
                act = next(self.words.find_acts(rest), None)
                if act and act[1].start() == 0:
                    return self.text[day.start : day.end], False
        return None

    def _lead_text(self) -> str:
        first = self.sentence.clauses[max(0, self.own - _BACK)]
        start = first.start if first.segment == self.clause.segment else self.clause.start
        return self.text[start : self.clause.start]

    # -- where an act stands

    def _out_of_place(self, *, firm: bool) -> bool:
        """True where the act is no predicate: behind 为 or 向, or followed by words that go on."""
        if (
            self.words.pattern("behind.before_name").match(self.before)
            and "," not in self.before[:1]
        ):
            return True
        if self.act.after is None or firm or self._is_put_in_force():
            return False
        rest = re.sub(
            r"^(?:[\s\"'）)]|了|成功|一次(?=成功)|完毕|到位|\d|一|二|两|三|四|五|六|七|八|九|十|半)+",
            "",
            self.behind,
        )
        if any(map(_COUNTED_OBJECT.match, (rest, self.behind))) or _SHARE.fullmatch(self.behind):
            return False
        if not rest or re.fullmatch(r"[台条座家户趟班列架个炉窑套]次?", rest):
            return False
        if re.match(r"[并和及与、暨/至到自起,且]|[天日年月个小时]|以来|于|在", rest):
            return False
        again = next(self.words.find_acts(rest), None)
        if again and again[0] is self.act and again[1].start() == 0:
            return False  # 点火开炉: the same step in two words
        if again and self._is_sort_of_stop(again[1][0], rest):
            return False
        return not self.act.after.match(rest)

    def _is_sort_of_stop(self, word: str, rest: str) -> bool:
        """True where ``rest``, what follows a stop, only says of which sort it is: 停产限电, but not 停产限电政策."""
        sort = self.act.step == "停运" and word in self.words.words("step.sort")
        return sort and _SORT_ENDS.match(rest, len(word)) is not None

    def _passed(self) -> bool:
        """True when a thing that is begun or passed has its verb: 完成168小时试运行."""
        verbs = [self.words.pattern(f"step.{name}") for name in ("passed", "entered")]
        near = self.before[-_VERB_BEFORE:], self.behind[:_VERB_BEHIND]
        return any(verb.search(part) for verb in verbs for part in near)

    def _clause_behind(self) -> str:
        nxt = self.own + 1
        if nxt >= len(self.sentence.clauses):
            return ""
        clause = self.sentence.clauses[nxt]
        return self.text[clause.start : clause.end] if clause.segment == self.clause.segment else ""

    def _rest(self) -> str:
        ends = [c.end for c in self.sentence.clauses if c.segment == self.clause.segment]
        return self.text[self.clause.end : ends[-1]]


NOT_YET = frozenset({Mode.PLANNED, Mode.TARGET})
"""Modes in which a page says that something is still to come."""
