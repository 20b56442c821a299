"""What one short line below a text is by its own words and shape: the text's or the page's.

See tail for where such lines stand. A label of a page's header with its value, who made it, a
rule, an end mark, an invitation and what speaks of the page itself are the page's; who signs, a
day, an annex, a note and where somebody is reached are the text's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.lazy import lazy_pattern
from agent.readers import header_line
from agent.readers.lines import Line, han_count, is_document, is_text, squeezed, tidy
from agent.readers.page_words import PageWords

_CLOSING = lazy_pattern(
    r"[\d一二三四五六七八九十]\s*日(?:[（(]星期.)?[）)]?$|(?:政府|委员会|办公[厅室]|[厅局委部署院])[）)]?$|^附\s*[件表]"
)
_ANNEX = lazy_pattern(r"^附\s*[件表]")
_OF_ANNEX = lazy_pattern(r"(?:相关)?附\s?[件表](?:下载|列表)?")
_DOWNLOAD = lazy_pattern(r"附\s?[件表]?\s?\d{0,2}\s?[:：]\s?[^，；]{2,40}下载")
_SIZE = lazy_pattern(
    r"(?:\s{0,4}[（(\[]\s?[\d.,]{1,9}\s?[KkMm]?[Bb]?\s?[）)\]])?(?:\s{1,4}(?:下载|预览|查看)){0,2}$"
)
"""How large a file is, and buttons, behind its name: （2.1MB） 下载."""
_NOTE = lazy_pattern(
    r"^特此|^[（(【\[]?\s?(?:注|备注|说明|抄送|附)\s?[】\])）]?\s?[:：]|^[（(\[]?(?:[\d一二三四五六七八九十]{1,3})[)）.．、\]]|^[（(][^（()）]{2,40}[）)]$"
)
"""A line below a text that belongs to it: a note, an item, whom a copy goes to, what stands in brackets."""
_DRAWN = lazy_pattern(
    r"[\s\-—–―=*＊_~·.…─━]{4,80}|[-—=*_─━]{2,40}\s?[\u4e00-\u9fff]{2,4}\s?[-—=*_─━]{2,80}"
)
"""A rule that is drawn with marks, with or without its name: ------分隔线------."""
_END = lazy_pattern(
    r"[-—=\s]{0,8}(?:END|The End|[（(]?(?:正文|全文)?完[）)]?)[-—=\s]{0,8}", re.IGNORECASE
)
_TURNS = lazy_pattern(r"^[«‹←◀]\s?\S|\S\s?[»›→▶]$")
_NOTHING = lazy_pattern(
    r"^(?:(?:相关)?附\s?件(?:下载)?|[上下前后]一?[篇条则页个])\s?[:：]?\s?(?:暂?无|没有了?)[。!！]?$"
)
_PAIR = lazy_pattern(r"([\u4e00-\u9fff]{2,6})\s?[:：]\s?\S{0,24}")
_ASKS = lazy_pattern(
    r"[您你][^。]{0,12}[本此该这][^。]{1,12}[?？]$|是否(?:有用|满意|有帮助)[^。]{0,4}[?？]$"
)
_DAY = lazy_pattern(rf"[（(]?{header_line.YMD}[）)]?")
_OF_SYSTEMS = frozenset({"source", "publisher", "published", "uploaded", "other"})
_DATED = frozenset({"published", "uploaded"})
_LONGEST_TAIL, _LONGEST_OF_PAGE, _LONGEST_LABEL, _LONGEST_HEADING = 40, 60, 10, 30
_FEW, _MOST_MORE = 2, 6
SHORT = 8
"""Han characters of a word or two, as headings of a site and names of a channel are."""


def closes(text: str) -> bool:
    """True for a line that closes a document: an annex, who signs it, or its day."""
    return len(text) <= _LONGEST_TAIL and bool(_CLOSING.search(text))


def signs(lines: Sequence[Line], number: int, words: PageWords) -> bool:
    """True for one of two lines that are a body and a day: 某某供热有限公司 / 2024.10.31."""
    return any(
        0 <= first < len(lines) - 1
        and words.only_body.match(lines[first].text)
        and (closes(lines[first + 1].text) or _DAY.fullmatch(lines[first + 1].text))
        for first in (number - 1, number)
    )


def follows(text: str, words: PageWords) -> bool:
    """True for words below which more of a text stands (现将名单予以公示，公示期五个工作日。)."""
    return bool(words.around["follows"].search(text[-_LONGEST_TAIL:]))


def is_note(text: str, words: PageWords) -> bool:
    """True for a line that belongs to the text above it: a note, an item, what stands in brackets.

    A word on reprints in brackets is the page's: （某某在线原创稿件，转载请注明出处）.
    """
    of_page = text[:1] in "（(【[" and words.around["reprints"].search(text)
    return bool(_NOTE.match(text)) and not of_page


def reaches_somebody(text: str, words: PageWords) -> bool:
    """True for where somebody is reached, as notices and feet of sites say: 地址：…　邮编：…."""
    said = squeezed(text).replace("：", ":")
    return bool(words.around["reached"].search(said)) and not words.around["run_by"].match(said)


def is_annex(text: str) -> bool:
    """True for a line that names an annex."""
    return bool(_ANNEX.match(text))


def is_file(line: Line) -> bool:
    """True for the bare name of a file that a page offers, link or not.

    附件2：意见反馈表.docx, <a>报告书（报批稿）.pdf</a>（2.1MB）, 附：报名回执下载
    """
    text = _SIZE.sub("", line.text)
    if len(text) > _LONGEST_OF_PAGE or "。" in text:
        return False
    return is_document(text) or bool(_DOWNLOAD.fullmatch(text))


def labels_annexes(text: str) -> bool:
    """True for a label above the names of files: 附件：, 附件下载."""
    return bool(_OF_ANNEX.fullmatch(text.strip("：:【】 ")))


def says_nothing(text: str) -> bool:
    """True for a label without what it announces: 附件：无, 下一篇：没有了."""
    return bool(_NOTHING.match(text))


def leads_away(line: Line, words: PageWords) -> bool:
    """True for a heading below which other pages may follow, where nothing but links stands there."""
    if len(line.text) > _LONGEST_HEADING and not line.linked:
        return False
    return is_cut(line, words) or (line.han <= SHORT and may_lead_away(line.text, words))


def is_cut(line: Line, words: PageWords) -> bool:
    """True for a heading of other pages, or of what readers say, whatever stands below it."""
    bare = line.text.lstrip("【[（( ")
    return bool(words.around["cut_from"].match(bare) or words.said_by_readers.match(line.text))


def may_lead_away(text: str, words: PageWords) -> bool:
    """True for a heading or label of links to other pages, where nothing but links follows it."""
    bare = text.strip("【[（(■◆●▌】]）):：>» ")
    match = words.around["leads_away"].match(bare)
    return (
        match is not None
        and han_count(bare[match.end() :]) == len(bare) - match.end() <= _MOST_MORE
    )


def is_short(line: Line) -> bool:
    """True for a word or two that close no document."""
    return line.han <= SHORT and not _CLOSING.search(line.text)


def is_sentence_or_row(line: Line) -> bool:
    """True for a line that can only be of a text: a sentence, a row, a long line."""
    return len(line.cells) > 1 or is_text(line) or line.han > _LONGEST_TAIL


def is_the_pages(line: Line, words: PageWords) -> bool:
    """True for a short line that is of the page by its shape, or because it speaks of it."""
    text = line.text
    if len(text) > _LONGEST_OF_PAGE:
        return False
    if any(
        said.search(text) for said in (words.speaks_of_page, _ASKS, _TURNS, words.around["invites"])
    ):
        return True
    if _DRAWN.fullmatch(text) or _is_end_mark(text) or _are_pairs_of_page(text, words):
        return True
    if words.byline.fullmatch(text):
        return True
    told = header_line.bare(text, line.parts) if header_line.has_hour(text) else None
    return told is not None and header_line.is_in_figures(told[0])


def labels_of_page(line: Line, words: PageWords) -> bool:
    """True for labels that systems print beside a text: 来源：…, 发布时间：2024-11-08, 分类：….

    A notice has a time and a term of its own (时间：10月16日上午9时, 有效期：五年), and old papers their 主题词.
    """
    found = header_line.pairs(line.text, line.parts, words)
    return bool(found) and all(
        words.roles[label] in _OF_SYSTEMS
        and label != "主题词"
        and (words.roles[label] not in _DATED or header_line.is_in_figures(value))
        for label, value in found
    )


def _is_end_mark(text: str) -> bool:
    """True for -END-; （完） is the last word of a report of an agency, and stays."""
    return bool(_END.fullmatch(text)) and text[:1] not in "（("


def _are_pairs_of_page(text: str, words: PageWords) -> bool:
    """True for labels and values one of which is known to be the page's: 发布：办公室　审核：张三　点击：22."""
    tokens = text.split()
    pairs = [match for token in tokens if (match := _PAIR.fullmatch(token))]
    if len(pairs) < _FEW or len(pairs) < len(tokens):
        return False
    return any(words.edited.match(pair.group()) or words.is_noise(pair.group()) for pair in pairs)


def label_of_links(line: Line) -> str:
    """The label of a line of a label and links, whatever it says, or nothing: 相关热词：<a>抽水蓄能</a> <a>地下厂房</a>."""
    own = tidy("".join(part.text for part in line.parts if not part.is_link))
    return own if len(own) <= _LONGEST_LABEL and own[-1:] in ":：" and line.linked > 0 else ""


def is_of_links(line: Line) -> bool:
    """True for a line of link words, with nothing but marks and numbers beside them: 1. <a>电炉短流程之困</a>."""
    beside = "".join(part.text for part in line.parts if not part.is_link)
    return line.is_link or (
        line.linked > 0 and bool(line.parts) and not any(map(str.isalpha, beside))
    )


def is_of_buttons(line: Line, words: PageWords) -> bool:
    """True for a short sentence most of which are words of buttons: 打开微信，使用“扫一扫”即可分享."""
    if not 0 < line.han <= _LONGEST_OF_PAGE or line.linked:
        return False
    found = [word for word in words.of_controls.findall(line.text) if len(word) > 1]
    return len(set(found)) > _FEW + 1 and 5 * sum(map(len, found)) >= 2 * line.han


def is_statement(text: str, words: PageWords) -> bool:
    """True for what a platform says of itself and of what it shows.

    声明：…仅代表作者观点; （以上图文版权归原作者所有，如有侵权请与我们联系）: three such words, or one behind its head.
    A hint needs two: 风险提示：以上数据不构成投资建议 is the last line of a bulletin itself.
    """
    kinds = ("of_platform", "of_itself", "reprints")
    shown, itself, reprints = (len(set(words.around[kind].findall(text))) for kind in kinds)
    head = words.states.match(text)
    if head and shown and shown + itself > bool(words.around["hints"].search(head.group())):
        return True
    return reprints > _FEW or (itself > 0 < shown and shown + itself > _FEW)
