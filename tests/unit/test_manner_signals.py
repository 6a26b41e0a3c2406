from typing import Any, get_args

import pytest
from pydantic import ValidationError

from assistant.domain.manner_signals import SignalFile, Signals, WordedId
from assistant.domain.policy import ChecklistItem, Conduct, ForbiddenPhrase


def data(**changes: Any) -> dict[str, Any]:
    signals = [{"id": name, "patterns": []} for name in get_args(WordedId)]
    return {"signals": signals, "generic": ["situation thing"], "trade": ["invoice"], "contrast": ["but"]} | changes


CONDUCT = Conduct(
    purposes={},
    checklist=(ChecklistItem(id="hello", text={"en": "x"}, cues={"en": ("good day",), "it": ("buondì",)}),),
    forbidden_phrases=(ForbiddenPhrase(id="threat", patterns={"en": ("court",)}, why={}, kinder={}),),
)


def test_every_signal_is_needed_once() -> None:
    signals = data()["signals"]
    with pytest.raises(ValidationError, match="signal 'greets' is missing"):
        SignalFile.model_validate(data(signals=signals[1:]))
    with pytest.raises(ValidationError, match="signal 'greets' stands here twice"):
        SignalFile.model_validate(data(signals=[*signals, signals[0]]))
    with pytest.raises(ValidationError, match="a weight lies between"):
        SignalFile.model_validate(data(signals=[*signals[1:], {"id": "greets", "weights": {"courtesy": 9}}]))


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
