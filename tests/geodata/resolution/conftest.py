"""A gazetteer of a few dozen real places, and how to point at names in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from geodata.gazetteer.build import build_index
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.sources import Row
from geodata.model import Toponym
from geodata.resolution import EvidenceResolver

ROWS = (
    Row(163843, "Syria", 35, 38, "A", "PCLI", "SY", "00", population=17_000_000,
        demonyms=["Syrian"]),
    Row(2017370, "Russia", 60, 100, "A", "PCLI", "RU", "00", population=144_000_000,
        demonyms=["Russian"]),
    Row(6252001, "United States", 39.76, -98.5, "A", "PCLI", "US", "00", population=327_000_000,
        abbreviations=["US", "U.S."], demonyms=["American"]),
    Row(3017382, "France", 46, 2, "A", "PCLI", "FR", "00", population=67_000_000),
    Row(614540, "Georgia", 42, 43.5, "A", "PCLI", "GE", "00", population=3_700_000),
    Row(6255148, "Europe", 48.7, 9.1, "L", "CONT"),
    Row(4736286, "Texas", 31.25, -99.25, "A", "ADM1", "US", "TX", population=29_000_000,
        abbreviations=["TX", "Tex."]),
    Row(4921868, "Indiana", 40, -86.25, "A", "ADM1", "US", "IN", population=6_700_000,
        abbreviations=["IN", "Ind."]),
    Row(5744337, "Oregon", 44, -120.5, "A", "ADM1", "US", "OR", population=4_200_000,
        abbreviations=["OR"]),
    Row(4197000, "Georgia", 32.75, -83.5, "A", "ADM1", "US", "GA", population=10_600_000),
    Row(4829764, "Alabama", 32.75, -86.75, "A", "ADM1", "US", "AL", population=4_900_000),
    Row(5379524, "Orange County", 33.68, -117.78, "A", "ADM2", "US", "CA", "059",
        population=3_100_000),
    Row(5379513, "Orange", 33.79, -117.85, "P", "PPL", "US", "CA", "059", population=140_000),
    Row(170654, "Damascus", 33.5102, 36.29128, "P", "PPLC", "SY", "13", population=1_569_394),
    Row(4352681, "Damascus", 39.28844, -77.20387, "P", "PPL", "US", "MD", population=15_257),
    Row(163345, "Tartus", 34.88902, 35.88659, "P", "PPLA", "SY", "07", population=89_457,
        alternate_names=["Tartous"]),
    Row(170572, "Ad Duraykīsh", 34.89514, 36.14303, "P", "PPLA2", "SY", "07", population=11_918),
    Row(172408, "Şaydnāyā", 33.69473, 36.37146, "P", "PPLA3", "SY", "08", population=10_984,
        alternate_names=["Sednaya"]),
    Row(524901, "Moscow", 55.75204, 37.61781, "P", "PPLC", "RU", "48", population=10_381_222),
    Row(5601538, "Moscow", 46.73239, -117.00017, "P", "PPLA2", "US", "ID", population=25_060),
    Row(2988507, "Paris", 48.85341, 2.3488, "P", "PPLC", "FR", "11", population=2_138_551),
    Row(4717560, "Paris", 33.66094, -95.55551, "P", "PPLA2", "US", "TX", population=24_839),
    Row(4684888, "Dallas", 32.78306, -96.80667, "P", "PPLA2", "US", "TX", population=1_300_092),
    Row(4739526, "Waco", 31.54933, -97.14667, "P", "PPLA2", "US", "TX", population=132_356),
    Row(4920607, "Gary", 41.59337, -87.34643, "P", "PPL", "US", "IN", population=77_156),
    Row(611717, "Tbilisi", 41.69411, 44.83368, "P", "PPLC", "GE", "51", population=1_049_498),
    Row(615532, "Batumi", 41.64228, 41.63392, "P", "PPLA", "GE", "04", population=121_806),
    Row(-7, "Evin Prison", 35.7953, 51.3861, "S", "PRN", "IR"),
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Iterator[SqliteGazetteer]:
    """A gazetteer of the rows above."""
    path = tmp_path_factory.mktemp("gazetteer") / "small.sqlite"
    build_index(path, (("test", row) for row in ROWS), fingerprint="resolution")
    with SqliteGazetteer(path) as gazetteer:
        yield gazetteer


@pytest.fixture(scope="module")
def resolver(small: SqliteGazetteer) -> EvidenceResolver:
    return EvidenceResolver(small)


@pytest.fixture
def names():
    """Every mention of some names in a text, longest names first; "Sednaya|prison" is a site."""

    def find(text: str, *wanted: str) -> list[Toponym]:
        found: list[Toponym] = []
        for want in sorted(wanted, key=len, reverse=True):
            name, _, facility = want.partition("|")
            for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                if not any(t.start < hit.end() and hit.start() < t.end for t in found):
                    found.append(
                        Toponym(text=name, start=hit.start(), end=hit.end(), facility=facility)
                    )
        return sorted(found, key=lambda t: t.start)

    return find
