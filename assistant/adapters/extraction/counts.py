"""Counts of instalments or payments: "in tre rate", "metà e metà", "two or three payments"."""

import re
from collections.abc import Iterator

from assistant.adapters.extraction.bounds import quantity_bound
from assistant.adapters.extraction.line import Line, rule
from assistant.domain.findings import Finding
from assistant.domain.money import Language

LARGEST = 120
"""Instalments of ten years; a larger number counts something else."""

# Operators and customers mix the words of the trade, so both languages' nouns are known in either.
_UNIT = (
    r"rate|rata|ratine|rateizzi|pagamenti|versamenti|tranches?|soluzioni|bonifici|mensilita|assegni|cambiali|riba|"
    r"quote|"
    r"instal?lments?|payments?|transfers|chunks|cheques|checks"
)
_ADJECTIVE = r"(?:(?!(?:di|of|fa|ago|a|an|per|la|al|ogni|each|every|e|and|o|or|da|in|le) )[^\W\d_]+'? )?"
_FREQUENCY = (
    r"(?! (?:al|all'|alla|ogni|per|every|each) ?(?:mese|anno|settimana|month|week|year|quarter|giorno|day)"
    r"| a (?:year|week|month|day))"
)
_STOP = r" (?:[.,;]|e|ma|and|but)(?!\S)"
_COUNTED: dict[Language, tuple[str, ...]] = {
    "it": (
        rf"(?P<range>da|tra|fra) (?:le |i )?<a> (?:a|e) (?:le |i )?<n> {_ADJECTIVE}(?P<unit>{_UNIT}){_FREQUENCY}",
        rf"(?:<a> (?:(?P<or>o|oppure|-|,) )?)?<n> {_ADJECTIVE}(?P<unit>{_UNIT}){_FREQUENCY}",
        rf"(?P<limit>non piu di|al massimo|massimo|almeno|minimo|non meno di) (?:in )?<n>(?=$|{_STOP})",
        r"in (?:<a> (?P<or>o|oppure) )?<n>(?: (?P<unit>volte|parti|riprese|passaggi|scaglioni|momenti|colpi))",
        r"(?:divid\w+|divis\w+|spezz\w+|spalm\w+|rateizz\w+|suddivid\w+|"
        r"split\w*)(?: [^\W\d_]+'?){0,3} in (?:<a> (?P<or>o|oppure) )?<n>",
    ),
    "en": (
        rf"(?P<range>from|between) <a> (?:to|and) <n> {_ADJECTIVE}(?P<unit>{_UNIT}){_FREQUENCY}",
        rf"(?:<a> (?:(?P<or>or|to|-|,) )?)?<n> {_ADJECTIVE}(?P<unit>{_UNIT}){_FREQUENCY}",
        rf"(?P<limit>no more than|not more than|at most|up to|maximum|at least|no fewer than) <n>(?=$|{_STOP})",
        r"(?:in|into|over|across) (?:<a> (?P<or>or) )?<n>(?: (?P<unit>parts|goes|halves|lots|bits|stages|thirds|"
        r"lumps|equal))",
        r"(?:split\w*|divid\w+|spread\w*|break\w*|broken)(?: [a-z']+){0,3} (?:in|into|over|across|"
        r"by) (?:<a> (?P<or>or) )?<n>",
    ),
}
_FIXED: dict[Language, tuple[tuple[str, int], ...]] = {
    "it": (
        (r"meta(?: [^\W\d_]+'?){0,3}(?: ,)? (?:e )?(?:(?:l'|l' )?altra )?meta", 2),
        (r"(?:in )?(?:un' ?|una? |in )?(?:unica|sola) (?:soluzione|rata|tranche)", 1),
        (
            r"(?:un )?(?:unico|solo) (?:pagamento|bonifico|versamento)|una rata sola|un bonifico solo|"
            r"un pagamento solo",
            1,
        ),
    ),
    "en": (
        (r"half(?: [a-z']+){0,3}(?: ,)? (?:and )?(?:the other )?half", 2),
        (
            r"(?:a |one )?single (?:payment|instal?lment|transfer)|just one (?:payment|instal?lment|transfer)|"
            r"all in one go|in one go",
            1,
        ),
    ),
}
_HALF_AND_NUMBER = re.compile(r"half an?\b")


def counts_in(line: Line) -> list[Finding]:
    return [*_counted(line), *_fixed(line)]


def _counted(line: Line) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    for pattern in _COUNTED[line.language]:
        for match in rule(pattern).finditer(line.plain):
            groups = match.groupdict()
            values = [line.number(match, group).whole for group in ("a", "n") if groups.get(group)]
            counts = [value for value in values if value and 1 <= value <= LARGEST]
            start = match.start("a" if groups.get("a") else "n") - 1
            if any(start < e and s < match.end() for s, e in taken) or _has_other_sense(line, match):
                continue
            if len(counts) < len(values) or counts != sorted(set(counts)):
                # "il venti tre rate": the first number belongs to something else.
                start, counts = match.start("n") - 1, counts[-1:] if values[-1] in counts else []
            if counts:
                taken.append((start, match.end()))
                yield from _findings(line, match, start, counts)


def _findings(line: Line, match: re.Match[str], start: int, counts: list[int]) -> Iterator[Finding]:
    """One finding, or for a range ("da sei a otto rate") its least and its greatest count."""
    if match.groupdict().get("range") and len(counts) == 2:
        middle = match.end("a")
        yield _finding(line, start, middle, counts[:1]).model_copy(update={"bound": "min"})
        yield _finding(line, match.start("n") - 1, match.end(), counts[1:]).model_copy(update={"bound": "max"})
    else:
        yield _finding(line, start, match.end(), counts)


def _has_other_sense(line: Line, match: re.Match[str]) -> bool:
    """ "rata numero tre" and "tre rate al mese" name or repeat; money in "in cento euro" isn't counted."""
    if match.groupdict().get("unit"):
        return False
    if match.groupdict().get("limit"):
        return not rule(rf"(?:{_UNIT}|rateizz\w+)").search(line.before(match.start()))
    return bool(
        re.match(
            r" (?:euro|pounds|quid|mesi|months|giorni|days|weeks|settimane|years|anni)(?!\S)", line.after(match.end())
        )
    )


def _fixed(line: Line) -> Iterator[Finding]:
    for pattern, value in _FIXED[line.language]:
        for match in rule(pattern).finditer(line.plain):
            if not _HALF_AND_NUMBER.match(match.group()):
                yield _finding(line, match.start(), match.end(), [value])


def _finding(line: Line, start: int, end: int, counts: list[int]) -> Finding:
    span = line.span(start, end)
    return Finding(
        kind="count",
        bound=quantity_bound(line, start, end),
        span=span,
        text=line.text[slice(*span)],
        values=[str(value) for value in counts],
    )
