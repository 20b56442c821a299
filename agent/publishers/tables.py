"""departments.toml as it stands: departments, central bodies, and where a sector looks first."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from agent.lazy import made_once
from agent.places import Province
from agent.text.tables import shipped


class Department(BaseModel):
    """A department that every province and city has under some name; ``english`` without Department of."""

    model_config = ConfigDict(extra="forbid")
    key: str
    province: str
    city: str
    names: str
    prefixes: str = ""
    codes: str = ""
    english: str = ""
    own: dict[str, str] = {}

    def of_province(self, province: Province) -> str:
        """The name below a province: 交通运输厅, in 北京 交通委员会."""
        common = self.city if province.municipality else self.province
        return self.own.get(province.name, common)


class Central(BaseModel):
    """A central body: its spellings, and patterns of the codes of its document numbers."""

    model_config = ConfigDict(extra="forbid")
    names: str
    codes: list[str] = []
    english: str = ""


class Shared(BaseModel):
    """Patterns of codes that two bodies use; provinces whose own codes say 府 and not 政."""

    model_config = ConfigDict(extra="forbid")
    codes: list[str]
    residence: list[str]


class Departments(BaseModel):
    """The whole table. ``sites`` maps a sector, or all, to keys of departments, best first."""

    model_config = ConfigDict(extra="forbid")
    sites: dict[str, list[str]]
    department: list[Department]
    codes: dict[str, str]
    cities: dict[str, str] = {}
    shared: Shared
    central: dict[str, Central]

    def by_prefix(self) -> dict[str, Department]:
        """First labels of hosts -> department."""
        return {prefix: one for one in self.department for prefix in one.prefixes.split()}

    def by_key(self) -> dict[str, Department]:
        """Key -> department."""
        return {one.key: one for one in self.department}


@made_once
def departments() -> Departments:
    """The package's own table."""
    return Departments.model_validate(shipped("departments"))
