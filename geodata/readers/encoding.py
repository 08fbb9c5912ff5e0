"""Bytes to text: byte order mark, strict UTF-8, then charset-normalizer; binary is refused."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from geodata.errors import NotTextError
from geodata.readers.language import guess_language

__all__ = ["decode"]

# Enough for a guess; the whole text is then decoded by it.
SAMPLE_BYTES = 60_000
# Files that people give a wrong suffix most often.
_MAGIC = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "a database",
    b"PAR1": "a Parquet table",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings whose bytes are ASCII, so that UTF-8 would take them for text.
_SEVEN_BIT = frozenset(
    {"hz", "utf-7", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr"}
)
_SEVEN_BIT_MARK = re.compile(rb"\x1b[$(]|\x0e|~\{|\+[A-Za-z0-9+/]{2}")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TEXTUAL = re.compile(
    "[\t\n\r -\x7e\xa0-\u024f\u0370-\u052f\u0590-\u06ff\u0900-\u097f\u2010-\u203a"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z\xc0-\u024f]")
_ASCII_LETTERS = re.compile(rb"[A-Za-z]")
# Single-byte code pages of languages in Latin script other than western ones.
_CODE_PAGES = {"pl": "cp1250", "cs": "cp1250", "hu": "cp1250", "ro": "cp1250", "tr": "cp1254"}


def decode(data: bytes, *, name: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text in some bytes, and in words what had to be guessed or repaired.

    Parameters
    ----------
    declared
        The encoding that the document itself names, if any; used where UTF-8 fails.

    Raises
    ------
    NotTextError
        If the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _repaired(data[len(bom) :], encoding)
    _refuse_known(data, name)
    if _known(declared) in _SEVEN_BIT and _SEVEN_BIT_MARK.search(data):
        return _repaired(data, _known(declared))
    if b"\x00" in data:
        return _wide(data, name)
    if len(_CONTROLS.findall(data[:SAMPLE_BYTES])) * 20 > len(data[:SAMPLE_BYTES]):
        raise _not_text(name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _legacy(data, name, declared)


def _refuse_known(data: bytes, name: str) -> None:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise NotTextError(
                f"{name} is {kind}, not text. Save it as plain text or as a web page and add that."
            )


def _not_text(name: str) -> NotTextError:
    return NotTextError(
        f"{name} holds no text (its bytes are binary). Add a text file, Markdown or a web page."
    )


def _repaired(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, "replace")
    genuine = data.count("\ufffd".encode(encoding)) if encoding.startswith("utf") else 0
    broken = text.count("\ufffd") - genuine
    if broken <= 0:
        return text, ()
    plural = "" if broken == 1 else "s"
    return text, (f"{broken} byte sequence{plural} not valid in {encoding.upper()} replaced",)


def _wide(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Read UTF-16 without a mark, or UTF-8 with a few stray NULs."""
    for encoding in ("utf-16-le", "utf-16-be"):
        # An odd last byte is a cut-off character.
        text = data[: len(data) // 2 * 2].decode(encoding, "replace")
        if len(_TEXTUAL.findall(text)) >= 0.95 * len(text) > 0 and (" " in text or "\n" in text):
            return text, (f"read as {encoding.upper()}, guessed from its bytes",)
    if len(_CONTROLS.findall(data)) * 100 > len(data):
        raise _not_text(name)
    return _repaired(data, "utf-8")


def _legacy(data: bytes, name: str, declared: str) -> tuple[str, tuple[str, ...]]:
    """Read what is no UTF-8: UTF-8 with some bad bytes, or an older encoding."""
    lenient = data.decode("utf-8", "replace")
    wide = sum(1 for char in lenient if char > "\x7f")
    bad = lenient.count("\ufffd")
    if wide >= 2 * bad:
        return _repaired(data, "utf-8")
    encoding = _known(declared) or _guess(data)
    if not encoding:
        # A few strange bytes in a long text lose little; a text of them is none.
        if bad * 3 > len(data):
            raise _not_text(name)
        return _repaired(data, "utf-8")
    text, notes = _repaired(data, encoding)
    return text, (f"read as {encoding}, guessed from its bytes", *notes)


def _known(encoding: str) -> str:
    """Return Python's name of an encoding of text that a document claims, or an empty string."""
    try:
        info = codecs.lookup(encoding.strip()) if encoding.strip() else None
        "".encode(info.name) if info else None
    except (LookupError, ValueError):
        return ""
    # Browsers read Latin-1 as Windows-1252, and so do those who write it.
    return {"iso8859-1": "cp1252", "utf-8": ""}.get(info.name, info.name) if info else ""


def _guess(data: bytes) -> str:
    sample = data[:SAMPLE_BYTES]
    best = from_bytes(sample).best()
    # UTF-16 without a single NUL is a guess from too little.
    found = "" if best is None or best.encoding.startswith("utf") else best.encoding
    text = sample.decode(found or "latin-1", "replace")
    latin = len(_LATIN.findall(text)) * 2 > len(_LETTERS.findall(text))
    if not latin and len(_ASCII_LETTERS.findall(sample)) * 2 < len(sample):
        return found
    # Latin code pages share most letters; the language says which one it is.
    page = _CODE_PAGES.get(guess_language(text), "cp1252")
    try:
        data.decode(page)
    except UnicodeDecodeError:
        return found
    return page
