"""Names that command a terminal, turn a line around or pretend to be markup: nowhere obeyed."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

import pytest

from geodata.cli import main
from geodata.export import write
from geodata.shown import say, visible
from tests.geodata.export.made import full_table

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NAMES = [
    b"\x1b]0;owned\x07.csv",
    b"\x1b[2J\x1b[31mred.docx",
    "\u202ecod.nur.pdf".encode(),
    "a\u2066b\u200bc.zip".encode(),
    b"new\nrefused: faked.xlsx",
    b"\xff\xfe\x9b31m.json",
    b"back\rfront.kml",
    b"x.\x1b[5m",
]


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, cache_dir: Path, tmp_path: Path) -> Path:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATELINE_CACHE_DIR", str(cache_dir))
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="no other system has such names")
def test_file_names_do_nothing_to_the_terminal(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = quiet / "in"
    folder.mkdir()
    for name in NAMES:
        (os.fsencode(folder) + b"/" + name).decode("utf-8", "surrogateescape")
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123 - bytes
            file.write(b"PK\x03\x04 no more of it")
    log = quiet / "log.jsonl"
    store = f"sqlite:///{quiet / 'store.gpkg'}"
    assert main(["ingest", str(folder), "--store", store, "--log", str(log)]) == 1
    shown = capsys.readouterr()
    assert not UNSEEN.search(shown.out + shown.err)
    assert "\\x1b]0;owned\\x07.csv" in shown.err or "\ufffd]0;owned\ufffd.csv" in shown.err
    assert not any(line.startswith("refused: faked") for line in shown.err.splitlines())
    lines = log.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(NAMES) - 1
    assert all(json.loads(line)["why"] for line in lines)
    # Named by themselves, in a command without a store.
    assert main(["geoparse", *(str(path) for path in folder.iterdir())]) == 1
    shown = capsys.readouterr()
    assert not UNSEEN.search(shown.err)


def test_letters_that_the_terminal_lacks_are_written_out(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="ascii") as terminal:
        say("Köln \ud800 \u202e دمشق", file=terminal)
    text = (tmp_path / "out").read_text(encoding="ascii")
    assert text == "K\\xf6ln \\ud800 \\u202e \\u062f\\u0645\\u0634\\u0642\n"


def test_words_that_need_joiners_keep_them() -> None:
    words = "می\u200cخواهم 👩\u200d👧 دمشق\u200f (Homs)\n\tKöln"
    assert visible(words) == words
    assert visible("\U000e0041\ufeff\u00ad\x85") == "\\U000e0041\\ufeff\\xad\\x85"


@pytest.mark.parametrize("suffix", [".kml", ".rss"])
def test_names_on_the_maps_of_others_are_no_markup_and_turn_nothing(
    suffix: str, tmp_path: Path
) -> None:
    frame = full_table()
    frame["place_name"] = "<img src=x onerror=alert(1)>\u202egpj\u2066"
    frame["sentence"] = "A bridge \u202efell\u200b."
    path = tmp_path / f"out{suffix}"
    assert write(frame, path) == len(frame)
    text = path.read_text(encoding="utf-8")
    names = re.findall(r"<(name|title|description)>(.*?)</\1>", text)
    assert not any("<" in html.unescape(said) for kind, said in names if kind != "description")
    names = [(kind, html.unescape(html.unescape(said))) for kind, said in names]
    assert any("\\u202egpj\\u2066" in said for _, said in names)
    assert any("\\u202e" in said for kind, said in names if kind == "description")
    assert not any(UNSEEN.search(said) for _, said in names)
