"""Invoice numbers as they are written, spoken or spelled: `ML-10482`, "emme elle uno zero", "2026 slash 118"."""

import re
from collections.abc import Iterator

from assistant.adapters.extraction.letters import COMMON_WORDS
from assistant.adapters.extraction.line import Line
from assistant.adapters.extraction.spelling import NO_PREFIX, Speller, invoice_finding
from assistant.adapters.extraction.words import word_set
from assistant.domain.findings import Finding

_WRITTEN = re.compile(r"(?<![\w/-])([A-Za-z]{2,5})([\-/]?)(\d{2,10})((?:[\-/]\d{1,10}){0,3})(?![\w])", re.ASCII)
_YEARLY = re.compile(r"(?<![\w/.-])(20\d\d[\-/]\d{3,8}|\d{3,8}/20\d\d)(?![\w/-])", re.ASCII)
_CUE = re.compile(
    r"\b(?:fattur[ae]|ft|invoices?|bills?|nota (?:di )?credito|note di credito|credit notes?)\b"
    r"(?:[\s,.:]+(?:è|e'|sarebbe|is|was|are|the|that's|sono|che finisce|numero|numeri|number|numbers|n[.°]|no\.|"
    r"nr\.?|la|il|"
    r"lì|with|con|di numero|quella|allora|ehm|uh|um|er)(?!\w))*[\s,.:#°]*",
    re.I,
)
_CUE_BEFORE = re.compile(r"\bfattur[ae]\b|\binvoices?\b", re.I)
_NEXT = re.compile(
    r"\s*(?:,|\be\b|\band\b|,\s*e\b|,\s*and\b|\bo\b|\bor\b|&)\s*(?:(?:la|il|the|quella|number|numero|anche|also)\s+)*",
    re.I,
)


_CODES = word_set(
    "vat iva iban targa codice fiscale account plate postcode cap matricola polizza cf registration pratica protocollo "
    "ordine order ddt contratto contract"
)


def invoices_in(line: Line) -> list[Finding]:
    """Numbers like `ML-10482`, what follows the word for an invoice, and letters with digits spelled one by one."""
    found: list[Finding] = []
    for finding in (*_written(line.text), *_after_cues(line), *_spelled_freely(line)):
        if not any(f.span[0] < finding.span[1] and finding.span[0] < f.span[1] for f in found):
            found.append(finding)
    return sorted(found, key=lambda finding: finding.span)


def _written(text: str) -> Iterator[Finding]:
    for match in _WRITTEN.finditer(text):
        joined = bool(match[2])
        sure = len(match[3]) >= 3 or match[4] or _CUE_BEFORE.search(text[: match.start()])
        upper = match[1].isupper() or _CUE_BEFORE.search(text[: match.start()])
        if match[1].lower() in NO_PREFIX or not sure or not (joined or upper):
            continue
        yield invoice_finding(text, match.span(), [match[1], match[3], *re.findall(r"\d+", match[4])])
    for match in _YEARLY.finditer(text):
        if _CODES & set(text[max(0, match.start() - 40) : match.start()].lower().split()[-3:]):
            continue
        yield invoice_finding(text, match.span(), re.findall(r"\d+", match.group()))


def _after_cues(line: Line) -> Iterator[Finding]:
    for cue in _CUE.finditer(line.text):
        position = cue.end()
        spelled = Speller(line, _word_at(line, position)).read()
        while spelled:
            yield spelled
            further = _NEXT.match(line.text, spelled.span[1])
            if not further:
                break
            spelled = Speller(line, _word_at(line, further.end())).read()
            # "la fattura 118 e due rate": a further number has at least two signs of its own.
            if spelled and len(spelled.values[0]) < 2:
                break


def _spelled_freely(line: Line) -> Iterator[Finding]:
    """Two letters or more followed by digits, without the word "invoice": "emme elle uno zero quattro"."""
    common = COMMON_WORDS[line.language]
    index = 0
    while index < len(line.words):
        reader = Speller(line, index)
        spelled = reader.read() if reader.at_letter() else None
        groups = spelled.values[0].split("-") if spelled else []
        names = {word.lower for word in line.words[index : index + len(groups[0])]} if groups else set()
        letters = groups[0] if groups and groups[0].isalpha() else ""
        coded = {word.key for word in line.words[max(0, index - 4) : index]} & _CODES
        if spelled and not coded and len(letters) > 1 and len("".join(groups[1:])) > 1 and not names <= common:
            yield spelled
        index = max(reader.index, index + 1)


def _word_at(line: Line, position: int) -> int:
    return next((i for i, word in enumerate(line.words) if word.start >= position), len(line.words))
