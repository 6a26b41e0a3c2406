"""`ascolto ground`: whether a source supports a claim, decided without a language model."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from assistant.app import grounding_tools
from assistant.cli.common import BatchOption, JsonOption, batch_lines, checked, fail, print_json
from assistant.domain.errors import AscoltoError, InvalidInput
from assistant.domain.grounding import Verdict, judge
from assistant.domain.money import Language


class _Question(BaseModel):
    model_config = ConfigDict(extra="ignore")

    source: str
    claim: str
    language: Language | None = None


def ground(
    source: Annotated[
        str | None, typer.Argument(help="The text that must support the claim; @FILE reads a file.")
    ] = None,
    claim: Annotated[str | None, typer.Argument(help="What is claimed; @FILE reads a file.")] = None,
    language: Annotated[Language | None, typer.Option(help="Else detected.")] = None,
    batch: BatchOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say whether a source supports a claim, and which words of the claim it doesn't."""
    if batch:
        for number, line in batch_lines():
            print_json(_answer(number, line, language))
        return
    try:
        if source is None or claim is None:
            message = "Give a source and a claim, or --batch with JSON Lines on standard input."
            raise InvalidInput(message, where="SOURCE CLAIM")
        question = _Question(source=_text(source), claim=_text(claim), language=language)
        verdict = _judge(question)
    except AscoltoError as problem:
        fail(problem)
    print_json(verdict) if as_json else _print(verdict)


def _judge(question: _Question) -> Verdict:
    return judge(question.source, question.claim, grounding_tools(), question.language)


def _answer(number: int, line: dict[str, Any] | AscoltoError, language: Language | None) -> dict[str, Any]:
    try:
        if isinstance(line, AscoltoError):
            raise line
        question = checked(_Question, {"language": language, **line}, f"line {number}")
        return _judge(question).model_dump(mode="json")
    except AscoltoError as error:
        error.where = error.where if error.where.startswith("line ") else f"line {number}: {error.where}"
        return error.as_dict()


def _text(given: str) -> str:
    if not given.startswith("@"):
        return given
    try:
        return Path(given[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidInput(f"The file can't be read as UTF-8 text: {problem}.", where=given[1:]) from problem


def _print(verdict: Verdict) -> None:
    console = Console()
    console.print(f"{'grounded' if verdict.grounded else 'not grounded'}, score {verdict.score:.2f}")
    if verdict.unsupported:
        table = Table("characters", "words", "reason")
        for part in verdict.unsupported:
            table.add_row(f"{part.span[0]}-{part.span[1]}", part.text, part.reason)
        console.print(table, markup=False)
