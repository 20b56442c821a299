"""What was parted from what it belongs to: a time or a subject from its predicate, a figure from whose it is."""

from __future__ import annotations

import re
from itertools import pairwise

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.steps import Changes

_MEANS = re.compile(
    "(?:通过|随着|依托)[^,]{2,60}|经[^,]{2,20}(?:同意|批准|审定|审议通过)|[^,]{1,10}(?:初期|期间|阶段|之际)|以[^,]{2,40}为(?:重点|目标|抓手|基础|导向|核心|主线|引领|载体|依托|契机)"
)
"""通过推广多式联运, 经省政府同意, 开通初期: how or when, and not what; 通过验收 has the act in it."""
_PREDICATES = re.compile(
    "应|须|必须|不[得予再重]|可(?!再生|持续)|一律|禁止|严禁|限期|按|给予|享受|免|暂停|停止"
)
"""How a clause begins whose subject stands right before it."""
_WHERE = re.compile("(?:在|当(?![年地前日月天季期]))[^,]{2,60}")
"""在示范园区建设中: where or when; 在城区推广新能源车 has its act."""
_DONE = re.compile("通过(?:了|专家|国家|省级|竣工|环保)?(?:验收|评审|审查|审核|备案|认证)")
_WORDS_OF_ACTS = re.compile(
    "应|须|不得|不予|[可要将]|是|为|有|达|由|被|已|禁止|严禁|鼓励|支持|给予|实[施行]|执行|[完建]成|负责|推[进动广]|加[强快]|开展|享受|免[征收除]|\\d"
)
_PREPOSITIONS = re.compile("属于|用于|对|从|向")
_PERSON = re.compile("(?:人员|工作者|职工|居民|用户|货车|客车|汽车|车辆|船舶)$")
_SHARES = re.compile(
    "[^,]{0,24}(?:比例|占比|比重|率|比率)[^,]{0,8}(?:不[低高少超]|达|为|控制|提高|降)"
)


def is_parted(passage: Passage, done: Changes) -> bool:
    """True where one of two clauses that stand beside each other is gone, and the other is of it."""
    return any(
        _says_nothing_alone(passage, one, done)
        if other in done.gone
        else other not in done.led and _was_of(one, other)
        for one, other in pairwise(passage.clauses)
        if one.segment == other.segment and (one in done.gone) is not (other in done.gone)
    )


def _says_nothing_alone(passage: Passage, kept: Clause, done: Changes) -> bool:
    """True for a condition, a time, a means or a subject of which nothing else is kept."""
    behind = [c for c in passage.clauses if c.segment == kept.segment and c.start > kept.start]
    over_all = kept.timed or kept.text.endswith("期间")
    if over_all:
        # 2031年，…；水电3亿千瓦时: a time leads over a semicolon, too, and 其中 goes on with its sentence.
        behind = [c for c in passage.clauses if c.start > kept.start]
    acts = [c for c in behind if c.kind == "body" or (over_all and c.text.startswith("由"))]
    if any(c not in done.gone for c in acts):
        return kept.kind != "head" and _is_subject(kept)
    if not any(c.kind == "body" for c in behind):
        return False
    if _is_subject(kept) or _is_subject_of(kept, behind[0]):
        return True
    if _MEANS.fullmatch(kept.text) and not _DONE.match(kept.text):
        return True
    # 在建的按新标准整改 has its predicate.
    table = licences()
    own = not kept.text.startswith("对") and table.own.search(kept.text)
    told = own or table.acts.search(kept.text)
    return not told and (kept.kind == "head" or _WHERE.fullmatch(kept.text) is not None)


def _is_subject(clause: Clause) -> bool:
    """True for 各级主管部门工作人员: words that name somebody or something, and nothing that is done."""
    table = licences()
    named = table.subject_ends.search(clause.text) or _PERSON.search(clause.text)
    bare = _PREPOSITIONS.sub("", clause.text)
    acts = _WORDS_OF_ACTS.search(bare) or table.subject_verbs.search(bare)
    # 居民用电试行阶梯电价 has its predicate.
    acts = acts or table.predicates.search(bare)
    return clause.kind == "body" and bool(named) and not acts


def _is_subject_of(kept: Clause, behind: Clause) -> bool:
    """True for 享受免费政策的车辆 before 不重复享受优惠: what stands before its 的 is no act of its own."""
    table = licences()
    if kept.kind != "body" or not (_PREDICATES.match(behind.text) or _SHARES.match(behind.text)):
        return False
    before, of, named = kept.text.rpartition("的")
    acts = _WORDS_OF_ACTS.search(named) or table.subject_verbs.search(named)
    return bool(of and before) and not acts and not table.demand.search(kept.text)


def _was_of(gone: Clause, kept: Clause) -> bool:
    """True for 新能源车比例不低于80% behind 建成区新增的城市配送货车, and for 由某厅负责 behind what."""
    if gone.kind != "body" or kept.kind != "body":
        return False
    if kept.text.startswith("由"):
        return True
    table = licences()
    named = _PERSON.search(gone.text) or table.subject_ends.search(gone.text)
    return bool(named and _SHARES.match(kept.text) and not table.demand.search(gone.text))
