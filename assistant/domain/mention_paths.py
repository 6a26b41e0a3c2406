"""What may be named of an utterance, in either language."""

from assistant.domain import mention_en, mention_it
from assistant.domain.guard import Lemma
from assistant.domain.mention_graph import Graph
from assistant.domain.money import Language


def paths(utterance: str, language: Language, lemma: Lemma) -> Graph:
    """The graph of its noun phrases; empty where there is none."""
    return mention_it.paths(utterance, lemma) if language == "it" else mention_en.paths(utterance, lemma)
