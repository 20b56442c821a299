"""Fetching: a URL in, a frozen Page out, or a Gap that says why not.

    opener      the cache first, then the web; attachments; one answer for each URL, in order
    wants       one document that a caller wants, and its attachments
    flights     one asking of one URL, however many callers want it: hops, tries, the outcome
    news        the bell that wakes callers
    robots      what a site asks of programs, and what of it is kept
    politeness  how often a host is asked, and when it is left alone
    http        one GET: deadlines, size limits, redirects on the same host
    copies      what a kept copy says; pages put in by hand
    scripted    a transport whose answers come from a function: the sample web

Causes told here, beside those of readers.refusal: ``unreachable``, ``timeout``, ``tls``, ``error``
(the answer broke off or is no HTTP), ``http:404`` …, ``too_large``, ``redirects``, ``bad_url``,
``blocked`` (the host refused several times in a row and is left alone), ``not_a_document`` (an
attachment that is an HTML page), ``too_many_attachments``, ``too_many_pages`` (of one article),
``robots`` (its robots.txt forbids it, and that is kept) and ``crawl_delay`` (it asks for a pause longer
than a run waits).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agent.records import Opened


class Opener(Protocol):
    """Opens URLs: from the cache where they were had before, else from the web."""

    def open(self, urls: Sequence[str]) -> tuple[Opened, ...]:
        """What became of each URL, in the order asked.

        Raises:
            StateError: the cache cannot be read or written.
            FetchFailed: with cause ``interrupted``, when it was closed meanwhile.
        """
        ...
