"""Reads the contact rule packs of the library: `common/contact_rules/*.yaml` and a principal's own."""

from collections.abc import Iterator
from pathlib import Path

import holidays

from assistant.domain.contact_rules import RulePack, RulePackFile
from assistant.domain.expressions import expression_fault
from knowledge.errors import ContentError, Problem
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

RULES_FOLDER = "contact_rules"


def read_rule_packs(folder: Path) -> tuple[tuple[RulePack, ...], list[Problem]]:
    """The packs of all files of `PRINCIPAL/contact_rules`, and what is wrong with them; none where it doesn't exist."""
    packs: list[RulePack] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            located = read_yaml(path)
            found = validated(RulePackFile, located)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        for n, pack in enumerate(found.packs):
            problems.extend(_faults(pack, packs, located, n))
            packs.append(pack)
    return tuple(packs), problems


def _faults(pack: RulePack, earlier: list[RulePack], located: LocatedYaml, n: int) -> Iterator[Problem]:
    for other in earlier:
        if pack.overlaps(other):
            message = (
                f"Pack {pack.id!r} holds on days on which another of the same id, valid from {other.valid_from}, "
                "holds too; end the older one with valid_to, or give this one another id."
            )
            yield Problem(message, located.where(("packs", n, "id")))
    if pack.country not in holidays.list_supported_countries(include_aliases=False):
        message = f"No country {pack.country!r} is known; write its ISO 3166 code, such as IT or GB."
        yield Problem(message, located.where(("packs", n, "country")))
    if pack.recording_notice is not None:
        yield from _broken_cues(pack, located, n)


def _broken_cues(pack: RulePack, located: LocatedYaml, n: int) -> Iterator[Problem]:
    cues = pack.recording_notice.cues if pack.recording_notice else {}
    for language, patterns in cues.items():
        for k, pattern in enumerate(patterns):
            if fault := expression_fault(pattern):
                yield Problem(fault, located.where(("packs", n, "recording_notice", "cues", language, k)))
