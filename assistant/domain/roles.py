"""Who does what to whom in a sentence: persons of verbs, pronouns and possessives, each with the word it goes with.

Persons are grammatical: 1 the speaker's side ("Le invio", "we send"), 2 the hearer's ("voi", "you"), 3 somebody else;
in Italian 3 is also the courteous form ("Lei mi invia"). Read as a customer's words, 1 and 2 change places.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from assistant.domain import guard_words as mention_words
from assistant.domain import role_words as words
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.reading import HUNG_IT, Reading, Word, root_of, stem_of

Part = Literal["does", "gets", "owns"]
Person = Literal[1, 2, 3]
_VERB = ("are", "ere", "ire", "rre")
_HUNG = re.compile(r"r(?:[mtcv][ei]|gli?e?)?(mi|le|la|ci|vi)$|r(me|ce|ve)(?:lo|la|li|ne)$")
_SELF = "self:"
"""Before the stem of what the speaker does to himself: "mi dico" isn't "mi dice"."""
_PARTICIPLE = re.compile(r".{2,}[ts][oaie]$")
_FLIP: dict[Person, Person] = {1: 2, 2: 1, 3: 3}
_TELLING = {lang: frozenset(stem_of(base, lang) for base in words.TELLING[lang]) for lang in LANGUAGES}
_REFLEXIVE = {lang: frozenset(stem_of(base, lang) for base in words.REFLEXIVE[lang]) for lang in LANGUAGES}
_KIND = {lang: frozenset(stem_of(base, lang) for base in words.KIND[lang]) for lang in LANGUAGES}


@dataclass(frozen=True)
class Role:
    """`person` does, gets or owns what `stem` names."""

    part: Part
    stem: str
    person: Person
    word: Word


@dataclass(frozen=True)
class Known:
    """The roles that a new text may hold: from texts of the operator's side, and the customer's words turned round."""

    pairs: frozenset[tuple[Part, str, Person]]

    @classmethod
    def of(cls, own: list[Reading], customers: list[Reading], verbs: frozenset[str] = frozenset()) -> "Known":
        pairs: set[tuple[Part, str, Person]] = {
            (role.part, role.stem, role.person) for reading in own for role in roles_in(reading, verbs)
        }
        for reading in customers:
            for role in roles_in(reading, verbs):
                pairs.add((role.part, role.stem, _FLIP[role.person]))
        return cls(frozenset(pairs))

    def persons(self, part: Part, stem: str) -> frozenset[Person]:
        return frozenset(person for p, s, person in self.pairs if (p, s) == (part, stem))


def verbs_in(readings: list[Reading]) -> frozenset[str]:
    """Roots of words that are verbs in at least one place: "verifica" is one where "verifichiamo" was said."""
    return frozenset(
        root_of(word.base) for reading in readings for word in reading.content if word.base.endswith(_VERB)
    )


def swapped(role: Role, known: Known, language: Language) -> bool:
    """Whether the role goes to the other side than in what is known of the same word."""
    persons = known.persons(role.part, role.stem)
    if role.part == "does":
        if role.stem in words.EITHER and role.person != 1:
            return False
        if role.person == 1:
            return bool(persons) and 1 not in persons and role.stem not in _KIND[language]
        return 1 in persons and persons.isdisjoint({2, 3})
    if role.person in persons:
        return False
    if role.part == "gets" and role.person == 1:
        allowed = _REFLEXIVE if role.stem.startswith(_SELF) else _TELLING
        return role.stem.removeprefix(_SELF) not in allowed[language]
    return bool(persons & {1, 2})


def undertaken(role: Role, known: Known, language: Language) -> bool:
    """Whether the speaker's side says to do something that nothing known speaks of as done by anybody."""
    new = role.part == "does" and role.person == 1 and not known.persons("does", role.stem)
    return new and role.stem not in _KIND[language]


def roles_in(reading: Reading, verbs: frozenset[str] = frozenset()) -> list[Role]:
    """All roles of a text. `verbs` are roots known to be verbs (Italian nouns may look like them)."""
    found = _italian(reading, verbs) if reading.language == "it" else _english(reading)
    return [*found, *_owners(reading)]


def _owners(reading: Reading) -> Iterator[Role]:
    owners = words.OWNERS[reading.language]
    tokens = reading.tokens
    for place, word in enumerate(tokens):
        person = owners.get(word.lower)
        if person is None:
            continue
        if reading.language == "it" and person == 2 and word.lower.startswith("su") and word.text.islower():
            continue  # "sua" may be anybody's; the courteous form has a capital
        clause = _until_stop(tokens[place + 1 : place + 4])
        owned = next((w for w in clause if w.stem), None)
        if owned is None and place and reading.language == "it":
            owned = tokens[place - 1] if tokens[place - 1].stem else None  # "da parte Sua"
        if owned:
            yield Role("owns", owned.stem, person, word)


def _until_stop(tokens: list[Word]) -> list[Word]:
    return list(takewhile(lambda word: word.kind != "stop", tokens))


def _english(reading: Reading) -> Iterator[Role]:
    subject: Person | None = None
    waiting = False
    last: Word | None = None
    tokens = reading.tokens
    for place, word in enumerate(tokens):
        ends = word.kind == "stop" and not word.text.startswith(",")
        if waiting and subject and (ends or word.lower in words.PREPOSITIONS_EN or word.lower == "let"):
            if word.lower == "let" or tokens[place - 1].lower == "do":
                # "what we can do for you", "I will let you know": no other word says it.
                yield Role("does", "let" if word.lower == "let" else "do", subject, word)
            waiting = False
        if word.kind == "stop":
            last = None
        if ends:
            subject, waiting = None, False
        elif _is_subject(tokens, place):
            subject, waiting = words.SUBJECTS_EN[word.lower], True
        elif word.lower in words.OBJECTS_EN:
            host = last or next((w for w in tokens[place + 1 : place + 4] if w.stem), None)
            person = words.OBJECTS_EN[word.lower]
            if person == subject == 1:
                yield Role("gets", _SELF + (host.stem if host else ""), person, word)
            elif host:
                yield Role("gets", host.stem, person, word)
        elif word.lower in ("and", "or", "but") and subject and _goes_on(tokens[place + 1 : place + 3]):
            waiting = True
        elif word.lower in words.OTHERS_EN and (word.lower != "it" or _has_verb(tokens[place + 1 : place + 2])):
            subject, waiting, last = None, False, None
        elif word.stem:
            last = word
            if waiting and subject and word.lower not in words.ADVERBS_EN:
                yield Role("does", word.stem, subject, word)
                waiting = False


def _is_subject(tokens: list[Word], place: int) -> bool:
    word = tokens[place].lower
    if word not in words.SUBJECTS_EN:
        return False
    if word != "you":
        return True
    # "you" is a subject at the beginning, after a joining word, or before an auxiliary or "'ll"; else an object.
    following = [t.lower for t in tokens[place + 1 : place + 2]]
    before = tokens[place - 1] if place else None
    if following and (following[0] in mention_words.AUXILIARIES["en"] or following[0].startswith("'")):
        return True
    if before is None or before.kind == "stop":
        return True
    return before.lower in words.BEFORE_SUBJECT_EN


def _has_verb(following: list[Word]) -> bool:
    """ "it is": a subject; "noting it and": an object."""
    return bool(following) and (bool(following[0].stem) or following[0].lower in mention_words.AUXILIARIES["en"])


def _goes_on(following: list[Word]) -> bool:
    """ "... and will send", "... and check the note": the same subject goes on with an auxiliary or another verb."""
    if not following:
        return False
    if following[0].lower in mention_words.AUXILIARIES["en"]:
        return True
    after = following[1].lower if len(following) > 1 else ""
    return bool(following[0].stem) and (after in mention_words.DETERMINERS["en"] or after in words.OBJECTS_EN)


def _italian(reading: Reading, verbs: frozenset[str]) -> Iterator[Role]:
    person: Person | None = None
    reach = 0
    tokens = reading.tokens
    for place, word in enumerate(tokens):
        reach = 0 if word.kind == "stop" else reach - 1
        found = _person(tokens, place, verbs)
        if found:
            # "La lascio scaricare", "resta sospesa": who lets, or what is so, isn't who does.
            passive = word.base in words.LETTING_IT or word.base in words.STATE_IT
            person, reach = (None if passive else found), 4
            if word.stem:
                yield Role("does", word.stem, found, word)
        elif person and reach > 0 and _goes_with(tokens, place):
            yield Role("does", word.stem, person, word)
        yield from _getters(tokens, place, verbs)


def _goes_with(tokens: list[Word], place: int) -> bool:
    """An infinitive or participle after its auxiliary."""
    word, before = tokens[place], tokens[place - 1].lower if place else ""
    if not word.stem or not word.base.endswith(_VERB) or before in words.ARTICLES_IT:
        return False
    return word.lower.startswith(word.base[:-1]) or _PARTICIPLE.match(word.lower) is not None


def _person(tokens: list[Word], place: int, verbs: frozenset[str]) -> Person | None:
    """The person of a finite verb at this place; None for anything else."""
    word = tokens[place]
    if word.kind != "word":
        return None
    if fixed := words.FINITE_IT.get(word.lower):
        return fixed
    is_verb = word.base.endswith(_VERB)
    if not word.stem or (is_verb and word.lower == word.base) or HUNG_IT.match(word.lower):
        return None
    if not is_verb and root_of(word.base) not in verbs:
        return None
    before = tokens[place - 1].lower if place else ""
    clitic = before in words.BOTH_IT and (is_verb or tokens[place - 1].text.istitle())
    if before in words.ARTICLES_IT and not (word.first or clitic):
        return None
    return _by_ending(word, before, is_verb)


def _by_ending(word: Word, before: str, is_verb: bool) -> Person | None:
    lower, root = word.lower, word.base[:-3] if is_verb else root_of(word.base)
    if lower.endswith(("iamo", "remo", "remmo", "vamo", "rò", "rei")):
        return 1
    if lower.endswith(("rebbe", "rebbero", "rà", "ranno", "ono", "ano")):
        return 3
    if lower.endswith(("ete", "reste", "ite")) or (lower.endswith("ate") and before in words.BEFORE_SECOND_IT):
        return 2 if before not in words.ARTICLES_IT else None
    present_first = lower in (f"{root}o", f"{root}isco", f"{root}ho")
    if _PARTICIPLE.match(lower) and not present_first and lower not in (f"{root}a", f"{root}e", f"{root}i"):
        return None
    if lower.endswith(("ando", "endo", "are", "ere", "ire", "rre")) and not present_first:
        return None
    if lower.endswith("o"):
        return 1
    return 3 if lower.endswith(("a", "e", "i")) else None


def _getters(tokens: list[Word], place: int, verbs: frozenset[str]) -> Iterator[Role]:
    """Clitic and stressed pronouns with the verb or noun they belong to; pronouns hung on an infinitive."""
    word = tokens[place]
    clitic = words.CLITICS_IT.get(word.lower)
    if clitic and (clitic == 1 or word.text[0].isupper() or word.lower in ("vi", "ve")):
        host = next((w for w in tokens[place + 1 : place + 6] if w.stem), None)
        # "ci risentiamo": the speaker with somebody, not somebody to the speaker.
        together = word.lower in ("ci", "ce") and host is not None and host.lower.endswith(("iamo", "remo"))
        # "La caldaia" begins with an article, "La ringrazio" with a pronoun.
        article = word.first and clitic == 2 and host is not None and not host.base.endswith(_VERB)
        himself = clitic == 1 and host is not None and _person(tokens, tokens.index(host), verbs) == 1
        if host and not together and not article:
            yield Role("gets", _SELF + host.stem if himself else host.stem, clitic, word)
    if word.stem and word.base.endswith("re") and (hung := _HUNG.search(word.lower)):
        pronoun = hung[1] or hung[2]
        if words.CLITICS_IT[pronoun] == 1 or pronoun == "vi" or word.text.endswith(("La", "Le")):
            yield Role("gets", word.stem, words.CLITICS_IT[pronoun], word)
    stressed = words.STRESSED_IT.get(word.lower)
    before = tokens[place - 1] if place else None
    if stressed and before and before.lower in words.PREPOSITIONS_IT:
        host = next((w for w in reversed(tokens[max(0, place - 6) : place]) if w.stem or w.kind == "stop"), None)
        if host and host.stem:
            yield Role("gets", host.stem, stressed, word)
