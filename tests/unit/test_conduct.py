"""Checklist ticks and forbidden phrases over one utterance."""

import pytest

from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.domain.conduct import checklist_for, entries, forbidden, ticked
from assistant.domain.money import Language
from assistant.domain.policy import Conduct, Policy

CONDUCT = Conduct.model_validate(
    {
        "purposes": {"overdue": {"opening": "open", "checklist": ["recap", "identify"]}},
        "checklist": [
            {
                "id": "acknowledgement",
                "text": {"it": "Riconoscere", "en": "Acknowledge"},
                "cues": {"it": [r"\bcapisco\b"]},
            },
            {"id": "identify", "text": {"it": "Identificare", "en": "Identify"}, "cues": {"it": [r"\bparlo con\b"]}},
            {"id": "recap", "text": {"it": "Riepilogo", "en": "Recap"}, "cues": {"it": [r"\briepilog"]}},
        ],
        "forbidden_phrases": [
            {
                "id": "threat",
                "patterns": {"it": [r"\bufficiale giudiziario\b"]},
                "why": {"it": "minaccia", "en": "threat"},
                "kinder": {"it": "troviamo una soluzione", "en": "let's find a way"},
            }
        ],
        "empathy": {
            "acknowledged_by": "acknowledgement",
            "text": {"it": "non raccolta", "en": "not acknowledged"},
            "kinder": {"it": "capisco", "en": "I understand"},
        },
    }
)
POLICY = Policy.model_validate(
    {
        "tiers": [
            {
                "id": "t",
                "when": {"total_max": "1000.00", "days_past_due_max": 90},
                "max_instalments": 3,
                "min_amount": "50.00",
                "first_due_within_days": 30,
                "article": "payment-plans",
            }
        ],
        "response_times": {"dispute_days": 5, "complaint_days": 5, "document_days": 2, "payment_check_days": 3},
        "required_statements": [
            {
                "id": "recorded",
                "purposes": ["overdue"],
                "text": {"it": "La chiamata è registrata", "en": "The call is recorded"},
                "cues": {"it": ["registrat"]},
            }
        ],
    }
)


def test_the_checklist_keeps_the_order_of_its_purpose_and_ends_with_required_statements() -> None:
    items = checklist_for(CONDUCT, POLICY, "overdue")
    assert [item.id for item in items] == ["recap", "identify", "recorded"]
    assert [entry.text for entry in entries(items, "it")] == ["Riepilogo", "Identificare", "La chiamata è registrata"]
    assert checklist_for(CONDUCT, POLICY, "inbound") == []


def test_what_the_operator_says_ticks_items_whatever_the_case() -> None:
    items = checklist_for(CONDUCT, POLICY, "overdue")
    assert ticked(items, "Buongiorno, PARLO CON la signora? La telefonata è registrata.", "it") == [
        "identify",
        "recorded",
    ]
    assert ticked(items, "Buongiorno", "it") == []
    assert ticked(items, "parlo con", "en") == []


def test_a_forbidden_phrase_is_found_with_its_kinder_wording() -> None:
    rules = forbidden(CONDUCT, POLICY, "Guardi che le mando l'ufficiale giudiziario", "it", "overdue")
    assert [rule.kinder["it"] for rule in rules] == ["troviamo una soluzione"]
    assert forbidden(CONDUCT, POLICY, "Vediamo insieme", "it", "overdue") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Non è colpa sua se i condomini non pagano."),
        ("it", "Non è certo colpa sua."),
        ("en", "It's not about money, I promise."),
    ],
)
def test_words_that_lift_the_blame_or_reassure_raise_no_alert(language: Language, text: str) -> None:
    shipped = FileLibrary(SHIPPED)
    assert forbidden(shipped.conduct(), shipped.policy("montelupo"), text, language, "overdue") == []


def test_blame_still_raises_one() -> None:
    shipped = FileLibrary(SHIPPED)
    for text in ("È colpa sua.", "È tutta colpa sua", "La colpa? Colpa vostra."):
        found = forbidden(shipped.conduct(), shipped.policy("montelupo"), text, "it", "overdue")
        assert [rule.id for rule in found] == ["blame"], text
