"""The fixed prompts: read once, kept in files, taken back; other files go."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest

from assistant.adapters.models.warmup import WarmUp
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest

FIRST = ModelRequest(prefix=(("system", "Name it."),), text="-")
SECOND = ModelRequest(prefix=(("system", "Dillo."),), text="-")
THIRD = ModelRequest(prefix=(("system", "Write."),), text="-")


class FakeSlots:
    """A client whose server keeps slots in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: list[tuple[str, int | None]] = []
        self.works, self.dead = True, False

    async def slot(self, number: int, action: Literal["save", "restore"], name: str) -> bool:
        self.done.append((action, number))
        if action == "save" and self.works:
            (self.folder / name).write_text("state")
        return self.works

    async def stream(self, request: ModelRequest, slot: int | None = None) -> AsyncIterator[str]:
        self.done.append(("read", slot))
        assert request.max_tokens == 1
        if self.dead:
            raise ModelUnavailable("died")
        yield "x"


@pytest.fixture
def client(tmp_path: Path) -> FakeSlots:
    return FakeSlots(tmp_path)


async def warm(client: FakeSlots, *requests: ModelRequest, weights: str = "w") -> list[tuple[str, int | None]]:
    client.done.clear()
    await WarmUp(requests, client.folder, slots=2).run(client, weights)  # type: ignore[arg-type]
    return client.done


async def test_what_was_read_once_is_taken_back_from_a_file(client: FakeSlots) -> None:
    assert await warm(client, FIRST, SECOND) == [("read", 0), ("save", 0), ("read", 1), ("save", 1)]
    assert await warm(client, FIRST, SECOND) == [("restore", 0), ("restore", 1)]


async def test_more_prompts_than_slots_are_read_each_time(client: FakeSlots) -> None:
    await warm(client, FIRST, SECOND, THIRD)
    assert await warm(client, FIRST, SECOND, THIRD) == [("restore", 0), ("restore", 1), ("read", None)]


async def test_a_file_that_cannot_be_taken_back_is_made_anew(client: FakeSlots) -> None:
    await warm(client, FIRST)
    client.works = False
    assert await warm(client, FIRST) == [("restore", 0), ("read", 0), ("save", 0)]


async def test_files_of_other_weights_and_prompts_go(client: FakeSlots) -> None:
    await warm(client, FIRST, SECOND)
    (client.folder / "half.kv-part").write_text("half")
    await warm(client, FIRST, weights="others")
    assert len(list(client.folder.iterdir())) == 1


async def test_a_server_that_dies_is_no_error_here(client: FakeSlots) -> None:
    client.dead = True
    assert await warm(client, FIRST, SECOND) == [("read", 0)]


async def test_without_a_folder_all_is_read(client: FakeSlots) -> None:
    await WarmUp([FIRST]).run(client, "w")  # type: ignore[arg-type]
    assert client.done == [("read", None)]


async def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert await WarmUp([FIRST], tmp_path / "file" / "prompts").kept() is None
    assert await WarmUp([FIRST], tmp_path / "deep" / "prompts").kept() == tmp_path / "deep" / "prompts"
    assert (tmp_path / "deep" / "prompts").is_dir()
