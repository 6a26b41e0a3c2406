"""What an Italian utterance says of a noun phrase: relative clauses, participles, who did or didn't do it."""

import re
from itertools import pairwise

from assistant.domain import mention_words_it as w
from assistant.domain.mention_graph import START, Graph, State
from assistant.domain.mention_it_heads import Head, ItalianHeads
from assistant.domain.mention_it_reading import ENDING, article_for, participle_of
from assistant.domain.mention_reading import Word

_FROM = {"il": "dal", "lo": "dallo", "la": "dalla", "i": "dai", "gli": "dagli", "le": "dalle", "l'": "dall'"}
_INTRANSITIVE = frozenset(
    {"funzionare", "suonare", "telefonare", "durare", "dormire", "bastare", "servire", "mancare", "arrivare", "tornare"}
    | {"partire", "uscire", "venire", "andare", "passare", "scadere", "costare", "lavorare", "rispondere", "toccare"}
)
LIGHT = frozenset({"fare", "dare", "mettere", "dire", "uscire", "venire", "prendere", "tenere"})
"""Verbs whose participle says too little alone: "il lavoro fatto", "il tecnico uscito"."""
LEAVING = frozenset({"lasciare", "trovare", "tenere", "avere", "mettere", "dare", "coprire"})
"""What is said of something after these verbs is told by another word: "avete lasciato il pozzetto aperto"."""
_TAKING = frozenset({"prendere", "fare", "dire", "aspettare", "guardare", "cercare", "provare", "chiamare"})
"""Verbs that mean too much: "ha preso il cancello" is no "cancello preso"."""
_HAVE = {"avete": "abbiamo", "abbiamo": "avete", "ho": "ha"}
_CLITICS = {"ci": "Vi", "mi": "Le", "vi": "ci"}
"""What was said of the speakers, as those say it who heard it."""
_MODAL = frozenset({"potere", "dovere", "volere", "riuscire", "essere", "avere", "sapere", "fare", "vedere", "capire"})


_GOING_ON = ("content", "participle", "determiner", "preposition", "adverb")


class ItalianClauses(ItalianHeads):
    """Adds to the graph what was said of a phrase."""

    def _hedged(self, place: int) -> bool:
        """It was supposed, wished or asked, not said to be so."""
        begin = place
        while begin > 0 and not self.words[begin - 1].stop:
            begin -= 1
        before = self.words[max(0, begin - 1) : place]
        since = any((one.lower, two.lower) == ("da", "quando") for one, two in pairwise(before))
        if not since and any(word.lower in w.IT_HEDGES for word in self.words[begin:place]):
            return True
        end = place
        while end < len(self.words) - 1 and not self.words[end].stop:
            end += 1
        return self.words[end].asks

    def _begins_clause(self, place: int) -> bool:
        before = self._before(place)
        return before is None or before.lower in w.IT_FILLERS

    def _relative(self, head: Head, state: State, place: int, verb_at: int) -> None:
        """ "i condomini non versano le quote": "i condomini che non versano le quote"."""
        if head.determiner in w.IT_INDEFINITE or verb_at >= len(self.words):
            return
        at: State = ("r", head.place, place)
        graph, before = Graph(), at
        place, word = verb_at, self.words[verb_at]
        if word.kind == "negation":
            before, place = self._step(graph, before, " non", place)
        word = self.words[place] if place < len(self.words) else word
        if (clitic := self._clitic(place)) is not None:
            before, place = self._step(graph, before, f" {clitic}", place)
        if place >= len(self.words) or not self._third_person(self.words[place], head.features):
            return
        verb = self.words[place]
        graph.add(before, f" {verb.lower}", ("v", head.place, place))
        self.graph.add(state, " che", at)
        for source, arcs in graph.arcs.items():
            for text, target in arcs:
                self.graph.add(source, text, target)
        self._clause(head, place)

    def _clitic(self, place: int) -> str | None:
        """The pronoun as the operator would say it; "mi ha lasciato la quietanza" is "Le ha lasciato"."""
        said = self.words[place].lower if place < len(self.words) else ""
        if said in ("si", "ci"):
            return "si" if said == "si" else "Vi"
        ahead = self.words[place + 1 : place + 4]
        given = len(ahead) == 3 and ahead[0].lower in ("ha", "hanno") and ahead[1].kind == "participle"
        return "Le" if said == "mi" and given and ahead[2].kind == "determiner" and not ahead[1].stop else None

    def _step(self, graph: Graph, before: State, text: str, place: int) -> tuple[State, int]:
        after: State = ("r", before, place)
        graph.add(before, text, after)
        return after, place + 1

    def _third_person(self, word: Word, features: str) -> bool:
        if word.kind not in ("verb", "auxiliary", "copula"):
            return False
        text = word.lower
        plural = text.endswith("no") and len(text) > 4
        if features[1:] == "p":
            return plural or text == "sono"
        return not plural and text[-1] in "aeèàòì" and not text.endswith(("ate", "ete", "ite"))

    def _clause(self, head: Head, place: int) -> None:
        """The clause goes on word by word as it was said, until something ends or the person would have to change."""
        state: State = ("v", head.place, place)
        object_open = False
        while True:
            word, follows = self.words[place], self._next(place)
            loose = self._loose(place)
            if not self._unfinished(place) and (
                (
                    (word.kind == "content" and object_open)
                    or (loose and word.kind == "participle" and word.lower not in w.IT_BEEN)
                )
                or word.lower in w.IT_LASTING
                or (loose and word.kind == "verb" and word.lemma not in _MODAL)
            ):
                self.graph.finals.add(state)
            doing = follows is not None and follows.kind == "verb" and word.lower in ("sta", "stanno")
            if follows is None or not (doing or follows.kind in _GOING_ON):
                return
            if follows.lower in w.IT_DEMONSTRATIVE:
                return
            place += 1
            object_open = object_open or follows.kind == "content"
            text = w.IT_POSSESSIVE.get(follows.lower, follows.text)
            space = "" if word.text.endswith("'") else " "
            self.graph.add(state, space + text, ("v", head.place, place))
            state = ("v", head.place, place)

    def _loose(self, place: int) -> bool:
        """Nothing that the verb acts on or that tells more stands right after this word."""
        follows = self._next(place)
        if follows is None:
            return True
        if follows.lower in ("tutti", "tutte", "tutto", "tutta", "ogni"):
            return any(word.lower in w.IT_TIMES for word in self.words[place + 2 : place + 4])
        if follows.lower in w.IT_DEFINITE:
            return any(word.lower in w.IT_TIMES for word in self.words[place + 2 : place + 3])
        return follows.kind in ("other", "negation", "pronoun") and follows.lower not in w.IT_REST

    def _unfinished(self, place: int) -> bool:
        """The clause goes on so that what is said up to here would be another thing."""
        word, follows = self.words[place], self._next(place)
        if follows is None:
            return False
        of_it = follows.lower in w.IT_OF | {"che"}
        before = self._before(place)
        compared = of_it and (
            word.lower in ("peggio", "meglio") or (before is not None and before.lower in ("più", "meno"))
        )
        said = any(not w.IT_SAYING.isdisjoint((one.lemma, one.lower)) for one in self.words[max(0, place - 5) : place])
        named_on = word.kind == "content" and (follows.lower in w.IT_OF or (said and follows.lower == "che"))
        before = self._before(place)
        if word.lemma in ("andare", "venire", "stare") and (before is None or before.kind != "negation"):
            return True
        if word.lemma in w.IT_SAYING or (word.kind in ("verb", "participle") and self._away(follows)):
            return True
        named_on = named_on or (word.kind == "content" and self._pair(place) in w.IT_ADVERBIALS)
        named_on = named_on or (self._to_whom(place) and word.kind in ("content", "participle"))
        named_on = named_on or re.match(r"(?:scors|pross)", follows.lower) is not None  # "l'autunno scorso"
        so = follows.lower in ("così", "tanto", "troppo") and not self.words[place + 1].stop
        named_on = named_on or (word.kind in ("content", "participle") and so)
        return self._cut(place) or compared or named_on or follows.kind in ("determiner", "content")

    def _away(self, word: Word) -> bool:
        """ "portato via": the verb alone would mean another thing."""
        return word.lower in w.IT_MANNER - w.IT_LASTING

    def _resumed(self, head: Head, state: State, place: int) -> None:
        """ "il contratto l'avevamo disdetto", "l'impianto che avete smontato": the noun with its participle."""
        pronoun = self._next(place)
        if pronoun is None or pronoun.lower not in ("l'", "lo", "la", "li", "le", "che") or "?" in head.features:
            return
        at = place + 1
        while (word := self._next(at)) is not None and word.lower in ("ci", "mi", "vi", "non"):
            if word.kind == "negation":
                return
            at += 1
        if word is None or word.lower not in w.IT_HAVE or word.lower in ("ha", "hanno", "aveva", "avevano"):
            return  # "il magazzino l'ha spedito": the noun did it
        done = self._next(at + 1)
        if done is not None and done.kind == "participle" and pronoun.lower == "che":
            self._told(state, place + 1, at + 2)
        if done is not None and done.kind == "participle" and done.lemma not in LEAVING:
            end: State = ("t", head.place, done.lower)
            self.graph.add(state, f" {done.lower[:-1]}{ENDING[head.features]}", end)
            self.graph.finals.add(end)

    def _told(self, state: State, place: int, done_at: int) -> None:
        """ "le batterie che ci avete dato": "le batterie che Vi abbiamo dato"."""
        said = [word.lower for word in self.words[place : done_at + 1]]
        if said[-2] not in _HAVE or any(word not in _CLITICS for word in said[1:-2]):
            return
        spoken = ["che", *(_CLITICS[word] for word in said[1:-2]), _HAVE[said[-2]], said[-1]]
        for text in spoken:
            after: State = ("c", state, text)
            self.graph.add(state, f" {text}", after)
            state = after
        self.graph.finals.add(state)

    def _done_to_it(self, head: Head, state: State) -> None:
        """ "abbiamo perso l'appalto": "l'appalto perso"; "non versano le quote": "le quote non versate"."""
        if "?" in head.features or head.determiner in w.IT_INDEFINITE or self.words[head.place].lower in w.IT_KIN:
            return
        at = head.begin - 1
        verb = self._before(head.begin)
        if verb is not None and verb.lower in ("tutto", "tutta", "tutti", "tutte"):
            at, verb = at - 1, self._before(at)
        if verb is None:
            return
        if self._pair(head.place) in w.IT_ADVERBIALS or self._cut(head.place):
            return
        if verb.kind == "participle" and verb.lemma not in LEAVING | _INTRANSITIVE | _TAKING:
            helper = at - 1
            while (before := self._at(helper)) is not None and before.kind == "adverb" and not before.stop:
                helper -= 1
            before = self._at(helper)
            if not self._acts_on_noun(verb, head, helper):
                return
            if before is None or before.lower not in w.IT_HAVE or self.words[helper].stop:
                if at < 1 or self.words[at - 1].lower != "mai":
                    return
                helper = at
            done, at = verb.lower[:-1] + ENDING[head.features], helper
        elif verb.kind == "verb" and verb.lemma not in _MODAL | LEAVING | _TAKING and self._takes(head, at):
            done = participle_of(verb.lemma, head.features)
        else:
            return
        self._done(head, state, done, at)

    def _acts_on_noun(self, verb: Word, head: Head, helper: int) -> bool:
        """Not on a pronoun: "li ha ripresi il vostro autista" tells who did it."""
        clitic = self._at(helper - 1)
        agrees = verb.lower[-1] in ("o", ENDING[head.features])
        return agrees and (clitic is None or clitic.lower not in ("lo", "la", "li", "le", "l'", "ne", "che", "chi"))

    def _takes(self, head: Head, at: int) -> bool:
        """The noun is what the verb acts on, not who acts: "non funziona la pulsantiera" tells by nothing."""
        verb = self.words[at]
        plural = verb.lower.endswith("no")
        first = (verb.lower.endswith("o") and not plural) or verb.lower.endswith("iamo")
        told = first or plural != (head.features[1] == "p") or self._has_subject(at)
        return verb.lemma not in _INTRANSITIVE and told

    def _has_subject(self, at: int) -> bool:
        """A noun stands right before the verb with its "non"."""
        place = at - 1
        while place > 0 and self.words[place].kind in ("negation", "pronoun") and not self.words[place].stop:
            place -= 1
        return place < at - 1 and self.words[place].kind == "content" and not self.words[place].stop

    def _done(self, head: Head, state: State, done: str, at: int) -> None:
        negated, place = False, at - 1
        while (before := self._at(place)) is not None and not before.stop and place >= at - 2:
            if before.kind == "negation" or before.lower == "mai":
                negated = True
                break
            place -= 1
        if not done or (not negated and self.words[at].kind == "verb"):
            return
        if negated:
            after: State = ("n", head.place, place, state)
            self.graph.add(state, f" {self.words[place].lower}", after)
            state = after
        end: State = ("t", head.place, done)
        self.graph.add(state, f" {done}", end)
        self.graph.finals.add(end)
        if negated:
            self._by(end, place)

    def _by(self, state: State, place: int) -> None:
        """Who didn't do it, where that stands right before: "dai condomini"."""
        subject, article = self._at(place - 1), self._at(place - 2)
        if subject is None or article is None or subject.kind != "content" or subject.stop or article.stop:
            return
        if (by := _FROM.get(article.lower)) is not None and self._begins_clause(place - 2):
            after: State = ("b", place, by)
            self.graph.add(state, f" {by}", after)
            end: State = ("b", place, subject.text)
            self.graph.add(after, ("" if by.endswith("'") else " ") + subject.text, end)
            self.graph.finals.add(end)

    def _loss(self, head: Head) -> None:
        """ "è morto mio fratello": "la perdita di Suo fratello"."""
        near = " ".join(word.lower for word in self.words[max(0, head.begin - 5) : head.place + 4])
        if self.words[head.place].lower not in w.IT_KIN or head.determiner not in w.IT_POSSESSIVE.values():
            return
        for noun, pattern in w.IT_LOSS.items():
            if pattern.search(near):
                article, of = ("loss", head.place, noun), ("loss", head.place, noun, "di")
                self.graph.add(START, f" {article_for(noun, 'ms' if noun == 'ricovero' else 'fs')}", article)
                self.graph.add(article, f" {noun}", of)
                self.graph.add(of, " di", ("loss", head.place))
        self.graph.add(("loss", head.place), f" {head.determiner}", ("loss", head.place, "whose"))
        end = ("loss", head.place, "end")
        self.graph.add(("loss", head.place, "whose"), f" {self.words[head.place].text}", end)
        self.graph.finals.add(end)
