"""place, window and date, as far as an item's own words, its address and its host decide them.

By the rules of the ordinary checks. Words may refute, and only a host of the province's own government
supports; what the page says is for the ordinary check. A claimed date never supports; by its own words
an item may be outside. The date in an address is when the page was put up: nothing that the page tells
is younger, and it may be years older.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from agent.audit.items import Item
from agent.audit.rebuild import Claimed
from agent.checks.date import LATER
from agent.checks.place import Named, PlaceCheck
from agent.checks.subject import Ruling
from agent.checks.window import COARSE, Asked, place_in_window
from agent.details import Area
from agent.distances import days_from
from agent.facts.paper import RoleDate
from agent.findings import Label, Verdict
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.policy import DateRole, PolicyKind
from agent.publishers import NATIONAL, Publisher, Publishers
from agent.records import Changepoint, Interval, Window
from agent.text.dates import iso
from agent.text.url_days import url_date

_BOTH_SIDES = lazy_pattern(r"中国|我国|中[蒙俄韩日越缅哈朝老印巴美欧]|边境|口岸|蒙中|俄中")
"""Words by which something abroad may be on this side of the border as well."""

_NATIONWIDE = lazy_pattern(r"^(?:全国|中国|我国)(?:范围|各地|多地)?")
_CITED = lazy_pattern(r"[（(《][^（）()《》]*[)）》]")


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
    rule, area = Ruling("place"), _area(told)
    said = area.model_copy(update={"province": wanted, "agency": None})
    if told.label is Label.REFUTED:
        return rule.on(Label.REFUTED, "place.item_elsewhere", said)
    if told.label is not Label.SUPPORTED:
        return told
    said = said.model_copy(update={"words": area.words or area.agency or ""})
    if told.reason == "place.national":
        return rule.on(Label.NOT_ENOUGH_INFO, "place.item_national", said)
    own = next((host for host in hosts if _is_own(host, wanted)), None)
    if own and kind is not PolicyKind.EVENT:
        return rule.supported("place.host", province=wanted, agency=own.agency or own.host)
    other = [host for host in hosts if _is_local(host) and host.province != wanted]
    if other and len(other) == len(hosts):
        host = {"host": other[0].agency or other[0].host, "page": other[0].province or ""}
        said = said.model_copy(update=host)
        return rule.on(Label.NOT_ENOUGH_INFO, "place.host_elsewhere", said)
    return rule.on(Label.NOT_ENOUGH_INFO, "place.item_says", said)


def _area(told: Verdict) -> Area:
    return told.detail if isinstance(told.detail, Area) else Area()


def _abroad(told: Verdict, item: Item, hosted: bool) -> Verdict:
    """Refuted, unless the item speaks of both sides and its site or its host does so too."""
    own, site = (" ".join(item.texts(*fields)) for fields in (("place", "agency"), ("place",)))
    both = _BOTH_SIDES.search(f"{item.name} {own}") and (hosted or _BOTH_SIDES.search(site))
    if not both:
        return told
    return Ruling("place").on(Label.NOT_ENOUGH_INFO, "place.item_border", _area(told))


def _is_own(host: Publisher, wanted: str) -> bool:
    return host.government and host.province == wanted


def _is_local(host: Publisher) -> bool:
    """A government's own host that speaks of one province."""
    return bool(host.government and host.province and host.province != NATIONAL) and (
        host.level not in ("central", "unknown")
    )


LATE = 180
"""A page put up more than this many days after the window is no witness of its time."""

SLACK = datetime.timedelta(days=1)
"""A page may carry the day before its event: clocks and time zones."""

FIXED = (DateRole.OCCURRENCE, DateRole.ISSUED, DateRole.SIGNED)
"""Roles of dates that no page tells beforehand."""


def put_up(item: Item, today: datetime.date) -> Interval | None:
    """When the youngest of an item's pages was put up; None when an address does not tell."""
    dates = [url_date(link.url, today) for link in item.links]
    known = [date for date in dates if date]
    return max(known, key=lambda date: date.end) if known and len(known) == len(dates) else None


def window_of_item(
    kind: PolicyKind,
    claimed: Sequence[Claimed],
    page: Interval | None,
    point: Changepoint,
    window: Window,
    *,
    on_news: bool,
) -> Verdict:
    """One verdict by the rule of the ordinary check: refuted by the item's own dates or the address, else open.

    Of several dates those count that touch the window. ``on_news``: all its pages are of news
    hosts, where an address has the day of the news; of other hosts only what is very late is told.
    """
    rule = Ruling("window")
    known = [RoleDate(d.role, d.interval, d.text, None) for d in claimed if d.interval]
    touching = [one for one in known if one.interval.overlaps(window)]
    recurring = kind is PolicyKind.RECURRING
    # Years that all lie outside are outside, however coarse.
    coarse = COARSE if touching else datetime.date.max.toordinal()
    asked = Asked(window, point, (), recurring=recurring, coarse=coarse)
    told = place_in_window(touching or known, asked)
    values = {
        "window": str(window),
        "claimed": "、".join(dict.fromkeys(date.text for date in claimed)),
    }
    values |= {"url_date": iso(page)} if page else {}
    before = page is not None and page.end < window.start
    if told.reason == "window.unknown":
        if before and kind is PolicyKind.EVENT:
            return rule.refuted("window.url_before", **values)
        return rule.unknown("window.item_no_date_url" if page else "window.item_no_date", **values)
    if told.reason == "window.too_coarse":
        if late := _days_late(page, window, allowed=0 if on_news else LATE):
            return rule.unknown("window.item_year_url_late", **values, days=str(late))
        return rule.unknown("window.item_year_url" if before else "window.item_year", **values)
    if told.reason == "window.no_end" or told.label is Label.REFUTED:
        values["days"] = str(min(abs(days_from(window, one.interval)) for one in known))
        if told.label is Label.REFUTED:
            return rule.refuted("window.item_out", **values)
        return rule.undecided("window.item_out_recurring", **values)
    return _by_address(kind, claimed, page, window, values)


def _by_address(
    kind: PolicyKind,
    claimed: Sequence[Claimed],
    page: Interval | None,
    window: Window,
    values: dict[str, str],
) -> Verdict:
    rule = Ruling("window")
    later = any(
        date.role in LATER and date.interval and date.interval.overlaps(window) for date in claimed
    )
    if page and page.end < window.start and not later:
        fixed = kind is PolicyKind.EVENT or all(date.role in FIXED for date in claimed)
        if fixed and kind is not PolicyKind.RECURRING:
            return rule.refuted("window.url_before", **values)
        return rule.undecided("window.url_before_effect", **values)
    if late := _days_late(page, window, allowed=LATE):
        return rule.undecided("window.url_late", **values, days=str(late))
    return rule.undecided("window.item_says", **values)


def _days_late(page: Interval | None, window: Window, *, allowed: int) -> int:
    """Days from the window to a page that was put up more than so many after it; 0 for any other."""
    late = days_from(window, page) if page and page.days < COARSE else 0
    return late if late > allowed else 0


def dates_of_item(
    kind: PolicyKind, claimed: Sequence[Claimed], page: Interval | None, first: int
) -> tuple[Verdict, ...]:
    """Whether each claimed date exists, is precise, and is not younger than the page.

    ``first`` is the index of the first date among the claims.
    """
    rule, found = Ruling("date"), []
    if not claimed:
        found.append(rule.unknown("date.item_none"))
    for index, date in enumerate(claimed, start=first):
        values = {"claimed": date.text, "role": date.role.value}
        if date.interval is None:
            found.append(rule.refuted("date.impossible", index, **values))
        elif page and date.role not in LATER and page.end + SLACK < date.interval.start:
            told = values | {"url_date": iso(page)}
            fixed = date.role in FIXED and kind is not PolicyKind.RECURRING
            make = rule.refuted if fixed else rule.undecided
            found.append(
                make("date.url_older" if fixed else "date.url_older_effect", index, **told)
            )
        elif date.interval.days >= COARSE:
            found.append(rule.unknown("date.item_year", index, **values))
    return tuple(found)
