"""Hand-written stand-ins for the ports, scripted by the tests that use them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

import knowledge
from assistant.domain.calls import Call, CallInfo
from assistant.domain.contact_rules import RulePack
from assistant.domain.errors import ConfigurationError, Conflict, NotFound
from assistant.domain.events import (
    AnyOutEvent,
    CallStarted,
    PanelEvent,
    SuggestionClosed,
    UtteranceFinal,
    UtteranceHeard,
    UtterancePartial,
)
from assistant.domain.manner_signals import Signals
from assistant.domain.money import Language
from assistant.domain.note_texts import NoteTexts
from assistant.domain.notes import Note
from assistant.domain.policy import Conduct, Policy
from assistant.domain.queue import QueueChoices, QueueEntry, QueuePage, QueueQuery, place_of
from assistant.domain.records import CustomerFile, Principal
from assistant.domain.reviews import Review, changed_meanwhile
from assistant.domain.rubric import Rubric
from assistant.domain.tasks import Task, TaskState
from assistant.domain.users import ApiKey, User
from assistant.services.model_work import ModelRun, Outcome
from assistant.services.ports import ModelRequest, ModelState
from assistant.services.ports_journey import FoundCustomer
from assistant.services.ports_notes import Connector, Receiver
from knowledge.types import Article, Phrase

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is told to go on."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


class FakeHasher:
    """A reversible hash; `checked` lists the hashes that were verified against."""

    def __init__(self) -> None:
        self.checked: list[str] = []

    def hash(self, password: str) -> str:
        return f"hashed:{password}"

    def verify(self, password_hash: str, password: str) -> bool:
        self.checked.append(password_hash)
        return password_hash == f"hashed:{password}"


class FakeUsers:
    def __init__(self) -> None:
        self.people: dict[str, User] = {}
        self.hashes: dict[str, str] = {}
        self.keys: dict[str, ApiKey] = {}

    async def add(self, user: User, password_hash: str) -> None:
        if user.username in self.people:
            raise Conflict("That user name is taken.", where=user.username)
        self.people[user.username] = user
        self.hashes[user.username] = password_hash

    async def get(self, username: str) -> User | None:
        return self.people.get(username)

    async def password_hash(self, username: str) -> str | None:
        return self.hashes.get(username)

    async def list(self) -> list[User]:
        return [*self.people.values()]

    async def remove(self, username: str) -> bool:
        return self.people.pop(username, None) is not None

    async def revoke_key(self, key_id: str) -> bool:
        found = [secret for secret, key in self.keys.items() if key.id == key_id]
        for secret in found:
            del self.keys[secret]
        return bool(found)

    async def add_key(self, key: ApiKey, secret_hash: str) -> None:
        self.keys[secret_hash] = key

    async def key_by_hash(self, secret_hash: str) -> ApiKey | None:
        return self.keys.get(secret_hash)


class FakeAudit:
    """`lines` are `(who, action, subject, detail)`."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str, str]] = []

    async def record(self, who: str, action: str, subject: str, at: datetime, detail: str = "") -> None:
        self.lines.append((who, action, subject, detail))

    def actions(self) -> list[str]:
        return [action for _, action, _, _ in self.lines]


class FakeCustomers:
    def __init__(self, *files: CustomerFile) -> None:
        self.files = {file.customer.id: file for file in files}

    async def file(self, customer_id: str) -> CustomerFile:
        if customer_id not in self.files:
            raise NotFound(f"There is no customer {customer_id!r}.", where=customer_id)
        return self.files[customer_id]

    async def resolve(self, reference: str, principals: Sequence[str] | None = None) -> str:
        for file in await self.list(principals):
            if reference in (file.customer.id, file.customer.ref):
                return file.customer.id
        raise NotFound(f"There is no customer {reference!r}.", where=reference)

    async def list(self, principals: Sequence[str] | None = None) -> list[CustomerFile]:
        return [f for f in self.files.values() if principals is None or f.customer.principal in principals]


def shipped_note_texts(language: Language) -> NoteTexts:
    """The sentences of notes as they ship."""
    path = Path(knowledge.__file__).parent / "library" / "common" / "notes" / f"{language}.yaml"
    return NoteTexts.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def shipped_rubric() -> Rubric:
    """The rubric as it ships."""
    path = Path(knowledge.__file__).parent / "library" / "common" / "rubric.yaml"
    return Rubric.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


class FakeLibrary:
    """Holds articles; the rest isn't asked of it."""

    def __init__(self, *articles: Article) -> None:
        self.articles = articles

    def principals(self) -> list[Principal]:
        raise NotImplementedError

    def principal(self, principal: str) -> Principal:
        raise NotImplementedError

    def policy(self, principal: str) -> Policy:
        raise NotImplementedError

    def note_texts(self, language: Language) -> NoteTexts:
        raise NotImplementedError

    def rubric(self) -> Rubric:
        raise NotImplementedError

    def signals(self, language: Language) -> Signals:
        raise NotImplementedError

    def contact_rules(self, principal: str) -> Sequence[RulePack]:
        raise NotImplementedError

    def conduct(self) -> Conduct:
        raise NotImplementedError

    def phrases(self, principal: str, language: Language) -> Sequence[Phrase]:
        raise NotImplementedError

    def article(self, principal: str, article_id: str, language: Language, on: date | None = None) -> Article | None:
        return next((a for a in self.articles if a.principal == principal and a.id == article_id), None)


class FakeModel:
    """Streams the scripted pieces."""

    def __init__(self, *pieces: str, state: ModelState | None = None) -> None:
        self.pieces = pieces
        self.current = state or ModelState("ready", name="scripted")

    def state(self) -> ModelState:
        return self.current

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        for piece in self.pieces:
            yield piece


class FakeCalls:
    """The log of calls in a dictionary."""

    def __init__(self) -> None:
        self.calls: dict[str, Call] = {}
        self.logs: dict[str, list[AnyOutEvent]] = {}

    async def open(self, info: CallInfo, customer_name: str) -> None:
        if info.id in self.calls:
            raise Conflict("That call exists already.", where=info.id)
        self.calls[info.id] = Call(info=info, customer_name=customer_name)
        self.logs[info.id] = []

    async def append(self, event: AnyOutEvent) -> int:
        log = self.logs[event.call_id]
        log.append(event.model_copy(update={"seq": len(log) + 1}))
        self.calls[event.call_id] = self.calls[event.call_id].model_copy(update={"last_seq": len(log)})
        return len(log)

    async def events(self, call_id: str, after: int = 0) -> list[AnyOutEvent]:
        await self.get(call_id)
        return self.logs[call_id][after:]

    async def get(self, call_id: str) -> Call:
        if call_id not in self.calls:
            raise NotFound(f"There is no call {call_id!r}.", where=call_id)
        return self.calls[call_id]

    async def list(self, principals: Sequence[str] | None = None, open_only: bool = False) -> list[Call]:
        return [
            call
            for call in self.calls.values()
            if (principals is None or call.info.principal in principals)
            and not (open_only and call.ended_at is not None)
        ]

    async def close(self, call_id: str, at: datetime) -> None:
        self.calls[call_id] = self.calls[call_id].model_copy(update={"ended_at": at})


@dataclass
class FakeLive:
    """A live call that answers each utterance with `utterance.heard` and each panel event with `suggestion.closed`."""

    calls: FakeCalls
    customers: FakeCustomers
    clock: FakeClock
    acted: list[tuple[PanelEvent, User]] = field(default_factory=list)
    fault: Exception | None = None
    """Raised by the next `act` or `hear`."""
    behind: bool = False
    """Followers get what is stored and no more, like one who didn't keep up."""
    following: int = 0
    """How many follow at this moment."""
    _waiting: list[asyncio.Event] = field(default_factory=list)

    async def open(self, event: CallStarted, principals: Sequence[str] | None = None) -> CallInfo:
        customer = (await self.customers.file(await self.customers.resolve(event.customer, principals))).customer
        info = CallInfo(
            id=event.call_id,
            customer=customer.id,
            principal=customer.principal,
            started_at=self.clock.now(),
            language=customer.language,
            operator=event.operator,
        )
        await self.calls.open(info, customer.name)
        return info

    async def hear(self, event: UtteranceFinal | UtterancePartial) -> str:
        self._fail()
        utterance_id = event.id or "u1"
        heard = UtteranceHeard(
            call_id=event.call_id,
            at=self.clock.now(),
            utterance_id=utterance_id,
            t=event.t,
            speaker=event.speaker,
            text=event.text,
        )
        await self._emit(heard)
        return utterance_id

    async def end(self, call_id: str) -> None:
        await self.calls.close(call_id, self.clock.now())

    async def act(self, event: PanelEvent, user: User) -> None:
        self._fail()
        self.acted.append((event, user))
        card_id = getattr(event, "card_id", "none")
        await self._emit(
            SuggestionClosed(call_id=event.call_id, at=self.clock.now(), card_id=card_id, state="dismissed")
        )

    def waits_for_approval(self, call_id: str) -> bool:
        return False

    async def follow(self, call_id: str, after: int = 0) -> AsyncIterator[AnyOutEvent]:
        woken = asyncio.Event()
        self._waiting.append(woken)
        self.following += 1
        try:
            while True:
                woken.clear()
                for event in await self.calls.events(call_id, after):
                    after = event.seq
                    yield event
                if self.behind:
                    return
                await woken.wait()
        finally:
            self._waiting.remove(woken)
            self.following -= 1

    async def _emit(self, event: AnyOutEvent) -> None:
        await self.calls.append(event)
        for woken in self._waiting:
            woken.set()

    def _fail(self) -> None:
        if self.fault:
            fault, self.fault = self.fault, None
            raise fault


def demo_article(principal: str, text: str) -> Article:
    return Article(
        id="payment-plans",
        title="Piani di pagamento",
        owner="Ufficio crediti",
        valid_from=date(2026, 1, 1),
        principal=principal,
        language="it",
        text=text,
    )


class SteppedModel:
    """Holds each request until the test lets pieces through; `left` names those that were broken off."""

    def __init__(self, state: ModelState | None = None) -> None:
        self.current = state or ModelState("ready", name="stepped")
        self.began: list[str] = []
        self.left: list[str] = []
        self.stuck = False
        """Where true, a request that is left doesn't notice: a server that goes on whatever it is told."""
        self.fails_when_left = False
        self._steps: dict[str, asyncio.Queue[str | Exception | None]] = {}

    def state(self) -> ModelState:
        return self.current

    def say(self, text: str, *pieces: str | Exception | None) -> None:
        """Let these pieces of the request with this text through; `None` ends it."""
        for piece in pieces:
            self._steps.setdefault(text, asyncio.Queue()).put_nowait(piece)

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.began.append(request.text)
        steps = self._steps.setdefault(request.text, asyncio.Queue())
        try:
            while (piece := await steps.get()) is not None:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        except (asyncio.CancelledError, GeneratorExit):
            self.left.append(request.text)
            if self.fails_when_left:
                raise OSError("the connection was gone already") from None
            if self.stuck:
                await asyncio.Event().wait()
            raise


class FakeMeter:
    def __init__(self) -> None:
        self.runs: list[ModelRun] = []
        self.reasons: list[str] = []

    def ended(self, run: ModelRun) -> None:
        self.runs.append(run)

    def withheld(self, reason: str) -> None:
        self.reasons.append(reason)

    @property
    def outcomes(self) -> list[tuple[str, Outcome]]:
        return [(run.work, run.outcome) for run in self.runs]


class FakeConnectors:
    """Every principal has these `names`, and one connector for all of them."""

    def __init__(self, connector: Connector | None = None, *names: str) -> None:
        self._connector, self._names = connector, names

    def names(self, principal: str) -> Sequence[str]:
        return self._names

    def connector(self, receiver: Receiver) -> Connector:
        if self._connector is None:
            raise ConfigurationError("Set CRM_SECRET.", where="CRM_SECRET")
        return self._connector


class FakeTasks:
    """Tasks in a dictionary."""

    def __init__(self, *tasks: Task) -> None:
        self.rows = {task.id: task for task in tasks}

    async def get(self, task_id: str) -> Task:
        if task_id not in self.rows:
            raise NotFound(f"There is no task {task_id!r}.", where=task_id)
        return self.rows[task_id]

    async def list(
        self, principals: Sequence[str] | None = None, states: Sequence[TaskState] = ("open", "done")
    ) -> list[Task]:
        found = [row for row in self.rows.values() if row.state in states]
        return sorted((row for row in found if principals is None or row.principal in principals), key=lambda t: t.due)

    async def save(self, task: Task, was: TaskState) -> None:
        if self.rows[task.id].state != was:
            raise Conflict("This task was changed in the meantime.", where=task.id)
        self.rows[task.id] = task


class FakeJourneys:
    """Customers in a list, notes and tasks in dictionaries and lists."""

    def __init__(self, *found: FoundCustomer) -> None:
        self.found = [*found]
        self.of_calls: dict[str, Note] = {}
        self.rows: list[Task] = []

    async def find(self, text: str, principals: Sequence[str] | None, limit: int) -> list[FoundCustomer]:
        seen = [one for one in self.found if principals is None or one.file.customer.principal in principals]
        return [one for one in seen if text.lower() in one.file.customer.name.lower()][:limit]

    async def notes(self, call_ids: Sequence[str]) -> Mapping[str, Note]:
        return {call_id: self.of_calls[call_id] for call_id in call_ids if call_id in self.of_calls}

    async def tasks(self, customer: str) -> list[Task]:
        return [task for task in self.rows if task.customer == customer]


class FakeQueue:
    """Entries in a list; its filters are principal, operator, customer, review. `asked` is what was asked of it."""

    def __init__(self, *entries: QueueEntry) -> None:
        self.entries = [*entries]
        self.asked: list[QueueQuery] = []

    async def page(self, query: QueueQuery, principals: Sequence[str] | None) -> QueuePage:
        place_of(query)
        self.asked.append(query)
        found = tuple(
            entry
            for entry in self.entries
            if (principals is None or entry.principal in principals)
            and query.principal in ("", entry.principal)
            and query.operator in ("", entry.operator)
            and query.customer in ("", entry.customer)
            and (not query.review or entry.review.state in query.review)
        )
        return QueuePage(calls=found[: query.limit], next_cursor=None, total=len(found))

    async def choices(self, principals: Sequence[str] | None) -> QueueChoices:
        mine = [entry for entry in self.entries if principals is None or entry.principal in principals]
        names = [tuple(sorted({getattr(e, name) for e in mine})) for name in ("principal", "team", "operator")]
        return QueueChoices(principals=names[0], teams=names[1], operators=names[2])

    async def entry(self, call_id: str) -> QueueEntry | None:
        return next((entry for entry in self.entries if entry.call_id == call_id), None)


class FakeReviews:
    """Reviews in a dictionary."""

    def __init__(self) -> None:
        self.reviews: dict[str, Review] = {}

    async def get(self, call_id: str) -> Review | None:
        return self.reviews.get(call_id)

    async def save(self, review: Review) -> None:
        stored = self.reviews.get(review.call_id)
        if stored and stored.version != review.version - 1:
            raise changed_meanwhile(stored, review.version - 1)
        self.reviews[review.call_id] = review
