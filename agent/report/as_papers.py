r"""The supplement in text formats: as LaTeX, its methods as Markdown, its table as CSV.

xelatex or tectonic compiles the LaTeX as it is. To put it into a document of your own, take the preamble between its marks into yours and \input the
body between its marks. Tables are short and break between rows; the evidence behind them (sentences,
quotes, sources) follows as paragraphs, which break anywhere, however long a quote is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from agent.findings import NOT_DONE
from agent.report.provinces import province_told, where
from agent.report.safe import MARK, address, cell, csv_line, markdown, shortened
from agent.report.supplement import Listing, Row, Supplement, columns, documents_first, paper
from agent.report.supplement.columns import Cell, column, sheet_title
from agent.report.template import streamed
from agent.report.tex import tex
from agent.report.words import Language, part_words, say

NAME, REASON = 90, 160
"""Characters of a name and a reason in a table; the evidence has them whole."""
FONTS = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun")
"""Chinese fonts, best first; FandolSong comes with TeX and stands in for all of them."""
DETAILS = (
    *("document_number", "issuer_or_actor", "issuer_english", "level", "scope", "kind", "stage"),
    *("instrument", "instrument_class", "wording", "timing", "detection", "content", "impact"),
    *("quotes", "reviewers", "listed_under"),
)
"""The columns that the evidence of a row tells."""


@paper
def latex(made: Supplement, language: Language) -> Iterator[str]:
    """The whole document."""
    yield from streamed(
        "supplement.tex",
        language,
        made=made,
        day=f"{made.newest:%Y-%m-%d}",
        **{listing.value: made.listed(listing) for listing in Listing},
        in_order=documents_first(made.listed(Listing.INCLUDED)),
        kinds=_by_kind(made),
        # The workbook has each gap; here they are counted by stage and cause.
        gaps=sorted(Counter((str(g["stage"]), str(g["cause"])) for g in made.gaps).items()),
        columns=lambda code: part_words(code, language)["columns"],
        sheet=lambda name: sheet_title(name, language),
        **{each.__name__[1:]: partial(each, language) for each in _OF_ROWS},
        tex=lambda cell: tex(str(cell)),
        shortened=shortened,
        NAME=NAME,
        REASON=REASON,
        FONTS=FONTS,
    )


@paper
def methods(made: Supplement, language: Language) -> Iterator[str]:
    """How the supplement came about: paragraphs, then the numbers of the flow."""
    return streamed(
        "methods.md",
        language,
        made=made,
        sheet=lambda name: sheet_title(name, language),
        markdown=markdown,
    )


@paper
def table(made: Supplement, language: Language) -> Iterator[str]:
    """One row a policy or event and changepoint, as RFC 4180 has it in UTF-8 with a mark.

    Codes stay codes and column names stay English whatever the language, so that a script reads both.
    A text that begins with =, +, -, @ (or their full-width forms) has an apostrophe before it, so
    that no cell is ever a formula; numbers are written as numbers.
    """
    names = [column.name for column in columns()]
    yield MARK + csv_line(names)
    for row in made.rows:
        yield csv_line([_written(row.cells[name]) for name in names])


def _written(value: Cell) -> str | int | float:
    if value is None:
        return ""
    return cell(value) if isinstance(value, str) else value


def _by_kind(made: Supplement) -> Iterator[tuple[str, Iterator[tuple[int, Row]]]]:
    """The heading and the numbered rows of documents, then of events, where there are any."""
    included = made.listed(Listing.INCLUDED)
    before = 0
    for code, events in (("documents", False), ("events", True)):
        count = sum(row.is_event is events for row in included)
        if count:
            rows = (row for row in included if row.is_event is events)
            yield code, enumerate(rows, before + 1)
        before += count


def _point(language: Language, row: Row) -> str:
    """The changepoint of a row."""
    return tex(_place(language, row.cells))


def _place(language: Language, row: Mapping[str, Cell]) -> str:
    """The changepoint of a row of coverage."""
    province, sector = province_told(str(row["province"]), language), row["sector"]
    return where(province, str(sector) if sector else None, row["changepoint"], language)


def _dates(language: Language, row: Row) -> list[str]:
    names = [each.name for each in columns() if each.name.startswith("date_")]
    return [f"{column(n).title(language)} {row.cells[n]}" for n in names if row.cells[n]]


def _details(language: Language, row: Row) -> Iterator[str]:
    """What a row tells beside its name, a column each."""
    for name in DETAILS:
        value = _quotes(row) if name == "quotes" else _worded(language, row, name)
        if value and not (name == "listed_under" and row.cells["times_listed"] == 1):
            title = tex(column(name).title(language))
            yield rf"\textit{{{title}}}{say('colon', language)}{tex(value)}"


def _quotes(row: Row) -> str:
    """The quotes that are not a printed sentence themselves."""
    printed = f"{row.cells['content']}{row.cells['impact']}"
    return " ".join(f"〔{n}〕“{q}”" for n, q in enumerate(row.quotes, 1) if q not in printed)


def _source(language: Language, row: Row) -> Iterator[str]:
    """Where it stands. A URL is an argument of no other command, so that % and # may stand in it."""
    cells = row.cells
    found = address(str(cells["url"] or ""))
    at = rf"\url{{{found}}}" if found else tex(str(cells["url"] or ""))
    parts = [tex(str(cells["publisher"] or "")), tex(_worded(language, row, "source_class")), at]
    yield from filter(None, parts)
    if cells["accessed"]:
        by_hand = _worded(language, row, "obtained") if cells["obtained"] == "by_hand" else ""
        yield f"{by_hand or say('accessed', language)} {cells['accessed']}"
        yield rf"sha256 \path{{{cells['sha256']}}}"
    else:
        yield say("page_not_read", language)
    others = filter(None, map(address, str(cells["other_urls"] or "").split()))
    yield from (rf"\url{{{url}}}" for url in others)


def _worded(language: Language, row: Row, name: str) -> str:
    return str(column(name).worded(row.cells[name], language) or "")


def _treated(_language: Language, row: Row) -> str:
    """The column that says why a row stands apart: what is only planned says so."""
    if row.cells["kind"] != "background":
        return "status"
    return "stage" if row.cells["stage"] in NOT_DONE else "kind"


_OF_ROWS = (_point, _place, _dates, _details, _source, _treated, _worded)
"""What the template asks of rows."""
