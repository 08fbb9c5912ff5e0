"""The curated regions and sites are well formed and lie where their country lies."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

COLUMNS = (
    "name",
    "latitude",
    "longitude",
    "feature_class",
    "feature_code",
    "country_code",
    "admin1_code",
    "kind",
    "alternate_names",
    "source",
)
CODES = {
    "A": "ADM2 PCLH",
    "H": "BAY BGHT CHN CNL FJD FLLS GULF HBR INLT LGN MRSH RF RSV SD SEA SHOL STRT SWMP",
    "L": "CMN CTRB GASF INDS MILB OILF PRK PRT RES RESV RGN RGNE RGNH",
    "P": "PPLX",
    "R": "RD ST TNL TRL",
    "S": "AIRB AIRP BDG BLDG CH CMPRF CMTY CSTL CTRS DAM FCL FT HSP HSTS ITTR MALL MN MNMT MSQE "
    "MSTY MUS OBS PAL PRN PS PSTB RLG RSTN SHRN SQR STDM THTR TMPL TOWR UNIV",
    "T": "ATOL BCH BSN CAPE CNYN DLTA DSRT HLLS ISL ISLS ISTH MT MTS PASS PEN PLAT PLN RDGE RK "
    "UPLD VAL VLC",
    "V": "FRST",
}
WITHOUT_TOWNS = {"AQ", "UM"}
MARGIN_DEGREES = 5.0
REGIONS = Path(__file__).parents[2] / "geodata" / "gazetteer" / "data" / "regions.csv"
BOXES = Path(__file__).parents[1] / "data" / "country_boxes.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """Return the table."""
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def boxes() -> dict[str, tuple[float, ...]]:
    """Return south, west, north, east of every country's towns."""
    lines = BOXES.read_text(encoding="utf-8").splitlines()[1:]
    return {line.split(",")[0]: tuple(map(float, line.split(",")[1:])) for line in lines}


def names(row: dict[str, str]) -> list[str]:
    """Return a row's name and alternate names."""
    return [row["name"], *filter(None, row["alternate_names"].split("|"))]


def test_columns_and_size(rows: list[dict[str, str]]) -> None:
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) > 1500


def test_points_are_on_earth(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert -90 <= float(row["latitude"]) <= 90, row
        assert -180 <= float(row["longitude"]) <= 180, row


def test_feature_codes_belong_to_their_class(rows: list[dict[str, str]]) -> None:
    wrong = [r for r in rows if r["feature_code"] not in CODES[r["feature_class"]].split()]
    assert wrong == []


def test_one_kind_per_feature_code(rows: list[dict[str, str]]) -> None:
    kinds = {(row["feature_code"], row["kind"]) for row in rows}
    assert len(kinds) == len({code for code, _ in kinds})
    assert all(kind and kind == kind.lower() for _, kind in kinds)


def test_no_place_twice(rows: list[dict[str, str]]) -> None:
    counts = Counter((row["name"].casefold(), row["country_code"]) for row in rows)
    assert [key for key, n in counts.items() if n > 1] == []


def test_names_are_clean(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for name in names(row):
            assert name == unicodedata.normalize("NFC", name.strip()), row
            assert not set(name) & set('()[]{}<>;"\t\n/'), row
            assert len(name) > 1, row


def test_alternate_names_do_not_repeat(rows: list[dict[str, str]]) -> None:
    for row in rows:
        folded = [name.casefold() for name in names(row)]
        assert len(folded) == len(set(folded)), row


def test_every_row_names_its_source(rows: list[dict[str, str]]) -> None:
    assert all(row["source"] for row in rows)


def test_points_lie_near_their_country(
    rows: list[dict[str, str]], boxes: dict[str, tuple[float, ...]]
) -> None:
    far = []
    for row in rows:
        code = row["country_code"]
        if not code or code in WITHOUT_TOWNS:
            continue
        south, west, north, east = boxes[code]
        lat, lon = float(row["latitude"]), float(row["longitude"])
        inside = south - MARGIN_DEGREES <= lat <= north + MARGIN_DEGREES
        if not (inside and west - MARGIN_DEGREES <= lon <= east + MARGIN_DEGREES):
            far.append(row["name"])
    # High Arctic, mid-ocean and sub-Antarctic islands lie far from any town of their country.
    assert set(far) <= {
        "Ellesmere Island",
        "Franz Josef Land",
        "Lord Howe Island",
        "Macquarie Island",
        "Severnaya Zemlya",
    }, far


def test_first_order_codes_only_with_a_country(rows: list[dict[str, str]]) -> None:
    assert all(row["country_code"] for row in rows if row["admin1_code"])
