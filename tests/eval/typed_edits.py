"""Typed edits: real sentences with one thing changed, which nobody may accept at their place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.findings import Label
from agent.records import Page
from agent.text.fold import Folded, fold, locate_all
from agent.text.sentences import sentences
from tests.eval.corpus import Corpus
from tests.eval.halves import held
from tests.eval.judging import Asked, label_on
from tests.eval.reform import REFORMS
from tests.eval.table import Measure

SEED = 20260101
OF_EACH = 25
AGENCIES = "生态环境部 发展改革委 工业和信息化部 交通运输部 财政部 科技部 住房城乡建设部 市生态环境局 省生态环境厅 人民政府 国务院 能源局 商务部 农业农村部"
CITIES = "北京 上海 天津 重庆 深圳 广州 杭州 宁波 南京 苏州 成都 武汉 青岛 厦门 北海 包头 济源 兰州 西宁 银川 三亚 海口 大连 哈尔滨 尚志 依兰"
DIRECTIONS = {
    "提高": "降低",
    "下降": "上升",
    "降低": "提高",
    "增加": "减少",
    "减少": "增加",
    "提升": "下降",
    "增长": "下降",
    "不低于": "不高于",
    "不超过": "不少于",
}
STANDARDS = "国一 国二 国三 国四 国五 国六 国Ⅲ 国Ⅳ 国Ⅴ 国Ⅵ"


@dataclass(frozen=True)
class Edit:
    """A kind of edit: where it applies and what it puts there."""

    name: str
    place: re.Pattern[str]
    change: Callable[[str, random.Random], str]


def _another_digit(text: str, chance: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c in "0123456789"]
    at = places[0] if len(places) == 1 else chance.choice(places)
    other = chance.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + other + text[at + 1 :]


def _another_of(words: str) -> Callable[[str, random.Random], str]:
    def change(text: str, chance: random.Random) -> str:
        return chance.choice([word for word in words.split() if word != text])

    return change


def _another_year(text: str, chance: random.Random) -> str:
    return str(int(text) + chance.choice((-5, -2, -1, 1, 2, 5)))


def _another_day(text: str, chance: random.Random) -> str:
    return str(chance.choice([d for d in range(1, 29) if d != int(text)]))


def _any(words: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words.split()), key=len, reverse=True)))


EDITS = (
    Edit(
        "number",
        re.compile(r"(?<![\d.〔\[(（年])\d+(?:\.\d+)?(?=\s*(?:[%％万亿个家辆吨项座公亩]|千瓦))"),
        _another_digit,
    ),
    Edit("day", re.compile(r"(?<=月)\d{1,2}(?=\s?日)"), _another_day),
    Edit("year", re.compile(r"(?<!\d)20[12]\d(?=\s?年)"), _another_year),
    Edit("agency", _any(AGENCIES), _another_of(AGENCIES)),
    Edit("emission standard", _any(STANDARDS), _another_of(STANDARDS)),
    Edit("city", re.compile(f"(?:{_any(CITIES).pattern})(?=市)"), _another_of(CITIES)),
    Edit("direction", re.compile("|".join(DIRECTIONS)), lambda text, _: DIRECTIONS[text]),
    Edit("document number", re.compile(r"(?<=〕)\s?\d+(?=\s?号)"), _another_digit),
)


@dataclass(frozen=True)
class Case:
    """One sentence, the same with one edit, and the policy it stands in."""

    policy: str
    sentence: str
    edited: str


def cases(corpus: Corpus, edit: Edit, count: int = OF_EACH) -> tuple[Case, ...]:
    """Sentences of the policies to which the edit applies, the same ones every time."""
    chance = random.Random(SEED)  # noqa: S311 - a fixed sample, no secret
    found = list(_candidates(corpus, edit))
    chance.shuffle(found)
    made = []
    for policy, sentence, place in found[:count]:
        start, end = place
        new = edit.change(sentence[start:end].strip(), chance)
        made.append(Case(policy, sentence, sentence[:start] + new + sentence[end:]))
    return tuple(made)


def _candidates(corpus: Corpus, edit: Edit) -> Iterator[tuple[str, str, tuple[int, int]]]:
    for key, page in corpus.gold_pages.items():
        for sentence in sentences(page.text):
            match = edit.place.search(sentence.text)
            if match and 16 <= len(sentence.text) <= 200:
                yield key, sentence.text, match.span()


def accepted(case: Case, page: Page, folded: Folded) -> bool:
    """True when the edited sentence is taken for what stands at the place of the real one.

    Asked twice: looked up as its own quote, and as a claim that rests on the real sentence.
    """
    real = {span.start for span in locate_all(case.sentence, folded)}
    if any(span.start in real for span in locate_all(case.edited, folded)):
        return True
    asked = Asked("content", case.edited, quote=case.sentence)
    return not locate_all(case.edited, folded) and label_on(asked, page) is Label.SUPPORTED


def typed_edits(corpus: Corpus, of_each: int = OF_EACH) -> tuple[Measure, ...]:
    """Edited sentences accepted (none may be), and real ones still found when reformatted."""
    pages = corpus.gold_pages
    folded = {key: fold(page.text) for key, page in pages.items()}
    sample = {edit.name: cases(corpus, edit, of_each) for edit in EDITS}
    measures = []
    for name, made in sample.items():
        wrong = tuple(
            f"{c.policy} {c.edited[:40]}"
            for c in made
            if accepted(c, pages[c.policy], folded[c.policy])
        )
        measures.append(
            Measure("typed edits", f"{name} accepted", len(wrong), len(made), "fewer", misses=wrong)
        )
    everything = [case for made in sample.values() for case in made]
    for name, reform in REFORMS.items():
        reformed = {c.policy: fold(reform(pages[c.policy].text)) for c in everything}
        lost = tuple(
            f"{c.policy} {c.sentence[:40]}"
            for c in everything
            if not locate_all(c.sentence, reformed[c.policy])
        )
        count = len(everything)
        measures.append(
            Measure(
                "typed edits",
                f"unedited found, {name}",
                count - len(lost),
                count,
                misses=lost,
                held=held(
                    (bool(locate_all(c.sentence, reformed[c.policy])), c.policy) for c in everything
                ),
            )
        )
    return tuple(measures)
