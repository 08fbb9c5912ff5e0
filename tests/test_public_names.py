"""What `geodata` promises is there, and nothing else."""

from __future__ import annotations

import geodata


def test_every_public_name_can_be_had() -> None:
    for name in geodata.__all__:
        assert getattr(geodata, name) is not None


def test_unknown_names_are_refused() -> None:
    assert not hasattr(geodata, "no_such_name")


def test_dir_lists_the_public_names() -> None:
    assert set(geodata.__all__) <= set(dir(geodata))
