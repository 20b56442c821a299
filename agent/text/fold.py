"""Fold a text for comparing, and locate a quote in it: exact after the folding declared here, or not.

The folding (``fold``), in full:

- NFKC: full-width letters and digits, ㎡, ①, compatibility ideographs. Where a character that is not
  a plain digit would put a digit beside a digit (①2024年, 10²), a separator stands between them.
  ⒈ to ⒛ stay as they are: spelled out, ⒈5 would read 1.5.
- White space, line breaks and zero-width characters (U+200B..U+200F, U+2060, U+FEFF, soft hyphen) are
  dropped, except between two digits, where one space stays as a separator: a table's 万千瓦/0/12 must
  not become 万千瓦012.
- Brackets ()[]{}〔〕【】 … become round ones; quotation marks of all shapes become one; dashes and
  tildes become one hyphen, and several in a row count as one; 〈〉 become 《》; the fraction slash
  becomes a slash.
- Control, bidirectional and private-use characters stay: nothing is joined across them. (There are
  PDFs that write their decimal points that way: 17.7 would read 177.)

Nothing else. Case, punctuation and wording count. ``locate`` further refuses a quote whose edge lies
inside a number of the page (see ``cuts_number``), so that "…20" is not found in "…200".
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

from agent.records import Span

_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ZERO_WIDTH = "\xad\u200b-\u200f\u2060\ufeff"
_DROPPED = re.compile(f"[{_SPACE}{_ZERO_WIDTH}]")
_PLAIN = "!-~、。々〇〈-】〔-〛一-鿿！-～‘-‟·"
_DASHES = "-‐‑‒–—―−─━﹘﹣－~～〜∼⁓⸺⸻"
_OPENING = "([{〔【〖〘〚［（｛﹝⦅｟❲"
_CLOSING = ")]}〕】〗〙〛］）｝﹞⦆｠❳"
_QUOTES = "\"'＂＇“”„‟‘’‚‛〝〞〟「」『』｢｣﹁﹂﹃﹄«»‹›"
_STOPPED_LIST_NUMBERS = re.compile("[⒈-⒛🄀-🄊]")
_RUNS = re.compile(
    f"(?P<plain>[{_PLAIN}]+(?![^{_PLAIN}{_SPACE}{_ZERO_WIDTH}]))"
    f"|(?P<drop>[{_SPACE}{_ZERO_WIDTH}]+(?![^{_PLAIN}{_SPACE}{_ZERO_WIDTH}]))"
    f"|(?P<other>[{_PLAIN}{_SPACE}{_ZERO_WIDTH}]?[^{_PLAIN}{_SPACE}{_ZERO_WIDTH}]+)",
    re.DOTALL,
)
_MARKS_IN_A_CLUSTER = 30
"""UAX #15 stream-safe format: more combining marks than this are no text but an attack."""


class _Shapes(dict[int, int]):
    """Code point to code point, for characters that fold one to one; fills itself."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = value = ord(folded) if len(folded) == 1 else code
        return value


def _shapes() -> _Shapes:
    shapes = _Shapes()
    for characters, target in (
        (_DASHES, "-"),
        (_OPENING, "("),
        (_CLOSING, ")"),
        (_QUOTES, '"'),
        ("〈﹤", "《"),
        ("〉﹥", "》"),
        ("⁄", "/"),
    ):
        shapes.update((ord(character), ord(target)) for character in characters)
    return shapes


_SHAPES = _shapes()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    ``offsets[i]`` and ``ends[i]`` are the half-open range of the original that ``text[i]`` came
    from; several folded characters may come from one (㎡), and one from several (——).
    """

    text: str
    offsets: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> Span:
        """The original range of ``text[start:end]``, which must not be empty."""
        return Span(start=self.offsets[start], end=self.ends[end - 1])


class _Writer:
    """Collects folded characters with their offsets; decides which separators stay."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.offsets = array("I")
        self.ends = array("I")
        self.last = ""
        self.gap: tuple[int, int] | None = None

    def skip(self, start: int, end: int) -> None:
        """White space from ``start`` to ``end``, or an empty seam between two digits."""
        self.gap = (self.gap[0] if self.gap else start, end)

    def run(self, text: str, start: int) -> None:
        """Characters that fold one to one; hyphens are written one at a time."""
        position = start
        for piece in re.split("(-+)", text) if "-" in text else (text,):
            if piece.startswith("-"):
                self.piece("-", position, position + len(piece))
            elif piece:
                self._separate(piece[0])
                self.parts.append(piece)
                self.offsets.extend(range(position, position + len(piece)))
                self.ends.extend(range(position + 1, position + len(piece) + 1))
                self.last = piece[-1]
            position += len(piece)

    def piece(self, text: str, start: int, end: int) -> None:
        """Characters that together come from one range of the original."""
        if self.last == "-" and text == "-":
            self.ends[-1] = end
            self.gap = None
            return
        self._separate(text[0])
        self.parts.append(text)
        self.offsets.extend([start] * len(text))
        self.ends.extend([end] * len(text))
        self.last = text[-1]

    def _separate(self, following: str) -> None:
        if self.gap and self.last and _keeps_separator(self.last, following):
            self.parts.append(" ")
            self.offsets.append(self.gap[0])
            self.ends.append(self.gap[1])
        self.gap = None


def _keeps_separator(before: str, after: str) -> bool:
    if before.isdecimal() and after.isdecimal():
        return True
    if before.isascii() or after.isascii():
        return False
    # Dropping the space must not let two characters melt into one (Hangul letters).
    return unicodedata.normalize("NFKC", before + after) != before + after


def _attaches(cluster: str, character: str) -> bool:
    """True when the character belongs to the cluster before it under NFKC."""
    if unicodedata.combining(unicodedata.normalize("NFKD", character)[0]):
        return True
    normalize = unicodedata.normalize
    joined = normalize("NFKC", cluster + character)
    return joined != normalize("NFKC", cluster) + normalize("NFKC", character)


def _write_others(writer: _Writer, text: str, start: int) -> None:
    """Fold what is neither plain nor white space, cluster by cluster."""
    position = 0
    while position < len(text):
        end = position + 1
        limit = min(len(text), position + _MARKS_IN_A_CLUSTER)
        while end < limit and _attaches(text[position:end], text[end]):
            end += 1
        _write_cluster(writer, text[position:end], start + position)
        position = end


def _write_cluster(writer: _Writer, cluster: str, start: int) -> None:
    end = start + len(cluster)
    if len(cluster) == 1 and _DROPPED.match(cluster):
        writer.skip(start, end)
        return
    folded = unicodedata.normalize("NFKC", cluster)
    if _DROPPED.search(folded) or _STOPPED_LIST_NUMBERS.match(cluster):
        # A mark on a space, or a spacing accent: taken apart, the mark would move to a letter.
        writer.piece(cluster, start, end)
        return
    folded = folded.translate(_SHAPES)
    if set(folded) == {"-"}:
        folded = "-"
    spelled_out = any(map(str.isdecimal, folded)) and not cluster[0].isdecimal()
    if spelled_out:
        writer.skip(start, start)
    writer.piece(folded, start, end)
    if spelled_out:
        writer.skip(end, end)


@lru_cache(maxsize=16)
def fold(text: str) -> Folded:
    """The text folded for comparing; folding it again changes nothing."""
    writer = _Writer()
    for match in _RUNS.finditer(text):
        if match.lastgroup == "plain":
            writer.run(match.group().translate(_SHAPES), match.start())
        elif match.lastgroup == "drop":
            writer.skip(match.start(), match.end())
        else:
            _write_others(writer, match.group(), match.start())
    return Folded("".join(writer.parts), writer.offsets, writer.ends)


_HAN_DIGITS = "〇零○一二三四五六七八九两"
_HAN_NUMERALS = frozenset(_HAN_DIGITS + "十百千万亿兆廿卅")
_MULTIPLIERS = frozenset("十百千万亿兆%‰")
_NOT_A_NUMBER = frozenset(
    ["统一", "同一", "唯一", "单一", "逐一", "合一", "归一", "专一", "万一", "之一"]
)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_HAN_YEAR_OR_ITEM = re.compile(f"[一二][九〇○零]|[{_HAN_DIGITS}十]{{1,3}}、")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_BEFORE_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}$")


def cuts_number(page: Folded, edge: int) -> bool:
    """True when ``edge`` (between ``text[edge - 1]`` and ``text[edge]``) lies inside a number.

    Inside: between two digits, beside a decimal point, thousands separator, range dash or control
    character that has digits on both sides, between a number and its %, ‰, 万 or 亿, and between two
    Chinese numerals. A separator (white space between digits) is an outside.
    """
    text = page.text
    if edge <= 0 or edge >= len(text):
        return False
    before, after = text[edge - 1], text[edge]
    if before.isdecimal():
        if after.isdecimal() or after in _MULTIPLIERS:
            return True
        return _joins(text, edge)
    if after.isdecimal():
        if before == "之" and text[max(0, edge - 3) : edge].endswith("分之"):
            return True
        return edge >= 2 and _joins(text, edge - 1)
    if before in "%‰" and after == "-" and text[edge + 1 : edge + 2].isdecimal():
        return True
    return _cuts_han_number(page, edge)


def _joins(text: str, mark: int) -> bool:
    """True when the character at ``mark`` joins the digits around it to one number or range."""
    character, rest = text[mark], text[mark + 1 : mark + 6]
    before = text[max(0, mark - 5) : mark]
    if not rest[:1].isdecimal() or not before:
        return False
    if character == "-" and before[-1] in "%‰":
        return True
    if not before[-1].isdecimal():
        return False
    if character == ".":
        return not _YEAR.match(rest)
    if character == ",":
        return bool(_THOUSANDS.match(rest) and _BEFORE_THOUSANDS.search(before))
    return character == "-" or unicodedata.category(character) in {"Cc", "Co", "Cf", "Cn"}


def _cuts_han_number(page: Folded, edge: int) -> bool:
    text = page.text
    before, after = text[edge - 1], text[edge]
    numerals = _HAN_NUMERALS
    if before in numerals and after in numerals:
        if text[max(0, edge - 2) : edge] in _NOT_A_NUMBER:
            return False
        broken = page.ends[edge - 1] != page.offsets[edge]
        return not (broken and _HAN_YEAR_OR_ITEM.match(text, edge))
    if before == "点":
        return edge >= 2 and text[edge - 2] in numerals and after in _HAN_DIGITS
    if after == "点":
        return before in numerals and text[edge + 1 : edge + 2] in _HAN_NUMERALS
    if text[max(0, edge - 2) : edge] == "分之":
        return after in numerals
    return False


def _stands(page: Folded, start: int, end: int) -> bool:
    """True when both edges lie between whole characters of the original and cut no number."""
    inside_character = (start > 0 and page.offsets[start - 1] == page.offsets[start]) or (
        end < len(page.text) and page.offsets[end] == page.offsets[end - 1]
    )
    return not (inside_character or cuts_number(page, start) or cuts_number(page, end))


def _occurrences(part: str, page: Folded) -> tuple[tuple[int, int], ...]:
    found = []
    start = page.text.find(part)
    while start >= 0:
        if _stands(page, start, start + len(part)):
            found.append((start, start + len(part)))
        start = page.text.find(part, start + 1)
    return tuple(found)


def _meaningful(text: str) -> int:
    return sum(character.isalnum() or character in "%‰°" for character in text)


def locate_all(quote: str, page: str | Folded) -> tuple[Span, ...]:
    """Every place of the quote in the page, in original offsets; see ``locate``."""
    part = fold(quote).text
    if _meaningful(part) < 2:
        return ()
    folded = page if isinstance(page, Folded) else fold(page)
    return tuple(folded.span(start, end) for start, end in _occurrences(part, folded))


def locate(quote: str, page: str | Folded, near: int | None = None) -> Span | None:
    """The place of a quote in a page, exact after folding, or None.

    A quote with fewer than two letters, digits or ideographs is nowhere. Of several places the
    first is taken, or the one nearest to the original offset ``near``.
    """
    places = locate_all(quote, page)
    if not places:
        return None
    if near is None:
        return places[0]
    return min(places, key=lambda place: max(place.start - near, near - place.end, 0))


def contains(text: str, part: str) -> bool:
    """True when the folded ``part`` stands in the folded ``text`` and cuts no number there.

    Unlike ``locate`` it takes a single character; an empty part is contained nowhere.
    """
    folded = fold(part).text
    return bool(folded) and bool(_occurrences(folded, fold(text)))
