"""Whether a clause that a claim leaves out binds what the claim tells, in its sentence or in the next one.

Asked of a claim that was accepted, by whichever way: whose word it is (征求意见稿提出), what is banned or only aimed at
(严禁A，B; 计划A；B; 计划9月启用), a condition without a mark (室温达不到18度), what the next sentence takes back or narrows (该办法已废止), the
time and the body that a sentence has, and figures of several of which some are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from agent.wording.governors import governors_of
from agent.wording.in_force import Stated, stated_of
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import has, word
from agent.wording.statements import Statement
from agent.wording.taken_back import is_taken_back


def is_bound(text: str, claimed: Passage, kept: frozenset[Clause]) -> bool:
    """True when a claim that tells some clauses of a page leaves out what binds one of them."""
    stated = stated_of(text)
    at = frozenset(s.at for s in stated.all if s.clause in kept)
    told = _Told(text, stated, claimed, at, frozenset(n for n in at if stated.all[n].says))
    return told.is_done_already() or any(told.is_bound(stated.all[n]) for n in sorted(told.said))


def is_heading(clause: Clause) -> bool:
    """True for what names aims or tasks and tells none: 工作目标, 主要任务如下."""
    return has("bound.heading", clause.text)


def is_only_prepared(clause: Clause) -> bool:
    """True for 项目前期工作正在开展, and for a heading of aims: what is told behind it has not been done."""
    return is_heading(clause) or has("bound.begun", clause.text)


def _speaks(one: Statement) -> bool:
    """True for who says what stands behind it: 督察组指出, 县整改方案要求."""
    text = one.clause.text
    return (
        one.source
        or one.ground
        or has("bound.says", text)
        or licences().speaks.search(text) is not None
    )


@dataclass(frozen=True)
class _Told:
    passage: str
    stated: Stated
    claimed: Passage
    kept: frozenset[int]
    said: frozenset[int]
    """Those kept that say something by themselves."""

    @property
    def _text(self) -> str:
        return self.claimed.tokens.text

    def is_done_already(self) -> bool:
        """True for what is meant to be, told without the word that says so: 计划9月启用 -> 9月启用."""
        meant = Counter[str]()
        for n in self.said:
            meant.update(word("mode.meant").findall(self.stated.text(self.stated.all[n])))
        return bool(meant - Counter(word("mode.meant").findall(self._text)))

    def is_bound(self, one: Statement) -> bool:
        return (
            self._is_of_a_voice(one)
            or self._is_of_another_voice(one)
            or self._is_banned(one)
            or self._is_aimed(one)
            or self._is_on_condition(one)
            or self._is_of_such(one)
            or self._is_of_a_part(one)
            or self._is_part_of_another(one)
            or is_taken_back(self.stated, one, self.kept)
            or self._is_of_another_time(one)
            or self._is_without_its_time(one)
            or self._is_without_its_hours(one)
            or self._is_of_another_body(one)
            or self._is_of_either(one)
            or self._is_of_more(one)
        )

    def _gone(self, one: Statement) -> Iterator[Statement]:
        """The statements left out before one in its sentence."""
        return (
            s
            for s in self.stated.before(one)
            if s.clause.sentence == one.clause.sentence and s.at not in self.kept
        )

    def _is_of_a_voice(self, one: Statement) -> bool:
        """True for what a draft, a paper no longer in force or somebody who only holds it so says."""
        return any(
            has("bound.voice", s.clause.text)
            for s in self._gone(one)
            if s.source or any(has(name, s.clause.text) for name in ("bound.says", "bound.draft"))
        ) or self._is_planned(one)

    def _is_of_another_voice(self, one: Statement) -> bool:
        """True where a claim puts somebody's word before what another says: 督察组指出，A。县方案要求，B."""
        voice = next((s for s in self.stated.before(one) if _speaks(s)), None)
        if _speaks(one) or (voice is not None and voice.at in self.kept):
            return False
        # 通报指出 behind 省审计厅通报 is the same word.
        own = voice.clause.text[:-2] if voice else ""
        return any(
            not (own and own in s.clause.text)
            and (s.at < one.at or self._text.startswith(s.clause.text))
            for s in (self.stated.all[at] for at in self.kept)
            if _speaks(s)
        )

    def _is_planned(self, one: Statement) -> bool:
        """True for 按照去产能计划，2018年关闭矿井2处: what a plan has, for a year or for none."""
        words = (
            self.stated.words(self.stated.all[one.in_time].time) if one.in_time is not None else ""
        )
        year = word("time.year").fullmatch(words) or words.endswith("前")
        if (words and not year) or has("mode.own", self.stated.text(one)):
            return False
        return any(word("bound.plan").fullmatch(s.clause.text) for s in self._gone(one))

    def _is_banned(self, one: Statement) -> bool:
        """True for a clause behind a ban, or what was left undone, whose verb may be of the ban's objects."""
        if one.time or self._is_of_its_own(one):
            return False
        segment = (s for s in self._gone(one) if s.clause.segment == one.clause.segment)
        # 货车禁止驶入，客车凭证通行: each has its own.
        own = one.subject and not word("bound.object").match(self.stated.text(one))
        return any(has("bound.ban", s.clause.text) and not (s.subject and own) for s in segment)

    def _is_nameless(self, one: Statement) -> bool:
        """True for a statement without a subject, or whose subject is a verb: 2024年改建为电站."""
        words, table = self.stated.subject(one), licences()
        verbs = (table.predicates, table.demand, table.built, table.subject_verbs)
        return not words or any(verb.match(words) for verb in verbs)

    def _is_of_its_own(self, one: Statement) -> bool:
        text = self.stated.text(one)
        table = licences()
        demanded = table.demand.match(text) and not word("bound.object").match(text)
        own = has("front.strict", self.stated.subject(one))
        return bool(demanded or table.headless.match(text) or own or has("mode.own", text))

    def _is_aimed(self, one: Statement) -> bool:
        """True for a part of a plan told as done: 计划A；B, or under 主要任务如下."""
        if has("mode.own", self.stated.text(one)) or has("mode.aim", self._text):
            return False
        before = [s for s in self.stated.all if s.clause.sentence == one.clause.sentence - 1]
        gone = (s for s in before[-1:] if s.at not in self.kept)
        leads = (s for s in self._gone(one) if s.clause.colon)
        if any(is_heading(s.clause) for s in (*gone, *leads)):
            return True
        if one.heads or has("front.owner", self.stated.subject(one)):
            return False
        # 到2033年，能耗下降14%，激励目标为15%；煤耗下降5%: that it is meant for then is said by 到2033年.
        placed = (
            self.stated.words(self.stated.all[one.in_time].time) if one.in_time is not None else ""
        )
        dated = word("bound.by").match(placed) and placed in self._text
        met = word("bound.named_aim") if dated else licences().aim_met
        return any(
            s.clause.segment < one.clause.segment
            and s.says
            and has("bound.aim", met.sub("", s.clause.text))
            for s in self.stated.before(one)
            if s.clause.sentence == one.clause.sentence
        )

    def _is_on_condition(self, one: Statement) -> bool:
        """True for what somebody does behind a measure that is reached or missed: 室温达不到18度，供热单位退还热费.

        And for what follows where something is not so: 仓库未经验收，不得使用.
        """
        before = [s for s in self._gone(one) if s.clause.segment == one.clause.segment]
        own = one.subject is not None or one.time is not None
        if own and any(has("bound.condition", s.clause.text) for s in before):
            return True
        told, subject = self.stated.text(one), self.stated.subject(one)
        unmet = any(has("bound.unmet", s.clause.text) for s in before)
        if unmet and self._begins("bound.follows", told, subject):
            return True
        if self._is_on_an_occasion(one):
            return True
        if any(s.at in self.said or s.time for s in self.stated.in_segment(one)):
            return False
        only_then = self._begins("bound.only_then", told, subject)
        return only_then and any(self._is_a_case(s) for s in before)

    def _begins(self, name: str, told: str, subject: str) -> bool:
        """True where a clause begins so, with its subject or behind it: 限期 may be read as one."""
        return any(word(name).match(words) for words in (told, told[len(subject) :]))

    def _is_on_an_occasion(self, one: Statement) -> bool:
        """True for what others must do when something befalls, with no mark of what is done or meant: 气温骤降，供热公司应当启动备用锅炉，电厂应当….

        为减少排放，改善空气质量 goes on with why.
        """
        segment = [*self.stated.in_segment(one)][::-1]
        if not segment or segment[0].at in self.kept:
            return False
        first, *norms = (*segment, one)
        told = self.stated.text(first)
        befalls = (
            first.says and first.subject and first.time is None and has("bound.occasion", told)
        )
        if not befalls or first.clause.kind == "lead" or licences().demand.match(told):
            return False
        return all(
            s.begins == s.clause.start
            and self._begins("bound.norm", self.stated.text(s), self.stated.subject(s))
            for s in norms
        )

    def _is_a_case(self, one: Statement) -> bool:
        """True for 供热企业擅自提价, whose subject a claim says again: what then follows is told of all of them."""
        if self._is_nameless(one) or licences().somebody_on_a_ground.match(one.clause.text):
            return False
        told = self.stated.subject(one)[:2] in self._text
        return told and one.says and not has("mode.own", one.clause.text)

    def _is_of_such(self, one: Statement) -> bool:
        """True for what is told without whom it is for, who stand right before it: 已联网的泊位，电价减免9分; 电动出租车，每月减收9元."""
        before = self.stated.all[one.at - 1] if one.at else one
        if before.at in self.kept or before.clause.segment != one.clause.segment:
            return False
        return before.clause.kind != "lead" and self._is_a_noun(before)

    def _is_a_noun(self, one: Statement) -> bool:
        """True for a clause that says nothing, and only names somebody or something."""
        table, text = licences(), self.stated.text(one)
        noun = text.rpartition("的")[2]
        named = not noun or has("guard.things", noun) or has("front.owner", noun)
        if not named or one.source or one.ground or one.timed:
            return False
        return not (
            table.demand.match(text)
            or table.predicates.search(noun)
            or table.subject_verbs.search(noun)
            or has("front.ends", noun)
            or has("govern.verb", noun)
        )

    def _is_of_a_part(self, one: Statement) -> bool:
        """True for a figure that goes on from 其中, told of the whole: 关闭64处，其中甲市11处，退出产能9万吨."""
        if one.whole is None or has("front.strict", self.stated.subject(one)):
            return False
        part = next(
            (s for s in self.stated.in_segment(one) if s.clause.text.startswith("其中")), None
        )
        if part is None or part.at in self.kept or "占" in part.clause.text:
            return False
        acts = bool(licences().demand.match(self.stated.text(one)) and self.stated.figures(one))
        # 到2027年，培育企业100家，其中甲领域30家，争创中心2家: aims of one year stand beside each other.
        placed = self.stated.all[one.in_time] if one.in_time is not None else one
        acts &= not word("bound.by").match(self.stated.words(placed.time))
        return acts or any(self._lead(s) == self._lead(one) for s in self.stated.in_segment(part))

    def _is_part_of_another(self, one: Statement) -> bool:
        """True for 其中甲7亿元 told behind what it is no part of: 省财政配套9亿元，合计21亿元。其中甲7亿元."""
        if not one.clause.text.startswith("其中") or "其中" not in self._text:
            return False
        ahead = [n for n in self.said if n < one.at]
        if not ahead or one.whole in self.kept:
            return False
        last = self.stated.all[max(ahead)]
        return one.whole not in (last.whole, *self.stated.chain(last))

    def _lead(self, one: Statement) -> str:
        return re.split(r"\d", self.stated.text(one), maxsplit=1)[0]

    def _is_of_another_time(self, one: Statement) -> bool:
        """True for a clause told with the time of another, or with an aim's or a day's time of the sentence before."""
        for s in self.stated.all:
            words = self.stated.words(s.time)
            if not words or s.at > one.at or words not in self._text:
                continue
            placed = self.stated.all[one.in_time] if one.in_time is not None else None
            same = (
                word("named.same_day").match(c.clause.text)
                for c in (one, *self.stated.in_segment(one))
            )
            if placed is None or any(same):
                continue
            if s.at == placed.at:
                if has("bound.term", words) and not self._lasts(s, one):
                    return True
                continue
            if s.clause.segment == one.clause.segment:
                continue
            own = self.stated.words(placed.time)
            if words in own or word("time.year").fullmatch(words):
                continue
            if not any(self.stated.all[at].in_time == s.at for at in self.said):
                return True
        return False

    def _lasts(self, placed: Statement, one: Statement) -> bool:
        """True where the time of a clause is still that of another one, whatever it is a time of.

        A month's measure and the next one's are of that month. 自3月1日起 behind its subject is of that alone.
        """
        leads = placed.time is not None and placed.time[0] == placed.begins
        if placed.clause.sentence == one.clause.sentence:
            apart = placed.clause.segment != one.clause.segment and one.subject is not None
            return leads or not apart or placed.at in self.said
        words = self.stated.words(placed.time)
        # In 1—5月 nothing happens but what is measured over them; a month may be that of a happening.
        beside = (s for s in self.stated.all if s.clause.sentence == placed.clause.sentence)
        told = has("bound.span", words) or any(self._has_a_measure(s) for s in beside)
        # 年度签约电量 behind a month's measure is none of that month.
        longer = has("bound.longer", one.clause.text)
        lasts = told and has("bound.month", words) and self._is_measured(one) and not longer
        return lasts or self._tells_of(placed)

    def _is_measured(self, one: Statement) -> bool:
        """True for what a measure is, and what goes on from it or is a part of it."""
        of = (self.stated.base(one), *(self.stated.all[n] for n in (one.whole,) if n is not None))
        return any(self._has_a_measure(s) for s in of)

    def _has_a_measure(self, one: Statement) -> bool:
        """True for 全省用电量9亿千瓦时: a figure behind the name of a measure."""
        tokens = self.stated.tokens
        ahead = (tokens.words(one.clause.start, n) for n in self.stated.figures(one))
        return any(has("front.measure", word("bound.between").sub("", words)) for words in ahead)

    def _is_without_its_hours(self, one: Statement) -> bool:
        """True where the hours or days of the week on which it holds are gone: 自6月1日起，每日7时至9时，货车不得进城."""
        return any(
            s.clause.segment == one.clause.segment
            and has("bound.recurs", s.clause.text)
            and s.clause.text not in self._text
            for s in self._gone(one)
        )

    def _is_without_its_time(self, one: Statement) -> bool:
        """True where the time of the first of two clauses made alike is gone: 2031年居民热价按…，商业热价按表计收取."""
        if one.in_time is None or one.in_time in (one.at, *self.kept):
            return False
        placed = self.stated.all[one.in_time]
        leads = placed.time is not None and placed.time[0] == placed.begins
        dated = any(t.kind in ("date", "day") for t in self.claimed.tokens.all)
        ends = [self.stated.subject(s)[-2:] for s in (placed, one)]
        beside = placed.clause.segment == one.clause.segment and ends[0] == ends[1] != ""
        return leads and beside and not dated and self.stated.words(placed.time) not in self._text

    def _tells_of(self, placed: Statement) -> bool:
        """True when something of the sentence of a time is told."""
        return any(
            self.stated.all[at].clause.sentence == placed.clause.sentence for at in self.said
        )

    def _is_of_another_body(self, one: Statement) -> bool:
        """True for a clause without a subject told of one of two bodies, or of another than the page's."""
        if not self._is_nameless(one):
            return False
        body, name = self._body_before(one)
        if body is None:
            return False
        if name in self._text:
            # 国电公司将电厂转让给集团。2023年关停2号机组: of either.
            elsewhere = body.clause.sentence != one.clause.sentence
            return elsewhere and has("bound.other_body", body.clause.text.split(name, 1)[1])
        others = (self._name(s) for s in self.stated.all[: body.at])
        return any(other in self._text and other not in name for other in others if other)

    def _is_of_either(self, one: Statement) -> bool:
        """True for a figure told of one of two that were named before it, or of whom another was named beside.

        甲机组停运，乙机组运行，发电量9亿千瓦时; 甲市建成乙电厂。装机容量60万千瓦.
        """
        whose = governors_of(self.passage)
        if whose.own_entity(one) or not self.stated.figures(one):
            return False
        before = [
            s for s in self.stated.before(one) if s.clause.sentence >= one.clause.sentence - 1
        ]
        told = [(s, name) for s in before if not s.source and (name := whose.own_entity(s))]
        near = [(s, name) for s, name in told if s.clause.sentence == one.clause.sentence]
        if near:
            (own, last), *others = near
            rivals = [(s, n) for s, n in others if has("bound.rival", n) and n not in last]
            untold = own.at not in self.kept and last not in self._text
            return has("bound.rival", last) and any(
                n in self._text and (untold or s.at not in self.kept) for s, n in rivals
            )
        says = any(s.source and s.clause.sentence == one.clause.sentence for s in before)
        if says or not told or told[0][0].at in self.kept or told[0][1] not in self._text:
            return False
        named, name = told[0]
        behind = self.stated.text(named).partition(name)[2]
        return has("bound.other_thing", behind) and has("front.measure", self.stated.subject(one))

    def _body_before(self, one: Statement) -> tuple[Statement | None, str]:
        """The nearest statement before one, and no other sentence's than the last, that begins with a body."""
        for s in self.stated.before(one):
            name = self._name(s)
            if name and s.clause.sentence >= one.clause.sentence - 1:
                return s, name
        return None, ""

    def _name(self, one: Statement) -> str:
        start = one.time[1] if one.time and one.time[0] == one.begins else one.begins
        words = self.stated.tokens.words(start, one.clause.end)
        found = word("bound.body").match(words)
        return found[0] if found else ""

    def _is_of_more(self, one: Statement) -> bool:
        """True for a figure of several of which some are left out: 完成甲项9户、乙项8户，占任务的86%."""
        text = self.stated.text(one)
        if not has("bound.of_all", text):
            return False
        figures = {t.key for t in self.claimed.tokens.all if t.kind == "figure"}
        last = next((s for s in self.stated.in_segment(one) if s.at in self.said), None)
        if last is None:
            return False
        own = [self.stated.tokens.all[n].key for n in self.stated.figures(last)]
        return len(own) > 1 and not set(own) <= figures
