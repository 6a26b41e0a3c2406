"""One call that is going on: its facts, its state, and the one way in which it emits events."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from assistant.domain.calls import CallInfo
from assistant.domain.callstate import CallState
from assistant.domain.conduct import Cued, checklist_for
from assistant.domain.contact_rules import RECORDING_NOTICE, RulePack, recording_notice
from assistant.domain.events import AnyOutEvent, OutEvent
from assistant.domain.facts import CustomerFacts
from assistant.domain.findings import Finding
from assistant.domain.interest import RateTable
from assistant.domain.interview import Words
from assistant.domain.policy import Conduct, Policy
from assistant.domain.records import CustomerFile, Principal
from assistant.services.plans import PlanBasis
from assistant.services.ports import (
    Bus,
    Calls,
    Clock,
    Customers,
    Extractor,
    Library,
    Retriever,
    SituationClassifier,
    Users,
    WorkingDays,
)
from assistant.services.ports_notes import Connectors, Notes
from assistant.services.read_ahead import ReadAhead
from assistant.services.tailor import Tailor
from assistant.services.telling import Teller
from knowledge.types import RecordText

OutEventT = TypeVar("OutEventT", bound=OutEvent)


@dataclass(frozen=True)
class LivePorts:
    """What a live call needs of the outside."""

    calls: Calls
    bus: Bus
    customers: Customers
    users: Users
    library: Library
    retriever: Retriever
    situations: SituationClassifier
    extractor: Extractor
    working_days: WorkingDays
    rates: RateTable
    clock: Clock
    tailor: Tailor
    notes: Notes
    connectors: Connectors
    words: Words
    """Dictionary forms and common words, for the concepts of an interview's answers."""
    teller: Teller | None = None
    """Words notes after their calls; None: templates alone."""


@dataclass
class Session:
    """`lock` keeps the turns of a call in order; tailoring runs beside it and is cancelled when superseded."""

    info: CallInfo
    file: CustomerFile
    facts: CustomerFacts
    principal: Principal
    policy: Policy
    conduct: Conduct
    records: Sequence[RecordText]
    ports: LivePorts
    rules: Sequence[RulePack] = ()
    """The contact rule packs in force on the day of the call."""
    operator_name: str = ""
    state: CallState = field(default_factory=CallState)
    findings: list[Finding] = field(default_factory=list)
    """What was understood in the customer's latest utterance."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    tailoring: asyncio.Task[None] | None = None
    figures: dict[str, list[Finding]] = field(default_factory=dict)
    """Figures that were read in this call's utterances, by their text."""
    warming: asyncio.Task[None] | None = None
    """Prepares the customer's records for searching while the first words are spoken."""
    ahead: ReadAhead = field(default_factory=ReadAhead)
    watched: Callable[[], bool] = lambda: False
    """Whether somebody is looking at this call: its model requests go first."""

    @property
    def basis(self) -> PlanBasis:
        """What plans of this call rest on."""
        return PlanBasis(
            principal=self.principal,
            policy=self.policy,
            on=self.info.started_at.date(),
            working_days=self.ports.working_days,
            rates=self.ports.rates,
            procedure=self.state.procedure,
        )

    @property
    def checklist(self) -> list[Cued]:
        items = checklist_for(self.conduct, self.policy, self.info.purpose)
        wanted = recording_notice(self.rules)
        if wanted and all(item.id != RECORDING_NOTICE for item in items):
            items.append(wanted[1].item)
        return items

    async def emit(self, kind: type[OutEventT], **payload: Any) -> OutEventT:
        """Store, fold and publish one event; it has its `seq` when this returns."""
        event = kind(call_id=self.info.id, at=self.ports.clock.now(), **payload)
        event.seq = await self.ports.calls.append(_known(event))
        self.state.apply(_known(event))
        await self.ports.bus.publish(_known(event))
        return event

    async def publish_only(self, kind: type[OutEventT], **payload: Any) -> None:
        """Tell those who listen, without a place in the log (`seq` 0): partial words that final ones will replace."""
        await self.ports.bus.publish(_known(kind(call_id=self.info.id, at=self.ports.clock.now(), **payload)))

    def figures_of(self, text: str) -> list[Finding]:
        """The figures of an utterance; reading it again costs nothing."""
        if text not in self.figures:
            found = self.ports.extractor.extract(text, self.info.started_at.date(), self.info.language)
            self.figures[text] = found
        return self.figures[text]

    def cancel_tailoring(self) -> None:
        if self.tailoring and not self.tailoring.done():
            self.tailoring.cancel()
        self.tailoring = None


def _known(event: OutEvent) -> AnyOutEvent:
    # Every OutEvent class is a member of the union; the type checker can't see that.
    return event  # type: ignore[return-value]
