"""`ascolto eval --record CALL`: a reviewed call of this data folder, masked, as the draft of an evaluation case."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters.files import write_new_text
from assistant.app import App, Use
from assistant.cli.common import print_json, run, whoever
from assistant.domain.errors import InvalidInput, NotFound
from assistant.services.contact import customers_time
from assistant.services.reviews import ReviewedCall, ReviewPorts, reviewed_call

if TYPE_CHECKING:
    from evals.record import Draft, Recorded


def record_case(call_id: str, out: Path | None, case_id: str, as_json: bool) -> None:
    """Write the draft to `out/ID.yaml` (default: `evals/drafts` of the data folder) and say what is to be checked.

    It never replaces a file. The export is written into the audit log.
    """

    async def work(app: App) -> None:
        from evals.record import draft
        from evals.record_yaml import as_yaml

        made = draft(await _recorded(app, call_id), app.extractor, case_id)
        path = (out or app.settings.home / "evals" / "drafts") / f"{made.case.id}.yaml"
        await asyncio.to_thread(_write, path, as_yaml(made))
        await app.audit.record(whoever().username, "export.case", call_id, app.clock.now(), made.case.id)
        if as_json:
            print_json({"path": str(path), "id": made.case.id, "by_hand": made.by_hand, "to_decide": made.to_decide})
        else:
            _print(path, made)

    run(work, Use(durable_calls=True))


async def _recorded(app: App, call_id: str) -> "Recorded":
    """The call with all that its draft needs. Raises `InvalidInput` where there is no such call or customer."""
    from evals.record import Recorded

    reviewed = await _reviewed(app, call_id)
    info = reviewed.call.info
    try:
        file = await app.customers.file(info.customer)
    except NotFound as problem:
        message = "The records of the call's customer are gone, and a case can't do without them. Record another call."
        raise InvalidInput(message, where=info.customer) from problem
    operator = await app.users.get(info.operator) if info.operator else None
    return Recorded(
        reviewed=reviewed,
        events=await app.calls.events(call_id),
        file=file,
        at=customers_time(info.started_at, app.library, file),
        principal=app.library.principal(info.principal),
        operator_name=operator.display_name if operator else "",
    )


async def _reviewed(app: App, call_id: str) -> ReviewedCall:
    rubric = app.library.rubric
    ports = ReviewPorts(
        app.calls, app.notes, app.queue, app.facts.scores, app.reviews, rubric, app.audit, app.clock
    )  # fmt: skip
    try:
        return await reviewed_call(whoever(), call_id, ports)
    except NotFound as problem:
        message = "There is no such call in this data folder. Take the id from the supervisors' page of the call."
        raise InvalidInput(message, where=call_id) from problem


def _write(path: Path, text: str) -> None:
    from evals.case import CASES

    if (CASES / path.name).exists():
        message = f"There is a case {path.stem!r} already. Choose another id with --id."
        raise InvalidInput(message, where=str(CASES / path.name))
    if path.exists():
        message = "There is a draft of this name already, and it may hold a person's work. Choose another with --id."
        raise InvalidInput(message, where=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new_text(path, text)
    except OSError as problem:
        message = f"The draft can't be written: {problem.strerror}. Name a folder that is yours with --out."
        raise InvalidInput(message, where=str(path)) from problem


def _print(path: Path, made: "Draft") -> None:
    print(path)
    for title, lines in (("Check by hand", made.by_hand), ("Decide", made.to_decide)):
        if lines:
            print(f"{title}:")
        for line in lines:
            print(f"  {line}")
    print("Read the whole draft before it leaves this machine; its days and amounts are the real ones.")
