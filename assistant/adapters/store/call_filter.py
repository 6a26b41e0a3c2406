"""A filter of calls as conditions on `call_facts`, for every query over calls."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from assistant.adapters.store.tables_facts import call_facts, call_situations
from assistant.domain.call_filter import CallFilter

_c = call_facts.c


def conditions(chosen: CallFilter, principals: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """What holds of the rows of `call_facts` that fit; `principals` are those that the person may see (None: all)."""
    found = _columns(chosen)
    if principals is not None:
        found.append(_c.principal.in_(principals))
    if chosen.situation is not None:
        came_up = select(call_situations.c.call_id).where(call_situations.c.situation == chosen.situation)
        found.append(_c.call_id.in_(came_up))
    if chosen.critical is not None:
        found.append(_c.critical_alerts > 0 if chosen.critical else _c.critical_alerts == 0)
    if chosen.since is not None:
        found.append(_c.day >= chosen.since)
    if chosen.until is not None:
        found.append(_c.day <= chosen.until)
    return found


def _columns(chosen: CallFilter) -> list[ColumnElement[bool]]:
    wanted = {
        _c.principal: chosen.principal,
        _c.team: chosen.team,
        _c.operator: chosen.operator,
        _c.purpose: chosen.purpose,
        _c.disposition: chosen.disposition,
        _c.customer: chosen.customer,
    }
    return [column == value for column, value in wanted.items() if value]
