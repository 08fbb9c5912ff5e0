"""The command `dateline`: arguments to library calls to exit code.

Exit codes: 0 all went well; 1 some input could not be read or the work failed; 2 wrong use.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from geodata.errors import DatelineError, QueryError, UsageError
from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.base import Gazetteer
from geodata.pipeline import Geoparser
from geodata.progress import Meter
from geodata.settings import Settings

__all__ = ["main"]

# argparse has no public name for what add_subparsers returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - see above


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments, _settings(arguments))
    except (UsageError, QueryError) as error:
        print(f"dateline: {error}", file=sys.stderr)
        return 2
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndateline: stopped; what was stored is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) has left: that is no error of ours.
        sys.stderr.close()
        return 0
    return code


def _settings(arguments: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    store = getattr(arguments, "store", None)
    settings = replace(settings, store_url=store) if store else settings
    return replace(settings, demonyms=getattr(arguments, "demonyms", None) or False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dateline",
        description="Reports in; a map of what happened where and when out.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_serve, _add_ingest, _add_export, _add_geoparse, _add_annotate, _add_gazetteer):
        add(commands)
    return parser


def _add_serve(commands: Commands) -> None:
    command = commands.add_parser("serve", help="open the dashboard")
    _store_option(command)
    command.add_argument("--port", type=int, default=8501, help="default: 8501")
    command.add_argument("--host", default="127.0.0.1", help="default: this machine only")
    command.add_argument(
        "--samples", action="store_true", help="put sample reports into an empty store"
    )
    command.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    # By name: the library does not depend on the dashboard that is built on it.
    server = importlib.import_module("dashboard.server")
    server.serve(settings, host=arguments.host, port=arguments.port, with_samples=arguments.samples)
    return 0


def _add_ingest(commands: Commands) -> None:
    command = commands.add_parser("ingest", help="read files or folders into the store")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    _store_option(command)
    command.set_defaults(run=_ingest)


def _ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.ingest import Summary, expand, ingest
    from geodata.store import open_store

    sources = list(expand(arguments.paths))
    geoparser, steps = _geoparser(settings), []
    names = geoparser.gazetteer
    with (
        Meter("reports", total=len(sources)) as meter,
        open_store(
            settings.store_url, country_name=names.country_name, admin1_name=names.admin1_name
        ) as store,
    ):
        for step in ingest(sources, store, geoparser):
            meter.advance(step.name)
            steps.append(step)
    summary = Summary(steps=tuple(steps))
    for step in summary.steps:
        if step.why:
            print(f"{step.outcome}: {step.why}", file=sys.stderr)
    print(summary)
    return 1 if summary.skipped else 0


def _add_export(commands: Commands) -> None:
    command = commands.add_parser("export", help="write events to a file; format by suffix")
    command.add_argument("out", type=Path, metavar="OUT")
    _store_option(command)
    command.add_argument("--from", dest="date_from", metavar="DATE")
    command.add_argument("--to", dest="date_to", metavar="DATE")
    command.add_argument("--certain", action="store_true", help="only dates wholly in the range")
    command.add_argument("--undated", action="store_true", help="undated ones too, in a range")
    command.add_argument("--country", action="append", default=[], metavar="CC")
    command.add_argument("--bbox", metavar="W,S,E,N")
    command.set_defaults(run=_export)


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.export import write
    from geodata.query import EventQuery
    from geodata.store import open_store

    ranged = bool(arguments.date_from or arguments.date_to)
    given = {
        "from": arguments.date_from,
        "to": arguments.date_to,
        "mode": "certain" if arguments.certain else "possible",
        "undated": "1" if arguments.undated or not ranged else "0",
        "unplaced": "0" if arguments.country or arguments.bbox else "1",
        "cc": ",".join(arguments.country),
        "bbox": arguments.bbox,
    }
    query = EventQuery.from_params(
        EventQuery.everything().to_params() | {name: text for name, text in given.items() if text}
    )
    with open_store(settings.store_url) as store:
        count = write(store.events(query), arguments.out)
    print(f"{count} events written to {arguments.out}")
    return 0


def _add_geoparse(commands: Commands) -> None:
    command = commands.add_parser("geoparse", help="events of files, without a store")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    command.add_argument("-o", "--output", type=Path, metavar="OUT")
    _demonyms_option(command, default=False)
    command.set_defaults(run=_geoparse)


def _geoparse(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.api import events_of
    from geodata.export import dumps_geojson, write
    from geodata.ingest import expand, geoparse_sources

    geoparser = _geoparser(settings)
    parsed, skipped = geoparse_sources(expand(arguments.paths), geoparser)
    events = events_of(parsed, geoparser.gazetteer)
    for why in skipped:
        print(f"skipped: {why}", file=sys.stderr)
    if arguments.output:
        count = write(events, arguments.output)
        print(f"{count} events written to {arguments.output}", file=sys.stderr)
    else:
        sys.stdout.buffer.write(dumps_geojson(events) + b"\n")
    return 1 if skipped else 0


def _add_annotate(commands: Commands) -> None:
    command = commands.add_parser("annotate", help="JSON Lines in, toponyms and dates out")
    command.add_argument("input", type=Path, metavar="IN.jsonl")
    command.add_argument("-o", "--output", type=Path, metavar="OUT.jsonl")
    command.add_argument(
        "--given-toponyms", action="store_true", help="place the names that the input marks"
    )
    _demonyms_option(command, default=True)
    command.set_defaults(run=_annotate)


def _annotate(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.annotate import annotate, read_documents
    from geodata.files import writing

    documents = read_documents(arguments.input, given_toponyms=arguments.given_toponyms)
    with Meter("documents", total=len(documents)) as meter, writing(arguments.output) as out:
        rows = annotate(
            documents,
            _geoparser(settings),
            demonyms=arguments.demonyms,
            progress=lambda _done: meter.advance(),
        )
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _add_gazetteer(commands: Commands) -> None:
    command = commands.add_parser("gazetteer", help="the places that names are looked up in")
    actions = command.add_subparsers(required=True, metavar="ACTION")
    info = actions.add_parser("info", help="which gazetteer is in use")
    info.set_defaults(run=_gazetteer_info)
    search = actions.add_parser("search", help="look a name up")
    search.add_argument("name")
    search.add_argument("--country", metavar="CC")
    search.add_argument("--limit", type=int, default=10)
    search.set_defaults(run=_gazetteer_search)


def _gazetteer_info(_arguments: argparse.Namespace, settings: Settings) -> int:
    info = _open_gazetteer(settings).info()
    print(f"{info.places} places, {info.names} names, built {info.built}")
    print(f"{info.path} ({info.fingerprint})")
    for source, rows in info.sources.items():
        print(f"{rows:>9} {source}")
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
        print(
            f"{place.latitude:.4f},{place.longitude:.4f}  {where}  {place.feature_code}  "
            f"population {place.population}  id {place.geonameid}  [{candidate.match}]"
        )
    if not found:
        print(f"no place is called {arguments.name!r}", file=sys.stderr)
    return 0 if found else 1


def _store_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--store", metavar="URL", help="sqlite:///relative.gpkg or sqlite:////absolute.gpkg"
    )


def _demonyms_option(command: argparse.ArgumentParser, *, default: bool) -> None:
    command.add_argument(
        "--demonyms",
        action=argparse.BooleanOptionalAction,
        default=default,
        help="adjectives (Syrian, American) as places too",
    )


def _open_gazetteer(settings: Settings) -> Gazetteer:
    with Meter("a step that is done once") as meter:
        return open_gazetteer(settings, progress=meter.share)


def _geoparser(settings: Settings) -> Geoparser:
    with Meter("a step that is done once") as meter:
        return Geoparser.open(settings, progress=meter.share)
