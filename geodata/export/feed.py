"""An RSS 2.0 feed with GeoRSS points: one item per event, newest first.

Feed readers show descriptions as HTML: the sentence is escaped for HTML first and then for XML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

import geopandas as gpd

from geodata.export import wording
from geodata.export.content import Content
from geodata.export.kml import clean, html_text, name_text
from geodata.export.rows import rows_of
from geodata.maps.words import date_words
from geodata.messages import Words, words
from geodata.reasons import reason_in

__all__ = ["count_rss", "write_rss"]

_START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:georss="http://www.georss.org/georss">\n<channel>\n'
)


def write_rss(content: Content, path: Path) -> None:
    """Write the feed."""
    t = words(content.about.language)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_START)
        file.write(clean("".join(_channel(content))))
        for row in rows_of(_newest_first(content.frame)):
            file.write(clean("".join(_item(row, t))))
        file.write("</channel>\n</rss>\n")


def _newest_first(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    day = events["date_end"].fillna(events["date_start"])
    return events.loc[day.sort_values(ascending=False, kind="stable", na_position="last").index]


def _channel(content: Content) -> Iterator[str]:
    told = [wording.notice(content), wording.counts_line(content)]
    yield f"<title>{escape(name_text(wording.title(content)))}</title>\n"
    yield "<link>about:blank</link>\n"
    yield f"<description>{escape('. '.join(text for text in told if text))}</description>\n"
    yield f"<language>{escape(content.about.language)}</language>\n"
    yield "<generator>Dateline</generator>\n"
    if newest := content.facts.newest:
        yield f"<lastBuildDate>{_rfc822(newest)}</lastBuildDate>\n"


def _item(row: dict[str, Any], t: Words) -> Iterator[str]:
    start, end = (
        row[name] and dt.date.fromisoformat(row[name]) for name in ("date_start", "date_end")
    )
    role = row["date_role"]
    when = date_words(start, end, precision=row["date_precision"], role=role, t=t)
    named = name_text(row["place_name"] or row["toponym"])
    yield f"<item>\n<title>{escape(named)}: {escape(when)}</title>\n"
    if row["url"].startswith(("http://", "https://")):
        yield f"<link>{escape(row['url'])}</link>\n"
    yield f'<guid isPermaLink="false">{escape(row["event_id"])}</guid>\n'
    said = row["sentence"] or reason_in(t.language, row["place_reason"])
    yield f"<description>{escape(html_text(said))}</description>\n"
    if row["date_role"]:
        yield f"<category>{escape(row['date_role'])}</category>\n"
    if day := row["published"] or row["date_end"] or row["date_start"]:
        yield f"<pubDate>{_rfc822(dt.date.fromisoformat(day))}</pubDate>\n"
    if row["longitude"] is not None:
        yield f"<georss:point>{row['latitude']} {row['longitude']}</georss:point>\n"
    yield "</item>\n"


def _rfc822(day: dt.date) -> str:
    return format_datetime(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))


def count_rss(path: Path) -> tuple[int, int]:
    """Return how many items an XML parser finds, and how many points."""
    seen = {"item": 0, "georss:point": 0}

    def start(name: str, _attributes: object) -> None:
        if name in seen:
            seen[name] += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with path.open("rb") as file:
        parser.ParseFile(file)
    return seen["item"], seen["georss:point"]
