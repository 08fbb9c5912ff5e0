import pytest

from geodata.errors import RecognitionError
from geodata.recognition.entities import EntityModel


def test_a_missing_model_says_what_to_do() -> None:
    with pytest.raises(RecognitionError, match="pip install"):
        next(EntityModel("no_such_model").entities(["Paris"]))


@pytest.fixture(scope="module")
def model() -> EntityModel:
    return EntityModel()


def test_long_texts_are_cut_without_losing_offsets(model: EntityModel) -> None:
    text = "Rebels marched towards Damascus. " + "Nothing else happened that day.\n" * 1500
    text += "Later they reached Moscow."
    (entities,) = model.entities([text])
    found = {text[e.start : e.end] for e in entities}
    assert {"Damascus", "Moscow"} <= found


def test_one_list_per_text_whatever_its_length(model: EntityModel) -> None:
    texts = ["", "Paris is in France. " * 2000, "", "Oslo"]
    assert len(list(model.entities(texts))) == len(texts)
