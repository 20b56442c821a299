"""What of a page a person does not see, taken out before anything is read: it must not reach a model.

A node is not seen when its tag shows nothing, when its own style or the page's own style sheet
hides it (no display, no size, no place, no contrast), or when it says so (hidden, aria-hidden, the
classes that the common frameworks hide by). A sheet that is only linked is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from lxml.html import HtmlElement

from agent.readers.own_style import Sheet, declared, hides, is_light, is_nothing

_DROPPED = (
    *("audio", "base", "button", "canvas", "embed", "head", "iframe", "input", "link", "map"),
    *(
        "meta",
        "noframes",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
    ),
    *("textarea", "title", "video"),
)
_FRAMEWORK = frozenset(
    {
        *("ng-hide", "hidden", "d-none", "hide", "sr-only", "visually-hidden", "layui-hide"),
        *("screen-reader-text", "el-hidden", "is-hidden", "am-hide", "uk-hidden", "none"),
    }
)
"""Classes by which AngularJS, Tailwind, Bootstrap, layui and others hide."""

_CLEAR = frozenset({"", "none", "transparent", "inherit", "initial", "unset", "auto"})
_WECHAT = "js_content"
_SAYING = frozenset({"class", "style", "hidden", "aria-hidden", "id"})
"""The attributes by which an element is hidden. Asking each for its names is cheaper than an XPath."""


def strip_unseen(tree: HtmlElement) -> None:
    """Take scripts, form controls, comments and hidden nodes out of a tree, in place."""
    sheet = Sheet(tree)
    doomed = list(tree.iter(*_DROPPED))
    saying = [element for element in tree.iter() if not _SAYING.isdisjoint(element.keys())]
    for element in chain(saying, tree.iter(*sheet.tags) if sheet.tags else ()):
        if element.get("id") == _WECHAT:
            continue
        style = element.get("style") or ""
        by_sheet = sheet.of(element) if sheet else ""
        if _is_hidden(element, by_sheet, style):
            doomed.append(element)
            continue
        if style:
            _by_style(element, style, doomed)
        if by_sheet == "tiny" and "font-size" not in style:
            _blank(element)
    doomed += [e for e in tree.iter("font") if is_light(e.get("color") or "") and _is_on_white(e)]
    for element in doomed:
        _remove(element)
    for raised in tree.iter("sup"):
        _mark_exponent(raised)


def outermost_hidden(element: HtmlElement) -> HtmlElement:
    """The outermost element around one that hides what it holds, or the element itself."""
    return next(reversed(list(_hiding(element))), element)


def is_seen(element: HtmlElement) -> bool:
    """True where neither an element nor one around it is hidden, by what the page itself says."""
    return next(_hiding(element), None) is None


def _hiding(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that hide what one holds, from itself outwards."""
    sheet = Sheet(element.getroottree().getroot())
    for above in chain((element,), element.iterancestors()):
        style = above.get("style") or ""
        if _is_hidden(above, sheet.of(above), style) or _judged(style)[0]:
            yield above


def _is_hidden(element: HtmlElement, by_sheet: str, style: str) -> bool:
    """True for what is hidden by its class, its id or a word of its own; its style is judged apart.

    A style of its own that shows it counts more than a sheet: <div class=tab style="display:block">.
    """
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    if by_sheet in ("hides", "shows"):
        return by_sheet == "hides" and not (style and declared(style).get("display"))
    names = get("class")
    return names is not None and _is_called_hidden(names)


@lru_cache(maxsize=1024)
def _is_called_hidden(names: str) -> bool:
    return not _FRAMEWORK.isdisjoint(names.lower().split())


def _by_style(element: HtmlElement, style: str, doomed: list[HtmlElement]) -> None:
    hidden, tiny, light = _judged(style)
    if hidden:
        doomed.append(element)
    elif tiny:
        _blank(element)
    elif light and _is_on_white(element):
        doomed.append(element)


@lru_cache(maxsize=1024)
def _judged(style: str) -> tuple[bool, bool, bool]:
    """Whether a style hides, sets letters of size zero, or of the colour of paper."""
    said = declared(style)
    size = said.get("font-size", "x")
    return hides(said), is_nothing(size), is_light(said.get("color", ""))


def _is_on_white(element: HtmlElement) -> bool:
    """True when nothing around it is declared to be of another colour than white."""
    for node in (element, *element.iterancestors()):
        style = declared(node.get("style") or "")
        ground = (
            style.get("background-color") or style.get("background") or node.get("bgcolor") or ""
        )
        if ground.lower() not in _CLEAR:
            return is_light(ground)
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
