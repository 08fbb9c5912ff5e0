"""Files that are broken or made to break a reader: any number of them, the same for a seed.

Every format that Dateline reads is made from a few sentences and then spoilt: cut, bits flipped,
named wrongly, encoded wrongly, joined, flooded; or made of bombs, nesting, lies and loops.
"""

from __future__ import annotations

import json
import random
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePath

from geodata.export import suffixes, write
from tests.geodata.export.made import full_table
from tests.geodata.readers import makers
from tests.geodata.readers.tables.makers import csv_bytes, json_bytes, jsonl_bytes, xlsx_bytes

__all__ = ["bad_files"]

File = tuple[str, bytes]
Spoil = Callable[[random.Random, str, bytes], File]

STORY = [
    "Bridge falls in Tartus",
    "A bridge in Tartus collapsed on 8 December 2024 after heavy rain, and two people were hurt.",
    "Rescue teams from Damascus arrived on 9 December 2024.",
    "انهار جسر في حمص يوم الأحد. Мост в Киеве. Un pont à Orléans, le 3 décembre.",
]
ROWS = [
    ["date", "place", "latitude", "longitude", "text"],
    *(["2024-12-08", "Tartus", "34.889", "35.886", STORY[n % 4]] for n in range(12)),
]
_CODINGS = ("utf-16", "utf-16-le", "utf-8-sig", "koi8-r", "cp1256", "latin-1", "utf-7", "cp037")
_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b[2J", b"\xe2\x80\xae", b"&#0;", b"]]>", b"<!--",
    b"<![CDATA[", b'"', b"{\\bin99999999 ", b"%PDF-1.4", b"PK\x05\x06", b"NaN", b"1e999",
    b"=?utf-8?b?", b"\r\n.\r\nFrom x\r\n", b"<a" * 50, b"\\u0000", b"{{7*7}}", b"--", b"%n%s",
)  # fmt: skip
_COORDINATES = ("NaN", "inf", "-Infinity", "1e309", "91", "-181", "0", "36,7", "200;5", "", "x",
                "34°99'N", "9" * 400, "0x22", "٣٤")  # fmt: skip


def bad_files(count: int, *, seed: int = 1) -> Iterator[File]:
    """Yield names, unique by their number, and contents."""
    rng = random.Random(seed)
    whole = _whole()
    for number in range(count):
        if rng.random() < 0.3:
            name, data = rng.choice(_MADE)(rng)
        else:
            name, data = rng.choice(whole)
            for _ in range(rng.choice((1, 1, 2, 3))):
                name, data = rng.choice(_SPOILS)(rng, name, data)
        yield f"{number:05}-{name}", data


@cache
def _whole() -> list[File]:
    """Return an honest file of each format, of our readers' and of our writers'."""
    files = [(f"report{suffix}", make(STORY[:3])) for suffix, make in makers.FORMATS.items()]
    files += [
        ("table.csv", csv_bytes(ROWS)),
        ("table.tsv", csv_bytes(ROWS, separator="\t")),
        ("table.json", json_bytes(ROWS)),
        ("table.jsonl", jsonl_bytes(ROWS)),
        ("table.xlsx", xlsx_bytes(ROWS)),
        ("words.md", "\n\n".join(STORY).encode()),
        ("words.txt", "\n\n".join(STORY).encode()),
        ("files.zip", makers.packed({"a.txt": STORY[1], "b/c.eml": makers.eml(STORY[:3])})),
        ("feed.rss", _feed("".join(f"<item><title>{line}</title></item>" for line in STORY))),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for suffix in suffixes():
            path = Path(folder) / f"events{suffix}"
            write(full_table(), path)
            if path.stat().st_size < 1_000_000:
                files.append((path.name, path.read_bytes()))
    return files


def _cut(rng: random.Random, name: str, data: bytes) -> File:
    return name, data[: rng.randrange(len(data) + 1)]


def _headless(rng: random.Random, name: str, data: bytes) -> File:
    return name, data[rng.randrange(len(data) + 1) :]


def _flipped(rng: random.Random, name: str, data: bytes) -> File:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 4, 30)) if data else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return name, bytes(changed)


def _noise(rng: random.Random, name: str, data: bytes) -> File:
    at, length = rng.randrange(len(data) + 1), rng.choice((1, 20, 500))
    return name, data[:at] + rng.randbytes(length) + data[at + length :]


def _renamed(rng: random.Random, name: str, data: bytes) -> File:
    return PurePath(name).stem + PurePath(rng.choice(_whole())[0]).suffix, data


def _recoded(rng: random.Random, name: str, data: bytes) -> File:
    text = data.decode("utf-8", "replace")
    return name, text.encode(rng.choice(_CODINGS), "replace")


def _joined(rng: random.Random, name: str, data: bytes) -> File:
    return name, data + rng.choice(_whole())[1]


def _seeded(rng: random.Random, name: str, data: bytes) -> File:
    """Put odd bytes in."""
    for _ in range(rng.choice((1, 3, 10))):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(_TOKENS) + data[at:]
    return name, data


def _repeated(rng: random.Random, name: str, data: bytes) -> File:
    """Repeat a piece, up to a few hundred thousand bytes in one line."""
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.choice((1, 10, 200))]
    times = min(rng.choice((10, 1_000, 100_000)), 300_000 // max(len(piece), 1))
    return name, data[:start] + piece * times + data[start:]


def _misplaced(rng: random.Random, name: str, data: bytes) -> File:
    """Put what is no coordinate in the place of numbers."""
    for number in (b"34.889", b"35.886", b"35.8865912", b"34.8890212"):
        data = data.replace(number, rng.choice(_COORDINATES).encode(), rng.choice((1, 99)))
    return name, data


def _odd_name(rng: random.Random, name: str, data: bytes) -> File:
    odd = (
        "\u202egpj.",
        "\x1b[31m",
        "{{7*7}}",
        "<img src=x onerror=alert(1)>",
        "a\nb",
        "'; --",
        "%s",
    )
    return rng.choice(odd).replace("/", "") + name, data


_SPOILS: tuple[Spoil, ...] = (
    _cut, _headless, _flipped, _flipped, _noise, _renamed, _recoded, _joined, _seeded, _repeated,
    _misplaced, _odd_name,
)  # fmt: skip


def _feed(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>W</title>{items}</channel></rss>".encode()


def _bomb(rng: random.Random) -> File:
    """Make a zip, or a document that is one, of very little that unpacks to very much."""
    kinds = {
        "a.zip": "a.txt", "a.docx": "word/document.xml", "a.odt": "content.xml",
        "a.xlsx": "xl/workbook.xml", "a.kmz": "doc.kml",
    }  # fmt: skip
    name = rng.choice(list(kinds))
    methods = (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    size = rng.choice((300_000, 3_000_000, 25_000_000))
    entries = {"[Content_Types].xml": b"", "META-INF/manifest.xml": b"", kinds[name]: bytes(size)}
    return name, makers.packed(entries, rng.choice(methods))


def _zip_lies(rng: random.Random) -> File:
    """Make a zip with one number of its directory changed, and names that lead elsewhere."""
    inside = {
        rng.choice(("../../x.txt", "/etc/x.txt", "C:\\x.txt", "\x1b[2J.txt", "a/" * 300)): STORY[1]
    }
    data = bytearray(makers.packed(inside | {"b.txt": STORY[2]}))
    at = data.rfind(b"PK\x01\x02") + rng.choice((8, 10, 16, 20, 24, 28, 30, 42))
    struct.pack_into("<I", data, at, rng.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
    return "a.zip", bytes(data)


def _nested(rng: random.Random) -> File:
    """Depth where a parser may call itself."""
    depth = rng.choice((300, 5_000, 60_000))
    name, data = rng.choice((
        ("a.json", b"[" * depth + b"]" * depth),
        ("a.json", b'{"a":' * depth),
        ("a.html", b"<html>" + b"<div>" * depth + b"Tartus"),
        ("a.html", b"<html>" + b"<table><tr><td>" * min(depth, 9_000) + b"Homs"),
        ("a.rtf", b"{\\rtf1" + b"{" * depth + b"Tartus" + b"}" * depth),
        ("a.kml", b"<kml xmlns='http://www.opengis.net/kml/2.2'>" + b"<Folder>" * depth),
        ("a.rss", b"<rss><channel><item>" + b"<title>" * min(depth, 9_000)),
        ("a.docx", makers.docx_of("<w:p>" * depth)),
        ("a.odt", makers.odt_of("<text:p>" * depth)),
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n" + b"[" * depth),
        ("a.geojson", b'{"type":"FeatureCollection","features":' + b"[" * depth),
    ))  # fmt: skip
    if rng.random() < 0.1:
        inner = b"deep"
        for _ in range(9):
            inner = makers.packed({"a.zip": inner})
        return "a.zip", inner
    return name, data


def _xml(rng: random.Random) -> File:
    """Entities, in every format that is XML."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    subset = rng.choice((f'<!ENTITY l0 "x">{laughs}', '<!ENTITY l8 SYSTEM "file:///etc/passwd">',
                         '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;'))  # fmt: skip
    head = f'<?xml version="1.0"?><!DOCTYPE x [{subset}]>'
    body = rng.choice(("<x>&l8;</x>", _feed("<item><title>&l8;</title></item>").decode(),
                       "<kml><Placemark><name>&l8;</name></Placemark></kml>"))  # fmt: skip
    name = rng.choice(("a.xml", "a.rss", "a.kml", "a.html", "a.docx", "a.fodt"))
    if name == "a.docx":
        entries = {"[Content_Types].xml": "", "word/document.xml": head + body}
        return name, makers.packed(entries)
    return name, (head + body).encode()


def _table(rng: random.Random) -> File:
    """Tables with too many columns, open quotes, uneven rows, and coordinates that are none."""
    rows = [ROWS[0]]
    for row in ROWS[1:]:
        at = rng.choice((2, 3))
        changed = [*row[:at], rng.choice(_COORDINATES), *row[at + 1 :]]
        rows.append(changed * rng.choice((1, 1, 1, 1, 3)))
    lines = "\n".join(",".join(row) for row in rows).encode()
    wide = b",".join(b"c%d" % n for n in range(rng.choice((300, 12_000)))) + b"\n" + b"x," * 12_000
    return rng.choice((
        ("a.csv", lines), ("a.csv", lines.replace(b",", b',"', 3)), ("a.csv", wide),
        ("a.csv", b'text,date\n"' + lines * 200), ("a.json", json.dumps(rows).encode()),
        ("a.xlsx", xlsx_bytes([[cell[:30_000] for cell in row] for row in rows])),
        ("a.jsonl", jsonl_bytes([rows[0], *(row[:5] for row in rows[1:])])),
    ))  # fmt: skip


def _geojson(rng: random.Random) -> File:
    """Geometry that is none, and a file of another kind under its name."""
    places: tuple[object, ...] = (
        [200, 100],
        [None, 1],
        ["a", "b"],
        [0, 0],
        [1e400, 1],
        [],
        [[[]]],
        {"a": 1},
    )
    kind = rng.choice(("Point", "Polygon", "Pont", None, 7))
    geometry = {"type": kind, "coordinates": rng.choice(places)}
    feature: dict[str, object] = {
        "type": "Feature",
        "geometry": rng.choice((geometry, geometry, None, 5, [])),
        "properties": rng.choice(({"date": "2024-12-08", "text": STORY[1]}, None, [])),
    }
    listed: dict[str, object] = {
        "type": "FeatureCollection",
        "features": rng.choice(([feature] * 3, {}, None, [5])),
    }
    vrt = b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
    return "a.geojson", rng.choice((json.dumps(listed).encode(), vrt))


def _nothing(rng: random.Random) -> File:
    suffix = PurePath(rng.choice(_whole())[0]).suffix
    empty = (b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", bytes(5_000), b"{}", b"[]", b"<x/>")
    return f"a{suffix}", rng.choice(empty)


def _long_line(rng: random.Random) -> File:
    suffix = rng.choice((".txt", ".csv", ".json", ".html", ".md", ".eml", ".rtf"))
    piece = rng.choice(
        (b"x", b"a,", b"Homs ", b'"', b"<b", b"1/2/3 ", "م".encode(), b".", b"((", b"=?")
    )
    return f"a{suffix}", piece * (rng.choice((20_000, 100_000)) // len(piece))


def _mail(rng: random.Random) -> File:
    head = rng.choice((
        b"Subject: " + b"=?utf-8?b?" * 20_000, b"X: y\n" * 20_000, b"Date: " + b"9" * 5_000,
        b"Content-Type: multipart/mixed; boundary=" + b"b" * 3_000,
        b"Content-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 5_000,
    ))  # fmt: skip
    name = rng.choice(("a.eml", "a.mbox"))
    start = b"From x Sun Dec  8 05:00:00 2024\n" if name == "a.mbox" else b""
    body = STORY[1].encode()
    return name, start + b"From: a@b\nTo: c@d\nMessage-ID: <1>\n" + head + b"\n\n" + body


_MADE = (_bomb, _zip_lies, _nested, _xml, _table, _table, _geojson, _nothing, _long_line, _mail)
