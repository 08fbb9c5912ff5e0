"""The store treated badly: 300 kills (-9), and two writers and four readers for a minute.

    python -m benchmarks.durability [KILLS] [SECONDS]

A third of the kills each hits an ingest, corrections and migrations, at random moments. After each
the store is opened and checked: integrity, row hashes, counts, nothing acknowledged lost, no report
half there. Then processes write and read one store at once, and their waits are printed.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from pathlib import Path

from geodata.store.driver import sqlite3
from geodata.store.engine import wal_is_safe
from tests.geodata.store.force import crowd, kill_correcting, kill_ingesting, kill_migrating


def main(kills: int, seconds: float) -> None:
    chance = random.Random(2024)
    journal = "WAL" if wal_is_safe() else "rollback journal"
    print(f"SQLite {sqlite3.sqlite_version}, {journal}")
    each = kills // 3
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        reports = kill_ingesting(path, each, chance)
        print(f"{each} kills of an ingest: {reports} reports acknowledged, none lost or half there")
        entries = kill_correcting(path, each, chance)
        print(f"{each} kills of corrections: {entries} decisions acknowledged, none lost")
        fell = kill_migrating(path, each, chance)
        print(
            f"{each} kills of migrations ({fell.before} before it wrote, {fell.writing} while it "
            f"wrote, {fell.ended} after its end): all whole afterwards"
        )
        seen = crowd(path / "crowd.gpkg", seconds)
    print(f"two writers, four readers, {seconds:g} s: {len(seen.errors)} errors")
    for name, took in (("write", seen.writes), ("read", seen.reads)):
        cuts = statistics.quantiles(took, n=100)
        print(
            f"  {len(took):6} {name}s: median {cuts[49] * 1000:.1f} ms, "
            f"p95 {cuts[94] * 1000:.1f} ms, worst {max(took) * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 300,
        float(sys.argv[2]) if len(sys.argv) > 2 else 60,
    )
