"""What two people agreed on in a call about money: a fold over its turns.

A promise needs the customer's words: they name it, or say yes to what the operator named; then both are its evidence.
What is proposed and refused leaves nothing, a correction replaces what it corrects, a condition makes an intention of
a promise. Figures are those that were spoken; "the rest" and "all of it" are computed from the open invoices that were
spoken of, or stay without an amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.domain import speech, speech_told
from assistant.domain.calls import Situation
from assistant.domain.dialogue import Part, Token, Turn, parts_of, quote, sentence_at, sentences_of, tokens_of
from assistant.domain.notes import Evidence
from assistant.domain.payments import (
    Commitment,
    Debts,
    PlanTalk,
    Proposal,
    last_words,
    last_year,
    merged,
    same_amount,
    same_both,
    same_day,
    same_invoice,
    settled,
    words_of,
)
from assistant.domain.spoken_payments import day_gone_by, plan_in, turns_plan_down
from assistant.domain.topic import Topic

_SURE = 0.8
_NO_PROMISES = (speech_told.tells_of_promise_made, speech_told.pays_others, speech_told.bargains)
_SHORT = 8
"""Words of a question that only points at another debt ("e la 102?")."""
_PROPOSAL_LIFE = 2
"""Customer turns for which a proposal waits for its answer."""


@dataclass
class Dealings:
    """`promises` in the order in which they were made; only `hear` changes it."""

    debts: Debts
    promises: list[Commitment] = field(default_factory=list)
    paid: list[Commitment] = field(default_factory=list)
    plan: PlanTalk | None = None
    proposal: Proposal | None = None
    wish: Proposal | None = None
    """What the customer proposed or asked, until the operator has answered."""
    topic: Topic = field(init=False)
    asked: bool = False
    """Whether the operator has just asked when or how much."""
    asked_of_rest: bool = False
    turned_down: bool = False
    """Whether the customer has just turned a figure down."""
    appointed: bool = False
    """Whether the operator has just spoken of calling again."""
    deferred: int | None = None
    """Instalments of which the operator said that somebody senior decides, until that one's yes is told."""
    deposit_deferred: bool = False
    """Whether a deposit goes with them: it is paid once they are granted, so naming its day promises nothing."""

    def __post_init__(self) -> None:
        self.topic = Topic(self.debts)

    def hear(self, turn: Turn) -> None:
        """Take in the next turn of the operator or the customer."""
        tokens = tokens_of(turn, self.debts.numbers)
        if turn.speaker == "operator":
            self._operator(turn, tokens)
        else:
            self._customer(turn, tokens)
            # Who has said yes has answered: figures that come afterwards are about something else.
            self.asked = self.asked and not (speech.affirms(turn.text) or turn.confidence(Situation.AGREEMENT) >= _SURE)

    # --- the operator's words

    def _operator(self, turn: Turn, tokens: list[Token]) -> None:
        wished = self.wish.plan if self.wish is not None else None
        if self.wish is not None and not (wished and speech_told.defers(turn.text)):
            self._answer_wish(turn)
        self.topic.hear(tokens, turn.text)
        of_another = speech.adds(turn.text) or any(token.kind == "invoice" for token in tokens)
        start, end = sentences_of(turn.text)[-1] if turn.text.strip() else (0, 0)
        last = turn.text[start:end]
        another = of_another and bool(self.promises) and "?" in last and len(last.split()) <= _SHORT
        another = another and not speech.speaks_of_calling(last)
        self.asked = (another or speech.asks_for_payment(turn.text)) and not speech.speaks_of_instalments(turn.text)
        self.asked_of_rest = self.asked and speech.adds(turn.text)
        self.appointed = speech.speaks_of_calling(turn.text)
        plan = plan_in(turn, tokens, self.debts.on)
        self._defer(turn, plan)
        parts = () if plan else tuple(self._operator_parts(turn, tokens))
        self._echo(turn, parts)
        plan, anew = self._proposed_anew(plan)
        asked_again = self.proposal is not None and self.proposal.turn.speaker == "customer" and not anew
        if (plan or parts) and not asked_again:
            self.proposal = Proposal(turn, parts, plan, speech.adds(turn.text))
        elif (
            self.proposal is not None
            and not ((plan or parts) and self.proposal.age == 0)
            and (self.proposal.age or "?" in turn.text)
            and len(turn.text.split()) > 8
        ):
            self.proposal = None  # the talk has gone on to something else

    def _defer(self, turn: Turn, plan: PlanTalk | None) -> None:
        """Keep in mind the plan that somebody senior decides on: nobody has agreed to it yet."""
        if speech_told.grants(turn.text):
            self.deferred, self.deposit_deferred = None, False
        elif speech_told.defers(turn.text):
            meant = plan or (self.wish.plan if self.wish else None) or (self.proposal.plan if self.proposal else None)
            self.deferred, self.wish = meant.count if meant else self.deferred, None
        deposit = self.deferred is not None and speech.speaks_of_deposit(turn.text)
        self.deposit_deferred = self.deposit_deferred or deposit

    def _proposed_anew(self, plan: PlanTalk | None) -> tuple[PlanTalk | None, bool]:
        """The operator's plan with what the customer's own proposal adds, and whether it takes that one's place."""
        wish = self.proposal.plan if self.proposal is not None and self.proposal.turn.speaker == "customer" else None
        if plan is None or wish is None:
            return plan, False
        if plan.count != wish.count:
            return plan, True
        filled = replace(
            plan,
            amount=plan.amount if plan.amount is not None else wish.amount,
            first=plan.first or wish.first,
            first_from=plan.first_from if plan.first else wish.first_from,
            evidence=tuple(dict.fromkeys((*wish.evidence, *plan.evidence))),
        )
        return filled, True

    def _echo(self, turn: Turn, parts: Sequence[Part]) -> None:
        """The operator repeats the promise just made and names the amount that was hard to understand."""
        for part in parts:
            asks = "?" in sentence_at(turn.text, part.start, part.end)
            if self.promises and part.amount is not None and not asks:
                latest = self.promises[-1]
                if latest.amount is None and latest.share is None and latest.date == part.date:
                    self._change(len(self.promises) - 1, part, (quote(turn, part.start, part.end),), firm=False)

    def _answer_wish(self, turn: Turn) -> None:
        wish, self.wish = self.wish, None
        if wish is None or speech.refuses(turn.text):
            return
        yes = speech.affirms(turn.text)
        if not yes and not self._repeats(wish, turn):
            return
        if not yes and "?" in turn.text:
            self.proposal = replace(wish, age=0)  # it takes the customer's word that this is what was meant
            return
        if wish.plan is not None:
            self._agree_plan(wish.plan, quote(turn))
        for part in wish.parts:
            self._promise(part, (quote(wish.turn, part.start, part.end), quote(turn)), wish.adds)

    def _repeats(self, wish: Proposal, turn: Turn) -> bool:
        said = {(t.kind, t.value) for t in tokens_of(turn, self.debts.numbers)}
        if any(("date", part.date) in said or ("amount", part.amount) in said for part in wish.parts):
            return True
        if wish.plan is not None and {("amount", wish.plan.amount), ("date", wish.plan.first)} & said:
            return True
        counts = {f.values[0] for f in turn.findings if f.kind == "count"}
        return wish.plan is not None and str(wish.plan.count) in counts

    def _operator_parts(self, turn: Turn, tokens: list[Token]) -> list[Part]:
        def about_paying(clause: str) -> bool | None:
            if (
                speech.speaks_of_calling(clause)
                or speech.speaks_of_answering(clause)
                or speech.speaks_of_papers(clause)
            ):
                return False
            if speech.speaks_of_income(clause) or speech.tells_of_payment_made(clause):
                return False
            if speech.states_debt(clause) or speech.cannot(clause) or speech_told.tells_of_promise_made(clause):
                return False
            return True if speech.speaks_of_paying(clause) else None

        found = parts_of(turn, tokens, about_paying)
        return [part for part in found if self._proposes(part, turn)]

    def _proposes(self, part: Part, turn: Turn) -> bool:
        """Whether a part may be a proposal or a recap: an amount alone is often just what is owed."""
        if part.date is not None:
            told = any(paid.date in (part.date, last_year(part.date)) for paid in self.paid)
            return part.date >= self.debts.on and not told
        around = sentence_at(turn.text, part.start, part.end)
        return part.amount is not None and not part.invoices and speech.speaks_of_paying(around)

    # --- the customer's words

    def _customer(self, turn: Turn, tokens: list[Token]) -> None:
        named_tokens = tokens
        tokens = [t for t in tokens if t.kind == "invoice" or not speech_told.turned_down(turn.text, t.start, t.end)]
        self.turned_down = len(tokens) < len(named_tokens)
        if self.paid and speech_told.takes_payment_back(turn.text):
            self.paid = []
        named = tuple(str(token.value) for token in tokens if token.kind == "invoice")
        agreed = self._reply(turn, tokens)
        if named:
            self.topic.name(named)
        elif tokens:
            self.topic.counted(turn.text)
        if self._told_of_payment(turn, tokens):
            return
        plan = plan_in(turn, tokens, self.debts.on)
        if plan is not None and not turns_plan_down(turn):
            self.wish = Proposal(turn, (), plan)
            return
        parts = self._customer_parts(turn, tokens)
        if not parts or speech.will_not_pay(turn.text) or speech_told.offers_settlement(turn.text):
            return
        self._take_in(turn, parts, agreed)

    def _reply(self, turn: Turn, tokens: Sequence[Token]) -> bool:
        """What the turn answers to the operator's proposal; whether it agrees."""
        proposal = self.proposal
        if proposal is None:
            return False
        figures = any(token.kind in ("amount", "date") for token in tokens)
        sure = turn.confidence(Situation.AGREEMENT) >= _SURE and not speech.refuses(turn.text)
        sure = sure or (self._repeats(proposal, turn) and speech_told.says_yes(turn.text) and "?" not in turn.text)
        if (speech.affirms(turn.text) or sure) and not (figures and speech.objects(turn.text)):
            self.proposal = None
            self._agree(proposal, turn)
            return True
        if (speech.refuses(turn.text) and not figures) or proposal.age + 1 >= _PROPOSAL_LIFE:
            self.proposal = None
        elif not figures:
            self.proposal = replace(proposal, age=proposal.age + 1)
        return False

    def _agree(self, proposal: Proposal, turn: Turn) -> None:
        yes = quote(turn)
        if proposal.plan is not None:
            self._agree_plan(proposal.plan, yes)
        conditional = speech.is_conditional(turn.text) or speech.is_conditional(proposal.turn.text)
        several = len(proposal.parts) > 1
        for part in proposal.parts:
            evidence = (quote(proposal.turn, part.start, part.end), yes)
            known = self._place_of(part)
            known = self._rest_of(part) if known is None else known
            if known is not None:
                self._change(known, part, evidence, firm=not conditional)
            elif part.date is not None and self._may_be_new(part, proposal.turn):
                self._promise(part, evidence, proposal.adds or several, conditional)

    def _may_be_new(self, part: Part, turn: Turn) -> bool:
        if part.amount is None and part.share is None:
            sentence = sentence_at(turn.text, part.start, part.end)
            if part.date == self.debts.on or not (part.invoices or speech.speaks_of_paying(sentence)):
                return False
        return self.plan is None or part.amount is not None

    def _agree_plan(self, plan: PlanTalk, yes: Evidence) -> None:
        if plan.count == self.deferred:
            return
        old = self.plan
        if old is not None and old.count == plan.count and plan.amount in (None, old.amount):
            plan = replace(
                plan,
                amount=old.amount,
                currency=old.currency or plan.currency,
                first=plan.first if plan.first and not plan.first_from else old.first,
                first_from=plan.first_from if plan.first and not plan.first_from else old.first_from,
                evidence=tuple(dict.fromkeys((*old.evidence, *plan.evidence))),
            )
        self.plan = replace(plan, evidence=tuple(dict.fromkeys((*plan.evidence, yes))))

    def _told_of_payment(self, turn: Turn, tokens: Sequence[Token]) -> bool:
        told = speech.tells_of_payment_made(turn.text) and not speech_told.pays_others(turn.text)
        if not told:
            going_on = bool(self.paid) and not self.promises and not speech.speaks_of_paying(turn.text)
            told = going_on and any(t.kind == "amount" for t in tokens) and not self.asked
            told = told or (going_on and any(t.kind == "date" and day_gone_by(t, self.debts.on) for t in tokens))
        if not told:
            return False
        amounts = {t.value for t in tokens if t.kind == "amount"}
        days = {day for t in tokens if (day := day_gone_by(t, self.debts.on))}
        new = Commitment(
            evidence=(quote(turn),),
            amount=next(iter(amounts)) if len(amounts) == 1 else None,  # type: ignore[arg-type]
            currency=next((t.currency for t in tokens if t.kind == "amount" and t.currency), None),
            date=next(iter(days)) if len(days) == 1 else None,
            invoices=tuple(str(t.value) for t in tokens if t.kind == "invoice"),
            topic=self.topic.invoices,
        )
        self.paid = [merged(self.paid[0], new)] if self.paid else [new]
        return not any(t.kind == "date" and day_gone_by(t, self.debts.on) is None for t in tokens)

    def _customer_parts(self, turn: Turn, tokens: Sequence[Token]) -> list[Part]:
        def about_paying(clause: str) -> bool | None:
            if speech.speaks_of_calling(clause) or speech.speaks_of_instalments(clause):
                return False
            if speech.cannot(clause):
                return None if self.turned_down else False  # what follows "the tenth I can't" is offered instead
            if any(tells(clause) for tells in _NO_PROMISES):
                return False
            if speech.speaks_of_income(clause) or speech.tells_of_payment_made(clause):
                return False
            if speech.speaks_of_papers(clause) and not speech.speaks_of_paying(clause):
                return False
            return True if speech.speaks_of_paying(clause) else None

        limited = any(f.kind == "date" and f.bound == "min" for f in turn.findings)
        found = parts_of(turn, [t for t in tokens if not (limited and t.kind == "date")], about_paying)
        found = last_words(turn.text, self._without_asides(turn.text, found))
        return [part for part in found if part.date is None or part.date >= self.debts.on]

    def _without_asides(self, text: str, parts: list[Part]) -> list[Part]:
        """Without days that are told before the first sentence about paying, of which nobody has asked.

        "The crane's back on Tuesday. I'll pay on the eleventh": Tuesday is no day of a payment.
        """
        if self.asked or self.proposal is not None:
            return parts
        paying = [part for part in parts if speech.speaks_of_paying(sentence_at(text, part.start, part.end))]
        first = paying[0].start if paying else 0
        return [part for part in parts if part.start >= first or part.amount is not None or part.share is not None]

    def _take_in(self, turn: Turn, parts: list[Part], agreed: bool) -> None:
        figures = [part for part in parts if part.date is not None or part.amount is not None]
        dated = [part for part in parts if part.date is not None]
        offered = self.proposal is not None
        promised = speech.speaks_of_paying(turn.text) or turn.confidence(Situation.PROMISE_TO_PAY) >= _SURE
        if not figures and not (promised and self.promises):
            return
        if speech.corrects(turn.text) and self.promises and len(parts) == 1 and not agreed and not self.asked_of_rest:
            self._change(self._corrected(parts[0]), parts[0], (quote(turn),), firm=False, overwrite=True)
            return
        if self.appointed and not self.asked and not speech.speaks_of_paying(turn.text) and len(dated) == len(figures):
            return  # the day is that of the call which the operator has just named
        if not dated:
            promised = speech.speaks_of_paying(turn.text)  # an amount alone is often just spoken of
        if not (promised or self.asked or (dated and (offered or agreed))):
            return
        completed = (
            [self._completed(part) for part in parts]
            if offered and len(parts) == 1 and not self.asked_of_rest
            else parts
        )
        self.proposal = None
        conditional = speech.is_conditional(turn.text)
        asks = "?" in turn.text[parts[0].start :] if self.turned_down else "?" in turn.text
        unsure = asks and (conditional or not (promised and dated))
        if unsure or speech.asks_leave(turn.text) or speech.is_soft(turn.text):
            added = any(speech.adds(words_of(turn.text, parts, place)) for place in range(len(parts)))
            self.wish = Proposal(turn, tuple(completed), None, added)
            return
        if len(completed) > 1 and self.asked:
            self._named_anew(completed)
        for place, part in enumerate(completed):
            around = words_of(turn.text, parts, place)
            self._said_of(part, turn, around, several=len(completed) > 1)

    def _named_anew(self, parts: Sequence[Part]) -> None:
        """Payments that are all named with their days, when asked for them, take the place of the same sums before."""
        if all(part.date is not None and part.amount is not None for part in parts):
            amounts = {part.amount for part in parts}
            self.promises = [one for one in self.promises if one.amount not in amounts]

    def _said_of(self, part: Part, turn: Turn, around: str, *, several: bool) -> None:
        conditional = speech.is_conditional(around)
        evidence = (quote(turn, part.start, part.end),)
        known = None if several else self._place_of(part)
        if known is None and self.asked_of_rest and not several:
            known = self._rest_of(part)
        if known is None and not several and part.date is None and self.promises and self.promises[-1].amount is None:
            known = len(self.promises) - 1
        if known is not None:
            self._change(known, part, evidence, firm=not conditional)
        else:
            self._promise(part, evidence, several or self.asked_of_rest or speech.adds(around), conditional)

    def _completed(self, part: Part) -> Part:
        """A counter-proposal with what it leaves as the operator proposed it."""
        proposal = self.proposal
        if proposal is None or len(proposal.parts) != 1:
            return part
        offered = proposal.parts[0]
        return replace(
            part,
            amount=part.amount if part.amount is not None or part.share else offered.amount,
            currency=part.currency or offered.currency,
            share=part.share or (offered.share if part.amount is None else None),
            date=part.date or offered.date,
            invoices=part.invoices or offered.invoices,
        )

    # --- the promises so far

    def _place_of(self, part: Part) -> int | None:
        """The promise that the part repeats or completes: by amount and day, by the day, by the amount, by invoice."""
        for same in (same_both, same_day, same_amount, same_invoice):
            fitting = [n for n, promise in enumerate(self.promises) if same(promise, part)]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _rest_of(self, part: Part) -> int | None:
        """The promise of "the rest" whose day, or whose day and sum, the part names."""
        rests = [n for n, one in enumerate(self.promises) if one.share == "rest" and one.amount is None]
        if len(rests) != 1 or part.date is None:
            return None
        comes_to = settled(self.promises, self.debts)[rests[0]].amount
        return rests[0] if part.amount in (None, comes_to) and part.share in (None, "rest") else None

    def _corrected(self, part: Part) -> int:
        if part.invoices:
            for place, promise in enumerate(self.promises):
                if set(promise.invoices) & set(part.invoices):
                    return place
        return len(self.promises) - 1

    def _promise(self, part: Part, evidence: tuple[Evidence, ...], beside: bool, conditional: bool = False) -> None:
        """A promise of its own, `beside` others; else it replaces or completes the latest on the same matter."""
        if self.deposit_deferred:
            return
        alone = (
            self.debts.owing(part.amount, self.topic.invoices) if part.amount is not None and not part.invoices else ()
        )
        named = part.invoices or (alone if len(alone) == 1 else ())
        new = Commitment(
            evidence=evidence,
            amount=part.amount,
            currency=part.currency,
            share=part.share,
            date=part.date,
            invoices=named,
            topic=named or self.topic.invoices,
            topic_amount=self.topic.amount,
            conditional=conditional,
        )
        if not self.promises or beside or self._other_matter(new):
            self.promises.append(new)
            return
        old = self.promises[-1]
        completes = (old.amount is None and old.share is None) or old.date is None or part.date is None
        if completes or part.amount is None:
            self._change(len(self.promises) - 1, part, evidence, firm=not conditional)
        else:
            self.promises[-1] = replace(new, evidence=tuple(dict.fromkeys((*old.evidence, *evidence))))

    def _other_matter(self, new: Commitment) -> bool:
        latest = self.promises[-1].topic
        return bool(latest and new.topic) and not set(latest) & set(new.topic)

    def _change(
        self, place: int, part: Part, evidence: tuple[Evidence, ...], *, firm: bool, overwrite: bool = False
    ) -> None:
        old = self.promises[place]
        amount = part.amount if part.amount is not None else old.amount
        if part.share and part.amount is None and (old.amount is None or overwrite):
            amount = None
        self.promises[place] = replace(
            old,
            amount=amount,
            currency=part.currency or old.currency,
            share=None if amount is not None else part.share or old.share,
            date=part.date or old.date,
            invoices=tuple(dict.fromkeys((*old.invoices, *part.invoices))),
            evidence=tuple(dict.fromkeys((*old.evidence, *evidence))),
            conditional=old.conditional and not (firm and part.date is not None),
        )

    def settled(self) -> list[Commitment]:
        """The promises with the amounts that follow; beside a plan an amount without a day is none."""
        return settled([one for one in self.promises if not self._of_plan(one)], self.debts)

    def _of_plan(self, promise: Commitment) -> bool:
        """Whether it is an instalment of the agreed plan, or an amount without a day beside it."""
        plan = self.plan
        if plan is None:
            return False
        begins = promise.amount is None and promise.date == plan.first
        return begins or promise.date is None or (plan.amount is not None and promise.amount == plan.amount)


def deal(turns: Sequence[Turn], debts: Debts) -> Dealings:
    """What holds at the end of these turns."""
    dealings = Dealings(debts)
    for turn in turns:
        dealings.hear(turn)
    return dealings
