"""Whose document number it is: 晋政发 is 山西省人民政府, 发改环资 the National Development and Reform Commission.

The centre has a table of patterns; a province is its one-character abbreviation and the letters of
the organ. A code that two bodies use (宁政发: 宁夏 and 南京; 青政发: 青岛) is answered with nothing.
"""

from __future__ import annotations

import re

from agent.lazy import lazy_pattern
from agent.places import Places, Province
from agent.publishers.agencies import GOVERNMENT, NATIONAL, OFFICE, AgencyNames
from agent.publishers.tables import Departments
from agent.records import Record

_GOVERNMENT = lazy_pattern(r"^[政府](?:办公?厅?|厅)?[发函字规令电明秘任土地复批呈传便]*$")
_ORDER = lazy_pattern(r"^(?P<body>.{2,20}?)令(?:第)?$")
_MARKS = lazy_pattern(r"[\s\u200b\ufeff]")
_PARTY = {
    "发": "",
    "办发": "办公厅",
    "办": "办公厅",
    "办字": "办公厅",
    "委发": "",
    "委办发": "办公厅",
}
_EXTRA = {
    "内": "内蒙古",
    "云": "云南",
    "滇": "云南",
    "黔": "贵州",
    "贵": "贵州",
    "川": "四川",
    "陇": "甘肃",
}


class Issuer(Record):
    """Who issues documents under a code; ``province`` is 全国 for central bodies."""

    agency: str
    province: str


class Codes:
    """Codes of document numbers (机关代字) and who stands behind them."""

    def __init__(self, places: Places, departments: Departments, names: AgencyNames) -> None:
        self._names = names
        self._own = departments.codes
        self._cities = departments.cities
        self._residence = frozenset(departments.shared.residence)
        self._shared = [lazy_pattern(pattern) for pattern in departments.shared.codes]
        self._provinces = {p.abbreviation[0]: p for p in places.provinces if p.name != "内蒙古"}
        by_name = {p.name: p for p in places.provinces}
        self._provinces |= {letter: by_name[name] for letter, name in _EXTRA.items()}
        self._central = [
            (lazy_pattern(pattern), official)
            for official, one in departments.central.items()
            for pattern in one.codes
        ]
        self._organs = sorted(
            ((code, one) for one in departments.department for code in one.codes.split()),
            key=lambda pair: -len(pair[0]),
        )

    def issuer(self, code: str) -> Issuer | None:
        """Who issues under a code, or None when it is unknown or shared."""
        code = _MARKS.sub("", code)
        if not code or any(pattern.fullmatch(code) for pattern in self._shared):
            return None
        if code in self._own:
            return self._known(self._own[code])
        for pattern, official in self._central:
            if pattern.fullmatch(code):
                return Issuer(agency=official, province=NATIONAL)
        order = _ORDER.match(code)
        if order and len(order["body"]) > 3:
            return self._known(self._names.canonical(order["body"], None))
        province = self._provinces.get(code[0])
        if province:
            return self._provincial(province, code[1:])
        return self._of_city(code)

    def _known(self, agency: str) -> Issuer | None:
        province = self._names.province_of(agency)
        return Issuer(agency=agency, province=province) if province else None

    def _of_city(self, code: str) -> Issuer | None:
        city = self._cities.get(code[0])
        if city is None or not _GOVERNMENT.match(code[1:]):
            return None
        office = bool(re.search(r"[办厅]", code[1:]))
        return self._known(f"{city}市人民政府{'办公室' if office else ''}")

    def _provincial(self, province: Province, rest: str) -> Issuer | None:
        if rest in _PARTY:
            agency = f"中共{province.full}委{_PARTY[rest]}"
            return Issuer(agency=agency, province=province.name)
        if _GOVERNMENT.match(rest):
            if (rest[0] == "府") != (province.name in self._residence):
                return None
            office = bool(re.search(r"[办厅]", rest))
            agency = province.full + (OFFICE if office else GOVERNMENT)
            return Issuer(agency=agency, province=province.name)
        for organ, department in self._organs:
            if rest.startswith(organ) and len(rest) <= len(organ) + 6:
                agency = province.full + department.of_province(province)
                return Issuer(agency=agency, province=province.name)
        return None
