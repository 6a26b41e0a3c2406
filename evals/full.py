"""The part of a run that asks a language model: our cards with the model's mentions, and the naive chain."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.app import App
from assistant.services.tailor import Tailor
from evals.case import Case
from evals.evaluate import Tell
from evals.naive import naive_chain
from evals.play import Played, play_answers, play_case
from evals.recorded import RecordedModel

PATIENCE = 60.0
"""Seconds that a mention may take here: what is measured is its quality, not this machine."""
Pass = dict[str, list[Played]]
"""Every case as `ours` and `naive` played it with the same model."""


async def one_pass(app: App, cases: Sequence[Case], model: RecordedModel, turns: int, tell: Tell) -> Pass:
    """The naive chain answers at most `turns` turns a case. Raises `ModelUnavailable` where no model gets ready."""
    made: Pass = {"ours": [], "naive": []}
    tailor = _tailor(app, model)
    for n, case in enumerate(cases, start=1):
        made["ours"].append(await play_case(app, case, tailor))
        made["naive"].append(await play_answers(case, "naive", naive_chain(app, model), turns))
        tell(n, len(cases))
    return made


def _tailor(app: App, model: RecordedModel) -> Tailor:
    """The product's own, with this model, and time enough."""
    return Tailor(replace(app.tailor.mentioner, model=model, deadline=PATIENCE))
