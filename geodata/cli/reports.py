"""The commands that take reports in and give events out."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from dataclasses import replace
from pathlib import Path

from geodata.cli.commands import Commands, opened_geoparser, say_what_leaves, store_option
from geodata.cli.export import add_export
from geodata.cli.ingest import add_ingest
from geodata.progress import Meter
from geodata.settings import Settings
from geodata.shown import warn

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add the commands from `serve` to `annotate`."""
    for add in (_add_serve, add_ingest, add_export, _add_geoparse, _add_annotate):
        add(commands)


def _add_serve(commands: Commands) -> None:
    command = commands.add_parser("serve", help="open the dashboard")
    store_option(command)
    command.add_argument("--port", type=int, default=8501, help="default: 8501")
    command.add_argument("--host", default="127.0.0.1", help="default: this machine only")
    command.add_argument(
        "--samples", action="store_true", help="put sample reports into an empty store"
    )
    command.add_argument("--open", action="store_true", help="show it in the browser")
    command.add_argument(
        "--login", type=Path, metavar="FILE", help="ask for a login; docs/login.md says how"
    )
    command.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    # By name: the library does not depend on the dashboard that is built on it.
    say_what_leaves(settings)
    server = importlib.import_module("dashboard.server")
    settings = replace(settings, login_file=arguments.login or settings.login_file)
    server.serve(
        settings,
        host=arguments.host,
        port=arguments.port,
        with_samples=arguments.samples,
        open_browser=arguments.open,
    )
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

    say_what_leaves(settings)
    geoparser = opened_geoparser(settings)
    parsed, skipped = geoparse_sources(expand(arguments.paths), geoparser)
    events = events_of(parsed, geoparser.gazetteer)
    for why in skipped:
        warn(f"skipped: {' '.join(why.split())}")
    if arguments.output:
        count = write(events, arguments.output)
        warn(f"{count} events written to {arguments.output}")
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
            opened_geoparser(settings),
            demonyms=arguments.demonyms,
            progress=lambda _done: meter.advance(),
        )
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _demonyms_option(command: argparse.ArgumentParser, *, default: bool) -> None:
    command.add_argument(
        "--demonyms",
        action=argparse.BooleanOptionalAction,
        default=default,
        help="adjectives (Syrian, American) as places too",
    )
