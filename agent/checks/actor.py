"""actor: who acts in an event stands with the act in one passage."""

from __future__ import annotations

import re

from agent.checks.quote import find_quote, quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.facts.edges import at_right_edge, is_light
from agent.facts.event_name import Happening, happening_of
from agent.facts.happening import tellings_of
from agent.facts.modes import Mode
from agent.facts.slots import ends_in
from agent.facts.told_before import kinds_of_things, without_places
from agent.findings import Verdict
from agent.lazy import lazy_pattern
from agent.records import Standing
from agent.text.fold import contains, fold, locate_all

WHERE = lazy_pattern(r"[从在至到往自抵离向据]$|驶出$|抵达$")
"""Right before a name it makes it the place or the source of what is told."""
SAYS = lazy_pattern(
    r"(?:[^，。]{0,6}(?:到场|到会|出席|祝贺|见证|致辞|参观|调研))|介绍|表示|消息|获悉|了解|透露|报道|讯|[^，。]{0,12}电[（(]"
)


class ActorCheck:
    """The actor (主体) of an event; nothing to say where the policy names none.

    Supported when it stands with the act and can be who acts: a body or a work, or a part of the
    event's own name, that is not the place, the source or the teller of what is told.
    """

    name = "actor"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on the actor."""
        claims = subject.of_fields("actor")
        if not claims:
            # What the page tells of the act takes long to find, and nobody asks.
            return ()
        rule = Ruling(self.name)
        verdicts = []
        act = happening_of(subject.policy.name.value)
        told = [
            one
            for document in subject.documents
            for one in tellings_of(document, act)
            if one.mode is Mode.DONE
        ]
        for index, claim in claims:
            if quote_is_missing(subject, claim):
                verdicts.append(rule.undecided("quote.not_found", index, quote=claim.quote or ""))
                continue
            with_act = next((one for one in told if _acts(claim.value, one.text, act)), None)
            quote = find_quote(subject, claim)
            if with_act:
                at = Standing(with_act.span, with_act.document.page.sha256)
                verdicts.append(rule.supported("actor.with_act", index, at, actor=claim.value))
            elif quote and contains(quote.passage, claim.value):
                at = quote.standing
                verdicts.append(rule.undecided("actor.elsewhere", index, at, actor=claim.value))
            else:
                verdicts.append(rule.unknown("actor.absent", index, actor=claim.value))
        return tuple(verdicts)


def _acts(actor: str, text: str, act: Happening) -> bool:
    """True when the passage has the actor where somebody who acts can stand."""
    if not (
        ends_in("body.acting").search(actor)
        or any(contains(actor, piece) for piece in act.subject)
        or _opens(actor, act)
        or _is_its_thing(actor, act)
    ):
        return False
    return any(
        not WHERE.search(text[max(0, place.start - 4) : place.start])
        and not SAYS.match(text[place.end : place.end + 16])
        for place in locate_all(actor, text)
    )


def _opens(actor: str, act: Happening) -> bool:
    """True when a clause of the name begins with the actor, behind its place, and goes on with where, on whom or what was done.

    某区 of 某区在某社区启动…, 南淝河大桥 of 甲市南淝河大桥通车, 货车 of 高峰时段，货车按尾号停驶; 甲市 of 甲市机场停航 is none.
    """
    name, own = fold(act.name).text, fold(actor).text
    start = name.find(own)
    clause = name[name.rfind(",", 0, max(start, 0)) + 1 : max(start, 0)]
    if start < 0 or not is_light(clause):
        return False
    behind = name[start + len(own) :]
    return re.match(r"[在于对将把向按因]|\d", behind) is not None or at_right_edge(
        name, start + len(own)
    )


def _is_its_thing(actor: str, act: Happening) -> bool:
    """True for the thing of which the event's own name tells its act: the name begins with it, behind its place, or has it before the act.

    甲石化常减压装置 of 甲石化常减压装置切断进料，停工大修, 国道719线 of 乙县境内国道719线通车; 甲市 of 甲市机场停航 is none,
    and 乙市大桥 is no 甲山大桥.
    """
    name, whole = fold(act.name).text, fold(actor).text
    own = without_places(whole)
    if not own:
        return False
    if any(fold(piece).text.endswith(whole) for piece in act.subject):
        return True
    return own in name and is_light(name.partition(own)[0]) and bool(kinds_of_things(own))
