"""The words by which the parts of a page are known: containers, labels. A table, not code."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from agent.errors import UsageError

_NOISE = "作者|编辑|责任编辑|责编|编审|审核|字号|字体|浏览|阅读|点击|访问|打印|分享|保存|收藏|关闭|视力保护色"

_TWO = 2
_NOISE_FIRST = re.compile(rf"^(?:{_NOISE})[\u4e00-\u9fff]{{0,4}}\s*[:：]")


@dataclass(frozen=True)
class PageWords:
    """Containers of the body, labels with their role, and labels only official metadata has.

    ``controls`` are words of buttons and counters, ``acts`` words by which a body acts or a text tells that it did; ``bodies`` are the ends of
    the names of bodies.
    """

    containers: frozenset[str]
    official: frozenset[str]
    roles: dict[str, str]
    acts: frozenset[str] = frozenset()
    controls: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    @classmethod
    @lru_cache(maxsize=2)
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
        roles: dict[str, str] = {}
        for table in tables:
            for role, labels in table.get("labels", {}).items():
                roles |= dict.fromkeys(labels, role)
        return cls(
            containers=frozenset(name for table in tables for name in table.get("containers", ())),
            official=frozenset(name for table in tables for name in table.get("official", ())),
            acts=frozenset(word for table in tables for word in table.get("acts", ())),
            controls=frozenset(word for table in tables for word in table.get("controls", ())),
            bodies=frozenset(word for table in tables for word in table.get("bodies", ())),
            roles=roles,
        )

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
        return re.compile(
            rf"(?:^|(?<=[\s\u3000|｜\[【(（/0-9日秒分】\]）)；;，,>]))({self._labels})\s?[:：]"
            rf"(.*?)(?=[\s\u3000]*[|｜\]】]|[\s\u3000/（(]+(?:{self._labels}|{_NOISE})"
            rf"|[\s\u3000]*[【\[〖（(]\s?(?:{_NOISE})|(?:{self._labels}|{_NOISE})\s?[:：]|$)"
        )

    @cached_property
    def in_spaced_line(self) -> re.Pattern[str]:
        """Label and value parted by white space alone."""
        return re.compile(
            rf"(?:^|(?<=\s))({self._labels})\s+(\S.*?)(?=\s+(?:{self._labels}|{_NOISE})(?:\s|$)|$)"
        )

    @cached_property
    def act_or_body(self) -> re.Pattern[str]:
        """A word of acting, or the end of the name of a body with two characters before it."""
        acts, bodies = ("|".join(map(re.escape, sorted(w))) for w in (self.acts, self.bodies))
        return re.compile(rf"{acts}|[\u4e00-\u9fff]{{2}}(?:{bodies})")

    @cached_property
    def only_body(self) -> re.Pattern[str]:
        """Nothing but the name of a body, as the foot of a site has it: 某市民政局主办."""
        acts, bodies = ("|".join(map(re.escape, sorted(w))) for w in (self.acts, self.bodies))
        return re.compile(
            rf"^(?!.{{0,40}}(?:{acts}))[\u4e00-\u9fff]{{2,24}}(?:{bodies})(?:主办|承办|版权所有|制作|维护)?$"
        )

    @cached_property
    def of_controls(self) -> re.Pattern[str]:
        """A word of a button or counter; 大, 中 and 小 where each stands alone."""
        known = "|".join(sorted(map(re.escape, self.controls), key=len, reverse=True))
        return re.compile(rf"{known}|(?<!\w)[大中小](?!\w)")

    @cached_property
    def without_controls(self) -> dict[int, None]:
        """For str.translate: takes out every character that stands in such a word."""
        return dict.fromkeys(ord(mark) for word in self.controls for mark in word)

    def is_noise(self, value: str) -> bool:
        """True when a value is really the next thing in a header line: 访问量：199."""
        return bool(_NOISE_FIRST.match(value))
