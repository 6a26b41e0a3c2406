"""What the use cases need of the outside world, as Protocols. Each is a role; adapters implement them, `app.py` wires.

All methods that can wait are async. Blocking work runs inside the adapter, in an executor of its own.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol

from assistant.domain.bank import BankEntry, BankMovement
from assistant.domain.calls import Call, CallInfo, Classification, Utterance
from assistant.domain.contact_rules import RulePack
from assistant.domain.events import AnyOutEvent
from assistant.domain.findings import Finding
from assistant.domain.manner_signals import Signals
from assistant.domain.money import Language
from assistant.domain.note_texts import NoteTexts
from assistant.domain.policy import Conduct, Policy
from assistant.domain.qualification import Standing
from assistant.domain.records import Customer, CustomerFile, Invoice, Principal, Record
from assistant.domain.rubric import Rubric
from assistant.domain.users import ApiKey, User
from assistant.services.model_work import ModelUsage, Priority, ServerState
from knowledge.types import Article, Passage, Phrase, RecordText, SearchQuery


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, with a time zone."""
        ...


class WorkingDays(Protocol):
    def is_working_day(self, day: date, country: str) -> bool:
        """False on Saturdays, Sundays and public holidays of the ISO 3166 country."""
        ...

    def is_public_holiday(self, day: date, country: str) -> bool: ...


class Customers(Protocol):
    """The customers' records."""

    async def file(self, customer_id: str) -> CustomerFile:
        """The whole history of `PRINCIPAL/REF`; raises `NotFound`."""
        ...

    async def resolve(self, reference: str, principals: Sequence[str] | None = None) -> str:
        """`PRINCIPAL/REF` of a full or short reference among the given principals (None: all).

        Raises `NotFound`, or `Ambiguous` naming the candidates.
        """
        ...

    async def list(self, principals: Sequence[str] | None = None) -> list[CustomerFile]: ...


class Calls(Protocol):
    """The log of calls: the source of truth for panels that reconnect."""

    async def open(self, info: CallInfo, customer_name: str) -> None:
        """Raises `Conflict` if the id exists."""
        ...

    async def append(self, event: AnyOutEvent) -> int:
        """Store the event under the next `seq` of its call and return that."""
        ...

    async def events(self, call_id: str, after: int = 0) -> list[AnyOutEvent]:
        """Events with `seq` greater than `after`, in order; raises `NotFound` for an unknown call."""
        ...

    async def get(self, call_id: str) -> Call: ...

    async def list(self, principals: Sequence[str] | None = None, open_only: bool = False) -> list[Call]:
        """The newest first, at most 200."""
        ...

    async def close(self, call_id: str, at: datetime) -> None: ...


class Bus(Protocol):
    """Live fan-out: whoever listens to a call is told of new events."""

    async def publish(self, event: AnyOutEvent) -> None: ...

    def subscribe(self, call_id: str) -> "Subscription": ...


class Subscription(Protocol):
    """Open from the moment it was made: nothing published after `subscribe` returned is missed."""

    def __aiter__(self) -> AsyncIterator[AnyOutEvent]: ...

    async def close(self) -> None: ...


class Users(Protocol):
    async def add(self, user: User, password_hash: str) -> None:
        """Raises `Conflict` if the user name is taken."""
        ...

    async def get(self, username: str) -> User | None: ...

    async def password_hash(self, username: str) -> str | None: ...

    async def list(self) -> list[User]: ...

    async def remove(self, username: str) -> bool:
        """False where there is no such account."""
        ...

    async def revoke_key(self, key_id: str) -> bool:
        """False where there is no such key."""
        ...

    async def add_key(self, key: ApiKey, secret_hash: str) -> None: ...

    async def key_by_hash(self, secret_hash: str) -> ApiKey | None: ...


class Audit(Protocol):
    async def record(self, who: str, action: str, subject: str, at: datetime, detail: str = "") -> None:
        """Who read or changed what. Never holds passwords, keys or the text of calls."""
        ...


class Retriever(Protocol):
    """Articles and records found by words and meaning."""

    async def search(self, query: SearchQuery) -> list[Passage]:
        """The best passages first; empty when nothing passes the threshold."""
        ...

    async def by_words(self, query: SearchQuery) -> list[Passage]:
        """Passages that share words with the query, the best first: for a live card, which can't wait for `search`."""
        ...

    async def warm(self, records: Sequence[RecordText] = ()) -> None:
        """Get ready to search these records, so that the first search of a call is as quick as the others."""
        ...


class SituationClassifier(Protocol):
    async def classify(
        self, text: str, language: Language | None = None, previous: Sequence[Utterance] = ()
    ) -> Classification: ...


class Extractor(Protocol):
    def extract(self, text: str, on: date, language: Language) -> list[Finding]:
        """Amounts, dates, counts and invoice numbers as they stand; `on` is the day of the call."""
        ...


class Library(Protocol):
    """The content that people write: principals, policy, conduct, phrases, articles; validated when loaded."""

    def principals(self) -> list[Principal]: ...

    def principal(self, principal: str) -> Principal:
        """Raises `NotFound`."""
        ...

    def policy(self, principal: str) -> Policy: ...

    def conduct(self) -> Conduct: ...

    def note_texts(self, language: Language) -> NoteTexts:
        """The sentences of notes and e-mails."""
        ...

    def rubric(self) -> Rubric:
        """What calls are judged by."""
        ...

    def signals(self, language: Language) -> Signals:
        """What an operator's wording is read by."""
        ...

    def contact_rules(self, principal: str) -> Sequence[RulePack]:
        """All dated packs: the principal's own, and common ones whose id it doesn't replace. Raises `NotFound`."""
        ...

    def phrases(self, principal: str, language: Language) -> Sequence[Phrase]:
        """Common phrases and the principal's own, which come first and replace common ones of the same id."""
        ...

    def article(self, principal: str, article_id: str, language: Language, on: date | None = None) -> Article | None:
        """The principal's own article, else the common one; in the other language where this one lacks it.

        With `on`, only an article that holds on that day.
        """
        ...


@dataclass(frozen=True)
class ModelRequest:
    """One piece of work for a language model.

    `prefix` is the fixed part (instructions and examples) that the server keeps in its prompt cache; `text` is what
    changes. `grammar` is GBNF and applies where the server has grammars; `schema` is for an answer in JSON, and applies
    where the server takes JSON schemas (Ollama). Neither is a promise: whoever asks checks the answer. `affinity` (a
    call's id) says which requests belong together: they go to one server of a pool, and a newer one of the same `work`
    replaces an older one. `deadline` is in seconds from the moment of asking; later the answer is of no use. `on_usage`
    is called at most once.
    """

    prefix: Sequence[tuple[Literal["system", "user", "assistant"], str]]
    text: str
    max_tokens: int = 48
    temperature: float = 0.0
    grammar: str | None = None
    schema: Mapping[str, object] | None = None
    stop: Sequence[str] = ()
    affinity: str = ""
    work: str = ""
    priority: Priority = Priority.LIVE
    deadline: float | None = None
    on_usage: Callable[[ModelUsage], None] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class ModelState:
    """What the panel and `/v1/health` say of the model. `progress` is 0 to 1 while weights arrive.

    `earned` names the kinds of work the model qualified for, per language, e.g. `{"it": ("mention",)}`; `standing` says
    where that is known from.
    """

    state: Literal["off", "absent", "downloading", "verifying", "loading", "ready", "failed"]
    name: str = ""
    message: str = ""
    progress: float | None = None
    earned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    standing: Standing = "never"
    servers: tuple[ServerState, ...] = ()

    def may(self, work: str, language: Language) -> bool:
        """Whether the model is up and has earned this kind of work in this language."""
        return self.state == "ready" and work in self.earned.get(language, ())


class LanguageModel(Protocol):
    def state(self) -> ModelState: ...

    def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text as they come. Leaving the iterator cancels the work. Raises `ModelUnavailable`."""
        ...


class PasswordHasher(Protocol):
    def hash(self, password: str) -> str: ...

    def verify(self, password_hash: str, password: str) -> bool: ...


Cell = str | int | float | bool | date | datetime | None
RecordKind = Literal[
    "customers", "invoices", "payments", "promises", "plans", "disputes", "tickets", "contacts", "bank_entries"
]
RecordKey = tuple[str, str]
"""A customer's reference, and what identifies the record within that customer (empty for the customer itself).

A bank entry is a principal's: its reference is empty.
"""


@dataclass(frozen=True)
class SheetRow:
    """A row of a table file. `number` is its line (header = 1); `problem` says why it can't be read at all."""

    number: int
    cells: Mapping[str, Cell]
    problem: str = ""


class Sheet(Protocol):
    """A table file, read piece by piece."""

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def notes(self) -> Sequence[str]:
        """What the person should know of how the file was read."""
        ...

    def batches(self) -> AsyncIterator[Sequence[SheetRow]]: ...


@dataclass(frozen=True)
class ElectronicInvoice:
    """One document of an electronic invoice file. `number` counts from 1; `problem` is (field, reason)."""

    number: int
    buyer: Customer | None = None
    tax_code: str = ""
    invoice: Invoice | None = None
    problem: tuple[str, str] | None = None


@dataclass(frozen=True)
class StatementLine:
    """One movement of a bank statement. `number` counts entries from 1; `problem` is (field, reason), then no `entry`.

    `received` is money that came in, `returned` such money taken back; `other` (money paid out, not booked yet) has no
    entry. `repeated` says that an earlier line of the file is the same movement, by the bank's own reference.
    """

    number: int
    kind: Literal["received", "returned", "other"] = "other"
    entry: BankEntry | None = None
    repeated: bool = False
    problem: tuple[str, str] | None = None


class RecordReader(Protocol):
    """Files that hold customers' records. All raise `InvalidInput` naming file, place and remedy."""

    async def sheet(self, path: Path) -> Sheet: ...

    async def electronic_invoices(self, path: Path, principal: Principal) -> Sequence[ElectronicInvoice]:
        """The documents of a file, their buyers as customers of the principal."""
        ...

    async def statement_lines(self, path: Path) -> Sequence[StatementLine]:
        """The movements of a bank statement."""
        ...

    async def is_statement(self, path: Path) -> bool:
        """Whether an XML file holds a bank statement; False for a file that can't be read."""
        ...


class RecordSink(Protocol):
    """Where imported records are compared and written."""

    async def records(self, principal: str, kind: RecordKind) -> Mapping[RecordKey, Record]: ...

    async def write(
        self, principal: str, changes: Mapping[RecordKind, Sequence[tuple[str, Record]]], *, replace: bool = False
    ) -> None:
        """Add or update records of customers (by reference), all or nothing; `replace` empties the principal first."""
        ...

    async def take_back(self, principal: str, payments: Sequence[RecordKey], movements: Sequence[BankMovement]) -> None:
        """Remove payments and bring the movements that tell of it up to date, all or nothing."""
        ...
