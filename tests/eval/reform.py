"""What other programs do to a text on its way: PDFs, full-width editors, web forms."""

from __future__ import annotations

import re

LINE = 33
"""Characters a line of a printed page holds."""


def as_it_is(text: str) -> str:
    """Nothing."""
    return text


def full_width(text: str) -> str:
    """Letters, digits and marks as wide as Chinese characters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def as_pdf(text: str) -> str:
    """A space wherever a Chinese character meets a digit or letter, and new line breaks."""
    spaced = re.sub(r"(?<=[一-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[一-鿿])", " ", text)
    return new_lines(spaced)


def new_lines(text: str) -> str:
    """New line breaks every 33 characters, though not inside a number, as typesetting has it."""
    return "\n".join(_lines(text, inside_numbers=False))


def broken_numbers(text: str) -> str:
    """New line breaks every 33 characters wherever they fall: harsher than typesetting is."""
    return "\n".join(_lines(text, inside_numbers=True))


def other_shapes(text: str) -> str:
    """Other brackets, quotation marks and dashes."""
    return text.translate(str.maketrans("（）〔〕“”—～", '()[]""--'))


def _lines(text: str, *, inside_numbers: bool) -> list[str]:
    lines = []
    line = ""
    for character in text.replace("\n", " "):
        inside = line[-1:].isdecimal() and character.isdecimal()
        if len(line) >= LINE and (inside_numbers or not inside):
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


REFORMS = {
    "as it is": as_it_is,
    "full width": full_width,
    "as a PDF": as_pdf,
    "new line breaks": new_lines,
    "other brackets": other_shapes,
}
