"""Judges search over calls: `python -m evals.call_search` prints how it does and what its threshold costs.

`sets/call_search.jsonl` holds exchanges, each with a question in words that were said and one in other words. Each
exchange is planted in a call of its own among calls of everyday lines; the questions of `sets/relevance.jsonl` that are
foreign to the trade should find nothing. Everyday lines may answer a question, too: the figures are lower bounds.
"""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np

import knowledge
from assistant.app import App, Use, running
from assistant.domain.calls import CallInfo, Speaker
from assistant.domain.events import UtteranceHeard
from assistant.services.call_indexing import index_waiting
from assistant.settings import Settings
from evals.relevance import questions
from knowledge.call_index import ALIKE, THRESHOLD, CallIndex, Ids, coverage, relevance
from knowledge.call_words import read_question
from knowledge.examples import read_examples, situations_path
from knowledge.types import Language

EXCHANGES = Path(__file__).parent / "sets" / "call_search.jsonl"
CALLS = 100
"""Calls in each language."""
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
_EVERYDAY = ("none", "agreement", "promise_to_pay", "information_request", "temporary_difficulty")
_EXCHANGES_PER_CALL = 4
_OPERATOR: dict[Language, tuple[str, ...]] = {
    "it": ("Buongiorno, la chiamo per la fattura scaduta.", "Capisco.", "Mi dica pure.", "Quando potrebbe pagare?"),
    "en": ("Good morning, I'm calling about the overdue invoice.", "I see.", "Please go on.", "When could you pay?"),
}
Kind = Literal["words", "meaning"]
Turns = list[tuple[Speaker, str]]


@dataclass
class Asked:
    """A question with what the index says of every passage; `call_id` is the call that it looks for."""

    text: str
    kind: Kind | Literal["foreign"]
    language: Language | None
    call_id: str | None
    cosines: Any = field(repr=False)
    covered: Any = field(repr=False)


def exchanges() -> list[dict[str, Any]]:
    """Rows `{language, words, meaning, turns: [{speaker, text}]}`."""
    return [json.loads(line) for line in EXCHANGES.read_text(encoding="utf-8").splitlines()]


def calls(language: Language, count: int = CALLS) -> dict[str, Turns]:
    """Calls by id; the first hold an exchange each, in the order of the set."""
    library = Path(knowledge.__file__).parent / "library"
    examples = read_examples(situations_path(library, language), language)
    everyday = [example for example in examples if example.situations[0] in _EVERYDAY]
    planted = [row["turns"] for row in exchanges() if row["language"] == language]
    chance = random.Random(7)
    made: dict[str, Turns] = {}
    for n in range(count):
        place = chance.randrange(_EXCHANGES_PER_CALL)
        turns: Turns = [("operator", _OPERATOR[language][0])]
        for k in range(_EXCHANGES_PER_CALL):
            if k == place and n < len(planted):
                turns += [(turn["speaker"], turn["text"]) for turn in planted[n]]
            line = chance.choice(everyday)
            turns += [("operator", line.previous or chance.choice(_OPERATOR[language][1:])), ("customer", line.text)]
        made[f"{language}-{n}"] = turns
    return made


async def store(app: App, language: Language, made: dict[str, Turns]) -> None:
    """Calls that are over, as the log would hold them."""
    for call_id, turns in made.items():
        info = CallInfo(id=call_id, customer="demo/C1", principal="demo", started_at=AT, language=language)
        await app.calls.open(info, "Demo")
        for n, (speaker, text) in enumerate(turns):
            await app.calls.append(
                UtteranceHeard(call_id=call_id, at=AT, utterance_id=f"u{n}", t=4.0 * n, speaker=speaker, text=text)
            )
        await app.calls.close(call_id, AT)


async def asked(app: App) -> tuple[CallIndex, list[Asked]]:
    """Every question of both sets over the calls that `app` holds."""
    index = CallIndex(app.encoder.size)
    index.extend(await app.index.passages.newer("demo", 0, 1_000_000))
    places = {"it": 0, "en": 0}
    found: list[Asked] = []
    for row in exchanges():
        language: Language = row["language"]
        call_id = f"{language}-{places[language]}"
        places[language] += 1
        kinds: tuple[Kind, ...] = ("words", "meaning")
        for kind in kinds:
            found.append(Asked(row[kind], kind, language, call_id, *await _signals(app, index, row[kind])))
    for row in questions():
        if row["article"] is None:
            text = row["query"]
            found.append(Asked(text, "foreign", None, None, *await _signals(app, index, text)))
    return index, found


async def _signals(app: App, index: CallIndex, text: str) -> tuple[Any, Any]:
    question = read_question(text)
    terms: list[Ids] = [await app.index.passages.with_term("demo", term) for term in question.terms]
    return index.cosines((await app.encoder.question(question.text))[0]), coverage(index, terms)


def judge(
    index: CallIndex, found: Sequence[Asked], languages: Sequence[Language] = ("it", "en")
) -> list[dict[str, Any]]:
    """How far up the sought call comes by words, by meaning and by both; how many find it above the threshold."""
    rows = []
    for language in languages:
        for kind in ("words", "meaning"):
            mine = [one for one in found if one.language == language and one.kind == kind]
            both = [relevance(one.cosines, one.covered) for one in mine]
            for name, scores in (
                ("words", [one.covered for one in mine]),
                ("meaning", [one.cosines for one in mine]),
                ("both", both),
            ):
                ranks = np.array([_rank(index, one, score) for one, score in zip(mine, scores, strict=True)])
                row = {"language": language, "questions": kind, "by": name, **_figures(ranks)}
                if name == "both":
                    row["found"] = round(
                        float(np.mean([_own(index, one, s) for one, s in zip(mine, both, strict=True)])), 2
                    )
                rows.append(row)
    return rows


def foreign(found: Sequence[Asked], alike: float = ALIKE) -> list[Asked]:
    """The foreign questions that find something."""
    mine = [one for one in found if one.kind == "foreign"]
    return [one for one in mine if relevance(one.cosines, one.covered, alike).max() >= THRESHOLD]


def by_meaning(one: Asked) -> bool:
    """Whether no word of the question stands in any passage."""
    return bool(one.covered.max() == 0)


def trade_off(index: CallIndex, found: Sequence[Asked]) -> list[dict[str, Any]]:
    """What the least cosine costs and brings: calls found by questions in other words, foreign questions answered."""
    meant = [one for one in found if one.kind == "meaning"]
    rows = []
    for alike in (0.83, 0.84, 0.845, ALIKE, 0.855, 0.86, 0.87):
        share = np.mean([_own(index, one, relevance(one.cosines, one.covered, alike)) for one in meant])
        answered = foreign(found, alike)
        row = {"alike": alike, "found": round(float(share), 2), "foreign": len(answered)}
        rows.append(row | {"foreign_by_meaning": sum(map(by_meaning, answered))})
    return rows


def _rank(index: CallIndex, one: Asked, scores: Any) -> int:
    """The place of the sought call; calls with the same score stand before it."""
    best = np.full(len(index.call_ids), -np.inf)
    np.maximum.at(best, index.calls, scores)
    own = best[index.call_ids.index(str(one.call_id))]
    return int((best >= own).sum())


def _own(index: CallIndex, one: Asked, scores: Any) -> bool:
    mine = index.calls == index.call_ids.index(str(one.call_id))
    return bool(scores[mine].max() >= THRESHOLD)


def _figures(ranks: Any) -> dict[str, float]:
    return {
        "first": round(float((ranks == 1).mean()), 2),
        "in_5": round(float((ranks <= 5).mean()), 2),
        "in_10": round(float((ranks <= 10).mean()), 2),
        "mrr": round(float((1 / ranks).mean()), 2),
    }


async def measure() -> dict[str, Any]:
    """Everything over a database of its own in a temporary folder."""
    with TemporaryDirectory() as scratch:
        async with running(Settings(home=Path(scratch)), Use(durable_calls=True)) as app:
            for language in ("it", "en"):
                await store(app, language, calls(language))
            read = await index_waiting(app.index)
            index, found = await asked(app)
            return {
                "calls": read,
                "passages": len(index),
                "encoder": app.encoder.name,
                "questions": judge(index, found),
                "foreign": sum(one.kind == "foreign" for one in found),
                "foreign_that_find_something": [one.text for one in foreign(found)],
                "trade_off": trade_off(index, found),
            }


def main() -> None:
    report = asyncio.run(measure())
    rows = [*report.pop("questions"), *report.pop("trade_off")]
    print(json.dumps(report, indent=2, ensure_ascii=False))
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
