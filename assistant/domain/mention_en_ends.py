"""Where a clause of an English utterance may end: not before what belongs to it."""

from assistant.domain import mention_words_en as w
from assistant.domain.mention_en_heads import EnglishHeads
from assistant.domain.mention_reading import Word

OBJECTS = ("content", "determiner", "participle")
"""What a verb acts on begins with one of these."""


class EnglishEnds(EnglishHeads):
    """Says of a word whether what was said up to it is whole."""

    def _cut(self, place: int) -> bool:
        """The rest of what is told can't be repeated: "reads the labels wrong", "owes us eleven thousand"."""
        follows = self._next(place)
        if follows is None:
            return False
        after = self._next(place + 1)
        if follows.kind == "preposition" and (after is None or after.lower in w.EN_JOINERS):
            return True  # "left the gas on"
        hung = any(word.lower == "with" for word in self.words[max(0, place - 4) : place])
        if hung and follows.kind == "preposition" and after is not None and after.lower in ("it", "them"):
            return True
        acts = self.words[place].kind in ("verb", "participle")
        if acts and follows.lower in w.EN_INDEFINITE | {"all", "both", "half"} and not self._all_the_time(place + 1):
            return True
        left = self.words[place].kind == "content" and follows.lower in w.EN_PREDICATIVE
        return left or follows.lower in w.EN_TELLING or self._goes_on(place)

    def _may_end(self, place: int, said: int, told: bool) -> bool:
        """`told`: a verb of the clause stands before this word."""
        word, follows = self.words[place], self._next(place)
        kind = "" if follows is None else follows.kind
        if self._cut(place) or (follows is not None and word.lemma in w.EN_SAYING):
            return False
        if said < 2:
            return self._alone(place)
        if word.lower in w.EN_LASTING:
            return self._lasts(word, follows)
        lasting = follows is not None and follows.lower in w.EN_LASTING and kind == "adverb"
        loose = kind in ("", "other", "joint", "number", "adverb") and not lasting
        if word.lower in w.EN_WITH_PREPOSITION:
            return loose
        if word.lower.endswith("ing") and word.kind != "preposition":
            return loose or kind in ("preposition", "auxiliary", "copula")
        before = self.words[place - 1]
        acts = before.lower == "to" or (before.kind == "auxiliary" and not before.lower.startswith("be"))
        if word.kind == "content" and acts:
            return loose or word.lower in w.EN_ALONE
        if word.lower.endswith("'s"):
            return False
        if word.kind == "content":
            return not lasting and self._noun_may_end(place, told)
        if word.kind == "pronoun":
            return "'" not in word.lower and (loose or kind == "verb")
        if word.lower in w.EN_LIGHT and kind in ("other", "verb", "participle") and not self._closed(follows):
            return False
        verbal = kind in ("verb", "auxiliary", "copula") or (kind == "preposition" and self._done_to(place))
        return (loose or verbal) and word.kind in ("verb", "participle")

    def _noun_may_end(self, place: int, told: bool) -> bool:
        follows = self._next(place)
        kind = "" if follows is None else follows.kind
        near = self.words[max(0, place - 3) : place]
        denied = any(word.kind == "copula" and "n't" in word.lower for word in near)
        if denied and kind == "preposition" and self.words[place - 1].kind != "copula":
            return False  # "isn't the sum on the invoice"
        when = any(word.lower in ("after", "before", "since") for word in near)
        if when and kind in ("auxiliary", "copula"):
            return False  # "logged in after the sale had ended"
        hung = any(word.kind == "preposition" for word in near)
        after = self._next(place + 1) if kind == "adverb" else follows
        whole = kind not in ("content", "participle", "determiner", "pronoun")
        return whole and ((told and not hung) or after is None or after.kind != "verb")

    def _closed(self, follows: Word | None) -> bool:
        return follows is not None and follows.lower in w.EN_JOINERS | w.EN_FILLERS | w.EN_TIMES | {"last", "this"}

    def _alone(self, place: int) -> bool:
        """A verb that needs no more: "the hinges squeak when it rains"."""
        word, follows = self.words[place], self._next(place)
        if follows is None or self._all_the_time(place + 1):
            return word.kind in ("verb", "content")
        more = follows.kind in (*OBJECTS, "pronoun", "verb") or follows.lower in w.EN_PARTICLES
        return word.kind == "verb" and word.lemma in w.EN_ALONE and not more

    def _done_to(self, place: int) -> bool:
        """ "was stolen with all the tools": whole without what follows."""
        before, follows = self.words[place - 1], self.words[place + 1]
        passive = before.kind == "copula" or before.lower in ("been", "got")
        done = self.words[place].kind in ("verb", "participle")
        return (
            passive
            and done
            and not self.words[place].lower.endswith("ing")
            and follows.lower not in ("to", "of", "as", "off", "over")
        )

    def _all_the_time(self, place: int) -> bool:
        """ "all night", "every morning"."""
        return self.words[place].lower in ("all", "every") and self._counts_time(place)

    def _lasts(self, word: Word, follows: Word | None) -> bool:
        """A clause may end with this particle or adverb: "the ceiling fell in", not "fell in june"."""
        if word.lower in ("in", "over"):
            ends = follows is None or follows.kind in ("joint", "verb", "copula")
            return ends or (follows is not None and follows.lower in w.EN_JOINERS)
        if word.kind == "adverb" and word.lower not in w.EN_PARTICLES:
            return True
        crooked = follows is not None and follows.kind == "verb" and follows.lower.endswith("ed")
        return follows is None or (follows.kind not in OBJECTS and not crooked)
