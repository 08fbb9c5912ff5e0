"""The commands about the gazetteer."""

from __future__ import annotations

import argparse
from pathlib import Path

from geodata.cli.commands import Commands
from geodata.errors import UsageError
from geodata.gazetteer import SqliteGazetteer, open_gazetteer
from geodata.progress import Meter
from geodata.settings import Settings
from geodata.shown import say, warn

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add `dateline gazetteer` and its actions."""
    command = commands.add_parser("gazetteer", help="the places that names are looked up in")
    actions = command.add_subparsers(required=True, metavar="ACTION")
    info = actions.add_parser("info", help="which gazetteer is in use")
    info.set_defaults(run=_gazetteer_info)
    search = actions.add_parser("search", help="look a name up")
    search.add_argument("name")
    search.add_argument("--country", metavar="CC")
    search.add_argument("--limit", type=int, default=10)
    search.set_defaults(run=_gazetteer_search)
    add = actions.add_parser("add", help="your own places: CSV, GeoJSON or GeoPackage")
    add.add_argument("file", type=Path)
    add.set_defaults(run=_gazetteer_add)
    corrections = actions.add_parser(
        "corrections", help="places put right by hand, as a CSV that `add` takes"
    )
    corrections.add_argument("out", type=Path, metavar="OUT.csv")
    corrections.add_argument("--store", metavar="URL", help="as for `ingest`")
    corrections.set_defaults(run=_gazetteer_corrections)
    build = actions.add_parser("build", help="a gazetteer of your own from GeoNames dump files")
    build.add_argument("dumps", nargs="+", type=Path, metavar="DUMP")
    build.add_argument("--country", default="", metavar="SY,LB", help="only these countries")
    build.set_defaults(run=_gazetteer_build)


def _gazetteer_info(_arguments: argparse.Namespace, settings: Settings) -> int:
    info = _open_gazetteer(settings).info()
    say(f"{info.places} places, {info.names} names, built {info.built}")
    say(f"{info.path} ({info.fingerprint})")
    for warning in info.warnings:
        warn(f"warning: {warning}")
    for source, rows in info.sources.items():
        say(f"{rows:>9} {source}")
    return 0


def _gazetteer_search(arguments: argparse.Namespace, settings: Settings) -> int:
    gazetteer = _open_gazetteer(settings)
    found = gazetteer.search(arguments.name, country_code=arguments.country, limit=arguments.limit)
    for candidate in found:
        place = candidate.place
        where = ", ".join(
            part
            for part in (
                place.name,
                gazetteer.admin1_name(place.country_code, place.admin1_code),
                gazetteer.country_name(place.country_code),
            )
            if part
        )
        say(
            f"{place.latitude:.4f},{place.longitude:.4f}  {where}  {place.feature_code}  "
            f"population {place.population}  id {place.geonameid}  [{candidate.match}]"
        )
    if not found:
        warn(f"no place is called {arguments.name!r}")
    return 0 if found else 1


def _gazetteer_add(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.gazetteer.own import add_places

    added = add_places(arguments.file, settings, nearest=_open_gazetteer(settings).nearest)
    for warning in added.warnings:
        warn(warning)
    say(f"{added.added} places added; {added.kept} of your own are in use")
    return 1 if added.warnings else 0


def _gazetteer_corrections(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.store import open_store
    from geodata.store.corrections import write_corrections

    if arguments.out.suffix.lower() != ".csv":
        raise UsageError(f"{arguments.out}: corrections are written as CSV; name the file so")
    with open_store(settings.store_url) as store:
        written = write_corrections(store.corrections(), arguments.out)
    places = f"{written} place{'' if written == 1 else 's'}"
    say(f"{places} written to {arguments.out}; `dateline gazetteer add` takes them")
    return 0


def _gazetteer_build(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.gazetteer.dumps import build_from_dumps

    countries = [code for code in arguments.country.upper().split(",") if code]
    with Meter("a step that is done once") as meter:
        path = build_from_dumps(
            arguments.dumps, settings, country_codes=countries, progress=meter.share
        )
    say(f"{path} is the gazetteer from now on")
    return 0


def _open_gazetteer(settings: Settings) -> SqliteGazetteer:
    with Meter("a step that is done once") as meter:
        return open_gazetteer(settings, progress=meter.share)
