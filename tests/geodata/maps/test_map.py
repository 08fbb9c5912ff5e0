"""What Folium is given and what it makes of it: local links, numbers, never report text."""

import json
import re
import shutil
import subprocess
from typing import Any

import branca.element
import folium
import pytest
from folium.plugins import MarkerCluster

from geodata.errors import AssetError
from geodata.maps import DESK_SCRIPT, asset_directories, desk_map, desk_script, desk_update
from geodata.maps.assets import SCRIPTS, STYLES, localise
from geodata.maps.elements import Update, script_literal
from geodata.maps.verbatim import render_verbatim
from tests.geodata.maps.sample import HOSTILE

BASE = "../../assets"
SCRIPT = re.compile(r'<script src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"')

ASSETS = asset_directories()["maps"]


def rendered(*groups: folium.FeatureGroup) -> str:
    desk = desk_map(assets_url=BASE)
    for group in groups:
        group.add_to(desk)
    html: str = desk.get_root().render()
    return html


def update(**changes: object) -> folium.FeatureGroup:
    given: dict[str, Any] = {"data_url": "a.bin", "details_url": "a", "revision": 1}
    return desk_update(**(given | changes))


def script_of(group: folium.FeatureGroup) -> str:
    (element,) = group._children.values()
    assert isinstance(element, Update)
    return element.changes


def test_every_link_is_local_and_exists():
    links = [a or b for a, b in SCRIPT.findall(rendered())]
    assert len(links) == 3 + len(STYLES)
    for link in links:
        path = link.removeprefix(f"{BASE}/").split("?")[0]
        folder, name = path.split("/", 1)
        assert path == DESK_SCRIPT or (asset_directories()[folder] / name).is_file()


def test_the_desks_script_is_all_of_its_parts_in_order():
    whole = desk_script()
    places = [whole.index((ASSETS / name).read_text("utf-8")) for name in SCRIPTS]
    assert places == sorted(places)


def test_nothing_names_another_host():
    assert "://" not in rendered(update())
    ours = asset_directories()["maps"]
    for path in [*ours.glob("*.js"), *ours.glob("*.css")]:
        assert not re.search(r"\w://\w", path.read_text("utf-8")), path.name
        assert ".innerHTML" not in path.read_text("utf-8"), path.name


def test_folium_itself_is_left_alone():
    before = list(folium.Map.default_js)
    desk_map(assets_url=BASE)
    assert folium.Map.default_js == before
    assert any("://" in url for _, url in before)


def test_an_unknown_link_is_refused():
    desk = folium.Map(tiles=None)
    MarkerCluster().add_to(desk)
    with pytest.raises(AssetError, match="markercluster"):
        localise(desk, BASE)


def test_the_script_is_the_same_on_every_call():
    def script() -> str:
        desk = desk_map(assets_url=BASE)
        html: str = desk.get_root().render()
        return html.replace(desk.get_name(), "map")

    def names(html: str) -> str:
        return re.sub(r"_[0-9a-f]{32}", "", html)

    assert names(script()) == names(script())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_state_is_one_literal(text):
    group = update(revision=text, state={"from": text, "roles": [text]})
    literal = script_of(group)
    assert not set(literal) & set("<>&'`${}%#_/")
    inner = json.loads(literal.removeprefix("JSON.parse(").removesuffix(")"))
    assert json.loads(inner)["state"] == {"from": text, "roles": [text]}
    html = rendered(group)
    assert text not in html
    assert literal in html


def test_an_update_forgets_older_groups():
    html = rendered(update())
    assert html.index("window.feature_group = []") < html.index("window.dateline.update")


def test_names_that_differ_in_an_underscore_differ_in_the_script():
    assert script_literal({"a": "x_1"}).replace("_1", "") != script_literal({"a": "x"})


def test_generated_text_is_no_template():
    render_verbatim()
    for text in ("{{7*7}}", "{% raw", "{# note"):
        assert branca.element.Element(text).render() == text


CHECK = """
const {readFileSync} = require("fs");
for (const path of readFileSync(0, "utf8").split("\\n")) {
  new (require("vm").Script)(readFileSync(path, "utf8"), {filename: path});
}
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_scripts_are_sound():
    paths = "\n".join(str(asset_directories()["maps"] / name) for name in SCRIPTS)
    done = subprocess.run(
        ["node", "-e", CHECK], input=paths, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_scripts_are_small_and_all_listed():
    folder = asset_directories()["maps"]
    own = {"carried.js", "takehome.js", "onefile.js", "onefile.css"}  # of the one-file map alone
    assert {path.name for path in folder.iterdir()} == {*SCRIPTS, *STYLES, *own}
    for name in (*SCRIPTS, *STYLES):
        assert len((folder / name).read_text("utf-8").splitlines()) < 300, name
