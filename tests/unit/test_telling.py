"""A note that a model words after the call: what it has earned, what the guard lets through, and who is quicker."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing

import pytest

from assistant.adapters.lemmas import lemma
from assistant.adapters.prompts import PromptFiles
from assistant.app import shipped_folder
from assistant.domain.edit_rate import edit_rate
from assistant.domain.errors import ModelUnavailable
from assistant.domain.events import NoteConfirm, NoteDrafted, NoteEdit
from assistant.domain.guard_text import Tools
from assistant.services.live import LiveCalls
from assistant.services.model_work import Priority
from assistant.services.ports import ModelRequest, ModelState
from assistant.services.session import LivePorts
from assistant.services.telling import Teller
from assistant.services.writing import Writer
from tests.unit.test_live import OPERATOR, World
from tests.unit.test_mention import Scripted

BOTH = ModelState("ready", "scripted", earned={"it": ("narrative", "compose")})
NARRATIVE_ONLY = ModelState("ready", "scripted", earned={"it": ("narrative",), "en": ("compose",)})
NONE = ModelState("ready", "scripted", earned={"it": ("mention", "tailor")})
NARRATIVE = "Il cliente ha promesso di pagare {promise_amount} entro il {promise_date} per {promise_invoices}."
BODY = "La ringraziamo della telefonata. Confermiamo il pagamento di {promise_amount} entro il {promise_date} per "
ANSWERS = {"narrative": NARRATIVE, "compose": BODY + "{promise_invoices}."}


class Writes:
    """Answers each kind of work with its text, once `gate` is open; `None` waits for ever, an exception is raised."""

    def __init__(self, answers: Mapping[str, str | Exception | None], state: ModelState = BOTH) -> None:
        self._state, self.models = state, {work: Scripted(answer) for work, answer in answers.items()}
        self.requests: list[ModelRequest] = []
        self.gate = asyncio.Event()
        self.gate.set()

    def state(self) -> ModelState:
        return self._state

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.requests.append(request)
        await self.gate.wait()
        async with aclosing(self.models[request.work].stream(request)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                yield piece


class Call:
    """A call with a promise, ended; the teller's words come when it is waited for."""

    def __init__(self, model: Writes, deadline: float = 60.0) -> None:
        self.world = World()
        prompts = PromptFiles(shipped_folder("prompts"))
        self.teller = Teller(Writer(model, prompts, Tools(lemma), deadline))
        self.ports = LivePorts(**{**self.world.ports.__dict__, "teller": self.teller})
        self.world.live = LiveCalls(self.ports)

    async def end(self) -> "Call":
        await self.world.open()
        await self.world.hear("La ML-104 da seicento euro.", speaker="operator")
        await self.world.hear("la saldo venerdì, glieli verso tutti")
        await self.world.live.end("k")
        return self

    async def drafts(self) -> list[NoteDrafted]:
        return [event for event in await self.world.events() if isinstance(event, NoteDrafted)]


async def test_narrative_and_e_mail_follow_in_the_model_s_words() -> None:
    model = Writes(ANSWERS)
    call = await Call(model).end()
    (first,) = await call.drafts()
    assert (first.version, first.narrative.by, first.model) == (1, "template", "")
    await call.world.live.settled("k")
    second = (await call.drafts())[-1]
    assert second.narrative.by == "model"
    assert second.narrative.text.endswith(
        "Il cliente ha promesso di pagare 600,00 € entro il 27 novembre 2026 per ML-104."
    )
    assert second.email.body.startswith("Gentile Ida Neri,\n\nLa ringraziamo della telefonata. Confermiamo")
    assert second.email.body.endswith("Cordiali saluti\nAcme Ascensori")
    assert (second.version, second.by, second.final, second.model) == (2, "", True, "scripted")
    assert [name.partition("@")[0] for name in second.prompt.split(", ")] == ["narrative.it", "compose.it"]
    assert (second.items, second.email.subject) == (first.items, first.email.subject)


async def test_the_model_reads_no_figure_and_nobody_s_words_and_yields_to_calls() -> None:
    model = Writes(ANSWERS)
    call = await Call(model).end()
    await call.world.live.settled("k")
    assert {request.work for request in model.requests} == {"narrative", "compose"}
    for request in model.requests:
        assert not any(word in request.text for word in ("600", "ML-104", "novembre", "glieli", "Neri"))
        assert (request.priority, request.affinity) == (Priority.BACKGROUND, "k")


async def test_the_model_s_words_are_no_edit_and_an_operator_s_are() -> None:
    call = await Call(Writes(ANSWERS)).end()
    await call.world.live.settled("k")
    stored = await call.ports.notes.get("k")
    rate = edit_rate([stored])
    assert rate is not None
    assert (stored.edited_by, rate.untouched, rate.words) == ("", 1.0, 0.0)
    other = stored.note.model_copy(update={"reason": "mia"})
    await call.world.live.act(NoteEdit(call_id="k", version=2, note=other), OPERATOR)
    assert (await call.ports.notes.get("k")).version == 3


@pytest.mark.parametrize("state", [NONE, ModelState("off"), ModelState("loading", earned=BOTH.earned)])
async def test_a_model_that_has_not_earned_it_is_not_asked(state: ModelState) -> None:
    model = Writes(ANSWERS, state)
    call = await Call(model).end()
    await call.world.live.settled("k")
    assert model.requests == []
    assert [event.version for event in await call.drafts()] == [1]


async def test_only_what_was_earned_in_the_note_s_language_is_asked_for() -> None:
    model = Writes(ANSWERS, NARRATIVE_ONLY)
    call = await Call(model).end()
    await call.world.live.settled("k")
    first, second = await call.drafts()
    assert [request.work for request in model.requests] == ["narrative"]
    assert (second.narrative.by, second.email) == ("model", first.email)
    assert second.prompt.startswith("narrative.it@")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (NARRATIVE + " Il cliente ha un cane malato.", "unsupported"),
        ("Il cliente ha promesso di pagare {promise_amount}.", "slot"),
        (ModelUnavailable("gone"), "unavailable"),
        (None, "timeout"),
    ],
)
async def test_what_fails_leaves_the_template_and_is_logged(
    answer: str | Exception | None, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "assistant.services.telling")
    call = await Call(Writes(ANSWERS | {"narrative": answer}), deadline=2.0 if answer else 0.05).end()
    await call.world.live.settled("k")
    first, second = await call.drafts()
    assert second.narrative == first.narrative
    assert second.email != first.email
    assert f"The note of call k keeps the template's narrative: {reason}" in caplog.text


async def test_whoever_edits_or_confirms_first_wins(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "assistant.services.telling")
    for act in ("edit", "confirm"):
        model = Writes(ANSWERS)
        model.gate.clear()
        call = await Call(model).end()
        note = (await call.ports.notes.get("k")).note.model_copy(update={"reason": "mia"})
        event = NoteEdit(call_id="k", version=1, note=note) if act == "edit" else NoteConfirm(call_id="k", version=1)
        await call.world.live.act(event, OPERATOR)
        person = await call.ports.notes.get("k")
        model.gate.set()
        await call.world.live.settled("k")
        assert len(model.requests) == 2
        assert await call.ports.notes.get("k") == person
        assert not any(event.model for event in await call.drafts())
        assert "The note of call k keeps its words" in caplog.text
        caplog.clear()


async def test_closing_gives_up_what_is_being_written() -> None:
    model = Writes({"narrative": None, "compose": None})
    call = await Call(model).end()
    await model.models["narrative"].asked.wait()
    await asyncio.wait_for(call.teller.close(), 5)
    assert model.models["narrative"].left
    assert [event.version for event in await call.drafts()] == [1]
