from typing import Any, get_args

import pytest
from pydantic import ValidationError

from assistant.domain.manner_signals import CustomerId, SignalFile, Signals, WordedId
from assistant.domain.policy import ChecklistItem, Conduct, ForbiddenPhrase


def data(**changes: Any) -> dict[str, Any]:
    signals = [{"id": name, "patterns": []} for name in get_args(WordedId)]
    customer = [{"id": name, "patterns": []} for name in get_args(CustomerId)]
    return {
        "signals": signals,
        "customer": customer,
        "generic": ["situation thing"],
        "trade": ["invoice"],
        "contrast": ["but"],
    } | changes


CONDUCT = Conduct(
    purposes={},
    checklist=(ChecklistItem(id="hello", text={"en": "x"}, cues={"en": ("good day",), "it": ("buondì",)}),),
    forbidden_phrases=(ForbiddenPhrase(id="threat", patterns={"en": ("court",)}, why={}, kinder={}),),
)


def test_a_signal_stands_once_and_weighs_little() -> None:
    signals = data()["signals"]
    with pytest.raises(ValidationError, match="signal 'greets' stands here twice"):
        SignalFile.model_validate(data(signals=[*signals, signals[0]]))
    with pytest.raises(ValidationError, match="a weight lies between"):
        SignalFile.model_validate(data(signals=[*signals[1:], {"id": "greets", "weights": {"courtesy": 9}}]))


def test_what_a_file_says_nothing_of_comes_from_the_shipped_one() -> None:
    whole = data()
    whole["signals"][0] |= {"patterns": ["hi"]}
    shipped = SignalFile.model_validate(whole)
    older = SignalFile.model_validate(data(signals=data()["signals"][2:]) | {"customer": []})
    assert older.missing[:2] == ["greets", "gives_name"] and "asks_reason" in older.missing
    made = older.completed(shipped)
    assert made.missing == [] and next(rule for rule in made.signals if rule.id == "greets").patterns == ("hi",)
    assert SignalFile.model_validate(data()).completed(shipped).signals[0].patterns == ()


def test_word_lists_hold_as_many_words_a_line_as_one_likes() -> None:
    assert SignalFile.model_validate(data()).generic == {"situation", "thing"}


def test_the_words_of_conduct_count_in_the_language_of_the_signals() -> None:
    signals = data()["signals"]
    signals[0] |= {"checklist": ["hello"], "forbidden": ["threat"], "patterns": ["hi"]}
    file = SignalFile.model_validate(data(signals=signals))
    assert [p.pattern for p in Signals("en", file, CONDUCT).patterns[0].found] == ["hi", "good day", "court"]
    assert [p.pattern for p in Signals("it", file, CONDUCT).patterns[0].found] == ["hi", "buondì"]


def test_a_reference_to_nothing_is_found() -> None:
    signals = data()["signals"]
    signals[1] |= {"checklist": ["hello", "helo"], "forbidden": ["thret"]}
    file = SignalFile.model_validate(data(signals=signals))
    assert list(file.unknown_references(CONDUCT)) == [(1, "checklist", 1, "helo"), (1, "forbidden", 0, "thret")]
