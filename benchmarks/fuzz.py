"""Fuzz every reader and every parser of text, guided by coverage (atheris).

    python -m benchmarks.fuzz [--out FILE.jsonl] [SECONDS_PER_TARGET [TARGET...]]

A finding is an exception that is none of ours, nothing found without a word, a text that cannot be
written, an offset that does not hold, more than 30 seconds, or more than 2 GB. The input that did
it is kept in ``fuzz-findings/``, one for each kind of fault, and the exit code is 1; a target goes
on after a finding until its time is over.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

import atheris

# Coverage is seen of what is imported here and nowhere before, and of what the seeds load.
LIBRARIES = ["geodata", "email", "feedparser", "htmldate", "openpyxl", "pypdf", "trafilatura"]
with atheris.instrument_imports(include=LIBRARIES if sys.argv[1:2] == ["--target"] else ["none"]):
    from benchmarks.fuzz_targets import TARGETS

MAX_INPUT = 30_000
MAX_ENDS = 10
FINDINGS = Path("fuzz-findings")
_RUNS = re.compile(r"number_of_executed_units:\s*(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What one target's time brought."""

    target: str
    seconds: float
    cpu_seconds: float
    runs: int
    corpus: int
    findings: tuple[str, ...]


def main() -> int:
    if sys.argv[1:2] == ["--target"]:
        return _fuzz(sys.argv[2], sys.argv[3:])
    parser = argparse.ArgumentParser(description="Fuzz readers and parsers, led by coverage.")
    parser.add_argument("seconds", nargs="?", type=int, default=150, help="for each target")
    parser.add_argument("targets", nargs="*", help=f"default: all ({', '.join(TARGETS)})")
    parser.add_argument("--out", type=Path, help="add what each target brought, a line each")
    options = parser.parse_args()
    chosen = options.targets or list(TARGETS)
    unknown = [target for target in chosen if target not in TARGETS]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    FINDINGS.mkdir(exist_ok=True)
    failed = []
    for target in chosen:
        ran = _run(target, options.seconds)
        print(
            f"{target}: {ran.runs} runs in {ran.seconds:.0f} s, {ran.corpus} inputs kept; "
            f"findings: {', '.join(ran.findings) or 'none'}",
            flush=True,
        )
        failed += [target] if ran.findings else []
        if options.out:
            with options.out.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(ran)) + "\n")
    print(
        f"{len(chosen)} targets, {options.seconds} s each; with findings: "
        f"{', '.join(failed) or 'none'}"
    )
    return 1 if failed else 0


def _run(target: str, seconds: int) -> Ran:
    """Fuzz one target in a process of its own, anew where it ends before its time."""
    began, spent, runs = time.monotonic(), _children(), 0
    before = set(FINDINGS.glob(f"{target}-*"))
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(TARGETS[target].seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        for _ in range(MAX_ENDS):
            left = seconds - int(time.monotonic() - began)
            if left <= 0:
                break
            said = _process(target, corpus, left)
            runs += sum(map(int, _RUNS.findall(said)))
        kept = len(list(Path(corpus).iterdir()))
    new = set(FINDINGS.glob(f"{target}-*")) - before
    found = sorted(path.name for path in new if path.suffix != ".log")
    return Ran(
        target=target,
        seconds=round(time.monotonic() - began, 1),
        cpu_seconds=round(_children() - spent, 1),
        runs=runs,
        corpus=kept,
        findings=tuple(found),
    )


def _process(target: str, corpus: str, seconds: int) -> str:
    done = subprocess.run(
        [
            sys.executable,
            *("-m", "benchmarks.fuzz", "--target", target, corpus),
            *(f"-max_total_time={seconds}", f"-max_len={MAX_INPUT}", "-timeout=30"),
            *("-rss_limit_mb=2000", f"-artifact_prefix={FINDINGS / target}-", "-verbosity=0"),
            "-print_final_stats=1",
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        print(f"{target} ended with {done.returncode}", done.stderr[-2000:], flush=True)
    return done.stderr


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _fuzz(name: str, options: list[str]) -> int:
    target = TARGETS[name]
    with atheris.instrument_imports(include=LIBRARIES):
        for seed in target.seeds():
            target.attempt(seed)

    def one(data: bytes) -> None:
        try:
            target.attempt(data)
        except Exception as error:  # noqa: BLE001 - finding these is what it is for
            _keep(name, data, error)

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()
    return os.EX_OK


def _keep(target: str, data: bytes, error: Exception) -> None:
    """Keep the smallest input of a fault, known by its kind and where it was raised."""
    where = traceback.extract_tb(error.__traceback__)
    ours = [f"{frame.filename}:{frame.lineno}" for frame in where if "geodata" in frame.filename]
    at = ours[-1] if ours else ""
    mark = hashlib.sha256(f"{type(error).__name__} {at}".encode()).hexdigest()[:8]
    path = FINDINGS / f"{target}-{type(error).__name__}-{mark}"
    if not path.exists() or len(data) < path.stat().st_size:
        path.write_bytes(data)
        told = "".join(traceback.format_exception(error))
        path.with_suffix(".log").write_text(told, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
