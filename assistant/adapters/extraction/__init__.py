"""The figures in an utterance: amounts, dates, counts and invoice numbers, each with its place in the text."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.adapters.extraction.amounts import amounts_in
from assistant.adapters.extraction.counts import counts_in, invoices_in
from assistant.adapters.extraction.dates import dates_in
from assistant.adapters.extraction.words import numbers_in, tokenize
from assistant.domain.calls import MAX_UTTERANCE_CHARS
from assistant.domain.findings import Finding
from assistant.domain.money import Language

__all__ = ["SpokenFigures"]

_CORRECTION: dict[Language, re.Pattern[str]] = {
    "it": re.compile(r"\b(no,? scusi|scusi|anzi|no,? aspetti|volevo dire|cioè no|mi correggo|macché|no no)\b", re.I),
    "en": re.compile(r"\b(no,? sorry|sorry|i mean|no,? wait|actually|rather|correction|scratch that|or no)\b", re.I),
}
_CORRECTION_REACH = 40
"""Characters between a figure and the one that replaces it."""


class SpokenFigures:
    """Implements the port `Extractor`."""

    def extract(self, text: str, on: date, language: Language) -> list[Finding]:
        """The figures in the order they stand; of a correction only the corrected value."""
        text = text[:MAX_UTTERANCE_CHARS]
        words = tokenize(text)
        numbers = numbers_in(words, language)
        findings = invoices_in(text, words, language)
        findings += _free(counts_in(text, numbers, language), findings)
        findings += _free(dates_in(text, numbers, on, language), findings)
        findings += amounts_in(text, numbers, [f.span for f in findings], language)
        findings.sort(key=lambda finding: finding.span)
        return _corrected(text, findings, language)


def _free(candidates: Sequence[Finding], taken: Sequence[Finding]) -> list[Finding]:
    return [c for c in candidates if not any(c.span[0] < t.span[1] and t.span[0] < c.span[1] for t in taken)]


def _corrected(text: str, findings: list[Finding], language: Language) -> list[Finding]:
    kept: list[Finding] = []
    for finding in findings:
        earlier = next((f for f in reversed(kept) if f.kind == finding.kind), None)
        if earlier:
            between = text[earlier.span[1] : finding.span[0]]
            if len(between) <= _CORRECTION_REACH and _CORRECTION[language].search(between):
                kept.remove(earlier)
                if finding.bound == "exact" and earlier.bound != "exact":
                    finding = finding.model_copy(update={"bound": earlier.bound})
        kept.append(finding)
    return kept
