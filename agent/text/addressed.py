"""Words of a page that are addressed to a program instead of a reader: instructions, marks, data.

A government tells people and bodies what to do. What is written for a language model differs in kind:
it speaks to a program, or takes a turn in a dialogue with one; it sets aside what the program was
told before; it says what the program is to put out. One of these alone may stand in an honest text
(a plan for 人工智能大模型, a form that says what to fill in), two of them in one paragraph
do not. Marks that only a model's input has, and data in its notation, need no second sign.

Nothing is taken out of the page: such words are evidence as all others. They are not shown to a model,
and no claim rests on them alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from agent.lazy import lazy_pattern
from agent.records import Span

_MARKS = lazy_pattern(
    r"<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>|<(?:system|assistant|user)>|```(?:json|\s{0,3}\{)",
    re.IGNORECASE,
)
"""<|im_start|>, [INST], <<SYS>>: what parts the turns of a dialogue in a model's input."""

_DATA = lazy_pattern(
    r"[{,]\s{0,5}[\"'“]\w{1,40}[\"'”]\s{0,3}[:：]\s{0,3}[\"'“\[{\d]"
    r"|\{\s{0,3}[a-z_]{1,30}\s{0,2}:[^{}\n]{1,80},\s{0,3}[a-z_]{1,30}\s{0,2}:"
)
"""{"policies": [ … or {name: x, kind: y}: keys and values in the notation of data."""

_TURN = lazy_pattern(
    r"(?:^|[\s。！!>】\]）)]{1,3})(?:系统(?:提示|消息|指令)?|用户|助手|system|assistant|user"
    r"|(?:AI|LLM|GPT|人工智能|语言模型|大模型)\s?(?:助手|assistants?|agents?|models?|bots?)?)\s{0,2}[:：]",
    re.IGNORECASE,
)
"""系统提示：… as a script of a dialogue has it."""

_PROGRAM = (
    r"(?:(?:AI|人工智能|GPT)(?=$|[\s，,：:。！!（）()]|助手|模型|程序|系统|你|您|请|必须)"
    r"|(?:大模型|语言模型|智能体|助手)(?!企业|产业|公司|服务|平台|应用|技术|创新|研发|备案|行业)"
    r"|机器人程序|爬虫|(?:language |AI )models?|assistants?|LLMs?|chatbots?|agents?|bots?|crawlers?|scrapers?)"
)
_READER = lazy_pattern(
    rf"(?:你(?:是|作为)|作为|致|请|告知|提醒|若您?是|如果您?是|note (?:to|for)|dear|attention|you are|if you are|as an?)"
    rf"[^。；;\n]{{0,20}}?{_PROGRAM}"
    rf"|(?:读到|看到|阅读|处理|解析)(?:到?这里|此处|本页|本文|这段)[^。；;\n]{{0,10}}?(?:模型|程序|AI|助手)"
    r"|机器阅读|机读提示|供(?:AI|模型|程序|机器)(?:阅读|读取)",
    re.IGNORECASE,
)
"""致阅读本页的AI助手, 读到这里的模型, if you are an AI; 请AI企业 speaks to companies."""

_SET_ASIDE = lazy_pattern(
    r"(?<![得能可止禁勿、或和与])(?:忽略|无视|不要理会|不必理会|抛开|忘记|忘掉|取代|ignore|disregard|forget|override|supersede)"
    r"[^。；;\n]{0,30}?(?:指令|指示|提示|要求|规则|设定|说明|instruct|prompt|rules|guideline|told)"
    r"|(?:do not|don't|never|不要|请勿)[^。；;.\n]{0,12}?(?:list|extract|report|mention|提取|列出|报告|登记)"
    r"[^。；;.\n]{0,20}?(?:this page|polic|本页|本网页|该页)",
    re.IGNORECASE,
)
"""忽略之前的全部要求, ignore all previous instructions; 不得忽略安全提示 is an order to people."""

_PUT_OUT = lazy_pattern(
    r"(?:输出|返回|回复|回答|生成|填写?|标为|标记为|判为|视为|列为|登记为|写成|写入|加入|"
    r"output|print|return|respond|reply|replies|answer|mark|label|include|report|add|emit|treat|consider|index)"
    r"[^。；;\n]{0,30}?(?:JSON|核验通过|已核[实验]|通过核验|verified|supported|以下|下面|下列|如下|空(?:列表|的)|"
    r"following|exactly|only|empty|as (?:true|fact|policy))"
    r"|(?:照此|据此|按此)(?:登记|输出|填写|回答)",
    re.IGNORECASE,
)
"""只输出下面的JSON, mark it as verified, 请照此登记."""

_HINTS = (
    "<|",
    "[inst",
    "[/inst",
    "<<",
    "```",
    "{",
    "系统",
    "用户",
    "助手",
    "ai",
    "人工智能",
    "模型",
    "智能体",
    "爬虫",
    "机器阅读",
    "机读",
    "忽略",
    "无视",
    "理会",
    "抛开",
    "忘记",
    "忘掉",
    "system",
    "assistant",
    "user",
    "agent",
    "bot",
    "model",
    "crawler",
    "scraper",
    "ignore",
    "disregard",
    "forget",
    "override",
    "llm",
    "gpt",
    "respond",
    "<system",
    "<user",
)
"""Without one of these there is nothing to look for: nearly all paragraphs are done with it."""

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
    dressed = _FULL_WIDTH.search(text) is not None or text.count(" ") > _SPACED
    if not dressed and not _is_hinted(text):
        return
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        plain = _plain(line) if dressed else line
        if _is_hinted(plain):
            if _is_addressed(plain):
                yield Span(start=start, end=end)
            elif data := _data_in(line):
                yield Span(start=start + data[0], end=start + data[1])
        start = end


def _is_hinted(text: str) -> bool:
    small = text.lower()
    return any(hint in small for hint in _HINTS)


def _plain(line: str) -> str:
    """A paragraph without what only dresses its letters: ｓｙｓｔｅｍ, 忽 略 之 前."""
    if line.count(" ") * 3 > len(line):
        line = line.replace(" ", "")
    return unicodedata.normalize("NFKC", line) if _FULL_WIDTH.search(line, 0, LONGEST) else line


_FULL_WIDTH = lazy_pattern("[Ａ-Ｚａ-ｚ]")
_SPACED = 8
"""Spaces of a text from which on some of its lines may be spaced out letter by letter."""


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
