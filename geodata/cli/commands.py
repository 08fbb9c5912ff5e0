"""What the commands share: the type that they are added to, and the option of a store."""

from __future__ import annotations

import argparse
from typing import TypeAlias

__all__ = ["Commands", "store_option"]

# argparse has no public name for what add_subparsers returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def store_option(command: argparse.ArgumentParser) -> None:
    """Add ``--store``."""
    command.add_argument(
        "--store", metavar="URL", help="sqlite:///relative.gpkg or sqlite:////absolute.gpkg"
    )
