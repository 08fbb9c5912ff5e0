"""What the text says of a name decides which place it means."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.gazetteer.build import build_index
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.sources import Row
from geodata.model import PlacePrecision, Toponym
from geodata.resolution import EvidenceResolver, Home
from tests.geodata.resolution.conftest import ROWS

REPORT = (
    "The president and his wife plant trees in the city of Draykish, near Tartous, Syria. "
    "He has arrived in Moscow, Russian news agencies said; Russia granted him asylum. "
    "Prisoners ran through Damascus. When they reached Sednaya prison, rebels shot the lock off."
)
NAMES = (
    "Draykish",
    "Tartous",
    "Syria",
    "Moscow",
    "Russian",
    "Russia",
    "Damascus",
    "Sednaya|prison",
)


def placed(resolver, text, toponyms, **more):
    found = resolver.resolve(text, toponyms, **more)
    return {r.toponym.text: r for r in found}


def test_a_report_from_syria(resolver, names):
    found = placed(resolver, REPORT, names(REPORT, *NAMES))
    ids = {name: r.place.geonameid for name, r in found.items()}
    assert ids == {
        "Draykish": 170572, "Tartous": 163345, "Syria": 163843, "Moscow": 524901,
        "Russian": 2017370, "Russia": 2017370, "Damascus": 170654, "Sednaya": 172408,
    }  # fmt: skip


def test_a_spelling_variant_says_so_and_what_supports_it(resolver, names):
    reason = placed(resolver, REPORT, names(REPORT, *NAMES))["Draykish"].reason
    assert reason.startswith("spelled nearly like Ad Duraykīsh, in Syria like ")
    assert "Tartous" in reason


def test_variants_are_asked_for_only_where_the_text_supports_a_country(resolver, names):
    text = "Nothing but Draykish is named here."
    (alone,) = resolver.resolve(text, names(text, "Draykish"))
    assert alone.place is None
    assert alone.score == 0


def test_short_names_have_no_variants(resolver, names):
    text = "From Damascus and Tartous in Syria to Tart."
    found = placed(resolver, text, names(text, "Damascus", "Tartous", "Syria", "Tart"))
    assert found["Tart"].place is None
    assert found["Tart"].runners_up == ()


def test_a_distant_variant_is_left_for_review(resolver, names):
    text = "In Syria, between Damascus, Tartous and Dureish, roads were open."
    found = placed(resolver, text, names(text, "Syria", "Damascus", "Tartous", "Dureish"))
    assert found["Dureish"].place is None
    assert found["Dureish"].runners_up[0].place.geonameid == 170572
    assert found["Dureish"].score == found["Dureish"].runners_up[0].score < 0.3


def test_city_and_state(resolver, names):
    text = "A fire in Paris, Texas, was seen from Dallas. The mayor of Paris, France, sent help."
    found = resolver.resolve(text, names(text, "Paris", "Texas", "Dallas", "France"))
    paris = [r for r in found if r.toponym.text == "Paris"]
    assert [r.place.geonameid for r in paris] == [4717560, 2988507]
    assert paris[0].reason.startswith('written "Paris, Texas"')
    assert paris[1].reason.startswith('written "Paris, France"')


def test_one_sense_per_name(resolver, names):
    text = "Paris, Texas, is quiet. Paris has a tower too. Waco and Dallas do not."
    found = resolver.resolve(text, names(text, "Paris", "Texas", "Waco", "Dallas"))
    assert {r.place.geonameid for r in found if r.toponym.text == "Paris"} == {4717560}


def test_what_else_is_named_decides(resolver, names):
    for others, expected in (("Tbilisi and Batumi", 614540), ("Alabama and Texas", 4197000)):
        text = f"Rain fell in {others}, and over Georgia."
        assert (
            placed(resolver, text, names(text, *others.split(" and "), "Georgia"))[
                "Georgia"
            ].place.geonameid
            == expected
        )


def test_postal_codes_only_after_a_city_and_a_comma(resolver, names):
    text = "FIRE IN OR NEAR TOWN. The plant in Gary, IN closed."
    found = resolver.resolve(text, names(text, "IN", "OR", "Gary"))
    assert [r.place and r.place.geonameid for r in found] == [None, None, 4920607, 4921868]
    assert found[3].reason.startswith('"IN" is short for Indiana')


def test_type_words(resolver, names):
    text = "The Orange County sheriff spoke."
    (found,) = resolver.resolve(text, names(text, "Orange"))
    assert found.place.name == "Orange County"
    assert found.place_precision is PlacePrecision.ADMIN2


def test_the_outlets_home_counts(resolver, names):
    text = "The council of Paris met on Monday."
    home = Home(countries={"US": 30}, admin1={("US", "TX"): 28})
    toponyms = names(text, "Paris")
    assert resolver.resolve(text, toponyms)[0].place.country_code == "FR"
    at_home = resolver.resolve(text, toponyms, home=home)[0]
    assert at_home.place.admin1_code == "TX"
    assert at_home.reason == "in Texas, where other reports of the outlet are"


def test_reasons_read_well(resolver, names):
    text = "Syrian rebels left Damascus for Homs and Hama. Belgian police came to Antwerp."
    found = resolver.resolve(text, names(text, "Damascus", "Homs", "Hama", "Antwerp"))
    reasons = [r.reason for r in found]
    assert all(reason.count("in the same report") <= 1 for reason in reasons), reasons
    assert all(reason[0].isalpha() and reason[-1].isalpha() for reason in reasons if reason)


def test_one_area_of_a_city_is_offered_beside_it(resolver, names):
    text = "Rebels left Damascus for Homs. Later Moscow spoke with Damascus."
    for resolution in resolver.resolve(text, names(text, "Damascus", "Homs", "Moscow")):
        own = resolution.place
        offered = [r.place for r in resolution.runners_up if r.place.feature_code[:3] == "ADM"]
        near = [p for p in offered if p.country_code == own.country_code]
        assert len(near) <= 1, [p.name for p in near]


@pytest.mark.parametrize("written", ["\u202eDamascus", "Dama\u200bscus", "Damascus\u200f"])
def test_marks_that_nobody_sees_change_nothing(resolver, written):
    text = f"Rebels entered {written} and Homs in Syria."
    spans = [(text.index(n), n) for n in (written, "Homs", "Syria")]
    toponyms = [Toponym(text=n, start=at, end=at + len(n)) for at, n in spans]
    assert resolver.resolve(text, toponyms)[0].place.geonameid == 170654


def test_letters_of_another_script_are_no_exact_name(resolver):
    text = "Rebels entered D\u0430m\u0430scus and Homs in Syria."
    toponyms = [
        Toponym(text=n, start=text.index(n), end=text.index(n) + len(n))
        for n in ("D\u0430m\u0430scus", "Homs", "Syria")
    ]
    fake, _, country = resolver.resolve(text, toponyms)
    assert fake.place is None
    assert country.place.country_code == "SY"


def test_precision(resolver, names):
    text = REPORT + " In Europe and in Texas, too."
    found = placed(resolver, text, names(text, *NAMES, "Europe", "Texas"))
    precision = {name: r.place_precision.value for name, r in found.items()}
    assert precision["Sednaya"] == "facility"
    assert precision["Damascus"] == "populated place"
    assert precision["Syria"] == "country"
    assert precision["Texas"] == "admin1"
    assert precision["Europe"] == "region"


def test_a_facility_that_only_the_whole_name_knows(resolver, names):
    text = "He was held in Evin prison."
    (found,) = resolver.resolve(text, names(text, "Evin|prison"))
    assert found.place.geonameid == -7


def test_a_site_is_placed_by_its_surroundings_and_says_so(resolver, names):
    text = "Dallas police closed Kessler Street in Dallas, Texas, on Monday. Waco sent help."
    found = placed(resolver, text, names(text, "Dallas", "Kessler Street", "Texas", "Waco"))
    site = found["Kessler Street"]
    assert site.place.geonameid == 4684888
    assert site.place_precision is PlacePrecision.REGION
    assert site.reason == "not in the gazetteer; placed by Dallas, named beside it"


def test_an_unknown_town_stays_unplaced(resolver, names):
    text = "Dallas police went to Qwertyburg, Texas, on Monday. Waco sent help."
    found = placed(resolver, text, names(text, "Dallas", "Qwertyburg", "Texas", "Waco"))
    assert found["Qwertyburg"].place is None


def test_your_own_places_win(tmp_path, names):
    path = tmp_path / "small.sqlite"
    build_index(path, (("test", row) for row in ROWS), fingerprint="own")
    mine = Row(-99, "Damascus", 33.4, 36.2, "S", "", "SY")
    text = "Police closed the road to Damascus, Syria."
    with SqliteGazetteer(path, own=(mine,)) as gazetteer:
        found = EvidenceResolver(gazetteer).resolve(text, names(text, "Damascus", "Syria"))
    assert found[0].place is not None
    assert found[0].place.geonameid == -99
    assert found[0].place_precision is PlacePrecision.EXACT
    assert found[0].score > 0.9
    assert found[0].reason.startswith("from your own places")


def test_none_of_these_below_the_least_score(small, names):
    text = "Moscow."
    strict = EvidenceResolver(small, min_score=1.0)
    (found,) = strict.resolve(text, names(text, "Moscow"))
    assert found.place is None
    assert found.place_precision is PlacePrecision.UNKNOWN
    assert [r.place.country_code for r in found.runners_up] == ["RU", "US"]
    assert found.score == found.runners_up[0].score


def test_runners_up_come_with_falling_scores(resolver, names):
    found = resolver.resolve(REPORT, names(REPORT, *NAMES))
    for resolution in found:
        scores = [resolution.score, *(r.score for r in resolution.runners_up)]
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) <= 1 + 1e-9
        assert len(scores) <= 6


def test_no_names_no_resolutions(resolver):
    assert resolver.resolve("Nothing here.", ()) == ()


def test_order_is_that_of_the_toponyms(resolver, names):
    toponyms = names(REPORT, *NAMES)[::-1]
    found = resolver.resolve(REPORT, toponyms)
    assert [r.toponym for r in found] == toponyms


def test_five_thousand_names_in_one_text(resolver):
    words = ["Paris", "Texas", "Damascus", "Nowhere", "Moscow"] * 1000
    text = " and ".join(words)
    toponyms = [
        Toponym(text=m[0], start=m.start(), end=m.end()) for m in re.finditer(r"[A-Z]\w+", text)
    ]
    found = resolver.resolve(text, toponyms)
    assert len(found) == 5000
    assert sum(r.place is None for r in found) == 1000


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(min_size=1, max_size=80),
    spans=st.lists(st.tuples(st.integers(0, 79), st.integers(1, 20)), max_size=8),
)
def test_any_text_and_any_spans(resolver, text, spans):
    toponyms = [
        Toponym(text=text[a : a + n], start=a, end=min(a + n, len(text)))
        for a, n in spans
        if a < len(text)
    ]
    found = resolver.resolve(text, toponyms)
    assert [r.toponym for r in found] == toponyms
    assert all(0 <= r.score <= 1 for r in found)
