"""Building: whole or not at all, whoever builds at the same time, and never an outdated file."""

import multiprocessing
import os
import sqlite3
import threading

import numpy as np
import pyarrow.compute as pc
import pytest

from geodata.errors import GazetteerError
from geodata.gazetteer import opening
from geodata.gazetteer.build import build_index
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.opening import is_whole, open_gazetteer
from geodata.gazetteer.sources import data_files, fingerprint
from geodata.gazetteer.tables import read_tables
from geodata.settings import Settings


def build(path, rows):
    build_index(path, (("test", row) for row in rows), fingerprint="few")


def test_progress_of_our_own_tables_is_told_and_ends_at_one():
    heard = []
    names = [n for n, _ in opening.embedded_tables(data_files(), lambda *h: heard.append(h))]
    shares = [share for _, share in heard]
    assert {words for words, _ in heard} == {"compiling the gazetteer"}
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert {"cities", "countries", "divisions", "regions"} <= set(names)


def test_an_interrupted_build_leaves_nothing(tmp_path, few_rows):
    def broken():
        yield "test", few_rows[0]
        raise KeyboardInterrupt

    path = tmp_path / "a.sqlite"
    with pytest.raises(KeyboardInterrupt):
        build_index(path, broken(), fingerprint="few")
    assert list(tmp_path.iterdir()) == []


def test_the_first_of_two_rows_with_one_id_stands(tmp_path, few_rows):
    later = few_rows[0]._replace(name="Elsewhere", latitude=0.0)
    build(tmp_path / "a.sqlite", [*few_rows, later])
    with SqliteGazetteer(tmp_path / "a.sqlite") as gazetteer:
        assert [c.name for c in gazetteer.lookup("Syria")] == ["Syria"]
        assert gazetteer.lookup("Elsewhere") == ()
        assert gazetteer.info().sources == {"test": 6}


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "other database", "older version"])
def test_a_file_that_is_no_finished_index_is_never_used(tmp_path, few_rows, damage):
    path = tmp_path / "a.sqlite"
    build(path, few_rows)
    assert is_whole(path)
    whole = path.read_bytes()
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "text":
        path.write_text("no database")
    else:
        with sqlite3.connect(path) as db:
            pragma = "application_id" if damage == "other database" else "user_version"
            db.execute(f"PRAGMA {pragma}=1")
        db.close()
    assert not is_whole(path)


def test_a_missing_file_is_not_whole(tmp_path):
    assert not is_whole(tmp_path / "none.sqlite")


def test_damage_inside_is_told_with_what_to_do(tmp_path, few_rows):
    path = tmp_path / "a.sqlite"
    build(path, few_rows)
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(GazetteerError, match="delete the file"):
        SqliteGazetteer(path).lookup("Damascus")


def test_builders_at_once_leave_one_whole_index(tmp_path, few_rows):
    path = tmp_path / "a.sqlite"
    context = multiprocessing.get_context("fork")
    builders = [context.Process(target=build, args=(path, few_rows)) for _ in range(4)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(30)
    assert [b.exitcode for b in builders] == [0] * 4
    assert list(tmp_path.iterdir()) == [path]
    assert is_whole(path)


def test_a_cache_that_cannot_be_written_says_so(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings = Settings(data_dir=tmp_path, cache_dir=blocked / "cache", store_url="sqlite://")
    with pytest.raises(GazetteerError, match="DATELINE_CACHE_DIR"):
        open_gazetteer(settings)


def test_the_fingerprint_changes_with_one_byte_and_with_the_version(tmp_path):
    path = tmp_path / "regions.csv"
    path.write_text("a")
    first = fingerprint([path], "1")
    assert fingerprint([path], "2") != first
    path.write_text("b")
    assert fingerprint([path], "1") != first
    path.write_text("a")
    assert fingerprint([path], "1") == first


def test_an_index_from_a_dump_is_used_instead_of_ours(tmp_path, few_rows):
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path / "none", store_url="sqlite://")
    build(tmp_path / opening.DUMP_INDEX, few_rows)
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.info().places == 6


@pytest.mark.parametrize("damage", ["older version", "cut"])
def test_a_dump_index_that_is_not_used_is_told_of(tmp_path, cache_dir, few_rows, damage):
    settings = Settings(data_dir=tmp_path, cache_dir=cache_dir, store_url="sqlite://")
    path = tmp_path / opening.DUMP_INDEX
    build(path, few_rows)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:9000])
    else:
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version=4")
        db.close()
    with open_gazetteer(settings) as gazetteer:
        (warning,) = gazetteer.info().warnings
        assert gazetteer.info().places > 6
    assert str(path) in warning
    assert "dateline gazetteer build" in warning


def test_threads_share_one_gazetteer(small):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(small.lookup("Damascus"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_every_row_of_our_tables_can_stand():
    ids = []
    for path in data_files():
        assert path.stat().st_size < 8_000_000
        for table in read_tables(path):
            ids += table["geonameid"].to_pylist()
            assert min(map(len, table["name"].to_pylist())) > 0
            assert np.abs(table["latitude"].to_numpy()).max() <= 90
            assert np.abs(table["longitude"].to_numpy()).max() <= 180
            assert set(table["feature_class"].to_pylist()) <= set("AHLPRSTUV")
            assert "" not in table["feature_code"].to_pylist()
            for names in (table["name"], pc.list_flatten(table["alternate_names"])):
                assert not pc.any(pc.match_substring_regex(names, "[\t\n]")).as_py()
    assert len(ids) == len(set(ids)) > 290_000
