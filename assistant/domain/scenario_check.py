"""What is wrong with a scenario, beyond its fields: each fault with its place in the file and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.guard_words import INSTRUCTIONS
from assistant.domain.practice_reading import HURTFUL
from assistant.domain.practice_state import House
from assistant.domain.scenario import Fact, Lines, Rule, Scenario, SpokenLine, Temper
from assistant.domain.scenario_records import SCENARIO_SLOTS, needs_deal, slots_known
from assistant.domain.slots import slots_in

Loc = tuple[str | int, ...]
TEMPERS: tuple[Temper, ...] = ("low", "even", "high")
HOUSE_INTENTS = (
    "answers_phone", "asks_who", "greets_back", "confirms_person", "hears_purpose", "react_how", "react_why",
    "react_amount", "react_when", "react_who", "react_papers", "react_details", "thanks_for_words", "react_plan",
    "react_discount", "react_callback", "react_check", "react_papers_offer", "hears_explanation", "pressured",
    "too_much", "too_soon", "names_limit", "not_ready", "agrees_plan", "agrees_promise", "promises_part",
    "confirms_recap", "nothing_agreed", "deal_stands", "goodbye", "goodbye_open", "stall", "told_already",
    "already_said", "impatient", "leaves", "offended", "hangs_up", "silence", "silence_ends", "puzzled",
)  # fmt: skip
"""Every intent that the engine causes by itself; the common file has lines for each."""
AFTER_A_DEAL = frozenset({"agrees_plan", "agrees_promise", "promises_part", "confirms_recap", "deal_stands", "goodbye"})
"""Intents that may name what was agreed."""


@dataclass(frozen=True)
class Fault:
    """`loc` is the place in the file: keys and positions from the top; `kind` names faults that a form words itself."""

    loc: Loc
    message: str
    kind: str = ""


def scenario_faults(scenario: Scenario, house: House) -> Iterator[Fault]:
    """Faults of a scenario by itself and with the lines that any customer may say; none where it is sound."""
    yield from _twice(scenario)
    yield from _references(scenario)
    yield from _intents(scenario, house)
    yield from _slots(scenario)
    yield from _digits(scenario)
    yield from _leaks(scenario)
    yield from _secrets(scenario)


def house_faults(house: House) -> Iterator[Fault]:
    """Faults of the common file: an intent without lines for some mood, figures, slots that any scenario may lack."""
    for intent in HOUSE_INTENTS:
        if intent not in house.lines:
            yield Fault(("lines",), f"Intent {intent!r} has no lines; write some.")
    for act, cues in house.acts.items():
        if cues.examples and act in HURTFUL:
            message = f"{act!r} may have no examples: what hurts is told by its words alone; write `cues`."
            yield Fault(("acts", act, "examples"), message)
    for intent, lines in house.lines.items():
        yield from _tempers(intent, lines)
        for n, line in enumerate(lines.spoken()):
            where: Loc = ("lines", intent, "say", n)
            yield from _figures(line, where)
            if unknown := set(slots_in(line.text)) - set(SCENARIO_SLOTS):
                message = f"Unknown slot {sorted(unknown)[0]!r}; the slots are: {', '.join(SCENARIO_SLOTS)}."
                yield Fault(where, message)


def _twice(scenario: Scenario) -> Iterator[Fault]:
    for name, ids in (
        ("facts", [fact.id for fact in scenario.facts]),
        ("rules", [rule.id for rule in scenario.rules]),
    ):
        for n, one in enumerate(ids):
            if one in ids[:n]:
                yield Fault((name, n, "id"), f"{one!r} stands twice; give each an id of its own.")
    numbers = [invoice.number for invoice in scenario.records.invoices]
    for n, number in enumerate(numbers):
        if number in numbers[:n]:
            yield Fault(("records", "invoices", n, "number"), f"Invoice {number!r} stands twice; keep one of them.")


def _references(scenario: Scenario) -> Iterator[Fault]:
    facts = {fact.id for fact in scenario.facts}
    numbers = {invoice.number for invoice in scenario.records.invoices}
    named: list[tuple[Loc, str]] = []
    for n, rule in enumerate(scenario.rules):
        named += [(("rules", n, "reveal"), fact) for fact in rule.reveal]
        named += [(("rules", n, "when"), fact) for fact in (*rule.when.out, *rule.when.not_out)]
    for n, outcome in enumerate(scenario.outcomes):
        named += [(("outcomes", n, "when"), fact) for fact in (*outcome.when.out, *outcome.when.not_out)]
    if scenario.bargain is not None:
        agrees = scenario.bargain.agrees
        named += [(("bargain", "agrees"), fact) for fact in (*agrees.out, *agrees.not_out)]
        named += [(("bargain", "limit_fact"), fact) for fact in (scenario.bargain.limit_fact,) if fact]
    for loc, name in named:
        if name not in facts:
            yield Fault(loc, f"No fact {name!r}; the facts are: {', '.join(sorted(facts)) or 'none'}.")
    for n, fact in enumerate(scenario.facts):
        if fact.invoice and fact.invoice not in numbers:
            known = ", ".join(sorted(numbers))
            yield Fault(("facts", n, "invoice"), f"No invoice {fact.invoice!r} in the records; they have: {known}.")
    for n, payment in enumerate(scenario.records.payments):
        if payment.invoice and payment.invoice not in numbers:
            yield Fault(("records", "payments", n, "invoice"), f"No invoice {payment.invoice!r} in the records.")
    for n, rule in enumerate(scenario.rules):
        if rule.promise and (scenario.bargain is None or scenario.bargain.promise is None):
            message = "The rule promises, but `bargain.promise` doesn't say what; add amount and day."
            yield Fault(("rules", n, "promise"), message)


def _intents(scenario: Scenario, house: House) -> Iterator[Fault]:
    known = {*scenario.lines, *house.lines}
    caused: list[tuple[Loc, str]] = [(("rules", n, "say"), rule.say) for n, rule in enumerate(scenario.rules)]
    if scenario.bargain is not None:
        caused.append((("bargain", "unwilling"), scenario.bargain.unwilling))
    for loc, intent in caused:
        if intent not in known:
            yield Fault(loc, f"Nobody wrote lines for {intent!r}; add it under `lines`.")
    used = {intent for _, intent in caused} | set(HOUSE_INTENTS)
    for intent, lines in scenario.lines.items():
        if intent not in used:
            yield Fault(("lines", intent), f"No rule says {intent!r}; take the lines out or write the rule.")
        if intent not in house.lines:
            yield from _tempers(intent, lines)


def _tempers(intent: str, lines: Lines) -> Iterator[Fault]:
    for temper in TEMPERS:
        if not lines.fitting(temper):
            message = f"Intent {intent!r} has no line for the mood {temper!r}; add one, or one without `mood`."
            yield Fault(("lines", intent), message)


def _slots(scenario: Scenario) -> Iterator[Fault]:
    known = slots_known(scenario)
    agreeing = {rule.say for rule in scenario.rules if rule.promise or rule.when.deal is not None} | AFTER_A_DEAL
    for loc, intent, line in _written(scenario):
        for slot in slots_in(line.text):
            if slot not in known:
                yield Fault(loc, f"Unknown slot {slot!r}; this scenario has: {', '.join(sorted(known))}.")
        if needs_deal(line.text) and intent not in agreeing:
            yield Fault(loc, f"The line names what was agreed, but {intent!r} is said before anything is.")


def _digits(scenario: Scenario) -> Iterator[Fault]:
    for loc, _, line in _written(scenario):
        yield from _figures(line, loc)


def _figures(line: SpokenLine, loc: Loc) -> Iterator[Fault]:
    bare = line.text
    for slot in slots_in(bare):
        bare = bare.replace("{{" + slot + "}}", "")
    if any(character.isdigit() for character in bare):
        yield Fault(loc, "A figure stands outside a slot; put it into the records or a fact and name its slot.")


def _leaks(scenario: Scenario) -> Iterator[Fault]:
    """A line that tells a hidden fact before a rule lets it out, and a rule whose lines don't tell what it reveals."""
    for fact in scenario.hidden:
        telling, after = _tellers(scenario, fact)
        for loc, intent, line in _written(scenario):
            tells = _tells(line.text, fact)
            if tells and intent not in telling | after:
                message = f"The line tells the hidden fact {fact.id!r}, which no rule has let out; word it without."
                yield Fault(loc, message)
            if not tells and intent in telling:
                words = ", ".join(fact.words)
                message = f"A rule reveals {fact.id!r} with this line, but it holds none of its words ({words})."
                yield Fault(loc, message)


def _tellers(scenario: Scenario, fact: Fact) -> tuple[set[str], set[str]]:
    """Intents by which the fact comes out, and intents that are said only once it is out."""
    telling = {rule.say for rule in scenario.rules if fact.id in rule.reveal}
    bargain = scenario.bargain
    if bargain is not None and bargain.limit_fact == fact.id:
        telling.add("names_limit")
    sayers: dict[str, list[Rule]] = {}
    for rule in scenario.rules:
        sayers.setdefault(rule.say, []).append(rule)
    after = {
        intent
        for intent, rules in sayers.items()
        if intent not in HOUSE_INTENTS and all(fact.id in rule.when.out for rule in rules)
    }
    if bargain is not None and fact.id in bargain.agrees.out:
        after |= {"agrees_plan", "agrees_promise", "too_much", "too_soon", "names_limit"}
    return telling, after


def _tells(text: str, fact: Fact) -> bool:
    lowered = text.casefold()
    return any(word.casefold() in lowered for word in fact.words)


def _secrets(scenario: Scenario) -> Iterator[Fault]:
    """What must come out and can't, and words that would steer a model which acts."""
    telling = {fact for rule in scenario.rules for fact in rule.reveal}
    if scenario.bargain is not None and scenario.bargain.limit_fact:
        telling.add(scenario.bargain.limit_fact)
    for n, fact in enumerate(scenario.facts):
        if fact.hidden and fact.id not in telling:
            yield Fault(("facts", n), f"Hidden fact {fact.id!r} can't come out: no rule reveals it. Write one.")
        if fact.hidden and (told := _told_before(fact, scenario)):
            place, word = told
            yield Fault((place,), f"The {place} says {word!r}, which tells of hidden fact {fact.id!r}; reword it.")
        if INSTRUCTIONS.search(fact.text):
            yield Fault(("facts", n, "text"), "The text reads like an instruction to a machine; tell it as a fact.")


def _told_before(fact: Fact, scenario: Scenario) -> tuple[str, str] | None:
    """A word of the fact in what the trainee reads before the call, and where it stands."""
    for place, text in (("title", scenario.title), ("reason", scenario.reason)):
        for word in fact.words:
            if not slots_in(word) and word.casefold() in text.casefold():
                return place, word
    return None


def _written(scenario: Scenario) -> Iterator[tuple[Loc, str, SpokenLine]]:
    for intent, lines in scenario.lines.items():
        for n, line in enumerate(lines.spoken()):
            yield ("lines", intent, "say", n), intent, line
