"""MHTML: a page as a browser saves it in one file, its parts as in a mail."""

from __future__ import annotations

import email
from email.message import Message
from email.policy import compat32

from agent.errors import ReadFailed
from agent.readers import MHTML
from agent.readers.html import HtmlReader
from agent.records import Fetched, Page

_MOST_PARTS = 500
_MOST_BYTES = 5_000_000


def unpacked(fetched: Fetched) -> Fetched:
    """The page inside, with the address it was saved from left as it was asked.

    Raises:
        ReadFailed: damaged: there is no page in it; too_large.
    """
    try:
        message = email.message_from_bytes(fetched.body, policy=compat32)
        part = _page(message)
        body = part.get_payload(decode=True) if part is not None else None
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise _damaged(fetched, type(error).__name__) from error
    if part is None or not isinstance(body, bytes) or not body.strip():
        raise _damaged(fetched, "no page in it")
    if len(body) > _MOST_BYTES:
        raise ReadFailed("too_large", f"the page in {fetched.answered_url} has {len(body)} bytes")
    charset = part.get_content_charset() or ""
    declared = f"text/html; charset={charset}" if charset else "text/html"
    headers = fetched.headers | {"content-type": declared}
    return fetched.model_copy(update={"body": body, "headers": headers})


def _page(message: Message) -> Message | None:
    """The part that is the page: the first of HTML, not counting what is framed in it."""
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            return None
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    return None


def _damaged(fetched: Fetched, why: str) -> ReadFailed:
    return ReadFailed(
        "damaged",
        f"the MHTML cannot be read ({why}): {fetched.answered_url}",
        hint="save the page again as HTML only and run: research import-page URL FILE",
    )


class MhtmlReader:
    """Reads the page in an MHTML file as the HTML reader does."""

    name = "mhtml/2"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed with damaged, too_large, charset or empty."""
        page = HtmlReader().read(unpacked(fetched), label)
        return page.model_copy(update={"media_type": MHTML, "reader": MhtmlReader.name})
