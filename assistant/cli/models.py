"""`ascolto models`: which weights there are, fetching them, and what the model of this installation may do."""

import asyncio
from typing import Annotated, Any

import typer

from assistant.adapters.models.qualification import load_qualifications
from assistant.adapters.models.select import weights_folder, weights_here
from assistant.adapters.models.weights import DEFAULT, SMALL, SOURCES, Source, Stage, ensure
from assistant.adapters.prompts import PromptFiles
from assistant.app import App, Use, shipped_folder
from assistant.cli.common import JsonOption, fail, load_settings, model_settled, print_json, run
from assistant.cli.models_ollama import held_models, print_held, pull_into
from assistant.cli.models_table import list_row, print_list
from assistant.cli.progress import download_progress
from assistant.domain.errors import AscoltoError, ModelUnavailable
from assistant.domain.money import LANGUAGES
from assistant.domain.qualification_words import earned_words


def pull(
    name: Annotated[
        str | None, typer.Argument(help="A model of the Ollama server, e.g. qwen2.5:3b; else the embedded engine's.")
    ] = None,
    ollama: Annotated[bool, typer.Option("--ollama", help="NAME is Ollama's (any NAME is).")] = False,
    small: Annotated[bool, typer.Option("--small", help="The half-billion sibling, for very small machines.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch the embedded engine's weights, or have the Ollama server fetch a model.

    What has arrived stays if it is interrupted: the same command goes on from there. Where the server is:
    ASCOLTO_MODEL_URL, else this machine.
    """
    if ollama and not name:
        raise typer.BadParameter("name the model that Ollama is to fetch, e.g. `--ollama qwen2.5:3b`.")
    if name and small:
        raise typer.BadParameter("--small is for the embedded engine's weights: leave NAME out.")
    try:
        if name:
            pull_into(load_settings(), name, as_json)
        else:
            _pull_weights(SMALL if small else DEFAULT, as_json)
    except AscoltoError as problem:
        fail(problem)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _pull_weights(source: Source, as_json: bool) -> None:
    with download_progress(source.title) as show:

        def progress(stage: Stage, share: float) -> None:
            show(stage, round(share * source.size), source.size)

        path = asyncio.run(ensure(source, weights_folder(load_settings()), progress))
    if as_json:
        print_json({"id": source.id, "path": str(path), "sha256": source.sha256, "bytes": source.size})
    else:
        print(f"{source.title}: {path}")


def list_models(as_json: JsonOption = False) -> None:
    """Show the weights, here or to be fetched, what each checked model has earned, and what Ollama holds."""
    try:
        settings = load_settings()
        prompts = PromptFiles(shipped_folder("prompts")).hashes()
        qualifications = load_qualifications(settings.qualification_path, prompts)
    except AscoltoError as problem:
        fail(problem)
    folder = weights_folder(settings)
    held = held_models(settings)
    rows: list[dict[str, Any]] = [
        {
            "id": source.id,
            "title": source.title,
            "licence": source.licence,
            "bytes": source.size,
            "present": source.is_here(folder),
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
    if as_json:
        print_json({"models": rows, "ollama": held})
        return
    print_list(rows, settings.language)
    print_held(held)


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
