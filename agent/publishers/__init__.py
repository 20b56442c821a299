"""Publishers: who stands behind a host, a name or a document number.

Host -> agency, province and level by the longest matching row of hosts.tsv; below a government's
own host the first label names the department (fgw.shanxi.gov.cn). Names of bodies are brought to
one form, joint issuers are told apart, and 文号 codes lead to who issues under them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from agent.places import Places, Province
from agent.publishers.agencies import GOVERNMENT, NATIONAL, AgencyNames
from agent.publishers.codes import Codes, Issuer
from agent.publishers.hosts import (
    GOVERNMENT_LEVELS,
    NEWS_LEVELS,
    Level,
    Publisher,
    Row,
    bare,
    rows_of_package,
    rows_of_user,
    suffixes,
)
from agent.publishers.labels import Labels
from agent.publishers.tables import Departments, departments
from agent.text.tables import packaged, usable
from agent.text.urls import host_of

__all__ = [
    "GOVERNMENT_LEVELS",
    "NATIONAL",
    "NEWS_LEVELS",
    "Issuer",
    "Level",
    "Publisher",
    "Publishers",
]

_PORTAL_LABELS = frozenset(
    {
        "m",
        "wap",
        "en",
        "english",
        "eng",
        "big5",
        "zwgk",
        "xxgk",
        "zfxxgk",
        "zwfw",
        "app",
        "old",
        "jjc",
    }
)


class Publishers:
    """Everything known of publishers. Build it with ``load``; it never changes."""

    def __init__(
        self, places: Places, rows: Sequence[Row], departments: Departments, fingerprint: str
    ) -> None:
        self._places = places
        self._rows = {row.host: row for row in rows}
        self._departments = departments
        self._by_prefix = departments.by_prefix()
        self._names = AgencyNames(places, departments)
        self._codes = Codes(places, departments, self._names)
        media = {row.agency: row.province for row in rows if row.level in NEWS_LEVELS}
        self.labels = Labels(places, departments, media)
        self.fingerprint = fingerprint
        # A page's host is asked for by the reader and by half of the checks.
        self._known = lru_cache(maxsize=1024)(self._found)

    @classmethod
    def load(cls, places: Places, override: Path | Sequence[Path] | None = None) -> Self:
        """The package's tables, with a user's own (one or several, later ones first) over them.

        Raises UsageError when an own table cannot be used.
        """
        hosts = packaged("hosts.tsv")
        digest = hashlib.sha256(hosts + packaged("departments.toml"))
        rows = list(rows_of_package(hosts.decode()))
        own = [override] if isinstance(override, Path) else list(override or ())
        for path in own:
            with usable("publishers table", path):
                body = path.read_bytes()
            rows += rows_of_user(path, body, (p.name for p in places.provinces))
            digest.update(body)
        return cls(places, rows, departments(), digest.hexdigest())

    def of(self, url: str) -> Publisher:
        """The publisher of an address or host; unknown ones are level ``unknown``."""
        return self._known(bare(host_of(url) or url))

    def _found(self, host: str) -> Publisher:
        for name in suffixes(host):
            row = self._rows.get(name)
            if row is not None:
                return self._below(row, host)
        return Publisher(host=host, government=host.endswith((".gov.cn", ".gov")))

    def sites(self, province: str, sector: str | None) -> tuple[str, ...]:
        """Hosts to restrict a search to, best first.

        A user's own hosts, the portal of the province, the departments that matter to the sector,
        www.gov.cn, and then the cities' portals. A host stands for everything below it.
        """
        wanted = self._departments.sites.get(sector or "all", self._departments.sites["all"])
        owner = self._places.province(province)
        bodies = [owner.full + GOVERNMENT]
        keys = self._departments.by_key()
        bodies += [owner.full + keys[key].of_province(owner) for key in wanted if key in keys]
        first, cities = [], []
        for order, row in enumerate(self._rows.values()):
            if row.province != owner.name:
                continue
            known = bodies.index(row.agency) if row.agency in bodies else len(bodies)
            rank = not row.own, known, order, _shown(row.host)
            if row.level == "provincial" and (known < len(bodies) or row.own):
                first.append(rank)
            elif row.level == "municipal" and row.agency.endswith(GOVERNMENT):
                cities.append(rank)
        hosts = (*(host for *_, host in sorted(first)), "www.gov.cn")
        return tuple(dict.fromkeys((*hosts, *(host for *_, host in sorted(cities)))))

    def canonical_agency(self, name: str, province: str | None) -> str:
        """The one name of a body: 省生态环境厅 on a page of 山西 is 山西省生态环境厅."""
        return self._names.canonical(name, province)

    def agencies(self, text: str, province: str | None) -> tuple[str, ...]:
        """The bodies a text names, joint issuers told apart, in order; none where none is named."""
        return self._names.all_in(text, province)

    def same_agency(self, one: str, other: str, province: str | None) -> bool:
        """True when two names mean one body. A government and its office are two."""
        return self.canonical_agency(one, province) == self.canonical_agency(other, province)

    def province_of_agency(self, agency: str) -> str | None:
        """The province a body is of, 全国 for central bodies, None when it does not say."""
        return self._names.province_of(agency)

    def issuer_of_code(self, code: str) -> Issuer | None:
        """Who issues under a code (晋政发, 国办发, 山西省人民政府令); None if unknown or shared."""
        return self._codes.issuer(code)

    def _below(self, row: Row, host: str) -> Publisher:
        """The publisher of a host at or below a row: a department where its label names one."""
        labels = host.removesuffix(row.host).strip(".").split(".")
        label = labels[-1]
        known = row.publisher(host)
        if not label or label in _PORTAL_LABELS or row.level not in ("provincial", "municipal"):
            return known
        if not row.agency.endswith(GOVERNMENT):
            return known
        department = self._by_prefix.get(label)
        if department is None:
            return known.model_copy(update={"agency": ""})
        owner = row.agency.removesuffix(GOVERNMENT)
        if row.level == "municipal":
            return known.model_copy(update={"agency": owner + department.city})
        province: Province = self._places.province(row.province or "")
        return known.model_copy(update={"agency": owner + department.of_province(province)})


def _shown(host: str) -> str:
    """A portal as people write it; to a search www is no part of the name."""
    return (
        f"www.{host}"
        if re.fullmatch(r"[\w-]{1,63}\.gov\.cn", host) and host != "www.gov.cn"
        else host
    )
