"""Any text at all, through every step: offsets hold, counts add up, everything stays text."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import EmptyReportError
from geodata.export import suffixes, write
from geodata.maps.columns import event_columns
from geodata.maps.details import details
from geodata.model import Counts, Event, Report
from geodata.readers import read_bytes, read_text
from geodata.schema import events_frame, validate
from tests.geodata.readers.makers import docx_of, message, word_paragraph

PIECES = [
    *("Damascus", "Tartus", "دمشق", "Киев", "Paris, Texas", "U.S.", "北京", "St. "),
    *("8 December 2024", "on Sunday", "since 2011", "3.12.2024", "yesterday", "32/13/0000"),
    *("{{7*7}}", "${x}", "</script>", "<img src=x onerror=y>", "`", "\x00", "\ud800", "\u202e"),
    *(". ", ", ", "\n", "\n\n", " in ", " the ", "\r", "\ufeff", "\u2028", "'s ", "(", '"', "-"),
    *("=1+1", "@x", "\t", "😀", "e\u0301", "Bank of ", "9999999999", "°", "%", "\\u0000"),
]
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
)


@given(text=TEXTS, title=st.text(max_size=30))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_adds_up(geoparser, text, title):
    try:
        report = read_text(text, title=title)
    except EmptyReportError:
        return
    parsed = geoparser.geoparse(report)
    for resolution in parsed.resolutions:
        toponym = resolution.toponym
        assert report.text[toponym.start : toponym.end] == toponym.text
    for mention in parsed.dates:
        assert report.text[mention.start : mention.end] == mention.text
    for event in parsed.events:
        end = event.sentence_start + len(event.sentence)
        assert report.text[event.sentence_start : end] == event.sentence
    counts = Counts.of(parsed.events)
    assert counts.places == counts.placed + counts.unplaced == counts.dated + counts.undated
    frame = events_frame((report, event) for event in parsed.events)
    validate(frame)
    assert len(frame) == counts.places
    columns = event_columns(frame)
    json.dumps(details(frame, columns, range(len(frame))), allow_nan=False).encode()


PAYLOADS = [
    "{{7*7}}",
    "{% raw",
    "${7*7}",
    "`x`",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]>&x;",
    '=HYPERLINK("x")',
]


@pytest.fixture(scope="module")
def frame(geoparser):
    """Events of documents with a payload in every field: text, title, author, sender, file."""
    parsed = list[tuple[Report, Event]]()
    for payload in PAYLOADS:
        safe = payload.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        core = f"<dc:title>T {safe}</dc:title><dc:creator>A {safe}</dc:creator>"
        body = word_paragraph(f"On 8 December 2024 a bridge fell in Damascus {payload} and Homs.")
        mail = message(["See the plan."], "In Tartus " + payload, sender=f'"S {payload}" <a@b>')
        mail.add_attachment(
            docx_of(body, core=core),
            maintype="application",
            subtype="x",
            filename=f"{payload}.docx",
        )
        for report in read_bytes(mail.as_bytes(), name=f"{payload}.eml"):
            parsed += [(report, event) for event in geoparser.geoparse(report).events]
    return events_frame(parsed)


def test_payloads_stay_text_in_the_table(frame):
    assert len(frame) >= 2 * len(PAYLOADS)
    for payload in PAYLOADS:
        assert frame["sentence"].str.contains(payload, regex=False).any()
        assert frame["report_title"].str.contains(payload, regex=False).any()


@pytest.mark.parametrize("suffix", suffixes())
def test_payloads_go_out_as_text(frame, suffix, tmp_path):
    path = tmp_path / f"out{suffix}"
    assert write(frame, path) == len(frame)
    if suffix in {".html", ".kml", ".rss", ".xml"}:
        raw = path.read_text(encoding="utf-8")
        assert "<img src=x" not in raw
        assert "<script>alert(1)" not in raw
