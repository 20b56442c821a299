"""Known happenings as they are kept: what happened where and when, and words of any page on it."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from agent.places import Places
from agent.records import Changepoint, ChangepointKind

DATA = Path(os.environ.get("POLICY_DATA", Path(__file__).parents[3] / "shared" / "data"))
INVENTED = Path(__file__).with_name("invented.jsonl")
MIDDLE = 15
"""The day of a month that stands for one of which only the month is known."""


class Known(BaseModel):
    """A happening; ``date`` is a day, or a month where only that is known."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: str
    province: str
    place: str = ""
    sectors: tuple[str, ...]
    kind: str
    name: str
    date: str
    date_to: str | None = None
    document_number: str | None = None
    actor_or_agency: str | None = None
    must_words: tuple[str, ...]

    @property
    def day(self) -> datetime.date:
        """The day, or the middle of the month."""
        text = self.date if self.only_month is None else f"{self.date}-{MIDDLE}"
        return datetime.date.fromisoformat(text)

    @property
    def only_month(self) -> str | None:
        """The month where the day is not known, else None."""
        return self.date if len(self.date) == len("2024-11") else None

    def point(
        self, sector: str | None, kind: ChangepointKind = ChangepointKind.EVENT
    ) -> Changepoint:
        """A changepoint on its day."""
        return Changepoint(province=self.province, sector=sector, date=self.day, kind=kind)

    def telling_words(self, places: Places) -> tuple[str, ...]:
        """The words that name the happening and not its place."""
        return tuple(word for word in self.must_words if not self._is_place(word, places))

    def place_names(self, places: Places) -> tuple[str, ...]:
        """The names its place goes by, short and long; none where it is the whole province."""
        if not self.place:
            return ()
        found = [m.text for m in places.mentions(self.place, counties=True)]
        named = [self.place, *self.place.split("、"), *found]
        return tuple(dict.fromkeys(n for name in named for n in (name, short(name))))

    def _is_place(self, word: str, places: Places) -> bool:
        if word in self.place or word.startswith(self.province):
            return True
        mentions = places.mentions(word, counties=True)
        return bool(mentions) and mentions[0].text == word


def short(name: str) -> str:
    """大同市 as it is spoken: 大同."""
    bare = name.removesuffix("地区").rstrip("市")
    return bare if len(bare) > 1 else name


def read_known(path: Path | None = None) -> tuple[Known, ...]:
    """The rows of a file; of the shared list where it is there, else of the small invented one."""
    shared = DATA / "known" / "known.jsonl"
    chosen = path or (shared if shared.exists() else INVENTED)
    return tuple(_rows(chosen))


def _rows(path: Path) -> Iterator[Known]:
    for line in path.read_text("utf-8").splitlines():
        yield Known.model_validate(json.loads(line))
