"""The commands that keep a store safe: `backup`, `restore` and `check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from geodata.cli.commands import Commands, store_option
from geodata.settings import Settings
from geodata.shown import say, warn

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add the three."""
    backup = commands.add_parser("backup", help="copy the store, also while it is in use")
    backup.add_argument("file", type=Path, metavar="FILE")
    store_option(backup)
    backup.set_defaults(run=_backup)
    restore = commands.add_parser(
        "restore", help="put a backup in the store's place; what was there is kept beside it"
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    store_option(restore)
    restore.set_defaults(run=_restore)
    check = commands.add_parser("check", help="look for damage; exit code 1 if there is any")
    check.add_argument(
        "--repair", action="store_true", help="make the words for searching anew first"
    )
    store_option(check)
    check.set_defaults(run=_check)


def _backup(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.store import open_existing

    with open_existing(settings.store_url) as store:
        store.backup(arguments.file)
    say(f"the store is copied to {arguments.file}")
    return 0


def _restore(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.store import restore

    done = restore(settings.store_url, arguments.file)
    say(f"restored from {arguments.file}: {done.counts.reports} reports, {done.counts}")
    if done.kept:
        say(f"what was there before is kept as {done.kept}")
    return 0


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.store import open_existing

    with open_existing(settings.store_url) as store:
        if arguments.repair:
            store.reindex()
        faults = store.check()
        counts, orphans, readings = store.counts(), store.orphans(), store.readings()
    for fault in faults:
        warn(fault)
    say(f"{counts.reports} reports; {counts}")
    outcomes = [reading.outcome for reading in readings]
    if outcomes:
        said = ", ".join(f"{outcomes.count(o)} {o}" for o in sorted(set(outcomes)))
        say(f"{len(outcomes)} inputs: {said}")
    if orphans:
        say(f"{len(orphans)} decisions are about events that no report has any more")
    say(f"{len(faults)} faults found" if faults else "no damage found")
    return 1 if faults else 0
