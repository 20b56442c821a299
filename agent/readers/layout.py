"""Elements to lines, as a person reads them: a block a line, a row of a data table a line.

The tree is walked once. Every line knows the element it stands in and how much of it is link
words; every element knows the range of lines it covers, so that the body of a page is a range.
Hidden nodes are taken out first, see unseen.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from agent.readers.foot import foot_lines
from agent.readers.lines import CELL, Line, Link, Part, Rendered, tidy

_BLOCK = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "html", "legend"),
        *("li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
"""What begins a line of its own. Unknown tags (<publishtime>) are inline, as in a browser."""

_PREFORMATTED = ("pre", "listing", "xmp")
_LONG_CELL, _LONG_COLUMN, _FEW = 300, 80, 2
_LONGEST_HEADER, _MOST_PARTS = 220, 40
_MAX_DEPTH = 200


def render(tree: HtmlElement) -> Rendered:
    """The lines of a tree from which strip_unseen has taken what is not seen."""
    walker = _Walker()
    walker.walk(tree, 0)
    walker.flush(tree)
    rendered = walker.rendered
    rendered.foot = foot_lines(rendered.lines, rendered.ranges)
    return rendered


class _Walker:
    """The state of one walk: the line under way and what of it is link words."""

    def __init__(self) -> None:
        self.rendered = Rendered()
        self._parts: list[str] = []
        self._links: list[bool] = []
        self._linked = 0
        self._preformatted: HtmlElement | None = None
        self._in_link = False
        self._pending: list[tuple[str, str]] = []

    def walk(self, element: HtmlElement, depth: int) -> None:
        """Add an element and what it holds, without its tail."""
        tag = element.tag
        if not isinstance(tag, str):
            return
        if depth > _MAX_DEPTH:
            self._add("".join(element.itertext()))
            return
        if tag in ("br", "hr"):
            self.flush(element)
            return
        if tag == "table" and _is_data(element):
            self._table(element)
            return
        inline = tag not in _BLOCK
        if not inline and (self._parts or self._pending):
            above = element.getparent()
            self.flush(element if above is None else above)
        start = len(self.rendered.lines)
        if tag == "a":
            self._link(element, depth)
        else:
            self._inside(element, depth)
        if not inline:
            self.flush(element)
        end = len(self.rendered.lines)
        if inline and end > start and tidy("".join(self._parts)):
            # <font id=Zoom>a<br>b</font>: its last line ends only with the block around it.
            end += 1
        self.rendered.ranges[element] = (start, end)

    def _inside(self, element: HtmlElement, depth: int) -> None:
        if element.tag in _PREFORMATTED and self._preformatted is None:
            self._preformatted = element
            self._inside(element, depth)
            self._preformatted = None
            return
        self._add(element.text)
        for child in element:
            self.walk(child, depth + 1)
            self._add(child.tail)

    def _link(self, element: HtmlElement, depth: int) -> None:
        outer, self._in_link = self._in_link, True
        self._inside(element, depth)
        self._in_link = outer
        href = _address(element)
        if href:
            words = tidy(flat(element)) or element.get("title") or ""
            self._pending.append((href, words))

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._preformatted is not None and "\n" in text:
            *lines, text = text.split("\n")
            for line in lines:
                self._add(line)
                self.flush(self._preformatted)
            if not text:
                return
        self._parts.append(text)
        self._links.append(self._in_link)
        if self._in_link:
            self._linked += len(text.strip())

    def flush(self, element: HtmlElement) -> None:
        """End the line under way."""
        if not self._parts and not self._pending:
            return
        parts = self._parts
        text = tidy("".join(parts))
        linked = self._linked
        pieces: tuple[Part, ...] = ()
        if 1 < len(parts) <= _MOST_PARTS and len(text) <= _LONGEST_HEADER:
            pieces = tuple(map(Part, parts, self._links))
        self._parts, self._links, self._linked = [], [], 0
        self._emit((text,) if text else (), element, linked, pieces)

    def _emit(
        self,
        cells: tuple[str, ...],
        element: HtmlElement,
        linked: int,
        parts: tuple[Part, ...] = (),
    ) -> None:
        number = len(self.rendered.lines)
        if any(cells):
            text = CELL.join(cells)
            self.rendered.lines.append(Line(text, cells, element, linked, parts))
        else:
            number = max(0, number - 1)
        for href, words in self._pending:
            self.rendered.links.append(Link(href, words, number))
        self._pending = []

    def _table(self, table: HtmlElement) -> None:
        self.flush(table)
        start = len(self.rendered.lines)
        for row in _rows(table):
            cells = tuple(tidy(flat(cell)) for cell in row if cell.tag in ("td", "th"))
            linked = 0
            for anchor in row.iter("a"):
                words = tidy(flat(anchor))
                linked += len(words)
                href = _address(anchor)
                if href:
                    self._pending.append((href, words))
            self._emit(cells, row, linked)
        self.rendered.ranges[table] = (start, len(self.rendered.lines))


def _address(anchor: HtmlElement) -> str:
    """Where a link leads; where its address is none, what its click runs: javascript:down('/u/1.pdf')."""
    href: str = anchor.get("href") or ""
    by_script = anchor.get("onclick")
    if by_script and (not href or href.startswith(("#", "javascript:"))):
        return f"javascript:{by_script}"
    return href


def flat(element: HtmlElement) -> str:
    """All text of an element on one line; blocks and breaks become a space."""
    return "".join(_pieces(element, 0)) if len(element) else element.text or ""


def _pieces(element: HtmlElement, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        yield "".join(element.itertext())
        return
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            edge = " " if child.tag in _BLOCK or child.tag == "br" else ""
            yield edge
            yield from _pieces(child, depth + 1)
            yield edge
        if child.tail:
            yield child.tail


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _is_data(table: HtmlElement) -> bool:
    """A table of facts, not one that only lays out a page: no table and no list inside, short cells.

    One row alone is columns of a page where a cell of it holds a text of some lines.
    """
    if next(table.iterdescendants("table", "ul", "ol"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
    if any(_is_long(cell, len(rows) == 1) for cells in rows for cell in cells):
        return False
    return max(map(len, rows), default=0) > 1


def _is_long(cell: HtmlElement, is_column: bool) -> bool:
    """True for a cell of several paragraphs; old pages part them by breaks, two each."""
    if not len(cell):
        return False
    paragraphs = sum(1 for _ in cell.iterdescendants("p", "div", "h1"))
    breaks = sum(1 for _ in cell.iterdescendants("br")) if paragraphs <= _FEW else 0
    longest = _LONG_COLUMN if is_column else _LONG_CELL
    blocks = paragraphs + (breaks if is_column else breaks // 2)
    return blocks > _FEW and len(cell.text_content()) > longest
