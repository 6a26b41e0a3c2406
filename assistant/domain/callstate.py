"""The state of a call as a fold over its out-events: what was heard, shown, ticked and asked for.

A server that restarts in the middle of a call folds the stored events again and goes on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.domain.calls import Situation, Utterance
from assistant.domain.cards import Card
from assistant.domain.conduct import THIRD_PARTY_RULE
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    ChecklistTicked,
    PlansUpdated,
    SituationDetected,
    SuggestionClosed,
    SuggestionReady,
    UtteranceHeard,
)
from assistant.domain.heard import corrected, utterance_of
from assistant.domain.plans import Approval, Limits, Plan
from assistant.domain.policy import CardPolicy
from assistant.domain.reasons import PROCEDURE_ANNOUNCED
from assistant.domain.said import Said

RECENT_UTTERANCES = 6
CARD_LIFE_IN_OPERATOR_TURNS = 2
"""A card whose moment has passed closes once the operator has spoken this often since it appeared."""


@dataclass
class CallState:
    """Mutable; only `apply` changes it."""

    heard: dict[str, int] = field(default_factory=dict)
    """Utterance id to the hash of its text, to recognise what a feed sends twice."""
    recent: list[Utterance] = field(default_factory=list)
    card: Card | None = None
    operator_turns_since_card: int = 0
    cards: int = 0
    card_shown_at: float = 0.0
    """Seconds into the call at which the last card appeared."""
    dismissed_at: dict[Situation, float] = field(default_factory=dict)
    """Seconds into the call at which a card for the situation was dismissed."""
    customer_turns: int = 0
    operator_turns: int = 0
    stranger: bool = False
    """Whether the voice on the customer's line turned out not to be the customer's."""
    phrases_used: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    """What the customer has promised, contested, told: as it holds now."""
    procedure: bool = False
    """Whether a procedure or a lawyer was spoken of, so that no plan may be offered."""
    unticked: set[str] = field(default_factory=set)
    limits: Limits = field(default_factory=Limits)
    options: list[Plan] = field(default_factory=list)
    nearest: Plan | None = None
    offered: str | None = None
    chosen: str | None = None
    approvals: dict[str, Approval] = field(default_factory=dict)
    """What supervisors were asked and decided, by plan."""
    alerts: set[tuple[str, str | None]] = field(default_factory=set)
    ended: bool = False

    @classmethod
    def fold(cls, events: Iterable[AnyOutEvent]) -> "CallState":
        state = cls()
        for event in events:
            state.apply(event)
        return state

    def apply(self, event: AnyOutEvent) -> None:
        match event:
            case CallOpened():
                self.unticked = {entry.item for entry in event.checklist if not entry.done}
                if event.opening:
                    self.phrases_used.add(event.opening.phrase_id)
            case SituationDetected():
                self.said = event.said
            case UtteranceHeard(partial=False):
                self._hear(event)
            case SuggestionReady():
                self.card, self.operator_turns_since_card = event.card, 0
                self.cards += 1
                self.card_shown_at = self.now
                self.phrases_used.add(event.card.phrase_id)
            case SuggestionClosed():
                self._close(event)
            case PlansUpdated():
                self.limits, self.options = event.limits, event.options
                self.nearest = event.nearest
                self.procedure = event.reason is not None and event.reason.code == PROCEDURE_ANNOUNCED
                self.offered, self.chosen = event.offered, event.chosen
                self.approvals = {approval.plan_id: approval for approval in event.approvals}
            case ChecklistTicked():
                self.unticked.discard(event.item)
            case AlertRaised():
                self.alerts.add((event.rule, event.utterance_id))
                if event.rule == THIRD_PARTY_RULE and self._said_by_customer(event.utterance_id):
                    self.stranger = True
            case CallClosed():
                self.ended = True
            case _:
                pass

    def _hear(self, event: UtteranceHeard) -> None:
        known, utterance = event.utterance_id in self.heard, utterance_of(event)
        self.heard[event.utterance_id] = hash(event.text)
        if known:
            self.recent = corrected(self.recent, utterance)
            return
        self.recent = [*self.recent, utterance][-RECENT_UTTERANCES:]
        if event.speaker == "operator":
            self.operator_turns_since_card += 1
            self.operator_turns += 1
        elif event.speaker == "customer":
            self.customer_turns += 1

    def _close(self, event: SuggestionClosed) -> None:
        if self.card is None or self.card.id != event.card_id:
            return
        # By dismissing it the operator says that this is the right person after all.
        if event.state == "dismissed" and self.card.situation == Situation.WRONG_PERSON:
            self.stranger = False
        # By dismissing this one the operator says that there is no procedure: plans may be offered again.
        if event.state == "dismissed" and self.card.situation == Situation.INSOLVENCY_OR_LEGAL:
            self.procedure = False
        if event.state == "dismissed":
            self.dismissed_at[self.card.situation] = self.now
        self.card = None

    def _said_by_customer(self, utterance_id: str | None) -> bool:
        return any(u.id == utterance_id and u.speaker == "customer" for u in self.recent)

    @property
    def now(self) -> float:
        """Seconds into the call of the last words."""
        return self.recent[-1].t if self.recent else 0.0

    def wants_card(self, situation: Situation, policy: CardPolicy) -> bool:
        """Whether a card for the situation may ask for attention now: not too soon, and not what was just dismissed."""
        dismissed = self.dismissed_at.get(situation)
        if dismissed is not None and self.now - dismissed < policy.quiet_after_dismissal_seconds:
            return False
        answered = self.operator_turns_since_card > 0
        if self.card is None or answered or self.now - self.card_shown_at >= policy.cooldown_seconds:
            return True
        order = list(Situation)
        return order.index(situation) < order.index(self.card.situation)

    @property
    def shown(self) -> list[Plan]:
        """Every plan in front of the operator."""
        return [*self.options, self.nearest] if self.nearest else self.options

    def may_be_promised(self, plan: Plan) -> bool:
        """Whether the operator may say it: it is within their authority, or a supervisor has approved it."""
        approval = self.approvals.get(plan.id)
        return plan.authority == "operator" or (approval is not None and approval.state == "approved")

    @property
    def waiting(self) -> bool:
        """Whether a plan waits for a supervisor's word."""
        return any(approval.state == "pending" for approval in self.approvals.values())

    @property
    def plan(self) -> Plan | None:
        """The plan to speak of: the agreed one, else the balanced option."""
        return self.agreed_plan or next((plan for plan in self.options if plan.label == "balanced"), None)

    @property
    def agreed_plan(self) -> Plan | None:
        """The option that was chosen in the panel, else the one that the operator proposed aloud."""
        wanted = self.chosen or self.offered
        return next((plan for plan in self.shown if plan.id == wanted), None)

    @property
    def card_has_expired(self) -> bool:
        return self.card is not None and self.operator_turns_since_card >= CARD_LIFE_IN_OPERATOR_TURNS

    def alerted(self, rule: str) -> bool:
        return any(raised == rule for raised, _ in self.alerts)
