"""Builds the two binary documents of the sample web: a text PDF and a DOCX, both invented.

Run it as a script after changing their text: ``python tests/sample_documents.py``.
The PDF is written by hand, because a PDF that names a standard Chinese font without embedding it
stays at a few kilobytes; its ToUnicode map is what text readers go by.
"""

from __future__ import annotations

from pathlib import Path

import docx

PAGES = Path(__file__).parent.parent / "agent" / "sample" / "pages"
PDF = "P020241127632999000501.pdf"
DOCX = "W020241118603999000601.docx"

NOTICE_PAGES = (
    (
        "（本页为示例，内容纯属虚构）",
        "",
        "山西省交通运输厅  山西省发展和改革委员会",
        "关于对新能源货车试行高速公路差异化收费的通知",
        "",
        "晋交财发〔2024〕997号",
        "",
        "各市交通运输局、发展和改革委员会，各高速公路经营管理单位：",
        "　　为促进物流降本提质增效，推动道路货运绿色低碳转型，经",
        "省人民政府同意，决定对新能源货车试行高速公路差异化收费。",
        "现将有关事项通知如下：",
        "　　一、自2024年12月1日0时起至2025年11月30日24时止，对通",
        "行山西省内高速公路并使用电子不停车收费系统的新能源货车，",
        "车辆通行费按现行标准的85%收取。",
        "　　二、享受绿色通道免费政策的车辆，不重复享受前款优惠。",
        "",
        "- 1 -",
    ),
    (
        "　　三、据初步测算，试行期间全省新能源货车通行费支出将减",
        "少约1.6亿元，可带动新增新能源货车2000辆左右。",
        "　　四、各高速公路经营管理单位应当于2024年11月30日前完成",
        "收费系统调整和测试工作。",
        "　　五、本通知自2024年12月1日起施行。",
        "",
        "",
        "　　　　山西省交通运输厅  山西省发展和改革委员会",
        "　　　　　　　　　　　　　　　　2024年11月25日",
        "",
        "- 2 -",
    ),
)

TABLE = (
    ("车辆类型", "报废条件", "补贴标准"),
    ("中型柴油货车", "提前报废国三及以下排放标准", "每辆2.4万元"),
    ("重型柴油货车（4轴以下）", "提前报废国三及以下排放标准", "每辆4.6万元"),
    ("重型柴油货车（4轴及以上）", "提前报废国三及以下排放标准", "每辆5.8万元"),
    ("新购新能源重型货车", "提前报废后新购", "每辆9.5万元"),
)


def notice_pdf() -> bytes:
    """The notice whose text stands in its PDF alone, the same bytes every time."""
    fonts = 3 + 2 * len(NOTICE_PAGES)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(NOTICE_PAGES)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(NOTICE_PAGES)} >>".encode(),
    ]
    for number, lines in enumerate(NOTICE_PAGES):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 {fonts} 0 R >> >> /Contents {4 + 2 * number} 0 R >>".encode(),
            _stream(_drawn(lines)),
        ]
    objects += [
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        f"/DescendantFonts [{fonts + 1} 0 R] /ToUnicode {fonts + 3} 0 R >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        f"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 "
        f"/FontDescriptor {fonts + 2} 0 R >>".encode(),
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        _stream(_to_unicode()),
    ]
    return _file(objects)


def _drawn(lines: tuple[str, ...]) -> bytes:
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    return f"BT /F1 14 Tf 28 TL 80 760 Td\n{shown}\nET".encode()


def _to_unicode() -> bytes:
    letters = sorted({letter for page in NOTICE_PAGES for line in page for letter in line})
    codes = [f"{ord(letter):04x}" for letter in letters]
    blocks = [codes[start : start + 100] for start in range(0, len(codes), 100)]
    maps = "\n".join(
        f"{len(block)} beginbfchar\n"
        + "\n".join(f"<{code}> <{code}>" for code in block)
        + "\nendbfchar"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{maps}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    written = b"%PDF-1.4\n%\xe4\xbd\xa0\xe5\xa5\xbd\n"
    starts = []
    for number, content in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(written))
    )


def write_docx(path: Path) -> None:
    """The attachment that holds the amounts."""
    document = docx.Document()
    document.core_properties.title = "山西省老旧营运货车报废更新补贴标准"
    document.core_properties.author = "示例"
    document.add_paragraph("附件")
    document.add_heading("山西省老旧营运货车报废更新补贴标准", level=1)
    document.add_paragraph("（本页为示例，内容纯属虚构）")
    table = document.add_table(rows=0, cols=3)
    for row in TABLE:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph("注：新购新能源重型货车，每辆车最高补贴9.5万元，含报废补贴。")
    document.add_paragraph("山西省交通运输厅")
    document.add_paragraph("2024年11月15日")
    document.save(str(path))


if __name__ == "__main__":
    (PAGES / PDF).write_bytes(notice_pdf())
    write_docx(PAGES / DOCX)
