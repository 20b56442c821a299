"""The bodies that issue what a page shows, as the page itself tells it."""

from __future__ import annotations

import re

from agent.checks.subject import Subject
from agent.facts.paper import Issuer, issuers_of
from agent.lazy import lazy_pattern
from agent.publishers import NATIONAL, Publishers

_LEVELS = (
    ("county", lazy_pattern(r"(?:县|(?<!地)区|旗)(?:人民政府|委员会|[^市]{0,10}局)")),
    ("municipal", lazy_pattern(r"^[^省]{2,8}(?:市|盟|地区|州)")),
)


def issuers(subject: Subject, publishers: Publishers) -> tuple[Issuer, ...]:
    """The issuing bodies by the first document that names any, the policy's own before the others.

    An attachment is issued by whoever issued the notice that carries it. They are not added up,
    because a page that forwards another document carries that document's 落款 too.
    """
    for document in subject.documents_from(subject.policy.name.source):
        found = issuers_of(document.page, publishers)
        if found:
            return tuple({one.agency: one for one in found}.values())
    return ()


def level_of(agency: str, publishers: Publishers) -> str:
    """central, provincial, municipal or county, by the agency's own name."""
    province = publishers.province_of_agency(agency)
    if province == NATIONAL:
        return "central"
    own = agency
    if province:
        own = re.sub(rf"^{re.escape(province)}(?:省|市|[^市]{{0,3}}自治区)?", "", agency)
    for level, pattern in _LEVELS:
        if pattern.search(own):
            return level
    return "provincial" if province else ""
