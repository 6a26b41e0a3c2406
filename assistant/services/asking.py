"""Asks the model for a short text and tells apart why there may be none. Whatever the model does, nothing is raised."""

import asyncio
import re
from contextlib import aclosing
from dataclasses import replace
from typing import Literal

from assistant.domain.errors import ModelBusy, ModelTimeout, ModelUnavailable
from assistant.services.model_work import Priority
from assistant.services.ports import LanguageModel, ModelRequest

READ_SECONDS = 4.0
"""After these the rest of what is being said is due: its first words are no longer worth reading by themselves."""
_LOOP = re.compile(r"\b(\w[\w' ]{0,40}?)(?:\W+\1\b){2,}", re.IGNORECASE)
"""The same words three times running."""
Trouble = Literal["timeout", "busy", "unavailable", "loop"]


async def ask(model: LanguageModel, request: ModelRequest, limit: int) -> tuple[str, Trouble | Literal[""]]:
    """What the model says, and what was wrong; cancelling it cancels the model.

    A model that says the same three times, or more than `limit` characters, goes round in circles (`loop`); the rest
    isn't waited for.
    """
    try:
        async with asyncio.timeout(request.deadline):
            raw = await _collect(model, request, limit)
    except (TimeoutError, ModelTimeout):
        return "", "timeout"
    except ModelBusy:
        return "", "busy"
    except ModelUnavailable:
        return "", "unavailable"
    return raw, "loop" if len(raw) > limit or _LOOP.search(raw) else ""


async def read(model: LanguageModel, request: ModelRequest) -> None:
    """Have the model read a request that may come later with more words, if it has nothing else to do."""
    guess = replace(request, max_tokens=1, work="read_ahead", priority=Priority.SPECULATIVE, deadline=READ_SECONDS)
    await ask(model, guess, len(request.text))


async def _collect(model: LanguageModel, request: ModelRequest, limit: int) -> str:
    raw = ""
    async with aclosing(model.stream(request)) as pieces:  # type: ignore[type-var]
        async for piece in pieces:
            raw += piece
            if len(raw) > limit:
                break
    return raw
