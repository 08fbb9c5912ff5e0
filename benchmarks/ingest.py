"""What ingesting a folder costs: one process against as many as cores, then once more unchanged.

    python -m benchmarks.ingest                 10,000 small files
    python -m benchmarks.ingest --files 1000

Makes text files of our own gold texts (of twenty outlets, some broken, some twice), ingests them
into a new store serially and with worker processes, each run in a process of its own, compares
every event of both, and ingests the folder again. Prints wall and CPU seconds (workers included),
files a second, the largest memory, and the main process's every tenth of the way. On a machine
with other work only CPU seconds can be compared: what the main process spends cannot be spread over
more cores.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import geopandas as gpd
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
    context = mp.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_files(root / "reports", arguments.files)
        urls = {w: f"sqlite:///{root / f'{w}.gpkg'}" for w in dict.fromkeys((1, arguments.workers))}
        for workers, url in urls.items():
            for _ in range(2):
                process = context.Process(target=run, args=(root / "reports", url, workers))
                process.start()
                process.join()
        frames = [pd.DataFrame(frame_of(url).drop(columns="geometry")) for url in urls.values()]
        if len(frames) > 1:
            pd.testing.assert_frame_equal(frames[0], frames[1])
            print(f"the same {len(frames[0]):,} events in both, column by column")


def make_files(folder: Path, count: int) -> None:
    """Write small reports: every hundredth is broken, every fiftieth is there already."""
    folder.mkdir()
    words = cycle(" ".join(gold_texts()).split())
    for number in range(count):
        text = f"Outlet {number % 20}, {1 + number % 28} May 2024.\n\n" + " ".join(
            islice(words, WORDS)
        )
        data = b"\x00\xff\x00\x01" * 50 if number % 100 == 99 else text.encode()
        if number % 50 == 48:
            data = (folder / f"{number - 1:05}.txt").read_bytes()
        (folder / f"{number:05}.txt").write_bytes(data)


def gold_texts() -> Iterator[str]:
    """Yield our English gold texts."""
    rows = map(json.loads, GOLD.read_text("utf-8").splitlines())
    return (row["text"] for row in rows if row["lang"] == "en")


def frame_of(url: str) -> gpd.GeoDataFrame:
    """Return the events of a store."""
    with open_store(url) as store:
        return store.frame()


def run(folder: Path, url: str, workers: int) -> None:
    """Ingest the folder and print what it cost."""
    began, spent, own = time.monotonic(), cpu_seconds(), time.process_time()
    geoparser = Geoparser.open(replace(Settings.from_environment(), store_url=url))
    tally, curve = Tally(), list[float]()
    names = geoparser.gazetteer
    with open_store(url, country_name=names.country_name, admin1_name=names.admin1_name) as store:
        files = walk([folder]).files
        for done in ingest_files(files, store, geoparser, Manner(workers=workers)):
            tally.add(done)
            if tally.files % max(1, len(files) // 10) == 0:
                curve.append(resident_mb())
    seconds, cpu = time.monotonic() - began, cpu_seconds() - spent
    own = time.process_time() - own
    print(
        f"{workers} worker{'s' if workers > 1 else ''}: {tally.files:,} files in {seconds:.0f} s "
        f"({tally.files / seconds:.0f}/s), {cpu:.1f} CPU s, of them {own:.1f} in the main process "
        f"({1000 * own / tally.files:.1f} ms a file), {tally.unchanged:,} unchanged; "
        f"memory at most {peak_mb(resource.RUSAGE_SELF):.0f} MB, "
        f"largest worker {peak_mb(resource.RUSAGE_CHILDREN):.0f} MB"
    )
    print(f"  {str(tally).replace(chr(10), '; ')}")
    print(f"  memory of the main process, MB: {' '.join(f'{mb:.0f}' for mb in curve)}", flush=True)


def resident_mb() -> float:
    """Return the memory in use, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def cpu_seconds() -> float:
    """Return CPU seconds of this process and of those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb(who: int) -> float:
    """Return the most memory that was used, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
