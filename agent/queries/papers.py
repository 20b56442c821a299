"""Papers that a hit or a page names and that nobody has read: the leads of the second round.

《山西省碳达峰实施方案》 in an interpretation, 根据晋政发〔2022〕29号 in a notice. A page may name two hundred, so
only the few that fit best are asked for: those of the province before central ones, those that many name
before those that one names. What is repealed, or plainly another province's, of another sector or of another time is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from agent.facts.named import repealed_in
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.publishers import NATIONAL, Publishers
from agent.records import Changepoint, Hit, Page, Span, Window
from agent.sectors import Sectors
from agent.text.document_numbers import DocumentNumber, document_numbers
from agent.text.lexicon import lexicon
from agent.text.names import derived_from

MOST = 4
"""Papers that are asked for at a changepoint."""
READ = 20_000
"""So many characters of a page are looked through for names."""
NAMED = lazy_pattern(r"《([^《》\n]{6,60})》(?:\s{0,3}[（(]([^（）()\n]{4,40})[）)])?")
"""A paper and what stands in brackets behind it: 《山西省…实施方案》（晋政发〔2022〕29号). Shorter ones are books and laws."""
OF_A_YEAR = lazy_pattern(r"[〔\[［【（(]\s{0,2}(?:19|20)\d\d\s{0,2}[〕\]］】）)]")
"""What every number of a paper of a year has; only around it is looked for one."""
BEFORE, BEHIND = 16, 10
"""Characters before and behind the year of a number that hold all of it."""
LONGEST_NUMBER = 40
BESIDE = 60
"""Characters of its line before and behind a name that tell what it is about."""
ENOUGH_TOLD = 5
"""So many mentions are looked at for the sector."""


@dataclass(frozen=True)
class Lead:
    """A paper that is named: by its name, its number, or both; one of them may be empty."""

    name: str
    number: str

    @property
    def words(self) -> tuple[str, ...]:
        """What it is asked for by."""
        return tuple(filter(None, (self.name, self.number)))

    def is_at(self, hit: Hit) -> bool:
        """True for a hit that seems to be the paper, and not something about it.

        A number that a snippet begins with is that of the hit itself (agent.search writes it so).
        """
        if _is_titled(hit.title, self.name):
            return True
        head = hit.snippet[:LONGEST_NUMBER]
        return bool(self.number) and any(
            number.normal == self.number and number.span.start == 0 for number in _numbers(head)
        )


@dataclass(frozen=True)
class LeadRules:
    """What decides which papers are worth a question. ``is_paper`` tells a paper by its name."""

    places: Places
    publishers: Publishers
    sectors: Sectors
    is_paper: Callable[[str], bool]


def leads(
    hits: Sequence[Hit],
    pages: Sequence[Page],
    changepoint: Changepoint,
    window: Window,
    rules: LeadRules,
) -> tuple[Lead, ...]:
    """The papers that are named and neither found nor read, best first, at most MOST."""
    texts = [f"{hit.title}\n{hit.snippet}" for hit in hits]
    texts += [f"{page.title}\n{one.text[:READ]}" for page in pages for one in page.documents()]
    years = range(window.start.year - 1, window.end.year + 1)
    fitting = []
    for lead, beside in _merged(texts).items():
        ours = _whose(lead, changepoint, rules)
        if ours is None or any(n.year not in years for n in document_numbers(lead.number)):
            continue
        if ours if not lead.name else _matters(lead, beside, changepoint.sector, rules):
            fitting.append((not ours, -len(beside), lead.words, lead))
    unread = (
        lead
        for *_, lead in sorted(fitting, key=lambda one: one[:3])
        if not _is_here(lead, hits, pages)
    )
    return tuple(islice(unread, MOST))


def _named(text: str) -> dict[Lead, str]:
    """The papers that a text names, each with the words around it where it is named first."""
    named: dict[Lead, str] = {}
    told = set()
    repealed = repealed_in(text)
    for match in NAMED.finditer(text):
        behind = match[2] or ""
        if match[1] in repealed or lexicon().pattern("issue.draft").search(behind):
            continue
        number = next(iter(_numbers(behind)), None)
        told.add(number.normal if number else "")
        line = text.rfind("\n", 0, match.start()) + 1
        before = text[max(line, match.start() - BESIDE) : match.end()]
        around = before + text[match.end() : match.end() + BESIDE].partition("\n")[0]
        named.setdefault(Lead(match[1], number.normal if number else ""), around)
    for number in _numbers(text):
        # What a snippet or a page begins with is its own number, and no lead.
        if number.normal not in told and number.span.start > 0:
            named.setdefault(Lead("", number.normal), "")
    return named


def _merged(texts: Sequence[str]) -> dict[Lead, list[str]]:
    """Each paper once, with the words around it in every text that names it.

    Where its number stands behind its name somewhere, the name and the number alone are the same.
    """
    found = [named for text in texts for named in _named(text).items()]
    numbers = {lead.name: lead.number for lead, _ in found if lead.name and lead.number}
    names = {number: name for name, number in numbers.items()}
    merged: dict[Lead, list[str]] = {}
    for lead, around in found:
        name = lead.name or names.get(lead.number, "")
        whole = Lead(name, lead.number or numbers.get(name, ""))
        merged.setdefault(whole, []).append(around)
    return merged


def _numbers(text: str) -> list[DocumentNumber]:
    """The numbers of a text that have a year; the text is read around their years alone."""
    found = []
    end = 0
    for match in OF_A_YEAR.finditer(text):
        start = max(end, match.start() - BEFORE)
        end = match.end() + BEHIND
        found += [_moved(number, start) for number in document_numbers(text[start:end])]
    return found


def _moved(number: DocumentNumber, by: int) -> DocumentNumber:
    span = Span(start=number.span.start + by, end=number.span.end + by)
    return number.model_copy(update={"span": span})


def _whose(lead: Lead, changepoint: Changepoint, rules: LeadRules) -> bool | None:
    """True for a paper of the province, None for one of another province alone, False for all else."""
    issuers = (
        rules.publishers.issuer_of_code(number.code) for number in document_numbers(lead.number)
    )
    provinces = {issuer.province for issuer in issuers if issuer}
    for mention in rules.places.mentions(lead.name):
        provinces.update(mention.provinces)
    if changepoint.province in provinces:
        return True
    return None if provinces - {NATIONAL} else False


def _matters(lead: Lead, beside: Sequence[str], sector: str | None, rules: LeadRules) -> bool:
    """True for the name of a paper of the sector: by the name, or by the words around it (货车车主可咨询)."""
    if not rules.is_paper(lead.name):
        return False
    told = (lead.name, *beside[:ENOUGH_TOLD])
    return sector is None or any(rules.sectors.touches(text, sector) for text in told)


def _is_here(lead: Lead, hits: Sequence[Hit], pages: Sequence[Page]) -> bool:
    """True for a paper that was found or read, and not only something about it."""
    own = {number for page in pages for number in _own_numbers(page)} if lead.number else set()
    return (
        any(lead.is_at(hit) for hit in hits)
        or lead.number in own
        or any(_is_titled(page.title, lead.name) for page in pages)
    )


def _own_numbers(page: Page) -> list[str]:
    stated = page.meta.document_number
    return [number.normal for number in document_numbers(stated.value)] if stated else []


def _is_titled(title: str, name: str) -> bool:
    """True for the title of the paper itself; 《甲乙实施方案》解读 is that of another page."""
    return bool(name) and name in title and derived_from(title) is None
