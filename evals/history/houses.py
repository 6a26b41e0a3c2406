"""The principals of an invented history, by the library's rules and sentences."""

import random
from pathlib import Path

from assistant.adapters.library import FileLibrary
from assistant.domain.money import LANGUAGES
from evals.history.stock import load_stock
from evals.history.words import sayable
from evals.history.world import TEAMS, House, operators_of, supervisor_of

_PREFIXES = {"montelupo": "HL", "brackwater": "HW"}


def houses(library_path: Path, seed: int) -> list[House]:
    """The demonstration's principals with invented operators, by the library in this folder."""
    library = FileLibrary(library_path)
    stock = {language: load_stock(library_path, language) for language in LANGUAGES}
    texts = {language: library.note_texts(language) for language in LANGUAGES}
    found = []
    for principal in library.principals():
        if principal.id not in TEAMS:
            continue
        phrases = {language: library.phrases(principal.id, language) for language in LANGUAGES}
        found.append(
            House(
                principal=principal,
                policy=library.policy(principal.id),
                conduct=library.conduct(),
                operators=operators_of(principal, random.Random(f"{seed}/{principal.id}")),
                supervisor=supervisor_of(principal, random.Random(f"{seed}/{principal.id}/supervisor")),
                stock=stock,
                phrases=sayable(phrases),
                texts=texts,
                rubric=library.rubric().version,
                prefix=_PREFIXES[principal.id],
            )
        )
    return found
