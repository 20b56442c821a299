"""What of a page a person does not see, taken out before anything is read: it must not reach a model.

A node is not seen when its tag shows nothing, when its own style or the page's own style sheet
hides it (no display, no size, no place, no contrast), or when it says so (hidden, aria-hidden, the
classes that the common frameworks hide by). A sheet that is only linked is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.etree import XPath
from lxml.html import HtmlElement

_DROPPED = (
    *("audio", "base", "button", "canvas", "embed", "head", "iframe", "input", "link", "map"),
    *("meta", "noscript", "object", "option", "script", "select", "style", "svg", "template"),
    *("textarea", "title", "video"),
)
_FRAMEWORK = frozenset(
    {
        *("ng-hide", "hidden", "d-none", "hide", "sr-only", "visually-hidden", "layui-hide"),
        *("screen-reader-text", "el-hidden", "is-hidden", "am-hide", "uk-hidden", "none"),
    }
)
"""Classes by which AngularJS, Tailwind, Bootstrap, layui and others hide."""

_NOTHING = re.compile(r"^[+-]?0*(?:\.0+)?\s*(?:px|pt|em|rem|%|vh|vw)?$")
_FAR = re.compile(r"^-\d{3,}(?:\.\d+)?\s*(?:px|pt|em|rem)?$")
_CLIPPED = re.compile(
    r"^rect\(\s*(?:0|1)[a-z]*[\s,]+(?:0|1)[a-z]*[\s,]+(?:0|1)[a-z]*[\s,]+(?:0|1)[a-z]*\s*\)"
    r"|^inset\(\s*(?:50|100)%"
)
_LIGHT = re.compile(
    r"^(?:white|snow|ivory|transparent|#(?:f[a-f0-9]){3}(?:[a-f0-9]{2})?|#f{3,4}"
    r"|rgba?\(\s*2[45]\d\s*,\s*2[45]\d\s*,\s*2[45]\d\s*(?:,[^)]*)?\)|rgba\([^)]*,\s*0?\.?0*\s*\))$"
)
_CLEAR = frozenset({"", "none", "transparent", "inherit", "initial", "unset", "auto"})
_SHEET_SELECTOR = re.compile(r"^[a-z0-9]*([.#][\w-]+)$", re.IGNORECASE)
_WHITE = r":\s?(?:#[fF]{3}|white)"
_TELLING = re.compile(
    r"display|visib|opacity|-indent|clip|scale\(|overflow|left:\s?-|top:\s?-|font-size:\s?0"
    rf"|color{_WHITE}[^{{}}]{{0,200}}background(?:-color)?{_WHITE}|background(?:-color)?{_WHITE}[^{{}}]{{0,200}}[;\s]color{_WHITE}"
)
"""What a rule must hold to be looked at: a word that may hide, or the colour of paper on paper."""
_LONGEST_SHEET = 200_000
_LONGEST_STYLE, _MOST_RULES = 2000, 2000
_WECHAT = "js_content"
_SAYING = XPath("//*[@class or @style or @hidden or @aria-hidden or @id]")


class Sheet(NamedTuple):
    """What the sheets in a page do to its classes (.name) and ids (#name).

    ``tiny`` are the classes, without the dot, whose letters have no size.
    """

    hiding: frozenset[str]
    showing: frozenset[str]
    tiny: frozenset[str]


def strip_unseen(tree: HtmlElement) -> None:
    """Take scripts, form controls, comments and hidden nodes out of a tree, in place."""
    sheet = _own_sheet(tree)
    doomed = list(tree.iter(*_DROPPED))
    for element in _SAYING(tree):
        if element.get("id") == _WECHAT:
            continue
        style = element.get("style")
        if _is_hidden(element, sheet):
            doomed.append(element)
        elif style:
            _by_style(element, style, doomed)
        elif sheet.tiny and not sheet.tiny.isdisjoint((element.get("class") or "").split()):
            _blank(element)
    doomed += [e for e in tree.iter("font") if _is_light(e.get("color") or "") and _is_on_white(e)]
    for element in doomed:
        _remove(element)
    for raised in tree.iter("sup"):
        _mark_exponent(raised)


def outermost_hidden(element: HtmlElement) -> HtmlElement:
    """The outermost element around one that hides what it holds, or the element itself."""
    sheet = _own_sheet(element.getroottree().getroot())
    found = element
    for above in element.iterancestors():
        if _is_hidden(above, sheet) or _judged(above.get("style") or "")[0]:
            found = above
    return found


def _is_hidden(element: HtmlElement, sheet: Sheet) -> bool:
    """True for what is hidden by its class, its id or a word of its own; its style is judged apart."""
    hiding = sheet.hiding
    get = element.get
    names = get("class")
    return bool(
        (names and _hidden_by_class(names, hiding, sheet.showing))
        or get("hidden") is not None
        or get("aria-hidden") == "true"
        or (hiding and f"#{get('id')}" in hiding)
    )


def _by_style(element: HtmlElement, style: str, doomed: list[HtmlElement]) -> None:
    hides, is_nothing, is_light = _judged(style)
    if hides:
        doomed.append(element)
    elif is_nothing:
        _blank(element)
    elif is_light and _is_on_white(element):
        doomed.append(element)


@lru_cache(maxsize=1024)
def _judged(style: str) -> tuple[bool, bool, bool]:
    """Whether a style hides, sets letters of size zero, or of the colour of paper."""
    declared = _declared(style)
    is_nothing = bool(_NOTHING.match(declared.get("font-size", "x")))
    return _hides(declared), is_nothing, _is_light(declared.get("color", ""))


@lru_cache(maxsize=1024)
def _declared(style: str) -> dict[str, str]:
    """The declarations of a style, the last of a name first served."""
    found = {}
    for part in style[:_LONGEST_STYLE].lower().replace("!important", "").split(";"):
        name, _, value = part.partition(":")
        found[name.strip()] = value.strip()
    return found


def _hides(style: dict[str, str]) -> bool:
    get = style.get
    if get("display") == "none" or get("visibility") in ("hidden", "collapse"):
        return True
    if _NOTHING.match(get("opacity", "x")) or _FAR.match(get("text-indent", "")):
        return True
    if any(_FAR.match(get(side, "")) for side in ("left", "top", "margin-left", "margin-top")):
        return len(get("left", "") + get("top", "") + get("margin-left", "")) > 5
    if _CLIPPED.match(get("clip", "")) or _CLIPPED.match(get("clip-path", "")):
        return True
    if get("transform", "").startswith(("scale(0)", "scale(0,", "scale3d(0")):
        return True
    cut = "hidden" in get("overflow", "") + get("overflow-y", "") + get("overflow-x", "")
    sizes = ("height", "max-height", "width", "max-width")
    return cut and any(_NOTHING.match(get(size, "x")) for size in sizes)


def _own_sheet(tree: HtmlElement) -> Sheet:
    """What the sheets in a page hide, show and make too small to be seen."""
    hiding: dict[str, bool] = {}
    tiny: set[str] = set()
    sheets = "".join(style.text or "" for style in tree.iter("style"))
    for selectors, block in _rules(sheets[:_LONGEST_SHEET]):
        style = _declared(block)
        names = [
            match.group(1)
            for selector in selectors.split(",")
            if (match := _SHEET_SELECTOR.match(selector.strip()))
        ]
        ground = style.get("background-color") or style.get("background") or ""
        if _hides(style) or (_is_light(style.get("color", "")) and _is_light(ground)):
            hiding |= dict.fromkeys(names, True)
        elif style.get("display") or style.get("visibility") or style.get("opacity"):
            hiding |= dict.fromkeys(names, False)
        if _NOTHING.match(style.get("font-size", "x")):
            tiny |= {name[1:] for name in names if name[0] == "."}
    hidden_names = frozenset(name for name, hidden in hiding.items() if hidden)
    return Sheet(hidden_names, frozenset(hiding) - hidden_names, frozenset(tiny))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that may hide or show and stand in no @media."""
    known = depth = 0
    for telling in islice(_TELLING.finditer(sheet), _MOST_RULES):
        opened = sheet.rfind("{", known, telling.start())
        if opened < 0:
            continue
        depth += sheet.count("{", known, opened) - sheet.count("}", known, opened)
        start = max(sheet.rfind(mark, known, opened) for mark in "{};")
        selectors = sheet[max(start + 1, known) : opened].strip()
        known = opened
        end = sheet.find("}", telling.end())
        if depth == 0 and "@" not in selectors:
            yield selectors, sheet[opened + 1 : end if end >= 0 else len(sheet)]


@lru_cache(maxsize=1024)
def _hidden_by_class(names: str, hiding: frozenset[str], showing: frozenset[str]) -> bool:
    dotted = {f".{name}" for name in names.split()}
    if not dotted.isdisjoint(showing):
        return False
    return not dotted.isdisjoint(hiding) or not _FRAMEWORK.isdisjoint(names.lower().split())


def _is_light(colour: str) -> bool:
    return bool(colour) and bool(_LIGHT.match(colour.lower()))


def _is_on_white(element: HtmlElement) -> bool:
    """True when nothing around it is declared to be of another colour than white."""
    for node in (element, *element.iterancestors()):
        style = _declared(node.get("style") or "")
        ground = (
            style.get("background-color") or style.get("background") or node.get("bgcolor") or ""
        )
        if ground.lower() not in _CLEAR:
            return _is_light(ground)
        if node.tag == "th" or node.get("background"):
            return False
    return True


def _mark_exponent(raised: HtmlElement) -> None:
    """10<sup>4</sup> must not read 104."""
    before = raised.getprevious()
    parent = raised.getparent()
    base = before.tail if before is not None else parent.text if parent is not None else ""
    if raised.text and raised.text.strip().isdigit() and (base or "")[-1:].isdigit():
        raised.text = "^" + raised.text.strip()


def _blank(element: HtmlElement) -> None:
    """Empty what is shown in size zero, down to the nodes that set a size of their own."""
    waiting = [element]
    while waiting:
        node = waiting.pop()
        node.text = None
        for child in node:
            child.tail = None
            if "font-size" not in (child.get("style") or ""):
                waiting.append(child)


def _remove(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
