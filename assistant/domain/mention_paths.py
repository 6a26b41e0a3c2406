"""What may be named of an utterance, in either language."""

from collections.abc import Iterator

from assistant.domain import guard_words as words
from assistant.domain import mention_en, mention_it
from assistant.domain.guard import Lemma
from assistant.domain.mention_graph import Graph
from assistant.domain.money import Language


def paths(utterance: str, language: Language, lemma: Lemma) -> Graph:
    """The graph of its noun phrases; empty where there is none."""
    reads = mention_it.paths if language == "it" else mention_en.paths
    for part in _told(utterance, language):
        if not (graph := reads(part, lemma)).empty:
            return graph
    return Graph()


def _told(utterance: str, language: Language) -> Iterator[str]:
    """What may be named lies in the first of these that names something.

    Beside a death or an illness nothing else may be named: no invoices while somebody's wife is in hospital.
    """
    parts = words.JOINTS[language].split(utterance)
    grief = [place for place, part in enumerate(parts) if words.GRIEF[language].search(part)]
    if not grief:
        yield utterance
        return
    yield ". ".join(parts[place] for place in grief)
    yield ". ".join(", ".join(parts[max(0, place - 1) : place + 1]) for place in grief)
