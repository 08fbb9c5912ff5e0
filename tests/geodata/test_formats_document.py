"""docs/formats.md says what the code does."""

import re
from pathlib import Path

from geodata import schema
from geodata.export import suffixes
from geodata.query.params import read_params
from geodata.store import tables

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def first_cells(section: int) -> list[str]:
    part = TEXT.split("\n## ")[section]
    cells = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_every_column_is_documented_in_order():
    assert first_cells(1) == list(schema.COLUMNS)


def test_every_format_is_documented():
    assert first_cells(2) == list(suffixes())


def test_every_parameter_is_documented():
    samples = {
        "from": "2024-12-08",
        "to": "2024-12-08",
        "undated": "1",
        "unplaced": "1",
        "bbox": "1,2,3,4",
    }
    names = first_cells(3)
    assert len(read_params({name: samples.get(name, "x") for name in names})) == len(names) == 11


def test_every_table_of_the_store_is_documented():
    known = {
        table.name
        for table in (
            tables.REPORTS,
            tables.VERSIONS,
            tables.FOUND,
            tables.EVENTS,
            tables.DECISIONS,
            tables.READINGS,
            tables.LESSONS,
            tables.EVENT_WORDS,
            tables.REPORT_WORDS,
            tables.STATE,
        )
    }
    assert set(first_cells(4)) >= known | {tables.VERSION_TABLE}
