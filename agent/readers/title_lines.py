"""The lines of a page that may be its title: set as a heading, or standing right above the text and its header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.header_line import YMD, without_day
from agent.readers.lines import Line, han_count, names_of, tidy
from agent.readers.own_words import parted
from agent.readers.page_text import PAPERS, any_of, heading, one_line

_GREETING = lazy_pattern("^(?:您好[，,]?)?欢迎(?:光临|访问|您?来到|进入|浏览|使用)?")
_SITE = lazy_pattern(
    r"(?:网|网站|门户|平台|首页|频道|客户端|[省市县区]人民政府|(?:办公[厅室]|委员会|公司|集团|(?:交易|研究|事务)所|协会|银行|大学|[厅局委院社报])|第\s?[A-Z]?\d{1,3}\s?版)$"
)
_TITLED = lazy_pattern(
    r"(?:^|[-_])(?:\w{0,12}title\d{0,2}|tit\d{0,2}|\w{0,8}bt\d?|biaoti|headline|subject|\w{0,8}_tit)(?:$|[-_])",
    re.IGNORECASE,
)
_FRAME = lazy_pattern(
    r"(?:^|[-_\s])(?:logo|header|top|nav\w{0,6}|banner|foot\w{0,3}|menu|crumbs?|side\w{0,4}|search)(?:$|[-_\s])",
    re.IGNORECASE,
)
_LOGO = lazy_pattern(r"(?:^|[-_])(?:site[-_]?)?(?:logo|banner|sitename)(?:$|[-_])", re.IGNORECASE)
_ACT = lazy_pattern(
    rf"(?:{any_of(PAPERS)}|公报|通报|标准|规则|报告|目录|名单|公示|预警|(?:决定|通知|意见|告知|裁定|许可)书)(?:[（(].{{1,40}}[）)])?$"
)
_A_DAY = lazy_pattern(rf"{YMD}|星期")
_IN_FRAME = lazy_pattern(r"^[\u4e00-\u9fff]{2,6}[:：].{0,8}$|[|｜>＞»]")
"""A label and a word (热门搜索：落户), a path, a menu."""
_TAG = lazy_pattern(r"(?:置顶|原创|转载|推荐|NEW|HOT)|[【\[〔（(][\u4e00-\u9fff]{2,6}[】\]〕）)]")
_MARK = lazy_pattern(
    r"[\[〔【（(]?\s?(?:\d{1,2}|[*＊※①-⑳])\s?[\]〕】）)]|[*＊※①-⑳]|NEW|HOT", re.IGNORECASE
)
_SIZE = lazy_pattern(r"font(?:-size)?\s?:[^;]{0,20}?(\d{2})(?:\.\d+)?\s?(px|pt)", re.IGNORECASE)
_LETTER_SIZES = {"4": 18, "5": 24, "6": 32, "7": 48, "+1": 18, "+2": 24, "+3": 32}
"""Pixels of <font size>, as browsers draw it."""
_TAG_SIZES = {"h1": 32, "h2": 24, "h3": 19, "h4": 17}
_POINT = 4 / 3
_PLAIN = 16
LONGEST = 200
MOST_LINES = 5
_LEAST_HAN, _LEAST_STEM = 4, 6
_MOST_CANDIDATES, _LONGEST_NAME = 400, 16
_ENOUGH, _AGREED = 2.0, 1.0
_MOST_NEAR = 8


def over_breaks(lines: Sequence[Line], number: int) -> list[Line]:
    """A line, and those below that only <br> parts from it, up to the one that tells the day."""
    told = [lines[number]]
    for line in lines[number + 1 : number + MOST_LINES]:
        if not _goes_on(told[-1], line) or _A_DAY.search(line.text):
            break
        told.append(line)
    return told


def _goes_on(line: Line, below: Line) -> bool:
    """True where only a break parts two lines; one that ends a cell parts it from the next cell's."""
    if line.element.tag != "br":
        return False
    cell = next(line.element.iterancestors("td"), None)
    return cell is None or cell is below.element or cell in below.element.iterancestors("td")


def joined(lines: Iterable[Line]) -> str:
    """The words of lines as one title.

    A break parts two issuers (某省能源局<br>某省财政厅关于…) or only wraps a title; one_line tells which.
    """
    told = ""
    for line in lines:
        told = over_break(told, line.text if told else without_tag(line))
    return without_day(told)


def over_break(told: str, text: str) -> str:
    """Words of a title, and those that a break parts from them."""
    apart = one_line(f"{told} {text}") != one_line(told) + one_line(text)
    return f"{told} {text}" if told and apart else told + text


def without_tag(line: Line) -> str:
    """The words of a title without what stands in an element of its own at either end.

    The name of its column before them, <span>【中标公告】</span>, or the mark of a note behind them, <sup>[1]</sup>.
    """
    pieces = [piece for part in line.parts if (piece := tidy(part.text))]
    if len(pieces) < 2:
        return line.text
    bare = line.text
    if _TAG.fullmatch(pieces[0]):
        bare = bare.removeprefix(pieces[0]).strip()
    if _MARK.fullmatch(pieces[-1]) or _TAG.fullmatch(pieces[-1]):
        bare = bare.removesuffix(pieces[-1]).strip()
    return bare if han_count(bare) >= _LEAST_STEM else line.text


def is_site(words: str) -> bool:
    """True for what can only be the name of a site or of a body: 沙洲市公安局政务服务网, 欢迎光临某镇政府网站！."""
    words = _GREETING.sub("", words).rstrip("！!。")
    return bool(_SITE.search(words)) and "关于" not in words and not is_act(words)


def is_act(words: str) -> bool:
    """True for what ends as the name of an official act does: …的通知, …处罚决定书."""
    return bool(_ACT.search(words))


def is_of_logo(lines: Sequence[Line], words: str) -> bool:
    """True for words that name no act and stand in the logo of a site alone: 某市公安局交通警察支队."""
    if "关于" in words or is_act(one_line(words)) or any(map(str.isdigit, words)):
        return False
    if han_count(words) > _LONGEST_NAME:
        return False
    saying = [line for line in lines if one_line(line.text) == one_line(words)]
    return bool(saying) and all(
        any(_LOGO.search(name) for e in _around(line.element) for name in names_of(e).split())
        for line in saying
    )


@dataclass(frozen=True)
class Heading:
    """A line that is set as a title, where it was found, and how much speaks for it."""

    text: str
    where: str
    score: float


def best_heading(lines: Sequence[Line], barred: set[str], window: str = "") -> Heading | None:
    """The line that is set as a title: by its tag or class, its words and what stands around it.

    ``window`` is what the window title begins with: that a short line says the same speaks for it.
    """
    found: list[Heading] = []
    for number, line in enumerate(lines[:_MOST_CANDIDATES]):
        if number and lines[number - 1].element.tag == "br" and _same_block(lines, number):
            continue  # the rest of what a break parts
        tag, named = _is_set_as(line)
        if tag or named:
            told = joined(over_breaks(lines, number))
            after = lines[number + 1 : number + 4]
            heard = _judged(line, told, after, tag, named)
            same = _AGREED if one_line(told) == window else 0.0
            found.append(replace(heard, score=heard.score + same))
    found = [one for one in found if one.score >= _ENOUGH and one_line(one.text) not in barred]
    return max(found, key=lambda candidate: candidate.score, default=None)


def _same_block(lines: Sequence[Line], number: int) -> bool:
    """True for a line that stands with the one above in one block, parted by a break."""
    above, here = lines[number - 1].element.getparent(), lines[number].element
    return any(element is above for element in (here, here.getparent()))


def _is_set_as(line: Line) -> tuple[str, bool]:
    """The tag of a heading around a line, and whether something around it is called a title."""
    if line.han < _LEAST_HAN or len(line.cells) > 1 or len(line.text) > LONGEST:
        return "", False
    around = list(_around(line.element))
    tag = next((str(e.tag) for e in around[:3] if e.tag in ("h1", "h2", "h3")), "")
    named = any(_TITLED.search(name) for e in around[:2] for name in names_of(e).split())
    # Systems for notes and feeds let the one title of a page link to the page.
    return ("", False) if line.is_link and not (named and tag == "h1") else (tag, named)


def _judged(line: Line, told: str, after: Sequence[Line], tag: str, named: bool) -> Heading:
    words = one_line(told)
    score = (3.0 if tag in ("h1", "h2") else 2.0 if tag else 0.0) + (2.0 if named else 0.0)
    if is_act(words) or "关于" in words:
        score += 2.0
    if any(any(mark.isdigit() for mark in next_line.text) for next_line in after):
        score += 0.5
    if is_site(words):
        score -= 4.0
    if any(_is_frame(e) for e in _around(line.element)):
        score -= 3.0
    if line.han < _LEAST_STEM:
        score -= 1.5
    if words[-1:] in "。；：:;" or len(words) > LONGEST:
        score = 0.0
    return Heading(told, tag or "标题样式", score)


def _is_frame(element: HtmlElement) -> bool:
    """True for what is called the frame of a site; <article> and <main> have a <header> of their own."""
    if element.tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    return element.tag in ("nav", "footer") or any(
        _FRAME.search(x) for x in names_of(element).split()
    )


def line_above(lines: Sequence[Line], numbers: Sequence[int]) -> str:
    """The title among the lines above a text that are none of its header, or nothing.

    An act is taken before others, larger letters before smaller ones, then the nearest; a line that
    leads to the headline in the cell below it is none. Old pages lay out by tables, call no cell a
    title and give their window the name of the site.

    Args:
        lines: the lines of the page.
        numbers: those above the text, nearest first.
    """
    found: list[tuple[bool, float, int, str]] = []
    nearer: Line | None = None
    for number in numbers:
        if number and _goes_on(lines[number - 1], lines[number]):
            continue  # the rest of what a break parts
        block = over_breaks(lines, number)
        told = joined(block)
        if not any(line.linked for line in block) and _may_be_title(lines[number], told):
            if nearer is None or not _leads_to(lines[number], nearer):
                size = _size(lines[number].element)
                found.append((is_act(one_line(told)), size, -len(found), told))
            nearer = lines[number]
    return heading(max(found)[-1]) if found else ""


def _leads_to(line: Line, headline: Line) -> bool:
    """True for a line above a headline that is set stronger, each in a cell of its own of one table.

    Newspapers set 三次听证会改了四稿方案 above their headline; it ends as the name of an act does.
    """
    if "关于" in line.text or is_act(one_line(headline.text)):
        return False
    cells = [next(one.element.iterancestors("td"), one.element) for one in (line, headline)]
    tables = [next(cell.iterancestors("table"), None) for cell in cells]
    apart = cells[0] is not cells[1] and tables[0] is not None and tables[0] is tables[1]
    return apart and _size(line.element) < _size(headline.element)


def _may_be_title(line: Line, told: str) -> bool:
    words = one_line(told)
    if len(line.cells) > 1 or han_count(words) < _LEAST_STEM or len(words) > LONGEST:
        return False
    if words[-1:] in "。；：:;，" or _A_DAY.search(words) or _IN_FRAME.search(words):
        return False
    return not (is_site(words) or parted([words]).to_visitor)


def _size(element: HtmlElement) -> float:
    """How large the letters of a line are, in pixels, as far as the page says; bold counts a little."""
    above = element.getparent()
    near = [element, *element.iterdescendants()]
    if above is not None:
        near.append(above)
        near += [above.getparent()] if above.getparent() is not None else []
    sizes = [float(_PLAIN)]
    for one in near[:_MOST_NEAR]:
        style = _SIZE.search(one.get("style") or "")
        if style:
            sizes.append(float(style.group(1)) * (_POINT if style.group(2).lower() == "pt" else 1))
        sizes.append(_LETTER_SIZES.get(one.get("size") or "", _TAG_SIZES.get(str(one.tag), 0)))
    bold = any(one.tag in ("b", "strong") for one in near[:_MOST_NEAR])
    return max(sizes) + bold


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    if element.tag != "br":
        yield element
    for number, above in enumerate(element.iterancestors()):
        if number > 3 or above.tag == "body":
            return
        yield above
