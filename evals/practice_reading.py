"""How many lines of a trainee are understood for what they do: `python -m evals.practice_reading [--misses]`.

Sets are `sets/practice/*.yaml`; each line names the acts that must be found in it. The words of common/practice were
written before. Whoever adds words because of a line missed here makes it an example there, and writes a new one here.
"""

import argparse
import asyncio
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from assistant.app import running
from assistant.domain.money import Language
from assistant.domain.practice_state import PracticeModel
from assistant.domain.scenario import Act
from assistant.services.practice import PracticePorts, read_operator
from assistant.settings import Settings

SETS = Path(__file__).parent / "sets" / "practice"


class Line(PracticeModel):
    text: str
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Understood:
    """`missed`: the lines in which an act wasn't found, with the acts that were."""

    split: str
    language: Language
    lines: int
    missed: tuple[tuple[Line, tuple[Act, ...]], ...]

    @property
    def share(self) -> float:
        return 1 - len(self.missed) / self.lines


async def measure(ports: PracticePorts) -> list[Understood]:
    found = []
    sets = TypeAdapter(dict[Language, tuple[Line, ...]])
    for path in sorted(SETS.glob("*.yaml")):
        for language, lines in sets.validate_python(yaml.safe_load(path.read_text(encoding="utf-8"))).items():
            read = [(line, (await read_operator(line.text, language, ports)).acts) for line in lines]
            missed = tuple((line, acts) for line, acts in read if not set(line.acts) <= set(acts))
            found.append(Understood(path.stem, language, len(lines), missed))
    return found


async def _main(misses: bool) -> None:
    async with running(Settings()) as app:
        for one in await measure(app.practice):
            print(f"{one.split} {one.language}: {one.lines - len(one.missed)} of {one.lines} ({one.share:.0%})")
            if misses:
                print(*(f"  {line.acts} not in {acts}: {line.text}" for line, acts in one.missed), sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="Show the lines that weren't understood.")
    asyncio.run(_main(parser.parse_args().misses))
