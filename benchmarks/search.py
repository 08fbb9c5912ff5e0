"""What the full-text index costs and how fast it answers.

    python -m benchmarks.search [EVENTS]

Puts events with sentences of random words straight into the layer of a store, makes their words
findable, and asks: CPU seconds, the size of the file, and the most memory that was in use. Beside
each question stands the plainest answer in the same run: every text looked through in Python.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from geodata.schema import DTYPES
from geodata.store import open_store
from geodata.store.engine import make_engine, transaction
from geodata.store.searching import add_missing_words
from geodata.store.tables import EVENTS

_LETTERS = "etaoinshrdlucmfwypvbgkqjxz"
_AT_ONCE = 5_000
_LOOKED_THROUGH = 100_000


def main(events: int) -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices(_LETTERS, k=chance.randint(3, 9))) for _ in range(30_000)]
    words += ["the", "of", "in", "and", "on"] * 1_500
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.gpkg"
        open_store(f"sqlite:///{path}").close()
        engine = make_engine(path)
        with transaction(engine, path, writes=True) as connection:
            for rows in _rows(events, words, chance):
                connection.execute(insert(EVENTS), rows)
        before, memory = path.stat().st_size, _memory()
        with transaction(engine, path, writes=True) as connection:
            _timed(f"{events} events made findable", lambda: add_missing_words(connection))
        engine.dispose()
        grown = (path.stat().st_size - before) / 2**20
        print(f"  the file grew by {grown:.0f} MB to {path.stat().st_size / 2**20:.0f} MB")
        print(f"  {_memory() - memory:.0f} MB of memory more than before")
        _ask(f"sqlite:///{path}", words)


def _ask(url: str, words: list[str]) -> None:
    some = [" ".join(words[k : k + 24]) for k in range(_LOOKED_THROUGH // 4)] * 4
    with open_store(url) as store:
        count = store.counts().places
        for asked in (words[0], f"{words[0]} {words[1]}", "nowhereland", "the", "qz"):
            hits = store.search(asked)
            name = f"search {asked!r}: {len(hits.event_ids)} events"
            ours = _timed(name, partial(store.search, asked))
            plain = _timed("", partial(_looked_through, some, asked)) / len(some) * count
            print(
                f"  looking through all in Python: {plain:.2f} s, {plain / ours:.1f} times as long"
            )


def _looked_through(texts: list[str], asked: str) -> int:
    return sum(asked in text.casefold() for text in texts)


def _rows(events: int, words: list[str], chance: random.Random) -> Iterator[list[dict[str, Any]]]:
    empty: dict[str, Any] = {"str": "", "Int64": None, "int64": 0, "float64": 0.5}
    same: dict[str, Any] = {name: empty.get(dtype) for name, dtype in DTYPES.items()}
    same |= {"admin1_code": "", "longitude": 1.5, "latitude": 2.5, "row_hash": ""}
    for start in range(0, events, _AT_ONCE):
        yield [
            same
            | {
                "event_id": f"{number:016x}",
                "report_id": f"r{number // 20}",
                "toponym": chance.choice(words),
                "sentence": " ".join(chance.choices(words, k=24)),
            }
            for number in range(start, min(events, start + _AT_ONCE))
        ]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(name: str, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    if name:
        print(f"{name:48} {seconds:8.3f} s CPU")
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
