"""A PDF written by hand: Chinese lines with a ToUnicode map, so that a text layer can be read.

It has no glyphs to show; readers of the text layer need none.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject


def small_pdf(*pages: Sequence[str]) -> bytes:
    """A PDF with these pages of lines."""
    codes = {
        sign: number for number, sign in enumerate(sorted(set("".join(map("".join, pages)))), 1)
    }
    kids = [4 + 2 * number for number in range(len(pages))]
    first_font = 4 + 2 * len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(pages)} >>",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
        f"/DescendantFonts [{first_font} 0 R] /ToUnicode {first_font + 2} 0 R >>",
    ]
    for kid, lines in zip(kids, pages, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {kid + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(_stream(_shown(lines, codes)))
    objects.append(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {first_font + 1} 0 R >>"
    )
    objects.append(
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] "
        "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    objects.append(_stream(_to_unicode(codes)))
    return _file(objects)


def encrypted_pdf(password: str, *pages: Sequence[str]) -> bytes:
    """The same, encrypted with a user password (an empty one opens without asking)."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(small_pdf(*pages))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _shown(lines: Sequence[str], codes: dict[str, int]) -> str:
    moves = [
        f"1 0 0 1 60 {780 - 20 * row} Tm <{''.join(f'{codes[sign]:04x}' for sign in line)}> Tj"
        for row, line in enumerate(lines)
    ]
    return "BT /F1 12 Tf " + " ".join(moves) + " ET"


def _to_unicode(codes: dict[str, int]) -> str:
    pairs = [f"<{code:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in codes.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    mapped = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
        "/CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{mapped}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    return bytes(out) + trailer.encode()


def scanned_annex(cover: Sequence[str]) -> bytes:
    """A PDF whose first page has a text layer and whose second and third are pictures."""
    writer = PdfWriter(clone_from=io.BytesIO(small_pdf(cover, ("",), ("",))))
    image = StreamObject()
    image.update(
        {NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image")}
    )
    for page in writer.pages[1:]:
        drawn = DictionaryObject({NameObject("/I"): image})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
