"""The table of rates on disk: what is refused and where, and how a rate is added without touching the rest."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.adapters.rates import add_rate, load_rates
from assistant.domain.errors import Conflict, InvalidInput, LibraryError
from assistant.domain.interest import ReferenceRate
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


TABLE = """# Rates, with their sources.
packs:
  IT:
    law: L
    currency: EUR
    margin: "8"
    changes: half_yearly   # split in January and July
    rates:
      - {half_year: 2025-H1, percent: "3.15", source: "S"}   # spring
      # between the two
      - {half_year: 2026-H1, percent: "2.15", source: "S"}
  GB:
    law: M
    currency: GBP
    margin: "8"
    changes: at_start
    rates:
    - half_year: 2025-H2
      percent: "4.25"
      source: S
# the end
"""


def rate(half_year: str, percent: str = "1.00", source: str = "G.U.", **more: bool) -> ReferenceRate:
    return ReferenceRate(half_year=half_year, percent=Decimal(percent), source=source, **more)


@pytest.mark.parametrize(
    ("country", "half_year", "line"),
    [("IT", "2024-H2", 9), ("IT", "2025-H2", 10), ("IT", "2026-H2", 12), ("GB", "2025-H1", 18), ("GB", "2026-H1", 21)],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_rate_goes_into_its_place_and_every_other_line_stays(
    tmp_path: Path, country: str, half_year: str, line: int, ending: str
) -> None:
    path = write(tmp_path / "common" / "rates.yaml", "")
    path.write_bytes(TABLE.replace("\n", ending).encode())
    path.chmod(0o640)
    added = rate(half_year, source='«Gazzetta» "n. 3": a # b', verify=True)
    assert add_rate(tmp_path, country, added) == f"{path}:{line}"
    lines = path.read_bytes().decode().split(ending)
    assert half_year in lines.pop(line - 1)
    assert ending.join(lines) == TABLE.replace("\n", ending)
    assert added in load_rates(tmp_path).pack(country).rates
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["rates.yaml"]


def test_a_rate_that_is_there_is_refused_unless_it_is_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "common" / "rates.yaml", TABLE)
    with pytest.raises(Conflict, match="--replace") as refused:
        add_rate(tmp_path, "IT", rate("2025-H1"))
    assert (refused.value.where, path.read_text()) == (f"{path}:9", TABLE)
    add_rate(tmp_path, "IT", rate("2025-H1"), replace=True)
    add_rate(tmp_path, "GB", rate("2025-H2", "4.00"), replace=True)
    assert [len(pack.rates) for pack in load_rates(tmp_path).packs.values()] == [2, 1]
    assert load_rates(tmp_path).pack("GB").rate((2025, 2)) == (Decimal("12.00"), False)
    assert path.read_text().count("#") == TABLE.count("#") - 1


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (TABLE, InvalidInput, "no pack 'FR'"),
        (TABLE.replace("4.25", "x"), LibraryError, "percent"),
    ],
)
def test_what_can_not_be_added_leaves_the_file_alone(
    tmp_path: Path, text: str, error: type[Exception], message: str
) -> None:
    path = write(tmp_path / "common" / "rates.yaml", text)
    with pytest.raises(error, match=message):
        add_rate(tmp_path, "FR", rate("2026-H2"))
    assert path.read_text() == text


def test_rates_on_one_line_are_left_to_people(tmp_path: Path) -> None:
    one_line = (
        "packs: {IT: {law: L, currency: EUR, margin: '8', changes: at_start, rates: [{half_year: 2025-H1, "
        "percent: '1', source: S}]}}\n"
    )
    path = write(tmp_path / "common" / "rates.yaml", one_line)
    with pytest.raises(LibraryError, match="by hand"):
        add_rate(tmp_path, "IT", rate("2025-H2"))
    assert path.read_text() == one_line
