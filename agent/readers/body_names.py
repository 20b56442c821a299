"""Whole names of bodies told from halves that a line break left: 民政府 is the end of 太原市人民政府."""

from __future__ import annotations

from agent.lazy import lazy_pattern, made_once
from agent.publishers.tables import departments

_COMMON = (
    "人民政府",
    "人民政府办公厅",
    "人民政府办公室",
    "委员会",
    "管理委员会",
    "办公厅",
    "办公室",
)
_OWNED = lazy_pattern(
    r"(?:[\u4e00-\u9fff]{1,9}?(?:省|自治区|市|州|盟|县|区|旗|镇|乡)|国家|中国|中共|中央|国务院|全国|国网|省|市|县)"
    r"(?=[\u4e00-\u9fff]{2})"
)
"""How the name of a body begins that says whose it is: 太原市…, 国家…."""


def is_whole(name: str) -> bool:
    """True when a name says whose body it is, or is that of a known department or central body."""
    return bool(_OWNED.match(name)) or name in _known()


def is_fragment(name: str) -> bool:
    """True for the end of a known name that is itself no name: 民政府, 通运输厅."""
    return name in _ends() and name not in _known()


@made_once
def _known() -> frozenset[str]:
    table = departments()
    names = {name for one in table.central.values() for name in one.names.split()}
    names |= set(table.central)
    for department in table.department:
        names |= {department.province, department.city, *department.names.split()}
        names |= set(department.own.values())
    return frozenset(names)


@made_once
def _ends() -> frozenset[str]:
    return frozenset(
        name[start:] for name in (*_known(), *_COMMON) for start in range(1, len(name))
    ) | frozenset(_COMMON)
