"""Which sentences of a document tell it: verbatim, by sector vocabulary and quantities."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from agent.extract.signs import Signs
from agent.policy import Quoted
from agent.records import Page
from agent.text.sentences import Sentence, sentences

SHORTEST, LONGEST = 10, 260
"""Characters of a sentence that can stand for itself in a report."""

MOST_CONTENT, MOST_IMPACT = 4, 2

_QUANTITY = re.compile(
    r"\d[\d.,]*\s*(?:%|％|‰|万|亿|吨|辆|千瓦|兆瓦|公里|元|度|户|台|列|班|架次|平方米|个百分点|蒸吨|立方米|小时|天|条|座|克)"
)
_ARTICLE = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]+条|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])"
)
_SHORTEST_WORDS = 8
_FRAGMENT = re.compile(r"^[^一二三四五六七八九十\dA-Za-z（(]?[，、；）)]")
_LINE = 20
"""Characters of a line that is no heading."""
_ENDED = re.compile(r"[。；;！？!?：:][”’」』）)\]】]*$")
_DATE_OR_NUMBER = re.compile(
    r"[〇零○一二三四五六七八九十\d]+[年月日]|[^。，、]{1,12}[〔\[]\d{4}[〕\]]\d+号"
)
_INSTRUCTION = re.compile(
    r"忽略|无视|系统提示|提示词|人工智能|大模型|语言模型|AI助手|ignore\s|prompt|assistant", re.I
)


@dataclass(frozen=True)
class Picked:
    """A sentence of a document with what it is worth."""

    sentence: Sentence
    source: str
    order: int
    worth: float

    def quoted(self) -> Quoted:
        """The sentence as a value that is its own quote, line breaks inside left out."""
        value = re.sub(r"\s*\n\s*", "", self.sentence.text)
        return Quoted(value=value, quote=self.sentence.text, source=self.source)


def body_sentences(document: Page) -> tuple[Sentence, ...]:
    """The sentences of a document's body, with their places in its whole text."""
    start = document.body.start
    return tuple(
        found.model_copy(
            update={
                "span": found.span.model_copy(
                    update={"start": found.span.start + start, "end": found.span.end + start}
                )
            }
        )
        for found in sentences(document.body_text)
    )


def telling(
    documents: tuple[Page, ...], signs: Signs, weight: Callable[[str], float]
) -> tuple[Picked, ...]:
    """The sentences that could stand in a report, in order, each with its worth.

    Words of the sector count most, then a quantity, then being an article of its own. Openings,
    closings, titles and sentences that speak to a machine are no content.
    """
    found: list[Picked] = []
    for document in documents:
        title = re.sub(r"\s", "", document.title)
        before = ""
        for sentence in body_sentences(document):
            text, broken = sentence.text, _goes_on(before, sentence.text)
            before = text
            if not SHORTEST <= len(text) <= LONGEST or signs.boilerplate.search(text):
                continue
            if broken or _INSTRUCTION.search(text) or not _says_something(text):
                continue
            if title and re.sub(r"\s", "", text) in title:
                continue
            worth = min(weight(text), 3.0) + 1.5 * bool(_QUANTITY.search(text))
            worth += 0.5 * bool(_ARTICLE.match(text)) + 0.5 * text.endswith("。")
            worth -= 1.0 * (" | " in text)
            found.append(Picked(sentence, document.sha256, len(found), worth))
    return tuple(found)


def _goes_on(before: str, text: str) -> bool:
    """True when a text begins in the middle: a page break cut the sentence that it ends."""
    cut = len(before) >= _LINE and not _ENDED.search(before)
    return (cut and not _ARTICLE.match(text)) or bool(_FRAGMENT.match(text))


def _says_something(text: str) -> bool:
    """True for a sentence or a row with values; not for a date, a number, a name or a menu."""
    words = re.findall(r"[\u4e00-\u9fff]", _DATE_OR_NUMBER.sub("", text))
    if " | " in text and not re.search(r"\d", text):
        return False
    return len(words) >= _SHORTEST_WORDS and bool(_ENDED.search(text) or " | " in text)


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
