"""Places put right by hand leave the store as a file that the gazetteer takes."""

from pathlib import Path

import pytest

from geodata.cli import main
from geodata.errors import ExportError
from geodata.gazetteer import add_places
from geodata.gazetteer.own import own_rows
from geodata.model import Place, PlacePrecision
from geodata.settings import Settings
from geodata.store import Decision, Store, open_store
from geodata.store.corrections import write_corrections
from tests.geodata.store.makers import IDAHO, MOSCOW, event, events, report

REPORT = report()
TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID = (e.event_id for e in events(REPORT))


def decide_all(store: Store) -> None:
    store.save(REPORT, events(REPORT))
    store.decide(MOSCOW_ID, Decision.at(IDAHO), who="ana")
    store.decide(ATLANTIS_ID, Decision.at_point(latitude=36.4, longitude=25.4), who="ana")


def test_only_what_stands_is_a_correction(store: Store):
    decide_all(store)
    assert [(name, place.latitude) for name, place in store.corrections()] == [
        ("Moscow", IDAHO.latitude),
        ("Atlantis", 36.4),
    ]
    store.undo(who="ana")
    store.decide(TARTOUS_ID, Decision.confirm(), who="ana")
    assert [name for name, _ in store.corrections()] == ["Moscow"]
    store.decide(MOSCOW_ID, Decision.nowhere(), who="ana")
    assert store.corrections() == []
    store.decide(MOSCOW_ID, Decision.at(MOSCOW), who="ana")
    store.decide(MOSCOW_ID, Decision.reject(), who="ana")
    assert store.corrections() == []


def test_a_pair_decided_twice_is_one(store: Store):
    for key in ("a", "b"):
        mine = report(f"Moscow, {key}", key=key)
        one = event(mine, "Moscow", MOSCOW)
        store.save(mine, [one])
        store.decide(one.event_id, Decision.at(IDAHO), who="ana")
    assert store.corrections() == [("Moscow", IDAHO)]


def test_the_file_comes_back_as_own_places(store: Store, settings: Settings, tmp_path: Path):
    decide_all(store)
    path = tmp_path / "corrections.csv"
    assert write_corrections(store.corrections(), path) == 2
    added = add_places(path, settings)
    assert (added.added, added.warnings) == (2, ())
    moscow, atlantis = own_rows(settings)
    assert (moscow.name, moscow.latitude, moscow.longitude) == ("Moscow", 46.7324, -117.0002)
    assert (moscow.country_code, moscow.admin1_code) == ("US", "ID")
    assert (moscow.feature_class, moscow.feature_code) == ("P", "PPLA2")
    assert (atlantis.name, atlantis.latitude, atlantis.longitude) == ("Atlantis", 36.4, 25.4)
    assert (atlantis.feature_class, atlantis.feature_code) == ("S", "")


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", " +7", "-Bad", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, name: str):
    path = tmp_path / "corrections.csv"
    assert write_corrections([(name, MOSCOW)], path) == 0


def test_odd_names_come_back(settings: Settings, tmp_path: Path):
    names = ['Our "Post", seven', "دمشق", "two\nlines"]
    place = Place(
        geonameid=0, name="", latitude=-0.5, longitude=179.9, feature_class="", feature_code=""
    )
    path = tmp_path / "corrections.csv"
    write_corrections([(name, place) for name in names], path)
    assert add_places(path, settings).warnings == ()
    kept = [row.name for row in own_rows(settings)]
    assert kept == ['Our "Post", seven', "دمشق", "two lines"]


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(ExportError, match="cannot be written"):
        write_corrections([], tmp_path / "none" / "corrections.csv")


def test_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    url, out = f"sqlite:///{tmp_path / 'mine.gpkg'}", tmp_path / "out.csv"
    with open_store(url) as store:
        store.save(REPORT, events(REPORT))
        store.decide(MOSCOW_ID, Decision.at(IDAHO, PlacePrecision.POPULATED_PLACE), who="ana")
    assert main(["gazetteer", "corrections", str(out), "--store", url]) == 0
    assert "1 place written" in capsys.readouterr().out
    assert out.read_text(encoding="utf-8").splitlines() == [
        "name,latitude,longitude,country_code,admin1_code,feature_code",
        "Moscow,46.7324,-117.0002,US,ID,PPLA2",
    ]
    assert main(["gazetteer", "corrections", str(tmp_path / "out.txt"), "--store", url]) == 2
