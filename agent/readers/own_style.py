"""What the styles in a page say of an element: its own style, and the sheets that the page carries.

A sheet is read for what hides, shows again, or sets letters of no size. Selectors of tags, classes
and ids, alone or below each other, are followed; the more exact one counts, then the later. A
sheet that is only linked is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern

_NOTHING = lazy_pattern(r"^[+-]?0*(?:\.0+)?\s*(?:px|pt|em|rem|%|vh|vw)?$")
_FAR = lazy_pattern(r"^-\d{3,}(?:\.\d+)?\s*(?:px|pt|em|rem)?$")
_CLIPPED = lazy_pattern(
    r"^rect\(\s*(?:0|1)[a-z]*[\s,]+(?:0|1)[a-z]*[\s,]+(?:0|1)[a-z]*[\s,]+(?:0|1)[a-z]*\s*\)"
    r"|^inset\(\s*(?:50|100)%"
)
_LIGHT = lazy_pattern(
    r"^(?:white|snow|ivory|transparent|#(?:f[a-f0-9]){3}(?:[a-f0-9]{2})?|#f{3,4}"
    r"|rgba?\(\s*2[45]\d\s*,\s*2[45]\d\s*,\s*2[45]\d\s*(?:,[^)]*)?\)|rgba\([^)]*,\s*0?\.?0*\s*\))$"
)
_WHITE = r":\s?(?:#[fF]{3}|white)"
_TELLING = lazy_pattern(
    r"display|visib|opacity|-indent|clip|scale\(|overflow|left:\s?-|top:\s?-|font-size:\s?0"
    rf"|color{_WHITE}[^{{}}]{{0,200}}background(?:-color)?{_WHITE}|background(?:-color)?{_WHITE}[^{{}}]{{0,200}}[;\s]color{_WHITE}"
)
"""What a rule must hold to be looked at: a word that may hide, or the colour of paper on paper."""
_LONGEST_SHEET = 200_000
_LONGEST_STYLE, _MOST_RULES = 2000, 2000
_STEP = lazy_pattern(r"^([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)$", re.IGNORECASE)
_NAMES = lazy_pattern(r"[.#][\w-]+")
_SIDES = ("left", "top", "margin-left", "margin-top")
_SIZES = ("height", "max-height", "width", "max-width")
_MOST_STEPS = 6
_MOST_LOOKED_AT = 300_000
"""Elements that are looked at for selectors below each other; real pages take some hundred."""

Step = tuple[str, frozenset[str]]
"""A tag, or nothing, and the classes (.name) and ids (#name) that an element must have."""


_Called = tuple[str, str | None, str | None]
"""The tag, class and id of an element."""


class Rule(NamedTuple):
    """A selector, what it does (hides, shows, tiny), how exact it is and how far down it stands."""

    steps: tuple[Step, ...]
    effect: str
    rank: tuple[int, int, int, int]


class Sheet:
    """The rules of the sheets in a page that hide, show again or shrink.

    Args:
        tree: the page.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._by_name: dict[str, list[Rule]] = {}
        self._known: dict[_Called, list[Rule]] = {}
        self._judged: dict[tuple[HtmlElement | None, str, str | None, str | None], str] = {}
        self._left = _MOST_LOOKED_AT
        text = "".join(style.text or "" for style in tree.iter("style"))[:_LONGEST_SHEET]
        for place, (selectors, block) in enumerate(_rules(text)):
            effect = _effect(declared(block))
            for selector in selectors.split(",") if effect else ():
                steps = _steps(selector)
                if steps:
                    self._keep(steps, effect, place)

    def __bool__(self) -> bool:
        """True when there is a rule in it."""
        return bool(self._by_name)

    def _keep(self, steps: tuple[Step, ...], effect: str, place: int) -> None:
        names = [name for _, names in steps for name in names]
        ids = sum(name[0] == "#" for name in names)
        rank = (ids, len(names) - ids, sum(bool(tag) for tag, _ in steps), place)
        tag, last = steps[-1]
        self._by_name.setdefault(min(last, default=tag), []).append(Rule(steps, effect, rank))

    @property
    def tags(self) -> list[str]:
        """The tags that are hidden inside others (.text i), and that may have no class of their own."""
        return [name for name in self._by_name if name[0] not in ".#"]

    def of(self, element: HtmlElement) -> str:
        """hides, shows, tiny, or nothing: what the most exact and latest rule does to an element."""
        key = (element.tag, element.get("class"), element.get("id"))
        rules = self._known.get(key)
        if rules is None:
            names = (*_names(element), str(element.tag))
            rules = [rule for name in names for rule in self._by_name.get(name, ())]
            rules.sort(key=lambda rule: rule.rank, reverse=True)
            self._known[key] = rules
        if not rules:
            return ""
        # What stands beside an element and is called like it fares like it.
        beside = (element.getparent(), *key)
        found = self._judged.get(beside)
        if found is None:
            found = self._judged[beside] = self._strongest(rules, element)
        return found

    def _strongest(self, rules: list[Rule], element: HtmlElement) -> str:
        """The effect of the first that fits, of rules from the highest rank down."""
        names = _names(element)
        for rule in rules:
            if self._left < 0:
                break
            above = list(element.iterancestors()) if len(rule.steps) > 1 else []
            self._left -= 1 + len(above)
            if _fits(rule.steps, element, names, above):
                return rule.effect
        return ""


def _effect(style: dict[str, str]) -> str:
    ground = style.get("background-color") or style.get("background") or ""
    if hides(style) or (is_light(style.get("color", "")) and is_light(ground)):
        return "hides"
    if is_nothing(style.get("font-size", "x")):
        return "tiny"
    return "shows" if any(style.get(x) for x in ("display", "visibility", "opacity")) else ""


def _steps(selector: str) -> tuple[Step, ...]:
    """The steps of a selector; none for one that asks for more than tags, classes and ids."""
    steps = []
    for part in selector.replace(">", " ").split():
        match = _STEP.match(part)
        if match is None or not part:
            return ()
        steps.append(((match.group(1) or "").lower(), frozenset(_NAMES.findall(match.group(2)))))
    if not steps or len(steps) > _MOST_STEPS or not any(names for _, names in steps):
        return ()
    return tuple(steps)


def _names(element: HtmlElement) -> frozenset[str]:
    return _as_names(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=1024)
def _as_names(classes: str, own: str) -> frozenset[str]:
    return frozenset([*(f".{name}" for name in classes.split()), *([f"#{own}"] if own else [])])


def _fits(
    steps: tuple[Step, ...],
    element: HtmlElement,
    names: frozenset[str],
    above: Sequence[HtmlElement],
) -> bool:
    """True for an element that the last step names, below others that the steps before it name."""
    tag, wanted = steps[-1]
    if (tag and element.tag != tag) or not wanted <= names:
        return False
    waiting = list(steps[:-1])
    for one in above:
        if not waiting:
            break
        tag, wanted = waiting[-1]
        if (not tag or one.tag == tag) and wanted <= _names(one):
            waiting.pop()
    return not waiting


@lru_cache(maxsize=1024)
def declared(style: str) -> dict[str, str]:
    """The declarations of a style, the last of a name first served."""
    found = {}
    for part in style[:_LONGEST_STYLE].lower().replace("!important", "").split(";"):
        name, _, value = part.partition(":")
        found[name.strip()] = value.strip()
    return found


def hides(style: dict[str, str]) -> bool:
    """True for declarations of no display, no size, no place or no ink."""
    get = style.get
    if get("display") == "none" or get("visibility") in ("hidden", "collapse"):
        return True
    if is_nothing(get("opacity", "x")) or _FAR.match(get("text-indent", "")):
        return True
    sides = [style[side] for side in _SIDES if side in style]
    if any(map(_FAR.match, sides)):
        return len(get("left", "") + get("top", "") + get("margin-left", "")) > 5
    if any(_CLIPPED.match(style[name]) for name in ("clip", "clip-path") if name in style):
        return True
    if get("transform", "").startswith(("scale(0)", "scale(0,", "scale3d(0")):
        return True
    cut = "hidden" in get("overflow", "") + get("overflow-y", "") + get("overflow-x", "")
    return cut and any(is_nothing(style[size]) for size in _SIZES if size in style)


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


def is_light(colour: str) -> bool:
    """True for white, nearly white and transparent."""
    return bool(colour) and bool(_LIGHT.match(colour.lower()))


def is_nothing(size: str) -> bool:
    """True for a size of zero in any unit."""
    return bool(_NOTHING.match(size))
