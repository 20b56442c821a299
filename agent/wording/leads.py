"""Clauses that may be left out before a sentence, numbers of paragraphs, and signs of a rumour."""

from __future__ import annotations

import re

RUMOUR = re.compile(r"网传|谣传|传言|传闻|误传|假消息|网友[称说]|(?<![数依根])据[传说](?![明统输])")
LEAD_IN = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚间?|凌晨|晚上|中午)?(?:\d{1,2}时)?(?:\d{1,2}分)?"
    r"|(?:据|记者从?)?[^，,]{0,30}(?:介绍|获悉|悉|了解到?|报道|明确|规定|指出|表示|消息|(?<![拟未待])决定|(?<=[日社网])[讯电])"
    r"|(?:为|根据|按照|依据|依照|结合|围绕|经(?!测算|估算|初步|[^，,]{0,30}(?:批准|同意|审[核批定查]|核[定准]|许可|备案|论证|认定|评[估审定]|验收|合格|通过|达标)))[^，,]+"
    r"|[受因][^，,]{2,16}影响|同时|此外|另外|目前|日前|近日|今日|今天|当天|当日|因此|为此|据此|随后|至此|首先|其次|最后"
)
"""How a clause reads that may be left out before a sentence, because it limits nothing of what follows."""
GROUND = re.compile("按照?|根据|依据|依照|参照|结合|围绕|针对")
"""How a ground begins."""
CRITERION = re.compile(
    "(?:按照?|根据|依据|依照)[^，,]{0,60}(?:自愿[^，,]{0,4}|需[要求]|情况|条件|比例|大小|规模|类[别型]|等级|数量|多少|用量|先后|额度|程度|结果|特点|量|基[数准]|系数|因子|指标|占比|水平|面积|价格|成本|收入)(?:的?原则|等)?"
    "|围绕(?![^，,]{0,60}(?:目标|任务|要求|部署|主[题线]))[^，,]{1,80}"
)
"""A ground that chooses who, where or how much: 按照自愿原则, 根据实际需要, 围绕东湖片区. It is none that may go."""
ACT_ON_A_GROUND = re.compile(
    "(?:按照?|根据|依据|依照|结合)[^，,]{0,60}(?:要求|规定|原则|标准|分工|职责|需要|实际|情况|比例|精神|部署|程序|安排|》|[)）])"
    "(?:给予|予以|承担|追究|处[理罚以]|办理|确定|设[立置]|建[立设]|加强|强化|制定|编制|安排|开展|落实|推[进动广]|实[施行]|执行|组织|指导|支持|补[助贴]|奖励|征收|收取|进行|完成|负责|管理|逐)[^，,]{0,60}"
)
"""A ground with what is done on it: 按照职责分工加强监督, 依照有关规定承担责任."""

_SOMEBODY_ON_A_GROUND = re.compile(
    "(?!据|记者)[^，,]{2,20}[厅局委府省市县区院司](?:根据|按照|依据|依照)"
)
"""市生态环境局根据有关规定: who does what stands behind it."""


def is_lead(words: str) -> bool:
    """True for a clause that may be left out before a sentence: a day, who said it, why, on what ground."""
    condition = GROUND.match(words) or words[:1] == "经"
    if condition and words[-1:] in ("的", "后", "时"):
        # 经催告仍未提交的 says of whom, 经验收后 when.
        return False
    if CRITERION.fullmatch(words) or ACT_ON_A_GROUND.fullmatch(words):
        return False
    if _SOMEBODY_ON_A_GROUND.match(words):
        return False
    return LEAD_IN.fullmatch(words) is not None


_CONSENT = re.compile(
    r"(?:报)?经[^，,]{0,24}(?:政府|国务院|党委|[省市县]委|常务会议|委员会|[厅局委])[^，,]{0,8}(?:同意|批准|审议通过|研究决定)"
)
_FROM_A_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日|(?<![\d年])\d{1,2}月\d{1,2}日")
_STILL_OPEN = re.compile(r"可(?![再靠])|(?<![立平])方(?![案式])|才|允许|应|须|不得|申请|的[，,]")


def is_consent_given(clause: str, behind: str) -> bool:
    """True for 经省政府同意，自2031年5月1日起…: a consent that was given, and no condition of each case.

    What is decided from a day on was consented to before; 经批准，可延长 says when it may be, and stays a condition.
    """
    ground = _CONSENT.fullmatch(clause) or (GROUND.match(clause) and clause.endswith("情况"))
    given = ground and _FROM_A_DAY.search(behind)
    return bool(given) and not _STILL_OPEN.search(behind)


NUMBERING = re.compile(
    r"[（(]?[一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}(?:、|是)|\d{1,3}(?:[.．](?!\d)|[.．](?=20\d\d年)|、)"
    r"|第[一二三四五六七八九十百\d]{1,5}[条章节款项]|[①-⑳]"
)
"""The number at the head of a paragraph or a point, in the folding or not."""


_COUNTED = re.compile(r"[\d一二三四五六七八九十]{0,4}[类级期档批、]|\d|$")
"""What makes a number before it no number in a list: 一、二类企业, 3.5万."""


def without_number(text: str) -> str:
    """A sentence without its number in a list: （二）支持大同市… and 四、各单位应当….

    第三条 says where in a paper it stands, 一是 is a word of the sentence, and 一、二类企业 counts nothing.
    """
    found = NUMBERING.match(text)
    if found is None or found[0][0] == "第" or found[0][-1] == "是":
        return text
    rest = text[found.end() :].lstrip()
    return text if _COUNTED.match(rest) else rest


UNDONE_BEHIND = re.compile(
    r"除外|以外的|不在此列|另行规定|不实|失实|谣言|虚假|(?<!同时)废止|停止执行|[，,]但|不含|不包括|仅限|[，,]含"
)
"""Words in the rest of a sentence that take back or limit what it began with."""
_NOT_YET = re.compile("暂不(?P<verb>[^，,]{2})(?=[^，,])")


def unsettles(clause: str, before: str) -> bool:
    """True for a clause that leaves open or ends what stands before it.

    可参与现货市场，暂不参与容量市场 denies another thing, and leaves the first as it is.
    """
    another = _NOT_YET.match(clause)
    denied = another is not None and another["verb"] in before and clause[2:] not in before
    return _UNSETTLED_BEHIND.match(clause) is not None and not denied


_UNSETTLED_BEHIND = re.compile(
    r"待|[且并](?:[须需]|不(?![断仅但]))|[^，,]{0,10}视(?:情|[^，,]{1,20}(?:情况|而定|确定))|(?:前提|条件)[是为]|(?:尚[未须需待]|仍未|暂[未不缓停])(?![^，,]{0,12}的)|[须需应]?报[^，,]{2,14}(?:批准|同意|核准|审批|审定)后|后[因经被又未]"
    r"|[^，,]{0,6}后[^，,]{0,8}(?:恢复|复产|停|取消|撤|中止|终止|作废|失效)"
)
"""How a clause begins that leaves what stands before it open or tells its end: 待国家批复后执行, 三天后恢复生产.

暂不具备条件的应当… has another subject and leaves nothing open."""
