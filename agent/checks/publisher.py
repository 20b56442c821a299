"""publisher: whose host a page stands on, and whether that is the body that issues it."""

from __future__ import annotations

from agent.checks.issuers import issuers
from agent.checks.subject import Ruling, Subject
from agent.findings import Verdict
from agent.publishers import NATIONAL, NEWS_LEVELS, Publisher, Publishers
from agent.publishers.labels import are_kin, is_body
from agent.text.urls import host_of

CLASSES = {
    "state_media": "state_media",
    "media": "media",
    "company": "company",
    "reference": "reference",
    "commercial": "media",
}
"""Source classes of hosts that no government runs, by level."""

OFFICES = ("办公厅", "办公室")
CENTRAL_PORTAL = ("中国政府网", {"国务院", "国务院办公厅"})
"""www.gov.cn is run by 国务院办公厅, which its footer says."""


class PublisherCheck:
    """The issuer's own site and reposts by other governments support; other hosts do not decide.

    Always says the class of the source and its name, which a finding carries, and the ``origin`` (来源)
    where the page gives one: what several pages have from one origin was told once.
    """

    name = "publisher"

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict on the whole finding."""
        rule, host = Ruling(self.name), self._publishers.of(subject.page.answered_url)
        values = {
            "host": host_of(subject.page.answered_url),
            "publisher": host.agency,
            "source_class": CLASSES.get(host.level, "unknown"),
        }
        source = subject.page.meta.source
        if source:
            values["origin"] = source.value
        if not host.government:
            reason = "publisher.unknown" if host.level == "unknown" else "publisher.not_government"
            return (rule.unknown(reason, **values),)
        bodies = [issuer.agency for issuer in issuers(subject, self._publishers)]
        if any(self._is_site_of(host, agency) for agency in bodies):
            values["source_class"] = "issuer"
            return (rule.supported("publisher.issuer", **values),)
        if bodies:
            values |= {"source_class": "repost", "issuer": "、".join(bodies)}
            return (rule.supported("publisher.repost", **values),)
        values["source_class"] = "government"
        return (rule.supported("publisher.government", **values),)

    def _is_site_of(self, host: Publisher, agency: str) -> bool:
        return is_site_of(self._publishers, host, agency)


def is_site_of(publishers: Publishers, host: Publisher, agency: str) -> bool:
    """True when the host is the agency's own, or its government's when it is the government's office."""
    if not host.agency:
        return False
    portal, bodies = CENTRAL_PORTAL
    if host.agency == portal:
        return agency in bodies
    if publishers.same_agency(host.agency, agency, host.province):
        return True
    bare = next((agency.removesuffix(o) for o in OFFICES if agency.endswith(o)), agency)
    return bare != agency and publishers.same_agency(host.agency, bare, host.province)


def judge_link(label: str, url: str, publishers: Publishers) -> Verdict | None:
    """What the words of a link say of its host; None when they name no publisher.

    A body in English is judged by its Chinese name. A medium over another one is refuted; nothing is
    said where both may be of one house (人民网 and 人民日报), as papers of one province often are.
    """
    if is_body(label):
        return judge_label(label, url, publishers)
    labels, host = publishers.labels, publishers.of(url)
    if chinese := labels.in_chinese(label):
        return judge_label(chinese, url, publishers)
    if not labels.is_medium(label) or host.level not in NEWS_LEVELS:
        return None
    province = labels.media.get(label)
    if are_kin(label, host.agency) or (province and province == host.province):
        return None
    values = {"claimed": label, "host": host_of(url), "publisher": host.agency}
    return Ruling("publisher").refuted("publisher.label_mismatch", **values)


def judge_label(label: str, url: str, publishers: Publishers) -> Verdict:
    """What a link label that names a publisher says of its host.

    Refuted when it names a government body over somebody else's host (山西省生态环境厅 over a news
    site); a government beside it that reposts is supported and said; an unknown host is open.
    """
    rule, host = Ruling("publisher"), publishers.of(url)
    values = {"claimed": label, "host": host_of(url), "publisher": host.agency}
    named = publishers.agencies(label, host.province)
    if any(is_site_of(publishers, host, agency) for agency in named):
        return rule.supported("publisher.issuer", **values)
    if not named or host.level == "unknown":
        return rule.undecided("publisher.label_unknown", **values)
    provinces = {publishers.province_of_agency(agency) for agency in named}
    if host.government and (host.province in provinces or NATIONAL in provinces):
        return rule.supported("publisher.repost", **values, issuer="、".join(named))
    return rule.refuted("publisher.label_mismatch", **values)
