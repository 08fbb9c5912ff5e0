"""What ingesting a folder costs: one process against as many as cores, then once more unchanged.

    python -m benchmarks.ingest                 10,000 small files
    python -m benchmarks.ingest --files 1000

Makes text files of our own gold texts (some broken, some twice), ingests them into a new store
serially and with worker processes, compares every event of both, and ingests the folder again.
Prints wall and CPU seconds (workers included), files a second and the memory of the run. On a
machine with other work only CPU seconds can be compared: what this process spends itself cannot be
spread over more cores.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pandas as pd

from geodata.ingest import Manner, Tally, cores, ingest_files, walk
from geodata.pipeline import Geoparser
from geodata.settings import Settings
from geodata.store import open_store

GOLD = Path(__file__).resolve().parents[1] / "tests" / "data" / "gold_toponyms.jsonl"
WORDS = 80


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=cores())
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_files(root / "reports", arguments.files)
        geoparser = Geoparser.open(Settings.from_environment())
        frames = []
        for workers in dict.fromkeys((1, arguments.workers)):
            url = f"sqlite:///{root / f'{workers}.gpkg'}"
            frames.append(run(geoparser, root / "reports", url, workers=workers))
            run(geoparser, root / "reports", url, workers=workers)
        if len(frames) > 1:
            pd.testing.assert_frame_equal(frames[0], frames[1])
            print(f"the same {len(frames[0]):,} events in both, column by column")


def make_files(folder: Path, count: int) -> None:
    """Write small reports: every hundredth is broken, every fiftieth is there already."""
    folder.mkdir()
    words = cycle(" ".join(gold_texts()).split())
    for number in range(count):
        text = f"Report {number}, {1 + number % 28} May 2024.\n\n" + " ".join(islice(words, WORDS))
        data = b"\x00\xff\x00\x01" * 50 if number % 100 == 99 else text.encode()
        if number % 50 == 48:
            data = (folder / f"{number - 1:05}.txt").read_bytes()
        (folder / f"{number:05}.txt").write_bytes(data)


def gold_texts() -> Iterator[str]:
    """Yield our English gold texts."""
    rows = map(json.loads, GOLD.read_text("utf-8").splitlines())
    return (row["text"] for row in rows if row["lang"] == "en")


def run(geoparser: Geoparser, folder: Path, url: str, *, workers: int) -> pd.DataFrame:
    """Ingest the folder, print what it cost, and return the events."""
    settings = replace(geoparser.settings, store_url=url)
    began, spent, own = time.monotonic(), cpu_seconds(), time.process_time()
    tally = Tally()
    names = geoparser.gazetteer
    with open_store(
        settings.store_url, country_name=names.country_name, admin1_name=names.admin1_name
    ) as store:
        files = walk([folder]).files
        for done in ingest_files(files, store, geoparser, Manner(workers=workers)):
            tally.add(done)
        events = store.frame()
    seconds, cpu = time.monotonic() - began, cpu_seconds() - spent
    own = time.process_time() - own
    print(
        f"{workers} worker{'s' if workers > 1 else ''}: {tally.files:,} files in {seconds:.0f} s "
        f"({tally.files / seconds:.0f}/s), {cpu:.0f} CPU s, of them {own:.0f} in this process, "
        f"{tally.unchanged:,} unchanged; "
        f"memory of this process {peak_mb(resource.RUSAGE_SELF):.0f} MB, "
        f"of the largest worker {peak_mb(resource.RUSAGE_CHILDREN):.0f} MB"
    )
    print(f"  {str(tally).replace(chr(10), '; ')}")
    return pd.DataFrame(events.drop(columns="geometry"))


def cpu_seconds() -> float:
    """Return CPU seconds of this process and of those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb(who: int) -> float:
    """Return the most memory that was used, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
