"""A gazetteer of a handful of rows, for what needs no more."""

from collections.abc import Iterator

import pytest

from geodata.gazetteer.build import build_index
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.sources import Row

ROWS = (
    Row(163843, "Syria", 35, 38, "A", "PCLI", "SY", "00", population=17_000_000,
        alternate_names=["Syrian Arab Republic"], abbreviations=["SAR"], demonyms=["Syrian"]),
    Row(170652, "Damascus Governorate", 33.5, 36.3, "A", "ADM1", "SY", "13",
        alternate_names=["Damascus"], population=1_700_000),
    Row(170654, "Damascus", 33.5102, 36.29128, "P", "PPLC", "SY", "13", population=1_569_394,
        alternate_names=["دمشق", "Dimashq", "Damaskus"]),
    Row(170572, "Ad Duraykīsh", 34.89514, 36.14303, "P", "PPLA2", "SY", "14", population=11_918),
    Row(4352681, "Damascus", 39.28844, -77.20387, "P", "PPL", "US", "MD", population=15_257),
    Row(2198148, "Suva", -18.14161, 178.44149, "P", "PPLC", "FJ", "01", population=77_366),
)  # fmt: skip


@pytest.fixture
def few_rows():
    return ROWS


@pytest.fixture
def small(tmp_path) -> Iterator[SqliteGazetteer]:
    path = tmp_path / "small.sqlite"
    build_index(path, (("test", row) for row in ROWS), fingerprint="few")
    with SqliteGazetteer(path) as gazetteer:
        yield gazetteer
