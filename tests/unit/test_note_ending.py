"""How calls end."""

from collections.abc import Sequence

import pytest

from assistant.domain.calls import Purpose, Speaker
from assistant.domain.dialogue import Turn, quote
from assistant.domain.matters import Action, ActionKind, Matters
from assistant.domain.note_ending import Ending
from assistant.domain.notes import Disposition, Owner

WHO: dict[str, Speaker] = {"O": "operator", "C": "customer"}


def ended(lines: Sequence[str], kind: ActionKind | None, owner: Owner, purpose: Purpose = "overdue") -> Disposition:
    turns = [Turn(f"u{n}", n * 5.0, WHO[line[0]], line[3:]) for n, line in enumerate(lines)]
    actions = {kind: Action(kind, owner, (quote(turns[-1]),))} if kind else {}
    return Ending(purpose, turns, Matters(actions=actions), False, False, False, False, False).disposition()


@pytest.mark.parametrize(
    ("lines", "kind", "owner", "purpose", "disposition"),
    [
        (
            ["C: i tempi sono lunghi", "O: Lo passo al responsabile."],
            "supervisor",
            "supervisor",
            "overdue",
            "escalated",
        ),
        (
            ["C: i tempi di risposta sono lunghi", "C: e le fatture poco chiare", "O: Lo passo al responsabile."],
            "supervisor",
            "supervisor",
            "feedback_interview",
            "information_given",
        ),
        (
            ["O: Com'è andata?", "C: male, mi passi il responsabile"],
            "supervisor",
            "supervisor",
            "feedback_interview",
            "escalated",
        ),
        (["C: ah, e la luce sfarfalla", "O: Lo dico al tecnico."], "technician", "technician", "overdue", "no_outcome"),
        (["O: Mi sente?", "C: sì pronto, mi sente?"], None, "operator", "overdue", "no_outcome"),
        (["O: Mi dica.", "C: quanto manca in tutto ancora?"], None, "operator", "overdue", "information_given"),
    ],
)
def test_the_ending_follows_from_what_was_arranged(
    lines: list[str], kind: ActionKind | None, owner: Owner, purpose: Purpose, disposition: Disposition
) -> None:
    assert ended(lines, kind, owner, purpose) == disposition
