"""Notes in Tryton, through its JSON-RPC: a note on the party, one for each plan, and one on the invoices it covers.

Every text ends in a line that names the delivery's key and the part: what is there already isn't written again. The
note itself is written last, so that a delivery whose note is there is there as a whole.
"""

import base64
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from assistant.adapters.crm.config import TrytonConfig
from assistant.adapters.crm.http import Answer, Target, exchange
from assistant.adapters.crm.text import invoice_text, note_text, plan_text
from assistant.domain.deliveries import Delivery, NotePayload
from assistant.domain.errors import DeliveryFailed, DeliveryRefused
from assistant.domain.records import Customer

_MARK = "Ascolto"


class TrytonConnector:
    """Implements the port `Connector`."""

    can_tell = True

    def __init__(self, config: TrytonConfig, password: str) -> None:
        self.timeout, self.retry = config.timeout, config.retry
        self._config = config
        self._password = password

    async def deliver(self, delivery: Delivery) -> str:
        """Write what isn't there yet; returns the reference of the note, like `ir.note,7`."""
        payload = NotePayload.model_validate(delivery.payload)
        async with self._session() as tryton:
            party = await tryton.party(payload.customer)
            for part in _plan_parts(payload):
                if part.invoice:
                    for invoice in await tryton.invoices(party, part.invoice):
                        await tryton.keep(f"account.invoice,{invoice}", part.text, f"{delivery.key}/{part.name}")
                else:
                    await tryton.keep(f"party.party,{party}", part.text, f"{delivery.key}/{part.name}")
            note = await tryton.keep(f"party.party,{party}", note_text(payload), f"{delivery.key}/note")
        return f"ir.note,{note}"

    async def find(self, delivery: Delivery) -> str | None:
        """The reference of the note on the customer's party; None where it isn't there."""
        customer = NotePayload.model_validate(delivery.payload).customer
        async with self._session() as tryton:
            try:
                party = await tryton.party(customer)
            except DeliveryRefused:
                return None
            found = await tryton.marked(f"party.party,{party}", f"{delivery.key}/note")
        return f"ir.note,{found[0]}" if found else None

    @asynccontextmanager
    async def _session(self) -> AsyncIterator["_Tryton"]:
        """Signed in, and out again."""
        config = self._config
        target = Target(f"{config.url.rstrip('/')}/{config.database}/rpc/", self.timeout, config.ca_file)
        tryton = _Tryton(target, config.user)
        await tryton.sign_in(self._password)
        try:
            yield tryton
        finally:
            await tryton.call("common.db.logout")


@dataclass(frozen=True)
class _Part:
    """A text beside the note; `invoice` is the number of the invoice that it stands on, else it is the party's."""

    name: str
    text: str
    invoice: str = ""


def _plan_parts(payload: NotePayload) -> Iterator[_Part]:
    plans = [item.plan for item in payload.note.items if item.plan]
    for n, plan in enumerate(plans, start=1):
        yield _Part(f"plan-{n}", plan_text(payload, plan))
        for number in plan.invoices:
            yield _Part(f"plan-{n}/{number}", invoice_text(payload), invoice=number)


class _Tryton:
    """The calls that notes need, in one session."""

    def __init__(self, target: Target, user: str) -> None:
        self._target = target
        self._user = user
        self._authorization: dict[str, str] = {}
        self._context: dict[str, Any] = {}

    async def sign_in(self, password: str) -> None:
        """Open a session and take over the user's preferences (company, language)."""
        user_id, token, *_ = await self.call("common.db.login", self._user, {"password": password}, "en")
        session = base64.b64encode(f"{self._user}:{user_id}:{token}".encode()).decode()
        self._authorization = {"Authorization": f"Session {session}"}
        self._context = await self.call("model.res.user.get_preferences", True, {})

    async def party(self, customer: Customer) -> int:
        """The party with the customer's VAT number, else with its reference as code. Raises `DeliveryRefused`."""
        vat = customer.vat_number.replace(" ", "").upper()
        spellings = {vat, customer.country.upper() + vat, vat.removeprefix(customer.country.upper())} if vat else set()
        found = await self._search("party.party", [["identifiers.code", "in", sorted(spellings)]]) if vat else []
        if not found:
            found = await self._search("party.party", [["code", "=", customer.ref]])
        if len(found) == 1:
            return found[0]
        what = f"VAT number {customer.vat_number!r} or code {customer.ref!r}" if vat else f"code {customer.ref!r}"
        if found:
            message = f"Tryton has {len(found)} parties with {what}; merge them, then have the note tried again."
        else:
            message = (
                f"Tryton has no party for {customer.name} with {what}; add it there (or correct it in the customer's "
                "record), then have the note tried again."
            )
        raise DeliveryRefused(message, where=customer.id)

    async def invoices(self, party: int, number: str) -> list[int]:
        """The party's invoices of that number; none where the invoice isn't in Tryton."""
        return await self._search("account.invoice", [["party", "=", party], ["number", "=", number]])

    async def keep(self, resource: str, text: str, mark: str) -> int:
        """The note with this mark on the resource, written if it isn't there; the oldest, if a late one came too."""
        found = await self.marked(resource, mark)
        if not found:
            values = {"resource": resource, "message": f"{text}\n\n{_MARK} {mark}"}
            await self.call("model.ir.note.create", [values], self._context)
            found = await self.marked(resource, mark)
        if not found:
            raise DeliveryFailed("Tryton took the note, but doesn't show it.", where=resource)
        if len(found) > 1:
            await self.call("model.ir.note.delete", found[1:], self._context)
        return found[0]

    async def marked(self, resource: str, mark: str) -> list[int]:
        """The notes with this mark on the resource, the oldest first."""
        ends = f"%\n{_MARK} " + mark.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return sorted(await self._search("ir.note", [["resource", "=", resource], ["message", "like", ends]]))

    async def _search(self, model: str, domain: list[Any]) -> list[int]:
        found = await self.call(f"model.{model}.search", domain, 0, None, None, self._context)
        return [int(record) for record in found]

    async def call(self, method: str, *parameters: Any) -> Any:
        """Call a method and return its result. Raises `DeliveryFailed` or `DeliveryRefused`."""
        body = json.dumps({"id": 1, "method": method, "params": parameters}).encode()
        headers = {"Content-Type": "application/json"} | self._authorization
        answer = await exchange("POST", self._target, body, headers)
        if answer.status != 200:
            raise self._problem(answer, method)
        try:
            said = json.loads(answer.text)
        except ValueError as error:
            message = f"{self._target.host} doesn't answer as Tryton does; check the address and the database."
            raise DeliveryRefused(message, where=self._target.url) from error
        if "error" in said:
            raise self._refusal(said["error"], method)
        return said.get("result")

    def _problem(self, answer: Answer, method: str) -> DeliveryFailed | DeliveryRefused:
        host, url = self._target.host, self._target.url
        if answer.status == 401:
            message = f"{host} doesn't let the user {self._user!r} in; check the user and the password."
            return DeliveryRefused(message, where=url)
        if answer.status == 404:
            return DeliveryRefused(f"{host} has no such database; check `database` and the address.", where=url)
        if answer.status == 403:
            message = f"{host} doesn't allow {method} to the user {self._user!r}; give the user the right to it."
            return DeliveryRefused(message, where=url)
        return DeliveryFailed(f"{host} answers {answer.status} to {method}.", where=url)

    def _refusal(self, error: Any, method: str) -> DeliveryFailed | DeliveryRefused:
        """Tryton's own errors: a wait for another's change is worth another try, the rest isn't."""
        name, detail = [*error, "", ""][:2] if isinstance(error, list) else (error, "")
        if name == "ConcurrencyException":
            return DeliveryFailed(f"Tryton was changing the same record during {method}.", where=self._target.url)
        said = detail[0] if name in ("UserError", "UserWarning") and isinstance(detail, list) and detail else name
        message = f"Tryton refuses {method}: {str(said)[:300]}. Correct it there, then have the note tried again."
        return DeliveryRefused(message, where=self._target.url)
