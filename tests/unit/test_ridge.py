"""The first stage in closed form: the same as fitting anew without a fold."""

import numpy as np

from knowledge.cues import NO_CUES
from knowledge.ridge import Ridge
from knowledge.sentences import Reader, Sentences
from tests.unit.fake_embedder import Trigrams

TEXTS = [f"{verb} {thing}" for verb in ("ho pagato", "non pago", "contesto") for thing in ("tutto", "ieri", "la rata")]
TRUTH = np.repeat(np.eye(3, dtype=np.float32), 3, axis=0)
FOLDS = np.tile([0, 1, 2], 3)


def sentences() -> Sentences:
    reader = Reader(NO_CUES)
    reader.learn(TEXTS, [""] * len(TEXTS))
    before = ["quando paga?" if n % 4 == 0 else "" for n in range(len(TEXTS))]
    return reader.read(TEXTS, before, Trigrams().queries)


def test_leaving_a_fold_out_is_what_a_fit_without_it_says() -> None:
    rows = sentences()
    whole = Ridge(rows, TRUTH, FOLDS)
    out = FOLDS == 1
    left = Ridge(rows.rows(~out), TRUTH[~out], FOLDS[~out])
    said = whole.margins(rows.rows(out), FOLDS[out].tolist())
    assert np.allclose(said, left.margins(rows.rows(out)), atol=1e-4)


def test_it_knows_its_examples_and_forgets_the_folds_when_ready() -> None:
    rows = sentences()
    ridge = Ridge(rows, TRUTH, FOLDS)
    before = ridge.margins(rows)
    assert (before.argmax(axis=1) == TRUTH.argmax(axis=1)).all()
    ridge.ready()
    assert np.array_equal(ridge.margins(rows), before)
