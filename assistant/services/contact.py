"""The contact rules around a call: may it be made, what breaks a rule when it opens, and what does while it goes on."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from assistant.domain.calls import Utterance
from assistant.domain.contact_rules import (
    RECORDING_NOTICE,
    Permission,
    RulePack,
    RuleReason,
    aware,
    in_force,
    recording_notice,
    zone_of,
)
from assistant.domain.events import AlertRaised
from assistant.domain.may_call import PlannedCall, may_call, notice_missing, outside_hours
from assistant.domain.records import CustomerFile
from assistant.services.ports import Library, WorkingDays
from assistant.services.session import Session

_LONGEST_CALL = 86_400.0
"""Seconds after which an utterance's time is a feed's mistake, and says nothing of the hour."""


def rules_of(library: Library, file: CustomerFile, at: datetime) -> Sequence[RulePack]:
    """The packs that hold for this customer's country on the day of the call."""
    return in_force(library.contact_rules(file.customer.principal), file.customer, at)


def customers_time(moment: datetime, library: Library, file: CustomerFile) -> datetime:
    """The moment by the customer's clock, as the packs of the country have it; UTC where there is none.

    A moment without a zone is meant by that clock.
    """
    zone = zone_of(library.contact_rules(file.customer.principal), file.customer) or UTC
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def permission_for(call: PlannedCall, library: Library, working_days: WorkingDays) -> Permission:
    """Whether the call may be made, by the packs of the customer's principal and country."""
    return may_call(call, library.contact_rules(call.file.customer.principal), working_days.is_public_holiday)


async def before_call(session: Session) -> None:
    """Raise an alert for each rule that the call breaks by being made now."""
    info = session.info
    call = PlannedCall(session.file, info.started_at, info.purpose, info.language)
    for reason in may_call(call, session.rules, session.ports.working_days.is_public_holiday).reasons:
        if reason.severity != "info":
            await _raise(session, reason)


async def during_call(session: Session, utterance: Utterance) -> None:
    """After an utterance: the customer's local time may have left the hours, the recording notice may be missing."""
    info, state = session.info, session.state
    if info.purpose != "inbound" and utterance.t <= _LONGEST_CALL and not state.alerted("calling_hours"):
        now = aware(info.started_at) + timedelta(seconds=utterance.t)
        reason = outside_hours(session.rules, now, info.language, left=True)
        if reason:
            await _raise(session, reason, utterance_id=utterance.id)
    if _notice_is_late(session) and (missing := notice_missing(session.rules, info.language)):
        reason, sentence = missing
        await _raise(session, reason, kinder=sentence, utterance_id=utterance.id)


def _notice_is_late(session: Session) -> bool:
    wanted = recording_notice(session.rules)
    return (
        wanted is not None
        and session.state.operator_turns >= wanted[1].within_turns
        and RECORDING_NOTICE in session.state.unticked
        and not session.state.alerted(RECORDING_NOTICE)
    )


async def _raise(session: Session, reason: RuleReason, **more: str) -> None:
    fields = reason.model_dump(include={"rule", "severity", "text", "citation"})
    await session.emit(AlertRaised, **fields, **more)
