"""What is fuzzed: each reader with what its formats look like; parsers of text from beside."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

from benchmarks import fuzz_seeds
from benchmarks.fuzz_texts import STORY, TEXT_TARGETS, Target
from geodata.errors import ReadError
from geodata.model import Report
from geodata.readers.registry import named
from tests.geodata.export.made import full_table
from tests.geodata.readers import makers
from tests.geodata.readers.tables.makers import xlsx_bytes

__all__ = ["TARGETS", "Target"]


def _reader(
    name: str,
    seeds: Callable[[], list[bytes]],
    *,
    suffix: str = ".bin",
    wrap: Callable[[bytes], bytes] = bytes,
) -> Target:
    def attempt(data: bytes) -> None:
        _read(name, wrap(data), f"a{suffix}")

    return Target(seeds=seeds, attempt=attempt)


def _read(reader: str, data: bytes, name: str) -> None:
    """Read; what is neither reports nor an error of ours is a finding."""
    chosen = named(reader)
    chosen.sniff(data, name)
    try:
        items = chosen.read(data, name=name)
    except MemoryError:
        # A risky reader has a worker that answers so, and its caller says it in words.
        if not chosen.risky:
            raise
        return
    except ReadError as error:
        if name not in str(error):
            raise AssertionError(f"the file is not named: {error}") from error
        return
    if not items and data.strip():
        raise AssertionError("nothing found, without a word")
    for report in items:
        if isinstance(report, Report):
            json.dumps([report.text, report.title, report.author, report.source, report.url])
            report.text.encode()
            report.title.encode()
            if any(not 0 <= page <= len(report.text) for page in report.pages):
                raise AssertionError("a page begins outside the text")


def _made(*suffixes: str) -> Callable[[], list[bytes]]:
    return lambda: [makers.FORMATS[suffix](STORY) for suffix in suffixes]


def _exported(*suffixes: str) -> Callable[[], list[bytes]]:
    """Return what our own writers make of a few events."""

    def seeds() -> list[bytes]:
        from geodata.export import write

        made = []
        with tempfile.TemporaryDirectory() as folder:
            for suffix in suffixes:
                path = Path(folder) / f"a{suffix}"
                write(full_table(), path)
                made.append(path.read_bytes())
        return made

    return seeds


def _inside(
    whole: Callable[[], bytes],
) -> tuple[Callable[[], list[bytes]], Callable[[bytes], bytes]]:
    """Return the parts of a packed document as seeds, and what packs a part again.

    Bytes of a zip break at its checksums; so the first byte of an input chooses a part, and the
    rest of it takes the part's place.
    """

    @cache
    def parts() -> Mapping[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(whole())) as archive:
            return {name: archive.read(name) for name in sorted(archive.namelist())}

    def seeds() -> list[bytes]:
        return [bytes([n]) + part for n, part in enumerate(parts().values())]

    def wrap(data: bytes) -> bytes:
        chosen = sorted(parts())[data[0] % len(parts())] if data else ""
        return makers.packed({**parts(), **({chosen: data[1:]} if chosen else {})})

    return seeds, wrap


def _packed(name: str, whole: Callable[[], bytes], suffix: str) -> Target:
    seeds, wrap = _inside(whole)
    return _reader(name, seeds, suffix=suffix, wrap=wrap)


def _docx() -> bytes:
    core = "<dc:title>Bridge</dc:title><dcterms:created>2024-12-08T05:00:00Z</dcterms:created>"
    note = makers.word_part(makers.word_paragraph("A note on Homs"), "footnotes")
    body = "".join(map(makers.word_paragraph, STORY))
    table = f"<w:tbl><w:tr><w:tc>{body}</w:tc><w:tc>{body}</w:tc></w:tr></w:tbl>"
    return makers.docx_of(body + table, core=core, word__footnotes=note)


def _xlsx() -> bytes:
    return xlsx_bytes([["text", "date", "place"], [STORY[1], "2024-12-08", "Tartus"]])


def _kmz() -> bytes:
    parts = _exported(".kml")()[0], b"<kml xmlns='http://www.opengis.net/kml/2.2'/>"
    return makers.packed({"doc.kml": parts[0], "files/other.kml": parts[1], "files/a.png": b"x"})


def _geopackage() -> list[bytes]:
    """Return a GeoPackage of the smallest pages, so that an input has room for all of it."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(
            "PRAGMA page_size = 512; CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT);"
            "CREATE TABLE gpkg_spatial_ref_sys "
            "(srs_id INT, organization TEXT, organization_coordsys_id INT);"
            "CREATE TABLE t (place TEXT, date TEXT, text TEXT, n REAL, geom BLOB);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326);"
            "INSERT INTO gpkg_contents VALUES ('t', 'features');"
            "INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 4326);"
            "INSERT INTO t VALUES ('Homs', '2024-12-08', 'A bridge fell in Homs', 1.5, "
            "x'47500001E6100000010100000000000000008042400000000000004140');"
        )
        return [database.serialize()]


def _feeds() -> list[bytes]:
    item = f"<title>{STORY[0]}</title><description>{STORY[1]}</description>"
    day = "<pubDate>Sun, 08 Dec 2024 05:00:00 GMT</pubDate><link>https://wire.example/1</link>"
    atom = f"<entry><title>{STORY[0]}</title><content type='html'>{STORY[1]}</content></entry>"
    return [
        f"<rss version='2.0'><channel><item>{item}{day}</item></channel></rss>".encode(),
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>W</title>{atom}</feed>".encode(),
        *_exported(".rss")(),
    ]


def _tables() -> list[bytes]:
    return [
        b'date,place,text\n2024-12-08,Tartus,A bridge fell\n2024-12-09,Homs,"Rain, all day"\n',
        b"sep=;\nlatitude;longitude;date;text\n34,5;36,7;8.12.2024;Rain in Homs\n",
        *_exported(".csv")(),
    ]


def _json() -> list[bytes]:
    rows = [{"text": STORY[1], "date": "2024-12-08", "place": "Tartus"}, {"text": STORY[2]}]
    lines = "\n".join(map(json.dumps, rows))
    return [json.dumps(rows).encode(), lines.encode(), json.dumps({"rows": rows}).encode()]


TARGETS: Mapping[str, Target] = {
    "pdf": _reader("PdfReader", _made(".pdf"), suffix=".pdf"),
    "docx": _packed("OfficeReader", _docx, ".docx"),
    "pptx": _packed("OfficeReader", fuzz_seeds.pptx, ".pptx"),
    "odt": _packed("OpenDocumentReader", fuzz_seeds.odt, ".odt"),
    "fodt": _reader("OpenDocumentReader", fuzz_seeds.fodt, suffix=".fodt"),
    "rtf": _reader("RtfReader", _made(".rtf"), suffix=".rtf"),
    "legacy": _reader("LegacyReader", fuzz_seeds.legacy, suffix=".doc"),
    "mht": _reader("WebArchiveReader", fuzz_seeds.saved_pages, suffix=".mht"),
    "mbox": _reader("MailboxReader", fuzz_seeds.mailboxes, suffix=".mbox"),
    "eml": _reader("MailReader", _made(".eml"), suffix=".eml"),
    "zip": _reader("ArchiveReader", fuzz_seeds.zips, suffix=".zip"),
    "feed": _reader("FeedReader", _feeds, suffix=".rss"),
    "html": _reader("WebPageReader", _made(".html"), suffix=".html"),
    "csv": _reader("TableReader", _tables, suffix=".csv"),
    "json": _reader("TableReader", _json, suffix=".json"),
    "geojson": _reader("TableReader", _exported(".geojson", ".geojsonl"), suffix=".geojson"),
    "md": _reader("MarkdownReader", fuzz_seeds.markdown, suffix=".md"),
    "txt": _reader("PlainTextReader", fuzz_seeds.texts, suffix=".txt"),
    "xlsx": _packed("WorkbookReader", _xlsx, ".xlsx"),
    "kml": _reader("GisReader", _exported(".kml"), suffix=".kml"),
    "kmz": _packed("GisReader", _kmz, ".kmz"),
    "gpkg": _reader("GisReader", _geopackage, suffix=".gpkg"),
    "parquet": _reader("GisReader", _exported(".parquet"), suffix=".parquet"),
    "fgb": _reader("GisReader", _exported(".fgb"), suffix=".fgb"),
    **TEXT_TARGETS,
}
