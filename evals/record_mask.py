"""What a recorded call is masked with: names and numbers together, and what of a text has to be checked by hand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from assistant.adapters.lemmas import known
from assistant.domain.money import Language
from evals.record_names import Lexicon, NameMask, covered, replaced
from evals.record_numbers import NumberMask
from knowledge.examples import read_examples, situations_path
from knowledge.seed import SHIPPED

_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class Mask:
    """`checks` is what couldn't be masked with certainty: what was noticed, and all places where it stands."""

    names: NameMask
    numbers: NumberMask
    checks: dict[str, list[str]] = field(default_factory=dict)

    def learn(self, texts: Iterable[str]) -> None:
        """Learn the names that the texts give away, before any is masked."""
        for text in texts:
            self.names.learn_from(text)

    def name(self, name: str, where: str) -> str:
        """A name of the records: every word that was learned is masked, what isn't is noted."""
        return self.text(self.names.name(name), where)

    def text(self, text: str, where: str) -> str:
        """The text without real names and numbers; what is doubtful is noted under `where`."""
        numbers = self.numbers.spans(text)
        names = [one for one in self.names.spans(text) if not covered(one.start, one.end, numbers)]
        masked = [*numbers, *names]
        doubts = [*self.numbers.doubts(text, numbers)]
        doubts += self.names.doubts(text, [*masked, *self.numbers.figures(text)])
        for doubt in doubts:
            self.checks.setdefault(doubt, []).append(where)
        return replaced(text, masked)


@cache
def lexicon(language: Language) -> Lexicon:
    """The shipped example utterances and the dictionaries; a data folder's own examples may hold real names."""
    examples = read_examples(situations_path(SHIPPED, language), language)
    words = {word for one in examples for word in _WORD.findall(f"{one.previous} {one.text}") if word.islower()}
    return Lexicon(said=words.__contains__, listed=lambda word: known(word, "it") or known(word, "en"))
