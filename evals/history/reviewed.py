"""Reviews of told calls: a third were looked at, by the real steps; a few operators disagree."""

import datetime as dt
import random
from collections.abc import Sequence

from assistant.domain.money import Language
from assistant.domain.reviews import Move, Review, proposed, take
from assistant.domain.rubric import CRITERIA, CriterionId, Level, Score

_LOOKED_AT = 0.35
_WORDS: dict[Language, dict[str, Sequence[str]]] = {
    "it": {
        "overrule": (
            "Le parole citate dicono di più di quanto proposto.",
            "La frase c'è, ma arriva tardi nella chiamata.",
            "Qui il livello giusto è un altro, si senta la fine.",
        ),
        "dispute": ("Ho riconosciuto la difficoltà due battute dopo.", "Il cliente aveva fretta, ho dovuto tagliare."),
        "answer": ("Hai ragione, ho riletto.", "Capisco, ma la frase citata resta brusca."),
    },
    "en": {
        "overrule": (
            "The quoted words say more than was proposed.",
            "The sentence is there but comes late in the call.",
            "Another level fits here, listen to the end.",
        ),
        "dispute": ("I acknowledged it two turns later.", "The customer was in a hurry and I had to be short."),
        "answer": ("You are right, I read it again.", "I see, but the quoted sentence stays curt."),
    },
}


People = tuple[str, str, str, Language]
"""Principal, supervisor, operator, and the language they write in."""


def review_of(score: Score, people: People, ended: dt.datetime, chance: random.Random) -> Review | None:
    """The review as it stands; None where nobody has looked."""
    if chance.random() > _LOOKED_AT:
        return None
    principal, supervisor, operator, language = people
    words, at = _WORDS[language], ended + dt.timedelta(hours=chance.randint(2, 70))
    review = proposed(score, principal)
    judged = [one for one in CRITERIA if review.levels.get(one) is not None]

    def step(who: str, **move: object) -> None:
        nonlocal review, at
        at += dt.timedelta(hours=chance.randint(3, 30))
        review = take(review, Move.model_validate({"version": review.version, **move}), who, at)

    if chance.random() < 0.7 or not judged:
        step(supervisor, action="approve")
    else:
        criterion = chance.choice(judged)
        step(supervisor, action="overrule", criterion=criterion, level=_other(review, criterion, chance),
             reason=chance.choice(words["overrule"]))  # fmt: skip
    roll = chance.random()
    if roll < 0.5:
        step(operator, action="acknowledge")
    elif roll < 0.58:
        step(operator, action="dispute", reason=chance.choice(words["dispute"]))
        if chance.random() < 0.6:
            step(supervisor, action="answer", reason=chance.choice(words["answer"]))
    return review


def _other(review: Review, criterion: CriterionId, chance: random.Random) -> Level:
    levels: tuple[Level, ...] = (0, 1, 2, 3, 4)
    was = review.levels[criterion]
    near = [level for level in levels if was is not None and abs(level - was) == 1]
    return chance.choice(near or [levels[2]])
