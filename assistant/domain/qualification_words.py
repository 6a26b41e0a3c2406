"""What a model has earned, in words for people."""

from collections.abc import Mapping, Sequence

from assistant.domain.money import LANGUAGES, Language
from assistant.domain.qualification import WORKS, Standing

WORK_NAMES: dict[Language, dict[str, str]] = {
    "it": {
        "mention": "nominare ciò che il cliente ha detto",
        "tailor": "adattare le frasi approvate",
        "narrative": "raccontare la chiamata nella nota",
        "roleplay": "recitare il cliente negli esercizi",
        "compose": "scrivere le e-mail di riepilogo",
        "judge": "proporre valutazioni",
    },
    "en": {
        "mention": "name what the customer said",
        "tailor": "reword approved sentences",
        "narrative": "tell the call in the note",
        "roleplay": "play the customer in practice calls",
        "compose": "write the e-mails that sum up",
        "judge": "propose judgements",
    },
}
_IN: dict[Language, dict[str, str]] = {
    "it": {"it": "In italiano può", "en": "In inglese può"},
    "en": {"it": "In Italian it may", "en": "In English it may"},
}
_NEVER: dict[Language, str] = {
    "it": "Questo modello non è stato messo alla prova: valgono solo le parole approvate.",
    "en": "This model hasn't been put to the test: approved words only.",
}
_NOTHING: dict[Language, str] = {
    "it": "Questo modello non ha superato nessuna prova: valgono solo le parole approvate.",
    "en": "This model has passed no test: approved words only.",
}
_OUTDATED: dict[Language, str] = {
    "it": "Messo alla prova con istruzioni precedenti: ripeta `ascolto models check`.",
    "en": "Measured with an older prompt: run `ascolto models check`.",
}


def earned_words(earned: Mapping[str, Sequence[str]], standing: Standing, language: Language) -> str:
    """One or two sentences: what the model may do in each language, and whether that has to be measured again."""
    if standing == "never":
        return _NEVER[language]
    names = WORK_NAMES[language]
    sentences = [
        f"{_IN[language][spoken]}{':' if language == 'it' else ''} {', '.join(names[work] for work in may)}."
        for spoken in LANGUAGES
        if (may := [work for work in WORKS if work in earned.get(spoken, ())])
    ]
    if not sentences:
        sentences = [_NOTHING[language]]
    if standing == "outdated":
        sentences.append(_OUTDATED[language])
    return " ".join(sentences)
