"""The page to print: what it says, where marks stand, and that its outlines are the page's own."""

from __future__ import annotations

import calendar
import re
import xml.etree.ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest

from geodata.maps.onefile import Heading
from geodata.maps.outlines import LAND, open_outlines
from geodata.maps.sheet import sheet
from geodata.maps.sheetmap import MAP, fitted
from geodata.maps.words import date_words
from geodata.messages import words
from geodata.messages.cldr import territory
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


def test_no_mark_is_cut_by_the_edge_and_those_beyond_it_are_not_seen() -> None:
    frame = many(300, 200)
    discs = [m for m in drawn(frame).iter(f"{SVG}circle") if m.get("data-events")]
    assert sum(int(m.get("data-events", 0)) for m in discs) == frame.geometry.notna().sum()
    seen = [m for m in discs if m.get("display") != "none"]
    assert len(seen) > 5
    for mark in seen:
        x, y, r = (float(mark.get(name, 0)) for name in ("cx", "cy", "r"))
        assert MAP.holds((x - r, y - r, x + r, y + r))


def test_marks_are_drawn_over_the_paper_around_the_map() -> None:
    page = list(drawn(many(300, 200)))
    paper = next(
        k
        for k, node in enumerate(page)
        if node.get("fill-rule") == "evenodd" and node.get("fill") == "#ffffff"
    )
    marks = [k for k, node in enumerate(page) if node.get("data-events")]
    assert min(marks) > paper


def test_a_long_title_stands_whole_in_two_lines() -> None:
    title = " ".join(f"Town{k:02}" for k in range(24))
    page = drawn(levant(), title=title)
    lines = [n for n in page.iter(f"{SVG}text") if "long" in (n.get("class") or "").split()]
    assert len(lines) == 2
    assert " ".join(line.text or "" for line in lines) == title
    assert float(lines[1].get("y", 0)) < MAP.top - 24


@pytest.mark.parametrize("language", ["fr", "es", "uk", "ar"])
def test_the_page_speaks_its_language(language: str) -> None:
    t = words(language)
    heading = Heading(title="x", summary="y")
    page = ET.fromstring("".join(sheet(levant(), heading, t)))
    said = " ".join(texts(page))
    assert territory(language, "SY").upper() in said
    english = "|".join((*calendar.month_name[1:], *calendar.month_abbr[1:], "reported on", "SYRIA"))
    own = {date_words(day, day, t=t) for day in levant()["date_end"].dropna().dt.date}
    assert any(day in said for day in own)
    assert not re.search(rf"\d (?:{english}) \d|reported on|SYRIA", said)


def test_a_right_to_left_page_begins_on_the_right() -> None:
    heading = Heading(title="خريطة", summary="y")
    page = ET.fromstring("".join(sheet(levant(), heading, words("ar"))))
    title = next(n for n in page.iter(f"{SVG}text") if "title" in (n.get("class") or ""))
    assert title.get("text-anchor") == "end"
    assert float(title.get("x", 0)) > MAP.right


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
