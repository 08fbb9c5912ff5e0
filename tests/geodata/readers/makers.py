"""Documents of every format, made here from a few paragraphs."""

import email.message
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape

from geodata.errors import ReadError
from geodata.readers import read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OD = "urn:oasis:names:tc:opendocument:xmlns:"
_OD_NAMES = " ".join(
    f'xmlns:{short}="{OD}{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
        ("style", "style"),
    ]
)


def packed(entries: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def attempt(data, name):
    """Return the reports in some bytes, or none and the error."""
    try:
        return read_bytes(data, name=name), ""
    except ReadError as error:
        return (), str(error)


def plain(paragraphs):
    return "\n\n".join(paragraphs).encode()


def html(paragraphs):
    body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return f"<!DOCTYPE html><html><body><article>{body}</article></body></html>".encode()


def word_paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def word_part(body: str, root: str = "document") -> str:
    inner = f"<w:body>{body}</w:body>" if root == "document" else body
    names = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:a="urn:a"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {names}>{inner}</w:{root}>'


def docx_of(body: str, core: str = "", **parts: str) -> bytes:
    entries = {"[Content_Types].xml": "<Types/>", "word/document.xml": word_part(body)}
    if core:
        entries["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:dcterms="urn:t">'
            f"{core}</cp:coreProperties>"
        )
    return packed({**entries, **{name.replace("__", "/") + ".xml": p for name, p in parts.items()}})


def docx(paragraphs):
    return docx_of("".join(map(word_paragraph, paragraphs)))


def odf_part(body: str, root: str = "document-content") -> str:
    return f'<?xml version="1.0"?><office:{root} {_OD_NAMES}>{body}</office:{root}>'


def odt_of(body: str, **parts: str | bytes) -> bytes:
    content = odf_part(f"<office:body><office:text>{body}</office:text></office:body>")
    entries = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": content,
    }
    return packed({**entries, **{f"{name}.xml": part for name, part in parts.items()}})


def odt(paragraphs):
    return odt_of("".join(f"<text:p>{escape(p)}</text:p>" for p in paragraphs))


def fodt(paragraphs):
    body = "".join(f"<text:p>{escape(p)}</text:p>" for p in paragraphs)
    whole = f"<office:body><office:text>{body}</office:text></office:body>"
    return odf_part(whole, root="document").encode()


def rtf_escape(text):
    out = []
    for char in text:
        if char in "\\{}":
            out.append(f"\\{char}")
        elif ord(char) < 128:
            out.append(char)
        else:
            units = char.encode("utf-16-le")
            pairs = zip(units[::2], units[1::2], strict=True)
            codes = (int.from_bytes(pair, "little", signed=True) for pair in pairs)
            out += [f"\\u{code}?" for code in codes]
    return "".join(out)


def rtf(paragraphs):
    body = "".join(f"{rtf_escape(p)}\\par\n" for p in paragraphs)
    fonts = "{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}\\pard {body}}}".encode()


def message(
    paragraphs: Sequence[str], subject: str = "", **headers: str
) -> email.message.EmailMessage:
    mail = email.message.EmailMessage()
    mail["From"] = headers.pop("sender", "desk@wire.example")
    mail["To"] = "editor@paper.example"
    mail["Message-ID"] = headers.pop("id", "<1@wire.example>")
    if subject:
        mail["Subject"] = subject
    for name, value in headers.items():
        mail[name] = value
    mail.set_content("\n\n".join(paragraphs) + "\n", cte="base64")
    return mail


def eml(paragraphs: Sequence[str]) -> bytes:
    return message(paragraphs[1:], subject=paragraphs[0]).as_bytes()


def mbox(paragraphs):
    return b"From desk@wire.example Sun Dec  8 05:00:00 2024\n" + eml(paragraphs)


def mhtml(paragraphs):
    page = email.message.EmailMessage()
    page["From"] = "<Saved by a browser>"
    page["Snapshot-Content-Location"] = "https://wire.example/story"
    page["Subject"] = "Saved"
    page.set_content(html(paragraphs).decode(), subtype="html", cte="quoted-printable")
    page.make_related()
    return page.as_bytes()


def pptx(paragraphs: Sequence[str]) -> bytes:
    entries = {"[Content_Types].xml": "<Types/>"}
    for number, text in enumerate(paragraphs, 1):
        entries[f"ppt/slides/slide{number}.xml"] = (
            '<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><a:p><a:r>'
            f"<a:t>{escape(text)}</a:t></a:r></a:p></p:sld>"
        )
    return packed(entries)


def pdf_of(pages: Sequence[Sequence[str]], info: str = "", extra: str = "") -> bytes:
    """Make a PDF of pages, each a list of lines in Latin-1."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = "".join(
            "({}) Tj T*\n".format(
                line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            )
            for line in lines
        )
        stream = f"BT /F1 11 Tf 14 TL 40 800 Td\n{shown}ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 << "
            "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> "
            f"/Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< {info} >>")
    out = "%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R {extra} >>"
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n{trailer}\n"
    return (out + f"startxref\n{out.index('xref')}\n%%EOF\n").encode("latin-1")


def pdf(paragraphs):
    lines = [line for p in paragraphs for line in (*wrap(p), "")]
    return pdf_of([lines])


def wrap(text: str, width: int = 90) -> list[str]:
    out, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) > width:
            out.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*out, line]


FORMATS: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    ".txt": plain,
    ".md": plain,
    ".html": html,
    ".docx": docx,
    ".odt": odt,
    ".fodt": fodt,
    ".rtf": rtf,
    ".pdf": pdf,
    ".eml": eml,
    ".mbox": mbox,
    ".mht": mhtml,
    ".pptx": pptx,
}
