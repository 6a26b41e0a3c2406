from typing import Any

import pytest

from assistant.domain.call_filter import CallFilter
from assistant.domain.errors import Forbidden, InvalidInput
from assistant.domain.users import Role, User
from assistant.services import call_search
from assistant.services.call_search import CallHits, CallQuestion, CallSearch, SearchPorts
from tests.fake_passages import FakeEncoder, FakePassages
from tests.fakes import FakeAudit, FakeClock


def person(role: Role = "supervisor", *principals: str) -> User:
    return User(username="sara", display_name="", role=role, principals=principals or ("montelupo",))


class World:
    def __init__(self) -> None:
        self.passages, self.audit = FakePassages(), FakeAudit()
        self.search = CallSearch(SearchPorts(self.passages, FakeEncoder(), self.audit, FakeClock()))

    async def ask(self, q: str, user: User | None = None, **fields: Any) -> CallHits:
        question = CallQuestion.model_validate({"q": q, **fields})
        return await self.search.search(user or person(), question)

    async def found(self, q: str, user: User | None = None, **fields: Any) -> list[str]:
        return [hit.call_id for hit in (await self.ask(q, user, **fields)).hits]


@pytest.fixture
async def world() -> World:
    world = World()
    await world.passages.say("c1", "Buongiorno", "la cabina [lift] non va", "grazie")
    await world.passages.say("c2", "le rate non le pago", "non posso pagare")
    await world.passages.say("c3", "la cabina è bloccata", principal="brackwater")
    return world


async def test_words_and_meaning_find_calls_of_the_persons_principals(world: World) -> None:
    assert await world.found("rata") == ["c2"]
    assert await world.found("qualcosa sul [lift]") == ["c1"]
    assert await world.found("cabina") == ["c1"]
    assert sorted(await world.found("cabina", person("admin", "*"))) == ["c1", "c3"]
    assert await world.found("cabina", person("admin", "*"), principal="brackwater") == ["c3"]


async def test_nonsense_finds_nothing(world: World) -> None:
    assert await world.ask("carbonara") == CallHits(query="carbonara", hits=(), total=0)


async def test_a_hit_says_which_call_and_marks_the_words(world: World) -> None:
    (hit,) = (await world.ask("la rata")).hits
    assert (hit.customer, hit.customer_name, hit.disposition, hit.day.isoformat()) == (
        "montelupo/C1", "Ditta C1", "refused", "2026-11-20",
    )  # fmt: skip
    (line,) = hit.passages
    assert (line.utterance_ids, line.speaker, line.marks) == (("u0",), "customer", ((3, 7),))


async def test_quoted_words_must_follow_one_another_in_the_call(world: World) -> None:
    assert await world.found('"non posso pagare"') == ["c2"]
    assert await world.found('"pagare non posso"') == []
    assert await world.found('cabina "non posso"') == ["c2"]
    assert await world.found('"non posso" "le rate"') == ["c2"]
    assert await world.found('"non posso" "la cabina"') == []


async def test_total_counts_beyond_the_top(world: World) -> None:
    for n in range(4):
        await world.passages.say(f"more{n}", "la rata")
    found = await world.ask("rata", top=2)
    assert (len(found.hits), found.total) == (2, 5)


async def test_calls_that_come_and_go_are_noticed(world: World) -> None:
    assert await world.found("rata") == ["c2"]
    await world.passages.say("c4", "la rata è pagata")
    assert sorted(await world.found("rata")) == ["c2", "c4"]
    world.passages.erase("c2")
    assert await world.found("rata") == ["c4"]
    world.passages.erase("c4")
    await world.passages.say("c5", "rata")
    assert await world.found("rata") == ["c5"]


async def test_only_the_newest_passages_are_held(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_search, "MOST_PASSAGES", 2)
    assert await world.found("cabina") == []
    assert await world.found("rata") == ["c2"]
    await world.passages.say("c6", "la rata")
    assert await world.found("rata") == ["c6"]


async def test_filters_are_asked_of_the_store_and_a_principal_alone_is_not(world: World) -> None:
    world.passages.lets_through = frozenset({"c1"})
    assert await world.found("rata", disposition="refused") == []
    assert await world.found("cabina", disposition="refused", principal="montelupo") == ["c1"]
    assert world.passages.filters[-1] == CallFilter(disposition="refused", principal="montelupo")
    await world.found("rata", principal="montelupo")
    assert len(world.passages.filters) == 2


async def test_the_question_is_in_the_audit_log(world: World) -> None:
    await world.ask("cabina", principal="montelupo")
    assert [line[:3] for line in world.audit.lines] == [("sara", "calls.searched", "montelupo")]
    assert world.audit.lines[0][-1] == "cabina"


@pytest.mark.parametrize("role", ["operator", "trainer"])
async def test_others_than_supervisors_are_refused_and_that_is_logged(world: World, role: Role) -> None:
    with pytest.raises(Forbidden):
        await world.ask("cabina", person(role))
    assert world.audit.lines[0][1] == "search.refused"


async def test_another_principal_is_refused(world: World) -> None:
    with pytest.raises(Forbidden):
        await world.ask("cabina", principal="brackwater")
    assert world.audit.lines[0][1:3] == ("search.refused", "brackwater")


@pytest.mark.parametrize("q", ["", "   ", '"', '""', "?!", "x" * 10_000])
async def test_what_can_not_be_looked_for_is_refused_in_words(world: World, q: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await world.ask(q)
    assert refusal.value.where == "q"


@pytest.mark.parametrize(
    "q", ["cabina AND rata*", "NEAR(cabina rata)", "'; DROP TABLE calls; --", '"cabina', "words:cabina", "\0", "la"]
)
async def test_signs_of_a_query_language_mean_nothing(world: World, q: str) -> None:
    if q == "\0":
        with pytest.raises(InvalidInput):
            await world.ask(q)
    else:
        await world.ask(q)
