"""The text of a marked-up document, paragraph by paragraph, whatever its elements are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import etree

from geodata.errors import ReadError

__all__ = ["Dialect", "Flow", "local_name", "parse_xml"]

# lxml has no types.
Element: TypeAlias = Any

# A row of a table up to this length is one line, so that its date and its place stay together;
# a longer one is a page that was laid out with a table.
MAX_ROW = 600
_ENTITY = b"<!ENTITY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What the elements of a format mean, by their names without a namespace.

    Attributes
    ----------
    text
        Elements whose own text counts; empty where all text inside a paragraph does.
    words
        Elements that stand for characters.
    skipped
        Elements that are left out with all that is in them.
    deleted
        As `skipped`, and counted: what a tracked change took away.
    """

    paragraph: frozenset[str]
    row: frozenset[str]
    cell: frozenset[str]
    text: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    deleted: frozenset[str] = frozenset()


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse_xml(data: bytes, *, name: str, part: str) -> tuple[Any, tuple[str, ...]]:
    """Return the root of an XML part (None if there is none), and what is missing of it.

    Nothing is fetched and no entity is resolved; a damaged part is read up to its fault.

    Raises
    ------
    ReadError
        When it defines entities, which no program that writes documents does.
    """
    if _ENTITY in data[:200_000].replace(b"\x00", b"").upper():
        raise ReadError(
            f"{name} defines XML entities ({part}): it is made to attack its readers. Open it in "
            "the program it comes from, save it again, and add that."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    damaged = root is None or any(fault.level_name == "FATAL" for fault in parser.error_log)
    return root, (f"{part} is damaged: it was read up to the fault",) if damaged else ()


class Flow:
    """Collects paragraphs: boxes and notes apart from the text around them, table rows as lines."""

    def __init__(self, dialect: Dialect) -> None:
        self.lines: list[str] = []
        self.deletions = 0
        self._dialect = dialect
        self._open: list[list[str]] = []
        self._sinks: list[list[str]] = [self.lines]

    def add(self, root: Element) -> None:
        """Walk an element and all that is in it."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local_name(element)
            if event == "start" and self._left_out(element, name):
                walk.skip_subtree()
            elif event == "start":
                self._start(element, name)
            else:
                self._end(element, name)

    def _left_out(self, element: Element, name: str) -> bool:
        if name in self._dialect.deleted:
            self.deletions += any(local_name(inner) != name for inner in element.iter())
            return True
        return name in self._dialect.skipped or (name == "Fallback" and _told_already(element))

    def _start(self, element: Element, name: str) -> None:
        dialect = self._dialect
        if name in dialect.paragraph:
            self._open.append([])
        elif name in dialect.row or name in dialect.cell:
            self._sinks.append([])
        elif self._open and name in dialect.words:
            self._open[-1].append(dialect.words[name])
        takes = name in dialect.text if dialect.text else bool(self._open)
        if takes and element.text:
            self._say(element.text)

    def _end(self, element: Element, name: str) -> None:
        dialect = self._dialect
        # What was left out begins no paragraph and ends none.
        if name in dialect.paragraph and self._open:
            self._sinks[-1].append(" ".join("".join(self._open.pop()).split()))
        elif name in dialect.cell and len(self._sinks) > 1:
            cell = [line for line in self._sinks.pop() if line]
            self._sinks[-1].append("\n".join(cell))
        elif name in dialect.row and len(self._sinks) > 1:
            self._sinks[-2].extend(_row(self._sinks.pop()))
        if not dialect.text and self._open and element.tail:
            self._say(element.tail)

    def _say(self, text: str) -> None:
        if self._open:
            self._open[-1].append(text)
        else:
            # Text outside any paragraph: no program writes it, but it is there.
            self._sinks[-1].append(" ".join(text.split()))


def _row(cells: Iterable[str]) -> list[str]:
    filled = [cell for cell in cells if cell]
    if sum(map(len, filled)) <= MAX_ROW:
        return [" | ".join(" ".join(cell.split("\n")) for cell in filled)] if filled else []
    return [line for cell in filled for line in cell.split("\n")]


def _told_already(fallback: Element) -> bool:
    """Say whether the newer of two versions of a drawing holds text, which is then the same."""
    parent = fallback.getparent()
    return parent is not None and any(
        local_name(inner) == "t"
        for choice in parent
        if local_name(choice) == "Choice"
        for inner in choice.iter()
    )
