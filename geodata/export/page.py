"""One page to print, as SVG, read back by an XML parser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from geodata.export import wording
from geodata.export.content import Content
from geodata.messages import words
from geodata.query import EventQuery

__all__ = ["count_svg", "counted", "drawn", "write_svg"]


def write_svg(content: Content, path: Path) -> None:
    """Write the page."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(drawn(content))


def drawn(content: Content) -> Iterator[str]:
    """Yield the page piece by piece."""
    # Folium comes with the maps; only these formats need it.
    from geodata.maps.onefile import Heading
    from geodata.maps.sheet import sheet

    heading = Heading(
        title=wording.title(content),
        summary=wording.counts_line(content) + _filtered(content),
        notice=wording.notice(content),
    )
    return sheet(content.frame, heading, words(content.about.language))


def _filtered(content: Content) -> str:
    query = content.about.query
    if query is None or query == EventQuery.everything():
        return ""
    return f" · {wording.filter_line(content.about, words(content.about.language))}"


def count_svg(path: Path) -> tuple[int, int]:
    """Return how many events the marks stand for, with those not placed, and without."""
    return counted(path.read_bytes())


def counted(svg: bytes) -> tuple[int, int]:
    """Return what `count_svg` does, from the page itself."""
    seen = {"data-events": 0, "data-unplaced": 0}

    def start(_name: str, attributes: dict[str, str]) -> None:
        for name in seen:
            seen[name] += int(attributes.get(name, 0))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(svg, True)
    return seen["data-events"] + seen["data-unplaced"], seen["data-events"]
