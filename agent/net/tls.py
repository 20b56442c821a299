"""What is trusted, and the second try with a server of the old days.

What SSL_CERT_FILE or SSL_CERT_DIR name is trusted, else the store of the system, by everything that
asks: pages, searches and the model. Windows and macOS judge certificates themselves, through
truststore; a Linux without any store has the roots that ship with certifi.

Sites of counties still run servers that today's OpenSSL refuses to speak with: short keys, TLS 1.0,
renegotiation of the old kind. The relaxed context speaks with them; it checks the certificate and
the name like the other.
"""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import certifi

from agent.errors import UsageError

Contexts = Callable[[], ssl.SSLContext]

OWN = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_STORES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where a Linux keeps its store when OpenSSL was built for another."""


def context() -> ssl.SSLContext:
    """What a connection is made with."""
    return _native() if _judged_by_system() else _default()


def relaxed() -> ssl.SSLContext:
    """The same with short keys, old versions and old renegotiation let through; never unchecked."""
    return _loosened(_native()) if _judged_by_system() else _loose()


def _judged_by_system() -> bool:
    return sys.platform in ("win32", "darwin") and not any(map(os.environ.get, OWN))


def _native() -> ssl.SSLContext:
    """One for each connection: truststore holds a lock of its context while it shakes hands."""
    import truststore  # noqa: PLC0415 - not needed where OpenSSL judges

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _default() -> ssl.SSLContext:
    return _made(*map(os.environ.get, OWN))


def _loose() -> ssl.SSLContext:
    return _made_loose(*map(os.environ.get, OWN))


@cache
def _made(file: str | None, folder: str | None) -> ssl.SSLContext:
    """Made once, because reading a store takes 50 ms."""
    if file or folder:
        # create_default_context would add the system's store to what the user named.
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _load(made, file or None, folder or None)
        return made
    made = ssl.create_default_context()
    if not made.cert_store_stats()["x509_ca"]:
        store = next((path for path in _STORES if Path(path).is_file()), certifi.where())
        made.load_verify_locations(store)
    return made


@cache
def _made_loose(file: str | None, folder: str | None) -> ssl.SSLContext:
    return _loosened(_made.__wrapped__(file, folder))


def _load(made: ssl.SSLContext, file: str | None, folder: str | None) -> None:
    try:
        made.load_verify_locations(file, folder)
    except OSError as problem:
        told = " and ".join(
            f"{name}={value}" for name, value in zip(OWN, (file, folder), strict=True) if value
        )
        raise UsageError(
            f"no certificates can be read from {told}",
            hint="name a PEM file (or a folder of hashed ones), or unset it",
        ) from problem


def _loosened(made: ssl.SSLContext) -> ssl.SSLContext:
    made.set_ciphers("DEFAULT:@SECLEVEL=0")
    # SSL 3 stays out: Python forbids it by an option of its own.
    made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    made.options |= _OP_LEGACY_SERVER_CONNECT
    return made


_OP_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's number; ssl.OP_LEGACY_SERVER_CONNECT has a name only from Python 3.12 on."""
