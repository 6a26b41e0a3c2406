"""How a call ended: the disposition of its note, from what was agreed, contested, told and arranged."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import speech_told
from assistant.domain.calls import Purpose, Situation
from assistant.domain.dialogue import Turn
from assistant.domain.matters import SURE, ActionKind, Matters
from assistant.domain.notes import Disposition


@dataclass(frozen=True)
class Ending:
    """What of a call decides how it ended; `turns` are those of the conversation with the customer."""

    purpose: Purpose
    turns: Sequence[Turn]
    matters: Matters
    wrong_party: bool
    taken_over: bool
    """Whether a supervisor follows a customer who has died or is ill, of which somebody else told."""
    planned: bool
    promised: bool
    verifying: bool

    def disposition(self) -> Disposition:
        """The first that holds, in the order in which outcomes bind: what was agreed, contested, told, arranged."""
        rules: list[tuple[bool, Disposition]] = [
            (self.wrong_party and self.taken_over, "escalated"),
            (self.wrong_party, "wrong_party"),
            (self.planned, "plan_agreed"),
            (self.promised, "promise_to_pay"),
            ("legal" in self.matters.actions, "escalated"),
            (bool(self.matters.disputes), "dispute_opened"),
            (self.verifying, "already_paid_to_verify"),
            (self._escalated(), "escalated"),
            ("call_back" in self.matters.actions, "callback_scheduled"),
            (self.matters.refusal is not None, "refused"),
            (self._informed(), "information_given"),
        ]
        return next((disposition for holds, disposition in rules if holds), "no_outcome")

    def _escalated(self) -> bool:
        """Word to a technician beside the matter of the call is none; nor are answers of an interview passed on."""
        handed: tuple[ActionKind, ...] = ("supervisor", "sales")
        if self.purpose == "feedback_interview":
            said = {turn.id for turn in self.turns if turn.speaker != "operator"}
            supervisor, complaint = self.matters.actions.get("supervisor"), self.matters.complaint
            asked = supervisor is not None and any(quoted.utterance_id in said for quoted in supervisor.evidence)
            return asked or (complaint is not None and bool(complaint.acknowledged))
        return any(kind in self.matters.actions for kind in handed) or self.matters.complaint is not None

    def _informed(self) -> bool:
        """Whether something was asked or told: papers to send, or an answer to a customer who spoke at some length."""
        spoke = [t for t in self.turns if t.speaker == "customer" and len(t.text.split()) >= 4]
        asked = any(
            t.confidence(Situation.INFORMATION_REQUEST) >= SURE or speech_told.asks_something(t.text) for t in spoke
        )
        told = self.purpose in ("pre_due_courtesy", "feedback_interview", "dispute_follow_up") and len(spoke) >= 2
        answered = self.turns and any(t.speaker == "operator" for t in self.turns)
        return bool("send" in self.matters.actions or (answered and (asked or told)))
