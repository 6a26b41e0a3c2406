"""What supervisors ask of many calls: the requests of their pages, with customers and words drawn by chance."""

import asyncio
import datetime as dt
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from assistant.app import App
from assistant.domain.queue import QueueQuery
from assistant.domain.users import User
from assistant.services.call_search import CallQuestion
from assistant.services.dashboard import DashboardWish, allowed_query, dashboard_for
from assistant.services.dashboard_report import report_of
from assistant.services.journey import JourneyPorts, JourneyQuery, customers_found, journey_page
from assistant.services.queue import QueuePorts, queue_page
from evals.bench.call_search import questions

Ask = Callable[[], Awaitable[object]]
PERSON = User(
    username="bench", display_name="Bench", role="supervisor", principals=("montelupo", "brackwater"), language="it"
)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Question:
    """One sort of request; `ask` makes a new one each time."""

    name: str
    ask: Ask


async def questions_of(app: App) -> list[Question]:
    """The same in each run."""
    return [*_queue(app), *_search(app), *await _customers(app), *_dashboard(app)]


def _queue(app: App) -> list[Question]:
    ports = QueuePorts(app.queue, app.audit, app.clock)
    asked: dict[str, dict[str, Any]] = {
        "queue": {},
        "queue, most in need of a look": {"sort": "attention"},
        "queue, 90 days, a team, refused": _recent(app) | {"team": "cometa", "disposition": "refused"},
        "queue, a situation and low empathy": {"situation": "service_complaint", "empathy_max": 1},
        "queue, not reviewed, critical": {"review": "proposed", "critical": True},
        "queue, a part of a name": {"name": "panificio"},
    }

    def of(fields: dict[str, Any]) -> Ask:
        return lambda: queue_page(PERSON, QueueQuery.model_validate(fields), ports)

    return [Question(name, of(fields)) for name, fields in asked.items()]


def _search(app: App) -> list[Question]:
    """A few words of what customers say, and what is hardest: words that stand in nearly every call."""
    chance, asked = random.Random(11), questions()

    def of(fields: dict[str, Any], text: str = "") -> Ask:
        def ask() -> Awaitable[object]:
            question = CallQuestion.model_validate({"q": text or chance.choice(asked), **fields})
            return app.search.search(PERSON, question)

        return ask

    return [
        Question("search by words and meaning", of({})),
        Question("search, 90 days, an outcome", of(_recent(app) | {"disposition": "promise_to_pay"})),
        Question("search, common words", of({}, "la fattura non pagata")),
        Question("search, a quoted phrase", of({}, '"la fattura"')),
    ]


async def _customers(app: App) -> list[Question]:
    ports = JourneyPorts(app.customers, app.queue, app.journeys, app.library, app.audit, app.clock)
    chance = random.Random(5)
    customers = [found.file.customer.id for found in await app.journeys.find("", PERSON.principals, 10_000)]

    def page(query: JourneyQuery) -> Ask:
        return lambda: journey_page(PERSON, chance.choice(customers), query, ports)

    return [
        Question("customers, last called", lambda: customers_found(PERSON, "", "", ports)),
        Question("customers, a part of a name", lambda: customers_found(PERSON, "hotel", "", ports)),
        Question("a customer's page", page(JourneyQuery())),
        Question("a customer's page, two kinds", page(JourneyQuery(kinds=("promise", "payment")))),
    ]


def _dashboard(app: App) -> list[Question]:
    chance = random.Random(7)
    today = app.clock.now().date()

    async def shown(wish: DashboardWish) -> object:
        """As its request does it: figures, words, charts."""
        query = await allowed_query(PERSON, wish, app.dashboard)
        report = report_of(await dashboard_for(query, app.dashboard), query.language)

        def charts() -> list[str]:
            return [app.dashboard.draw(one, "wide", query.language) for part in report.sections for one in part.charts]

        return await asyncio.to_thread(charts)

    def other_days() -> Awaitable[object]:
        last = today - chance.randrange(1, 400) * _DAY
        return shown(DashboardWish(chance.choice(PERSON.principals), last - 89 * _DAY, last))

    return [
        Question("dashboard, 90 days", lambda: shown(DashboardWish("montelupo"))),
        Question("dashboard, any other 90 days", other_days),
    ]


def _recent(app: App) -> dict[str, Any]:
    return {"from": app.clock.now().date() - 90 * _DAY}
