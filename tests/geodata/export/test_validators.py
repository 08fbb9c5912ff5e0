"""What is written, judged whole by validators of the standards that others keep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import geoparquet_validator
import pykml
import pytest
from geojson_pydantic import FeatureCollection
from lxml import etree

from geodata import schema
from geodata.export import write
from tests.geodata.export.made import full_table
from tests.geodata.export.test_write import HOSTILE, table

FRAMES = pytest.mark.parametrize(
    "frame", [full_table(), table(HOSTILE), schema.empty_frame()], ids=["full", "hostile", "empty"]
)
KML = Path(pykml.__file__).parent / "schemas"


@FRAMES
def test_geoparquet_passes_its_keepers_validator(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    write(frame, tmp_path / "a.parquet")
    report = geoparquet_validator.check(str(tmp_path / "a.parquet"))
    assert report["outcomes"]
    assert geoparquet_validator.failed(report) == []
    # The judge does find faults: a file that is plain Parquet is none of its kind.
    gpd.pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "plain.parquet")
    assert geoparquet_validator.failed(geoparquet_validator.check(str(tmp_path / "plain.parquet")))


@FRAMES
def test_geojson_is_what_its_models_say(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    write(frame, tmp_path / "a.geojson")
    text = (tmp_path / "a.geojson").read_text(encoding="utf-8")
    read: FeatureCollection[Any] = FeatureCollection.model_validate_json(text)
    placed = sum(feature.geometry is not None for feature in read.features)
    assert (len(read.features), placed) == (len(frame), int(frame.geometry.notna().sum()))
    assert "crs" not in (read.model_extra or {})


class _Beside(etree.Resolver):  # type: ignore[misc]  # lxml says no types
    """Gives schemas of the package for the addresses that they name; no network."""

    def resolve(self, system_url: str, *given: object) -> object:
        here = KML / system_url.rsplit("/", 1)[-1]
        return self.resolve_filename(str(here), given[-1]) if here.exists() else None


@FRAMES
def test_kml_follows_the_ogcs_schema(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside())
    rules = etree.XMLSchema(etree.parse(KML / "ogckml22.xsd", parser))
    write(frame, tmp_path / "a.kml")
    document = etree.parse(tmp_path / "a.kml")
    assert rules.validate(document), rules.error_log
    for mark in document.iter("{*}Placemark"):
        mark.append(etree.SubElement(mark, "{http://www.opengis.net/kml/2.2}name"))
        break
    else:
        return
    assert not rules.validate(document), "the judge does find faults"
