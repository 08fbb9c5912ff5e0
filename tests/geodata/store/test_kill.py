"""A process that is killed while it saves: nothing acknowledged is lost, nothing is half there."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geodata.store import open_store

WRITER = """
import sys
from geodata.store import Decision, open_store
from tests.geodata.store.makers import MOSCOW, event, events, report

store = open_store(sys.argv[1])
for number in range(int(sys.argv[2]), 100_000):
    mine = report(f"{number}. Tartous, Moscow, Atlantis.", key=str(number))
    store.save(mine, events(mine))
    store.decide(event(mine, "Moscow", MOSCOW).event_id, Decision.confirm(), who="me")
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_kills_lose_nothing(url: str):
    root = Path(__file__).parents[3]
    chance = random.Random(7)
    done = 0
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(done)],
            stdout=subprocess.PIPE,
            cwd=root,
            text=True,
        )
        assert child.stdout is not None
        done = max(done, int(child.stdout.readline()) + 1)
        time.sleep(chance.uniform(0, 0.3))
        child.kill()
        rest, _ = child.communicate()
        done = max([done, *(int(line) + 1 for line in rest.split("\n")[:-1] if line)])
        with open_store(url) as store:
            assert store.check() == []
            frame = store.frame()
            assert set(frame["report_id"].value_counts()) == {3}
            # The last report may be there unacknowledged, and its decision too.
            assert done <= store.counts().reports <= done + 1
            assert done <= (frame["status"] == "confirmed").sum() <= done + 1
