"""Whether a sentence that stands in the page stands there whole, or was cut off from what limits it.

Verbatim is not enough: 每辆车补贴8万元 behind 对更新公交车的， says more than the page does, and so do half a
table row, a cell joined with the next row, a rumour without its denial. What stands before the
words in their own sentence must be a lead-in that limits nothing (a day, who said it, a purpose).
"""

from __future__ import annotations

import re

from agent.checks.quote import Located

TURNS = re.compile(
    r"不再|不得|不予|不|未|无|非|禁止|严禁|取消|停止|暂停|暂缓|(?<![虚模])拟|将|力争|计划|争取|原则上|试点|部分|鼓励|除|如|若"
)
"""Words that turn what follows; a sentence cut off behind one does not say what the page says."""
TURNS_A_LIST = re.compile(r"严禁|禁止|不得|不予|不适用|取消|停止|废止|(?<!模)拟|计划|征求意见")
"""The same, said before a colon of all that follows it."""
UNDONE_BEHIND = re.compile(
    r"除外|以外的|不在此列|另行规定|不实|失实|谣言|虚假|(?<!同时)废止|停止执行|[，,]但|不含|不包括|仅限|[，,]含"
)
"""Words in the rest of a sentence that take back or limit what it began with."""
RUMOUR = re.compile(r"网传|谣传|传言|传闻|误传|假消息|网友[称说]|(?<![数依根])据[传说](?![明统输])")
LEAD_IN = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚间?|凌晨|晚上|中午)?(?:\d{1,2}时)?(?:\d{1,2}分)?"
    r"|(?:据|记者从?)?[^，,]{0,30}(?:介绍|获悉|悉|了解到?|报道|明确|规定|指出|表示|消息|讯|电)"
    r"|(?:为|根据|按照|依据|依照|结合|围绕|经(?!测算|估算|初步))[^，,]+"
    r"|同时|此外|另外|目前|日前|近日|今日|今天|当天|当日|因此|为此|据此|随后|至此|首先|其次|最后"
)
"""A clause that may be left out before a sentence: it limits nothing of what follows."""
NUMBERING = re.compile(
    r"[（(]?(?:第[一二三四五六七八九十百\d]+[条章节款项]?|[一二三四五六七八九十\d]+是?|注)[）)]?"
)
CLAUSE_ENDS = "[，,]"
STOPS = "。；！？;!?"
QUOTES = '“”"「」『』'
SPACE = " \u3000\n\t\xa0"


def cut_off_from(located: Located) -> str | None:
    """The words that a sentence was cut off from and that may turn or limit it; None when it is whole."""
    whole = located.passage_span
    if located.span is None or whole is None:
        return None
    text, span = located.document.page.text, located.span
    before = text[whole.start : span.start].strip(SPACE)
    after = text[span.end : whole.end].strip(SPACE)
    rumour = RUMOUR.search(located.passage)
    if rumour:
        return rumour.group()
    return _before(before) or _behind(after) or _across(located, before, after)


def _before(before: str) -> str | None:
    if before.endswith("|"):
        return before[-12:]
    *heads, list_part = re.split("[：:]", before)
    turned = TURNS_A_LIST.search(re.split(f"{CLAUSE_ENDS}|[；;]", heads[-1])[-1]) if heads else None
    if turned:
        return turned.group()
    part = re.split("[；;]", list_part)[-1]
    *clauses, rest = re.split(CLAUSE_ENDS, _without_number(part))
    for clause in (c.strip(SPACE + QUOTES) for c in clauses):
        if clause and not LEAD_IN.fullmatch(clause):
            return clause[-12:]
    found = TURNS.search(rest)
    if found:
        return found.group()
    rest = rest.rstrip(SPACE)
    return rest[-6:] if rest and rest[-1].isalnum() else None


def _behind(after: str) -> str | None:
    if after.startswith("|"):
        return after[:12]
    if after[:1] and after[0] in STOPS:
        return None
    rest = re.split(f"[{STOPS}]", after)[0]
    found = UNDONE_BEHIND.search(rest)
    if found:
        return found.group()
    if rest[:1] and rest[0] in QUOTES:
        rest = rest.lstrip(QUOTES)
    return rest[:6] if rest and rest[0].isalnum() else None


def _across(located: Located, before: str, after: str) -> str | None:
    """Words from several sentences or table rows must be all of them."""
    span = located.span
    touched = [
        s
        for s in located.document.sentences
        if span and s.span.start < span.end and s.span.end > span.start
    ]
    if len(touched) < 2:
        return None
    left = _without_number(before).strip(SPACE) or after.strip(SPACE + STOPS + QUOTES + "，,、")
    return left[:12] or None


def _without_number(text: str) -> str:
    """A text without the number of an article or point at its head."""
    number = re.match(rf"{NUMBERING.pattern}[{SPACE}、.．:：]*(?=$|[^\d年月日])", text)
    if number and (number.end() == len(text) or text[number.end() - 1] in SPACE + "、.．）)条"):
        return text[number.end() :]
    return text
