"""What may be named of an Italian utterance: its noun phrases as they were said, and what was said of them.

"La cella frigo è rotta" gives "la cella frigo rotta", "i condomini non versano le quote" gives "i condomini che non
versano le quote" and "le quote non versate dai condomini". Articles, elisions and articulated prepositions agree.
"""

from assistant.domain import mention_words_it as w
from assistant.domain.guard import Lemma
from assistant.domain.mention_graph import START, Graph, State
from assistant.domain.mention_it_clauses import LEAVING, LIGHT, ItalianClauses
from assistant.domain.mention_it_heads import Head
from assistant.domain.mention_it_reading import FEATURES, guess_features, read
from assistant.domain.mention_reading import Word

_INNER = w.IT_PREPOSITIONS - {"fra", "tra"}
_MEASURING = frozenset({"durare", "costare", "pesare", "bastare", "servire"})


class ItalianPaths(ItalianClauses):
    """Builds the graph of one utterance."""

    def build(self) -> Graph:
        """The graph, without dead ends. A noun alone says little: it may be named where there is nothing better."""
        aside = w.IT_ASIDES.search(" ".join(word.lower for word in self.words)) is not None
        if aside and len(self.words) < w.ASIDE:
            return self.graph
        heads = [head for place in range(len(self.words)) if (head := self._head(place))]
        for head in heads:
            self._phrase(head)
        if (graph := self.graph.pruned()).empty:
            alone = [h for h in heads if h.begin < h.place and not (aside or h.inside or self._by_the_way(h.begin))]
            alone = [h for h in alone if not self._cut(h.place) and not self._of_number(h.place)]
            alone = [h for h in alone if not self._not_even(h) and self._kind_at(h.place + 1) != "content"]
            definite = [h for h in alone if h.determiner not in w.IT_INDEFINITE]
            self.graph.finals |= {("w", h.place, h.place, 1) for h in definite or alone}
            graph = self.graph.pruned()
        return graph

    def _not_even(self, head: Head) -> bool:
        """ "neanche una piantina" is none, "una pila di lettere vostre" no "pila"."""
        before = self._before(head.begin)
        if before is not None and before.lower in w.IT_WHEN:
            return True
        part = self._pair(head.place)[0] in w.IT_OF
        return head.determiner in w.IT_INDEFINITE and (part or (before is not None and before.kind == "adverb"))

    def _by_the_way(self, place: int) -> bool:
        """ "per chiudere la partita" says what something would be for, "questa è una panetteria" what it is."""
        verb, joint = self._before(place), self._before(place - 1)
        purpose = joint is not None and joint.lower == "per" and verb is not None and verb.lemma == verb.lower
        return purpose or (verb is not None and verb.kind == "copula")

    def _phrase(self, head: Head) -> None:
        state: State = START
        for piece in head.determiner.split():
            after: State = ("d", head.place, piece)
            self.graph.add(state, f" {piece}", after)
            state = after
        space = "" if head.determiner.endswith("'") else " "
        first = ("w", head.place, head.place, 1)
        self.graph.add(state, space + self.words[head.place].text, first)
        self._walk(head, head.place, 1, set())
        self._loss(head)

    def _walk(self, head: Head, place: int, count: int, seen: set[tuple[int, int]]) -> None:
        """Go on from a word of the phrase; `count` is 1 while it is the only word that says something."""
        if (place, count) in seen:
            return
        seen.add((place, count))
        state = ("w", head.place, place, count)
        ahead = self._next(place)
        leads = self.words[place].kind == "participle" and ahead is not None and ahead.kind == "content"
        leads = leads or self._leaves(place)
        if count > 1 and not leads and not self._cut(place) and not self._of_more(head, place):
            self.graph.finals.add(state)
        place = self._passing(place)
        self._said_of_it(head, place, state, seen)
        follows = self._next(place)
        if follows is None:
            return
        twice = follows.kind == "participle" and self.words[place].kind == "participle" and not self._leaves(place)
        if follows.kind in ("content", "participle") and not twice and self._joins(head, place + 1):
            self.graph.add(state, f" {follows.text}", ("w", head.place, place + 1, 2))
            self._walk(head, place + 1, 2, seen)
        elif follows.kind == "preposition" and follows.lower in _INNER:
            self._joined(head, state, place + 1, seen)

    def _leaves(self, place: int) -> bool:
        """ "le scale lasciate bagnate": how it was left belongs to it."""
        word, ahead = self.words[place], self._next(place)
        done = word.kind == "participle" and word.lemma in LEAVING
        return done and ahead is not None and ahead.kind in ("content", "participle")

    def _of_more(self, head: Head, place: int) -> bool:
        """ "in casa di riposo": what stands after a preposition isn't parted from what goes with it."""
        inner, pair, follows = self._before(place), self._pair(place), self._next(place)
        if inner is None or follows is None or inner.kind not in ("preposition", "determiner"):
            return False
        if follows.kind == "content":
            return self._joins(head, place + 1)
        return (
            pair[0] in w.IT_OF and pair not in w.IT_ADVERBIALS and self._kind_at(place + 2) in ("content", "determiner")
        )

    def _of_number(self, place: int) -> bool:
        """ "le spese di tre condomini" aren't "le spese"."""
        return self._pair(place)[0] in w.IT_OF and self._kind_at(place + 2) == "number"

    def _passing(self, place: int) -> int:
        """Over what can't be repeated: "da mille", "per me"."""
        while (follows := self._next(place)) is not None and follows.kind == "preposition":
            after = self._next(place + 1)
            if after is None or (after.kind != "number" and after.lower not in ("me", "noi")):
                break
            counted = self._next(place + 2)
            told = counted is not None and counted.kind in ("content", "participle")
            if after.kind == "number" and (told or after.lower == "mezzo"):
                break
            place += 2
        return place

    def _joins(self, head: Head, place: int) -> bool:
        """An adjective, participle or noun goes on with the phrase; a participle must agree with its noun."""
        word = self.words[place]
        if word.text[0].isupper() or word.lower in w.IT_INVARIABLE or word.lower[-1] in "bcdfghlmnprstxz":
            return True
        return word.lower[-1] in "oaieàèùò" and self._agrees(word, self._features_near(head, place))

    def _features_near(self, head: Head, place: int) -> str:
        """Of the noun just before, as far as its article shows them; else the head's."""
        before = self._at(place - 2)
        if place - 1 != head.place and before is not None:
            article = w.IT_ARTICULATED.get(before.lower, before.lower)
            if article in FEATURES:
                return FEATURES[article]
            guessed = guess_features(self.words[place - 1].text, self.words[place - 1].lemma)
            return guessed or "??"
        return head.features

    def _agrees(self, word: Word, features: str) -> bool:
        """Its ending goes with gender and number, where those are known; "-e" goes with either gender."""
        last = word.lower[-1]
        if features[1:] == "s":
            return last in {"m": "oe", "f": "ae"}.get(features[0], "oae") or last in "àùè"
        if features[1:] == "p":
            return last in {"m": "i", "f": "ei"}.get(features[0], "ie")
        return True

    def _joined(self, head: Head, state: State, place: int, seen: set[tuple[int, int]]) -> None:
        """A preposition and what it brings: "della scala", "con il vostro tecnico"."""
        verb = self._before(head.begin)
        after_it = self._next(place)
        if after_it is not None and (self.words[place].lower, after_it.lower) in w.IT_ADVERBIALS:
            return
        done = verb is not None and verb.kind == "participle"
        if done and self.words[place].lower in ("con", "col", "coi"):
            return
        acts = verb is not None and verb.kind in ("verb", "participle")
        if self.words[place].lower in w.IT_OF_VERBS and (acts or (head.inside and self.words[place].lower == "per")):
            return  # "ho mandato le foto al magazzino": it belongs to the verb
        at: State = ("p", head.place, place, state)
        self.graph.add(state, f" {self.words[place].lower}", at)
        text, word = self.words[place].lower, self._next(place)
        while word is not None:
            place += 1
            space = "" if text.endswith("'") else " "
            if word.kind in ("content", "participle"):
                self.graph.add(at, space + word.text, ("w", head.place, place, 2))
                self._walk(head, place, 2, seen)
                return
            if word.kind == "determiner" and word.lower not in w.IT_DEMONSTRATIVE:
                text = w.IT_POSSESSIVE.get(word.lower, word.lower)
                after: State = ("p", head.place, place, state)
                self.graph.add(at, space + text, after)
                at = after
            else:
                return
            word = self._next(place)

    def _said_of_it(self, head: Head, place: int, state: State, seen: set[tuple[int, int]]) -> None:
        follows = self._next(place)
        if head.inside:
            outer = self._before(head.begin)
            if follows is not None and follows.lower == "che" and (outer is None or outer.kind != "content"):
                self._resumed(head, state, place)
            return
        if follows is not None and follows.lower == "che" and not self.words[place + 1].stop:
            self._relative(head, state, place, place + 2)
        if self._hedged(head.place):
            return
        if self.words[place].kind != "participle" and (
            follows is None or follows.kind not in ("content", "participle")
        ):
            if not self._cut(place):
                self._done_to_it(head, state)
            self._resumed(head, state, place)
        if (follows := self._next(place)) is None:
            return
        at, negated = place + 1, follows.kind == "negation"
        if negated:
            if (after := self._next(at)) is None:
                return
            at, follows = at + 1, after
        supposed = follows.lower in ("era", "erano") and any(word.lower == "invece" for word in self.words)
        if supposed:
            return
        told = follows.lower.startswith("risult")  # "risulta pagata" is what papers say, not so for sure
        if follows.kind == "copula" and head.features != "??" and not told:
            self._predicate(head, (state, negated), at, seen)
        if self._begins_clause(head.begin):
            self._relative(head, state, place, place + 1)

    def _predicate(self, head: Head, where: tuple[State, bool], at: int, seen: set[tuple[int, int]]) -> None:
        """ "la cella è rotta": "la cella rotta"."""
        state, negated = where
        word = self._next(at)
        while word is not None and (
            (word.kind == "adverb" and word.lower not in w.IT_DEGREE) or word.lower in w.IT_BEEN
        ):
            at += 1
            word = self._next(at)
        gone = self.words[at].lower.startswith("andat")
        if word is None or (gone and word.kind == "preposition"):
            return
        if word.kind == "preposition" and not negated and word.lower in _INNER - {"d'", "di", "da", "per"}:
            self._joined(head, state, at + 1, seen)
            return
        follows = self._next(at + 1)
        ends = follows is None or follows.kind not in ("content", "participle")
        if word.kind not in ("content", "participle") or not ends or not self._agrees(word, head.features):
            return
        if word.lower[-1] not in "oaie" or head.features[0] == "?" or word.lemma in LIGHT | _MEASURING:
            return
        dead = self.words[head.place].lower in w.IT_KIN and word.lemma in w.IT_DYING
        if dead or self._told_by_manner(at + 1):
            return
        if negated:
            self.graph.add(state, " non", ("n", head.place, at, state))
            state = ("n", head.place, at, state)
        self.graph.add(state, f" {word.lower}", ("q", head.place, at + 1))
        self.graph.finals.add(("q", head.place, at + 1))

    def _told_by_manner(self, place: int) -> bool:
        """ "montata male", "tornato indietro", "nato prima del tempo": the participle alone says something else."""
        pair = self._pair(place)
        if pair in w.IT_ADVERBIALS or pair[0] in w.IT_MANNER | w.IT_DEGREE | w.IT_OF or self._to_whom(place):
            return True
        return pair[0] in w.IT_TELLING or self._with_number(place)


def paths(utterance: str, lemma: Lemma) -> Graph:
    """All that may be named of an Italian utterance."""
    return ItalianPaths(read(utterance, lemma)).build()
