"""Words of a page that are addressed to a program instead of a reader: instructions, marks, data.

A government tells people and bodies what to do. What is written for a language model differs in kind:
it speaks to a program, or takes a turn in a dialogue with one; it sets aside what the program was
told before; it says what the program is to put out. One of these alone may stand in an honest text
(a plan for 人工智能大模型, a rule that forbids to ignore earlier notices), two of them in one paragraph
do not. Marks that only a model's input has, and data in its notation, need no second sign.

Nothing is taken out of the page: such words are evidence as all others. They are not shown to a model,
and no claim rests on them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.records import Span

_MARKS = re.compile(
    r"<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>|<(?:system|assistant|user)>|```(?:json|\s{0,3}\{)",
    re.IGNORECASE,
)
"""<|im_start|>, [INST], <<SYS>>: what parts the turns of a dialogue in a model's input."""

_DATA = re.compile(r"[{,]\s{0,5}[\"'“]\w{1,40}[\"'”]\s{0,3}[:：]\s{0,3}[\"'“\[{\d]")
"""{"policies": [ … a key and its value in the notation of data."""

_TURN = re.compile(
    r"(?:^|[\s。！!>】\]）)]{1,3})(?:系统(?:提示|消息|指令)?|用户|助手|[Ss]ystem|SYSTEM|[Aa]ssistant|[Uu]ser)\s{0,2}[:：]"
)
"""系统提示：… as a script of a dialogue has it."""

_PROGRAM = r"(?:AI|人工智能|语言模型|大模型|智能体|机器人程序|爬虫|助手|assistant|language model|LLM|chatbot|agents?|GPT|bots?)"
_READER = re.compile(
    rf"(?:你(?:是|作为)|作为|致|请|告知|提醒|若您?是|如果您?是|note (?:to|for)|dear|attention|you are|if you are|as an?)"
    rf"[^。；;\n]{{0,20}}?{_PROGRAM}",
    re.IGNORECASE,
)
"""致阅读本页的AI助手, if you are an AI."""

_SET_ASIDE = re.compile(
    r"(?:忽略|无视|不要理会|不必理会|抛开|忘记|忘掉|作废|取代|ignore|disregard|forget|override|supersede)"
    r"[^。；;\n]{0,30}?(?:指令|指示|提示|要求|规则|设定|说明|instruct|prompt|rules|guideline|told)",
    re.IGNORECASE,
)
"""忽略之前的全部要求, ignore all previous instructions."""

_PUT_OUT = re.compile(
    r"(?:输出|返回|回复|回答|生成|填写?|标为|标记为|判为|视为|列为|登记为|写成|写入|加入|"
    r"output|print|return|respond|repl(?:y|ies)|answer|mark|label|include|report|add|emit)"
    r"[^。；;\n]{0,30}?(?:JSON|核验通过|已核[实验]|通过核验|verified|supported|以下|下面|下列|如下|空(?:列表|的)|"
    r"following|exactly|only|as (?:true|fact|policy))",
    re.IGNORECASE,
)
"""只输出下面的JSON, mark it as verified."""

_HINTS = re.compile(
    r"<\||\[/?INST|<<|```|[\"'”]\s{0,3}[:：]|系统|用户|助手|AI|人工智能|模型|智能体|爬虫|忽略|无视|理会|抛开|忘[记掉]|"
    r"system|assistant|user|agent|bot|model|ignore|disregard|forget|override|LLM|GPT",
    re.IGNORECASE,
)
"""Without one of these there is nothing to look for in a paragraph: nearly all are done with it."""

LONGEST = 20_000
"""Characters of a paragraph that are looked at."""


def to_programs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text that are addressed to programs, and data in the notation of programs."""
    return tuple(_spans(text))


def without(text: str) -> str:
    """A text without the words that are addressed to programs; a line break stands in their place."""
    parts, at = [], 0
    for span in to_programs(text):
        parts.append(text[at : span.start])
        at = span.end
    return "\n".join([*parts, text[at:]]) if parts else text


def _spans(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if _HINTS.search(line, 0, LONGEST):
            if _is_addressed(line):
                yield Span(start=start, end=end)
            elif data := _data_in(line):
                yield Span(start=start + data[0], end=start + data[1])
        start = end


def _is_addressed(line: str) -> bool:
    if _MARKS.search(line, 0, LONGEST):
        return True
    signs = (_TURN, _READER, _SET_ASIDE, _PUT_OUT)
    return sum(bool(sign.search(line, 0, LONGEST)) for sign in signs) > 1


def _data_in(line: str) -> tuple[int, int] | None:
    """From the first brace to the last of a line that holds keys and values."""
    if not _DATA.search(line, 0, LONGEST):
        return None
    opening, closing = line.find("{"), line.rfind("}")
    return (opening, closing + 1 if closing > opening else len(line)) if opening >= 0 else None
