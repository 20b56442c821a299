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

Nothing else. Case, punctuation and wording count; only the marks 。，；：、！？ at the two ends of a quote
may be missing in the page (a sentence quoted alone ends with 。 where the page has ；). ``locate`` refuses a quote whose edge lies
inside a number of the page (boundaries.py), so that "…20" is not found in "…200".
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

from agent.lazy import lazy_pattern
from agent.records import Span
from agent.text.boundaries import cuts_number

_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ZERO_WIDTH = "\xad\u200b-\u200f\u2060\ufeff"
_DROPPED = lazy_pattern(f"[{_SPACE}{_ZERO_WIDTH}]")
_PLAIN = "!-~、。々〇〈-】〔-〛一-鿿！-～‘-‟·"
_DASHES = "-‐‑‒–—―−─━﹘﹣－~～〜∼⁓⸺⸻"
_OPENING = "([{〔【〖〘〚［（｛﹝⦅｟❲"
_CLOSING = ")]}〕】〗〙〛］）｝﹞⦆｠❳"
_QUOTES = "\"'＂＇“”„‟‘’‚‛〝〞〟「」『』｢｣﹁﹂﹃﹄«»‹›"
_STOPPED_LIST_NUMBERS = lazy_pattern("[⒈-⒛🄀-🄊]")
_RUNS = lazy_pattern(
    f"(?P<plain>[{_PLAIN}]+(?![^{_PLAIN}{_SPACE}{_ZERO_WIDTH}]))"
    f"|(?P<drop>[{_SPACE}{_ZERO_WIDTH}]+(?![^{_PLAIN}{_SPACE}{_ZERO_WIDTH}]))"
    f"|(?P<other>[{_PLAIN}{_SPACE}{_ZERO_WIDTH}]?[^{_PLAIN}{_SPACE}{_ZERO_WIDTH}]+)",
    re.DOTALL,
)
_WORDS = 300
"""Characters of a text that counts as a name or a quote, of which many are remembered."""
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
_SHAPED = lazy_pattern("[\"'\\[\\]{}~〈-】〔-〛！-～‘-‟-]")
"""Of the plain characters (``_PLAIN``) those that may fold to another one; an ideograph never does."""


def _shape(match: re.Match[str]) -> str:
    return chr(_SHAPES[ord(match[0])])


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


_COUNTED = [array("I", range(1 << 14))]


def _counted(start: int, end: int) -> array[int]:
    """The whole numbers from ``start`` up to ``end``: copied, which is faster than counting them again."""
    if len(_COUNTED[0]) < end:
        _COUNTED[0] = array("I", range(end * 2))
    return _COUNTED[0][start:end]


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
                self.offsets += _counted(position, position + len(piece))
                self.ends += _counted(position + 1, position + len(piece) + 1)
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
    if before.isascii() or after.isascii() or ("一" <= before <= "鿿" and "一" <= after <= "鿿"):
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


def fold(text: str) -> Folded:
    """The text folded for comparing; folding it again changes nothing."""
    return _folded_words(text) if len(text) <= _WORDS else _folded_text(text)


def _fold(text: str) -> Folded:
    first, shaped = _RUNS.match(text), _SHAPED.sub(_shape, text)
    if first and first.lastgroup == "plain" and first.end() == len(text) and "--" not in shaped:
        return Folded(shaped, _counted(0, len(text)), _counted(1, len(text) + 1))
    writer = _Writer()
    for match in _RUNS.finditer(text):
        if match.lastgroup == "plain":
            writer.run(shaped[match.start() : match.end()], match.start())
        elif match.lastgroup == "drop":
            writer.skip(match.start(), match.end())
        else:
            _write_others(writer, match.group(), match.start())
    return Folded("".join(writer.parts), writer.offsets, writer.ends)


# Apart, so that the many names and quotes of a page do not push out the page itself.
_folded_words = lru_cache(maxsize=1024)(_fold)
_folded_text = lru_cache(maxsize=16)(_fold)


def _cuts(page: Folded, edge: int) -> bool:
    inner = 0 < edge < len(page.text)
    broken = inner and page.ends[edge - 1] != page.offsets[edge]
    return cuts_number(page.text, edge, broken=broken)


def _stands(page: Folded, start: int, end: int) -> bool:
    """True when both edges lie between whole characters of the original and cut no number."""
    inside_character = (start > 0 and page.offsets[start - 1] == page.offsets[start]) or (
        end < len(page.text) and page.offsets[end] == page.offsets[end - 1]
    )
    return not (inside_character or _cuts(page, start) or _cuts(page, end))


def _occurrences(part: str, page: Folded) -> tuple[tuple[int, int], ...]:
    found = []
    start = page.text.find(part)
    while start >= 0:
        if _stands(page, start, start + len(part)):
            found.append((start, start + len(part)))
        start = page.text.find(part, start + 1)
    return tuple(found)


_EDGE_PUNCTUATION = "，。、；：！？,.;:!?"


def _meaningful(text: str) -> int:
    return sum(character.isalnum() or character in "%‰°" for character in text)


def locate_all(quote: str, page: str | Folded) -> tuple[Span, ...]:
    """Every place of the quote in the page, in original offsets; see ``locate``."""
    part = fold(quote).text
    if _meaningful(part) < 2:
        return ()
    folded = page if isinstance(page, Folded) else fold(page)
    places = _occurrences(part, folded) or _occurrences(part.strip(_EDGE_PUNCTUATION), folded)
    return tuple(folded.span(start, end) for start, end in places)


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

    def distance(place: Span) -> tuple[int, int]:
        outside = max(place.start - near, near + 1 - place.end, 0)
        return outside, abs(place.start - near)

    return min(places, key=distance)


def contains(text: str, part: str) -> bool:
    """True when the folded ``part`` stands in the folded ``text`` and cuts no number there.

    Unlike ``locate`` it takes a single character; an empty part is contained nowhere.
    """
    folded = fold(part).text
    return bool(folded) and bool(_occurrences(folded, fold(text)))
