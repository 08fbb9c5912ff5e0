"""The house keeps its order: imports point one way, modules stay small, names stay public."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "geodata").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")])

# Lower numbers know nothing of higher ones; equal numbers in different rooms know nothing of
# each other.
LEVELS = {
    "errors": 0,
    "settings": 0,
    "text": 0,
    "shown": 0,
    "folding": 0,
    "formulas": 0,
    "progress": 1,
    "workers": 0,
    "messages": 0,
    "threads": 0,
    "isolation": 1,
    "model": 1,
    "schema": 2,
    "query": 2,
    "files": 2,
    "reasons": 1,
    "review": 2,
    "gazetteer": 3,
    "fetching": 4,
    "readers": 4,
    "geocoding": 4,
    "recognition": 4,
    "resolution": 4,
    "dates": 4,
    "events": 5,
    "pipeline": 6,
    "store": 6,
    "maps": 6,
    "export": 7,
    "feedtokens": 7,
    "annotate": 7,
    "collection": 7,
    "ingest": 8,
    "api": 9,
    "__init__": 10,
    "cli": 11,
    "__main__": 12,
}
HEAVY = {
    "streamlit": {"dashboard"},
    "streamlit_folium": {"dashboard"},
    "starlette": {"dashboard"},
    "folium": {"maps"},
    "branca": {"maps"},
    "spacy": {"recognition"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "pysqlite3": {"store"},
    "sqlite3": {"store", "gazetteer", "geocoding", "readers"},
    "geopy": {"gazetteer", "geocoding"},
}


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "geodata" else "dashboard"


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    own = room(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "dashboard":
            assert own == "dashboard", f"{path} imports {name}"
        if parts[0] != "geodata" or own == "dashboard":
            continue
        target = parts[1] if len(parts) > 1 else "__init__"
        assert target in LEVELS, f"{target} has no level in this test"
        if target != own:
            assert LEVELS[target] < LEVELS[own], f"{path} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_libraries_stay_in_their_rooms(path: Path) -> None:
    for name in imports(path):
        rooms = HEAVY.get(name.split(".")[0])
        assert rooms is None or room(path) in rooms, f"{path} imports {name}"


def test_one_file_knows_spacy() -> None:
    users = [p for p in SOURCES if any(n.split(".")[0] == "spacy" for n in imports(p))]
    assert len(users) == 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_stay_short(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 60, f"{path}: {node.name}"


def test_no_packaging_host_is_named() -> None:
    for name in ("pyproject.toml", "constraints.txt", "Makefile"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8").replace(
            "https://docs.", ""
        ), name
