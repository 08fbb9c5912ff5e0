"""Which date a place gets: each rule on small invented reports, ids, and hostile text."""

import datetime as dt
import importlib.util
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.dates import RuleTagger
from geodata.events import link
from geodata.model import DateMention, Report, Resolution, TimeSpan, Toponym

SUNDAY = dt.date(2024, 12, 8)
TAGGER = RuleTagger()


def report_of(text, published=SUNDAY, language="en"):
    return Report(text=text, key="k", content_hash="", published=published, language=language)


def events_of(marked, published=SUNDAY, language="en"):
    """Link a text in which each place is marked as *Place*."""
    parts = marked.split("*")
    text, toponyms, at = "".join(parts), [], 0
    for i, part in enumerate(parts):
        if i % 2:
            toponyms.append(Toponym(text=part, start=at, end=at + len(part), origin="given"))
        at += len(part)
    mentions = TAGGER.tag(text, reference_date=published, language=language)
    resolutions = [Resolution(toponym=toponym) for toponym in toponyms]
    return link(report_of(text, published, language), resolutions, mentions)


def said(event):
    """Put an event's date on one line: first day, last day, role, basis."""
    start, end = event.date.start or "", event.date.end or ""
    return f"{start}..{end} {event.date_role} {event.date_basis}"


CAPTION = "Boats in *Portham*, May 3, 2019. Picture taken May 3, 2019. PHOTO: SAMPLE\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 1. Captions
        (CAPTION + "Ships left.", ["2019-05-03..2019-05-03 photo caption"]),
        ("[File photo] Boats in *Portham*.\n\nShips left on Friday.", [".. photo caption"]),
        (
            CAPTION + "Ships left *Quayton*.",
            ["2019-05-03..2019-05-03 photo caption", "..2024-12-08 reported-on dateline"],
        ),
        # 2. The same clause
        ("Rebels took *Aton* on Friday.", ["2024-12-06..2024-12-06 event clause"]),
        (
            "Rebels took *Aton* on Friday and *Beton* on Saturday.",
            ["2024-12-06..2024-12-06 event clause", "2024-12-07..2024-12-07 event clause"],
        ),
        (
            "Rebels took *Aton* on Friday, and on Saturday they were in *Beton*.",
            ["2024-12-06..2024-12-06 event clause", "2024-12-07..2024-12-07 event clause"],
        ),
        (
            "A ship that left *Aton* on Monday reached *Beton* on Wednesday.",
            ["2024-12-02..2024-12-02 event clause", "2024-12-04..2024-12-04 event clause"],
        ),
        (
            "*Aton*, which was shelled on Friday, was quiet on Saturday.",
            ["2024-12-07..2024-12-07 event clause"],
        ),
        ("From 3 to 5 December, shells fell on *Aton*.", ["2024-12-03..2024-12-05 event clause"]),
        ("It fell silent in *Aton* in November 2023.", ["2023-11-01..2023-11-30 event clause"]),
        ("On Saturday, 7 December, *Aton* fell.", ["2024-12-07..2024-12-07 event clause"]),
        # What came after a dated event lies between it and the report.
        (
            "Protests began in *Aton* after the vote of 26 October.",
            ["2024-10-26..2024-12-08 event clause"],
        ),
        (
            "A bomb exploded in *Aton* just after noon on Friday.",
            ["2024-12-06..2024-12-06 event clause"],
        ),
        # 3. The same sentence; semicolons part
        (
            "Rebels took *Aton* on Friday as troops left *Beton*.",
            ["2024-12-06..2024-12-06 event clause", "2024-12-06..2024-12-06 event sentence"],
        ),
        (
            "Rebels took *Aton* on Friday; *Beton* is still in other hands.",
            ["2024-12-06..2024-12-06 event clause", "..2024-12-08 reported-on dateline"],
        ),
        # Verbs of saying bind their date: the latest bound of what they report
        ("Troops left *Aton*, agencies reported on Friday.", ["..2024-12-06 reported-on sentence"]),
        ("The mayor said on Friday that *Aton* had fallen.", ["..2024-12-06 reported-on sentence"]),
        (
            "Officials said Friday the dam in *Aton* had burst.",
            ["..2024-12-06 reported-on sentence"],
        ),
        (
            "Police in *Aton* said on Friday that a man had fled.",
            ["..2024-12-06 reported-on clause"],
        ),
        ("On Friday, the army said it had taken *Aton*.", ["..2024-12-06 reported-on sentence"]),
        (
            "A spokesman said on his channel on Friday that two died in *Aton*.",
            ["..2024-12-06 reported-on sentence"],
        ),
        (
            "Two men were held in *Aton* on Thursday, police said on Friday.",
            ["2024-12-05..2024-12-05 event clause"],
        ),
        (
            "The army said Friday's raid on *Aton* killed three.",
            ["2024-12-06..2024-12-06 event clause"],
        ),
        (
            "According to a statement on Friday, two died in *Aton*.",
            ["..2024-12-06 reported-on sentence"],
        ),
        (
            "A man was jailed in 2004 in *Aton*, which lies inland, the court said.",
            ["2004-01-01..2004-12-31 event clause"],
        ),
        (
            "A trial opened in *Aton* on Friday, a spokesman said on Saturday.",
            ["2024-12-06..2024-12-06 event clause"],
        ),
        (
            "Crowds marched in *Aton* on Saturday (*Beton* saw a march on Friday).",
            ["2024-12-07..2024-12-07 event clause", "2024-12-06..2024-12-06 event clause"],
        ),
        # 4. The sentence before
        (
            "Rebels took *Aton* on Friday. Hours later they entered *Beton*.",
            [
                "2024-12-06..2024-12-06 event clause",
                "2024-12-06..2024-12-06 event previous sentence",
            ],
        ),
        (
            "Rebels took *Aton* on Friday. Many shops in *Beton* were shut.",
            ["2024-12-06..2024-12-06 event clause", "..2024-12-08 reported-on dateline"],
        ),
        (
            "Rebels took *Aton* on Thursday and *Ceton* on Friday. They then entered *Beton*.",
            [
                "2024-12-05..2024-12-05 event clause",
                "2024-12-06..2024-12-06 event clause",
                "..2024-12-08 reported-on dateline",
            ],
        ),
        (
            "A man was shot in *Aton* on Friday night. At 9:40 p.m. another was found in *Beton*.",
            [
                "2024-12-06..2024-12-06 event clause",
                "2024-12-06..2024-12-06 event previous sentence",
            ],
        ),
        # 5. The dateline
        ("Rebels have taken *Aton*.", ["..2024-12-08 reported-on dateline"]),
        (
            "*ATON*, Dec 8 (Sample) - Rebels took *Beton* on Friday.",
            ["..2024-12-08 reported-on dateline", "2024-12-06..2024-12-06 event clause"],
        ),
        (
            "A first line. *ATON*: Rebels took *Beton* on Friday.",
            ["..2024-12-08 reported-on dateline", "2024-12-06..2024-12-06 event clause"],
        ),
        ("Sample Wire, *Aton*, December 8, 2024\n\nText.", ["..2024-12-08 reported-on dateline"]),
        # 6. Background
        ("*Aton* has been under siege since 2012.", ["2012-01-01.. background clause"]),
        (
            "Throughout the war that began in 2011, troops held *Aton*.",
            ["2011-01-01.. background sentence"],
        ),
        ("For decades *Aton* was poor.", [".. background clause"]),
        ("It was the worst flood in *Aton* since 1953.", ["..2024-12-08 reported-on dateline"]),
        # 7. Planned
        ("The two will meet in *Aton* on Tuesday.", ["2024-12-10..2024-12-10 planned clause"]),
        (
            "People will return to *Aton*, the mayor said on Friday.",
            ["2024-12-08.. planned dateline"],
        ),
        ("The curfew in *Aton* will last until Dec. 31.", ["..2024-12-31 planned clause"]),
        # What names no day dates nothing
        (
            "The eight-day campaign ended the 24-year rule in *Aton*.",
            ["..2024-12-08 reported-on dateline"],
        ),
        ("A market is held in *Aton* every Friday.", ["..2024-12-08 reported-on dateline"]),
    ],
)
def test_rules(text, expected):
    assert [said(event) for event in events_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Where somebody speaks is no place of what happened
        (
            "The ministry in *Aton* said a drone hit *Beton* on Friday.",
            ["..2024-12-08 reported-on dateline", "2024-12-06..2024-12-06 event clause"],
        ),
        (
            "A drone hit *Beton* on Friday, the ministry in *Aton* said.",
            ["2024-12-06..2024-12-06 event clause", "..2024-12-08 reported-on dateline"],
        ),
        (
            "A drone hit *Beton* on Friday, according to the ministry in *Aton*.",
            ["2024-12-06..2024-12-06 event clause", "..2024-12-08 reported-on dateline"],
        ),
        (
            "A drone, according to police in *Aton*, hit *Beton* on Friday.",
            ["..2024-12-08 reported-on dateline", "2024-12-06..2024-12-06 event clause"],
        ),
        (
            "According to a report by police in *Aton*, a drone hit *Beton* on Friday.",
            ["..2024-12-08 reported-on dateline", "2024-12-06..2024-12-06 event clause"],
        ),
        (
            "Envoys met in *Aton* on Friday and said that more talks were needed.",
            ["2024-12-06..2024-12-06 event clause"],
        ),
        # Saying it is what happened
        (
            "The first case in *Aton* was confirmed on Friday.",
            ["2024-12-06..2024-12-06 event clause"],
        ),
        (
            "It was confirmed on Friday that *Aton* had fallen.",
            ["..2024-12-06 reported-on sentence"],
        ),
        # Datelines without an agency, captions behind their label
        (
            "*ATON*, Dec 8 - Schools in *Beton* opened on Sunday.",
            ["..2024-12-08 reported-on dateline", "2024-12-08..2024-12-08 event clause"],
        ),
        (
            "Photo: A bakery in *Aton*, March 2023.\n\nShops in *Beton* opened on Friday.",
            ["2023-03-01..2023-03-31 photo caption", "2024-12-06..2024-12-06 event clause"],
        ),
        # Both ends of a range
        ("Between 29 April and 3 May shells hit *Aton*.", ["2024-04-29..2024-05-03 event clause"]),
        ("From 1949 to 1990 *Aton* was split.", ["1949-01-01..1990-12-31 event clause"]),
        ("Shells hit *Aton* from Monday to Wednesday.", ["2024-12-02..2024-12-04 event clause"]),
        ("Through the 1890s steamers called at *Aton*.", ["1890-01-01..1899-12-31 event clause"]),
        # What a weekday names, a forecast, another day of the same text
        ("The Sunday bazaar in *Aton* was closed.", ["..2024-12-08 reported-on dateline"]),
        ("Rain is forecast for *Aton* on Tuesday.", ["2024-12-10..2024-12-10 planned clause"]),
        (
            "Two men fled *Aton* on Monday. The next day one was held in *Beton*.",
            ["2024-12-02..2024-12-02 event clause", "2024-12-03..2024-12-03 event clause"],
        ),
        (
            "Rebels took *Aton* on Friday. Seconds later a bomb went off in *Beton*.",
            [
                "2024-12-06..2024-12-06 event clause",
                "2024-12-06..2024-12-06 event previous sentence",
            ],
        ),
    ],
)
def test_speakers_ranges_and_plans(text, expected):
    assert [said(event) for event in events_of(text)] == expected


def test_a_speaker_in_a_language_without_a_list_of_verbs():
    text = "Das Ministerium in *Aton* sagte, eine Drohne habe am Freitag *Beton* getroffen."
    speaker, struck = events_of(text, language="de")
    assert said(speaker) == "..2024-12-08 reported-on dateline"
    assert said(struck) == "2024-12-06..2024-12-06 event clause"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "La policía dijo el viernes que *Aton* había caído.",
            "..2024-12-06 reported-on sentence",
        ),
        ("fr", "Le pont de *Aton* est tombé vendredi.", "2024-12-06..2024-12-06 event clause"),
        ("de", "In *Aton* brannte am Freitag ein Haus.", "2024-12-06..2024-12-06 event clause"),
        ("ru", "В *Атоне* в пятницу упал мост.", "2024-12-06..2024-12-06 event clause"),
        ("uk", "В *Атоні* у п'ятницю впав міст.", "2024-12-06..2024-12-06 event clause"),
        ("ar", "سقط الجسر في *أتون* يوم الجمعة.", "2024-12-06..2024-12-06 event clause"),
    ],
)
def test_other_languages(language, text, expected):
    assert [said(event) for event in events_of(text, language=language)] == [expected]


def test_without_any_date_the_event_stays_undated_and_says_so():
    (event,) = events_of("Rebels took *Aton*.", published=None)
    assert not event.dated
    assert event.date_role is None
    assert "not known" in event.date_reason


def test_the_words_and_where_they_stand():
    text = "Rebels took *Aton* on Friday. The day before, *Beton* fell."
    event = events_of(text)[0]
    plain = text.replace("*", "")
    assert event.date_text == "Friday"
    assert plain[event.date_start_char : event.date_end_char] == "Friday"
    assert event.sentence == "Rebels took Aton on Friday."
    assert plain[event.sentence_start :].startswith(event.sentence)
    assert 'the same clause says "Friday"' in event.date_reason


def test_a_dateline_is_never_called_an_event():
    text = ". ".join(f"Troops {verb} *Aton*" for verb in ("left", "are in", "burnt", "have seen"))
    for event in events_of(text):
        assert event.date_role == "reported-on"
        assert event.date.start is None
        assert "reported on 8 December 2024" in event.date_reason


def test_ids_survive_edits_elsewhere_and_tell_repeated_names_apart():
    story = "From *Aton* to *Aton* they walked on Friday."
    before = events_of(story)
    after = events_of(f"A new first line.\n\n{story.replace(' they', '  they')}\n\nMore.")
    assert [event.event_id for event in before] == [event.event_id for event in after]
    assert len({event.event_id for event in before}) == 2
    other = link(
        Report(text="Aton fell.", key="other", content_hash=""),
        [Resolution(toponym=Toponym(text="Aton", start=0, end=4))],
        (),
    )
    assert other[0].event_id not in {event.event_id for event in before}


def test_demonyms_are_left_out_unless_asked_for_and_change_no_id():
    text = "Atonian troops took Aton. Atonian flags were raised."
    toponyms = [
        Toponym(text="Atonian", start=0, end=7, demonym=True),
        Toponym(text="Aton", start=20, end=24),
        Toponym(text="Atonian", start=26, end=33, demonym=True),
    ]
    resolutions = [Resolution(toponym=toponym) for toponym in toponyms]
    few = link(report_of(text), resolutions, ())
    many = link(report_of(text), resolutions, (), demonyms=True)
    assert [event.resolution.toponym.text for event in few] == ["Aton"]
    assert len(many) == 3
    assert few[0].event_id == many[1].event_id


def test_unplaced_names_stay_events():
    (event,) = events_of("Rebels took *Nowhereton* on Friday.")
    assert not event.placed
    assert event.dated


WORDS = """Aton Beton on Friday said that , ; : - — which and after the since 2011 will until
Photo: . (Sample) Dec 8 fell was hours later for decades"""
words = st.sampled_from([*WORDS.split(), "\n", "\n\n"])


@settings(deadline=None)
@given(st.lists(words, max_size=40), st.sampled_from(["en", "es", "de", "ar", "xx"]), st.booleans())
def test_any_text_gives_one_event_per_place_and_valid_offsets(tokens, language, dated):
    text = " ".join(tokens)
    published = SUNDAY if dated else None
    toponyms = [
        Toponym(text=text[i : i + 4], start=i, end=i + 4)
        for i in range(len(text))
        if text.startswith("Aton", i)
    ]
    mentions = TAGGER.tag(text, reference_date=published, language=language)
    resolutions = [Resolution(toponym=toponym) for toponym in toponyms]
    found = link(report_of(text, published, language), resolutions, mentions)
    assert len(found) == len(toponyms)
    assert len({event.event_id for event in found}) == len(found)
    for event in found:
        where = slice(event.sentence_start, event.sentence_start + len(event.sentence))
        assert text[where] == event.sentence
        assert event.date_reason
        if event.date_text and event.date_start_char is not None:
            assert text[event.date_start_char : event.date_end_char] == event.date_text
        if event.date_basis == "dateline":
            assert event.date_role in {"reported-on", "planned"}


@pytest.mark.parametrize("joint", [" and ", ", which ", ", said ", "; ", " - ", " that "])
def test_time_grows_with_length_only(joint):
    unit = "Aton fell on Friday"
    text = joint.join([unit] * 700)
    starts = [i * (len(unit) + len(joint)) for i in range(700)]
    day = TimeSpan(start=SUNDAY, end=SUNDAY)
    mentions = [
        DateMention(text="Friday", start=s + 13, end=s + 19, type="DATE", value="x", span=day)
        for s in starts
    ]
    resolutions = [Resolution(toponym=Toponym(text="Aton", start=s, end=s + 4)) for s in starts]
    began = time.process_time()
    assert len(link(report_of(text), resolutions, mentions)) == 700
    assert time.process_time() - began < 3


@pytest.fixture
def anchoring(monkeypatch):
    path = Path(__file__).parents[2] / "benchmarks" / "anchoring.py"
    spec = importlib.util.spec_from_file_location("anchoring", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "anchoring", module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("split", ["dev", "test"])
def test_gold_reports_keep_their_accuracy(anchoring, split):
    judged = list(anchoring.judge(split))
    clause = [item for item in judged if item.gold["date_basis"] == "clause"]
    assert len(judged) > 140
    assert sum(item.right_date for item in judged) >= 0.97 * len(judged)
    assert sum(item.right_date for item in clause) >= 0.98 * len(clause)
    stamped = [item.event for item in judged if item.event.date_basis == "dateline"]
    assert not [event for event in stamped if event.date_role == "event"]


def test_a_long_block_of_captions_is_read_in_linear_time():
    text = "".join(f"Photo: *Aton*, May {2000 + i % 20}\n" for i in range(400))
    start = time.process_time()
    events = events_of(text)
    assert time.process_time() - start < 5
    assert {event.date.start.year for event in events} == set(range(2000, 2020))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels took *Aton* on Saturday, a day after taking *Beton*.",
            ["2024-12-07..2024-12-07 event clause", "2024-12-06..2024-12-06 event sentence"],
        ),
        (
            "Two days after a bomb went off in *Aton*, police held a man in *Beton* on Friday.",
            ["2024-12-04..2024-12-04 event sentence", "2024-12-06..2024-12-06 event clause"],
        ),
        (
            "A day before the vote in *Aton*, crowds met in *Beton* on Friday.",
            ["2024-12-07..2024-12-07 event sentence", "2024-12-06..2024-12-06 event clause"],
        ),
        # Without a day to count from, or where the stretch has its own date
        ("A day after the fall of *Aton*, rain came.", ["..2024-12-08 reported-on dateline"]),
        (
            "Rebels took *Aton* in May, a day after taking *Beton*.",
            ["2024-05-01..2024-05-31 event clause", "2024-05-01..2024-05-31 event clause"],
        ),
        (
            "Rebels took *Aton* on Friday. By nightfall they were in *Beton*.",
            [
                "2024-12-06..2024-12-06 event clause",
                "2024-12-06..2024-12-06 event previous sentence",
            ],
        ),
        (
            "A man died in *Aton* overnight from Friday to Saturday.",
            ["2024-12-06..2024-12-07 event clause"],
        ),
    ],
)
def test_days_counted_from_a_date_of_the_sentence(text, expected):
    assert [said(event) for event in events_of(text)] == expected


LOG = (
    "POLICE LOG\nFriday, Dec. 6\n8:15 a.m. A bicycle was stolen in *Aton*.\n"
    "Saturday, Dec. 7\n11:40 p.m. Two men fought in *Beton*.\nRain fell in *Ceton* on Thursday.\n"
)


def test_entries_of_a_log_have_the_day_of_the_line_above():
    assert [said(event) for event in events_of(LOG)] == [
        "2024-12-06..2024-12-06 event previous sentence",
        "2024-12-07..2024-12-07 event previous sentence",
        "2024-12-05..2024-12-05 event clause",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels march on\n8 December 2024\nRebels were seen in *Aton*.",
        "Rebels march on\n6 December 2024\nRebels were seen in *Aton*.",
        "8 December 2024\nRebels were seen in *Aton*.\n6 December 2024\nRain fell.",
        "Friday and Saturday\nRebels were seen in *Aton*.",
    ],
)
def test_a_single_line_with_a_day_dates_no_entry(text):
    (event,) = events_of(text)
    assert said(event) == "..2024-12-08 reported-on dateline"


def test_both_readings_of_figures_reach_the_event():
    event, bound, since, between = events_of(
        "Rebels took *Aton* on 3/4/2024. Police said on 3/4/2024 that *Beton* was quiet. "
        "*Ceton* has been closed since 3/4/2024. They held *Deton* from 3/4/2024 to 5/4/2024."
    )
    assert event.date_alternative.iso == "2024-04-03/2024-04-03"
    assert bound.date_alternative.iso == "../2024-04-03"
    assert since.date_alternative.iso == "2024-04-03/.."
    assert between.date_alternative.iso == "2024-04-03/2024-04-05"
    (settled,) = events_of("Rebels took *Aton* on 13/4/2024.")
    assert settled.date_alternative is None
