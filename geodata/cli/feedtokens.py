"""The command `feed-token`: addresses by which QGIS loads the events, also under a login."""

from __future__ import annotations

import argparse

from geodata.cli.commands import Commands, store_option
from geodata.settings import Settings
from geodata.shown import say, warn

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add it, with what can be done."""
    command = commands.add_parser(
        "feed-token", help="an address by which QGIS loads the events: make, list, revoke"
    )
    kinds = command.add_subparsers(required=True, metavar="new|list|revoke")
    new = kinds.add_parser("new", help="make one; it is shown this once")
    new.add_argument("--label", default="", help="what it is for")
    new.add_argument("--share", action="store_true", help="only what is safe to share")
    new.set_defaults(run=_new)
    kinds.add_parser("list", help="numbers, days and labels").set_defaults(run=_list)
    revoke = kinds.add_parser("revoke", help="make one worth nothing")
    revoke.add_argument("number", metavar="NUMBER", help="as the list has it")
    revoke.set_defaults(run=_revoke)
    for kind in kinds.choices.values():
        store_option(kind)


def _new(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.feedtokens import FeedTokens
    from geodata.store import open_existing

    # A token of a store that is not there would be one of a slip of the pen.
    with open_existing(settings.store_url):
        tokens = FeedTokens.beside(settings)
        token = tokens.new(label=arguments.label, share=arguments.share)
    say(f"feed/{token}/events.geojson")
    warn("Put the server's address before it, as http://127.0.0.1:8501/. It is not shown again.")
    return 0


def _list(_arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.feedtokens import FeedTokens

    for token in FeedTokens.beside(settings).all():
        share = "safe to share" if token.share else "everything"
        say(
            " ".join(
                f"{token.number}  {token.made}  {share}  {token.who}  {token.label}".split("\n")
            )
        )
    return 0


def _revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    from geodata.feedtokens import FeedTokens

    if not FeedTokens.beside(settings).revoke(arguments.number):
        warn(f"dateline: there is no feed token {arguments.number}; dateline feed-token list")
        return 1
    say(f"{arguments.number} is revoked")
    return 0
