"""Three operators who play practice calls by themselves: good, hurried and hostile. No model: same seed, same lines.

They go by what the customer just said and by what they have on the screen. What kind of thing the customer told is
taken from the move, in the place of a listener's understanding; nothing that is hidden is looked at.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml

from assistant.domain.money import Language
from assistant.domain.plans import Plan
from assistant.domain.practice_state import PracticeState
from assistant.domain.practice_words import spoken_company, spoken_day, spoken_money
from assistant.domain.scenario import FactKind
from assistant.domain.scenario_records import day_of
from assistant.domain.slots import fill, slots_in
from assistant.services.practice import PracticePorts, limits_heard, offers

Kind = Literal["good", "hurried", "hostile"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LINES = Path(__file__).parent / "sets" / "simulated"
MOST_TURNS = 18
_SETTLES: dict[FactKind, tuple[str, str]] = {
    "complaint": ("complaint", "log_complaint"),
    "dispute": ("dispute", "open_dispute"),
    "insolvency": ("referral", "ask_practitioner"),
    "authority": ("callback", "authority"),
    "bereavement": ("callback", "offer_time"),
    "paid": ("verify", "verify"),
}
"""What a good operator does about a kind of fact until it is settled."""
_ASKS_DISCOUNT: dict[Language, tuple[str, ...]] = {
    "it": ("sconto", "riduzione"),
    "en": ("discount", "tenth off", "on the price", "room", "real number", "offering me nothing", "for nothing"),
}
_ABSENT: dict[Language, tuple[str, ...]] = {
    "it": ("non può venire", "non c'è", "lui no"),
    "en": ("not here", "isn't here", "can't come to"),
}
_SAYS_PAID: dict[Language, tuple[str, ...]] = {
    "it": ("pagat",),
    "en": ("paid", "pressing the button", "friday", "end of the week", "on its way", "all in hand", "weekend"),
}


@cache
def read_lines(language: Language) -> dict[str, dict[str, list[str]]]:
    text = (LINES / f"{language}.yaml").read_text(encoding="utf-8")
    lines: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return lines


@dataclass
class Simulated:
    """One operator in one call."""

    kind: Kind
    seed: int
    ports: PracticePorts
    needs: list[str] = field(default_factory=list)
    """What was needed turn by turn; each is said in other words the next time."""
    plan: Plan | None = None

    def line(self, state: PracticeState) -> str | None:
        """The next line; None: the operator puts the phone down."""
        if len(state.turns) >= MOST_TURNS or (self.needs and self.needs[-1] == "close"):
            return None
        need = _NEEDS[self.kind](self, state)
        written = read_lines(state.scenario.language)[self.kind][need]
        again = self.needs.count(need)
        self.needs.append(need)
        shuffled = sorted(written, key=lambda text: hashlib.sha256(f"{self.seed}|{text}".encode()).hexdigest())
        template = shuffled[again % len(shuffled)]
        slots = self._slots(state)
        return fill(template, {name: slots[name] for name in slots_in(template)})

    def said(self, *needs: str) -> bool:
        return any(need in self.needs for need in needs)

    def _slots(self, state: PracticeState) -> dict[str, str]:
        scenario, figures = state.scenario, state.figures
        language, currency = scenario.language, figures.currency
        invoice = min(scenario.records.invoices, key=lambda one: one.due)
        slots = {
            "principal": spoken_company(self.ports.library.principal(scenario.principal).name),
            "company": scenario.persona.company,
            "invoice": invoice.number,
            "amount": spoken_money(invoice.amount, currency, language),
            "due": spoken_day(day_of(figures.on, invoice.due), language),
        }
        if self.plan is not None:
            parts = self.plan.instalments
            slots |= {
                "plan_count": str(len(parts)),
                "plan_amount": spoken_money(max(part.amount for part in parts), currency, language),
                "plan_first": spoken_day(parts[0].due, language),
                "plan_total": spoken_money(self.plan.total, currency, language),
            }
        if deal := state.progress.deal:
            slots |= {
                "deal_total": spoken_money(deal.total, currency, language),
                "deal_first": spoken_day(deal.first, language),
            }
        return slots

    def choose_plan(self, state: PracticeState) -> str:
        """Set the plan to propose: what the limits heard so far allow, the quickest; the need that words it."""
        result = offers(state, limits_heard(state, self.ports), self.ports)
        self.plan = result.options[0] if result.options else result.nearest
        if self.plan is None:
            return "ask_how"
        return "propose" if len(self.plan.instalments) > 1 else "propose_once"


def _good(me: Simulated, state: PracticeState) -> str:
    if not state.turns:
        return "open"
    move = state.turns[-1].move
    if move.intent == "asks_who":
        return "introduce"
    told = [state.scenario.fact(fact).kind for fact in move.reveals]
    if ending := _ending(me, state):
        return ending
    return _answer(me, state, told) or _explore(me, state)


def _ending(me: Simulated, state: PracticeState) -> str | None:
    """Recap and goodbye, once there is a deal that can't get better, or nothing more to settle."""
    deal, settled = state.progress.deal, state.progress.settled
    if me.said("recap_deal", "recap_settled"):
        return "close"
    if deal is not None and (deal.kind == "plan" or me.said("propose_once", "propose")):
        return "recap_deal"
    final = {"callback", "referral"} & set(settled)
    return "recap_settled" if final else None


def _answer(me: Simulated, state: PracticeState, told: Sequence[FactKind]) -> str | None:
    """A word for what was just told, and what has to be done about it."""
    language, heard = state.scenario.language, state.turns[-1].answer.casefold()
    lines = read_lines(language)["good"]
    for kind in told:
        if kind == "cash_limit" and not _wants_discount(state):
            return me.choose_plan(state)
        if kind in lines and kind not in ("authority",):
            return kind
    out = [state.scenario.fact(fact).kind for fact in state.progress.out]
    for kind in out:
        settles = _SETTLES.get(kind)
        if settles and settles[0] not in state.progress.settled and me.needs.count(settles[1]) < 3:
            return settles[1]
    if any(words in heard for words in _ABSENT[language]) and not me.said("absent"):
        return "absent"
    if _wants_discount(state) and me.needs.count("refuse_discount") < 2 and any(told) | me.said("ask_why"):
        return "refuse_discount"
    if (
        state.progress.deal is None
        and any(words in heard for words in _SAYS_PAID[language])
        and me.needs.count("ask_details") < 3
    ):
        return "ask_details"
    return None


def _wants_discount(state: PracticeState) -> bool:
    words = _ASKS_DISCOUNT[state.scenario.language]
    return any(word in turn.answer.casefold() for turn in state.turns for word in words)


def _explore(me: Simulated, state: PracticeState) -> str:
    """Purpose, then open questions, then money; open questions again where the customer isn't ready."""
    if not me.said("purpose"):
        return "purpose"
    for need, most in (("ask_how", 1), ("ask_why", 1)):
        if me.needs.count(need) < most:
            return need
    last = state.turns[-1].move.intent
    if last in ("names_limit", "too_soon"):
        return me.choose_plan(state)
    if last == "too_much" and me.needs.count("ask_amount") < 2:
        return "ask_amount"
    not_ready = state.turns[-1].move.rule == "house.not_ready"
    if not_ready or (me.said("ask_amount") and state.progress.deal is None and me.said("propose", "propose_once")):
        for need, most in (("ask_who", 1), ("ask_how", 3), ("ask_details", 2), ("ask_why", 2)):
            if me.needs.count(need) < most:
                return need
    if me.needs.count("ask_amount") < 1:
        return "ask_amount"
    if me.needs.count("propose") + me.needs.count("propose_once") < 5:
        return me.choose_plan(state)
    return "close"


_HURRIED_STEPS = ("ask_when", "ask_amount", "press", "ask_when")


def _hurried(me: Simulated, state: PracticeState) -> str:
    if not state.turns:
        return "open"
    if state.turns[-1].move.intent == "asks_who":
        return "introduce"
    if state.progress.deal is not None:
        return "close" if me.said("accept") else "accept"
    asked = sum(me.needs.count(need) for need in _HURRIED_STEPS)
    return _HURRIED_STEPS[asked] if asked < len(_HURRIED_STEPS) else "close"


def _hostile(me: Simulated, state: PracticeState) -> str:
    return "push" if state.turns else "open"


_NEEDS: dict[Kind, Callable[[Simulated, PracticeState], str]] = {
    "good": _good,
    "hurried": _hurried,
    "hostile": _hostile,
}
