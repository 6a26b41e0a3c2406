"""`ascolto practice`: a practice call in the terminal: listed, played, read from standard input, or simulated."""

import json
import os
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from assistant.app import App, Use
from assistant.cli.common import JsonOption, model_settled, print_json, run
from assistant.cli.practice_text import WORDS, debrief_lines, plan_lines, record_lines
from assistant.domain.errors import AscoltoError, InvalidInput
from assistant.domain.money import Language
from assistant.domain.practice_state import PracticeState, PracticeTurn
from assistant.domain.scenario import Scenario
from assistant.services.practice import PracticePorts, finish, limits_heard, offers, records_seen, say, start, undo
from assistant.services.practice_debrief import debrief

Operator = Literal["good", "hurried", "hostile"]
_UNDO, _PLANS, _PAUSE, _END = "/undo", "/plans", "/pause", "/end"


def practice(
    scenario: Annotated[str | None, typer.Argument(help="A scenario's id; without it they are listed.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed and lines give the same call.")] = 1,
    language: Annotated[Language | None, typer.Option(help="List only scenarios in this language.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the call; else today.")] = None,
    simulate: Annotated[Operator | None, typer.Option(help="Let a simulated operator speak.")] = None,
    resume: Annotated[Path | None, typer.Option(help="Go on with a call that was paused.")] = None,
    model: Annotated[bool, typer.Option(help="Let a model that has earned it word the customer's answers.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Practise a call with a customer played by rules. Lines come from the keyboard, or from standard input."""

    async def work(app: App) -> None:
        if scenario is None and resume is None:
            _list([one for one in app.practice.library.scenarios() if language in (None, one.language)], as_json)
            return
        await model_settled(app)
        day = on.date() if on else app.clock.now().date()
        state = _resumed(resume) if resume else await start(scenario or "", seed, day, app.practice)
        session = _Session(app, as_json)
        if simulate is not None:
            lines = _simulated(simulate, seed, app.practice, session)
        else:
            lines = _typed(session) if sys.stdin.isatty() and not as_json else _piped()
        session.state = state
        await _play(session, lines)

    run(work, Use(model=model and simulate is None, model_for=frozenset({"roleplay"})))


class _Session:
    """A call in the terminal."""

    state: PracticeState

    def __init__(self, app: App, as_json: bool) -> None:
        self.app, self.as_json = app, as_json

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.state.scenario.language]


async def _play(session: _Session, lines: AsyncIterator[str]) -> None:
    _opened(session)
    async for line in lines:
        if line == _END:
            break
        if line == _PAUSE:
            _paused(session)
            return
        await _one(session, line)
        if session.state.over and not sys.stdin.isatty():
            break
    session.state = finish(session.state)
    told = await debrief(session.state, session.app.practice)
    if session.as_json:
        print_json({"type": "debrief", **told.model_dump(mode="json")})
    else:
        print("\n".join(debrief_lines(told)))


async def _one(session: _Session, line: str) -> None:
    """One exchange, or one taken back. What isn't possible now is said, and the call goes on."""
    try:
        if line == _PLANS:
            _plans(session)
            return
        if line == _UNDO:
            session.state = undo(session.state)
            _told(session, {"type": "undone", "turns": len(session.state.turns)}, session.words["undone"])
            return
        session.state = await say(session.state, line, session.app.practice)
    except AscoltoError as problem:
        if session.as_json or not sys.stdin.isatty():
            raise
        print(problem.message)
        return
    turn = session.state.turns[-1]
    _told(session, _turn(turn), f"{session.state.scenario.persona.name}: {turn.answer}")
    if turn.move.ends and not session.as_json:
        print(session.words[turn.move.ends])


def _plans(session: _Session) -> None:
    """What may be offered by what the customer has said so far, as a real call's panel shows it."""
    state, ports = session.state, session.app.practice
    result = offers(state, limits_heard(state, ports), ports)
    _told(session, {"type": "plans", **result.model_dump(mode="json")}, "\n".join(plan_lines(result, state)))


def _turn(turn: PracticeTurn) -> dict[str, Any]:
    """What a trainee hears of a turn: nothing that is hidden, and no rule."""
    return {
        "type": "turn",
        "n": turn.n,
        "line": turn.line,
        "answer": turn.answer,
        "by": turn.by,
        "ends": turn.move.ends,
    }


def _told(session: _Session, data: dict[str, Any], text: str) -> None:
    if session.as_json:
        print_json(data)
    else:
        print(text, flush=True)


def _opened(session: _Session) -> None:
    state, scenario = session.state, session.state.scenario
    if session.as_json:
        shown = {"scenario": scenario.id, "version": scenario.version, "seed": state.seed, "opening": state.opening}
        file = records_seen(state, session.app.practice)
        records = file.model_dump(mode="json", include={"invoices", "payments", "promises", "contacts"})
        print_json({"type": "opened", **shown, "records": records, "turns": [_turn(turn) for turn in state.turns]})
        return
    print(f"{scenario.title} ({session.words[scenario.difficulty]})\n{scenario.reason}")
    print(*record_lines(records_seen(state, session.app.practice), state), sep="\n")
    if sys.stdin.isatty():
        print(session.words["commands"])
    print(f"\n{scenario.persona.name}: {state.opening}")
    for turn in state.turns:
        print(f"> {turn.line}\n{scenario.persona.name}: {turn.answer}")


async def _typed(session: _Session) -> AsyncIterator[str]:
    """Lines from the keyboard, until the end of input or of the call."""
    while True:
        try:
            line = input("> ").strip()  # noqa: ASYNC250  (nothing else waits; a thread would hold up Ctrl-C)
        except EOFError:
            return
        yield line


async def _piped() -> AsyncIterator[str]:
    """Lines from standard input: plain text, or JSON Lines `{"line"}`, `{"undo": true}`; empty lines are silence."""
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        where = f"line {number}"
        try:
            text = raw.decode("utf-8-sig").strip()
        except UnicodeDecodeError as problem:
            raise InvalidInput("Not UTF-8; save the lines as UTF-8.", where=where) from problem
        yield _scripted(text, where) if text.startswith("{") else text


def _scripted(text: str, where: str) -> str:
    message = 'Expected {"line": "..."} or {"undo": true}, or plain text.'
    try:
        value = json.loads(text)
    except ValueError as problem:
        raise InvalidInput(message, where=where) from problem
    if value == {"undo": True}:
        return _UNDO
    if set(value) != {"line"} or not isinstance(value["line"], str):
        raise InvalidInput(message, where=where)
    return str(value["line"]).strip()


async def _simulated(kind: Operator, seed: int, ports: PracticePorts, session: _Session) -> AsyncIterator[str]:
    from evals.simulated import Simulated  # here: evaluations aren't needed to practise

    operator = Simulated(kind, seed, ports)
    while not session.state.over and (line := operator.line(session.state)) is not None:
        if not session.as_json:
            print(f"> {line}")
        yield line


def _list(found: list[Scenario], as_json: bool) -> None:
    if as_json:
        fields = {"id", "version", "language", "title", "difficulty", "principal", "purpose", "reason"}
        print_json([one.model_dump(mode="json", include=fields) for one in found])
        return
    table = Table("id", "title", "difficulty", "language", "principal")
    for one in found:
        table.add_row(one.id, one.title, WORDS[one.language][one.difficulty], one.language, one.principal)
    Console().print(table)


def _paused(session: _Session) -> None:
    state = session.state
    folder = session.app.settings.home / "practice"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{state.scenario.id}-{state.seed}.json"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(state.model_dump_json())
    _told(session, {"type": "paused", "file": str(path)}, f"{session.words['paused']} --resume {path}")


def _resumed(path: Path) -> PracticeState:
    try:
        return PracticeState.model_validate_json(path.read_bytes())
    except OSError as problem:
        raise InvalidInput(
            f"Can't be read: {problem.strerror}; name the file of a paused call.", where=str(path)
        ) from problem
    except ValidationError as problem:
        raise InvalidInput("This is no paused call; name the file that pausing wrote.", where=str(path)) from problem
