"""The title of a page: never the name of its column or of its site.

A page says it in several places and each of them fails on some sites: the CMS cuts the window title
short, a heading carries the logo, meta tags carry markup. The order is that of trust; a line of the
page that one of the others begins with or holds is what a reader sees, so it is what is told.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Sequence
from functools import reduce

from agent.lazy import lazy_pattern
from agent.readers.letterhead import is_red_head, title_below_red_head
from agent.readers.lines import LETTERS, Line, han_count
from agent.readers.page_text import heading, one_line
from agent.readers.rows import Rows
from agent.readers.title_lines import (
    LONGEST,
    MOST_LINES,
    best_heading,
    is_act,
    is_of_logo,
    is_site,
    joined,
    line_above,
    over_break,
    over_breaks,
    without_tag,
)
from agent.records import Stated

_SEPARATORS = lazy_pattern(
    r"\s{0,20}(?:_+|\s[-|｜–—]{1,20}\s|[|｜]|--+|——|>>|»|＞|[:：]{2,9}|[★☆◆◇■□●○▲△]+)\s{0,20}"
)
_SITE_AT_END = lazy_pattern(
    r"\s{0,20}[-–—]\s{0,20}[^-–—]{0,30}(?:网|频道|门户|政府|平台|厅|局|委员会|委|中心|日报|在线|新闻|资讯|公司|集团)$"
)
_COLUMN_AT_END = lazy_pattern(r"(?:\s{0,20}[-–—]\s{0,20}[\u4e00-\u9fff]{2,8}){1,3}$")
_BARS = "丨|｜"
"""How a line ends that is the name of a column before its headline: 某地时评丨."""
_BORDER = "-–—_|｜ （("
_HYPHEN = lazy_pattern(r"[-–—]")
_MARKUP = lazy_pattern(r"<[^<>]{1,60}>")
_CUT = lazy_pattern(r"(?:…{1,6}|\.{2,6})$")
_CUT_OFF = lazy_pattern(r"…{1,6}|\.{2,6}")
_LONGEST_TITLE = 400
_LEAST_HAN, _LEAST_STEM = 4, 6
_DELIMITED, _TOP = 8, 60
_KEYWORDS = lazy_pattern(r"(?:[^,，、]{1,6}[,，、]){2}")
"""Words for search engines parted by commas: 某某阀门-蝶阀,球阀,闸阀厂家."""


def choose_title(
    tags: dict[str, str],
    rows: Rows,
    lines: Sequence[Line],
    window_title: str,
    above: Callable[[], Sequence[int]] = tuple,
    linked: Collection[str] = (),
) -> Stated | None:
    """The title, from the best place that has one, with the words for that place.

    The order: meta ArticleTitle, the 标题 row of a metadata table, a line of the page that one of
    them or the window title begins with, a line that the window title holds, a heading, the line
    above the header, og:title, the window title without the site.

    Args:
        tags: the meta tags, by lower-case name.
        rows: the metadata of the document.
        lines: the lines of the page, as far as a title may stand.
        window_title: the words of <title>.
        above: gives the numbers of the lines above the text that are none of its header, nearest first.
        linked: the words of the links above the text; a short one is the name of a column.
    """
    barred = {one_line(tags.get(name, "")) for name in ("columnname", "sitename", "lanmu")}
    article = _plain(tags.get("articletitle", ""))
    if _good(article, barred) and not _CUT.search(article):
        return Stated(value=heading(article), where="meta ArticleTitle")
    for row in rows.of("title"):
        if row.official and _good(one_line(row.value), barred):
            return Stated(value=heading(row.value), where=row.where)
    columns = barred | {words for words in linked if han_count(words) < _DELIMITED}
    shared = _plain(tags.get("og:title", ""))
    short = _without_site(window_title, barred)
    shown = _begun(lines, (article, window_title)) or next(
        (told for told in (_shown(lines, x, columns) for x in (window_title, shared) if x) if told),
        "",
    )
    of_logo = one_line(shown) == one_line(window_title) and is_of_logo(lines, shown)
    nearest = line_above(lines, above()) if han_count(shown) < _DELIMITED else ""
    of_column = is_act(nearest) and "关于" in nearest  # 通知公告, above 关于…的通知
    if of_column:
        return Stated(value=nearest, where="页面标题行")
    if shown and not (is_site(shown) or is_red_head(shown) or of_logo):
        return Stated(value=shown, where="页面标题行")
    names = [one_line(part) for part in _SEPARATORS.split(window_title) if part]
    best = best_heading(lines, columns | {one_line(window_title)}, names[0] if names else "")
    if best and not is_red_head(best.text):
        return Stated(value=heading(best.text), where=best.where)
    for row in rows.of("title"):
        if _good(one_line(row.value), barred):
            return Stated(value=heading(row.value), where=row.where)
    told = title_below_red_head([line.text for line in lines[:_TOP]]) or line_above(lines, above())
    if told and (of_logo or not _is_named(one_line(short), one_line(told))):
        return Stated(value=told, where="页面标题行")
    if shown:
        return Stated(value=shown, where="页面标题行")
    for value, where in (
        (_without_site(shared, barred), "meta og:title"),
        (short, "title"),
        (article, "meta ArticleTitle"),
    ):
        if _good(one_line(value), barred):
            return Stated(value=heading(value), where=where)
    return None


def _is_named(short: str, told: str) -> bool:
    """True where a window title names the page itself, and not its site, its column, its goods.

    A line above the text that is an act, or holds those words, tells more than it does.
    """
    names = max(map(han_count, _HYPHEN.split(short)))  # 某某环保-新闻详情
    if names < _DELIMITED or is_site(short) or _KEYWORDS.search(short):
        return False
    return not is_act(told) and short not in told


def _plain(words: str) -> str:
    """Words of a meta tag without the markup that some systems leave in them.

    A break there parts two issuers or is where a long line was wrapped; over_break tells which.
    """
    plain = html.unescape(words).strip()
    return reduce(over_break, map(str.strip, _MARKUP.split(plain))) if "<" in plain else plain


def _good(title: str, barred: set[str]) -> bool:
    return 2 <= len(title) <= _LONGEST_TITLE and one_line(title) not in barred


def _begun(lines: Sequence[Line], cut: Sequence[str]) -> str:
    """The line that goes on where a title was cut short: 关于印发《某省城市配送… and what follows."""
    for words in cut:
        for part in _SEPARATORS.split(words):
            stem = one_line(_CUT_OFF.split(part)[0])
            if stem == one_line(part) or len(stem) < _LEAST_STEM:
                continue
            for number, line in enumerate(lines):
                if line.is_link or not one_line(line.text) or not _meets(one_line(line.text), stem):
                    continue
                told = joined(over_breaks(lines, number))
                if one_line(told).startswith(stem) and len(told) <= LONGEST:
                    return heading(told)
    return ""


def _meets(line: str, stem: str) -> bool:
    return line.startswith(stem) or (len(line) >= _LEAST_STEM and stem.startswith(line))


def _shown(lines: Sequence[Line], window_title: str, barred: set[str]) -> str:
    """The longest line, or few lines together, that stand in the window title as its title."""
    window = one_line(window_title)
    names = [one_line(part) for part in _SEPARATORS.split(window_title)]
    # 某市人民政府_信息公开_统计公报_某市2020年…公报: the title is the longest, wherever it stands.
    sites = set(names[1:]) - {max(names, key=len, default="")}
    best = words = shown = ""
    for number, line in enumerate(lines):
        if line.is_link or len(line.text) > LONGEST or line.text[-1:] in _BARS:
            continue
        words = told = ""
        for part in lines[number : number + MOST_LINES]:
            text = part.text if words + one_line(part.text) in window else without_tag(part)
            words += one_line(text)
            if words not in window or part.is_link:
                break
            piece = heading(text)
            told += f" {piece}" if told and f"{told} {piece}" in window_title else piece
            if len(words) > len(best) and words not in sites and _good(words, barred):
                best, shown = words, told
    if (han_count(best) or len(best) / LETTERS) < (
        _DELIMITED if _KEYWORDS.search(window_title) else _LEAST_HAN
    ):
        return ""
    whole = _without_site(window_title, barred)
    apart = f" {shown} " in f" {window_title} " or _is_delimited(best, window)
    enough = len(best) * 2 >= len(whole) or apart
    return shown if enough and not (is_site(best) and len(best) * 2 < len(window)) else ""


def _is_delimited(words: str, window: str) -> bool:
    """True when the words stand in a window title between its ends and hyphens."""
    before, _, behind = window.partition(words)
    return (
        len(words) >= _DELIMITED
        and (not before or before[-1] in _BORDER)
        and (not behind or behind[0] in _BORDER)
    )


def _without_site(window_title: str, barred: set[str]) -> str:
    parts = [part for part in _SEPARATORS.split(window_title.strip()) if part]
    parts = [part for part in parts if one_line(part) not in barred]
    if not parts:
        return ""
    longest = max(parts, key=len)
    first = parts[0] if len(parts[0]) * 2 >= len(longest) else longest
    bare, sites = _SITE_AT_END.subn("", first)
    return _COLUMN_AT_END.sub("", bare) if sites else bare
