"""Clauses that may be left out before a sentence, numbers of paragraphs, and signs of a rumour."""

from __future__ import annotations

import re

RUMOUR = re.compile(r"网传|谣传|传言|传闻|误传|假消息|网友[称说]|(?<![数依根])据[传说](?![明统输])")
LEAD_IN = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚间?|凌晨|晚上|中午)?(?:\d{1,2}时)?(?:\d{1,2}分)?"
    r"|(?:据|记者从?)?[^，,]{0,30}(?:介绍|获悉|悉|了解到?|报道|明确|规定|指出|表示|消息|(?<![拟未待])决定|(?<=[日社网])[讯电])"
    r"|(?:为|根据|按照|依据|依照|结合|围绕|经(?!测算|估算|初步|[^，,]{0,30}(?:批准|同意|审[核批定查]|核[定准]|许可|备案|论证|认定|评[估审定]|验收)))[^，,]+"
    r"|[受因][^，,]{2,16}影响|同时|此外|另外|目前|日前|近日|今日|今天|当天|当日|因此|为此|据此|随后|至此|首先|其次|最后"
)
"""A clause that may be left out before a sentence: it limits nothing of what follows."""
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
UNSETTLED_BEHIND = re.compile(
    r"待|[且并][须需]|(?:前提|条件)[是为]|(?:尚[未须需待]|仍未|暂[未不缓停])(?![^，,]{0,12}的)|[须需应]?报[^，,]{2,14}(?:批准|同意|核准|审批|审定)后|后[因经被又未]"
    r"|[^，,]{0,6}后[^，,]{0,8}(?:恢复|复产|停|取消|撤|中止|终止|作废|失效)"
)
"""How a clause begins that leaves what stands before it open or tells its end: 待国家批复后执行, 三天后恢复生产.

暂不具备条件的应当… has another subject and leaves nothing open."""
