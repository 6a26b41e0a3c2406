"""`ascolto models`: which weights there are, fetching them, and what the model of this installation may do."""

import asyncio
import sys
from typing import Annotated, Any

import typer

from assistant.adapters.models.qualification import load_qualifications
from assistant.adapters.models.select import weights_folder, weights_here
from assistant.adapters.models.weights import DEFAULT, SMALL, SOURCES, Stage, ensure
from assistant.adapters.prompts import PromptFiles
from assistant.app import App, Use, shipped_folder
from assistant.cli.common import JsonOption, fail, load_settings, model_settled, print_json, run
from assistant.cli.models_table import list_row, print_list
from assistant.domain.errors import AscoltoError, ModelUnavailable
from assistant.domain.money import LANGUAGES
from assistant.domain.qualification_words import earned_words


def pull(
    small: Annotated[bool, typer.Option("--small", help="The half-billion sibling, for very small machines.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch, verify and keep the embedded model's weights; what has arrived stays if it is interrupted."""

    def progress(stage: Stage, share: float) -> None:
        if not as_json:
            print(f"\r{stage} {share:4.0%}", end="", file=sys.stderr, flush=True)

    source = SMALL if small else DEFAULT
    try:
        path = asyncio.run(ensure(source, weights_folder(load_settings()), progress))
    except AscoltoError as problem:
        fail(problem)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    if as_json:
        print_json({"id": source.id, "path": str(path), "sha256": source.sha256, "bytes": source.size})
    else:
        print(f"\n{source.title}: {path}")


def list_models(as_json: JsonOption = False) -> None:
    """Show the weights that can be fetched and the models that were checked, and what each has earned."""
    try:
        settings = load_settings()
        prompts = PromptFiles(shipped_folder("prompts")).hashes()
        qualifications = load_qualifications(settings.qualification_path, prompts)
    except AscoltoError as problem:
        fail(problem)
    folder = weights_folder(settings)
    rows: list[dict[str, Any]] = [
        {
            "id": source.id,
            "title": source.title,
            "licence": source.licence,
            "bytes": source.size,
            "present": source.path(folder).is_file(),
            **list_row(source.sha256, qualifications),
        }
        for source in SOURCES
    ]
    fetched = {source.sha256 for source in SOURCES}
    rows += [
        {"id": record.weights, "title": record.name, **list_row(record.weights, qualifications)}
        for record in qualifications.all()
        if record.weights not in fetched
    ]
    print_json({"models": rows}) if as_json else print_list(rows, settings.language)


def status(
    wait: Annotated[float, typer.Option(help="Seconds to wait until the model is up.")] = 60.0,
    as_json: JsonOption = False,
) -> None:
    """Start the model that the settings ask for and say how it is. Exit 1 unless it is ready or switched off."""

    async def work(app: App) -> int:
        await model_settled(app, wait)
        state = app.model.state()
        if as_json:
            earned = {language: list(kinds) for language, kinds in state.earned.items()}
            words = {language: earned_words(state.earned, state.standing, language) for language in LANGUAGES}
            row = {"state": state.state, "name": state.name, "message": state.message}
            print_json({**row, "earned": earned, "standing": state.standing, "words": words})
        else:
            may = earned_words(state.earned, state.standing, app.settings.language) if state.earned else ""
            print(" ".join(filter(None, (state.name, f"{state.state}.", state.message, may))))
        return 0 if state.state in ("ready", "off") else 1

    settings = load_settings()
    if settings.model == "embedded" and not weights_here(settings):
        message = "The weights aren't here yet: run `ascolto models pull`."
        fail(ModelUnavailable(message, where=str(weights_folder(settings))))
    run(work, Use(model=True))
