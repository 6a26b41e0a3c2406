"""What may be named of an English utterance: its noun phrases as they were said, and what was said of them.

"Our cold store broke down" gives "your cold store that broke down", "you billed four pallets" gives "the pallets".
"""

import re

from assistant.domain import mention_words_en as w
from assistant.domain.guard import Lemma
from assistant.domain.mention_en_clauses import EnglishClauses
from assistant.domain.mention_en_heads import Head
from assistant.domain.mention_en_reading import read
from assistant.domain.mention_en_verbs import is_plural
from assistant.domain.mention_graph import START, Graph, State
from assistant.domain.mention_reading import Word

_NO = frozenset(
    {"not", "never", "don't", "doesn't", "didn't", "isn't", "aren't", "won't", "hasn't", "haven't", "can't"}
)
_PAY = re.compile(r"^(?:pay|pays|paid|paying|settled|settle)$")


class EnglishPaths(EnglishClauses):
    """Builds the graph of one utterance."""

    def build(self) -> Graph:
        """The graph, without dead ends. A noun alone says little: it may be named where there is nothing better."""
        if w.EN_ASIDES.search(self._said()) and len(self.words) < w.ASIDE:
            return self.graph
        heads = [head for place in range(len(self.words)) if (head := self._head(place))]
        for head in heads:
            self._phrase(head)
        if (graph := self.graph.pruned()).empty and not w.EN_ASIDES.search(self._said()):
            self.graph.finals |= {
                ("w", h.place, h.place, 1)
                for h in heads
                if h.begin < h.place
                and h.determiner not in ("a", "an")
                and self.words[h.place].kind == "content"
                and (h.determiner != "the" or self.words[h.place].lower not in w.EN_PERSONS)
                and not self._hangs(h)
                and self._may_stop(h.place)
            }
            graph = self.graph.pruned()
        return graph

    def _said(self) -> str:
        return " ".join(word.lower for word in self.words)

    def _may_stop(self, place: int) -> bool:
        """A phrase may end with this noun."""
        word, follows = self.words[place], self._next(place)
        grows = follows is not None and follows.kind in ("content", "participle")
        return word.kind == "content" and not word.lower.endswith("'s") and not grows and not self._goes_on(place)

    def _made_so(self, head: Head, place: int) -> bool:
        """ "makes the bakery unprofitable": what it is made hangs on the verb."""
        verb = self._before(head.begin)
        return (
            verb is not None and verb.lower in w.EN_MAKING and head.determiner not in ("a", "an") and place > head.place
        )

    def _hangs(self, head: Head) -> bool:
        """A preposition says where it was, or with whom."""
        before = self._before(head.begin)
        return before is not None and before.kind == "preposition"

    def _phrase(self, head: Head) -> None:
        article = ("d", head.place)
        self.graph.add(START, f" {head.determiner}", article)
        self._content(head, article, head.place, 1, set())
        self._unpaid(head)
        self._loss(head)

    def _content(self, head: Head, state: State, place: int, count: int, seen: set[tuple[int, int]]) -> None:
        after = ("w", head.place, place, count)
        self.graph.add(state, f" {self.words[place].text}", after)
        if (place, count) in seen:
            return
        seen.add((place, count))
        word, follows = self.words[place], self._next(place)
        goes_on = follows is not None and follows.kind in ("content", "participle")
        by = follows is not None and follows.lower == "by" and re.search(r"(?:ed|en|wn|ut)$", word.lower) is not None
        if count > 1 and self._may_stop(place) and not by and not self._made_so(head, place):
            self.graph.finals.add(after)
        if word.kind == "content":
            self._said_with_it(head, after, place)
            if not self._hedged(head.place):
                self._said_of_it(head, after, place)
                if not goes_on and (given := self._object_of(head, after, place)) is not None:
                    self._joined(head, given, place + 1, set())
        if follows is None:
            return
        if (follows.kind == "content" and (not is_plural(word) or word.kind == "participle")) or (
            follows.kind == "participle" and (word.kind == "participle" or word.lower.endswith("'s"))
        ):
            self._content(head, after, place + 1, 2, seen)
        elif (follows.lower == "by" and by) or (
            follows.lower in w.EN_INNER and word.kind == "content" and self._may_hang(head, follows)
        ):
            self._joined(head, after, place + 1, seen)

    def _may_hang(self, head: Head, preposition: Word) -> bool:
        """ "on site with the crane" is no site with a crane."""
        outer = self._before(head.begin)
        if outer is not None and preposition.lower == "with" and outer.lower in w.EN_JOINING:
            return False
        if preposition.lower == "of" or outer is None:
            return True
        if head.begin == head.place and outer.kind in ("verb", "participle"):
            return False  # "spits fat at the ladies"
        if outer.kind != "preposition":
            return True
        return head.begin < head.place and outer.lower not in ("by", "to", "from", "with")

    def _joined(self, head: Head, state: State, place: int, seen: set[tuple[int, int]]) -> None:
        """A preposition and what it brings: "in block C", "for the new lift"."""
        after_it = self._next(place)
        if after_it is not None and (self.words[place].lower, after_it.lower) in w.EN_ADVERBIALS:
            return
        if after_it is not None and self.words[place].lower == "without" and after_it.lower.endswith("ing"):
            return
        at: State = ("p", head.place, place, state)
        self.graph.add(state, f" {self.words[place].lower}", at)
        while (word := self._next(place)) is not None:
            place += 1
            if word.kind == "content" or (word.kind == "participle" and self._before(place) is not None):
                self._content(head, at, place, 2, seen)
                return
            if word.lower in w.EN_DEMONSTRATIVE and (after_it := self._next(place)) and after_it.kind == "determiner":
                continue
            if word.kind == "determiner":
                text = w.EN_POSSESSIVE.get(word.lower, word.lower)
                after: State = ("p", head.place, place, state)
                self.graph.add(at, f" {'the' if text in w.EN_DEMONSTRATIVE else text}", after)
                at = after
            elif word.lower not in ("last", "next"):
                return

    def _said_of_it(self, head: Head, state: State, place: int) -> None:
        follows = self._next(place)
        if follows is None:
            return
        if follows.kind == "copula" and "n't" not in follows.lower:
            inner = self._next(place + 1)
            if inner is not None and inner.lower in ("in", "on", "under", "at", "out"):
                self._joined(head, state, place + 1 + 1, set())
        if self._begins_clause(head.begin):
            self._relative(head, state, place)

    def _said_with_it(self, head: Head, state: State, place: int) -> None:
        """A clause that the speaker hung on it: "the screws you send us", "those doors that bang all night"."""
        follows = self._next(place)
        if follows is None:
            return
        at = place + 2 if follows.lower in ("that", "which", "who") else place + 1
        if at >= len(self.words) or self.words[at - 1].stop:
            return
        if self.words[at].kind == "pronoun":
            self._object_clause(head, state, place, at)
        elif at == place + 2 and self._tells(at, place):
            start: State = ("r", head.place, place)
            self.graph.add(state, self._joint(head, place), start)
            self._clause(start, at)

    def _tells(self, at: int, place: int) -> bool:
        """A verb of its own stands here, of the noun before "that"."""
        word, after = self.words[at], self._next(at)
        if word.lower == "never" and after is not None and after.kind == "participle":
            return True
        if word.kind in ("verb", "auxiliary", "copula"):
            return True
        return is_plural(self.words[place]) and word.kind == "content" and word.lemma == word.lower

    def _unpaid(self, head: Head) -> None:
        """ "the shops don't pay me the rent": "the unpaid rent"."""
        near: list[str] = []
        place = head.begin - 1
        while place >= 0 and not self.words[place].stop and len(near) < 4:
            if self.words[place].kind not in (
                "verb",
                "participle",
                "content",
                "auxiliary",
                "copula",
                "pronoun",
                "negation",
            ):
                break
            near.append(self.words[place].lower)
            place -= 1
        if self._hedged(head.place) or not any(map(_PAY.match, near)) or _NO.isdisjoint(near):
            return
        at: State = ("u", head.place)
        self.graph.add(START, f" {head.determiner if head.determiner not in ('a', 'an') else 'the'}", at)
        after: State = ("u", head.place, "unpaid")
        self.graph.add(at, " unpaid", after)
        self._content(head, after, head.place, 2, set())


def paths(utterance: str, lemma: Lemma) -> Graph:
    """All that may be named of an English utterance."""
    return EnglishPaths(read(utterance, lemma)).build()
