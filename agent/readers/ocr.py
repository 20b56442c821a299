"""The reader of pictures: scanned pages of a PDF and pictures alone, by rapidocr in the helper process.

The models are those in its wheel; nothing is asked of the web. A picture is sized before it is
decoded, made small before it is read, and reading ends when its seconds are spent: pages that are
left stay pictures and are told as such.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from agent.errors import ReadFailed
from agent.readers.lines import tidy
from agent.readers.pdf import PdfReader
from agent.readers.printed_page import normalised, printed_page
from agent.readers.recognition import HINT, MARK, with_recognised
from agent.records import Fetched, Page, Recognised, Span

MOST_PIXELS = 50_000_000
"""Pixels of a picture that is decoded at all; an A3 sheet at 300 dpi has 17 million."""
MOST_PAGES = 60
SECONDS = 100.0
"""Seconds of CPU for the pages of one file; a page takes one or two."""
_LONGEST_SIDE = 2200
_DPI = 200
_SHOWN_SIDE = 1600
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")


class Recogniser:
    """Reads the letters of pictures, as long as its seconds last.

    Args:
        seconds: of CPU for all it is given.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._until = time.process_time() + seconds
        self._engine: Any = None
        self._pages = 0

    def lines(self, picture: Any) -> list[str] | None:
        """The lines of a picture, from top to bottom; None when the time is spent."""
        self._pages += 1
        if self._pages > MOST_PAGES or time.process_time() > self._until:
            return None
        import numpy  # noqa: PLC0415 - heavy, and comes with the extra

        if self._engine is None:
            self._engine = _engine()
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        found = self._engine(numpy.asarray(picture.convert("RGB"))[:, :, ::-1])
        if found.txts is None:
            return []
        boxes = [
            _Box.of(box.tolist(), text) for box, text in zip(found.boxes, found.txts, strict=True)
        ]
        return [line for line in _in_lines(boxes) if line]


class _Box:
    """A piece of text and where it stands."""

    def __init__(self, left: float, top: float, bottom: float, text: str) -> None:
        self.left, self.top, self.bottom, self.text = left, top, bottom, text

    @classmethod
    def of(cls, corners: Sequence[Sequence[float]], text: str) -> _Box:
        heights = [corner[1] for corner in corners]
        return cls(min(corner[0] for corner in corners), min(heights), max(heights), tidy(text))


def _in_lines(boxes: Sequence[_Box]) -> Iterator[str]:
    """Boxes at one height are one line, from left to right."""
    line: list[_Box] = []
    for box in sorted(boxes, key=lambda one: one.top + one.bottom):
        middle = (box.top + box.bottom) / 2
        if line and middle > line[-1].bottom:
            yield " ".join(one.text for one in sorted(line, key=lambda one: one.left))
            line = []
        line.append(box)
    if line:
        yield " ".join(one.text for one in sorted(line, key=lambda one: one.left))


def _engine() -> Any:
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415 - heavy, and an extra
    except ImportError as error:
        raise ReadFailed("picture", "pictures cannot be read here", hint=HINT) from error
    threads = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            "Global.log_level": "error",
            f"{threads}.intra_op_num_threads": 1,
            f"{threads}.inter_op_num_threads": 1,
        }
    )


class PictureReader:
    """Reads a picture: PNG, JPEG, TIFF of several pages, BMP, WEBP, GIF."""

    name = f"picture/1{MARK}"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed: empty, damaged, too_large, picture."""
        recogniser = Recogniser()
        pages = [recogniser.lines(frame) for frame in _frames(fetched)]
        read = {number: lines for number, lines in enumerate(pages, 1) if lines}
        if not read:
            raise ReadFailed("picture", f"no letters in the picture: {fetched.answered_url}")
        texts = [normalised("\n".join(lines or ())) for lines in pages]
        page = printed_page(fetched, "\n".join(texts), label, PictureReader.name)
        return with_recognised(page, _where(texts, read))


class ScanReader:
    """Reads a PDF with pages that are pictures: their letters are recognised, the others are its own."""

    name = f"{PdfReader.name}{MARK}"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed as PdfReader does, and picture."""
        recogniser = Recogniser()
        texts, pictures = PdfReader().parts(fetched)
        read: dict[int, list[str]] = {}
        for number, picture in drawn_pages(fetched.body, pictures):
            lines = recogniser.lines(picture)
            if lines is None:
                break
            read[number] = lines
        texts = [
            normalised("\n".join(read.get(number, ())) or text)
            for number, text in enumerate(texts, 1)
        ]
        page = printed_page(fetched, "\n".join(texts), label, ScanReader.name)
        left = tuple(number for number in pictures if not read.get(number))
        page = page.model_copy(update={"pictures": left})
        return with_recognised(page, _where(texts, read))


def _where(texts: Sequence[str], read: dict[int, list[str]]) -> tuple[Recognised, ...]:
    """Where the recognised pages stand in the text of all."""
    found, start = [], 0
    for number, text in enumerate(texts, 1):
        if read.get(number):
            found.append(Recognised(page=number, span=Span(start=start, end=start + len(text))))
        start += len(text) + 1
    return tuple(found)


def _frames(fetched: Fetched) -> Iterator[Any]:
    from PIL import Image, ImageSequence, UnidentifiedImageError  # noqa: PLC0415 - an extra

    Image.MAX_IMAGE_PIXELS = None  # our own bound is asked below, before anything is decoded
    if not fetched.body:
        raise ReadFailed("empty", f"the picture has 0 bytes: {fetched.answered_url}")
    try:
        picture = Image.open(io.BytesIO(fetched.body), formats=_FORMATS)
        for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
            if number > 1 and (picture.format != "TIFF" or number > MOST_PAGES):
                return
            pixels = frame.width * frame.height
            if pixels > MOST_PIXELS:
                raise ReadFailed(
                    "too_large",
                    f"the picture has {pixels / 1e6:.0f} megapixels: {fetched.answered_url}",
                    hint="save it smaller and run: research import-page URL FILE",
                )
            frame.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            yield frame.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ReadFailed(
            "damaged",
            f"the picture cannot be read ({type(error).__name__}): {fetched.answered_url}",
        ) from error


def drawn_pages(body: bytes, numbers: Iterable[int]) -> Iterator[tuple[int, Any]]:
    """Pages of a PDF as pictures, at the size of a fax at most; numbers count from 1."""
    import pypdfium2  # noqa: PLC0415 - an extra

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise ReadFailed("damaged", f"the PDF cannot be drawn ({error})") from error
    for number in numbers:
        page = document[number - 1]
        scale = min(_DPI / 72, _LONGEST_SIDE / max(1.0, *page.get_size()))
        yield number, page.render(scale=scale).to_pil()


def drawn(fetched: Fetched, number: int) -> bytes:
    """A page of a PDF, or a picture, as a PNG of our own making.

    Raises:
        ReadFailed: it cannot be drawn, or has no such page.
    """
    if fetched.body.startswith(b"%PDF") or b"%PDF-" in fetched.body[:1024]:
        picture = next((made for _, made in drawn_pages(fetched.body, (number,))), None)
    else:
        picture = next((f for n, f in enumerate(_frames(fetched), 1) if n == number), None)
    if picture is None:
        raise ReadFailed("damaged", f"no page {number}: {fetched.answered_url}")
    picture.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
    made = io.BytesIO()
    picture.convert("L").save(made, "PNG", optimize=False)
    return made.getvalue()
