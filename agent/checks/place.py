"""place: the thing happens or applies in the changepoint's province.

Only the title, the issuer, the host, 落款 and the site of an event may refute: most provincial
documents name some other province somewhere in their bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent.checks.dated import event_passages
from agent.checks.issuers import issuers
from agent.checks.naming import page_names
from agent.checks.quote import find_quote
from agent.checks.subject import Ruling, Subject
from agent.checks.wholeness import WRITERS
from agent.facts.document import DATELINE, PageFacts
from agent.facts.event_name import happening_of
from agent.facts.happening import tellings_of
from agent.facts.modes import Mode
from agent.findings import Verdict
from agent.lazy import lazy_pattern
from agent.places import Mention, Places
from agent.policy import PolicyKind
from agent.publishers import NATIONAL, Publisher, Publishers
from agent.records import Span, Standing
from agent.text.fold import contains
from agent.text.lexicon import lexicon

ROUTE = lazy_pattern(
    r"起自|起于|止于|途经|途径|连接|跨越|横跨|直达|往返|联通|连通|贯通|至|—|-|－|～|到"
)
"""Words by which several places are the ends and the way of one line."""


_NAMES = frozenset({"name", "agency", "actor"})
"""Fields whose words say where a thing is."""
BESIDE = 40
"""Characters beside a place that tell its role on a route."""
BOUND_FOR = lazy_pattern(
    "(?:[飞开发驶运销迁搬送调前]往|[运迁搬送调]至|运抵|驶向|(?:外送|输送|送电|供电|供气)至?|来自)$"
)
"""首班飞往成都, 来自上海的客机: where something goes to or comes from is not where it happened."""
COMES_FROM = lazy_pattern("[飞驶开运]来|飞抵|起飞|出发|始发|启程|启运|发车")
"""从成都飞来的航班, 从成都出发的客机: where something comes from is not where it happened either."""
_BUILDER = lazy_pattern(
    "由[^，。；]{1,24}?(?:承建|建设|投资|施工|设计|研制|制造|总包|供货|提供)|归[^，。；]{1,16}?所有"
)
"""由山西太原企业承建, 归山东某集团所有: the home of its builder or owner is not where it happened."""
_SHORT = lazy_pattern("[\u4e00-\u9fff]{2,3}")
LOCAL = lazy_pattern(r"[我本全][省市县区州盟旗](?![民值])")
"""我市, 全县: words for the place of whoever publishes."""
_SMALL = lazy_pattern(
    "[\u4e00-\u9fff](?:[\u4e00-\u9fff](?:镇|乡|村|街道|社区)|(?![城超股都门夜早]市)[\u4e00-\u9fff][市县])(?![场区政民委价值容花人长])"
)
"""东关镇, 某村: places that no table need have."""
_OPENING = 80
_OPENED = 12
_FIRM_BEHIND = "[\u4e00-\u9fff]{0,4}?(?:公司|集团|股份|能源|电力|煤业|铝业|钢铁|化工|水泥|控股|科技|大厦|路|街)"
_OUTLET = lazy_pattern(
    "(?:日报|晚报|早报|晨报|时报|商报|快报|都市报|早讯|(?:广播)?电视台|发布|新闻网?|网|融媒(?:体中心)?)$"
)
"""The ends of the names of papers and stations, before which their place stands."""
_DAY_OF_LINE = lazy_pattern(r"^[\s（(【]{1,20}|[\s（(]{0,20}\d{1,2}月.*$")
"""（太原11月8日讯: a dateline, at the head or the end of a text, without its day."""
_HEADQUARTERS = lazy_pattern(
    r"^[ \u3000\u4e00-\u9fff]{0,8}北京\d{1,2}月\d{1,2}日[电讯]", re.MULTILINE
)
"""新华社北京11月8日电: a national agency sends from there what happened anywhere."""
_REPORTERS = lazy_pattern(
    r"[（(](?:本报)?(?:见习|实习)?(?:记者|通讯员|编辑|作者)[^（()）]{0,40}[)）]"
    rf"|(?<=日[电讯]){WRITERS}"
)
"""（记者 邵阳）, 5月15日电（陈绍兴）: the name of who writes may be that of a place."""
_OF_SEVERAL = ("铁路局", "局集团", "铁路集团")
"""南昌铁路局: a railway bureau is named after its seat and runs lines of several provinces."""
ROLES = (
    (
        "途经",
        lazy_pattern(r"(?:途经|途径|经过|经停|穿越|跨越|横跨)[^，。；至到]{0,20}$"),
        lazy_pattern("(?!)"),
    ),
    (
        "起点",
        lazy_pattern(r"(?:起自|起于|始于|始发于)$"),
        lazy_pattern(r"[^，。；\s]{0,6}?(?:至|到|—|-|－|～)(?!\d)"),
    ),
    (
        "终点",
        lazy_pattern(r"(?:止于|终于|直达|开往|飞往|抵达|至|到|—|-|－|～)$"),
        lazy_pattern("(?!)"),
    ),
)
"""The role of a place on a route, by what stands right before it or right behind it."""


@dataclass(frozen=True)
class Named:
    """Places that one text names: each as its provinces, those perhaps meant, other countries."""

    groups: tuple[frozenset[str], ...] = ()
    perhaps: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    at: Standing | None = None
    text: str = ""
    passed: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()

    @property
    def provinces(self) -> frozenset[str]:
        """All provinces that are named for sure; a region (汾渭平原) names several at once."""
        return frozenset().union(*self.groups)

    def beside(self, other: Named, at: Standing | None) -> Named:
        """What this text and another one name together."""
        return Named(
            groups=self.groups + other.groups,
            perhaps=self.perhaps | other.perhaps,
            foreign=self.foreign + other.foreign,
            words=self.words + other.words,
            at=at,
        )


class PlaceCheck:
    """By the issuer's jurisdiction first; an event by its site; then the title and the host.

    Several places are a set, and one inside the province is enough. What may lie in several
    provinces (长安区, 朝阳) decides nothing. National measures are supported and told as such.
    """

    name = "place"

    def __init__(self, places: Places, publishers: Publishers) -> None:
        self._places = places
        self._publishers = publishers

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict on the whole finding."""
        apart = self._contradiction(subject)
        if apart:
            return (apart,)
        if subject.policy.kind is PolicyKind.EVENT:
            return (self._event(subject),)
        return (self._policy(subject),)

    def _contradiction(self, subject: Subject) -> Verdict | None:
        """陕西省大同市: the name, or a claimed body, puts a place into a province in which it does not lie."""
        for index, claim in enumerate(subject.claims):
            if claim.field in _NAMES and (apart := self.apart(claim.value, None if index else 0)):
                return apart
        return None

    def apart(self, words: str, claim: int | None = None) -> Verdict | None:
        """Refuted: words that put a place into a province in which it does not lie."""
        apart = self._places.misplaced(words)
        if apart is None:
            return None
        values = {"words": apart[0], "page": "、".join(apart[1])}
        return Ruling(self.name).refuted("place.contradiction", claim, None, **values)

    def _policy(self, subject: Subject) -> Verdict:
        known = issuers(subject, self._publishers)
        at, title = known[0].at if known else None, self._title(subject)
        told = self.of_paper(
            subject.changepoint.province, tuple(i.agency for i in known), title, at
        )
        return told or self._by_host(subject, title)

    def of_paper(
        self, wanted: str, bodies: Sequence[str], title: Named, at: Standing | None
    ) -> Verdict | None:
        """What the issuing bodies decide, then the title; None when neither names a place."""
        rule = Ruling(self.name)
        homes = {body: self._publishers.province_of_agency(body) for body in bodies}
        provinces = {home for home in homes.values() if home}
        values = {"province": wanted, "agency": "、".join(homes)}
        if wanted in provinces:
            return rule.supported("place.issuer", None, at, **values)
        if NATIONAL in provinces:
            return self.by_name(wanted, title) or rule.supported(
                "place.national", None, at, **values
            )
        if provinces:
            if wanted in title.provinces:
                return rule.undecided("place.disagree", None, title.at, **values)
            values |= {"page": "、".join(sorted(provinces)), "words": values["agency"]}
            return rule.refuted("place.other_province", None, at, **values)
        return self.by_name(wanted, title)

    def _event(self, subject: Subject) -> Verdict:
        wanted = subject.changepoint.province
        title = self._title(subject) if _title_tells(subject) else Named()
        site = self._site(subject)
        at = site.at if wanted in site.provinces or not title.provinces else title.at
        return (
            self._several(wanted, title, site)
            or self.by_name(wanted, title.beside(site, at))
            or self._by_local_word(subject)
            or self._by_page(subject)
            or self._by_short_name(subject)
            or self._by_claimed_place(subject)
            or self._by_order(subject)
            or self._by_host(subject, site)
        )

    def _by_local_word(self, subject: Subject) -> Verdict | None:
        """我市, 全县: the place of whoever publishes the page: by its host, its name or the dateline.

        So is a small place that no table has (东关镇), on a page of its own that names none of another province.
        """
        home, whose = self._home(subject)
        if home != subject.changepoint.province:
            return None
        small = _SMALL if self._is_of_its_own(subject, home) else re.compile("(?!)")
        for passage in event_passages(subject):
            words = passage.text if passage.mode is Mode.DONE else ""
            if word := LOCAL.search(words) or small.search(words):
                at = Standing(passage.span, passage.document.page.sha256)
                values = {"province": home, "agency": whose}
                return Ruling(self.name).supported("place.local", None, at, words=word[0], **values)
        return None

    def _home(self, subject: Subject) -> tuple[str | None, str]:
        """The province of whoever publishes the page, and by whose name; None where none is known.

        A paper or station is named after its place (云岭早报), and a dateline names one (云岭11月8日电).
        """
        host = self._publishers.of(subject.page.answered_url)
        if host.province:
            return host.province, host.agency or host.host
        meta, text = subject.page.meta, subject.page.body_text
        source = meta.source.value if meta.source else ""
        ends = (text[:_OPENING], text.rstrip().rpartition("\n")[2][:_OPENING])
        datelines = (line[0] for part in ends if (line := DATELINE.match(part)))
        for name in (host.agency or "", source, *datelines):
            home = self._of_outlet(name)
            if home:
                return home, name
        return None, ""

    def _of_outlet(self, name: str) -> str | None:
        """The one province of the place that a paper is named after (太原日报, 高平晚报), or a dateline names."""
        bare = _OUTLET.sub("", _DAY_OF_LINE.sub("", name))
        named = self._places.mentions(bare, counties=True)
        if not named and bare != name:
            named = self._places.mentions(f"{bare}市", counties=True)
        provinces = {province for one in named for province in one.provinces}
        doubtful = any(one.ambiguous for one in named)
        return provinces.pop() if len(provinces) == 1 and not doubtful else None

    def _by_order(self, subject: Subject) -> Verdict | None:
        """An order on a government's own site is of its own province, as its other papers are."""
        host = self._publishers.of(subject.page.answered_url)
        page, wanted = subject.own().page, subject.changepoint.province
        ordered = page.title.endswith(lexicon().words("issue.notice"))
        if not host.government or host.province != wanted or not ordered:
            return None
        if self._names_elsewhere(subject, wanted):
            return None
        values = {"province": wanted, "agency": host.agency or host.host}
        return Ruling(self.name).supported("place.host", None, None, **values)

    def _is_of_its_own(self, subject: Subject, home: str) -> bool:
        """True where no national agency sent what a publisher of a province shows, and it names no other province."""
        page = subject.page
        source = page.meta.source.value if page.meta.source else ""
        sent = _HEADQUARTERS.search(page.body_text) or (source and self._of_outlet(source) != home)
        return not sent and not self._names_elsewhere(subject, home)

    def _names_elsewhere(self, subject: Subject, wanted: str) -> bool:
        """True for a page that names a place of another province or country."""
        page = subject.own().page
        named = self.named((page.title, _without_writers(page.body_text)), None, counties=True)
        named_too = named.ends - {wanted}
        return bool(named.foreign or named_too) or any(wanted not in one for one in named.groups)

    def _by_page(self, subject: Subject) -> Verdict | None:
        """An event without a place of its own, on a page all of whose places lie in the province."""
        wanted = subject.changepoint.province
        if not any(passage.mode is Mode.DONE for passage in event_passages(subject)):
            return None
        page = subject.own().page
        at = Standing(None, page.sha256)
        body = _without_writers(page.body_text)
        named = self.named((page.title, body), at, counties=True)
        if named.foreign or not named.groups or named.ends - {wanted}:
            return None
        if named.perhaps and wanted not in named.perhaps:
            return None
        if not all(group == frozenset({wanted}) for group in named.groups):
            return None
        words = "、".join(dict.fromkeys(named.words))
        return Ruling(self.name).supported("place.page", None, at, words=words, province=wanted)

    def _by_short_name(self, subject: Subject) -> Verdict | None:
        """灵武北环线开通: the short name of a county, right before what the page tells of.

        It stands for itself alone where one county of China has it; elsewhere it decides nothing.
        """
        wanted = subject.changepoint.province
        for passage in event_passages(subject):
            words = passage.before if passage.mode is Mode.DONE else ""
            if not _SHORT.fullmatch(words):
                continue
            names = (words, *(f"{words}{tail}" for tail in "市县区旗"))
            if {p for name in names for p in self._places.provinces_of(name)} == {wanted}:
                at = Standing(passage.span, passage.document.page.sha256)
                return Ruling(self.name).supported(
                    "place.named", None, at, words=words, province=wanted
                )
        return None

    def _by_claimed_place(self, subject: Subject) -> Verdict | None:
        """保定市清苑区某热力站 on a page that calls the district 清苑, and names no place of another province.

        The short name alone may be a firm's (宝丰能源); it must stand once where no kind of firm follows it.
        """
        wanted, page = subject.changepoint.province, subject.own().page
        told = any(one.mode is Mode.DONE for one in event_passages(subject))
        named = self._places.mentions(subject.policy.name.value, counties=True)
        if not told or not named or any(one.provinces != (wanted,) for one in named):
            return None
        text = f"{page.title}\n{_without_writers(page.body_text)}"
        if self._names_elsewhere(subject, wanted):
            return None
        for one in named:
            short = one.text[:-1]
            if one.level not in ("prefecture", "county") or not _SHORT.fullmatch(short):
                continue
            if re.search(f"{short}(?!{_FIRM_BEHIND})", text):
                at = Standing(None, page.sha256)
                return Ruling(self.name).supported(
                    "place.named", None, at, words=short, province=wanted
                )
        return None

    def _several(self, wanted: str, title: Named, site: Named) -> Verdict | None:
        """Open: the passage names the province, but only beside another that it could be in, or as where something goes or comes from."""
        apart = [group for group in title.groups + site.groups if wanted not in group]
        others = frozenset().union(*apart)
        away = wanted in site.ends - site.provinces
        if wanted in title.provinces or not others or not (away or wanted in site.provinces):
            return None
        route = not title.provinces and ROUTE.search(site.text)
        if not away and (route or wanted in site.passed):
            return None
        values = {"province": wanted, "page": "、".join(sorted(others))}
        words = "、".join(dict.fromkeys(title.words + site.words))
        return Ruling(self.name).undecided("place.several", None, site.at, words=words, **values)

    def by_name(self, wanted: str, named: Named) -> Verdict | None:
        """What the names decide; None when they name no place or only a doubtful one."""
        rule = Ruling(self.name)
        values = {"province": wanted, "words": "、".join(dict.fromkeys(named.words))}
        if wanted in named.provinces:
            return rule.supported("place.named", None, named.at, **values)
        if named.provinces and wanted not in named.perhaps:
            values["page"] = "、".join(sorted(named.provinces))
            return rule.refuted("place.other_province", None, named.at, **values)
        if named.perhaps:
            values["page"] = "、".join(sorted(named.perhaps))
            return rule.undecided("place.ambiguous", None, named.at, **values)
        if named.foreign:
            values["page"] = "、".join(dict.fromkeys(named.foreign))
            return rule.refuted("place.foreign", None, named.at, **values)
        return None

    def _by_host(self, subject: Subject, named: Named) -> Verdict:
        host = self._publishers.of(subject.page.answered_url)
        return self.of_host(subject.changepoint.province, subject.policy.kind, host, named.at)

    def of_host(
        self, wanted: str, kind: PolicyKind, host: Publisher, at: Standing | None
    ) -> Verdict:
        """A government's own site speaks of its own province when nothing else is named."""
        rule = Ruling(self.name)
        values = {"province": wanted, "agency": host.agency or host.host}
        if not host.government or host.province is None:
            return rule.undecided("place.unknown", None, at, province=wanted)
        if host.province == wanted:
            if kind is PolicyKind.EVENT:
                return rule.undecided("place.only_host", None, at, **values)
            return rule.supported("place.host", None, at, **values)
        if host.level == "central" or host.province == NATIONAL:
            return rule.undecided("place.unknown", None, at, province=wanted)
        values |= {"page": host.province, "words": values["agency"]}
        return rule.refuted("place.other_province", None, at, **values)

    def _title(self, subject: Subject) -> Named:
        document = subject.own()
        stated = document.page.meta.title
        at = Standing(stated.span if stated else None, document.page.sha256)
        return self.named(page_names(subject), at, counties=True)

    def _site(self, subject: Subject) -> Named:
        """The passage that tells the event, else that of its quote, else the first sentence."""
        wanted = subject.changepoint.province
        # 西安铁路局管内列车停运: here the bureau is where it happened.
        of_bureau = any(end in subject.policy.name.value for end in _OF_SEVERAL)
        told = [
            self.named(
                [_without_writers(document.words(span))],
                Standing(span, document.page.sha256),
                counties=False,
                bureaus=of_bureau,
            )
            for document, span in dict.fromkeys(self._passages(subject))
        ]
        for named in [one for one in told if wanted in one.passed] + told:
            if named.provinces or named.perhaps or named.foreign:
                return named
        return Named()

    @staticmethod
    def _passages(subject: Subject) -> Iterable[tuple[PageFacts, Span]]:
        act = happening_of(subject.policy.name.value)
        for document in subject.documents:
            for told in tellings_of(document, act):
                if told.mode is Mode.DONE:
                    yield document, told.span
        quote = find_quote(subject, subject.claims[0])
        if quote and quote.passage_span:
            yield quote.document, quote.passage_span
        document = subject.own()
        body = document.page.body
        lead = [s.span for s in document.sentences if body.start <= s.span.start < body.end]
        if lead:
            yield document, lead[0]

    def _mentions(self, text: str, *, counties: bool, bureaus: bool) -> tuple[Mention, ...]:
        """The places of a text, with ``bureaus`` also those that a railway bureau is named after.

        Of counties without ``counties`` only those whose name no other province has.
        """
        every = self._places.mentions(text, counties=True)
        found = tuple(m for m in every if bureaus or not text.startswith(_OF_SEVERAL, m.span.end))
        if counties:
            return found
        return tuple(m for m in found if m.level != "county" or not m.ambiguous)

    def named(
        self,
        texts: Iterable[str],
        at: Standing | None,
        *,
        counties: bool,
        bureaus: bool = False,
    ) -> Named:
        """The places that texts name; of counties those that several provinces have with ``counties`` only."""
        texts, mentions = tuple(texts), list[Mention]()
        roles: dict[str, str] = {}
        passed: set[str] = set()
        ends: set[str] = set()
        for text in texts:
            every = self._mentions(text, counties=counties, bureaus=bureaus)
            away = _away(text, every)
            ends |= {p for m in away for p in m.provinces}
            found = tuple(m for m in every if m not in away)
            mentions += found
            if len(every) > 1:
                roles |= {m.text: role for m in found if (role := role_of(m, text))}
                passed |= {p for m in found if "途经" in role_of(m, text) for p in m.provinces}
        sure = [m for m in mentions if m.level not in ("country", "foreign") and not m.ambiguous]
        doubtful = [m for m in mentions if m.ambiguous]
        return Named(
            groups=tuple(frozenset(m.provinces) for m in sure),
            perhaps=frozenset(p for m in doubtful for p in m.provinces),
            foreign=tuple(m.text for m in mentions if m.level == "foreign"),
            words=tuple(f"{m.text}{roles.get(m.text, '')}" for m in [*sure, *doubtful]),
            at=at,
            text="\n".join(texts),
            passed=frozenset(passed),
            ends=frozenset(ends),
        )


def _away(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The places that only say where something goes, comes from or who built it; 河南 and 南阳 of 来自河南南阳 together."""
    builders = [one.span() for one in _BUILDER.finditer(text)]
    found = list[Mention]()
    for run in _runs(mentions):
        start, end = run[0].span.start, run[-1].span.end
        built = any(left <= start and end <= right for left, right in builders)
        bound = BOUND_FOR.search(text[max(0, start - BESIDE) : start])
        if bound and bound[0].startswith(("迁", "搬")) and "的" in text[end : end + _OPENED]:
            bound = None  # 搬迁至达州高新区的某厂 lies there
        if built or bound or COMES_FROM.match(text, end):
            found += run
    return tuple(found)


def _runs(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Groups of places that follow each other directly: 江西九江."""
    run = list[Mention]()
    for one in mentions:
        if run and one.span.start != run[-1].span.end:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _without_writers(text: str) -> str:
    """A text without the names of its reporters and the place of the agency that sends it."""
    return _REPORTERS.sub("", _HEADQUARTERS.sub("", text))


def role_of(mention: Mention, text: str) -> str:
    """（起点）, （终点） or （途经） of a place on a route; nothing where the text tells of none."""
    start, end = mention.span.start, mention.span.end
    before, behind = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    for role, left, right in ROLES:
        if left.search(before) or right.match(behind):
            return f"（{role}）"
    return ""


def _title_tells(subject: Subject) -> bool:
    """True when the title is about the event; one such as 山西要闻 does not say where it was."""
    act = happening_of(subject.policy.name.value)
    title = subject.page.title
    return bool(act.subject) and all(contains(title, piece) for piece in act.subject)
