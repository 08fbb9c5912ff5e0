"""OpenDocument (.odt and its kin, zipped or flat): text, boxes, notes, comments, headers."""

from __future__ import annotations

from typing import Any

from geodata.errors import DamagedReportError, EmptyReportError, ProtectedReportError
from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.flow import Dialect, Flow, local_name, parse_xml
from geodata.readers.properties import sound_day, sound_name, sound_title
from geodata.readers.zipped import Zip, is_zip, open_zip, zip_names

__all__ = ["OpenDocumentReader"]

_DIALECT = Dialect(
    paragraph=frozenset({"p", "h"}),
    row=frozenset({"table-row"}),
    cell=frozenset({"table-cell"}),
    words={"s": " ", "tab": "\t", "line-break": "\n", "soft-page-break": ""},
    skipped=frozenset(
        {"tracked-changes", "note-citation", "forms", "creator", "date", "date-string", "ruby-text"}
    ),
)
_CONTENT = "content.xml"
_FLAT = (b"urn:oasis:names:tc:opendocument", b"<office:document")
_BODIES = ("text", "presentation", "drawing", "spreadsheet")
_BESIDE = frozenset(
    {"header", "footer", "header-left", "footer-left", "header-first", "footer-first"}
)


class OpenDocumentReader:
    """Reads what LibreOffice writes."""

    media_type = "application/vnd.oasis.opendocument.text"
    suffixes = (".odt", ".ott", ".fodt", ".odp", ".ods", ".sxw")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is such a document; a spreadsheet's rows are lines of text."""
        del name
        if is_zip(data):
            names = zip_names(data)
            return _CONTENT in names and "META-INF/manifest.xml" in names
        head = data[:2000]
        return head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" and all(m in head for m in _FLAT)

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the one report in it.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        if is_zip(data):
            with open_zip(data, name=name) as archive:
                found = _zipped(archive, name)
        else:
            root, gaps = parse_xml(data, name=name, part=name)
            found = _found([root] if root is not None else [], list(gaps), name)
        return (assemble(found, data, key=f"file:{name}", name=name, media_type=self.media_type),)


def _zipped(archive: Zip, name: str) -> Found:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ProtectedReportError(
            f"{name} has a password. Open it, save it without one, and add that."
        )
    roots, gaps = list[Any](), list[str]()
    for part in (_CONTENT, "styles.xml", "meta.xml"):
        if part not in archive:
            continue
        try:
            root, faults = parse_xml(archive.read(part), name=name, part=part)
        except DamagedReportError:
            root, faults = None, (f"{part} is damaged: it was left out",)
        gaps += faults
        if root is not None:
            roots.append(root)
    return _found(roots, gaps, name)


def _found(roots: list[Any], gaps: list[str], name: str) -> Found:
    flow = Flow(_DIALECT)
    fields = dict[str, str]()
    beside = list[Any]()
    deletions = 0
    for root in roots:
        for element in root.iter():
            kind = local_name(element)
            parent = local_name(element.getparent()) if element.getparent() is not None else ""
            if parent == "body" and kind in _BODIES:
                flow.add(element)
            elif parent == "master-page" and kind in _BESIDE:
                beside.append(element)
            elif parent == "meta" and element.text:
                fields.setdefault(kind, element.text)
            elif kind == "deletion":
                deletions += 1
    before = len(flow.lines)
    for element in beside:
        flow.add(element)
    flow.lines[before:] = dict.fromkeys(flow.lines[before:])
    text = "\n\n".join(filter(None, flow.lines))
    if not text:
        if gaps:
            raise DamagedReportError(
                f"{name} cannot be read: {'; '.join(gaps)}. Get another copy of it."
            )
        raise EmptyReportError(f"{name} holds no text. If it holds pictures, run OCR first.")
    day = sound_day(fields.get("date", "") or fields.get("creation-date", ""))
    return Found(
        text=text,
        title=sound_title(fields.get("title", "")),
        author=sound_name(fields.get("creator", "") or fields.get("initial-creator", "")),
        published=day,
        basis=PublishedBasis.PROPERTIES if day else PublishedBasis.UNKNOWN,
        notes=(f"{deletions} tracked deletions left out",) if deletions else (),
        gaps=tuple(gaps),
    )
