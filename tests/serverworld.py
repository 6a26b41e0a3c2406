"""A web server over fakes, with two principals and some people, for the tests of `assistant.server`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

import knowledge
from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.library import FileLibrary
from assistant.adapters.memory import MemoryNotes
from assistant.domain.calls import Call, CallInfo
from assistant.domain.may_call import PlannedCall
from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Ticket
from assistant.domain.users import ApiKey, User
from assistant.server.app import create_app
from assistant.server.services import Services, Site
from assistant.services.call_search import CallSearch, SearchPorts
from assistant.services.demo import DemoCall
from assistant.services.journey import JourneyPorts
from assistant.services.proposals import ProposalPorts
from assistant.services.reviews import ReviewPorts
from assistant.services.signin import key_hash
from tests.fake_dashboard import FakeDashboardStore, dashboard_ports
from tests.fake_passages import FakeEncoder, FakePassages
from tests.fake_practice import practice_world
from tests.fake_voice import VoiceWorld
from tests.fakes import (
    NOON,
    FakeAudit,
    FakeCalls,
    FakeClock,
    FakeCustomers,
    FakeHasher,
    FakeJourneys,
    FakeLibrary,
    FakeLive,
    FakeModel,
    FakeQueue,
    FakeReviews,
    FakeTasks,
    FakeUsers,
    demo_article,
    shipped_rubric,
)
from tests.memory_facts import MemoryScores

PORT = 8000
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
FEED_KEY = "ascolto_feed_key"
_ROLES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("anna", "operator", ("montelupo",)),
    ("bea", "operator", ("montelupo",)),
    ("carla", "operator", ("brackwater",)),
    ("sara", "supervisor", ("montelupo",)),
    ("toni", "trainer", ("montelupo",)),
    ("adam", "admin", ("*",)),
)


class FakeDemo:
    def __init__(self) -> None:
        self.started: list[tuple[str, str, float]] = []
        self.stopped: list[str] = []

    def calls(self) -> Sequence[DemoCall]:
        return [
            DemoCall(
                id="rate",
                title={"it": "Rate", "en": "Plan"},
                customer="montelupo/C1",
                language="it",
                path=Path("rate.jsonl"),
            ),
            DemoCall(
                id="goods",
                title={"it": "Merce", "en": "Goods"},
                customer="brackwater/B1",
                language="en",
                path=Path("goods.jsonl"),
            ),
        ]

    async def replay(self, demo_id: str, user: User, speed: float) -> str:
        self.started.append((demo_id, user.username, speed))
        return "demo-1"

    async def stop(self, call_id: str) -> None:
        self.stopped.append(call_id)


def _file(principal: str, ref: str) -> CustomerFile:
    due = Due(due_on=date(2026, 9, 30), amount=Decimal("1250.00"))
    return CustomerFile(
        customer=Customer(principal=principal, ref=ref, name=f"Ditta {ref}"),
        invoices=(Invoice(number="2026/118", issued_on=date(2026, 8, 31), currency="EUR", dues=(due,)),),
        tickets=(Ticket(id="ticket:9", kind="service", opened_on=date(2026, 10, 2), subject="Porta bloccata"),),
    )


def _view(call: PlannedCall) -> Mapping[str, Any]:
    asked = [call.language, call.at.date().isoformat(), call.purpose]
    return {"customer": {"name": call.file.customer.name}, "facts": [], "history": [], "asked": asked}


class ServerWorld:
    """Everything a test may want to look at or change before it opens `client()`."""

    def __init__(self, web: Path) -> None:
        (web / "index.html").write_text("<!doctype html><title>Ascolto</title>", encoding="utf-8")
        (web / "app.js").write_text("export {};", encoding="utf-8")
        self.clock, self.users, self.audit, self.calls = FakeClock(), FakeUsers(), FakeAudit(), FakeCalls()
        for name, role, principals in _ROLES:
            self.users.people[name] = User(username=name, display_name=name, role=role, principals=principals)
            self.users.hashes[name] = f"hashed:{name}-password"
        self.users.keys[key_hash(FEED_KEY)] = ApiKey(id="k1", name="pbx", scopes=("feed",), principals=("montelupo",))
        customers = FakeCustomers(_file("montelupo", "C1"), _file("brackwater", "B1"))
        self.live = FakeLive(self.calls, customers, self.clock)
        self.demo = FakeDemo()
        self.tasks = FakeTasks()
        self.dashboard = FakeDashboardStore(_file("montelupo", "C1"), _file("brackwater", "B1"))
        self.queue, self.scores, self.reviews, self.notes = FakeQueue(), MemoryScores(), FakeReviews(), MemoryNotes()
        self.journeys, shipped = FakeJourneys(), FileLibrary(Path(knowledge.__file__).parent / "library")
        self.voice = VoiceWorld(self.clock, self.audit)
        self.passages = FakePassages()
        self.search = CallSearch(SearchPorts(self.passages, FakeEncoder(), self.audit, self.clock))
        self.library = FakeLibrary(demo_article("montelupo", "# Rate\n\n<script>x()</script> [qui](javascript:x())"))
        self.services = Services(
            site=Site(secret="a-signing-secret-of-the-tests-only", web_path=web),
            users=self.users,
            hasher=FakeHasher(),
            audit=self.audit,
            calls=self.calls,
            customers=customers,
            library=self.library,
            clock=self.clock,
            model=FakeModel(),
            live=self.live,
            customer_view=_view,
            metrics=lambda: "ascolto_model_tailored_total 1.0\n",
            tasks=self.tasks,
            proposals=ProposalPorts(customers, self.tasks, self.library, HolidayCalendar(), self.clock),
            reviews=ReviewPorts(
                calls=self.calls,
                notes=self.notes,
                queue=self.queue,
                scores=self.scores,
                reviews=self.reviews,
                rubric=shipped_rubric,
                audit=self.audit,
                clock=self.clock,
            ),
            journeys=JourneyPorts(customers, self.queue, self.journeys, shipped, self.audit, self.clock),
            voice=self.voice.ports,
            practice=practice_world(self.users, self.audit, self.clock),
            dashboard=dashboard_ports(self.dashboard, self.audit),
            search=self.search,
            demo=self.demo,
        )
        self.add_call("mine", "montelupo/C1", "anna")
        self.add_call("bea-call", "montelupo/C1", "bea")
        self.add_call("free", "montelupo/C1", "")
        self.add_call("english", "brackwater/B1", "")

    def add_call(self, call_id: str, customer: str, operator: str) -> None:
        principal = customer.partition("/")[0]
        info = CallInfo(
            id=call_id, customer=customer, principal=principal, started_at=NOON, language="it", operator=operator
        )
        self.calls.calls[call_id] = Call(info=info, customer_name="Ditta")
        self.calls.logs[call_id] = []

    def configure(self, **site: Any) -> None:
        self.services = replace(self.services, site=replace(self.services.site, **site))

    @contextmanager
    def client(self, username: str = "") -> Iterator["Panel"]:
        """A browser-like client, signed in if a name is given."""
        app = create_app(self.services)
        with TestClient(app, base_url=ORIGIN, client=("127.0.0.1", 50000), raise_server_exceptions=False) as http:
            panel = Panel(http)
            if username:
                answer = http.post("/v1/session", json={"username": username, "password": f"{username}-password"})
                assert answer.status_code == 200, answer.text
            yield panel


class Panel:
    def __init__(self, http: TestClient) -> None:
        self.http = http

    def follow(self, call_id: str, after: int = 0, **headers: str) -> WebSocketTestSession:
        return self.http.websocket_connect(f"ws://{HOST}/v1/calls/{call_id}/live?after={after}", headers=headers)

    def feed(self, key: str = FEED_KEY) -> WebSocketTestSession:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return self.http.websocket_connect(f"ws://{HOST}/v1/feeds/generic", headers=headers)
