"""What spoken figures mean for plans: the customer's are limits, the operator's name an option."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assistant.domain.findings import Finding
from assistant.domain.money import Language
from assistant.domain.plans import Limits, Plan
from assistant.domain.speech import speaks_of_instalments
from assistant.domain.speech_told import tells_of_other_terms


def spoken_limits(current: Limits, text: str, findings: Sequence[Finding], language: Language) -> Limits:
    """`current` with what this utterance of the customer adds or corrects.

    "non prima del venti" is the first date; "non più di duecento" or "duecento al mese" the largest instalment; "in tre
    rate" the largest count. Ambiguous figures change nothing, nor do terms of the past or of somebody else.
    """
    changes: dict[str, object] = {}
    per_instalment = speaks_of_instalments(text)
    for finding in findings:
        if finding.ambiguous or tells_of_other_terms(text, *finding.span):
            continue
        value = finding.values[0]
        if finding.kind == "date" and finding.bound == "min":
            changes["first_not_before"] = date.fromisoformat(value)
        elif finding.kind == "amount" and (finding.bound == "max" or (per_instalment and finding.bound == "exact")):
            changes["max_instalment"] = Decimal(value)
        elif finding.kind == "count" and finding.bound in ("exact", "max") and int(value) > 0:
            changes["max_count"] = int(value)
    return current.model_copy(update=changes) if changes else current


def spoken_option(options: Sequence[Plan], findings: Sequence[Finding], on: date) -> Plan | None:
    """The option that the operator names by count, instalment and first day; None if not just one.

    A day of the operator's own ("cinque rate da centottanta, la prima il quindici") is another plan than the option.
    """
    start = spoken_start(findings, on)
    fitting = [plan for plan in _named(options, findings) if start in (None, plan.instalments[0].due)]
    return fitting[0] if len(fitting) == 1 else None


def spoken_start(findings: Sequence[Finding], on: date) -> date | None:
    """When the payments begin whose count is spoken: the day nearest to the count, from `on` on.

    "dal quindici dicembre" begins as "il quindici dicembre" does; "oggi Le mando la conferma" is farther away.
    """
    certain = [finding for finding in findings if not finding.ambiguous and finding.bound in ("exact", "min")]
    counts = [finding for finding in certain if finding.kind == "count"]
    days = [f for f in certain if f.kind == "date" and date.fromisoformat(f.values[0]) >= on]
    if not counts or not days:
        return None
    nearest = min(days, key=lambda day: min(_apart(day, count) for count in counts))
    return date.fromisoformat(nearest.values[0])


def _apart(one: Finding, other: Finding) -> int:
    """Characters between two findings."""
    return max(one.span[0] - other.span[1], other.span[0] - one.span[1], 0)


def _named(options: Sequence[Plan], findings: Sequence[Finding]) -> list[Plan]:
    """Those of the spoken count, and of the spoken amounts if any were spoken."""
    certain = [finding for finding in findings if not finding.ambiguous and finding.bound == "exact"]
    counts = {int(finding.values[0]) for finding in certain if finding.kind == "count"}
    amounts = {Decimal(finding.values[0]) for finding in certain if finding.kind == "amount"}
    return [
        plan
        for plan in options
        if len(plan.instalments) in counts and (not amounts or amounts & {i.amount for i in plan.instalments})
    ]
