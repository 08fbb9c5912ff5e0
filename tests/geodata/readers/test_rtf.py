"""RTF: encodings by font, notes and headers, tables, tracked changes, traps."""

import datetime as dt

import pytest

from geodata.errors import EmptyReportError
from geodata.readers import read_bytes
from geodata.readers.rtftext import read_rtf


def lines(body, head=r"\rtf1\ansi\ansicpg1252"):
    return list(read_rtf(f"{{{head} {body}}}".encode("latin-1")).lines)


def in_hex(text, codec):
    return "".join(f"\\'{byte:02x}" for byte in text.encode(codec))


def test_paragraphs_symbols_and_groups():
    body = r"{\b One}\~two\_three \{four\}\emdash five\par Six\line Seven\par"
    assert lines(body) == ["One two-three {four}—five", "Six", "Seven"]


def test_unicode_with_fallbacks():
    assert lines(r"\uc1\u1583?\u1605?\par{\uc2\u1583??x}\uc0\u1605 y") == ["دم", "دxمy"]
    assert read_bytes(b"{\\rtf1 \\u-10179?\\u-8704? ok}", name="a.rtf")[0].text == "😀 ok"


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [("دمشق", "cp1256", 178), ("Харьков", "cp1251", 204), ("大阪市", "cp932", 128)],
)
def test_each_font_has_its_own_encoding(text, codec, charset):
    fonts = f"{{\\fonttbl{{\\f0\\fcharset0 Arial;}}{{\\f1\\fcharset{charset} Other;}}}}"
    assert lines(f"{fonts}\\f0 In {{\\f1 {in_hex(text, codec)}}} caf\\'e9") == [f"In {text} café"]


def test_the_document_has_an_encoding_too():
    assert lines(in_hex("Харьков", "cp1251"), r"\rtf1\ansi\ansicpg1251") == ["Харьков"]


def test_what_stands_beside_the_story_comes_after_it():
    body = (
        r"{\header Head: Homs\par}{\footer Foot: Hama}Story{\footnote Note: Idlib} goes on.\par"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Box: Raqqa\par}}}{\*\atnid x}"
        r"{\*\annotation Comment: Daraa}End."
    )
    assert lines(body) == [
        "Story goes on.",
        "End.",
        "Head: Homs",
        "Foot: Hama",
        "Note: Idlib",
        "Box: Raqqa",
        "Comment: Daraa",
    ]


def test_what_holds_no_story_is_left_out():
    body = (
        r"{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}{\*\generator Word;}"
        r"{\pict\pngblip 89504e47}{\field{\*\fldinst HYPERLINK x}{\fldrslt Tartus}} fell"
        r"\bin4 {{{{.{\*\unknown secret}"
    )
    assert lines(body) == ["Tartus fell."]


def test_a_row_of_a_table_is_a_line():
    assert lines(r"\trowd 8 December\cell Tartus\cell\row Next\par") == [
        "8 December | Tartus",
        "Next",
    ]


def test_tracked_deletions_are_left_out():
    parsed = read_rtf(rb"{\rtf1 In {\deleted Homs}{\revised Hama}.\par}")
    assert parsed.lines == ("In Hama.",)
    assert parsed.deletions


def test_properties():
    data = (
        rb"{\rtf1\ansi{\info{\title Flood report}{\author Jo Writer}"
        rb"{\creatim\yr2020\mo1\dy1}{\revtim\yr2024\mo12\dy9\hr8}}One line.}"
    )
    (report,) = read_bytes(data, name="a.rtf")
    assert (report.title, report.author) == ("Flood report", "Jo Writer")
    assert (report.published, report.text) == (dt.date(2024, 12, 9), "One line.")


def test_a_cut_file_says_so():
    (report,) = read_bytes(rb"{\rtf1 One line {\b and", name="a.rtf")
    assert report.gaps == ("the file is cut off: it was read up to its end",)


def test_pictures_alone_are_a_scan():
    with pytest.raises(EmptyReportError, match="run OCR first"):
        read_bytes(rb"{\rtf1{\pict\pngblip 89504e47}}", name="a.rtf")


@pytest.mark.parametrize("unit", ["{", "{\\b ", "}", "\\", "\\'", "\\u1", "\\bin9 ", "{\\*\\x "])
def test_tangles_end(unit):
    read_rtf(b"{\\rtf1 " + unit.encode() * 30_000 + b"end")
