"""The plain text reader."""

from __future__ import annotations

from agent.errors import ReadFailed
from agent.readers.charset import decode
from agent.readers.printed_page import printed_page
from agent.records import Fetched, Page


class TextReader:
    """Reads plain text; line ends become one line feed."""

    name = "text/2"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed with empty or charset."""
        if not fetched.body.strip():
            raise ReadFailed("empty", f"the file has no text: {fetched.answered_url}")
        decoded = decode(fetched.body, fetched.content_type)
        lines = [line.rstrip() for line in decoded.text.splitlines()]
        return printed_page(
            fetched, "\n".join(lines), label, TextReader.name, charset=decoded.charset
        )
