"""What documents look like whose formats have much in them: the inputs that fuzzing begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.fuzz_texts import STORY
from tests.geodata.readers import makers

__all__ = ["fodt", "legacy", "mailboxes", "markdown", "odt", "pptx", "saved_pages", "texts", "zips"]

_OD_META = (
    "<office:meta><meta:creation-date>2024-12-08T05:00:00</meta:creation-date>"
    "<meta:initial-creator>Ana Lis</meta:initial-creator></office:meta>"
)
_OD_STYLES = (
    "<office:master-styles><style:master-page><style:header><text:p>Wire</text:p></style:header>"
    "<style:footer><text:p>Homs</text:p></style:footer></style:master-page></office:master-styles>"
)


def _opendocument_body() -> str:
    first, second, third = map(escape, STORY)
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        f"<text:p>{third}</text:p></text:note-body></text:note>"
    )
    comment = "<office:annotation><text:p>Said in Homs</text:p></office:annotation>"
    box = f"<draw:frame><draw:text-box><text:p>{second}</text:p></draw:text-box></draw:frame>"
    row = "<table:table-row>{}</table:table-row>".format(
        "".join(
            f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"
            for cell in ("8.12.2024", "Tartus", second)
        )
    )
    gone = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Aleppo</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    return (
        f"{gone}<text:h>{first}</text:h><text:p>{second}<text:s/>{note}<text:tab/>{comment}"
        f"<text:line-break/>{third}</text:p><text:p>{box}</text:p>"
        f"<table:table>{row * 2}</table:table>"
    )


def odt() -> bytes:
    """Return a text with notes, a comment, a box, a table, a deletion, a header, a day."""
    return makers.odt_of(
        _opendocument_body(),
        meta=makers.odf_part(_OD_META, "document-meta"),
        styles=makers.odf_part(_OD_STYLES, "document-styles"),
    )


def fodt() -> list[bytes]:
    """Return the same as one flat file, and a short one."""
    body = f"<office:body><office:text>{_opendocument_body()}</office:text></office:body>"
    whole = makers.odf_part(_OD_META + _OD_STYLES + body, root="document")
    return [whole.encode(), makers.FORMATS[".fodt"](STORY)]


def _drawing(root: str, *lines: str) -> str:
    body = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines)
    return f'<p:{root} xmlns:p="urn:p" xmlns:a="urn:a">{body}</p:{root}>'


def pptx() -> bytes:
    """Return slides with notes, a comment, a diagram, a table and properties."""
    table = "<a:tbl><a:tr>{}</a:tr></a:tbl>".format(
        "".join(f"<a:tc><a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p></a:tc>" for line in STORY)
    )
    return makers.packed({
        "[Content_Types].xml": "<Types/>",
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:dcterms="urn:t">'
            "<dc:title>Bridges</dc:title><dcterms:created>2024-12-08T05:00:00Z</dcterms:created>"
            "</cp:coreProperties>"
        ),
        "ppt/slides/slide1.xml": _drawing("sld", *STORY),
        "ppt/slides/slide2.xml": _drawing("sld").replace("></p:sld>", f">{table}</p:sld>"),
        "ppt/notesSlides/notesSlide1.xml": _drawing("notes", STORY[1]),
        "ppt/comments/comment1.xml": _drawing("cm", STORY[2]),
        "ppt/diagrams/data1.xml": _drawing("dataModel", "Homs", "Tartus"),
    })  # fmt: skip


def _mail(number: int, **headers: str) -> bytes:
    mail = makers.message(
        STORY[1:],
        subject=f"=?utf-8?q?Pont_d=C3=A9truit?= {number}",
        id=f"<{number}@wire.example>",
        Date="Sun, 08 Dec 2024 05:00:00 +0200",
        **headers,
    )
    mail.add_alternative(makers.FORMATS[".html"](STORY).decode(), subtype="html")
    mail.add_attachment(STORY[2].encode(), "text", "plain", filename=f"plan {number}.txt")
    return mail.as_bytes()


def mailboxes() -> list[bytes]:
    """Return three mails in a mailbox, one that quotes its own beginning, and a short one."""
    start = b"From desk@wire.example Sun Dec  8 05:00:00 2024\n"
    quoting = makers.message([*STORY, ">From Homs they came"], id="<9@wire.example>").as_bytes()
    mails = (_mail(1), _mail(2, Sender="news@wire.example"), quoting)
    return [b"\n\n".join(start + mail for mail in mails), makers.FORMATS[".mbox"](STORY)]


def saved_pages() -> list[bytes]:
    """Return a saved page with its own picture and frame, and a short one."""
    page = (
        b'MIME-Version: 1.0\nFrom: <Saved by Blink>\nContent-Type: multipart/related; boundary="b"'
        b";\n\ttype=text/html\nSnapshot-Content-Location: https://wire.example/story\n"
        b"Subject: =?utf-8?Q?Bridge=20falls?=\nDate: Sun, 8 Dec 2024 05:00:00 -0000\n\n--b\n"
        b"Content-Type: text/html\nContent-Location: https://wire.example/story\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n%s\n--b\nContent-Type: text/html\n"
        b"Content-Transfer-Encoding: base64\n\nPHA+SG9tczwvcD4=\n--b\nContent-Type: image/png\n\n"
        b"\x89PNG\n--b--\n"
    )
    story = makers.FORMATS[".html"](STORY).replace(
        b"<body>",
        b'<head><meta property=3D"article:published_time" content=3D"2024-12-08"></head><body>',
    )
    return [page % story, makers.FORMATS[".mht"](STORY)]


def zips() -> list[bytes]:
    """Return archives: packed and not, one in another, with odd names and what programs leave."""
    files: dict[str, str | bytes] = {"a.txt": STORY[1], "b/c.eml": makers.eml(STORY)}
    inner = makers.packed(files)
    odd: Mapping[str, str | bytes] = {
        **files,
        "__MACOSX/._a.txt": "x",
        "../up.txt": STORY[1],
        "d/тест.csv": "date,text\n2024-12-08,A bridge fell in Homs\n",
        "e.zip": inner,
        "f.html": makers.FORMATS[".html"](STORY),
    }
    return [inner, makers.packed(files, 0), makers.packed(odd)]


def markdown() -> list[bytes]:
    """Return front matter of both kinds, and every mark that there is."""
    story = f"""---
title: "{STORY[0]}"
date: 2024-12-08
source: Wire
---
# {STORY[0]}

> {STORY[1]} **Homs** and _Tartus_, [a link](https://wire.example/1), ![a bridge](b.png)

- {STORY[2]}
  * `code` ***both*** __too__

1. one

| day | place |
|---|---|
| 8.12.2024 | Tartus |

```
{STORY[1]}
```
***
"""
    toml = f"+++\ntitle = '{STORY[0]}'\npublished = 2024-12-08\n+++\n\n{STORY[1]}\n"
    return [story.encode(), toml.encode(), makers.FORMATS[".md"](STORY)]


def texts() -> list[bytes]:
    """Return plain text as it comes: with a dateline, in several encodings, right to left."""
    dated = f"TARTUS, Dec 8, 2024 (Wire) - {STORY[1]}\n\n{STORY[2]}\n"
    return [
        dated.encode(),
        dated.encode("utf-16"),
        b"\xef\xbb\xbf" + dated.replace("\n", "\r\n").encode(),
        "انهار جسر في حمص يوم الأحد 8 ديسمبر 2024، وأصيب شخصان.".encode("cp1256"),
        "Мост в Киеве обрушился в воскресенье, 8 декабря 2024 года.".encode("koi8-r"),
        "北京发生桥梁坍塌事故,二人受伤。".encode("gb18030"),
        f"Wire\nBy Ana Lis\n8 December 2024\n{STORY[1]}\x0c{STORY[2]}".encode("latin-1"),
    ]


def legacy() -> list[bytes]:
    """Return the beginnings of old office files, with the names that tell them apart."""
    names: Sequence[str] = (
        "WordDocument",
        "Workbook",
        "PowerPoint Document",
        "__properties_version1.0",
        "EncryptedPackage",
        "Homs",
    )
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(24)
    return [
        *(compound + name.encode("utf-16-le") for name in names),
        b"\xdb\xa5-\x00Homs",
        b"\xffWPCHoms",
    ]
