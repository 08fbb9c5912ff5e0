"""Everything hostile that there is, through reading, geoparsing, the store, the page and exports.

    python -m benchmarks.hostile [--out FILE.jsonl] [--bad COUNT [--seed N]] [--reading] [PATH...]

Without arguments it takes ``hostile/`` of the shared folder (``DATELINE_SHARED``, else
``../shared``). A list of strings (``.json``) or of payloads (``payload`` in the name) is one case a
line, each in a sentence with a place and a day. With ``--bad`` it takes so many files of
`benchmarks.bad_files` instead, first one by one as uploads, then all by `dateline ingest`. Every
case ends as read, partly read or refused; the rest (crashed, over time, without a word, stopped by
the last net instead of an error of ours) is a fault: exit 1. `--reading` stops after reading.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bad_files import bad_files
from geodata.errors import ReadError
from geodata.export import suffixes, write
from geodata.ingest import Outcome, Step, ingest, upload
from geodata.maps.columns import event_columns
from geodata.maps.details import details
from geodata.model import Counts, PublishedBasis, Report
from geodata.pipeline import Geoparser
from geodata.progress import Meter
from geodata.query import EventQuery
from geodata.readers import read_each_of
from geodata.schema import validate
from geodata.settings import Settings
from geodata.store import Store, open_store

MAX_SECONDS = 60.0
MAX_MEMORY = 2_000_000_000
# What a worker says of an exception that nobody foresaw, and a process of one that went past it.
_UNTYPED = re.compile(r"it is damaged \([A-Z]\w+: |ended without an answer|Please report this")
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
    parser.add_argument("--bad", type=int, metavar="COUNT", help="so many files made here")
    parser.add_argument("--seed", type=int, default=1, help="other files of the same kinds")
    parser.add_argument("--reading", action="store_true", help="no geoparsing, no store")
    options = parser.parse_args()
    paths = options.paths or ([] if options.bad else [shared() / "hostile"])
    missing = [path for path in paths if not path.exists()]
    if missing:
        print(f"{missing[0]} is not there: name folders, or set DATELINE_SHARED")
        return 2
    made = bad_files(options.bad or 0, seed=options.seed)
    listed = [*cases(paths), *(Case(name=name, data=data) for name, data in made)]
    settings = Settings.from_environment()
    if options.reading:
        results = list(_run(listed, lambda case: _read(case, settings)))
        faults = _faults(results)
    else:
        results, faults = _through_everything(listed, settings, by_command=bool(options.bad))
    if options.out:
        lines = (json.dumps({k: getattr(r, k) for k in Result.__slots__}) for r in results)
        options.out.write_text("\n".join(lines), encoding="utf-8")
    _report(results, faults)
    return 1 if faults else 0


def _through_everything(
    listed: list[Case], settings: Settings, *, by_command: bool
) -> tuple[list[Result], list[str]]:
    """Take the cases through reading, geoparsing, the store, the page's data and all exports."""
    with tempfile.TemporaryDirectory() as name:
        folder, kept = Path(name), dict[str, int]()
        geoparser = Geoparser.open(settings)
        with open_store(f"sqlite:///{folder / 'hostile.gpkg'}") as store:
            results = list(_run(listed, lambda case: _one(case, store, geoparser, kept)))
            faults = [*_faults(results), *_after(store, folder, kept)]
        if by_command:
            faults += _by_command(listed, folder)
    return results, faults


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


def _run(listed: list[Case], take: Callable[[Case], Result]) -> Iterator[Result]:
    with Meter("cases", total=len(listed)) as meter:
        for number, case in enumerate(listed, 1):
            yield take(case)
            meter.advance(case.name)
            if not number % 500:
                print(f"{number} of {len(listed)} cases", flush=True)


def _read(case: Case, settings: Settings) -> Result:
    """Read one case, and no more."""
    began, why, reports = time.monotonic(), list[str](), 0
    outcome = ""
    try:
        for item in read_each_of(case.data, name=case.name, settings=settings):
            reports += isinstance(item, Report)
            why += list(item.gaps) if isinstance(item, Report) else [item.why]
    except ReadError as error:
        why.append(str(error))
    except Exception as error:  # noqa: BLE001 - finding these is what it is for
        outcome, why = "crashed", [f"{type(error).__name__}: {error}"]
    seconds = time.monotonic() - began
    if not outcome:
        outcome = ("partly read" if why else "read") if reports else "refused"
        outcome = outcome if reports or any(why) else "without a word"
    return Result(
        name=case.name,
        outcome="over time" if seconds > MAX_SECONDS else outcome,
        seconds=round(seconds, 2),
        why="; ".join(why)[:500],
        reports=reports,
    )


def _one(case: Case, store: Store, geoparser: Geoparser, kept: dict[str, int]) -> Result:
    """Take one case; `kept` counts the places of each report, of one that comes again the last."""
    began = time.monotonic()
    source = upload(case.name, case.data, geoparser.settings)
    try:
        steps = list(ingest([source], store, geoparser))
    except Exception as error:  # noqa: BLE001 - finding these is what it is for
        outcome, why = "crashed", f"{type(error).__name__}: {error}"
        steps = list[Step]()
    else:
        outcome, why = _outcome(steps)
    seconds = time.monotonic() - began
    for step in steps:
        if step.report and step.outcome in {Outcome.ADDED, Outcome.UPDATED}:
            kept[step.report.report_id] = step.counts.places
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
    faults = [
        f"{r.name}: {r.outcome} {r.why}"
        for r in results
        if r.outcome in bad or _UNTYPED.search(r.why)
    ]
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if children > MAX_MEMORY:
        faults.append(f"a worker took {children / 1e9:.1f} GB")
    return faults


def _after(store: Store, folder: Path, kept: dict[str, int]) -> Iterator[str]:
    """Load, validate, show and export all events; yield what does not add up."""
    frame = store.events(EventQuery.everything())
    validate(frame)
    yield from store.check()
    if sum(kept.values()) != len(frame):
        yield f"{sum(kept.values())} places were counted, {len(frame)} are in the store"
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


def _by_command(listed: list[Case], folder: Path) -> Iterator[str]:
    """Write the files into folders, ingest those by the command, and compare what it says."""
    for number, case in enumerate(listed):
        path = folder / "bad" / f"{number // 1000}" / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.data)
    log, began = folder / "log.jsonl", time.monotonic()
    command = [sys.executable, "-m", "geodata", "ingest", str(folder / "bad")]
    command += ["--store", f"sqlite:///{folder / 'command.gpkg'}", "--log", str(log)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    outcomes = Counter(line["outcome"] for line in lines)
    print(f"dateline ingest: {time.monotonic() - began:.0f} s, exit {done.returncode}; {outcomes}")
    print(done.stdout.strip())
    if done.returncode != 1 or "Traceback" in done.stderr:
        yield f"the command ended with {done.returncode}: {done.stderr[-500:]}"
    if len(lines) + _passed_over(done.stderr) != len(listed):
        yield f"{len(listed)} files, {len(lines)} lines in the log: {done.stderr[-500:]}"
    for line in lines:
        silent = not line["why"] and (not line["reports"] or line["outcome"] != "read")
        if silent or _UNTYPED.search(line["why"]):
            yield f"{line['path']}: {line['outcome']} {line['why']} ({line['reports']} reports)"


def _passed_over(said: str) -> int:
    """Return how many files of other kinds a folder's walk has counted."""
    found = re.search(r"(\d+) files? of other kinds left out", said)
    return int(found[1]) if found else 0


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
