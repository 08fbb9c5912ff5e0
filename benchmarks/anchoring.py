"""How often a place gets the right date: our gold reports, the real tagger, places given.

Usage: python benchmarks/anchoring.py [dev|test|fresh|blind|all] [--wrong]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.dates import RuleTagger
from geodata.events import link
from geodata.model import Event, PublishedBasis, Report, Resolution, Toponym

DATA = Path(__file__).parent.parent / "tests" / "data"
# The second and the third were written after the rules, before they had seen any of it.
GOLD = tuple(DATA / f"gold_dates_{name}.jsonl" for name in ("anchoring", "fresh", "blind"))
SPLITS = ("dev", "test", "fresh", "blind", "all")


@dataclass(frozen=True, slots=True)
class Judged:
    """One anchored place: what the gold says and what we said."""

    doc_id: str
    gold: dict[str, Any]
    event: Event

    @property
    def right_date(self) -> bool:
        """The same first and last day, and the same role."""
        found = (_iso(self.event.date.start), _iso(self.event.date.end), self.event.date_role)
        gold = self.gold
        return found == (gold["date_start"], gold["date_end"], gold["date_role"])

    @property
    def right_basis(self) -> bool:
        """The same rule as well."""
        return self.right_date and self.event.date_basis == self.gold["date_basis"]


def judge(split: str) -> Iterator[Judged]:
    """Yield every anchored place of a split ("dev", "test", "fresh", "blind" or "all")."""
    tagger = RuleTagger()
    for line in (line for path in GOLD for line in path.read_text("utf-8").splitlines()):
        doc = json.loads(line)
        if split not in {"all", doc["split"]}:
            continue
        report = _report(doc)
        mentions = tagger.tag(
            report.text, reference_date=report.published, language=report.language
        )
        toponyms = [
            Toponym(text=a["toponym"], start=a["start"], end=a["end"], origin="given")
            for a in doc["anchors"]
        ]
        events = link(report, [Resolution(toponym=toponym) for toponym in toponyms], mentions)
        by_start = {event.resolution.toponym.start: event for event in events}
        for anchor in doc["anchors"]:
            yield Judged(doc["doc_id"], anchor, by_start[anchor["start"]])


def _report(doc: dict[str, Any]) -> Report:
    published = dt.date.fromisoformat(doc["published"]) if doc["published"] else None
    return Report(
        text=doc["text"],
        key=doc["doc_id"],
        content_hash="",
        published=published,
        published_basis=PublishedBasis.GIVEN,
        language=doc["lang"],
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _share(judged: list[Judged]) -> str:
    right, rule = sum(j.right_date for j in judged), sum(j.right_basis for j in judged)
    return f"{len(judged):4}  {right / len(judged):6.1%}  {rule / len(judged):6.1%}"


def _explain(item: Judged) -> None:
    event, gold = item.event, item.gold
    ours = f"{event.date.start}..{event.date.end} {event.date_role} {event.date_basis}"
    print(f"{item.doc_id} {gold['toponym']}: {event.sentence!r}")
    print("   gold {date_start}..{date_end} {date_role} {date_basis}".format(**gold))
    print(f"   ours {ours}: {event.date_reason}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="all", choices=SPLITS)
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    judged = list(judge(options.split))
    rules: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        rules[f"{item.gold['date_basis']}, {item.gold['date_role']}"].append(item)
    print(f"{'rule of the gold':32} n    date    and rule")
    for rule, items in sorted(rules.items()):
        print(f"{rule:30} {_share(items)}")
    print(f"{'all':30} {_share(judged)}")
    stamped = [j for j in judged if j.event.date_basis == "dateline"]
    roles = Counter(str(j.event.date_role) for j in stamped)
    print(f"dateline fallbacks by role: {dict(roles)}")
    for item in judged:
        if options.wrong and not item.right_basis:
            _explain(item)
    return 0


if __name__ == "__main__":
    sys.exit(main())
