"""One question to a model about all sentences of a policy that the rules leave open.

The model is shown the sentences and the page as delimited data; entailment.py says what of its
answer counts. No open sentence, no question.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from agent.checks.clauses import pairs
from agent.checks.entailment import Judgement, Rules, open_sentences
from agent.checks.subject import Subject
from agent.errors import ModelFailed, UsageError
from agent.findings import Claim, Finding, Label
from agent.lazy import lazy_pattern
from agent.llm import Model
from agent.prompt import Prompt
from agent.records import Gap, Usage
from agent.text.sentences import sentences
from agent.wording import plain_differences

STAGE = "check"
CHARACTERS = 8_000
"""Characters of a page and its attachments that are shown; of a longer one the likely sentences."""

LONGEST_DIFFERENCE = 120
"""Characters of what a model says differs, of which no more is kept."""
MOST_DIFFERENCES = 8
"""Differences between a sentence and its quote that a question tells."""

SLOTS = {"figure": "数值：", "date": "日期：", "condition": "条件：", "body": "主体："}
"""What differs, as a question calls it."""

LABELS = {
    "supported": Label.SUPPORTED,
    "refuted": Label.REFUTED,
    "contradicted": Label.REFUTED,
    "not_enough_info": Label.NOT_ENOUGH_INFO,
    "支持": Label.SUPPORTED,
    "矛盾": Label.REFUTED,
    "未说": Label.NOT_ENOUGH_INFO,
}
_MARKS = lazy_pattern(r"<{2,}|>{2,}")
_NUMBER = lazy_pattern(r"\d+")


class AnsweredJudgement(BaseModel):
    """One sentence by its number (C1): the words of the page, what differs from them, a label.

    In this order, so that a label follows from what was found.
    """

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    quote: str | None
    differs: str | None
    label: str

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        """A field that is left out is empty: not worth another call."""
        if not isinstance(data, dict):
            return data
        told = {name: data.get(name) for name in cls.model_fields}
        return told | {"id": told["id"] or "", "label": told["label"] or ""}


class EntailmentAnswer(BaseModel):
    """A judgement on every sentence."""

    judgements: list[AnsweredJudgement]


@dataclass(frozen=True)
class Settled:
    """A finding after a model was asked, or was not; what that cost; what it could not be asked.

    ``notes`` tell what a reader should know of who was asked.
    """

    finding: Finding
    usage: tuple[Usage, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    fatal: bool = False


class Entailment:
    """Asks a model.

    Args:
        model: the model.
        prompt: prompts/entail.md, or a user's own.
        rules: what of an answer counts.

    Raises:
        UsageError: the prompt is made for another answer.
    """

    def __init__(self, model: Model, prompt: Prompt, rules: Rules) -> None:
        if prompt.front.schema_name != EntailmentAnswer.__name__:
            raise UsageError(
                f"prompt {prompt.name}: schema_name is {prompt.front.schema_name},"
                f" not {EntailmentAnswer.__name__}"
            )
        self._model = model
        self._prompt = prompt
        self._rules = rules

    def settle(self, finding: Finding, subject: Subject) -> Settled:
        """The finding with its open sentences judged; a failure is a gap and leaves them open."""
        waiting = open_sentences(finding)
        if not waiting:
            return Settled(finding)
        asked = [subject.claims[index] for index in waiting]
        claims = [claim.value for claim in asked]
        question = self._prompt.render(
            claims="\n".join(_asked(n, claim) for n, claim in enumerate(asked, 1)),
            documents=shown(subject, claims),
        )
        target = subject.page.url
        try:
            answer = self._model.ask(question, EntailmentAnswer, stage=STAGE, target=target)
        except ModelFailed as failure:
            gap = Gap(
                stage=STAGE,
                target=target,
                cause=failure.cause,
                detail=failure.message,
                material=False,
            )
            return Settled(finding, failure.usage, (gap,), fatal=failure.fatal)
        said = read(answer.value, waiting)
        settled = self._rules.settle(finding, subject, said, answer.usage.model)
        notes = tuple(f"{target}: {note}" for note in answer.notes)
        return Settled(settled, answer.paid, notes=notes)


def read(answer: EntailmentAnswer, waiting: tuple[int, ...]) -> dict[int, Judgement | None]:
    """What was said of each open claim, by its index; None where nothing usable was.

    Two answers to one sentence that do not agree are none.
    """
    said: dict[int, Judgement | None] = dict.fromkeys(waiting)
    seen: set[int] = set()
    for item in answer.judgements:
        number = _NUMBER.search(item.id)
        place = int(number.group()) - 1 if number and len(number.group()) < 5 else -1
        label = LABELS.get(item.label.strip().lower())
        if not 0 <= place < len(waiting) or label is None:
            continue
        index = waiting[place]
        made = Judgement(
            label=label,
            quote=(item.quote or "").strip(),
            differs=_one_line(item.differs or "")[:LONGEST_DIFFERENCE],
        )
        before = said[index]
        agrees = index not in seen or (before is not None and before.label is label)
        said[index] = (before or made) if agrees else None
        seen.add(index)
    return said


def shown(subject: Subject, claims: list[str]) -> str:
    """The page and its attachments as delimited blocks; a long one cut to its likely sentences."""
    documents = [d.page for d in subject.documents]
    token = hashlib.sha256("\n".join(d.sha256 for d in documents).encode()).hexdigest()[:16]
    wanted = set[str]().union(*(pairs(claim) for claim in claims))
    room = CHARACTERS
    blocks = []
    for number, page in enumerate(documents, 1):
        text = _cut(page.text, max(room, 0), wanted)
        room -= len(text)
        if text:
            blocks.append(f"<<<S{number} {token}>>>\n{text}\n<<<S{number} 完 {token}>>>")
    return "\n\n".join(blocks)


def _cut(text: str, room: int, wanted: set[str]) -> str:
    """The sentences that share most with the claims, in their order, at most ``room`` characters."""
    if len(text) <= room:
        return text.strip()
    parts = [sentence.text for sentence in sentences(text)]
    shares = [len(pairs(part) & wanted) for part in parts]
    ranked = sorted(range(len(parts)), key=lambda i: (-shares[i], i))
    kept: set[int] = set()
    for index in ranked:
        if shares[index] and len(parts[index]) <= room:
            kept.add(index)
            room -= len(parts[index]) + 1
    return "\n".join(parts[index] for index in sorted(kept))


def _asked(number: int, claim: Claim) -> str:
    """A sentence on its line, with what differs from the quote that it was given with."""
    told = f"C{number} {_safe(claim.value)}"
    differences = plain_differences(claim.value, claim.quote) if claim.quote else ()
    parts = [
        f"{SLOTS.get(one.slot, '')}原文“{_safe(one.page)}”，句中“{_safe(one.claim)}”"
        for one in differences[:MOST_DIFFERENCES]
    ]
    return f"{told}〔不同之处：{'；'.join(parts)}〕" if parts else told


def _safe(text: str) -> str:
    """A sentence on one line, without what could be taken for a delimiter."""
    return _one_line(_MARKS.sub("", text))


def _one_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())
