"""What customers said of the service: themes, their voices, names that people give them, and what is done of it."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.domain.money import Language
from assistant.domain.themes import Theme
from assistant.server.auth import Person, ServicesOf
from assistant.services.voice import (
    ThemeVoices,
    VoiceQuery,
    VoiceReport,
    rename_theme,
    theme_voices,
    voice_report,
)
from assistant.services.voice_actions import (
    ActionEntry,
    NewAction,
    add_action,
    finish_action,
    list_actions,
    look_at_action,
)

router = APIRouter(prefix="/v1/voice")


class Paged(VoiceQuery):
    cursor: int = Field(default=0, ge=0)


class Names(BaseModel):
    """Names per language (an empty one: the machine's again), and the version that was looked at."""

    model_config = ConfigDict(extra="forbid")

    names: dict[Language, str]
    version: int = Field(ge=1)

    @field_validator("names")
    @classmethod
    def _text(cls, names: dict[Language, str]) -> dict[Language, str]:
        if any("\0" in name for name in names.values()):
            raise ValueError("must be text")
        return names


class Step(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1)


@router.get("")
async def voice(user: Person, services: ServicesOf, asked: Annotated[VoiceQuery, Query()]) -> VoiceReport:
    """Themes with share, tone, trend and quotes; of one principal, or of all that the person may see."""
    return await voice_report(user, asked, services.voice)


@router.get("/themes/{theme_id}")
async def theme(theme_id: str, user: Person, services: ServicesOf, asked: Annotated[Paged, Query()]) -> ThemeVoices:
    """A theme's voices, the newest first, 50 a page."""
    return await theme_voices(user, theme_id, asked, asked.cursor, services.voice)


@router.post("/themes/{theme_id}/name")
async def name(theme_id: str, given: Names, user: Person, services: ServicesOf) -> Theme:
    return await rename_theme(user, theme_id, given.names, given.version, services.voice)


@router.get("/actions")
async def actions(user: Person, services: ServicesOf, principal: str = "") -> list[ActionEntry]:
    """What is done about themes, the first due first."""
    return await list_actions(user, principal, services.voice)


@router.post("/actions", status_code=201)
async def add(new: NewAction, user: Person, services: ServicesOf) -> ActionEntry:
    return await add_action(user, new, services.voice)


@router.post("/actions/{action_id}/done")
async def done(action_id: str, step: Step, user: Person, services: ServicesOf) -> ActionEntry:
    """The action is done, today."""
    return await finish_action(user, action_id, step.version, services.voice)


@router.post("/actions/{action_id}/look")
async def look(action_id: str, step: Step, user: Person, services: ServicesOf) -> ActionEntry:
    """Whether the theme is heard less since; says when too little was heard to tell."""
    return await look_at_action(user, action_id, step.version, services.voice)
