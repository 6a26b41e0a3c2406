"""Which voices say alike: sentence vectors of both encoders, and agglomerative clustering by average linkage.

Measured on voices in both languages (docs/voice.md): the two encoders together find more of a theme than either alone;
HDBSCAN lost two of three small themes where average linkage kept all.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.errors import LibraryError
from assistant.domain.money import LANGUAGES, Language
from assistant.services.ports_voice import Gathered, Group, Item
from knowledge.embeddings import E5, Embedder, Use
from knowledge.errors import ContentError
from knowledge.examples import read_examples, situations_path

Encoders = tuple[Embedder, Embedder]
Means = Mapping[Language, NDArray[np.float32]]
_ALIKE = 0.12
"""Groups are joined while the mean likeness of their voices is at least this."""
_NEAR = 0.14
"""A voice outside all groups joins the nearest, if its mean likeness with that group's voices is at least this."""
_OTHER_MIND = 0.1
"""So much less alike are a praise and a reproach of the same thing."""
_BACKGROUND, _WEIGHT = 80, 100
"""So many sentences a language that callers say in general; their mean weighs as so many voices. Without them a theme
that most voices share would be taken for what all have in common, and vanish."""


class SentenceMeanings:
    """The port `Meanings`. Encoders are loaded at the first text; what callers say in general is in the library."""

    encoder = f"{Use.name}+{E5.name}"

    def __init__(self, library: Path, encoders: Callable[[], Encoders] | None = None) -> None:
        self._library = library
        self._load = encoders or (lambda: (Use(), E5(threads=1)))

    async def vectors(self, texts: Sequence[str]) -> list[bytes]:
        """A vector a text: what each encoder says of it, side by side, in half precision."""
        return await asyncio.to_thread(self._vectors, texts)

    def grouping(self, items: Sequence[Item]) -> "AverageLinkage":
        return AverageLinkage(items, self._means)

    @cached_property
    def _encoders(self) -> Encoders:
        return self._load()

    @cached_property
    def _means(self) -> Means:
        return {language: self._embed(self._general(language)).mean(axis=0) for language in LANGUAGES}

    def _general(self, language: Language) -> list[str]:
        """What callers say in general: examples of all situations, spread evenly."""
        try:
            examples = read_examples(situations_path(self._library, language), language)
        except ContentError as error:
            raise LibraryError(error.problems[0].message, where=error.problems[0].where) from error
        return [example.text for example in examples[:: max(len(examples) // _BACKGROUND, 1)]]

    def _vectors(self, texts: Sequence[str]) -> list[bytes]:
        return [row.tobytes() for row in self._embed(texts).astype(np.float16)] if texts else []

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.hstack([_unit(encoder.queries(texts)) for encoder in self._encoders])


class AverageLinkage:
    """The port `Grouping`. What all voices of a language have in common is taken out first: so the languages meet.

    `means` are vectors of what is said in general.
    """

    def __init__(self, items: Sequence[Item], means: Means) -> None:
        self._meanings = _centred(items, means)
        self._praises = np.array([item.praises for item in items], dtype=bool)

    def groups(self) -> list[Group]:
        """Candidates for themes, the largest first."""
        count = len(self._meanings)
        if count < 2:
            return []
        # Here, because every command is composed with this adapter and few look for themes.
        from sklearn.cluster import AgglomerativeClustering

        likeness = self._likeness()
        clustering = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - _ALIKE
        )
        labels = clustering.fit_predict(np.clip(1 - likeness, 0, None))
        found = []
        for label in range(int(labels.max()) + 1):
            members = np.flatnonzero(labels == label)
            if len(members) > 1:
                found.append(Group(tuple(int(n) for n in members), _cohesion(likeness, members)))
        return sorted(found, key=lambda group: (-len(group.members), group.members))

    def gather(self, chosen: Sequence[Group]) -> list[Gathered]:
        """The chosen groups, and each voice outside all groups with the nearest one, if that is near enough."""
        if not chosen:
            return []
        means = np.stack([self._meanings[list(group.members)].mean(axis=0) for group in chosen])
        likeness = self._meanings @ means.T
        praise = np.array([self._praises[list(group.members)].mean() > 0.5 for group in chosen])
        likeness -= _OTHER_MIND * (self._praises[:, None] != praise[None, :])
        place = np.where(likeness.max(axis=1) >= _NEAR, likeness.argmax(axis=1), -1)
        for n, group in enumerate(chosen):
            place[list(group.members)] = n
        centres = _unit(means)
        return [
            Gathered({int(i): float(self._meanings[i] @ centre) for i in np.flatnonzero(place == n)}, _plain(centre))
            for n, centre in enumerate(centres)
        ]

    def _likeness(self) -> NDArray[np.float32]:
        likeness = self._meanings @ self._meanings.T
        likeness -= _OTHER_MIND * (self._praises[:, None] != self._praises[None, :])
        np.fill_diagonal(likeness, 1)
        return likeness


def _centred(items: Sequence[Item], means: Means) -> NDArray[np.float32]:
    """Rows whose dot product is the mean of the cosines of both encoders, each around its language's mean."""
    if not items:
        return np.zeros((0, 1), np.float32)
    rows = np.stack([np.frombuffer(item.vector, np.float16) for item in items]).astype(np.float32)
    for language, mean in means.items():
        mine = np.array([item.language == language for item in items])
        rows[mine] -= (rows[mine].sum(axis=0) + _WEIGHT * mean) / (mine.sum() + _WEIGHT)
    first, second = rows[:, : Use.size], rows[:, Use.size :]
    both: NDArray[np.float32] = np.hstack([_unit(first), _unit(second)]) / np.float32(np.sqrt(2))
    return both


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = rows / np.maximum(norms, np.float32(1e-9))
    return unit


def _cohesion(likeness: NDArray[np.float32], members: NDArray[np.intp]) -> float:
    part = likeness[np.ix_(members, members)]
    count = len(members)
    return float((part.sum() - np.trace(part)) / (count * (count - 1)))


def _plain(vector: NDArray[np.float32]) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in vector)
