"""When two names are the same: as registers, banks and people write companies and persons.

Legal forms are written one way, never dropped: "Rossi S.r.l." is "ROSSI SRL" and not "Rossi S.p.A.".
"""

import re

from assistant.domain.references import plain

NameKey = tuple[str, ...]
"""The words of a name in alphabetical order: banks write persons as "ROSSI MARIO" and as "MARIO ROSSI"."""

_FORMS = (
    (r"SOCIETA A RESPONSABILITA LIMITATA SEMPLIFICATA|S R L S", "SRLS"),
    (r"SOCIETA A RESPONSABILITA LIMITATA|S R L", "SRL"),
    (r"SOCIETA PER AZIONI|S P A", "SPA"),
    (r"SOCIETA IN ACCOMANDITA SEMPLICE|S A S", "SAS"),
    (r"SOCIETA IN NOME COLLETTIVO|S N C", "SNC"),
    (r"SOCIETA COOPERATIVA|SOC COOP", "COOP"),
    (r"S C A R L|S C R L|SCRL", "SCARL"),
    (r"PUBLIC LIMITED COMPANY|P L C", "PLC"),
    (r"LIMITED|L T D", "LTD"),
    (r"L L P", "LLP"),
    (r"INCORPORATED", "INC"),
    (r"COMPANY", "CO"),
    (r"CORPORATION", "CORP"),
    (r"G M B H", "GMBH"),
)
_SPELLINGS = tuple((re.compile(rf"\b(?:{written})\b"), form) for written, form in _FORMS)
_UNIMPORTANT = frozenset(["E", "AND", "ET", "THE", "UNIPERSONALE"])
_SINGLE_OWNER = re.compile(r"\b(?:A SOCIO UNICO|CON SOCIO UNICO|IN LIQUIDAZIONE)\b")


def name_key(name: str) -> NameKey:
    """What two equal names share; empty for a name without letters and digits."""
    capitals = plain(name).replace("'", " ")
    words = " ".join(re.findall(r"[^\W_]+", capitals))
    words = _SINGLE_OWNER.sub(" ", words)
    for pattern, form in _SPELLINGS:
        words = pattern.sub(form, words)
    return tuple(sorted(word for word in words.split() if word not in _UNIMPORTANT))
