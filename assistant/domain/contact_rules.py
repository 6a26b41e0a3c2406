"""Contact rules as data: when a customer may be called and what must be said, in dated packs of one source each.

The YAML files of `common/contact_rules/` and `PRINCIPAL/contact_rules/` hold exactly these fields. What a pack says of
one call is `may_call`'s affair. Most customers are businesses: a pack that protects consumers holds for them only where
it is adopted as a voluntary standard.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal, Self, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field, field_validator, model_validator

from assistant.domain.money import LANGUAGES, Language
from assistant.domain.policy import ChecklistItem, PolicyModel, Texts
from assistant.domain.records import Customer, CustomerKind

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
"""Monday first, as `date.weekday` counts."""
RECORDING_NOTICE = "recording_notice"
"""Id of the checklist item; a principal's required statement of this id replaces the pack's."""
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_BINDING: dict[str, Texts] = {
    "voluntary": {"it": "standard volontario", "en": "voluntary standard"},
    "verify": {"it": "da verificare", "en": "to be verified"},
}


def _in_both(texts: Texts) -> Texts:
    missing = [language for language in LANGUAGES if not texts.get(language, "").strip()]
    if missing:
        raise ValueError(f"the text in {' and '.join(missing)} is missing; write it in both languages")
    return texts


BothTexts = Annotated[Texts, AfterValidator(_in_both)]


class Window(PolicyModel):
    """From `opens` up to, not including, `closes`; written `"08:30-21:00"`."""

    opens: time
    closes: time

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        found = _WINDOW.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise ValueError(f"{value!r} isn't a span of hours; write it as '08:30-21:00'")
        hour, minute, end_hour, end_minute = (int(part) for part in found.groups())
        return {"opens": time(hour, minute), "closes": time(end_hour, end_minute)}

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("the span must open before it closes, on the same day")
        return self

    def holds(self, moment: time) -> bool:
        return self.opens <= moment < self.closes


class ContactFrequency(PolicyModel):
    """At most `max` conversations by telephone within `days` calendar days, the day of the call included."""

    max: int = Field(ge=1)
    days: int = Field(ge=1, le=31)
    unless_agreed: bool = False
    """More are right where the customer asked for them."""


class RecordingNotice(PolicyModel):
    """That the call is recorded or transcribed must be said within the operator's first turns."""

    text: BothTexts
    say: BothTexts
    """The sentence to say."""
    cues: dict[Language, tuple[str, ...]]
    within_turns: int = Field(default=3, ge=1, le=20)

    @property
    def item(self) -> ChecklistItem:
        return ChecklistItem(id=RECORDING_NOTICE, text=self.text, cues=self.cues)


class RuleSource(PolicyModel):
    """Where a rule comes from, so that it can be looked up."""

    title: BothTexts
    reference: BothTexts
    url: str | None = None


class RulePack(PolicyModel):
    """What one source says. A weekday that `hours` doesn't name is closed; without `hours` the pack limits none."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    time_zone: str
    valid_from: date
    valid_to: date | None = None
    title: BothTexts
    source: RuleSource
    binding: Literal["law", "code", "voluntary"]
    applies_to: Literal["business", "consumer", "all"]
    """Whom the source protects by its own words."""
    verify: bool = False
    """The source wasn't at hand or may have changed; every citation says so."""
    note: BothTexts | None = None
    hours: dict[Weekday, tuple[Window, ...]] | None = None
    closed_on_public_holidays: bool = False
    frequency: tuple[ContactFrequency, ...] = ()
    pause_while_disputed: bool = False
    """An open dispute asks for no repeated contact: a warning, not a refusal."""
    third_parties: Literal["nothing"] | None = None
    """What may be disclosed to anybody but the customer."""
    recording_notice: RecordingNotice | None = None

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"no time zone {name!r} is known; write one such as 'Europe/Rome'") from None
        return name

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} lies before valid_from {self.valid_from}")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def protects(self, kind: CustomerKind) -> bool:
        """Whether the pack holds for such a customer: by its source's own words, or as a voluntary standard."""
        own = self.applies_to == "all" or (self.applies_to == "consumer") == (kind == "consumer")
        return own or self.binding == "voluntary"

    def windows(self, day: date) -> tuple[Window, ...]:
        """The spans of that weekday; empty where it is closed, or where the pack has no hours."""
        return (self.hours or {}).get(WEEKDAYS[day.weekday()], ())

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: "RulePack") -> bool:
        last, other_last = self.valid_to or date.max, other.valid_to or date.max
        return self.id == other.id and self.valid_from <= other_last and other.valid_from <= last

    def citation(self, language: Language) -> str:
        """The source in a line, saying how far it binds."""
        marks = [_BINDING["voluntary"][language]] if self.binding == "voluntary" else []
        if self.verify:
            marks.append(_BINDING["verify"][language])
        line = f"{self.source.title[language]}, {self.source.reference[language]}"
        return f"{line} ({'; '.join(marks)})" if marks else line


class RulePackFile(PolicyModel):
    """A file of packs."""

    packs: tuple[RulePack, ...]


def aware(moment: datetime) -> datetime:
    """A moment without a zone is UTC, as stored calls are."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def zone_of(packs: Iterable[RulePack], customer: Customer) -> ZoneInfo | None:
    """The time zone that the packs for this customer name first."""
    return next((pack.zone for pack in packs_for(packs, customer)), None)


def packs_for(packs: Iterable[RulePack], customer: Customer) -> list[RulePack]:
    """The packs for customers of this country and kind, on whatever day."""
    return [pack for pack in packs if pack.country == customer.country.upper() and pack.protects(customer.kind)]


def in_force(packs: Iterable[RulePack], customer: Customer, at: datetime) -> list[RulePack]:
    """The packs that hold for the customer on the customer's local day of `at`."""
    return [pack for pack in packs_for(packs, customer) if pack.valid_on(aware(at).astimezone(pack.zone).date())]


def recording_notice(packs: Sequence[RulePack]) -> tuple[RulePack, RecordingNotice] | None:
    """The first notice that these packs ask for, with its pack."""
    return next(((pack, pack.recording_notice) for pack in packs if pack.recording_notice), None)


def third_party_citation(packs: Sequence[RulePack], language: Language) -> str | None:
    """The source of the rule that others are told nothing, if a pack names one."""
    return next((pack.citation(language) for pack in packs if pack.third_parties), None)


RuleName = Literal[
    "calling_hours", "public_holiday", "call_frequency", "open_dispute", "recording_notice", "no_rule_pack"
]


class RuleReason(BaseModel):
    """One rule that speaks against a call, or that the operator should know. A `critical` one refuses the call."""

    rule: RuleName
    severity: Literal["info", "warning", "critical"]
    text: str
    citation: str | None = None
    pack: str | None = None


class Permission(BaseModel):
    """Whether a call may be made. `next_allowed` is in the customer's local time, and stands where it is refused."""

    allowed: bool
    reasons: list[RuleReason] = []
    next_allowed: datetime | None = None
