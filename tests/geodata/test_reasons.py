"""Reasons in other languages: every one that the machine gives, and nothing but those."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest

from geodata.dates import RuleTagger
from geodata.messages import LANGUAGES
from geodata.pipeline import Geoparser
from geodata.readers import read_text
from geodata.reasons import reason_in

TEXT = """DAMASCUS, December 8, 2024 - Fighters entered Damascus on Sunday from Homs and Hama.

In Tartous, Syria, nothing moved. Two days later the road to Aleppo was open. A team will visit
Berlin next week. On 3 March 2023 Paris saw talks, and Paris, Texas, heard of it. Sednaya and
Draykish near Latakia waited. The Syrian Arab Republic said so on Friday. Nobody came to Qamishli.
"""

RARE = """In the 1990s and the 19th century, in 44 BC, at 25:00, on 2024-12-01T10:00, on 2024-12-01,
in 2024-W49, on 31 April 2024, in the first week of May 2012, in Ramadan 1445, on 5 Muharram, the
same month a year earlier, every Sunday, for three days, on the 15th, in the fifth quarter, a year
ago, recently, on Easter, in nineteen ninety-nine, from 9 May to 3 May 2024, the last two days of
March, at noon, the day after, these days, on 12 Mehr 1402, from Monday to Wednesday, last summer.
"""


def test_every_reason_of_a_text_is_said_in_every_language(geoparser: Geoparser) -> None:
    events = geoparser.geoparse(read_text(TEXT, published=dt.date(2024, 12, 8))).events
    reasons = {event.resolution.reason for event in events}
    reasons |= {other.reason for event in events for other in event.resolution.runners_up}
    reasons = (reasons | {event.date_reason for event in events}) - {""}
    assert len(reasons) > 10
    for language in set(LANGUAGES) - {"en"}:
        same = [reason for reason in reasons if reason_in(language, reason) == reason]
        assert not same, language
    assert {reason_in("en", reason) for reason in reasons} == reasons


def test_every_rule_of_the_dates_in_our_sentences_is_said_in_every_language() -> None:
    tagger, rules = RuleTagger(), set()
    for path in sorted((Path(__file__).parents[1] / "data").glob("gold_dates_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            gold = json.loads(line)
            day = gold.get("reference_date") or gold.get("published")
            day = dt.date.fromisoformat(day) if day else None
            found = tagger.tag(gold["text"], reference_date=day, language=gold.get("lang", "en"))
            rules |= {mention.reason for mention in found}
    rules |= {mention.reason for mention in tagger.tag(RARE, reference_date=dt.date(2024, 12, 8))}
    assert len(rules) > 40
    for language in set(LANGUAGES) - {"en"}:
        assert [rule for rule in rules if reason_in(language, rule) == rule] == [], language


@pytest.mark.parametrize(
    ("reason", "french"),
    [
        ("in the Netherlands, which the report names", "Pays-Bas, que le texte nomme"),
        ('written "Tartous, Syria"', "écrit « Tartous, Syria »"),
        (
            "spelled nearly like Şaydnāyā, in Syria like Homs and Hama in the same report",
            "presque écrit comme Şaydnāyā, Syrie, comme Homs et Hama dans le même texte",
        ),
        (
            'the same clause says "Sunday" (the Sunday before the day of publication)',
            "la même proposition dit « Sunday » (le dimanche avant le jour de publication)",
        ),
        (
            'the same clause says "in Ramadan" (a rule that no catalogue has)',
            "la même proposition dit « in Ramadan » (a rule that no catalogue has)",
        ),
        (
            "you placed Sednaya here on 8 December 2024",
            "vous avez placé Sednaya ici le 8 décembre 2024",
        ),
        ('"{name}" is short for {0}', "« {name} » est l’abréviation de {0}"),
        ('"Lebanese" stands for Lebanon', "« Lebanese » désigne Liban"),
        ("in Jordan like Iraq and Homs", "Jordanie, comme Irak et Homs"),
        (
            "a date of the Hijri calendar, not converted; no year is named",
            "une date du calendrier hégirien, non convertie ; aucune année n’est nommée",
        ),
        (
            'the same clause says "3 to 5 May" (one end of a range; the year is named)',
            "la même proposition dit « 3 to 5 May » (un bout d’une période ; l’année est nommée)",
        ),
        (
            "latitude 190 is out of range; latitude and longitude look swapped",
            "la latitude 190 est hors limites ; latitude et longitude semblent inversées",
        ),
        ("What a person wrote, of no grammar", "What a person wrote, of no grammar"),
        ("", ""),
    ],
)
def test_a_reason_is_said_or_left_as_it_is(reason: str, french: str) -> None:
    assert reason_in("fr", reason) == french


def test_hostile_reasons_cost_little() -> None:
    began = time.process_time()
    for unit in (", ", "in a like ", '"', " and ", 'the same clause says "x" (', "1 km from "):
        hostile = (unit * 1000)[:1000]
        assert reason_in("ar", hostile)
    assert time.process_time() - began < 5


def test_a_reason_out_of_somebodys_file_takes_no_time() -> None:
    """Each part doubles the ways to split it, if they are all tried."""
    part = 'called "a" in the text, '
    assert reason_in("fr", part * 12 + "zz") == part * 12 + "zz"
    assert reason_in("fr", part * 200) == part * 200
