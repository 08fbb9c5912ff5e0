"""Fuzz every reader, guided by coverage (atheris), from documents that the tests make.

    python -m benchmarks.fuzz [SECONDS_PER_READER [TARGET...]]

A finding is an exception that is no `ReadError`, nothing found without a word, a text that cannot
be written, a page outside the text, more than 30 seconds, or more than 2 GB. The input that did it
is kept in ``fuzz-findings/`` and the exit code is 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from geodata.errors import ReadError
from geodata.model import Report
from geodata.readers.registry import named, readers
from tests.geodata.readers.makers import FORMATS, odf_part, packed, word_paragraph, word_part

MAX_INPUT = 30_000
FINDINGS = Path("fuzz-findings")
STORY = [
    "Bridge falls in Tartus",
    "A bridge in Tartus collapsed on 8 December 2024 after heavy rain, and two people were hurt.",
    "Rescue teams from Damascus arrived on 9 December 2024.",
]


def _docx(part: bytes) -> bytes:
    return packed({"[Content_Types].xml": "", "word/document.xml": part})


def _odt(part: bytes) -> bytes:
    return packed({"META-INF/manifest.xml": "", "content.xml": part})


# Bytes of a zip break at its checksums: of these the part inside is mutated.
_WRAPPED: Mapping[str, Callable[[bytes], bytes]] = {
    "OfficeReader": _docx,
    "OpenDocumentReader": _odt,
}
_SEEDS = {
    "OfficeReader": word_part("".join(map(word_paragraph, STORY))),
    "OpenDocumentReader": odf_part(
        "<office:body><office:text>"
        + "".join(f"<text:p>{line}</text:p>" for line in STORY)
        + "</office:text></office:body>"
    ),
    "TableReader": "date,place,text\n2024-12-08,Tartus,A bridge fell\n2024-12-09,Homs,Rain\n",
}


def main() -> int:
    if sys.argv[1:2] == ["--target"]:
        return _fuzz(sys.argv[2], sys.argv[3:])
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    chosen = sys.argv[2:] or [type(reader).__name__ for reader in readers()]
    FINDINGS.mkdir(exist_ok=True)
    failed = [target for target in chosen if not _run(target, seconds)]
    print(f"{len(chosen)} targets, {seconds} s each; findings: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _run(target: str, seconds: int) -> bool:
    """Fuzz one reader in a process of its own."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(_seeds(target)):
            (Path(corpus) / str(number)).write_bytes(seed)
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
    runs = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
    print(f"{target}: {runs[0].split(':')[-1].strip() if runs else 'no'} runs", flush=True)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-3000:])
    return not done.returncode


def _seeds(target: str) -> list[bytes]:
    if target in _SEEDS:
        return [_SEEDS[target].encode()]
    made = (make(STORY) for make in FORMATS.values())
    reader = named(target)
    fitting = [data for data in made if reader.sniff(data, "a.bin")]
    return fitting or [b"\n\n".join(line.encode() for line in STORY)]


def _fuzz(target: str, options: list[str]) -> int:
    import atheris

    with atheris.instrument_imports(include=["geodata.readers", "pypdf", "email"]):
        reader = named(target)
        wrap = _WRAPPED.get(target, bytes)
        for seed in _seeds(target):
            _try(target, wrap(seed))

    def one(data: bytes) -> None:
        _try(type(reader).__name__, wrap(data))

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()
    return os.EX_OK


def _try(target: str, data: bytes) -> None:
    try:
        items = named(target).read(data, name="a.bin")
    except ReadError as error:
        if "a.bin" not in str(error):
            raise AssertionError(f"the file is not named: {error}") from error
        return
    if not items and data.strip():
        raise AssertionError("nothing found, without a word")
    for report in items:
        if isinstance(report, Report):
            report.text.encode()
            if any(not 0 <= page <= len(report.text) for page in report.pages):
                raise AssertionError("a page begins outside the text")


if __name__ == "__main__":
    sys.exit(main())
