"""Turns a reviewed call into the draft of a case: masked, with what was found in it and what people decided of that.

Days and amounts stay the real ones. A day that is spoken ("il venti", "fine settembre") would mean another date after
any shift, and articles, rates, holidays and the plans that may be offered hang on the date; amounts are spoken too, and
their sums must hold. Only the time of day is made coarser, to the quarter of an hour.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from assistant.domain.errors import InvalidInput
from assistant.domain.events import AnyOutEvent, CallOpened
from assistant.domain.facts import balances
from assistant.domain.ledger import settle
from assistant.domain.money import amount_text
from assistant.domain.records import CustomerFile, Principal
from assistant.services.ports import Extractor
from assistant.services.reviews import ReviewedCall
from evals.case import Case
from evals.case_lint import CURRENCIES, faults
from evals.record_customer import as_it_was, left_uncertain, masked_customer
from evals.record_mask import Mask, lexicon
from evals.record_names import NameMask
from evals.record_numbers import NumberMask
from evals.record_review import DecidedLevels, decided_levels, reviewed_by_supervisor
from evals.record_turns import lines_of, note, turns, used_cards
from knowledge.yamlfiles import fault_sentence

_LEAST_ABOUT = 8
"""Letters that the reason of a call must have to say anything."""
_ID = re.compile(r"(?:it|en)-[a-z0-9-]{3,60}")


@dataclass(frozen=True)
class Recorded:
    """A call as the data folder has it. `at` is when it began by the customer's clock; `file` are today's records."""

    reviewed: ReviewedCall
    events: Sequence[AnyOutEvent]
    file: CustomerFile
    at: dt.datetime
    principal: Principal
    operator_name: str = ""


@dataclass(frozen=True)
class Draft:
    """A case, and what a person has to do about it before it is one.

    `levels` tells which levels are proposals, `note_decided` whether a person has edited or confirmed the note.
    `by_hand` is what couldn't be masked with certainty, `to_decide` what else is open; both in words.
    """

    case: Case
    levels: DecidedLevels
    note_decided: bool
    by_hand: tuple[str, ...]
    to_decide: tuple[str, ...]


def draft(recorded: Recorded, extractor: Extractor, case_id: str = "") -> Draft:
    """The draft of a case. Raises `InvalidInput` for a call that can't become one, or a wrong id."""
    reviewed = recorded.reviewed
    levels = decided_levels(reviewed_by_supervisor(reviewed))
    file = as_it_was(recorded.file, reviewed.call.info.id, recorded.at)
    mask = _mask(recorded, extractor)
    mask.learn(_texts(recorded))
    customer = masked_customer(file, mask)
    info, stored = reviewed.call.info, reviewed.note
    values = {
        "id": _checked_id(recorded, case_id),
        "split": "dev",
        "language": info.language,
        "principal": info.principal,
        "purpose": info.purpose,
        "about": _about(recorded, mask),
        "started_at": recorded.at.replace(minute=recorded.at.minute // 15 * 15, second=0, microsecond=0),
        "customer": customer.records,
        "turns": turns(reviewed.page, recorded.events, customer, mask),
        "note": note(stored, customer),
        "levels": levels.levels,
    }
    try:
        case = Case.model_validate(values)
    except ValidationError as problem:
        message = f"No case can hold this call: {fault_sentence(Case, problem.errors()[0])} Record another call."
        raise InvalidInput(message, where=info.id) from problem
    return Draft(
        case=case,
        levels=levels,
        note_decided=stored is not None and bool(stored.edited_by or stored.confirmed),
        by_hand=tuple(f"{', '.join(places)}: {doubt}" for doubt, places in mask.checks.items()),
        to_decide=(*_to_decide(recorded, file, levels), *(f"{fault} (the linter)" for fault in faults(case))),
    )


def _mask(recorded: Recorded, extractor: Extractor) -> Mask:
    """Knows the names and numbers of the records, of this customer's only."""
    info, file, page = recorded.reviewed.call.info, recorded.file, recorded.reviewed.page
    names = NameMask(info.language, lexicon(info.language), (recorded.principal.name, page.principal_name))
    people = [one.name for one in file.customer.contacts] + [page.contact_name, file.customer.sales_rep]
    for person in (*people, recorded.operator_name):
        names.person(person)
    for contact in file.contacts:
        names.somebody(contact.with_whom)
    for company in (file.customer.name, recorded.reviewed.call.customer_name):
        names.company(company)
    numbers = [one.number for one in file.invoices]
    return Mask(names, NumberMask(info.language, recorded.at.date(), extractor, (numbers, file.customer.ref)))


def _texts(recorded: Recorded) -> Iterator[str]:
    """All free text that the draft will hold."""
    file = recorded.file
    yield from (line.text for line in recorded.reviewed.page.transcript)
    yield from (one.note for one in file.contacts)
    yield from (text for one in file.tickets for text in (one.subject, one.text))
    yield from (text for one in file.disputes for text in (one.reason, one.resolution))


def _checked_id(recorded: Recorded, wanted: str) -> str:
    """The id asked for, else one of purpose, outcome and a hash: the same call always has the same."""
    info, stored = recorded.reviewed.call.info, recorded.reviewed.note
    if not wanted:
        outcome = stored.note.disposition if stored else "no_outcome"
        digest = hashlib.sha256(info.id.encode()).hexdigest()[:8]
        return f"{info.language}-{info.purpose}-{outcome}-{digest}".replace("_", "-")
    if not _ID.fullmatch(wanted) or not wanted.startswith(f"{info.language}-"):
        message = f"{wanted!r} is no id of this case: begin with {info.language}- and add 3 to 60 of a-z, 0-9 and -."
        raise InvalidInput(message, where="--id")
    return wanted


def _about(recorded: Recorded, mask: Mask) -> str:
    """Why the call was made and how it ended, as the note says it; else its purpose."""
    info, stored = recorded.reviewed.call.info, recorded.reviewed.note
    reason = mask.text(" ".join(stored.note.reason.split()), "about") if stored else ""
    return reason if len(reason) >= _LEAST_ABOUT else f"{info.purpose} ({info.language})"


def _to_decide(recorded: Recorded, file: CustomerFile, levels: DecidedLevels) -> Iterator[str]:
    """What the draft leaves open, beside what stands in it as it was found."""
    page, principal = recorded.reviewed.page, recorded.principal
    used = used_cards(page)
    where = [f"turn {n}" for n, line in enumerate(lines_of(page), start=1) if line.id in used]
    if where:
        yield f"{', '.join(where)}: a card was used there; say with card, does and never what a suggestion must do"
    if levels.without:
        yield f"no level was proposed or given for {', '.join(levels.without)}"
    if recorded.reviewed.note is None:
        yield "the call has no note: say what it had to leave"
    if principal.id not in CURRENCIES:
        yield f"the principal {principal.id!r} and its name stay, for its policy decides; those of cases are invented"
    yield from left_uncertain(file)
    shown, now = _open_at_call(recorded.events), _open_now(file, recorded.at.date())
    if shown is not None and shown != now:
        yield f"open when the call began: {_listed(shown)}; by these records: {_listed(now)}; one was entered since"


def _open_at_call(events: Sequence[AnyOutEvent]) -> set[str] | None:
    """The open amounts that the panel showed at the beginning; None where it showed no facts."""
    facts = next((event.facts for event in events if isinstance(event, CallOpened)), [])
    return {fact.figure.value for fact in facts if fact.key == "outstanding"} if facts else None


def _open_now(file: CustomerFile, on: dt.date) -> set[str]:
    return {amount_text(balance.outstanding) for balance in balances(settle(file, on), on)}


def _listed(amounts: set[str]) -> str:
    return ", ".join(sorted(amounts)) or "nothing"
