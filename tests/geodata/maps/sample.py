"""Made-up events in the Levant, and hostile ones; written by us, true of nothing."""

from __future__ import annotations

import json
import random
from typing import Any

import geopandas as gpd
import numpy as np

from geodata.schema import build_frame

PLACES: dict[str, tuple[str, float, float, str, str, str]] = {
    "Aleppo": ("Aleppo", 36.2012, 37.1612, "PPLA", "Aleppo", "Syria"),
    "Latakia": ("Latakia", 35.5317, 35.7901, "PPLA", "Latakia", "Syria"),
    "Homs": ("Homs", 34.7268, 36.7234, "PPLA", "Homs", "Syria"),
    "Hama": ("Ḩamāh", 35.1318, 36.7578, "PPLA", "Hama", "Syria"),
    "Damascus": ("Damascus", 33.5102, 36.2913, "PPLC", "Dimashq", "Syria"),
    "Sednaya": ("Şaydnāyā", 33.6956, 36.3775, "PPL", "Rif Dimashq", "Syria"),
    "Daraa": ("Dar‘ā", 32.6189, 36.1021, "PPLA", "Daraa", "Syria"),
    "Tartous": ("Ţarţūs", 34.8890, 35.8866, "PPLA", "Tartus", "Syria"),
    "Draykish": ("Ad Duraykīsh", 34.8967, 36.1349, "PPLA2", "Tartus", "Syria"),
    "Raqqa": ("Raqqa", 35.9528, 39.0079, "PPLA", "Raqqa", "Syria"),
    "Deir ez-Zor": ("Deir ez-Zor", 35.3359, 40.1408, "PPLA", "Deir ez-Zor", "Syria"),
    "Beirut": ("Beirut", 33.8933, 35.5016, "PPLC", "Beyrouth", "Lebanon"),
    "Moscow": ("Moscow", 55.7522, 37.6156, "PPLC", "Moscow", "Russia"),
    "Suva": ("Suva", -18.1416, 178.4415, "PPLC", "Central", "Fiji"),
}

# Name, sentence, first and last day, precision, role, date words.
Story = tuple[str, str, str | None, str | None, str, str, str]
STORIES: tuple[Story, ...] = (
    ("Sednaya", "When they reached Sednaya prison, the gate stood open, a video showed.",
     None, "2024-12-08", "day", "reported-on", ""),
    ("Damascus", "Archives in Damascus opened on the final night and the early hours of Sunday.",
     "2024-12-07", "2024-12-08", "range", "event",
     "the final night and the early hours of Sunday"),
    ("Damascus", "Shops in Damascus stayed shut on Sunday.", "2024-12-08", "2024-12-08", "day",
     "event", "on Sunday"),
    ("Damascus", "Bakers in Damascus lit their ovens again on Tuesday.", "2024-12-10",
     "2024-12-10", "day", "event", "on Tuesday"),
    ("Aleppo", "Columns entered Aleppo between Friday and Saturday, residents said.",
     "2024-11-29", "2024-11-30", "range", "event", "between Friday and Saturday"),
    ("Aleppo", "The museum of Aleppo had been closed since 2016.", "2016-01-01", None, "open",
     "background", "since 2016"),
    ("Aleppo", "Power came back in Aleppo on December 3.", "2024-12-03", "2024-12-03", "day",
     "event", "on December 3"),
    ("Aleppo", "Trains to Aleppo will run again in January.", "2025-01-01", "2025-01-31",
     "month", "planned", "in January"),
    ("Draykish", "Trees for Draykish, near Tartous. Picture taken December 30, 2020.",
     "2020-12-30", "2020-12-30", "day", "photo",
     "Picture taken December 30, 2020"),
    ("Tartous", "Trees for Tartous. Picture taken December 30, 2020.",
     "2020-12-30", "2020-12-30", "day", "photo", "Picture taken December 30, 2020"),
    ("Raqqa", "A convoy is due to reach Raqqa on Tuesday.", "2024-12-10", "2024-12-10", "day",
     "planned", "on Tuesday"),
    ("Homs", "Thousands walked into Homs during the night to Sunday.", "2024-12-07",
     "2024-12-08", "range", "event", "the night to Sunday"),
    ("Homs", "A refinery near Homs was said to be running.", None, "2024-12-08", "day",
     "reported-on", ""),
    ("Hama", "Hama changed hands on Thursday.", "2024-12-05", "2024-12-05", "day", "event",
     "on Thursday"),
    ("Latakia", "The port of Latakia reopened on Monday.", "2024-12-09", "2024-12-09", "day",
     "event", "on Monday"),
    ("Daraa", "In Daraa the square filled on Friday.", "2024-12-06", "2024-12-06", "day",
     "event", "on Friday"),
    ("Daraa", "Daraa was quiet on Saturday.", "2024-12-07", "2024-12-07", "day", "event",
     "on Saturday"),
    ("Beirut", "Flights to Beirut were diverted, the airline said.", None, "2024-12-08", "day",
     "reported-on", ""),
    ("Moscow", "A spokesman in Moscow declined to comment.", None, "2024-12-08", "day",
     "reported-on", ""),
    ("Deir ez-Zor", "The bridge at Deir ez-Zor has been repaired.", None, None, "unknown", "", ""),
    ("Suva", "A delegation from Suva arrived on 2 December.", "2024-12-02", "2024-12-02", "day",
     "event", "on 2 December"),
    ("Qamhane", "Farmers of Qamhane returned on Monday.", "2024-12-09", "2024-12-09", "day",
     "event", "on Monday"),
    ("Tell Sultan", "Nobody has written from Tell Sultan.", None, None, "unknown", "", ""),
)  # fmt: skip

HOSTILE = (
    "{{7*7}}",
    "{% raw",
    "{# note",
    "${1}",
    "`tick`",
    "</script><script>window.stolen = 1</script>",
    "<img src=x onerror='window.stolen = 1'>",
    "\u202eright to left",
)

_REASON = "“{name}” is a known name of {place}; in {country}, like Damascus in the same report."


def levant(fillers: int = 60) -> gpd.GeoDataFrame:
    """Return the stories and, so that the timeline has a shape, plain events around them."""
    rng = random.Random(7)
    stories: list[Story] = list(STORIES)
    cities = [name for name in PLACES if name not in {"Moscow", "Suva", "Sednaya", "Raqqa"}]
    for k in range(fillers):
        name = rng.choice(cities)
        day = str(np.datetime64("2024-12-06") + int(max(-36, min(6, rng.gauss(-4, 9)))))
        role = rng.choices(["event", "reported-on"], [4, 1])[0]
        text = f"Item {k + 1} of the day's list was about {name} and the road there."
        stories.append((name, text, day, day, "day", role, ""))
    return frame([story_row(k, story) for k, story in enumerate(stories)])


def story_row(k: int, story: Story) -> dict[str, Any]:
    """Return one row of the event schema."""
    name, sentence, start, end, precision, role, words = story
    place = PLACES.get(name)
    title, latitude, longitude, code, admin1, country = place or ("", None, None, "", "", "")
    return {
        "event_id": f"{k:016x}", "report_id": f"r{k % 5}", "report_title": "A day in the Levant",
        "source": "The Desk", "url": "https://example.org/levant", "published": "2024-12-08",
        "published_basis": "dateline", "toponym": name, "place_name": title, "geonameid": k + 1,
        "feature_code": code, "country_code": country[:2].upper(), "country": country,
        "admin1": admin1, "place_precision": "populated place" if place else "",
        "date_start": start, "date_end": end, "date_alternative": "",
        "date_precision": precision, "date_role": role,
        "date_basis": "clause" if words else "dateline" if end else "", "date_text": words,
        "date_reason": "the words in the same clause" if words else
        "the text gives no day for this; an upper bound" if end else "",
        "sentence": sentence, "char_start": 0, "char_end": len(name),
        "score": 0.93 if place else 0.0, "status": "auto",
        "place_reason": _REASON.format(name=name, place=title, country=country) if place else "",
        "candidates": json.dumps([{
            "geonameid": 5, "name": "Seydnaya", "country_code": "SY", "latitude": 35.1,
            "longitude": 36.7, "score": 0.05, "reason": "smaller"}]),
        "longitude": longitude, "latitude": latitude, "author": "", "language": "en",
        "page": None, "kind": "", "extra": "",
    }  # fmt: skip


def odd() -> gpd.GeoDataFrame:
    """Return events with every kind of span, role, open end and missing place."""
    rng = random.Random(3)
    rows = []
    for k in range(400):
        first = np.datetime64("2024-01-01") + rng.randrange(60)
        last = first + rng.choice([0, 0, 1, 6, 29, 30, 31, 90])
        start, end = rng.choice([(first, last)] * 6 + [(None, last), (first, None), (None, None)])
        role = rng.choice(["event", "reported-on", "planned", "photo", "background", ""])
        name = rng.choice([*PLACES, "Nowhere"])
        days = (None if start is None else str(start), None if end is None else str(end))
        row = story_row(k, (name, f"{name}.", *days, "range", role, ""))
        if start is not None and end is not None and k % 3 == 0:
            other = np.datetime64("2024-01-01") + rng.randrange(90)
            row["date_alternative"] = f"{other}/{other + rng.choice([0, 0, 20, 40])}"
        rows.append(row)
    return frame(rows)


def hostile() -> gpd.GeoDataFrame:
    """Return events whose every text is an attack."""
    rows = []
    for k, text in enumerate(HOSTILE):
        day = "2024-12-06"
        row = story_row(k, ("Homs", f"On Friday {text} Homs", day, day, "day", "event", "Friday"))
        texts = ("toponym", "place_name", "admin1", "country", "report_title", "source",
                 "url", "date_reason", "place_reason")  # fmt: skip
        row.update(dict.fromkeys(texts, text))
        row["candidates"] = json.dumps([{
            "geonameid": 5, "name": text, "country_code": text, "latitude": 35.1,
            "longitude": 36.7, "score": 0.05, "reason": text}])  # fmt: skip
        rows.append(row)
    return frame(rows)


def frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Build a frame of the event schema."""
    return build_frame({name: [row[name] for row in rows] for name in rows[0]})


def many(events: int, places: int = 20_000) -> gpd.GeoDataFrame:
    """Return a large frame: days of two years, places over the land's latitudes."""
    rng = np.random.default_rng(11)
    place = rng.integers(0, min(places, events), events)
    lon, lat = rng.uniform(-160, 175, places), rng.uniform(-50, 66, places)
    day = np.datetime64("2023-06-01") + rng.integers(0, 730, events)
    same = [""] * events
    columns: dict[str, Any] = dict.fromkeys(
        ("report_id", "report_title", "source", "url", "toponym", "place_name",
         "feature_code", "country_code", "country", "admin1", "date_basis", "date_text",
         "date_reason", "date_alternative", "sentence", "place_reason", "author", "language",
         "kind",
         "extra"), same)  # fmt: skip
    roles = np.array(["event", "reported-on", "planned"], dtype=object)
    return build_frame(
        {
            **columns,
            "event_id": [f"{k:016x}" for k in range(events)],
            "published": day,
            "published_basis": ["unknown"] * events,
            "candidates": ["[]"] * events,
            "geonameid": place + 1,
            "place_precision": ["populated place"] * events,
            "date_start": day,
            "date_end": day,
            "date_precision": ["day"] * events,
            "date_role": roles[rng.choice(3, events, p=[0.7, 0.25, 0.05])].tolist(),
            "char_start": np.zeros(events, dtype=int),
            "char_end": np.zeros(events, dtype=int),
            "page": [None] * events,
            "score": np.full(events, 0.9),
            "status": ["auto"] * events,
            "longitude": lon[place],
            "latitude": lat[place],
        }
    )


def precise() -> gpd.GeoDataFrame:
    """Return events of every place precision, and spans that are known to the month."""
    day, month = ("2024-12-06", "2024-12-06"), ("2024-12-01", "2024-12-31")
    stories: list[tuple[str, float, float, str, str, str, tuple[str, str], str]] = [
        ("Syria", 35.0, 38.0, "PCLI", "country", "SY", day, "event"),
        ("Homs Governorate", 34.1503, 38.1425, "ADM1", "admin1", "SY", day, "event"),
        ("Tartus Governorate", 34.9274, 36.0901, "ADM1", "admin1", "SY", day, "reported-on"),
        ("Damascus", 33.5102, 36.2913, "PPLC", "populated place", "SY", day, "event"),
        ("Damascus", 33.5102, 36.2913, "PPLC", "populated place", "SY", month, "event"),
        ("Aleppo", 36.2012, 37.1612, "PPLA", "populated place", "SY", month, "event"),
        ("Daraa", 32.6189, 36.1021, "PPLA", "populated place", "SY", day, "photo"),
        ("A checkpoint", 34.7268, 36.7234, "", "exact", "SY", day, "event"),
        ("Qardaha District", 35.45, 36.06, "ADM2", "admin2", "SY", day, "planned"),
        ("Chukotka", 66.0, 169.0, "ADM1", "admin1", "RU", day, "event"),
    ]
    rows = []
    for k, (name, latitude, longitude, code, precision, country, days, role) in enumerate(stories):
        row = story_row(k, (name, f"{name} was named.", *days, "day", role, ""))
        row.update(place_name=name, latitude=latitude, longitude=longitude, feature_code=code,
                   place_precision=precision, country_code=country, score=0.9,
                   report_id="r0", char_start=100 * k)  # fmt: skip
        rows.append(row)
    return frame(rows)
