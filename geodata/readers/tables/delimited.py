"""Text with separators: which separator, and rows that survive a quotation mark left open."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from geodata.readers.tables.grid import Grid, grid_of, listed

__all__ = ["read_delimited", "sniff_delimiter"]

_DELIMITERS = (",", ";", "\t", "|")
_SNIFFED_CHARACTERS = 200_000
_SNIFFED_ROWS = 40
# A quoted cell of more lines than this is a mark that was never closed.
_MOST_LINES = 5_000
_SEP_LINE = re.compile(r'"?sep=([,;\t|])"?\r?\n?', re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")

csv.field_size_limit(1 << 30)


def sniff_delimiter(text: str) -> tuple[str, float]:
    """Return the separator that cuts the first rows most evenly, and how evenly (0-1).

    An empty text means that none cuts them at all.
    """
    said = _SEP_LINE.match(text)
    if said:
        return said[1], 1.0
    lines = _lines(text[:_SNIFFED_CHARACTERS])
    if len(text) > _SNIFFED_CHARACTERS:
        lines = lines[:-1] or lines
    best = ("", 0.0, 0)
    for delimiter in _DELIMITERS:
        widths = Counter(_widths(lines, delimiter))
        total = widths.total()
        width, count = max(
            widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(0, 0)
        )
        share = count / total if total and width > 1 else 0.0
        # A comma inside a prose column is rarer than the separator: the wider cut wins a draw.
        if (round(share, 1), width) > (round(best[1], 1), best[2]):
            best = (delimiter, share, width)
    return best[0], best[1]


def read_delimited(
    text: str, delimiter: str, *, notes: Sequence[str] = (), header: Sequence[str] = ()
) -> Grid | None:
    """Return the table in a text; `header` names the columns of one that names none itself.

    A quotation mark that is never closed would swallow the rows after it: the row is read as it
    stands, without quotation, and told of.
    """
    said = _SEP_LINE.match(text)
    lines = _lines(text[said.end() :] if said else text)
    broken: list[int] = []
    quote = _quote(text[:_SNIFFED_CHARACTERS], delimiter)
    records = [(0, list(header))] if header else []
    records += _records(lines, delimiter, quote, broken)
    gaps = []
    if broken:
        plural = "s" if len(broken) > 1 else ""
        gaps.append(f"row{plural} {listed(broken)}: quotation marks do not pair; read as it stands")
    return grid_of(records, gaps=gaps, notes=notes)


def _lines(text: str) -> list[str]:
    return _LINE.findall(text)


def _widths(lines: Sequence[str], delimiter: str) -> Iterator[int]:
    try:
        for count, record in enumerate(csv.reader(lines, delimiter=delimiter)):
            if count >= _SNIFFED_ROWS:
                return
            if record:
                yield len(record)
    except csv.Error:
        return


def _quote(sample: str, delimiter: str) -> str:
    """Return the mark around cells: a single one where many cells wear it and none the double."""
    mark = re.escape(delimiter)
    wearing = re.compile(rf"(?:^|{mark})('(?:[^'\n]|'')*')(?={mark}|$)", re.MULTILINE)
    if '"' in sample or len(wearing.findall(sample)) < 3:
        return '"'
    return "'"


def _records(
    lines: Sequence[str], delimiter: str, quote: str, broken: list[int]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record and its number; those of broken quotation are read line by line."""
    at, number, width = 0, 0, 0
    while at < len(lines):
        feed = _Feed(lines, at, most=max(2, _MOST_LINES // (1 + len(broken))))
        try:
            for record in csv.reader(feed, delimiter=delimiter, quotechar=quote, strict=True):
                if feed.taken > 1 and width and len(record) != width:
                    break  # it swallowed what were other rows
                feed.done()
                number += 1
                width = width or len(record)
                yield number, record
        except csv.Error:
            pass
        at = feed.start
        if at < len(lines):
            number += 1
            broken.append(number)
            yield number, _as_it_stands(lines[at].rstrip("\r\n"), delimiter, quote, width)
            at += 1


class _Feed:
    """Lines for a record, and where the record began; it ends where one runs over too many."""

    def __init__(self, lines: Sequence[str], start: int, *, most: int) -> None:
        self._lines, self.start, self.taken, self._most = lines, start, 0, most

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        at = self.start + self.taken
        if at >= len(self._lines) or self.taken >= self._most:
            raise StopIteration
        self.taken += 1
        return self._lines[at]

    def done(self) -> None:
        """Count the lines so far as read."""
        self.start, self.taken = self.start + self.taken, 0


def _as_it_stands(line: str, delimiter: str, quote: str, width: int) -> list[str]:
    """Cut a line whose quotation is broken: without regard to the marks, or else leniently."""
    bare = [_unquoted(cell, quote) for cell in line.split(delimiter)]
    if len(bare) == width or line.count(quote) % 2:
        return bare
    try:
        return next(csv.reader([line], delimiter=delimiter, quotechar=quote), bare)
    except csv.Error:
        return bare


def _unquoted(cell: str, quote: str) -> str:
    """Return a cell without the marks around it, be it only one of the two."""
    cell = cell.strip().removeprefix(quote)
    return cell.removesuffix(quote).replace(quote * 2, quote)
