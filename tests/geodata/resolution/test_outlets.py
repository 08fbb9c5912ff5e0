"""An outlet's home is what its other reports are about."""

from geodata.model import Place, Resolution, Toponym
from geodata.resolution import OutletHomes


def at(country_code, admin1_code="", feature_code="PPL", name="x"):
    place = Place(
        geonameid=1, name=name, latitude=0, longitude=0, feature_class="P",
        feature_code=feature_code, country_code=country_code, admin1_code=admin1_code,
    )  # fmt: skip
    return Resolution(toponym=Toponym(text=name, start=0, end=1), place=place)


def pair(country_code, admin1_code=""):
    """Two names of one area: enough for a report to be about it."""
    return [at(country_code, admin1_code, name=name) for name in ("x", "y")]


def home_of(homes, source, **more):
    home = homes.home(source, **more)
    assert home is not None
    return home


def test_counts_reports_not_mentions():
    homes = OutletHomes()
    homes.observe("Gazette", "a", [*pair("US", "TX"), at("US", "TX"), at("US", "GA", name="z")])
    homes.observe("Gazette", "b", pair("US", "TX"))
    home = home_of(homes, "Gazette")
    assert home.countries == {"US": 2}
    assert home.admin1 == {("US", "TX"): 2, ("US", "GA"): 1}


def test_a_lone_foreign_name_says_nothing():
    homes = OutletHomes()
    homes.observe("Gazette", "a", [*pair("US", "TX"), at("FR", "11", name="Paris")])
    assert home_of(homes, "Gazette").countries == {"US": 1}


def test_a_report_does_not_speak_for_itself():
    homes = OutletHomes()
    homes.observe("Gazette", "a", pair("US", "TX"))
    assert homes.home("Gazette", excluding="a") is None
    homes.observe("Gazette", "b", pair("US", "GA"))
    assert home_of(homes, "Gazette", excluding="a").admin1 == {("US", "GA"): 1}


def test_observing_again_replaces():
    homes = OutletHomes()
    homes.observe("Gazette", "a", pair("US", "TX"))
    homes.observe("Gazette", "a", pair("FR", "11"))
    assert home_of(homes, "Gazette").countries == {"FR": 1}


def test_countries_have_no_division_and_unplaced_names_say_nothing():
    homes = OutletHomes()
    unplaced = Resolution(toponym=Toponym(text="z", start=0, end=1))
    country = at("US", "00", "PCLI", name="US")
    homes.observe("Gazette", "a", [country, at("US", "", name="y"), unplaced])
    assert home_of(homes, "Gazette").admin1 == {}


def test_unknown_and_nameless_outlets():
    homes = OutletHomes()
    homes.observe("", "a", pair("US", "TX"))
    assert homes.home("") is None
    assert homes.home("Courier") is None
