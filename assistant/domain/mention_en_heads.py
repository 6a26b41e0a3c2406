"""Where a noun phrase of an English utterance may begin, and with which determiner the operator would say it."""

from dataclasses import dataclass

from assistant.domain import mention_words_en as w
from assistant.domain.guard import is_relative_date
from assistant.domain.mention_graph import Graph
from assistant.domain.mention_reading import Word


@dataclass(frozen=True)
class Head:
    """A noun phrase that may begin at `place`: the determiner to say, and where the phrase began."""

    place: int
    determiner: str
    begin: int


class EnglishHeads:
    """The words of an utterance, and where phrases begin among them."""

    def __init__(self, words: list[Word]) -> None:
        self.words, self.graph = words, Graph()

    def _next(self, place: int) -> Word | None:
        """The word after this one, if nothing ends in between."""
        return None if self.words[place].stop or place + 1 >= len(self.words) else self.words[place + 1]

    def _before(self, place: int) -> Word | None:
        return None if place < 1 or self.words[place - 1].stop else self.words[place - 1]

    def _goes_on(self, place: int) -> bool:
        """What follows belongs to it though it can't be named: "unit four", "the training day", "shop next door"."""
        follows = self._next(place)
        if follows is None:
            return False
        if follows.kind == "number" and follows.lower not in ("last", "next"):
            return not self._counts_time(place + 1)
        after = self._next(place + 1)
        if follows.lower in w.EN_PARTICLES and after is not None and after.kind in ("copula", "auxiliary"):
            return True  # "the call out was free"
        door = follows.lower == "next" and after is not None and after.lower == "door"
        return door or follows.lower == "of" or follows.lower in w.EN_GOES_ON | w.EN_TIMES

    def _counts_time(self, place: int) -> bool:
        """ "three times", "two weeks ago" say how often or when."""
        unit = self._next(place)
        return unit is not None and (unit.lower in w.EN_TIMES or is_relative_date(unit.lower, "en"))

    def _head(self, place: int) -> Head | None:
        word, before = self.words[place], self._before(place)
        if word.kind not in ("content", "participle") or len(word.text) < 2 or word.lower in w.EN_TITLES:
            return None
        begin = place - 1 if before is not None and before.kind == "number" else place
        if self._is_speaker(begin):
            return None
        if word.kind == "participle" and (before is None or before.kind not in ("determiner", "number")):
            return None
        said = self._before(begin)
        if begin < place and said is not None and said.lower in ("a", "an"):
            return None  # "a one woman business"
        if said is not None and said.lower in w.EN_POSSESSIVE:
            owner = w.EN_POSSESSIVE[said.lower]
            return Head(place, "the" if owner in ("their", "its") else owner, begin - 1)
        if (
            said is not None
            and said.lower in ("this", "that")
            and word.lower.endswith("s")
            and word.lemma != word.lower
        ):
            return None  # "that works"
        asks = self._before(begin - 1)
        if said is not None and said.lower in ("this", "that") and asks is not None and asks.lower in w.EN_INVERTING:
            return None  # "can this wait"
        if said is not None and said.kind == "determiner":
            indefinite = said.lower in ("a", "an") and begin == place
            return Head(place, said.lower if indefinite else "the", begin - 1)
        return self._bare(place, begin)

    def _is_speaker(self, place: int) -> bool:
        """ "I'm only the cleaner" says who speaks, "I'm in the car" where."""
        while (before := self._before(place)) is not None and before.kind in ("determiner", "adverb"):
            place -= 1
        if before is not None and before.kind == "preposition":
            before = self._before(place - 1)
        return before is not None and before.lower in ("i'm", "we're")

    def _bare(self, place: int, begin: int) -> Head | None:
        """Without a determiner: where a phrase can begin, "the" is put before it."""
        before = self._before(begin)
        if before is not None and (
            before.kind in ("content", "participle", "number")
            or before.lower == "without"
            or before.lower in w.EN_INDEFINITE
            or before.lower in w.EN_STATES | {"his", "her"}
        ):
            return None
        if (
            before is not None
            and self.words[place].lower.endswith("ing")
            and before.kind in ("verb", "content", "preposition")
        ):
            return None
        outer = self._before(begin - 1)
        exists = before is not None and before.lower in ("are", "were") and outer is not None and outer.lower == "there"
        closed = ("copula", "negation", "adverb", "auxiliary", "joint", "pronoun")
        if before is not None and not exists and before.kind in closed:
            return None
        follows = self._next(place)
        if follows is not None and len(follows.text) == 1:
            return None
        near = self._before(place)
        if near is not None and near.lower == "next" and self.words[place].lower.startswith("door"):
            return None
        if before is not None and before.lower == "to":
            return None
        return Head(place, "your" if self.words[place].lower in w.EN_KIN else "the", begin)
