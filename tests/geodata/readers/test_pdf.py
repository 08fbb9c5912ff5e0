"""PDFs: pages, gaps, passwords, scans, and words that were broken at a line's end."""

import datetime as dt
import io

import pypdf
import pytest

from geodata.errors import DamagedReportError, EmptyReportError, ProtectedReportError
from geodata.model import PublishedBasis
from geodata.readers import read_bytes
from tests.geodata.readers.makers import pdf_of

FIRST = ["Bridge falls in Tartus", "A bridge in Tartus fell on Sunday, said the govern-", "ment."]
SECOND = ["The road to Deir al-", "Bab stayed closed."]


def read(data):
    (report,) = read_bytes(data, name="a.pdf")
    return report


def locked(password, algorithm="RC4-128"):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([FIRST])))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_start_where_they_say():
    report = read(pdf_of([FIRST, SECOND]))
    first, second = report.pages
    assert first == 0
    assert report.text[second:].startswith("The road to Deir al-Bab stayed closed.")
    assert "said the government." in report.text
    assert report.gaps == ()
    assert report.media_type == "application/pdf"


def test_a_sentence_that_runs_on_over_a_page_stays_one():
    long = "The bridge over the wide river in the old town of Tartus collapsed on Sunday after the"
    report = read(pdf_of([[long], ["heavy rain of the week before it, the mayor said."]]))
    assert "after the\nheavy rain" in report.text


@pytest.mark.parametrize(
    ("first", "second"),
    [("It fell on 8 December", "2024 in Homs."), ("On May 8,", "2024 it fell.")],
)
def test_a_date_that_is_broken_between_lines_is_whole(first, second):
    assert f"{first} {second}" in read(pdf_of([[first, second]])).text
    rows = ["Rain in Homs", "2024-12-09 Hama 4"]
    assert "\n".join(rows) in read(pdf_of([rows])).text


def test_pages_without_text_are_gaps():
    report = read(pdf_of([[], FIRST, [], []]))
    assert report.gaps == ("pages 1, 3-4 without text: if it is a scan, run OCR first",)
    assert len(report.pages) == 4


def test_a_scan_is_refused_with_the_way_out():
    with pytest.raises(EmptyReportError, match=r"^a\.pdf is a scan: run OCR first\."):
        read(pdf_of([[], []]))


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_a_password_only_to_change_it_keeps_nobody_out(algorithm):
    assert "Tartus" in read(locked("", algorithm)).text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_is_said(algorithm):
    with pytest.raises(ProtectedReportError, match=r"^a\.pdf has a password\. Open it, print"):
        read(locked("secret", algorithm))


def test_a_damaged_file_is_said():
    with pytest.raises(DamagedReportError, match=r"^a\.pdf "):
        read(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer << >>\n")


def test_properties():
    info = "/Title (Flood report) /Author (Jo Writer) /CreationDate (D:20241209080000Z)"
    report = read(pdf_of([["One line in Tartus."]], info))
    assert (report.title, report.author) == ("Flood report", "Jo Writer")
    assert report.published == dt.date(2024, 12, 9)
    assert report.published_basis is PublishedBasis.PROPERTIES


@pytest.mark.parametrize(
    "info",
    [
        "/Title (Microsoft Word - a.doc) /Author (Administrator) /CreationDate (D:19000101)",
        "/Title (a.indd) /Author () /CreationDate (D:29991231)",
        "/Title 7 /Author [1] /CreationDate (yesterday)",
        "/Title 99 0 R /CreationDate << >>",
    ],
)
def test_properties_that_say_nothing(info):
    report = read(pdf_of([FIRST], info))
    assert (report.title, report.author, report.published) == (FIRST[0], "", None)


def test_what_the_text_says_of_its_day_is_better():
    info = "/CreationDate (D:20241212080000Z)"
    report = read(pdf_of([["Published: 8 December 2024", "", "A bridge fell."]], info))
    assert (report.published, report.published_basis) == (dt.date(2024, 12, 8), "dateline")


def test_a_circle_of_pages_ends():
    data = pdf_of([FIRST]).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(DamagedReportError, match=r"^a\.pdf "):
        read(data)
