"""The title of a page: never the name of its column or of its site.

A page says it in several places and each of them fails on some sites: the CMS cuts the window title
short, a heading carries the logo, meta tags carry markup. The order is that of trust; a line of the
page that one of the others begins with or holds is what a reader sees, so it is what is told.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from agent.readers.header_line import without_day
from agent.readers.lines import Line, han_count, is_text
from agent.readers.page_text import heading, one_line
from agent.readers.rows import Rows
from agent.records import Stated

_SEPARATORS = re.compile(r"\s{0,20}(?:_+|\s[-|｜–—]{1,20}\s|[|｜]|--+|——)\s{0,20}")
_SITE_AT_END = re.compile(
    r"\s{0,20}[-–—]\s{0,20}[^-–—]{0,30}(?:网|频道|门户|政府|平台|厅|局|委员会|委|中心|日报|在线|新闻|资讯|公司|集团)$"
)
_COLUMN_AT_END = re.compile(r"(?:\s{0,20}[-–—]\s{0,20}[\u4e00-\u9fff]{2,8}){1,3}$")
_BORDER = "-–—_|｜ （("
_SITE = re.compile(
    r"(?:网|网站|门户|平台|首页|频道|客户端|[省市县区]人民政府|(?:办公[厅室]|委员会|公司|集团|[厅局委院社报]))$"
)
_TITLED = re.compile(
    r"(?:^|[-_])(?:\w{0,12}title\d{0,2}|tit\d{0,2}|\w{0,8}bt\d?|biaoti|headline|subject|\w{0,8}_tit)(?:$|[-_])",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?:^|[-_\s])(?:logo|header|top|nav\w{0,6}|banner|foot\w{0,3}|menu|crumbs?|side\w{0,4}|search)(?:$|[-_\s])",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"(?:通知|意见|方案|办法|决定|规定|条例|规划|计划|措施|细则|公告|通告|公报|批复|函|令|标准|规则|纲要|要点|报告|目录|名单|公示|预警)"
    r"(?:[（(].{1,40}[）)])?$"
)
_MARKUP = re.compile(r"<[^<>]{1,60}>")
_CUT = re.compile(r"(?:…{1,6}|\.{2,6})$")
_LONGEST, _LONGEST_TITLE = 200, 400
_MOST_LINES = 5
_LEAST_HAN, _LEAST_STEM = 4, 6
_DELIMITED = 8
_HIGH_ABOVE = 8
_DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|[:：|｜]|星期")
_IN_PATH = re.compile(r"[>＞»]")
_MOST_CANDIDATES = 400
_ENOUGH = 2.0


def choose_title(
    tags: dict[str, str],
    rows: Rows,
    lines: Sequence[Line],
    window_title: str,
    tells_day: Callable[[Line], bool] = lambda _: False,
) -> Stated | None:
    """The title, from the best place that has one, with the words for that place.

    The order: meta ArticleTitle, the 标题 row of a metadata table, a line of the page that one of
    them or the window title begins with, a line that the window title holds, a heading, the line
    above the header, og:title, the window title without the site.

    Args:
        tags: the meta tags, by lower-case name.
        rows: the metadata of the document.
        lines: the lines of the page, to the end of its body.
        window_title: the words of <title>.
        tells_day: whether a line is a header line that tells the day of the page.
    """
    names = ("columnname", "sitename", "lanmu")
    barred = {one_line(tags.get(name, "")) for name in names}
    article = _plain(tags.get("articletitle", ""))
    if _good(article, barred) and not _CUT.search(article):
        return Stated(value=heading(article), where="meta ArticleTitle")
    for row in rows.of("title"):
        if row.official and _good(one_line(row.value), barred):
            return Stated(value=heading(row.value), where=row.where)
    short = _without_site(window_title, barred)
    shown = _begun(lines, (article, window_title)) or _shown(lines, window_title, barred)
    if shown and not _is_site(shown):
        return Stated(value=shown, where="页面标题行")
    best = _heading(lines, barred | {one_line(window_title)})
    if best:
        return Stated(value=heading(best.text), where=best.where)
    names_no_page = han_count(short) < _DELIMITED or _is_site(one_line(short))
    above = _set_above(lines) if names_no_page else ""
    if not above:
        line = _above_header(lines, tells_day)
        above = line if names_no_page or _ACT.search(one_line(line)) else ""
    if above or shown:
        return Stated(value=above or shown, where="页面标题行")
    for value, where in (
        (_plain(tags.get("og:title", "")), "meta og:title"),
        (short, "title"),
        (article, "meta ArticleTitle"),
    ):
        if _good(one_line(value), barred):
            return Stated(value=heading(value), where=where)
    return None


def _plain(words: str) -> str:
    """Words of a meta tag without the markup that some systems leave in them.

    A break there parts two issuers or is where a long line was wrapped; one_line tells which.
    """
    plain = html.unescape(words).strip()
    return one_line(_MARKUP.sub(" ", plain)) if "<" in plain else plain


def _good(title: str, barred: set[str]) -> bool:
    return 2 <= len(title) <= _LONGEST_TITLE and one_line(title) not in barred


def _begun(lines: Sequence[Line], cut: Sequence[str]) -> str:
    """The line that goes on where a title was cut short: 关于印发《某省城市配送… and what follows."""
    for words in cut:
        for part in _SEPARATORS.split(words):
            stem = one_line(_CUT.sub("", part))
            if stem == one_line(part) or len(stem) < _LEAST_STEM:
                continue
            for number, line in enumerate(lines):
                if line.is_link or not one_line(line.text) or not _meets(one_line(line.text), stem):
                    continue
                told = _over_breaks(lines[number : number + _MOST_LINES])
                if one_line(told).startswith(stem) and len(told) <= _LONGEST:
                    return heading(told)
    return ""


def _meets(line: str, stem: str) -> bool:
    return line.startswith(stem) or (len(line) >= _LEAST_STEM and stem.startswith(line))


def _over_breaks(lines: Sequence[Line]) -> str:
    """A line, and those that only <br> parts from it: they are one block of the page."""
    told = ""
    for line in lines:
        told += line.text
        if line.element.tag != "br":
            break
    return told


def _shown(lines: Sequence[Line], window_title: str, barred: set[str]) -> str:
    """The longest line, or few lines together, that stand in the window title as its title."""
    window = one_line(window_title)
    names = [one_line(part) for part in _SEPARATORS.split(window_title)]
    # 某市人民政府_信息公开_统计公报_某市2020年…公报: the title is the longest, wherever it stands.
    sites = set(names[1:]) - {max(names, key=len, default="")}
    best = words = shown = ""
    for number, line in enumerate(lines):
        if line.is_link or len(line.text) > _LONGEST:
            continue
        words = told = ""
        for part in lines[number : number + _MOST_LINES]:
            words += one_line(part.text)
            if words not in window or part.is_link:
                break
            told += heading(part.text)
            if len(words) > len(best) and words not in sites and _good(words, barred):
                best, shown = words, told
    if han_count(best) < _LEAST_HAN:
        return ""
    whole = _without_site(window_title, barred)
    enough = len(best) * 2 >= len(whole) or _is_delimited(best, window)
    return shown if enough and not (_is_site(best) and len(best) * 2 < len(window)) else ""


def _is_delimited(words: str, window: str) -> bool:
    """True when the words stand in a window title between its ends and hyphens."""
    before, _, behind = window.partition(words)
    return (
        len(words) >= _DELIMITED
        and (not before or before[-1] in _BORDER)
        and (not behind or behind[0] in _BORDER)
    )


@dataclass(frozen=True)
class _Candidate:
    text: str
    where: str
    score: float


def _heading(lines: Sequence[Line], barred: set[str]) -> _Candidate | None:
    """The line that is set as a title: by its tag or class, its words and what stands around it."""
    found = [
        candidate
        for number, line in enumerate(lines[:_MOST_CANDIDATES])
        if (candidate := _judged(line, lines[number + 1 : number + 4], barred))
    ]
    return max(found, key=lambda candidate: candidate.score, default=None)


def _judged(line: Line, after: Sequence[Line], barred: set[str]) -> _Candidate | None:
    if line.is_link or not line.han >= _LEAST_HAN or len(line.text) > _LONGEST:
        return None
    text = without_day(line.text)
    words = one_line(text)
    if words in barred or len(line.cells) > 1 or words[-1:] in "。；：:;":
        return None
    around = list(_around(line.element))
    tag = next((str(e.tag) for e in around[:3] if e.tag in ("h1", "h2", "h3")), "")
    named = any(_TITLED.search(name) for e in around[:2] for name in _names(e))
    if not tag and not named:
        return None
    score = (3.0 if tag in ("h1", "h2") else 2.0 if tag else 0.0) + (2.0 if named else 0.0)
    if _ACT.search(words) or "关于" in words:
        score += 2.0
    if any(any(mark.isdigit() for mark in next_line.text) for next_line in after):
        score += 0.5
    if _is_site(words):
        score -= 4.0
    if any(_FRAME.search(name) for e in around for name in _names(e)) or any(
        e.tag in ("header", "nav", "footer") for e in around
    ):
        score -= 3.0
    if line.han < _LEAST_STEM:
        score -= 1.5
    return _Candidate(text, tag or "标题样式", score) if score >= _ENOUGH else None


def _set_above(lines: Sequence[Line]) -> str:
    """The line above the text that is set in the middle or bold, best one that names a document.

    Old pages lay out by tables, call no cell a title and give their window the name of the site.
    """
    text = next((n for n, line in enumerate(lines) if is_text(line)), 0)
    found = ""
    for line in lines[max(0, text - _HIGH_ABOVE) : text]:
        words = one_line(line.text)
        fits = not line.linked and len(line.cells) <= 1 and _LEAST_STEM <= len(words) <= _LONGEST
        if not fits or words[-1:] in "。；：:;）)】]" or _DAY.search(words):
            continue
        if any(_is_set(e) for e in _around(line.element)) and not _is_site(words):
            found = found or heading(line.text)
            if _ACT.search(words):
                return heading(line.text)
    return found


def _above_header(lines: Sequence[Line], tells_day: Callable[[Line], bool]) -> str:
    """The nearest line above the header that may be a title, over its breaks; the header's own at last.

    Where neither the window nor a tag names the page, what stands above 发布时间：… does.
    """
    for number, line in enumerate(lines[:_MOST_CANDIDATES]):
        if not tells_day(line):
            continue
        for first in range(number, max(-1, number - _HIGH_ABOVE), -1):
            if first and lines[first - 1].element.tag == "br":
                continue  # the rest of what a break parts
            words = without_day(_over_breaks(lines[first : first + _MOST_LINES]))
            if not lines[first].linked and _may_be_title(lines[first], words):
                return heading(words)
    return ""


def _may_be_title(line: Line, told: str) -> bool:
    words = one_line(told)
    if len(line.cells) > 1 or han_count(words) < _DELIMITED or len(words) > _LONGEST:
        return False
    return not (words[-1:] in "。；：:;" or _DAY.search(words) or _IN_PATH.search(words))


def _is_set(element: HtmlElement) -> bool:
    """True for what is centred or bold by its own tag, or holds nothing but what is bold."""
    style = (element.get("style") or "").lower()
    centred = element.get("align") == "center" or "text-align:center" in style.replace(" ", "")
    bold = element.tag in ("b", "strong", "center") or element.find(".//b") is not None
    return centred or bold or "font-weight" in style


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    for number, above in enumerate(element.iterancestors()):
        if number > 3 or above.tag == "body":
            return
        yield above


def _names(element: HtmlElement) -> list[str]:
    return f"{element.get('class') or ''} {element.get('id') or ''}".split()


def _is_site(words: str) -> bool:
    """True for what can only be the name of a site or of a body: 沙洲市公安局政务服务网."""
    return bool(_SITE.search(words)) and "关于" not in words and not _ACT.search(words)


def _without_site(window_title: str, barred: set[str]) -> str:
    parts = [part for part in _SEPARATORS.split(window_title.strip()) if part]
    parts = [part for part in parts if one_line(part) not in barred]
    if not parts:
        return ""
    longest = max(parts, key=len)
    first = parts[0] if len(parts[0]) * 2 >= len(longest) else longest
    bare, sites = _SITE_AT_END.subn("", first)
    return _COLUMN_AT_END.sub("", bare) if sites else bare
