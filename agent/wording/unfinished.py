"""Kept clauses that are no sentence, or another one, without a clause that is gone.

Each is told by its own words: a phrase whose act is gone (会同有关部门), an aim without what is done for
it, a part of a definition, one of two that a judgement is of, a word that points at what is gone.
"""

from __future__ import annotations

import re

from agent.wording.leads import GROUND, NUMBERING
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.steps import Changes

_PHRASE = re.compile(
    r"(?:按照?|根据|依据|依照|参照|针对(?!性)|面向|会同|综合考虑|结合(?!的))"
    "(?:(?!制[定订]|编制|出台|提[出交]|[确划]定|明确|建立|给予|修订|印发|公布|报送|审批|办理)[^,]){0,60}?"
    r"(?:要求|规定|精神|方式|形式|因素|实际|结果|成果|情况|特点|需[要求]|原则|标准|[计规]划|方案|办法|细则|部署|分工|职责|[部专]门|单位|企业|院所|高校|机构"
    r"|政府|公司|[局委厅]|问题|条件|程序|等|》|\))$"
    r"|由[^,]{2,20}(?:组织|会同|牵头)[^,]{0,8}(?:部门|单位|企业|机构|[局委厅])$"
    r"|(?:通过|采[取用]|依托|利用|以)[^,]{1,60}?(?:方式|形式|手段|途径|渠道|模式|载体)$"
    r"|(?:^|\)|[要应须将])以[^,]{2,60}为[^,]{1,10}$"
    r"|(?:^|\))(?:(?:依托|依靠|面向|针对|借助|立足|基于|聚焦|对于)"
    "(?:(?!开展|策划|组织|公开|[推进]行|推[动广进]|提供|培[育养]|建[设立]|设立|实[施行]|发[布展放]|征|打造|创[建新]|申)[^,]){2,60}$"
    "|选择(?![^,]{0,60}(?:作为|开展|进行))[^,]{2,60}$)"
)
"""A clause that says how, with whom or on what ground, and not what: 可结合实际, 要按照有关规定, 通过入股等方式."""
_OF_SUCH = re.compile(
    "(?:不|未|无|没有|已|尚|超过|达到|具备|符合|属于|列入|纳入|对|凡|在)[^,]{1,60}的[^,的]{0,4}(?:地区|区域|地方|企业|单位|部门|项目|机组|车辆|用户|园区|家庭|居民|个人|人员)"
)
"""Those of whom a clause behind tells: 不具备集中供热条件的地区."""
_AMONG = re.compile("(?:特别|尤其|主要)是")
_A_TIME = re.compile(r"[\d年月日前后起止底初末中旬至到自―—~-]+")
_DUTY = re.compile("(?:要|应当?|必须|须|将|可以?|均|都)(?![求点用急收])")
"""How a clause begins whose subject stands behind a comma: 各县，特别是山区，要提前供暖."""
_GOES_ON_IN = re.compile(
    "(?!对|凡|如|若|此前|以前|原|属|符合|具备|未|逾期|拒|确|已|经|有|在)[^,]{1,60}的$"
)
"""造成污染的 behind 擅自停运设施: both are one condition."""
PAPER = re.compile(
    "(?:制定|制订|修订|印发|发布|编制|提出)了?(?:本|以下|如下|《)|决定$|^(?:现(?![有行代存场状阶])|特(?![别定色大])|[我本][省市区县州部局厅委])|(?:意见|通知|公告|决定|要求|事项)如下|如下[^,]{0,6}(?:意见|措施|方案|通知|要求|决定)"
)
"""What a paper does at the end of its reasons: 制定本方案, 现就…提出如下意见."""
_DEFINES = re.compile("[是系]指|指的是|所称")
_JUDGES = re.compile("(?<![但其别凡于还若要就])是(?![否非])|有[利助]于|具有[^,]{0,12}意义|关系到")
"""What is said of several acts together: 推进甲，实行乙是一项制度."""
_IS_WHAT = re.compile(
    "(?!是)[^,]{2,60}的[^,的]{0,6}(?:选择|要求|举措|途径|保障|需要|基础|抓手|内容|任务|标志|体现)"
)
"""的必然选择 ends what 是 began clauses before: 也是我市解决突出问题，推动发展的必然选择."""
_POINTS = re.compile(
    "(?:[^,其该]{0,6}(?:(?<![尤及与和、])其(?![中他它余次实间])|(?<!应)该|[上前]述)|与(?!时)|会同"
    "|最[高低多少]|[上下]限|(?:决定|要求|同意|批准|宣布)(?!书)|不得?(?:超过|低于|高于|少于)|[^,]{0,8}另[行定])"
)
"""确定其配额, 最高不超过9万元, 时间另定: of whom or what stands before, unless the clause itself names it."""
_AGAIN = re.compile(r"[\d年月日起前底初末至到]{0,20}[再又](?![生制次])")
"""2032年再压减5%: of what, the clause right before it says, and no clause before that."""
_TIMES_ALONE = re.compile(
    "[年季月度半上下第一二三四全各、和及]{1,12}(?:不[低高少超][于过]|达|为|控制在)"
)
"""季度、年度不低于100%: of what, the clause before it says."""
_FOR = re.compile(rf"(?:{NUMBERING.pattern})?\s?为(?!期|止|主)")


def is_unfinished(passage: Passage, kept: Clause, done: Changes) -> bool:
    """True for a clause that does not say by itself what it says with one of its segment that is gone."""
    own = [c for c in passage.clauses if c.segment == kept.segment]
    gone = [c for c in own if c in done.gone]
    if not gone:
        return False
    if any(_DEFINES.search(c.text) for c in own):
        return True
    if "是" in kept.text and any(_IS_WHAT.fullmatch(c.text) for c in gone):
        return True
    return (
        _lacks_its_act(passage, own, kept, done)
        or _is_aim_alone(own, kept, done)
        or _hangs_on(own, kept, done)
    )


def _leads_on(passage: Passage, kept: Clause, done: Changes) -> bool:
    """True for a time that is kept with a part of its sentence, or of the next one, behind a semicolon: 2031年，…；水电3亿."""
    behind = (
        c for c in passage.clauses if c.start > kept.start and c.sentence <= kept.sentence + 1
    )
    return any(c not in done.gone and (c.kind == "body" or c.text.startswith("由")) for c in behind)


def _lacks_its_act(passage: Passage, own: list[Clause], kept: Clause, done: Changes) -> bool:
    behind = [c for c in own if c.start > kept.start]
    opens = kept.timed or licences().head.search(kept.text)
    if kept.kind == "head" and opens and any(c in done.gone for c in behind):
        # 在2033年底前，执行新标准 without its last clause tells a time of nothing; 对超标的，由县政府处理 has its act.
        acts = [c for c in behind if c.kind == "body" or c.text.startswith("由")]
        over_all = kept.timed or kept.text.endswith("期间")
        gone = all(c in done.gone for c in acts if not _PHRASE.search(c.text))
        return gone and not (over_all and _leads_on(passage, kept, done))
    ground = kept.kind == "lead" and (GROUND.match(kept.text) or kept.text.endswith("决定"))
    if _is_subject(own, kept, done):
        return True
    if not (ground or _PHRASE.search(kept.text)):
        return False
    act = next((c for c in behind if c.kind != "lead" and not _PHRASE.search(c.text)), None)
    return act is not None and act in done.gone


def _is_subject(own: list[Clause], kept: Clause, done: Changes) -> bool:
    """True for what says of whom, when or on what condition the clause behind it tells, and nothing itself."""
    behind = next((c for c in own if c.start == kept.end), None)
    if behind is None or behind not in done.gone:
        return False
    alone = _OF_SUCH.fullmatch(kept.text) or _A_TIME.fullmatch(kept.text)
    if alone or _GOES_ON_IN.fullmatch(behind.text):
        return True
    # 各县，特别是山区，要提前供暖: no clause that is kept so far has a predicate.
    until = [c for c in own if c.start <= kept.start and c not in done.gone]
    told = any(licences().predicates.search(_AMONG.sub("", c.text)) for c in until)
    bound = _DUTY.search(kept.text) or licences().demand.search(kept.text)
    return not (told and bound) and _DUTY.match(behind.text) is not None


def _is_aim_alone(own: list[Clause], kept: Clause, done: Changes) -> bool:
    """True for 提升能效 of 为降低排放，提升能效，制定本方案, without 为 or without what is done."""
    reason = next((c for c in own if c.kind == "lead" and _FOR.match(c.text)), None)
    if reason is None:
        return False
    table = licences()
    behind = [c for c in own if c.start > reason.start]
    act = next(
        (
            c
            for c in behind
            if PAPER.search(c.text)
            or (table.own.search(c.text) and not table.demand.search(c.text))
        ),
        None,
    )
    aim = kept is reason or kept.kind == "body"
    if act is None or not (aim and reason.start <= kept.start < act.start):
        return False
    return reason in done.gone or act in done.gone


def _hangs_on(own: list[Clause], kept: Clause, done: Changes) -> bool:
    """True for a clause whose first words are of the one before it, which is gone."""
    before = next((c for c in own if c.end == kept.start), None)
    if before is None or before not in done.gone:
        return False
    if before.kind == "lead" and not GROUND.search(before.text):
        return False
    if _AGAIN.match(kept.text):
        return True
    if kept in done.led:
        return False
    demand = licences().demand
    of_acts = demand.search(kept.text) and demand.search(before.text)
    judged = _JUDGES.search(kept.text) and (of_acts or kept.text[0] in "对是有")
    return bool(judged or _POINTS.match(kept.text) or _TIMES_ALONE.match(kept.text))
