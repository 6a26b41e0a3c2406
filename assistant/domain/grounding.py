"""Decides whether a claim is supported by its source, from the two texts alone. Pure rules, no language model.

Each check raises findings, each finding a doubt; the score is what the doubts leave of certainty. A claim is grounded
where the score is at least one half.
"""

from collections import defaultdict
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from assistant.domain import grounding_checks as checks
from assistant.domain.errors import InvalidInput
from assistant.domain.grounding_denials import negations
from assistant.domain.grounding_dropped import dropped
from assistant.domain.grounding_pair import Check, Finding, Pair, Reason
from assistant.domain.grounding_speakers import speakers
from assistant.domain.grounding_text import Tools, language_of, read_text
from assistant.domain.money import Language

MAX_SOURCE = 200_000
MAX_CLAIM = 10_000
"""Longest texts in characters; a call of an hour has about 60,000."""
GROUNDED = 0.5
CHECKS: tuple[Check, ...] = (
    checks.numbers,
    checks.units,
    checks.names,
    negations,
    dropped,
    speakers,
    checks.opposites,
    checks.rivals,
)
DOUBTS: dict[Reason, float] = {
    "number": 0.9,
    "unit": 0.8,
    "name": 0.8,
    "speaker": 0.6,
    "negation": 0.7,
    "denied": 0.6,
    "limit": 0.7,
    "contrast": 0.55,
    "opposite": 0.6,
    "rival": 0.6,
    "language": 0.9,
}
"""What one finding of a kind leaves open; of several of a kind the first counts whole, each further one half."""
QUOTED, RETOLD = 0.17, 0.62
"""Share of content words without support at which a claim is doubted by half: for a source of a sentence or two,
which a claim repeats, and for a long one, which a claim retells in words of its own."""
SHORT, LONG = 60, 300
"""Words of such sources; between them the share grows with the length."""


class Unsupported(BaseModel):
    """A part of the claim, characters [start, end), that the source doesn't support."""

    model_config = ConfigDict(frozen=True)

    span: tuple[int, int]
    text: str
    reason: Reason


class Verdict(BaseModel):
    """`score` in [0, 1]: one where nothing speaks against the claim.

    `unsupported` is empty exactly where the claim is grounded.
    """

    model_config = ConfigDict(frozen=True)

    grounded: bool
    score: float
    unsupported: list[Unsupported]


def judge(source: str, claim: str, tools: Tools, language: Language | None = None) -> Verdict:
    """Judge the claim by this source alone; raises `InvalidInput` where one of them is empty or too long."""
    _check_sizes(source, claim)
    source, claim = _printable(source), _printable(claim)
    told, said = language_of(claim), language_of(source)
    spoken: Language = language or told or said or "en"
    text = read_text(claim, spoken, tools)
    if told and said and told != said and len(text.words) > 2:
        foreign = [Finding(0, len(claim), "language")]
        return _verdict(claim, foreign, round(_certainty(foreign), 4))
    pair = Pair(text, read_text(source, spoken, tools), tools.known)
    findings = [finding for check in CHECKS for finding in check(pair)]
    strange = list(checks.wording(pair))
    share = len(strange) / (1 + sum(checks.counts(word, text) for word in text.words))
    limit = _limit(len(pair.source.words))
    covered = 1.0 if not strange else min(1.0, GROUNDED * limit / share)
    score = round(_certainty(findings) * covered, 4)
    if score < GROUNDED:
        marked = {place for finding in findings for place in range(finding.start, finding.end)}
        findings += [word for word in strange if marked.isdisjoint(range(word.start, word.end))]
    return _verdict(claim, findings, score)


def _certainty(findings: Sequence[Finding]) -> float:
    """What the doubts that the findings raise leave of certainty."""
    left = 1.0
    by_reason: dict[Reason, int] = defaultdict(int)
    for finding in findings:
        doubt = DOUBTS[finding.reason]
        left *= 1 - (doubt if not by_reason[finding.reason] else doubt / 2)
        by_reason[finding.reason] += 1
    return left


def _verdict(claim: str, findings: Sequence[Finding], score: float) -> Verdict:
    found = [
        Unsupported(span=(f.start, f.end), text=claim[f.start : f.end], reason=f.reason)
        for f in sorted(findings, key=lambda f: (f.start, f.end))
    ]
    return Verdict(grounded=score >= GROUNDED, score=score, unsupported=found)


def _limit(words: int) -> float:
    """The share of words without support at which a claim on a source of so many words is doubted by half."""
    part = min(1.0, max(0.0, (words - SHORT) / (LONG - SHORT)))
    return QUOTED + part * (RETOLD - QUOTED)


def _printable(text: str) -> str:
    """The text with a space for each control or invisible character, so that places stay what they are."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _check_sizes(source: str, claim: str) -> None:
    for name, text, longest in (("source", source, MAX_SOURCE), ("claim", claim, MAX_CLAIM)):
        if not any(c.isalnum() for c in text):
            raise InvalidInput(f"The {name} holds no word; give the text itself.", where=name)
        if len(text) > longest:
            raise InvalidInput(
                f"The {name} has {len(text)} characters, of which {longest} are read; cut it.", where=name
            )
