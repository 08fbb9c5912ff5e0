"""Any number of processes gives the same events, also where outlets' homes are learned."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.ingest import ingest_files, walk
from geodata.ingest.marks import Marks, lag
from geodata.ingest.work import Job, Worker
from geodata.pipeline import Geoparser
from geodata.store import Store, open_store


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.gpkg'}") as store:
        yield store


class Counting:
    """A store whose mark is how often somebody said that a file was done."""

    def __init__(self) -> None:
        self.done = 0

    def mark(self) -> int:
        return self.done


@pytest.mark.parametrize("ahead", [1, 3, 40])
def test_what_a_file_is_placed_with_does_not_depend_on_how_many_go_ahead(ahead: int) -> None:
    store = Counting()
    marks, known, started, finished = Marks(store), [], 0, 0  # type: ignore[arg-type]
    while finished < 300:
        while started - finished < ahead and marks.may_start(started, finished):
            known.append(marks.of(started))
            started += 1
        assert started > finished
        finished += 1
        store.done = finished
        marks.set(finished)
    assert known[:6] == [0, 0, 1, 2, 2, 3]
    assert known[:290] == sorted(known[:290])
    assert known[128:146] == [64] * 16 + [80] * 2
    assert all(number - seen <= 64 + 16 for number, seen in enumerate(known))


def test_the_lag_never_lets_a_file_wait_for_itself() -> None:
    assert [lag(number) for number in (0, 1, 2, 7, 500)] == [1, 1, 1, 3, 64]


def test_a_worker_places_with_what_was_known_at_its_mark(
    store: Store, geoparser: Geoparser, tmp_path: Path
) -> None:
    for number in range(4):
        text = f"Tartus Wire, 3 May 2024.\n\nShells hit Tartus and Latakia, day {number}."
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    files = walk([tmp_path]).files
    seen: list[int] = []
    worker = Worker(geoparser, store.homes())
    for file in files[:3]:
        seen.append(store.mark())
        list(ingest_files([file], store, geoparser))
    homes = store.homes()
    source = store.reports()[0].source
    counted = [homes.home(source, excluding="", up_to=mark).countries for mark in seen]
    assert counted == [{}, {"SY": 1}, {"SY": 2}]
    (made,) = worker.do(Job(file=files[3], up_to=store.mark())).parsed
    assert made.prepared.counts.placed == 2
    mine = store.reports()[0].report_id
    assert homes.home(source, excluding=mine, up_to=store.mark()).countries == {"SY": 2}
    homes.close()


def test_dates_both_ways_are_prepared_in_each_order(
    store: Store, geoparser: Geoparser, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("On 3/4/2024 shells hit Tartus.", "utf-8")
    (tmp_path / "b.txt").write_text("On 13/4/2024 shells hit Latakia.", "utf-8")
    (tmp_path / "c.txt").write_text("On 5/4/2024 shells hit Tartus again.", "utf-8")
    list(ingest_files(walk([tmp_path]).files, store, geoparser))
    days = store.frame()["date_start"].dt.strftime("%Y-%m-%d").tolist()
    assert sorted(days) == ["2024-04-03", "2024-04-05", "2024-04-13"]
    (made,) = Worker(geoparser, store.homes()).do(Job(file=walk([tmp_path]).files[0])).parsed
    assert set(made.by_order) == {"dmy", "mdy"}
