"""Any OpenAI-compatible endpoint, through the openai client.

``create()`` with an explicit response format and our own validation, so that every provider takes
one path, and usage and raw text are kept whatever happens. How requests are sent, how fast, and
when they are tried again is the business of the sender.

A reply is stored under the hash of exactly what would be sent on every rung of the ladder, the
endpoint and the version of the tool. Failures are never stored; a stored answer carries what it
cost, so that a second run tells the same. Equal questions at the same moment are asked once. The
dialect an endpoint was found to speak is stored
too, and only after an answer in it.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from agent.cache.entries import Reply
from agent.errors import ModelFailed
from agent.llm import Answer, Question, Replies, T
from agent.llm.bill import Bill
from agent.llm.completion import check_whole, text_of
from agent.llm.endpoint import Endpoint, thinking_parameters
from agent.llm.failures import Refused, cause_of, failed, masked, redact
from agent.llm.finality import Finality
from agent.llm.json_text import answer_in, problems, shape_of, strict_schema
from agent.llm.ladder import Dialect, Request, concede
from agent.llm.sender import Gates, Sender
from agent.once import Once
from agent.records import content_key

REPAIR = """上一个回答不合要求：
{problems}
请按原来的任务重新回答：只输出一个完整的、改正后的 JSON 对象，不要解释。"""

MEMORY = datetime.timedelta(days=30)
"""How long a remembered dialect is believed: endpoints learn."""

LONGEST_SHOWN = 20_000
"""Characters of a wrong answer that are shown to the model again."""


@dataclass(eq=False)
class OpenAICompatible:
    """A model behind an OpenAI-compatible endpoint (a ``Model``). Nothing is connected before it is asked.

    Without ``replies`` none is kept; ``now`` is the clock, ``gates`` the pace and the budget of everybody
    who asks this endpoint.
    """

    endpoint: Endpoint
    replies: Replies | None = None
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC)
    gates: Gates = field(default_factory=Gates)

    def __post_init__(self) -> None:
        endpoint = self.endpoint
        self.name = endpoint.model
        self.host = endpoint.host
        self._sender = Sender(endpoint, self.gates)
        self._once: Once[_Said] = Once(self.gates.alone)
        self._thinking = thinking_parameters(endpoint.base_url, on=endpoint.thinking)
        self._lock = threading.Lock()
        self._finality = Finality(self.gates.clock)
        self._dialect_key = content_key(
            {"dialect": [endpoint.base_url, endpoint.model, endpoint.thinking, endpoint.tool]}
        )
        self._dialect = self._remembered() or Dialect()

    def ask(self, prompt: Question, answer: type[T], *, stage: str, target: str) -> Answer[T]:
        """Ask, and return a validated answer; see ``Model.ask``. At most one repair round.

        After a fatal failure nothing more is sent: every other question fails alike at once.
        """
        request = self._request(prompt, answer)
        key = self._key_of(request)
        said = self._once.do(
            key,
            lambda: self._kept(key, answer) or self._new(key, request, answer, stage, target),
        )
        usage = Bill(stage, self.name, self.endpoint.host, target, **said.paid).usage()
        return Answer(said.read.value, usage, said.text, notes=said.read.notes)

    def key(self, prompt: Question, answer: type[BaseModel]) -> str:
        """Identity of a question at this endpoint: what its reply is kept under."""
        return self._key_of(self._request(prompt, answer))

    def has(self, prompt: Question, answer: type[BaseModel]) -> bool:
        """True when the reply to a question is kept, so that asking it sends nothing."""
        return self._kept(self.key(prompt, answer), answer) is not None

    def close(self) -> None:
        """End all calls at once; whoever waits for one gets ModelFailed("cancelled")."""
        self._sender.close()

    def _request(self, prompt: Question, answer: type[BaseModel]) -> Request:
        return Request(
            model=self.endpoint.model,
            messages=(
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ),
            schema_name=answer.__name__,
            schema=strict_schema(answer),
            shape=shape_of(answer),
            max_tokens=self.endpoint.max_tokens,
            thinking=self._thinking,
            extra=self.endpoint.extra,
        )

    def _key_of(self, request: Request) -> str:
        return content_key(
            {
                "endpoint": self.endpoint.base_url,
                "tool": self.endpoint.tool,
                "requests": request.every_body(),
            }
        )

    def _new(self, key: str, request: Request, answer: type[T], stage: str, target: str) -> _Said:
        """Ask, and keep the reply before anybody uses it."""
        if over := self._finality.final():
            raise failed(over.cause, over.message)
        bill = Bill(stage, self.name, self.endpoint.host, target)
        try:
            text, read = self._asked(key, request, answer, bill)
        except ModelFailed as failure:
            self._finality.note(failure)
            failure.usage = (bill.usage(),) if bill.calls else ()
            raise
        said = _Said(text, bill.paid(), read)
        if self.replies:
            self.replies.put_reply(key, {"text": text, "paid": said.paid}, self.now())
        return said

    def _asked(self, key: str, request: Request, answer: type[T], bill: Bill) -> tuple[str, _Read]:
        """The text of a valid answer, the first or the repaired one, and what was parsed of it.

        A first answer that does not fit is kept, because it was paid for: when the repair does not
        come to its end, the next run begins with it.
        """
        unfit = content_key(["unfit", key])
        draft = _said(self.replies.reply(unfit) if self.replies else None)
        if draft:
            bill.take(draft.paid)
        text = draft.text if draft else self._answered(request, bill)
        read = _read(text, answer)
        if read.value is not None:
            return text, read
        if self.replies and draft is None:
            self.replies.put_reply(unfit, {"text": text, "paid": bill.paid()}, self.now())
        again = request.followed_by(
            {"role": "assistant", "content": text[:LONGEST_SHOWN]},
            {"role": "user", "content": REPAIR.format(problems=read.wrong)},
        )
        text = self._answered(again, bill)
        read = _read(text, answer)
        if read.value is None:
            message = f"the model's answer did not fit the schema twice: {read.wrong}"
            raise failed("unusable", redact(message, self.endpoint.key))
        return text, read

    def _answered(self, request: Request, bill: Bill) -> str:
        """Send, step down the ladder where the endpoint says so, and return the answer's text."""
        dialect = self._dialect
        while True:
            body = request.body(dialect)
            try:
                completion = self._sender.send(body, bill.stage, bill.target)
            except Refused as error:
                refusal = error.refusal
                cause = cause_of(refusal)
                lower = concede(dialect, body, refusal)
                if lower is None or cause == "moderation":
                    raise failed(cause, f"the model endpoint refused: {refusal.message}") from None
                dialect = lower
                continue
            bill.add(completion)
            self._finality.answered()
            text = masked(text_of(completion, self.endpoint), self.endpoint.key)
            check_whole(completion, body["messages"])
            self._remember(dialect)
            return text

    def _kept(self, key: str, answer: type[BaseModel]) -> _Said | None:
        """The reply that was kept, when it is one."""
        said = _said(self.replies.reply(key) if self.replies else None)
        if said is None:
            return None
        read = _read(said.text, answer)
        return None if read.value is None else replace(said, read=read)

    def _remembered(self) -> Dialect | None:
        reply = self.replies.reply(self._dialect_key) if self.replies else None
        if reply is None or self.now() - reply.stored_at > MEMORY:
            return None
        return Dialect.remembered(reply.value)

    def _remember(self, dialect: Dialect) -> None:
        with self._lock:
            if dialect == self._dialect:
                return
            self._dialect = dialect
        if self.replies:
            self.replies.put_reply(self._dialect_key, asdict(dialect), self.now())


class _Read(NamedTuple):
    """What was parsed of a reply: the validated answer, or None and what is wrong; and notes for the reader."""

    value: Any
    wrong: str = ""
    notes: tuple[str, ...] = ()


_UNREAD = _Read(None)


@dataclass(frozen=True)
class _Said:
    """The text of a reply, what was paid for it, and what was parsed of it."""

    text: str
    paid: dict[str, int]
    read: _Read = _UNREAD


def _said(reply: Reply | None) -> _Said | None:
    """What a kept reply says, or None when it is none."""
    if reply is None:
        return None
    try:
        said = _Said(str(reply.value["text"]), dict(reply.value["paid"]))
        Bill("", "", "", "", **said.paid).usage()
    except (TypeError, ValueError, KeyError):
        return None
    return said


def _read(text: str, answer: type[BaseModel]) -> _Read:
    written = answer_in(text, answer)
    if written.cut:
        return _Read(None, "- (root): the answer ends in the middle of its JSON")
    if written.value is None:
        return _Read(None, "- (root): no complete JSON object in the answer")
    try:
        value = answer.model_validate(written.value)
    except ValidationError as error:
        return _Read(None, problems(error))
    many = written.left + 1
    told = f"the model wrote {many} different answers to one question; only the last counts"
    return _Read(value, notes=(told,) if written.left else ())
