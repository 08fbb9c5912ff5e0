"""The same rows in every format of tables."""

from __future__ import annotations

import io
import json

import openpyxl

Rows = list[list[str]]


def csv_bytes(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> bytes:
    lines = (separator.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows)
    return "\n".join(lines).encode(encoding)


def json_bytes(rows: Rows) -> bytes:
    return json.dumps({"articles": [dict(zip(rows[0], r, strict=True)) for r in rows[1:]]}).encode()


def jsonl_bytes(rows: Rows) -> bytes:
    records = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
    return b"\n".join(json.dumps(record).encode() for record in records)


def xlsx_bytes(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
