"""The evidence of names for each other: kept parts change nothing, strangers alone speak."""

import numpy as np
import pytest

from geodata.resolution.context import CONTEXT, Context
from geodata.resolution.evidence import spread

TEXT = (
    "Damascus and Tartous were quiet. Damascus, Maryland was not; Syria and Russia, and Georgia, "
    "where Texas and Paris are far, heard of it. Aleppo did not. Moscow said Georgia was near."
)
NAMES = ("Damascus", "Tartous", "Syria", "Russia", "Georgia", "Texas", "Paris", "Aleppo", "Moscow")


@pytest.fixture
def scene(resolver, names):
    return resolver.weigh(TEXT, names(TEXT, *NAMES)).scene


def beliefs(scene, seed, sharpness):
    return spread(scene, sharpness * np.random.default_rng(seed).normal(size=len(scene.owner)))


def test_what_was_asked_before_changes_no_answer(scene):
    asked_often, sharp = Context(scene), [beliefs(scene, seed, 12.0) for seed in range(6)]
    for belief in sharp:
        fresh = Context(scene).columns(belief)
        assert np.allclose(asked_often.columns(belief), fresh, rtol=0, atol=1e-6)


def test_a_lone_supporter_is_heard_by_others_and_not_by_itself(scene):
    row = next(i for i, owner in enumerate(scene.owner) if scene.groups[owner].name == "Tartous")
    columns = Context(scene).columns(np.eye(len(scene.owner))[row])
    share = columns[:, CONTEXT.index("country_share")]
    members = columns[:, CONTEXT.index("members_share")]
    near = columns[:, CONTEXT.index("close_most")]
    syrian = scene.codes[:, 0] == scene.codes[row, 0]
    others = scene.owner != scene.owner[row]
    assert (share + members)[syrian & others].min() > 0
    assert not (share + members)[~syrian].any()
    assert not columns[scene.owner == scene.owner[row]].any()
    assert near[others].max() > 0
