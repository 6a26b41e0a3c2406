"""What an English utterance says of a noun phrase: relative clauses, participles, who did or didn't do it."""

from itertools import pairwise

from assistant.domain import mention_words_en as w
from assistant.domain.mention_en_ends import OBJECTS, EnglishEnds
from assistant.domain.mention_en_heads import Head
from assistant.domain.mention_graph import START, State
from assistant.domain.mention_reading import Word

_GIVING = frozenset(["hand", "send", "pass", "lend", "give", "pay"])
"""With whom it was given to, where that was said."""


class EnglishClauses(EnglishEnds):
    """Adds to the graph what was said of a phrase."""

    def _hedged(self, place: int) -> bool:
        """It was supposed, wished or asked, not said to be so."""
        begin, end = place, place
        while begin > 0 and not self.words[begin - 1].stop:
            begin -= 1
        while end < len(self.words) - 1 and not self.words[end].stop:
            end += 1
        said = [word.lower for word in self.words[begin:place]]
        return self.words[end].asks or not w.EN_HEDGES.isdisjoint(said) or ("so", "that") in pairwise(said)

    def _begins_clause(self, place: int) -> bool:
        before = self._before(place)
        return before is None or before.lower in w.EN_FILLERS

    def _joint(self, head: Head, place: int) -> str:
        noun = head.place
        while noun < place and self.words[noun + 1].kind in ("content", "participle"):
            noun += 1
        return " who" if self.words[noun].lower in w.EN_PERSONS else " that"

    def _relative(self, head: Head, state: State, place: int) -> None:
        """ "the leaseholders aren't paying": "the leaseholders who aren't paying"."""
        at = place + 1
        follows = self.words[at]
        if follows.kind == "adverb" and (after := self._next(at)) is not None and after.kind == "verb":
            follows = after
        if follows.kind not in ("verb", "auxiliary", "copula"):
            return
        if head.determiner == "our" and follows.lemma in w.EN_GRANTING:
            return
        start: State = ("r", head.place, place)
        self.graph.add(state, self._joint(head, place), start)
        self._clause(start, at)

    def _object_of(self, head: Head, state: State, place: int) -> State | None:
        """ "I don't recognise this invoice": "the invoice that you don't recognise".

        Where the verb asks to whom, and that was said, the state after which it follows is returned.
        """
        verb = self._before(head.begin)
        if verb is None or head.determiner in ("a", "an", "your") or not self._acts_on(verb):
            return None
        source = state
        for text in self._done_by(head.begin - 1):
            after: State = ("s", source, text)
            self.graph.add(source, f" {text}", after)
            source = after
        follows = self._next(place)
        if source == state or (verb.lemma in _GIVING and follows is not None and follows.lower == "to"):
            return None if source == state else source
        if self._cut(place) or (follows is not None and follows.kind in OBJECTS):
            return None
        if follows is not None and follows.kind == "adverb" and follows.lower in w.EN_PARTICLES:
            after = ("s", source, follows.lower)  # "you handed the keys back"
            self.graph.add(source, f" {follows.lower}", after)
            source = after
        self.graph.finals.add(source)
        return None

    def _acts_on(self, verb: Word) -> bool:
        """Not "you see the mushrooms need it"; and who owes what is not for a mention to say."""
        if verb.lower in w.EN_LIGHT or verb.lemma in w.EN_SAYING or verb.lemma in ("see", "owe"):
            return False
        whole = verb.kind in ("verb", "participle") or (verb.kind == "content" and verb.lemma == verb.lower)
        return whole or verb.lower == "did"

    def _done_by(self, at: int) -> list[str]:
        """ "that you don't recognise", of the verb at this place; empty where nobody is known to have done it."""
        said = [self.words[at].text]
        while (before := self._before(at)) is not None and before.kind in ("auxiliary", "adverb", "negation"):
            at -= 1
            if before.lower == "only":
                return []
            if before.kind != "adverb":
                said.append(before.lower)
        if before is None or before.kind != "pronoun" or before.lower in ("me", "us") or self._hedged(at):
            return []
        asked = self._before(at - 1)
        if asked is not None and asked.kind == "auxiliary":
            return []  # "can you resend the copy"
        return ["that", w.EN_PRONOUNS[before.lower], *reversed(said)]

    def _object_clause(self, head: Head, state: State, place: int, at: int) -> None:
        """ "the screws you send us": "the screws that we send you"."""
        if self.words[at].lower in ("me", "us"):
            return
        follows = self._next(at)
        had = follows is not None and follows.lower in ("had", "have")
        if follows is None or not (had or follows.kind in ("verb", "content", "participle")):
            return
        start: State = ("o", head.place, place)
        self.graph.add(state, " that", start)
        self._clause(start, at, gap=True)

    def _clause(self, state: State, place: int, gap: bool = False) -> None:
        """Word by word as it was said, persons changed, until something ends.

        `gap`: what the verb acts on is the noun before, so nothing of the kind comes after it.
        """
        said, verbs = 0, 0
        while True:
            word = self.words[place]
            text = self._changed(word, said == 0)
            if text is None:
                return
            after: State = ("v", state, place)
            self.graph.add(state, f" {text}", after)
            said += 1
            follows = self._next(place)
            if self._may_end(place, said, verbs > 0):
                self.graph.finals.add(after)
            owns = word.kind == "auxiliary" and follows is not None and follows.kind in (*OBJECTS, "number")
            verbs += owns or word.kind in ("verb", "participle")
            if follows is None or follows.kind in ("other", "number", "joint") or follows.lower in w.EN_FILLERS:
                return
            if gap and verbs and word.kind in ("verb", "participle", "pronoun") and follows.kind in OBJECTS:
                return
            if word.kind == "content" and follows.lower == "not":
                return
            told = word.kind == "content" or word.lower in ("after", "before", "since")
            if (told and follows.kind == "pronoun" and said > 1) or follows.lower == "as":
                return
            if word.kind in ("verb", "participle", "content") and self._says(word, follows):
                return
            if gap and verbs and follows.kind in ("auxiliary", "copula"):
                return
            helper = word.kind in ("auxiliary", "pronoun") or word.lower == "to"
            if follows.kind in ("auxiliary", "copula") and said > 1 and not helper:
                return
            passive = word.lower.endswith("ing") or word.lower in ("get", "gets", "got")
            if follows.kind == "verb" and verbs and not passive:
                return
            state, place = after, place + 1

    def _says(self, word: Word, follows: Word) -> bool:
        """What somebody says is a clause of its own: "the plumber says the pump is broken"."""
        return word.lemma in w.EN_SAYING and follows.kind != "preposition"

    def _changed(self, word: Word, subject: bool) -> str | None:
        if word.lower in w.EN_POSSESSIVE:
            return w.EN_POSSESSIVE[word.lower]
        if word.kind == "pronoun":
            if word.lower == "you" and not subject:
                return "us"
            return w.EN_PRONOUNS[word.lower]
        return word.text

    def _loss(self, head: Head) -> None:
        """ "I lost my dad": "the loss of your dad"."""
        near = " ".join(word.lower for word in self.words[max(0, head.begin - 5) : head.place + 5])
        if self.words[head.place].lower not in w.EN_KIN or head.determiner != "your" or not w.EN_LOSS.search(near):
            return
        state: State = START
        for text in ("the", "loss", "of", "your", self.words[head.place].text):
            after: State = ("loss", head.place, text)
            self.graph.add(state, f" {text}", after)
            state = after
        self.graph.finals.add(state)
