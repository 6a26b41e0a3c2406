"""A whole call as the scorecard reads it: every turn with what it does, folded from the call's events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import get_args

from assistant.domain.calls import Purpose, Situation, Utterance
from assistant.domain.conduct import EMPATHY_RULE, THIRD_PARTY_RULE
from assistant.domain.contact_rules import RuleName
from assistant.domain.dialogue import sentences_of
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    ChecklistTicked,
    SituationDetected,
)
from assistant.domain.findings import Finding
from assistant.domain.heard import utterances
from assistant.domain.manner import Heard, Lemma, Manner, read_customer, read_manner
from assistant.domain.manner_figures import Links, read_links
from assistant.domain.manner_signals import CustomerId, SignalId, Signals
from assistant.domain.money import Language
from assistant.domain.notes import Evidence
from assistant.domain.policy import Severity

SURE = 0.6
"""Confidence from which a situation counts here: a level is a proposal that a person reads, a card interrupts."""
_RECENT = 3
"""The customer's turns whose words a line may take up."""
_STARTS_LATE = 30.0
"""Seconds: a transcript whose first words come later begins in the middle."""
_CLOSING: tuple[SignalId, ...] = ("goodbye", "thanks_for_time", "vague_contact")
_SETTLING: tuple[SignalId, ...] = ("recaps", "commits", "thanks")
_TRAILING = ("...", "…", "-", "–")
_HINTS = frozenset({EMPATHY_RULE, THIRD_PARTY_RULE, *get_args(RuleName)})
"""Alerts that help the operator, or speak of when a call may be made: no wording is wrong."""


@dataclass(frozen=True)
class Turn:
    """One utterance. `manner` and `links` are an operator's, `says` and `situations` are the other side's."""

    n: int
    utterance: Utterance
    manner: Manner = field(default_factory=Manner)
    figures: tuple[Finding, ...] = ()
    situations: frozenset[Situation] = frozenset()
    says: frozenset[CustomerId] = frozenset()
    links: Links = field(default_factory=Links)

    @property
    def by_operator(self) -> bool:
        return self.utterance.speaker == "operator"

    @property
    def words(self) -> int:
        return len(self.utterance.text.split())

    def does(self, *ids: SignalId) -> bool:
        return not self.manner.does.isdisjoint(ids)

    def has(self, *kinds: str) -> bool:
        """Whether figures of one of these kinds were spoken."""
        return any(figure.kind in kinds for figure in self.figures)

    def states(self, *kinds: str) -> bool:
        """Whether figures of one of these kinds were stated: in no question, but one that asks for confirmation."""
        text, confirming = self.utterance.text, self.manner.quotes("asks_confirmation")
        told = [
            (begin, end)
            for begin, end in sentences_of(text)
            if not text[begin:end].rstrip().endswith("?") or text[begin:end].strip() in confirming
        ]
        mine = (figure.span[0] for figure in self.figures if figure.kind in kinds)
        return any(begin <= at < end for at in mine for begin, end in told)

    def exact(self, day: date) -> bool:
        """Whether it gives an amount, or a day other than that of the call: "oggi" says when, not which."""
        days = (value for figure in self.figures if figure.kind == "date" for value in figure.values)
        return self.has("amount") or any(value != day.isoformat() for value in days)

    def evidence(self, *ids: SignalId) -> Evidence:
        """The sentence that did one of these, else the whole turn."""
        quotes = self.manner.quotes(*ids)
        return Evidence(utterance_id=self.utterance.id, quote=quotes[0] if quotes else self.utterance.text)


@dataclass(frozen=True)
class Breach:
    """A forbidden wording that raised an alert."""

    rule: str
    severity: Severity
    turn: Turn


@dataclass(frozen=True)
class CallRead:
    """`required` are the checklist items that must be said in this call, with their text; `ticked` those that were."""

    call_id: str
    language: Language
    purpose: Purpose
    turns: tuple[Turn, ...]
    day: date
    ended: bool
    """Whether somebody hung up, so far as the feed said."""
    lost: bool = False
    """Whether the call was ended because its feed fell silent."""
    required: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    breaches: tuple[Breach, ...] = ()
    principal_name: str = ""

    @cached_property
    def operator(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.by_operator)

    @cached_property
    def others(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if not turn.by_operator)

    @cached_property
    def customer(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.utterance.speaker == "customer")

    @cached_property
    def stranger(self) -> bool:
        """Whether the person who had to be spoken with never was on the line, though somebody was."""
        if not self.customer:
            return bool(self.others)
        wrong = [turn.n for turn in self.customer if Situation.WRONG_PERSON in turn.situations]
        return bool(wrong) and not any(turn.n > wrong[-1] and turn.situations - _IDLE for turn in self.customer)

    @cached_property
    def begins_late(self) -> bool:
        """Whether the transcript lacks the beginning."""
        if not self.turns:
            return False
        first = self.turns[0].utterance
        return first.t > _STARTS_LATE or first.text.lstrip().startswith(("...", "…"))

    @cached_property
    def breaks_off(self) -> bool:
        """Whether it stops without anybody having closed it."""
        if self.lost or not self.turns:
            return self.lost
        last = self.turns[-1]
        if last.utterance.text.rstrip().endswith(_TRAILING) or (last.by_operator and _is_cut(last.utterance.text)):
            return True
        closed = any(turn.does(*_CLOSING) or "goodbye" in turn.says for turn in self.turns[-_RECENT:])
        spoken = self.operator[-1] if self.operator else None
        settled = spoken and spoken.does(*_SETTLING) and not spoken.utterance.text.rstrip().endswith("?")
        return not (closed or settled or "agrees" in last.says)


_IDLE = frozenset({Situation.NONE, Situation.WRONG_PERSON, Situation.CALLBACK_REQUEST})


def _is_cut(text: str) -> bool:
    """Whether written-out words stop within a sentence. Transcripts without punctuation say nothing of it."""
    words = text.rstrip()
    return any(mark in words[:-1] for mark in ".,?!") and words[-1:].isalnum()


@dataclass(frozen=True)
class Reader:
    """What reading a call needs: the signals, the dictionary, what finds figures, and what must be said."""

    signals: Signals
    lemma: Lemma
    figures: Callable[[str], Sequence[Finding]]
    required: tuple[str, ...] = ()


def read_call(events: Iterable[AnyOutEvent], reader: Reader) -> CallRead | None:
    """The call that these events tell of; None where none of them opens it."""
    opened: CallOpened | None = None
    log = list(events)
    meant: dict[str, SituationDetected] = {}
    ticked: set[str] = set()
    alerts: list[AlertRaised] = []
    ended = lost = False
    for event in log:
        match event:
            case CallOpened():
                opened = event
            case SituationDetected():
                meant[event.utterance_id] = event
            case ChecklistTicked():
                ticked.add(event.item)
            case AlertRaised():
                alerts.append(event)
            case CallClosed():
                ended, lost = not event.lost, event.lost
            case _:
                pass
    if opened is None:
        return None
    turns = _turns(utterances(log), meant, reader)
    items = {entry.item: entry.text for entry in opened.checklist}
    return CallRead(
        call_id=opened.call_id,
        language=opened.language,
        purpose=opened.purpose,
        turns=turns,
        day=opened.started_at.date(),
        ended=ended,
        lost=lost,
        required={item: items[item] for item in reader.required if item in items},
        ticked=frozenset(ticked),
        breaches=_breaches(alerts, turns),
        principal_name=opened.principal_name,
    )


def _turns(heard: Sequence[Utterance], meant: dict[str, SituationDetected], reader: Reader) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    told: list[str] = []
    said: list[str] = []
    for n, utterance in enumerate(heard):
        if utterance.speaker == "operator":
            before = Heard(told[-_RECENT:], said, reader.lemma)
            manner = read_manner(utterance.text, reader.signals.language, reader.signals, before)
            figures = tuple(reader.figures(utterance.text))
            links = read_links(utterance.text, figures, reader.signals)
            turns.append(Turn(n, utterance, manner, figures, links=links))
            said.append(utterance.text)
        else:
            event = meant.get(utterance.id)
            sure = frozenset(s.id for s in event.situations if s.confidence >= SURE) if event else frozenset()
            figures = tuple(event.findings) if event else ()
            says = read_customer(utterance.text, reader.signals)
            turns.append(Turn(n, utterance, figures=figures, situations=sure, says=says))
            told.append(utterance.text)
    return tuple(turns)


def _breaches(alerts: Sequence[AlertRaised], turns: Sequence[Turn]) -> tuple[Breach, ...]:
    """Alerts on an operator's words. Whether a call may be made at that hour isn't a matter of wording."""
    by_id = {turn.utterance.id: turn for turn in turns if turn.by_operator}
    return tuple(
        Breach(alert.rule, alert.severity, by_id[alert.utterance_id])
        for alert in alerts
        if alert.utterance_id in by_id and alert.rule not in _HINTS
    )
