"""Keys of sources for BibTeX: ASCII, unique, and the same in every run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from agent.text.urls import host_of, url_identity

LENGTH = 8
"""Hexadecimal digits of the address in a key."""
_COMMON = frozenset(["www", "gov", "com", "net", "org", "edu", "cn", "example"])


def cite_keys(urls: Iterable[str]) -> dict[str, str]:
    """A key for each address: who runs the site, and digits of the address's identity.

    Two addresses of one document have one key; where two documents would meet in a key, they get
    more digits.
    """
    identities = {url: url_identity(url) for url in urls}
    length = LENGTH
    while True:
        keys = {one: _key(one, length) for one in identities.values()}
        if len(set(keys.values())) == len(keys):
            return {url: keys[identity] for url, identity in identities.items()}
        length += 4


def _key(identity: str, length: int) -> str:
    host = host_of(identity).split(".")
    labels = [label for label in host if label not in _COMMON] or host
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(labels[-2:]).lower()).strip("-")
    digits = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:length]
    return f"{name or 'source'}-{digits}"
