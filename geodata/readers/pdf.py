"""PDF: the text of each page, with where it starts; pages without text are said, never dropped."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from geodata.errors import (
    DamagedReportError,
    EmptyReportError,
    ProtectedReportError,
    ReadError,
)
from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.properties import sound_day, sound_name, sound_title
from geodata.readers.rightleft import in_reading_order
from geodata.text import clean

if TYPE_CHECKING:
    from pypdf import PdfReader as Document

__all__ = ["PdfReader"]

# The mark may stand behind a few bytes of rubbish; so say the format's own rules.
SNIFF_BYTES = 1024
MAX_PAGES = 5_000
# Beyond this the rest of the pages is left out, and said: the worker is ended a little later.
MAX_SECONDS = 35.0
MAX_CHARACTERS = 20_000_000

_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")
# A date that is broken between two lines: "8 December" and "2024", "December 8," and "2024".
_YEAR_ON = r"\n(?=(?:19|20)\d\d\b(?![-/.]\d))"
_BROKEN_DATE = re.compile(
    rf"(?<=[^\W\d_]){_YEAR_ON}|(?<=[^\W\d_][ ]\d,){_YEAR_ON}|(?<=[^\W\d_][ ]\d\d,){_YEAR_ON}"
)
_SPACES = re.compile(r"[^\S\n]{1,1000}\n")


class PdfReader:
    """Reads PDF with pypdf."""

    media_type = "application/pdf"
    suffixes = (".pdf",)
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content begins as a PDF does."""
        del name
        return b"%PDF-" in data[:SNIFF_BYTES]

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the one report in it.

        Raises
        ------
        ReadError
            With the file's name and what to do next: a password, a scan, a damaged file.
        """
        # Its warnings would go to the screen, a thousand for one broken file.
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        document = _open(data, name)
        texts, gaps = _pages(document, name)
        if not any(any(map(str.isalnum, text)) for text in texts):
            raise _without_text(name, len(texts), gaps)
        text, starts = _join(texts)
        fields = _properties(document)
        day = sound_day(fields.get("created"))
        found = Found(
            text=text,
            title=sound_title(fields.get("title", "")),
            author=sound_name(fields.get("author", "")),
            published=day,
            basis=PublishedBasis.PROPERTIES if day else PublishedBasis.UNKNOWN,
            pages=starts,
            gaps=tuple(gaps),
        )
        key = f"file:{name}"
        return (assemble(found, data, key=key, name=name, media_type=self.media_type),)


def _open(data: bytes, name: str) -> Document:
    # A third of a second to import, and only PDFs need it.
    import pypdf
    from pypdf.errors import DependencyError

    try:
        document = pypdf.PdfReader(io.BytesIO(data), strict=False)
        # Many are encrypted with a password to change them and none to read them.
        locked = document.is_encrypted and not document.decrypt("")
        if not locked:
            len(document.pages)
    except (DependencyError, NotImplementedError) as error:
        raise ProtectedReportError(
            f"{name} is encrypted in a way that cannot be opened here ({error}). Open it, print "
            "or save it as a PDF without a password, and add that."
        ) from error
    except MemoryError:
        raise
    except Exception as error:
        # pypdf raises whatever a broken file provokes.
        raise DamagedReportError(
            f"{name} is a damaged or cut-off PDF ({_words(error)}). Open it in another program, "
            "print it to a new PDF, and add that."
        ) from error
    if locked:
        raise ProtectedReportError(
            f"{name} has a password. Open it, print or save it without one, and add that."
        )
    return document


def _pages(document: Document, name: str) -> tuple[list[str], list[str]]:
    """Return the text of each page that could be reached, and in words what is missing."""
    count = len(document.pages)
    texts, blank, broken = list[str](), list[int](), list[int]()
    gaps = list[str]()
    until, room = time.monotonic() + MAX_SECONDS, MAX_CHARACTERS
    for number in range(1, count + 1):
        if time.monotonic() > until or room <= 0 or number > MAX_PAGES:
            gaps.append(
                f"pages {number} to {count} were left out: reading {name} took too long. Split it"
            )
            break
        try:
            text = _page_text(document, number - 1)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one broken page is no reason to lose the others
            broken.append(number)
            text = ""
        else:
            if not text:
                blank.append(number)
        texts.append(text[: max(room, 0)])
        room -= len(text)
    if broken:
        gaps.insert(0, f"{_numbers(broken)} could not be read: damaged")
    if blank:
        gaps.insert(0, f"{_numbers(blank)} without text: if it is a scan, run OCR first")
    return texts, gaps


def _page_text(document: Document, index: int) -> str:
    """Return a page's text as every later step sees it, words that were broken at a line whole."""
    text = clean(document.pages[index].extract_text())[0].replace("\ufeff", "").strip()
    text = in_reading_order(_BROKEN_WORD.sub(_mended, _SPACES.sub("\n", text)))
    return _BROKEN_DATE.sub(" ", text)


def _mended(hyphen: re.Match[str]) -> str:
    """Keep the hyphen of "al-Bab", drop that of "govern-ment"."""
    return "" if hyphen.string[hyphen.end()].islower() else "-"


def _join(texts: list[str]) -> tuple[str, tuple[int, ...]]:
    """Put the pages one after another; a sentence that runs on over a page's end stays one."""
    pieces, starts, length, before = list[str](), list[int](), 0, ""
    for text in texts:
        if before and text:
            runs_on = text[0].islower() and before[-1] not in ".!?:"
            gap = "\n" if runs_on else "\n\n"
            pieces.append(gap)
            length += len(gap)
        starts.append(length)
        pieces.append(text)
        length += len(text)
        before = text or before
    return "".join(pieces), tuple(starts)


def _properties(document: Document) -> dict[str, Any]:
    """Return title, author and day of making, as far as they can be read."""
    try:
        found = document.metadata
        fields: dict[str, Any] = {"title": found.title, "author": found.author} if found else {}
    except Exception:  # noqa: BLE001 - as above
        return {}
    try:
        made: dt.datetime | None = found.creation_date if found else None
    except Exception:  # noqa: BLE001 - as above
        made = None
    texts = {key: str(value) for key, value in fields.items() if value}
    return {**texts, "created": made.date() if made else None}


def _without_text(name: str, count: int, gaps: list[str]) -> ReadError:
    if any("damaged" in gap for gap in gaps) or not count:
        why = "; ".join(gaps) or "it has no pages"
        return DamagedReportError(
            f"{name} cannot be read: {why}. Open it in another program, print it to a new PDF, "
            "and add that."
        )
    plural = "page holds" if count == 1 else "pages hold"
    return EmptyReportError(
        f"{name} is a scan: run OCR first. Its {count} {plural} pictures and no text."
    )


def _numbers(pages: list[int]) -> str:
    """Return "page 3" or "pages 1-4, 7"."""
    runs = list(_runs(pages))
    words = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs[:20])
    more = ", ..." if len(runs) > 20 else ""
    return f"page{'' if len(pages) == 1 else 's'} {words}{more}"


def _runs(pages: list[int]) -> Iterator[tuple[int, int]]:
    start = end = pages[0]
    for page in pages[1:]:
        if page > end + 1:
            yield start, end
            start = page
        end = page
    yield start, end


def _words(error: Exception) -> str:
    return f"{error}".strip()[:100] or type(error).__name__
