"""A sentence made shorter by its own licences: what is less telling of it is left out.

Left out are reasons (为…, 根据…), coordinate clauses that begin with what is to be done or state an
indicator, later members of long open lists, adverbs and numbers. It chooses; whether the page
still says what is kept, ``compare`` decides, as it does of what a model leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise, zip_longest

from agent.text.fold import fold
from agent.wording.leaving import cuts_of
from agent.wording.licences import licences
from agent.wording.lists import Listed, lists_of
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.standing import is_measured, may_stand
from agent.wording.steps import Changes
from agent.wording.unfinished import PAPER

SHARE = 0.5
"""Share of a sentence below which no further clause is left out."""
SHORTEST = 18
"""Characters that are kept of every sentence that has as many."""
WORTH_IT = 0.85
"""A sentence that is hardly shorter than the page's is not printed beside it."""
_MEMBERS = 3
"""Members that are kept of an open list that has at least two more."""

_REASON = re.compile(
    "为(?!期|止|主)|根据|按照|依据|依照|围绕|日前|近日|据悉|因此|为此|据此|同时|此外|另外"
)
"""How a lead begins that says why, on what ground, or nothing. One with a day or a source is kept."""
_HOW = re.compile(r"(?:原则|标准|方[式法]|程序|步骤|思路)$|\d")
"""A ground that says how: 按照产生者付费原则. It is part of what is told."""
_RESTRAINT = re.compile(
    "其[余他它]|剩余|视[^,]{1,20}(?:情况|而定|确定)|不得|不再|不予|严禁|禁止|严格|严控|控制|停(?!车|靠)|关闭|淘汰|取消|退出|压减|限[行号产制额电购期]|废止|恢复|开通|投产|开工|建成"
)
"""What is forbidden, ended, begun or left is what a reader looks for."""
_TREND = re.compile(
    "[^,]{2,40}(?:改善|优化|提升|提高|增强|下降|降低|完善|消除|管控|形成|建成|成效|成果|进展|进步|改进|好转|突破|合理|美好)$"
)
"""绿色产业比重逐步提升: which way something goes, without a figure."""
_AIM = re.compile("改善|减少|缓解|保护|维护|满足|防止|防范|应对|方便|切实|进一步|有效")
"""How an aim goes on behind 为, beside what is to be done: 为减少排放，改善空气质量."""
_BOUND = re.compile("最[高低多少]|不超过|不低于|上限|下限|单[项个]|每")
"""A bound of what stands before it is never left out: 给予后补助，单项最高不超过5万元."""
_GRADE = re.compile("[新扩改]建|新增|现有|试点|示范|重点|国[一二三四五六]")
"""Of which kind a thing is: what the first clause says so of, the others are about too."""
_EXCEPT = re.compile(r"\([^)]{0,60}(?:按|除|不|另|仅|执行)")
"""A remark in brackets that takes something out: (免税的按有关规定执行)."""
_LEANING = re.compile(
    "(?:通过|以(?![上下])|在|对|将|把|从|由|经|自|按|于|随着|当|如|若|凡|因|并|且|或|和|及|与|其)"
)
"""How a clause begins that goes on with the one before it or into the one behind it."""
_DETAILS = re.compile("(?:明确|厘清|细化|载明|列明|注明|规定)")
_PLAN = re.compile("方案|计划|规划|清单|台账|办法|细则|目录|制度|协议|合同")
"""指导企业编制方案，明确时限: what the paper of the clause before it is to tell."""
_MAKES = re.compile(
    "(?:鼓励|支持|引导|推动|督促|指导|组织|要求|允许|责成|倡导)[^,]{0,16}?(?:企业|单位|机构|部门|高校|院所|地方|地区|[市县区](?!场|域|位|内)|园区|社会|公众|居民|农[民户]|用户|业主|政府|集团|公司)[^,]{2,}"
)
"""支持企业建设光伏: who does it may be who does what the clause behind it tells."""
_ANOTHER = re.compile(
    "鼓励|支持|引导|推动|推进|促进|督促|指导|组织|要求|加强|强化|完善|健全|加大|加快"
)
"""How a clause begins whose doer is not the one that the clause before it makes do something."""
_BREAK = re.compile(r"(?<=[\u4e00-\u9fff，。；、”）])\s{1,9}(?=[\u4e00-\u9fff“（])")
"""White space that the width of a page left between two characters."""
_OPEN_END = re.compile(r"等(?![\d一二两三四五六七八九十])")
"""The end of a list that is not counted: 等行业, and not 等六大行业."""
_OTHER = re.compile("[①-⑳|?？!！:：=＝×]")
"""Rows, what circled numbers list or a colon leads, questions and formulas are left as they are."""

Worth = Callable[[str], float]


def shorter(sentence: str, worth: Worth) -> Iterator[str]:
    """The sentence with the less telling parts of it left out, the shortest first.

    Nothing where it would hardly be shorter. Whether the page still says so is for ``compare`` to decide.

    Args:
        sentence: one sentence of a page, whole.
        worth: how much a clause tells; 0 for one that tells nothing of what is looked for.
    """
    passage = passage_of(sentence)
    if passage.spoilt or _OTHER.search(sentence) or not passage.clauses:
        return
    gone = _gone(passage, worth)
    # The width of a page breaks words: white space that goes makes no sentence shorter.
    longest = WORTH_IT * len("".join(sentence.split()))
    for left_out in (_words(passage, gone, worth), ()):
        text = _told(passage, sentence, gone, left_out)
        if len("".join(text.split())) <= longest:
            yield text


def _gone(passage: Passage, worth: Worth) -> list[Clause]:
    """The clauses that are left out: reasons, then what tells least until the sentence is short."""
    gone: list[Clause] = []
    goal = max(SHORTEST, SHARE * _length(passage, gone))
    for reason in _reasons(passage):
        gone = _without(passage, gone, reason)
    telling = [clause for clause in passage.clauses if worth(clause.text) > 0]
    may_go = [
        c for c in passage.clauses if c.kind == "body" and _may_go(passage, c, worth, telling)
    ]
    for clause in sorted(may_go, key=lambda c: (worth(c.text), -c.start)):
        long = _length(passage, gone) > goal and _length(passage, [*gone, clause]) > SHORTEST
        if long and clause not in gone:
            gone = _without(passage, gone, [clause])
    return gone


def _length(passage: Passage, gone: Collection[Clause]) -> int:
    return sum(len(clause.text) + 1 for clause in passage.clauses if clause not in gone)


def _without(passage: Passage, gone: list[Clause], more: list[Clause]) -> list[Clause]:
    """More left out, where what is kept may stand and reads as a sentence."""
    left = [*gone, *more]
    return left if may_stand(passage, Changes(gone=tuple(left))) and _reads(passage, left) else gone


def _reasons(passage: Passage) -> Iterator[list[Clause]]:
    """Leads that say why; behind 为 with the aims that go on from it: 为减少排放，改善空气质量，…."""
    clauses = passage.clauses
    for at, clause in enumerate(clauses):
        if clause.kind != "lead" or not _REASON.match(clause.text) or _HOW.search(clause.text):
            continue
        end = at + 1
        while clause.text[0] == "为" and end < len(clauses) and _is_aim(clauses[end]):
            end += 1
        rest = clauses[end : end + 1]
        if clause.text[0] != "为" or not rest or rest[0].kind != "body" or _has_subject(rest[0]):
            yield list(clauses[at:end])


def _is_aim(clause: Clause) -> bool:
    return clause.kind == "body" and bool(_AIM.match(clause.text) or _begins_with_an_act(clause))


def _has_subject(clause: Clause) -> bool:
    return licences().own.search(clause.text) is not None


def _begins_with_an_act(clause: Clause) -> bool:
    """True for 推广节能电机, and not for 实施的项目应在本市: what is done there says which project."""
    act = licences().demand.search(clause.text)
    return clause.kind == "body" and act is not None and clause.text[act.end() :][:1] != "的"


def _may_go(passage: Passage, clause: Clause, worth: Worth, telling: Sequence[Clause]) -> bool:
    """True for a clause that others stand beside: an act without a subject, an indicator, a trend.

    With a figure only where it tells nothing of what is looked for and another clause does. The first
    clause stays where it says of which kind of thing the rest is: 加强新建项目管理，实施等量替代.
    """
    graded = _GRADE.search(clause.text) and clause is _first(passage, clause)
    if (
        graded
        or _RESTRAINT.search(clause.text)
        or PAPER.search(clause.text)
        or _EXCEPT.search(clause.text)
    ):
        return False
    part = clause.text.startswith("其中")
    if part and any(c.start == clause.end and is_measured(c.text) for c in passage.clauses):
        # 其中甲类9%，乙类8%: one part tells as much as the other.
        return False
    tokens = passage.tokens.all[clause.start : clause.end]
    if any(token.kind != "word" for token in tokens):
        beside = bool(telling) and worth(clause.text) == 0 and not _BOUND.search(clause.text)
        return beside and is_measured(clause.text)
    return _begins_with_an_act(clause) or _TREND.fullmatch(clause.text) is not None


def _reads(passage: Passage, gone: Collection[Clause]) -> bool:
    """True when no clause that is kept was to go on into one that is left out, or from one."""
    kept = [clause for clause in passage.clauses if clause not in gone]
    said = {clause.segment for clause in kept if clause.kind == "body"}
    if any(clause.segment not in said for clause in kept):
        return False
    for one, other in pairwise(passage.clauses):
        if one.segment != other.segment or (one in gone) is (other in gone):
            continue
        if other in gone and _goes_on(passage, one):
            return False
        if one in gone and one.kind == "body" and _leans(one, other):
            return False
    return True


def _leans(one: Clause, other: Clause) -> bool:
    """True for a clause that goes on with the one before it, with its paper or with whom it makes do something."""
    if other.kind == "lead":
        return False
    details = _DETAILS.match(other.text) and _PLAN.search(one.text)
    made = _MAKES.match(one.text) and not (_ANOTHER.match(other.text) or _has_subject(other))
    return bool(_LEANING.match(other.text) or details or made) and not other.timed


def _goes_on(passage: Passage, clause: Clause) -> bool:
    """True for a clause that is no sentence without the one behind it: a condition, a subject alone."""
    if clause.kind in ("lead", "tail") or clause.timed:
        return False
    if clause.kind == "head" or _LEANING.match(clause.text):
        return True
    whole = _begins_with_an_act(clause) or is_measured(clause.text) or _TREND.fullmatch(clause.text)
    return clause is _first(passage, clause) and not whole and not _has_subject(clause)


def _first(passage: Passage, clause: Clause) -> Clause:
    """The first clause between semicolons that says something, beside this one."""
    return next(c for c in passage.clauses if c.segment == clause.segment and c.kind == "body")


def _words(passage: Passage, gone: Collection[Clause], worth: Worth) -> tuple[tuple[int, int], ...]:
    """Ranges of tokens that go inside what is kept: adverbs at its head, asides, members of lists."""
    found: list[tuple[int, int]] = []
    cuts = [
        (start, step.page, step.difference.slot)
        for start, steps in cuts_of(passage).items()
        for step in steps
        if step.difference
    ]
    for before, clause in pairwise((None, *passage.clauses)):
        if clause is None or clause in gone:
            continue
        at_its_head = ("adverb", "connective") if before in gone else ("adverb",)
        inside = [cut for cut in cuts if clause.start <= cut[0] < clause.end]
        found += [(a, b) for a, b, slot in inside if slot == "aside"]
        found += [(a, b) for a, b, slot in inside if a == clause.start and slot in at_its_head][:1]
    for listed in lists_of(passage):
        found += _later(passage, listed, worth)
    return tuple(sorted(found))


def _later(passage: Passage, listed: Listed, worth: Worth) -> Iterator[tuple[int, int]]:
    """The members of a long open list (…等) but those that tell most, each with a separator."""
    tokens, members = passage.tokens, listed.members
    open_end = _OPEN_END.match(tokens.rest(listed.end))
    if not listed.may_leave or not open_end or len(members) < _MEMBERS + 2:
        return
    # 油品及有机液体储运 may be one member or two: only what stands between 、 is surely one.
    edges = {listed.start - 1, listed.end} | {
        n for n in range(listed.start, listed.end) if tokens.all[n].key == ("、",)
    }
    sure = [member for member in members if {member[0] - 1, member[1]} <= edges]
    ranked = sorted(sure, key=lambda member: -worth(tokens.words(*member)))[:_MEMBERS]
    if len(ranked) < _MEMBERS:
        return
    kept = [member for member in members if member in ranked]
    if kept[0] != members[0]:
        yield members[0][0], kept[0][0]
    for one, other in pairwise(kept):
        if one[1] + 1 < other[0]:
            yield one[1] + 1, other[0]
    if kept[-1] != members[-1]:
        yield kept[-1][1], listed.end


def _told(
    passage: Passage,
    sentence: str,
    gone: Collection[Clause],
    left_out: Sequence[tuple[int, int]],
) -> str:
    """What is kept, in the page's own characters, with a stop for those that stood between."""
    folded, tokens = fold(sentence), passage.tokens.all
    dropped = {n for start, end in left_out for n in range(start, end)}
    kept = [clause for clause in passage.clauses if clause not in gone]
    text = ""
    for clause, behind in zip_longest(kept, kept[1:]):
        words = [n for n in range(clause.start, clause.end) if n not in dropped]
        for n in words:
            # A comma inside brackets is no token and goes with the next one.
            start = tokens[n - 1].end if n - 1 in words else tokens[n].start
            span = folded.span(start, tokens[n].end)
            text += sentence[span.start : span.end]
        text += _stop(clause, behind)
    return _BREAK.sub("", text)


def _stop(clause: Clause, behind: Clause | None) -> str:
    if behind is None or behind.sentence != clause.sentence:
        return "。"
    return "；" if behind.segment != clause.segment else "，"
