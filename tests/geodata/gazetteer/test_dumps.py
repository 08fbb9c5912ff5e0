"""Indexes from GeoNames dumps in their exact format, generated here."""

import zipfile

import pytest

from geodata.errors import GazetteerError
from geodata.gazetteer import dumps, open_gazetteer
from geodata.gazetteer.dumps import build_from_dumps
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


@pytest.fixture
def quick(monkeypatch, few_rows):
    """Our own tables are large; here the few rows stand for them."""
    monkeypatch.setattr(dumps, "embedded_rows", lambda _: (("few", r) for r in few_rows))


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
    told = []
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
    assert told[-1] == ("reading names", 1.0)


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
