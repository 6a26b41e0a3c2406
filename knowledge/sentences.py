"""What the situation classifier sees of utterances: a sentence vector, letters and words in groups, cues, clauses."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from knowledge.cues import Cues
from knowledge.embeddings import Vectors, clean

Embed = Callable[[Sequence[str]], Vectors]
MAX_CHARS = 1_000
MAX_CLAUSES = 5
_LEAST_WORDS = 3
"""A shorter piece says nothing by itself and stays with its neighbour."""
_BREAK = re.compile(r"[,.;:!?…]+|(?<!\w)(?:ma|però|e poi|e|perché|but|and|so|because|though)(?!\w)")
_MANY = 60
"""From so many examples on, a group of letters or words must stand in two of them to count, and wording is read beside
the encoder."""
_TERMS = r"\w+'?|[?!]"


def prepared(text: str) -> str:
    """The utterance as the features see it: one line, small letters, straight apostrophes, cut."""
    return clean(text[:MAX_CHARS]).lower().replace("’", "'")


def clauses(text: str) -> list[str]:
    """The parts of a prepared text, at punctuation and conjunctions: the first ones and the last; none where it is one.

    Who says two things ("that one's paid, and I'll send the rest on Monday") is understood part by part.
    """
    parts: list[str] = []
    for part in filter(None, (piece.strip() for piece in _BREAK.split(text))):
        if parts and len(parts[-1].split()) < _LEAST_WORDS:
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    if len(parts) > 1 and len(parts[-1].split()) < _LEAST_WORDS:
        parts[-2:] = [f"{parts[-2]} {parts[-1]}"]
    if len(parts) < 2:
        return []
    return parts if len(parts) <= MAX_CLAUSES else [*parts[: MAX_CLAUSES - 1], parts[-1]]


@dataclass(frozen=True)
class Sentences:
    """Rows of features, an utterance each.

    `meaning` and `before` are the vectors of the utterance and of what the operator had said (zeros where nothing);
    `wording` the weighted groups of letters and words and the cues.
    """

    meaning: Vectors
    before: Vectors
    wording: Any

    def __len__(self) -> int:
        return len(self.meaning)

    def rows(self, which: Any) -> "Sentences":
        return Sentences(self.meaning[which], self.before[which], self.wording[which])


class Reader:
    """Turns utterances into features; learns the groups of letters and words from the examples."""

    LETTERS = 0.5
    WORDS = 0.5
    CUES = 0.5
    """What each of them weighs in the likeness of two utterances, where the sentence vector weighs 1."""

    def __init__(self, cues: Cues) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # slow to import, see language.py

        self._cues = cues
        self._rarity = np.ones(len(cues.customer) + len(cues.operator) + 2, np.float32)
        common: dict[str, Any] = {"sublinear_tf": True, "dtype": np.float32, "lowercase": False}
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **common)
        self._words = TfidfVectorizer(ngram_range=(1, 3), token_pattern=_TERMS, **common)

    def learn(self, texts: Sequence[str], before: Sequence[str]) -> None:
        """Learn which groups and cues there are and how rare each is. Texts are prepared."""
        blurred = [self._cues.blurred(text) for text in texts]
        for groups in (self._letters, self._words):
            groups.set_params(min_df=2 if len(texts) >= _MANY else 1).fit(blurred)
        share = (self.cues(texts, before) > 0).mean(axis=0)
        self._rarity = np.sqrt(-np.log(np.minimum(share + 0.01, 1))).astype(np.float32)

    def knows(self, text: str) -> bool:
        """Whether a word of the prepared text stands in the examples or a cue is in its words; without either there is
        nothing to go by."""
        known = self._words.vocabulary_
        words = [word for word in re.findall(_TERMS, text) if word[0].isalpha()]
        return any(self._cues.blurred(word) in known for word in words) or bool(
            self._cues.of_customer([" ".join(words)]).any()
        )

    def read(self, texts: Sequence[str], before: Sequence[str], embed: Embed) -> Sentences:
        """The features of prepared texts; `before` is what the operator had said before each, or nothing."""
        if len(texts) < _MANY:  # of a live call, where a thread costs more than it saves
            return Sentences(*_vectors(texts, before, embed), self._wording(texts, before))
        # The encoder leaves the interpreter free meanwhile: of many texts the rest takes as long again.
        with ThreadPoolExecutor(1) as beside:
            vectors = beside.submit(_vectors, texts, before, embed)
            wording = self._wording(texts, before)
            meaning, earlier = vectors.result()
        return Sentences(meaning, earlier, wording)

    def _wording(self, texts: Sequence[str], before: Sequence[str]) -> Any:
        cues = self.cues(texts, before) * self._rarity
        cues /= np.linalg.norm(cues, axis=1, keepdims=True) + 0.5
        blurred = [self._cues.blurred(text) for text in texts]
        parts = (
            self._letters.transform(blurred) * self.LETTERS**0.5,
            self._words.transform(blurred) * self.WORDS**0.5,
            scipy.sparse.csr_matrix(cues * self.CUES**0.5),
        )
        return scipy.sparse.csr_matrix(scipy.sparse.hstack(parts))

    def cues(self, texts: Sequence[str], before: Sequence[str]) -> Vectors:
        """The cues of each text and of what was said before it."""
        return np.hstack([self._cues.of_customer(texts), self._cues.of_operator(before, texts)])


def _vectors(texts: Sequence[str], before: Sequence[str], embed: Embed) -> tuple[Vectors, Vectors]:
    """Of the texts and of what was said before them; zeros where nothing was."""
    meaning = embed(texts)
    earlier = np.zeros_like(meaning)
    said = [n for n, words in enumerate(before) if words]
    if said:
        earlier[said] = embed([before[n] for n in said])
    return meaning, earlier
