"""Word and PowerPoint documents (.docx, .pptx and their kin): every part that holds text.

A quarter of real documents keep text outside their paragraphs: in boxes, headers, footers, notes,
comments, diagrams. All of it is read; what a tracked change deleted is left out and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from geodata.errors import DamagedReportError, EmptyReportError, ReadError
from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.flow import Dialect, Flow, local_name, parse_xml
from geodata.readers.properties import sound_day, sound_name, sound_title
from geodata.readers.zipped import Zip, open_zip, zip_names

__all__ = ["OfficeReader"]

_TYPES = "[Content_Types].xml"
_DIALECT = Dialect(
    paragraph=frozenset({"p"}),
    row=frozenset({"tr"}),
    cell=frozenset({"tc"}),
    text=frozenset({"t"}),
    words={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"},
    skipped=frozenset({"pPr", "rPr", "rt", "sdtPr", "sectPr", "instrText"}),
    deleted=frozenset({"del", "moveFrom"}),
)
_MAIN = re.compile(r"(?i)word/document\d*\.xml")
_SLIDE = re.compile(r"(?i)ppt/slides/slide(\d+)\.xml")
# In the order in which they are read, after the text itself.
_BESIDE = tuple(
    re.compile(rf"(?i)(?:word|ppt)/{name}\d*\.xml")
    for name in (
        "(?:notesslides/notesslide|footnotes)",
        "endnotes",
        "comments(?:/comment|/modernComment[_0-9A-F]*)?",
        "header",
        "footer",
        "diagrams/data",
        "charts/chart(?:ex)?",
        "glossary/document",
    )
)
_PICTURE = re.compile(r"(?i)(?:word|ppt)/media/[^/]{1,200}\.(?:png|jpe?g|gif|tiff?|bmp|emf|wmf)")
_EMBEDDED = re.compile(r"(?i)(?:word|ppt)/(?:embeddings/|afchunk)[^/]{0,200}")


class OfficeReader:
    """Reads the office documents that are zips of XML."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    suffixes = (".docx", ".docm", ".dotx", ".pptx", ".pptm")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is a zip with the parts of such a document."""
        del name
        names = zip_names(data)
        return _TYPES in names and any(_MAIN.fullmatch(n) or _SLIDE.fullmatch(n) for n in names)

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the one report in it.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        with open_zip(data, name=name) as archive:
            slides = sorted(
                (entry for entry in archive.names if _SLIDE.fullmatch(entry)), key=_number
            )
            found = _slides(archive, slides, name) if slides else _text(archive, name)
        media = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        kind = media if slides else self.media_type
        return (assemble(found, data, key=f"file:{name}", name=name, media_type=kind),)


def _text(archive: Zip, name: str) -> Found:
    flow = Flow(_DIALECT)
    gaps = list(_add(flow, archive, filter(_MAIN.fullmatch, archive.names), name))
    gaps += _add_beside(flow, archive, name)
    if not any(flow.lines):
        raise _without_text(archive, name, gaps)
    return _found(archive, "\n\n".join(filter(None, flow.lines)), flow, gaps, name)


def _slides(archive: Zip, slides: list[str], name: str) -> Found:
    """Read one slide after another, each a page."""
    flow, texts, gaps = Flow(_DIALECT), list[str](), list[str]()
    for slide in slides:
        flow.lines.clear()
        gaps += _add(flow, archive, [slide], name)
        texts.append("\n\n".join(filter(None, flow.lines)))
    flow.lines.clear()
    gaps += _add_beside(flow, archive, name)
    texts.append("\n\n".join(filter(None, flow.lines)))
    if not any(texts):
        raise _without_text(archive, name, gaps)
    return _found(archive, "\n\n".join(filter(None, texts)), flow, gaps, name)


def _add_beside(flow: Flow, archive: Zip, name: str) -> list[str]:
    """Read what stands beside the text, each line once: headers are the same on many pages."""
    before = len(flow.lines)
    gaps = list[str]()
    for pattern in _BESIDE:
        gaps += _add(flow, archive, filter(pattern.fullmatch, archive.names), name)
    flow.lines[before:] = dict.fromkeys(flow.lines[before:])
    return gaps


def _add(flow: Flow, archive: Zip, parts: Iterable[str], name: str) -> Iterator[str]:
    """Read some parts; yield in words what of them is missing."""
    for part in parts:
        try:
            root, faults = parse_xml(archive.read(part), name=name, part=part)
        except DamagedReportError:
            yield f"{part} is damaged: it was left out"
            continue
        yield from faults
        if root is not None:
            flow.add(root)


def _found(archive: Zip, text: str, flow: Flow, gaps: list[str], name: str) -> Found:
    fields = _properties(archive, name)
    day = sound_day(fields.get("modified", "") or fields.get("created", ""))
    embedded = sum(1 for entry in archive.names if _EMBEDDED.fullmatch(entry))
    if embedded:
        gaps.append(f"{embedded} embedded file{'' if embedded == 1 else 's'} not read")
    deletions = f"{flow.deletions} tracked deletions left out, insertions taken"
    return Found(
        text=text,
        title=sound_title(fields.get("title", "")),
        author=sound_name(fields.get("creator", "")),
        published=day,
        basis=PublishedBasis.PROPERTIES if day else PublishedBasis.UNKNOWN,
        notes=(deletions,) if flow.deletions else (),
        gaps=tuple(gaps),
    )


def _properties(archive: Zip, name: str) -> dict[str, str]:
    """Return the document's own title, creator, created, modified, as far as it names them."""
    part = "docProps/core.xml"
    if part not in archive:
        return {}
    try:
        root: Any = parse_xml(archive.read(part), name=name, part=part)[0]
    except ReadError:
        return {}
    return {} if root is None else {local_name(e): e.text or "" for e in root}


def _without_text(archive: Zip, name: str, gaps: list[str]) -> ReadError:
    if gaps:
        return DamagedReportError(
            f"{name} cannot be read: {'; '.join(gaps)}. Get another copy of it."
        )
    if any(map(_PICTURE.fullmatch, archive.names)):
        return EmptyReportError(f"{name} is a scan: run OCR first. It holds pictures and no text.")
    return EmptyReportError(f"{name} holds no text. Check that it is the right file.")


def _number(slide: str) -> int:
    match = _SLIDE.fullmatch(slide)
    return int(match[1]) if match else 0
