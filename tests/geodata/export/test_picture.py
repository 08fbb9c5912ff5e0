"""The page as a picture and as PDF, drawn without a browser."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from geodata.errors import ExportError
from geodata.export import About, picture, write
from geodata.maps.sheet import TYPEFACES
from tests.geodata.maps.sample import hostile, levant

HOSTILE_TITLE = "</text><script>1</script>{{7*7}} `x` &amp; \u202edne\x07\n" + "long " * 60
ARABIC = "سقطت مدينة حلب يوم السبت"
LINES_OF_TITLE = (0, 40, 1800, 120)


def drawn(folder: Path, title: str, frame: gpd.GeoDataFrame | None = None) -> Image.Image:
    path = folder / "map.png"
    write(levant() if frame is None else frame, path, about=About(title=title))
    with Image.open(path) as image:
        image.load()
        return image.copy()


def test_a_picture_of_a4_at_192_dots_an_inch_has_map_marks_and_title(tmp_path: Path) -> None:
    image = drawn(tmp_path, "Levant")
    assert image.size == (2246, 1588)
    colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or ()}
    sea, land, event, reported = (228, 234, 238), (246, 243, 236), (0, 114, 178), (213, 94, 0)
    assert {sea, land, event, reported} <= colours
    assert image.info["Title"] == "Levant"
    other = drawn(tmp_path, "Another")
    box = ImageChops.difference(image.convert("RGB"), other.convert("RGB")).getbbox()
    assert box, "the title is drawn"
    assert box[3] < LINES_OF_TITLE[3]


def test_right_to_left_text_is_shaped_and_runs_its_way(tmp_path: Path) -> None:
    def ink(text: str) -> tuple[int, int, int, int]:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="700" height="60"><style>text {'
        svg += f' font-family: {TYPEFACES}; font-size: 24px }}</style><text x="5" y="40">'
        image = Image.open(BytesIO(picture._png(f"{svg}{text}</text></svg>")))
        box = image.getchannel("A").getbbox()
        assert box
        return box

    assert ink(ARABIC)[2] < ink("\u200c".join(ARABIC))[2], "joined letters take less room"
    write(levant(), tmp_path / "map.svg", about=About(title=f"{ARABIC} Aleppo"))
    page = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert f">\u2067{ARABIC} Aleppo\u2069</text>" in page
    assert ">\u2067Damascus" not in page


def test_hostile_texts_and_titles_are_drawn_as_text(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    assert write(hostile(), path, about=About(title=HOSTILE_TITLE)) == len(hostile())
    data = path.read_bytes()
    assert b"/JavaScript" not in data
    assert b"/URI" not in data
    write(levant().iloc[:0], path)  # nothing to show is a page as well


def test_a_pdf_is_one_page_of_a4_whose_words_can_be_found(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    write(levant(), path, about=About(title="Levant {{7*7}}"))
    reader = PdfReader(path)
    (page,) = reader.pages
    assert [round(float(v)) for v in page.mediabox] == [0, 0, 842, 595]
    text = page.extract_text()
    for words in ("Levant {{7*7}}", "Damascus", "83 events", "GeoNames (CC BY 4.0)", "100 km"):
        assert words in text
    assert reader.metadata
    assert reader.metadata.title == "Levant {{7*7}}"


def test_a_pdf_without_the_extra_holds_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "svg2pdf_py", None)
    write(levant(), tmp_path / "map.pdf")
    (page,) = PdfReader(tmp_path / "map.pdf").pages
    assert [round(float(v)) for v in page.mediabox[2:]] == [842, 595]
    (image,) = page.images
    assert image.image is not None
    assert image.image.size == (2246, 1588)


def test_without_typefaces_nothing_is_drawn_without_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resvg_py

    whole = resvg_py.svg_to_bytes
    monkeypatch.setattr(
        resvg_py, "svg_to_bytes", lambda **kept: whole(**kept, skip_system_fonts=True)
    )
    picture._check_typefaces.cache_clear()
    try:
        with pytest.raises(ExportError, match=r"none of the typefaces.*\.svg"):
            write(levant(), tmp_path / "map.png")
    finally:
        picture._check_typefaces.cache_clear()
    assert not list(tmp_path.iterdir())


def test_a_picture_of_nothing_is_not_taken_for_a_page(tmp_path: Path) -> None:
    Image.new("RGB", (10, 10), "white").save(tmp_path / "blank.png")
    assert picture.count_png(tmp_path / "blank.png") == (0, 0)
