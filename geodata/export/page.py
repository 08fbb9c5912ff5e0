"""One page to print, as SVG, read back by an XML parser."""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from geodata.export import wording
from geodata.export.content import Content
from geodata.messages import words
from geodata.query import EventQuery

__all__ = ["count_svg", "write_svg"]


def write_svg(content: Content, path: Path) -> None:
    """Write the page."""
    # Folium comes with the maps; only these formats need it.
    from geodata.maps.onefile import Heading
    from geodata.maps.sheet import sheet

    heading = Heading(
        title=wording.title(content),
        summary=wording.counts_line(content) + _filtered(content),
        notice=wording.notice(content),
    )
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(sheet(content.frame, heading, words(content.about.language)))


def _filtered(content: Content) -> str:
    query = content.about.query
    if query is None or query == EventQuery.everything():
        return ""
    return f" · {wording.filter_line(content.about, words(content.about.language))}"


def count_svg(path: Path) -> tuple[int, int]:
    """Return how many events the marks stand for, with those not placed, and without."""
    seen = {"data-events": 0, "data-unplaced": 0}

    def start(_name: str, attributes: dict[str, str]) -> None:
        for name in seen:
            seen[name] += int(attributes.get(name, 0))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with path.open("rb") as file:
        parser.ParseFile(file)
    return seen["data-events"] + seen["data-unplaced"], seen["data-events"]
