"""A BibTeX entry for each source of what is included.

Only included sources are citable: what waits for a person, what was left out and pages that were not
read have no entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier
from agent.policy import PolicyKind
from agent.report import NOTHING, Beside, whole
from agent.report.safe import address
from agent.report.supplement import Listing, Row, Supplement, supplement
from agent.report.supplement.rows import Source
from agent.report.tex import escaped
from agent.report.words import Language, say, word

SHA = 16
"""Digits of the archived copy's sha256 in a note."""
SEPARATOR = "、"


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """Entries in the order of the table, each source once."""
    made = supplement(dossiers, language, beside)
    yield "\n".join(_head(made, language))
    told: set[str] = set()
    for row in made.listed(Listing.INCLUDED):
        key = str(row.cells["cite_key"] or "")
        if row.source and key and key not in told:
            told.add(key)
            yield "\n" + _entry(row, row.source, language)


render = whole(parts)


def _head(made: Supplement, language: Language) -> list[str]:
    apart = len(made.rows) - len(made.listed(Listing.INCLUDED))
    unread = made.rows.unread
    lines = [say("bibtex_only_included", language, n=apart)]
    lines += [say("bibtex_unread", language, n=unread)] if unread else []
    lines += [say("bibtex_sample", language)] if made.invented else []
    return [*lines, ""]


def _entry(row: Row, page: Source, language: Language) -> str:
    number = row.cells["document_number"]
    copy = f"sha256 {page.sha256[:SHA]}"
    told = [str(number)] if number else []
    told.append(say("archived_copy", language, copy=copy))
    if page.by_hand:
        told.append(word("obtained", "by_hand", language))
    if row.cells["invented"] == "yes":
        told.append(say("invented_source", language))
    day = _day(row, page)
    fields = {
        "title": f"{{{escaped(_title(row, page))}}}",
        "author": " and ".join(f"{{{escaped(name)}}}" for name in _authors(row)),
        "year": day[:4],
        "month": str(int(day[5:7])) if len(day) > 5 else "",
        "url": address(page.url),
        "urldate": str(row.cells["accessed"]),
        "langid": "chinese",
        "note": escaped("; ".join(told)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{row.cells['cite_key']},", *lines, "}", ""])


def _title(row: Row, page: Source) -> str:
    return page.title or str(row.cells["name"])


def _authors(row: Row) -> list[str]:
    """Issuers of a document; of what a site reports, who runs the site."""
    document = row.cells["kind"] != PolicyKind.EVENT
    named = row.cells["issuer_or_actor"] if document else row.cells["publisher"]
    told = str(named or row.cells["publisher"] or "")
    return told.split(SEPARATOR) if told else []


def _day(row: Row, page: Source) -> str:
    """The day of the document as it is supported, else what the page states of itself, or nothing."""
    for column in ("date_issued", "date_signed", "date_effective"):
        if row.cells[column]:
            return str(row.cells[column]).split("/")[0].split(SEPARATOR)[0]
    return page.stated
