"""What a name and its row say without any context."""

from geodata.resolution.clues import Clues
from geodata.resolution.sheets import STATIC, Sheets
from geodata.resolution.words import read_words


def column(sheet, name):
    return sheet.static[:, STATIC.index(name)].tolist()


def test_another_spelling_is_nearer_than_another_name(small):
    sheet = Sheets(small, read_words()).of("Tartous", Clues())
    assert column(sheet, "alternate_name") == [1.0]
    assert 0 < column(sheet, "alternate_distance")[0] < 0.3


def test_the_best_known_comes_first(small):
    sheet = Sheets(small, read_words()).of("Paris", Clues())
    assert [c.place.country_code for c in sheet.candidates] == ["FR", "US"]
    assert column(sheet, "best_known") == [1.0, 0.0]
    assert column(sheet, "population_share")[0] == 0.0 > column(sheet, "population_share")[1]


def test_countries_and_divisions_have_numbers_and_places_without_them_zero(small):
    sheets = Sheets(small, read_words())
    assert sheets.of("Europe", Clues()).codes.tolist() == [[0, 0, 0]]
    country, division = sheets.of("Georgia", Clues()).codes.tolist()
    assert country[1] == 0
    assert division[1] != 0
    assert country[2] != division[2]


def test_a_name_nobody_knows_has_no_rows(small):
    assert len(Sheets(small, read_words()).of("Qwertyburg", Clues())) == 0


def test_a_shorter_name_is_tried_and_marked(small):
    sheet = Sheets(small, read_words()).of("northern Syria", Clues())
    assert [c.place.name for c in sheet.candidates] == ["Syria"]
    assert column(sheet, "shortened") == [1.0]
