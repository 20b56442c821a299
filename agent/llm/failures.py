"""What went wrong with a call, said in one cause. The words of many providers are matched here.

Causes: wrong_key, unknown_model, no_balance, not_openai, forbidden (asking again for another page
cannot help, see finality.py); quota, timeout, unreachable, moderation, too_long, answer_limit,
error, http:NNN (it might).
A key never stands in a message: see ``redact``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from agent.errors import ModelFailed
from agent.lazy import lazy_pattern

LONGEST = 300
"""Characters of an endpoint's message that are shown."""

SHORTEST_KEY = 5
"""Characters; what is no longer is a placeholder (none, EMPTY) and may be a word."""

_KEY_LIKE = lazy_pattern(
    r"\b(?:sk|ak)-[A-Za-z0-9_\-*.]{6,}|Bearer\s+\S+|[A-Za-z0-9]{0,8}\*{3,}[A-Za-z0-9]{0,8}", re.I
)
_CREDENTIALS = lazy_pattern(r"//[^/@\s]+@")

_MODERATION = lazy_pattern(
    r"data.?inspection|content.?(?:filter|policy|exists.?risk)|inappropriate.?content|high.?risk"
    r"|sensitive.?(?:words|content)|prompt_blocked|敏感|不安全|违规",
    re.I,
)
_NO_BALANCE = lazy_pattern(
    r"insufficient.?(?:quota|balance|user.?quota|funds)|arrear|exceeded your current quota"
    r"|billing.?(?:hard|not)|balance is insufficient|欠费|余额不足|额度不足",
    re.I,
)
_UNKNOWN_MODEL = lazy_pattern(
    r"model.?not.?(?:found|exist)|model\b.{0,120}?(?:does not exist|not exist|not found|not supported"
    r"|not available|unknown)|(?:unknown|invalid|no such) model|模型.{0,20}不存在",
    re.I | re.S,
)
_CODES = {"1301": "moderation", "1113": "no_balance", "1211": "unknown_model"}
"""Numbers by which Zhipu tells a cause; they count where a code stands, never within a sentence."""

_BUSY = lazy_pattern(
    r"rate.?limit|too many requests|limit exceeded|throttl|overload|\b[rt]pm\b|\bqps\b|concurren"
    r"|限流|频率|过于频繁|并发|繁忙|稍后",
    re.I,
)
_WRONG_KEY = lazy_pattern(
    r"api.?key|unauthori[sz]ed|authenticat|invalid.{0,10}token|token.{0,10}invalid|鉴权|密钥|令牌",
    re.I,
)
_NO_ENDPOINT = lazy_pattern(
    r"unexpected endpoint|unknown endpoint|no (?:such )?route|not found", re.I
)
_ANSWER_LIMIT = lazy_pattern(
    r"max_(?:completion_|new_|output_)?tokens?\b.{0,80}(?:range|at most|less|between|exceed|large"
    r"|maximum|should|must|<)|(?:range|maximum|value).{0,40}max_(?:completion_|new_|output_)?tokens?",
    re.I,
)
_TOO_LONG = lazy_pattern(
    r"context.?(?:length|window|size)|maximum.?context|too.?(?:long|many.?tokens)"
    r"|range of input length|prompt.{0,20}exceed",
    re.I,
)

OK = 200
TOO_MANY = 429

FATAL = {"wrong_key", "unknown_model", "no_balance", "not_openai", "forbidden"}
"""Causes that asking for another page would meet again."""

HINTS = {
    "wrong_key": "check OPENAI_API_KEY, or use --model none",
    "unknown_model": "check the model name with the provider, or use --model none",
    "no_balance": "top up the account, or use --model none",
    "not_openai": "check OPENAI_BASE_URL: an OpenAI-compatible address usually ends in /v1",
    "forbidden": "the key may not use this model or address; ask the provider, or use --model none",
    "unreachable": "check OPENAI_BASE_URL and the network, or use --model none",
    "timeout": "the endpoint is slow: raise RESEARCH_MODEL_TIMEOUT, or lower RESEARCH_MODEL_SLOTS",
    "answer_limit": "the model writes shorter answers: lower RESEARCH_MODEL_TOKENS",
    "too_long": "the model takes less text than was sent: lower RESEARCH_PAGE_CHARACTERS (now up to"
    " 12000) or RESEARCH_MODEL_TOKENS, or choose one with a longer context",
    "prompt_cut": "raise the server's context (Ollama: num_ctx), or lower RESEARCH_PAGE_CHARACTERS",
    "truncated": "raise RESEARCH_MODEL_TOKENS (and RESEARCH_MODEL_TIMEOUT where it is slow)",
    "refusal": "a second model may be asked what the first refuses: --fallback-model NAME",
    "unusable": "the model does not keep to the form: choose another, or --fallback-model NAME",
    "empty": "raise RESEARCH_MODEL_TOKENS (a model that thinks may use all of them for it), or set"
    " RESEARCH_THINKING=false",
    "error": "the endpoint is in trouble: run again later, or lower RESEARCH_MODEL_SLOTS",
    "quota": "too many requests: set RESEARCH_MODEL_RPM, lower RESEARCH_MODEL_SLOTS, or try again later",
    "moderation": "a second model may be asked what the first refuses: --fallback-model NAME",
    "http": "see what the endpoint says; OPENAI_BASE_URL, RESEARCH_MODEL and RESEARCH_MODEL_SLOTS say"
    " where, what and how much is asked",
    "budget": "run again with a higher --budget: what was paid for is kept",
}


@dataclass(frozen=True)
class Refusal:
    """An endpoint's error: the HTTP status and what it said, without secrets, on one line.

    ``codes`` are its own codes and types of error. An error told with status 200 has that status.
    """

    status: int
    message: str
    codes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it said, its codes too."""
        return " ".join((self.message, *self.codes))


class Refused(Exception):
    """The endpoint answered with an error, which costs nothing.

    ``again`` says that another try may help, ``after`` the seconds the endpoint named for that;
    ``seconds`` is how long the try took.
    """

    def __init__(
        self, refusal: Refusal, *, again: bool = False, after: float | None = None
    ) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
        self.again = again
        self.after = after
        self.seconds = 0.0


class NoAnswer(Exception):
    """No answer came. ``sent`` says that the question may have arrived, and be billed."""

    def __init__(self, failure: ModelFailed, *, sent: bool, again: bool) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.sent = sent
        self.again = again
        self.seconds = 0.0

    def know_better(self) -> None:
        """Where the endpoint has answered before: what is no answer of one was broken on its way."""
        if self.failure.cause == "not_openai":
            self.failure = failed("error", "what came from the endpoint is no answer of its kind")
            self.sent = True


def masked(text: str, key: str) -> str:
    """A text without the key: an endpoint may echo what it was sent into its answer."""
    return text.replace(key, "***") if len(key) > SHORTEST_KEY else text


def redact(text: str, key: str) -> str:
    """A text on one line, without the key, anything like a key, or credentials in a URL."""
    text = masked(text, key)
    text = _CREDENTIALS.sub("//***@", _KEY_LIKE.sub("***", text))
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"


def cause_of(refusal: Refusal) -> str:
    """The cause that a refusal names.

    What the words say comes before the status: providers answer 400, 403, 404, 429 and 503 alike
    for an unknown model or an empty account, and some tell all of it with 200.
    """
    for code in refusal.codes:
        if code in _CODES:
            return _CODES[code]
    for cause, words in (
        ("moderation", _MODERATION),
        ("no_balance", _NO_BALANCE),
        ("unknown_model", _UNKNOWN_MODEL),
    ):
        if refusal.status != 401 and words.search(refusal.message):
            return cause
    by_status = {401: "wrong_key", 402: "no_balance", 403: "forbidden", 429: "quota"}
    if refusal.status in by_status:
        return by_status[refusal.status]
    if refusal.status in (404, 405, 501):
        return "not_openai"
    if refusal.status in (200, 400, 413, 422):
        return _cause_in_words(refusal)
    return f"http:{refusal.status}"


def is_too_much(refusal: Refusal) -> bool:
    """True when an endpoint says that too much was asked of it, or may say so.

    DashScope tells its limits a minute as insufficient_quota, with the status of such limits.
    """
    cause = cause_of(refusal)
    return cause == "quota" or (refusal.status == TOO_MANY and cause == "no_balance")


def _cause_in_words(refusal: Refusal) -> str:
    """What is wrong with a request, or with an answer of status 200 that is none."""
    if _TOO_LONG.search(refusal.message):
        return "too_long"
    if _ANSWER_LIMIT.search(refusal.message):
        return "answer_limit"
    if refusal.status != OK:
        return f"http:{refusal.status}"
    known = (("not_openai", _NO_ENDPOINT), ("quota", _BUSY), ("wrong_key", _WRONG_KEY))
    return next((cause for cause, words in known if words.search(refusal.message)), "error")


def failed(cause: str, message: str) -> ModelFailed:
    """A failure with the hint that belongs to its cause; usage is added where it is known."""
    hint = HINTS.get("http" if cause.startswith("http:") else cause, "")
    failure = ModelFailed(cause, message, hint=hint)
    failure.fatal = cause in FATAL
    return failure


def not_openai(where: str) -> ModelFailed:
    """The failure of an address that answers, but not like a model endpoint."""
    return failed("not_openai", f"{where} does not answer like an OpenAI-compatible endpoint")


NAMED = (
    "message",
    "msg",
    "status_msg",
    "error_msg",
    "error_message",
    "err_msg",
    "reason",
    "detail",
)
CODED = ("code", "type", "status_code", "error_code", "param", "loc")
_DEEPEST = 4


def words_of(body: Any) -> tuple[str, tuple[str, ...]]:
    """What an error says in whatever shape it has: its words, and its codes.

    {"error": {"message", "code"}}, {"error": "…"}, {"base_resp": {"status_msg", "status_code"}},
    {"detail": [{"msg", "type", "loc"}]}, {"header": {"message", "code"}} …
    """
    words: dict[str, None] = {}
    codes: dict[str, None] = {}

    def look(part: Any, name: str, depth: int) -> None:
        if depth > _DEEPEST or part in (None, "", 0, "0"):
            return
        if isinstance(part, dict):
            for key, value in part.items():
                look(value, str(key), depth + 1)
        elif isinstance(part, list):
            for value in part[:20]:
                look(value, name, depth + 1)
        elif name in CODED:
            codes.setdefault(str(part))
        elif name in NAMED or (name == "error" and isinstance(part, str)):
            words.setdefault(str(part))

    look(body, "", 0)
    return " · ".join(words), tuple(codes)
