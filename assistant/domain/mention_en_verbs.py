"""Finds the verbs among English words that may as well be nouns, by where they stand.

"The lift shakes" and "the service charges are high": a noun that begins a clause needs a verb, and where none follows
its words, the last of them that may be one is it. What may be one and isn't known for sure can't be named.
"""

from dataclasses import replace

from assistant.domain import mention_words_en as w
from assistant.domain.mention_reading import Word

_FINITE = ("verb", "auxiliary", "copula")
_GROUP = ("content", "number", "participle")
_NOUN_GOES_ON = w.EN_INNER - {"under", "against", "without"}
_GIVEN = frozenset({"me", "us", "you", "for", "to"})
"""To or for whom it was done."""


def settled(words: list[Word]) -> list[Word]:
    """The words with their classes, verbs told from nouns."""
    found = list(words)
    for place in range(len(found)):
        if _begins_subject(found, place):
            _settle_subject(found, place)
        _settle_gap(found, place)
    return found


def is_plural(word: Word) -> bool:
    """A plural that shows by its ending."""
    lower = word.lower
    return lower.endswith("s") and "'" not in lower and word.lemma != lower and lower not in w.EN_SINGLE_S


def _begins_subject(words: list[Word], place: int) -> bool:
    """A noun phrase begins here that something is going to be said of."""
    if words[place].kind not in ("determiner", *_GROUP):
        return False
    before = _before(words, place)
    starts = words[place].kind == "determiner"
    if before is not None and before.lower in w.EN_FILLERS | w.EN_JOINERS:
        return before.lower != "that" or starts
    if before is not None and before.kind == "adverb" and starts:
        before = _before(words, place - 1)  # "frankly the cabling looks odd"
    if before is None or before.kind == "joint":
        return True
    if before.lower in w.EN_TIMES or (before.kind == "content" and not before.lower.endswith("ing")):
        return starts  # "the day the boiler broke", "telling your office our gate closes"
    if before.kind == "copula" and words[place].lower == "all":
        return True  # "that is all the stall earns"
    if before.lower in w.EN_INVERTING:
        return starts  # "which period does the bill cover"
    if before.lower in {"his", "her"} | w.EN_CAUSING:
        return True
    outer = _before(words, place - 1)
    if before.lower in w.EN_INDEFINITE:
        return outer is None or outer.lower in w.EN_JOINERS | w.EN_FILLERS  # "every seam of the roof leaks"
    if before.lower.endswith("ing") and outer is None:
        return True  # "hiring a plotter costs us a lot"
    if before.kind == "pronoun":
        return outer is not None and outer.lemma in w.EN_SAYING  # "told us the contract ends"
    return before.lemma in w.EN_SAYING


def _settle_subject(words: list[Word], place: int) -> None:
    """The chain of nouns from here, "the sensor on the barrier", and the verb at its end."""
    while True:
        begin = place
        while words[place].kind == "determiner" and _after(words, place) is not None:
            place += 1
        first = place
        while words[place].kind in _GROUP and (follows := _after(words, place)) is not None and follows.kind in _GROUP:
            place += 1
        if words[place].kind not in _GROUP:
            return
        if _settle_group(words, first, place, bare=begin == first):
            return
        follows = _after(words, place)
        if follows is None or follows.kind != "preposition" or place + 2 >= len(words) or words[place + 1].stop:
            return
        place += 2
        if words[place].kind not in ("determiner", *_GROUP):
            return


def _settle_group(words: list[Word], first: int, last: int, bare: bool) -> bool:
    """True where the verb was found among words that stand together, or may be."""
    if _told_later(words, last):
        return False
    end = last - 1 if _is_object(words, last) else last
    acting = [place for place in range(end, first, -1) if _may_act(words, place)]
    acting = [place for place in acting if not _mostly_noun(words, place, last)]
    sure = [place for place in acting if words[place].lower in w.EN_UNMARKED or words[place].lemma in w.EN_ACTS]
    if acting:
        place = (sure or acting)[-1]
        clear = bool(sure) and (len(sure) < 2 or words[place].lower not in w.EN_NOUNS_MOSTLY)
        words[place] = replace(words[place], kind="verb" if clear else "other")
        return True
    word = words[first]
    if bare and word.kind == "content" and word.lower == word.lemma and word.lower in w.EN_ACTS:
        words[first] = replace(word, kind="verb")
        return True
    return False


def _may_act(words: list[Word], place: int) -> bool:
    word, before, follows = words[place], words[place - 1], _after(words, place)
    lower = word.lower
    if word.kind != "content" or before.kind == "participle" or "'" in lower:
        return False
    if lower in w.EN_UNMARKED:
        return True
    asked = _inverted(words, place) and (follows is None or follows.kind not in _FINITE)
    # "would a standing order suit you", "let the contract roll over"
    many = is_plural(before) or before.lower in w.EN_MANY
    if (many or asked) and lower == word.lemma and lower in w.EN_ACTS:
        return True
    return is_plural(word) and (not many or _acted_on(words, place))


def _inverted(words: list[Word], place: int) -> bool:
    """The noun stands after what asks or lets it do something."""
    inverting = w.EN_INVERTING | w.EN_CAUSING
    while (before := _before(words, place)) is not None and before.lower not in inverting:
        if before.kind not in ("determiner", *_GROUP):
            return False
        place -= 1
    return before is not None


def _mostly_noun(words: list[Word], place: int, last: int) -> bool:
    """ "the service charges for the lift"; "the belt slips under them" tells where."""
    follows = _after(words, place)
    where = follows is not None and follows.kind in ("preposition", "adverb") and follows.lower not in _NOUN_GOES_ON
    return words[place].lower in w.EN_NOUNS_MOSTLY and place == last and not where and not _acted_on(words, place)


def _acted_on(words: list[Word], place: int) -> bool:
    follows = _after(words, place)
    return follows is not None and (follows.kind == "determiner" or follows.lower in ("me", "us", "it", "them"))


def _told_later(words: list[Word], place: int) -> bool:
    """A verb follows, "in the hall" or "still" between at most."""
    follows = _after(words, place)
    while follows is not None:
        if follows.kind in _FINITE or follows.lower in ("that", "which", "who"):
            return True
        if follows.kind not in ("adverb", "negation", "preposition"):
            return False
        place += 1
        if follows.kind == "preposition":
            while (inner := _after(words, place)) is not None and inner.kind in ("determiner", *_GROUP):
                if inner.kind == "content" and is_plural(inner) and inner.lemma in w.EN_ACTS:
                    break
                place += 1
            if inner is not None and words[place].kind == "preposition":
                return False
        follows = _after(words, place)
    return False


def _is_object(words: list[Word], place: int) -> bool:
    """ "the cards you printed": the pronoun after it does something itself."""
    pronoun = _after(words, place)
    if pronoun is None or pronoun.kind != "pronoun" or pronoun.lower in ("me", "us"):
        return False
    follows = _after(words, place + 1)
    return follows is not None and follows.kind in (*_FINITE, "participle", "content")


def _settle_gap(words: list[Word], place: int) -> None:
    """ "the website you built crashes": after a clause without its object stands the verb."""
    noun, pronoun = words[place], _after(words, place)
    if noun.kind != "content" or pronoun is None or pronoun.kind != "pronoun" or pronoun.lower in ("me", "us"):
        return
    at = place + 2
    if words[place + 1].stop or at >= len(words) or words[at].kind not in ("verb", "participle", "content"):
        return
    words[at] = replace(words[at], kind="verb")
    follows = _after(words, at)
    while follows is not None and follows.lower in w.EN_PARTICLES | _GIVEN:
        at += 1
        follows = _after(words, at)
    if follows is not None and follows.kind in ("content", "participle"):
        sure = follows.lemma in w.EN_ACTS or follows.kind == "participle"
        words[at + 1] = replace(follows, kind="verb" if sure else "other")


def _before(words: list[Word], place: int) -> Word | None:
    return None if place < 1 or words[place - 1].stop else words[place - 1]


def _after(words: list[Word], place: int) -> Word | None:
    return None if words[place].stop or place + 1 >= len(words) else words[place + 1]
