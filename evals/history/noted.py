"""The note of a told call, worded by the library's sentences as the real one is; and who confirmed it when."""

import datetime as dt
import random
from collections.abc import Sequence

from assistant.domain.calls import Situation
from assistant.domain.note_wording import Wording
from assistant.domain.notes import Answer, Evidence, Narrative, Note, NoteItem, Owner, StoredNote
from evals.history.talk import Line, Told
from evals.history.world import Story

_QUESTIONS = ("ask_experience", "ask_service", "ask_episode", "ask_why", "ask_change")
_EDITED = 0.27
_ADDED = {
    "it": (
        "Cliente collaborativo.",
        "Preferisce essere chiamato al mattino.",
        "Mandare copia anche allo studio.",
        "Verificato l'indirizzo e-mail.",
        "Da risentire se non arriva la contabile.",
    ),
    "en": (
        "Customer was helpful.",
        "Prefers calls in the morning.",
        "Copy to their accountants as well.",
        "E-mail address checked.",
        "Ring again if the remittance doesn't come.",
    ),
}
"""What operators add to a drafted narrative."""


def note_of(told: Told, by_day: dt.date) -> Note:
    """The drafted note; `by_day` is the day by which the next action is due."""
    story, words = told.story, Wording(told.story.house.texts[told.story.language], told.story.language)
    items = tuple(_items(told, words, by_day))
    heard = {line.situation for line in told.lines if line.situation not in (None, Situation.NONE)}
    names = {
        "customer_name": story.customer_name,
        "contact_name": story.contact,
        "principal_name": story.house.principal.name,
        "operator_name": story.operator.user.display_name,
    }
    note = Note(
        call_id=story.id,
        customer=story.customer,
        language=story.language,
        disposition=story.disposition,
        reason=words.reason(story.purpose, story.disposition),
        situations=tuple(situation for situation in Situation if situation in heard),
        items=items,
        answers=_answers(told),
    )
    narrative = words.narrative(note, story.purpose, names, _gravest(told))
    email = words.email(note, names, story.day)
    return note.model_copy(update={"narrative": Narrative(text=narrative), "email": email})


def stored(note: Note, story: Story, ended: dt.datetime, chance: random.Random) -> StoredNote:
    """As the operator left it: a part is edited, and nearly all are confirmed a minute or two after the call."""
    final = note
    if chance.random() < _EDITED and note.narrative.text:
        added = f"{note.narrative.text} {chance.choice(_ADDED[note.language])}"
        final = note.model_copy(update={"narrative": Narrative(text=added)})
    edited = final is not note
    seconds = chance.lognormvariate(4.1, 0.5) * (1.6 if edited else 1.0)
    return StoredNote(
        note=final,
        drafted=note,
        version=2 if edited else 1,
        edited_by=story.operator.user.username if edited else "",
        confirmed_by=story.operator.user.username,
        confirmed_at=ended + dt.timedelta(seconds=round(seconds)),
    )


def _items(told: Told, words: Wording, by_day: dt.date) -> list[NoteItem]:
    story = told.story
    found: list[NoteItem] = []
    if story.plan is not None:
        lines = told.said("instalment", "recap_plan")
        item = NoteItem(
            kind="plan",
            text="",
            amount=story.plan.total,
            currency=story.currency,
            date=story.plan.instalments[0].due,
            invoices=(story.invoice,),
            plan=story.plan,
            evidence=_evidence(lines),
        )
        found.append(words.plan(item, None))
    if story.promise is not None:
        day, amount = story.promise
        promise = NoteItem(
            kind="promise",
            text="",
            amount=amount,
            currency=story.currency,
            date=day,
            invoices=(story.invoice,),
            evidence=_evidence(told.said("promise")),
        )
        found.append(words.promise(promise))
    if lines := told.said("dispute"):
        item = NoteItem(kind="dispute", text="", invoices=(story.invoice,), evidence=_evidence(lines))
        found.append(words.item(item, "dispute", quoted=lines[0].text))
    if story.theme and (lines := told.said(story.theme)):
        item = NoteItem(kind="complaint", text="", evidence=_evidence(lines))
        found.append(words.item(item, "complaint", quoted=lines[0].text))
    return found + _actions(told, words, by_day)


_ACTIONS: dict[str, tuple[str, Owner]] = {
    "dispute": ("answer_dispute", "back_office"),
    "paid": ("verify_payment", "back_office"),
    "information": ("send", "operator"),
    "callback": ("call_back", "operator"),
    "insolvency": ("legal", "supervisor"),
    "discount": ("supervisor", "supervisor"),
}


def _actions(told: Told, words: Wording, by_day: dt.date) -> list[NoteItem]:
    story = told.story
    actions = dict(_ACTIONS)
    if story.theme:
        actions[story.theme] = ("answer_complaint", "technician")
    found = []
    for part, (text, owner) in actions.items():
        lines = told.said(part)
        if not lines:
            continue
        by = story.call_back_on if part == "callback" and story.call_back_on else by_day
        invoices = (story.invoice,) if part in ("dispute", "paid") else ()
        action = NoteItem(kind="next_action", text="", who=owner, by=by, invoices=invoices, evidence=_evidence(lines))
        found.append(words.item(action, text, quoted=lines[0].text))
    return found


def _answers(told: Told) -> tuple[Answer, ...]:
    """In an interview, what the customer said right after each question."""
    found = []
    for question, answer in zip(told.lines, told.lines[1:], strict=False):
        if question.part in _QUESTIONS and answer.speaker == "customer":
            found.append(Answer(question=question.part, text=question.text, evidence=_evidence([answer])))
    return tuple(found)


def _gravest(told: Told) -> str:
    """The customer's words on what weighs most."""
    order = list(Situation)
    lines = [line for line in told.lines if line.situation not in (None, Situation.NONE, Situation.AGREEMENT)]
    return min(lines, key=lambda line: order.index(line.situation or Situation.NONE)).text if lines else ""


def _evidence(lines: Sequence[Line]) -> tuple[Evidence, ...]:
    return tuple(Evidence(utterance_id=line.id, quote=line.text) for line in lines)
