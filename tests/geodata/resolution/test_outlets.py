"""An outlet's home is what its other reports are about."""

from geodata.model import Place, Resolution, Toponym
from geodata.resolution import OutletHomes


def at(country_code, admin1_code="", feature_code="PPL"):
    place = Place(
        geonameid=1, name="x", latitude=0, longitude=0, feature_class="P",
        feature_code=feature_code, country_code=country_code, admin1_code=admin1_code,
    )  # fmt: skip
    return Resolution(toponym=Toponym(text="x", start=0, end=1), place=place)


def home_of(homes, source, **more):
    home = homes.home(source, **more)
    assert home is not None
    return home


def test_counts_reports_not_mentions():
    homes = OutletHomes()
    homes.observe("Gazette", "a", [at("US", "TX"), at("US", "TX"), at("FR", "11")])
    homes.observe("Gazette", "b", [at("US", "TX")])
    home = home_of(homes, "Gazette")
    assert home.countries == {"US": 2, "FR": 1}
    assert home.admin1 == {("US", "TX"): 2, ("FR", "11"): 1}


def test_a_report_does_not_speak_for_itself():
    homes = OutletHomes()
    homes.observe("Gazette", "a", [at("US", "TX")])
    assert homes.home("Gazette", excluding="a") is None
    homes.observe("Gazette", "b", [at("US", "GA")])
    assert home_of(homes, "Gazette", excluding="a").admin1 == {("US", "GA"): 1}


def test_observing_again_replaces():
    homes = OutletHomes()
    homes.observe("Gazette", "a", [at("US", "TX")])
    homes.observe("Gazette", "a", [at("FR", "11")])
    assert home_of(homes, "Gazette").countries == {"FR": 1}


def test_countries_have_no_division_and_unplaced_names_say_nothing():
    homes = OutletHomes()
    unplaced = Resolution(toponym=Toponym(text="x", start=0, end=1))
    homes.observe("Gazette", "a", [at("US", "00", "PCLI"), unplaced])
    assert home_of(homes, "Gazette").admin1 == {}


def test_unknown_and_nameless_outlets():
    homes = OutletHomes()
    homes.observe("", "a", [at("US", "TX")])
    assert homes.home("") is None
    assert homes.home("Courier") is None
