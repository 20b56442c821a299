"""The lines of a page: what one is, and what is counted in it. How they are made, see layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.html import HtmlElement

from agent.lazy import cached_property, lazy_pattern

CELL = " | "
"""What stands between two cells of a row."""

_SPACE = lazy_pattern("[ \t\r\n\f\v\xa0\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = lazy_pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
_BLANK = " \t\r\n\xa0\u3000"
_ENDS = lazy_pattern(r"[。！？；：!?;:”）)]$")
_SENTENCE, _SENTENCE_IN_LETTERS = 25, 60
LETTERS = 4.0
"""Letters of an English text for one Chinese character."""
_DOCUMENT = lazy_pattern(r"\.(pdf|docx?|wps|ofd|xlsx?|et|zip|rar)$", re.IGNORECASE)
_HAN = lazy_pattern("[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Link:
    """A link as written: its address, its words and the line it stands in."""

    href: str
    text: str
    line: int


class Part(NamedTuple):
    """A piece of a line and whether it is link words."""

    text: str
    is_link: bool


@dataclass(frozen=True)
class Line:
    """One line. ``cells`` has more than one part for a row of a table.

    ``parts`` are the pieces of text that a short line is made of, as the inline tags in it part
    them; ``linked`` how many of its characters are link words.
    """

    text: str
    cells: tuple[str, ...]
    element: HtmlElement
    linked: int = 0
    parts: tuple[Part, ...] = ()

    @cached_property
    def han(self) -> int:
        """How many Han characters it has."""
        return han_count(self.text)

    @cached_property
    def said(self) -> float:
        """How much it says as a sentence or a part of one, in characters of Chinese; a link and a label say nothing.

        Four letters count as one character.
        """
        text = self.text
        if self.is_link or self.linked * 2 > len(text):
            return 0
        if not self.han:
            ended = len(text) >= _SENTENCE_IN_LETTERS and text[-1] in '.?!"”)'
            return len(text) / LETTERS if ended else 0
        ended = (self.han >= _SENTENCE and bool(_ENDS.search(text))) or "。" in text
        return len(text) if ended else 0

    @property
    def is_link(self) -> bool:
        """True when nearly all of it is link words."""
        return self.linked > 0 and self.linked >= 0.8 * len(self.text)


@dataclass
class Rendered:
    """The lines of a tree, the links in them and the range of lines of every element.

    ``foot`` are the numbers of the lines that are the foot of the site.
    """

    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    ranges: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)
    foot: frozenset[int] = frozenset()

    @cached_property
    def documents(self) -> frozenset[int]:
        """The numbers of the lines with a link to a document."""
        return frozenset(link.line for link in self.links if is_document(link.href))


def han_count(text: str) -> int:
    """How many Han characters a text has."""
    return sum(map(len, _HAN.findall(text)))


def squeezed(text: str) -> str:
    """A text without its white space, 日 期 as 日期."""
    return "".join(text.split())


def names_of(element: HtmlElement) -> str:
    """What an element is called: its classes, its id, and its tag where that is one of the site's own (amp-ad)."""
    own = element.tag if "-" in element.tag else None
    return " ".join(filter(None, (element.get("class"), element.get("id"), own)))


def tidy(text: str) -> str:
    """White space collapsed as a browser does, invisible characters dropped."""
    text = text.strip(_BLANK)  # what most lines have to be rid of
    if not text.isprintable():
        text = _SPACE.sub(" ", _INVISIBLE.sub("", text))
    elif "  " in text:
        text = _SPACE.sub(" ", text)
    return text.strip(" \u3000")


def is_text(line: Line) -> bool:
    """True for a line that reads as a sentence or a part of one, and not as a link or a label."""
    return line.said > 0


def is_document(address: str) -> bool:
    """True for the address of a document to download (PDF, DOCX, WPS, OFD, a sheet, an archive)."""
    path, _, query = address.strip().partition("#")[0].partition("?")
    return bool(_DOCUMENT.search(path) or (query and _DOCUMENT.search(query)))
