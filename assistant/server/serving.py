"""Runs the application on a socket: binds it, says where it listens, and stops gracefully on a signal."""

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import HANDLED_SIGNALS

from assistant.domain.errors import ConfigurationError
from assistant.server.frames import MAX_FRAME_BYTES

_SECONDS_TO_STOP = 5


class _AnnouncingServer(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal and return, so that the caller can put its own things away.

        uvicorn's own version raises the signal again when it has stopped, which ends the process there and then.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for number in HANDLED_SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in HANDLED_SIGNALS:
                loop.remove_signal_handler(number)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the host; port 0 takes a free one. Raises `ConfigurationError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} is taken: stop what listens there, or choose another port (0 takes a free one)."
            raise ConfigurationError(message, where="ASCOLTO_PORT") from error
        message = f"The server can't listen on {host}:{port}: {error.strerror}."
        raise ConfigurationError(message, where="ASCOLTO_HOST") from error
    return listener


async def serve(
    app: ASGIApp, listener: socket.socket, ready: Callable[[str], None] | None = None, behind_proxy: bool = False
) -> None:
    """Serve until a signal comes. `ready` is told the address once connections are accepted.

    `behind_proxy`: a proxy on this machine names the callers' addresses (`X-Forwarded-For`).
    """
    config = uvicorn.Config(
        app,
        # Addresses hold one-time tokens and customers' references: there is no access log.
        access_log=False,
        log_config=None,
        log_level=logging.WARNING,
        server_header=False,
        proxy_headers=behind_proxy,
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
    )
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    await _AnnouncingServer(config, lambda: ready(address) if ready else None).serve(sockets=[listener])
