"""One table of names, and how names are found in a text: longest match, overlaps settled together.

Overlapping names are settled by the best total, as in cutting a sentence into words: a longer name
counts more than a shorter, a province more than a prefecture of equal length. So 江西安福 gives
江西, and 确保山西 gives 山西 although 西安 and 保山 stand there as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from agent.lazy import lazy_pattern
from agent.places.tables import Province, Tables, divisions
from agent.text.lookup import Lookup

Level = Literal["country", "province", "region", "prefecture", "county", "foreign"]
Kind = Literal["place", "phrase"]

COUNTRY_NAMES = ("全国", "中国", "我国")
"""The whole country: it lies in every province and is no mention, for it places nothing."""

_RANK = {"province": 6, "foreign": 4, "region": 3, "prefecture": 2, "county": 0, "country": 0}
_PEOPLES = (
    "土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族"
    "|蒙古|柯尔克孜|哈萨克|朝鲜族"
)
_PREFECTURE_TAIL = lazy_pattern(rf"(?:市|地区|盟|(?:{_PEOPLES}){{0,4}}自治州)$")
_STREET = lazy_pattern(
    r"(?:[东西南北中]|[一二三四五]段)?(?:路(?![网桥段政径产况局])|街(?![道区])|大街|大道|胡同|弄)"
    r"|镇(?![江])|乡(?![村镇])|村|社区|小区"
)
_NAMED_AFTER = lazy_pattern(r"银行|证券|航空(?![港城口枢])|期货|啤酒|牌|籍|菜")
_COUNTY_RUNS_ON = {
    "市": "场值价占面容",
    "区": "域间位块别分划县级段",
    "县": "级道乡",
    "旗": "下舰帜",
}
_LISTING = frozenset("、—-至和与")
_BEGINS_COUNTY = frozenset(' \n\t,，。；;：:（(、“"【|的在于从自由至到往')
"""Before a county of two characters (淇县, 长江上的忠县); in 供应县, 致富县 it is the end of a word."""
_WORDS_TOO = frozenset({"和县", "新县", "古县", "兴县", "富县", "理县"})
"""Names that may be other words even there: 市、和县, 兴县富民."""
_PART_OF_A_WAY = frozenset("段站侧部路岸线")
_SIDES = frozenset("东西南北中上下新老城河")
"""How districts begin whose names, as counties, would be made of other words: 山|西城县."""
_STEM = 2
"""Characters of the shortest name of a city or district without its ending."""
_NEVER_SHORT = {"兴安", "海南", "吉林"}


class Entry(NamedTuple):
    """What a name stands for. ``short`` forms can be part of another word or name."""

    provinces: tuple[str, ...]
    level: Level
    kind: Kind = "place"
    short: bool = False
    weak: bool = False
    ambiguous: bool = False


class Found(NamedTuple):
    """A name at its place in a text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class Guard:
    """Neighbours that make a name something else."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class Gazetteer:
    """Chinese names and what they stand for, indexed by their first two characters."""

    def __init__(self, tables: Tables) -> None:
        self.entries: dict[str, Entry] = _entries(tables)
        self.full_names: dict[str, str] = {
            _short(name): name for name, entry in self.entries.items() if _is_full(name, entry)
        }
        self._guards = {
            name: Guard(tuple(guard.left.split()), tuple(guard.right.split()))
            for name, guard in tables.table.guards.items()
        }
        self._before = tuple(tables.table.weak.before)
        self._lookup = Lookup(self.entries)

    def find(self, text: str) -> list[Found]:
        """The names that hold after overlaps, guards and weak names are settled, in order."""
        settled = [
            found for group in _overlapping(self._candidates(text)) for found in _best(group)
        ]
        kept = [found for found in settled if found.entry.kind == "place"]
        if not kept:
            return kept
        strong = [found for found in kept if not found.entry.weak]
        starts = {found.start: found for found in strong}
        ends = {found.end: found for found in strong}
        return [
            _narrowed(found, text, starts, ends)
            for found in kept
            if not found.entry.weak or self._held(found, text, starts, ends)
        ]

    def provinces_of(self, name: str) -> tuple[str, ...]:
        """The provinces a Chinese name lies in; none for a foreign or an unknown one."""
        entry = self.entries.get(name)
        return entry.provinces if entry and entry.kind == "place" else ()

    def _candidates(self, text: str) -> Iterator[Found]:
        ends: set[int] = set()
        for start, name in self._lookup.every(text):
            found = Found(start, start + len(name), self.entries[name])
            if not self._guarded(name, found, text, ends):
                ends.add(found.end)
                yield found

    def _guarded(self, name: str, found: Found, text: str, ends: set[int]) -> bool:
        entry, end = found.entry, found.end
        if entry.kind == "phrase":
            return False
        if entry.level == "county" and self._is_mountains(name, found.start, text):
            return True
        if entry.level == "county":
            return text[end : end + 1] in tuple(_COUNTY_RUNS_ON.get(name[-1], ""))
        if entry.level == "region" and entry.short:
            # 汉川东站 is of 汉川, and no 川东.
            county = text[max(0, found.start - 1) : found.start + 1]
            if any(f"{county}{tail}" in self.entries for tail in "市县区"):
                return True
        if entry.level == "province" and entry.short and found.start not in ends:
            # 昆山西段, 象山西站: the west of a county, and no 山西.
            county = text[max(0, found.start - 1) : found.start + 1]
            known = any(f"{county}{tail}" in self.entries for tail in "市县")
            if known and text[end : end + 1] in _PART_OF_A_WAY:
                return True
        bare = name.removesuffix("市")
        guard = self._guards.get(name) or self._guards.get(bare)
        if guard:
            if guard.left and found.start not in ends and text.endswith(guard.left, 0, found.start):
                return True
            if name != bare:
                return False
            if guard.right and text.startswith(guard.right, end):
                return True
        if not entry.short:
            return False
        return bool(_STREET.match(text, end) or _NAMED_AFTER.match(text, end))

    def _is_mountains(self, name: str, start: int, text: str) -> bool:
        """湘西山区, 鄂西南山区: the mountains of a place before them are no 西山区 of another province."""
        if name[1:] != "山区":
            return False
        spanning = (text[max(0, start - size) : start + 1] for size in (1, 2))
        before = self.entries.get(text[max(0, start - 2) : start])
        return any(words in self.entries for words in spanning) or (
            before is not None and before.level == "region"
        )

    def _held(
        self, found: Found, text: str, starts: Mapping[int, Found], ends: Mapping[int, Found]
    ) -> bool:
        """Whether a weak name has something beside it that makes it a place."""
        before = ends.get(found.start)
        if before and set(before.entry.provinces) & set(found.entry.provinces):
            return True
        if found.entry.level == "county" or text.startswith("县", found.end - 1):
            name, behind = text[found.start : found.end], text[found.end : found.end + 1]
            begins = not found.start or text[found.start - 1] in _BEGINS_COUNTY
            # 环县城快速路 goes around a county's town.
            return begins and name.endswith("县") and name not in _WORDS_TOO and behind != "城"
        if text.startswith(self._before, found.end):
            return True
        return bool(_listed(found, text, starts, ends))


def _listed(
    found: Found, text: str, starts: Mapping[int, Found], ends: Mapping[int, Found]
) -> list[Found]:
    """The cities and counties that stand beside a name in a list: 沈阳、朝阳、阜新."""
    beside: list[Found | None] = []
    if text[found.start - 1 : found.start] in _LISTING:
        beside.append(ends.get(found.start - 1))
    if text[found.end : found.end + 1] in _LISTING:
        beside.append(starts.get(found.end + 1))
    return [other for other in beside if other and other.entry.level in ("prefecture", "county")]


def _narrowed(
    found: Found, text: str, starts: Mapping[int, Found], ends: Mapping[int, Found]
) -> Found:
    """西安市长安区 is no longer ambiguous, nor is 朝阳 in 沈阳、朝阳、阜新: what is beside tells."""
    if not found.entry.ambiguous:
        return found
    before = ends.get(found.start)
    beside = [before] if before else _listed(found, text, starts, ends)
    known = {p for other in beside if not other.entry.ambiguous for p in other.entry.provinces}
    shared = tuple(p for p in found.entry.provinces if p in known)
    if not shared:
        return found
    return found._replace(entry=found.entry._replace(provinces=shared, ambiguous=len(shared) > 1))


def _overlapping(candidates: Iterable[Found]) -> Iterator[list[Found]]:
    group: list[Found] = []
    end = -1
    for found in candidates:
        if group and found.start >= end:
            yield group
            group = []
        group.append(found)
        end = max(end, found.end) if len(group) > 1 else found.end
    if group:
        yield group


def _best(group: list[Found]) -> list[Found]:
    """The names without overlap whose weights add up to most; the earlier of equal ones."""
    if len(group) == 1:
        return group
    ordered = sorted(group, key=lambda found: (found.end, found.start))
    best: list[tuple[int, tuple[Found, ...]]] = [(0, ())]
    for index, found in enumerate(ordered):
        fits = max(i for i in range(index + 1) if i == 0 or ordered[i - 1].end <= found.start)
        total = best[fits][0] + _weight(found)
        best.append((total, (*best[fits][1], found)) if total > best[index][0] else best[index])
    return list(best[-1][1])


def _weight(found: Found) -> int:
    """Characters count most; of equally many, one name is better than two, a province than a city."""
    entry = found.entry
    bonus = 5 if entry.kind == "phrase" else _RANK[entry.level]
    return 10 * (found.end - found.start) + bonus - (3 if entry.weak else 0) - 8


def _entries(tables: Tables) -> dict[str, Entry]:
    table = tables.table
    weak = set(table.weak.names)
    entries: dict[str, Entry] = {}
    names = {province.code[:2]: province.name for province in tables.provinces}
    for province in divisions():
        _add_divisions(entries, names.get(str(province["code"]), ""), province, weak)
    _add_former_counties(entries)
    for name, provinces in table.rows():
        level: Level = "prefecture" if name in _flat(table.divisions) else "region"
        entries[name] = Entry(provinces, level, short=len(name) == 2, weak=name in weak)
    for name, row in table.ambiguous.items():
        entries[name] = Entry(
            tuple(row), "prefecture", short=True, weak=name in weak, ambiguous=True
        )
    for one in tables.provinces:
        _add_province(entries, one)
    for name in table.foreign.names:
        entries[name] = Entry((), "foreign")
    for name in table.phrases.names:
        entries[name] = Entry((), "country", kind="phrase")
    return entries


def _add_former_counties(entries: dict[str, Entry]) -> None:
    """Counties by the name they had before they were cities or districts: 神木县 is 神木市, 铜山县 铜山区.

    Pages of their time have it; the table of divisions knows today's alone.
    """
    former: dict[str, set[str]] = {}
    for name, entry in entries.items():
        stem = name[:-1]
        if entry.short or entry.weak or len(stem) < _STEM or name[0] in _SIDES:
            continue
        if name[-1] in "市区":
            former.setdefault(f"{stem}县", set()).update(entry.provinces)
    for name, inside in former.items():
        if name not in entries:
            entries[name] = Entry(tuple(sorted(inside)), "county", ambiguous=len(inside) > 1)


def _flat(rows: Mapping[str, object]) -> set[str]:
    return {name for names in rows for name in names.split()}


def _add_province(entries: dict[str, Entry], province: Province) -> None:
    entries[province.full] = Entry((province.name,), "province")
    entries[province.name] = Entry((province.name,), "province", short=True)
    if province.full.endswith("自治区"):
        entries[province.name + "自治区"] = Entry((province.name,), "province")


def _children(division: Mapping[str, object]) -> list[Mapping[str, object]]:
    children = division.get("children", [])
    return children if isinstance(children, list) else []


def _add_divisions(
    entries: dict[str, Entry], province: str, division: Mapping[str, object], weak: set[str]
) -> None:
    for child in _children(division):
        name, kind = str(child["name"]), str(child["type"])
        if kind in ("地级市", "自治州", "盟", "地区") or (
            kind in ("县级市", "林区") and division["type"] != "直辖市"
        ):
            _add_prefecture(entries, province, name, weak)
        else:
            _add_county(entries, province, name, weak)
        for county in _children(child):
            _add_county(entries, province, str(county["name"]), weak)


def _add_prefecture(entries: dict[str, Entry], province: str, name: str, weak: set[str]) -> None:
    entries[name] = Entry((province,), "prefecture")
    short = _short(name)
    if short != name and len(short) > 1 and short not in _NEVER_SHORT:
        entries[short] = Entry((province,), "prefecture", short=True, weak=short in weak)


def _short(name: str) -> str:
    return _PREFECTURE_TAIL.sub("", name).removesuffix("林区")


def _is_full(name: str, entry: Entry) -> bool:
    return entry.level == "prefecture" and not entry.short and len(_short(name)) > 1


def _add_county(entries: dict[str, Entry], province: str, name: str, weak: set[str]) -> None:
    known = entries.get(name)
    if known and known.level != "county":
        return
    provinces = known.provinces if known else ()
    if province not in provinces:
        provinces = (*provinces, province)
    entries[name] = Entry(
        provinces, "county", weak=len(name) == 2 or name in weak, ambiguous=len(provinces) > 1
    )
