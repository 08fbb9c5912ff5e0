"""The recogniser with its shipped model, loaded once."""

from __future__ import annotations

import pytest

from geodata.gazetteer import Gazetteer
from geodata.recognition import Recogniser, open_recogniser


@pytest.fixture(scope="session")
def recogniser(gazetteer: Gazetteer) -> Recogniser:
    return open_recogniser(gazetteer)
