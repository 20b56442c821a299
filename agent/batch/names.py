"""Names of a batch's files: the collector's, unique, and good on every file system.

A region or sector keeps what the data sets call it (Inner_Mongolia, Ground); all sectors are All.
Two changepoints that differ only in what no name tells (their interval) get a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from agent.errors import UnknownName
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.store.totals import PointRow

ALL_SECTORS = "All"
MANY = 1_000
"""A run of more changepoints has a folder for each province: no person looks through more files."""
_UNSAFE = lazy_pattern(r"[^\w-]+")


@lru_cache(1 << 10)
def region_of(province: str, places: Places) -> str:
    """The name that data sets have for a province: 内蒙古 is Inner_Mongolia."""
    try:
        name = places.province(province).english or province
    except UnknownName:
        # A table of the user's own has named it, and is gone.
        name = province
    return _safe(name)


def sector_of(sector: str | None) -> str:
    """The name that data sets have for a sector; All where none is given."""
    return _safe(sector or ALL_SECTORS)


@lru_cache(1 << 10)
def series_name(province: str, sector: str | None, places: Places) -> str:
    """What the files of one series begin with: Inner_Mongolia_Power."""
    return f"{region_of(province, places)}_{sector_of(sector)}"


class Stems:
    """What the names of single changepoints' files begin with, each another one.

    Args:
        places: the table of provinces.
        many: how many there will be: very many stand in a folder for each province.
    """

    def __init__(self, places: Places, many: int) -> None:
        self._places = places
        self._in_folders = many > MANY
        self._taken: dict[str, int] = {}

    def next(self, province: str, sector: str | None, day: date, kind: str) -> str:
        """For the next changepoint: two that would have the same get a number."""
        stem = f"{series_name(province, sector, self._places)}_{day}_{_safe(kind.capitalize())}"
        stem = self.placed(province, stem)
        number = self._taken[stem.casefold()] = self._taken.get(stem.casefold(), 0) + 1
        return stem if number == 1 else f"{stem}-{number}"

    def placed(self, province: str, name: str) -> str:
        """A name in the folder of its province, where there are folders."""
        return f"{region_of(province, self._places)}/{name}" if self._in_folders else name


class FileNames:
    """The names of single changepoints' files, the same however often they are asked for.

    Args:
        points: the changepoints of the run, or all of some days, in their order.
        places: the table of provinces.
        many: how many changepoints the run has, where these are not all.
    """

    def __init__(self, points: Sequence[PointRow], places: Places, many: int | None = None) -> None:
        self._places = places
        self._stems = Stems(places, len(points) if many is None else many)
        self._names: dict[tuple[str, str], str] = {}
        self._by_key: dict[str, str] = {}
        for point in points:
            stem = self._stems.next(point.province, point.sector, point.date, point.kind)
            self._names[point.key, point.window] = f"{stem}_info.txt"
            self._by_key.setdefault(point.key, f"{stem}_info.txt")

    def combined(self, province: str, sector: str | None) -> str:
        """The name of the file of a series."""
        name = f"{series_name(province, sector, self._places)}_combined_info.txt"
        return self._stems.placed(province, name)

    def of(self, key: str, window: str = "") -> str:
        """The name of the file of a changepoint, by its key and the window of its dossier.

        A point that was only planned when the names were made has one name for every window.
        """
        return self._names.get((key, window)) or self._by_key[key]


@lru_cache(1 << 10)
def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip("_") or "_"
