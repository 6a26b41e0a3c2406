"""What every command shares: settings, the running application, and how errors and data are printed."""

import asyncio
import getpass
import json
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer
from pydantic import BaseModel, ValidationError

import knowledge
from assistant.adapters.files import write_bytes
from assistant.domain.errors import AscoltoError, ConfigurationError, InvalidInput
from assistant.domain.users import User
from assistant.services.demo import Demo, DemoPrincipal, load_demo
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.app import App, Use

M = TypeVar("M", bound=BaseModel)

JsonOption = Annotated[bool, typer.Option("--json", help="Print data as JSON on standard output.")]
BatchOption = Annotated[bool, typer.Option("--batch", help="JSON Lines on standard input, an answer a line.")]
EXIT_REFUSED = 1


def load_settings() -> Settings:
    """The settings of the environment; a wrong one is named with its remedy."""
    try:
        return Settings()
    except ValidationError as problem:
        first = problem.errors()[0]
        name = "ASCOLTO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(f"{first['msg']}; correct or unset {name}.", where=name) from problem


async def write_export(path: Path, content: str | bytes) -> None:
    """Write the file that a person asked for, whole or not at all. Raises `InvalidInput`."""
    try:
        await asyncio.to_thread(write_bytes, path, content.encode() if isinstance(content, str) else content)
    except OSError as problem:
        message = f"The file can't be written: {problem.strerror}. Name one in a folder that exists and is yours."
        raise InvalidInput(message, where=str(path)) from problem


def run(work: "Callable[[App], Awaitable[int | None]]", use: "Use | None" = None) -> None:
    """Run the work in a running application and exit with what it returns (None is 0)."""

    async def main() -> int:
        from assistant.app import Use, running  # here, because the worker's start must not wait for all of it

        async with running(load_settings(), use or Use()) as app:
            return await work(app) or 0

    run_alone(main)


def run_alone(main: Callable[[], Coroutine[Any, Any, int]]) -> None:
    """Run what opens for itself the part of the application that it needs; exit with what it returns."""
    try:
        code = asyncio.run(main())
    except AscoltoError as problem:
        fail(problem)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    if code:
        raise typer.Exit(code)


def whoever() -> User:
    """Whoever may use this machine's data folder may do all of it."""
    return User(username=getpass.getuser(), display_name="", role="admin", principals=("*",))


async def model_settled(app: "App", seconds: float = 60.0) -> None:
    """Wait while the model loads, so long at most; a model that has to be fetched first isn't waited for."""
    with suppress(TimeoutError):  # the model's state says how far it got
        async with asyncio.timeout(seconds):
            while app.model.state().state in ("verifying", "loading"):  # noqa: ASYNC110  (a state, nobody signals it)
                await asyncio.sleep(0.1)


async def load_demo_into(app: "App") -> list[DemoPrincipal]:
    """Load the demonstration into this data folder, with dates around now."""
    source = Path(knowledge.__file__).parent / "demo"
    demo = Demo(source, app.settings.demo_path, app.reader, app.records, app.users, app.library.principal)
    return await load_demo(demo, app.clock.now())


def fail(problem: AscoltoError) -> NoReturn:
    """Print the error on standard error, as JSON for machines, and exit with 1."""
    if "--json" in sys.argv or "--batch" in sys.argv:
        print(json.dumps(problem.as_dict(), ensure_ascii=False), file=sys.stderr)
    else:
        place = f" [{problem.where}]" if problem.where else ""
        print(f"ascolto: {problem.message}{place}", file=sys.stderr)
    raise typer.Exit(EXIT_REFUSED)


def print_json(value: BaseModel | dict[str, Any] | list[Any]) -> None:
    """One JSON document on a line of standard output, flushed so that streams arrive at once."""
    text = value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value, ensure_ascii=False)
    print(text, flush=True)


def checked(kind: type[M], values: Any, where: str) -> M:
    """The values as this type; raises `InvalidInput` naming the field."""
    try:
        return kind.model_validate(values)
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"Field {field!r}: {first['msg']}.", where=where) from problem


def batch_lines() -> Iterable[tuple[int, dict[str, Any] | AscoltoError]]:
    """Lines of standard input as objects; a line that isn't one yields the error to answer with."""
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw.decode("utf-8-sig"))
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is JSON, but no text
        except (ValueError, RecursionError) as problem:
            value = None
            message = f"Not JSON in UTF-8: {problem}"
        else:
            message = "A line must hold a JSON object."
        if isinstance(value, dict):
            yield number, value
        else:
            yield number, AscoltoError(message, where=f"line {number}", code="invalid_input")
