"""`ascolto extract`: which amounts, dates, counts and invoice numbers an utterance holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from assistant.app import App
from assistant.cli.common import BatchOption, JsonOption, batch_lines, checked, print_json, run
from assistant.cli.progress import prepare_knowledge
from assistant.domain.calls import Speaker
from assistant.domain.errors import AscoltoError, InvalidInput
from assistant.domain.findings import Finding
from assistant.domain.money import Language


class _Question(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    on: date | None = None
    language: Language | None = None
    speaker: Speaker = "customer"
    """Accepted because transcripts have it; figures are read alike whoever speaks."""


@dataclass(frozen=True)
class _Options:
    on: date
    language: Language | None = None


def extract(
    text: Annotated[str | None, typer.Argument(help="The utterance.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the call; else today.")] = None,
    language: Annotated[Language | None, typer.Option(help="Else detected.")] = None,
    batch: BatchOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find the figures in an utterance."""

    async def work(app: App) -> None:
        day = on.date() if on else app.clock.now().date()
        options = _Options(on=day, language=language)
        if batch:
            for number, line in batch_lines():
                print_json(await _answer(app, number, line, options))
            return
        if text is None:
            raise InvalidInput("Give an utterance, or --batch with JSON Lines on standard input.", where="TEXT")
        found = await _find(app, _Question(text=text), options)
        if as_json:
            print_json(_shape(found))
        else:
            _print_table(found)

    run(work)


async def _answer(app: App, number: int, line: dict[str, Any] | AscoltoError, options: _Options) -> dict[str, Any]:
    try:
        if isinstance(line, AscoltoError):
            raise line
        return _shape(await _find(app, checked(_Question, line, f"line {number}"), options))
    except AscoltoError as error:
        return error.as_dict()


async def _find(app: App, question: _Question, options: _Options) -> list[Finding]:
    language = question.language or options.language
    if language is None:
        await prepare_knowledge(app)
        language = (await app.knowledge.classify(question.text)).language
    return app.extractor.extract(question.text, question.on or options.on, language)


def _shape(findings: list[Finding]) -> dict[str, Any]:
    """`currency` only where it was spoken."""
    return {"findings": [finding.model_dump(mode="json", exclude_none=True) for finding in findings]}


def _print_table(findings: list[Finding]) -> None:
    table = Table("kind", "bound", "value", "words")
    for finding in findings:
        value = " or ".join(finding.values) + (f" {finding.currency}" if finding.currency else "")
        table.add_row(finding.kind, finding.bound, value, finding.text)
    Console().print(table)
