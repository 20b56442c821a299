"""The frozen text of a page as HTML: nothing in it is markup, and every highlight stands in it.

Highlights may overlap: the text is cut at every boundary and each piece says which highlights it
belongs to, so that elements never cross. Characters that a browser would obey or hide (controls,
directions, private use) are shown as one visible character each, so that offsets stay what they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup, escape

from agent.lazy import lazy_pattern
from agent.records import Span

BLOCK = 4_000
"""Characters after which the next line begins a new block: browsers lay out only blocks in sight."""
LONGEST = 20_000
"""Characters after which a block ends even within a line."""
_HIDDEN = lazy_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)


class Kind(StrEnum):
    """What a highlight is: what supports a claim, its quote, what contradicts, what is open, a hint.

    DIFFERS are the characters of a passage that what is compared with it has not.
    """

    SUPPORT = "support"
    QUOTE = "quote"
    AGAINST = "against"
    ASKED = "asked"
    NEAR = "near"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Highlight:
    """A passage that is shown, and the words by which a person is told why."""

    span: Span
    kind: Kind
    anchor: str
    words: str = ""


def visible(text: str) -> str:
    """The text with every hidden character as a visible one, character for character."""
    return _HIDDEN.sub(lambda match: _picture(match.group()), text)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def as_html(text: str, highlights: Sequence[Highlight] = ()) -> Markup:
    """The text in blocks, hidden characters pictured, highlights as ``mark`` elements.

    Without its tags, and unescaped, the result is ``visible(text)``.
    """
    parts: list[str] = []
    shown = [h for h in highlights if 0 <= h.span.start < h.span.end <= len(text)]
    cuts = list(_cuts(text))
    edges = sorted({0, len(text), *cuts, *(e for h in shown for e in (h.span.start, h.span.end))})
    starts = set(cuts)
    parts.append('<div class="block">')
    for start, end in itertools.pairwise(edges):
        if start in starts:
            parts.append('</div><div class="block">')
        here = [h for h in shown if h.span.start <= start and end <= h.span.end]
        begun = (h.anchor for h in here if h.anchor and h.span.start == start)
        parts += [f'<a id="{escape(anchor)}"></a>' for anchor in begun]
        parts.append(_piece(text[start:end], here))
    parts.append("</div>")
    return Markup("".join(parts))  # noqa: S704 - all that is not ours was escaped


def _piece(text: str, here: Sequence[Highlight]) -> str:
    written = _written(text)
    if not here:
        return written
    kinds = " ".join(dict.fromkeys(f"is-{h.kind}" for h in here))
    words = "\n".join(dict.fromkeys(h.words for h in here if h.words))
    anchors = " ".join(h.anchor for h in here if h.anchor)
    return (
        f'<mark class="{kinds}" data-of="{escape(anchors)}" title="{escape(visible(words))}">'
        f"{written}</mark>"
    )


def _written(text: str) -> str:
    """Escaped, which changes nothing that is hidden, and then each hidden character as an element."""
    return _HIDDEN.sub(_element, str(escape(text)))


def _element(hidden: re.Match[str]) -> str:
    code = f"U+{ord(hidden[0]):04X}"
    return f'<span class="hidden" title="{code}">{_picture(hidden[0])}</span>'


def _cuts(text: str) -> Iterator[int]:
    """Where a new block begins, after the first."""
    start = 0
    while start + BLOCK < len(text):
        line = text.find("\n", start + BLOCK, start + LONGEST)
        start = line + 1 if line >= 0 else min(start + LONGEST, len(text))
        if start < len(text):
            yield start
