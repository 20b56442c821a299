"""English names of bodies, put together from the tables: of central bodies, provinces and departments."""

from __future__ import annotations

from functools import cache

from agent.places.tables import Province, read_tables
from agent.publishers.tables import Departments
from agent.text.tables import shipped

_REGIONS = {"省": "Province", "市": "Municipality", "自治区": "Autonomous Region"}
_PEOPLES = {"壮族": "Zhuang", "回族": "Hui", "维吾尔": "Uygur"}
_OFFICE = "办公厅"
_GOVERNMENT = "人民政府"
_FORMS = {
    "厅": "Department of $what of $where",
    "委员会": "$what Commission of $where",
    "局": "Bureau of $what of $where",
}
"""How a body is called by what its name ends with."""


def english_of(name: str) -> str | None:
    """The English name of a body under its one Chinese name; None where the tables do not give it.

    山西省交通运输厅 is Department of Transport of Shanxi Province. Cities have no English name there.
    """
    departments, bodies = _tables()
    if name in bodies:
        return bodies[name]
    if name.endswith(_OFFICE) and (whose := english_of(name.removesuffix(_OFFICE))):
        return f"General Office of the {whose}"
    province = next((p for p in _provinces() if name.startswith(p.full)), None)
    if province is None:
        return None
    where, body = _region(province), name.removeprefix(province.full)
    if body == _GOVERNMENT:
        return f"People's Government of {where}"
    form = next((form for end, form in _FORMS.items() if body.endswith(end)), None)
    what = departments.get(body)
    return form.replace("$what", what).replace("$where", where) if form and what else None


@cache
def _provinces() -> tuple[Province, ...]:
    return tuple(read_tables().provinces)


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """What departments do, by each of their names; and central bodies by their one name."""
    table = Departments.model_validate(shipped("departments"))
    named = {
        name: one.english
        for one in table.department
        if one.english
        for name in (*one.names.split(), one.province, one.city, *one.own.values())
    }
    return named, {name: one.english for name, one in table.central.items() if one.english}


def _region(province: Province) -> str:
    """内蒙古自治区 as Inner Mongolia Autonomous Region, 山西省 as Shanxi Province."""
    people = next((f"{word} " for name, word in _PEOPLES.items() if name in province.full), "")
    kind = next((word for end, word in _REGIONS.items() if province.full.endswith(end)), "")
    return f"{province.english} {people}{kind}".strip()
