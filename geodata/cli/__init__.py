"""The command `dateline`: arguments to library calls to exit code.

Exit codes: 0 all went well; 1 some input could not be read or the work failed; 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

from geodata.cli import feedtokens, gazetteer, keeping, reports
from geodata.errors import DatelineError, QueryError, UsageError
from geodata.settings import Settings
from geodata.shown import warn

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments, _settings(arguments))
    except (UsageError, QueryError) as error:
        warn(f"dateline: {error}")
        return 2
    except DatelineError as error:
        warn(f"dateline: {error}")
        return 1
    except KeyboardInterrupt:
        warn("\ndateline: stopped; what was stored is kept")
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
    reports.add_commands(commands)
    gazetteer.add_commands(commands)
    keeping.add_commands(commands)
    feedtokens.add_commands(commands)
    return parser
