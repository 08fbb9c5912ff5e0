"""Indexes from GeoNames dumps in their exact format, generated here."""

import multiprocessing
import os
import zipfile

import pytest

from geodata.errors import GazetteerError
from geodata.gazetteer import dumpfiles, dumps, open_gazetteer
from geodata.gazetteer.dumps import build_from_dumps
from geodata.gazetteer.opening import DUMP_INDEX
from geodata.gazetteer.tables import row_tables
from geodata.model import Match

PLACES = """\
9000001|Qaryat al Bayda|Q|White Village,qryt,قرية البيضاء|34.9|36.2|P|PPL|SY||14|1401|||310||4|x|y
9000002|Beit Test|Beit Test||33.9|35.6|P|PPL|LB||05||||90||10|x|y
170654|Not Damascus|Not Damascus||0|0|P|PPL|SY||13||||1||1|x|y
not a number|X|X||north|0|P|PPL|SY||13||||1||1|x|y
too|short
""".replace("|", "\t")  # fmt: skip
NAMES = """\
1|9000001|en|Whitetown|1|||||
2|9000001|link|https://example.org||||||
3|9000001|abbr|QAB||||||
4|77|en|Nobody||||||
""".replace("|", "\t")

NAMES_IN_ALL = 19


@pytest.fixture
def quick(monkeypatch, few_rows):
    """Our own tables are large; here the few rows stand for them."""
    monkeypatch.setattr(
        dumps, "embedded_tables", lambda *_: row_tables(("few", row) for row in few_rows)
    )


@pytest.fixture
def dump(tmp_path):
    places, names = tmp_path / "allCountries.zip", tmp_path / "alternateNamesV2.zip"
    with zipfile.ZipFile(places, "w") as archive:
        archive.writestr("readme.txt", "x" * 10_000)
        archive.writestr("allCountries.txt", PLACES)
    with zipfile.ZipFile(names, "w") as archive:
        archive.writestr("alternateNamesV2.txt", NAMES)
        archive.writestr("iso-languagecodes.txt", "en\n")
    return places, names


def test_a_dump_becomes_the_gazetteer_in_use(quick, dump, settings):
    told: list[object] = []
    path = build_from_dumps(dump, settings, progress=lambda *heard: told.append(heard))
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.info().path == str(path)
        assert gazetteer.info().sources == {"few": 6, "GeoNames allCountries.zip": 2}
        for name in ("Qaryat al-Bayda", "White Village", "قرية البيضاء", "Whitetown"):
            assert [c.place.geonameid for c in gazetteer.lookup(name)] == [9000001]
        assert gazetteer.lookup("QAB")[0].match is Match.ABBREVIATION
        assert gazetteer.knows(["Whitetown", "Nobody", "qryt", "https://example.org"]) == {
            "Whitetown"
        }
        assert gazetteer.lookup("Not Damascus") == ()
        assert gazetteer.lookup("Whitetown")[0].place.admin2_code == "1401"
    assert told == [
        ("reading places", 1.0),
        ("reading names", 1.0),
        ("making the index", 0.0),
        ("making the index", 1.0),
    ]
    assert [p.name for p in path.parent.iterdir()] == ["geonames.sqlite"]


def test_chosen_countries_of_a_plain_file(quick, tmp_path, settings):
    path = tmp_path / "some.txt"
    path.write_text(PLACES, encoding="utf-8")
    build_from_dumps([path], settings, country_codes=["lb"])
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.lookup("Beit Test")
        assert gazetteer.place(9000001) is None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", "one,two", "1 columns"),
        ("a.zip", "no zip", "cannot be read"),
        ("a.txt", "", "1 columns"),
        ("none.txt", None, "cannot be read"),
    ],
)
def test_other_files_are_refused(tmp_path, settings, name, content, says):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(GazetteerError, match=says):
        build_from_dumps([tmp_path / name], settings)
    assert not settings.data_dir.exists()


def test_names_alone_are_no_gazetteer(quick, dump, settings):
    with pytest.raises(GazetteerError, match="no dump of places"):
        build_from_dumps(dump[1:], settings)


def test_a_zip_without_a_dump(quick, tmp_path, settings):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(GazetteerError, match="holds no dump"):
        build_from_dumps([tmp_path / "a.zip"], settings)


class StoppedError(Exception):
    """Stands for whatever ends a process."""


@pytest.fixture
def in_small_blocks(monkeypatch):
    monkeypatch.setattr(dumpfiles, "_BLOCK_BYTES", 64)


@pytest.mark.parametrize("stop", range(8))
def test_a_stopped_build_goes_on_where_it_was(quick, in_small_blocks, dump, settings, stop):
    def stop_there(*heard):
        told.append(heard)
        if len(told) > stop:
            raise StoppedError

    told: list[tuple[object, ...]] = []
    with pytest.raises(StoppedError):
        build_from_dumps(dump, settings, progress=stop_there)
    assert not (settings.data_dir / DUMP_INDEX).exists()
    first, told = told, []
    build_from_dumps(dump, settings, progress=lambda *heard: told.append(heard))
    assert first[-1] not in told or first[-1][0] == "making the index"
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.info().sources == {"few": 6, "GeoNames allCountries.zip": 2}
        assert gazetteer.info().names == NAMES_IN_ALL
        assert gazetteer.lookup("QAB")
        assert [c.place.geonameid for c in gazetteer.lookup("White Village")] == [9000001]
    assert [p.name for p in settings.data_dir.iterdir()] == [DUMP_INDEX]


def test_a_build_killed_in_the_middle_goes_on(quick, in_small_blocks, dump, settings):
    def kill(words, _share):
        if words == "reading names":
            os._exit(9)

    builder = multiprocessing.get_context("fork").Process(
        target=build_from_dumps, args=(dump, settings), kwargs={"progress": kill}
    )
    builder.start()
    builder.join(30)
    assert builder.exitcode == 9
    told: list[object] = []
    build_from_dumps(dump, settings, progress=lambda *heard: told.append(heard[0]))
    assert "reading places" not in told
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.info().names == NAMES_IN_ALL


def test_other_countries_begin_anew(quick, in_small_blocks, dump, settings):
    def stop(*_):
        raise StoppedError

    with pytest.raises(StoppedError):
        build_from_dumps(dump, settings, country_codes=["SY"], progress=stop)
    build_from_dumps(dump, settings, country_codes=["LB"])
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.place(9000001) is None
        assert gazetteer.place(9000002)


def test_two_builders_of_one_dump_do_not_meet(quick, dump, settings):
    def meet(*_):
        with pytest.raises(GazetteerError, match="another process"):
            build_from_dumps(dump, settings)
        told.append(1)

    told: list[object] = []
    build_from_dumps(dump, settings, progress=meet)
    assert told


def test_an_unfinished_index_that_is_damaged_is_removed(quick, in_small_blocks, dump, settings):
    def stop(*_):
        raise StoppedError

    with pytest.raises(StoppedError):
        build_from_dumps(dump, settings, progress=stop)
    (part,) = settings.data_dir.glob("*.part")
    part.write_bytes(b"no database" * 1000)
    with pytest.raises(GazetteerError, match="start again"):
        build_from_dumps(dump, settings)
    build_from_dumps(dump, settings)


def test_names_that_a_place_has_are_not_kept_twice(quick, dump, tmp_path, settings):
    again = tmp_path / "again.txt"
    again.write_text(
        "".join(f"{n}\t9000001\ten\t{name}\t\t\t\t\t\t\n" for n, name in enumerate(
            ["White Village", "WHITE VILLAGE", "Blanktown", "blanktown", "?!"])),
        encoding="utf-8",
    )  # fmt: skip
    build_from_dumps([dump[0], again], settings)
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.info().names == NAMES_IN_ALL - 2 + 1
        assert [c.name for c in gazetteer.lookup("blanktown")] == ["Blanktown"]
        assert [c.name for c in gazetteer.lookup("white village")] == ["White Village"]


def test_bytes_that_are_no_text_and_a_cut_archive(quick, dump, tmp_path, settings):
    odd = tmp_path / "odd.txt"
    odd.write_bytes(PLACES.encode().replace(b"Beit Test", b"Beit \xff\xfe"))
    build_from_dumps([odd], settings)
    with open_gazetteer(settings) as gazetteer:
        place = gazetteer.place(9000002)
        assert place is not None
        assert place.name == "Beit \ufffd\ufffd"
    cut = tmp_path / "cut.zip"
    data = dump[0].read_bytes()
    cut.write_bytes(data.replace(data[10_200:10_300], b"\xff" * 100))
    with pytest.raises(GazetteerError, match="cannot be read"):
        build_from_dumps([cut], settings)
