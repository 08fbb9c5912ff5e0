"""Documents made to do harm: nothing is fetched, unpacked to disk, or read from elsewhere."""

import socket
import threading
import zipfile

import pytest

from geodata.errors import ReadError, ReportTooLargeError
from geodata.readers import read_bytes
from tests.geodata.readers.makers import (
    attempt,
    docx_of,
    html,
    message,
    odt_of,
    packed,
    pdf_of,
    rtf,
    word_paragraph,
)

SECRET = "the secret of this machine"


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path.as_uri()


@pytest.fixture
def listener():
    """Give an address, and whoever has come to it."""
    callers = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)

        def wait():
            try:
                callers.append(server.accept()[1])
            except OSError:
                return

        thread = threading.Thread(target=wait)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", callers
        thread.join()


def entity(kind, target):
    return f'<!DOCTYPE x [<!ENTITY {kind} SYSTEM "{target}">]>'


def xml_files(declaration, reference):
    """Return files of every XML format with a declaration and a reference to what it declares."""
    word = (
        f"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>A {reference}</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    odf = (
        "<office:document-content xmlns:office='o' xmlns:text='t'><office:body><office:text>"
        f"<text:p>A {reference}</text:p></office:text></office:body></office:document-content>"
    )
    rss = f"<rss version='2.0'><channel><item><title>A {reference}</title></item></channel></rss>"
    kml = (
        "<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark>"
        f"<name>A {reference}</name><Point><coordinates>36,34</coordinates></Point>"
        "</Placemark></kml>"
    )
    head = '<?xml version="1.0"?>' + declaration
    return {
        "a.docx": packed({"[Content_Types].xml": "", "word/document.xml": head + word}),
        "a.odt": packed({"META-INF/manifest.xml": "", "content.xml": head + odf}),
        "a.rss": (head + rss).encode(),
        "a.kml": (head + kml).encode(),
        "a.html": (head + f"<html><body><p>A {reference}</p></body></html>").encode(),
        "a.xml": (head + f"<x>A {reference}</x>").encode(),
    }


NAMES = sorted(xml_files("", ""))


@pytest.mark.parametrize("name", NAMES)
def test_a_local_file_is_not_read(name, secret):
    data = xml_files(entity("a", secret), "&a;")[name]
    reports, error = attempt(data, name)
    assert name in error or reports
    assert all(SECRET not in report.text + report.title for report in reports)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["a", "% a"])
def test_nobody_is_called(name, kind, listener):
    address, callers = listener
    reference = "%a;" if kind != "a" else ""
    data = xml_files(entity(kind, address).replace("]>", f"{reference}]>"), "&a;")[name]
    reports, error = attempt(data, name)
    assert name in error or reports
    assert callers == []


@pytest.mark.parametrize("name", NAMES)
def test_a_billion_laughs_are_not_laughed(name):
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = xml_files(f'<!DOCTYPE x [<!ENTITY l0 "laugh">{levels}]>', "&l9;")[name]
    reports, error = attempt(data, name)
    assert name in error or reports
    assert all(len(report.text) < 100_000 for report in reports)


@pytest.mark.parametrize("name", ["../../../escaped.txt", "/tmp/escaped.txt", "C:\\escaped.txt"])
def test_a_zip_leads_nowhere(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    attempt(packed({name: "A bridge in Tartus fell on Sunday."}), "a.zip")
    assert list(tmp_path.rglob("*")) == []


def test_a_zip_inside_itself_ends():
    inner = packed({"a.txt": "A bridge in Tartus fell."})
    for _ in range(12):
        inner = packed({"a.zip": inner})
    attempt(inner, "a.zip")


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("a.zip", zipfile.ZIP_DEFLATED),
        ("a.zip", zipfile.ZIP_BZIP2),
        ("a.docx", zipfile.ZIP_DEFLATED),
        ("a.odt", zipfile.ZIP_LZMA),
        ("a.xlsx", zipfile.ZIP_DEFLATED),
    ],
)
def test_a_zip_bomb_is_refused(name, method):
    body = {"zeros.txt": bytes(21_000_000)}
    kinds = {
        "a.docx": {"[Content_Types].xml": "", "word/document.xml": ""},
        "a.odt": {"META-INF/manifest.xml": "", "content.xml": ""},
        "a.xlsx": {"[Content_Types].xml": "", "xl/workbook.xml": ""},
    }
    with pytest.raises(ReadError, match=name):
        read_bytes(packed({**kinds.get(name, {}), **body}, method), name=name)


def test_one_long_line_costs_little():
    line = b"x" * 6_000_000
    reports = read_bytes(line, name="a.txt")
    assert sum(len(report.text) for report in reports) == len(line)
    with pytest.raises(ReportTooLargeError, match=r"^a\.txt is larger than"):
        read_bytes(line * 9, name="a.txt")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html>" + b"<div>" * 100_000 + b"Tartus"),
        ("a.html", b"<html><p " + b"a='b' " * 300_000 + b">Tartus"),
        ("a.html", b"<html>" + b"<table><tr><td>" * 20_000 + b"Tartus"),
        ("a.html", b"<html><!--" + b"<p>" * 200_000),
        ("a.json", b"[" * 200_000 + b"]" * 200_000),
        ("a.json", b'{"a":' * 200_000 + b"1" + b"}" * 200_000),
        ("a.geojson", b'{"type":"FeatureCollection","features":' + b"[" * 100_000),
        ("a.xml", b"<?xml version='1.0'?>" + b"<a>" * 200_000),
        ("a.rss", b"<rss><channel>" + b"<item>" * 100_000),
        ("a.csv", b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b"x," * 10_000),
        ("a.csv", b'text,date\n"' + b"A bridge fell,\n" * 100_000),
        ("a.rtf", b"{\\rtf1" + b"{" * 300_000 + b"Tartus"),
        ("a.eml", b"Message-ID: 1\nSubject: " + b"=?utf-8?b?" * 100_000),
        ("a.md", b"[" * 300_000),
        ("a.docx", docx_of("<w:p>" * 50_000)),
        ("a.odt", odt_of("<text:p>" * 50_000)),
    ],
    ids=range(16),
)
def test_nesting_and_crowds_end(name, data):
    reports, error = attempt(data, name)
    assert reports or name in error


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.csv", "a.json", "a.eml", "a.rtf"])
@pytest.mark.parametrize(
    "nasty", [b"\x00", b"\xed\xa0\x80", b"\xff\xfe", b"\x1b[2J", b"\xe2\x80\xae", b"&#xD800;&#0;"]
)
def test_odd_bytes_become_text(name, nasty):
    sentence = b"A bridge in Tartus " + nasty + b" fell on 8 December 2024."
    wrapped = {
        "a.html": b"<html><body><p>" + sentence + b"</p></body></html>",
        "a.csv": b"text,date\n" + sentence + b",2024-12-08\n",
        "a.json": b'[{"text": "' + sentence + b'"}]',
        "a.eml": b"From: a@b\nTo: c@d\nMessage-ID: <1>\n\n" + sentence,
        "a.rtf": b"{\\rtf1 " + sentence + b"}",
    }
    reports, error = attempt(wrapped.get(name, sentence), name)
    assert reports or name in error
    for report in reports:
        report.text.encode()
        assert "\x00" not in report.text
        assert "\x1b" not in report.text


@pytest.mark.parametrize(
    "name", ["../../x.eml", "con.eml", "a\x00b.eml", "{{7*7}}.eml", "\ud800.eml"]
)
def test_names_are_only_names(name):
    mail = message(["A bridge fell in Tartus."], "Bridge")
    mail.add_attachment(html(["Hama"]), maintype="text", subtype="html", filename="../../../etc/x")
    reports = read_bytes(mail.as_bytes(), name=name)
    assert len(reports) == 2
    assert all(".." not in report.key for report in reports)


def test_a_broken_file_is_one_line_among_others():
    mail = message(["A bridge fell in Tartus."], "Bridge")
    bad = {
        "cut.docx": docx_of(word_paragraph("x"))[:-30],
        "scan.pdf": pdf_of([[], []]),
        "picture.png": b"\x89PNG\r\n\x1a\n\x00",
        "empty.rtf": rtf([""]),
    }
    for name, data in bad.items():
        mail.add_attachment(data, maintype="application", subtype="x", filename=name)
    (report,) = read_bytes(mail.as_bytes(), name="a.eml")
    assert len(report.gaps) == len(bad)
    for gap, name in zip(report.gaps, bad, strict=True):
        assert gap.startswith(f"a.eml/{name} ")
