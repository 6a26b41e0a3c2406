from assistant.adapters.models.qualification import earned_kinds, message_for
from assistant.adapters.models.weights import DEFAULT, SMALL


def test_the_default_weights_earned_mentions_in_both_languages() -> None:
    earned = earned_kinds(DEFAULT.sha256)
    assert "mention" in earned["it"]
    assert "mention" in earned["en"]
    assert message_for(earned) == ""


def test_the_small_sibling_may_only_select() -> None:
    assert earned_kinds(SMALL.sha256) == {"it": ("select",), "en": ("select",)}


def test_unknown_weights_may_only_select_and_say_so() -> None:
    earned = earned_kinds("f" * 64)
    assert earned == {"it": ("select",), "en": ("select",)}
    assert "approved words only" in message_for(earned)
