"""Decides whether a narrative of a note or a follow-up e-mail says no more than its sources.

Sources are the note's typed items and quotes of the call. Figures are compared by value, words by stem, and who does
what by whose source the words come from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

from assistant.domain import guard_text_words as words
from assistant.domain.guard import is_number_word, is_relative_date, normalise, tokens
from assistant.domain.money import Language
from assistant.domain.reading import Reading, Word, supported
from assistant.domain.roles import Known, roles_in, swapped, undertaken, verbs_in
from assistant.domain.text_checks import (
    TextReason,
    TextViolation,
    Tools,
    at,
    check_debris,
    check_language,
    check_names,
    check_opposites,
    check_phrases,
    check_register,
    check_words,
    found,
    stems_of,
)
from assistant.domain.text_values import Value, same_value, value_of, values_in

MAX_SENTENCES = 3
MAX_NARRATIVE, MAX_EMAIL = 600, 1_500
"""Characters."""
_QUOTE = re.compile(r"[«“\"]([^«»“”\"]+)[»”\"]")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]?")
_STARTS = frozenset(["e", "ed", "ma", "mentre", "che", "and", "but", "while", "that"])
Side = Literal["customer", "operator", "record"]


@dataclass(frozen=True)
class Source:
    """What a text may rest on: a quote (`speaker` said it) or a typed item (`record`).

    `figures` are the item's own, as machines write them: `"250.00"`, an ISO date, a reference number.
    """

    text: str
    speaker: Side = "record"
    figures: tuple[str, ...] = ()


def check_narrative(text: str, sources: Sequence[Source], language: Language, tools: Tools) -> list[TextViolation]:
    """Why the narrative may not stand in a note; empty if it may."""
    check = _Check(text, sources, language, tools, words.NARRATION[language])
    return list(chain(check.figures(), check.common(), check.told(), check.contents(), check.attribution()))


def check_email(text: str, sources: Sequence[Source], language: Language, tools: Tools) -> list[TextViolation]:
    """Why the e-mail (greeting, body, closing) may not be sent; empty if it may."""
    check = _Check(text, sources, language, tools, words.NARRATION[language] | words.EMAIL[language])
    return list(chain(check.figures(), check.common(), check.letter(), check.contents(), check.roles()))


class _Check:
    def __init__(
        self, text: str, sources: Sequence[Source], language: Language, tools: Tools, free: frozenset[str]
    ) -> None:
        self.language, self.tools, self.sources = language, tools, sources
        self.all = normalise(" . ".join(source.text for source in sources))
        self.text = self._without_quotes(normalise(text).strip())
        self.new = Reading(self.text, language, tools.lemma)
        self.readings = [Reading(source.text, language, tools.lemma) for source in sources]
        self.free = stems_of(free | words.SAFE[language], language, tools.lemma)
        self.values = values_in(self.text, language)
        self.known_values = [_values_of(source, language) for source in sources]

    def _without_quotes(self, text: str) -> str:
        """Words in quotes that a source holds word for word are the source's."""
        said = self.all.lower()
        return _QUOTE.sub(lambda m: m.group(1) if m.group(1).strip(" .,").lower() in said else m.group(), text)

    def figures(self) -> Iterator[TextViolation]:
        every = frozenset().union(*self.known_values)
        for value in self.values:
            if not same_value(value, every):
                yield self._figure(value)
        yield from self._mixed()
        spoken = {token for source in self.sources for token in tokens(source.text.lower(), self.language)}
        for word in self.new.tokens:
            inside = any(value.start <= word.start < value.end for value in self.values)
            if word.kind != "word" or inside or word.lower in spoken:
                continue
            if is_number_word(word.lower, self.language) and word.lower != "one":
                yield at("number", word)
            elif is_relative_date(word.lower, self.language) and word.lower != "entro":
                yield at("date", word)
        for violation in found("date", words.DATES[self.language].finditer(self.text)):
            if violation.text.lower() not in self.all.lower():
                yield violation

    def _figure(self, value: Value) -> TextViolation:
        reason: TextReason = "date" if value.kind == "date" else "number"
        return TextViolation(reason, self.text[value.start : value.end], value.start, value.end)

    def _mixed(self) -> Iterator[TextViolation]:
        """Two figures beside each other of which each source holds one only, though it holds another of that kind."""
        for sentence in _SENTENCE.finditer(self.text):
            inside = [value for value in self.values if sentence.start() <= value.start < sentence.end()]
            for one, two in pairwise(inside):
                if one.kind != two.kind and not self._fit(one, two):
                    yield self._figure(two)

    def _fit(self, one: Value, two: Value) -> bool:
        return self._stand_together(one, two) and self._stand_together(two, one)

    def _stand_together(self, one: Value, two: Value) -> bool:
        """No source that holds `one` has another figure of the kind of `two` in its place."""
        holding = [known for known in self.known_values if same_value(one, known)]
        rivals = any(_kind(value) == two.kind for known in holding for value in known)
        return not rivals or any(same_value(two, known) for known in holding)

    def common(self) -> Iterator[TextViolation]:
        yield from check_names(self.new, self.readings)
        yield from check_phrases(self.text, self.all, self.language)
        yield from check_debris(self.text, "")
        yield from check_language(self.text, self.language, self.tools)

    def told(self) -> Iterator[TextViolation]:
        """At most three sentences, in the third person."""
        sentences = [s for s in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ù])", self.text) if s.strip()]
        if len(sentences) > MAX_SENTENCES or len(self.text) > MAX_NARRATIVE or not self.new.content:
            yield TextViolation("length", self.text, 0, len(self.text))
        yield from found("person", words.FIRST_OR_SECOND[self.language].finditer(self.text))
        yield from found("question", re.finditer(r"\?", self.text))

    def letter(self) -> Iterator[TextViolation]:
        if len(self.text) > MAX_EMAIL:
            yield TextViolation("length", self.text, 0, len(self.text))
        if not words.GREETING[self.language].match(self.text) or not words.CLOSING[self.language].search(
            self.text[-80:]
        ):
            yield TextViolation("length", self.text, 0, len(self.text))
        if self.language == "it":
            customers = {t for s in self.sources if s.speaker == "customer" for t in tokens(s.text.lower(), "it")}
            yield from check_register(self.text, "", plural=not words.WE.isdisjoint(customers))

    def contents(self) -> Iterator[TextViolation]:
        known = frozenset().union(self.free, *(reading.stems for reading in self.readings))
        yield from check_words(self.new, known, self.all)
        yield from check_opposites(self.text, self.all, self.language)
        denied = frozenset().union(*(reading.denied for reading in self.readings))
        affirmed = frozenset().union(*(reading.affirmed for reading in self.readings))
        for negation in self.new.negations:
            if not negation.among(denied):
                yield at("negation", negation.word)
        for stem in sorted((denied - affirmed) & (self.new.affirmed - self.new.denied)):
            yield TextViolation("negation", stem)

    def attribution(self) -> Iterator[TextViolation]:
        """Words told of one side that only the other side's sources hold."""
        sides = {side: self._stems(side) for side in ("customer", "operator")}
        for subject, side, clause in self._clauses():
            other = "operator" if side == "customer" else "customer"
            said = [word.stem for word in clause if word.stem and word.stem not in self.free]
            said += [value.value for value in self.values if clause and clause[0].start <= value.start < clause[-1].end]
            own = sum(supported(stem, sides[side]) for stem in said)
            strange = sum(supported(stem, sides[other]) and not supported(stem, sides[side]) for stem in said)
            if strange > own:
                yield at("roles", subject)

    def _stems(self, side: str) -> frozenset[str]:
        """What a side's quotes say, and the items that name it; items that name neither count for both."""
        stems: frozenset[str] = frozenset()
        for source, reading, values in zip(self.sources, self.readings, self.known_values, strict=True):
            named = _owners(reading)
            if source.speaker == side or (source.speaker == "record" and (side in named or not named)):
                stems |= reading.stems | values
        return stems

    def _clauses(self) -> Iterator[tuple[Word, str, list[Word]]]:
        """Each stretch that is told of the customer or the operator: from the word that names them to the next stop."""
        subject: Word | None = None
        clause: list[Word] = []
        start = True
        for word in self.new.tokens:
            role = words.ROLES[self.language].get(word.lower)
            ends = word.kind == "stop" and word.text.strip() not in (",", "(", ")")
            if subject and (ends or (role and start)):
                yield subject, words.ROLES[self.language][subject.lower], clause
                subject, clause = None, []
            if role and start:
                subject = word
            elif subject:
                clause.append(word)
            start = ends or word.kind == "stop" or word.lower in _STARTS or (start and not word.stem and not role)
        if subject:
            yield subject, words.ROLES[self.language][subject.lower], clause

    def roles(self) -> Iterator[TextViolation]:
        """An e-mail speaks as the operator to the customer."""
        pairs = list(zip(self.sources, self.readings, strict=True))
        own = [reading for source, reading in pairs if source.speaker == "operator"]
        customers = [reading for source, reading in pairs if source.speaker == "customer"]
        verbs = verbs_in(self.readings)
        known = Known.of(own, customers, verbs)
        items = Reading(
            " . ".join(s.text for s in self.sources if s.speaker == "record"), self.language, self.tools.lemma
        )
        for role in roles_in(self.new, verbs):
            if role.stem in self.free and not known.persons(role.part, role.stem):
                continue
            if swapped(role, known, self.language):
                yield at("roles", role.word)
            elif undertaken(role, known, self.language) and not supported(role.stem, items.stems):
                yield at("promise", role.word)


def _owners(reading: Reading) -> frozenset[str]:
    """Whose an item is: "promessa del cliente", "request by the customer", not "richiamare il cliente"."""
    roles, belonging = words.ROLES[reading.language], words.BELONGING[reading.language]
    tokens = [word for word in reading.tokens if word.kind == "word"]
    return frozenset(
        roles[word.lower]
        for place, word in enumerate(tokens)
        if word.lower in roles
        and (not place or any(near.lower in belonging for near in tokens[max(0, place - 2) : place]))
    )


def _values_of(source: Source, language: Language) -> frozenset[str]:
    read = {value.value for value in values_in(source.text, language)}
    return frozenset(read | {value_of(figure) for figure in source.figures})


def _kind(value: str) -> str:
    if re.fullmatch(r"(?:\d{4}|-)-\d{2}-\d{2}", value):
        return "date"
    return "number" if re.fullmatch(r"\d+(?:\.\d+)?", value) else "code"
