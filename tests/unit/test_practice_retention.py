"""How long practice is kept, and that it goes when a person asks for it; each time the audit log says so."""

from datetime import datetime, timedelta

import pytest

from assistant.domain.errors import NotFound
from assistant.domain.exercises import Kept
from assistant.domain.users import User
from assistant.services.practice_retention import RetentionPorts, erase, expire, kept_of
from tests.fakes import NOON, FakeAudit, FakeClock, FakeUsers

SOME, NOTHING = Kept(calls=3, assignments=1), Kept(calls=0, assignments=0)
ANNA = User(username="anna", display_name="Anna", role="operator", principals=("montelupo",))


class FakeRecords:
    """Implements the port `PracticeRecords`: what is kept by name, and what is too old."""

    def __init__(self, old: Kept = NOTHING, **kept: Kept) -> None:
        self.kept, self.old, self.asked = kept, old, list[datetime]()

    async def count(self, username: str) -> Kept:
        return self.kept.get(username, NOTHING)

    async def erase(self, username: str) -> Kept:
        return self.kept.pop(username, NOTHING)

    async def expire(self, before: datetime) -> Kept:
        self.asked.append(before)
        return self.old


def ports(records: FakeRecords, days: int = 365) -> RetentionPorts:
    users = FakeUsers()
    users.people["anna"] = ANNA
    return RetentionPorts(records, users, FakeAudit(), FakeClock(), days)


def lines(ports: RetentionPorts) -> list[tuple[str, ...]]:
    assert isinstance(ports.audit, FakeAudit)
    return [tuple(str(part) for part in line) for line in ports.audit.lines]


async def test_what_was_kept_long_enough_goes_and_is_logged() -> None:
    records = FakeRecords(old=SOME)
    old = ports(records, days=30)
    assert await expire(old) == SOME
    assert records.asked == [NOON - timedelta(days=30)]
    ((who, action, subject, *rest),) = lines(old)
    assert (who, action, subject) == ("ascolto", "practice.expired", "*")
    assert "3 practice calls, 1 assignment" in " ".join(rest)


async def test_nothing_old_leaves_no_line() -> None:
    none = ports(FakeRecords())
    assert await expire(none) == NOTHING
    assert lines(none) == []


async def test_without_a_period_nothing_is_looked_for() -> None:
    records = FakeRecords(old=SOME)
    assert await expire(ports(records, days=0)) == NOTHING
    assert records.asked == []


async def test_what_is_kept_of_a_person_goes_and_is_logged() -> None:
    held = ports(FakeRecords(anna=SOME, bea=SOME))
    assert await erase("anna", "root", held) == SOME
    assert await kept_of("anna", held) == NOTHING
    assert await kept_of("bea", held) == SOME
    ((who, action, subject, *_),) = lines(held)
    assert (who, action, subject) == ("root", "practice.erased", "anna")


async def test_an_account_that_is_gone_doesnt_hide_what_is_kept() -> None:
    assert await erase("ugo", "root", ports(FakeRecords(ugo=SOME))) == SOME


async def test_a_name_that_nobody_has_is_refused() -> None:
    nobody = ports(FakeRecords())
    with pytest.raises(NotFound):
        await erase("ugo", "root", nobody)
    assert lines(nobody) == []
