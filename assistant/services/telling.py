"""Has a qualified model word a drafted note's narrative and e-mail, beside the calls and with a limit of time.

Only what the guard lets through is handed on. Whatever fails is logged, and the template's words stand.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from assistant.domain.errors import Conflict
from assistant.domain.money import Language
from assistant.domain.notes import Email, Narrative, Note
from assistant.domain.qualification import Work
from assistant.domain.telling import Telling
from assistant.services.writing import Use, Writer, Written

log = logging.getLogger(__name__)
SECONDS = 13.0
"""For the model: the whole note is to stand within 15 s of hang-up, and the guard reads it after the model."""

WORK: frozenset[Work] = frozenset({"narrative", "compose"})
"""Of these a model must have earned one."""


@dataclass(frozen=True)
class Retold:
    """The note in the model's words, and what wrote them."""

    note: Note
    model: str
    prompt: str


Save = Callable[[Retold], Awaitable[None]]
"""Stores the note; raises `Conflict` where a person was quicker."""


class Teller:
    """The notes of this process that are being worded; `writer` has the deadline."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, note: Note, telling: Telling, save: Save) -> None:
        """Word in the background what the model has earned; without a model that has, nothing happens."""
        state = self._writer.model.state()
        wanted: list[Use] = []
        if telling.narrative is not None and state.may("narrative", note.language):
            wanted.append("narrative")
        if telling.email is not None and state.may("compose", note.language):
            wanted.append("compose")
        if wanted:
            task = asyncio.create_task(self._tell(note, telling, wanted, save), name=f"telling {note.call_id}")
            self._tasks[note.call_id] = task
            task.add_done_callback(lambda _: self._tasks.pop(note.call_id, None))

    async def settled(self, call_id: str) -> None:
        """Wait until the call's note is worded, or is known to stay as it is."""
        if task := self._tasks.get(call_id):
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        """Give up what is being worded; the templates' words stand."""
        tasks = [*self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self, note: Note, telling: Telling, wanted: list[Use], save: Save) -> None:
        try:
            asked = (self._write(use, note.call_id, note.language, telling) for use in wanted)
            written = dict(zip(wanted, await asyncio.gather(*asked), strict=True))
            good = [found for found in written.values() if found.text]
            if good:
                prompt = ", ".join(found.prompt for found in good)
                await save(Retold(_retold(note, telling, written), good[0].model, prompt))
        except Conflict as error:
            log.info("The note of call %s keeps its words: %s", note.call_id, error.message)
        except Exception:
            # Nobody waits for this task: what isn't logged here is never seen.
            log.exception("The note of call %s keeps the template's words: wording it failed", note.call_id)

    async def _write(self, use: Use, call_id: str, language: Language, telling: Telling) -> Written:
        found = Written(None, "empty")
        if use == "narrative" and telling.narrative is not None:
            found = await self._writer.narrate(telling.narrative, language, call_id)
        elif telling.email is not None:
            found = await self._writer.compose(telling.email, telling.letter, language, call_id)
        by = f"{found.model}, {found.prompt}"
        if found.text is None:
            log.warning("The note of call %s keeps the template's %s: %s (%s)", call_id, use, found.reason, by)
        else:
            log.info("The note of call %s has the model's %s (%s)", call_id, use, by)
        return found


def _retold(note: Note, telling: Telling, written: dict[Use, Written]) -> Note:
    changes: dict[str, Narrative | Email] = {}
    if (found := written.get("narrative")) and found.text:
        changes["narrative"] = Narrative(text=telling.narrated(found.text), by="model")
    if (found := written.get("compose")) and found.text:
        changes["email"] = Email(subject=note.email.subject, body=found.text)
    return note.model_copy(update=changes)
