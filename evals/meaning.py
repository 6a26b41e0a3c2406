"""What ragas makes of a run: whether search finds the article, and whether words are borne out, to the point and true.

A judge's figures stand beside how far the same judge agrees with people on claims that people labelled. An item that
can't be judged counts as failed; none is left out.
"""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.app import App
from assistant.domain.money import LANGUAGES, Language
from assistant.services.ports import LanguageModel
from evals import ragas_metrics
from evals.case import Case, expected_turns
from evals.grounding import Claim, balanced_accuracy, swaps, third_party
from evals.judge import Judge, Score, figure, scored
from evals.meaning_texts import note_reference, sources
from evals.naive import passages
from evals.play import Played, PlayedTurn
from evals.ragas_metrics import Encoder, Meaning

Tell = Callable[[str, int, int], None]
"""What is being done, how many are done, of how many."""
METRICS = ("faithfulness", "answer_relevancy", "factual_correctness")
NO_DATA = "not measured: ASCOLTO_EVALDATA names no folder with other people's labelled claims"
_ASKED: dict[Language, str] = {"it": "Che cosa è vero secondo la fonte?", "en": "What is true, going by the source?"}
_OWN: dict[str, Language] = {"swaps it": "it", "swaps en": "en"}


@dataclass(frozen=True)
class Question:
    """One thing to judge. `of` is a system, a set of claims, or search; `id` names the case and turn, or the claim."""

    of: str
    language: Language
    metric: str
    id: str
    ask: Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class Item:
    """A question with what came of it, so that a figure can be looked into."""

    of: str
    language: Language
    metric: str
    id: str
    score: Score


@dataclass(frozen=True)
class Run:
    """What there is to judge. `most` is the number of cases a language, and of claims a label and set."""

    app: App
    cases: Sequence[Case]
    played: Mapping[str, Sequence[Played]]
    most: int
    folder: Path | None = None
    """Other people's labelled claims, where they are at hand."""
    tell: Tell = lambda step, done, of: None

    async def every(self, step: str, asked: Sequence[Question]) -> list[Item]:
        """Each asked in turn, with what came of it."""
        found = []
        for done, one in enumerate(asked, start=1):
            found.append(Item(one.of, one.language, one.metric, one.id, await scored(one.ask)))
            self.tell(step, done, len(asked))
        return found


async def meaning_report(run: Run, model: LanguageModel | None, name: str = "", absent: str = "") -> dict[str, Any]:
    """All figures, ready for JSON. `name` tells the judge from others; without a model `absent` says why.

    Raises `InvalidInput` without ragas, `NotFound` where the folder of claims lacks one of its files.
    """
    version = ragas_metrics.version()
    claims = labelled(run.folder, run.most)
    search = await run.every("search", [one for case in run.cases for one in await _searched(run.app, case)])
    chosen = sample(run.cases, run.most)
    items, people = [], []
    if model is not None:
        metrics = ragas_metrics.meaning(Judge(model), Encoder(lambda: run.app.knowledge.encoders()[1]))
        items = await run.every("judged words", await _asked(run, metrics, chosen))
        people = await run.every("labelled claims", [_of_claim(metrics, claim) for claim in claims])
    agreed = agreement(claims, people)
    return {
        "ragas": version,
        "judge": {"name": name, "absent": absent},
        "cases": [case.id for case in chosen],
        "retrieval": {
            language: {
                metric: figure(_scores(search, "search", language, metric)) for metric in ("precision", "recall")
            }
            for language in LANGUAGES
        },
        "systems": {} if model is None else {system: _of_system(run, items, system, chosen) for system in run.played},
        "people": {"absent": "" if run.folder else NO_DATA, "sets": agreed},
        "items": [asdict(item) for item in (*search, *items, *people)],
    }


def sample(cases: Sequence[Case], most: int) -> list[Case]:
    """At most `most` cases a language that want a card: always the same, from both splits in turn.

    A larger sample holds the smaller one.
    """
    chosen = []
    for language in LANGUAGES:
        of_language = [case for case in cases if case.language == language and _wanted(case)]
        ranked = [
            (rank, case)
            for split in ("dev", "test")
            for rank, case in enumerate(sorted((c for c in of_language if c.split == split), key=_draw))
        ]
        chosen += [case for _, case in sorted(ranked, key=lambda pair: (pair[0], pair[1].split))[:most]]
    return chosen


def labelled(folder: Path | None, most: int) -> list[Claim]:
    """At most `most` claims of each label and set, always the same: other people's, and the project's own pairs."""
    kept: dict[tuple[str, bool], list[Claim]] = {}
    for claim in sorted((third_party(folder) if folder else []) + swaps(), key=_draw):
        kept.setdefault((claim.set, claim.grounded), []).append(claim)
    return [claim for key in sorted(kept) for claim in kept[key][:most]]


def _draw(of: Case | Claim) -> str:
    return hashlib.sha256(of.id.encode()).hexdigest()


def _wanted(case: Case) -> list[str]:
    """The utterances after which a card must appear."""
    return [said.id for said, turn in expected_turns(case) if turn.expect.card == "wanted"]


async def _searched(app: App, case: Case) -> list[Question]:
    """Both metrics for each turn that must cite an article."""
    metrics, asked = ragas_metrics.retrieval(), []
    for said, turn in expected_turns(case):
        if turn.expect.cites:
            found = [one.article_id for one in await passages(app, case, said.text) if one.article_id]
            names, wanted = [name.rpartition("/")[2] for name in found], [turn.expect.cites]
            for metric, answer in (("precision", metrics.precision), ("recall", metrics.recall)):
                ask = partial(answer, names, wanted)
                asked.append(Question("search", case.language, metric, f"{case.id} {said.id}", ask))
    return asked


async def _asked(run: Run, metrics: Meaning, cases: Sequence[Case]) -> list[Question]:
    """What is asked of each system in each case: about one suggestion, and about the note where it writes one."""
    asked = []
    for case in cases:
        plays = {system: one for system, several in run.played.items() for one in several if one.case_id == case.id}
        turn_id = same_turn(case, plays.values())
        turns = [turn_of(one, turn_id) for one in plays.values()]
        plans = next((turn.options for turn in turns if turn is not None and turn.options), ())
        for (system, one), turn in zip(plays.items(), turns, strict=True):
            of = partial(Question, system, case.language)
            if turn is not None and turn.suggestion is not None:
                words = next(said.text for said in case.utterances if said.id == turn_id)
                text = turn.suggestion.tailored or turn.suggestion.text
                given = await sources(run.app, case, words, turn.suggestion, plans)
                name = f"{case.id} {turn_id}"
                asked.append(of("faithfulness", name, partial(metrics.faithfulness, words, text, given)))
                asked.append(of("answer_relevancy", name, partial(metrics.relevancy, words, text)))
            if one.note is not None:
                reference = note_reference(case, run.app.library.note_texts(case.language))
                ask = partial(metrics.correctness, one.note.narrative.text, reference)
                asked.append(of("factual_correctness", case.id, ask))
    return asked


def same_turn(case: Case, plays: Iterable[Played]) -> str:
    """The first utterance after which a card must appear and every system says something, else the first at all."""
    spoke = [{turn.utterance_id for turn in one.turns if turn.suggestion is not None} for one in plays]
    wanted = _wanted(case)
    return next((name for name in wanted if all(name in said for said in spoke)), wanted[0])


def turn_of(played: Played, utterance_id: str) -> PlayedTurn | None:
    return next((turn for turn in played.turns if turn.utterance_id == utterance_id), None)


def _of_system(run: Run, items: Sequence[Item], system: str, cases: Sequence[Case]) -> dict[str, Any]:
    """Figures by language. `silent` counts the cases in which it suggested nothing that could be judged."""
    judged = {item.id.partition(" ")[0] for item in items if item.of == system and item.metric == METRICS[0]}
    return {
        language: {
            "cases": len(of_language),
            "silent": sum(case.id not in judged for case in of_language),
            **{metric: _timed(_scores(items, system, language, metric)) for metric in METRICS},
        }
        for language in LANGUAGES
        for of_language in ([case for case in cases if case.language == language],)
    }


def _scores(items: Sequence[Item], of: str, language: Language, metric: str) -> list[Score]:
    return [item.score for item in items if (item.of, item.language, item.metric) == (of, language, metric)]


def _timed(scores: Sequence[Score]) -> dict[str, Any]:
    """A judge's figure with the seconds an item took; answers kept from earlier runs take none."""
    seconds = [score.seconds for score in scores]
    return {**figure(scores), "seconds_each": round(sum(seconds) / len(seconds), 1) if seconds else None}


def _of_claim(metrics: Meaning, claim: Claim) -> Question:
    language = _OWN.get(claim.set, "en")
    ask = partial(metrics.faithfulness, _ASKED[language], claim.claim, [claim.source])
    return Question(claim.set, language, "faithfulness", claim.id, ask)


def agreement(claims: Sequence[Claim], items: Sequence[Item]) -> list[dict[str, Any]]:
    """How far the judge agrees with the labels, by set: a claim counts as supported if all its statements do.

    `balanced_accuracy` (percent) takes a failure for a wrong answer; `..._answered` leaves failures out. 50 is chance.
    """
    found = []
    for name in dict.fromkeys(item.of for item in items):
        pairs = [(c, i.score) for c, i in zip(claims, items, strict=True) if c.set == name]
        truth = [claim.grounded for claim, _ in pairs]
        said = [not claim.grounded if score.value is None else score.value == 1 for claim, score in pairs]
        answered = [n for n, (_, score) in enumerate(pairs) if score.value is not None]
        both = {truth[n] for n in answered} == {True, False}
        found.append(
            {
                "set": name,
                "by": "the project" if name in _OWN else "people",
                "balanced_accuracy": round(balanced_accuracy(truth, said), 1),
                "balanced_accuracy_answered": round(
                    balanced_accuracy([truth[n] for n in answered], [said[n] for n in answered]), 1
                )
                if both
                else None,
                **_timed([score for _, score in pairs]),
            }
        )
    return found
