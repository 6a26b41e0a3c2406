"""Two years of a customer: invoices, payments, and the calls that a contact centre makes about them.

When an invoice is late somebody calls; what comes of the call moves the payment. Kind words help a little: a promise
made to a kind operator is kept somewhat more often. Nothing is planted beyond what this module says.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from assistant.domain.calls import Purpose
from assistant.domain.notes import Disposition
from assistant.domain.plans import Instalment, Plan
from assistant.domain.records import Customer, Due, Invoice, Payment
from assistant.domain.schedule import step
from evals.history.heard import heard_in
from evals.history.world import House, Story
from evals.payers import Payer, invoices

_DAY = dt.timedelta(days=1)
_BEFORE = 150 * _DAY
"""So long before the first call the invoices begin, so that there is something to call about."""
_MOST_CALLS_ABOUT_AN_INVOICE = 5
_ENDINGS: dict[Disposition, float] = {
    "promise_to_pay": 34,
    "plan_agreed": 7,
    "already_paid_to_verify": 8,
    "dispute_opened": 7,
    "callback_scheduled": 11,
    "wrong_party": 6,
    "refused": 5,
    "escalated": 4,
    "information_given": 11,
    "no_outcome": 7,
}
"""How calls about an overdue invoice end, in per cent."""
_HOURS = ((9, 14), (10, 22), (11, 20), (12, 6), (14, 12), (15, 14), (16, 9), (17, 3))
_WEEKDAYS = (0.6, 0.75, 0.8, 0.8, 0.7)
"""How likely a call is made on the weekday it falls on, else the next. What falls on a weekend comes to Monday too."""


@dataclass(frozen=True)
class Place:
    """What a past happens within: its days, the calendar, and how many calls may still be made."""

    first: dt.date
    last: dt.date
    is_working_day: Callable[[dt.date, str], bool]
    take_call: Callable[[], bool]
    """False where no more calls are to be made."""


@dataclass
class Past:
    """What came of it. `answers` are the days on which disputes and complaints were answered, by call."""

    customer: Customer
    invoices: list[Invoice] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    answers: dict[str, dt.date] = field(default_factory=dict)


class Life:
    """One customer's two years; `live` is called once."""

    def __init__(self, house: House, customer: Customer, payer: Payer, place: Place, chance: random.Random) -> None:
        self.house, self.customer, self.payer, self.place, self.chance = house, customer, payer, place, chance
        self.past = Past(customer)
        self.order = Decimal(round(chance.lognormvariate(6.6, 0.9), 1)) + Decimal("60.00")
        self.faith = chance.betavariate(5, 2.2)
        """How often this customer keeps a promise."""
        self.sore = chance.random() < 0.3
        """Whether the service gives them reason to complain, and of what."""
        self.theme = chance.choice([*house.stock[customer.language].themes[house.id]])
        self.usual = chance.choice(house.operators)
        self.busy: set[dt.date] = set()

    def live(self) -> Past:
        billed = invoices(self.payer, self.chance, self.place.first - _BEFORE, self.place.last)
        for number, paid in enumerate(billed, start=1):
            invoice = self._invoice(number, paid.issued_on, paid.due_on)
            self.past.invoices.append(invoice)
            if self.chance.random() < 0.05:
                self._call(invoice, paid.due_on - 8 * _DAY, "pre_due_courtesy", "information_given")
            for day, amount in self._settle(invoice, paid.due_on, paid.paid_on):
                self._pay(invoice, day, amount)
            if self.chance.random() < 0.04:
                self._call(invoice, paid.paid_on + 12 * _DAY, "feedback_interview", "information_given")
            if self.chance.random() < 0.04:
                self._call(invoice, paid.issued_on + 10 * _DAY, "inbound", "information_given")
        self.past.stories.sort(key=lambda story: story.at)
        return self.past

    # --- invoices and payments

    def _invoice(self, number: int, issued_on: dt.date, due_on: dt.date) -> Invoice:
        total = (self.order * Decimal(str(round(self.chance.uniform(0.8, 1.3), 3)))).quantize(Decimal("0.01"))
        dues: tuple[Due, ...] = (Due(due_on=due_on, amount=total),)
        if total > 3000 and self.chance.random() < 0.28:
            half = (total / 2).quantize(Decimal("0.01"))
            dues = (Due(due_on=due_on, amount=half), Due(due_on=due_on + 30 * _DAY, amount=total - half))
        name = f"{self.house.prefix}{self.customer.ref.rpartition('-')[2]}/{number:02}"
        return Invoice(number=name, issued_on=issued_on, currency=self.house.principal.currency, dues=dues)

    def _pay(self, invoice: Invoice, day: dt.date, amount: Decimal) -> None:
        if day > self.place.last:
            return
        word = "bonifico" if self.customer.language == "it" else "transfer"
        number = len(self.past.payments) + 1
        payment = Payment(
            id=f"payment:{self.customer.ref}-{number:03}",
            paid_on=day,
            currency=invoice.currency,
            amount=amount,
            invoice_number=invoice.number if self.chance.random() < 0.94 else "",
            reference=f"{word} {self.customer.ref}-{number:03}",
        )
        self.past.payments.append(payment)

    def _settle(self, invoice: Invoice, due: dt.date, paid: dt.date) -> Iterator[tuple[dt.date, Decimal]]:
        """Calls about the invoice until it is paid; each payment's day and amount."""
        day, rest = due + self.chance.randint(4, 11) * _DAY, invoice.total
        purpose: Purpose = "overdue"
        for _ in range(_MOST_CALLS_ABOUT_AN_INVOICE):
            if day >= paid or day > self.place.last or self.chance.random() < 0.28:
                break
            story = self._call(invoice, day, purpose, self._ending(), rest)
            if story is None:
                break
            if story.plan is not None:
                yield from self._instalments(story, story.plan, paid)
                return
            paid, day, purpose = self._after(story, paid, invoice)
        if self.chance.random() < 0.985:  # a few are never paid
            yield paid, rest

    def _ending(self) -> Disposition:
        return self.chance.choices([*_ENDINGS], [*_ENDINGS.values()])[0]

    def _keeps(self, story: Story) -> bool:
        return self.chance.random() < self.faith + 0.25 * (story.warmth - 0.6)

    def _instalments(self, story: Story, plan: Plan, paid: dt.date) -> Iterator[tuple[dt.date, Decimal]]:
        kept = len(plan.instalments) if self._keeps(story) else self.chance.randrange(len(plan.instalments))
        for one in plan.instalments[:kept]:
            yield self._working(one.due - self.chance.choice((0, 0, 1, 2)) * _DAY, back=True), one.amount
        if rest := sum((one.amount for one in plan.instalments[kept:]), Decimal(0)):
            yield self._working(max(paid, plan.instalments[kept].due) + self.chance.randint(20, 70) * _DAY), rest

    def _after(self, story: Story, paid: dt.date, invoice: Invoice) -> tuple[dt.date, dt.date, Purpose]:
        """When it is paid now, and when somebody calls again, and why."""
        soon = story.day + self.chance.randint(6, 14) * _DAY
        if story.promise is not None:
            day = story.promise[0]
            if self._keeps(story):
                return self._working(day - self.chance.choice((0, 0, 0, 1)) * _DAY, back=True), day, "overdue"
            late = self._working(day + self.chance.randint(6, 28) * _DAY)
            return max(paid, late), day + self.chance.randint(5, 8) * _DAY, "promise_follow_up"
        if story.disposition == "already_paid_to_verify":
            return self._working(story.day + self.chance.randint(0, 2) * _DAY), story.day, "overdue"
        if story.disposition == "dispute_opened":
            answered = self._working(story.day + self.chance.choice((2, 3, 4, 5, 6, 9, 14, 24)) * _DAY)
            self.past.answers[story.id] = answered
            return max(paid, self._working(answered + self.chance.randint(4, 20) * _DAY)), answered, "dispute_follow_up"
        if story.call_back_on is not None:
            return paid, story.call_back_on, "overdue"
        if story.disposition == "wrong_party":
            return paid, story.day + self.chance.randint(2, 5) * _DAY, "overdue"
        if story.disposition in ("refused", "escalated"):
            return paid + self.chance.randint(5, 40) * _DAY, soon + 10 * _DAY, "overdue"
        return paid, soon, "overdue"

    # --- calls

    def _call(
        self,
        invoice: Invoice,
        wanted: dt.date,
        purpose: Purpose,
        ending: Disposition,
        rest: Decimal | None = None,
    ) -> Story | None:
        """A call on the first day that fits, or None where no call may be made any more."""
        day = self._day(wanted)
        if not self.place.first <= day <= self.place.last or not self.place.take_call():
            return None
        operator = self.usual if self.chance.random() < 0.5 else self.chance.choice(self.house.operators)
        warmth = min(1.0, max(0.0, self.chance.gauss(operator.warmth, 0.14)))
        ending = "information_given" if purpose == "dispute_follow_up" else ending
        sore = self.sore and self.chance.random() < 0.4
        story = Story(
            id=f"{self.customer.ref.lower()}-{day:%y%m%d}",
            house=self.house,
            customer=self.customer.id,
            customer_name=self.customer.name,
            contact=self.customer.contacts[0].name,
            language=self.customer.language,
            sales_rep=self.customer.sales_rep,
            operator=operator,
            warmth=warmth,
            at=moment_on(day, self.house.zone, self.chance),
            purpose=purpose,
            disposition=ending,
            heard=(),
            invoice=invoice.number,
            amount=invoice.total if rest is None else rest,
            currency=invoice.currency,
            theme=self.theme if sore else "",
            complete=self.chance.random() > 0.012,
        )
        told = self._with_terms(story) if story.complete else replace(story, disposition="no_outcome")
        told = replace(told, heard=heard_in(told, self.chance))
        self.past.stories.append(told)
        self.busy.add(day)
        return told

    def _with_terms(self, story: Story) -> Story:
        """With what is promised, agreed or said in a call that ends so."""
        match story.disposition:
            case "promise_to_pay":
                day = self._working(story.day + self.chance.randint(4, 14) * _DAY)
                return replace(story, promise=(day, story.amount))
            case "plan_agreed":
                return replace(story, plan=self._plan(story))
            case "callback_scheduled":
                return replace(story, call_back_on=self._working(story.day + self.chance.randint(1, 4) * _DAY))
            case "already_paid_to_verify":
                return replace(story, paid_on=self._working(story.day - _DAY, back=True))
            case _:
                return story

    def _plan(self, story: Story) -> Plan:
        count = self.chance.choice((2, 3, 3, 4, 6))
        first = story.day + self.chance.randint(8, 20) * _DAY
        each = (story.amount / count).quantize(Decimal("0.01"))
        amounts = [each] * (count - 1) + [story.amount - each * (count - 1)]
        instalments = [
            Instalment(n=n + 1, due=self._working(step(first, n, "monthly")), amount=amount)
            for n, amount in enumerate(amounts)
        ]
        return Plan(
            id=f"plan-{story.id}",
            label="balanced",
            invoices=[story.invoice],
            currency=story.currency,
            outstanding=story.amount,
            discount=Decimal(0),
            interest=Decimal(0),
            compensation=Decimal(0),
            total=story.amount,
            estimate=False,
            instalments=instalments,
            authority="operator",
            tier="standard",
            article="payment-plans",
        )

    # --- days

    def _working(self, day: dt.date, back: bool = False) -> dt.date:
        while not self.place.is_working_day(day, self.customer.country):
            day += -_DAY if back else _DAY
        return day

    def _day(self, wanted: dt.date) -> dt.date:
        """The first working day from then on with no other call within two days; Mondays are taken most often."""
        day = self._working(wanted)
        while any(day + gap * _DAY in self.busy for gap in (-2, -1, 0, 1, 2)) or (
            self.chance.random() > _WEEKDAYS[day.weekday()]
        ):
            day = self._working(day + _DAY)
        return day


def moment_on(day: dt.date, zone: ZoneInfo, chance: random.Random) -> dt.datetime:
    """A moment of the working day, mornings most often."""
    hours, weights = zip(*_HOURS, strict=True)
    hour = chance.choices(hours, weights)[0]
    return dt.datetime(day.year, day.month, day.day, hour, chance.randrange(55), chance.randrange(60), tzinfo=zone)
