"""The basemap: land where land is, on both sides of the antimeridian, and names that fit."""

import gzip
import json
import struct

import pytest
from playwright.sync_api import Frame, Page

from geodata.maps import asset_directories
from tests.geodata.maps.conftest import opened

DATA = asset_directories()["basemap"]
LAND, SEA = "rgb(246,243,236)", "rgb(228,234,238)"
COLOUR = """async ([latitude, longitude, zoom, needed]) => {
  const {map, basemap} = dateline;
  map.setView([latitude, longitude], zoom, {animate: false});
  for (const name of needed) {
    while (!basemap.files[name]) await new Promise((done) => setTimeout(done, 20));
  }
  basemap.paint();
  const canvas = basemap._board;
  const at = map.latLngToLayerPoint([latitude, longitude]).subtract(basemap._bounds.min);
  const pixel = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const read = pixel.getContext("2d", {willReadFrequently: true});
  read.drawImage(canvas, -Math.round(at.x), -Math.round(at.y));
  const [r, g, b] = read.getImageData(0, 0, 1, 1).data;
  return `rgb(${r},${g},${b})`;
}"""


def test_files_are_small_and_as_documented():
    total = 0
    for name, side, layers in (("world", 1, 3), ("detail", 32, 4), ("divisions", 32, 1)):
        raw = (DATA / f"{name}.bin").read_bytes()
        bits, got_side, got_layers, overlap = struct.unpack_from("<IIII", raw, 4)
        assert raw[:4] == b"DLB1"
        assert (got_side, got_layers) == (side, layers)
        assert 10 < bits < 24
        assert overlap == (0 if side == 1 else 64)
        offsets = struct.unpack_from(f"<{side * side + 1}I", raw, 20)
        assert list(offsets) == sorted(offsets)
        assert len(raw) == 20 + 4 * len(offsets) + offsets[-1]
        total += len(raw)
    assert total < 3_000_000
    first = [DATA / "world.bin", DATA / "labels.json"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in first) < 400_000


def test_names_are_whole_words():
    labels = json.loads((DATA / "labels.json").read_text("utf-8"))
    countries = {name for name, _ in labels["countries"]}
    assert {"Syria", "Lebanon", "Turkey", "Jordan", "Bosnia and Herzegovina"} <= countries
    assert "Mediterranean Sea" in {name for name, _ in labels["seas"]}
    assert all(len(points) % 4 == 0 for _, points in labels["countries"])
    assert not any("\ufffd" in name for name in countries)


@pytest.mark.browser
def test_land_and_sea_are_where_they_are(frame: Frame) -> None:
    for latitude, longitude, zoom, expected in (
        (34.6, 38.2, 3, LAND),  # Syria
        (34.2, 33.9, 3, SEA),  # between Cyprus and Lebanon
        (42.0, 51.0, 3, SEA),  # the Caspian, a hole in the land
        (66.5, -175.5, 3, LAND),  # Chukotka, beyond the antimeridian
        (66.5, 179.0, 3, LAND),  # the same, on this side
        (60.0, 180.0, 3, SEA),  # the Bering Sea
        (-80.0, 90.0, 2, LAND),  # Antarctica, around the pole
        (34.6, 38.2, 7, LAND),
        (34.2, 34.5, 7, SEA),
        (-17.75, 178.0, 7, LAND),  # Viti Levu
        (-16.83, 180.0, 9, LAND),  # Taveuni, on the antimeridian
        (31.4, 35.48, 8, SEA),  # the Dead Sea, a lake
        (32.81, 35.59, 8, SEA),  # the Sea of Galilee
        (36.6, 38.2 + 360, 7, LAND),  # the next copy of the world
    ):
        needed = ["world.bin"] if zoom < 6 else ["world.bin", "detail.bin"]
        assert frame.evaluate(COLOUR, [latitude, longitude, zoom, needed]) == expected, (
            latitude,
            longitude,
            zoom,
        )


@pytest.mark.parametrize("language", ["fr", "es", "uk", "ar"])
def test_names_in_other_languages_match_the_english_ones(language: str) -> None:
    names = json.loads((DATA / f"names.{language}.json").read_text("utf-8"))
    labels = json.loads((DATA / "labels.json").read_text("utf-8"))
    divisions = json.loads((DATA / "divisions.json").read_text("utf-8"))
    assert len(names["divisions"]) == len(divisions)
    assert set(names["seas"]) <= {name for name, _ in labels["seas"]}
    assert set(names["countries"]) <= {name for name, _ in labels["countries"]}
    assert len(names["countries"]) > 180
    assert (names["countries"]["Syria"], names["countries"]["Turkey"]) == ("SY", "TR")
    assert names["seas"]["Black Sea"] not in {"", "Black Sea"}
    assert (DATA / f"names.{language}.json").stat().st_size < 140_000


@pytest.mark.browser
def test_names_are_in_the_pages_language(page: Page, address: str) -> None:
    frame = opened(page, address, "data=levant&language=uk")
    frame.wait_for_function("dateline.basemap.files['names.uk.json']")
    written = frame.evaluate(
        """(() => {
          dateline.map.setView([34.5, 35.5], 6, {animate: false});
          const said = [];
          const g = dateline.names._g;
          const write = g.fillText;
          g.fillText = (text, ...at) => { said.push(text); write.call(g, text, ...at); };
          dateline.names.paint();
          g.fillText = write;
          return said;
        })()"""
    )
    assert "ТУРЕЧЧИНА" in written
    assert "Середземне море" in written
    assert not {"TURKEY", "Mediterranean Sea"} & set(written)


@pytest.mark.browser
def test_names_are_seen(frame: Frame) -> None:
    """Drawn is not shown: what lies on the screen differs by them."""
    frame.wait_for_function("dateline.basemap.files['labels.json']")
    shown, without, again = frame.evaluate(
        """(() => {
          const {names, basemap} = dateline;
          const seen = () => {
            const {width, height} = basemap._container;
            const g = new OffscreenCanvas(width, height).getContext("2d");
            for (const {_container: board} of [basemap, names]) {
              if (board.style.display !== "none") g.drawImage(board, 0, 0);
            }
            const {data} = g.getImageData(0, 0, width, height);
            return data.reduce((sum, one) => (sum * 31 + one) | 0, 7);
          };
          const sums = [];
          for (const veiled of [names.veiled, true, false]) {
            names.veiled = veiled;
            basemap.paint();
            names.paint();
            sums.push(seen());
          }
          return sums;
        })()"""
    )
    assert shown == again
    assert shown != without
