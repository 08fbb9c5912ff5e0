"""Files, uploads and pasted text to reports; every bad input is one clear error."""

import dataclasses
import datetime as dt
import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import (
    DamagedReportError,
    EmptyReportError,
    NotTextError,
    ReadError,
    ReportTooLargeError,
)
from geodata.model import PublishedBasis
from geodata.readers import read_bytes, read_file, read_text, supported_suffixes
from geodata.readers.language import guess_language
from geodata.settings import Settings

STORY = "The old bridge over the river in Exampleton fell on Sunday, and nobody was hurt."
ARABIC = "قالت وسائل إعلام يوم الأحد إن الجسر القديم في المدينة سقط بعد أيام من المطر."
RUSSIAN = "В воскресенье в городе упал старый мост, сообщил мэр. Никто не пострадал."
UKRAINIAN = "У неділю в місті впав старий міст, повідомив мер. Його вже закрили, і ніхто не їхав."
FRENCH = "Le vieux pont est tombé dimanche après la crue, a annoncé le maire de la ville."
POLISH = "W niedzielę zawalił się stary most, podało źródło. Nikt nie został ranny, był już pusty."
TURKISH = "Eski köprü pazar günü yıkıldı ve belediye başkanı bir açıklama yaptı. Kimse yaralanmadı."
CHINESE = "星期日，古老的桥梁在雨后倒塌，市长说，没有人受伤。"


def one(data, name="a.txt", **options):
    (report,) = read_bytes(data, name=name, **options)
    return report


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        (STORY, "utf-8", "en"),
        (STORY, "utf-8-sig", "en"),
        (STORY, "utf-16", "en"),
        (STORY, "utf-16-le", "en"),
        (STORY, "utf-32", "en"),
        (ARABIC, "utf-8", "ar"),
        (ARABIC, "utf-16-be", "ar"),
        (ARABIC, "cp1256", "ar"),
        (ARABIC, "iso8859-6", "ar"),
        (RUSSIAN, "koi8-r", "ru"),
        (UKRAINIAN, "koi8-u", "uk"),
        (UKRAINIAN, "cp1251", "uk"),
        (RUSSIAN, "iso8859-5", "ru"),
        (RUSSIAN, "cp866", "ru"),
        (ARABIC, "utf-16-le", "ar"),
        (RUSSIAN, "utf-16-be", "ru"),
        (RUSSIAN, "cp1251", "ru"),
        (FRENCH, "cp1252", "fr"),
        (POLISH, "cp1250", "pl"),
        (TURKISH, "cp1254", "tr"),
        (CHINESE, "gb18030", "zh"),
    ],
)
def test_encodings(text, encoding, language):
    report = one(text.encode(encoding))
    assert report.text == text
    assert report.language == language
    assert report.content_hash == hashlib.sha256(text.encode(encoding)).hexdigest()


def test_mixed_encodings_keep_the_good_part_and_say_so():
    data = FRENCH.encode() + b" \xe9\xe8 " + ARABIC.encode()
    report = one(data)
    assert report.text == f"{FRENCH} \ufffd\ufffd {ARABIC}"
    assert report.notes == ("2 byte sequences not valid in UTF-8 replaced",)


def test_controls_are_replaced_and_noted():
    report = one(STORY.encode() + b"\x00\x1b" + STORY.encode() * 20)
    assert "\ufffd\ufffd" in report.text
    assert report.notes


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "empty.txt", EmptyReportError),
        (b" \n\t\r\n", "blank.txt", EmptyReportError),
        (b"\xff\xfe", "bom.txt", EmptyReportError),
        (b"...\n---\n", "dots.md", EmptyReportError),
        (b"<html><script>alert('Paris')</script></html>", "script.html", EmptyReportError),
        # The date search asserts on an element without parent here.
        (b"<iframe></iframe><html>", "broken.html", EmptyReportError),
        (bytes(range(256)) * 40, "binary.txt", NotTextError),
        (b"\x00" * 1000, "nul.txt", NotTextError),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "report.txt", DamagedReportError),
        (b"PK\x03\x04\x14\x00", "report.md", DamagedReportError),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "photo.html", NotTextError),
        (STORY.encode() * 20, "big.txt", ReportTooLargeError),
    ],
)
def test_bad_input_is_one_error_that_names_the_file(data, name, error):
    small = dataclasses.replace(Settings.from_environment({}), max_report_bytes=1000)
    limits = small if error is ReportTooLargeError else None
    with pytest.raises(error, match=name) as caught:
        read_bytes(data, name=name, settings=limits)
    assert len(str(caught.value).split(". ")) > 1, "it says what to do"


def test_files(tmp_path):
    path = tmp_path / "story-2021-05-06.txt"
    path.write_text(STORY, encoding="utf-8")
    (report,) = read_file(path)
    assert report.key == f"path:{path.as_posix()}"
    assert report.path == path.as_posix()
    assert (report.published, report.published_basis) == (dt.date(2021, 5, 6), "file name")
    (given_date,) = read_file(str(path), published=dt.date(1999, 1, 2))
    assert given_date.published == dt.date(1999, 1, 2)
    assert given_date.published_basis is PublishedBasis.GIVEN
    assert given_date.report_id == report.report_id


def test_an_edited_file_keeps_its_key(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    (before,) = read_file(path)
    path.write_text(STORY + " More.", encoding="utf-8")
    (after,) = read_file(path)
    assert before.report_id == after.report_id
    assert before.content_hash != after.content_hash


@pytest.mark.parametrize("where", ["missing.txt", ".", "nul\x00.txt", "/dev/zero"])
def test_paths_that_cannot_be_read(tmp_path, where):
    with pytest.raises(ReadError):
        read_file(tmp_path / where)


def test_an_upload_cannot_name_a_path():
    assert one(STORY.encode(), name="../../etc/x.txt").key == "file:x.txt"
    assert one(STORY.encode(), name="C:\\temp\\x.txt").key == "file:x.txt"


def test_pasted_text():
    report = read_text(f"Bridge falls\r\n\r\n{STORY}", source="The Sample")
    assert report.text == f"Bridge falls\n\n{STORY}"
    assert (report.title, report.source) == ("Bridge falls", "The Sample")
    assert report.key.startswith("text:")
    assert read_text(f"Bridge falls\r\n\r\n{STORY}").key == report.key
    given_date = read_text(STORY, title="T", published=dt.date(2021, 5, 6))
    assert (given_date.title, given_date.published_basis) == ("T", PublishedBasis.GIVEN)
    read_text("a lone \ud800 surrogate").text.encode()
    with pytest.raises(EmptyReportError):
        read_text(" \n ")


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{% raw", "{# x", "${1}", "`back-tick`", "</script><img src=x onerror=y>"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_template_syntax_stays_text(text, name):
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    page = f"<html><body><p>{STORY} {escaped} {STORY}</p></body></html>"
    report = one((page if name == "a.html" else f"{STORY} {text} {STORY}").encode(), name=name)
    assert text in report.text


def test_suffixes():
    assert {".txt", ".md", ".html", ".htm"} <= supported_suffixes()
    assert all(suffix == suffix.lower() for suffix in supported_suffixes())


def test_five_megabytes_in_bounded_time():
    line = f"{STORY} It was built in 1911.\n\n"
    began = time.process_time()
    reports = read_bytes((line * (5_000_000 // len(line))).encode(), name="a.txt")
    assert time.process_time() - began < 3
    assert sum(len(report.text) for report in reports) > 4_900_000


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "20210506", ""]))
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_a_report_or_a_read_error(data, name):
    try:
        reports = read_bytes(data, name=name)
    except ReadError:
        return
    for report in reports:
        report.text.encode()
        assert "\x00" not in report.text + report.title + report.source


@given(st.text(max_size=300))
def test_any_text_is_a_report_or_empty(text):
    try:
        read_text(text)
    except EmptyReportError:
        assert not any(char.isalnum() for char in text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        (FRENCH, "fr"),
        (ARABIC, "ar"),
        (RUSSIAN, "ru"),
        (POLISH, "pl"),
        (TURKISH, "tr"),
        (CHINESE, "zh"),
        ("У неділю в місті впав старий міст, повідомив мер. Його вже закрили.", "uk"),
        ("Am Sonntag ist die alte Brücke eingestürzt, sagte der Bürgermeister.", "de"),
        ("El puente viejo cayó el domingo después de la lluvia, según el alcalde.", "es"),
        ("A ponte velha caiu no domingo, disse o prefeito, e não há feridos.", "pt"),
        ("Il vecchio ponte è crollato domenica, ha detto il sindaco della città.", "it"),
        ("日曜日、古い橋が雨の後に崩れたと市長が述べた。", "ja"),
        ("پل قدیمی شهر روز یکشنبه فرو ریخت و کسی زخمی نشد", "fa"),
        ("OSLO 1-0", "en"),
        ("", "en"),
    ],
)
def test_language(text, language):
    assert guess_language(text) == language


def test_bytes_of_a_file_are_not_changed(tmp_path: Path):
    path = tmp_path / "a.md"
    data = f"# Bridge\r\n\r\n{STORY}".encode()
    path.write_bytes(data)
    read_file(path)
    assert path.read_bytes() == data
