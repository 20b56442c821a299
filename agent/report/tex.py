"""Text for TeX: hostile text made harmless, and no character lost in silence."""

from __future__ import annotations

from agent.lazy import lazy_pattern
from agent.report.safe import one_line

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "^": r"\textasciicircum{}",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "%": r"\%",
}
_SET_AS_TYPED = {
    "'": r"\textquotesingle{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "-": "-{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
"""TeX fonts make other characters of these: -- becomes a dash, ' a curved quote."""
_LATIN = frozenset(map(chr, range(0xC0, 0x180))) - frozenset("×÷ĸŉŦŧ")
_PUNCTUATION = frozenset("“”‘’—…·")
_LONG = lazy_pattern(r"[!-~]{25,}")
_EVERY = 12
"""Characters of a long run without a space, after which a line may break."""
BREAK = r"\allowbreak{}"


def escaped(text: str) -> str:
    """One line in which nothing is a command; for BibTeX too, whose braces stay balanced."""
    return "".join(_SPECIAL.get(c, c) for c in one_line(text))


def tex(text: str) -> str:
    r"""One line as it is typed, with places to break in long runs.

    A character that a Chinese font need not have becomes ``\rare{HEX}``: the document prints it
    where the font has it, and its number where not.
    """
    return "".join(
        part if part == BREAK else part.translate(_SIGNS) for part in _breakable(one_line(text))
    )


def _breakable(text: str) -> list[str]:
    parts, at = [], 0
    for run in _LONG.finditer(text):
        parts.append(text[at : run.start()])
        for start in range(run.start(), run.end(), _EVERY):
            parts += [text[start : min(start + _EVERY, run.end())], BREAK]
        at = run.end()
    return [*parts, text[at:]]


def _set(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character in _SET_AS_TYPED:
        return _SET_AS_TYPED[character]
    if " " <= character <= "~" or character in _LATIN or character in _PUNCTUATION:
        return character
    return character if _is_common(character) else rf"\rare{{{ord(character):04X}}}"


def _is_common(character: str) -> bool:
    """True for what every Chinese font has: characters and full-width signs of GB 2312."""
    if not ("\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class _Signs(dict[int, str]):
    """What each character is set as, found when it is first seen."""

    def __missing__(self, code: int) -> str:
        self[code] = _set(chr(code))
        return self[code]


_SIGNS = _Signs()
