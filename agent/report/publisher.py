"""Whose word a finding is: what stands on a host that nobody knows is told in a group of its own.

Anybody can publish a page that agrees with itself. What the checks verified there is included only
once a person who looked into the publisher accepts it; a page of this machine or of a private
network is nobody's publication, whoever accepts it.
"""

from __future__ import annotations

from agent.findings import Finding, Status
from agent.net.allowed import why_private
from agent.policy import PolicyKind
from agent.report.reviewed import ACCEPTED, PERSON
from agent.text.urls import host_of

UNKNOWN = "unknown_publisher"
"""The code of the group and of its words."""


def is_nobodys(finding: Finding) -> bool:
    """True for what holds on its page while nobody knows who published that."""
    if finding.status is not Status.VERIFIED or finding.kind is PolicyKind.BACKGROUND:
        return False
    if on_private_host(finding):
        return True
    accepted = any(v.reason == ACCEPTED for v in finding.of_check(PERSON))
    return finding.source_class == "unknown" and not accepted


def on_private_host(finding: Finding) -> bool:
    """True when its page stands on this machine or in a private network."""
    return bool(why_private(host_of(finding.policy.url)))
