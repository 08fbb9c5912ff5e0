"""The command that writes events to files."""

from __future__ import annotations

import argparse
import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.cli.commands import Commands, store_option
from geodata.settings import Settings
from geodata.shown import say

if TYPE_CHECKING:
    import geopandas as gpd

    from geodata.schema import EventParts

__all__ = ["add_export"]


def add_export(commands: Commands) -> None:
    """Add `dateline export`."""
    command = commands.add_parser("export", help="write events to a file; format by suffix")
    command.add_argument("out", type=Path, metavar="OUT")
    store_option(command)
    command.add_argument("--from", dest="date_from", type=_day, metavar="DATE")
    command.add_argument("--to", dest="date_to", type=_day, metavar="DATE")
    command.add_argument("--certain", action="store_true", help="only dates wholly in the range")
    command.add_argument("--undated", action="store_true", help="undated ones too, in a range")
    command.add_argument("--country", action="append", default=[], metavar="CC")
    command.add_argument("--bbox", metavar="W,S,E,N")
    command.add_argument("--title", default="", help="what the map or document is called")
    command.add_argument("--language", default="en", metavar="LANG", help="of its words: en, fr...")
    command.add_argument(
        "--small", action="store_true", help="an HTML map without sentences and reasons"
    )
    command.add_argument(
        "--share", action="store_true", help="no report text, no sources, no exact spots"
    )
    command.add_argument(
        "--for",
        dest="program",
        metavar="PROGRAM",
        help="what one program takes: kepler, umap, timemap or qgis",
    )
    command.set_defaults(run=_export)


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.export import FORMATS, About, for_program, write
    from geodata.query import EventQuery
    from geodata.store import open_store

    query = EventQuery.for_export(
        date_from=arguments.date_from,
        date_to=arguments.date_to,
        certain=arguments.certain,
        undated=arguments.undated,
        country_codes=arguments.country,
        bbox=arguments.bbox,
    )
    program = for_program(arguments.program) if arguments.program else None
    about = About(
        title=arguments.title,
        query=query,
        language=arguments.language,
        small=arguments.small,
        generalised=arguments.share,
    )
    formats = program.formats if program else FORMATS
    chosen = formats.get(arguments.out.suffix.lower())
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings.store_url))
        events: gpd.GeoDataFrame | EventParts
        if arguments.share or (chosen and chosen.whole):
            events = store.events(query)
            events = _preview(events) if arguments.share else events
            taken = program.takes(events) if program else events
        else:
            events = stack.enter_context(store.event_parts(query))
            taken = program.takes_parts(events) if program else events
        count = write(
            taken,
            arguments.out,
            about=about,
            reports=store.each_report(),
            readings=store.each_reading(),
            formats=formats,
        )
    print(f"{count} events written to {arguments.out}")
    if left := len(events) - count:
        print(f"{left} without a place (or day) are left out: {arguments.program} cannot show them")
    return 0


def _preview(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Say what will leave, and return it."""
    from geodata.export import leaving

    told = leaving(frame)
    say(f"{len(told.events)} events leave, generalised; not one word of a report.")
    say(f"  columns that leave:   {', '.join(told.kept)}")
    say(f"  columns left empty:   {', '.join(told.dropped)}")
    say(f"  events that stay:     {told.unplaced} without a place, {told.rejected} rejected")
    for name, value in told.example.items():
        say(f"  for example           {name}: {value}")
    return told.events


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2024-12-08") from error
