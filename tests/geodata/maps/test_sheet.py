"""The page to print: what it says, where marks stand, and that its outlines are the page's own."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest

from geodata.maps.onefile import Heading
from geodata.maps.outlines import LAND, open_outlines
from geodata.maps.sheet import sheet
from geodata.maps.sheetmap import MAP, fitted
from geodata.messages import words
from tests.geodata.maps.sample import HOSTILE, hostile, levant, many

SVG = "{http://www.w3.org/2000/svg}"


def drawn(frame: gpd.GeoDataFrame, title: str = "Levant", notice: str = "") -> ET.Element:
    told = Heading(title=title, summary="all of it", notice=notice)
    return ET.fromstring("".join(sheet(frame, told, words("en"))))


def texts(page: ET.Element) -> list[str]:
    return [node.text or "" for node in page.iter(f"{SVG}text")]


def test_the_page_says_what_where_and_when() -> None:
    frame = levant()
    page = drawn(frame, notice="Generalised")
    said = texts(page)
    assert {"Levant", "all of it", "Generalised", "Latakia", "SYRIA", "100 km"} <= set(said)
    assert any(re.fullmatch(r"Happened \d+", text) for text in said)
    assert any("GeoNames (CC BY 4.0)" in text for text in said)
    assert "2 not placed · 2 outside this map" in said
    marks = [int(mark.get("data-events", 0)) for mark in page.iter(f"{SVG}circle")]
    assert sum(marks) == frame.geometry.notna().sum()
    assert (page.get("width"), page.get("height")) == ("297mm", "210mm")


def test_marks_stand_where_the_places_are() -> None:
    frame = levant()
    beirut = frame[frame["toponym"] == "Beirut"]
    page = drawn(beirut)
    (mark,) = [m for m in page.iter(f"{SVG}circle") if m.get("data-events")]
    assert float(mark.get("cx", 0)) == pytest.approx((MAP.left + MAP.right) / 2, abs=0.2)
    assert float(mark.get("cy", 0)) == pytest.approx((MAP.top + MAP.bottom) / 2, abs=0.2)


@pytest.mark.parametrize("make", [hostile, lambda: levant().iloc[:0], lambda: many(500, 400)])
def test_every_table_gives_a_page_on_which_all_is_text(make) -> None:
    page = drawn(make(), title="</svg><script>alert(1)</script>")
    assert not list(page.iter(f"{SVG}script"))
    assert "</svg><script>alert(1)</script>" in texts(page)
    assert not any(set(text) & set("\u202a\u202e\x00") for text in texts(page))
    attributes = {name for node in page.iter() for name in node.attrib}
    assert not [name for name in attributes if "href" in name or name.startswith("on")]


def test_a_page_of_hostile_texts_shows_them() -> None:
    said = " ".join(texts(drawn(hostile())))
    assert HOSTILE[0] in said
    assert "<img src=x" in said


def test_the_same_events_give_the_same_page() -> None:
    told = Heading(title="a", summary="b")
    first, second = ("".join(sheet(levant(), told, words("en"))) for _ in "12")
    assert first == second


def test_land_covers_the_share_of_the_square_that_it_does_on_the_page() -> None:
    rings = [
        line.points
        for lines in open_outlines("world.bin").lines(LAND, (0, 0, 1, 1))
        for line in lines
    ]
    areas = [_turning(ring) for ring in rings]
    assert 0.3 < abs(sum(areas)) < 0.45  # Mercator makes the poles large
    assert all(ring.min() >= 0 and ring.max() <= 1 for ring in rings)


def _turning(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


def test_one_far_point_does_not_shrink_the_rest() -> None:
    x, y = np.full(99, 0.6, "f4"), np.full(99, 0.4, "f4")
    near = fitted(np.append(x, 0.61).astype("f4"), np.append(y, 0.41).astype("f4"))
    far = fitted(np.append(x, 0.01).astype("f4"), np.append(y, 0.9).astype("f4"))
    assert near == far
