"""What a criterion's rules find: a level with its grounds, or none and why. And how that is put into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.domain.money import Language
from assistant.domain.notes import Evidence
from assistant.domain.rubric import Criterion, CriterionScore, Level

Fact = Literal[
    "name", "company", "who", "moment", "account_first", "reason", "precise", "what_for", "asked_first",
    "vague_reason", "open_question", "taken_up", "checked", "cut_off", "unheard", "acknowledged", "named",
    "allowed_for", "held_against",
    "exact", "explained", "asked_if_clear", "contradicts", "jargon", "crowded", "not_understood", "vague",
    "thanked_for_time", "kind", "brusque", "offensive", "pressing", "proposed", "concrete", "misfits", "choice",
    "agreed", "asks_when", "insists", "what", "how_much", "by_when", "confirmed", "vague_end", "grave", "slip",
    "repeated", "required", "disclosed",
]  # fmt: skip
Reason = Literal[
    "empty", "no_operator", "no_customer", "stranger", "inbound", "begins_late", "breaks_off", "nothing_told",
    "no_difficulty", "nothing_explained", "nothing_to_solve",
]  # fmt: skip
MAX_EVIDENCE = 6


@dataclass(frozen=True)
class Verdict:
    """`there` were found, `missing` looked for in vain, `unsaid` are checklist items by their text.

    `reason` is why there is no level.
    """

    level: Level | None
    there: tuple[Fact, ...] = ()
    missing: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reason: Reason | None = None
    unsaid: tuple[str, ...] = ()


def unjudged(reason: Reason) -> Verdict:
    return Verdict(None, reason=reason)


def verdict(level: Level, facts: dict[Fact, bool], evidence: Iterable[Evidence] = ()) -> Verdict:
    """A level with what was looked for, each thing true or false."""
    there = tuple(fact for fact, found in facts.items() if found)
    missing = tuple(fact for fact, found in facts.items() if not found and fact not in _FAULTS)
    return Verdict(level, there, missing, tuple(dict.fromkeys(evidence))[:MAX_EVIDENCE])


def scored(found: Verdict, criterion: Criterion, language: Language) -> CriterionScore:
    """In the call's language: the level's written anchor, then what was found and what not."""
    return CriterionScore(
        id=criterion.id,
        level=found.level,
        by=criterion.by,
        explanation=_explanation(found, criterion, language),
        evidence=found.evidence,
    )


def _explanation(found: Verdict, criterion: Criterion, language: Language) -> str:
    if found.level is None:
        reason = _REASONS[found.reason][language] if found.reason else ""
        when = "" if found.reason in _UNREADABLE else f" {_JUDGED[language]}: {criterion.judged[language]}"
        return f"{reason}{when}"
    parts = [criterion.levels[found.level][language]]
    for label, facts in ((_FOUND, found.there), (_MISSING, found.missing)):
        if facts:
            parts.append(f"{label[language]}: {', '.join(_FACTS[fact][language] for fact in facts)}.")
    parts += [f"{_UNSAID[language]}: {text}" for text in found.unsaid]
    return " ".join(parts)


_FOUND: dict[Language, str] = {"it": "C'è", "en": "Found"}
_JUDGED: dict[Language, str] = {"it": "Si valuta", "en": "Judged"}
_UNREADABLE: frozenset[Reason] = frozenset({"empty", "no_operator", "no_customer", "begins_late", "breaks_off"})
"""Reasons that lie in the transcript, not in the call."""
_UNSAID: dict[Language, str] = {"it": "Non detto", "en": "Not said"}
_MISSING: dict[Language, str] = {"it": "Manca", "en": "Missing"}
_FAULTS: frozenset[Fact] = frozenset(
    {
        "account_first", "asked_first", "vague_reason", "cut_off", "unheard", "held_against", "contradicts", "jargon",
        "crowded", "misfits", "not_understood", "vague", "brusque", "offensive", "pressing", "asks_when", "insists",
        "vague_end", "grave", "slip", "repeated", "disclosed",
    }
)  # fmt: skip
"""What isn't missed when it isn't there."""
_FACTS: dict[Fact, dict[Language, str]] = {
    "name": {"it": "il nome dell'operatore", "en": "the operator's name"},
    "company": {"it": "l'azienda", "en": "the company"},
    "who": {"it": "con chi si parla", "en": "who is on the line"},
    "moment": {"it": "se il momento va bene", "en": "whether the moment suits"},
    "account_first": {"it": "il conto prima di sapere con chi", "en": "the account before knowing to whom"},
    "reason": {"it": "il motivo", "en": "the reason"},
    "precise": {"it": "quale fattura, data o importo", "en": "which invoice, date or amount"},
    "what_for": {"it": "a che cosa serve la chiamata", "en": "what the call is for"},
    "asked_first": {"it": "il cliente ha dovuto chiederlo", "en": "the customer had to ask"},
    "vague_reason": {"it": "un motivo vago", "en": "a vague reason"},
    "open_question": {"it": "domande aperte", "en": "open questions"},
    "taken_up": {"it": "parole del cliente riprese", "en": "the customer's words taken up"},
    "checked": {"it": "una verifica di avere capito", "en": "a check that it was understood"},
    "cut_off": {"it": "il cliente interrotto", "en": "the customer cut off"},
    "unheard": {"it": "il cliente dice di non essere ascoltato", "en": "the customer says that nobody listens"},
    "acknowledged": {"it": "un riconoscimento", "en": "an acknowledgement"},
    "named": {"it": "ciò che è accaduto, nominato", "en": "what happened, named"},
    "allowed_for": {"it": "se ne tiene conto, o si toglie la colpa", "en": "it counts, or the blame is lifted"},
    "held_against": {"it": "una colpa o una minimizzazione", "en": "blame or belittling"},
    "exact": {"it": "importi e date esatti", "en": "exact amounts and dates"},
    "explained": {"it": "termini spiegati", "en": "terms explained"},
    "asked_if_clear": {"it": "la domanda se è chiaro", "en": "the question whether it is clear"},
    "contradicts": {"it": "cifre o affermazioni che si contraddicono", "en": "figures or statements that contradict"},
    "jargon": {"it": "gergo non spiegato", "en": "unexplained jargon"},
    "crowded": {"it": "troppe cose in un solo turno", "en": "too many things in one turn"},
    "not_understood": {"it": "il cliente non ha capito", "en": "the customer did not understand"},
    "vague": {"it": "parole vaghe", "en": "vague words"},
    "thanked_for_time": {"it": "grazie per il tempo", "en": "thanks for the time"},
    "kind": {"it": "parole gentili", "en": "kind words"},
    "brusque": {"it": "ordini, rimproveri o modi bruschi", "en": "orders, reproaches or a brusque manner"},
    "offensive": {"it": "offese, minacce o scherno", "en": "insults, threats or mockery"},
    "pressing": {"it": "insistenza", "en": "insistence"},
    "proposed": {"it": "una proposta", "en": "a proposal"},
    "concrete": {"it": "importi, date o chi fa che cosa", "en": "amounts, dates or who does what"},
    "misfits": {
        "it": "proposte oltre il limite detto dal cliente",
        "en": "proposals past the limit the customer named",
    },
    "choice": {"it": "un'alternativa o una scelta", "en": "an alternative or a choice"},
    "agreed": {"it": "il cliente è d'accordo", "en": "the customer agrees"},
    "asks_when": {"it": "la domanda quando pagherà", "en": "the question when payment will come"},
    "insists": {"it": "tutto e subito, o un no senza alternative", "en": "everything at once, or a no and no way out"},
    "what": {"it": "che cosa succede", "en": "what happens"},
    "how_much": {"it": "quanto o chi", "en": "how much or who"},
    "by_when": {"it": "entro quando", "en": "by when"},
    "confirmed": {"it": "la conferma, chiesta o scritta", "en": "confirmation, asked for or in writing"},
    "vague_end": {"it": "un vago «ci sentiamo»", "en": 'a vague "we will be in touch"'},
    "grave": {"it": "una violazione grave", "en": "a grave breach"},
    "slip": {"it": "una scorrettezza", "en": "a slip"},
    "repeated": {"it": "più di una", "en": "more than one"},
    "required": {"it": "tutto ciò che andava detto", "en": "everything that had to be said"},
    "disclosed": {"it": "il debito detto a un'altra persona", "en": "the debt told to somebody else"},
}
_REASONS: dict[Reason, dict[Language, str]] = {
    "empty": {"it": "Nella chiamata non c'è niente da leggere.", "en": "The call holds nothing to read."},
    "no_operator": {"it": "L'operatore non si sente.", "en": "The operator can't be heard."},
    "no_customer": {"it": "Il cliente non si sente.", "en": "The customer can't be heard."},
    "stranger": {"it": "In linea non c'è la persona giusta.", "en": "The right person is not on the line."},
    "inbound": {"it": "Ha chiamato il cliente: il motivo è suo.", "en": "The customer called: the reason is theirs."},
    "begins_late": {"it": "La trascrizione comincia dopo l'inizio.", "en": "The transcript lacks the beginning."},
    "breaks_off": {"it": "La chiamata si interrompe.", "en": "The call breaks off."},
    "nothing_told": {"it": "Il cliente non ha raccontato niente.", "en": "The customer told nothing."},
    "no_difficulty": {"it": "Non è stata raccontata una difficoltà.", "en": "No difficulty was told."},
    "nothing_explained": {"it": "Niente è stato spiegato o proposto.", "en": "Nothing was explained or proposed."},
    "nothing_to_solve": {"it": "Non c'era niente da risolvere.", "en": "There was nothing to solve."},
}
