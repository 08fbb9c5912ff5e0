"""Very long reports come in parts that make up the whole."""

import pytest

from geodata.model import Report
from geodata.readers import parts, read_bytes
from geodata.readers.parts import in_parts
from tests.geodata.readers.makers import pdf_of

STORY = "The old bridge over the river in Exampleton fell on Sunday, and nobody was hurt."


@pytest.mark.parametrize("gap", ["\n\n", "\n", " ", ""])
def test_parts_make_up_the_whole(gap):
    text = gap.join(f"{number} {STORY}" for number in range(40_000))
    long = Report(text=text, key="path:/a.txt", content_hash="x", title="Bridge", notes=("n",))
    found = list(in_parts(long))
    assert "".join(part.text for part in found) == text
    assert len(found) >= 3
    assert found[0].key == "path:/a.txt"
    assert found[1].key == "path:/a.txt#2"
    assert found[1].title == f"Bridge (part 2 of {len(found)})"
    assert len({part.content_hash for part in found}) == len({p.report_id for p in found})
    assert all(part.text[-1] == (gap or part.text)[-1] for part in found[:-1])


def test_a_short_report_stays_as_it_is():
    short = Report(text=STORY, key="k", content_hash="x")
    assert list(in_parts(short)) == [short]


def test_pages_keep_their_numbers(monkeypatch):
    monkeypatch.setattr(parts, "MAX_CHARACTERS", 700)
    pages = [[f"Page {number}: {STORY}", STORY, STORY] for number in range(1, 13)]
    reports = read_bytes(pdf_of(pages), name="a.pdf")
    assert len(reports) > 3
    for report in reports:
        for number in range(1, 13):
            at = report.text.find(f"Page {number}:")
            assert at < 0 or report.page_at(at) == number


def test_forty_megabytes_are_read_in_parts():
    line = f"{STORY} It was built in 1911.\n\n"
    data = (line * (40_000_000 // len(line))).encode()
    reports = read_bytes(data, name="a.txt")
    assert sum(len(report.text) for report in reports) > 39_000_000
    assert max(len(report.text) for report in reports) <= parts.MAX_CHARACTERS
