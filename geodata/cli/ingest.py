"""The command that reads files and folders into the store."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from geodata.cli.commands import Commands, opened_geoparser, say_what_leaves, store_option
from geodata.errors import UsageError
from geodata.fetching import PRIVACY_NOTE as LINKS_NOTE
from geodata.fetching import is_link
from geodata.model import ReadOutcome
from geodata.progress import Meter
from geodata.settings import Settings
from geodata.shown import say, warn
from geodata.text import clean

if TYPE_CHECKING:
    from geodata.ingest import Ingested, Tally, Walk

__all__ = ["add_ingest"]

# Below this, starting processes takes longer than they save.
_FEW_FILES = 24
_FEW_BYTES = 2_000_000
_MOST_TOLD = 200


def add_ingest(commands: Commands) -> None:
    """Add ``dateline ingest``."""
    command = commands.add_parser("ingest", help="read files or folders into the store")
    command.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or links")
    store_option(command)
    command.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=NAME",
        help="for tables: which column is what (text=BODY, published=DATE, latitude=Y ...); "
        "day_first=yes or no settles 3/4/2024",
    )
    command.add_argument(
        "--workers", type=int, metavar="N", help="processes (default: as many as cores)"
    )
    command.add_argument("--again", action="store_true", help="read unchanged files too")
    command.add_argument(
        "--log", type=Path, metavar="FILE.jsonl", help="one line per file: what became of it"
    )
    command.add_argument(
        "--allow-network", action="store_true", help="fetch the links that are named (off: none)"
    )
    command.set_defaults(run=_ingest)


def _ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.ingest import Manner, Tally, from_link, ingest_files, ingest_source, walk
    from geodata.store import open_store

    columns = _columns(arguments.column)
    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError("--workers takes a number from 1")
    settings = replace(settings, allow_network=settings.allow_network or arguments.allow_network)
    say_what_leaves(settings)
    links = [path for path in arguments.paths if is_link(path)]
    if links and settings.allow_network:
        warn(f"dateline: {LINKS_NOTE}")
    found = walk(Path(path) for path in arguments.paths if not is_link(path))
    geoparser, tally = opened_geoparser(settings), Tally()
    names = geoparser.gazetteer
    with (
        _log(arguments.log) as log,
        Meter("files", total=len(found.files) + len(links)) as meter,
        open_store(
            settings.store_url, country_name=names.country_name, admin1_name=names.admin1_name
        ) as store,
    ):
        tell = _Teller(meter)
        manner = Manner(columns=columns, workers=_workers(arguments, found), again=arguments.again)
        for done in chain(
            ingest_files(found.files, store, geoparser, manner, watch=meter.say),
            (ingest_source(from_link(link, settings), store, geoparser) for link in links),
        ):
            tally.add(done)
            meter.advance(done.reading.name)
            tell.told(done)
            if log is not None:
                log.write(json.dumps(_line(done), ensure_ascii=False) + "\n")
                log.flush()
    tell.rest(arguments.log)
    _say_summary(found, tally)
    return 1 if tally.refused or found.closed else 0


def _columns(given: list[str]) -> dict[str, str]:
    columns = {}
    for pair in given:
        field, equals, name = pair.partition("=")
        if not equals or not field.strip():
            raise UsageError(f"--column {pair}: write it as FIELD=NAME, for instance text=BODY")
        columns[field.strip()] = name.strip()
    if columns:
        from geodata.readers import check_fields

        check_fields(columns)
    return columns


def _workers(arguments: argparse.Namespace, found: Walk) -> int:
    from geodata.ingest import cores

    if arguments.workers is not None:
        return int(arguments.workers)
    few = len(found.files) < _FEW_FILES and sum(f.size for f in found.files) < _FEW_BYTES
    return 1 if few else cores()


class _Teller:
    """Says of each file what is amiss, in one line; of very many only the first."""

    def __init__(self, meter: Meter) -> None:
        self._meter, self._told, self._untold = meter, 0, 0

    def told(self, done: Ingested) -> None:
        if done.unchanged or done.reading.outcome is ReadOutcome.READ:
            return
        if self._told >= _MOST_TOLD:
            self._untold += 1
            return
        self._told += 1
        why, name = (
            " ".join(clean(text)[0].split()) for text in (done.reading.why, done.reading.name)
        )
        named = why[:500] if why.startswith(name) else f"{name}: {why[:500]}"
        self._meter.clear()
        warn(f"{done.reading.outcome}: {named}")

    def rest(self, log: Path | None) -> None:
        if self._untold:
            where = f"see {log}" if log else "use --log FILE.jsonl to see them"
            warn(f"... and {self._untold} more; {where}")


def _say_summary(found: Walk, tally: Tally) -> None:
    for folder in found.closed:
        warn(f"refused: {folder}: the folder cannot be opened")
    if str(found):
        warn(f"dateline: {found}")
    say(tally)


@contextmanager
def _log(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    try:
        # A name that is no UTF-8 has half characters, which JSON can say in its own way.
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            yield file
    except OSError as error:
        raise UsageError(f"--log {path}: cannot be written ({error.strerror})") from error


def _line(done: Ingested) -> Mapping[str, object]:
    reading, counts = done.reading, done.counts
    return {
        "path": reading.path,
        "outcome": "unchanged" if done.unchanged else str(reading.outcome),
        "why": reading.why,
        "content_hash": reading.content_hash,
        "size": reading.size,
        "reports": len(reading.report_ids),
        "places": counts.places,
        "placed": counts.placed,
        "dated": counts.dated,
        "parts": [
            {"name": step.name, "outcome": str(step.outcome), "why": step.why}
            for step in done.steps
            if step.why
        ][:1000],
    }
