"""What is found in sentences of our own, and what must not be."""

import pytest

from geodata.model import Toponym
from geodata.recognition import Recogniser


def _names(found: tuple[Toponym, ...]) -> list[str]:
    return [toponym.text for toponym in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Kharkiv and Odesa overnight.", ["Kharkiv", "Odesa"]),
        ("The convoy drove north of Mosul towards Dohuk.", ["Mosul", "Dohuk"]),
        ("Nigeria's army retook a village in Borno State.", ["Nigeria", "Borno State"]),
        ("A fire broke out in Springfield, Ill., on Monday.", ["Springfield", "Ill."]),
        ("Troops left the U.S. for South Korea.", ["U.S.", "South Korea"]),
        ("BEIRUT, Oct 3 (Reuters) - Flights resumed.", ["BEIRUT"]),
        ("They met in the city of Qorbeshan yesterday.", ["Qorbeshan"]),
        ("REBELS ADVANCE ON KHARTOUM AS TALKS STALL", ["KHARTOUM"]),
        ("Thousands marched through #Tbilisi on Friday.", ["Tbilisi"]),
        ("The ship sank in the Black Sea off Crimea.", ["Black Sea", "Crimea"]),
        ("The truck went from Reading to Mobile, Ala.", ["Reading", "Mobile", "Ala."]),
        ("Paris Hilton was seen at a gala in Monaco on Friday.", ["Monaco"]),
    ],
)
def test_places_are_found(recogniser: Recogniser, text: str, expected: list[str]) -> None:
    assert _names(recogniser.recognise(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345 67890",
        "Sunni and Alawite leaders met Kurdish commanders.",
        "The minister told Reuters that talks would go on in March and May.",
        "Reading is fun, and the weather was nice.",
        "Mr. London thanked Mrs. Lincoln for the flowers.",
        "The Interfax news agency quoted an unnamed official.",
        "Of course it was, said Paris Hilton to Jordan Peele.",
        "A mobile phone rang; the nice man was reading of wars.",
    ],
)
def test_what_is_no_place(recogniser: Recogniser, text: str) -> None:
    assert _names(recogniser.recognise(text)) == []


def test_a_facility_is_told_apart_from_its_name(recogniser: Recogniser) -> None:
    (found,) = recogniser.recognise("Guards fled when rebels reached Sednaya prison.")
    assert (found.text, found.facility) == ("Sednaya", "prison")
    (found,) = recogniser.recognise("Drones struck near Belbek airfield.")
    assert (found.text, found.facility) == ("Belbek", "airfield")
    (found,) = recogniser.recognise("Students at Aleppo University protested on Sunday.")
    assert (found.text, found.facility) == ("Aleppo", "university")
    (found,) = recogniser.recognise("Doctors at Kandahar Hospital said twelve people died.")
    assert (found.text, found.facility) == ("Kandahar", "hospital")
    (found,) = recogniser.recognise("She studied at the University of Kentucky.")
    assert (found.text, found.facility) == ("Kentucky", "")


def test_adjectives_are_flagged(recogniser: Recogniser) -> None:
    found = recogniser.recognise("Syrian and Lebanese officials crossed into Jordan.")
    assert {t.text: t.demonym for t in found} == {
        "Syrian": True,
        "Lebanese": True,
        "Jordan": False,
    }


def test_a_name_found_once_is_found_again(recogniser: Recogniser) -> None:
    text = "Fighting reached Saraqib on Sunday. Saraqib fell at night. Residents of Saraqib fled."
    assert _names(recogniser.recognise(text)) == ["Saraqib"] * 3


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Взрывы прогремели в Киеве и под Москвой.", {"Киеве", "Москвой"}),
        ("uk", "Уночі обстріляли Харків, у Полтаві була тривога.", {"Харків", "Полтаві"}),
        ("ar", "وصلت المساعدات إلى دمشق وحلب أمس.", {"دمشق", "حلب"}),
        ("zh", "代表团昨天抵达北京，随后前往上海。", {"北京", "上海"}),
        ("de", "In Aleppo und nahe Homs wurde gekämpft.", {"Aleppo", "Homs"}),
        ("fr", "Des combats ont éclaté près d'Alep et à Homs.", {"Alep", "Homs"}),
        ("es", "La caravana llegó a Tijuana desde Tapachula.", {"Tijuana", "Tapachula"}),
        ("tr", "Deprem Gaziantep'te ve Hatay'da hissedildi.", {"Gaziantep'te", "Hatay'da"}),
    ],
)
def test_other_languages(
    recogniser: Recogniser, language: str, text: str, expected: set[str]
) -> None:
    assert set(_names(recogniser.recognise(text, language=language))) == expected


def test_an_inflected_name_carries_the_form_to_look_up(recogniser: Recogniser) -> None:
    (found,) = recogniser.recognise("Взрыв произошёл в Киеве.", language="ru")
    assert (found.text, found.lookup) == ("Киеве", "Киев")


def test_many_texts_stream_in_order(recogniser: Recogniser) -> None:
    cities = ["Lagos", "Lima", "Oslo", "Hanoi", "Quito", "Rabat"]
    rows = recogniser.recognise_many(f"The talks were held in {city}." for city in cities)
    assert [_names(row) for row in rows] == [[city] for city in cities]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "مدينة"),
        ("ar", "كانت المدينة هادئة وعاصمة البلاد خالية"),
        ("fa", "مرکز و بندر و جزیره"),
        ("ru", "Остров и столица."),
        ("tr", "Köprü ve kale sakindi."),
        ("fr", "Région calme. Gare fermée. Marché ouvert."),
        ("es", "Puerto cerrado. Frontera abierta. Plaza llena."),
        ("de", "Insel ruhig. Bahnhof gesperrt."),
        ("pt", "Ponte fechada. Fronteira aberta."),
        ("it", "Porto chiuso. Mercato aperto."),
        ("ko", "수도"),
        ("he", "המרכז שקט"),
    ],
)
def test_a_kind_of_place_alone_is_no_place(
    recogniser: Recogniser, language: str, text: str
) -> None:
    assert _names(recogniser.recognise(text, language=language)) == []


@pytest.mark.parametrize(
    ("language", "text", "lookup"),
    [
        ("uk", "На Херсонщині затопило два села.", "Херсонщина"),
        ("uk", "Вибухи пролунали на Харківщині.", "Харківщина"),
        ("uk", "Родини прибули з Донеччини.", "Донеччина"),
        ("ru", "На Харьковщине объявили тревогу.", "Харьковщина"),
        ("ru", "В Подмосковье сбили беспилотник.", "Подмосковье"),
    ],
)
def test_regions_by_their_everyday_names(
    recogniser: Recogniser, language: str, text: str, lookup: str
) -> None:
    assert [t.lookup for t in recogniser.recognise(text, language=language)] == [lookup]
