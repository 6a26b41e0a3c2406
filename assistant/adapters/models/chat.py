"""What every chat adapter shares: messages, errors translated at the edge, tracing off, cancellation on leaving."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata

from assistant.domain.errors import ModelUnavailable
from assistant.services.model_work import ModelUsage
from assistant.services.ports import ModelRequest

_MESSAGES: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}


def switch_tracing_off() -> None:
    """No word of a call leaves the company: LangSmith stays off, whatever the environment says."""
    import langsmith

    langsmith.configure(enabled=False)


def messages(request: ModelRequest) -> list[BaseMessage]:
    """The fixed prefix, then the newest words as the last user message."""
    return [*(_MESSAGES[role](content=text) for role, text in request.prefix), HumanMessage(content=request.text)]


def _usage(counted: UsageMetadata) -> ModelUsage:
    details = counted.get("input_token_details") or {}
    return ModelUsage(counted["input_tokens"], details.get("cache_read") or 0, counted["output_tokens"])


async def stream_chat(
    chat: BaseChatModel, request: ModelRequest, failures: type[Exception], **options: Any
) -> AsyncIterator[str]:
    """Pieces of the answer as they come; leaving closes the connection. `failures` become `ModelUnavailable`."""
    stop = list(request.stop) or None
    try:
        async with aclosing(chat.astream(messages(request), stop=stop, **options)) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                if request.on_usage and isinstance(chunk, AIMessage) and chunk.usage_metadata:
                    request.on_usage(_usage(chunk.usage_metadata))
                if text := str(chunk.text):
                    yield text
    except (failures, httpx.HTTPError, OSError) as error:
        raise ModelUnavailable(f"The model server gave no answer ({type(error).__name__}).", where="model") from error
