"""What the web server is made of: the ports and use cases that its endpoints call, and the settings they need."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from assistant.domain.calls import CallInfo
from assistant.domain.events import AnyOutEvent, CallStarted, PanelEvent, UtteranceFinal, UtterancePartial
from assistant.domain.may_call import PlannedCall
from assistant.domain.money import Language
from assistant.domain.users import User
from assistant.services.call_search import CallSearch
from assistant.services.dashboard import DashboardPorts
from assistant.services.demo import DemoCall
from assistant.services.journey import JourneyPorts
from assistant.services.live_board import LiveBoard
from assistant.services.ports import Audit, Calls, Clock, Customers, LanguageModel, Library, PasswordHasher, Users
from assistant.services.ports_notes import Tasks
from assistant.services.practice_view import ViewPorts
from assistant.services.proposals import ProposalPorts
from assistant.services.reviews import ReviewPorts
from assistant.services.signin import SignIn
from assistant.services.voice import VoicePorts

CustomerView = Callable[[PlannedCall], Mapping[str, Any]]
"""`{"customer", "facts", "history", "may_call"}` of a customer at a moment, in a language."""


class Live(Protocol):
    """The use cases of a live call."""

    async def open(self, event: CallStarted, principals: Sequence[str] | None = None) -> CallInfo:
        """Raises `NotFound`, `Ambiguous`, `Forbidden` or `Conflict`."""
        ...

    async def hear(self, event: UtteranceFinal | UtterancePartial) -> str:
        """Returns the utterance's id."""
        ...

    async def end(self, call_id: str) -> None: ...

    async def act(self, event: PanelEvent, user: User) -> None: ...

    def waits_for_approval(self, call_id: str) -> bool: ...

    def follow(self, call_id: str, after: int = 0) -> AsyncIterator[AnyOutEvent]:
        """Stored events after `after`, then live ones, without gap or duplicate."""
        ...


class Demo(Protocol):
    def calls(self) -> Sequence[DemoCall]: ...

    async def replay(self, demo_id: str, user: User, speed: float) -> str:
        """Start to play a call at `speed` times its pace; returns the new call's id. Raises `NotFound`."""
        ...

    async def stop(self, call_id: str) -> None:
        """Stop playing and end the call."""
        ...


@dataclass(frozen=True)
class Site:
    """Settings the server needs. `web_path` is the folder of the pages; `frame_ancestors` is space separated."""

    secret: str = field(repr=False)
    web_path: Path
    host: str = "127.0.0.1"
    public_url: str = ""
    frame_ancestors: str = ""
    language: Language = "it"


@dataclass(frozen=True)
class Services:
    site: Site
    users: Users
    hasher: PasswordHasher
    audit: Audit
    calls: Calls
    customers: Customers
    library: Library
    clock: Clock
    model: LanguageModel
    live: Live
    customer_view: CustomerView
    metrics: Callable[[], str]
    """What the model did, in the text format of Prometheus."""
    tasks: Tasks
    proposals: ProposalPorts
    reviews: ReviewPorts
    journeys: JourneyPorts
    voice: VoicePorts
    practice: ViewPorts
    dashboard: DashboardPorts
    search: CallSearch
    demo: Demo | None = None

    @cached_property
    def signin(self) -> SignIn:
        """One a process: it holds the one-time links and counts failed tries."""
        return SignIn(self.users, self.hasher, self.audit, self.clock)

    @cached_property
    def board(self) -> LiveBoard:
        """One a process: it holds what it has read of the calls that go on."""
        return LiveBoard(self.calls, self.reviews.lists)
