"""Finds themes in what customers said: groups that are alike, that enough customers say, and that can be named."""

import datetime as dt
import uuid
from collections.abc import Sequence

from assistant.domain.theme_names import Corpus, WordForms
from assistant.domain.themes import Found, Known, Theme, named, same_themes, supported
from assistant.domain.voice import Voice
from assistant.services.ports_voice import Item, Kept, Meanings

_MAX_THEMES = 60


def find_themes(said: Sequence[tuple[Voice, bytes]], meanings: Meanings, words: WordForms) -> list[Found]:
    """The themes of these voices, the largest first; the same voices give the same. Takes a core: use a thread."""
    items = [Item(vector, voice.language, praises=voice.tone > 0) for voice, vector in said]
    corpus = Corpus([(voice.text, voice.language) for voice, _ in said], words)
    grouping = meanings.grouping(items)
    chosen = [
        group
        for group in grouping.groups()
        if supported([said[n][0].customer for n in group.members], group.cohesion, len(said))
        and named(corpus.name(group.members))
    ][:_MAX_THEMES]
    found = [
        Found(
            members={said[n][0].id: near for n, near in gathered.members.items()},
            naming=corpus.name(sorted(gathered.members)),
            centre=gathered.centre,
        )
        for gathered in grouping.gather(chosen)
    ]
    return [one for one in found if named(one.naming)]


def kept_themes(principal: str, found: Sequence[Found], known: Sequence[Known], at: dt.datetime) -> list[Kept]:
    """What was found as it is kept: under the id of the theme that it continues, else under a new one."""
    same = same_themes(found, known)
    return [
        Kept(
            Theme(
                id=same.get(n) or uuid.uuid4().hex,
                principal=principal,
                created_at=at,
                names=one.naming.names,
                terms={language: tuple(term.text for term in terms) for language, terms in one.naming.terms.items()},
            ),
            one.members,
            tuple(one.centre),
        )
        for n, one in enumerate(found)
    ]
