"""The shipped library with the real encoders: ingested, searched, classified, read by several processes."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.retrieval import Knowledge
from assistant.domain.calls import Utterance
from knowledge.types import Passage, SearchQuery

pytestmark = pytest.mark.integration
DAY = date(2026, 11, 23)
READER = """
import asyncio, sys
from datetime import date
from pathlib import Path
from assistant.adapters.retrieval import Knowledge
from knowledge.types import SearchQuery
home = Path(sys.argv[1])
k = Knowledge(home / "library", home / "index", home / "cache")
query = SearchQuery("il cliente chiede di pagare a rate", date(2026, 11, 23), ("montelupo",), top=1)
found = asyncio.run(k.search(query))
k.close()
print(found[0].article_id)
"""


@pytest.fixture(scope="module")
def knowledge(demo_home: Path) -> Iterator[Knowledge]:
    knowledge = Knowledge(demo_home / "library", demo_home / "index", demo_home / "cache")
    yield knowledge
    knowledge.close()


async def search(knowledge: Knowledge, text: str, principal: str = "montelupo") -> list[Passage]:
    return await knowledge.search(SearchQuery(text, DAY, (principal,)))


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("il cliente chiede di pagare a rate", "payment-plans"),
        ("quanto tempo abbiamo per rispondere a una contestazione?", "response-times"),
        ("can the customer get a discount for paying early?", "early-payment-discount"),
        ("a che ora possiamo chiamare?", "calling-hours-and-frequency"),
    ],
)
async def test_questions_of_the_trade(knowledge: Knowledge, question: str, article: str) -> None:
    found = await search(knowledge, question)
    assert found[0].article_id == article
    assert found[0].principal in ("montelupo", "common")


@pytest.mark.parametrize("question", ["qual è la ricetta della carbonara", "what's the weather in Paris", "", "@@@"])
async def test_other_questions_find_nothing(knowledge: Knowledge, question: str) -> None:
    assert await search(knowledge, question) == []


async def test_superseded_articles_hold_on_their_days_only(knowledge: Knowledge) -> None:
    query = "fasce dei piani di pagamento 2024, rate e acconto"
    then = await knowledge.search(SearchQuery(query, date(2024, 6, 1), ("montelupo",)))
    now = await knowledge.search(SearchQuery(query, DAY, ("montelupo",)))
    assert "payment-plans-2024" in [p.article_id for p in then]
    assert "payment-plans-2024" not in [p.article_id for p in now]


@pytest.mark.parametrize(
    ("text", "situation", "language"),
    [
        ("guardi, il bonifico l'ho fatto la settimana scorsa", "already_paid", "it"),
        ("posso pagare in tre rate?", "instalment_request", "it"),
        ("we already paid that invoice last week", "already_paid", "en"),
        ("could I pay it in three instalments?", "instalment_request", "en"),
        ("", "none", "it"),
        ("1234 ???", "none", "it"),
        ("buongiorno " * 5_000, "none", "it"),
    ],
)
async def test_situations(knowledge: Knowledge, text: str, situation: str, language: str) -> None:
    found = await knowledge.classify(text)
    assert (found.situation, found.language) == (situation, language)
    assert found.situations[0].id == found.situation


async def test_what_the_operator_said_is_heard(knowledge: Knowledge) -> None:
    said = [
        Utterance(id="u1", t=0, speaker="operator", text="Le va bene se facciamo quattro rate da pagare a fine mese?")
    ]
    assert (await knowledge.classify("sì, va bene, facciamo così", previous=said)).situation == "agreement"


async def test_what_was_ingested_is_not_ingested_again(knowledge: Knowledge) -> None:
    assert not (await knowledge.ingest()).changed


async def test_processes_read_at_the_same_time(demo_home: Path) -> None:
    command = [sys.executable, "-c", READER, str(demo_home)]
    readers = [await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE) for _ in range(2)]
    answers = [(await reader.communicate())[0].decode().strip() for reader in readers]
    assert answers == ["payment-plans", "payment-plans"]
