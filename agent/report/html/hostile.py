"""Text of pages and models as it may stand in a page of ours: shown, and never obeyed.

Templates escape whatever they are given; here what cannot be seen is made visible, because a
reader must not be deceived by characters that turn the direction or hide.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from markupsafe import Markup

_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
_KEPT = frozenset("\n\t")
_SAFE = re.compile(r"[\t\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u3001-\u9fff\uff01-\uff5e]*")
"""What nearly all text consists of: nothing in it needs a look at the character's kind."""


def shown(text: str) -> str:
    """The text with every control, format, private and unpaired character as ⟨U+202E⟩."""
    if _SAFE.fullmatch(text):
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in _INVISIBLE and character not in _KEPT
    return f"⟨U+{ord(character):04X}⟩" if hidden else character


def finished(value: Any) -> Any:
    """What a template writes for a value: text is made visible, markup of ours stays as it is."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
