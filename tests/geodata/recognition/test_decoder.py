"""The layers worked out here give what spaCy's own give."""

import pytest
import spacy

from geodata.recognition import encoder
from geodata.recognition.entities import MODEL, EntityModel

TEXTS = [
    "President Amina Yusuf of the United Republic Party flew from Abuja to Geneva on 3 May 2021.",
    "  \n\n Two Ethiopian   soldiers and nine Kenyans crossed Lake Turkana near\nLodwar .\n",
    "The University of Reading and Acme Steel Corp. lost $4.5 million, about 12 percent, by Friday",
    "x",
    "Khan Sheikhoun",
    "¿Dónde? … — ‘St. Petersburg’ (Fla.) vs. Saint-Denis; cf. U.S. v. Smith, No. 12-345",
]


def test_same_entities_as_the_whole_pipe() -> None:
    pipeline = spacy.load(MODEL, exclude=["tok2vec", "tagger", "parser", "lemmatizer"])
    for text, ours in zip(TEXTS, EntityModel().entities(TEXTS), strict=True):
        theirs = [
            (e.start_char, e.end_char, e.label_)
            for e in pipeline(text).ents
            if e.text.lower() != e.text
        ]
        found = [tuple(e) for e in ours if text[e.start : e.end].lower() != text[e.start : e.end]]
        assert found == theirs


def test_words_forgotten_between_texts_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = list(EntityModel().entities(TEXTS))
    monkeypatch.setattr(encoder, "_WORDS_KEPT", 5)
    model = EntityModel()
    assert list(model.entities(TEXTS)) == kept
    assert list(model.entities(TEXTS)) == kept
