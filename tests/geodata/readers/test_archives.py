"""Zip archives: each file is a source of its own; nothing leads out of them."""

from __future__ import annotations

import io
import zipfile

import pytest

from geodata.errors import EmptyReportError, ReadError
from geodata.model import Report
from geodata.readers import read_bytes, read_each_of


def packed(**files: bytes) -> bytes:
    return packed_names({name.replace("__", "."): data for name, data in files.items()})


def packed_names(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_each_file_is_read_by_its_own_reader() -> None:
    table = b"id,text\n1,Homs was calm on Sunday and nothing moved there\n"
    files = {
        "b/rows.csv": table,
        "a.txt": b"Gao was calm.",
        "c.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "__MACOSX/._a.txt": b"\x00\x05",
        ".hidden": b"x",
    }
    items = list(read_each_of(packed_names(files), name="pack.zip"))
    reports = [item for item in items if isinstance(item, Report)]
    assert [report.key for report in reports] == [
        "file:pack.zip/a.txt",
        "file:pack.zip/b/rows.csv#1",
    ]
    (refused,) = [item for item in items if not isinstance(item, Report)]
    assert refused.name == "pack.zip/c.png"
    assert "PNG" in refused.why


def test_names_lead_nowhere() -> None:
    (report,) = read_bytes(
        packed_names({"../../../etc/../x.txt": b"Gao was calm."}), name="../pack.zip"
    )
    assert report.key == "file:pack.zip/etc/x.txt"


def test_archives_in_archives_to_a_depth() -> None:
    one = packed(a__txt=b"Gao was calm.")
    two = packed(one__zip=one)
    (report,) = read_bytes(two, name="two.zip")
    assert report.key == "file:two.zip/one.zip/a.txt"
    with pytest.raises(ReadError, match="3 archives deep"):
        read_bytes(packed(two__zip=two), name="three.zip")


def test_bombs_and_empty_ones_say_so() -> None:
    with pytest.raises(ReadError, match="made to fill a computer"):
        read_bytes(packed(a__txt=b" " * 60_000_000), name="bomb.zip")
    with pytest.raises(EmptyReportError, match="holds no file"):
        read_bytes(packed(), name="empty.zip")
    with pytest.raises(ReadError, match="damaged"):
        read_bytes(packed(a__txt=b"Gao" * 100)[:60], name="cut.zip")
