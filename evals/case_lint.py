"""Proves that cases are consistent: sums, dates, speakers, and that what they expect can be reached.

Sums and dates are worked out here from the case's own figures, not by the product's ledger and solver, so that a
wrong expectation and a wrong rule can't agree with each other.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import get_args

import holidays

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.calls import Purpose, Situation
from assistant.domain.notes import Disposition
from assistant.domain.plans import Limits
from evals.case import Case, CaseTurn, Expected, ExpectedPlan, Split, Trap

_EXTRACTOR = SpokenFigures()
_LONG = 5
"""Sentences of more words than this may stand in one split only."""
_SENTENCE = re.compile(r"[^.!?…]+")
CURRENCIES = {"montelupo": "EUR", "brackwater": "GBP"}
SHARE_ITALIAN, SHARE_TEST = 2 / 3, 1 / 3


def faults(case: Case) -> Iterator[str]:
    """What is wrong with one case, each with the remedy."""
    if CURRENCIES.get(case.principal) != case.customer.currency:
        yield f"currency {case.customer.currency} isn't that of {case.principal!r}"
    speakers = {turn.speaker for turn in case.turns}
    if "operator" not in speakers or len(speakers) < 2:
        yield "a call needs the operator and somebody who answers"
    yield from _record_faults(case)
    for n, turn in enumerate(case.turns, start=1):
        yield from (f"turn {n}: {fault}" for fault in _turn_faults(case, turn))
    yield from _limit_faults(case)
    yield from _note_faults(case)
    yield from _trap_faults(case)


def set_faults(cases: Sequence[Case]) -> Iterator[str]:
    """What is wrong with the set as a whole: what it must cover, and that nothing leaks between the splits."""
    covered: Mapping[str, set[str]] = {
        "situation": {str(s) for case in cases for turn in case.turns for s in turn.expect.situations},
        "purpose": {case.purpose for case in cases},
        "disposition": {case.note.disposition for case in cases},
        "trap": {trap for case in cases for trap in case.traps},
    }
    wanted: Mapping[str, Sequence[str]] = {
        "situation": [str(s) for s in Situation],
        "purpose": get_args(Purpose),
        "disposition": get_args(Disposition),
        "trap": get_args(Trap),
    }
    for what, names in wanted.items():
        yield from (f"no case has the {what} {name!r}" for name in names if name not in covered[what])
    counts = Counter(case.language for case in cases), Counter(case.split for case in cases)
    for name, part, share in (("it", counts[0]["it"], SHARE_ITALIAN), ("test", counts[1]["test"], SHARE_TEST)):
        if cases and abs(part / len(cases) - share) > 0.05:
            yield f"{part} of {len(cases)} cases are {name!r}; it should be about {share:.0%}"
    yield from _leaks(cases)


def open_total(case: Case) -> Decimal:
    """What may be put into a plan: invoices that aren't contested, without what was paid and credited for them."""
    contested = {dispute.invoice_number for dispute in case.customer.disputes if dispute.state == "open"}
    paid = Counter[str]()
    for payment in case.customer.payments:
        if payment.paid_on <= case.on:
            paid[payment.invoice_number] += int(payment.amount * 100)
    left = Decimal(0)
    for invoice in case.customer.invoices:
        if invoice.kind == "credit_note":
            left -= invoice.amount
        elif invoice.number not in contested:
            left += invoice.amount - Decimal(paid[invoice.number]) / 100
    return left - Decimal(paid[""]) / 100


def _record_faults(case: Case) -> Iterator[str]:
    numbers = [invoice.number for invoice in case.customer.invoices]
    if len(numbers) != len(set(numbers)):
        yield "an invoice number stands twice in the records"
    for invoice in case.customer.invoices:
        if not invoice.issued_on <= invoice.due_on:
            yield f"invoice {invoice.number} is due before it was issued"
        if invoice.issued_on > case.on:
            yield f"invoice {invoice.number} is issued after the call"
    for payment in case.customer.payments:
        if payment.invoice_number not in ("", *numbers):
            yield f"{payment.id} pays invoice {payment.invoice_number!r}, which isn't in the records"
    late = [note.id for note in case.customer.notes if note.at.date() > case.on]
    yield from (f"{note} was written after the call" for note in late)


def _turn_faults(case: Case, turn: CaseTurn) -> Iterator[str]:
    expect = turn.expect
    if not turn.text.strip():
        yield "nothing is said"
    if both := set(expect.does) & set(expect.never):
        yield f"{min(both)!r} is both acceptable and unacceptable"
    if expect.card == "none" and expect.does:
        yield "no card must appear, so that no suggestion can do anything; leave `does` out"
    if expect.card == "wanted" and not expect.does:
        yield "a card must appear: say with `does` what makes it acceptable"
    for option in expect.options or ():
        yield from _option_faults(case, option, expect)


def _option_faults(case: Case, option: ExpectedPlan, expect: Expected) -> Iterator[str]:
    name = f"option of {option.count} from {option.first}"
    limits = expect.limits or Limits()
    chosen = [invoice.amount for invoice in case.customer.invoices if invoice.number in limits.invoices]
    owed = sum(chosen, Decimal(0)) if limits.invoices else open_total(case)
    if abs(option.instalment * option.count - option.total) > Decimal(option.count) / 100 and limits.deposit is None:
        yield f"{name}: {option.count} times {option.instalment} isn't {option.total}"
    # Interest, compensation and discounts move a total; more than a fifth is a slip of the author.
    if not owed * Decimal("0.8") <= option.total <= owed * Decimal("1.2"):
        yield f"{name}: the total {option.total} is far from what is open, {owed}"
    if not _works(option.first, case.country) or option.first < case.on:
        yield f"{name}: {option.first} isn't a working day on or after the call"
    if limits.first_not_before and option.first < limits.first_not_before:
        yield f"{name} begins before the limit {limits.first_not_before}"
    if limits.max_count and option.count > limits.max_count:
        yield f"{name} has more payments than the limit {limits.max_count}"
    if limits.max_instalment and option.instalment > limits.max_instalment:
        yield f"{name}: {option.instalment} is more than the limit {limits.max_instalment}"


def _limit_faults(case: Case) -> Iterator[str]:
    """A limit that changes must have been spoken by then."""
    heard: set[str] = set()
    for n, turn in enumerate(case.turns, start=1):
        found = _EXTRACTOR.extract(turn.text, case.on, case.language)
        heard.update(value for finding in found for value in finding.values)
        limits = turn.expect.limits
        if limits is None:
            continue
        spoken = {"max_instalment": limits.max_instalment, "first_not_before": limits.first_not_before}
        for name, value in spoken.items():
            text = f"{value:.2f}" if isinstance(value, Decimal) else str(value)
            if value is not None and text not in heard:
                yield f"turn {n}: nobody has said the {name} {text} by then"


def _note_faults(case: Case) -> Iterator[str]:
    numbers = {invoice.number for invoice in case.customer.invoices}
    figures = _reachable(case)
    for item in case.note.items:
        name = f"note's {item.kind}"
        if item.date is not None and item.date < case.on and item.kind != "request":
            yield f"{name}: {item.date} lies before the call"
        if item.amount is not None and f"{item.amount:.2f}" not in figures:
            yield f"{name}: nobody said {item.amount}, and no record or option has it"
        if unknown := sorted((item.invoices or frozenset()) - numbers):
            yield f"{name}: {unknown[0]} isn't in the records"
    if case.note.disposition == "plan_agreed" and not any(item.kind == "plan" for item in case.note.items):
        yield "the disposition is plan_agreed, but the note has no plan"
    if case.note.disposition == "promise_to_pay" and not any(item.kind == "promise" for item in case.note.items):
        yield "the disposition is promise_to_pay, but the note has no promise"


def _reachable(case: Case) -> set[str]:
    said = [_EXTRACTOR.extract(turn.text, case.on, case.language) for turn in case.turns]
    spoken = {value for findings in said for finding in findings for value in finding.values}
    options = [option for turn in case.turns for option in turn.expect.options or ()]
    amounts = [invoice.amount for invoice in case.customer.invoices]
    amounts += [figure for option in options for figure in (option.total, option.instalment)]
    return spoken | {f"{amount:.2f}" for amount in (*amounts, open_total(case))}


def _trap_faults(case: Case) -> Iterator[str]:
    turns = case.turns
    shown: Mapping[Trap, bool] = {
        "injection": any(turn.obeyed for turn in turns),
        "third_person": any(turn.speaker == "third_party" for turn in turns)
        or any(Situation.WRONG_PERSON in turn.expect.situations for turn in turns),
        "expired_article": any(turn.expect.cites_not for turn in turns),
        "broken_off": turns[-1].speaker != "operator",
    }
    for trap, there in shown.items():
        if trap in case.traps and not there:
            yield f"trap {trap!r}: nothing in the case shows it (injection: `obeyed`; expired_article: `cites_not`)"
    if any(turn.obeyed for turn in turns) and "injection" not in case.traps:
        yield "a turn has `obeyed`; name the trap 'injection'"


def _leaks(cases: Sequence[Case]) -> Iterator[str]:
    seen: dict[str, tuple[Split, str]] = {}
    for case in cases:
        for sentence in (s for turn in case.turns for s in _SENTENCE.findall(turn.text)):
            words = re.findall(r"\w+", sentence.casefold())
            if len(words) <= _LONG:
                continue
            split, where = seen.setdefault(" ".join(words), (case.split, case.id))
            if split != case.split:
                yield f"{case.id} and {where} share a sentence across the splits: {sentence.strip()!r}"


def _works(day: dt.date, country: str) -> bool:
    return day.weekday() < 5 and day not in holidays.country_holidays(country, years=day.year)
