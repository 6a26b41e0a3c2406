"""One exchange with a receiver over HTTP: to the address that was configured and nowhere else, and bounded."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from assistant.domain.errors import DeliveryFailed, DeliveryRefused

MAX_ANSWER_BYTES = 1_048_576
_QUOTED = 300


@dataclass(frozen=True)
class Target:
    """Where to, and how long one exchange may take, in seconds."""

    url: str
    timeout: float
    ca_file: Path | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@dataclass(frozen=True)
class Answer:
    """`text` is empty where the answer was too long to be read."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def quoted(self) -> str:
        """The beginning of what the receiver said, on a line."""
        return " ".join(self.text.split())[:_QUOTED]


async def exchange(method: str, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a request and read the answer. Raises `DeliveryFailed` for what time may heal, `DeliveryRefused` for a
    redirect: notes go to the configured address only."""
    try:
        async with asyncio.timeout(target.timeout):
            answer = await _exchange(method, target, body, headers)
    except TimeoutError as error:
        message = f"{target.host} gave no whole answer within {target.timeout:g} seconds; see whether it runs."
        raise DeliveryFailed(message, where=target.url) from error
    except (httpx.RequestError, ssl.SSLError, OSError) as error:
        what = str(error) or type(error).__name__
        message = f"{target.host} can't be reached ({what}); see whether it runs and the address is right."
        raise DeliveryFailed(message, where=target.url) from error
    if 300 <= answer.status < 400:
        elsewhere = urlsplit(answer.headers.get("location", "")).netloc or "another path of its own"
        message = (
            f"{target.host} redirects to {elsewhere}; redirects aren't followed. Write the final address into the file."
        )
        raise DeliveryRefused(message, where=target.url)
    return answer


async def _exchange(method: str, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    # Certificates are read where they are needed only: that takes longer than a whole exchange on loopback.
    secure = target.url.startswith("https:")
    trust = ssl.create_default_context(cafile=target.ca_file) if secure and target.ca_file else secure
    # Without `trust_env`: no proxy and no password file that the environment names.
    async with (
        httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=target.timeout, verify=trust) as client,
        client.stream(
            method, target.url, content=body, headers={"Accept-Encoding": "identity"} | dict(headers)
        ) as response,
    ):
        read = bytearray()
        async for chunk in response.aiter_raw(65_536):
            read += chunk
            if len(read) > MAX_ANSWER_BYTES:
                read.clear()
                break
        return Answer(response.status_code, response.headers, read.decode("utf-8", errors="replace"))


def retry_after(answer: Answer, now: datetime) -> float:
    """Seconds that the receiver asks to be left alone (RFC 9110, 10.2.3: seconds or a date); 0 where it doesn't."""
    wanted = answer.headers.get("retry-after", "").strip()
    if wanted.isascii() and wanted.isdigit():
        return float(wanted[:9])
    try:
        moment = parsedate_to_datetime(wanted)
    except ValueError:
        return 0.0
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())
