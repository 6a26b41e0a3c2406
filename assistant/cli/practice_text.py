"""A practice call's debrief as a person reads it in the terminal, in the scenario's language."""

from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.debrief import Debrief, HiddenFact
from assistant.domain.ledger import open_items
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.plans import PlanResult
from assistant.domain.practice_state import PracticeState
from assistant.domain.records import CustomerFile

WORDS: dict[Language, dict[str, str]] = {
    "it": {
        "easy": "facile",
        "medium": "media",
        "hard": "difficile",
        "very_hard": "molto difficile",
        "commands": "Scriva ciò che direbbe. /undo toglie l'ultima battuta, /plans mostra i piani possibili, "
        "/pause sospende, /end chiude la chiamata.",
        "due": "scadenza",
        "promise": "promessa",
        "open": "aperta",
        "kept": "mantenuta",
        "broken": "non mantenuta",
        "undone": "(ultima battuta tolta)",
        "paused": "Chiamata sospesa. Per riprendere: ascolto practice",
        "hung_up": "(il cliente ha riattaccato)",
        "goodbye": "(la chiamata è finita)",
        "outcome": "Esito",
        "money": "Concordato {amount} su {possible} possibili",
        "nothing": "Non c'era niente da incassare",
        "mood": "Umore: da {began:+.1f} a {ended:+.1f}",
        "turned": "È cambiato alla battuta {n}: «{line}» ({before:+.1f} → {after:+.1f})",
        "hidden": "Che cosa nascondeva",
        "out": "è uscito alla battuta {n}",
        "stayed": "non è uscito",
        "best": "Il miglior piano possibile",
        "score": "Scheda",
        "none": "non valutabile",
        "better": "Una cosa da migliorare: {name}. {why}",
        "next": "Il livello seguente: {next}",
        "examples": "Dal frasario",
    },
    "en": {
        "easy": "easy",
        "medium": "medium",
        "hard": "hard",
        "very_hard": "very hard",
        "commands": "Type what you would say. /undo takes the last line back, /plans shows the possible plans, "
        "/pause suspends, /end ends the call.",
        "due": "due",
        "promise": "promise",
        "open": "open",
        "kept": "kept",
        "broken": "broken",
        "undone": "(last line taken back)",
        "paused": "Call paused. To go on: ascolto practice",
        "hung_up": "(the customer hung up)",
        "goodbye": "(the call is over)",
        "outcome": "Outcome",
        "money": "Agreed {amount} of {possible} possible",
        "nothing": "There was nothing to collect",
        "mood": "Mood: from {began:+.1f} to {ended:+.1f}",
        "turned": 'It turned at line {n}: "{line}" ({before:+.1f} → {after:+.1f})',
        "hidden": "What was hidden",
        "out": "came out at line {n}",
        "stayed": "did not come out",
        "best": "The best possible plan",
        "score": "Scorecard",
        "none": "can't be judged",
        "better": "One thing to do better: {name}. {why}",
        "next": "The next level: {next}",
        "examples": "From the phrasebook",
    },
}


def record_lines(file: CustomerFile, state: PracticeState) -> Iterator[str]:
    """What the operator has on the screen: open invoices, promises, notes of earlier calls."""
    language = state.scenario.language
    words = WORDS[language]
    for item in open_items(file, state.figures.on):
        due, amount = format_date(item.due_on, language), format_money(item.amount, item.currency, language)
        yield f"- {item.invoice_number}: {amount}, {words['due']} {due}"
    for promise in file.promises:
        due, amount = format_date(promise.due_on, language), format_money(promise.amount, promise.currency, language)
        yield f"- {words['promise']}: {amount}, {due} ({words[promise.outcome]})"
    for contact in file.contacts:
        yield f"- {format_date(contact.at.date(), language)}: {contact.note}"


def plan_lines(result: PlanResult, state: PracticeState) -> Iterator[str]:
    """The plans that may be offered by what the customer has said so far, or why there is none."""
    language = state.scenario.language
    for plan in result.options:
        parts = (
            f"{format_date(p.due, language)} {format_money(p.amount, plan.currency, language)}"
            for p in plan.instalments
        )
        yield f"- {plan.label} ({plan.authority}): {' · '.join(parts)}"
    if result.reason:
        yield result.reason.text


def debrief_lines(told: Debrief) -> Iterator[str]:
    """The debrief, a line at a time."""
    words, outcome = WORDS[told.language], told.outcome
    yield ""
    yield f"{words['outcome']}: {outcome.disposition}. {outcome.means}"
    if outcome.possible:
        sums = {"amount": _money(outcome.amount, told), "possible": _money(outcome.possible, told)}
        yield words["money"].format(**sums)
    else:
        yield words["nothing"]
    yield words["mood"].format(began=told.mood_began, ended=outcome.mood)
    if told.turned:
        turn = told.turned
        yield words["turned"].format(n=turn.turn, line=turn.line, before=turn.before, after=turn.after)
    if told.hidden:
        yield f"\n{words['hidden']}:"
        yield from (_hidden(fact, words) for fact in told.hidden)
    yield from _plan(told, words)
    yield from _score(told, words)
    if told.examples:
        yield f"\n{words['examples']}:"
        yield from (f"- {example.text}" for example in told.examples)


def _hidden(fact: HiddenFact, words: dict[str, str]) -> str:
    came = words["out"].format(n=fact.turn) if fact.came_out else words["stayed"]
    quote = f": «{fact.by}»" if fact.by else ""
    return f"- {fact.text} ({came}{quote})"


def _plan(told: Debrief, words: dict[str, str]) -> Iterator[str]:
    if told.plan.best is None:
        return
    yield f"\n{words['best']}:"
    for part in told.plan.best.instalments:
        yield f"- {format_date(part.due, told.language)}: {_money(part.amount, told)}"


def _score(told: Debrief, words: dict[str, str]) -> Iterator[str]:
    yield f"\n{words['score']}:"
    for one in told.score.criteria:
        level = words["none"] if one.level is None else f"{one.level}/4"
        yield f"- {one.id}: {level}. {one.explanation}"
        yield from (f"    «{found.quote}»" for found in one.evidence[:2])
    if told.better:
        yield "\n" + words["better"].format(name=told.better.name, why=told.better.why)
        yield words["next"].format(next=told.better.next_level)


def _money(amount: Decimal, told: Debrief) -> str:
    return format_money(amount, told.outcome.currency, told.language)
