"""Reports into the store: one bad file is one line, nothing is doubled, nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.ingest import Outcome, Step, Summary, expand, ingest, paste, redate, reread, upload
from geodata.pipeline import Geoparser
from geodata.settings import Settings
from geodata.store import Store, open_store

TEXT = (
    "DAMASCUS, Dec 8, 2024 - Fighters entered Damascus on Sunday.\n\nHoms had fallen on Saturday."
)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.store_url) as opened:
        yield opened


def run(store: Store, geoparser: Geoparser, *sources: object) -> Summary:
    return Summary(steps=tuple(ingest(sources, store, geoparser)))  # type: ignore[arg-type]


def test_a_bad_file_does_not_end_the_run(
    store: Store, geoparser: Geoparser, tmp_path: Path
) -> None:
    good, empty, binary = (tmp_path / name for name in ("good.txt", "empty.txt", "binary.txt"))
    good.write_text(TEXT, encoding="utf-8")
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 20)
    summary = run(store, geoparser, *expand([empty, binary, tmp_path / "no such", good]))
    assert [step.outcome for step in summary.steps] == [*[Outcome.SKIPPED] * 3, Outcome.ADDED]
    for step, name in zip(summary.skipped, ("empty.txt", "binary.txt", "no such"), strict=True):
        assert name in step.why
    assert summary.counts == store.counts()
    assert "4 reports: 1 added, 3 skipped." in str(summary)


def test_the_same_report_twice_is_one(store: Store, geoparser: Geoparser) -> None:
    first = run(store, geoparser, upload("a.txt", TEXT.encode()))
    again = run(store, geoparser, upload("a.txt", TEXT.encode()), upload("b.txt", TEXT.encode()))
    assert [step.outcome for step in again.steps] == [Outcome.UNCHANGED] * 2
    assert store.counts() == first.counts


def test_an_edited_report_is_a_new_version(store: Store, geoparser: Geoparser) -> None:
    run(store, geoparser, upload("a.txt", TEXT.encode()))
    edited = TEXT + "\n\nAleppo was quiet on Sunday."
    summary = run(store, geoparser, upload("a.txt", edited.encode()))
    assert [step.outcome for step in summary.steps] == [Outcome.UPDATED]
    (kept,) = store.reports()
    assert kept.version == 2
    assert store.counts() == summary.counts


def test_a_report_without_a_date_can_be_given_one(store: Store, geoparser: Geoparser) -> None:
    summary = run(store, geoparser, paste("Fighters entered Damascus on Sunday."))
    (report,) = summary.undated_reports
    assert store.counts().undated == 1
    step = reread(redate(report, dt.date(2024, 12, 8)), store, geoparser)
    assert step.outcome is Outcome.UPDATED
    frame = store.events()
    assert list(frame["date_start"].dt.date) == [dt.date(2024, 12, 8)]
    assert list(frame["published_basis"]) == ["given"]


def test_a_given_date_stays_with_an_edited_report(store: Store, geoparser: Geoparser) -> None:
    text = "Fighters entered Damascus on Sunday."
    (step,) = ingest([upload("a.txt", text.encode())], store, geoparser)
    assert step.report is not None
    reread(redate(step.report, dt.date(2024, 12, 8)), store, geoparser)
    run(store, geoparser, upload("a.txt", (text + "\n\nHoms was calm.").encode()))
    (kept,) = store.reports()
    assert (kept.published, kept.published_basis) == (dt.date(2024, 12, 8), "given")


def test_folders_are_walked_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "deep/a.md", ".hidden/c.txt", "picture.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    names = [Path(source.name).name for source in expand([tmp_path])]
    assert sorted(names) == ["a.md", "b.txt"]


def test_a_summary_of_nothing_is_a_sentence() -> None:
    assert (
        str(Summary())
        == "0 reports: 0 added. 0 places: 0 placed, 0 not placed; 0 dated, 0 undated."
    )
    skipped = Summary(steps=(Step(name="a", outcome=Outcome.SKIPPED, why="b"),))
    assert str(skipped).startswith("1 report: 0 added, 1 skipped.")
