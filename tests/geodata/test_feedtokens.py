"""Feed tokens: kept as a hash in a private place, found again, revoked one by one."""

from __future__ import annotations

import hmac
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from geodata import feedtokens
from geodata.cli import main
from geodata.errors import UsageError
from geodata.feedtokens import FeedTokens
from geodata.settings import Settings
from geodata.store import open_store


@pytest.fixture
def tokens(tmp_path: Path) -> FeedTokens:
    return FeedTokens(tmp_path / "store.gpkg.feeds")


def test_a_token_is_found_until_it_is_revoked(tokens: FeedTokens) -> None:
    assert tokens.all() == ()
    assert tokens.holder("anything") is None
    first = tokens.new(label="QGIS at\n\x1b[2Jthe desk", who="ana@example.org")
    second = tokens.new(share=True)
    assert first != second
    known = tokens.holder(first)
    assert known is not None
    assert (known.who, known.share) == ("ana@example.org", False)
    assert "\n" not in known.label
    other = tokens.holder(second)
    assert other is not None
    assert other.share
    assert {one.number for one in tokens.all()} == {known.number, other.number}
    for guess in ("", first[:-1], first.swapcase(), known.number, known.digest, "é\udcff"):
        assert tokens.holder(guess) is None
    assert tokens.revoke(known.number)
    assert not tokens.revoke(known.number)
    assert tokens.holder(first) is None
    assert tokens.holder(second) == other


def test_what_is_kept_is_private_and_holds_no_token(tokens: FeedTokens, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        token = tokens.new(label="a")
    finally:
        os.umask(before)
    (file,) = (tmp_path / "store.gpkg.feeds").iterdir()
    assert token not in file.read_text() + file.name
    assert token not in repr(tokens.all())
    assert tokens.all()[0].digest not in repr(tokens.all())
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700


def test_all_hashes_are_compared_whichever_it_is(
    tokens: FeedTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [tokens.new() for _ in range(5)]
    compared, compare = [], hmac.compare_digest

    def counting(one: str, other: str) -> bool:
        compared.append(one)
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", counting)
    for token in (*made, "guess"):
        compared.clear()
        tokens.holder(token)
        assert len(compared) == 5


@pytest.mark.parametrize(
    "number", ["", "..", "../store", "0" * 12, "*", "0" * 11 + "/", "ABCDEF012345"]
)
def test_only_a_tokens_own_file_is_removed(tokens: FeedTokens, tmp_path: Path, number: str) -> None:
    tokens.new()
    (tmp_path / "store.json").write_text("kept")
    assert not tokens.revoke(number)
    assert len(tokens.all()) == 1
    assert (tmp_path / "store.json").read_text() == "kept"


def test_files_that_are_none_of_ours_open_nothing(tokens: FeedTokens, tmp_path: Path) -> None:
    token = tokens.new()
    (known,) = tokens.all()
    folder = tmp_path / "store.gpkg.feeds"
    told = json.loads((folder / f"{known.number}.json").read_text())
    broken = ["", "{", "[]", "null", json.dumps({**told, "digest": ""}), json.dumps({"label": "a"})]
    for number, text in enumerate(broken):
        (folder / f"{number:012}.json").write_text(text)
    (folder / "0123456789ab.json").write_text(json.dumps(told))
    (folder / "odd.json").write_text(json.dumps(told))
    assert tokens.all() == (known,)
    assert tokens.holder(token) == known
    assert tokens.holder("") is None


def test_there_are_not_any_number(tokens: FeedTokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedtokens, "_MOST", 2)
    tokens.new()
    tokens.new()
    with pytest.raises(UsageError, match="revoke"):
        tokens.new()


def test_the_command_makes_lists_and_revokes(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(settings.data_dir))
    here = ["--store", settings.store_url]
    assert main(["feed-token", "new", *here]) == 1
    assert "token" not in capsys.readouterr().out
    open_store(settings.store_url).close()
    assert main(["feed-token", "new", "--share", "--label", "QGIS", *here]) == 0
    made = re.fullmatch(r"feed/([\w-]{43})/events\.geojson\n", capsys.readouterr().out)
    assert made
    held = FeedTokens.beside(settings).holder(made[1])
    assert held is not None
    assert held.share
    assert FeedTokens.beside(replace(settings, store_url="sqlite:///other.gpkg")).all() == ()
    assert main(["feed-token", "list", *here]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith(held.number)
    assert "QGIS" in listed
    assert made[1] not in listed
    assert main(["feed-token", "revoke", held.number, *here]) == 0
    assert main(["feed-token", "revoke", held.number, *here]) == 1
    assert FeedTokens.beside(settings).all() == ()
