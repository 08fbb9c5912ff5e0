"""The command, run as others script against it."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest

from geodata.cli import main

REPORT = Path(__file__).parent.parent / "data" / "siege.txt"


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache_dir: Path) -> None:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATELINE_CACHE_DIR", str(cache_dir))
    monkeypatch.delenv("DATELINE_STORE", raising=False)


def test_ingest_then_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(REPORT)]) == 0
    out = capsys.readouterr().out
    assert "1 report: 1 added." in out
    assert "placed" in out
    everything, ranged = tmp_path / "all.geojson", tmp_path / "some.geojson"
    assert main(["export", str(everything)]) == 0
    assert main(["export", str(ranged), "--from", "2024-12-11", "--to", "2024-12-11"]) == 0
    assert 0 < len(gpd.read_file(ranged)) < len(gpd.read_file(everything))
    turkish = tmp_path / "turkey.geojson"
    assert main(["export", str(turkish), "--country", "TR", "--bbox", "36,36,39,38"]) == 0
    assert set(gpd.read_file(turkish)["toponym"]) == {"Gaziantep"}


def test_ingest_of_a_bad_file_exits_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    store = f"sqlite:///{tmp_path / 'other.gpkg'}"
    assert main(["ingest", str(empty), str(REPORT), "--store", store]) == 1
    said = capsys.readouterr()
    assert "empty.txt" in said.err
    assert "2 reports: 1 added, 1 skipped." in said.out
    assert (tmp_path / "other.gpkg").exists()


def test_geoparse_writes_geojson_to_standard_output(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["geoparse", str(REPORT)]) == 0
    collection = json.loads(capfdbinary.readouterr().out)
    names = {feature["properties"]["toponym"] for feature in collection["features"]}
    assert {"Manbij", "Gaziantep"} <= names
    assert "Turkish" not in names


def test_geoparse_takes_demonyms_and_a_file(tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    assert main(["geoparse", str(REPORT), "--demonyms", "-o", str(out)]) == 0
    assert "Turkish" in out.read_text(encoding="utf-8")


def test_annotate(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text('{"doc_id": "a", "text": "Homs fell."}\n', encoding="utf-8")
    assert main(["annotate", str(given), "-o", str(out)]) == 0
    row = json.loads(out.read_text(encoding="utf-8"))
    assert (row["doc_id"], row["toponyms"][0]["country_code"]) == ("a", "SY")


def test_gazetteer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "info"]) == 0
    assert "places" in capsys.readouterr().out
    assert main(["gazetteer", "search", "Damascus", "--country", "SY"]) == 0
    assert "33.51" in capsys.readouterr().out
    assert main(["gazetteer", "search", "Qwertzuiopia"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "x.geojson", "--bbox", "1,2,3"],
        ["export", "x.geojson", "--country", "Syria"],
        ["export", "x.geojson", "--from", "2024-12-08", "--to", "2024-12-01"],
    ],
)
def test_a_filter_that_cannot_be_is_wrong_use(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "dateline: " in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["export", "x.geojson", "--from", "soon"], ["fly"]])
def test_wrong_use_exits_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_own_places_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = tmp_path / "places.csv"
    places.write_text(
        "name,latitude,longitude\nTent City,36.5,37.9\nNowhere,999,0\n", encoding="utf-8"
    )
    assert main(["gazetteer", "add", str(places)]) == 1
    said = capsys.readouterr()
    assert "1 places added" in said.out
    assert "999" in said.err
    assert main(["gazetteer", "search", "Tent City"]) == 0
    assert "36.5" in capsys.readouterr().out


def test_an_unknown_format_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path / "x.doc")]) == 1
    assert ".geojson" in capsys.readouterr().err


def test_a_shared_export_says_what_leaves_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ingest", str(REPORT)])
    capsys.readouterr()
    out = tmp_path / "shared.csv"
    assert main(["export", str(out), "--share"]) == 0
    said = capsys.readouterr().out
    assert said.index("columns left empty") < said.index("written to")
    assert "for example           place_name: " in said
    whole = tmp_path / "whole.csv"
    main(["export", str(whole)])
    told = gpd.pd.read_csv(whole, dtype=str)
    shared = out.read_text(encoding="utf-8-sig") + said
    assert len(gpd.pd.read_csv(out)) == told["longitude"].count()
    for name in ("sentence", "report_title", "event_id", "report_id", "place_reason"):
        assert not any(text in shared for text in told[name].dropna()), name


@pytest.mark.parametrize(("program", "name"), [("kepler", "k.csv"), ("timemap", "t.json")])
def test_an_export_for_one_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], program: str, name: str
) -> None:
    main(["ingest", str(REPORT)])
    assert main(["export", str(tmp_path / name), "--for", program]) == 0
    assert "events written" in capsys.readouterr().out
    assert main(["export", str(tmp_path / "x.kml"), "--for", program]) == 1
    assert "name the file with one of" in capsys.readouterr().err
