r"""The supplement in LaTeX: one file that xelatex or tectonic compiles as it is.

To put it into a document of your own, take the preamble between its marks into yours and \input the
body between its marks. Tables are short and break between rows; the evidence behind them (sentences,
quotes, sources) follows as paragraphs, which break anywhere, however long a quote is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC

from agent.findings import Dossier
from agent.report import NOTHING, Beside
from agent.report.safe import address, shortened
from agent.report.supplement import Listing, Row, Supplement, columns, supplement
from agent.report.supplement.columns import Cell, province_told, sheet_title
from agent.report.tex import tex
from agent.report.words import Language, word

NAME, REASON = 90, 160
"""Characters of a name and a reason in a table; the evidence has them whole."""
FONTS = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun")
"""Chinese fonts, best first; FandolSong comes with TeX and stands in for all of them."""


def render(dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING) -> str:
    """The whole document."""
    made = supplement(dossiers, language, beside)
    newest = max(dossier.researched_at for dossier in dossiers).astimezone(UTC)
    lines = [*_preamble(), "", r"\begin{document}", "% --- body: begin ---"]
    lines += [rf"\section*{{{tex(sheet_title('title', language))}}}", f"{newest:%Y-%m-%d}", ""]
    if made.invented:
        lines += [rf"\textbf{{{tex(_SAMPLE[language])}}}", ""]
    lines += _methods(made, language)
    lines += _flow(made, language)
    lines += _included(made, language)
    lines += _apart(made, Listing.TO_REVIEW, language)
    if made.listed(Listing.UNKNOWN_PUBLISHER):
        lines += _apart(made, Listing.UNKNOWN_PUBLISHER, language)
    lines += _apart(made, Listing.LEFT_OUT, language)
    lines += _coverage(made, language)
    lines += _gaps(made, language)
    return "\n".join([*lines, "% --- body: end ---", r"\end{document}", ""])


_SAMPLE = {
    "zh": "示例：网页、政策与数字均为软件自带的虚构示例，不可引用。",
    "en": "Sample: pages, policies and figures are invented and must not be cited.",
}


_EVIDENCE = {
    "zh": "〔n〕后未另列引文的句子，在网页中逐字如此。",
    "en": "A sentence with 〔n〕 and no quote of its own stands word for word in its page.",
}


def _preamble() -> list[str]:
    chosen = r"\newcommand{\SupplementFont}{FandolSong-Regular.otf}"
    for font in reversed(FONTS):
        chosen = (
            rf"\IfFontExistsTF{{{font}}}{{\newcommand{{\SupplementFont}}{{{font}}}}}{{{chosen}}}"
        )
    return [
        "% !TeX program = xelatex",
        r"\documentclass[a4paper,10pt]{article}",
        "% --- preamble: begin ---",
        r"\usepackage[margin=18mm]{geometry}",
        r"\usepackage{fontspec}",
        r"\usepackage[fontset=fandol,scheme=plain]{ctex}",
        r"\usepackage{longtable,booktabs,array}",
        r"\usepackage{xurl}",
        chosen,
        r"\setCJKmainfont{\SupplementFont}",
        r"\xeCJKsetup{CJKspace=true}",
        r"\newfontfamily{\SupplementHan}{\SupplementFont}",
        "% A character that the Chinese font may lack: itself where the font has it, else its number.",
        r"\newcommand{\rare}[1]{{\makexeCJKinactive\SupplementHan"
        r'\iffontchar\font"#1\relax\symbol{"#1}\else{\normalfont\ttfamily[U+#1]}\fi}}',
        r"\newcolumntype{L}[1]{>{\raggedright\arraybackslash}p{#1}}",
        r"\setlength{\parindent}{0pt}\setlength{\parskip}{4pt}",
        r"\setlength{\emergencystretch}{3em}",
        "% No heading stands alone at the foot of a page.",
        r"\newcommand{\SupplementHead}[1]{\par"
        r"\ifdim\dimexpr\pagegoal-\pagetotal\relax<12\baselineskip\newpage\fi\subsection*{#1}}",
        "% --- preamble: end ---",
    ]


def _methods(made: Supplement, language: Language) -> list[str]:
    lines = [_head("methods", language)]
    stop = "。" if language == "zh" else "."
    for part in made.methods:
        lines += [rf"\textbf{{{tex(part.title)}{stop}}} {tex(part.text)}", ""]
    return lines


def _flow(made: Supplement, language: Language) -> list[str]:
    heads = ["步骤", "次数", "不同的"] if language == "zh" else ["Step", "Times", "Distinct"]
    rows = (
        [
            tex(step.told(language)),
            str(step.count),
            "" if step.distinct is None else str(step.distinct),
        ]
        for step in made.flow
    )
    return [_head("flow", language), *_table(r"L{0.68\linewidth}rr", heads, rows)]


def _included(made: Supplement, language: Language) -> list[str]:
    """The table of what may be cited, and the evidence of each of its rows."""
    rows = made.listed(Listing.INCLUDED)
    zh = language == "zh"
    lines = [_head("included", language)]
    if not rows:
        return [*lines, "无。" if zh else "None.", ""]
    heads = (
        ["", "转折点", "政策或事件", "责任机构或主体", "日期", "天数", "关系"]
        if zh
        else ["", "Changepoint", "Policy or event", "Issuer or actor", "Dates", "Days", "Relation"]
    )
    form = (
        r"L{0.04\linewidth}L{0.11\linewidth}L{0.26\linewidth}L{0.14\linewidth}"
        r"L{0.15\linewidth}rL{0.08\linewidth}"
    )
    body = ([f"E{n}", *_short(row, language)] for n, row in enumerate(rows, 1))
    lines += [r"{\footnotesize", *_table(form, heads, body), "}"]
    lines += [rf"\subsection*{{{'依据' if zh else 'Evidence'}}}", _EVIDENCE[language], ""]
    for number, row in enumerate(rows, 1):
        lines += _evidence(f"E{number}", row, language)
    return lines


def _short(row: Row, language: Language) -> list[str]:
    cells = row.cells
    name = tex(shortened(str(cells["name"]), NAME))
    if row.cells["document_number"]:
        name += rf"\newline {tex(shortened(str(cells['document_number']), NAME))}"
    return [
        _point(row, language),
        name,
        tex(shortened(str(cells["issuer_or_actor"] or ""), NAME)),
        r"\newline ".join(tex(told) for told in _dates(row, language)),
        "" if cells["days"] is None else f"${cells['days']:+d}$",
        tex(_word(row, "sector_grade", language)),
    ]


def _evidence(mark: str, row: Row, language: Language) -> list[str]:
    """One included row, whole: as paragraphs that a page may break."""
    zh = language == "zh"
    sep, colon = ("；", "：") if zh else ("; ", ": ")
    shown = ["document_number", "issuer_or_actor", "level", "scope", "kind", "instrument"]
    shown += ["timing", "content", "impact", "quotes", "reviewers", "listed_under"]
    told = []
    for name in shown:
        value = _quotes(row) if name == "quotes" else _word(row, name, language)
        if value and not (name == "listed_under" and row.cells["times_listed"] == 1):
            told.append(rf"\textit{{{tex(_title(name, language))}}}{colon}{tex(value)}")
    head = rf"\textbf{{{mark}\quad {tex(str(row.cells['name']))}}} {_point(row, language)}"
    return [head + r"\par", sep.join(told) + r"\par", _source(row, language), r"\medskip", ""]


def _quotes(row: Row) -> str:
    """The quotes that are not a printed sentence themselves."""
    printed = f"{row.cells['content']}{row.cells['impact']}"
    return " ".join(f"〔{n}〕“{q}”" for n, q in enumerate(row.quotes, 1) if q not in printed)


def _source(row: Row, language: Language) -> str:
    """Where it stands. A URL is an argument of no other command, so that % and # may stand in it."""
    cells, zh = row.cells, language == "zh"
    found = address(str(cells["url"] or ""))
    parts = [tex(str(cells["publisher"] or "")), tex(_word(row, "source_class", language))]
    parts.append(rf"\url{{{found}}}" if found else tex(str(cells["url"] or "")))
    if cells["accessed"]:
        how = _word(row, "obtained", language) if cells["obtained"] == "by_hand" else None
        parts.append(f"{how or ('访问' if zh else 'accessed')} {cells['accessed']}")
        parts.append(rf"sha256 \path{{{cells['sha256']}}}")
    else:
        parts.append("网页未读" if zh else "page not read")
    others = [address(url) for url in str(cells["other_urls"] or "").split()]
    parts += [rf"\url{{{url}}}" for url in others if url]
    return ("，" if zh else ", ").join(part for part in parts if part) + r"\par"


def _apart(made: Supplement, listing: Listing, language: Language) -> list[str]:
    """Rows that must not be cited: what they are, and why they are not included."""
    rows = made.listed(listing)
    zh = language == "zh"
    lines = [_head(listing.value, language)]
    if not rows:
        return [*lines, "无。" if zh else "None.", ""]
    lines += [
        "以下各条没有列入，不得作为事实引用。长的原因在此截短，xlsx 与 csv 中完整。"
        if zh
        else "Not included; not to be cited as fact. Long reasons are cut here and whole in xlsx and csv.",
        "",
    ]
    heads = (
        ["转折点", "所称名称", "核验", "原因"]
        if zh
        else ["Changepoint", "Name as claimed", "Verdict", "Reason"]
    )
    form = r"L{0.12\linewidth}L{0.28\linewidth}L{0.09\linewidth}L{0.42\linewidth}"
    body = (
        [
            _point(row, language),
            tex(shortened(str(row.cells["name"]), NAME)),
            tex(_word(row, "kind" if row.cells["kind"] == "background" else "status", language)),
            tex(shortened(str(row.cells["reasons"] or ""), REASON))
            + rf"\newline\textit{{{tex(str(row.cells['way_back']))}}}",
        ]
        for row in rows
    )
    return [*lines, r"{\footnotesize", *_table(form, heads, body), "}"]


def _coverage(made: Supplement, language: Language) -> list[str]:
    zh = language == "zh"
    heads = (
        ["转折点", "检索窗口", "结果", "检索", "网页", "缺口"]
        if zh
        else ["Changepoint", "Window", "Outcome", "Searches", "Pages", "Gaps"]
    )
    rows = (
        [
            tex(_of_table(row, language)),
            tex(str(row["window"])),
            tex(str(row["outcome"])),
            f"{row['searches_answered']}/{row['searches_asked']}",
            f"{row['pages_read']}/{row['pages_chosen']}",
            str(row["material"]),
        ]
        for row in made.coverage
    )
    form = r"L{0.25\linewidth}L{0.25\linewidth}L{0.16\linewidth}rrr"
    return [_head("coverage", language), r"{\footnotesize", *_table(form, heads, rows), "}"]


def _of_table(row: Mapping[str, Cell], language: Language) -> str:
    """The changepoint of a row of coverage."""
    province = province_told(str(row["province"]), language)
    sector = word("sector", str(row["sector"]), language) if row["sector"] else ""
    return " ".join(part for part in (province, sector, str(row["changepoint"])) if part)


def _gaps(made: Supplement, language: Language) -> list[str]:
    """Gaps counted by stage and cause; the workbook has each of them."""
    zh = language == "zh"
    if not made.gaps:
        return []
    counted = Counter((str(gap["stage"]), str(gap["cause"])) for gap in made.gaps)
    heads = ["阶段", "原因", "次数"] if zh else ["Stage", "Cause", "Times"]
    rows = ([tex(stage), tex(cause), str(n)] for (stage, cause), n in sorted(counted.items()))
    return [_head("gaps", language), *_table(r"L{0.2\linewidth}L{0.55\linewidth}r", heads, rows)]


def _table(form: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    told = " & ".join(rf"\textbf{{{head}}}" for head in heads)
    return [
        rf"\begin{{longtable}}{{@{{}}{form}@{{}}}}",
        r"\toprule",
        told + r" \\",
        r"\midrule",
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
        *(" & ".join(row) + r" \\" for row in rows),
        r"\end{longtable}",
        "",
    ]


def _head(name: str, language: Language) -> str:
    return rf"\SupplementHead{{{tex(sheet_title(name, language))}}}"


def _point(row: Row, language: Language) -> str:
    province = row.cells["province" if language == "zh" else "province_english"]
    parts = (province, _word(row, "sector", language), row.cells["changepoint"])
    return tex(" ".join(str(part) for part in parts if part))


def _dates(row: Row, language: Language) -> list[str]:
    names = [column.name for column in columns() if column.name.startswith("date_")]
    return [f"{_title(n, language)} {row.cells[n]}" for n in names if row.cells[n]]


def _word(row: Row, name: str, language: Language) -> str:
    column = next(column for column in columns() if column.name == name)
    return str(column.worded(row.cells[name], language) or "")


def _title(name: str, language: Language) -> str:
    return next(column for column in columns() if column.name == name).title(language)
