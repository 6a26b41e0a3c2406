import asyncio

import numpy as np

from assistant.adapters.call_encoder import CallEncoder
from tests.unit.fake_embedder import Trigrams


class Sized(Trigrams):
    """As long vectors as the real encoder's."""

    size = CallEncoder.size


async def test_weights_are_loaded_once_and_only_when_they_are_needed() -> None:
    loaded: list[Sized] = []

    def load() -> Sized:
        loaded.append(Sized())
        return loaded[-1]

    encoder = CallEncoder(load)
    assert loaded == []
    question, passages = await asyncio.gather(encoder.question("la rata"), encoder.passages(["la rata", "cabina"]))
    encoder.close()
    assert len(loaded) == 1
    assert (question.shape, passages.shape) == ((1, Sized.size), (2, Sized.size))
    assert np.allclose(question[0], passages[0])
    assert loaded[0].embedded == ["la rata", "cabina"]


async def test_many_passages_keep_their_order() -> None:
    encoder = CallEncoder(Sized)
    texts = [f"rata {n}" for n in range(20)]
    assert np.allclose(await encoder.passages(texts), Sized().passages(texts))
    encoder.close()


async def test_no_passages_are_no_lines() -> None:
    encoder = CallEncoder(Sized)
    assert len(await encoder.passages([])) == 0
    encoder.close()
