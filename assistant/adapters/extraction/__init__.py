"""The figures in an utterance: amounts, dates, counts and invoice numbers, each with its place in the text."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.adapters.extraction.amounts import amounts_in
from assistant.adapters.extraction.counts import counts_in
from assistant.adapters.extraction.dates import dates_in
from assistant.adapters.extraction.invoices import invoices_in
from assistant.adapters.extraction.line import Line
from assistant.adapters.extraction.nofigures import leave_out_no_figures
from assistant.adapters.extraction.plain_numbers import plain_numbers
from assistant.adapters.extraction.relations import related
from assistant.adapters.extraction.round_figures import read_round_figures
from assistant.domain.calls import MAX_UTTERANCE_CHARS
from assistant.domain.findings import Finding
from assistant.domain.money import Language

__all__ = ["SpokenFigures", "plain_numbers"]

_OTHER: dict[Language, Language] = {"it": "en", "en": "it"}
# Words that only a speaker of that language says beside a figure, for utterances that mix the two.
_SPOKEN_IN: dict[Language, re.Pattern[str]] = {
    "it": re.compile(r"(?:cento|mila|anta)\b|\b(?:rate|venti|trenta|mille|domani|lunedì|venerdì|fine mese)\b", re.I),
    "en": re.compile(
        r"\b(?:hundred|thousand|grand|twenty|thirty|fifty|instal?lments|payments|tomorrow|friday|monday)\b", re.I
    ),
}


class SpokenFigures:
    """Implements the port `Extractor`."""

    def extract(self, text: str, on: date, language: Language) -> list[Finding]:
        """The figures in the order they stand; of a correction only the corrected value."""
        text = text[:MAX_UTTERANCE_CHARS]
        findings = _in_language(text, on, language)
        other = _OTHER[language]
        if _SPOKEN_IN[other].search(text):
            findings += _free(_in_language(text, on, other), findings)
        return sorted(findings, key=lambda finding: finding.span)


def _in_language(text: str, on: date, language: Language) -> list[Finding]:
    line = Line(text, language)
    if not any(word.lower[0].isalnum() for word in line.words):
        return []
    findings = invoices_in(line)
    read_round_figures(line)
    leave_out_no_figures(line)
    findings += _free(dates_in(line, on), findings)
    findings += _free(counts_in(line), findings)
    findings += amounts_in(line, [finding.span for finding in findings])
    findings = related(line, sorted(findings, key=lambda finding: finding.span), on)
    named = {group for f in findings if f.kind == "invoice" for group in f.values[0].split("-")}
    return [f for f in findings if not (_bare_amount(f) and f.values[0].removesuffix(".00") in named)]


def _bare_amount(finding: Finding) -> bool:
    """Whether it may as well be the number of an invoice: "la 414, la fattura 414"."""
    return finding.kind == "amount" and finding.currency is None and finding.bound == "exact"


def _free(candidates: Sequence[Finding], taken: Sequence[Finding]) -> list[Finding]:
    return [c for c in candidates if not any(c.span[0] < t.span[1] and t.span[0] < c.span[1] for t in taken)]
