"""KML 2.2 with time spans, written as XML by ourselves.

Globe programs show a description as HTML, so the sentence in it is escaped for HTML first, with
numeric entities alone, and then for XML like everything else: it can only be seen, never run.
Characters that XML cannot hold become U+FFFD. Names are plain text, but some programs take them for
HTML: there angle brackets become their likes, and letters that turn or hide others are written out.
The data of a placemark hold every text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from geodata.export import wording
from geodata.export.content import Content
from geodata.export.rows import rows_of
from geodata.schema import DTYPES
from geodata.shown import visible

__all__ = ["clean", "count_kml", "html_text", "name_text", "write_kml"]

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BRACKETS = str.maketrans("<>", "\u2039\u203a")
_MARKUP = re.compile(r"[&<>\"'`${}\\%#=\[\]]")


def write_kml(content: Content, path: Path) -> None:
    """Write one placemark per event; unplaced ones have no point."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<kml xmlns="{_NAMESPACE}">\n<Document>\n'
            f"<name>{escape(clean(name_text(wording.title(content))))}</name>\n"
        )
        if told := wording.notice(content):
            file.write(f"<description>{escape(clean(visible(told)))}</description>\n")
        for row in rows_of(content.events):
            file.write(clean("".join(_placemark(row))))
        file.write("</Document>\n</kml>\n")


def _placemark(row: dict[str, Any]) -> Iterator[str]:
    yield f"<Placemark>\n<name>{escape(name_text(row['place_name'] or row['toponym']))}</name>\n"
    yield f"<description>{escape(html_text(row['sentence']))}</description>\n"
    yield from _time_span(row["date_start"], row["date_end"])
    yield "<ExtendedData>\n"
    for name in DTYPES:
        if row[name] is not None:
            yield f'<Data name="{name}"><value>{escape(str(row[name]))}</value></Data>\n'
    yield "</ExtendedData>\n"
    if row["longitude"] is not None:
        yield f"<Point><coordinates>{row['longitude']},{row['latitude']}</coordinates></Point>\n"
    yield "</Placemark>\n"


def _time_span(start: str | None, end: str | None) -> Iterator[str]:
    if start or end:
        yield "<TimeSpan>"
        yield f"<begin>{start}</begin>" if start else ""
        yield f"<end>{end}</end>" if end else ""
        yield "</TimeSpan>\n"


def clean(text: str) -> str:
    """Return the text with U+FFFD for what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def html_text(text: str) -> str:
    """Return the text as HTML that shows it and does nothing else."""
    return _MARKUP.sub(lambda found: f"&#{ord(found.group())};", visible(text))


def name_text(text: str) -> str:
    """Return the text as a name that is no markup, whatever it is taken for."""
    return visible(text).translate(_BRACKETS)


def count_kml(path: Path) -> tuple[int, int]:
    """Return how many placemarks an XML parser finds, and how many points."""
    seen = {"Placemark": 0, "Point": 0}

    def start(name: str, _attributes: object) -> None:
        if name in seen:
            seen[name] += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with path.open("rb") as file:
        parser.ParseFile(file)
    return seen["Placemark"], seen["Point"]
