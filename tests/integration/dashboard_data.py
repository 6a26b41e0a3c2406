"""A seeded principal for the dashboard: customers who pay in time, late or never, and the calls made to them.

Written straight into the tables, so that ten thousand calls take seconds. The first few customers belong to another
principal, whose figures must never show.
"""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from assistant.adapters.store import Database, tables
from assistant.adapters.store.tables_facts import call_facts
from assistant.adapters.store.tables_voice import theme_voices, themes, voices
from assistant.domain.rubric import CRITERIA

PRINCIPAL, OTHER = "montelupo", "brackwater"
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEAMS = {"Nord": 5, "Sud": 4, "Isole": 3, "Estero": 2, "": 2}
"""Operators of each team; the empty team is of operators who belong to none."""
_DISPOSITIONS = ("promise_to_pay", "plan_agreed", "refused", "information_given", "no_outcome")
Rows = dict[Any, list[dict[str, Any]]]


async def fill(database: Database, customers: int, calls: int, today: date = TODAY, seed: int = 7) -> None:
    """So many customers with about ten invoices each, and so many calls, up to the day."""
    chance = random.Random(seed)
    rows: Rows = defaultdict(list)
    for n in range(customers):
        _customer(rows, chance, OTHER if n % 50 == 0 else PRINCIPAL, f"C{n:05d}", "GBP" if n % 25 == 1 else "EUR")
    people = [(team, f"{team or 'solo'}-{n}") for team, count in TEAMS.items() for n in range(count)]
    refs = [row for row in rows[tables.customers] if row["principal"] == PRINCIPAL]
    for n in range(calls):
        _call(rows, chance, n, chance.choice(refs), chance.choice(people))
    _themes(rows, chance)
    async with database.writing() as connection:
        for table, found in rows.items():
            await connection.execute(insert(table), [_moved(row, today - TODAY) for row in found])


def _moved(row: dict[str, Any], by: timedelta) -> dict[str, Any]:
    return {name: value + by if isinstance(value, date) else value for name, value in row.items()}


def _customer(rows: Rows, chance: random.Random, principal: str, ref: str, currency: str) -> None:
    key = {"principal": principal, "ref": ref}
    name = f"Ditta {ref}"
    rows[tables.customers].append(
        key
        | {"name": name, "country": "IT", "language": "it", "vat_number": "", "sales_rep": "", "kind": "business"}
        | {"insolvency_since": None}
    )
    habit, slower = chance.choice((0, 0, 3, 8, 15)), chance.random() < 0.1
    for n in range(chance.randint(7, 13)):
        issued = TODAY - timedelta(days=chance.randint(0, 30) + 45 * n)
        number, total = f"{ref}-{n}", Decimal(chance.randint(5_000, 900_000)) / 100
        kind = "credit_note" if chance.random() < 0.03 else "invoice"
        rows[tables.invoices].append(key | {"number": number, "kind": kind, "issued_on": issued, "currency": currency})
        half = (total / 2).quantize(Decimal("0.01"))
        dues = [total] if chance.random() < 0.9 else [half, total - half]
        for place, amount in enumerate(dues, start=1):
            due_on = issued + timedelta(days=30 * place)
            rows[tables.dues].append(key | {"number": number, "n": place, "due_on": due_on, "amount": amount})
        paid_on = issued + timedelta(days=30 + habit + chance.randint(-2, 4) + (40 if slower and n < 3 else 0))
        if kind == "invoice" and paid_on <= TODAY and chance.random() < 0.93:
            named = number if chance.random() < 0.85 else ""
            share = Decimal(chance.choice((100, 100, 100, 60, 110))) / 100
            amount = (total * share).quantize(Decimal("0.01"))
            made = {"id": f"p{len(rows[tables.payments])}", "paid_on": paid_on, "currency": currency, "amount": amount}
            rows[tables.payments].append(key | made | {"invoice_number": named, "reference": ""})
    _agreements(rows, chance, key, currency)


def _agreements(rows: Rows, chance: random.Random, key: dict[str, str], currency: str) -> None:
    """Perhaps a promise with a recorded outcome or none yet, a plan as a person recorded it, a dispute."""
    if chance.random() < 0.4:
        made = TODAY - timedelta(days=chance.randint(0, 300))
        amount = Decimal(chance.randint(1_000, 90_000)) / 100
        outcome = chance.choice(("kept", "broken", "open", "open"))
        rows[tables.promises].append(
            key
            | {"id": f"m{key['ref']}", "made_on": made, "due_on": made + timedelta(days=chance.randint(1, 40))}
            | {"currency": currency, "amount": amount, "outcome": outcome, "invoices": []}
        )
    if chance.random() < 0.15:
        rows[tables.plans].append(
            key
            | {"id": f"l{key['ref']}", "agreed_on": TODAY - timedelta(days=chance.randint(1, 700))}
            | {"currency": currency, "total": Decimal(300), "instalments": 3, "schedule": [], "invoices": []}
            | {"state": chance.choice(("running", "completed", "broken"))}
        )
    if chance.random() < 0.03:
        rows[tables.disputes].append(
            key
            | {"id": f"d{key['ref']}", "opened_on": TODAY, "invoice_number": f"{key['ref']}-0", "reason": "prezzo"}
            | {"state": "open", "resolution": ""}
        )


def _call(rows: Rows, chance: random.Random, n: int, who: dict[str, Any], person: tuple[str, str]) -> None:
    day = TODAY - timedelta(days=chance.randint(0, 400))
    started = datetime.combine(day, time(chance.randint(7, 17), chance.randint(0, 59)), UTC)
    shown = chance.randint(0, 9)
    used = chance.randint(0, shown)
    edited = chance.randint(0, shown - used)
    confirmed = chance.random() < 0.9
    levels = {f"level_{criterion}": chance.choice((None, 1, 2, 3, 4)) for criterion in CRITERIA}
    rows[call_facts].append(
        levels
        | {"call_id": f"call-{n}", "principal": who["principal"], "customer": f"{who['principal']}/{who['ref']}"}
        | {"customer_name": who["name"], "team": person[0], "operator": person[1], "language": "it"}
        | {"purpose": "overdue", "started_at": started, "day": day, "ended_at": started, "seconds": 240}
        | {"complete": chance.random() < 0.97, "last_seq": 40, "disposition": chance.choice(_DISPOSITIONS)}
        | {"alerts": 0, "critical_alerts": 0, "cards_shown": shown, "cards_used": used, "cards_edited": edited}
        | {"cards_dismissed": chance.randint(0, shown - used - edited), "currency": "EUR", "promised": Decimal(0)}
        | {"after_call_seconds": chance.randint(20, 400) if confirmed else None}
        | {"edit_rate": chance.choice((0.0, 0.0, 0.1, 0.3)) if confirmed else None}
        | {"overdue": Decimal(chance.choice((0, 0, 500, 1_200, 8_000)))}
    )


def _themes(rows: Rows, chance: random.Random) -> None:
    """Two themes with voices of calls, each of which may have several."""
    for key, names in (("doors", {"it": "Porte bloccate"}), ("bills", {"it": "Fatture in ritardo"})):
        theme = {"id": key, "principal": PRINCIPAL, "created_at": NOON, "ended_at": None, "names": names, "given": {}}
        rows[themes].append(theme | {"terms": {}, "centre": [], "version": 1, "named_by": ""})
    for n in range(300):
        call = chance.randint(0, 99)
        day = TODAY - timedelta(days=call * 3)
        rows[voices].append(
            {"id": f"v{n}", "principal": PRINCIPAL, "customer": f"{PRINCIPAL}/C00001", "source": "call"}
            | {"origin": f"call:{call}", "call_id": f"call-{call}", "utterance_id": "u1", "at": NOON, "day": day}
            | {"language": "it", "text": "La porta è bloccata", "tone": -1, "tone_words": [], "encoder": ""}
            | {"vector": None, "kept_at": NOON}
        )
        theme = chance.choice(("doors", "doors", "bills"))
        rows[theme_voices].append({"theme": theme, "voice": f"v{n}", "centrality": 0.5})
