"""Notes as signed JSON to an address of the receiver's: `docs/connectors.md` says what a receiver has to do."""

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime

from assistant.adapters.crm.config import WebhookConfig
from assistant.adapters.crm.http import Answer, Target, exchange, retry_after
from assistant.domain.deliveries import Delivery
from assistant.domain.errors import DeliveryFailed, DeliveryRefused

_LATER = frozenset({408, 409, 425, 429})
"""Answers below 500 that time may heal. 409: the receiver is busy with this very note."""
_REMEDIES = {
    401: "check the secret on both sides",
    403: "check the secret on both sides",
    404: "check the address",
    410: "the receiver has gone: correct the address or remove the connector",
    413: "the receiver must take longer notes",
}
_MAX_RECEIPT = 200


class WebhookConnector:
    """Implements the port `Connector`."""

    def __init__(self, config: WebhookConfig, secret: str) -> None:
        self.timeout, self.retry = config.timeout, config.retry
        self.can_tell = bool(config.status_url)
        self._config = config
        self._secret = secret.encode()

    async def deliver(self, delivery: Delivery) -> str:
        """Post the note; returns the `id` of the answer, empty where it has none."""
        body = json.dumps({"key": delivery.key} | delivery.payload, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": delivery.key}
        answer = await self._exchange("POST", self._config.url, body, headers | self._signed(body))
        receipt = _receipt(answer)
        if answer.status < 300 or (answer.status == 409 and receipt):
            return receipt
        raise self._problem(answer)

    async def find(self, delivery: Delivery) -> str | None:
        """Ask the status address for the key: 200 holds it, 404 doesn't."""
        url = self._config.status_url.replace("{key}", delivery.key)
        answer = await self._exchange("GET", url, b"", self._signed(delivery.key.encode()))
        if answer.status == 404:
            return None
        if answer.status != 200:
            message = f"{self._target(url).host} answers {answer.status} to a question for a key. {answer.quoted}"
            raise DeliveryFailed(message.rstrip(), where=url)
        return _receipt(answer)

    async def _exchange(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        return await exchange(method, self._target(url), body, headers)

    def _target(self, url: str) -> Target:
        return Target(url, self.timeout, self._config.ca_file)

    def _signed(self, content: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        signature = hmac.new(self._secret, timestamp.encode() + b"." + content, hashlib.sha256).hexdigest()
        return {"Ascolto-Timestamp": timestamp, "Ascolto-Signature": f"v1={signature}"}

    def _problem(self, answer: Answer) -> DeliveryFailed | DeliveryRefused:
        host, url = self._target(self._config.url).host, self._config.url
        said = f" It says: {answer.quoted}" if answer.quoted else ""
        if answer.status >= 500 or answer.status in _LATER:
            asked = retry_after(answer, datetime.now(UTC))
            return DeliveryFailed(f"{host} answers {answer.status}.{said}", where=url, retry_after=asked)
        remedy = _REMEDIES.get(answer.status, "see what the receiver misses")
        message = f"{host} refuses the note with {answer.status}; {remedy}, then have it tried again.{said}"
        return DeliveryRefused(message, where=url)


def _receipt(answer: Answer) -> str:
    try:
        said = json.loads(answer.text)
    except (ValueError, RecursionError):
        return ""
    name = said.get("id") if isinstance(said, dict) else None
    return str(name)[:_MAX_RECEIPT] if isinstance(name, str | int) else ""
