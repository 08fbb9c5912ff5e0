"""Rows to reports: each with its own date, source, link and key; none is lost uncounted."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace

from geodata.errors import EmptyReportError
from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.markup import plain_text
from geodata.readers.tables.celldates import DateColumn
from geodata.readers.tables.columns import Columns
from geodata.readers.tables.grid import Grid, Row, listed

__all__ = ["RowReports", "reports_of", "without_markup"]

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|li|ul|ol|h[1-6]|img|table|td|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[a-zA-Z]{2}(?:[-_].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReports:
    """The reports of a table, and what was amiss: rows in = reports + rows without text."""

    reports: tuple[Report, ...]
    gaps: tuple[str, ...]


def reports_of(grid: Grid, columns: Columns, *, name: str, media_type: str) -> RowReports:
    """Return a report for each row with a text."""
    maker = _Maker(grid, columns, name, media_type)
    reports: list[Report] = []
    silent: list[int] = []
    for row in grid.rows:
        try:
            reports.append(maker.report(row))
        except EmptyReportError:
            silent.append(row.number)
    gaps = list(grid.gaps)
    if silent:
        gaps.append(_said(grid, silent, f"no text in {columns.text}"))
    if maker.ambiguous:
        told = f"{columns.published} may mean two days: name the order with day_first=yes or no"
        gaps.append(_said(grid, maker.ambiguous, told))
    if maker.no_date:
        gaps.append(_said(grid, maker.no_date, f"no date could be read in {columns.published}"))
    return RowReports(reports=tuple(reports), gaps=tuple(gaps))


def without_markup(text: str) -> str:
    """Return the words of a text that may hold HTML."""
    return plain_text(text)[1] if _MARKUP.search(text) else text


def _said(grid: Grid, numbers: list[int], what: str) -> str:
    plural = "s" if len(numbers) > 1 else ""
    part = f"{grid.part}: " if grid.part else ""
    return f"{part}{grid.where}{plural} {listed(numbers)}: {what}"


class _Maker:
    """Makes the report of a row, and remembers rows whose date could not be read."""

    def __init__(self, grid: Grid, columns: Columns, name: str, media_type: str) -> None:
        self._grid, self._columns, self._name, self._media_type = grid, columns, name, media_type
        self._days = DateColumn(grid.column(columns.published), day_first=columns.day_first)
        self._unique = {
            field: _unique(grid.column(getattr(columns, field))) for field in ("key", "url")
        }
        self.ambiguous: list[int] = []
        self.no_date: list[int] = []

    def report(self, row: Row) -> Report:
        fields = {f: self._grid.cell(row, c).strip() for f, c in self._columns.used().items()}
        title, body = fields.get("title", ""), without_markup(fields.get("text", ""))
        if not any(char.isalnum() for char in body):
            raise EmptyReportError(f"{self._name}, {self._grid.where} {row.number} has no text")
        day = self._days.day(fields.get("published", ""))
        found = Found(
            text=body if not title or body.startswith(title) else f"{title}\n\n{body}",
            title=title,
            source=fields.get("source", ""),
            author=fields.get("author", ""),
            url=_link(fields.get("url", "")),
            published=day,
            basis=PublishedBasis.TABLE if day else PublishedBasis.UNKNOWN,
            notes=self._grid.notes,
        )
        data = json.dumps(sorted(fields.items()), ensure_ascii=False)
        report = assemble(
            found,
            data.encode("utf-8", "surrogatepass"),
            key=self._key(row, fields),
            name=f"{self._name}, {self._grid.where} {row.number}",
            media_type=self._media_type,
        )
        self._note_date(row, fields.get("published", ""), day is not None)
        language = fields.get("language", "")
        if _LANGUAGE.fullmatch(language):
            report = replace(report, language=language[:2].lower())
        return report

    def _note_date(self, row: Row, cell: str, read: bool) -> None:  # noqa: FBT001
        if cell and not read:
            kept = self.ambiguous if self._days.ambiguous(cell) else self.no_date
            kept.append(row.number)

    def _key(self, row: Row, fields: dict[str, str]) -> str:
        """Return what stays when the row is edited: its own key, its link, or its number.

        Rows that have moved are known again by their content.
        """
        base = (
            f"file:{self._name}#{self._grid.part}#" if self._grid.part else (f"file:{self._name}#")
        )
        if self._unique["key"] and fields.get("key"):
            return f"{base}{fields['key'][:200]}"
        link = _link(fields.get("url", ""))
        if self._unique["url"] and link:
            return link
        return f"{base}{self._grid.where} {row.number}"


def _link(cell: str) -> str:
    return cell if cell.lower().startswith(("http://", "https://")) and len(cell) <= 2000 else ""


def _unique(cells: list[str]) -> bool:
    counted = Counter(cell.strip() for cell in cells if cell.strip())
    return bool(counted) and max(counted.values()) == 1
