"""What services answered, kept for good: no name is asked twice."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from geodata.geocoding.answers import Found, NotFound
from geodata.model import Place, PlacePrecision

__all__ = ["AnswerMemory"]

_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
    service TEXT, name TEXT, country_code TEXT, place TEXT, asked_at TEXT,
    PRIMARY KEY (service, name, country_code)
) WITHOUT ROWID
"""
_BUSY_SECONDS = 5.0


class AnswerMemory:
    """Found places and definite "not found"s, in a file that only its owner can read.

    Every method may raise `sqlite3.Error`, or `OSError` where the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, service: str, name: str, country_code: str) -> Found | NotFound | None:
        """Return what the service answered before, or None."""
        with closing(self._opened()) as db:
            row = db.execute(
                "SELECT place FROM answers WHERE service = ? AND name = ? AND country_code = ?",
                (service, _key(name), country_code),
            ).fetchone()
        if row is None:
            return None
        return _load(row[0]) if row[0] else NotFound()

    def keep(self, service: str, name: str, country_code: str, answer: Found | NotFound) -> None:
        """Remember an answer; a later one takes the place of an earlier one."""
        place = _dump(answer) if isinstance(answer, Found) else None
        with closing(self._opened()) as db, db:
            db.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, datetime('now'))",
                (service, _key(name), country_code, place),
            )

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            # The names that somebody asked about are nobody else's business.
            self._path.touch(mode=0o600)
        db = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
        try:
            db.execute(_TABLE)
        except sqlite3.Error:
            db.close()
            raise
        return db


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _dump(found: Found) -> str:
    record = asdict(found.place) | {"place_precision": str(found.place_precision)}
    return json.dumps(record, ensure_ascii=False)


def _load(text: str) -> Found | None:
    """Return the kept place; what cannot be read is asked again."""
    try:
        record = json.loads(text)
        precision = PlacePrecision(record.pop("place_precision"))
        return Found(place=Place(**record), place_precision=precision)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
