from pathlib import Path

import pytest

from assistant.adapters.rates import load_rates
from assistant.domain.errors import LibraryError
from tests.unit.library_files import write


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("packs:\n  IT:\n    law: x\n    currency: EUR\n    margin: eight\n", ":5", "margin"),
        ("packs:\n  IT: [\n", ":3", "Not valid YAML"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, text: str, line: str, message: str) -> None:
    write(tmp_path / "common" / "rates.yaml", text)
    with pytest.raises(LibraryError, match=message) as error:
        load_rates(tmp_path)
    assert error.value.where == f"{tmp_path / 'common' / 'rates.yaml'}{line}"


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="Can't be read"):
        load_rates(tmp_path)
