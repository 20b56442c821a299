"""Self-contained HTML: no script, nothing from a network, printable, light and dark.

Several changepoints are one file with an overview before them, or an index with a page for each.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from agent.findings import Dossier
from agent.lazy import lazy_pattern
from agent.records import Changepoint
from agent.report import NOTHING, Beside
from agent.report.html.limits import TIERS, room_for_each, worth_trying
from agent.report.html.overview import Counted
from agent.report.html.view import view, words_for
from agent.report.items import listed
from agent.report.reviewed import as_reviewed
from agent.report.safe import one_line, shortened
from agent.report.template import environment
from agent.report.words import Language, say, word, words_of
from agent.report.words import of_html as told

OVERVIEW = "#overview"


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """A dossier as one page; several with an overview of all before them.

    A dossier's file stays under 500 KB: where that is not enough, quotes and their context are
    shortened, then tables and cards, and the page says so. In a file of many dossiers each has less.
    """
    many, common = len(dossiers) > 1, _common(language)
    seen = Counted(language, beside)
    for number, dossier in enumerate(as_reviewed(dossiers, beside.reviews), 1):
        seen.add(dossier, f"#d{number}")

    def sections() -> Iterator[Markup]:
        if many:
            yield _rendered("overview.html", {**common, "o": seen.overview()})
        room = room_for_each(len(dossiers))
        for number, dossier in enumerate(as_reviewed(dossiers, beside.reviews), 1):
            frame = {**common, "id": f"d{number}", "back": OVERVIEW if many else ""}
            yield _section(dossier, language, beside, frame, room, alone=not many)

    yield from _page(seen, sections(), common)


Named = tuple[str, Iterator[str]]
"""A file by its name, and the parts of its text."""


def pages(
    dossiers: Iterable[Dossier],
    language: Language,
    beside: Beside,
    name: Callable[[Changepoint], str],
    index: str,
) -> Iterator[Named]:
    """A page for each dossier, and behind them the index with the overview and a link to each.

    Args:
        dossiers: gone through once, one at a time.
        language: zh or en.
        beside: what is known beside the dossiers.
        name: of the page of a changepoint, as an address that is relative to the index.
        index: the name of the index.
    """
    common = _common(language)
    seen = Counted(language, beside)
    for dossier in as_reviewed(dossiers, beside.reviews):
        file = name(dossier.changepoint)
        seen.add(dossier, quote(file))
        back = "../" * file.count("/") + quote(index) + OVERVIEW
        frame = {**common, "id": "d1", "back": back}
        section = _section(dossier, language, beside, frame, room_for_each(1), alone=True)
        alone = Counted(language, beside)
        alone.add(dossier, "#d1")
        yield file, _page(alone, [section], common)
    yield index, _page(seen, [_rendered("overview.html", {**common, "o": seen.overview()})], common)


def _page(seen: Counted, sections: Iterable[Markup], common: Mapping[str, Any]) -> Iterator[str]:
    """A file around sections, which are made as they are written."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = {
        "seen": seen,
        "subjects": list(seen.subjects),
        "style": Markup(style),  # noqa: S704 - our own file, and no markup inside
        "style_hash": f"sha256-{digest}",
        "body": sections,
    }
    return _environment().get_template("page.html").generate({**common, **page})


def _section(
    dossier: Dossier,
    language: Language,
    beside: Beside,
    frame: Mapping[str, Any],
    room: int,
    *,
    alone: bool,
) -> Markup:
    """As much of a dossier as there is room for, in bytes; ``alone`` in its file, or beside others."""
    section = Markup()
    findings = len(listed(dossier))
    for limits in TIERS:
        if not worth_trying(limits, findings, room):
            continue
        shown = view(dossier, language, beside, limits, alone=alone)
        section = _rendered("dossier.html", {**frame, "v": shown})
        if len(section.encode()) <= room:
            break
    return section


def _common(language: Language) -> dict[str, Any]:
    return {
        **words_for(language),
        "t": lambda code, **values: told(code, language, **values),
        "label": words_of("label", language),
        "field": lambda code: word("check", code, language),
        "decision": lambda code: word("decision", code, language),
        "colon": say("colon", language),
        "comma": say("comma", language),
        "html_language": say("html_language", language),
    }


@cache
def _environment() -> Environment:
    made = environment("agent.report.html", finalize=finished)
    made.filters |= {"line": one_line, "short": shortened}
    return made


@cache
def _style() -> str:
    loader = _environment().loader
    return loader.get_source(_environment(), "style.css")[0] if loader else ""


def _rendered(template: str, values: Mapping[str, Any]) -> Markup:
    # Everything in it was escaped as it was written.
    return Markup(_environment().get_template(template).render(values))  # noqa: S704


_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
_KEPT = frozenset("\n\t")
_SAFE = lazy_pattern(r"[\t\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u3001-\u9fff\uff01-\uff5e]*")
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
