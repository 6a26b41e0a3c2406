"""What a customer says in a call, by how the call ends: parts of the stock with the situation that each means."""

import random

from assistant.domain.calls import Situation
from evals.history.world import Story

Heard = tuple[tuple[str, Situation], ...]
_DIFFICULTY = ("difficulty", Situation.TEMPORARY_DIFFICULTY)
_ANGRY = ("angry", Situation.ANGER)
_ASKS = ("information", Situation.INFORMATION_REQUEST)
_ESCALATED = (
    ("insolvency", Situation.INSOLVENCY_OR_LEGAL),
    ("discount", Situation.DISCOUNT_REQUEST),
    ("bereavement", Situation.BEREAVEMENT_OR_ILLNESS),
)


def heard_in(story: Story, chance: random.Random) -> Heard:
    """The parts in the order in which they are said; interviews have their own order."""
    if story.purpose == "feedback_interview":
        return ()
    before: list[tuple[str, Situation]] = []
    if story.purpose == "promise_follow_up":
        before.append(("broken", Situation.NONE))
    if story.theme:
        before.append((story.theme, Situation.SERVICE_COMPLAINT))
    return (*before, *_ending(story, chance))


def _ending(story: Story, chance: random.Random) -> Heard:
    why = (_DIFFICULTY,) if chance.random() < 0.45 else ()
    match story.disposition:
        case "promise_to_pay":
            return (*why, ("promise", Situation.PROMISE_TO_PAY))
        case "plan_agreed":
            return (_DIFFICULTY, ("instalment", Situation.INSTALMENT_REQUEST), ("agree", Situation.AGREEMENT))
        case "dispute_opened":
            return (("dispute", Situation.INVOICE_DISPUTE),)
        case "already_paid_to_verify":
            return (("paid", Situation.ALREADY_PAID),)
        case "callback_scheduled":
            return (*why, ("callback", Situation.CALLBACK_REQUEST))
        case "refused":
            return (
                (_ANGRY, ("refuse", Situation.REFUSAL)) if chance.random() < 0.6 else (("refuse", Situation.REFUSAL),)
            )
        case "escalated":
            return (chance.choice(_ESCALATED),)
        case "wrong_party":
            return ()
        case "no_outcome":
            return (_DIFFICULTY, _ANGRY) if chance.random() < 0.3 else (_DIFFICULTY,)
        case _:
            return _informed(story)


def _informed(story: Story) -> Heard:
    if story.purpose == "pre_due_courtesy":
        return (("courtesy", Situation.NONE),)
    if story.purpose == "dispute_follow_up":
        return (("agree", Situation.NONE),)
    return (_ASKS,)
