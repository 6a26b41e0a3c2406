"""No model: approved words only. Also stands in while the real one is being chosen."""

from collections.abc import AsyncIterator

from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState


class OffModel:
    """A `LanguageModel` that never answers."""

    def __init__(self, state: ModelState | None = None) -> None:
        self._state = state or ModelState("off", message="The language model is switched off: approved words only.")

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    def state(self) -> ModelState:
        return self._state

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Raise `ModelUnavailable`."""
        raise ModelUnavailable(self._state.message, where="model")
        yield ""  # makes this an asynchronous generator, as the port asks
