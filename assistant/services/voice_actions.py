"""A theme becomes an action with an owner; when it is done, a later look says whether the theme is heard less."""

import datetime as dt
import uuid

from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.domain.errors import Conflict, InvalidInput
from assistant.domain.shares import Difference, compare
from assistant.domain.users import User
from assistant.domain.voice_actions import MAX_OWNER_CHARS, MAX_TEXT_CHARS, VoiceAction, windows
from assistant.services.access import principals_of
from assistant.services.voice import VoicePorts, readable_theme, require_reader
from assistant.services.voice_figures import CALLS, Heard


class NewAction(BaseModel):
    """What is to be done about a theme, by whom and until when; `look_on` is the day to look whether it helped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: str = Field(max_length=32)
    text: str = Field(max_length=MAX_TEXT_CHARS)
    owner: str = Field(max_length=MAX_OWNER_CHARS)
    due: dt.date
    look_on: dt.date

    @field_validator("text", "owner")
    @classmethod
    def _said(cls, value: str) -> str:
        plain = value.strip()
        if not plain or "\0" in plain:
            raise ValueError("say it in words")
        return plain


class ActionEntry(VoiceAction):
    is_overdue: bool = False
    is_to_look: bool = False


async def add_action(user: User, new: NewAction, ports: VoicePorts) -> ActionEntry:
    """Raises `NotFound` or `Forbidden` for the theme, `InvalidInput` for days that make no sense."""
    theme = await readable_theme(user, new.theme, ports)
    now = ports.clock.now()
    if new.due < now.date():
        raise InvalidInput(f"The day by which it is to be done ({new.due}) is past.", where="due")
    if new.look_on <= new.due:
        raise InvalidInput("Look at what it changed on a day after it is due.", where="look_on")
    action = VoiceAction(
        id=uuid.uuid4().hex, principal=theme.principal, created_by=user.username, created_at=now, **dict(new)
    )
    await ports.actions.add(action)
    await ports.audit.record(user.username, "voice.action_added", action.id, now, theme.id)
    return _entry(action, now.date())


async def list_actions(user: User, principal: str, ports: VoicePorts) -> list[ActionEntry]:
    """The actions of the person's principals, or of one; the first due first."""
    require_reader(user, principal)
    today = ports.clock.now().date()
    found = await ports.actions.list([principal] if principal else principals_of(user.principals))
    return [_entry(action, today) for action in found]


async def finish_action(user: User, action_id: str, version: int, ports: VoicePorts) -> ActionEntry:
    """It is done, today. Raises `Conflict` where it was done already or changed meanwhile."""
    action = await _theirs(user, action_id, ports)
    if action.state != "open":
        raise Conflict(f"{action.done_by} has done this already, on {action.done_on}.", where=action_id)
    today = ports.clock.now().date()
    changed = action.model_copy(update={"state": "done", "done_by": user.username, "done_on": today})
    return await _saved(user, changed, version, "voice.action_done", ports)


async def look_at_action(user: User, action_id: str, version: int, ports: VoicePorts) -> ActionEntry:
    """Compare the theme's share of calls before and after; may be repeated. Raises `Conflict` unless it is done."""
    action = await _theirs(user, action_id, ports)
    if action.done_on is None:
        raise Conflict("There is nothing to look at yet: say first that it is done.", where=action_id)
    outcome = await _outcome(action, action.done_on, ports)
    today = ports.clock.now().date()
    changes = {"state": "looked", "looked_by": user.username, "looked_on": today, "outcome": outcome}
    return await _saved(user, action.model_copy(update=changes), version, "voice.action_looked", ports)


async def _outcome(action: VoiceAction, done_on: dt.date, ports: VoicePorts) -> Difference:
    """Calls that came since themes were last looked for don't count: whether they speak of it isn't known yet."""
    looked = (await ports.themes.looked_at([action.principal])).get(action.principal)
    last = min(looked.date(), ports.clock.now().date()) if looked else done_on
    before, after = windows(done_on, last)
    mentions = await ports.themes.mentions([action.principal], before[0], last, action.theme)
    heard = Heard(await ports.themes.listened([action.principal], before[0], last))
    return compare(heard.share(mentions, CALLS, *before), heard.share(mentions, CALLS, *after))


async def _theirs(user: User, action_id: str, ports: VoicePorts) -> VoiceAction:
    require_reader(user)
    action = await ports.actions.get(action_id)
    user.require(action.principal)
    return action


async def _saved(user: User, action: VoiceAction, version: int, what: str, ports: VoicePorts) -> ActionEntry:
    stored = await ports.actions.save(action, version)
    await ports.audit.record(user.username, what, action.id, ports.clock.now(), action.theme)
    return _entry(stored, ports.clock.now().date())


def _entry(action: VoiceAction, today: dt.date) -> ActionEntry:
    return ActionEntry(**dict(action), is_overdue=action.overdue(today), is_to_look=action.to_look(today))
