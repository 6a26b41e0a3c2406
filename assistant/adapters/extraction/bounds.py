"""Whether a figure is exact, a least or a greatest, from the words around it. Both bounds are inclusive."""

import re
from typing import Literal

from assistant.domain.money import Language

Bound = Literal["exact", "min", "max"]

_AMOUNT_MAX_BEFORE: dict[Language, str] = {
    "it": r"(non (?:più|oltre|di più) (?:di|i|gli)?|al massimo|massimo|fino a|sino a"
    r"|non (?:posso|riesco a) (?:superare|andare oltre)|più di|oltre(?: i| gli| le)?|entro i|sotto i)",
    "en": r"(no(?:t)? more than|not over|at most|up to|maximum(?: of)?|max(?: of)?|no higher than"
    r"|more than|over|above|beyond|under)",
}
_AMOUNT_MIN_BEFORE: dict[Language, str] = {
    "it": r"(almeno|minimo|non meno di|come minimo|a partire da|dai|da)",
    "en": r"(at least|no less than|not less than|minimum(?: of)?|a minimum of)",
}
_MAX_AFTER: dict[Language, str] = {
    "it": r"(?:euro )?(?:al mese )?(al massimo|massimo|e non di più|non di più|e basta"
    r"|(?:al mese )?non (?:riesco|posso|ce la faccio))",
    "en": r"(?:pounds |euros? )?(?:a month )?(at (?:the )?most|max(?:imum)?\b|tops\b|and no more"
    r"|is (?:the most|my limit|too much))",
}
_NEGATED: dict[Language, str] = {
    "it": r"\b(non|nemmeno|neanche|mica)\b",
    "en": r"\b(not|no|can't|cannot|couldn't|don't|won't|can not)\b",
}
# "più di duecento" alone is no limit; with a negation anywhere in the clause it is one ("più di duecento non riesco").
_NEEDS_NEGATION = re.compile(r"^(più di|oltre.*|more than|over|above|beyond)$", re.I)


def amount_bound(text: str, start: int, end: int, language: Language) -> Bound:
    """The bound of the amount at [start, end)."""
    before, after = text[:start], text[end:]
    clause = re.split(r"[.;!?]", before)[-1] + re.split(r"[.;!?]", after)[0]
    match = re.search(rf"\b{_AMOUNT_MAX_BEFORE[language]}\s*(?:circa\s*|about\s*)?[€£$]?\s*$", before, re.I)
    if match:
        if not _NEEDS_NEGATION.match(match.group(1).strip()):
            return "max"
        return "max" if re.search(_NEGATED[language], clause, re.I) else "exact"
    if re.match(rf"\s*{_MAX_AFTER[language]}", after, re.I):
        return "max"
    if re.search(rf"\b{_AMOUNT_MIN_BEFORE[language]}\s*$", before, re.I) and not re.search(
        r"\b(dai|da)\s*$", before, re.I
    ):
        return "min"
    return "exact"


_DATE_BOUNDS: dict[Language, tuple[tuple[str, Bound, int], ...]] = {
    # (words before the date, bound, days to add)
    "it": (
        (r"non prima (?:del|dell['’]|di)\s*(?:giorno\s*)?$", "min", 0),
        (r"non oltre (?:il |l['’])?$", "max", 0),
        (r"(?:dopo|oltre|passat[oa])\s+(?:l['’]\w+\s+(?:del|di)\s+)?(?:il |l['’]|la )?(?:\w+ del )?$", "min", 1),
        (r"prima (?:del|dell['’]|della|di)\s*$", "max", -1),
        (r"(?:a partire dal?|a partire da|da|dal|dall['’]|in poi dal)\s*(?:giorno\s*)?$", "min", 0),
        (r"(?:entro|fino a|fino al|al massimo|al più tardi)\s*(?:il |l['’]|la |a )?(?:giorno\s*)?$", "max", 0),
    ),
    "en": (
        (r"(?:not|n't\b.*|no earlier|earlier) (?:before|than)\s+(?:the |on )?$", "min", 0),
        (r"(?:no|not) later than\s+(?:the )?$", "max", 0),
        (r"after\s+(?:the )?$", "min", 1),
        (r"before\s+(?:the )?$", "max", -1),
        (r"(?:from|starting(?: from| on)?|as of|as from)\s+(?:the )?$", "min", 0),
        (r"(?:by|until|till|within|at the latest)\s+(?:the )?$", "max", 0),
    ),
}


def date_bound(text: str, start: int, end: int, language: Language) -> tuple[Bound, int]:
    """The bound of the date at [start, end), and the days to add so that it is inclusive ("after" is the next day)."""
    before = text[:start].lower()
    for pattern, bound, days in _DATE_BOUNDS[language]:
        if re.search(rf"\b{pattern}", before):
            return bound, days
    onwards = re.match(r"\s*(in poi|in avanti|onwards?|or later)\b", text[end:].lower())
    return ("min" if onwards else "exact"), 0
