"""The map in one HTML file, read back by an HTML parser."""

from __future__ import annotations

import base64
import gzip
import json
import struct
from html.parser import HTMLParser
from pathlib import Path

from geodata.export import wording
from geodata.export.content import Content
from geodata.messages import words

__all__ = ["count_html", "write_html"]


def write_html(content: Content, path: Path) -> None:
    """Write the desk with its events, for any browser, without a server."""
    # Folium comes with the maps; no other format needs it.
    from geodata.maps.onefile import Heading, one_file

    about = content.about
    heading = Heading(
        title=wording.title(content),
        summary=wording.counts_line(content),
        terms=wording.terms(content),
        notice=wording.notice(content),
        label=words(about.language)("file.about"),
    )
    pieces = one_file(
        content.frame,
        heading,
        state=about.state,
        small=about.small,
        generalised=about.generalised,
        language=about.language,
    )
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def count_html(path: Path) -> tuple[int, int]:
    """Return how many events the file carries details of, and how many of them have a place."""
    reader = _Reader()
    with path.open(encoding="utf-8", newline="") as file:
        while piece := file.read(1 << 20):
            reader.feed(piece)
    reader.close()
    if reader.rows != reader.events:
        return 0, 0
    return reader.events, reader.placed


class _Reader(HTMLParser):
    """Unpacks what the page carries and counts it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events = self.placed = self.rows = 0
        self._name = ""
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id") or ""
        self._name = name if tag == "script" and name.startswith("carried-") else ""
        self._parts = []

    def handle_data(self, data: str) -> None:
        if self._name:
            self._parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag != "script" or not self._name:
            return
        name, self._name = self._name, ""
        if name == "carried-events.bin":
            data = self._unpacked()
            places, self.events, _ = struct.unpack_from("<III", data, 4)
            at = 16 + 8 * places
            place = struct.iter_unpack("<I", data[at : at + 4 * self.events])
            self.placed = sum(number != 2**32 - 1 for (number,) in place)
        elif name.startswith("carried-rows-"):
            self.rows += len(json.loads(self._unpacked()))

    def _unpacked(self) -> bytes:
        return gzip.decompress(base64.b64decode("".join(self._parts), validate=True))
