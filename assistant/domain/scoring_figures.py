"""Figures across the turns of a call: which of them speak of the same thing, and which of those don't agree.

Everything here rests on what the extractor read, so that it holds for words that no list foresees.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from assistant.domain.dialogue import sentences_of
from assistant.domain.findings import Finding
from assistant.domain.manner_signals import SignalId
from assistant.domain.scoring_call import CallRead, Turn

_DIGITS_OF_AN_INVOICE = 5
"""Last characters by which the same invoice is known, with its prefix and without."""


@dataclass(frozen=True)
class Told:
    """A value that an operator gave for a thing.

    `about` names the thing: the total, what is owed, an invoice's amount or due date, one of so many instalments
    (`("each", "4")`).
    """

    turn: Turn
    about: tuple[str, ...]
    value: str


@dataclass(frozen=True)
class Sentence:
    """Part of a turn with the figures in it and what it does."""

    turn: Turn
    text: str
    figures: tuple[Finding, ...]

    def of(self, kind: str) -> list[Finding]:
        return [figure for figure in self.figures if figure.kind == kind and not figure.ambiguous]

    def does(self, *ids: SignalId) -> bool:
        return self.text in self.turn.manner.quotes(*ids)


def sentences(turn: Turn) -> list[Sentence]:
    text = turn.utterance.text
    return [
        Sentence(turn, text[a:b].strip(), tuple(one for one in turn.figures if a <= one.span[0] < b))
        for a, b in sentences_of(text)
    ]


def conflicts(call: CallRead) -> list[tuple[Turn, Turn]]:
    """Pairs of the operator's turns that give unlike values for one thing, where nothing said in between explains it.

    A value that is said to be corrected replaces the one before; one that follows a figure of the customer's may be an
    answer to it; what is left after a credit, a part or a discount is another thing.
    """
    told = [one for turn in call.operator for one in _told(turn)]
    found = [
        (first.turn, second.turn)
        for first, second in combinations(told, 2)
        if first.about == second.about and first.value != second.value and not _explained(call, first, second)
    ]
    return [*found, *_other_answers(call), *_held_up(call)]


def _told(turn: Turn) -> Iterator[Told]:
    for sentence in sentences(turn):
        if sentence.does("changes_amount") or sentence.text.endswith("?"):
            continue
        amounts, dates = sentence.of("amount"), sentence.of("date")
        invoices, counts = sentence.of("invoice"), sentence.of("count")
        if len(amounts) == 1 and not counts and not sentence.does("approximates"):
            if sentence.does("names_total"):
                yield Told(turn, ("total",), amounts[0].values[0])
            elif not invoices and sentence.does("names_owed"):
                yield Told(turn, ("owed",), amounts[0].values[0])
            elif len(invoices) == 1:
                yield Told(turn, ("invoice", _number(invoices[0])), amounts[0].values[0])
        if len(amounts) == 1 and len(counts) == 1:
            yield Told(turn, ("each", counts[0].values[0]), amounts[0].values[0])
        if len(invoices) == 1 and len(dates) == 1 and sentence.does("names_due"):
            yield Told(turn, ("due", _number(invoices[0])), dates[0].values[0])


def _number(invoice: Finding) -> str:
    return invoice.values[0][-_DIGITS_OF_AN_INVOICE:]


def _explained(call: CallRead, first: Told, second: Told) -> bool:
    between = [turn for turn in call.turns if first.turn.n < turn.n <= second.turn.n]
    if any(turn.does("corrects_figures", "changes_amount") for turn in between if turn.by_operator):
        return True
    return first.about[0] == "each" and any(turn.figures for turn in between if not turn.by_operator)


def _other_answers(call: CallRead) -> list[tuple[Turn, Turn]]:
    """Where a customer holds an operator's amount up to them, and hears another one without a word on the change."""
    found: list[tuple[Turn, Turn]] = []
    for before, after in pairwise(call.turns):
        if before.by_operator or not after.by_operator:
            continue
        held, answer = _money(before), _money(after)
        if not held or not answer or held & answer or not _doubts(before, after):
            continue
        given = [turn for turn in call.operator if turn.n < before.n and held & _money(turn)]
        found += [(turn, after) for turn in given[-1:]]
    return found


def _held_up(call: CallRead) -> list[tuple[Turn, Turn]]:
    """Where a customer holds an earlier figure up against the one just given, and the operator corrects neither."""
    found: list[tuple[Turn, Turn]] = []
    for told, doubt in pairwise(call.turns):
        if doubt.by_operator or not told.by_operator or "catches_out" not in doubt.says:
            continue
        after = next((turn for turn in call.operator if turn.n > doubt.n), None)
        if after is not None and corrected(after):
            continue
        for kind in ("amount", "count", "date"):
            held, now = _values(doubt, kind), _values(told, kind)
            given = [turn for turn in call.operator if turn.n < told.n and held & _values(turn, kind)]
            if now and not held & now:
                found += [(turn, told) for turn in given[-1:]]
    return found


def _values(turn: Turn, kind: str) -> set[str]:
    return {value for figure in turn.figures if figure.kind == kind for value in figure.values}


def _doubts(before: Turn, after: Turn) -> bool:
    """Whether the customer holds it up as a contradiction, or asks and isn't answered with a new offer."""
    if "catches_out" in before.says:
        return not corrected(after)
    asks = before.utterance.text.rstrip().endswith("?")
    return asks and not corrected(after) and not after.does("changes_amount", *_OFFERING)


_OFFERING: tuple[SignalId, ...] = ("proposes", "offers_choice", "makes_allowance")


def _money(turn: Turn) -> set[str]:
    """Amounts in it. Bare digits without a currency may as well be the number of an invoice."""
    sure = (one for one in turn.figures if one.kind == "amount" and (one.currency or not one.text.isdigit()))
    return {value for figure in sure for value in figure.values}


def corrected(turn: Turn) -> bool:
    """Whether a figure takes the place of another: words of correction in its sentence, or between two with figures."""
    parts = sentences(turn)
    around = zip([None, *parts], parts, [*parts[1:], None], strict=False)
    return any(
        part.does("corrects_figures") and bool(part.figures or (before and after and before.figures and after.figures))
        for before, part, after in around
    )
