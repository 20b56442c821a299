"""Events: who does what, and the passages that say so.

An event's name is taken apart into its act (状态词 such as 开通, or a verb such as 启动) and the
pieces that are left. A passage reports the event when every piece and the act stand in it, the
act is done there as it is in the name, and nothing denies it. There is no share of overlap that
would do: a missing piece leaves the event undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agent.checks.subject import Document
from agent.records import Span
from agent.text.dates import dates
from agent.text.fold import locate_all
from agent.text.names import IMMINENT, StatusWord, status_words

VERBS = [
    "启动",
    "解除",
    "升级",
    "实施",
    "举行",
    "召开",
    "启用",
    "暂停",
    "恢复",
    "封闭",
    "封控",
    "解封",
    "停产",
    "限产",
    "复产",
    "停电",
    "限电",
    "限行",
    "爆炸",
    "起火",
    "坍塌",
    "合龙",
    "贯通",
    "试运行",
    "供暖",
    "停暖",
    "停航",
    "复航",
]
"""Acts of events that are no step of a project; those are known to ``status_words``."""

FILLER = re.compile(
    r"[\s，,、。；;：:（）()《》“”\"'〔〕\[\]—\-－~～|]+|正式|全线|顺利|成功|今日|昨日|今天|"
    r"(?<=[\u4e00-\u9fff])[在于的将拟已](?=[\u4e00-\u9fff])"
)
STRAY = "在于的将拟已了等和与及日号年月"
INTO_SERVICE = re.compile(r"(?<=\s)(?:投入)?(?:运营|运行|使用|商运)(?=\s|$)|投入(?=\s)")
"""What only goes with a step (开通运营): it is no piece of its own."""
LEFT_EDGE = re.compile(
    r"(?:^|[^\u4e00-\u9fffA-Za-z]|[的在于从至和与及由是为对将把省市县区州日起讯着]|公司|集团)$"
)
RIGHT_EDGE = re.compile(
    r"$|[^\u4e00-\u9fffA-Za-z]|[的在于从至和与及由是为将拟已也共全起项]|正式|顺利|成功|如期|提前|圆满|今|昨|首|试|实现|完成|建成"
    r"|投|开|通|并网|核准|停|关|复|恢|启|解|升|实|举|召|暂|封|限|爆|合龙|贯通|供暖|进入|获"
)
"""What may stand beside a name that is whole: no character, a mark, or a word that is no part of it."""
DENIAL = re.compile(
    r"(?:尚未|未能|没有|并未|不再|推迟|暂缓|取消|延期|延迟|未|无法)[^，。；,;]{0,6}$"
)

PLAN = re.compile(r"拟|原定|定于|(?<!已)将|计划|力争|争取|预计|即将|有望|目标")


class Report(StrEnum):
    """How a passage tells an event."""

    DONE = "done"
    PLANNED = "planned"
    OTHER_STEP = "other_step"
    DENIED = "denied"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Act:
    """An event's name, taken apart. ``subject`` are the pieces that stand before the act.

    A headline may go on behind the act (…今日开通 最快18分钟): that is no part of who does what.
    """

    name: str
    steps: tuple[StatusWord, ...]
    verbs: tuple[str, ...]
    pieces: tuple[str, ...]
    subject: tuple[str, ...]

    @property
    def planned(self) -> bool:
        """True when the name itself says that it is yet to come."""
        return any(step.planned for step in self.steps)


@dataclass(frozen=True)
class Told:
    """A passage that tells the event: where, how, and where in it the act stands."""

    document: Document
    span: Span
    report: Report
    position: int

    @property
    def text(self) -> str:
        """The words of the passage."""
        return self.document.words(self.span)


def act_of(name: str) -> Act:
    """Take an event's name apart; dates in it are left to the date check."""
    steps = status_words(name)
    left = name
    for cut in [step.span for step in steps] + [date.span for date in dates(name)]:
        left = left[: cut.start] + " " * (cut.end - cut.start) + left[cut.end :]
    left = INTO_SERVICE.sub(lambda match: " " * len(match.group()), left)
    verbs = tuple(verb for verb in VERBS if verb in left)
    starts = [step.span.start for step in steps[:1]] or [left.find(verb) for verb in verbs]
    for verb in verbs:
        left = left.replace(verb, " " * len(verb))
    pieces = _pieces(left)
    before = _pieces(left[: min(starts)]) if starts else ()
    return Act(name, steps, verbs, pieces, before if sum(map(len, before)) >= 4 else pieces)


def _pieces(text: str) -> tuple[str, ...]:
    """What is left of a name; one stray character is a piece too, which no page has alone."""
    # Each once: of a name like ([甲乙][甲乙]…), every place of every piece would be kept.
    pieces = dict.fromkeys(FILLER.split(text))
    return tuple(piece for piece in pieces if piece and piece not in STRAY)


def tellings(document: Document, act: Act, *, whole: bool = False) -> tuple[Told, ...]:
    """The sentences of a document that tell the event, its title first.

    ``whole`` asks for every piece of the name, and not only for its subject, in the sentence, and
    that each stands somewhere as a word of its own: 榆城际铁路 is not 并榆城际铁路. A sentence in which
    the name itself stands so, word for word, tells it however it is taken apart.
    """
    wanted = act.pieces if whole else act.subject
    places = [locate_all(piece, document.folded) for piece in wanted]
    if whole and not all(any(_alone(document, p) for p in place) for place in places):
        places = []
    verbatim = [p for p in locate_all(act.name, document.folded) if _alone(document, p)]
    title = document.page.meta.title
    spans = [title.span] if title and title.span else []
    spans += [s.span for s in document.sentences if s.span not in spans]
    found = [
        _told(document, span, act)
        for span in spans
        if any(_inside(place, span) for place in verbatim)
        or (places and all(any(_inside(place, span) for place in of_piece) for of_piece in places))
    ]
    return tuple(told for told in found if told)


def _alone(document: Document, place: Span) -> bool:
    text = document.page.text
    return bool(
        LEFT_EDGE.search(text[max(0, place.start - 4) : place.start])
        and RIGHT_EDGE.match(text[place.end : place.end + 8])
    )


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _told(document: Document, span: Span, act: Act) -> Told | None:
    if act.steps:
        return _by_steps(document, span, act)
    text = document.words(span)
    places = [text.find(verb) for verb in act.verbs]
    if any(place < 0 for place in places):
        return None
    position = places[0] if places else len(text)
    denied = any(DENIAL.search(text[:place]) for place in places)
    planned = any(is_planned(text[:place]) for place in places)
    report = Report.DENIED if denied else Report.PLANNED if planned else Report.DONE
    near = any(
        IMMINENT.match(text, place + len(verb))
        for place, verb in zip(places, act.verbs, strict=True)
    )
    if near and report is Report.DONE:
        report = Report.UNCLEAR
    return Told(document, span, report, position)


def is_planned(before: str) -> bool:
    """True when a word such as 拟 or 将 in the same clause makes what follows a plan for certain."""
    return bool(PLAN.search(re.split("[，,]", before)[-1]))


def _by_steps(document: Document, span: Span, act: Act) -> Told | None:
    text = document.words(span)
    standing = status_words(text)
    if not standing:
        return None
    report, positions = Report.DONE, list[int]()
    for step in act.steps:
        same = [word for word in standing if word.step == step.step]
        if not same:
            return Told(document, span, Report.OTHER_STEP, standing[0].span.start)
        as_claimed = [word for word in same if word.planned == step.planned]
        positions.append((as_claimed or same)[0].span.start)
        if all(DENIAL.search(text[: word.span.start]) for word in same):
            report = Report.DENIED
        elif not as_claimed:
            plain = is_planned(text[: same[0].span.start])
            report = Report.PLANNED if same[0].planned and plain else Report.UNCLEAR
    return Told(document, span, report, min(positions))
