"""Names of a report filled in: once each, in the report's country, none lost."""

from dataclasses import dataclass, field, replace

import pytest

from geodata.cli import main
from geodata.geocoding import PRIVACY_NOTE, Answer, Found, NotFound, Outage, OutageReason, fill
from geodata.model import Place, PlacePrecision, Resolution, Toponym
from geodata.pipeline import Geoparser
from geodata.readers import read_text
from tests.geodata.geocoding import service as fake
from tests.geodata.geocoding.conftest import Asking
from tests.geodata.geocoding.service import NAME, running

FOUND = Found(
    place=Place(
        geonameid=-5, name="There", latitude=1.0, longitude=2.0, feature_class="P",
        feature_code="PPL",
    ),
    place_precision=PlacePrecision.POPULATED_PLACE,
)  # fmt: skip


@dataclass
class Listed:
    """Answers from a list, and keeps what it was asked."""

    answers: dict[str, Answer]
    asked: list[tuple[str, str]] = field(default_factory=list)
    name: str = "atlas at example.org"

    def ask(self, name: str, country_code: str = "") -> Answer:
        self.asked.append((name, country_code))
        return self.answers.get(name, NotFound())


def named(text: str, country: str = "", **more: object) -> Resolution:
    place = replace(FOUND.place, country_code=country) if country else None
    toponym = Toponym(text=text, start=0, end=len(text), **more)  # type: ignore[arg-type]
    return Resolution(toponym=toponym, place=place, score=0.8 if place else 0.1)


def test_a_found_name_is_placed_and_says_how():
    (placed,) = fill([named("There")], Listed({"There": FOUND}))
    assert placed.place == FOUND.place
    assert (placed.score, placed.place_precision) == (0.5, PlacePrecision.POPULATED_PLACE)
    assert placed.reason == "found by atlas at example.org, asked with your permission"


def test_the_form_to_look_up_is_asked_and_a_site_stays_a_site():
    asker = Listed({"There": FOUND})
    (placed,) = fill([named("Thereville", name="There", facility="prison")], asker)
    assert placed.place_precision is PlacePrecision.FACILITY


def test_each_name_is_asked_once_and_adjectives_never():
    asker = Listed({"There": FOUND})
    given = [named("There"), named("Thereish", demonym=True), named("There"), named("Nowhere")]
    filled = fill(given, asker)
    assert asker.asked == [("There", ""), ("Nowhere", "")]
    assert [r.place is not None for r in filled] == [True, False, True, False]
    assert filled[3] == given[3]


@pytest.mark.parametrize(
    ("countries", "clear"),
    [(["SY"], ""), (["SY", "SY"], "SY"), (["SY", "SY", "LB"], "SY"), (["SY", "LB"], ""),
     (["SY", "SY", "LB", "LB"], ""), ([], "")],
)  # fmt: skip
def test_the_country_is_named_only_where_it_is_clear(countries: list[str], clear: str):
    asker = Listed({})
    fill([*(named(f"p{n}", c) for n, c in enumerate(countries)), named("There")], asker)
    assert asker.asked == [("There", clear)]


def test_a_name_of_one_place_named_often_is_no_clear_country():
    asker = Listed({})
    fill([named("Homs", "SY"), named("Homs", "SY"), named("There")], asker)
    assert asker.asked == [("There", "")]


def test_no_more_than_the_limit_is_asked():
    asker = Listed({})
    given = [named(f"p{n}") for n in range(50)]
    assert len(fill(given, asker, limit=7)) == 50
    assert len(asker.asked) == 7


def test_after_two_outages_a_report_goes_on_without():
    gone = Outage(reason=OutageReason.TIMED_OUT)
    asker = Listed({f"p{n}": gone for n in range(50)})
    filled = fill([named(f"p{n}") for n in range(50)], asker)
    assert len(asker.asked) == 2
    assert filled[0].reason == "atlas at example.org was asked, but it took too long"
    assert (len(filled), filled[2].reason) == (50, "")


RIGHT = fake.right()
REPORT = (
    "HOMS, Syria - Shells hit Homs and Hama on Sunday. Residents of Qarmutiya Zyx fled to "
    "Damascus. The road from Homs to Qarmutiya Zyx was closed."
)


@pytest.mark.parametrize("behaviour", [RIGHT, fake.raw_body(b"", "500 x"), fake.reset])
def test_no_event_of_a_report_is_lost(
    behaviour: fake.Behaviour, geoparser: Geoparser, asking: Asking
):
    report = read_text(REPORT)
    toponyms = geoparser.recogniser.recognise(report.text, language="en")
    start = report.text.index(NAME)
    extra = Toponym(text=NAME, start=start, end=start + len(NAME), origin="given")
    listed = sorted({*(t for t in toponyms if t.start != start), extra}, key=lambda t: t.start)
    resolved = geoparser.resolver.resolve(report.text, listed)
    before = geoparser.date(report, resolved)
    with running(behaviour) as server:
        after = geoparser.date(report, fill(resolved, asking(server.address)))
    assert [e.event_id for e in after.events] == [e.event_id for e in before.events]
    for one, other in zip(before.events, after.events, strict=True):
        assert other.resolution.place == one.resolution.place or one.resolution.place is None
        assert other.date == one.date
    unplaced = {r.toponym.lookup for r in before.resolutions if r.place is None}
    asked = {r["q"][0] for r in server.asked}
    assert asked
    assert asked <= unplaced
    (mine,) = [e.resolution for e in after.events if e.resolution.toponym == extra]
    assert (mine.place is not None) == (behaviour is RIGHT)
    assert "nominatim at 127.0.0.1" in mine.reason


def test_the_command_says_what_leaves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path, cache_dir
):
    path = tmp_path / "report.txt"
    path.write_text("Shells hit Homs and Hama on Sunday.", encoding="utf-8")
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATELINE_CACHE_DIR", str(cache_dir))
    assert main(["geoparse", str(path), "-o", str(tmp_path / "a.geojson")]) == 0
    assert PRIVACY_NOTE not in capsys.readouterr().err
    with running(fake.raw_body(b"[]")) as server:
        monkeypatch.setenv("DATELINE_GEOCODER", "nominatim")
        monkeypatch.setenv("DATELINE_GEOCODER_URL", f"http://{server.address}")
        assert main(["geoparse", str(path)]) == 2
        assert "DATELINE_GEOCODER_USER_AGENT" in capsys.readouterr().err
        monkeypatch.setenv("DATELINE_GEOCODER_USER_AGENT", "dateline tests")
        assert main(["geoparse", str(path), "-o", str(tmp_path / "b.geojson")]) == 0
    assert capsys.readouterr().err.count(PRIVACY_NOTE) == 1
