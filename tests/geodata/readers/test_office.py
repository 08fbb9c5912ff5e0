"""Word and OpenDocument: every part that holds text, once; tracked changes; tables; traps."""

import datetime as dt

import pytest

from geodata.errors import EmptyReportError, NotTextError, ProtectedReportError, ReadError
from geodata.readers import read_bytes
from tests.geodata.readers.makers import (
    docx_of,
    odf_part,
    odt_of,
    packed,
    word_paragraph,
    word_part,
)

P = word_paragraph


def read(data, name="a.docx"):
    (report,) = read_bytes(data, name=name)
    return report


def test_text_outside_the_paragraphs_is_read():
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        f"{P('In a box: Homs')}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox>"
        f"<w:txbxContent>{P('In a box: Homs')}</w:txbxContent></v:textbox></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>Around the box: Hama</w:t></w:r></w:p>"
    )
    data = docx_of(
        P("In the text: Tartus") + box,
        word__header1=word_part(P("Header: Latakia"), "hdr"),
        word__header2=word_part(P("Header: Latakia"), "hdr"),
        word__footer1=word_part(P("Footer: Idlib"), "ftr"),
        word__footnotes=word_part(f"<w:footnote>{P('Note: Raqqa')}</w:footnote>", "footnotes"),
        word__endnotes=word_part(f"<w:endnote>{P('End: Palmyra')}</w:endnote>", "endnotes"),
        word__comments=word_part(f"<w:comment>{P('Comment: Daraa')}</w:comment>", "comments"),
        word__styles=word_part("<w:style><w:name w:val='x'/></w:style>", "styles"),
    )
    assert read(data).text.split("\n\n") == [
        "In the text: Tartus",
        "In a box: Homs",
        "Around the box: Hama",
        "Note: Raqqa",
        "End: Palmyra",
        "Comment: Daraa",
        "Header: Latakia",
        "Footer: Idlib",
    ]


def test_tracked_changes_are_taken_as_accepted():
    body = (
        "<w:p><w:r><w:t>Clashes in </w:t></w:r>"
        "<w:del><w:r><w:delText>Homs</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Hama</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> today</w:t></w:r>"
        "</w:p>"
    )
    report = read(docx_of(body))
    assert report.text == "Clashes in Hama today"
    assert report.notes == ("1 tracked deletions left out, insertions taken",)


def test_a_row_of_a_table_is_a_line():
    def row(*cells):
        return "<w:tr>" + "".join(f"<w:tc>{P(c)}</w:tc>" for c in cells) + "</w:tr>"

    body = f"<w:tbl>{row('Date', 'Place')}{row('8 December 2024', 'Tartus')}{row('', '')}</w:tbl>"
    assert read(docx_of(body)).text == "Date | Place\n\n8 December 2024 | Tartus"
    story = P("Long story. " * 40) + P("More. " * 40)
    page = f"<w:tbl><w:tr><w:tc>{story}</w:tc></w:tr></w:tbl>"
    assert len(read(docx_of(page)).text.split("\n\n")) == 2


def test_characters_that_are_elements():
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Deir</w:t><w:tab/><w:t>al</w:t>"
        "<w:noBreakHyphen/><w:t>Zor</w:t><w:br/><w:t>fell</w:t><w:instrText>PAGE</w:instrText>"
        "</w:r></w:p>"
    )
    assert read(docx_of(body)).text == "Deir al-Zor fell"


def test_properties():
    core = (
        "<dc:title>Flood report</dc:title><dc:creator>Jo Writer</dc:creator>"
        "<dcterms:created>2020-01-01T00:00:00Z</dcterms:created>"
        "<dcterms:modified>2024-12-09T08:00:00Z</dcterms:modified>"
    )
    report = read(docx_of(P("One line."), core=core))
    assert (report.title, report.author) == ("Flood report", "Jo Writer")
    assert (report.published, report.published_basis) == (
        dt.date(2024, 12, 9),
        "document properties",
    )


def test_embedded_files_are_a_gap():
    data = docx_of(P("One line."), word__embeddings__sheet=word_part("", "x"))
    assert read(data).gaps == ("1 embedded file not read",)


def test_a_damaged_part_is_a_gap():
    data = docx_of(P("One line in Tartus."), word__footnotes="<w:footnotes")
    report = read(data)
    assert report.text == "One line in Tartus."
    assert report.gaps == ("word/footnotes.xml is damaged: it was read up to the fault",)


def test_pictures_alone_are_a_scan():
    data = packed(
        {
            "[Content_Types].xml": "",
            "word/document.xml": word_part(P("")),
            "word/media/image1.png": "png",
        }
    )
    with pytest.raises(EmptyReportError, match="run OCR first"):
        read(data)


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    word = word_part(P("One &b; &c; line.").replace("&amp;", "&"))
    word = word.replace('<?xml version="1.0" encoding="UTF-8"?>', BOMB)
    document = packed({"[Content_Types].xml": "", "word/document.xml": word.encode(encoding)})
    with pytest.raises(ReadError, match=r"^a\.docx defines XML entities"):
        read(document)
    body = "<office:body><office:text><text:p>One &c;</text:p></office:text></office:body>"
    content = odf_part(body).replace('<?xml version="1.0"?>', BOMB)
    with pytest.raises(ReadError, match="defines XML entities"):
        read(odt_of("", content=content.encode(encoding)), "a.odt")


def test_an_external_dtd_is_not_fetched():
    word = word_part(P("One line."))
    word = word.replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1)
    assert read(packed({"[Content_Types].xml": "", "word/document.xml": word})).text == "One line."


def test_open_document_parts():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h>In a heading: Homs</text:h>"
        "<text:p>One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>four"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>In a note: Hama</text:p></text:note-body></text:note> five</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>8 December</text:p>"
        "</table:table-cell><table:table-cell table:number-columns-repeated='999999999'>"
        "<text:p>Tartus</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:text-box><text:p>In a box: Idlib</text:p></draw:text-box></text:p>"
    )
    styles = odf_part(
        "<office:master-styles><style:master-page><style:header><text:p>Header: Raqqa</text:p>"
        "</style:header></style:master-page></office:master-styles>",
        "document-styles",
    )
    meta = odf_part(
        "<office:meta><dc:title xmlns:dc='urn:dc'>Flood report</dc:title>"
        "<dc:date xmlns:dc='urn:dc'>2024-12-09T08:00:00</dc:date></office:meta>",
        "document-meta",
    )
    report = read(odt_of(body, styles=styles, meta=meta), "a.odt")
    assert report.text.split("\n\n") == [
        "In a heading: Homs",
        "In a note: Hama",
        "One two three four five",
        "8 December | Tartus",
        "In a box: Idlib",
        "Header: Raqqa",
    ]
    assert (report.title, report.published) == ("Flood report", dt.date(2024, 12, 9))
    assert report.notes == ("1 tracked deletions left out",)


def test_passwords_and_old_documents_are_refused_with_the_way_out():
    locked = packed(
        {"META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": "\x00\x01"}
    )
    with pytest.raises(ProtectedReportError, match="has a password"):
        read(locked, "a.odt")
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(ProtectedReportError, match="has a password"):
        read(magic + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(NotTextError, match=r"old Word document.*save it as \.docx"):
        read(magic + "WordDocument".encode("utf-16-le"), "a.doc")
    with pytest.raises(NotTextError, match=r"Outlook message.*\.eml"):
        read(magic + "__properties_version1.0".encode("utf-16-le"), "a.msg")


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(ReadError, match=r"^a\.docx would unpack"):
        read(docx_of(P("x" * 60_000_000)))
