"""place, as far as an item's own words and its host decide it: by the rules of the ordinary check.

They may refute, and only a host of the province's own government supports. What the page says is
for the ordinary check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.audit.items import Item
from agent.checks.place import Named, PlaceCheck
from agent.checks.subject import Ruling
from agent.findings import Label, Verdict
from agent.places import Places
from agent.policy import PolicyKind
from agent.publishers import NATIONAL, Publisher, Publishers

_BOTH_SIDES = re.compile(r"中国|我国|中[蒙俄韩日越缅哈朝老印巴美欧]|边境|口岸|蒙中|俄中")
"""Words by which something abroad may be on this side of the border as well."""

_NATIONWIDE = re.compile(r"^(?:全国|中国|我国)(?:范围|各地|多地)?")
_CITED = re.compile(r"[（(《][^（）()《》]*[)）》]")


class PlaceOfItem:
    """An item's bodies, name and site in place of the page's; what they support is only told."""

    def __init__(self, places: Places, publishers: Publishers) -> None:
        self._check, self._publishers = PlaceCheck(places, publishers), publishers

    def __call__(self, item: Item, kind: PolicyKind, bodies: tuple[str, ...]) -> Verdict:
        """One verdict; supported only by the host."""
        texts = (item.name, *item.texts("place", "agency"))
        apart = next((told for text in texts if (told := self._check.apart(text))), None)
        if apart:
            return apart
        wanted = item.changepoint.province if item.changepoint else ""
        hosts = [self._publishers.of(link.url) for link in item.links]
        named = self._told(item)
        told = self._check.by_name(wanted, named) if kind is PolicyKind.EVENT else None
        told = told or self._check.of_paper(wanted, bodies, named, None)
        if told is None and _NATIONWIDE.search(" ".join(item.texts("place"))):
            told = Ruling("place").supported("place.national", agency=item.texts("place")[0])
        if told is None:
            return self._by_host(wanted, kind, hosts)
        site = self._named([_CITED.sub(" ", text) for text in item.texts("place")])
        if kind is PolicyKind.EVENT and _is_apart(told, site, wanted):
            values = {"province": wanted, "page": "、".join(sorted(site.provinces))}
            return Ruling("place").undecided("place.item_split", **values)
        if told.reason == "place.foreign":
            return _abroad(told, item, any(_is_own(host, wanted) for host in hosts))
        return _as_told(told, wanted, kind, hosts)

    def _by_host(self, wanted: str, kind: PolicyKind, hosts: list[Publisher]) -> Verdict:
        """By the host that speaks for the province, else by one that speaks for none."""
        ranked = sorted(hosts, key=lambda h: (not _is_own(h, wanted), _is_local(h)))
        if not ranked:
            return Ruling("place").undecided("place.item_silent", province=wanted)
        told = self._check.of_host(wanted, kind, ranked[0], None)
        return told.model_copy(update={"reason": _BY_HOST.get(told.reason, told.reason)})

    def _told(self, item: Item) -> Named:
        """Site and name; cited titles, notes and bodies count when those name no province."""
        bare = self._named([_CITED.sub(" ", text) for text in (*item.texts("place"), item.name)])
        if bare.provinces:
            return bare
        whole = self._named([item.name, *item.texts("place", "agency")])
        return whole if whole.provinces or not (bare.perhaps or bare.foreign) else bare

    def _named(self, texts: Sequence[str]) -> Named:
        return self._check.named(texts, None, counties=True)


_BY_HOST = {
    "place.only_host": "place.item_only_host",
    "place.other_province": "place.item_host",
    "place.unknown": "place.item_silent",
}


def _is_apart(told: Verdict, site: Named, wanted: str) -> bool:
    """True when only the name is of the province (北京某光伏项目) and the site is another one's (内蒙古)."""
    here = wanted in site.provinces or wanted in site.perhaps
    return told.label is Label.SUPPORTED and bool(site.provinces) and not here


def _as_told(told: Verdict, wanted: str, kind: PolicyKind, hosts: list[Publisher]) -> Verdict:
    """What the words of a report decide: they may refute, and support nothing."""
    rule, values = Ruling("place"), told.values | {"province": wanted}
    bodies = values.pop("agency", "")
    if told.label is Label.REFUTED:
        return rule.refuted("place.item_elsewhere", **values)
    if told.label is not Label.SUPPORTED:
        return told
    values["words"] = values.get("words") or bodies
    if told.reason == "place.national":
        return rule.undecided("place.item_national", **values)
    own = next((host for host in hosts if _is_own(host, wanted)), None)
    if own and kind is not PolicyKind.EVENT:
        return rule.supported("place.host", province=wanted, agency=own.agency or own.host)
    other = [host for host in hosts if _is_local(host) and host.province != wanted]
    if other and len(other) == len(hosts):
        values |= {"host": other[0].agency or other[0].host, "page": other[0].province or ""}
        return rule.undecided("place.host_elsewhere", **values)
    return rule.undecided("place.item_says", **values)


def _abroad(told: Verdict, item: Item, hosted: bool) -> Verdict:
    """Refuted, unless the item speaks of both sides and its site or its host does so too."""
    own, site = (" ".join(item.texts(*fields)) for fields in (("place", "agency"), ("place",)))
    both = _BOTH_SIDES.search(f"{item.name} {own}") and (hosted or _BOTH_SIDES.search(site))
    return Ruling("place").undecided("place.item_border", **told.values) if both else told


def _is_own(host: Publisher, wanted: str) -> bool:
    return host.government and host.province == wanted


def _is_local(host: Publisher) -> bool:
    """A government's own host that speaks of one province."""
    return bool(host.government and host.province and host.province != NATIONAL) and (
        host.level not in ("central", "unknown")
    )
