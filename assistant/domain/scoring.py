"""From a whole call to its scorecard: a level a criterion with evidence, or none with the reason. Pure rules.

Levels are proposals about quoted words; they follow the written anchors of the rubric and read nothing else.
"""

from collections.abc import Callable, Mapping

from assistant.domain.rubric import CriterionId, Rubric, Score
from assistant.domain.scoring_call import CallRead
from assistant.domain.scoring_clarity import clarity
from assistant.domain.scoring_conduct import compliance, courtesy
from assistant.domain.scoring_listening import empathy, listening
from assistant.domain.scoring_opening import identification, purpose
from assistant.domain.scoring_outcome import solution
from assistant.domain.scoring_recap import recap
from assistant.domain.scoring_verdict import Reason, Verdict, scored, unjudged

RULES: Mapping[CriterionId, Callable[[CallRead], Verdict]] = {
    "identification": identification,
    "purpose": purpose,
    "listening": listening,
    "empathy": empathy,
    "clarity": clarity,
    "courtesy": courtesy,
    "solution": solution,
    "recap": recap,
    "compliance": compliance,
}
_ALONE: frozenset[CriterionId] = frozenset({"identification", "courtesy", "compliance"})
"""What can be read from the operator's words alone."""


def score_of(call: CallRead, rubric: Rubric) -> Score:
    """Every criterion of the rubric, in its order."""
    criteria = (scored(_verdict(call, one.id), one, call.language) for one in rubric.criteria)
    return Score(call_id=call.call_id, rubric=rubric.version, criteria=tuple(criteria))


def _verdict(call: CallRead, criterion: CriterionId) -> Verdict:
    whole = _unreadable(call)
    if whole is not None and not (whole == "no_customer" and criterion in _ALONE):
        return unjudged(whole)
    return RULES[criterion](call)


def _unreadable(call: CallRead) -> Reason | None:
    """Why the call can't be judged as a talk between two."""
    if not call.turns:
        return "empty"
    if not call.operator:
        return "no_operator"
    return None if call.others else "no_customer"
