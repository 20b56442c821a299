"""What OCR read: whether it can be asked at all, and what of a page rests on it.

Letters that were recognised in a picture are a hint where to look and no evidence: a 3 that was an
8 reads as well. They support no date, figure or number, see checks.recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

from agent.records import Page, Recognised

NEEDED = ("rapidocr", "onnxruntime", "pypdfium2")
HINT = (
    "pictures are read with the extra ocr: pip install 'policy-research-agent[ocr]'; "
    "or recognise the text, save it as PDF or DOCX and run: research import-page URL FILE"
)
MARK = "+ocr"
"""At the end of a reader's name where pictures are read: a text that was read without is read anew."""
_EXACT = ("document_number", "signed", "issued", "effective", "in_force", "uploaded")


@cache
def installed() -> bool:
    """True when the extra ``ocr`` is there."""
    return all(find_spec(name) is not None for name in NEEDED)


def with_recognised(page: Page, recognised: Sequence[Recognised]) -> Page:
    """The page with what of its text was recognised, and without metadata that rests on it.

    Its title and its issuer stay, as words to search for; days and numbers go.
    """
    page = page.model_copy(update={"recognised": tuple(recognised)})
    doubtful = {
        name: None
        for name in _EXACT
        if (stated := getattr(page.meta, name)) is not None
        and (stated.span is None or page.recognised_at(stated.span))
    }
    return page.model_copy(update={"meta": page.meta.model_copy(update=doubtful)})
