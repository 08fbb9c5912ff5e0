"""A zip's directory is judged first; what is damaged or a bomb is one clear error."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import ReadError
from geodata.readers import zipped
from geodata.readers.zipped import open_zip, zip_names


def packed(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_entries_are_read():
    data = packed({"a.txt": b"one", "../../b.txt": b"two", "folder/": b""})
    with open_zip(data, name="x.zip") as archive:
        assert archive.names == ("a.txt", "../../b.txt")
        assert archive.read("../../b.txt") == b"two"
        assert "a.txt" in archive
    assert zip_names(data) == {"a.txt", "../../b.txt", "folder/"}
    assert zip_names(b"PK\x03\x04 cut") == zip_names(b"no zip") == frozenset()


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = packed({"zeros": bytes(60_000_000)})
    with pytest.raises(ReadError, match=r"^x\.zip would unpack .* 60,000,000"):
        open_zip(bomb, name="x.zip").__enter__()


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr(zipped, "MAX_ENTRIES", 3)
    many = packed({str(n): b"" for n in range(4)})
    with pytest.raises(ReadError, match="holds 4 files"):
        open_zip(many, name="x.zip").__enter__()


def test_an_entry_that_lies_about_its_size_is_refused():
    data = packed({"a": bytes(5_000_000)})
    lie = data.replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    with open_zip(lie, name="x.zip") as archive, pytest.raises(ReadError, match="is damaged"):
        archive.read("a")


def test_a_password_is_said():
    data = bytearray(packed({"a.txt": b"one"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with open_zip(bytes(data), name="x.zip") as archive, pytest.raises(ReadError, match="password"):
        archive.read("a.txt")


@given(st.data())
def test_damage_is_a_read_error(data):
    raw = bytearray(packed({"a.txt": b"one" * 50, "b.txt": b"two"}))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    del raw[data.draw(st.integers(len(raw) // 2, len(raw))) :]
    with suppress(ReadError), open_zip(bytes(raw), name="x.zip") as archive:
        for name in archive.names:
            archive.read(name)
