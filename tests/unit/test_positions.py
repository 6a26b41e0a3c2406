"""The sums of any day are the ledger's, over generated histories, and those of customers add up."""

from datetime import timedelta

from hypothesis import given, settings

from assistant.domain.ledger import BUCKETS, ageing, bucket_of, settle
from assistant.domain.positions import Measure, Totals, changes_of
from assistant.domain.records import CustomerFile
from tests.generated_records import DAYS, files

WINDOW = 20


@settings(deadline=None, max_examples=200)
@given(files())
def test_each_day_is_what_the_ledger_says(file: CustomerFile) -> None:
    found = Totals([changes_of(file)])
    for day in DAYS:
        items = settle(file, day).open
        for currency in ("EUR", "GBP"):
            mine = [item for item in items if item.currency == currency]
            by_bucket = ageing(mine, day).get(currency, {})
            counts = [bucket_of(item.days_past_due(day)) for item in mine]
            for bucket in BUCKETS:
                assert found.on(day, Measure(currency, "open", bucket)) == by_bucket.get(bucket, 0), (day, bucket)
                assert found.on(day, Measure(currency, "due_dates", bucket)) == counts.count(bucket), (day, bucket)
                assert found.on(day, Measure(currency, "customers", bucket)) == (bucket in counts), (day, bucket)
            late = any(bucket != "current" for bucket in counts)
            assert found.on(day, Measure(currency, "customers")) == late, day
            assert found.outstanding(day, currency) == sum(item.amount for item in mine), day
            sales = sum(
                (one.total if one.kind == "invoice" else -one.total)
                for one in file.invoices
                if one.currency == currency and day - timedelta(days=WINDOW) < one.issued_on <= day
            )
            assert found.sales(day, currency, WINDOW) == sales, day


@settings(deadline=None, max_examples=30)
@given(files(), files())
def test_customers_add_up(one: CustomerFile, other: CustomerFile) -> None:
    both, alone = Totals([changes_of(one), changes_of(other)]), [Totals([changes_of(file)]) for file in (one, other)]
    assert both.currencies == sorted({invoice.currency for file in (one, other) for invoice in file.invoices})
    measures = [Measure(currency, "open", bucket) for currency in both.currencies for bucket in BUCKETS]
    measures += [Measure(currency, "customers") for currency in both.currencies]
    for day in DAYS[::5]:
        assert all(both.on(day, measure) == sum(each.on(day, measure) for each in alone) for measure in measures)
