"""Whether a figure is exact, a least or a greatest, from the words around it. Both bounds are inclusive."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.adapters.extraction.line import Line, compiled
from assistant.domain.money import Language

Bound = Literal["exact", "min", "max"]


@dataclass(frozen=True)
class _Words:
    """Patterns before and after a figure. What `flips` says the opposite where the clause denies it."""

    least: str
    greatest: str
    least_after: str
    greatest_after: str
    above: str
    below: str


_ABOUT: dict[Language, str] = {
    "it": r"(?: (?:di|a|i|gli|le|ai|agli|dei|il|la|circa|proprio|un|giusto|in|arrivo|arriviamo|posso|possiamo|"
    r"riesco|riusciamo"
    r"|fare|dare|darle|darvi|pagare|versare|mettere|spendere|arrivare|andare|che|è|sono))*",
    "en": r"(?: (?:of|the|about|around|roughly|say|a|an|maybe|like|just))*",
}
_QUANTITY: dict[Language, _Words] = {
    "it": _Words(
        least=r"(?:almeno|minimo|come minimo|un minimo|non meno|mai meno|non sotto|a partire da|perlomeno|quantomeno|"
        r"non inferiore|dai|da (?=.* in su))",
        greatest=r"(?:non (?:piu|oltre|di piu)|mai piu|al massimo|massimo|un massimo|"
        r"il massimo(?: [^\W\d_]+'?){0,5} (?:è|sono)|il massimo|max|fino|"
        r"sino|entro|non superiore|non super\w+|non sopra|non (?:arriv\w+|vad\w+|posso (?:andare|arrivare)) oltre|"
        r"non (?:posso|riesco a|vorrei) (?:superare|passare)|(?:posso|riesco ad?|possiamo) (?:arrivare|spingermi|"
        r"salire)|arrivo|arriviamo|limite(?: massimo)?(?: (?:è|di))?|tetto(?: (?:è|di))?|"
        r"non (?:\w+ ){1,4}piu)",
        least_after=r"(?:al|come) minimo|minimo|almeno|in su|o (?:di )?piu|in avanti",
        greatest_after=r"(?:al|come) massimo|massimo|max|(?:e )?non (?:di )?piu|(?:e )?(?:di )?piu (?:no|non)|"
        r"(?:e )?non un euro (?:di )?piu|e basta|o (?:di )?meno|(?:è|sono) il (?:mio )?(?:massimo|limite|tetto)|"
        r"non oltre",
        above=r"(?:(?:di )?piu(?: di)?|oltre|supera\w*|sopra|superiore|al di sopra|al di la|maggiore)",
        below=r"(?:(?:di )?meno(?: di)?|sotto|inferiore|al di sotto|minore)",
    ),
    "en": _Words(
        least=r"(?:at least|no less than|not less than|no fewer than|not fewer than|(?:a )?minimum|min|starting at|"
        r"not under|not below|nothing (?:less than|under|below))",
        greatest=r"(?:no more than|not more than|not over|not above|nothing (?:more than|over|above)|never more than|"
        r"at most|at the most|at the very most|up to|(?:a |my )?(?:absolute )?(?:maximum|max|limit|ceiling|"
        r"cap)(?: is)?|"
        r"no higher than|as (?:high|far) as|(?:stretch|go up|push) to|not exceed\w*|as much as|the (?:very |"
        r"absolute )?most (?:[a-z']+ ){1,6}(?:is|was|would be))",
        least_after=r"minimum|at least|at the (?:very )?least|or more|and up|upwards",
        greatest_after=r"(?:at (?:the )?(?:very )?(?:most|outside)|max|maximum|tops|(?:and )?no more|"
        r"(?:and )?not (?:a penny )?more|"
        r"(?:is|that's|would be) (?:the most|my (?:limit|max\w*)|our (?:limit|max\w*)|as (?:high|much|far) as)|"
        r"or less|or under)",
        above=r"(?:(?:any )?more than|north of|upwards of|in excess of|over|above|beyond|(?:any )?higher than|past|"
        r"exceed\w*)",
        below=r"(?:(?:any )?less than|south of|shy of|under|below|fewer than|lower than)",
    ),
}
_DENIED: dict[Language, re.Pattern[str]] = {
    "it": re.compile(r"(?<!\S)(?:non|no|nemmeno|neanche|mica|mai|impossibile|troppo|troppi)(?!\S)"),
    "en": re.compile(
        r"(?<!\S)(?:not|no|\w+n't|cannot|cant|wont|never|nothing|too (?:much|high|many)|impossible|out of the question|"
        r"beyond (?:me|us))(?!\S)"
    ),
}
_AFTER_UNIT: dict[Language, str] = {
    "it": r"(?: ?,)?(?: (?:euro|al mese|a rata|per rata|alla settimana|mensili|proprio|rate|,))*",
    "en": r"(?: ?,)?(?: (?:pounds|quid|euros?|dollars|a month|per month|a week|each|instal?lments?|payments?|,))*",
}


def quantity_bound(line: Line, start: int, end: int) -> Bound:
    """The bound of the amount or count at [start, end) of `line.plain`."""
    words, about = _QUANTITY[line.language], _ABOUT[line.language]
    before, after = line.before(start), line.after(end)

    def said(pattern: str) -> bool:
        return bool(compiled(rf"(?<!\S)(?:{pattern}){about} ?$").search(before))

    if said(words.greatest):
        return "max"
    if said(words.least) and not (line.language == "it" and before.endswith(("dai ", "da ")) and " in su" not in after):
        return "min"
    denied = _DENIED[line.language].search(_clause(before, after))
    if said(words.above):
        return "max" if denied else "min"
    if said(words.below):
        return "min" if denied else "max"
    unit = _AFTER_UNIT[line.language]
    if compiled(rf"{unit} ?(?:{words.greatest_after})(?!\S)").match(after):
        return "max"
    if compiled(rf"{unit} ?(?:{words.least_after})(?!\S)").match(after):
        return "min"
    return "exact"


def _clause(before: str, after: str) -> str:
    """The words around a figure, up to where another thought begins."""
    return re.split(r"[.;!?]", before)[-1][-60:] + " # " + re.split(r"[.;!?#@]", after)[0][:60]


# (words before the date, bound, days to add); the first that fits holds.
_DATE_BEFORE: dict[Language, tuple[tuple[str, Bound, int], ...]] = {
    "it": (
        (r"(?:non|mai|niente|nulla|nessun\w*)(?: \w+'?){0,3} (?:prima|fino|finche)(?: (?:di|del|dell'|della|al|all'|"
         r"a|alla))?", "min", 0),
        (r"(?:non|mai)(?: \w+'?){0,3} (?:oltre|dopo|piu tardi|piu in la)(?: (?:di|del|dell'|della))?", "max", 0),
        (r"(?:entro|entro e non oltre|non oltre|al piu tardi|al massimo|massimo|al limite|fino|sino)(?: (?:a|al|"
         r"all'|alla))?", "max", 0),
        (r"(?:dopo|oltre|passat[oa]|successivamente)(?: (?:l'|il|la|i|le|"
         r"lo) ?[^\W\d_]+'?(?: [^\W\d_]+){0,2}? (?:del|dell'|di))?", "min", 1),
        (r"dopo(?: (?:di|del|dell'|della))?", "min", 1),
        (r"(?<!la )(?<!una )prima(?: (?:di|del|dell'|della|d'))?", "max", -1),
        (r"(?:a partire|a decorrere|a cominciare|in poi|da|dal|dall'|dalla)(?: (?:da|dal|dall'|dalla))?", "min", 0),
    ),
    "en": (
        (r"(?:not|no|never|nothing|\w+n't|cannot|cant|wont)(?: [\w']+){0,6} (?:until|till|til) (?:after|"
         r"past)", "min", 1),
        (r"(?:not|no|never|nothing|\w+n't|cannot|cant|wont)(?: [\w']+){0,6} (?:before|until|till|til|earlier than|"
         r"sooner than)", "min", 0),
        (r"(?:not|no|never|nothing|\w+n't)(?: [\w']+){0,3} (?:after|later than|past|beyond)", "max", 0),
        (r"(?:any time |anytime |some time )?(?:after|later than|past)(?: (?:the|our|my) [a-z]+(?: [a-z]+)? (?:on|"
         r"of))?", "min", 1),
        (r"(?:before|ahead of|prior to|earlier than)", "max", -1),
        (r"(?:from|starting|start|as of|as from|beginning|no sooner than)(?: (?:from|on|of))?", "min", 0),
        (r"(?:by|until|till|til|up to|within|at the latest|latest)", "max", 0),
    ),
}  # fmt: skip
_DATE_ABOUT: dict[Language, str] = {
    "it": r"(?: (?:il|lo|la|l'|i|a|giorno|prossim[oa]|quest[oa]|circa|questo|mese|mezzogiorno|le|_|di))*",
    "en": r"(?: (?:the|on|about|around|say|maybe|this|at|_|noon|midday|lunchtime|end of|close of|play|business|day|"
    r"start of))*",
}
_DATE_AFTER: dict[Language, tuple[tuple[str, Bound, int], ...]] = {
    "it": (
        (r"(?:in poi|in avanti|o dopo|o piu tardi|al piu presto)", "min", 0),
        (r"(?:al piu tardi|al massimo|massimo|o prima|non oltre|e non oltre)", "max", 0),
    ),
    "en": (
        (r"(?:onwards?|or later|or after|at the earliest|earliest)", "min", 0),
        (r"(?:at the (?:very )?latest|latest|or before|or sooner|or earlier|tops)", "max", 0),
    ),
}
_DENIED_AFTER: dict[Language, str] = {
    "it": r"(?: ?,)? (?:[^\W\d_]+'? ){0,2}?(?:non|niente|nulla|impossibile|mai|no)(?!\S)",
    "en": r"(?: ?,)? (?:[a-z']+ ){0,2}?(?:not|\w+n't|cannot|cant|impossible|no chance|no way|nothing)(?!\S)",
}


def date_bound(line: Line, start: int, end: int) -> tuple[Bound, int]:
    """The bound of the date at [start, end), and the days to add so that it is inclusive ("after" is the next day)."""
    before, after = line.before(start), line.after(end)
    about = _DATE_ABOUT[line.language]
    for pattern, bound, days in _DATE_BEFORE[line.language]:
        if compiled(rf"(?<!\S)(?:{pattern}){about} ?$").search(before):
            # "prima del dieci non posso": what can't be before the tenth is from the tenth on.
            if days and compiled(_DENIED_AFTER[line.language]).match(after):
                return ("min", 0) if days < 0 else ("max", 0)
            return bound, days
    for pattern, bound, days in _DATE_AFTER[line.language]:
        if compiled(rf"(?: ?,)? (?:{pattern})(?!\S)").match(after):
            return bound, days
    return "exact", 0
