"""The steps of a review: who is answered by whom, what holds afterwards, and that nothing is overwritten."""

from typing import Any

import pytest
from pydantic import ValidationError

from assistant.domain.errors import Conflict, InvalidInput
from assistant.domain.notes import Evidence
from assistant.domain.reviews import Move, Review, proposed, take
from assistant.domain.rubric import CriterionScore, Score
from tests.fakes import NOON

SCORE = Score(
    call_id="c1",
    rubric=1,
    criteria=(
        CriterionScore(id="empathy", level=1, by="classifier", explanation="Nessun riconoscimento"),
        CriterionScore(id="recap", level=3, by="rule", explanation="Riassume il piano"),
        CriterionScore(id="solution", level=None, by="rule", explanation="Il cliente non poteva decidere"),
    ),
)


def after(*moves: dict[str, Any], begin: Review | None = None) -> Review:
    review = begin or proposed(SCORE, "montelupo")
    for move in moves:
        who = move.pop("who", "sara")
        review = take(review, Move.model_validate({"version": review.version} | move), who, NOON)
    return review


APPROVE = {"action": "approve"}
OVERRULE = {"action": "overrule", "criterion": "empathy", "level": 2, "reason": "«Capisco» al minuto due"}
DISPUTE = {"action": "dispute", "reason": "L'ho detto", "who": "anna"}
ANSWER = {"action": "answer", "reason": "Ha ragione"}
ACKNOWLEDGE = {"action": "acknowledge", "who": "anna"}


def moves(*steps: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(step) for step in steps]


def test_a_proposal_is_approved_as_it_is_and_acknowledged() -> None:
    approved = after(*moves(APPROVE))
    assert (approved.state, approved.version) == ("approved", 1)
    assert approved.levels == {"empathy": 1, "recap": 3, "solution": None}
    done = after(*moves(ACKNOWLEDGE), begin=approved)
    assert (done.state, [step.who for step in done.steps]) == ("acknowledged", ["sara", "anna"])


def test_a_proposal_that_was_made_anew_isn_t_approved_unread() -> None:
    with pytest.raises(Conflict, match="made anew"):
        after({**APPROVE, "levels": {"empathy": 2, "recap": 3, "solution": None}})
    assert after({**APPROVE, "levels": {"empathy": 1, "recap": 3, "solution": None}}).state == "approved"


def test_an_overruled_level_holds_and_says_what_stood_there_and_why() -> None:
    review = after(*moves(OVERRULE))
    assert (review.state, review.levels["empathy"]) == ("overruled", 2)
    step = review.steps[0]
    assert (step.was, step.level, step.reason) == (1, 2, "«Capisco» al minuto due")
    assert (
        after({"action": "overrule", "criterion": "recap", "level": None, "reason": "Caduta"}).levels["recap"] is None
    )
    assert (
        after({"action": "overrule", "criterion": "solution", "level": 3, "reason": "Poteva"}).levels["solution"] == 3
    )


def test_a_dispute_is_answered_and_the_answer_may_change_the_level() -> None:
    disputed = after(*moves(OVERRULE, DISPUTE))
    assert disputed.state == "disputed"
    kept = after(*moves(ANSWER), begin=disputed)
    assert (kept.state, kept.levels["empathy"]) == ("settled", 2)
    changed = after({**ANSWER, "criterion": "empathy", "level": 3}, begin=disputed)
    assert (changed.state, changed.levels["empathy"], changed.steps[-1].was) == ("settled", 3, 2)
    named = after({**ANSWER, "criterion": "empathy"}, begin=disputed)
    assert not named.steps[-1].changes_level
    assert after(*moves(ACKNOWLEDGE), begin=kept).state == "acknowledged"


def test_a_level_changed_under_a_dispute_leaves_the_dispute_to_be_answered() -> None:
    assert after(*moves(DISPUTE, OVERRULE)).state == "disputed"


def test_an_edited_explanation_replaces_the_proposed_one_and_is_read_again() -> None:
    edit = {"action": "edit", "criterion": "empathy", "reason": "Passa oltre al lutto"}
    assert after(*moves(edit)).state == "proposed"
    assert after(*moves(edit)).explanations == {"empathy": "Passa oltre al lutto"}
    assert after(*moves(APPROVE, ACKNOWLEDGE, edit)).state == "approved"
    assert after(*moves(OVERRULE, ACKNOWLEDGE, edit)).state == "overruled"
    assert after(*moves(OVERRULE, DISPUTE, edit)).state == "disputed"
    assert after(*moves(edit)).levels["empathy"] == 1


@pytest.mark.parametrize(
    ("before", "move", "said"),
    [
        ([APPROVE], APPROVE, "sara has decided"),
        ([DISPUTE], APPROVE, "answer the dispute"),
        ([], ACKNOWLEDGE, "a proposal"),
        ([DISPUTE], ACKNOWLEDGE, "waits for the supervisor"),
        ([APPROVE, ACKNOWLEDGE], ACKNOWLEDGE, "already"),
        ([DISPUTE], DISPUTE, "waits for the supervisor"),
        ([DISPUTE, ANSWER], DISPUTE, "has answered"),
        ([], ANSWER, "No dispute"),
    ],
)
def test_a_step_out_of_turn_says_what_is_to_be_done(
    before: list[dict[str, Any]], move: dict[str, Any], said: str
) -> None:
    review = after(*moves(*before))
    with pytest.raises(Conflict, match=said):
        after(*moves(move), begin=review)


@pytest.mark.parametrize(
    ("move", "where"),
    [
        ({"action": "overrule", "level": 2, "reason": "x"}, "criterion"),
        ({"action": "overrule", "criterion": "clarity", "level": 2, "reason": "x"}, "criterion"),
        ({"action": "overrule", "criterion": "empathy", "reason": "x"}, "level"),
        ({"action": "overrule", "criterion": "empathy", "level": 1, "reason": "x"}, "level"),
        ({"action": "overrule", "criterion": "empathy", "level": 2, "reason": "  "}, "reason"),
        ({"action": "edit", "reason": "x"}, "criterion"),
        ({"action": "edit", "criterion": "empathy"}, "reason"),
        ({"action": "dispute"}, "reason"),
        ({"action": "dispute", "criterion": "clarity", "reason": "x"}, "criterion"),
    ],
)
def test_a_step_without_what_it_needs_names_it(move: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        after(dict(move))
    assert raised.value.where == where


def test_an_answer_with_a_level_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput):
        after(*moves(DISPUTE), {**ANSWER, "level": 2})


def test_who_was_slower_is_told_by_whom_the_review_changed() -> None:
    review = after(*moves(OVERRULE))
    with pytest.raises(Conflict, match=r"sara changed a level meanwhile \(version 1, yours was 0\)"):
        take(review, Move(version=0, action="approve"), "sofia", NOON)
    assert review.version == 1


def test_a_move_takes_no_level_beyond_the_rubric_and_no_text_that_no_database_holds() -> None:
    for wrong in ({"level": 5}, {"reason": "a\0"}, {"reason": "x" * 2001}, {"who": "x"}, {"criterion": "charm"}):
        with pytest.raises(ValidationError):
            Move.model_validate({"version": 0, "action": "overrule", **wrong})


def test_a_quote_stays_with_its_step() -> None:
    quote = Evidence(utterance_id="u2", quote="Capisco")
    assert after({**OVERRULE, "evidence": quote.model_dump()}).steps[0].evidence == quote
