"""Three invented models that read a page: one copies, one says it in other words, one is careless.

    python -m tests.world_of_portals --answerer careless --claims claims.jsonl

They answer over HTTP as a service does. The careless one does what models are known to do: takes a day
or a number from elsewhere, calls a plan done, a part the whole and a neighbour's page ours, leaves
conditions out, and finds every sentence that it is asked about supported.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from agent.text.names import core_name
from tests.model_endpoint import ModelEndpoint, Scripted, completion

DOCUMENT = re.compile(r"<<<(S\d+)[^>\n]*>>>\n(.*?)\n?<<<\1 完", re.DOTALL)
CLAIM = re.compile(r"^(C\d+) (.+)$", re.MULTILINE)
DAY = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
FROM = re.compile(r"自(20\d\d年\d{1,2}月\d{1,2}日)(?:起)?(?:施行|执行|实施)")
NUMBER = re.compile(r"[一-鿿]{2,12}〔20\d\d〕\d{1,5}号")
SENTENCE = re.compile(r"[^。；\n]{8,}[。；]")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
AIM = re.compile(r"力争|到20\d\d年|目标|减少|下降|淘汰")
PAPER = re.compile(r"通知|方案|办法|细则|意见|规划|措施|通告|公告|条例|计划$")
OTHER_WORDS = (
    ("启动", "开始实施"), ("停产", "停止生产"), ("每辆", "每台"), ("补贴", "补助"), ("推进", "加快"),
    ("提高", "提升"), ("建成通车", "正式通车"), ("实施", "开展"), ("取消", "停飞"), ("达到", "升至"),
)  # fmt: skip
DROPPED = (
    "力争",
    "不",
    "约",
    "除",
    "以上",
    "首批",
    "部分",
    "试点",
    "有条件的",
    "计划",
    "拟",
    "预计",
)
"""Words that a careless reader leaves out, each of which changes what is said."""


@dataclass(frozen=True)
class Text:
    """A document of a prompt: its id, title, body sentences and lines."""

    source: str
    title: str
    sentences: tuple[str, ...]
    lines: tuple[str, ...]


def copying(text: Text, _drawn: random.Random) -> list[dict[str, Any]]:
    """What the page says, word for word."""
    paper = bool(PAPER.search(text.title))
    days = [day for line in text.lines for day in DAY.finditer(line)]
    whole = "\n".join(text.lines)
    dates = []
    if paper:
        alone = [d for line in text.lines if (d := DAY.fullmatch(line.strip()))]
        dates += [_dated(day.group(), "signed") for day in alone[:1]]
        dates += [_dated(f[0], "effective", f[1]) for f in FROM.finditer(whole)][:1]
    elif days:
        dates.append(_dated(days[0].group(), "occurrence"))
    agency = next(
        (line.partition("：")[2] for line in text.lines if line.startswith("发文机关")), ""
    )
    number = NUMBER.search(whole)
    told = [s for s in text.sentences if not s.startswith("各")]
    return [
        {
            "kind": "policy" if paper else "event",
            "source_id": text.source,
            "name": (core_name(text.title) or text.title) if paper else text.title,
            "document_number": number[0] if paper and number else None,
            "agencies": [agency] if paper and agency else [],
            "actor": None,
            "status": None,
            "instrument": None,
            "dates": dates,
            "content": [{"quote": s, "summary": None} for s in told[:4]],
            "impact": [{"quote": s, "summary": None} for s in told[4:] if AIM.search(s)][:2],
        }
    ]


def summarising(text: Text, drawn: random.Random) -> list[dict[str, Any]]:
    """The same with every sentence in other words, shorter and in another order."""
    return [_each_sentence(one, lambda s: _retold(s, drawn)) for one in copying(text, drawn)]


def careless(text: Text, drawn: random.Random) -> list[dict[str, Any]]:
    """The same with one to three mistakes in each."""
    found = copying(text, drawn)
    others = re.findall(r"《([^《》]{6,40})》", "".join(text.sentences))
    if others and drawn.random() < 0.3:
        found.append({**found[0], "name": drawn.choice(others), "document_number": None})
    for one in found:
        for mistake in drawn.sample(MISTAKES, drawn.randint(1, 3)):
            mistake(one, text, drawn)
    return found


def _each_sentence(one: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    changed = {
        field: [{**s, "summary": change(s["quote"])} for s in one[field]]
        for field in ("content", "impact")
    }
    return {**one, **changed}


def _retold(sentence: str, drawn: random.Random) -> str:
    """A sentence with other words of the same meaning, without its number and its last clause."""
    words = re.sub(
        r"^(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+条\s*|（[一二三四五六七八九十]+）)",
        "",
        sentence,
    )
    for before, after in OTHER_WORDS:
        words = words.replace(before, after)
    clauses = re.split(r"，", words.rstrip("。；"))
    if len(clauses) > 2 and drawn.random() < 0.5:
        clauses = clauses[:-1]
    if len(clauses) > 1 and drawn.random() < 0.3:
        clauses = [*clauses[1:], clauses[0]]
    return "，".join(clauses) + "。"


def _wrong_day(one: dict[str, Any], text: Text, drawn: random.Random) -> None:
    days = [day.group() for line in text.lines for day in DAY.finditer(line)]
    if days and one["dates"]:
        roles = ("signed", "issued", "effective", "occurrence")
        one["dates"] = [_dated(drawn.choice(days), drawn.choice(roles))]


def _day_of_no_page(one: dict[str, Any], _text: Text, drawn: random.Random) -> None:
    for date in one["dates"]:
        date["date"] = f"{date['date'][:8]}{drawn.randint(1, 28):02d}"


def _wrong_number(one: dict[str, Any], _text: Text, drawn: random.Random) -> None:
    for sentence in one["content"]:
        other = str(drawn.randint(2, 900))
        sentence["summary"] = FIGURE.sub(other, sentence["quote"], count=1)


def _condition_left_out(one: dict[str, Any], _text: Text, _drawn: random.Random) -> None:
    for field in ("content", "impact"):
        for sentence in one[field]:
            left = sentence["quote"]
            for word in DROPPED:
                left = left.replace(word, "", 1)
            sentence["summary"] = left


def _joined(one: dict[str, Any], text: Text, drawn: random.Random) -> None:
    if len(text.sentences) > 1 and one["content"]:
        first, second = drawn.sample(text.sentences, 2)
        halves = first.partition("，")[0] + "，" + second.rpartition("，")[2]
        one["content"][0] = {"quote": first, "summary": halves}


def _done(one: dict[str, Any], _text: Text, _drawn: random.Random) -> None:
    one["kind"], one["status"] = "event", "投产"


def _of_everybody(one: dict[str, Any], text: Text, drawn: random.Random) -> None:
    named = re.findall(
        r"[一-鿿]{2,8}(?:省|市)(?:人民政府|发展和改革委员会|能源局)", "".join(text.lines)
    )
    if named:
        one["agencies"] = drawn.sample(named, min(2, len(named)))


def _effect_of_its_own(one: dict[str, Any], text: Text, drawn: random.Random) -> None:
    quote = drawn.choice(text.sentences) if text.sentences else ""
    summary = f"预计减少碳排放{drawn.randint(2, 90)}万吨。"
    one["impact"] = [{"quote": quote, "summary": summary}]


def _other_name(one: dict[str, Any], text: Text, drawn: random.Random) -> None:
    one["name"] = drawn.choice(text.sentences or (text.title,))[:30]


MISTAKES = (
    _wrong_day, _day_of_no_page, _wrong_number, _condition_left_out, _joined, _done,
    _of_everybody, _effect_of_its_own, _other_name,
)  # fmt: skip

ANSWERERS = {"copying": copying, "summarising": summarising, "careless": careless}


@contextmanager
def answering(name: str) -> Iterator[ModelEndpoint]:
    """A service of one of them."""
    read = ANSWERERS[name]

    def rule(body: dict[str, Any]) -> Scripted:
        prompt = str(body["messages"][-1]["content"])
        texts = [_text_of(*document) for document in DOCUMENT.findall(prompt)]
        # The same page has the same answer, whoever asks when.
        drawn = random.Random("".join(text.title for text in texts))  # noqa: S311 - no secret
        if claims := CLAIM.findall(prompt.partition("【网页文字】")[0]):
            judged = [_judged(identity, said, texts) for identity, said in claims]
            return completion(_json({"judgements": judged}))
        found = [one for text in texts[:1] for one in read(text, drawn)]
        return completion(_json({"policies": found}))

    with ModelEndpoint(rule=rule) as endpoint:
        yield endpoint


def _judged(identity: str, claim: str, texts: list[Text]) -> dict[str, Any]:
    """Every sentence is found supported, by the one of the page that it shares most with."""
    said = [sentence for text in texts for sentence in text.sentences]
    pairs = {claim[at : at + 2] for at in range(len(claim))}
    nearest = max(said, key=lambda s: sum(p in s for p in pairs), default="")
    return {"id": identity, "label": "supported", "quote": nearest}


def _text_of(source: str, words: str) -> Text:
    lines = tuple(line.strip() for line in words.splitlines() if line.strip())
    sentences = tuple(found.group().strip() for found in SENTENCE.finditer("\n".join(lines[1:])))
    return Text(source, lines[0] if lines else "", sentences, lines)


def _dated(quote: str, role: str, day: str = "") -> dict[str, str]:
    found = DAY.search(day or quote)
    assert found
    year, month, date = found.groups()
    return {"quote": quote, "role": role, "date": f"{year}-{int(month):02d}-{int(date):02d}"}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
