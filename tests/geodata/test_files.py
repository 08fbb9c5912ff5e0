"""Private folders go with the process that made them, at the next start at the latest."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from geodata.files import private_folder, sweep_folders

pytestmark = pytest.mark.skipif(os.name != "posix", reason="asking for a process may end it")

KILLED = """
import os, pathlib, signal
from geodata.files import private_folder
folder = private_folder()
pathlib.Path(folder.name, "report.txt").write_text("secret")
print(folder.name, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_only_this_user_looks_into_a_private_folder() -> None:
    with private_folder() as name:
        assert Path(name).stat().st_mode & 0o077 == 0
    assert not Path(name).exists()


def test_what_a_killed_process_left_is_swept(temporary: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    left = Path(ended.stdout.strip())
    assert (left / "report.txt").read_text() == "secret"
    with private_folder() as mine:
        assert sweep_folders() == 1
        assert not left.exists()
        assert Path(mine).exists()


def test_what_is_not_ours_stays(temporary: Path) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        check=True,
    )
    process = int(dead.stdout)
    others = [
        temporary / name
        for name in ("dateline-notes", f"dateline-{process}", f"x-dateline-{process}-a")
    ]
    for folder in others:
        folder.mkdir()
    aim = temporary / "aim"
    aim.mkdir()
    (temporary / f"dateline-{process}-link").symlink_to(aim)
    (temporary / f"dateline-{10**30}-a").mkdir()
    assert sweep_folders() == 1
    assert all(folder.exists() for folder in [*others, aim])
