import pytest
from pydantic import ValidationError

from assistant.domain.note_texts import NoteTexts, filled
from tests.fakes import shipped_note_texts


def test_a_part_without_its_value_is_left_out() -> None:
    assert filled("{{amount}}[[ il {{date}}]]", {"amount": "3 €"}) == "3 €"
    assert filled("{{amount}}[[ il {{date}}]]", {"amount": "3 €", "date": "oggi"}) == "3 € il oggi"
    assert filled("Saluti\n[[{{operator_name}}\n]]Acme", {}) == "Saluti\nAcme"


def test_an_unknown_slot_or_a_missing_text_is_refused_by_name() -> None:
    texts = shipped_note_texts("it").model_dump()
    with pytest.raises(ValidationError, match=r"unknown slot \{\{importo\}\}"):
        NoteTexts.model_validate(texts | {"reason": "{{importo}}"})
    with pytest.raises(ValidationError, match="`owners` lacks technician"):
        owners = {name: text for name, text in texts["owners"].items() if name != "technician"}
        NoteTexts.model_validate(texts | {"owners": owners})
