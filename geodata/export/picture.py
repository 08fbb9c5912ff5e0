"""The page to print as a picture (PNG) and as PDF, drawn without a browser.

resvg draws the page's SVG with the typefaces of the system; it shapes Arabic and Indic scripts and
orders mixed text as Unicode rules. The PDF is made of lines and text where svg2pdf-py is
installed (the extra ``pdf``), else of the picture.
"""

from __future__ import annotations

import json
import struct
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.errors import ExportError
from geodata.export import wording
from geodata.export.content import Content
from geodata.export.page import counted, drawn
from geodata.shown import visible

if TYPE_CHECKING:
    from pypdf import PdfWriter

__all__ = ["count_pdf", "count_png", "write_pdf", "write_png"]

_DOTS_A_PIXEL, _DOTS_AN_INCH = 2, 96
_A4_WIDE = 297 / 25.4 * 72
_COUNTS, _PDF_COUNTS = "Dateline", "/Dateline"
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><style>{style}</style>'
    '<text x="5" y="25">{text}</text></svg>'
)


def write_png(content: Content, path: Path) -> None:
    """Write the page at 192 dots an inch, with its title and counts beside the picture."""
    svg = "".join(drawn(content))
    told = {"Title": _title(content), _COUNTS: _counts(svg)}
    path.write_bytes(_with_texts(_png(svg), told))


def count_png(path: Path) -> tuple[int, int]:
    """Return how many events the marks stand for, with those not placed, and without."""
    from PIL import Image

    with Image.open(path) as image:
        image.load()
        # A picture of one colour shows nothing.
        low, high = image.convert("L").getextrema()
        said = json.loads(image.info.get(_COUNTS, "[0, 0]"))
    return _read(said) if low != high else (0, 0)


def write_pdf(content: Content, path: Path) -> None:
    """Write the page as a PDF of one page."""
    svg = "".join(drawn(content))
    writer = _on_paper(_pdf(svg))
    told = {"/Title": _title(content), _PDF_COUNTS: _counts(svg), "/Producer": "Dateline"}
    writer.add_metadata(told)
    with path.open("wb") as file:
        writer.write(file)


def count_pdf(path: Path) -> tuple[int, int]:
    """Return how many events the one page's marks stand for, with those not placed, and without."""
    from pypdf import PdfReader

    with path.open("rb") as file:
        reader = PdfReader(file)
        drawn_there = reader.pages[0].get_contents() if len(reader.pages) == 1 else None
        if drawn_there is None or not drawn_there.get_data():
            return 0, 0
        told: Any = reader.metadata or {}
        return _read(json.loads(str(told.get(_PDF_COUNTS, "[0, 0]"))))


def _title(content: Content) -> str:
    return " ".join(visible(wording.title(content)).split())


def _counts(svg: str) -> str:
    """Return the numbers of events and of placed ones, as counted in what is drawn."""
    return json.dumps(counted(svg.encode()))


def _read(said: object) -> tuple[int, int]:
    events, placed = said if isinstance(said, list) else (0, 0)
    return int(events), int(placed)


def _png(svg: str) -> bytes:
    import resvg_py

    _check_typefaces()
    try:
        return resvg_py.svg_to_bytes(svg_string=svg, dpi=_DOTS_AN_INCH, zoom=_DOTS_A_PIXEL)
    except ValueError as error:
        raise ExportError(f"the page could not be drawn ({error}); take .svg instead") from error


def _pdf(svg: str) -> bytes:
    try:
        import svg2pdf_py
    except ImportError:
        return _pdf_of_picture(svg)
    _check_typefaces()
    pdf: bytes = svg2pdf_py.svg_to_pdf(svg, svg2pdf_py.FontDatabase.system())
    return pdf


def _on_paper(pdf: bytes) -> PdfWriter:
    """Return a page as A4, which counts the drawing's pixels as points.

    The typefaces that it lists come in no certain order: they are put into one.
    """
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(pdf))
    resources: Any = reader.pages[0]["/Resources"]
    for listed in resources.values():
        names = listed.get_object()
        if isinstance(names, dict):
            ordered = sorted(names.items())
            names.clear()
            names.update(ordered)
    writer = PdfWriter(clone_from=reader)
    page = writer.pages[0]
    page.scale_by(_A4_WIDE / float(page.mediabox.width))
    writer.metadata = None
    return writer


def _pdf_of_picture(svg: str) -> bytes:
    from PIL import Image

    out = BytesIO()
    with Image.open(BytesIO(_png(svg))) as image:
        image.convert("RGB").save(out, "PDF", resolution=_DOTS_A_PIXEL * _DOTS_AN_INCH)
    return out.getvalue()


@cache
def _check_typefaces() -> None:
    """Refuse to draw a page of which every word would be missing."""
    import resvg_py

    from geodata.maps.sheet import TYPEFACES

    style = f"text {{ font-family: {TYPEFACES}; font-size: 24px }}"
    word, nothing = (
        resvg_py.svg_to_bytes(svg_string=_PROBE.format(style=style, text=text), dpi=_DOTS_AN_INCH)
        for text in ("M", " ")
    )
    if word == nothing:
        raise ExportError(
            "this system has none of the typefaces that the page can be drawn with; install one "
            "(Noto Sans, DejaVu Sans, Liberation Sans or Arial), or take .svg and print it from a "
            "browser"
        )


def _with_texts(png: bytes, texts: dict[str, str]) -> bytes:
    """Put texts into a PNG, after its head, which is of one length in every PNG."""
    head = 8 + 25
    chunks = (name.encode() + b"\0\0\0\0\0" + text.encode() for name, text in texts.items())
    return png[:head] + b"".join(map(_chunk, chunks)) + png[head:]


def _chunk(data: bytes) -> bytes:
    """Return international text as PNG holds it."""
    named = b"iTXt" + data
    return struct.pack(">I", len(data)) + named + struct.pack(">I", zlib.crc32(named))
