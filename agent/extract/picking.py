"""Which sentences of a document tell it: verbatim, by sector vocabulary and quantities."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from agent.extract.signs import Signs
from agent.lazy import lazy_pattern
from agent.policy import Quoted
from agent.records import Page, Span
from agent.text.headings import ARTICLE, HEADING
from agent.text.sentences import Sentence, sentences

SHORTEST, LONGEST = 10, 260
"""Characters of a sentence that can stand for itself in a report."""

MOST_CONTENT, MOST_IMPACT = 4, 2

_QUANTITY = lazy_pattern(
    r"\d[\d.,]{0,30}\s{0,20}(?:%|％|‰|万|亿|吨|辆|千瓦|兆瓦|公里|元|度|户|台|列|班|架次|平方米|个百分点|蒸吨|立方米|小时|天|条|座|克)"
)
_SHORTEST_WORDS = 8
_FRAGMENT = lazy_pattern(r"^[^一二三四五六七八九十\dA-Za-z（(]?[，、；）)]")
_PAGE_NUMBER = r"[—–―－]\s*\d{1,3}\s*[—–―－]|(?<![\d-])- ?\d{1,3} ?-(?![\d-])"
_CUT_LINE = lazy_pattern(
    r"\d[^，]{0,200}，|(?:预计|达到|不低于|不超过|[为的和及与或对将于至约按以由把被])$"
)
"""A numbered line that is no heading: it has figures and a comma, or a word that wants another."""
_LONGESTHEADING = 24
"""Characters of a numbered line that only says what its paragraph is about."""
_TOPIC = lazy_pattern(
    rf"(?:{ARTICLE.pattern})(?<!条)(?:进一步|大力|积极|着力|全面|切实)?(?:加快|推[进动]|完善|加强|优化|健全|强化|提[升高]|构建|深化|促进|建立|明确|规范|落实|打造|发展|实施)"
    r"[^\d，,；;。]{2,18}。?"
)
"""What a numbered paragraph begins with before it says anything: （三）优化能源结构。到2035年，…."""
_POINTS_BACK = lazy_pattern("其中|上述|前款|前述|该(?!省|市|县|区|项)|此(?:外|项)")
"""How a sentence begins that is about the one before it, which is not printed beside it."""
_NOTE = lazy_pattern(r"^[（(].*[）)]$", re.S)
_CLOSED = "[”’」』）)\\]】]*$"
_ENDED = lazy_pattern(rf"[。；;！？!?：:]{_CLOSED}")
_TERMINAL = lazy_pattern(rf"[。；;！？!?]{_CLOSED}")
_DATE_OR_NUMBER = lazy_pattern(
    r"[〇零○一二三四五六七八九十\d]{1,12}[年月日]|[^。，、]{1,12}[〔\[]\d{4}[〕\]]\d{1,6}号"
)
_INSTRUCTION = lazy_pattern(
    r"忽略|无视|系统提示|提示词|人工智能|大模型|语言模型|AI助手|ignore\s|prompt|assistant", re.I
)


_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
CELL = " | "
"""What stands between two cells of a row of a page's text."""


@dataclass(frozen=True)
class Picked:
    """A sentence of a document with what it is worth."""

    sentence: Sentence
    source: str
    order: int
    worth: float

    def quoted(self) -> Quoted:
        """The sentence as a value that is its own quote, line breaks inside left out."""
        value = "".join(line.strip() for line in self.sentence.text.split("\n"))
        return Quoted(value=value, quote=self.sentence.text, source=self.source)


def body_sentences(document: Page) -> tuple[Sentence, ...]:
    """The sentences of a document's body, with their places in its whole text."""
    start = document.body.start
    return tuple(
        Sentence(text, Span(start=start + span.start, end=start + span.end))
        for text, span in sentences(document.body_text)
    )


def telling(
    documents: tuple[Page, ...], signs: Signs, weight: Callable[[str], float]
) -> tuple[Picked, ...]:
    """The sentences that could stand in a report, in order, each with its worth.

    Openings, closings, titles, lists of who is responsible, halves of sentences and sentences that
    speak to a machine are no content.
    """
    found: list[Picked] = []
    for document in documents:
        title = re.sub(r"\s", "", document.title)
        before = ""
        for sentence in body_sentences(document):
            text, broken = sentence.text, _goes_on(before, sentence.text, signs)
            before = text
            if not SHORTEST <= len(text) <= LONGEST or signs.boilerplate.search(text):
                continue
            if broken or _INSTRUCTION.search(text) or not _says_something(text):
                continue
            if _TOPIC.fullmatch(text):
                continue
            if title and re.sub(r"\s", "", text) in title:
                continue
            worth = _worth(text, signs, weight)
            found.append(Picked(sentence, document.sha256, len(found), worth))
    return tuple(found)


def _worth(text: str, signs: Signs, weight: Callable[[str], float]) -> float:
    """More for the sector's words, for a quantity, and for a word of what is done, paid or limited."""
    quantity = bool(_QUANTITY.search(text))
    heading = len(text) <= _LONGESTHEADING and ARTICLE.match(text) and not quantity
    return (
        min(weight(text), 2.5)
        + 1.5 * quantity
        + 1.0 * bool(signs.act.search(text))
        + 0.5 * bool(ARTICLE.match(text))
        + 0.5 * text.endswith("。")
        - 1.0 * (CELL in text)
        - 1.5 * bool(_POINTS_BACK.match(ARTICLE.sub("", text)))
        - 2.0 * bool(heading)
        - 1.0 * (text.startswith("为") and not quantity)
    )


def _goes_on(before: str, text: str, signs: Signs) -> bool:
    """True when a text begins in the middle: the width or the end of a page cut the sentence.

    A sentence begins at an article, behind the end of another, or below a heading; whatever else
    stands without an end before it is its own beginning.
    """
    if _FRAGMENT.match(text):
        return True
    if not before or _ENDED.search(before) or ARTICLE.match(text) or CELL in before + text:
        return False
    heading = HEADING.search(before) and not _CUT_LINE.search(ARTICLE.sub("", before))
    if heading or _NOTE.match(before) or signs.is_document(before):
        return False
    return bool(_HAN.search(_DATE_OR_NUMBER.sub("", re.sub(r"\s", "", before))))


def _says_something(text: str) -> bool:
    """True for a sentence or a row with values; not for a date, a number, a name or a menu."""
    bare = _DATE_OR_NUMBER.sub("", text)
    if len(_HAN.findall(bare)) < _SHORTEST_WORDS or re.search(_PAGE_NUMBER, text):
        return False
    if CELL in text:
        return any(re.search(r"\d", cell) for cell in bare.split(CELL)[1:])
    return bool(_TERMINAL.search(text))


def content_and_impact(
    picked: tuple[Picked, ...], signs: Signs
) -> tuple[tuple[Quoted, ...], tuple[Quoted, ...]]:
    """The best sentences for content, and those that state a quantified effect or target."""
    effects = [
        item
        for item in picked
        if _QUANTITY.search(item.sentence.text) and signs.states_effect(item.sentence.text)
    ]
    impact = _best(effects, MOST_IMPACT)
    content = _best([item for item in picked if item not in impact], MOST_CONTENT)
    return tuple(i.quoted() for i in content), tuple(i.quoted() for i in impact)


def _best(items: list[Picked], most: int) -> list[Picked]:
    chosen = sorted(items, key=lambda item: (-item.worth, item.order))[:most]
    return sorted(chosen, key=lambda item: item.order)
