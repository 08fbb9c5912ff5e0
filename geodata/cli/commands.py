"""What the commands share: their type, the option of a store, the geoparser with its wait."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeAlias

from geodata.geocoding import PRIVACY_NOTE, FallbackGeocoder
from geodata.progress import Meter
from geodata.settings import Settings
from geodata.shown import warn

if TYPE_CHECKING:
    from geodata.pipeline import Geoparser

__all__ = ["Commands", "opened_geoparser", "say_what_leaves", "store_option"]

# argparse has no public name for what add_subparsers returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def store_option(command: argparse.ArgumentParser) -> None:
    """Add ``--store``."""
    command.add_argument(
        "--store", metavar="URL", help="sqlite:///relative.gpkg or sqlite:////absolute.gpkg"
    )


def say_what_leaves(settings: Settings) -> None:
    """Before anything is read: settings that do not go together end the command here."""
    if FallbackGeocoder.open(settings) is not None:
        warn(f"dateline: {PRIVACY_NOTE}")


def opened_geoparser(settings: Settings) -> Geoparser:
    """Open the geoparser, with a progress line while the gazetteer is compiled."""
    from geodata.pipeline import Geoparser

    with Meter("a step that is done once") as meter:
        return Geoparser.open(settings, progress=meter.share)
