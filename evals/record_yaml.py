"""A draft as the file of a case: in the order and shape of the others, with comments on what a person has to do."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel

from evals.case import CaseRecords, CaseTurn, Expected
from evals.record import Draft

AS_FOUND = "  # as found, to be decided"
_HEAD = """\
# yaml-language-server: $schema=schema.json
# Draft of a case, recorded from a reviewed call. Names, addresses and numbers are invented; days and amounts are real.
"""
_LISTS = ("contacts", "invoices", "payments", "promises", "plans", "disputes", "tickets", "notes")


def as_yaml(draft: Draft) -> str:
    """The text of the file."""
    return _HEAD + "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    case = draft.case
    yield from _comments("Check by hand, what couldn't be masked with certainty:", draft.by_hand)
    yield from _comments("Decide:", draft.to_decide)
    for name in ("id", "split", "language", "principal", "purpose"):
        yield f"{name}: {_flow(getattr(case, name))}"
    yield f"about: {_flow(case.about)}{AS_FOUND}"
    yield f"started_at: {case.started_at.isoformat()}"
    yield f"traps: []{AS_FOUND}"
    yield from _customer(case.customer)
    yield "turns:"
    for turn in case.turns:
        yield from _turn(turn)
    mark = "" if draft.note_decided else AS_FOUND
    yield "note:"
    yield f"  disposition: {case.note.disposition}{mark}"
    yield "  items:" if case.note.items else f"  items: []{mark}"
    yield from (f"    - {_flow(item)}{mark}" for item in case.note.items)
    yield "levels:" if case.levels else "levels: {}"
    for criterion, level in case.levels.items():
        yield f"  {criterion}: {_flow(level)}{AS_FOUND if criterion in draft.levels.undecided else ''}"


def _comments(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"# {title}"
        yield from (f"# - {' '.join(line.split())}" for line in lines)


def _customer(records: CaseRecords) -> Iterator[str]:
    yield "customer:"
    given = _given(records)
    for name in [name for name in given if name not in _LISTS]:
        yield f"  {name}: {_flow(given[name])}"
    for name in _LISTS:
        if entries := getattr(records, name):
            yield f"  {name}:"
            yield from (f"    - {_flow(entry)}" for entry in entries)


def _turn(turn: CaseTurn) -> Iterator[str]:
    letter = next(letter for letter in ("o", "c", "t") if getattr(turn, letter) is not None)
    yield f"  - {letter}: {_flow(turn.text)}"
    expect = turn.expect
    if expect == Expected():
        return
    yield "    expect:"
    if expect.situations:
        yield f"      situations: {_flow([str(one) for one in expect.situations])}{AS_FOUND}"
    if expect.cites:
        yield f"      cites: {_flow(expect.cites)}"
    if expect.limits is not None:
        yield f"      limits: {_flow(expect.limits)}{AS_FOUND}"
    if expect.options is not None:
        yield f"      options:{'' if expect.options else ' []'}{AS_FOUND}"
        yield from (f"        - {_flow(option)}" for option in expect.options)


def _given(model: BaseModel) -> dict[str, Any]:
    """The fields that aren't as they are without being named."""
    return {name: getattr(model, name) for name in model.model_dump(exclude_defaults=True, exclude_none=True)}


def _flow(value: object) -> str:
    """One value on one line."""
    written = yaml.dump(
        _plain(value), Dumper=yaml.SafeDumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return str(written).removesuffix("\n").removesuffix("\n...")


def _plain(value: object) -> object:
    """As YAML writes it: amounts as text with two decimals, days as days, moments as text."""
    match value:
        case BaseModel():
            return {name: _plain(one) for name, one in _given(value).items()}
        case Decimal():
            return f"{value:.2f}"
        case dt.datetime():
            return value.isoformat()
        case Mapping():
            return {str(name): _plain(one) for name, one in value.items()}
        case frozenset():
            return sorted(str(one) for one in value)
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value
