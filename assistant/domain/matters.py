"""What a call was about beside payments: contested invoices, complaints, papers asked for, who does what next.

Situations are the classifier's; a contested invoice that the operator takes up aloud needs less certainty. Nothing here
is written without an utterance that says it.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain import speech
from assistant.domain.calls import Situation
from assistant.domain.dialogue import Turn, invoices_in, quote
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

_DISPUTING = re.compile(
    r"\b(?:contest\w+|(?:sospend|sospes)\w+ (?:la|quella|questa|il)|disput\w+|query|queried|on hold|nota di credito|"
    r"credit note)\b",
    re.I,
)
_COMPLAINING = re.compile(r"\b(?:reclam\w+|segnalazion\w+|disservizi\w+|complaint|complain|ticket)\b", re.I)
_TECHNICAL = re.compile(
    r"\b(?:tecnic\w+|ripar\w+|guast\w+|ricambi\w*|manutenzion\w+|si (?:blocca|ferma|riapre)|bloccat\w+|ferm[oa]|"
    r"rott\w+|"
    r"repair\w*|fault\w*|engineer\w*|technician|broken|breaks?|leak\w*|spare|out of order|fix(?:ed)?)\b",
    re.I,
)
_WANTS_PAPERS = re.compile(
    r"\b(?:(?:me|ce) l[aoei] (?:\w+ )?(?:ri)?(?:mand|invi|gir|inoltr|spedi)\w+|"
    r"(?:mi|ci) (?:(?:può|potete|potrebbe|potreste|riesce a|fa|fate|deve|dovete|dovrebbe) )?"
    r"(?:ri)?(?:mand(?!at[oaie])|invi(?!at[oaie])|gir(?!at[oaie])|inoltr|spedi)\w*|"
    r"(?:mandat|inviat|(?:ri)?mand|(?:ri)?invi)(?:emi|eci|ami|imi|i|ate)(?:l[aoei])? (?:\w+ ){0,3}?(?:copia|"
    r"fattur\w+|estratto|email|mail|pec|"
    r"document\w+|iban|coordinate)|(?:avere|ricevere|vedere|serve|servirebbe|servono|voglio|vorrei|bisogno di|"
    r"manca) (?:\w+ ){0,3}?"
    r"(?:copi\w+|estratto|fattur\w+ (?:in|di)|document\w+|rapportin\w+|ddt|bolla|iban|coordinate|duplicat\w+)|"
    r"(?:per|in forma) (?:i)?scritt[oa]|(?:mi|ci) (?:faccia|fate|fa) avere|"
    r"(?:can|could|would|will) you (?:\w+ ){0,2}?(?:re-?)?(?:send|email|e-mail|forward|resend|put)|"
    r"(?:re-?)?(?:send|email|e-mail|forward) (?:me|us|it|that|them|over|those|the|a) ?|"
    r"(?:need|want|like|get|have) (?:\w+ ){0,4}?(?:cop(?:y|ies)|statement|proof of delivery|delivery note|paperwork|"
    r"breakdown)|in writing)",
    re.I,
)
_SENDS_TO_US = re.compile(
    r"\b(?:ve l[aoei]|gliel[aoei]|vi|le) (?:ri)?(?:mand|invi|gir|inoltr)\w+|"
    r"\b(?:i|we)(?:['’]ll| will| can|['’]m going to)? (?:re-?)?(?:send|email|e-mail|forward)|\bget (?:her|him) to\b",
    re.I,
)
_OPERATOR_SENDS = re.compile(
    r"\b(?:(?:gliel[aoei]|ve l[aoei]|le|vi) (?:ri)?(?:mand|invi|spedi|gir|inoltr|prepar)(?:o|erò|iamo|eremo|i)\b|"
    r"(?:le|vi) (?:faccio|farò) avere|(?:ri)?(?:mand|invi)(?:o|erò|iamo|eremo)\b|(?:le|vi) (?:scriv|"
    r"conferm)(?:o|erò)\b"
    r".{0,25}\b(?:mail|e-?mail|scritto|pec)|riceve(?:rà)? (?:la|una|il) (?:\w+ )?(?:conferma|mail|e-?mail|copia)|"
    r"(?:i|we)(?:['’]ll| will| can| am going to)? (?:re-?)?(?:send|email|e-mail|forward|"
    r"confirm (?:\w+ ){0,4}by e-?mail|"
    r"(?:put|confirm) (?:\w+ ){1,4}in (?:an )?"
    r"(?:e-?mail|writing)))",
    re.I,
)
_FOUND_PAYMENT = re.compile(
    r"\b(?:eccol[oa]|l['’]ho trovat\w|lo trovo|(?:lo|la) vedo|risulta (?:arrivat|registrat|saldat|pagat|ricevut)\w|"
    r"è (?:arrivat|saldat|registrat)\w|(?:found|got) it|i can see (?:it|that|the|your)|it(?:['’]s| has) (?:here|"
    r"arrived|"
    r"come in|landed)|has (?:arrived|come in|reached))\b",
    re.I,
)
_NEGATED = re.compile(r"\b(?:non|ancora no|not|can['’]?t|cannot|don['’]t|isn['’]t|hasn['’]t)\b", re.I)
_ASKS_SUPERVISOR = re.compile(
    r"\b(?:responsabile(?! (?:tecnic|amministrativ|acquisti|della manutenzione))|supervisor\w*|superior\w*|"
    r"direttore|direzione|capoufficio|(?:suo|mio) capo|manager|"
    r"someone (?:senior|higher|above)|your boss|team leader)\b",
    re.I,
)
_HANDS_OVER = re.compile(
    r"\b(?:chied\w+|sottopon\w+|sottoporr\w+|pass\w+|parl\w+|sent\w+|inform\w+|coinvolg\w+|inoltr\w+|segnal\w+|"
    r"richiam\w+|approv\w+|autorizz\w+|decid\w+|ask|speak|talk|put|pass|check|escalate|refer|approve\w*|raise|"
    r"call|ring|authoris\w+|have)\b",
    re.I,
)
_SALES = re.compile(
    r"\b(?:commerciale|agente di zona|rappresentante|venditore|sales (?:rep\w*|manager|person|team)|account manager|"
    r"the rep)\b",
    re.I,
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("un|uno|one", "due|two", "tre|three", "quattro|four", "cinque|five", "sei|six", "sette|seven", "otto|eight",
         "nove|nine", "dieci|ten"), start=1)
    for word in words.split("|")
}  # fmt: skip
_WORKING_DAYS = re.compile(
    rf"(?<!\bo )(?<!\bor )\b(\d{{1,2}}|{'|'.join(_NUMBERS)}) (?:giorn\w (?:lavorativ|ferial)\w|(?:working|"
    rf"business) days?)\b",
    re.I,
)
_NEAR = 60
"""Characters between a verb and the day that goes with it, at most."""
_ELSEWHERE = re.compile(r"[.;!?]|(?:,|\be|\band)\s+(?:io|noi|poi|lei|la|le|i|we|then|you)\b", re.I)
"""What parts a day from a verb that stands before it."""
_HANDOVER = re.compile(
    r"\b(?:gliel[ao] passo|te l[ao] passo|gliel[ao] chiamo|attenda (?:che|un attimo)|(?:i['’]ll|let me) (?:put|"
    r"get|pass|fetch)|"
    r"putting you|passing you|here (?:he|she) is|hold on)\b",
    re.I,
)
_SAYS_ME = re.compile(
    r"^\W*(?:s[ìi]\b|in persona|sono io|eccomi|presente|mi dica|yes\b|speaking|that['’]s me|it['’]s me|"
    r"you are\b|i am\b)",
    re.I,
)
"""An answer to "am I speaking to...?" that no stranger gives."""
_SELF = re.compile(
    r"\b(?:sono (?:io|\w+)|eccomi|pronto|mi dica|speaking|this is|it['’]s me|hello|that['’]s me|here)\b", re.I
)


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
    strangers = frozenset(turn.id for turn in turns if turn.id in strangers and not _SAYS_ME.search(turn.text))
    kept: list[Turn] = []
    stranger, handing_over, only_others = False, False, True
    for turn in turns:
        if turn.speaker == "third_party" or turn.id in strangers:
            stranger = True
            handing_over = bool(_HANDOVER.search(turn.text))
            continue
        if turn.speaker == "customer":
            if stranger and turn.id not in strangers:
                back = (handing_over and _SELF.search(turn.text)) or _was_third_party(turns, turn)
                if not back:
                    handing_over = handing_over or bool(_HANDOVER.search(turn.text))
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
            taken = self._taken_up(place, _DISPUTING)
            pays = speech.speaks_of_paying(turn.text) or speech.affirms(turn.text)
            if contested >= SURE or (contested >= _LIKELY and taken and not pays):
                self._dispute(place, taken)
            elif turn.confidence(Situation.SERVICE_COMPLAINT) >= SURE and not (
                "?" in turn.text and self.found.complaint is None
            ):
                self._complaint(place)
            if turn.confidence(Situation.REFUSAL) >= SURE or speech.will_not_pay(turn.text):
                self.found.refusal = turn

        self.found.disputes = [
            one for one in self.found.disputes if one.invoices or one.acknowledged or len(one.turns) > 1
        ]  # a single sentence that names nothing and that nobody takes up opens no dispute

    def _dispute(self, place: int, taken: Sequence[int]) -> None:
        invoices = self._topic(place)
        if not self.named[place]:
            ahead = [self.named[n] for n in taken if len(self.named[n]) == 1]
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
        taken = tuple(self.turns[n] for n in self._taken_up(place, _COMPLAINING)[:1])
        old = self.found.complaint
        turns = (*old.turns, self.turns[place]) if old else (self.turns[place],)
        self.found.complaint = Matter(turns, (), old.acknowledged if old and old.acknowledged else taken)

    def requests(self) -> None:
        for turn in self.turns:
            if turn.speaker == "operator":
                continue
            if _WANTS_PAPERS.search(turn.text) and not _SENDS_TO_US.search(turn.text) and not speech.refuses(turn.text):
                self._request("documents", turn)
            if turn.confidence(Situation.DISCOUNT_REQUEST) >= SURE:
                self._request("discount", turn)
            if turn.confidence(Situation.INSTALMENT_REQUEST) >= SURE:
                self._request("instalments", turn)
            if speech.tells_of_calls_missed(turn.text) and not self._days(turn):
                continue
            calling = speech.speaks_of_calling(turn.text)
            if turn.confidence(Situation.CALLBACK_REQUEST) >= SURE or (
                calling and turn.confidence(Situation.CALLBACK_REQUEST) >= _LIKELY
            ):
                self._request("callback", turn)

    def _request(self, kind: RequestKind, turn: Turn) -> None:
        old = self.found.requests.get(kind)
        self.found.requests[kind] = Matter((*old.turns, turn) if old else (turn,))

    def actions(self) -> None:
        self._sending()
        self._calling()
        for place, turn in enumerate(self.turns):
            self._handing_over(place, turn)
            found = turn.speaker == "operator" and _FOUND_PAYMENT.search(turn.text)
            if found and not _NEGATED.search(turn.text[max(0, found.start() - 25) : found.start()]):
                self.found.payment_found = True

    def _sending(self) -> None:
        asked = self.found.requests.get("documents")
        sends = [
            turn
            for turn in self.turns
            if turn.speaker == "operator" and (match := _OPERATOR_SENDS.search(turn.text)) and match
        ]
        if not asked and not sends:
            return
        evidence = [quote(turn) for turn in (*(asked.turns if asked else ()), *sends[:2])]
        day, days = next(
            (found for turn in sends if (found := self._day_near(turn, _OPERATOR_SENDS)) != (None, None)), (None, None)
        )
        self._act(Action("send", "operator", tuple(evidence), day, days))

    def _calling(self) -> None:
        asked = self.found.requests.get("callback")
        talk = [
            turn
            for turn in self.turns
            if not self._passes_on(turn)
            and not speech.is_conditional(turn.text)
            and self._day_near(turn, speech.CALLING) != (None, None)
        ]
        said_by_customer = [turn for turn in talk if turn.speaker != "operator"]
        offered = [turn for turn in talk if turn.speaker == "operator"]
        if not (asked or said_by_customer or offered):
            return
        wanted = {turn.id for turn in (*(asked.turns if asked else ()), *said_by_customer, *offered)}
        chosen = [turn for turn in self.turns if turn.id in wanted]
        days = [day for turn in chosen if (day := self._day_near(turn, speech.CALLING)[0])]
        days = days or [day for turn in self._answers(chosen) for day in self._days(turn)]
        self._act(Action("call_back", "operator", tuple(quote(t) for t in chosen[:4]), days[-1] if days else None))

    def _answers(self, chosen: Sequence[Turn]) -> list[Turn]:
        """What comes right after the talk of calling again: "giovedì alle dieci"."""
        last = self._place(chosen[-1].id)
        return [t for t in self.turns[last + 1 : last + 3] if len(t.text.split()) <= 12]

    def _place(self, name: str) -> int:
        return next(n for n, turn in enumerate(self.turns) if turn.id == name)

    def _days(self, turn: Turn) -> list[dt.date]:
        days = [f for f in turn.findings if f.kind == "date" and not f.ambiguous]
        return [day for f in days if (day := dt.date.fromisoformat(f.values[0])) >= self.on]

    def _day_near(self, turn: Turn, cue: re.Pattern[str]) -> tuple[dt.date | None, int | None]:
        """The day that stands in the clause of the cue, or the working days that are named there, which come first."""
        match = cue.search(turn.text)
        counted = _WORKING_DAYS.search(turn.text)
        if match and counted and self._together(turn.text, match, counted.span()):
            number = counted.group(1).lower()
            return None, _NUMBERS.get(number) or int(number)
        near: list[tuple[int, dt.date]] = []
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
        return len(between) <= _NEAR and not _ELSEWHERE.search(between)

    def _handing_over(self, place: int, turn: Turn) -> None:
        text, operator = turn.text, turn.speaker == "operator"
        senior = _ASKS_SUPERVISOR.search(text)
        if senior and (_HANDS_OVER.search(text) or not operator) and self._is_wish(turn):
            self._act(Action("supervisor", "supervisor", (quote(turn),), *self._day_near(turn, _HANDS_OVER)))
        if turn.confidence(Situation.INSOLVENCY_OR_LEGAL) >= SURE and not operator:
            self._act(Action("legal", "supervisor", (quote(turn),)))
        if _SALES.search(text) and _HANDS_OVER.search(text):
            self._act(Action("sales", "sales_representative", (quote(turn),), *self._day_near(turn, _HANDS_OVER)))
        technician = re.search(r"\b(?:tecnic[oi]|responsabile tecnico|engineer|technician)\b", text, re.I)
        promised = re.search(
            r"\b(?:mand\w+|invi\w+|verrà|viene|passa\w*|fiss\w+|chied\w+|send|come|book\w*|arrange|ask|have|get)\b",
            text,
            re.I,
        )
        if operator and technician and promised and "?" not in text:
            self._act(Action("technician", "technician", (quote(turn),), *self._day_near(turn, _HANDS_OVER)))

    @staticmethod
    def _passes_on(turn: Turn) -> bool:
        """Whether somebody else is to call, not the operator."""
        others = _ASKS_SUPERVISOR.search(turn.text) or _SALES.search(turn.text)
        return bool(others and _HANDS_OVER.search(turn.text))

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
    return any(_TECHNICAL.search(turn.text) for turn in matter.turns)


def answer_day(turns: Sequence[Turn], on: dt.date) -> tuple[dt.date | None, int | None]:
    """The day (or working days) by which the operator said that an answer comes."""
    answering = re.compile(
        r"\b(?:rispo\w+|riscontr\w+|(?:verific|controll)(?:o|hiamo|iamo|herò|heremo|erò|eremo)|(?:faccio|"
        r"facciamo) sapere|"
        r"answer|reply|check|trace|come back|get back|let you know)\b",
        re.I,
    )
    for turn in turns:
        if turn.speaker == "operator":
            found = _Reading([turn], (), on)._day_near(turn, answering)
            if found != (None, None):
                return found
    return None, None
