"""Progress on standard error, where a person can see it and a machine needn't."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.app import App

errors = Console(stderr=True)


@contextmanager
def reading_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error while the library is read; silent where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Reading the library", total=None)

        def progress(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"Reading the library: {stage}", completed=done, total=total)

        yield progress


@contextmanager
def work_progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for work in steps, whose length may not be known; silent without a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def progress(step: str, done: int, total: int) -> None:
            bar.update(task, description=f"{what}: {step}", completed=done, total=total or None)

        yield progress


async def prepare_knowledge(app: App) -> None:
    """Bring the index up to date with the library: some seconds at the first start and after an edit, else nothing."""
    with reading_progress() as progress:
        await app.knowledge.ingest(progress)


@contextmanager
def download_progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for what is being done, with bytes arrived of bytes in all; silent without a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def progress(doing: str, arrived: int, total: int) -> None:
            bar.update(task, description=f"{what}: {doing}", completed=arrived, total=total or None)

        yield progress
