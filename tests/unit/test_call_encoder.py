import asyncio

import numpy as np

from assistant.adapters.call_encoder import CallEncoder
from tests.unit.fake_embedder import Trigrams


async def test_weights_are_loaded_once_and_only_when_they_are_needed() -> None:
    loaded: list[Trigrams] = []

    def load() -> Trigrams:
        loaded.append(Trigrams())
        return loaded[-1]

    encoder = CallEncoder(load)
    assert loaded == []
    question, passages = await asyncio.gather(encoder.question("la rata"), encoder.passages(["la rata", "cabina"]))
    encoder.close()
    assert len(loaded) == 1
    assert (question.shape, passages.shape) == ((1, Trigrams.size), (2, Trigrams.size))
    assert np.allclose(question[0], passages[0])
    assert loaded[0].embedded == ["la rata", "cabina"]


async def test_no_passages_are_no_lines() -> None:
    encoder = CallEncoder(Trigrams)
    assert len(await encoder.passages([])) == 0
    encoder.close()
