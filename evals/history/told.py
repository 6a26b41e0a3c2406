"""Tells a call: the dialogue that an outline (`Story`) stands for, from greeting to goodbye."""

import random
from collections.abc import Callable

from assistant.domain.calls import Purpose, Situation
from evals.history.talk import Talk, Told
from evals.history.words import checklist
from evals.history.world import Story

_DIFFICULT = frozenset(
    {
        Situation.TEMPORARY_DIFFICULTY,
        Situation.BEREAVEMENT_OR_ILLNESS,
        Situation.SERVICE_COMPLAINT,
        Situation.ANGER,
        Situation.INSOLVENCY_OR_LEGAL,
        Situation.INVOICE_DISPUTE,
    }
)
"""What deserves an acknowledgement."""


def tell(story: Story, chance: random.Random) -> Told:
    """The call in words and events; one that isn't complete breaks off in the middle."""
    call = _Telling(Told(story), chance)
    call.opening()
    call.matter()
    if story.complete:
        call.close()
    return call.told


class _Telling(Talk):
    def opening(self) -> None:
        story = self.story
        self.told.add(
            "call.opened",
            0.0,
            customer=story.customer,
            customer_name=story.customer_name,
            contact_name=story.contact,
            principal_name=story.house.principal.name,
            language=story.language,
            purpose=story.purpose,
            started_at=story.at.isoformat(),
            facts=[],
            checklist=checklist(story.house, story.purpose, story.language),
            opening=None,
        )
        if story.purpose == "inbound":
            self.operator("inbound")
            return
        self.operator("open" if self.warm(0.25) else "open_poor")
        if story.disposition != "wrong_party":
            self.customer("answer")
            if self.warm(0.2):
                self.operator("notice")

    def matter(self) -> None:
        story = self.story
        if story.disposition == "wrong_party":
            self.customer("wrong", Situation.WRONG_PERSON)
            self.operator("leave")
            return
        tell: dict[Purpose, Callable[[], None]] = {"feedback_interview": self._interview}
        tell.get(story.purpose, self._collection)()

    def _collection(self) -> None:
        story = self.story
        self._state_purpose()
        stop = max(1, len(story.heard) // 2) if not story.complete else len(story.heard)
        for place, (part, situation) in enumerate(story.heard[:stop]):
            if self.chance.random() < 0.35:
                self.customer("small")
            lines = (
                story.house.stock[story.language].themes[story.house.id].get(part, ()) if part == story.theme else ()
            )
            self.customer(part, situation, lines)
            if self.chance.random() < 0.3:
                self.customer("small")
            self._answer(part, situation, last=place == stop - 1)

    def _state_purpose(self) -> None:
        purpose = self.story.purpose
        if purpose == "promise_follow_up":
            self.operator("promise_recalled")
        elif purpose == "dispute_follow_up":
            self.operator("dispute_status")
            self.operator("dispute_done")
        elif purpose == "pre_due_courtesy":
            self.operator("courtesy_purpose")
        elif purpose == "overdue":
            self.operator("purpose" if self.warm(0.2) else "purpose_poor")

    def _answer(self, part: str, situation: Situation, last: bool) -> None:
        if situation in _DIFFICULT:
            self.operator("ack_warm" if self.warm() else "ack_plain" if self.warm(0.15) else "ack_cold")
        if rule := self._slip():
            text = self.stock.forbidden[rule]
            self.operator_says("forbidden", text, text)
        answer = _ANSWERS.get(part) or ("register_complaint" if part == self.story.theme else "")
        if answer:
            self.operator(answer)
        elif not last:
            self.operator("ask_open" if self.warm(0.15) else "ask_closed")
        if situation in _DIFFICULT and self.warm(-0.2):
            self.operator("take_up")
            self.customer("small")

    def _slip(self) -> str:
        """A rule that the operator breaks now and then; who is colder does it more often."""
        if self.chance.random() < 0.05 * (1 - self.story.warmth):
            return self.chance.choice([*self.stock.forbidden])
        return ""

    def _interview(self) -> None:
        self.operator("interview_purpose")
        self.customer("agree")
        self.operator("interview_notes")
        self.customer("small")
        questions = ("ask_experience", "ask_service", "ask_episode", "ask_why", "ask_change")
        story, parts = self.story, ("like", "theme", "once", "because", "change")
        pairs = list(zip(questions, parts, strict=True))
        for question, part in pairs if story.complete else pairs[:2]:
            self.operator(question)
            if part == "theme":
                themes = story.house.stock[story.language].themes[story.house.id]
                if story.theme:
                    self.customer(story.theme, Situation.SERVICE_COMPLAINT, themes[story.theme])
                    self.operator("ack_warm" if self.warm() else "ack_plain")
                    continue
                part = "like"
            self.customer(part)
        if story.complete:
            self.operator("closed_loop")
            self.customer("small")

    def close(self) -> None:
        story = self.story
        if story.disposition in _RECAPPED and self.warm(0.1):
            recap = "recap_promise" if story.promise else "recap_plan" if story.plan else "recap_other"
            self.operator(recap)
            self.customer("agree", Situation.AGREEMENT if story.plan else Situation.NONE)
        if story.house.id == "montelupo" and story.purpose == "overdue" and self.warm(-0.2):
            self.operator("safety")
        kind = self.warm(0.15)
        self.operator("close_warm" if kind else "close_plain")
        self.customer("thanks" if kind else "cool_bye")
        if self.card is not None:
            self.shut_card(self.card, "expired")
        self.told.add("call.ended", self.t + 2)


_ANSWERS = {
    "dispute": "register_dispute",
    "paid": "verify",
    "instalment": "propose_plan",
    "callback": "call_back",
    "refuse": "accept_no",
    "insolvency": "handle_legal",
    "discount": "small_discount",
    "information": "send",
    "broken": "propose_date",
    "bereavement": "call_back",
}
_RECAPPED = frozenset({"promise_to_pay", "plan_agreed", "dispute_opened", "already_paid_to_verify", "escalated"})
