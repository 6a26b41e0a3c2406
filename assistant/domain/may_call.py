"""Whether a customer may be called at a moment for a purpose, and when again. Pure; the rule packs decide.

A call that the customer made (`inbound`) is never refused. A country without a pack isn't judged: the answer says so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from assistant.domain.calls import Purpose
from assistant.domain.contact_rules import (
    ContactFrequency,
    Permission,
    RulePack,
    RuleReason,
    aware,
    in_force,
    packs_for,
    recording_notice,
)
from assistant.domain.money import WEEKDAYS, Language, format_date
from assistant.domain.policy import Texts
from assistant.domain.records import CustomerFile

IsHoliday = Callable[[date, str], bool]
"""Whether the day is a public holiday of the ISO 3166 country."""
_SEARCH_DAYS = 62
"""How far ahead the next allowed moment is looked for: twice the longest span that a frequency may count."""
_DAY = timedelta(days=1)
_PRESSING: frozenset[Purpose] = frozenset({"pre_due_courtesy", "overdue", "promise_follow_up"})
"""Purposes that are about the payment: a dispute that is open speaks against them."""

_TEXTS: dict[str, Texts] = {
    "closed": {
        "it": "Per il cliente è {weekday}: in questo giorno non si chiama.",
        "en": "It is {weekday} for the customer: no calls on this day.",
    },
    "outside": {
        "it": "Per il cliente sono le {time} di {weekday}: si chiama {spans}.",
        "en": "It is {time} on {weekday} for the customer: calls are made {spans}.",
    },
    "left": {
        "it": "Per il cliente sono le {time}: l'orario delle chiamate è finito. "
        "Chiudere con cortesia e concordare un altro momento.",
        "en": "It is {time} for the customer: the hours for calls are over. Close kindly and agree on another moment.",
    },
    "span": {"it": "dalle {opens} alle {closes}", "en": "from {opens} to {closes}"},
    "and": {"it": " e ", "en": " and "},
    "public_holiday": {
        "it": "Per il cliente è un giorno festivo ({day}): non si chiama.",
        "en": "It is a public holiday for the customer ({day}): no calls.",
    },
    "today": {
        "it": "Conversazioni telefoniche già avute oggi: {count}; il massimo è {max}{unless}.",
        "en": "Conversations by telephone today: {count}; the most is {max}{unless}.",
    },
    "days": {
        "it": "Conversazioni telefoniche negli ultimi {days} giorni: {count}; il massimo è {max}{unless}.",
        "en": "Conversations by telephone in the last {days} days: {count}; the most is {max}{unless}.",
    },
    "unless": {
        "it": ", salvo che il cliente abbia chiesto di essere richiamato",
        "en": ", unless the customer asked to be called again",
    },
    "open_dispute": {
        "it": "C'è una contestazione aperta ({subject}): non si insiste sul pagamento finché non è chiarita.",
        "en": "A dispute is open ({subject}): payment isn't pressed for until it is settled.",
    },
    "recording_notice": {
        "it": "Il cliente non sa ancora che la chiamata è registrata o trascritta: dirlo adesso, con lo scopo.",
        "en": "The customer doesn't know yet that the call is recorded or transcribed: say so now, and why.",
    },
    "no_rule_pack": {
        "it": "Per {country} non c'è un pacchetto di regole in vigore: orari e frequenza non sono controllati.",
        "en": "No rule pack is in force for {country}: hours and frequency aren't checked.",
    },
}


@dataclass(frozen=True)
class PlannedCall:
    """A call to the customer of `file`, at a moment. `language` is that of the reasons."""

    file: CustomerFile
    at: datetime
    purpose: Purpose
    language: Language


def may_call(call: PlannedCall, packs: Sequence[RulePack], is_holiday: IsHoliday) -> Permission:
    """What the packs in force on that day say; `next_allowed` is None where two months hold no such moment."""
    if call.purpose == "inbound":
        return Permission(allowed=True)
    customer = call.file.customer
    if not in_force(packs, customer, call.at):
        country = customer.country.upper()
        text = _TEXTS["no_rule_pack"][call.language].format(country=country)
        return Permission(allowed=True, reasons=[RuleReason(rule="no_rule_pack", severity="info", text=text)])
    reasons = list(_reasons(call, packs, is_holiday))
    if not _refused(reasons):
        return Permission(allowed=True, reasons=reasons)
    return Permission(allowed=False, reasons=reasons, next_allowed=_next_allowed(call, packs, is_holiday))


def outside_hours(
    packs: Sequence[RulePack], at: datetime, language: Language, *, left: bool = False
) -> RuleReason | None:
    """The first pack whose hours don't hold at that moment; `left` words it for a call that is going on."""
    for pack in packs:
        local = aware(at).astimezone(pack.zone)
        if pack.hours is None or any(window.holds(local.time()) for window in pack.windows(local.date())):
            continue
        return _reason(pack, "calling_hours", "critical", language, _hours_text(pack, local, language, left))
    return None


def notice_missing(packs: Sequence[RulePack], language: Language) -> tuple[RuleReason, str] | None:
    """The alert that the recording notice is missing, and the sentence to say; None where no pack asks for it."""
    wanted = recording_notice(packs)
    if wanted is None:
        return None
    pack, notice = wanted
    text = _TEXTS["recording_notice"][language]
    return _reason(pack, "recording_notice", "warning", language, text), notice.say[language]


def _refused(reasons: Sequence[RuleReason]) -> bool:
    return any(reason.severity == "critical" for reason in reasons)


def _reasons(call: PlannedCall, packs: Sequence[RulePack], is_holiday: IsHoliday) -> Iterator[RuleReason]:
    holding = in_force(packs, call.file.customer, call.at)
    outside = outside_hours(holding, call.at, call.language)
    if outside:
        yield outside
    for pack in holding:
        local = aware(call.at).astimezone(pack.zone)
        if pack.closed_on_public_holidays and is_holiday(local.date(), pack.country):
            text = _TEXTS["public_holiday"][call.language].format(day=format_date(local.date(), call.language))
            yield _reason(pack, "public_holiday", "critical", call.language, text)
        for limit in pack.frequency:
            count = _conversations(call.file, local, limit.days)
            if count >= limit.max:
                text = _frequency_text(limit, count, call.language)
                yield _reason(pack, "call_frequency", "critical", call.language, text)
        if pack.pause_while_disputed and call.purpose in _PRESSING:
            yield from _disputes(call, pack)


def _disputes(call: PlannedCall, pack: RulePack) -> Iterator[RuleReason]:
    day = aware(call.at).astimezone(pack.zone).date()
    still = [d for d in call.file.disputes if d.state == "open" and d.opened_on <= day]
    if still:
        subject = ", ".join(dispute.invoice_number or dispute.reason for dispute in still)
        text = _TEXTS["open_dispute"][call.language].format(subject=subject)
        yield _reason(pack, "open_dispute", "warning", call.language, text)


def _conversations(file: CustomerFile, local: datetime, days: int) -> int:
    """Telephone conversations before `local`, on its day and the `days - 1` before."""
    first = local.date() - (days - 1) * _DAY
    earlier = (aware(contact.at).astimezone(local.tzinfo) for contact in file.contacts if contact.channel == "call")
    return sum(1 for at in earlier if at < local and at.date() >= first)


def _next_allowed(call: PlannedCall, packs: Sequence[RulePack], is_holiday: IsHoliday) -> datetime | None:
    for moment in _openings(call, packs):
        if not _refused(list(_reasons(replace(call, at=moment), packs, is_holiday))):
            return moment
    return None


def _openings(call: PlannedCall, packs: Sequence[RulePack]) -> Iterator[datetime]:
    """The moments after the call at which some pack's hours begin, in order; midnight where packs have no hours."""
    mine = packs_for(packs, call.file.customer)
    timed = [pack for pack in mine if pack.hours is not None]
    for n in range(_SEARCH_DAYS + 1):
        found: set[datetime] = set()
        for pack in timed or mine:
            day = aware(call.at).astimezone(pack.zone).date() + n * _DAY
            begins = [window.opens for window in pack.windows(day)] if timed else [time()]
            found |= {datetime.combine(day, begin, pack.zone) for begin in begins}
        yield from sorted(moment for moment in found if moment > aware(call.at))


def _reason(pack: RulePack, rule: str, severity: str, language: Language, text: str) -> RuleReason:
    fields = {"rule": rule, "severity": severity, "text": text, "citation": pack.citation(language), "pack": pack.id}
    return RuleReason.model_validate(fields)


def _hours_text(pack: RulePack, local: datetime, language: Language, left: bool) -> str:
    weekday, windows = WEEKDAYS[language][local.weekday()], pack.windows(local.date())
    spans = _TEXTS["and"][language].join(
        _TEXTS["span"][language].format(opens=f"{window.opens:%H:%M}", closes=f"{window.closes:%H:%M}")
        for window in windows
    )
    kind = "left" if left else "outside" if windows else "closed"
    return _TEXTS[kind][language].format(time=f"{local:%H:%M}", weekday=weekday, spans=spans)


def _frequency_text(limit: ContactFrequency, count: int, language: Language) -> str:
    unless = _TEXTS["unless"][language] if limit.unless_agreed else ""
    kind = "today" if limit.days == 1 else "days"
    return _TEXTS[kind][language].format(days=limit.days, count=count, max=limit.max, unless=unless)
