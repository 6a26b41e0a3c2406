"""A small evaluation case, plans and suggestions for it, and the rules it is judged by; needs no model and no index."""

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.adapters.library_scenarios import read_houses
from assistant.domain.cards import Citation
from assistant.domain.plans import Instalment, Plan
from evals.case import Case
from evals.play import Played, PlayedTurn, Suggestion
from evals.scorers import Rules, Scorer, Verdict, verdicts

DAY = dt.date(2026, 12, 1)
CASE: dict[str, Any] = {
    "id": "it-prova",
    "split": "dev",
    "language": "it",
    "principal": "montelupo",
    "purpose": "overdue",
    "about": "Chiede di dividere.",
    "started_at": "2026-11-24T10:15:00+01:00",
    "customer": {
        "ref": "E-1",
        "name": "Prova Inventata S.r.l.",
        "invoices": [
            {"number": "ML-1", "issued_on": "2026-08-31", "due_on": "2026-09-30", "amount": "200.00"},
            {"number": "ML-2", "issued_on": "2026-08-31", "due_on": "2026-10-30", "amount": "100.00"},
        ],
    },
    "turns": [
        {"o": "Buongiorno, chiamo per Montelupo."},
        {"c": "Si potrebbe dividere? Più di centocinquanta al mese non riesco."},
        {"o": "Due rate da centocinquanta."},
        {"c": "Va bene."},
    ],
    "note": {"disposition": "information_given"},
}


def case(turn: dict[str, Any] | None = None, **changes: Any) -> Case:
    """The case, where `turn` changes the customer's first turn."""
    turns = [CASE["turns"][0], CASE["turns"][1] | (turn or {}), *CASE["turns"][2:]]
    return Case.model_validate(CASE | {"turns": turns} | changes)


def plan(*amounts: str, first: dt.date = DAY, **changes: Any) -> Plan:
    """A plan of 300.00 in these instalments, a month apart."""
    parts = [
        Instalment(n=n, due=first + dt.timedelta(days=30 * (n - 1)), amount=Decimal(amount))
        for n, amount in enumerate(amounts, start=1)
    ]
    whole: dict[str, Any] = {
        "id": "plan-1",
        "label": "balanced",
        "invoices": ["ML-1", "ML-2"],
        "currency": "EUR",
        "outstanding": "300.00",
        "discount": "0.00",
        "interest": "0.00",
        "compensation": "0.00",
        "total": "300.00",
        "estimate": False,
        "instalments": parts,
        "authority": "operator",
        "tier": "small-recent",
        "article": "payment-plans",
    }
    return Plan.model_validate(whole | changes)


def suggestion(text: str, *articles: str, **more: Any) -> Suggestion:
    cited = tuple(Citation(kind="article", id=f"montelupo/{one}", title=one, quote="…") for one in articles)
    return Suggestion(text=text, citations=cited, **more)


@cache
def rules() -> Rules:
    """The shipped library's for Montelupo in Italian; `lapsed` is the article that holds on no day."""
    library = FileLibrary(SHIPPED)
    return Rules(
        conduct=library.conduct(),
        policy=library.policy("montelupo"),
        signals=library.signals("it"),
        house=read_houses(SHIPPED, SHIPPED)[0]["it"],
        extractor=SpokenFigures(),
        lemma=lemma,
        detect=lambda text: "en" if " the " in text else "it",
        holds=lambda article, on: article != "lapsed",
    )


def played(shown: Suggestion | None = None, system: str = "approved", **turn: Any) -> Played:
    """The case's first customer turn as a system played it."""
    return Played(case_id="it-prova", system=system, turns=(PlayedTurn(utterance_id="u2", suggestion=shown, **turn),))


def judge(of: Case, seen: Played) -> dict[Scorer, Verdict]:
    """The verdict of each scorer that gave one."""
    return {verdict.scorer: verdict for verdict in verdicts(of, seen, rules())}
