"""A customer's records, read once so that what was known on any day is looked up: what was open, paid and promised.

Nothing changes between two days on which something was issued, paid, agreed or over; so what was worked out for one day
holds for those after it, and is kept.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.facts import promises_due
from assistant.domain.followup import Followed, FollowUp, follow_up
from assistant.domain.ledger import Ledger, OpenItem, settle
from assistant.domain.positions import Changes, changes_of
from assistant.domain.punctuality import SettledItem, payment_history
from assistant.domain.records import CustomerFile

_MOST_KEPT = 64
"""Days for which a customer's results are kept; with more, all go."""
Known = tuple[tuple[OpenItem, ...], list[SettledItem]]
"""What was open, as `Ledger.open`, and what had been paid, as `payment_history`."""


@dataclass(frozen=True)
class Agreed:
    """The promises and plans on a day; `due` are the promises whose outcome was known."""

    all: FollowUp
    due: tuple[Followed, ...]


_NOTHING = Agreed(FollowUp(), ())


class CustomerPast:
    """The records of a customer who has `grace_days` to keep a promise."""

    def __init__(self, file: CustomerFile, grace_days: int) -> None:
        self.file, self.grace_days = file, grace_days
        self.changes: Changes = changes_of(file)
        self._paid = _by_name_alone(file)
        self._history = payment_history(self._paid) if self._paid else []
        self._history_days = [entry.paid_on for entry in self._history]
        paid = {one.paid_on for one in file.payments}
        self._ledger_days = sorted(paid | {one.issued_on for one in file.invoices})
        self._agreed_days = sorted(paid | _days_of_agreements(file, grace_days))
        self._known: dict[int, Known] = {}
        self._agreed: dict[int, Agreed] = {}
        self.is_worked_out = False

    def known(self, on: date) -> Known:
        """What was open and what had been paid at the end of the day."""
        place = bisect_right(self._ledger_days, on)
        found = self._known.get(place)
        if found is None:
            _make_room(self._known)
            found = self._known[place] = self._look_up(on)
        return found

    def agreed(self, on: date) -> Agreed:
        """The promises and plans as they stood at the end of the day."""
        file = self.file
        if not (file.promises or file.plans):
            return _NOTHING
        place = bisect_right(self._agreed_days, on)
        found = self._agreed.get(place)
        if found is None:
            _make_room(self._agreed)
            followed = follow_up(file, self.grace_days, on)
            found = Agreed(followed, tuple(promises_due(followed, self.grace_days, on)))
            self._agreed[place] = found
        return found

    def work_out(self) -> None:
        """Have the results of all days ready, where they are few enough to be kept."""
        if len(self._ledger_days) < _MOST_KEPT:
            for day in self._ledger_days:
                self.known(day)
        if len(self._agreed_days) < _MOST_KEPT:
            for day in self._agreed_days:
                self.agreed(day)
        self.is_worked_out = True

    def _look_up(self, on: date) -> Known:
        if self._paid is None:
            ledger = settle(self.file, on)
            return ledger.open, payment_history(ledger)
        items = [_as_of(item, on) for item in self._paid.items if item.issued_on <= on]
        history = self._history[: bisect_right(self._history_days, on)]
        return tuple(item for item in items if item.amount > 0), history


def _make_room(kept: dict[int, Known] | dict[int, Agreed]) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()


def _by_name_alone(file: CustomerFile) -> Ledger | None:
    """The ledger with all records, where each payment names an invoice already issued and there is no credit note.

    What such a payment settles never changes later, so the ledger of an earlier day is this one without what came
    after it. Money on account is set against other due dates whenever an older one becomes known.
    """
    issued = {(one.number, one.currency): one.issued_on for one in file.invoices if one.kind == "invoice"}
    by_name = all(
        issued.get((payment.invoice_number, payment.currency), date.max) <= payment.paid_on for payment in file.payments
    )
    if not by_name or any(one.kind == "credit_note" for one in file.invoices):
        return None
    return settle(file, date.max)


def _as_of(item: OpenItem, on: date) -> OpenItem:
    """The due date with what had been settled of it by the day."""
    if not item.settled or item.settled[-1].on <= on:
        return item
    settled = tuple(part for part in item.settled if part.on <= on)
    return OpenItem(
        invoice_number=item.invoice_number,
        issued_on=item.issued_on,
        due_on=item.due_on,
        currency=item.currency,
        amount=item.original - sum(part.amount for part in settled),
        original=item.original,
        disputed=item.disputed,
        settled=settled,
    )


def _days_of_agreements(file: CustomerFile, grace_days: int) -> set[date]:
    """The days on which a promise or plan was made, or on which the grace of a due date was over."""
    over = timedelta(days=grace_days + 1)
    made = {one.made_on for one in file.promises} | {one.agreed_on for one in file.plans}
    dues = [one.due_on for one in file.promises] + [due.due_on for plan in file.plans for due in plan.schedule]
    return made | {due_on + over for due_on in dues}
