"""place, as far as an item's own words and its host decide it.

They may refute, and only a host of the province's own government supports. What the page says is
for the ordinary check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.audit.items import Item
from agent.checks.subject import Ruling
from agent.findings import Verdict
from agent.places import Mention, Places
from agent.policy import PolicyKind
from agent.publishers import NATIONAL, Publisher, Publishers

_BOTH_SIDES = re.compile(r"中国|我国|中[蒙俄韩日越缅哈朝老印巴美欧]|边境|口岸|蒙中|俄中")
"""Words by which something abroad may be on this side of the border as well."""

_NATIONWIDE = re.compile(r"^(?:全国|中国|我国)(?:范围|各地|多地)?")
_CITED = re.compile(r"[（(《][^（）()《》]*[)）》]")


@dataclass(frozen=True)
class Told:
    """Places that a text names: provinces for sure, provinces perhaps, other countries."""

    sure: frozenset[str]
    perhaps: frozenset[str]
    foreign: tuple[str, ...]
    words: tuple[str, ...]


class PlaceOfItem:
    """By the site first, then the name, then the bodies, then the host."""

    def __init__(self, places: Places, publishers: Publishers) -> None:
        self._places, self._publishers = places, publishers

    def __call__(self, item: Item, kind: PolicyKind, agencies: tuple[str, ...]) -> Verdict:
        """One verdict; supported only by the host."""
        rule = Ruling("place")
        wanted = item.changepoint.province if item.changepoint else ""
        apart = self._apart(item)
        if apart:
            words, lies = apart
            return rule.refuted("place.contradiction", words=words, page="、".join(lies))
        told = self._told(item)
        hosts = [self._publishers.of(link.url) for link in item.links]
        values = {"province": wanted, "words": "、".join(told.words)}
        if wanted in told.sure:
            return self._named(rule, wanted, hosts, kind, values)
        homes = {body: self._publishers.province_of_agency(body) for body in agencies}
        if wanted in homes.values():
            return self._named(rule, wanted, hosts, kind, values | {"words": "、".join(homes)})
        if told.sure and wanted not in told.perhaps:
            values["page"] = "、".join(sorted(told.sure))
            return rule.refuted("place.item_elsewhere", **values)
        if told.foreign and not told.perhaps:
            return self._abroad(rule, item, told, values)
        elsewhere = {h for h in homes.values() if h and h != NATIONAL}
        if elsewhere and NATIONAL not in homes.values():
            values |= {"page": "、".join(sorted(elsewhere)), "words": "、".join(homes)}
            return rule.refuted("place.item_elsewhere", **values)
        if told.perhaps:
            values["page"] = "、".join(sorted(told.perhaps))
            return rule.undecided("place.ambiguous", **values)
        if NATIONAL in homes.values() or _NATIONWIDE.search(" ".join(item.texts("place"))):
            values["words"] = values["words"] or "、".join([*homes, *item.texts("place")])
            return rule.undecided("place.item_national", **values)
        return self._by_host(rule, wanted, hosts, kind)

    def _apart(self, item: Item) -> tuple[str, tuple[str, ...]] | None:
        """陕西省大同市: an item contradicts itself, whichever of the two it was filed under."""
        texts = (item.name, *item.texts("place", "agency"))
        return next((found for text in texts if (found := self._places.misplaced(text))), None)

    def _named(
        self,
        rule: Ruling,
        wanted: str,
        hosts: list[Publisher],
        kind: PolicyKind,
        values: dict[str, str],
    ) -> Verdict:
        """The item says that it is here: its host may support that, or make it doubtful."""
        own = [h for h in hosts if h.government and h.province == wanted]
        if own and kind is not PolicyKind.EVENT:
            agency = own[0].agency or own[0].host
            return rule.supported("place.host", province=wanted, agency=agency)
        other = [h for h in hosts if _is_local(h) and h.province != wanted]
        if other and len(other) == len(hosts):
            told = {"host": other[0].agency or other[0].host, "page": other[0].province or ""}
            return rule.undecided("place.host_elsewhere", **values, **told)
        return rule.undecided("place.item_says", **values)

    def _abroad(self, rule: Ruling, item: Item, told: Told, values: dict[str, str]) -> Verdict:
        values["page"] = "、".join(dict.fromkeys(told.foreign))
        own = " ".join([item.name, *item.texts("place", "agency")])
        hosts = [self._publishers.of(link.url) for link in item.links]
        here = any(h.government and h.province == values["province"] for h in hosts)
        if _BOTH_SIDES.search(own) and (here or _BOTH_SIDES.search(" ".join(item.texts("place")))):
            return rule.undecided("place.item_border", **values)
        return rule.refuted("place.foreign", **values)

    def _by_host(
        self, rule: Ruling, wanted: str, hosts: list[Publisher], kind: PolicyKind
    ) -> Verdict:
        local = [h for h in hosts if _is_local(h)]
        values = {"province": wanted}
        if any(h.province == wanted for h in local):
            agency = "、".join(h.agency or h.host for h in local)
            if kind is PolicyKind.EVENT:
                return rule.undecided("place.item_only_host", **values, agency=agency)
            return rule.supported("place.host", **values, agency=agency)
        if local and len(local) == len(hosts):
            told = {"page": local[0].province or "", "words": local[0].agency or local[0].host}
            return rule.refuted("place.item_host", **values, **told)
        return rule.undecided("place.item_silent", **values)

    def _told(self, item: Item) -> Told:
        """The site and the name together; cited titles, notes and bodies when those name no province."""
        site = [_CITED.sub(" ", text) for text in item.texts("place")]
        first = self._read([*site, _CITED.sub(" ", item.name)])
        if first.sure:
            return first
        rest = self._read([item.name, *item.texts("place", "agency")])
        return rest if rest.sure or not (first.perhaps or first.foreign) else first

    def _read(self, texts: list[str]) -> Told:
        mentions: list[Mention] = []
        for text in texts:
            mentions += self._places.mentions(text, counties=True)
        sure = [m for m in mentions if m.level not in ("country", "foreign") and not m.ambiguous]
        doubtful = [m for m in mentions if m.ambiguous]
        foreign = [m for m in mentions if m.level == "foreign"]
        words = dict.fromkeys(m.text for m in [*sure, *doubtful, *foreign])
        return Told(
            sure=frozenset(p for m in sure for p in m.provinces),
            perhaps=frozenset(p for m in doubtful for p in m.provinces),
            foreign=tuple(dict.fromkeys(m.text for m in foreign)),
            words=tuple(words),
        )


def _is_local(host: Publisher) -> bool:
    """A government's own host that speaks of one province."""
    return bool(host.government and host.province and host.province != NATIONAL) and (
        host.level not in ("central", "unknown")
    )
