from assistant.domain.qualification import WORKS
from assistant.domain.qualification_words import WORK_NAMES, earned_words

EARNED = {"it": ("select", "mention"), "en": ("select", "mention", "tailor")}


def test_what_was_earned_is_said_in_both_languages() -> None:
    assert earned_words(EARNED, "shipped", "it") == (
        "In italiano può: nominare ciò che il cliente ha detto. "
        "In inglese può: nominare ciò che il cliente ha detto, adattare le frasi approvate."
    )
    assert earned_words(EARNED, "here", "en").startswith("In Italian it may name what the customer said. In English")


def test_an_older_measurement_names_the_remedy() -> None:
    for language in ("it", "en"):
        assert "`ascolto models check`" in earned_words(EARNED, "outdated", language)
        assert "`ascolto models check`" not in earned_words(EARNED, "here", language)


def test_nothing_earned_and_never_checked_are_told_apart() -> None:
    nothing = {"it": ("select",), "en": ("select",)}
    for language in ("it", "en"):
        never, failed = (earned_words(nothing, standing, language) for standing in ("never", "here"))
        assert never != failed
        for words in (never, failed):
            assert "parole approvate" in words or "approved words only" in words


def test_every_work_has_a_name_in_both_languages() -> None:
    assert all(set(names) == set(WORKS) for names in WORK_NAMES.values())
