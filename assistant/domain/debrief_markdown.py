"""A debrief as a document that people keep: Markdown in the scenario's language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.debrief import Debrief, HiddenFact, ReplayTurn
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.notes import Disposition, Evidence
from assistant.domain.practice_state import MoodStep
from assistant.domain.rubric import Rubric

_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True)
class DebriefTexts:
    """How a language names what a debrief speaks of."""

    head: Mapping[str, str]
    causes: Mapping[str, str]
    dispositions: Mapping[Disposition, str]
    rubric: Rubric


def debrief_markdown(told: Debrief, who: str, day: str, texts: DebriefTexts) -> str:
    """The whole debrief; what people said is quoted, never read as markup."""
    parts = (
        _top(told, who, day, texts),
        _hidden(told, texts.head),
        _plan(told, texts.head),
        _mood(told, texts),
        _score(told, texts),
        _better(told, texts.head),
        _call(told, texts),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _top(told: Debrief, who: str, day: str, texts: DebriefTexts) -> Iterator[str]:
    head, outcome = texts.head, told.outcome
    yield f"# {head['title']}: {_plain(told.title)}"
    yield ""
    yield f"{_plain(who)}, {day}"
    yield f"\n## {head['outcome']}\n"
    yield f"**{_first(texts.dispositions[outcome.disposition])}.** {_plain(_first(outcome.means))}"
    if outcome.possible:
        sums = {"amount": _money(outcome.amount, told), "possible": _money(outcome.possible, told)}
        yield f"\n{head['money'].format(**sums)}"
    else:
        yield f"\n{head['nothing']}"


def _hidden(told: Debrief, head: Mapping[str, str]) -> Iterator[str]:
    if not told.hidden:
        return
    yield f"\n## {head['hidden']}\n"
    for fact in told.hidden:
        yield f"- {_plain(_first(fact.text))}: {_came_out(fact, head)}"


def _came_out(fact: HiddenFact, head: Mapping[str, str]) -> str:
    return head["out"].format(n=fact.turn, line=_plain(fact.by)) if fact.came_out else head["kept"]


def _plan(told: Debrief, head: Mapping[str, str]) -> Iterator[str]:
    agreed, best, language = told.plan.agreed, told.plan.best, told.language
    if agreed is None and best is None:
        return
    yield f"\n## {head['plan']}\n"
    if agreed is None:
        yield f"- {head['no_deal']}"
    else:
        amounts = {"total": _money(agreed.total, told), "instalment": _money(agreed.instalment, told)}
        sentence = head["agreed" if agreed.count > 1 else "agreed_once"]
        yield "- " + sentence.format(count=agreed.count, first=format_date(agreed.first, language), **amounts)
    if best is not None:
        yield f"- {head['best']}"
        for part in best.instalments:
            yield f"  - {format_date(part.due, language)}: {_money(part.amount, told)}"


def _mood(told: Debrief, texts: DebriefTexts) -> Iterator[str]:
    head, turn = texts.head, told.turned
    yield f"\n## {head['mood']}\n"
    yield head["moved"].format(began=_signed(told.mood_began), ended=_signed(told.outcome.mood))
    if turn is not None:
        sides = {"before": _signed(turn.before), "after": _signed(turn.after)}
        turned = head["turned"].format(n=turn.turn, line=_plain(turn.line), **sides)
        yield f"\n{turned}{_why(turn.causes, texts)}"


def _why(causes: tuple[MoodStep, ...], texts: DebriefTexts) -> str:
    return f" {', '.join(texts.causes[step.cause] for step in causes)}." if causes else ""


def _score(told: Debrief, texts: DebriefTexts) -> Iterator[str]:
    head = texts.head
    yield f"\n## {head['score']}\n"
    yield head["conduct"] + "\n"
    for one in told.score.criteria:
        level = head["unjudged"] if one.level is None else head["level"].format(level=one.level)
        name = texts.rubric.criterion(one.id).name[told.language]
        yield f"- **{_plain(name)}**, {level}. {_plain(one.explanation)}"
        yield from (f"  - {_quote(found, told.language)}" for found in one.evidence)


def _better(told: Debrief, head: Mapping[str, str]) -> Iterator[str]:
    if told.better is not None:
        better = told.better
        yield f"\n## {head['better']}\n"
        yield f"**{_plain(better.name)}.** {_plain(better.why)}"
        yield "\n" + head["next"].format(next=_plain(better.next_level))
    if told.examples:
        yield f"\n### {head['examples']}\n"
        yield from (f"- {_plain(example.text)}" for example in told.examples)


def _call(told: Debrief, texts: DebriefTexts) -> Iterator[str]:
    head = texts.head
    yield f"\n## {head['call']}\n"
    if told.opening:
        yield f"{head['customer']}: {_plain(told.opening)}"
    for turn in told.replay:
        yield f"\n{turn.n}. {head['operator']}: {_plain(turn.line) or head['silence']}"
        yield f"   {head['customer']}: {_plain(turn.answer)}"
        yield f"   {_moved(turn, told, texts)}"


def _moved(turn: ReplayTurn, told: Debrief, texts: DebriefTexts) -> str:
    facts = {fact.id: fact.text for fact in told.hidden}
    out = [facts[one] for one in turn.revealed if one in facts]
    said = f" {texts.head['came_out']}: {_plain('; '.join(out))}." if out else ""
    return f"({texts.head['mood']}: {_signed(turn.mood)}.{_why(turn.causes, texts)}{said})"


def _quote(found: Evidence, language: Language) -> str:
    return f"«{_plain(found.quote)}»" if language == "it" else f"“{_plain(found.quote)}”"


def _plain(text: str) -> str:
    """The text on one line with nothing in it that Markdown would read as markup."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _signed(mood: float) -> str:
    return f"{mood:+.1f}"


def _money(amount: Decimal, told: Debrief) -> str:
    return format_money(amount, told.outcome.currency, told.language)


_HEADS: dict[Language, dict[str, str]] = {
    "it": {
        "title": "Esercizio",
        "outcome": "Com'è andata",
        "money": "Concordato {amount}; il miglior accordo possibile vale {possible}.",
        "nothing": "In questo scenario non c'era niente da incassare.",
        "hidden": "Che cosa non diceva il cliente",
        "out": "è venuto fuori alla battuta {n}: «{line}»",
        "kept": "non è venuto fuori",
        "plan": "Il piano",
        "no_deal": "Non è stato concordato nulla.",
        "agreed": "Concordato: {count} rate fino a {instalment}, in tutto {total}, la prima il {first}.",
        "agreed_once": "Concordato: {total} il {first}.",
        "best": "Il miglior piano che la politica e il limite nascosto permettevano:",
        "mood": "Umore del cliente",
        "moved": "All'inizio {began}, alla fine {ended} (da -3 a +3).",
        "turned": "Il momento decisivo è la battuta {n}, «{line}»: da {before} a {after}.",
        "score": "Scheda",
        "conduct": "I livelli giudicano solo le parole citate. Restano tra chi si esercita e chi lo forma.",
        "level": "livello {level} su 4",
        "unjudged": "non giudicabile",
        "better": "Una cosa da fare meglio",
        "next": "Il livello seguente: {next}",
        "examples": "Dal frasario",
        "call": "La chiamata",
        "operator": "Operatore",
        "customer": "Cliente",
        "silence": "(silenzio)",
        "came_out": "È venuto fuori",
    },
    "en": {
        "title": "Practice",
        "outcome": "How it went",
        "money": "Agreed {amount}; the best possible agreement is worth {possible}.",
        "nothing": "There was nothing to collect in this scenario.",
        "hidden": "What the customer was not saying",
        "out": "came out at line {n}: “{line}”",
        "kept": "did not come out",
        "plan": "The plan",
        "no_deal": "Nothing was agreed.",
        "agreed": "Agreed: {count} instalments of up to {instalment}, {total} in all, the first on {first}.",
        "agreed_once": "Agreed: {total} on {first}.",
        "best": "The best plan that the policy and the hidden limit allowed:",
        "mood": "The customer's mood",
        "moved": "{began} at the beginning, {ended} at the end (from -3 to +3).",
        "turned": "It turned at line {n}, “{line}”: from {before} to {after}.",
        "score": "Scorecard",
        "conduct": "Levels judge the quoted words only. They stay between who practises and their trainer.",
        "level": "level {level} of 4",
        "unjudged": "can't be judged",
        "better": "One thing to do better",
        "next": "The next level: {next}",
        "examples": "From the phrasebook",
        "call": "The call",
        "operator": "Operator",
        "customer": "Customer",
        "silence": "(silence)",
        "came_out": "Came out",
    },
}
_CAUSES: dict[Language, dict[str, str]] = {
    "it": {
        "courtesy": "cortesia",
        "empathy": "una parola per ciò che il cliente ha detto",
        "pressure": "pressione",
        "threat": "una minaccia",
        "insult": "un'offesa",
        "brusque": "modi bruschi",
        "dismissed": "una difficoltà liquidata",
        "passed_over": "una difficoltà lasciata senza risposta",
        "rule": "ciò che lo scenario prevede",
        "impatience": "impazienza: la chiamata non andava avanti",
    },
    "en": {
        "courtesy": "courtesy",
        "empathy": "a word for what the customer told",
        "pressure": "pressure",
        "threat": "a threat",
        "insult": "an insult",
        "brusque": "a brusque manner",
        "dismissed": "a difficulty brushed aside",
        "passed_over": "a difficulty left without an answer",
        "rule": "what the scenario provides",
        "impatience": "impatience: the call led nowhere",
    },
}


def debrief_texts(language: Language, dispositions: Mapping[Disposition, str], rubric: Rubric) -> DebriefTexts:
    return DebriefTexts(_HEADS[language], _CAUSES[language], dispositions, rubric)
