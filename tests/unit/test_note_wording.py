"""What a model is given of a note: each text of the library can be told in sentences that the guard lets through."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.guard_text import Tools, check_text
from assistant.domain.money import Language
from assistant.domain.note_texts import ItemText
from assistant.domain.note_wording import Wording
from assistant.domain.telling import Telling
from tests.fakes import shipped_note_texts
from tests.unit.test_note_draft import drafted

CASES: list[tuple[Language, ItemText, str]] = [
    ("it", "promise", "Il cliente ha promesso di pagare 600,00 € entro il 27 novembre 2026 per ML-104."),
    ("it", "dispute", "Il cliente ha contestato per ML-104."),
    ("it", "call_back", "L'operatore richiama il cliente il 2 dicembre 2026."),
    ("en", "promise", "The customer promised to pay €600.00 by 27 November 2026 for ML-104."),
    ("en", "call_back", "The operator calls the customer back on 2 December 2026."),
]


@pytest.mark.parametrize(("language", "name", "good"), CASES)
def test_what_is_told_can_be_written_and_passes_the_guard(language: Language, name: ItemText, good: str) -> None:
    promise = next(item for item in drafted("O: La ML-104 da seicento euro.", "C: la saldo venerdì").items)
    item = promise.model_copy(update={"by": promise.date.replace(month=12, day=2) if promise.date else None})
    words = Wording(shipped_note_texts(language), language)
    note = drafted("C: sì").model_copy(update={"items": (words.item(item, name, quoted="la saldo"),)})
    material = words.material(note, "told")
    assert material is not None
    assert not any(char.isdigit() for told in material.items for char in told)
    assert check_text(good, material.sources(), language, Tools(lemma)) == []


def test_two_items_of_a_kind_have_slots_of_their_own_and_a_summary_tells_three() -> None:
    (promise,) = drafted("O: La ML-104 da seicento euro.", "C: la saldo venerdì").items
    words = Wording(shipped_note_texts("it"), "it")
    items = tuple(words.item(promise.model_copy(update={"invoices": (f"N-{n}",)}), "promise") for n in range(5))
    note = drafted("C: sì").model_copy(update={"items": items})
    material = words.material(note, "told")
    assert material is not None
    assert [material.filled(told).endswith(f"per N-{n}") for n, told in enumerate(material.items)] == [True] * 3
    assert words.material(note, "email") is None


def test_the_customer_s_words_stay_before_the_model_s_sentences_three_in_all() -> None:
    telling = Telling(quoted="Il cliente ha detto: «la saldo».")
    assert telling.narrated("Paga. Poi chiama.") == "Il cliente ha detto: «la saldo». Paga. Poi chiama."
    assert telling.narrated("Paga. Poi chiama. Poi scrive.") == "Paga. Poi chiama. Poi scrive."
