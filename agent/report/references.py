"""References to the sources of what is included, as BibTeX and as RIS (Zotero, EndNote, NoteExpress).

Only included sources are citable: what waits for a person, what was left out and pages that were not
read have no reference. RIS has no comments: what must be said first stands in a note of its first record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.policy import PolicyKind
from agent.report.safe import address, one_line
from agent.report.supplement import Listing, Row, Supplement, paper
from agent.report.supplement.rows import Source
from agent.report.tex import escaped
from agent.report.words import Language, say, word

END = "\r\n"
"""Lines of RIS end so: the format is older than most editors."""
SHA = 16
"""Digits of the archived copy's sha256 in a note."""
SEPARATOR = "、"


@dataclass(frozen=True)
class Citation:
    """A source, once. ``day`` is an ISO date or its beginning, empty where the page states none.

    ``accessed`` is the day of access in China, ``notes`` the document number and the kept copy.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    day: str
    url: str
    accessed: str
    publisher: str
    notes: tuple[str, ...]


def citations(made: Supplement, language: Language) -> Iterator[Citation]:
    """The included sources in the order of the table, each once."""
    told: set[str] = set()
    for row in made.listed(Listing.INCLUDED):
        key = str(row.cells["cite_key"] or "")
        if row.source and key and key not in told:
            told.add(key)
            yield _citation(key, row, row.source, language)


def remarks(made: Supplement, language: Language) -> tuple[str, ...]:
    """What must be said before the references: what has none, and that a sample is invented."""
    apart = len(made.rows) - len(made.listed(Listing.INCLUDED))
    unread = made.rows.unread
    lines = [say("cited_only_included", language, n=apart)]
    lines += [say("cited_unread", language, n=unread)] if unread else []
    lines += [say("cited_sample", language)] if made.invented else []
    return tuple(lines)


def _citation(key: str, row: Row, page: Source, language: Language) -> Citation:
    number = row.cells["document_number"]
    notes = [str(number)] if number else []
    notes.append(say("archived_copy", language, copy=f"sha256 {page.sha256[:SHA]}"))
    if page.by_hand:
        notes.append(word("obtained", "by_hand", language))
    if row.cells["invented"] == "yes":
        notes.append(say("invented_source", language))
    return Citation(
        key=key,
        title=page.title or str(row.cells["name"]),
        authors=_authors(row),
        day=_day(row, page),
        url=address(page.url),
        accessed=str(row.cells["accessed"])[:10],
        publisher=str(row.cells["publisher"] or ""),
        notes=tuple(notes),
    )


def _authors(row: Row) -> tuple[str, ...]:
    """Issuers of a document; of what a site reports, who runs the site."""
    document = row.cells["kind"] != PolicyKind.EVENT
    named = row.cells["issuer_or_actor"] if document else row.cells["publisher"]
    told = str(named or row.cells["publisher"] or "")
    return tuple(told.split(SEPARATOR)) if told else ()


def _day(row: Row, page: Source) -> str:
    """The day of the document as it is supported, else what the page states of itself, or nothing."""
    for column in ("date_issued", "date_signed", "date_effective"):
        if row.cells[column]:
            return str(row.cells[column]).split("/")[0].split(SEPARATOR)[0]
    return page.stated


@paper
def bibtex(made: Supplement, language: Language) -> Iterator[str]:
    """Entries in the order of the table, each source once."""
    yield "\n".join([*(f"% {line}" for line in remarks(made, language)), ""])
    for cited in citations(made, language):
        yield "\n" + _entry(cited)


def _entry(cited: Citation) -> str:
    fields = {
        "title": f"{{{escaped(cited.title)}}}",
        "author": " and ".join(f"{{{escaped(name)}}}" for name in cited.authors),
        "year": cited.day[:4],
        "month": str(int(cited.day[5:7])) if len(cited.day) > 5 else "",
        "url": cited.url,
        "urldate": cited.accessed,
        "langid": "chinese",
        "note": escaped("; ".join(cited.notes)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}", ""])


@paper
def ris(made: Supplement, language: Language) -> Iterator[str]:
    """Records in the order of the table, each source once; nothing where nothing is included."""
    first = remarks(made, language)
    for cited in citations(made, language):
        yield _record(cited, first)
        first = ()


def _record(cited: Citation, remarks: tuple[str, ...]) -> str:
    fields = [
        ("TY", "ELEC"),
        ("ID", cited.key),
        ("TI", cited.title),
        *(("AU", name) for name in cited.authors),
        ("PY", cited.day[:4]),
        ("DA", cited.day.replace("-", "/")),
        ("PB", cited.publisher),
        ("UR", cited.url),
        ("Y2", cited.accessed.replace("-", "/")),
        ("LA", "zh"),
        *(("N1", note) for note in (*cited.notes, *remarks)),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in fields if value]
    return END.join([*lines, "ER  - ", "", ""])
