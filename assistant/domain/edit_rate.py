"""How much of a drafted note the operator changed: what the draft is worth, measured instead of believed."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from pydantic import BaseModel, ConfigDict

from assistant.domain.notes import Note, StoredNote


class EditRate(BaseModel):
    """Shares from 0 (kept as drafted) to 1 (nothing left). `untouched` is the share of notes left as they were."""

    model_config = ConfigDict(frozen=True)

    notes: int
    untouched: float
    words: float
    items: float
    disposition: float


def words_changed(drafted: Note, final: Note) -> float:
    """Words of items, narrative and e-mail that were added, removed or replaced, of all words of the longer one."""
    before, after = _words(drafted), _words(final)
    longer = max(len(before), len(after))
    if not longer:
        return 0.0
    same = sum(block.size for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks())
    return 1 - same / longer


def items_changed(drafted: Note, final: Note) -> float:
    """Items that were added, removed or changed in any field, of all items of the longer list."""
    longer = max(len(drafted.items), len(final.items))
    left = list(final.items)
    same = 0
    for item in drafted.items:
        if item in left:
            left.remove(item)
            same += 1
    return 1 - same / longer if longer else 0.0


def edit_rate(notes: Sequence[StoredNote]) -> EditRate | None:
    """The mean over confirmed notes; None where there is none."""
    if not notes:
        return None
    pairs = [(stored.drafted, stored.note) for stored in notes]
    return EditRate(
        notes=len(pairs),
        untouched=_mean([float(drafted == final) for drafted, final in pairs]),
        words=_mean([words_changed(drafted, final) for drafted, final in pairs]),
        items=_mean([items_changed(drafted, final) for drafted, final in pairs]),
        disposition=_mean([float(drafted.disposition != final.disposition) for drafted, final in pairs]),
    )


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4)


def _words(note: Note) -> list[str]:
    texts = [*(item.text for item in note.items), note.narrative.text, note.email.subject, note.email.body]
    return " ".join(texts).split()
