"""Tokens by which other programs (QGIS) load a store's events: read-only, each revoked by itself.

Each is a file of its own in a private folder beside the store, so that making and revoking need no
lock. A token is 256 random bits; the file holds its SHA-256 alone, and no log or listing the token.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from geodata.errors import StoreError, UsageError
from geodata.settings import Settings
from geodata.store.opening import path_of

__all__ = ["FeedToken", "FeedTokens"]

_MOST = 200
_LABEL_LENGTH = 100
_NUMBER = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedToken:
    """What is known of a token.

    Attributes
    ----------
    number
        What it is listed and revoked by; nothing can be loaded with it.
    who
        Who made it; empty for whoever runs the server.
    made
        The day.
    share
        Whether it gives events that are safe to share, and nothing else.
    """

    number: str
    label: str
    who: str
    made: str
    share: bool
    digest: str = field(repr=False)


class FeedTokens:
    """The tokens of one store.

    Parameters
    ----------
    folder
        Where they are kept; made when the first one is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def beside(cls, settings: Settings) -> FeedTokens:
        """Return the tokens of a run's store."""
        path = path_of(settings.store_url) or settings.data_dir / "temporary"
        return cls(path.with_name(f"{path.name}.feeds"))

    def new(self, *, label: str = "", who: str = "", share: bool = False) -> str:
        """Make a token and return it: this once, nobody can read it again.

        Raises
        ------
        UsageError
            There are too many.
        StoreError
            It cannot be kept.
        """
        if len(self.all()) >= _MOST:
            raise UsageError(f"there are {_MOST} feed tokens already; revoke some first")
        token = secrets.token_urlsafe(32)
        digest = _digest(token)
        kept = FeedToken(
            number=digest[:12],
            label=" ".join(label.split())[:_LABEL_LENGTH],
            who=who,
            made=dt.datetime.now(dt.UTC).date().isoformat(),
            share=share,
            digest=digest,
        )
        path = self._folder / f"{kept.number}.json"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(asdict(kept), out)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written ({error.strerror})") from error
        return token

    def all(self) -> tuple[FeedToken, ...]:
        """Return what is known of each, the oldest first."""
        found = filter(None, map(_read, sorted(self._folder.glob("*.json"))))
        return tuple(sorted(found, key=lambda token: (token.made, token.number)))

    def revoke(self, number: str) -> bool:
        """Make a token worth nothing, from now on; say whether there was one."""
        if not _NUMBER.fullmatch(number):
            return False
        try:
            (self._folder / f"{number}.json").unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StoreError(f"{number}: cannot be revoked ({error.strerror})") from error
        return True

    def holder(self, token: str) -> FeedToken | None:
        """Return what is known of a token that somebody shows; None if it is worth nothing."""
        digest, found = _digest(token), None
        # All are compared, each in the same time, so that an answer's delay tells nothing.
        for known in self.all():
            if hmac.compare_digest(known.digest, digest):
                found = known
        return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> FeedToken | None:
    """Return a token's file; None if it was revoked a moment ago, or is none of ours."""
    try:
        told = json.loads(path.read_bytes())
        token = FeedToken(
            number=path.stem,
            label=str(told["label"]),
            who=str(told["who"]),
            made=str(told["made"]),
            share=told["share"] is not False,
            digest=str(told["digest"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = _NUMBER.fullmatch(token.number) and token.digest.startswith(token.number)
    return token if whole and token.digest.isascii() else None
