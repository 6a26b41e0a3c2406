"""The composition root: the one place that knows every adapter and puts them behind the ports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.adapters.bus import MemoryBus
from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.call_encoder import CallEncoder
from assistant.adapters.clock import SystemClock
from assistant.adapters.extraction import SpokenFigures, plain_numbers
from assistant.adapters.importers import FileRecordReader
from assistant.adapters.lemmas import known, lemma
from assistant.adapters.library import FileLibrary, copy_shipped
from assistant.adapters.library_content import SHIPPED
from assistant.adapters.library_scenarios import ScenarioFiles
from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.adapters.meter import PrometheusMeter
from assistant.adapters.models.off import OffModel
from assistant.adapters.models.qualification import load_qualifications
from assistant.adapters.models.select import ModelRuntime, build_model
from assistant.adapters.passwords import Argon2Passwords
from assistant.adapters.prompts import PromptFiles
from assistant.adapters.rates import load_rates
from assistant.adapters.resemblance import SentenceResemblance
from assistant.adapters.retrieval import Knowledge
from assistant.adapters.store import (
    Database,
    StoredAudit,
    StoredCalls,
    StoredCustomers,
    StoredJourneys,
    StoredNotes,
    StoredQueue,
    StoredRecords,
    StoredReviews,
    StoredTasks,
    StoredUsers,
)
from assistant.adapters.themes import SentenceMeanings
from assistant.app_dashboard import dashboard_ports
from assistant.app_delivery import deliver_ports, opened_database
from assistant.app_practice import practice_ports, scorer_of
from assistant.app_retention import retention_ports
from assistant.app_scoring import facts_ports
from assistant.app_search import call_search, index_ports
from assistant.app_voice import gather_ports, voice_ports
from assistant.domain.errors import ConfigurationError
from assistant.domain.grounding_text import Tools as GroundingTools
from assistant.domain.guard_text import Tools
from assistant.domain.interest import RateTable
from assistant.domain.interview import Words
from assistant.domain.prompts import check_needs
from assistant.domain.qualification import Work
from assistant.services.call_facts import FactsPorts
from assistant.services.call_indexing import IndexPorts
from assistant.services.call_search import CallSearch
from assistant.services.dashboard import DashboardPorts
from assistant.services.deliver import DeliverPorts
from assistant.services.judging import Judge
from assistant.services.live import LiveCalls
from assistant.services.mention import Mentioner, warm_requests
from assistant.services.ports import (
    Audit,
    Calls,
    Clock,
    Customers,
    Extractor,
    PasswordHasher,
    RecordReader,
    RecordSink,
    Users,
    WorkingDays,
)
from assistant.services.ports_journey import Journeys
from assistant.services.ports_notes import Connectors, Notes, Outbox, Tasks
from assistant.services.ports_reviews import CallQueue, Reviews
from assistant.services.practice import PracticePorts
from assistant.services.practice_retention import RetentionPorts
from assistant.services.practice_view import ViewPorts
from assistant.services.prompt_needs import NEEDS
from assistant.services.rewrite import Rewriter
from assistant.services.roleplay import Actor
from assistant.services.session import LivePorts
from assistant.services.tailor import Tailor
from assistant.services.telling import SECONDS, Teller
from assistant.services.voice import VoicePorts
from assistant.services.voice_gather import GatherPorts
from assistant.services.writing import Writer
from assistant.settings import Settings
from knowledge.lexical import is_common


@dataclass(frozen=True)
class App:
    """Everything a command or the server may use."""

    settings: Settings
    clock: Clock
    customers: Customers
    calls: Calls
    users: Users
    audit: Audit
    records: RecordSink
    reader: RecordReader
    library: FileLibrary
    knowledge: Knowledge
    extractor: Extractor
    working_days: WorkingDays
    rates: RateTable
    hasher: PasswordHasher
    prompts: PromptFiles
    grounding: GroundingTools
    model: ModelRuntime | OffModel
    meter: PrometheusMeter
    tailor: Tailor
    teller: Teller
    live: LiveCalls
    notes: Notes
    outbox: Outbox
    tasks: Tasks
    queue: CallQueue
    journeys: Journeys
    reviews: Reviews
    dashboard: DashboardPorts
    connectors: Connectors
    deliver: DeliverPorts
    voice: VoicePorts
    gather: GatherPorts
    practice: PracticePorts
    room: ViewPorts
    retention: RetentionPorts
    facts: FactsPorts
    encoder: CallEncoder
    search: CallSearch
    index: IndexPorts


def shipped_folder(name: str) -> Path:
    """`prompts` or `web`: the checkout's folder, else the one inside the installed package."""
    package = Path(__file__).resolve().parent
    for folder in (package.parent / name, package / "_data" / name):
        if folder.is_dir():
            return folder
    raise ConfigurationError(
        f"The folder {name!r} is missing from this installation; install Ascolto again.", where=name
    )


def load_prompts() -> PromptFiles:
    """The prompt files, of which every one that a use case works with is there; raises `LibraryError`."""
    folder = shipped_folder("prompts")
    prompts = PromptFiles(folder)
    check_needs(prompts.all(), NEEDS, where=str(folder))
    return prompts


@dataclass(frozen=True)
class Use:
    """What a command needs running beside the rules: nothing, by default."""

    model: bool = False
    """Start the language model in the background."""
    model_for: frozenset[Work] = frozenset()
    """Only if some model has earned one of these; empty: whatever it may do."""
    fetch_weights: bool = False
    """Fetch its weights if they aren't here; else a model without weights stays off."""
    durable_calls: bool = False
    """Keep calls in the database instead of memory."""


@asynccontextmanager
async def running(settings: Settings, use: Use = Use()) -> AsyncIterator[App]:
    """Open the data folder and yield the application; close everything at the end."""
    async with opened_database(settings) as database:
        copy_shipped(settings.library_path)
        app = _build(settings, database, use)
        try:
            await app.model.start()
            yield app
        finally:
            await app.teller.close()
            await app.model.stop()
            app.encoder.close()
            app.knowledge.close()


def grounding_tools() -> GroundingTools:
    """What deciding whether a claim is grounded needs: word forms, dictionary, numbers."""
    return GroundingTools(lemma=lemma, known=known, numbers=plain_numbers)


def _model(settings: Settings, use: Use, prompts: PromptFiles, meter: PrometheusMeter) -> ModelRuntime | OffModel:
    if not use.model:
        return OffModel()
    qualifications = load_qualifications(settings.qualification_path, prompts.hashes())
    if use.model_for and not qualifications.earned(use.model_for):
        return OffModel()
    return build_model(settings, meter, warm_requests(prompts), qualifications.of, use.fetch_weights)


def _tailor(
    model: ModelRuntime | OffModel, settings: Settings, prompts: PromptFiles, tools: Tools, meter: PrometheusMeter
) -> Tailor:
    deadline = settings.tailor_deadline
    return Tailor(Mentioner(model, prompts, lemma, deadline), Rewriter(model, prompts, tools, deadline), meter)


def _build(settings: Settings, database: Database, use: Use) -> App:
    library = FileLibrary(settings.library_path)
    knowledge = Knowledge(
        settings.library_path, settings.index_path, settings.cache_path, settings.chroma_url, settings.language
    )
    prompts = load_prompts()
    meter = PrometheusMeter()
    model = _model(settings, use, prompts, meter)
    meter.follow(lambda: model.state().servers)
    calls: Calls = StoredCalls(database) if use.durable_calls else MemoryCalls()
    notes: Notes = StoredNotes(database) if use.durable_calls else MemoryNotes()
    customers, users = StoredCustomers(database), StoredUsers(database)
    clock, extractor, working_days = SystemClock(), SpokenFigures(), HolidayCalendar()
    rates = load_rates(settings.library_path)
    tools = Tools(lemma, similarity=knowledge.likeness)
    tailor = _tailor(model, settings, prompts, tools, meter)
    teller = Teller(Writer(model, prompts, tools, SECONDS))
    bus = MemoryBus()
    encoder = CallEncoder(lambda: knowledge.encoders()[1])
    deliver = deliver_ports(settings, database, calls, bus)
    live_ports = LivePorts(
        calls=calls,
        bus=bus,
        customers=customers,
        users=users,
        library=library,
        retriever=knowledge,
        situations=knowledge,
        extractor=extractor,
        working_days=working_days,
        rates=rates,
        clock=clock,
        tailor=tailor,
        notes=notes,
        words=Words(lemma, is_common),
        connectors=deliver.connectors,
        teller=teller,
    )
    facts = facts_ports(database, library, calls, notes, Judge(model, prompts))
    approved_only = _tailor(OffModel(), settings, prompts, tools, meter)
    scenarios = ScenarioFiles(library, SHIPPED)
    practice = PracticePorts(
        library=scenarios,
        extractor=extractor,
        lemma=lemma,
        working_days=working_days,
        rates=rates,
        scorer=scorer_of(facts.scoring),
        resemblance=SentenceResemblance(lambda: knowledge.encoders()[0]),
        actor=Actor(model, prompts),
    )
    return App(
        settings=settings,
        clock=clock,
        customers=customers,
        calls=calls,
        users=users,
        audit=StoredAudit(database),
        records=StoredRecords(database),
        reader=FileRecordReader(),
        library=library,
        knowledge=knowledge,
        extractor=extractor,
        working_days=working_days,
        rates=rates,
        hasher=Argon2Passwords(),
        prompts=prompts,
        grounding=grounding_tools(),
        model=model,
        meter=meter,
        tailor=tailor,
        teller=teller,
        live=LiveCalls(live_ports),
        notes=notes,
        outbox=deliver.outbox,
        tasks=StoredTasks(database),
        queue=StoredQueue(database),
        journeys=StoredJourneys(database),
        reviews=StoredReviews(database),
        dashboard=dashboard_ports(database, library, clock),
        connectors=deliver.connectors,
        deliver=deliver,
        voice=voice_ports(database),
        encoder=encoder,
        search=call_search(database, encoder),
        index=index_ports(database, encoder),
        practice=practice,
        room=replace(
            practice_ports(database, scenarios, practice, live_ports, approved_only),
            kept_days=settings.keep_practice_days,
        ),
        retention=retention_ports(settings, database),
        facts=facts,
        gather=gather_ports(settings, database, SentenceMeanings(settings.library_path, knowledge.encoders)),
    )
