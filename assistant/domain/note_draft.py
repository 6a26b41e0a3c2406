"""The note of a call, drafted from its folded events: what was agreed, contested, asked, and who does what next.

Pure and quick: it reads what was understood while people spoke and asks no model. Each item rests on utterances, whose
words it quotes; what nobody said is in no note.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.domain.calls import CallInfo, Situation
from assistant.domain.dealings import Dealings, deal
from assistant.domain.dialogue import Turn, quote
from assistant.domain.ledger import OpenItem
from assistant.domain.matters import (
    SURE,
    Action,
    ActionKind,
    Matter,
    Matters,
    answer_day,
    is_technical,
    matters_of,
    private_turns,
)
from assistant.domain.note_ending import Ending
from assistant.domain.note_texts import NoteTexts
from assistant.domain.note_wording import Wording
from assistant.domain.notes import Email, Evidence, ItemKind, Narrative, Note, NoteItem, Owner
from assistant.domain.payments import Commitment, Debts, PlanTalk
from assistant.domain.plans import Approval, Plan
from assistant.domain.policy import Policy
from assistant.domain.records import CustomerFile, Principal
from assistant.domain.schedule import working_day_from
from assistant.domain.spoken_plans import PlanReading
from assistant.domain.telling import Telling

_DAY = dt.timedelta(days=1)
_EVIDENCE_ENDS = 4
"""Quotes kept at either end of an item's evidence."""


@dataclass(frozen=True)
class NoteBasis:
    """What a note is drafted from, beside the turns."""

    info: CallInfo
    file: CustomerFile
    principal: Principal
    policy: Policy
    texts: NoteTexts
    open: Sequence[OpenItem]
    is_working_day: Callable[[dt.date], bool]
    plans: Sequence[Plan] = ()
    """Every plan that was shown in the call."""
    chosen: str | None = None
    approvals: dict[str, Approval] = field(default_factory=dict)
    strangers: frozenset[str] = frozenset()
    """Utterances in which somebody else than the customer was recognised."""
    operator_name: str = ""

    @property
    def on(self) -> dt.date:
        return self.info.started_at.date()

    @property
    def debts(self) -> Debts:
        amounts: dict[str, Decimal] = {}
        for item in self.open:
            amounts[item.invoice_number] = amounts.get(item.invoice_number, Decimal(0)) + item.amount
        overdue = frozenset(item.invoice_number for item in self.open if item.days_past_due(self.on) > 0)
        numbers = tuple(invoice.number for invoice in self.file.invoices)
        currency = self.open[0].currency if self.open else self.principal.currency
        return Debts(self.on, amounts, overdue, numbers, currency)

    def working_days_after(self, days: int) -> dt.date:
        """The working day that comes so many working days after the call."""
        day = self.on
        while days > 0:
            day += _DAY
            days -= self.is_working_day(day)
        return day


@dataclass(frozen=True)
class Draft:
    """The note in the library's sentences, and what of it a model may word better."""

    note: Note
    telling: Telling


def draft_note(turns: Sequence[Turn], basis: NoteBasis) -> Draft:
    """The whole note: items, disposition, narrative and e-mail from the library's sentences."""
    return _Drafting(turns, basis).draft()


class _Drafting:
    def __init__(self, turns: Sequence[Turn], basis: NoteBasis) -> None:
        self.all = turns
        self.basis = basis
        self.turns = private_turns(turns, basis.strangers)
        self.wrong_party = not self.turns and any(t.speaker != "operator" for t in turns)
        self.dealings: Dealings = deal(self.turns, basis.debts)
        heard = self.turns if not self.wrong_party else turns
        self.matters: Matters = matters_of(heard, basis.debts.numbers, basis.on)
        promises = self.dealings.settled()
        self.promises = [p for p in promises if not p.conditional and (p.amount is not None or p.date is not None)]
        self.intentions = [p for p in promises if p.conditional]
        self.words = Wording(basis.texts, basis.info.language)

    def draft(self) -> Draft:
        names, told = self._names(), self._told()
        note = self._note(names, told)
        if self.wrong_party:
            return Draft(note, Telling())
        telling = Telling(
            narrative=self.words.material(note, "told") if note.narrative.text else None,
            quoted=self.words.quoted(told),
            email=self.words.material(note, "email") if note.email.body else None,
            letter=self.words.letter(names),
        )
        return Draft(note, telling)

    def _note(self, names: Mapping[str, str], told: str) -> Note:
        allowed = self.basis.policy.note
        items = tuple(_bounded(item) for item in self._items() if item.kind in allowed.items)
        ending = Ending(
            purpose=self.basis.info.purpose,
            turns=self.turns,
            matters=self.matters,
            wrong_party=self.wrong_party,
            taken_over=any(action.kind == "supervisor" for action in self._left_to_do()),
            planned=self._plan() is not None,
            promised=bool(self.promises),
            verifying=bool(self._verifications()),
        )
        disposition = ending.disposition()
        note = Note(
            call_id=self.basis.info.id,
            customer=self.basis.info.customer,
            language=self.basis.info.language,
            disposition=disposition,
            reason=self.words.reason(self.basis.info.purpose, disposition),
            situations=tuple(s for s in Situation if s != Situation.NONE and s in self._situations()),
            items=items,
        )
        narrative = self.words.narrative(note, self.basis.info.purpose, names, told) if allowed.narrative else ""
        email = self.words.email(note, names, self.basis.on) if allowed.email and not self.wrong_party else Email()
        return note.model_copy(update={"narrative": Narrative(text=narrative), "email": email})

    def _names(self) -> dict[str, str]:
        customer = self.basis.file.customer
        return {
            "customer_name": customer.name,
            "contact_name": customer.contacts[0].name if customer.contacts else "",
            "principal_name": self.basis.principal.name,
            "operator_name": self.basis.operator_name,
        }

    def _situations(self) -> set[Situation]:
        return {s for turn in self.all for s, confidence in turn.situations.items() if confidence >= SURE}

    def _told(self) -> str:
        """The customer's words on the gravest matter of the call."""
        best: tuple[int, Turn] | None = None
        order = list(Situation)
        for turn in self.turns:
            if turn.speaker != "customer":
                continue
            for situation, confidence in turn.situations.items():
                place = order.index(situation)
                if confidence >= SURE and situation not in _PLAIN and (best is None or place < best[0]):
                    best = (place, turn)
        return quote(best[1]).quote if best else ""

    # --- items

    def _items(self) -> list[NoteItem]:
        if self.wrong_party:
            return [self._action(action) for action in self._left_to_do()]
        items = [self._promise(promise) for promise in self.promises]
        plan = self._plan()
        if plan is not None:
            items.insert(0, plan)
        items += [self._dispute(matter) for matter in self.matters.disputes]
        if self.matters.complaint:
            items.append(self._matter("complaint", self.matters.complaint))
        items += self._requests(plan is not None)
        return items + [self._action(action) for action in self._actions(plan)]

    def _promise(self, promise: Commitment) -> NoteItem:
        item = NoteItem(
            kind="promise",
            text="",
            amount=promise.amount,
            currency=promise.currency or self.basis.debts.currency if promise.amount is not None else None,
            date=promise.date,
            invoices=promise.invoices,
            evidence=promise.evidence,
        )
        return self.words.promise(item)

    def _plan(self) -> NoteItem | None:
        talk = self.dealings.plan
        if talk is not None:
            shown = sorted(self.basis.plans, key=lambda plan: plan.id != self.basis.chosen)
            reading = PlanReading(self.basis.debts, self.basis.policy, shown, self.basis.is_working_day)
            plan = reading.plan_of(talk, self.dealings.topic.invoices)
            moved = reading.moved(talk, plan) if plan else []
            return self.words.plan(self._plan_item(plan, talk, talk.evidence), talk, moved)
        chosen = next((plan for plan in self.basis.plans if plan.id == self.basis.chosen), None)
        agreeing = [t for t in self.turns if t.speaker == "customer" and t.confidence(Situation.AGREEMENT) >= SURE]
        if chosen is None or not agreeing:
            return None
        return self.words.plan(self._plan_item(chosen, None, (quote(agreeing[-1]),)), None)

    def _plan_item(self, plan: Plan | None, talk: PlanTalk | None, evidence: tuple[Evidence, ...]) -> NoteItem:
        if plan is None:
            first = talk.first if talk else None
            return NoteItem(kind="plan", text="", date=first, evidence=evidence)
        return NoteItem(
            kind="plan",
            text="",
            amount=plan.total,
            currency=plan.currency,
            date=plan.instalments[0].due,
            invoices=tuple(plan.invoices),
            plan=plan,
            evidence=evidence,
        )

    def _dispute(self, matter: Matter) -> NoteItem:
        return self._matter("dispute" if matter.invoices else "dispute_no_invoice", matter)

    def _matter(self, text: str, matter: Matter) -> NoteItem:
        kind: ItemKind = "complaint"
        if text.startswith("dispute"):
            kind = "dispute"
        elif text.startswith("request"):
            kind = "request"
        item = NoteItem(kind=kind, text="", invoices=matter.invoices, evidence=matter.evidence)
        return self.words.item(item, text, quoted=" … ".join(quote(turn).quote for turn in matter.turns[:2]))

    def _requests(self, planned: bool) -> list[NoteItem]:
        """What was asked and is still open: a payment or plan that was agreed answers what was asked of the terms."""
        requests = self.matters.requests
        agreed = planned or bool(self.promises)
        found = []
        if "documents" in requests:
            found.append(self._matter("request_documents", requests["documents"]))
        if "discount" in requests and not agreed:
            found.append(self._matter("request_discount", requests["discount"]))
        if "instalments" in requests and not agreed and "supervisor" not in self.matters.actions:
            found.append(self._matter("request_instalments", requests["instalments"]))
        return found

    # --- what happens next

    def _actions(self, plan: NoteItem | None) -> list[Action]:
        times = self.basis.policy.response_times
        actions = [*self._verifications(), *self._answers()]
        for kind, action in self.matters.actions.items():
            if kind == "send" and action.by is None and action.working_days is None:
                actions.append(replace(action, working_days=times.document_days))
            elif not self._goes_with_another(kind, action):
                actions.append(action)
        actions += [self._condition(intention) for intention in self.intentions]
        if plan is not None and self._needs_approval(plan):
            actions.append(Action("approve_plan", "supervisor", plan.evidence, working_days=1))
        return actions

    def _goes_with_another(self, kind: ActionKind, action: Action) -> bool:
        """Whether it is part of another action, or no more than the answers of an interview passed on."""
        if kind == "supervisor" and self.basis.info.purpose == "feedback_interview":
            said = {turn.id for turn in self.turns if turn.speaker != "operator"}
            return not any(quoted.utterance_id in said for quoted in action.evidence)
        if kind == "supervisor":
            return "legal" in self.matters.actions
        return kind == "technician" and self.matters.complaint is not None

    def _answers(self) -> list[Action]:
        """What the customer is to hear on disputes and on a complaint: on the day that was named, else the policy's."""
        times, spoken = self.basis.policy.response_times, answer_day(self.turns, self.basis.on)
        actions = []
        if self.matters.disputes:
            evidence = tuple(dict.fromkeys(quoted for one in self.matters.disputes for quoted in one.evidence))
            actions.append(_within(Action("answer_dispute", "back_office", evidence), spoken, times.dispute_days))
        complaint = self.matters.complaint
        if complaint is not None:
            technician = self.matters.actions.get("technician")
            owner: Owner = "technician" if technician or is_technical(complaint) else "back_office"
            evidence = (*complaint.evidence, *(technician.evidence if technician else ()))
            if technician and (technician.by or technician.working_days):
                spoken = (technician.by, technician.working_days)
            actions.append(_within(Action("answer_complaint", owner, evidence), spoken, times.complaint_days))
        return actions

    def _needs_approval(self, item: NoteItem) -> bool:
        plan = item.plan
        if plan is None or plan.authority == "operator":
            return False
        decided = self.basis.approvals.get(plan.id)
        return decided is None or decided.state != "approved"

    def _verifications(self) -> list[Action]:
        contested = {quoted.utterance_id for one in self.matters.disputes for quoted in one.evidence}
        told = {quoted.utterance_id for one in self.dealings.paid for quoted in one.evidence}
        if not told or told <= contested or self.matters.payment_found:
            return []  # a payment that is the reason of a dispute is checked with it
        days = self.basis.policy.response_times.payment_check_days
        action = Action("verify_payment", "back_office", self.dealings.paid[0].evidence)
        return [_within(action, answer_day(self.turns, self.basis.on), days)]

    def _condition(self, intention: Commitment) -> Action:
        after = (intention.date - self.basis.on).days + 1 if intention.date else 0
        by = working_day_from(intention.date + _DAY, self.basis.is_working_day) if intention.date else None
        return Action("conditional", "operator", intention.evidence, by, None if after else 1)

    def _left_to_do(self) -> list[Action]:
        """With somebody else on the line: a call back, and where the one called has died or is ill, who takes over."""
        kinds = ["call_back"]
        if Situation.BEREAVEMENT_OR_ILLNESS in self._situations():
            kinds.append("supervisor")
        return [action for kind, action in self.matters.actions.items() if kind in kinds]

    def _action(self, action: Action) -> NoteItem:
        by = action.by
        if by is None and action.working_days:
            by = self.basis.working_days_after(action.working_days)
        item = NoteItem(kind="next_action", text="", who=action.owner, by=by, evidence=action.evidence)
        if action.kind == "verify_payment":
            paid = self.dealings.paid[0]
            item = item.model_copy(
                update={
                    "amount": paid.amount,
                    "currency": (paid.currency or self.basis.debts.currency) if paid.amount is not None else None,
                    "date": paid.date,
                    "invoices": paid.invoices or (paid.topic if len(paid.topic) == 1 else ()),
                }
            )
        if action.kind == "answer_dispute":
            invoices = dict.fromkeys(number for matter in self.matters.disputes for number in matter.invoices)
            item = item.model_copy(update={"invoices": tuple(invoices)})
        text = "call_back_no_day" if action.kind == "call_back" and by is None else action.kind
        return self.words.item(item, text, quoted=action.evidence[0].quote if action.evidence else "")


_PLAIN = frozenset({Situation.NONE, Situation.AGREEMENT, Situation.INFORMATION_REQUEST, Situation.WRONG_PERSON})
"""Situations whose words say little of why a call went as it did."""


def _bounded(item: NoteItem) -> NoteItem:
    """With the first and the last words on it, where a long call came back to it again and again."""
    if len(item.evidence) <= 2 * _EVIDENCE_ENDS:
        return item
    return item.model_copy(update={"evidence": item.evidence[:_EVIDENCE_ENDS] + item.evidence[-_EVIDENCE_ENDS:]})


def _within(action: Action, spoken: tuple[dt.date | None, int | None], days: int) -> Action:
    """The action on the spoken day, or within the spoken working days, else within the policy's `days`."""
    day, working_days = spoken
    return replace(action, by=day, working_days=working_days or (None if day else days))
