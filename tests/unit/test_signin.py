from datetime import timedelta

import pytest

from assistant.domain.errors import Forbidden
from assistant.domain.users import User
from assistant.services.signin import Attempts, NotSignedIn, SignIn, TooManyTries, key_hash, new_key
from tests.fakes import FakeAudit, FakeClock, FakeHasher, FakeUsers

HERE = "127.0.0.1"


class World:
    def __init__(self) -> None:
        self.clock, self.users, self.audit, self.hasher = FakeClock(), FakeUsers(), FakeAudit(), FakeHasher()
        self.signin = SignIn(self.users, self.hasher, self.audit, self.clock)


@pytest.fixture
async def world() -> World:
    world = World()
    anna = User(username="anna", display_name="Anna", role="operator", principals=("montelupo",))
    await world.users.add(anna, "hashed:right")
    await world.users.add(anna.model_copy(update={"username": "linked"}), "")
    return world


async def test_right_password_signs_in_and_is_audited(world: World) -> None:
    assert (await world.signin.with_password("anna", "right", HERE)).username == "anna"
    assert world.audit.lines == [("anna", "session.opened", "session", HERE)]


@pytest.mark.parametrize(("username", "password"), [("anna", "wrong"), ("nobody", "right"), ("linked", "")])
async def test_wrong_credentials_are_refused_alike(world: World, username: str, password: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        await world.signin.with_password(username, password, HERE)
    assert refused.value.message.startswith("The user name or the password")
    assert len(world.hasher.checked) == 1, "an unknown name costs a verification too"
    assert world.audit.actions() == ["session.refused"]


async def test_an_unknown_name_is_not_written_down(world: World) -> None:
    with pytest.raises(NotSignedIn):
        await world.signin.with_password("my-password-in-the-wrong-field", "x", HERE)
    assert "my-password" not in str(world.audit.lines)


async def test_five_failures_close_the_account_for_that_address_for_a_while(world: World) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            await world.signin.with_password("anna", "wrong", HERE)
    with pytest.raises(TooManyTries):
        await world.signin.with_password("Anna", "right", HERE)
    assert (await world.signin.with_password("anna", "right", "10.0.0.9")).username == "anna"
    world.clock.advance(timedelta(minutes=16))
    assert (await world.signin.with_password("anna", "right", HERE)).username == "anna"


async def test_many_names_from_one_address_are_stopped_too(world: World) -> None:
    for number in range(50):
        with pytest.raises(NotSignedIn):
            await world.signin.with_password(f"name{number}", "x", HERE)
    with pytest.raises(TooManyTries):
        await world.signin.with_password("anna", "right", HERE)


async def test_a_success_clears_the_failures(world: World) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(NotSignedIn):
                await world.signin.with_password("anna", "wrong", HERE)
        await world.signin.with_password("anna", "right", HERE)
    assert world.audit.actions().count("session.opened") == 3


def test_attempts_are_bounded() -> None:
    attempts = Attempts(FakeClock(), capacity=2)
    for key in ("a", "b", "c"):
        attempts.add(key, 5)
    assert [attempts.count(key) for key in ("a", "b", "c")] == [0, 1, 1]


async def test_a_link_works_once(world: World) -> None:
    token = world.signin.issue_link("linked")
    assert world.signin.link_is_good(token)
    assert (await world.signin.with_link(token, HERE)).username == "linked"
    assert not world.signin.link_is_good(token)
    with pytest.raises(NotSignedIn):
        await world.signin.with_link(token, HERE)
    assert world.audit.actions() == ["session.opened", "session.refused"]


async def test_a_link_expires(world: World) -> None:
    token = world.signin.issue_link("linked")
    world.clock.advance(timedelta(minutes=15))
    assert not world.signin.link_is_good(token)
    with pytest.raises(NotSignedIn):
        await world.signin.with_link(token, HERE)


async def test_a_link_of_a_removed_account_is_refused(world: World) -> None:
    with pytest.raises(NotSignedIn):
        await world.signin.with_link(world.signin.issue_link("nobody"), HERE)


async def test_keys_have_scopes_and_only_their_hash_is_kept(world: World) -> None:
    key, secret = new_key("pbx", ["feed"], ["montelupo"])
    await world.users.add_key(key, key_hash(secret))
    assert secret not in str(world.users.keys)
    assert await world.signin.with_key(secret, "feed", HERE) == key
    with pytest.raises(Forbidden):
        await world.signin.with_key(secret, "crm", HERE)
    with pytest.raises(NotSignedIn):
        await world.signin.with_key(secret + "x", "feed", HERE)
    assert world.audit.actions() == ["key.used", "key.refused", "key.refused"]


async def test_guessing_keys_is_stopped(world: World) -> None:
    for number in range(50):
        with pytest.raises(NotSignedIn):
            await world.signin.with_key(f"guess{number}", "feed", HERE)
    with pytest.raises(TooManyTries):
        await world.signin.with_key("guess", "feed", HERE)
