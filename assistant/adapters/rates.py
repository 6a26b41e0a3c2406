"""The table of reference rates for default interest in the library: reads it, and adds the rate of a half-year.

The file belongs to people: adding a rate inserts one line and leaves every other line as it is.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from assistant.domain.errors import Conflict, InvalidInput, LibraryError
from assistant.domain.interest import RateTable, ReferenceRate
from knowledge.errors import ContentError
from knowledge.types import COMMON
from knowledge.yamlfiles import LocatedYaml, parse_yaml, read_yaml, validated


def rates_path(library: Path) -> Path:
    return library / COMMON / "rates.yaml"


def load_rates(library: Path) -> RateTable:
    """The table in `common/rates.yaml`; raises `LibraryError` naming file, line and remedy."""
    try:
        return validated(RateTable, read_yaml(rates_path(library)))
    except ContentError as error:
        raise _library_error(error) from error


def add_rate(library: Path, country: str, rate: ReferenceRate, *, replace: bool = False) -> str:
    """Write a rate into its place in the table; returns its `file:line`.

    Raises `InvalidInput` for a country without a pack, `Conflict` for a half-year that is there (unless `replace`), and
    `LibraryError` where the file isn't sound. The file is exchanged whole, so that a reader never sees half of it.
    """
    path = rates_path(library)
    try:
        located = read_yaml(path)
        table = validated(RateTable, located)
        text = path.read_bytes().decode("utf-8-sig")
        if country not in table.packs:
            known = ", ".join(sorted(table.packs))
            raise InvalidInput(
                f"There is no pack {country!r} (there are: {known}); add its law first.", where=str(path)
            )
        keys = [known_rate.key for known_rate in table.packs[country].rates]
        place = next((n for n, key in enumerate(keys) if key >= rate.key), len(keys))
        there = place < len(keys) and keys[place] == rate.key
        if there and not replace:
            raise Conflict(
                f"{rate.half_year} is there already; `--replace` overwrites it.",
                where=located.where(("packs", country, "rates", place)),
            )
        first, last = _lines(located, country, place, there=there)
        changed = _with_line(text, first, last, rate)
        _check(changed, path, table, country, rate)
    except ContentError as error:
        raise _library_error(error) from error
    _exchange(path, changed)
    return f"{path}:{first + 1}"


def _library_error(error: ContentError) -> LibraryError:
    return LibraryError(error.problems[0].message, where=error.problems[0].where)


def _lines(located: LocatedYaml, country: str, place: int, *, there: bool) -> tuple[int, int]:
    """Where the rate's line goes: the lines from `first` up to (not including) `last` give way. Counted from 0."""

    def span(n: int) -> tuple[int, int]:
        loc = ("packs", country, "rates", n)
        found = [line for key, line in located.lines.items() if key[:4] == loc]
        return min(found) - 1, max(found)

    if there:
        return span(place)
    after = span(place - 1)[1] if place > 0 else span(0)[0]
    return after, after


def _with_line(text: str, first: int, last: int, rate: ReferenceRate) -> str:
    lines = text.split("\n")
    near = (*lines[first : first + 1], *reversed(lines[:first]))
    neighbour = next((line for line in near if line.lstrip().startswith("- ")), "")
    indent = neighbour[: len(neighbour) - len(neighbour.lstrip())]
    ending = "\r" if lines[0].endswith("\r") else ""
    verify = ", verify: true" if rate.verify else ""
    source = json.dumps(rate.source, ensure_ascii=False)
    line = f'{indent}- {{half_year: {rate.half_year}, percent: "{rate.percent:f}", source: {source}{verify}}}{ending}'
    return "\n".join([*lines[:first], line, *lines[last:]])


def _check(text: str, path: Path, before: RateTable, country: str, rate: ReferenceRate) -> None:
    """The whole must read as what was there and the new rate, or nothing is written."""
    rates = sorted([*(r for r in before.packs[country].rates if r.key != rate.key), rate], key=lambda r: r.key)
    wanted: dict[str, Any] = before.model_dump()
    wanted["packs"][country]["rates"] = tuple(r.model_dump() for r in rates)
    try:
        found = validated(RateTable, parse_yaml(text, path)).model_dump()
    except ContentError:
        found = {}
    if found != wanted:
        raise LibraryError(
            "The rates of this file aren't written a line each, so none can be added safely; write it in by hand.",
            where=str(path),
        )


def _exchange(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".rates-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
