"""What was said in a call, folded by utterance: one that is sent again, corrected, takes the place of the first."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from assistant.domain.calls import Utterance
from assistant.domain.events import AnyOutEvent, UtteranceHeard


class Named(Protocol):
    @property
    def id(self) -> str: ...


NamedT = TypeVar("NamedT", bound=Named)


def spoken(events: Iterable[AnyOutEvent]) -> list[UtteranceHeard]:
    """The final utterances of a log, each once: its last words, in the place of its first."""
    return list({e.utterance_id: e for e in events if isinstance(e, UtteranceHeard) and not e.partial}.values())


def utterances(events: Iterable[AnyOutEvent]) -> list[Utterance]:
    """The same as utterances."""
    return [utterance_of(event) for event in spoken(events)]


def utterance_of(event: UtteranceHeard) -> Utterance:
    return Utterance(id=event.utterance_id, t=event.t, speaker=event.speaker, text=event.text)


def corrected(said: Sequence[NamedT], new: NamedT) -> list[NamedT]:
    """`said` with `new` in the place of what has its id; unchanged where nothing has."""
    return [new if one.id == new.id else one for one in said]


def taken_in(said: Sequence[NamedT], new: NamedT) -> list[NamedT]:
    """`said` with `new`, in the place of what has its id or else at the end. `said` holds all that was said."""
    return corrected(said, new) if any(one.id == new.id for one in said) else [*said, new]
