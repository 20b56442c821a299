"""What a reader of the claim carries from one statement to the next, and whether the page carries the same there."""

from __future__ import annotations

from dataclasses import dataclass

from agent.wording.along import Matched
from agent.wording.frame_words import has, word
from agent.wording.in_force import Stated
from agent.wording.inherited import Inherited
from agent.wording.licences import Keys, licences
from agent.wording.moves import (
    AIM,
    GUARDED,
    MEASURED,
    MOVED,
    PAIRED,
    PLACE,
    THINNED,
    TOPIC,
    UNAIMED,
    UNSAID,
    WHOLE,
)
from agent.wording.results import is_of_others
from agent.wording.roles import is_whole
from agent.wording.said_of import is_of_two
from agent.wording.statements import Statement
from agent.wording.steps import Changes


@dataclass(frozen=True)
class Carried:
    """What was told so far: the time, of whom, the conditions, the statements in their order."""

    time: Keys | None = None
    topic: int | None = None
    owner: int | None = None
    guards: frozenset[int] = frozenset()
    told: tuple[int, ...] = ()
    whole: int | None = None
    aimed: bool = False
    thinned: bool = False
    paired: frozenset[int] = frozenset()

    @property
    def last(self) -> int | None:
        """The statement told last."""
        return self.told[-1] if self.told else None


@dataclass(frozen=True)
class Reader:
    """A reader of the claim, beside the page."""

    stated: Stated
    inherited: Inherited

    def goes_on(
        self, got: Matched, carried: Carried, *, sentence: bool, segment: bool
    ) -> Carried | None:
        """What is carried behind a group; None where its reader carries on what the page does not.

        ``sentence`` and ``segment`` say that the group goes on with those of the claim before it.
        """
        one = self.stated.all[got.at]
        guards = self._guards(one, got, carried, sentence=sentence, segment=segment)
        time = self._time(one, got, carried)
        holds = (
            guards is not None
            and time is not False
            and self._may_follow(one, got, carried)
            and self._is_of_whom(one, got, carried)
            and self._is_aimed(one, got, carried)
            and self._is_a_part(one, got, carried)
            and self._leans(one, got, carried)
        )
        if not holds or guards is None:
            return None
        topic, owner = one.topic, one.owner
        if owner is None and one.subject:
            owner = one.at
        if got.topic is not None:
            given = self.stated.all[got.topic]
            topic, owner = given.at, given.at if given.owner is None else given.owner
        return Carried(
            time=time if isinstance(time, tuple) else None,
            topic=topic,
            owner=carried.owner if owner is None else owner,
            guards=guards,
            told=(*carried.told, one.at),
            whole=one.whole if got.gives & WHOLE or carried.whole == one.whole else None,
            aimed=bool(got.gives & (AIM | UNAIMED)) or (segment and carried.aimed),
            thinned=carried.thinned or bool(got.gives & THINNED),
            paired=carried.paired | {one.at} if got.gives & PAIRED else carried.paired,
        )

    def is_whole(self, carried: Carried) -> bool:
        """True when what caps, takes back or sums up the statements told is told, too."""
        caps = {cap for at in carried.told for cap in self.stated.caps(self.stated.all[at])}
        words = ",".join(self.stated.all[at].clause.text for at in carried.told)
        sums = carried.thinned and has("noun.sums", words)
        capped = caps <= {*carried.told, *carried.guards}
        return bool(carried.told) and capped and not sums and self._leaves_none_open(carried)

    def _leaves_none_open(self, carried: Carried) -> bool:
        """True when each statement is whole, and none is what those left out brought about, too."""
        every, passage = self.stated.all, self.stated.passage
        kept = {*carried.told, *(at for told in carried.told for at in every[told].heads)}
        kept |= {placed for told in carried.told if (placed := every[told].in_time) is not None}
        said = tuple(every[at].clause for at in sorted(kept))
        thinned = said if carried.thinned or carried.paired else ()
        gone = tuple(s.clause for s in every if s.at not in kept)
        done = Changes(gone=gone, led=said, thinned=thinned)
        return all(
            is_whole(passage, clause, done) and not is_of_others(passage, clause, done)
            for clause in said
        )

    def _may_follow(self, one: Statement, got: Matched, carried: Carried) -> bool:
        if one.at in carried.told and not (got.gives & PAIRED and one.at in carried.paired):
            return False
        if got.gives & UNAIMED and not carried.aimed:
            return False
        if not got.gives & UNSAID:
            return True
        if got.topic == one.at:
            # The subject is unsaid: it must be what was spoken of.
            same = carried.topic is not None and self._subject(carried.topic) == self._subject(
                one.at
            )
            return carried.topic == one.at or same
        return one.owner is not None and carried.owner == one.owner

    def _subject(self, at: int) -> str | None:
        return self.stated.subject(self.stated.all[at]) or None

    def _guards(
        self, one: Statement, got: Matched, carried: Carried, *, sentence: bool, segment: bool
    ) -> frozenset[int] | None:
        """The conditions behind a group; None where one is missing, or one that was told is not of it."""
        heads = frozenset(one.heads)
        skipped = got.skipped & heads
        if got.gives & GUARDED:
            skipped = frozenset(at for at in skipped if not self.stated.all[at].clause.colon)
        kept = carried.guards if segment else frozenset[int]()
        kept |= carried.guards & heads if sentence else frozenset()
        told = frozenset(carried.told)
        if not skipped <= kept | told:
            return None
        others = kept - heads - told
        ends = [self.stated.all[at].clause.text[-1] for at in others]
        # 对甲企业，给予…；对乙企业，…: a condition of its own takes the place of the first, but for a time.
        if others and (not heads - got.skipped or any(end in "时后" for end in ends)):
            return None
        return kept | heads if segment else heads

    def _time(self, one: Statement, got: Matched, carried: Carried) -> Keys | bool | None:
        """The time that is carried on; False where it is another one, or one is missing."""
        if got.time is not None:
            return got.time
        moved = bool(got.gives & MOVED)
        if one.time and not moved:
            return self.stated.tokens.keys(*one.time)
        if carried.time is not None:
            return carried.time if carried.time in self.inherited.times(one) else False
        placed = self.stated.all[one.in_time] if one.in_time is not None else None
        if placed is None or self._is_past(one, placed):
            return None
        near = placed.clause.segment == one.clause.segment and placed.at != one.at
        return False if near or moved else None

    def _is_past(self, one: Statement, placed: Statement) -> bool:
        """True for a happening, which is true without its day: neither from a day on, nor up to one, nor aimed at."""
        lasts = has("time.lasts", self.stated.words(placed.time))
        return not lasts and not has("mode.aimed", one.clause.text) and one.aim is None

    def _is_of_whom(self, one: Statement, got: Matched, carried: Carried) -> bool:
        """True when of whom a group is said, or is what the claim's reader takes it to be."""
        if got.gives & WHOLE:
            return True
        if got.topic is not None:
            known = bool(carried.told or got.gives & PLACE)
            return known or self._stands_alone(self.stated.all[got.topic])
        if got.gives & PLACE and self._is_of_the_place(one):
            return True
        guarded = bool(frozenset(one.heads) - got.skipped)
        if not carried.told and guarded:
            return True
        if one.subject:
            return self._of_its_own(one, got, carried)
        if not carried.told:
            near = [s for s in self.stated.in_segment(one) if s.says]
            return not near or (self._directs(one) and all(s.at != one.topic for s in near))
        return self._of_the_last(one, carried)

    def _is_of_the_place(self, one: Statement) -> bool:
        if one.subject or one.topic is None:
            return False
        topic = self.stated.all[one.topic]
        elsewhere = topic.clause.sentence != one.clause.sentence
        return elsewhere or self.stated.subject(topic)[-1:] in tuple("省市县区州")

    def _of_its_own(self, one: Statement, got: Matched, carried: Carried) -> bool:
        points = licences().refers.match(self.stated.subject(one))
        if has("front.strict", self.stated.subject(one)) and not points:
            return True
        if not carried.told:
            return bool(got.gives & PLACE) or self._stands_alone(one)
        if is_of_two(self.stated, one) and not self._all_told(one, carried):
            return False
        return one.owner is None or carried.owner is None or one.owner == carried.owner

    def _of_the_last(self, one: Statement, carried: Carried) -> bool:
        """True for a clause without a subject that is of what was told last, on the page, too."""
        last = carried.last if carried.last is not None else -1
        others = any(
            self._names_itself(s) and not s.guard for s in self.stated.all[last + 1 : one.at + 1]
        )
        same_owner = one.owner is not None and one.owner == carried.owner
        if self._directs(one) and not others and (one.owner is None or same_owner):
            return True
        same = one.topic == carried.topic or one.topic in carried.told
        measured = one.topic is not None and not self._names_itself(self.stated.all[one.topic])
        return (same or (measured and same_owner)) and (not others or one.topic in carried.told)

    def _directs(self, one: Statement) -> bool:
        """True for a clause without a subject that begins with what is to be done."""
        return licences().demand.match(self.stated.text(one)) is not None

    def _names_itself(self, one: Statement) -> bool:
        words = self.stated.subject(one)
        return has("front.strict", words) or word("front.counted").match(words) is not None

    def _all_told(self, one: Statement, carried: Carried) -> bool:
        """True when the claim has told every clause of the segment before a statement."""
        return all(s.at in carried.told for s in self.stated.in_segment(one) if s.says)

    def _stands_alone(self, one: Statement) -> bool:
        """True for a measure that nothing named before it in its segment may be the owner of."""
        own = self.stated.subject(one)
        points = licences().refers.match(own)
        if (has("front.strict", own) and not points) or has("front.owns", own):
            return True
        share = licences().share_of.search(own)
        for s in self.stated.in_segment(one):
            words = self.stated.subject(s)
            if s.says and share:
                return False
            named = not words or has("front.owner", words) or has("front.owns", words)
            if s.says and s.clause.kind != "lead" and named:
                return False
        return True

    def _is_aimed(self, one: Statement, got: Matched, carried: Carried) -> bool:
        """True when the word of aim that binds a statement is told, or it has a subject of its own."""
        bound = one.aim is not None and not got.gives & AIM and one.aim not in carried.told
        return not bound or has("front.strict", self.stated.subject(one))

    def _is_a_part(self, one: Statement, got: Matched, carried: Carried) -> bool:
        """True when what is a part is told as one, or names itself."""
        last = self.stated.all[carried.last] if carried.last is not None else None
        if one.whole is None:
            goes_on = carried.whole is not None and one.subject is None
            return not goes_on or carried.last == one.leans
        if got.gives & WHOLE:
            beside = last is not None and last.whole == one.whole
            return last is not None and (beside or self.stated.base(last).at == one.whole)
        return carried.whole == one.whole or bool(got.gives & MEASURED) or self._names_itself(one)

    def _leans(self, one: Statement, got: Matched, carried: Carried) -> bool:
        """True when what figures go on from was told right before them."""
        if one.leans is None or got.gives & TOPIC:
            return True
        last = self.stated.all[carried.last] if carried.last is not None else None
        # 完成甲项9户、乙项8户，占任务的86%: a share of all of them, and not of those that are kept.
        share = carried.thinned and has("clause.of_all", self.stated.text(one))
        same = last is not None and self.stated.base(last).at == self.stated.base(one).at
        return same and not share
