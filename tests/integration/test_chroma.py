"""The index in a real Chroma server, as `ASCOLTO_CHROMA_URL` asks for it; the server comes with the package."""

import asyncio
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.library import copy_shipped
from assistant.adapters.retrieval import Knowledge
from knowledge.types import SearchQuery

pytestmark = pytest.mark.integration
SECONDS_TO_START = 30


@pytest.fixture
def chroma_url(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [program, "run", "--path", tmp_path / "chroma", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(SECONDS_TO_START * 10):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.1).close()
                break
            except OSError:
                asyncio.run(asyncio.sleep(0.1))
        else:
            pytest.fail("the Chroma server didn't start")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


async def test_what_is_ingested_into_chroma_is_found_there(chroma_url: str, tmp_path: Path) -> None:
    copy_shipped(tmp_path / "library")
    shutil.rmtree(tmp_path / "library" / "common" / "situations")  # learning them takes a minute and says nothing here
    knowledge = Knowledge(tmp_path / "library", tmp_path / "index", tmp_path / "cache", chroma_url)
    try:
        assert (await knowledge.ingest()).changed
        assert not list((tmp_path / "index").rglob("vectors.npy"))
        query = SearchQuery("il cliente chiede di pagare a rate", date(2026, 11, 23), ("montelupo",), top=1)
        assert [passage.article_id for passage in await knowledge.search(query)] == ["payment-plans"]
        assert (
            await knowledge.search(SearchQuery("la ricetta della carbonara", date(2026, 11, 23), ("montelupo",))) == []
        )
        assert not (await knowledge.ingest()).changed
    finally:
        knowledge.close()
