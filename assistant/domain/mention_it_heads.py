"""Where a noun phrase of an Italian utterance may begin, and with which determiner the operator would say it."""

import re
from dataclasses import dataclass

from assistant.domain import mention_words_it as w
from assistant.domain.guard import is_relative_date
from assistant.domain.mention_graph import Graph
from assistant.domain.mention_it_reading import FEATURES, article_for, guess_features
from assistant.domain.mention_reading import Word, unnameable

_OWNED = {"o": "ms", "a": "fs", "i": "mp", "e": "fp"}


@dataclass(frozen=True)
class Head:
    """A noun phrase that may begin at `place`: the determiner to say, where the phrase began, gender and number."""

    place: int
    determiner: str
    begin: int
    features: str
    inside: bool = False
    """It hangs on a preposition, so it does nothing and nothing was done to it."""


class ItalianHeads:
    """The words of an utterance, and where phrases begin among them."""

    def __init__(self, words: list[Word]) -> None:
        self.words, self.graph = words, Graph()

    def _at(self, place: int) -> Word | None:
        return self.words[place] if 0 <= place < len(self.words) else None

    def _next(self, place: int) -> Word | None:
        """The word after this one, if nothing ends in between."""
        return None if self.words[place].stop else self._at(place + 1)

    def _before(self, place: int) -> Word | None:
        word = self._at(place - 1)
        return None if word is None or word.stop else word

    def _with_number(self, place: int) -> bool:
        """ "un pezzo da sei euro", "con tre giorni di ritardo"; "da tre giorni" says how long."""
        after = self._next(place + 1) if self._next(place) is not None else None
        if (
            after is None
            or after.kind != "number"
            or after.lower in ("mezzo", "mezza")
            or is_relative_date(after.lower, "it")
        ):
            return False
        late, unit = self.words[place + 1].lower == "con", self._next(place + 2)
        return late or unit is None or unit.lower not in w.IT_TIMES

    def _told_of(self, word: str) -> bool:
        """An adjective or participle that can't be repeated: "sbagliato", "annullata"."""
        return unnameable(word, "it") and re.search(r"(?:t|ss)[oaie]$", word) is not None

    def _pair(self, place: int) -> tuple[str, str]:
        """The two words after this one, in lower case; empty where something ends."""
        follows = self._next(place)
        after = self._next(place + 1) if follows is not None else None
        return follows.lower if follows else "", after.lower if after else ""

    def _kind_at(self, place: int) -> str:
        """Of the word after the next; empty where something ends before it."""
        word = self._at(place)
        return "" if word is None or self.words[place - 1].stop else word.kind

    def _to_whom(self, place: int) -> bool:
        """ "intestata al mio vicino"; "scaduta a gennaio" is whole without."""
        return self._pair(place)[0] in w.IT_TO and self._kind_at(place + 2) in ("content", "determiner", "adverb")

    def _cut(self, place: int) -> bool:
        """What follows belongs to it though it can't be named: "scala quattro", "prezzo più basso"."""
        follows = self._next(place)
        if follows is None:
            return False
        after = self._next(place + 1)
        if follows.kind == "number" and not is_relative_date(follows.lower, "it") and follows.lower not in w.IT_REST:
            return after is None or after.lower not in w.IT_TIMES
        if follows.kind == "preposition" and self._with_number(place):
            return True
        if follows.lower == "da" and after is not None and re.search(r"[aeir]re$", after.lower):
            return True  # "macchine da cucire"
        graded = follows.lower in ("più", "meno", "troppo", "poco") and after is not None and after.kind == "content"
        owned = follows.lower in w.IT_POSSESSIVE or follows.lower in ("sua", "suo", "sue", "suoi", "loro")
        return graded or owned or (follows.kind == "other" and self._told_of(follows.lower))

    def _head(self, place: int) -> Head | None:
        word = self.words[place]
        if word.kind not in ("content", "participle") or len(word.text) < 3:
            return None
        before = self._before(place)
        if (word.kind == "participle" and not self._leads(place, before)) or self._is_speaker(place):
            return None
        follows = self._next(place)
        if word.lower in w.IT_LOOSE_ADJECTIVES and (follows is None or follows.kind not in ("content", "participle")):
            return None
        if before is not None and before.kind == "number":
            return self._counted(place)
        return self._determined(place, place - 1)

    def _is_speaker(self, place: int) -> bool:
        """ "io sono la donna delle pulizie" says who speaks."""
        while (before := self._before(place)) is not None and before.kind in ("determiner", "adverb"):
            place -= 1
        told = before is not None and before.lower in ("sono", "siamo")
        speaker = self._before(place - 1) if told else None
        return speaker is not None and speaker.lower in ("io", "noi")

    def _leads(self, place: int, before: Word | None) -> bool:
        """A participle begins a phrase only before its noun: "la ritardata consegna"."""
        follows = self._next(place)
        return before is not None and before.kind == "determiner" and follows is not None and follows.kind == "content"

    def _counted(self, place: int) -> Head | None:
        """ "tre bancali", "le tre rate": the number is left out."""
        head = self._determined(place, place - 2) if self._before(place - 1) else None
        if head is not None and head.begin < place - 1 and head.determiner.lower() not in w.IT_INDEFINITE:
            return head if not head.determiner.endswith("'") else None
        features = guess_features(self.words[place].text, self.words[place].lemma)
        every = self._before(place - 1)
        single = self.words[place - 1].lower in ("un", "uno", "una", "mezzo", "mezza", "primo")
        if not features or (features[1] == "s" and not single) or (every is not None and every.lower == "ogni"):
            return None
        return Head(place, article_for(self.words[place].text, features), place - 1, features)

    def _determined(self, place: int, at: int) -> Head | None:
        word, before = self.words[place], self._before(at + 1)
        said = before.lower if before else ""
        if said in w.IT_POSSESSIVE:
            return self._owned(place, at)
        if said in w.IT_DEMONSTRATIVE:
            features = _OWNED.get(said[-1], "?s")
            features = {"quei": "mp", "quegli": "mp", "quel": "ms"}.get(said, features)
            article = w.IT_DEMONSTRATIVE[said]
            if "?" not in features:
                article = article_for(word.text, features)
            return Head(place, article, at, features)
        article = said if said in w.IT_DEFINITE | w.IT_INDEFINITE else w.IT_ARTICULATED.get(said, "")
        if article and before is not None and before.kind != "other":
            features = FEATURES[article]
            if features[0] == "?":
                guessed = guess_features(word.text, word.lemma)
                features = guessed if guessed[1:] == "s" else features
            elif said in w.IT_DEFINITE and article_for(word.text, features) != said:
                return None  # a pronoun: "me lo ritrovo"
            if features[0] == "f" and word.lower.endswith("o") and word.lower not in w.IT_FEMININE_O:
                return None  # a pronoun and a verb: "la confronto", "le dico"
            outer = self._before(at)
            hangs = said in w.IT_ARTICULATED or (outer is not None and outer.kind == "preposition")
            return Head(place, article, at, features, hangs)
        return self._bare(place)

    def _owned(self, place: int, at: int) -> Head | None:
        said = self.words[at].lower
        features, owner = _OWNED[said[-1]] if said != "miei" else "mp", w.IT_POSSESSIVE[said]
        before = self._before(at)
        alone = features[1] == "s" and self.words[place].lower in w.IT_KIN
        if before is not None and (before.lower in w.IT_DEFINITE or before.lower in w.IT_ARTICULATED):
            at -= 1
            alone = alone and before.lower not in w.IT_DEFINITE
        article = {"ms": "il", "fs": "la", "mp": "i", "fp": "le"}[features]
        inside = before is not None and before.kind == "preposition"
        return Head(place, owner if alone else f"{article} {owner}", at, features, inside)

    def _negated(self, place: int) -> bool:
        """A "non" stands before this verb, pronouns between them at most."""
        while (before := self._before(place)) is not None and before.kind in ("pronoun", "auxiliary", "other"):
            place -= 1
        return before is not None and before.kind == "negation"

    def _bare(self, place: int) -> Head | None:
        """A noun without an article gets the one that its ending asks for."""
        before, word = self._before(place), self.words[place]
        if before is not None and before.kind == "verb" and self._negated(place - 1):
            return None  # "non si vede anima viva"
        begins = before is None or before.kind == "verb" or before.lower in w.IT_FILLERS
        if not begins and (before is None or before.kind != "adverb" or self._before(place - 1) is not None):
            return None
        features = guess_features(word.text, word.lemma)
        follows = self._next(place)
        if not features or follows is None or follows.kind not in ("content", "participle", "preposition"):
            return None
        return Head(place, article_for(word.text, features), place, features)
