"""The tone of words: what it rests on, what denies it, and that a lexicon that isn't sound is refused."""

import pytest
from pydantic import ValidationError

from assistant.domain.tone import Judged, ToneLexicon, ToneReader

LEXICON = ToneLexicon(
    very_bad=("vergogn*",),
    bad=("ritard*", "in attesa", "problem*"),
    good=("gentil*", "funziona*", "attesa breve"),
    very_good=("ottim*",),
    denials=("non", "mai", "nessun", "don't"),
    stronger=("molto",),
)


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("Le consegne sono in Ritardo", Judged(-1, ("Ritardo",))),
        ("è una vergogna, e sempre in ritardo", Judged(-2, ("vergogna", "ritardo"))),
        ("siete gentili", Judged(1, ("gentili",))),
        ("siete molto gentili", Judged(2, ("molto gentili",))),
        ("non siete mai gentili", Judged(-1, ("mai gentili",))),
        ("la macchina non funziona", Judged(-1, ("non funziona",))),
        ("nessun problema", Judged(0)),
        ("gentili ma in ritardo", Judged(0, ("gentili", "ritardo"))),
        ("sono rimasto in attesa", Judged(-1, ("in attesa",))),
        ("attesa breve", Judged(1, ("attesa breve",))),
        ("domani passo in ufficio", Judged(0)),
        ("", Judged(0)),
    ],
)
def test_the_tone_rests_on_named_words(text: str, judged: Judged) -> None:
    assert ToneReader(LEXICON).judge(text) == judged


def test_a_denial_far_away_denies_nothing() -> None:
    assert ToneReader(LEXICON).judge("non so che dire, voi siete sempre stati gentili").tone == 1


def test_both_apostrophes_are_read() -> None:
    assert ToneReader(LEXICON).judge("they don’t seem gentili").tone == -1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"bad": ("Ritardo",)}, "small letters"),
        ({"bad": ("l'attesa",)}, "without signs"),
        ({"bad": ("*",)}, "small letters"),
        ({"bad": ("gentil*",)}, "stands in the lists of tones twice"),
        ({"sad": ("triste",)}, "Extra inputs"),
    ],
)
def test_a_lexicon_that_is_not_sound_is_refused(change: dict[str, tuple[str, ...]], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        ToneLexicon.model_validate(LEXICON.model_dump() | change)
