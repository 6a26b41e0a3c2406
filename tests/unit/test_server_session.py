from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.serverworld import ServerWorld


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    return ServerWorld(tmp_path)


RIGHT = {"username": "anna", "password": "anna-password"}


def test_session_opens_shows_and_closes(world: ServerWorld) -> None:
    with world.client() as panel:
        opened = panel.http.post("/v1/session", json=RIGHT)
        assert opened.json()["user"]["username"] == "anna"
        cookie = opened.headers["set-cookie"]
        assert cookie.startswith("ascolto_session=")
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert panel.http.get("/v1/session").json()["user"]["role"] == "operator"
        value = panel.http.cookies["ascolto_session"]
        assert panel.http.delete("/v1/session").status_code == 204
        panel.http.cookies.set("ascolto_session", value)
        assert panel.http.get("/v1/session").status_code == 401, "a cookie kept after leaving is worth nothing"
    assert world.audit.actions() == ["session.opened", "session.closed"]


def test_behind_https_the_cookie_lives_in_another_site_s_frame(world: ServerWorld) -> None:
    world.configure(public_url="https://ascolto.example.org", frame_ancestors="https://crm.example.org")
    with world.client() as panel:
        cookie = panel.http.post("/v1/session", json=RIGHT).headers["set-cookie"]
    assert cookie.startswith("__Host-ascolto=")
    assert cookie.endswith("SameSite=None; Secure; Partitioned")


def test_nobody_is_401_in_our_shape(world: ServerWorld) -> None:
    with world.client() as panel:
        answer = panel.http.get("/v1/session")
    assert answer.status_code == 401
    assert answer.json() == {"error": {"code": "not_signed_in", "message": "Sign in to go on.", "where": ""}}


@pytest.mark.parametrize("value", ["x", "WyJhbm5hIiwxXQ.forged", "a.b.c"])
def test_forged_cookies_are_refused(world: ServerWorld, value: str) -> None:
    with world.client() as panel:
        panel.http.cookies.set("ascolto_session", value)
        assert panel.http.get("/v1/session").status_code == 401


def test_a_cookie_of_another_server_s_secret_is_refused(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        value = panel.http.cookies["ascolto_session"]
    world.services = replace(world.services, site=replace(world.services.site, secret="another-secret"))
    with world.client() as panel:
        panel.http.cookies.set("ascolto_session", value)
        assert panel.http.get("/v1/session").status_code == 401


def test_sessions_end_with_their_time_the_password_and_the_account(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        world.users.hashes["anna"] = "hashed:new"
        assert panel.http.get("/v1/session").status_code == 401
        world.users.hashes["anna"] = "hashed:anna-password"
        assert panel.http.get("/v1/session").status_code == 200
        person = world.users.people.pop("anna")
        assert panel.http.get("/v1/session").status_code == 401
        world.users.people["anna"] = person
        world.clock.advance(timedelta(hours=12))
        assert panel.http.get("/v1/session").status_code == 401


def test_wrong_password_then_too_many(world: ServerWorld) -> None:
    wrong = {"username": "anna", "password": "guess"}
    with world.client() as panel:
        statuses = [panel.http.post("/v1/session", json=wrong).status_code for _ in range(6)]
        assert statuses == [401] * 5 + [429]
        assert panel.http.post("/v1/session", json=RIGHT).json()["error"]["code"] == "too_many_tries"


@pytest.mark.parametrize(
    ("body", "where"),
    [({"username": "anna"}, "password"), ({**RIGHT, "extra": 1}, "extra"), ({**RIGHT, "username": ""}, "username")],
)
def test_bad_bodies_name_the_field_and_never_repeat_it(world: ServerWorld, body: dict[str, str], where: str) -> None:
    with world.client() as panel:
        answer = panel.http.post("/v1/session", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == where
    assert "anna-password" not in answer.text


def test_link_shows_a_button_and_the_button_signs_in_once(world: ServerWorld) -> None:
    token = world.services.signin.issue_link("anna")
    with world.client() as panel:
        for _ in range(2):
            page = panel.http.get(f"/signin?token={token}", headers={"Accept-Language": "en-GB,en;q=0.9,it;q=0.5"})
            assert page.status_code == 200, "loading the page, even twice, doesn't use the link up"
            assert '<html lang="en">' in page.text
        pressed = panel.http.post("/signin", data={"token": token}, follow_redirects=False)
        assert (pressed.status_code, pressed.headers["location"]) == (303, "/")
        assert panel.http.get("/v1/session").json()["user"]["username"] == "anna"
        again = panel.http.post("/signin", data={"token": token}, follow_redirects=False)
        assert again.status_code == 410
        assert "già stato usato" in again.text
        assert panel.http.get(f"/signin?token={token}").url.path == "/", "who is signed in goes to the panel"
        panel.http.cookies.clear()
        assert panel.http.get(f"/signin?token={token}").status_code == 410


def test_expired_link_explains_itself(world: ServerWorld) -> None:
    token = world.services.signin.issue_link("anna")
    world.clock.advance(timedelta(minutes=15))
    with world.client() as panel:
        page = panel.http.get(f"/signin?token={token}")
        assert page.status_code == 410
        assert "Riavvii il server" in page.text
        assert panel.http.post("/signin", data={"token": token}).status_code == 410


def test_links_work_on_loopback_only(world: ServerWorld) -> None:
    world.configure(public_url="https://ascolto.example.org")
    token = world.services.signin.issue_link("anna")
    with world.client() as panel:
        assert panel.http.get(f"/signin?token={token}").status_code == 410
        assert panel.http.post("/signin", data={"token": token}).status_code == 404
        assert panel.http.get("/v1/session").status_code == 401


def test_link_pages_have_no_inline_script_or_style(world: ServerWorld) -> None:
    with world.client() as panel:
        page = panel.http.get('/signin?token="><script>x</script>').text
    assert "<script" not in page
    assert "style=" not in page
    assert "<style" not in page
