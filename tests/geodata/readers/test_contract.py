"""One contract over all readers: the content decides, the same words give the same events, and
whatever is wrong is one error that names the file and says what to do."""

import dataclasses
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import ReadError, ReportTooLargeError
from geodata.model import Report
from geodata.readers import read_bytes, supported_suffixes
from geodata.readers.registry import reader_for
from geodata.settings import Settings
from tests.geodata.readers.makers import FORMATS, attempt

STORY = (
    "Bridge falls in Tartus",
    "A bridge in Tartus collapsed on 8 December 2024 after heavy rain, and two people were hurt.",
    "Rescue teams from Damascus arrived on 9 December 2024. The road to Beirut stayed closed.",
)
formats = pytest.mark.parametrize("suffix", FORMATS)


@pytest.fixture(scope="module")
def expected(geoparser):
    (report,) = read_bytes(FORMATS[".txt"](STORY), name="a.txt")
    found = facts(geoparser, report)
    assert ("Tartus", "2024-12-08") in found
    assert ("Damascus", "2024-12-09") in found
    return found


def facts(geoparser, report):
    events = geoparser.geoparse(report).events
    return [(e.resolution.toponym.text, str(e.date.start or "")) for e in events]


@formats
def test_the_same_words_give_the_same_events(suffix, geoparser, expected):
    (report,) = read_bytes(FORMATS[suffix](STORY), name=f"story{suffix}")
    assert facts(geoparser, report) == expected
    assert report.title == STORY[0]
    assert report.gaps == ()


@formats
def test_the_content_decides_not_the_suffix(suffix):
    data = FORMATS[suffix](STORY)
    (right,) = read_bytes(data, name=f"story{suffix}")
    (wrong,) = read_bytes(data, name="story.docx" if suffix != ".docx" else "story.pdf")
    if suffix != ".md":
        assert (wrong.text, wrong.media_type) == (right.text, right.media_type)
    assert suffix in supported_suffixes()


@formats
def test_nothing_to_read_is_said(suffix):
    with pytest.raises(ReadError, match=r"^story.* (?:is empty|holds no text|is a scan)"):
        read_bytes(FORMATS[suffix](["", ""]), name=f"story{suffix}")


@formats
def test_a_cut_file_is_read_in_part_or_refused(suffix):
    whole = FORMATS[suffix](STORY * 5)
    (all_of_it,) = read_bytes(whole, name=f"story{suffix}")
    for share in (0.05, 0.3, 0.6, 0.9, 0.99):
        reports, error = attempt(whole[: int(len(whole) * share)], f"story{suffix}")
        assert len(reports) == 1 or f"story{suffix}" in error
        assert all(len(report.text) <= len(all_of_it.text) + 80 for report in reports)


@formats
def test_a_huge_file_is_refused_before_it_is_read(suffix):
    limits = dataclasses.replace(Settings.from_environment({}), max_report_bytes=100)
    with pytest.raises(ReportTooLargeError, match=f"story{suffix}"):
        read_bytes(FORMATS[suffix](STORY * 3), name=f"story{suffix}", settings=limits)


@formats
def test_many_words_are_read_in_bounded_time(suffix):
    paragraphs = [f"{number}. {text}" for number in range(300) for text in STORY]
    data = FORMATS[suffix](paragraphs)
    began = time.process_time()
    (report,) = read_bytes(data, name=f"story{suffix}")
    assert time.process_time() - began < 10
    assert all(f"{number}. A bridge" in report.text for number in range(0, 300, 7))


@formats
@pytest.mark.parametrize("text", ["{{7*7}}", "{% raw", "${1}", "</script><img src=x onerror=y>"])
def test_markup_in_a_text_stays_text(suffix, text):
    escaped = f"The sign in Tartus said {text} in red letters on 8 December 2024."
    (report,) = read_bytes(FORMATS[suffix]([STORY[0], escaped, *STORY]), name=f"story{suffix}")
    if suffix != ".md":
        assert text in " ".join(report.text.split())


@formats
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_damage_is_a_report_or_a_read_error(suffix, data):
    raw = bytearray(FORMATS[suffix](STORY))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        items = reader_for(bytes(raw), f"story{suffix}").read(bytes(raw), name=f"story{suffix}")
    except ReadError as error:
        message = str(error)
        items = ()
    else:
        message = ""
    assert items or f"story{suffix}" in message
    for report in (item for item in items if isinstance(item, Report)):
        report.text.encode()
        assert any(map(str.isalnum, report.text))
        assert all(0 <= start <= len(report.text) for start in report.pages)
