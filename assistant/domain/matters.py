"""What a call was about beside payments: contested invoices, complaints, papers asked for, who does what next.

Situations are the classifier's; a contested invoice that the operator takes up aloud needs less certainty. Nothing here
is written without an utterance that says it.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain import speech, speech_told
from assistant.domain.calls import Situation
from assistant.domain.dialogue import Turn, invoices_in, quote, sentence_at, sentences_of
from assistant.domain.matter_words import (
    ANSWERING,
    ASKS_SUPERVISOR,
    CALLS_IN_PERSON,
    CALLS_US,
    CHECKING,
    COMES,
    COMPLAINING,
    DISPUTING,
    ELSEWHERE,
    FOUND_PAYMENT,
    HANDOVER,
    HANDS_OVER,
    NEAR,
    NEGATED,
    NUMBERS,
    OPENS_DISPUTE,
    OPERATOR_SENDS,
    OTHERS_CALL,
    PARTED,
    SALES,
    SAYS_ME,
    SELF,
    SENDS_TO_US,
    TECHNICAL,
    TECHNICIAN,
    TOLD,
    WANTS_PAPERS,
    WORKING_DAYS,
)
from assistant.domain.notes import Evidence, Owner

SURE = 0.8
_LIKELY = 0.4
_SOON = 4
"""Turns within which the operator takes up what the customer said."""

ActionKind = Literal[
    "send",
    "verify_payment",
    "answer_dispute",
    "answer_complaint",
    "call_back",
    "supervisor",
    "legal",
    "sales",
    "technician",
    "conditional",
    "approve_plan",
]
RequestKind = Literal["documents", "discount", "instalments", "callback"]


@dataclass(frozen=True)
class Matter:
    """A dispute, complaint or request with its words. `invoices` are those spoken of."""

    turns: tuple[Turn, ...]
    invoices: tuple[str, ...] = ()
    acknowledged: tuple[Turn, ...] = ()
    """The operator's turns that take it up."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(quote(turn) for turn in (*self.turns, *self.acknowledged))


@dataclass(frozen=True)
class Action:
    """Something that was said to happen next."""

    kind: ActionKind
    owner: Owner
    evidence: tuple[Evidence, ...]
    by: dt.date | None = None
    working_days: int | None = None
    """Spoken working days, where the day itself has to be counted."""


@dataclass
class Matters:
    disputes: list[Matter] = field(default_factory=list)
    complaint: Matter | None = None
    requests: dict[RequestKind, Matter] = field(default_factory=dict)
    actions: dict[ActionKind, Action] = field(default_factory=dict)
    payment_found: bool = False
    refusal: Turn | None = None


def private_turns(turns: Sequence[Turn], strangers: frozenset[str]) -> list[Turn]:
    """The turns of a conversation with the customer: nothing said to or by anybody else.

    `strangers` are utterances labelled as the customer's in which somebody else was recognised. From there on the voice
    is that person's, until it hands over and somebody answers.
    """
    strangers = frozenset(turn.id for turn in turns if turn.id in strangers and not SAYS_ME.search(turn.text))
    kept: list[Turn] = []
    stranger, handing_over, only_others = False, False, True
    for turn in turns:
        if turn.speaker == "third_party" or turn.id in strangers:
            stranger = True
            handing_over = bool(HANDOVER.search(turn.text))
            continue
        if turn.speaker == "customer":
            if stranger and turn.id not in strangers:
                back = (handing_over and SELF.search(turn.text)) or _was_third_party(turns, turn)
                if not back:
                    handing_over = handing_over or bool(HANDOVER.search(turn.text))
                    continue
                stranger = False
            only_others = False
        if not stranger:
            kept.append(turn)
    return [] if only_others else kept


def _was_third_party(turns: Sequence[Turn], turn: Turn) -> bool:
    """Whether the stranger before it has a label of their own, so that a customer's turn is the customer's."""
    before = turns[: turns.index(turn)]
    last = next((t for t in reversed(before) if t.speaker != "operator"), None)
    return last is not None and last.speaker == "third_party"


def matters_of(turns: Sequence[Turn], numbers: Sequence[str], on: dt.date) -> Matters:
    """Everything beside payments in these turns, in which `numbers` are the customer's invoices."""
    reading = _Reading(turns, numbers, on)
    reading.disputes_and_complaints()
    reading.requests()
    reading.actions()
    return reading.found


class _Reading:
    def __init__(self, turns: Sequence[Turn], numbers: Sequence[str], on: dt.date) -> None:
        self.turns = turns
        self.on = on
        self.found = Matters()
        self.named = [tuple(str(token.value) for token in invoices_in(turn, numbers)) for turn in turns]

    def _topic(self, place: int) -> tuple[str, ...]:
        """The invoice spoken of at that turn; none where several were listed."""
        for before in range(place, -1, -1):
            if self.named[before]:
                return self.named[before] if before == place or len(self.named[before]) == 1 else ()
        return ()

    def _taken_up(self, place: int, cue: re.Pattern[str]) -> list[int]:
        return [
            n
            for n in range(place + 1, min(len(self.turns), place + 1 + _SOON))
            if self.turns[n].speaker == "operator" and cue.search(self.turns[n].text)
        ]

    def disputes_and_complaints(self) -> None:
        for place, turn in enumerate(self.turns):
            if turn.speaker != "customer":
                continue
            contested = turn.confidence(Situation.INVOICE_DISPUTE)
            complained = turn.confidence(Situation.SERVICE_COMPLAINT)
            taken = self._taken_up(place, DISPUTING)
            pays = speech.speaks_of_paying(turn.text) or speech.affirms(turn.text)
            disputed = contested >= SURE and (taken or contested >= complained)
            if disputed or (contested >= _LIKELY and taken and not pays):
                self._dispute(place, taken)
            elif complained >= SURE and not ("?" in turn.text and self.found.complaint is None):
                self._complaint(place)
            if turn.confidence(Situation.REFUSAL) >= SURE or speech.will_not_pay(turn.text):
                self.found.refusal = turn
        self._opened_aloud()
        self.found.disputes = [
            one for one in self.found.disputes if one.invoices or one.acknowledged or len(one.turns) > 1
        ]  # a single sentence that names nothing and that nobody takes up opens no dispute

    def _opened_aloud(self) -> None:
        """A dispute that the operator opens in so many words is one, whatever was understood of the customer's."""
        for place, turn in enumerate(self.turns):
            if turn.speaker != "operator" or not OPENS_DISPUTE.search(turn.text):
                continue
            before = self.turns[max(0, place - _SOON) : place]
            told = [n for n, one in enumerate(self.turns[:place]) if one.speaker == "customer" and one in before]
            if told and not any(one in before for matter in self.found.disputes for one in matter.turns):
                self._dispute(told[-1], [place])

    def _dispute(self, place: int, taken: Sequence[int]) -> None:
        invoices = self._topic(place)
        if not self.named[place]:
            asked = [n + 1 for n in taken if "?" in self.turns[n].text and n + 1 < len(self.turns)]
            ahead = [self.named[n] for n in sorted((*taken, *asked)) if len(self.named[n]) == 1]
            invoices = ahead[0] if ahead and not (invoices and len(invoices) == 1) else invoices
        acknowledged = tuple(self.turns[n] for n in taken[:1])
        new = Matter((self.turns[place],), invoices, acknowledged)
        for n, old in enumerate(self.found.disputes):
            if not old.invoices or not invoices or set(old.invoices) & set(invoices):
                merged = tuple(dict.fromkeys((*old.invoices, *invoices)))
                taken_up = (*old.acknowledged, *(t for t in acknowledged if t not in old.acknowledged))
                self.found.disputes[n] = Matter((*old.turns, self.turns[place]), merged, taken_up)
                return
        self.found.disputes.append(new)

    def _complaint(self, place: int) -> None:
        taken = tuple(self.turns[n] for n in self._taken_up(place, COMPLAINING)[:1])
        if not taken and not speech_told.speaks_of_our_service(self.turns[place].text):
            return  # trouble of the customer's own
        old = self.found.complaint
        turns = (*old.turns, self.turns[place]) if old else (self.turns[place],)
        self.found.complaint = Matter(turns, (), old.acknowledged if old and old.acknowledged else taken)

    def requests(self) -> None:
        for place, turn in enumerate(self.turns):
            if turn.speaker == "operator" or speech_told.commands_machine(turn.text):
                continue
            if self._wants_papers(turn) or self._accepts_papers(place):
                self._request("documents", turn)
            if turn.confidence(Situation.DISCOUNT_REQUEST) >= SURE and speech_told.speaks_of_discount(turn.text):
                self._request("discount", turn)
            if turn.confidence(Situation.INSTALMENT_REQUEST) >= SURE:
                self._request("instalments", turn)
            if speech.tells_of_calls_missed(turn.text) and not self._days(turn):
                continue
            calling = speech.speaks_of_calling(turn.text)
            if self._calls_himself(turn):
                continue
            off = calling or speech_told.puts_off(turn.text)
            if (off and turn.confidence(Situation.CALLBACK_REQUEST) >= SURE) or (
                calling and turn.confidence(Situation.CALLBACK_REQUEST) >= _LIKELY
            ):
                self._request("callback", turn)

    @staticmethod
    def _wants_papers(turn: Turn) -> bool:
        """A "no" of another sentence answers something else."""
        wanted = WANTS_PAPERS.search(turn.text)
        if wanted is None or SENDS_TO_US.search(turn.text):
            return False
        return not speech.refuses(sentence_at(turn.text, *wanted.span()))

    def _accepts_papers(self, place: int) -> bool:
        """Whether the turn says yes to papers that the operator has just offered to send."""
        before = self.turns[place - 1] if place else None
        if before is None or before.speaker != "operator" or speech.refuses(self.turns[place].text):
            return False
        if not speech_told.says_yes(self.turns[place].text):
            return False
        asked = [before.text[a:b] for a, b in sentences_of(before.text) if before.text[a:b].rstrip().endswith("?")]
        return any(OPERATOR_SENDS.search(words) and speech.speaks_of_papers(words) for words in asked)

    def _request(self, kind: RequestKind, turn: Turn) -> None:
        old = self.found.requests.get(kind)
        self.found.requests[kind] = Matter((*old.turns, turn) if old else (turn,))

    def actions(self) -> None:
        self._sending()
        self._calling()
        for place, turn in enumerate(self.turns):
            self._handing_over(place, turn)
            found = turn.speaker == "operator" and FOUND_PAYMENT.search(turn.text)
            if found and not NEGATED.search(turn.text[max(0, found.start() - 25) : found.start()]):
                self.found.payment_found = True

    def _sending(self) -> None:
        asked = self.found.requests.get("documents")
        sends = [
            turn
            for turn in self.turns
            if turn.speaker == "operator" and (match := OPERATOR_SENDS.search(turn.text)) and match
        ]
        if not asked and not sends:
            return
        evidence = [quote(turn) for turn in (*(asked.turns if asked else ()), *sends[:2])]
        day, days = next(
            (found for turn in sends if (found := self._day_near(turn, OPERATOR_SENDS)) != (None, None)), (None, None)
        )
        if (day, days) == (None, None):
            said = [*(asked.turns if asked else ()), *sends[:2]]
            after = [turn for turn in self._answers(said) if turn.speaker == "operator"]
            day = next((day for turn in after for day in self._days(turn)), None)
        self._act(Action("send", "operator", tuple(evidence), day, days))

    def _calling(self) -> None:
        asked = self.found.requests.get("callback")
        talk = [
            turn
            for turn in self.turns
            if not self._passes_on(turn)
            and not self._calls_himself(turn)
            and not self._may_not_call(turn)
            and not self._tells_outcome(turn)
            and self._day_near(turn, speech.CALLING) != (None, None)
        ]
        said_by_customer = [turn for turn in talk if turn.speaker != "operator"]
        offered = [turn for turn in talk if turn.speaker == "operator"]
        if not (asked or said_by_customer or offered):
            return
        wanted = {turn.id for turn in (*(asked.turns if asked else ()), *said_by_customer, *offered)}
        chosen = [turn for turn in self.turns if turn.id in wanted]
        days = [day for turn in chosen if (day := self._day_near(turn, speech.CALLING)[0])]
        days = days or [
            day for turn in (*self._just_before(chosen), *self._answers(chosen)) for day in self._near(turn)
        ]
        self._act(Action("call_back", "operator", tuple(quote(t) for t in chosen[:4]), days[-1] if days else None))

    @staticmethod
    def _may_not_call(turn: Turn) -> bool:
        """Whether the sentence of the call sets a condition; "I'll try Nigel" is none."""
        call = speech.CALLING.search(turn.text)
        words = sentence_at(turn.text, *call.span()) if call else turn.text
        return speech.is_conditional(speech.CALLING.sub(" ", words))

    def _just_before(self, chosen: Sequence[Turn]) -> list[Turn]:
        """The few words that the last talk of calling again takes up: "half four this afternoon"."""
        last = self._place(chosen[-1].id)
        return [t for t in self.turns[max(0, last - 1) : last] if t.speaker != "operator" and len(t.text.split()) <= 12]

    def _near(self, turn: Turn) -> list[dt.date]:
        """The days that are named, the day of the call included."""
        return self._days(turn) or [self.on for _ in speech_told.todays(turn.text)]

    def _calls_himself(self, turn: Turn) -> bool:
        """Whether the customer is to ring, on no day that was named: nobody has to call them."""
        if turn.speaker == "operator" or not CALLS_US.search(turn.text):
            return False
        rest = CALLS_US.sub(" ", turn.text)
        return not (speech.speaks_of_calling(rest) or speech_told.puts_off(rest) or self._days(turn))

    def _answers(self, chosen: Sequence[Turn]) -> list[Turn]:
        """The few words that come right after what was said of calling or sending: "giovedì alle dieci"."""
        last = max(self._place(turn.id) for turn in chosen)
        return [t for t in self.turns[last + 1 : last + 3] if len(t.text.split()) <= 12]

    def _place(self, name: str) -> int:
        return next(n for n, turn in enumerate(self.turns) if turn.id == name)

    def _days(self, turn: Turn) -> list[dt.date]:
        days = [f for f in turn.findings if f.kind == "date" and not f.ambiguous]
        return [day for f in days if (day := dt.date.fromisoformat(f.values[0])) >= self.on]

    def _day_near(self, turn: Turn, cue: re.Pattern[str]) -> tuple[dt.date | None, int | None]:
        """The day that stands in the clause of the cue, or the working days that are named there, which come first."""
        match = cue.search(turn.text)
        counted = WORKING_DAYS.search(turn.text)
        if match and counted and self._together(turn.text, match, counted.span()):
            number = counted.group(1).lower()
            return None, NUMBERS.get(number) or int(number)
        near: list[tuple[int, dt.date]] = []
        for span in speech_told.todays(turn.text) if match else ():
            if match is not None and self._together(turn.text, match, span):
                near.append((abs(span[0] - match.end()), self.on))
        for finding in turn.findings:
            day = dt.date.fromisoformat(finding.values[0]) if finding.kind == "date" else dt.date.min
            if match is None or finding.ambiguous or day < self.on:
                continue
            if self._together(turn.text, match, finding.span):
                near.append((abs(finding.span[0] - match.end()), day))
        return (min(near)[1], None) if near else (None, None)

    @staticmethod
    def _together(text: str, cue: re.Match[str], span: tuple[int, int]) -> bool:
        between = text[min(cue.end(), span[1]) : max(cue.start(), span[0])]
        if span[1] <= cue.start() and PARTED.search(between):
            return False
        return len(between) <= NEAR and not ELSEWHERE.search(between)

    def _handing_over(self, place: int, turn: Turn) -> None:
        text, operator = turn.text, turn.speaker == "operator"
        senior = [words for a, b in sentences_of(text) if ASKS_SUPERVISOR.search(words := text[a:b])]
        handed = any(HANDS_OVER.search(words) for words in senior) if operator else self._granted(place)
        if senior and handed and self._is_wish(turn):
            self._act(Action("supervisor", "supervisor", (quote(turn),), *self._day_near(turn, HANDS_OVER)))
        if turn.confidence(Situation.INSOLVENCY_OR_LEGAL) >= SURE and not operator:
            self._act(Action("legal", "supervisor", (quote(turn),)))
        if SALES.search(text) and HANDS_OVER.search(text):
            self._act(Action("sales", "sales_representative", (quote(turn),), *self._day_near(turn, HANDS_OVER)))
        said = [words for a, b in sentences_of(text) if "?" not in (words := text[a:b])]
        if operator and any(TECHNICIAN.search(words) and COMES.search(words) for words in said):
            near = self._day_near(turn, HANDS_OVER)
            if near == (None, None) and not TOLD.search(text):
                near = self._day_near(turn, TECHNICIAN)
            self._act(Action("technician", "technician", (quote(turn),), *near))

    def _granted(self, place: int) -> bool:
        """Whether the operator agrees to what the customer wishes there; nobody's answer leaves it open."""
        after = self.turns[place + 1 : place + 1 + _SOON]
        answers = [turn.text for turn in after if turn.speaker == "operator"]
        return not answers or any(HANDS_OVER.search(text) or speech.affirms(text) for text in answers)

    @staticmethod
    def _passes_on(turn: Turn) -> bool:
        """Whether somebody else is to call, not the operator."""
        if turn.speaker == "operator" and CALLS_IN_PERSON.search(turn.text):
            return False
        others = ASKS_SUPERVISOR.search(turn.text) or SALES.search(turn.text)
        called = turn.speaker == "operator" and OTHERS_CALL.search(turn.text)
        return bool(called or (others and HANDS_OVER.search(turn.text)))

    @staticmethod
    def _tells_outcome(turn: Turn) -> bool:
        """Whether the call is how the outcome of a check is told: it goes with the check."""
        call = speech.CALLING.search(turn.text) if turn.speaker == "operator" else None
        return call is not None and bool(CHECKING.search(sentence_at(turn.text, *call.span())[: -len(call.group())]))

    def _is_wish(self, turn: Turn) -> bool:
        """An operator's word that somebody senior takes over, or a customer who asks for one."""
        if turn.speaker == "operator":
            return "parlo con" not in turn.text.lower() and "speaking to" not in turn.text.lower()
        return bool(
            re.search(r"\b(?:vogli\w+|vorrei|pass\w+|parl\w+|want|speak|talk|put me|get me)\b", turn.text, re.I)
        )

    def _act(self, action: Action) -> None:
        old = self.found.actions.get(action.kind)
        if old is None:
            self.found.actions[action.kind] = action
            return
        evidence = tuple(dict.fromkeys((*old.evidence, *action.evidence)))
        self.found.actions[action.kind] = Action(
            action.kind, action.owner, evidence, action.by or old.by, action.working_days or old.working_days
        )


def is_technical(matter: Matter) -> bool:
    return any(TECHNICAL.search(turn.text) for turn in matter.turns)


def answer_day(turns: Sequence[Turn], on: dt.date) -> tuple[dt.date | None, int | None]:
    """The day (or working days) by which the operator said that an answer comes."""
    for turn in turns:
        if turn.speaker == "operator":
            found = _Reading([turn], (), on)._day_near(turn, ANSWERING)
            if found != (None, None):
                return found
    return None, None
