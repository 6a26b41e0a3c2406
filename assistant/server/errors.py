"""Errors as the API shows them: `{"error": {"code", "message", "where"}}` with a fitting HTTP status."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.domain.errors import (
    Ambiguous,
    AscoltoError,
    Conflict,
    Forbidden,
    InvalidInput,
    ModelUnavailable,
    NotFound,
)
from assistant.services.signin import NotSignedIn, TooManyTries

log = logging.getLogger(__name__)

_STATUS: dict[type[AscoltoError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    Ambiguous: 409,
    Conflict: 409,
    Forbidden: 403,
    NotSignedIn: 401,
    TooManyTries: 429,
    ModelUnavailable: 503,
}
_HTTP_CODES = {
    400: "invalid_input",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    421: "misdirected",
}
_HTTP_MESSAGES = {
    404: "There is nothing at this address.",
    405: "This address doesn't take that method.",
    413: "The request is too large; send at most 64 kB.",
}


def error_response(
    status: int, code: str, message: str, where: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(
        {"error": {"code": code, "message": message, "where": where}}, status_code=status, headers=headers
    )


def shown(error: AscoltoError) -> Response:
    """The response to one of our own errors."""
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)
    return error_response(status, error.code, error.message, error.where)


def add_error_handlers(app: FastAPI, headers: Mapping[str, str]) -> None:
    """Give every failure our shape. `headers` go with an internal error, which passes outside the middleware."""

    async def ours(request: Request, error: Exception) -> Response:
        if not isinstance(error, AscoltoError):
            raise error
        return shown(error)

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        message = _HTTP_MESSAGES.get(error.status_code) or error.detail or HTTPStatus(error.status_code).phrase
        code = _HTTP_CODES.get(error.status_code, "error")
        return error_response(error.status_code, code, message, request.url.path, error.headers)

    async def validation(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError | WebSocketRequestValidationError):
            raise error
        return error_response(422, InvalidInput.code, *_first(error.errors()))

    async def internal(request: Request, error: Exception) -> Response:
        log.error("A request failed: %s", request.url.path, exc_info=error)
        message = "Something went wrong on the server; its log says what. Try again."
        return error_response(500, "internal", message, request.url.path, headers)

    app.add_exception_handler(AscoltoError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(WebSocketRequestValidationError, validation)
    app.add_exception_handler(Exception, internal)


def _first(errors: Sequence[Any]) -> tuple[str, str]:
    """Message and field path of the first validation error. Inputs are never repeated: they may be passwords."""
    first = errors[0]
    path = ".".join(str(part) for part in first["loc"] if part != "body")
    return f"{first['msg']} ({len(errors)} in all)" if len(errors) > 1 else str(first["msg"]), path
