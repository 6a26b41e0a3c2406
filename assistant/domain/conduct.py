"""What the operator's words do to the checklist, and which of them raise an alert. Pure pattern rules."""

from collections.abc import Iterable, Sequence

from assistant.domain.calls import Purpose, Situation, Utterance
from assistant.domain.events import ChecklistEntry
from assistant.domain.expressions import pattern
from assistant.domain.money import Language
from assistant.domain.policy import ChecklistItem, Conduct, ForbiddenPhrase, Policy, RequiredStatement
from assistant.domain.said import Said

THIRD_PARTY_RULE = "third_party_on_the_line"
THIRD_PARTY_TEXT: dict[Language, str] = {
    "it": "È in linea un'altra persona: non nominare il debito, le fatture o gli importi.",
    "en": "Somebody else is on the line: don't mention the debt, the invoices or any amount.",
}

THIRD_PARTY_SITUATIONS = frozenset(
    {Situation.WRONG_PERSON, Situation.CALLBACK_REQUEST, Situation.BEREAVEMENT_OR_ILLNESS}
)
"""What may be answered to somebody who isn't the customer: their sentences name no debt."""
PUBLIC_SLOTS = frozenset({"customer_name", "contact_name", "principal_name", "operator_name", "spoken_date", "mention"})
"""What may be said to anybody. All other slots tell of the customer's affairs."""

EMPATHY_RULE = "missed_empathy"
UNAPPROVED_PLAN_RULE = "plan_needs_approval"
_UNAPPROVED_PLAN: dict[Language, tuple[str, str]] = {
    "it": (
        "Questo piano va approvato da un supervisore prima di essere proposto.",
        "È una soluzione che sottopongo subito al mio responsabile: Le confermo appena ho la risposta.",
    ),
    "en": (
        "This plan needs a supervisor's approval before it is offered.",
        "I will put this to my supervisor right away and confirm it as soon as I have the answer.",
    ),
}

Cued = ChecklistItem | RequiredStatement


def _matches(expressions: Iterable[str], text: str) -> bool:
    return any(pattern(expression).search(text) for expression in expressions)


def checklist_for(conduct: Conduct, policy: Policy, purpose: Purpose) -> list[Cued]:
    """The items of a call of this purpose: the common ones in their order, then the principal's required statements."""
    by_id = {item.id: item for item in conduct.checklist}
    guide = conduct.purposes.get(purpose)
    common: list[Cued] = [by_id[item] for item in guide.checklist] if guide else []
    return common + [statement for statement in policy.required_statements if purpose in statement.purposes]


def entries(items: Sequence[Cued], language: Language) -> list[ChecklistEntry]:
    return [ChecklistEntry(item=item.id, text=item.text[language]) for item in items]


def ticked(items: Sequence[Cued], text: str, language: Language) -> list[str]:
    """Ids of the items that this utterance of the operator fulfils."""
    return [item.id for item in items if _matches(item.cues.get(language, ()), text)]


def unacknowledged(
    conduct: Conduct, recent: Sequence[Utterance], said: Sequence[Said], language: Language
) -> Said | None:
    """A difficulty that the operator has passed over for too long, so far as the last words show."""
    if conduct.empathy is None:
        return None
    item = next(item for item in conduct.checklist if item.id == conduct.empathy.acknowledged_by)
    for told in said:
        place = next((n for n, heard in enumerate(recent) if heard.id == told.utterances[-1]), None)
        if told.kind == "difficulty" and place is not None:
            answers = [heard.text for heard in recent[place + 1 :] if heard.speaker == "operator"]
            silent = not any(ticked([item], answer, language) for answer in answers)
            if silent and len(answers) == conduct.empathy.within_operator_turns:
                return told
    return None


def unapproved_plan(language: Language) -> dict[str, str]:
    """The alert for a plan that was said aloud before a supervisor approved it."""
    text, kinder = _UNAPPROVED_PLAN[language]
    return {"rule": UNAPPROVED_PLAN_RULE, "severity": "warning", "text": text, "kinder": kinder}


def forbidden(
    conduct: Conduct, policy: Policy, text: str, language: Language, purpose: Purpose
) -> list[ForbiddenPhrase]:
    """What this utterance of the operator holds that is forbidden in a call of this purpose."""
    rules = (*policy.forbidden_phrases, *conduct.forbidden_phrases)
    mine = [rule for rule in rules if not rule.purposes or purpose in rule.purposes]
    return [rule for rule in mine if _matches(rule.patterns.get(language, ()), text)]


def alert_of(rule: ForbiddenPhrase, language: Language) -> dict[str, str]:
    """What the alert of a forbidden phrase says: the fields of `AlertRaised`."""
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "text": rule.why[language],
        "kinder": rule.kinder[language],
    }
