"""The customer of a practice call: a pure fold of what the operator's line did. Same scenario and lines, same moves.

A model may word a move, never choose it. In order: what isn't a line to answer (silence, commands to the machine), what
hurts, an offer that can be weighed, the scenario's rules, what any customer does.
"""

from dataclasses import dataclass

from assistant.domain.calls import Situation
from assistant.domain.practice_bargain import Verdict, better, judge, same_terms
from assistant.domain.practice_mood import WANTS_A_WORD, after_reading, after_steps, mood_steps
from assistant.domain.practice_play import Play, holds
from assistant.domain.practice_state import (
    Agreed,
    CustomerMove,
    Ending,
    Figures,
    LineReading,
    MoodStep,
    Progress,
)
from assistant.domain.scenario import Act, Rule, Scenario, Settlement, temper_of

MOST_SILENCES = 3
IDLE_WARNING, IDLE_END = 5, 7
"""After so many turns in a row that led nowhere the customer gets impatient, and leaves."""
HARD_MOOD = 1.0
"""So far below `opens` a customer still promises a part when asked when; lower, nothing is promised."""
_STALE = 2
"""An intent spoken so often before leads nowhere any more."""
_IDLE_INTENTS = frozenset({"stall", "already_said", "impatient", "puzzled", "silence"})
_REACTIONS: tuple[tuple[Act, str], ...] = (
    ("press", "pressured"),
    ("threaten", "pressured"),
    ("dismiss", "pressured"),
    ("condole", "thanks_for_words"),
    ("ask_who", "react_who"),
    ("ask_papers", "react_papers"),
    ("ask_details", "react_details"),
    ("ask_how", "react_how"),
    ("ask_why", "react_why"),
    ("offer_plan", "react_plan"),
    ("offer_discount", "react_discount"),
    ("offer_callback", "react_callback"),
    ("offer_check", "react_check"),
    ("offer_papers", "react_papers_offer"),
    ("apologise", "thanks_for_words"),
    ("acknowledge", "thanks_for_words"),
    ("state_purpose", "hears_purpose"),
    ("name_debt", "hears_purpose"),
    ("check_person", "confirms_person"),
    ("introduce", "greets_back"),
    ("explain", "hears_explanation"),
)
"""What any customer does, the first that fits."""


@dataclass(frozen=True)
class _Answer:
    """What the customer decided, before it is worked into the progress."""

    intent: str
    rule: str
    reveals: tuple[str, ...] = ()
    settles: Settlement | None = None
    deal: Agreed | None = None
    mood: float = 0
    ends: Ending = ""
    refuses_offer: bool = False


def beginning(scenario: Scenario) -> Progress:
    """Where the call stands when the customer picks up."""
    known = tuple(fact.id for fact in scenario.facts if not fact.hidden)
    return Progress(mood=scenario.mood, out=known, unanswered=scenario.mood <= -1)


def advance(play: Play, progress: Progress, reading: LineReading) -> tuple[Progress, CustomerMove]:
    """The customer's move on a line, and where the call stands then."""
    steps = mood_steps(play.scenario.temperament, progress, reading)
    after = after_reading(progress, reading, after_steps(progress.mood, steps))
    answer = _bounded(play, after, _answer(play, progress, after, reading))
    return _worked_in(play, progress, after, answer, steps)


def _answer(play: Play, before: Progress, after: Progress, reading: LineReading) -> _Answer:
    if reading.empty:
        gone = before.silences + 1 >= MOST_SILENCES
        return _Answer("silence_ends" if gone else "silence", "house.silence", ends="hung_up" if gone else "")
    if reading.does("steer"):
        return _Answer("puzzled", "house.puzzled")
    if after.mood <= play.scenario.thresholds.hangs_up:
        return _hangs_up(reading)
    if reading.does("insult"):
        return _Answer("offended", "house.offended")
    return (
        _weighs_offer(play, after, reading)
        or _scenario_rule(play, after, reading)
        or _about_money(play, after, reading)
        or _closing(after, reading)
        or _reaction(play, before, reading)
    )


def _hangs_up(reading: LineReading) -> _Answer:
    hurt = reading.does("insult", "threaten", "press", "dismiss")
    return _Answer("hangs_up" if hurt else "leaves", "house.hangs_up", ends="hung_up")


def _scenario_rule(play: Play, progress: Progress, reading: LineReading) -> _Answer | None:
    for rule in play.scenario.rules:
        if (rule.again or rule.id not in progress.fired) and holds(rule.when, progress, reading):
            return _by_rule(rule, play.figures)
    return None


def _by_rule(rule: Rule, figures: Figures) -> _Answer:
    ends: Ending = "hung_up" if rule.hang_up else "goodbye" if rule.ends else ""
    deal = _promised(figures) if rule.promise else None
    return _Answer(rule.say, rule.id, rule.reveal, rule.settle, deal, rule.mood, ends)


def _promised(figures: Figures) -> Agreed | None:
    amount, day = figures.promise_amount, figures.promise_day
    if amount is None or day is None:
        return None
    return Agreed(kind="promise", total=amount, count=1, instalment=amount, first=day)


def _weighs_offer(play: Play, progress: Progress, reading: LineReading) -> _Answer | None:
    """An offer with figures; None where there is none, or a rule of the scenario has something to say to it first."""
    bargain, offer = play.scenario.bargain, reading.offer
    if bargain is None or offer is None:
        return None
    if progress.deal is not None and same_terms(offer, progress.deal, play.figures):
        return None if reading.does("close") else _Answer("confirms_recap", "house.recap")
    if progress.deal is not None and not _improves(judge(offer, play.figures), progress.deal):
        return _Answer("deal_stands", "house.deal_stands")
    if not holds(bargain.agrees, progress, reading):
        return _scenario_rule(play, progress, reading) or _Answer(bargain.unwilling, "house.not_ready")
    verdict = judge(offer, play.figures)
    if verdict.judgement == "unclear" or verdict.terms is None:
        return _scenario_rule(play, progress, reading) or _Answer("react_plan", "house.unclear_offer")
    if verdict.judgement == "agreed":
        return _Answer(f"agrees_{verdict.terms.kind}", "house.agrees", deal=verdict.terms)
    if verdict.judgement == "too_soon":
        return _Answer("too_soon", "house.too_soon", refuses_offer=True)
    tells = progress.mood >= play.scenario.thresholds.opens and progress.refused_offers > 0
    if tells and bargain.limit_fact:
        return _Answer("names_limit", "house.names_limit", _hidden_limit(play), refuses_offer=True)
    return _Answer("too_much", "house.too_much", mood=-0.5 if progress.refused_offers > 1 else 0, refuses_offer=True)


def _improves(verdict: Verdict, deal: Agreed) -> bool:
    """Whether an offer is worth weighing after a deal: what brings no more is answered with the deal."""
    return verdict.terms is not None and better(verdict.terms, deal)


def _hidden_limit(play: Play) -> tuple[str, ...]:
    return (play.scenario.bargain.limit_fact,) if play.scenario.bargain and play.scenario.bargain.limit_fact else ()


def _about_money(play: Play, progress: Progress, reading: LineReading) -> _Answer | None:
    """Asked how much or when: a customer who trusts tells the limit; one who doesn't promises a part, or evades."""
    bargain = play.scenario.bargain
    if not reading.does("ask_amount", "ask_when"):
        return None
    if progress.deal is not None:
        return _Answer("deal_stands", "house.deal_stands") if not reading.does("recap", "close") else None
    if bargain is None:
        return _Answer("react_amount" if reading.does("ask_amount") else "react_when", "house.react")
    opens = play.scenario.thresholds.opens
    willing = holds(bargain.agrees, progress, reading)
    if reading.does("ask_amount") and willing and progress.mood >= opens and bargain.limit_fact:
        return _Answer("names_limit", "house.names_limit", _hidden_limit(play))
    promised = _promised(play.figures)
    kindly = not reading.does("press", "threaten", "dismiss")
    if reading.does("ask_when") and kindly and promised is not None and progress.mood >= opens - HARD_MOOD:
        return _Answer("promises_part", "house.promises_part", deal=promised)
    if not willing:
        return _Answer(bargain.unwilling, "house.not_ready")
    return _Answer("react_amount" if reading.does("ask_amount") else "react_when", "house.react")


def _closing(progress: Progress, reading: LineReading) -> _Answer | None:
    settled = progress.deal is not None or bool(progress.settled)
    if reading.does("close") and not reading.does("ask_how", "ask_why", "ask_when", "ask_amount", "offer_plan"):
        return _Answer("goodbye" if settled else "goodbye_open", "house.goodbye", ends="goodbye")
    if reading.does("recap"):
        return _Answer("confirms_recap" if settled else "nothing_agreed", "house.recap")
    return None


def _reaction(play: Play, before: Progress, reading: LineReading) -> _Answer:
    if not before.done and not reading.does("introduce"):
        return _Answer("asks_who", "house.asks_who")
    if reading.does("ask_how", "ask_why") and _told_of_itself(play, before):
        return _Answer("told_already", "house.told_already")
    for act, intent in _REACTIONS:
        if reading.does(act):
            return _Answer(intent, f"house.{act}")
    return _Answer("stall", "house.stall")


def _told_of_itself(play: Play, progress: Progress) -> bool:
    """Whether a difficulty is out, so that an answer as to a stranger would sound odd."""
    return any(fact.id in progress.out and fact.situation in WANTS_A_WORD for fact in play.scenario.hidden)


def _bounded(play: Play, after: Progress, answer: _Answer) -> _Answer:
    """The same answer while there is something new to say; then the customer loses patience, and goes."""
    if answer.ends:
        return answer
    idle = 0 if _brings(answer, after) else after.idle + _leads_nowhere(answer.intent, after)
    if idle >= IDLE_END:
        return _Answer("leaves", "house.out_of_patience", ends="hung_up")
    if idle == IDLE_WARNING:
        return _Answer("impatient", "house.impatient", mood=-0.5)
    temper = temper_of(after.mood + answer.mood)
    for intent in (answer.intent, "already_said", "impatient"):
        written = play.lines(intent, temper, deal=bool(answer.deal or after.deal))
        if after.spoken.get(intent, 0) < len(written):
            return answer if intent == answer.intent else _Answer(intent, f"house.{intent}")
    return _Answer("leaves", "house.out_of_patience", ends="hung_up")


def _brings(answer: _Answer, progress: Progress) -> bool:
    """Whether the answer brings the call forward: a fact, a deal, something settled."""
    return bool(set(answer.reveals) - set(progress.out) or answer.deal or answer.settles)


def _leads_nowhere(intent: str, progress: Progress) -> bool:
    return intent in _IDLE_INTENTS or progress.spoken.get(intent, 0) >= _STALE


def _kept(deal: Agreed | None, answer: _Answer) -> Agreed | None:
    """What holds of the deal: the better one; nothing once the customer has hung up, for nobody keeps to that."""
    if answer.ends == "hung_up":
        return None
    return answer.deal if answer.deal and better(answer.deal, deal) else deal


def _worked_in(
    play: Play, before: Progress, after: Progress, answer: _Answer, steps: tuple[MoodStep, ...]
) -> tuple[Progress, CustomerMove]:
    """Progress and move of an answer."""
    if answer.mood:
        steps = (*steps, MoodStep(cause="impatience" if answer.rule == "house.impatient" else "rule", by=answer.mood))
    mood = after_steps(before.mood, steps)
    reveals = tuple(fact for fact in answer.reveals if fact not in before.out)
    told = [play.scenario.fact(fact) for fact in answer.reveals]
    spoke_of = next((fact.situation for fact in told if fact.situation != Situation.NONE), Situation.NONE)
    idle = after.idle + 1 if _leads_nowhere(answer.intent, after) and not _brings(answer, before) else 0
    progress = after.model_copy(
        update={
            "mood": mood,
            "out": (*before.out, *reveals),
            "fired": (*before.fired, *(() if answer.rule.startswith("house.") else (answer.rule,))),
            "spoken": {**before.spoken, answer.intent: before.spoken.get(answer.intent, 0) + 1},
            "settled": tuple(dict.fromkeys((*before.settled, *((answer.settles,) if answer.settles else ())))),
            "deal": _kept(before.deal, answer),
            "spoke_of": spoke_of.value,
            "unanswered": after.unanswered or spoke_of in WANTS_A_WORD,
            "refused_offers": before.refused_offers + answer.refuses_offer,
            "silences": before.silences + 1 if answer.intent.startswith("silence") else 0,
            "idle": idle,
            "ended": answer.ends,
        }
    )
    move = CustomerMove(
        intent=answer.intent,
        rule=answer.rule,
        reveals=reveals,
        settles=answer.settles,
        deal=answer.deal,
        mood_before=before.mood,
        mood_after=mood,
        causes=steps,
        ends=answer.ends,
    )
    return progress, move
