"""The ports of the voice of the customer in memory, for the tests of use cases and endpoints."""

import datetime as dt
from collections.abc import Mapping, Sequence

from assistant.domain.errors import Conflict, NotFound
from assistant.domain.themes import Known, Theme
from assistant.domain.voice import Origin, Voice
from assistant.domain.voice_actions import VoiceAction
from assistant.services.ports_voice import Kept, Listened, Mention
from assistant.services.voice import VoicePorts
from tests.fakes import NOON, FakeAudit, FakeClock

TODAY = NOON.date()


def voice(n: int, text: str = "", customer: str = "montelupo/C1", **fields: object) -> Voice:
    """A voice of call `c{n}`, said today in its own words unless the fields say otherwise."""
    values = {
        "id": f"c{n}:u1",
        "principal": customer.partition("/")[0],
        "customer": customer,
        "source": "call",
        "origin": f"c{n}",
        "call_id": f"c{n}",
        "utterance_id": "u1",
        "at": NOON,
        "day": TODAY,
        "language": "it",
        "text": text or f"la consegna numero {n} arriva in ritardo",
    }
    return Voice.model_validate(values | fields)


def theme(theme_id: str = "late", principal: str = "montelupo", **fields: object) -> Theme:
    values = {"id": theme_id, "principal": principal, "created_at": NOON, "names": {"it": "consegne in ritardo"}}
    return Theme.model_validate(values | fields)


class FakeVoices:
    def __init__(self) -> None:
        self.voices: dict[str, Voice] = {}
        self.vectors: dict[str, bytes] = {}
        self.origins: list[Origin] = []
        self.read: dict[str, int] = {}
        self.tickets: dict[str, str] = {}
        self.new = 0

    async def waiting(self, limit: int) -> list[Origin]:
        return [origin for origin in self.origins if self.read.get(origin.id) != origin.mark][:limit]

    async def ticket_text(self, origin: Origin) -> str:
        return self.tickets.get(origin.id, "")

    async def keep(self, origin: Origin, voices: Sequence[Voice]) -> None:
        self.voices = {key: one for key, one in self.voices.items() if one.origin != origin.id}
        self.voices |= {one.id: one for one in voices}
        self.read[origin.id] = origin.mark
        self.new += len(voices)

    async def without_vector(self, principal: str, encoder: str) -> list[tuple[str, str]]:
        mine = [one for one in self.voices.values() if one.principal == principal]
        return [(one.id, one.text) for one in mine if one.id not in self.vectors]

    async def add_vectors(self, vectors: Mapping[str, bytes], encoder: str) -> None:
        self.vectors |= vectors

    async def set_tones(self, voices: Sequence[Voice]) -> None:
        self.voices |= {one.id: one for one in voices}

    async def since(self, principal: str, day: dt.date, limit: int) -> list[tuple[Voice, bytes]]:
        mine = [one for one in self.voices.values() if one.principal == principal and one.day >= day]
        newest = sorted(mine, key=lambda one: (one.at, one.id))[-limit:]
        return [(one, self.vectors[one.id]) for one in newest if one.id in self.vectors]

    async def get(self, ids: Sequence[str]) -> list[Voice]:
        return [self.voices[one] for one in ids if one in self.voices]

    async def drop_orphans(self) -> int:
        return 0

    async def principals(self) -> list[str]:
        return sorted({origin.principal for origin in self.origins})

    async def unsorted(self, principal: str) -> int:
        return self.new


class FakeThemes:
    """Themes, and their members with a centrality; `days` is how many calls of each kind were listened to a day."""

    def __init__(self, voices: FakeVoices) -> None:
        self._voices = voices
        self.themes: dict[str, Theme] = {}
        self.members: dict[str, dict[str, float]] = {}
        self.days: list[Listened] = []
        self.looks: dict[str, dt.datetime] = {}
        self.known_themes: list[Known] = []

    def add(self, one: Theme, *voices: Voice) -> None:
        self.themes[one.id] = one
        self._voices.voices |= {said.id: said for said in voices}
        self.members[one.id] = {said.id: 1 - n / 100 for n, said in enumerate(voices)}

    async def every(self, principals: Sequence[str] | None = None) -> list[Theme]:
        return [one for one in self.themes.values() if principals is None or one.principal in principals]

    async def get(self, theme_id: str) -> Theme:
        if theme_id not in self.themes:
            raise NotFound("There is no such theme.", where=theme_id)
        return self.themes[theme_id]

    async def known(self, principal: str) -> list[Known]:
        return self.known_themes

    async def replace(self, principal: str, kept: Sequence[Kept], at: dt.datetime, since: dt.date) -> None:
        self.looks[principal] = at
        self.themes |= {one.theme.id: one.theme for one in kept}
        self.members |= {one.theme.id: dict(one.members) for one in kept}
        self.known_themes = [Known(one.theme.id, set(one.members), one.centre) for one in kept]
        self._voices.new = 0

    async def rename(self, one: Theme, version: int) -> Theme:
        if self.themes[one.id].version != version:
            raise Conflict("The theme was renamed in the meantime.", where=one.id)
        self.themes[one.id] = one.model_copy(update={"version": version + 1})
        return self.themes[one.id]

    async def looked_at(self, principals: Sequence[str] | None = None) -> dict[str, dt.datetime]:
        return {key: at for key, at in self.looks.items() if principals is None or key in principals}

    async def mentions(
        self, principals: Sequence[str] | None, start: dt.date, end: dt.date, theme: str = ""
    ) -> list[Mention]:
        found = [
            (key, self._voices.voices[voice], near)
            for key, members in self.members.items()
            for voice, near in members.items()
            if theme in ("", key) and (principals is None or self.themes[key].principal in principals)
        ]
        return [
            Mention(key, one.id, one.origin, one.customer, one.source, one.day, one.language, one.tone, near)
            for key, one, near in found
            if start <= one.day <= end
        ]

    async def listened(self, principals: Sequence[str] | None, start: dt.date, end: dt.date) -> list[Listened]:
        mine = [one for one in self.days if principals is None or one.principal in principals]
        return [one for one in mine if start <= one.day <= end]

    async def count(self, principals: Sequence[str] | None, start: dt.date, end: dt.date) -> dict[str, int]:
        counted: dict[str, int] = {}
        for one in self._voices.voices.values():
            if (principals is None or one.principal in principals) and start <= one.day <= end:
                counted[one.source] = counted.get(one.source, 0) + 1
        return counted


class FakeVoiceActions:
    def __init__(self) -> None:
        self.actions: dict[str, VoiceAction] = {}

    async def add(self, action: VoiceAction) -> None:
        self.actions[action.id] = action

    async def get(self, action_id: str) -> VoiceAction:
        if action_id not in self.actions:
            raise NotFound("There is no such action.", where=action_id)
        return self.actions[action_id]

    async def list(self, principals: Sequence[str] | None = None) -> list[VoiceAction]:
        mine = [one for one in self.actions.values() if principals is None or one.principal in principals]
        return sorted(mine, key=lambda one: one.due)

    async def save(self, action: VoiceAction, version: int) -> VoiceAction:
        if self.actions[action.id].version != version:
            raise Conflict("The action was changed in the meantime.", where=action.id)
        self.actions[action.id] = action.model_copy(update={"version": version + 1})
        return self.actions[action.id]


class VoiceWorld:
    """What a test looks at and changes."""

    def __init__(self, clock: FakeClock | None = None, audit: FakeAudit | None = None) -> None:
        self.clock, self.audit = clock or FakeClock(), audit or FakeAudit()
        self.voices = FakeVoices()
        self.themes = FakeThemes(self.voices)
        self.actions = FakeVoiceActions()
        self.ports = VoicePorts(self.voices, self.themes, self.actions, self.audit, self.clock)
