"""Everything hostile that there is, through reading, geoparsing, the store, the page and exports.

    python -m benchmarks.hostile [--out FILE.jsonl] [FOLDER_OR_FILE...]

Without arguments it takes ``hostile/`` of the shared folder (``DATELINE_SHARED``, else
``../shared``). A list of strings (``.json``) or of payloads (``payload`` in the name) is one case a
line, each in a sentence with a place and a day. Every case ends as read, partly read or refused;
the rest (crashed, over time, without a word) is a fault: exit 1.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.export import suffixes, write
from geodata.ingest import Outcome, Step, ingest, upload
from geodata.maps.columns import event_columns
from geodata.maps.details import details
from geodata.model import Counts, PublishedBasis
from geodata.pipeline import Geoparser
from geodata.progress import Meter
from geodata.query import EventQuery
from geodata.schema import validate
from geodata.settings import Settings
from geodata.store import Store, open_store

MAX_SECONDS = 60.0
MAX_MEMORY = 2_000_000_000
SENTENCE = "Published: 9 December 2024\n\nOn 8 December 2024 a bridge fell in Damascus: {}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hostile input."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a case."""

    name: str
    outcome: str
    seconds: float
    why: str
    reports: int = 0
    places: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Everything hostile, through everything.")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, help="write what became of each case here")
    options = parser.parse_args()
    paths = options.paths or [shared() / "hostile"]
    missing = [path for path in paths if not path.exists()]
    if missing:
        print(f"{missing[0]} is not there: name folders, or set DATELINE_SHARED")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings.from_environment()
        geoparser = Geoparser.open(settings)
        with open_store(f"sqlite:///{folder / 'hostile.gpkg'}") as store:
            results = list(_run(list(cases(paths)), store, geoparser, settings))
            faults = [*_faults(results), *_after(store, folder, results)]
    if options.out:
        lines = (json.dumps({k: getattr(r, k) for k in Result.__slots__}) for r in results)
        options.out.write_text("\n".join(lines), encoding="utf-8")
    _report(results, faults)
    return 1 if faults else 0


def shared() -> Path:
    """Return the folder of shared material, beside the project unless the environment names it."""
    named = os.environ.get("DATELINE_SHARED")
    return Path(named) if named else Path(__file__).parents[2] / "shared"


def cases(paths: list[Path]) -> Iterator[Case]:
    """Yield each file as it is, and each entry of a list of strings."""
    for root in paths:
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in (file for file in files if file.is_file()):
            yield Case(name=file.name, data=file.read_bytes())
            yield from _strings(file)


def _strings(file: Path) -> Iterator[Case]:
    entries = list[str]()
    if "naughty" in file.name and file.suffix == ".json":
        entries = [str(entry) for entry in json.loads(file.read_bytes())]
    elif "payload" in file.name and file.suffix == ".txt":
        entries = file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    for number, entry in enumerate(entries):
        data = SENTENCE.format(entry).encode("utf-8", "surrogatepass")
        yield Case(name=f"{file.stem}-{number}.txt", data=data)


def _run(
    listed: list[Case], store: Store, geoparser: Geoparser, settings: Settings
) -> Iterator[Result]:
    with Meter("cases", total=len(listed)) as meter:
        for number, case in enumerate(listed, 1):
            yield _one(case, store, geoparser, settings)
            meter.advance(case.name)
            if not number % 500:
                print(f"{number} of {len(listed)} cases", flush=True)


def _one(case: Case, store: Store, geoparser: Geoparser, settings: Settings) -> Result:
    began = time.monotonic()
    try:
        steps = list(ingest([upload(case.name, case.data, settings)], store, geoparser))
    except Exception as error:  # noqa: BLE001 - finding these is what it is for
        outcome, why = "crashed", f"{type(error).__name__}: {error}"
        steps = list[Step]()
    else:
        outcome, why = _outcome(steps)
    seconds = time.monotonic() - began
    return Result(
        name=case.name,
        outcome="over time" if seconds > MAX_SECONDS else outcome,
        seconds=round(seconds, 2),
        why=why[:500],
        reports=sum(step.outcome is not Outcome.SKIPPED for step in steps),
        places=sum((step.counts for step in steps), Counts()).places,
    )


def _outcome(steps: list[Step]) -> tuple[str, str]:
    """Say whether a case was read, partly read or refused."""
    refused = [step.why for step in steps if step.outcome is Outcome.SKIPPED]
    gaps = [gap for step in steps if step.report for gap in step.report.gaps]
    why = "; ".join([*refused, *gaps])
    if not steps:
        return "without a word", ""
    if len(refused) == len(steps):
        return ("refused", why) if why else ("without a word", "")
    return ("partly read", why) if why else ("read", "")


def _faults(results: list[Result]) -> list[str]:
    bad = {"crashed", "over time", "without a word"}
    faults = [f"{r.name}: {r.outcome} {r.why}" for r in results if r.outcome in bad]
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if children > MAX_MEMORY:
        faults.append(f"a worker took {children / 1e9:.1f} GB")
    return faults


def _after(store: Store, folder: Path, results: list[Result]) -> Iterator[str]:
    """Load, validate, show and export all events; yield what does not add up."""
    frame = store.events(EventQuery.everything())
    validate(frame)
    yield from store.check()
    if sum(result.places for result in results) != len(frame):
        yield f"{sum(r.places for r in results)} places were counted, {len(frame)} are in the store"
    unknown = set(frame["published_basis"]) - set(PublishedBasis)
    if unknown:
        yield f"unknown basis {unknown}"
    columns = event_columns(frame)
    shown = json.dumps(details(frame, columns, range(len(frame))), allow_nan=False)
    shown.encode()
    for suffix in suffixes():
        began = time.process_time()
        count = write(frame, folder / f"hostile{suffix}")
        print(f"{suffix}: {count} events in {time.process_time() - began:.1f} s")
        if count != len(frame):
            yield f"{suffix} holds {count} of {len(frame)} events"


def _report(results: list[Result], faults: list[str]) -> None:
    counts = Counter(result.outcome for result in results)
    print(f"{len(results)} cases: " + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))
    slow = max(results, key=lambda result: result.seconds, default=None)
    if slow is not None:
        print(f"slowest: {slow.name}, {slow.seconds:.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"memory at most: {memory / 1e6:.0f} MB; {sum(r.places for r in results)} places")
    for fault in faults[:100]:
        print(f"FAULT {fault}")


if __name__ == "__main__":
    sys.exit(main())
