"""Speed of the gazetteer: building it from a dump, opening it, asking it.

    python benchmarks/gazetteer.py [--rows 300000] [--names 300000]

CPU seconds of this process, on files generated here in GeoNames' exact formats. Beside the build
stands plain reading of the same file with `csv`, which makes nothing of it. `--rows 12000000
--names 17000000` is about what a full dump holds.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from geodata.gazetteer import SqliteGazetteer, open_gazetteer
from geodata.gazetteer.dumps import build_from_dumps
from geodata.settings import Settings

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ra",
    "ten",
    "dor",
    "bel",
    "sha",
    "qar",
    "al",
    "san",
    "vic",
    "por",
    "ush",
    "ber",
    "gan",
    "tol",
    "hir",
    "ez",
    "vel",
    "nor",
    "dam",
    "ost",
]
ACCENTED = ("é", "ā", "ü", "ş", "ó", "ī", "ñ", "č")
SCRIPTS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "абвгдежзиклмнопрстуфхцчшщыэюя",
    "東京北南山川村町里河海西",
)
COUNTRIES = ("US", "CN", "IN", "MX", "ID", "BR", "RU", "SY", "FR", "NG", "TR", "UA")
CODES = (("P", "PPL"), ("H", "STM"), ("S", "SCH"), ("T", "HLL"), ("S", "HTL"), ("A", "ADM3"))
FIRST_ID = 2_000_000


def main() -> int:
    """Print the figures; fail when the build is slower than `--least` rows a CPU second."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--names", type=int, default=300_000)
    parser.add_argument("--least", type=float, default=0, help="rows a CPU second")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Settings(data_dir=folder, cache_dir=folder, store_url="sqlite://")
        start = time.process_time()
        with open_gazetteer(home) as gazetteer:
            _say("first start: compile our own tables", time.process_time() - start)
            _asking(gazetteer)
        _say("open", min(_timed(lambda: open_gazetteer(home).close()) for _ in range(5)))
        speed = _building(folder, home, arguments.rows, arguments.names)
    return 1 if speed < arguments.least else 0


def _building(folder: Path, home: Settings, rows: int, names: int) -> float:
    words = _Words(random.Random(7))
    places, further = folder / "allCountries.zip", folder / "alternateNamesV2.zip"
    _write(places, words.place_lines(rows))
    _write(further, words.name_lines(names, rows))
    plain = _timed(lambda: _read_plainly(places))
    _say(f"read {rows} places with csv, nothing else", plain, rows)
    steps: dict[str, float] = {}
    last = time.process_time()

    def listen(what: str, _share: float) -> None:
        nonlocal last
        now = time.process_time()
        steps[what] = steps.get(what, 0) + now - last
        last = now

    build_from_dumps([places, further], home, progress=listen)
    for what, seconds in steps.items():
        _say(f"  {what}", seconds)
    ours = steps.get("compiling the gazetteer", 0)
    total = sum(steps.values()) - ours
    _say(f"build from {rows} places and {names} names", total, rows + names)
    speed = rows / (total - steps["reading names"])
    print(f"{'':4}places alone {speed:,.0f} rows/s, {speed / (rows / plain):.2f} of csv's speed")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = (folder / "geonames.sqlite").stat().st_size / 1e6
    print(f"{'':4}peak memory {peak:,.0f} MB, index {size:,.0f} MB")
    with open_gazetteer(home) as gazetteer:
        info = gazetteer.info()
        print(f"{'':4}{info.places:,} places, {info.names:,} names")
        _asking(gazetteer)
    return speed


def _asking(gazetteer: SqliteGazetteer) -> None:
    _say("  first knows", _timed(lambda: gazetteer.knows(["Damascus"])))
    grams = [[f"Word{i} of{j}" for i in range(1000)] for j in range(20)]
    seconds = _timed(lambda: [gazetteer.knows(each) for each in grams])
    _say("  knows, unseen n-grams of 20 reports", seconds, 20_000)
    names = [f"{a}{b}" for a in SYLLABLES for b in SYLLABLES]
    _say("  lookup, unseen", _timed(lambda: gazetteer.lookup_many(names)), len(names))


class _Words:
    """Lines of dumps about places that are not."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        pick = chance.choice
        self._names = [
            "".join(pick(SYLLABLES) for _ in range(chance.randint(3, 4))).title()
            for _ in range(20_000)
        ]
        for at in range(0, len(self._names), 4):
            self._names[at] = self._names[at][:2] + pick(ACCENTED) + self._names[at][2:]
        self._foreign = [
            "".join(pick(script) for _ in range(chance.randint(2, 8)))
            for script in SCRIPTS
            for _ in range(5_000)
        ]

    def place_lines(self, rows: int) -> Iterator[str]:
        """Yield lines of 19 columns: two in five with other names, two or three each."""
        chance, names, foreign = self._chance.random, self._names, self._foreign
        for at in range(rows):
            name = f"{names[int(chance() * 20_000)]} {names[int(chance() * 20_000)]}"
            others = ""
            if chance() < 0.4:
                other = names[int(chance() * 20_000)]
                others = f"{other},{foreign[int(chance() * 15_000)]},{other.lower()}"
            kind, code = CODES[int(chance() * len(CODES))]
            country = COUNTRIES[at * len(COUNTRIES) // rows]
            yield (
                f"{FIRST_ID + at}\t{name}\t{name}\t{others}\t{chance() * 170 - 85:.5f}\t"
                f"{chance() * 360 - 180:.5f}\t{kind}\t{code}\t{country}\t\t{int(chance() * 40):02}"
                f"\t{int(chance() * 900)}\t\t\t{int(chance() ** 9 * 1e6)}\t\t120\tEurope/Paris\t"
                "2024-05-01\n"
            )

    def name_lines(self, names: int, rows: int) -> Iterator[str]:
        """Yield lines of 10 columns: one in six a link or a code."""
        chance = self._chance.random
        for at in range(names):
            identity = FIRST_ID + int(chance() * rows)
            if at % 6 == 0:
                yield f"{at}\t{identity}\tlink\thttps://example.org/{at}\t\t\t\t\t\t\n"
            else:
                name = self._names[int(chance() * 20_000)]
                if at % 3 == 0:
                    name = self._foreign[int(chance() * 15_000)]
                yield f"{at}\t{identity}\ten\t{name}\t\t\t\t\t\t\n"


def _write(path: Path, lines: Iterator[str]) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(f"{path.stem}.txt", "w", force_zip64=True) as raw,
        io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as text,
    ):
        text.writelines(lines)


def _read_plainly(path: Path) -> None:
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(f"{path.stem}.txt") as raw,
        io.TextIOWrapper(raw, encoding="utf-8", newline="") as text,
    ):
        for _ in csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE):
            pass


def _timed(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def _say(what: str, seconds: float, count: int = 0) -> None:
    rate = f"{count / seconds:>12,.0f}/s" if count else ""
    print(f"{what:<48}{seconds:>9.3f} s{rate}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
