"""The other languages: one sentence for each kind of date."""

import datetime as dt

import pytest

from geodata.dates import RuleTagger

WEDNESDAY = dt.date(2023, 6, 14)
CASES = {
    "es": [
        ("El puente se hundió el martes.", "2023-06-13"),
        ("El puente se abrirá el viernes.", "2023-06-16"),
        ("Ayer por la mañana cayó el puente.", "2023-06-13"),
        ("El 3 de abril de 2019 cayó el puente.", "2019-04-03"),
        ("El 20 de agosto cayó el puente.", "2022-08-20"),
        ("Cayó la semana pasada.", "2023-06-05..2023-06-11"),
        ("Cayó hace tres meses.", "2023-03-01..2023-03-31"),
        ("Cayó en otoño de 2020.", "2020-09-01..2020-11-30"),
        ("Nació en los años 80.", "1980-01-01..1989-12-31"),
        ("Es del siglo XVIII.", "1700-01-01..1799-12-31"),
        ("Desde 2015 no hay paso.", "2015-01-01..2015-12-31"),
        ("Fue el primer trimestre de 2022.", "2022-01-01..2022-03-31"),
    ],
    "fr": [
        ("Le pont s'est effondré mardi.", "2023-06-13"),
        ("Le sommet aura lieu vendredi.", "2023-06-16"),
        ("Hier soir, le pont a cédé.", "2023-06-13"),
        ("Le 3 avril 2019, le pont a cédé.", "2019-04-03"),
        ("Le 1er février, le pont a cédé.", "2023-02-01"),
        ("La semaine dernière, le pont a cédé.", "2023-06-05..2023-06-11"),
        ("Il y a trois mois, le pont a cédé.", "2023-03-01..2023-03-31"),
        ("À l'automne 2020, le pont a cédé.", "2020-09-01..2020-11-30"),
        ("Dans les années 80, tout allait bien.", "1980-01-01..1989-12-31"),
        ("Fin mars 2021, le pont a cédé.", "2021-03-01..2021-03-31"),
        ("Depuis 2015, rien ne passe.", "2015-01-01..2015-12-31"),
        ("Le 3 mars à 14 h 30, le pont a cédé.", "2023-03-03"),
        ("Il a dit que le pont rouvrirait le 20 août.", "2023-08-20"),
    ],
    "de": [
        ("Die Brücke stürzte am Dienstag ein.", "2023-06-13"),
        ("Der Rat wird am Freitag tagen.", "2023-06-16"),
        ("Gestern Abend stürzte sie ein.", "2023-06-13"),
        ("Am 3. April 2019 stürzte sie ein.", "2019-04-03"),
        ("Vergangene Woche stürzte sie ein.", "2023-06-05..2023-06-11"),
        ("Vor drei Monaten stürzte sie ein.", "2023-03-01..2023-03-31"),
        ("Im Herbst 2020 stürzte sie ein.", "2020-09-01..2020-11-30"),
        ("In den achtziger Jahren war Ruhe.", "1980-01-01..1989-12-31"),
        ("Seit dem Jahr 2015 ist sie zu.", "2015-01-01..2015-12-31"),
        ("Im 18. Jahrhundert war Krieg.", "1700-01-01..1799-12-31"),
    ],
    "ru": [
        ("Мост обрушился во вторник.", "2023-06-13"),
        ("Совет будет заседать в пятницу.", "2023-06-16"),
        ("Вчера вечером мост обрушился.", "2023-06-13"),
        ("Мост обрушился 3 апреля 2019 года.", "2019-04-03"),
        ("На прошлой неделе мост обрушился.", "2023-06-05..2023-06-11"),
        ("Три месяца назад мост обрушился.", "2023-03-01..2023-03-31"),
        ("Осенью 2020 года мост обрушился.", "2020-09-01..2020-11-30"),
        ("В 1980-х годах было тихо.", "1980-01-01..1989-12-31"),
        ("В прошлом году было тихо.", "2022-01-01..2022-12-31"),
    ],
    "uk": [
        ("Міст обвалився у вівторок.", "2023-06-13"),
        ("Рада відбудеться у п'ятницю.", "2023-06-16"),
        ("Вчора ввечері міст обвалився.", "2023-06-13"),
        ("Міст обвалився 3 квітня 2019 року.", "2019-04-03"),
        ("Минулого тижня міст обвалився.", "2023-06-05..2023-06-11"),
        ("Три місяці тому міст обвалився.", "2023-03-01..2023-03-31"),
        ("Восени 2020 року міст обвалився.", "2020-09-01..2020-11-30"),
        ("У 1980-х роках було тихо.", "1980-01-01..1989-12-31"),
    ],
    "ar": [
        ("انهار الجسر يوم الثلاثاء", "2023-06-13"),
        ("من المقرر أن يجتمع المجلس يوم الجمعة", "2023-06-16"),
        ("انهار الجسر أمس", "2023-06-13"),
        ("انهار الجسر في 3 أبريل 2019", "2019-04-03"),
        ("انهار الجسر في ٣ نيسان ٢٠١٩", "2019-04-03"),
        ("انهار الجسر في 3 نيسان/أبريل 2019", "2019-04-03"),
        ("انهار الجسر في ٤ تشرين الثاني ٢٠١٩", "2019-11-04"),
        ("انهار الجسر الأسبوع الماضي", "2023-06-05..2023-06-11"),
        ("انهار الجسر قبل شهرين", "2023-04-01..2023-04-30"),
        ("انهار الجسر قبل ثلاثة أيام", "2023-06-11"),
        ("في 10 رمضان 1444 هـ", "2023-03-31..2023-04-02"),
        ("منذ عام 2015", "2015-01-01..2015-12-31"),
    ],
}
NOT_DATES = {
    "es": "Unas 2000 personas pasaron 24 años allí, cada martes.",
    "fr": "Quelque 2000 persones y ont passé 24 ans, chaque jour.".replace("persones", "personnes"),
    "de": "Rund 2000 Menschen waren 24 Jahre dort, jeden Tag.",
    "ru": "Около 2000 человек провели там 24 года.",
    "uk": "Близько 2000 осіб провели там 24 роки.",
    "ar": "قضى 2000 شخص 24 عاما هناك، وفي 10 رمضان",
}


def days(text, language):
    mentions = RuleTagger().tag(text, reference_date=WEDNESDAY, language=language)
    spans = [m.span for m in mentions if m.span]
    return [str(s.start) if s.start == s.end else f"{s.start}..{s.end}" for s in spans]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(language, *case) for language, cases in CASES.items() for case in cases],
)
def test_days(language, text, expected):
    assert days(text, language) == [expected]


@pytest.mark.parametrize("language", NOT_DATES)
def test_no_date_where_there_is_none(language):
    assert days(NOT_DATES[language], language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le 3 mars 2020, le pont a cédé ; la veille, il pleuvait."),
        ("de", "Am 3. März 2020 stürzte sie ein, tags zuvor hatte es geregnet."),
        ("ru", "Мост обрушился 3 марта 2020 года, накануне шёл дождь."),
    ],
)
def test_the_day_before_the_day_spoken_of(language, text):
    assert days(text, language) == ["2020-03-03", "2020-03-02"]


@pytest.mark.parametrize("language", CASES)
def test_figures_are_read_in_every_language(language):
    assert days("2021-05-04 — 25.04.2021", language) == ["2021-05-04", "2021-04-25"]
