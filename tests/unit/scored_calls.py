"""Calls written as lines, for the tests of the scorecard: `O:` operator, `C:` customer, `T:` somebody else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.domain.calls import Purpose, ScoredSituation, Situation, Speaker
from assistant.domain.conduct import checklist_for, entries, forbidden, ticked
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    ChecklistTicked,
    SituationDetected,
    UtteranceHeard,
)
from assistant.domain.findings import Finding
from assistant.domain.money import Language
from assistant.domain.scoring_call import CallRead, Reader, read_call

AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
_SPEAKERS: Mapping[str, Speaker] = {"O": "operator", "C": "customer", "T": "third_party"}


@cache
def library() -> FileLibrary:
    return FileLibrary(SHIPPED)


def log_of(
    lines: str,
    language: Language = "it",
    purpose: Purpose = "overdue",
    meant: Mapping[int, Situation] | None = None,
    call_id: str = "c1",
) -> list[AnyOutEvent]:
    """The events of a call of Montelupo's; `meant` gives the sure situation of a line, counted from 1."""
    conduct, policy = library().conduct(), library().policy("montelupo")
    items = checklist_for(conduct, policy, purpose)
    events: list[AnyOutEvent] = [
        CallOpened(
            call_id=call_id, at=AT, customer="montelupo/C1", customer_name="Condominio Aurora", language=language,
            principal_name="Montelupo Ascensori", purpose=purpose, started_at=AT, checklist=entries(items, language),
        )
    ]  # fmt: skip
    for n, line in enumerate((one for one in lines.splitlines() if one.strip()), start=1):
        speaker, _, text = line.strip().partition(": ")
        said: dict[str, Any] = {"call_id": call_id, "at": AT, "utterance_id": f"u{n}"}
        events.append(UtteranceHeard(**said, t=float(5 * n), speaker=_SPEAKERS[speaker], text=text))
        if speaker == "O":
            events += [ChecklistTicked(**said, item=item) for item in ticked(items, text, language)]
            found = forbidden(conduct, policy, text, language, purpose)
            events += [AlertRaised(**said, rule=one.id, severity=one.severity, text="") for one in found]
        else:
            situation = (meant or {}).get(n, Situation.NONE)
            sure = [ScoredSituation(id=situation, confidence=0.9)]
            figures = SpokenFigures().extract(text, AT.date(), language)
            events.append(SituationDetected(**said, situations=sure, findings=figures))
    events.append(CallClosed(call_id=call_id, at=AT))
    return [event.model_copy(update={"seq": seq}) for seq, event in enumerate(events, start=1)]


def reader(language: Language = "it", required: Sequence[str] = ()) -> Reader:
    def figures(text: str) -> Sequence[Finding]:
        return SpokenFigures().extract(text, date(2026, 11, 25), language)

    return Reader(library().signals(language), lemma, figures, tuple(required))


def read(
    lines: str,
    language: Language = "it",
    purpose: Purpose = "overdue",
    meant: Mapping[int, Situation] | None = None,
    required: Sequence[str] = (),
) -> CallRead:
    found = read_call(log_of(lines, language, purpose, meant), reader(language, required))
    assert found is not None
    return found
