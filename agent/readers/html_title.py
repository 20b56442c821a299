"""The title of a page: never the name of its column or of its site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.readers.lines import Line, han_count
from agent.readers.page_text import one_line
from agent.readers.rows import Rows
from agent.records import Stated

_SEPARATORS = re.compile(r"\s*(?:_+|\s[-|｜–—]+\s|[|｜]|--+|——)\s*")
_SITE_AT_END = re.compile(
    r"\s*[-–—]\s*[^-–—]{0,30}(?:网|频道|门户|政府|平台|厅|局|委员会|委|中心|日报|在线|新闻|资讯)$"
)
_LONGEST = 200
_MOST_LINES = 5
_LEAST_HAN = 4
_COLUMN_AT_END = re.compile(r"(?:\s*[-–—]\s*[\u4e00-\u9fff]{2,8}){1,3}$")
_CUT = ("…", "...")


def choose_title(
    tags: dict[str, str], rows: Rows, lines: Sequence[Line], window_title: str
) -> Stated | None:
    """The title, from the best place that has one, with the words for that place.

    The order: meta ArticleTitle, the 标题 row of a metadata table, a line of the page that the
    window title begins with or holds, a heading, og:title, the window title without the site.
    """
    barred = {one_line(tags.get(name, "")) for name in ("columnname", "sitename", "lanmu")}
    article = one_line(tags.get("articletitle", ""))
    if _good(article, barred) and not article.endswith(_CUT):
        return Stated(value=article, where="meta ArticleTitle")
    for row in rows.of("title"):
        if row.official and _good(one_line(row.value), barred):
            return Stated(value=one_line(row.value), where=row.where)
    short = _without_site(window_title, barred)
    shown = _shown(lines, window_title, barred)
    if shown:
        return Stated(value=shown, where="页面标题行")
    heading = _heading(lines, barred)
    if heading:
        return Stated(value=heading, where="h1")
    for value, where in (
        (tags.get("og:title", ""), "meta og:title"),
        (short, "title"),
        (article, "meta ArticleTitle"),
    ):
        if _good(one_line(value), barred):
            return Stated(value=one_line(value), where=where)
    return None


def _good(title: str, barred: set[str]) -> bool:
    return len(title) >= 2 and title not in barred


def _shown(lines: Sequence[Line], window_title: str, barred: set[str]) -> str:
    """The longest line, or few lines together, that stand in the window title as its title."""
    window = one_line(window_title)
    sites = {one_line(part) for part in _SEPARATORS.split(window_title)[1:]}
    best = ""
    for number, line in enumerate(lines):
        if line.is_link or len(line.text) > _LONGEST:
            continue
        words = ""
        for part in lines[number : number + _MOST_LINES]:
            words += one_line(part.text)
            if words not in window or part.is_link:
                break
            if len(words) > len(best) and words not in sites and _good(words, barred):
                best = words
    whole = _without_site(window_title, barred)
    enough = han_count(best) >= _LEAST_HAN and len(best) * 2 >= len(whole)
    return best if enough else ""


def _heading(lines: Sequence[Line], barred: set[str]) -> str:
    for line in lines:
        element = line.element
        inside = [element, *list(element.iterancestors())[:2]]
        if any(part.tag == "h1" for part in inside) and not line.is_link:
            words = one_line(line.text)
            if han_count(words) >= 6 and _good(words, barred):
                return words
    return ""


def _without_site(window_title: str, barred: set[str]) -> str:
    parts = [part for part in _SEPARATORS.split(window_title.strip()) if part]
    parts = [part for part in parts if one_line(part) not in barred]
    if not parts:
        return ""
    longest = max(parts, key=len)
    first = parts[0] if len(parts[0]) * 2 >= len(longest) else longest
    bare, sites = _SITE_AT_END.subn("", first)
    return one_line(_COLUMN_AT_END.sub("", bare) if sites else bare)
