"""Mails, mailboxes and saved pages in a mail's form."""

import datetime as dt
import email.message

import pytest

from geodata.errors import EmptyReportError, ProtectedReportError, ReadError
from geodata.readers import read_bytes
from geodata.readers.mailbox import MailboxReader
from tests.geodata.readers.makers import attempt, docx, html, message, mhtml, pdf

STORY = ["A bridge in Tartus collapsed on Sunday.", "Two people were hurt."]
DAY = "Sun, 8 Dec 2024 23:30:00 -0500"


def read(data, name="a.eml"):
    if isinstance(data, email.message.Message):
        data = data.as_bytes()
    return read_bytes(data, name=name)


def test_a_mail_is_a_report():
    (report,) = read(message(STORY, "Bridge falls", sender="Die Zeit <a@zeit.example>", date=DAY))
    assert (report.title, report.source) == ("Bridge falls", "Die Zeit")
    assert report.author == "Die Zeit <a@zeit.example>"
    assert (report.published, report.published_basis) == (dt.date(2024, 12, 8), "mail")
    assert report.text.rstrip() == "\n\n".join(["Bridge falls", *STORY])
    assert report.media_type == "message/rfc822"


def test_headers_in_many_encodings():
    data = (
        b"From: =?windows-1256?Q?=C7=E1=CC=D2=ED=D1=C9?= <a@b.example>\r\n"
        b"Subject: =?utf-8?b?2K/Zhdi02YI=?= =?koi8-r?Q?=EB=C9=C5=D7?= raw \xd8\xad\r\n"
        b"Message-ID: <1@b>\r\nDate: nonsense\r\n"
        b"Received: by x; Mon, 9 Dec 2024 08:00:00 +0000\r\n\r\nBody in Tartus.\r\n"
    )
    (report,) = read(data)
    assert report.source == "الجزيرة"
    assert report.title == "دمشقКиев raw ح"
    assert report.published == dt.date(2024, 12, 9)


def test_raw_bytes_in_a_header_are_read_in_the_encoding_of_the_body():
    head = "From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b>\nSubject: Киев\n"
    kind = 'Content-Type: text/plain; charset="koi8-r"\n\nХарьков\n'
    (report,) = read((head + kind).encode("koi8-r"))
    assert report.text.split() == ["Киев", "Харьков"]


def test_names_of_attachments_are_decoded():
    mail = message(STORY, "Bridge")
    mail.add_attachment(html(["Hama"]), maintype="text", subtype="html", filename="план.html")
    mail.add_attachment(b"<html><body><br></body></html>", maintype="text", subtype="html")
    mail.add_attachment(
        b"\xff\xd8\xff", maintype="image", subtype="jpeg", disposition="inline", filename="i.jpg"
    )
    reports = read(mail)
    assert [report.key for report in reports] == ["file:a.eml", "file:a.eml/план.html"]
    assert reports[0].gaps == ()


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("دمشق مدينة قديمة", "windows-1256"),
        ("Киев и Харьков", "koi8-r"),
        ("大阪市で橋が落ちた", "iso-2022-jp"),
        ("Zürich", "utf-7"),
    ],
)
def test_bodies_in_many_encodings(text, charset):
    head = (
        "From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset={charset}\n\n"
    )
    (report,) = read(head.encode() + text.encode(charset))
    assert report.text.strip() == text


def test_of_two_versions_the_one_that_says_something_is_taken():
    mail = message(["Your program shows no pictures."], "Bridge")
    mail.add_alternative(html([*STORY, *STORY * 10]).decode(), subtype="html")
    assert STORY[0] in read(mail)[0].text
    mail = message(STORY, "Bridge")
    mail.add_alternative("<p>A bridge in Tartus <b>collapsed</b></p>", subtype="html")
    (report,) = read(mail)
    assert report.text.count("collapsed") == 1


def test_flowed_and_quoted_lines():
    data = (
        b"From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\n"
        b"Content-Type: text/plain; format=flowed\n\n> A bridge in \n> Tartus\n> > fell.\n"
    )
    assert read(data)[0].text.strip() == "A bridge in Tartus\nfell."


def test_attachments_are_reports_of_their_own():
    mail = message(STORY, "Two plans", sender="The Desk <a@b.example>", date=DAY)
    for name, data in [("plan.docx", docx(["Plan for Homs."])), ("plan.docx", docx(["For Hama."]))]:
        mail.add_attachment(data, maintype="application", subtype="x", filename=name)
    mail.add_attachment(pdf(["Plan for Idlib."]), maintype="application", subtype="pdf")
    inner = message(["Plan for Raqqa."], "Forwarded", id="<2@b>")
    mail.add_attachment(inner)
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="map.png")
    mail.add_attachment(b"png", maintype="image", subtype="png", cid="<logo>")
    reports = read(mail)
    assert [report.text.split("\n")[0].strip() for report in reports] == [
        "Two plans",
        "Plan for Homs.",
        "For Hama.",
        "Plan for Idlib.",
        "Forwarded",
    ]
    keys = [report.key for report in reports]
    assert keys[1:3] == ["file:a.eml/plan.docx", "file:a.eml/plan (2).docx"]
    assert len(set(keys)) == 5
    assert {report.source for report in reports[:4]} == {"The Desk"}
    assert (reports[1].published, reports[1].published_basis) == (
        dt.date(2024, 12, 8),
        "enclosing file",
    )
    assert len(reports[0].gaps) == 1
    assert reports[0].gaps[0].startswith("a.eml/map.png is a PNG image")


def test_a_mail_of_attachments_alone():
    mail = message([""])
    mail.add_attachment(pdf(["Plan for Idlib."]), maintype="application", subtype="pdf")
    (report,) = read(mail)
    assert report.media_type == "application/pdf"


def test_mails_in_mails_have_an_end():
    mail = message(["The innermost."], "0")
    for number in range(1, 9):
        outer = message([f"Level {number}."], str(number))
        outer.add_attachment(mail)
        mail = outer
    reports = read(mail)
    assert len(reports) == 6
    assert "packed 6 files deep" in reports[0].gaps[0]


def test_what_cannot_be_read_is_said():
    sealed = (
        b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=x\n\n"
        b"--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        b"--x\nContent-Type: application/octet-stream\n\n\n--x--\n"
    )
    with pytest.raises(ProtectedReportError, match=r"^a\.eml is encrypted"):
        read(sealed)
    with pytest.raises(EmptyReportError, match=r"^a\.eml holds no text"):
        read(message([""]))
    with pytest.raises(ReadError, match=r"^a\.eml"):
        read(b"Content-Type: multipart/mixed; boundary=a\n\n")


def test_a_mailbox_is_its_mails():
    first, second = (message([f"Story {n} in Tartus."], f"S{n}", id=f"<{n}@b>") for n in (1, 2))
    line = b"From a@b.example Sun Dec  8 05:00:00 2024\n"
    quoted = first.as_bytes()
    box = line + quoted + b"\n\n" + line + second.as_bytes() + b"\n"
    reports = read(box, "box.mbox")
    assert [report.title for report in reports] == ["S1", "S2"]
    alone = read(line + second.as_bytes(), "box.mbox")
    assert alone[0].key == reports[1].key, "a mail keeps its key when another is deleted"


def test_a_mailbox_without_a_mail_is_said():
    with pytest.raises(EmptyReportError, match=r"^a\.mbox holds no mail"):
        MailboxReader().read(b"no mail", name="a.mbox")
    # Found by fuzzing: mails without a word are no silence either.
    with pytest.raises(EmptyReportError, match=r"^a\.mbox holds no mail"):
        MailboxReader().read(b"From  05:00\n\n\nFrom  06:00\n \n", name="a.mbox")


def test_a_memo_is_no_mail():
    memo = b"Date: 8 December 2024\nFrom: the mayor\nTo: all\nSubject: bridge\n\nTartus."
    assert read(memo, "memo.txt")[0].media_type == "text/plain"
    assert read(memo, "memo.eml")[0].media_type == "message/rfc822"


def test_a_saved_page():
    (report,) = read(mhtml(["Bridge falls", *STORY * 3]), "page.mhtml")
    assert report.url == "https://wire.example/story"
    assert STORY[0] in report.text
    assert report.media_type == "multipart/related"


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: " + b"=?utf-8?q?" * 20_000,
        b"Subject: " + b"=?" * 100_000,
        b"From: " + b"(" * 50_000 + b"@" + b"<" * 50_000,
        b"Content-Type: text/plain; " + b"a=b; " * 30_000,
        b'Content-Type: text/plain; filename*0="' + b"x" * 100_000,
        b"Content-Disposition: attachment; " + b"filename*1*=utf-8''%41; " * 3000,
        b"Date: " + b"Mon, " * 30_000,
        b"To: a\nX-A: " + b"a" * 900_000,
    ],
)
def test_crafted_headers_cost_little(header):
    data = b"Message-ID: <1>\nFrom: x@y\n" + header + b"\n\nA bridge in Tartus fell.\n"
    report = read(data)[-1]
    assert "Tartus" in report.text


@pytest.mark.parametrize("depth", [50, 3000])
def test_deep_parts_end(depth):
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)
    )
    data = b"From: a@b\nTo: c@d\nMIME-Version: 1.0\n" + head.encode() + b"\nTartus fell.\n"
    reports, error = attempt(data, "a.eml")
    assert "a.eml" in error or reports[0].text
