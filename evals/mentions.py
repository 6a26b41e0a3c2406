"""How good mentions are, on `sets/mentions.jsonl`: utterances written for this, with what may be named in each.

Two judgements stand side by side. The automatic one calls a mention good where it holds one of the case's
alternatives (each word the beginning of a word of the mention) and shows no fault of grammar that rules can see. The
other is a reader's, kept word for word in `sets/mentions_judged.jsonl`; what nobody has judged counts as unjudged.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Situation
from assistant.domain.money import LANGUAGES, Language
from assistant.services.mention import Mentioner
from evals.bench.machine import percentiles
from evals.recorded import RecordedModel

CASES = Path(__file__).parent / "sets" / "mentions.jsonl"
JUDGED = Path(__file__).parent / "sets" / "mentions_judged.jsonl"
AIM_GOOD, MOST_BAD = 0.60, 0.02
"""Least share of nameable utterances with a good mention; most of those shown that may be wrong or ungrammatical."""
Part = Literal["dev", "test"]
Verdict = Literal["good", "harmless", "wrong", "ungrammatical"]
VERDICTS: tuple[Verdict, ...] = ("good", "harmless", "wrong", "ungrammatical")


class Case(BaseModel):
    """An utterance. `good` are alternatives that a mention may name; `none`: nothing should be named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    language: Language
    situation: Situation
    text: str
    good: tuple[str, ...] = ()
    none: bool = False

    @property
    def part(self) -> Part:
        """`dev` to improve on, `test` to report: by the hash of the id."""
        return "test" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 else "dev"


@dataclass(frozen=True)
class Outcome:
    """What came of a case. `seconds` is the time until the model's answer sufficed; None where it wasn't asked."""

    case: Case
    mention: str | None
    reason: str
    raw: str
    seconds: float | None
    verdict: Verdict | None

    @property
    def good_by_rules(self) -> bool:
        return self.mention is not None and names(self.case, self.mention) and not faults(self)


def read_cases(part: Part | None = None, file: Path = CASES) -> list[Case]:
    """The utterances of one part, or all."""
    cases = [Case.model_validate_json(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [case for case in cases if part in (None, case.part)]


def read_verdicts(file: Path = JUDGED) -> dict[tuple[str, str], Verdict]:
    """What a reader said of a mention, by case and wording."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []
    return {(row["id"], row["mention"]): row["verdict"] for row in rows}


async def outcomes(cases: Iterable[Case], mentioner: Mentioner, model: RecordedModel) -> AsyncIterator[Outcome]:
    """One after the other, as they come."""
    verdicts = read_verdicts()
    for case in cases:
        model.last = None
        found = await mentioner.mention(case.text, case.language)
        seconds = None if model.last is None else model.last.seconds
        verdict = verdicts.get((case.id, found.text or ""))
        yield Outcome(case, found.text, found.reason, found.raw, seconds, verdict)


def names(case: Case, mention: str) -> bool:
    """True where all words of an alternative begin words of the mention."""
    words = re.findall(r"[\w-]+", mention.lower())
    return any(all(any(w.startswith(key) for w in words) for key in keys.lower().split()) for keys in case.good)


_CLAUSE = {
    "it": re.compile(r"\b(?:è|ho|ha|hanno|abbiamo|siamo|sono|stanno|devo|posso|che|non si|mi|ci|si)\b", re.I),
    "en": re.compile(r"\b(?:i|we|they|he|she|am|my|our|me|us|because|if)\b", re.I),
}
_LOOSE_END = {
    "it": re.compile(r"\b(?:d[iae]l?l?[aeo]?|a|con|per|e|il|la|lo|le|gli|i|un|una|su|tra|non)$", re.I),
    "en": re.compile(r"\b(?:the|a|an|of|to|for|with|and|on|in|at|by|from|that|which|not)$", re.I),
}
_ILL_JOINED = {
    "it": re.compile(
        r"\b(?:il|un) (?:s[^aeiouàèéìòù\W]|z|gn|ps)|\b(?:lo|la|una) [aeiou]|\bgli [^aeiouszgp]|"
        r"\b(?:di|a|da|in|su) (?:il|lo|la|i|gli|le) |\b(?:il|lo|la|i|gli|le|un|una) (?:il|lo|la|i|gli|le|un|una)\b|"
        r"\b(?:la|una|della|dalla|alla) \w+(?:o|i)\b(?<!mano)(?<!crisi)(?<!foto)(?<!radio)(?<!auto)|"
        r"\b(?:i|gli|dei|degli) \w+a\b|\ble \w+o\b",
        re.I,
    ),
    "en": re.compile(r"\ba [aeio]|\ban [^aeiouh]|\b(?:the|a|an|your|our) (?:the|a|an|your|our)\b|\b(\w+) \1\b", re.I),
}


def faults(outcome: Outcome) -> list[str]:
    """Faults of grammar that patterns can see, whatever the guard thinks."""
    mention, language = outcome.mention or "", outcome.case.language
    patterns = {"clause": _CLAUSE, "end": _LOOSE_END, "joined": _ILL_JOINED}
    return [name for name, table in patterns.items() if table[language].search(mention)]


def report(found: Sequence[Outcome]) -> dict[str, Any]:
    """Figures per language, and every mention that was shown, for a reader to judge."""
    return {
        "aim": {"good": AIM_GOOD, "bad_of_shown": MOST_BAD},
        "languages": {
            language: _figures([one for one in found if one.case.language == language]) for language in LANGUAGES
        },
        "shown": [
            {
                "id": one.case.id,
                "said": one.case.text,
                "mention": one.mention,
                "good_by_rules": one.good_by_rules,
                "faults": faults(one),
                "verdict": one.verdict,
            }
            for one in found
            if one.mention is not None
        ],
        "withheld": [
            {"id": one.case.id, "said": one.case.text, "raw": one.raw, "reason": one.reason, "none": one.case.none}
            for one in found
            if one.mention is None
        ],
    }


def _figures(found: Sequence[Outcome]) -> dict[str, Any]:
    nameable = [one for one in found if not one.case.none]
    shown = [one for one in found if one.mention is not None]
    verdicts = Counter(one.verdict for one in shown)
    bad = verdicts["wrong"] + verdicts["ungrammatical"]
    good = sum(one.verdict == "good" for one in nameable)
    return {
        "utterances": len(found),
        "nameable": len(nameable),
        "shown": len(shown),
        "shown_though_nothing_to_name": sum(one.case.none for one in shown),
        "share_shown": _share(sum(one.mention is not None for one in nameable), len(nameable)),
        "share_good_by_rules": _share(sum(one.good_by_rules for one in nameable), len(nameable)),
        "share_good_judged": _share(good, len(nameable)),
        "share_good_or_harmless_judged": _share(
            good + sum(one.verdict == "harmless" for one in nameable), len(nameable)
        ),
        "share_bad_of_shown_judged": _share(bad, len(shown)),
        "judged": {verdict: verdicts[verdict] for verdict in VERDICTS},
        "unjudged": verdicts[None],
        "withheld_by_reason": dict(Counter(one.reason for one in found if one.mention is None).most_common()),
        "seconds": percentiles([one.seconds for one in found if one.seconds is not None], 2),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
