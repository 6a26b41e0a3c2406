"""What is looked up of a customer's past is what the plain rules say of that day, whatever the records."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import past as past_module
from assistant.domain.facts import promises_due
from assistant.domain.followup import follow_up
from assistant.domain.ledger import settle
from assistant.domain.past import CustomerPast
from assistant.domain.punctuality import payment_history
from assistant.domain.records import CustomerFile
from tests.generated_records import DAYS, files

GRACE = 3


def equals_the_plain_rules(file: CustomerFile, seed: int) -> None:
    past, days = CustomerPast(file, GRACE), [*DAYS]
    Random(seed).shuffle(days)
    if seed % 2:
        past.work_out()
    for day in days:
        ledger, followed = settle(file, day), follow_up(file, GRACE, day)
        assert past.known(day) == (ledger.open, payment_history(ledger)), day
        agreed = past.agreed(day)
        assert agreed.all == followed, day
        assert list(agreed.due) == promises_due(followed, GRACE, day), day


@settings(deadline=None, max_examples=150)
@given(files(), st.integers(0, 99))
def test_any_day_of_any_records(file: CustomerFile, seed: int) -> None:
    equals_the_plain_rules(file, seed)


@settings(deadline=None, max_examples=150)
@given(files(in_order=True), st.integers(0, 99))
def test_any_day_where_every_payment_names_its_invoice(file: CustomerFile, seed: int) -> None:
    assert past_module._by_name_alone(file) is not None
    equals_the_plain_rules(file, seed)
