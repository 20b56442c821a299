"""One self-contained HTML file: no script, nothing from a network, printable, light and dark."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from agent.findings import Dossier
from agent.report import NOTHING, Beside
from agent.report.html.hostile import finished
from agent.report.html.limits import TIERS, room_for_each, worth_trying
from agent.report.html.overview import overview
from agent.report.html.view import role_words, view
from agent.report.html.words import told
from agent.report.items import listed
from agent.report.labels import LABELS
from agent.report.reviewed import as_reviewed
from agent.report.summary import subject
from agent.report.words import Language, word

MOST_SUBJECTS = 4


def render(dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING) -> str:
    """A dossier as one page; several with an overview of all before them.

    A dossier's file stays under 500 KB: where that is not enough, quotes and their context are
    shortened, then tables and cards, and the page says so. In a file of many dossiers each has less.
    """
    dossiers = as_reviewed(dossiers, beside.reviews)
    ids = [f"d{number}" for number in range(1, len(dossiers) + 1)]
    common = _common(language)
    sections = [
        _section(dossier, language, beside, {**common, "id": anchor, "of": len(dossiers)})
        for dossier, anchor in zip(dossiers, ids, strict=True)
    ]
    if len(dossiers) > 1:
        seen = overview(dossiers, ids, language, beside)
        sections.insert(0, _rendered("overview.html", {**common, "o": seen}))
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = {
        "title": _title(dossiers, language),
        "made": _made(dossiers, language),
        "invented": any(d.provenance.invented for d in dossiers),
        "style": Markup(style),  # noqa: S704 - our own file, and no markup inside
        "style_hash": f"sha256-{digest}",
        "body": Markup("\n").join(sections),
    }
    return _rendered("page.html", {**common, **page})


def _section(
    dossier: Dossier, language: Language, beside: Beside, frame: Mapping[str, Any]
) -> Markup:
    """As much of a dossier as there is room for beside the others."""
    room, alone = room_for_each(frame["of"]), frame["of"] == 1
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
        "language": language,
        "t": partial(_told, language),
        "label": LABELS[language],
        "field": lambda code: word("check", code, language),
        "decision": lambda code: word("decision", code, language),
        "role_words": role_words(language),
        "colon": "：" if language == "zh" else ": ",
        "comma": "、" if language == "zh" else ", ",
    }


def _told(language: Language, code: str, **values: object) -> str:
    return told(code, language, **values)


def _title(dossiers: Sequence[Dossier], language: Language) -> str:
    """What the browser shows for the file."""
    subjects = list(dict.fromkeys(subject(d, language) for d in dossiers))
    comma = "、" if language == "zh" else ", "
    named = comma.join(subjects[:MOST_SUBJECTS]) + (" …" if len(subjects) > MOST_SUBJECTS else "")
    dates = f" {dossiers[0].changepoint.date}" if len(dossiers) == 1 else ""
    return f"{named}{dates} · {told('title', language)}"


def _made(dossiers: Sequence[Dossier], language: Language) -> str:
    if not dossiers:
        return told("no_dossier", language)
    first, last = (f(d.researched_at for d in dossiers) for f in (min, max))
    when = f"{first:%Y-%m-%d %H:%M}"
    if last > first:
        when += f" – {last:%Y-%m-%d %H:%M}"
    colon = "：" if language == "zh" else ": "
    count = f"{len(dossiers)} {told('changepoints', language)}"
    return f"{told('made', language)}{colon}{when} UTC · {count}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("agent.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    loader = _environment().loader
    return loader.get_source(_environment(), "style.css")[0] if loader else ""


def _rendered(template: str, values: Mapping[str, Any]) -> Markup:
    # Everything in it was escaped as it was written.
    return Markup(_environment().get_template(template).render(values))  # noqa: S704
