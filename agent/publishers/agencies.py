"""Names of issuing bodies: one name each, joint issuers told apart, and whose they are.

An agency is an owner (山西省, 太原市, the centre) and a body (交通运输厅). Short forms of both are
expanded: 省发改委 on a page of 山西 is 山西省发展和改革委员会. 和 belongs to many names
(工业和信息化厅), so a text is read by what is known to be a body, not cut at its conjunctions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.lazy import lazy_pattern
from agent.places import Mention, Places, Province
from agent.publishers.tables import Department, Departments

NATIONAL = "全国"
"""What stands for a province where a body is a central one."""

GOVERNMENT = "人民政府"
OFFICE = "人民政府办公厅"

_LOCAL = {
    "人民政府办公厅": OFFICE,
    "政府办公厅": OFFICE,
    "人民政府办公室": "人民政府办公室",
    "政府办公室": "人民政府办公室",
    "政府办": OFFICE,
    "人民政府": GOVERNMENT,
    "政府": GOVERNMENT,
    "委办公厅": "委办公厅",
    "委": "委",
}
_PARENTHESES = lazy_pattern(r"[（(【\[〔][^（()）】\]〕]{0,100}[）)】\]〕]")
_LABEL = lazy_pattern(r"^[^：:]{2,8}[：:]")
_ONE_BY_ONE = lazy_pattern(r"^(?:[\u4e00-\u9fff][ \u3000]+)+[\u4e00-\u9fff]$")
_SEPARATOR = lazy_pattern(r"[、，,；;/\n\t \u3000·|]+")
_JOINT = lazy_pattern(
    r"(?<=[厅局委部署院会府办行团司])(?:和|与|及|以及|会同|联合)(?=[\u4e00-\u9fff])"
)
_TAIL = lazy_pattern(
    r"(?:等[^，、]{0,6}(?:部门|单位|厅局|委办)?|(?:联合)?(?:印发|发布|出台|下发|制定|公布|发出|发文)的?|关于.*)$"
)
_LEADING = lazy_pattern(
    r"^(?:日前|近日|今天|昨日|其中|此前|由|经|据|记者从|从|来自|根据|按照|20\d\d年[^，]{0,8}日)+"
)
_SUFFIX = lazy_pattern(
    r"(?:厅|局|委员会|委|部|署|院|办公室|办公厅|管委会|政府|指挥部|领导小组|总队|支队|协会|联合会"
    r"|银行|公司|集团|中心|交易所|监管局|监管办|新闻办|综合司)$"
)
_NO_BODY = lazy_pattern(
    r"[的了将在把为是有各该相关本其]|(?<!应)对|全部|一部|大部|内部|外部|部分|干部|总部"
)
_BRANCH = lazy_pattern(
    r"(?:办公厅|办公室|综合司|[\u4e00-\u9fff]{2,8}(?:监管局|监管办公室|管理局|税务局|分局|总队))"
)
_OFFICE = lazy_pattern("办公[室厅](?!主任|会议|用|楼|自)")
"""某局办公室 signs for itself: it is not its bureau."""
_STATE = lazy_pattern(r"(?:中华人民共和国|中国)$")
_WEAK_OWNER = lazy_pattern(r"(?:我省|本省|全省|省|我区|自治区|我市|本市|全市|市|我县|县|区|州)")


@dataclass(frozen=True)
class Owner:
    """Whose a body is: ``name`` as it is written in front (山西省, 太原市), and its province."""

    name: str
    province: Province | None
    level: str
    foreign: bool = False


@dataclass(frozen=True)
class Named:
    """A body found in a text: its one name, whose it is, and where it stands."""

    agency: str
    owner: Owner | None
    start: int
    end: int


@dataclass(frozen=True)
class _Reading:
    """A text, the places it names, and the province of the page it stands on."""

    text: str
    mentions: tuple[Mention, ...]
    home: Owner | None


class AgencyNames:
    """Reads names of bodies. Without a province, 省… and 市… stay as they are written."""

    def __init__(self, places: Places, departments: Departments) -> None:
        self._places = places
        self._central = {
            name: official
            for official, one in departments.central.items()
            for name in one.names.split()
        }
        self._departments: dict[str, Department] = {}
        for department in departments.department:
            for name in (*department.names.split(), department.province, department.city):
                self._departments.setdefault(name, department)
            for name in department.own.values():
                self._departments.setdefault(name, department)
        spellings = {*self._central, *self._departments, *_LOCAL}
        longest = sorted(spellings, key=lambda name: (-len(name), name))
        self._bodies = re.compile("|".join(re.escape(name) for name in longest))

    def canonical(self, name: str, province: str | None) -> str:
        """The one name of a body; a name that is no known body keeps its own, owner expanded."""
        bare = _bare(name)
        found = list(self._known(bare, self._home(province), None))
        if len(found) == 1 and found[0].start == 0 and found[0].end == len(bare):
            return found[0].agency
        return self._expanded(bare, province)

    def all_in(self, text: str, province: str | None) -> tuple[str, ...]:
        """The bodies a text names as issuers, in order; none when it names no body."""
        text = _PARENTHESES.sub("", _LABEL.sub("", text.strip()))
        if _ONE_BY_ONE.match(text):
            text = re.sub(r"\s", "", text)
        home, carried = self._home(province), None
        agencies: dict[str, None] = {}
        for token in (part for cut in _SEPARATOR.split(text) for part in _JOINT.split(cut)):
            bare = _LEADING.sub("", _TAIL.sub("", token.strip("《》“”。"))).strip()
            known = list(self._known(bare, home, carried))
            for named in known:
                agencies[named.agency] = None
                carried = named.owner or carried
            if not known and self._like_a_body(bare):
                agencies[self._expanded(bare, province)] = None
        return tuple(agencies)

    def province_of(self, agency: str) -> str | None:
        """The province a body's words reach over, 全国 for central ones, None when unclear."""
        bare = _bare(agency)
        mentions = self._places.mentions(bare, counties=True)
        if mentions:
            provinces = mentions[0].provinces
            return provinces[0] if len(provinces) == 1 else None
        if self._central.get(bare) or bare.startswith(
            ("国家", "国务院", "中共中央", "中央", "全国")
        ):
            return NATIONAL
        match = self._bodies.match(bare)
        if match and match[0] in self._central and match[0] not in self._departments:
            return NATIONAL
        return None

    def _home(self, province: str | None) -> Owner | None:
        known = next((p for p in self._places.provinces if p.name == province), None)
        return Owner(known.full, known, "province") if known else None

    def _known(self, text: str, home: Owner | None, carried: Owner | None) -> Iterator[Named]:
        """Bodies of the tables that stand in a text, with their owners."""
        reading = _Reading(text, self._places.mentions(text, counties=True), home)
        end = 0
        for match in self._bodies.finditer(text):
            named = self._named(match, text[end : match.start()], reading, carried)
            if named is not None:
                end = named.end
                carried = named.owner or carried
                yield named

    def _named(
        self, match: re.Match[str], before: str, reading: _Reading, carried: Owner | None
    ) -> Named | None:
        """What a matched body is, or None when it has no owner and needs one."""
        body, start = match[0], match.start()
        owner, start = self._owner(before, start, reading)
        bare_department = body in self._departments and not before.strip()
        if owner is None and bare_department and carried:
            owner = carried
        if owner is None and body in self._central and _owned_by_nobody(before):
            branch = _BRANCH.match(reading.text, match.end())
            tail = branch[0] if branch else ""
            state = _STATE.search(before)
            start = match.start() - (len(state[0]) if state else 0)
            return Named(self._central[body] + tail, None, start, match.end() + len(tail))
        if owner is None and bare_department and body.endswith("厅"):
            owner = reading.home
        if owner is None:
            return None
        office = _OFFICE.match(reading.text, match.end()) if body in self._departments else None
        tail = office[0] if office else ""
        return Named(self._of(owner, body) + tail, owner, start, match.end() + len(tail))

    def _owner(self, before: str, at: int, reading: _Reading) -> tuple[Owner | None, int]:
        """Whose the body at a place is, by what adjoins it, and where its name begins."""
        text, home = reading.text, reading.home
        first = at - len(before)
        for mention in reversed(reading.mentions):
            if mention.span.end > at or mention.span.start < first:
                continue
            if text[mention.span.end : at] in ("", "省", "市", "自治区", "省省直", "省直"):
                start = mention.span.start
                if text[:start].endswith("中共"):
                    start -= 2
                return self._owner_of(mention), self._first_of(reading.mentions, mention, start)
            break
        weak = _WEAK_OWNER.fullmatch(before.removeprefix("中共"))
        if weak and home and home.province:
            provincial = weak[0].endswith(("省", "自治区"))
            if provincial or (weak[0].endswith("市") and home.province.municipality):
                return home, first
        return None, at

    @staticmethod
    def _first_of(mentions: tuple[Mention, ...], last: Mention, start: int) -> int:
        """山西省太原市…: the name begins with the first of adjoining places."""
        for mention in reversed(mentions):
            if mention.span.end == start and mention.span.end <= last.span.start:
                start = mention.span.start
        return start

    def _owner_of(self, mention: Mention) -> Owner:
        if mention.level == "foreign":
            return Owner(mention.text, None, "foreign", foreign=True)
        provinces = [p for p in self._places.provinces if p.name in mention.provinces]
        if mention.level == "province" and provinces:
            return Owner(provinces[0].full, provinces[0], "province")
        name = self._places.full_name(mention.text)
        return Owner(name, provinces[0] if len(provinces) == 1 else None, mention.level)

    def _of(self, owner: Owner, body: str) -> str:
        if owner.foreign:
            return owner.name + body
        if body in _LOCAL:
            local = _LOCAL[body]
            if local.startswith("委"):
                return f"中共{owner.name}{local}"
            if local == OFFICE and owner.level != "province":
                local = OFFICE if body.endswith("办公厅") else "人民政府办公室"
            return owner.name + local
        department = self._departments.get(body)
        if department is None:
            return owner.name + body
        if owner.level == "province" and owner.province:
            return owner.name + department.of_province(owner.province)
        return owner.name + department.city

    def _expanded(self, bare: str, province: str | None) -> str:
        """省碳达峰领导小组 -> 山西省碳达峰领导小组; other names as they are."""
        home = self._home(province)
        if home and home.province:
            if bare.startswith(("省", "自治区")) and not bare.startswith("省级"):
                return home.name + re.sub(r"^(?:省|自治区)", "", bare)
            if bare.startswith("市") and home.province.municipality:
                return home.name + bare[1:]
        return bare

    @staticmethod
    def _like_a_body(name: str) -> bool:
        return 4 <= len(name) <= 30 and bool(_SUFFIX.search(name)) and not _NO_BODY.search(name)


def _bare(name: str) -> str:
    """A single name without spaces, brackets and 等部门."""
    bare = re.sub(r"\s", "", _PARENTHESES.sub("", name))
    return re.sub(r"等(?:[\d一二三四五六七八九十]*(?:个)?部门|单位)?$", "", bare)


def _owned_by_nobody(before: str) -> bool:
    """What stands before a central body must not be a local owner (省…, 市…, 各…)."""
    rest = _STATE.sub("", before)
    return not rest or not re.search(r"[省市县区州各级]$", rest)
