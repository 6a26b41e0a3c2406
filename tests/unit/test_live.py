"""The live call with real rules, an in-memory log and bus, and scripted understanding."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from assistant.adapters.bus import MemoryBus
from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.domain.calls import Classification, ScoredSituation, Situation, Speaker, Utterance
from assistant.domain.callstate import CallState
from assistant.domain.contact_rules import RulePack
from assistant.domain.errors import AscoltoError, Conflict, Forbidden, NotFound
from assistant.domain.events import (
    AlertRaised,
    AnswerReady,
    AnyOutEvent,
    Ask,
    CallClosed,
    CallOpened,
    CallStarted,
    ChecklistTicked,
    ErrorRaised,
    PlanChosen,
    PlanLimits,
    PlansUpdated,
    SituationDetected,
    SuggestionClosed,
    SuggestionDismissed,
    SuggestionEdited,
    SuggestionReady,
    SuggestionUsed,
    UtteranceFinal,
    UtteranceHeard,
    UtterancePartial,
)
from assistant.domain.interest import RateTable
from assistant.domain.interview import Words
from assistant.domain.manner_signals import Signals
from assistant.domain.money import Language
from assistant.domain.note_texts import NoteTexts
from assistant.domain.plans import Limits
from assistant.domain.policy import Conduct, Policy
from assistant.domain.records import ContactPerson, Customer, CustomerFile, Due, Invoice, Principal, Ticket
from assistant.domain.rubric import Rubric
from assistant.domain.users import User
from assistant.services.live import LiveCalls
from assistant.services.mention import Mentioner
from assistant.services.model_work import Priority
from assistant.services.ports import LanguageModel
from assistant.services.session import LivePorts
from assistant.services.tailor import Tailor
from knowledge.lexical import is_common
from knowledge.types import Article, Passage, Phrase, RecordText, SearchQuery
from tests.fakes import NOON, FakeClock, FakeConnectors, FakeCustomers, FakeModel, FakeUsers, shipped_note_texts
from tests.unit.test_conduct import CONDUCT, POLICY
from tests.unit.test_mention import OnePrompt, Scripted

TODAY = NOON.date()
FILE = CustomerFile(
    customer=Customer(principal="acme", ref="C1", name="Bar Sport 12", contacts=(ContactPerson(name="Ida Neri"),)),
    invoices=(
        Invoice(
            number="ML-104",
            issued_on=TODAY - timedelta(days=60),
            currency="EUR",
            dues=(Due(due_on=TODAY - timedelta(days=30), amount=Decimal("600.00")),),
        ),
    ),
    tickets=(
        Ticket(id="ticket:7", kind="service", opened_on=TODAY - timedelta(days=9), subject="porta che non si chiude"),
    ),
)
ARTICLE = Article(
    id="listening-first",
    title="Prima ascoltare",
    owner="Credito",
    valid_from=date(2025, 1, 1),
    principal="common",
    language="it",
    text="# Prima ascoltare\n\nChi ascolta incassa.",
)
PHRASES = (
    Phrase(id="open", situation="opening", purposes=("overdue",), article="listening-first",
           text="Buongiorno, chiamo per {{principal_name}}: la fattura {{invoice_number}} è di {{invoice_amount}}."),
    Phrase(id="ticket", situation="service_complaint", article="listening-first",
           text="Vedo la segnalazione «{{ticket_subject}}» in data {{ticket_opened}}.", question="Come va adesso?"),
    Phrase(id="difficulty", situation="temporary_difficulty", article="listening-first",
           text="Grazie di avermelo detto.", tailored="Grazie di avermelo detto: {{mention}}. Vediamo insieme."),
    Phrase(id="difficulty2", situation="temporary_difficulty", article="listening-first",
           text="Capisco la situazione."),
    Phrase(id="plan", situation="instalment_request", article="listening-first", offers_plans=True,
           text="Possiamo dividere in {{plan_count}} pagamenti da {{plan_instalment}}."),
    Phrase(id="legal", situation="insolvency_or_legal", article="listening-first",
           text="Grazie di avermelo detto, non chiedo altro sui pagamenti."),
    Phrase(id="private", situation="wrong_person", article="listening-first", text="Si tratta di {{overdue_total}}."),
    Phrase(id="stranger", situation="wrong_person", article="listening-first", text="Quando trovo {{contact_name}}?"),
    Phrase(id="recap", situation="agreement", article="listening-first", text="Riassumo: {{plan_count}} pagamenti."),
    Phrase(id="promise", situation="promise_to_pay", article="listening-first",
           text="Registro {{spoken_amount}} con data {{spoken_date}}."),
    Phrase(id="which-day", situation="promise_to_pay", article="listening-first", unless=("spoken_date",),
           text="Segno {{spoken_amount}}.", question="Quale giorno?"),
    Phrase(id="thanks", situation="promise_to_pay", article="listening-first", text="La ringrazio."),
    Phrase(id="broken", situation="anger", article="listening-first", text="Il {{promise_date}} ..."),
)  # fmt: skip


class Library:
    rules: Sequence[RulePack] = ()

    def principal(self, principal: str) -> Principal:
        return Principal(id=principal, name="Acme Ascensori")

    def principals(self) -> list[Principal]:
        return [self.principal("acme")]

    def policy(self, principal: str) -> Policy:
        return POLICY

    def note_texts(self, language: Language) -> NoteTexts:
        return shipped_note_texts(language)

    def rubric(self) -> Rubric:
        raise NotImplementedError

    def signals(self, language: Language) -> Signals:
        raise NotImplementedError

    def contact_rules(self, principal: str) -> Sequence[RulePack]:
        return self.rules

    def conduct(self) -> Conduct:
        return CONDUCT

    def phrases(self, principal: str, language: Language) -> Sequence[Phrase]:
        return PHRASES

    def article(self, principal: str, article_id: str, language: Language, on: date | None = None) -> Article | None:
        return ARTICLE if article_id == ARTICLE.id and (on is None or ARTICLE.valid_on(on)) else None


class Retriever:
    """Finds the ticket when the word "porta" falls, and nothing else."""

    async def search(self, query: SearchQuery) -> list[Passage]:
        return [
            Passage(
                id=record.id, article_id=None, kind="record", title=record.title, principal=record.principal,
                language=record.language, score=0.9, text=record.text,
            )
            for record in query.records
            if "porta" in query.text
        ]  # fmt: skip

    async def by_words(self, query: SearchQuery) -> list[Passage]:
        return await self.search(query)

    async def warm(self, records: Sequence[RecordText] = ()) -> None:
        pass


class Situations:
    """Says what it was told to say of the next words; `none` otherwise."""

    def __init__(self) -> None:
        self.next: list[tuple[Situation, float]] = []

    async def classify(
        self, text: str, language: Language | None = None, previous: Sequence[Utterance] = ()
    ) -> Classification:
        found = self.next or [(Situation.NONE, 0.9)]
        self.next = []
        scored = [ScoredSituation(id=id, confidence=confidence) for id, confidence in found]
        return Classification(
            situation=scored[0].id, confidence=scored[0].confidence, situations=scored, language=language or "it"
        )


class Prompts:
    """The mention prompt is not what these tests are about; the real file is read by its own tests."""

    def get(self, prompt_id: str, language: Language) -> object:
        raise NotFound(prompt_id)


class World:
    """A call under test: `say` and `hear` drive it, `events` is what came out."""

    def __init__(self, model: LanguageModel | None = None, prompts: object | None = None) -> None:
        self.situations, self.calls = Situations(), MemoryCalls()
        self.users, self.library = FakeUsers(), Library()
        self.t = 0.0
        mentioner = Mentioner(model or FakeModel(), prompts or Prompts(), lambda word, language: word)  # type: ignore[arg-type]
        self.ports = LivePorts(
            calls=self.calls, bus=MemoryBus(), customers=FakeCustomers(FILE), users=self.users, library=self.library,
            retriever=Retriever(), situations=self.situations, extractor=SpokenFigures(),
            working_days=HolidayCalendar(),
            rates=RateTable(packs={}), clock=FakeClock(), tailor=Tailor(mentioner), notes=MemoryNotes(),
            connectors=FakeConnectors(), words=Words(lemma, is_common),
        )  # fmt: skip
        self.live = LiveCalls(self.ports)

    async def open(self, operator: str = "") -> None:
        await self.live.open(CallStarted(call_id="k", customer="acme/C1", operator=operator))

    async def hear(
        self,
        text: str,
        *found: tuple[Situation, float],
        speaker: str = "customer",
        id: str | None = None,
        t: float | None = None,
    ) -> None:
        self.situations.next = list(found)
        # Ten seconds a turn, unless the test says when.
        self.t = self.t + 10.0 if t is None else t
        await self.live.hear(UtteranceFinal.model_validate(
            {"call_id": "k", "t": self.t, "speaker": speaker, "text": text, "id": id}))  # fmt: skip

    async def events(self) -> list[AnyOutEvent]:
        return await self.calls.events("k")

    async def last(self, kind: type[AnyOutEvent]) -> AnyOutEvent:
        return [event for event in await self.events() if isinstance(event, kind)][-1]

    async def count(self, kind: type[AnyOutEvent]) -> int:
        return len([event for event in await self.events() if isinstance(event, kind)])


OPERATOR = User(username="sara", display_name="Sara", role="operator", principals=("acme",))
DIFFICULTY = (Situation.TEMPORARY_DIFFICULTY, 0.9)


@pytest.fixture
async def world() -> World:
    world = World()
    await world.open()
    return world


async def test_a_call_opens_with_facts_an_opening_and_plans(world: World) -> None:
    opened, plans = (await world.events())[:2]
    assert isinstance(opened, CallOpened)
    assert isinstance(plans, PlansUpdated)
    assert opened.opening is not None
    assert opened.opening.text == "Buongiorno, chiamo per Acme Ascensori: la fattura ML-104 è di 600,00 €."
    assert [figure.source.id for figure in opened.opening.figures] == [
        "acme/principal",
        "invoice:ML-104",
        "invoice:ML-104",
    ]
    assert {fact.key: fact.figure.value for fact in opened.facts}["overdue_total"] == "600.00"
    assert plans.options
    assert [event.seq for event in await world.events()] == [1, 2]


async def test_a_card_has_its_figures_and_cites_article_and_record(world: World) -> None:
    await world.hear("la porta non si chiude", (Situation.SERVICE_COMPLAINT, 0.8))
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.text == "Vedo la segnalazione «porta che non si chiude» in data 11 novembre 2026."
    assert card.question == "Come va adesso?"
    assert [(f.value, f.source.id, f.source.field) for f in card.figures] == [
        ("porta che non si chiude", "ticket:7", "subject"),
        ("2026-11-11", "ticket:7", "opened_on"),
    ]
    assert [(c.kind, c.id) for c in card.citations] == [("article", "listening-first"), ("record", "ticket:7")]
    assert card.citations[0].quote == "Chi ascolta incassa."


@pytest.mark.parametrize(
    "found",
    [
        (Situation.TEMPORARY_DIFFICULTY, 0.3),  # too uncertain
        (Situation.NONE, 0.99),  # nothing was said
        (Situation.ANGER, 0.9),  # its only phrase needs a promise that this customer hasn't made
        (Situation.REFUSAL, 0.9),  # no phrase
    ],
)
async def test_silence(world: World, found: tuple[Situation, float]) -> None:
    await world.hear("...", found)
    assert await world.count(SuggestionReady) == 0


async def test_no_card_rests_on_an_article_that_does_not_hold_on_that_day() -> None:
    world = World()
    before = datetime(2024, 12, 31, 10, tzinfo=UTC)
    await world.live.open(CallStarted(call_id="k", customer="acme/C1", started_at=before))
    await world.hear("non ce la faccio", DIFFICULTY)
    assert await world.count(SuggestionReady) == 0


async def test_a_phrase_is_not_repeated_and_the_new_card_replaces_the_old(world: World) -> None:
    for t in (1.0, 11.0, 21.0):
        await world.hear("non ce la faccio", DIFFICULTY, t=t)
    cards = [event.card for event in await world.events() if isinstance(event, SuggestionReady)]
    assert [card.phrase_id for card in cards] == ["difficulty", "difficulty2"]
    assert cards[1].replaces == cards[0].id
    assert (await world.last(SuggestionClosed)).state == "replaced"  # type: ignore[union-attr]


async def test_spoken_limits_move_the_plans_at_once(world: World) -> None:
    before = await world.count(PlansUpdated)
    await world.hear("non prima del dieci e non più di duecento al mese", (Situation.INSTALMENT_REQUEST, 0.9))
    events = await world.events()
    plans = await world.last(PlansUpdated)
    assert isinstance(plans, PlansUpdated)
    assert await world.count(PlansUpdated) == before + 1
    assert plans.limits == Limits(first_not_before=date(2026, 12, 10), max_instalment=Decimal("200.00"))
    for plan in plans.options:
        assert all(i.due >= date(2026, 12, 10) and i.amount <= 200 for i in plan.instalments)
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.options == plans.options
    assert events.index(plans) < events.index(await world.last(SuggestionReady))


PROCEDURE = (Situation.INSOLVENCY_OR_LEGAL, 0.95)


@pytest.mark.parametrize("speaker", ["customer", "third_party"])
async def test_no_plan_is_offered_once_a_procedure_was_spoken_of(world: World, speaker: Speaker) -> None:
    await world.hear("non più di duecento al mese", (Situation.INSTALMENT_REQUEST, 0.9))
    shown = await world.last(PlansUpdated)
    assert isinstance(shown, PlansUpdated) and shown.options
    await world.hear("siamo in concordato dal tre novembre", PROCEDURE, speaker=speaker)
    plans = await world.last(PlansUpdated)
    assert isinstance(plans, PlansUpdated)
    assert (plans.options, plans.nearest, plans.chosen) == ([], None, None)
    assert plans.reason is not None and plans.reason.code == "procedure_announced"
    assert "procedura" in plans.reason.text
    updates = await world.count(PlansUpdated)
    await world.hear("siamo in concordato, glielo ripeto", PROCEDURE, speaker=speaker)
    assert await world.count(PlansUpdated) == updates
    await world.live.act(PlanLimits(call_id="k", limits=Limits(max_count=2)), OPERATOR)
    assert (await world.last(PlansUpdated)).options == []  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        await world.live.act(PlanChosen(call_id="k", plan_id=shown.options[0].id), OPERATOR)


async def test_a_doubtful_procedure_takes_no_plan_away(world: World) -> None:
    await world.hear("il mio avvocato delle cause perse", (Situation.INSOLVENCY_OR_LEGAL, 0.6))
    assert (await world.last(PlansUpdated)).options  # type: ignore[union-attr]


async def test_who_dismisses_the_card_of_a_procedure_gets_the_plans_back(world: World) -> None:
    await world.hear("il nostro cliente è fallito", PROCEDURE)
    assert (await world.last(PlansUpdated)).options == []  # type: ignore[union-attr]
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    await world.live.act(SuggestionDismissed(call_id="k", card_id=card.id), OPERATOR)
    assert (await world.last(PlansUpdated)).options  # type: ignore[union-attr]


async def test_a_server_that_restarts_remembers_the_procedure(world: World) -> None:
    await world.hear("siamo in liquidazione giudiziale", PROCEDURE)
    assert CallState.fold(await world.events()).procedure


async def test_a_third_person_raises_one_alert_and_sets_no_limits(world: World) -> None:
    for _ in range(2):
        await world.hear("non più di duecento al mese", speaker="third_party")
    assert await world.count(AlertRaised) == 1
    assert (await world.last(PlansUpdated)).limits == Limits()  # type: ignore[union-attr]


async def test_nothing_of_the_customers_affairs_is_said_to_a_stranger(world: World) -> None:
    await world.hear(
        "la porta non si chiude, ma vi deve dei soldi?", (Situation.SERVICE_COMPLAINT, 0.9), speaker="third_party"
    )
    assert await world.count(SuggestionReady) == 0
    await world.hear("sono la figlia", (Situation.WRONG_PERSON, 0.9))
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.phrase_id == "stranger"
    assert [c.kind for c in card.citations] == ["article"]
    await world.hear("non più di duecento al mese", (Situation.INSTALMENT_REQUEST, 0.9))
    assert await world.count(SuggestionReady) == 1
    assert (await world.last(PlansUpdated)).limits == Limits()  # type: ignore[union-attr]


async def test_the_operator_corrects_a_false_alarm_by_dismissing_its_card(world: World) -> None:
    await world.hear("non seguo io la contabilità", (Situation.WRONG_PERSON, 0.9))
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    await world.live.act(SuggestionDismissed(call_id="k", card_id=card.id), OPERATOR)
    await world.hear("non ce la faccio", DIFFICULTY)
    assert await world.count(SuggestionReady) == 2


async def test_late_in_the_call_only_near_certainty_makes_a_stranger(world: World) -> None:
    for _ in range(3):
        await world.hear("sì")
    await world.hear("mi deve chiamare uno che capisce", (Situation.WRONG_PERSON, 0.85))
    assert await world.count(AlertRaised) == 0
    assert await world.count(SuggestionReady) == 0


async def test_who_says_to_be_the_one_asked_for_is_no_stranger(world: World) -> None:
    await world.hear("that's him, my woman", (Situation.WRONG_PERSON, 0.85))
    assert await world.count(AlertRaised) == 0
    assert await world.count(SuggestionReady) == 0
    await world.hear("no, that's my brother, I'm in the yard", (Situation.WRONG_PERSON, 0.85))
    assert await world.count(AlertRaised) == 1


async def test_the_operators_words_tick_warn_and_let_a_card_expire(world: World) -> None:
    await world.hear("non ce la faccio", DIFFICULTY)
    await world.hear("Parlo con la signora Neri?", speaker="operator")
    await world.hear("Altrimenti arriva l'ufficiale giudiziario", speaker="operator")
    assert (await world.last(ChecklistTicked)).item == "identify"  # type: ignore[union-attr]
    alerts = [event for event in await world.events() if isinstance(event, AlertRaised)]
    assert [(alert.rule, alert.kinder) for alert in alerts] == [
        ("threat", "troviamo una soluzione"),
        ("missed_empathy", "capisco"),
    ]
    assert (await world.last(SuggestionClosed)).state == "expired"  # type: ignore[union-attr]


async def test_the_panel_uses_edits_and_dismisses_only_the_card_that_is_shown(world: World) -> None:
    await world.hear("non ce la faccio", DIFFICULTY)
    card_id = (await world.last(SuggestionReady)).card.id  # type: ignore[union-attr]
    edited = SuggestionEdited(call_id="k", card_id=card_id, text="Capisco bene.")
    await world.live.act(edited, OPERATOR)
    closed = await world.last(SuggestionClosed)
    assert isinstance(closed, SuggestionClosed)
    assert (closed.state, closed.text) == ("edited", "Capisco bene.")
    for late in (SuggestionUsed(call_id="k", card_id=card_id), SuggestionDismissed(call_id="k", card_id="x")):
        with pytest.raises(Conflict):
            await world.live.act(late, OPERATOR)


async def test_limits_and_choice_from_the_panel(world: World) -> None:
    await world.live.act(PlanLimits(call_id="k", limits=Limits(max_count=2)), OPERATOR)
    plans = await world.last(PlansUpdated)
    assert isinstance(plans, PlansUpdated)
    assert all(len(plan.instalments) <= 2 for plan in plans.options)
    await world.live.act(PlanChosen(call_id="k", plan_id=plans.options[0].id), OPERATOR)
    assert (await world.last(PlansUpdated)).chosen == plans.options[0].id  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        await world.live.act(PlanChosen(call_id="k", plan_id="nope"), OPERATOR)


async def test_a_plan_is_read_back_only_when_it_is_known_which(world: World) -> None:
    await world.hear("va bene, facciamo così", (Situation.AGREEMENT, 0.9))
    assert await world.count(SuggestionReady) == 0
    plan = (await world.last(PlansUpdated)).options[-1]  # type: ignore[union-attr]
    await world.hear(f"Allora facciamo {len(plan.instalments)} rate", speaker="operator")
    assert (await world.last(PlansUpdated)).offered == plan.id  # type: ignore[union-attr]
    await world.hear("va bene, facciamo così", (Situation.AGREEMENT, 0.9))
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.text == f"Riassumo: {len(plan.instalments)} pagamenti."
    assert card.figures[0].source.id == plan.id


async def test_a_question_is_answered_with_quotes_or_plainly_with_nothing(world: World) -> None:
    await world.live.act(Ask(call_id="k", question="che cosa sappiamo della porta?"), OPERATOR)
    answer = await world.last(AnswerReady)
    assert isinstance(answer, AnswerReady)
    assert [c.id for c in answer.citations] == ["ticket:7"]
    await world.live.act(Ask(call_id="k", question="che tempo fa?"), OPERATOR)
    assert (await world.last(AnswerReady)).citations == []  # type: ignore[union-attr]


async def test_others_may_not_act() -> None:
    world = World()
    await world.open(operator="sara")
    limits = PlanLimits(call_id="k", limits=Limits())
    for stranger in (
        OPERATOR.model_copy(update={"principals": ("other",)}),
        OPERATOR.model_copy(update={"username": "ugo"}),
    ):
        with pytest.raises(Forbidden):
            await world.live.act(limits, stranger)


async def test_what_is_sent_twice_is_heard_once_and_too_much_is_cut_with_an_error(world: World) -> None:
    for _ in range(2):
        await world.hear("sì", id="a")
    assert await world.count(UtteranceHeard) == 1
    await world.hear("x" * 100_000)
    assert len((await world.last(UtteranceHeard)).text) == 4_000  # type: ignore[union-attr]
    assert (await world.last(ErrorRaised)).code == "utterance_too_long"  # type: ignore[union-attr]
    await world.hear("sì, mi dica")
    assert await world.count(UtteranceHeard) == 3


async def test_partials_are_shown_but_not_kept(world: World) -> None:
    listener = world.ports.bus.subscribe("k")
    await world.live.hear(UtterancePartial(call_id="k", t=1, speaker="customer", text="non ce"))
    partial = await anext(aiter(listener))
    assert isinstance(partial, UtteranceHeard)
    assert (partial.partial, partial.seq, partial.utterance_id) == (True, 0, "u1")
    assert await world.count(UtteranceHeard) == 0


async def test_an_ended_call_takes_no_more_words(world: World) -> None:
    await world.hear("non ce la faccio", DIFFICULTY)
    await world.live.end("k")
    await world.live.end("k")
    kinds = [event.type for event in await world.events()]
    assert kinds[-3:] == ["suggestion.closed", "call.ended", "note.drafted"]
    with pytest.raises(Conflict):
        await world.hear("pronto?")
    with pytest.raises(Conflict):
        await world.live.act(PlanLimits(call_id="k", limits=Limits()), OPERATOR)


async def test_a_call_whose_end_a_crash_cut_short_is_over_once_it_is_ended_again(world: World) -> None:
    await world.hear("non ce la faccio", DIFFICULTY)
    await world.ports.calls.append(CallClosed(call_id="k", at=NOON))
    again = LiveCalls(world.ports)
    assert (await world.ports.calls.get("k")).ended_at is None
    await again.end("k")
    assert (await world.ports.calls.get("k")).ended_at is not None


async def test_a_restarted_server_takes_the_call_up_where_it_was(world: World) -> None:
    await world.hear("non ce la faccio, massimo duecento al mese", DIFFICULTY)
    revived = World()
    revived.calls = world.calls
    revived.live = LiveCalls(LivePorts(**{**revived.ports.__dict__, "calls": world.calls}))
    await revived.hear("davvero non ce la faccio", DIFFICULTY, t=30.0)
    card = (await revived.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.phrase_id == "difficulty2"
    assert card.replaces is not None
    assert (await revived.last(PlansUpdated)).limits.max_instalment == 200  # type: ignore[union-attr]


async def test_following_gives_stored_events_and_then_live_ones_without_gap(world: World) -> None:
    seen: list[int] = []

    async def follow() -> None:
        async for event in world.live.follow("k", after=1):
            seen.append(event.seq)
            if len(seen) == 4:
                return

    task = asyncio.create_task(follow())
    await asyncio.sleep(0)
    await world.hear("sì")
    await world.hear("mi dica", speaker="operator")
    await asyncio.wait_for(task, 5)
    assert seen == [2, 3, 4, 5]


@pytest.mark.parametrize(("watched", "priority"), [(True, Priority.FOCUS), (False, Priority.LIVE)])
async def test_a_call_that_is_watched_goes_first_at_the_model(watched: bool, priority: Priority) -> None:
    model = Scripted("le spese")
    world = World(model, OnePrompt())
    await world.open()

    async def watch() -> None:
        async for _ in world.live.follow("k"):
            pass

    panel = asyncio.create_task(watch())
    await asyncio.sleep(0)
    if not watched:
        panel.cancel()
        await asyncio.gather(panel, return_exceptions=True)
    await world.hear("i condomini non pagano le spese", DIFFICULTY)
    await world.live.settled("k")
    panel.cancel()
    assert [request.priority for request in model.requests] == [priority]


async def test_the_model_reads_the_customers_words_while_they_are_spoken() -> None:
    model = Scripted("le spese")
    world = World(model, OnePrompt())
    await world.open()
    words = "guardi la merce che ci avete mandato è arrivata rotta"
    for speaker in ("operator", "customer"):
        partial = UtterancePartial.model_validate(
            {"type": "utterance.partial", "call_id": "k", "t": 1.0, "speaker": speaker, "text": words, "id": speaker}
        )
        await world.live.hear(partial)
    await model.asked.wait()
    assert [(request.text, request.priority) for request in model.requests] == [
        ("guardi la merce che ci avete mandato è", Priority.SPECULATIVE)
    ]


async def test_a_feed_that_comes_back_goes_on_with_its_call(world: World) -> None:
    await world.hear("non ce la faccio", DIFFICULTY)
    assert (await world.live.open(CallStarted(call_id="k", customer="acme/C1"))).id == "k"
    await world.hear("non ce la faccio davvero", DIFFICULTY)
    assert await world.count(CallOpened) == 1
    assert await world.count(SuggestionReady) == 2
    await world.live.end("k")
    with pytest.raises(Conflict):
        await world.live.open(CallStarted(call_id="k", customer="acme/C1"))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_call_starts_in_our_time(moment: str) -> None:
    with pytest.raises(ValidationError, match="between the years"):
        CallStarted.model_validate({"call_id": "k", "customer": "acme/C1", "started_at": moment})


async def test_unknown_customers_and_calls_are_refused() -> None:
    world = World()
    with pytest.raises(AscoltoError):
        await world.live.open(CallStarted(call_id="k", customer="acme/nobody"))
    with pytest.raises(NotFound):
        await world.hear("pronto")
    with pytest.raises(Forbidden):
        await world.live.open(CallStarted(call_id="k", customer="acme/C1", principal="acme"), principals=["other"])


async def test_the_state_of_the_call_goes_with_each_utterance_and_fills_the_card(world: World) -> None:
    await world.hear("le faccio un bonifico di trecento euro", (Situation.PROMISE_TO_PAY, 0.9))
    await world.hear("facciamo il dieci dicembre", (Situation.PROMISE_TO_PAY, 0.9))
    event = await world.last(SituationDetected)
    assert isinstance(event, SituationDetected)
    assert [(one.kind, one.amount, one.utterances) for one in event.said] == [("promise", Decimal(300), ("u1", "u2"))]
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.text == "Registro 300,00 € con data 10 dicembre 2026."
    assert [figure.source.id for figure in card.figures] == ["u1", "u2"]


async def test_what_is_known_is_not_asked_for(world: World) -> None:
    texts = []
    for said in ("le faccio un bonifico di trecento euro", "facciamo il dieci dicembre", "anzi il dodici, dai"):
        await world.hear(said, (Situation.PROMISE_TO_PAY, 0.9))
        texts.append((await world.last(SuggestionReady)).card.text)  # type: ignore[union-attr]
    assert texts == ["Segno 300,00 €.", "Registro 300,00 € con data 10 dicembre 2026.", "La ringrazio."]


async def test_limits_of_both_kinds_in_one_breath_move_the_plans_at_once(world: World) -> None:
    await world.hear("non prima del 20 e non più di duecento al mese", (Situation.INSTALMENT_REQUEST, 0.9))
    kinds = [event.type for event in await world.events()]
    assert kinds[kinds.index("situation.detected") + 1] == "plans.updated"
    plans = await world.last(PlansUpdated)
    assert isinstance(plans, PlansUpdated)
    assert plans.limits.max_instalment == 200
    assert plans.limits.first_not_before is not None and plans.limits.first_not_before.day == 20
    for plan in plans.options:
        assert plan.instalments[0].due >= plans.limits.first_not_before
        assert max(part.amount for part in plan.instalments) <= 200


async def test_a_difficulty_passed_over_for_two_turns_is_hinted_at_once(world: World) -> None:
    await world.hear("ho perso il cliente più grosso", DIFFICULTY)
    await world.hear("La fattura è scaduta da un mese.", speaker="operator")
    assert await world.count(AlertRaised) == 0
    await world.hear("Mi dica quando paga.", speaker="operator")
    alert = await world.last(AlertRaised)
    assert isinstance(alert, AlertRaised)
    assert (alert.rule, alert.severity, alert.utterance_id) == ("missed_empathy", "info", "u1")
    assert alert.kinder
    await world.hear("Allora?", speaker="operator")
    assert await world.count(AlertRaised) == 1


async def test_a_difficulty_that_was_acknowledged_raises_nothing(world: World) -> None:
    await world.hear("ho perso il cliente più grosso", DIFFICULTY)
    await world.hear("Capisco, La ringrazio di avermelo detto.", speaker="operator")
    await world.hear("Vediamo che cosa si può fare.", speaker="operator")
    await world.hear("Mi dica.", speaker="operator")
    assert await world.count(AlertRaised) == 0


async def test_a_stranger_promises_nothing_for_the_customer(world: World) -> None:
    await world.hear("pago io trecento euro domani", (Situation.PROMISE_TO_PAY, 0.9), speaker="third_party")
    assert (await world.last(SituationDetected)).said == []  # type: ignore[union-attr]


async def test_a_card_stays_for_a_moment_unless_something_graver_is_said(world: World) -> None:
    await world.hear("non ce la faccio", DIFFICULTY, t=10.0)
    await world.hear("davvero, non ce la faccio", DIFFICULTY, t=12.0)
    assert await world.count(SuggestionReady) == 1
    await world.hear("e la porta non si chiude", (Situation.SERVICE_COMPLAINT, 0.9), t=13.0)
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.phrase_id == "ticket"
    await world.hear("non ce la faccio proprio", DIFFICULTY, t=15.0)
    assert await world.count(SuggestionReady) == 2
    await world.hear("non ce la faccio proprio", DIFFICULTY, t=17.0)
    assert await world.count(SuggestionReady) == 3


async def test_what_was_dismissed_is_not_brought_up_again_soon(world: World) -> None:
    await world.hear("non ce la faccio", DIFFICULTY, t=10.0)
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    await world.live.act(SuggestionDismissed(call_id="k", card_id=card.id), OPERATOR)
    await world.hear("eh, è dura", DIFFICULTY, t=40.0)
    assert await world.count(SuggestionReady) == 1
    await world.hear("è dura, mi creda", DIFFICULTY, t=70.0)
    assert await world.count(SuggestionReady) == 2
