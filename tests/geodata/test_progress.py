"""What a long run says of itself on a terminal."""

from __future__ import annotations

import io

import pytest

from geodata.progress import Meter


class Terminal(io.TextIOWrapper):
    """A terminal of some encoding."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "1 of 3 files · Київ.txt"), ("ascii", r"1 of 3 files \xb7 \u041a\u0438")],
)
def test_a_line_is_in_letters_that_the_terminal_has(
    monkeypatch: pytest.MonkeyPatch, encoding: str, said: str
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stderr", Terminal(raw, encoding=encoding, write_through=True))
    meter = Meter("files", total=3)
    meter.advance("Київ.txt")
    assert said in raw.getvalue().decode(encoding)


def test_a_name_gives_the_terminal_no_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stderr", Terminal(raw, encoding="utf-8", write_through=True))
    Meter("files", total=3).advance("a\x1b]0;owned\x07\u202etxt.exe")
    line = raw.getvalue().decode().removeprefix("\r\x1b[K")
    assert line == r"1 of 3 files · a\x1b]0;owned\x07\u202etxt.exe"
