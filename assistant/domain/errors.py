"""The error tree: each error has a stable code, a message that says what to do, and the place it concerns."""


class AscoltoError(Exception):
    """Base of every error that is shown to a person: `{"error": {"code", "message", "where"}}`."""

    code = "error"

    def __init__(self, message: str, *, where: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        if code is not None:
            self.code = code

    def as_dict(self) -> dict[str, dict[str, str]]:
        return {"error": {"code": self.code, "message": self.message, "where": self.where}}


class InvalidInput(AscoltoError):
    """Input that doesn't have the agreed shape: a file, a line, an event, a field."""

    code = "invalid_input"


class NotFound(AscoltoError):
    code = "not_found"


class Ambiguous(AscoltoError):
    """A reference that fits more than one thing."""

    code = "ambiguous"


class Forbidden(AscoltoError):
    """The person may not see or do this: another principal's data, or a role that doesn't allow it."""

    code = "forbidden"


class Conflict(AscoltoError):
    """Somebody else changed it, or it was done already."""

    code = "conflict"


class LibraryError(AscoltoError):
    """A file of the library (policy, phrases, articles, prompts) is not valid; `where` is file:line."""

    code = "library_invalid"


class ModelUnavailable(AscoltoError):
    """No language model can answer now; approved words go on without it."""

    code = "model_unavailable"


class DeliveryFailed(AscoltoError):
    """A receiver could not take what was sent; it is tried again later.

    `retry_after` is how many seconds the receiver asks to be left alone.
    """

    code = "delivery_failed"

    def __init__(self, message: str, *, where: str = "", retry_after: float = 0) -> None:
        super().__init__(message, where=where)
        self.retry_after = retry_after


class DeliveryRefused(AscoltoError):
    """A receiver said that it won't take what was sent; trying again is useless until a person has looked."""

    code = "delivery_refused"


class ModelBusy(ModelUnavailable):
    """The model was not asked: too much is waiting, the time would be over, or newer work took its place."""

    code = "model_busy"


class ModelTimeout(ModelUnavailable):
    """The model was asked and didn't end in time."""

    code = "model_timeout"


class ConfigurationError(AscoltoError):
    """A setting is missing, or unsafe where the server is to listen."""

    code = "configuration"
