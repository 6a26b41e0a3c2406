"""A customer's past as the store keeps it: calls with events, notes, scores and facts, and the records they cause."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant.domain.after_call import disputes_of, plans_of, promises_of, tasks_of
from assistant.domain.call_facts import CallFacts
from assistant.domain.call_summary import Context, facts_of
from assistant.domain.calls import Call, CallInfo
from assistant.domain.events import OUT_EVENTS
from assistant.domain.notes import StoredNote
from assistant.domain.records import Contact, CustomerFile, Dispute, PlanRecord, Promise, Ticket
from assistant.domain.reviews import Review
from assistant.domain.rubric import Score
from assistant.domain.tasks import Task
from evals.history.noted import note_of, stored
from evals.history.past import Past
from evals.history.reviewed import review_of
from evals.history.scored import score_of
from evals.history.talk import Told
from evals.history.told import tell
from evals.history.world import House, Story

_DAY = dt.timedelta(days=1)
_DAYS = 720
"""How far back tickets and letters go."""


@dataclass
class CallRecord:
    """A call as the store keeps it; `note` and `facts.disposition` are None where the transcript stopped."""

    told: Told
    ended_at: dt.datetime
    note: StoredNote | None
    score: Score | None
    facts: CallFacts
    review: Review | None = None


@dataclass
class CustomerHistory:
    """All that is written of one customer."""

    file: CustomerFile
    calls: list[CallRecord] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)


class Recording:
    """Tells and notes the calls of one past; what their notes cause becomes records and tasks."""

    def __init__(
        self,
        house: House,
        past: Past,
        until: dt.date,
        is_working_day: Callable[[dt.date, str], bool],
        chance: random.Random,
    ) -> None:
        self.house, self.past, self.until, self.chance = house, past, until, chance
        self.is_working_day = is_working_day
        self.promises: list[Promise] = []
        self.plans: list[PlanRecord] = []
        self.disputes: list[Dispute] = []
        self.tasks: list[Task] = []

    def record(self) -> CustomerHistory:
        file = CustomerFile(
            customer=self.past.customer, invoices=tuple(self.past.invoices), payments=tuple(self.past.payments)
        )
        calls = [self._call(story, file) for story in self.past.stories]
        file = file.model_copy(
            update={
                "promises": tuple(self.promises),
                "plans": tuple(self.plans),
                "disputes": tuple(self.disputes),
                "tickets": tuple(self._tickets()),
                "contacts": tuple(self._contacts()),
            }
        )
        return CustomerHistory(file, calls, self.tasks)

    def _call(self, story: Story, file: CustomerFile) -> CallRecord:
        told = tell(story, self.chance)
        ended = story.at.astimezone(dt.UTC) + dt.timedelta(seconds=round(told.end + 2))
        note = score = None
        if story.complete:
            note = self._note(told, ended)
            if self.chance.random() < 0.97:
                score = score_of(told, self.chance)
        facts, review = self._facts(told, ended, (note, score), file), None
        if score is not None and story.day < self.until - 8 * _DAY:
            house, operator = self.house, story.operator.user.username
            people = (house.id, house.supervisor.username, operator, house.principal.language)
            review = review_of(score, people, ended, self.chance)
        if review is not None:
            facts = facts.model_copy(update={"levels": dict(review.levels)})
        return CallRecord(told, ended, note, score, facts, review)

    def _facts(
        self, told: Told, ended: dt.datetime, made: tuple[StoredNote | None, Score | None], file: CustomerFile
    ) -> CallFacts:
        """As the program itself folds them."""
        story, (note, score) = told.story, made
        info = CallInfo(
            id=story.id,
            customer=story.customer,
            principal=story.house.id,
            started_at=story.at,
            language=story.language,
            purpose=story.purpose,
            operator=story.operator.user.username,
        )
        call = Call(info=info, customer_name=story.customer_name, ended_at=ended, last_seq=len(told.events))
        events = [OUT_EVENTS.validate_json(event) for event in told.events]
        return facts_of(call, events, Context(story.operator.user.team, file, note, score, story.complete))

    def _note(self, told: Told, ended: dt.datetime) -> StoredNote:
        story = told.story
        day = self._later(story.day, 5 if story.disposition == "dispute_opened" else 3)
        note = stored(note_of(told, day), story, ended, self.chance)
        if story.day > self.until - 2 * _DAY and self.chance.random() < 0.4:
            note = note.model_copy(
                update={"note": note.drafted, "version": 1, "edited_by": "", "confirmed_by": "", "confirmed_at": None}
            )
        _told_of_note(told, note, ended)
        if note.confirmed:
            self._follow(story, note)
        return note

    def _follow(self, story: Story, note: StoredNote) -> None:
        """The records and tasks that a confirmed note writes, with what became of them since."""
        self.promises += promises_of(note.note, story.day)
        self.plans += plans_of(note.note, story.day)
        for dispute in disputes_of(note.note, story.day):
            answered = self.past.answers.get(story.id)
            if answered is not None and answered <= self.until:
                resolution = self.chance.choice(self.house.stock[story.language].resolutions)
                dispute = dispute.model_copy(update={"state": "resolved", "resolution": resolution})
            self.disputes.append(dispute)
        for task in tasks_of(note.note, story.day, story.sales_rep, self._later(story.day, 1)):
            self.tasks.append(self._done(task, story))

    def _done(self, task: Task, story: Story) -> Task:
        """The task as it stands today: done a little before or after its day, by whom the story's house has."""
        day = self.past.answers.get(story.id) or self._later(
            task.due - 2 * _DAY, self.chance.choice((0, 0, 1, 1, 2, 4))
        )
        day = max(day, story.day)
        if day > self.until:
            return task
        who = self.chance.choice(self.house.operators).user.username
        at = dt.datetime(day.year, day.month, day.day, 16, self.chance.randrange(60), tzinfo=self.house.zone)
        at = max(at.astimezone(dt.UTC), story.at.astimezone(dt.UTC) + dt.timedelta(minutes=30))
        done = {"state": "closed", "done_by": who, "done_at": at, "outcome": "ok"}
        if task.tell_customer:
            done |= {"told_by": who, "told_at": at + dt.timedelta(minutes=10)}
        return task.model_copy(update=done)

    def _later(self, day: dt.date, working_days: int) -> dt.date:
        while working_days > 0 or not self.is_working_day(day, self.past.customer.country):
            day += _DAY
            working_days -= self.is_working_day(day, self.past.customer.country)
        return day

    def _tickets(self) -> Iterator[Ticket]:
        customer = self.past.customer
        written = self.house.stock[customer.language].tickets[self.house.id]
        for number in range(1, self.chance.choice((1, 1, 2, 2, 3))):
            subject, text = self.chance.choice(written)
            opened = self.until - self.chance.randint(5, _DAYS - 5) * _DAY
            closed = opened + self.chance.randint(1, 12) * _DAY
            over = closed <= self.until
            yield Ticket(
                id=f"ticket:{customer.ref}-{number}",
                kind="service" if self.chance.random() < 0.8 else "complaint",
                opened_on=opened,
                subject=subject,
                text=text,
                state="closed" if over else "open",
                closed_on=closed if over else None,
            )

    def _contacts(self) -> Iterator[Contact]:
        customer = self.past.customer
        for number in range(1, self.chance.choice((1, 2, 2, 3, 4))):
            day = self.until - self.chance.randint(1, _DAYS - 5) * _DAY
            invoice = self.chance.choice(self.past.invoices).number if self.past.invoices else ""
            yield Contact(
                id=f"contact:{customer.ref}-{number}",
                at=dt.datetime(day.year, day.month, day.day, 8, 30, tzinfo=dt.UTC)
                + dt.timedelta(minutes=self.chance.randrange(540)),
                channel="email" if self.chance.random() < 0.75 else "chat",
                with_whom=customer.contacts[0].name,
                note=self.chance.choice(self.house.stock[customer.language].mail).format(invoice=invoice),
            )


def _told_of_note(told: Told, note: StoredNote, ended: dt.datetime) -> None:
    """The events of a note: drafted at the end, edited and confirmed afterwards."""
    drafted = note.drafted.model_dump(mode="json", exclude={"call_id"})
    told.add("note.drafted", told.end + 3, **drafted, version=1, final=True, by="")
    if not note.confirmed or note.confirmed_at is None:
        return
    seconds = told.end + 2 + (note.confirmed_at - ended).total_seconds()
    if note.edited_by:
        final = note.note.model_dump(mode="json", exclude={"call_id"})
        told.add("note.drafted", seconds - 2, **final, version=2, final=True, by=note.edited_by)
    told.add("note.posted", seconds, version=note.version, by=note.confirmed_by, state="confirmed")
