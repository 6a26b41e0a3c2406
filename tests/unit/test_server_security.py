from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import WebSocketDenialResponse

from assistant.domain.errors import ConfigurationError
from assistant.domain.users import User
from assistant.server.security import check_exposure, is_exposed, is_loopback
from assistant.settings import Settings
from tests.fakes import FakeUsers
from tests.serverworld import ORIGIN, ServerWorld

RIGHT = {"username": "anna", "password": "anna-password"}
GOOD_SECRET = "kX9-vQ2mZ7rT4wB8nL1cY6pD3sF5hJ0a"


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    return ServerWorld(tmp_path)


def test_every_answer_carries_the_headers(world: ServerWorld) -> None:
    with world.client() as panel:
        for path in ("/", "/static/app.js", "/v1/health", "/v1/calls", "/nowhere", "/signin"):
            headers = panel.http.get(path).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
        assert panel.http.get("/v1/calls").headers["cache-control"] == "no-store"


def test_configured_sites_may_frame_the_panel(world: ServerWorld) -> None:
    world.configure(public_url="https://a.example.org", frame_ancestors="https://crm.example.org")
    with world.client() as panel:
        headers = panel.http.get("/").headers
    assert headers["content-security-policy"].endswith("frame-ancestors https://crm.example.org")
    assert "x-frame-options" not in headers
    assert "strict-transport-security" in headers


def test_a_frame_ancestor_that_is_no_origin_is_refused(world: ServerWorld) -> None:
    world.configure(frame_ancestors="https://crm.example.org;script-src *")
    with pytest.raises(ConfigurationError, match="isn't an origin"), world.client():
        pass


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_can_change_nothing(world: ServerWorld, headers: dict[str, str]) -> None:
    with world.client("anna") as panel:
        for method, path in (("POST", "/v1/session"), ("DELETE", "/v1/session"), ("POST", "/signin")):
            answer = panel.http.request(method, path, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "bad_origin")
        assert panel.http.get("/v1/session").status_code == 200


def test_own_pages_may(world: ServerWorld) -> None:
    with world.client() as panel:
        headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
        assert panel.http.post("/v1/session", json=RIGHT, headers=headers).status_code == 200


def test_only_json_is_taken(world: ServerWorld) -> None:
    with world.client() as panel:
        for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
            answer = panel.http.post("/v1/session", content=b'{"username": "anna"}', headers={"Content-Type": kind})
            assert (answer.status_code, answer.json()["error"]["code"]) == (415, "unsupported_media_type")
        broken = panel.http.post("/v1/session", content=b"{not json", headers={"Content-Type": "application/json"})
        assert (broken.status_code, broken.json()["error"]["code"]) == (422, "invalid_input")


def test_bodies_are_limited_with_and_without_a_length(world: ServerWorld) -> None:
    json_type = {"Content-Type": "application/json"}
    with world.client() as panel:
        declared = panel.http.post("/v1/session", content=b" " * 70_000, headers=json_type)
        chunked = panel.http.post("/v1/session", content=iter([b" " * 70_000]), headers=json_type)
    for answer in (declared, chunked):
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_names_that_others_point_here_are_misdirected(world: ServerWorld) -> None:
    with world.client() as panel:
        assert panel.http.get("/v1/health", headers={"Host": "evil.example:8000"}).status_code == 421
        assert panel.http.get("/v1/health", headers={"Host": "localhost:8000"}).status_code == 200
        assert panel.http.get("/v1/health", headers={"Host": "[::1]:8000"}).status_code == 200


def test_sockets_open_from_our_own_pages_only(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        for origin in ("https://evil.example", "null", "http://127.0.0.1:9999"):
            with pytest.raises(WebSocketDenialResponse) as refused, panel.follow("mine", Origin=origin):
                pass
            assert refused.value.status_code == 403
        with panel.follow("mine", Origin=ORIGIN) as socket:
            socket.send_text("?")
            assert socket.receive_json()["code"] == "invalid_event"


def test_the_public_address_and_the_framing_site_may_open_sockets(world: ServerWorld) -> None:
    # Not https: the client of this test keeps secure cookies to itself on plain addresses.
    world.configure(public_url="http://ascolto.example.org", frame_ancestors="https://crm.example.org")
    with world.client("anna") as panel:
        for origin in ("http://ascolto.example.org", "https://crm.example.org"):
            with panel.follow("mine", Origin=origin) as socket:
                socket.send_text("?")
                assert socket.receive_json()["code"] == "invalid_event"


def test_unknown_places_and_methods_answer_in_our_shape(world: ServerWorld) -> None:
    with world.client() as panel:
        nowhere = panel.http.get("/v1/nowhere")
        method = panel.http.put("/v1/session", json={})
    assert (nowhere.status_code, nowhere.json()["error"]["code"]) == (404, "not_found")
    assert nowhere.json()["error"]["where"] == "/v1/nowhere"
    assert (method.status_code, method.json()["error"]["code"]) == (405, "method_not_allowed")


def test_a_fault_of_ours_says_nothing_of_its_inside(world: ServerWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(username: str) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(world.users, "get", broken)
    with world.client() as panel:
        answer = panel.http.post("/v1/session", json=RIGHT)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal")
    assert "secret inside" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", True), ("::1", True), ("localhost", True)])
def test_loopback_names(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])  # noqa: S104
def test_other_names_are_not_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_a_proxy_exposes_a_loopback_server() -> None:
    assert is_exposed("127.0.0.1", "https://ascolto.example.org")
    assert not is_exposed("127.0.0.1", "http://localhost:8000")


def settings(secret: str = GOOD_SECRET, host: str = "10.0.0.4") -> Settings:
    return Settings(host=host, secret=SecretStr(secret))


async def people(**hashes: str) -> FakeUsers:
    users = FakeUsers()
    for name, password_hash in hashes.items():
        await users.add(User(username=name, display_name=name, role="admin", principals=("*",)), password_hash)
    return users


async def test_exposed_server_starts_when_it_is_safe() -> None:
    await check_exposure(settings(), await people(anna="hashed:x"), ["demo"])


async def test_loopback_needs_none_of_it() -> None:
    await check_exposure(settings("", "127.0.0.1"), await people(demo=""), ["demo"])


@pytest.mark.parametrize("secret", ["", "short", "a" * 40, "change-me-change-me-change-me-1234567"])
async def test_exposed_server_needs_a_real_secret(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="needs a secret"):
        await check_exposure(settings(secret), await people(anna="hashed:x"))


async def test_exposed_server_needs_an_account_with_a_password() -> None:
    with pytest.raises(ConfigurationError, match="account with a password"):
        await check_exposure(settings(), await people(anna=""))


async def test_exposed_server_has_no_demo_accounts() -> None:
    with pytest.raises(ConfigurationError, match="remove them: demo"):
        await check_exposure(settings(), await people(anna="hashed:x", demo="hashed:x"), ["demo"])
