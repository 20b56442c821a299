"""The words by which the parts of a page are known: containers, labels. A table, not code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from agent.errors import UsageError
from agent.lazy import cached_property, compiled, lazy_pattern, made_once

_NOISE = "作者|编辑|责任编辑|责编|编审|审核|字号|字体|浏览|阅读|点击|访问|打印|分享|保存|收藏|关闭|视力保护色"

_TWO = 2
_LISTS = (
    *("containers", "official", "acts", "controls", "bodies", "editors", "writers"),
    *("beside", "beside_whole", "letters", "logins", "failing", "gone", "controls_in_english"),
)
_NOISE_FIRST = lazy_pattern(rf"^(?:{_NOISE})[\u4e00-\u9fff]{{0,4}}\s*[:：]")


def _any_of(words: frozenset[str]) -> str:
    """An expression for any of these words, longer ones first; one that nothing fits for none."""
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) or "(?!)"


def _finding(phrases: Sequence[str]) -> re.Pattern[str]:
    """An expression for any of these phrases: 下载|打开…客户端 for 下载 or 打开, up to 16 characters and 客户端."""
    told = [
        "[^。]{0,16}".join(
            f"(?:{_any_of(frozenset(part.split('|')))})" for part in phrase.split("…")
        )
        for phrase in phrases
    ]
    return lazy_pattern("|".join(told) or "(?!)", re.IGNORECASE)


def _own_around() -> dict[str, re.Pattern[str]]:
    """The words around a text of the package's own table."""
    return PageWords.load().around


@dataclass(frozen=True)
class PageWords:
    """Containers of the body, labels with their role, and labels only official metadata has.

    ``controls`` are words of buttons and counters, ``controls_in_english`` those of pages in English, ``acts`` words by which a body acts or a text tells that it did; ``bodies`` are the ends of
    the names of bodies, ``editors`` and ``writers`` labels of who let a page pass and who made it; ``beside`` and ``beside_whole`` are parts and whole words of
    the names of elements that stand beside a text; ``letters`` what citizens write to a mailbox, as labels call it;
    ``logins`` and ``failing`` what a site says to who may not see a page yet, and where it could not answer, ``gone`` of a page that it no longer has; ``around`` finds the words of lines around a text, by the name of their list.
    """

    containers: frozenset[str]
    official: frozenset[str]
    roles: dict[str, str]
    acts: frozenset[str] = frozenset()
    controls: frozenset[str] = frozenset()
    controls_in_english: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()
    writers: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    beside_whole: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    logins: frozenset[str] = frozenset()
    failing: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    around: dict[str, re.Pattern[str]] = field(default_factory=_own_around)

    @classmethod
    @made_once
    def load(cls, override: Path | None = None) -> PageWords:
        """The table of the package, and what a user's own file of the same form adds to it.

        The same table for the same file: pages laid out with it are shared.

        Raises:
            UsageError: the user's file is no such table.
        """
        own = files("agent").joinpath("data/page_words.toml").read_text("utf-8")
        tables = [tomllib.loads(own)]
        if override:
            try:
                tables.append(tomllib.loads(override.read_text("utf-8")))
            except (OSError, ValueError) as error:
                raise UsageError(f"{override} cannot be read as TOML: {error}") from error
        return cls._of(tables)

    @classmethod
    def _of(cls, tables: list[dict[str, Any]]) -> PageWords:
        lists = {
            name: frozenset(word for table in tables for word in table.get(name, ()))
            for name in _LISTS
        }
        roles: dict[str, str] = {}
        for table in tables:
            for role, nouns in table.get("filed", {}).items():
                roles |= {f"{what}{noun}": role for what in lists["letters"] for noun in nouns}
        lists["official"] |= roles.keys()
        for table in tables:
            for role, acts in table.get("dated", {}).items():
                roles |= {f"{act}{noun}": role for act in acts for noun in ("日期", "时间")}
            for role, labels in table.get("labels", {}).items():
                roles |= dict.fromkeys(labels, role)
        names = {name for table in tables for name in table.get("around", ())}
        around = {
            name: _finding([x for table in tables for x in table.get("around", {}).get(name, ())])
            for name in names
        }
        return cls(roles=roles, around=around, **lists)

    @cached_property
    def _labels(self) -> str:
        labels = sorted(map(re.escape, self.roles), key=len, reverse=True)
        return "|".join(r"[ \u3000]{0,4}".join(x) if len(x) == _TWO else x for x in labels)

    @cached_property
    def in_line(self) -> re.Pattern[str]:
        """Label, colon and value inside a line that may hold several of them.

        A label of two characters may be spaced out (日 期). It may stand right behind a time (10:20来源：某某网). A value ends before the next label
        or what is printed beside it: 【字体：大 中 小】, 浏览次数：12.
        """
        return compiled(
            rf"(?:^|(?<=[\s\u3000|｜\[【(（/0-9日秒分】\]）)；;，,>]))({self._labels})\s?[:：]"
            rf"(.*?)(?=[\s\u3000]*[|｜\]】]|[\s\u3000/（(]+(?:{self._labels}|{_NOISE})"
            rf"|[\s\u3000]*[【\[〖（(]\s?(?:{_NOISE})|(?:{self._labels}|{_NOISE})\s?[:：]|$)"
        )

    @cached_property
    def in_spaced_line(self) -> re.Pattern[str]:
        """Label and value parted by white space alone."""
        return compiled(
            rf"(?:^|(?<=\s))({self._labels})\s+(\S.*?)(?=\s+(?:{self._labels}|{_NOISE})(?:\s|$)|$)"
        )

    @cached_property
    def in_bar_line(self) -> re.Pattern[str]:
        """A whole line of a label and its value, parted by a bar: 来源 | 某地发布."""
        return compiled(rf"^({self._labels})\s?[|｜丨]\s?([^|｜丨:：。]{{2,30}})$")

    @cached_property
    def asks_login(self) -> re.Pattern[str]:
        """Words to who must log in first."""
        return compiled(_any_of(self.logins), re.IGNORECASE)

    @cached_property
    def fails(self) -> re.Pattern[str]:
        """Words of a site that could not answer."""
        return compiled(_any_of(self.failing), re.IGNORECASE)

    @cached_property
    def gone_from_site(self) -> re.Pattern[str]:
        """Words of a site about a page that it does not have, or no longer."""
        return compiled(_any_of(self.gone), re.IGNORECASE)

    @cached_property
    def act_or_body(self) -> re.Pattern[str]:
        """A word of acting, or the end of the name of a body with two characters before it."""
        acts, bodies = ("|".join(map(re.escape, sorted(w))) for w in (self.acts, self.bodies))
        return compiled(rf"{acts}|[\u4e00-\u9fff]{{2}}(?:{bodies})")

    @cached_property
    def only_body(self) -> re.Pattern[str]:
        """Nothing but the name of a body, as the foot of a site has it: 某市民政局主办."""
        acts, bodies = ("|".join(map(re.escape, sorted(w))) for w in (self.acts, self.bodies))
        return compiled(
            rf"^(?!.{{0,40}}(?:{acts}))[\u4e00-\u9fff]{{2,24}}(?:{bodies})(?:主办|承办|版权所有|制作|维护)?$"
        )

    @cached_property
    def called_beside(self) -> re.Pattern[str]:
        """A word in the lower-case names of an element that stands beside a text."""
        parts, whole = map(_any_of, (self.beside, self.beside_whole))
        return compiled(rf"(?:{parts})|(?<![a-z])(?:{whole})(?![a-z])")

    @cached_property
    def edited(self) -> re.Pattern[str]:
        """How a line begins that says who edited: 责任编辑：张三, （责编 李四）, 值班编委：王五."""
        labels = rf"(?:[\u4e00-\u9fff]{{0,4}}(?=[\u4e00-\u9fff]{{0,2}}编)|值班)?(?:{_any_of(self.editors)})"
        return compiled(
            rf"(?:【纠错】)?[（(【\[\s]{{0,4}}{labels}(?:\s{{0,9}}[:：]|\s{{1,9}}[\u4e00-\u9fff]{{2,4}}(?:\s|[）)】\]]|$))"
        )

    @cached_property
    def byline(self) -> re.Pattern[str]:
        """A whole line that says who wrote, made or edited a page: 作者：张三, 文/李四 图/王五, 编辑 | 赵六."""
        labels = _any_of(self.writers | self.editors)
        return compiled(
            rf"(?:(?:本报|本网|本台|值班)?(?:{labels})(?:[、/和及 ]{{1,2}}(?:{labels})){{0,3}}\s{{0,4}}[:：|｜丨/／][^。；:：]{{1,24}}){{1,6}}"
        )

    @cached_property
    def begins_byline(self) -> re.Pattern[str]:
        """How a line begins that says who wrote without a colon: 作者 张三　更新 2024年11月5日, 本报记者 李四."""
        long = _any_of(frozenset(x for x in self.writers | self.editors if len(x) > 1))
        return compiled(rf"(?:本报|本网|本台)?(?:{long})\s")

    @cached_property
    def speaks_of_page(self) -> re.Pattern[str]:
        """How a page speaks of itself: 本文链接：…, 文章地址：…; of 本文件 a document does."""
        nouns, said = self.around["page_nouns"].pattern, self.around["of_page"].pattern
        return compiled(rf"[本此该这]\s?[篇条则]?\s?(?:{nouns})(?![件书本])|{said}")

    @cached_property
    def states(self) -> re.Pattern[str]:
        """How a statement begins: 【特别声明】：…, 本文仅代表…."""
        states, hints, opens = (
            self.around[name].pattern for name in ("states", "hints", "opens_statement")
        )
        return compiled(
            rf"\W{{0,4}}[\u4e00-\u9fff]{{0,2}}(?:{states}|{hints})\s*[】\]）)]?\s*[:：]|{opens}"
        )

    @cached_property
    def said_by_readers(self) -> re.Pattern[str]:
        """A heading of what readers say, or the number of one who does: 网友评论（3）, 2楼, 2楼 某某：…; 2楼 综合窗口 is a place."""
        whose = self.around["readers"].pattern
        return compiled(
            r"^\d{1,4}\s?楼(?:$|\s[^：:]{1,16}[:：])"
            rf"|^[【\[（(]?\s?(?:共?\s?\d{{1,6}}\s?条|{whose})?(?:评论|留言|跟帖)(?:区|列表)?\s?[（(\[]?\d{{0,6}}[条)）\]】]{{0,2}}\s?[:：]?$"
        )

    @cached_property
    def of_controls(self) -> re.Pattern[str]:
        """A word of a button or counter; 大, 中 and 小 where each stands alone."""
        known = "|".join(sorted(map(re.escape, self.controls), key=len, reverse=True))
        return compiled(rf"{known}|(?<!\w)[大中小](?!\w)")

    @cached_property
    def without_controls(self) -> dict[int, None]:
        """For str.translate: takes out every character that stands in such a word."""
        return dict.fromkeys(ord(mark) for word in self.controls for mark in word)

    def is_noise(self, value: str) -> bool:
        """True when a value is really the next thing in a header line: 访问量：199."""
        return bool(_NOISE_FIRST.match(value))
