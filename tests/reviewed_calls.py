"""Calls that are over and scored, written into a data folder for the tests of supervision.

One with all that a page can show, one whose transcript stopped in the middle, one in English, and many plain ones for
the pages of a list; and one that goes on.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from assistant.adapters.store import Database, StoredCalls, StoredNotes
from assistant.adapters.store.tables_facts import call_facts, call_situations, scores
from assistant.domain.calls import CallInfo, ScoredSituation, Situation
from assistant.domain.cards import Card, Citation
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    ChecklistEntry,
    ChecklistTicked,
    MessageSent,
    SituationDetected,
    SuggestionClosed,
    SuggestionReady,
    SuggestionTailored,
    SuggestionWithheld,
    UtteranceHeard,
)
from assistant.domain.money import Language
from assistant.domain.notes import Email, Evidence, Narrative, Note, NoteItem
from assistant.domain.rubric import CRITERIA, CriterionId, CriterionScore, Level, Score
from tests.fakes import shipped_rubric

OPERATOR, TEAM = "demo-operator", "prove"
FULL, BROKEN, ENGLISH, OPEN = "rev-full", "rev-broken", "rev-english", "rev-open"
PLAIN = 60
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
ZERO = Decimal("0.00")
_NAMES = {
    FULL: "Condominio Via dei Tigli Immaginari 12",
    BROKEN: "Officina Meccanica Fratelli Bullonari S.n.c.",
    ENGLISH: "Neverdale Castings Ltd",
    OPEN: "Studio Dentistico Molarini Associati",
}
_OF_FULL: dict[str, Any] = {
    "customer": "montelupo/C-1001", "customer_name": _NAMES[FULL], "disposition": "plan_agreed", "alerts": 2,
    "critical_alerts": 1, "cards_shown": 2, "cards_used": 1, "cards_edited": 1,
}  # fmt: skip
_OF_BROKEN: dict[str, Any] = {
    "customer": "montelupo/C-1003", "customer_name": _NAMES[BROKEN], "complete": False, "disposition": None,
    "ended_at": None,
}  # fmt: skip
_OF_ENGLISH: dict[str, Any] = {
    "principal": "brackwater", "customer": "brackwater/B-2001", "customer_name": _NAMES[ENGLISH], "language": "en",
    "disposition": "callback_scheduled",
}  # fmt: skip

_ITALIAN = (
    ("operator", "Buongiorno, sono Sara di Montelupo Ascensori. Parlo con la signora Neri?"),
    ("customer", "Sì, sono io. Mi dica."),
    ("operator", "La chiamo per la fattura 2026/118, scaduta il trenta settembre."),
    ("customer", "Guardi, tre condomini non hanno pagato le spese e non riesco a saldare tutto."),
    ("operator", "Capisco: le spese non pagate dai condomini pesano su di Lei. Vediamo insieme come dividerla."),
    ("customer", "Al massimo duecentocinquanta al mese."),
    ("operator", "Se non paga subito passiamo all'avvocato."),
    ("customer", "Non mi sembra il caso. Mi dia qualche giorno."),
    ("operator", "Ha ragione, mi scusi. Cinque rate da duecentocinquanta, la prima il venti dicembre. Va bene così?"),
    ("customer", "Sì, così posso farcela. Grazie."),
)
_ENGLISH = (
    ("operator", "Good morning, this is Sara from Brackwater. Am I speaking to Mr Hollis?"),
    ("customer", "Speaking. If it's about the invoice, I won't pay before the repair is done."),
    ("operator", "I see. I will have the repair looked into and call you back on Friday."),
)


def heard(call_id: str, lines: Sequence[tuple[str, str]]) -> list[AnyOutEvent]:
    return [
        UtteranceHeard.model_validate(
            {"call_id": call_id, "at": NOW, "utterance_id": f"u{n}", "t": n * 7, "speaker": speaker, "text": text}
        )
        for n, (speaker, text) in enumerate(lines, 1)
    ]


def full_call() -> list[AnyOutEvent]:
    """A call with cards that were used, edited and withheld, an alert, a message from the supervisor."""
    base: dict[str, Any] = {"call_id": FULL, "at": NOW}
    words = heard(FULL, _ITALIAN)
    return [
        _opened(FULL, "montelupo/C-1001", "it"),
        words[0],
        ChecklistTicked(**base, item="identification", utterance_id="u1"),
        *words[1:4],
        _meant(base, "u4", Situation.TEMPORARY_DIFFICULTY),
        _card(base, "k1", "u4", Situation.TEMPORARY_DIFFICULTY, "Capisco: vediamo insieme come dividerla."),
        SuggestionTailored(
            **base, card_id="k1", text="Capisco: le spese non pagate dai condomini pesano su di Lei. Vediamo insieme.",
            mention="le spese non pagate dai condomini", model="qwen2.5-1.5b", prompt="mention.it@3f2a91c0",
        ),
        SuggestionClosed(**base, card_id="k1", state="used"),
        *words[4:6],
        _meant(base, "u6", Situation.INSTALMENT_REQUEST),
        _card(base, "k2", "u6", Situation.INSTALMENT_REQUEST, "Possiamo dividere in cinque pagamenti."),
        SuggestionWithheld(**base, card_id="k2", reason="too_slow", model="qwen2.5-1.5b", prompt="mention.it@3f2a91c0"),
        words[6],
        AlertRaised(
            **base, rule="threat", severity="critical", text="Non minacciare azioni legali.",
            kinder="Vediamo insieme che cosa è possibile.", utterance_id="u7",
        ),
        MessageSent(**base, text="Si scusi e proponga cinque rate.", by="Ugo Esempio"),
        SuggestionClosed(**base, card_id="k2", state="edited", text="Cinque rate da duecentocinquanta."),
        *words[7:],
        _meant(base, "u10", Situation.AGREEMENT),
        CallClosed(**base),
    ]  # fmt: skip


def _opened(call_id: str, customer: str, language: Language) -> CallOpened:
    checklist = [ChecklistEntry(item=item, text=text) for item, text in _STEPS]
    return CallOpened(
        call_id=call_id, at=NOW, customer=customer, customer_name=_NAMES[call_id], contact_name="Ida Neri",
        principal_name="Montelupo Ascensori", language=language, purpose="overdue", started_at=NOW, checklist=checklist,
    )  # fmt: skip


_STEPS = (("identification", "Presentarsi e verificare chi risponde"), ("recap", "Riepilogare gli impegni"))


def _meant(base: dict[str, Any], utterance: str, situation: Situation) -> SituationDetected:
    return SituationDetected(
        **base, utterance_id=utterance, situations=[ScoredSituation(id=situation, confidence=0.94)]
    )


def _card(base: dict[str, Any], card_id: str, utterance: str, situation: Situation, text: str) -> SuggestionReady:
    citation = Citation(kind="article", id="payment-plans", title="Piani di pagamento", quote="Fino a sei rate.")
    return SuggestionReady(
        **base,
        card=Card(
            id=card_id, utterance_id=utterance, situation=situation, language="it", text=text, phrase_id=card_id,
            citations=[citation],
        ),
    )  # fmt: skip


def full_note() -> Note:
    said = (Evidence(utterance_id="u9", quote="Cinque rate da duecentocinquanta, la prima il venti dicembre"),)
    item = NoteItem(
        kind="plan", text="Cinque rate mensili da 250,00 €", amount=Decimal("250.00"), currency="EUR",
        date=date(2026, 12, 20), evidence=said,
    )  # fmt: skip
    return Note(
        call_id=FULL,
        customer="montelupo/C-1001",
        language="it",
        disposition="plan_agreed",
        reason="Fattura 2026/118 scaduta: piano concordato",
        situations=(Situation.TEMPORARY_DIFFICULTY,),
        items=(item,),
        narrative=Narrative(text="Tre condomini non hanno pagato le spese. Si concordano cinque rate."),
        email=Email(subject="Il Suo piano", body="Gentile signora Neri,\n\nconfermo le cinque rate."),
    )


def _score(call_id: str, levels: dict[CriterionId, tuple[Level | None, str, str]]) -> Score:
    criteria = []
    for criterion in CRITERIA:
        level, why, utterance = levels.get(criterion, (3, "Come descritto nel livello.", ""))
        lines = _ENGLISH if call_id == ENGLISH else _ITALIAN
        quote = lines[int(utterance[1:]) - 1][1] if utterance else ""
        evidence = (Evidence(utterance_id=utterance, quote=quote),) if utterance else ()
        criteria.append(CriterionScore(id=criterion, level=level, by="rule", explanation=why, evidence=evidence))
    return Score(call_id=call_id, rubric=shipped_rubric().version, criteria=tuple(criteria))


_FULL_LEVELS: dict[CriterionId, tuple[Level | None, str, str]] = {
    "empathy": (3, "Riconosce la difficoltà con le parole della cliente.", "u5"),
    "courtesy": (1, "Una frase preme sulla cliente.", "u7"),
    "compliance": (1, "Minaccia un'azione legale.", "u7"),
    "recap": (4, "Ripete numero, importo e prima data e chiede conferma.", "u9"),
}
_BROKEN_LEVELS: dict[CriterionId, tuple[Level | None, str, str]] = {
    "recap": (None, "La trascrizione si interrompe prima della fine.", ""),
    "solution": (None, "La trascrizione si interrompe prima della fine.", ""),
}


def _facts(call_id: str, started: datetime, score: Score, **changes: Any) -> dict[str, Any]:
    counts = ("alerts", "critical_alerts", "cards_shown", "cards_used", "cards_edited", "cards_dismissed")
    levels = {f"level_{one.id}": one.level for one in score.criteria}
    return {
        "call_id": call_id, "principal": "montelupo", "customer": "montelupo/C-1002",
        "customer_name": "Hotel Le Tre Lune Finte S.r.l.", "operator": OPERATOR, "team": TEAM, "language": "it",
        "purpose": "overdue", "started_at": started, "day": started.date(), "ended_at": started, "seconds": 75,
        "complete": True, "last_seq": 10_000, "disposition": "promise_to_pay", "currency": "EUR", "overdue": ZERO,
        "promised": ZERO,
    } | dict.fromkeys(counts, 0) | levels | changes  # fmt: skip


async def write_calls(home: Path) -> None:
    """Write them into the folder's database, whose tables are there."""
    database = Database(f"sqlite+aiosqlite:///{home / 'ascolto.db'}")
    try:
        await database.migrate()
        await _write(database)
    finally:
        await database.close()


async def _write(database: Database) -> None:
    notes = StoredNotes(database)
    await _log(database, FULL, "montelupo/C-1001", "it", full_call())
    await notes.draft(full_note())
    await notes.edit(full_note().model_copy(update={"reason": "Piano di cinque rate concordato"}), 1, OPERATOR)
    begun = [_opened(BROKEN, "montelupo/C-1003", "it"), *heard(BROKEN, _ITALIAN[:4])]
    lost = [*begun, CallClosed(call_id=BROKEN, at=NOW, lost=True)]
    await _log(database, BROKEN, "montelupo/C-1003", "it", lost)
    now = datetime.now(UTC)
    going_on = [one.model_copy(update={"at": now}) for one in heard(OPEN, _ITALIAN[:2])]
    await _log(database, OPEN, "montelupo/C-1007", "it", going_on)
    ended = [
        _opened(ENGLISH, "brackwater/B-2001", "en"),
        *heard(ENGLISH, _ENGLISH),
        CallClosed(call_id=ENGLISH, at=NOW),
    ]
    await _log(database, ENGLISH, "brackwater/B-2001", "en", ended)
    rows = [
        (_score(FULL, _FULL_LEVELS), _OF_FULL),
        (_score(BROKEN, _BROKEN_LEVELS), _OF_BROKEN),
        (_score(ENGLISH, {}), _OF_ENGLISH),
        *((_score(f"rev-plain-{n}", {}), {}) for n in range(PLAIN)),
    ]
    async with database.writing() as connection:
        for n, (score, changes) in enumerate(rows):
            await connection.execute(
                insert(call_facts).values(_facts(score.call_id, NOW - timedelta(hours=5 * n), score, **changes))
            )
            row = {"call_id": score.call_id, "principal": changes.get("principal", "montelupo"), "rubric": score.rubric}
            await connection.execute(
                insert(scores).values(score=score.model_dump_json(), last_seq=10_000, scored_at=NOW, **row)
            )
        meant = [{"call_id": FULL, "situation": one} for one in ("temporary_difficulty", "instalment_request")]
        await connection.execute(insert(call_situations), meant)


async def _log(
    database: Database, call_id: str, customer: str, language: Language, events: Sequence[AnyOutEvent]
) -> None:
    calls = StoredCalls(database)
    principal = customer.partition("/")[0]
    info = CallInfo(
        id=call_id, customer=customer, principal=principal, started_at=NOW, language=language, operator=OPERATOR
    )
    await calls.open(info, _NAMES[call_id])
    for event in events:
        await calls.append(event)
    if any(isinstance(event, CallClosed) for event in events):
        await calls.close(call_id, NOW)
