"""Whether the words around a date point back: the nearest verb, "scorso", "last", or "the invoice of the tenth"."""

import re

from assistant.adapters.extraction.line import Line, compiled
from assistant.domain.money import Language

_PARTICIPLE = r"(?!quest|tutt|quell|post|cost)[^\W\d_]*(?:[aiu]t|st|tt|rs|es|is|us|rt|vut|pert|lt)[oaie]"
_DONE = (
    r"(?:pagat|saldat|scadut|emess|datat|mandat|spedit|inviat|ricevut|partit|arrivat|versat|bonificat|uscit|consegnat|"
    r"spost|sentit|parlat|chiamat|fatturat|incassat|addebitat|contestat)[oaie]"
)
_PAST: dict[Language, str] = {
    "it": r"(?:ho|ha|hai|abbiamo|avete|hanno|avevo|aveva|avevamo|avevate|avevano)"
    rf"(?: (?:gia|appena|anche|pure|poi|mica|sempre|solo|regolarmente|tutto|proprio)){{0,3}} {_PARTICIPLE}"
    rf"|(?:è|siete|siamo|sono|era|erano|fu)(?: (?:gia|appena|anche|pure|poi)){{0,2}} (?:{_DONE}|"
    rf"stat[oaie] {_PARTICIPLE})"
    rf"|{_DONE}|era|erano|scadeva|scadevano|arrivava|doveva|dovevano|dovevate|gia fatto|fatto|feci|partiva|stava|"
    r"scors[oa]|passat[oa]|(?:sara|saranno|deve essere) stat[oaie]|(?:ann[oi]|mes[ei]|settiman[ae]|giorn[oi]) fa|ieri",
    "en": r"(?:was|were|fell|came|been) due|paid|sent|made|did|was|were|went|already|transferred|wired|left|came|"
    r"arrived|called|rang|spoke|got|happened|had|gave|posted|cleared|issued|dated|received|delivered|emailed|signed|"
    r"settled|ordered|complained|since|missed|expired|placed|put|took|bounced|chased|heard|last|ago|yesterday|"
    r"(?:must|would|will|should|might) have (?:been|\w+ed|gone)|has been|have been",
}
_AHEAD: dict[Language, str] = {
    "it": r"(?:sara|saranno|viene|vengono|verra|verranno|va|vanno|essere|venga|vengano|resta|rimane)"
    rf"(?: [^\W\d_]+)? {_PARTICIPLE}|pago|paghiamo|paga|pagano|faccio|facciamo|posso|possiamo|saldo|verso|versiamo|"
    rf"mando|"
    r"mandiamo|resto|restante|arriva|arrivano|vorrei|pagare|saldare|versare|fare|dare|mandare|chiudo|chiudere|incasso|"
    r"incassiamo|conto di|penso|riesco|riusciamo|prometto|scade|scadono|sposto|spostiamo|parte|do|diamo|ricevo|"
    r"riceviamo|"
    r"(?:pagh|sald|vers|mand|f|arriv|d|s|chiud|incass|provved|effettu|sistem|riusc|p|avr|ricev|richiam|part|manter|"
    r"invi)"
    r"[^\W\d_]*(?:ro|ra|remo|ranno|rei|remmo|rebbe)|ci sentiamo|ci risentiamo|richiami|"
    r"proviamo|vediamo|entro|tra|fra|prossim[oa]",
    "en": r"will|we'll|i'll|it'll|he'll|she'll|they'll|you'll|can|could|going to|gonna|pay|send|rest|should|shall|"
    r"would|"
    r"due|by(?=(?: the)? ?$)|expect|hope|promise|might|do|arrange|settle|clear|wants?|be|'ll|comes|arrives|goes|leaves|"
    r"lands|next",
}
# What is said or promised lies ahead ("I promised the twentieth"), but "on Tuesday your colleague said" doesn't.
_SAID: dict[Language, str] = {
    "it": r"(?:ho|ha|avete|hanno) (?:detto|promesso)|diceva",
    "en": r"said|told|promised|agreed|asked",
}
_ORIGIN: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"(?<!\S)(?:fattur[ae]|bolla|bonifico|pagamento|ddt|estratto conto|lettera|e mail|mail|email|contabile|"
        r"telefonata|"
        r"sollecito|ordine)(?: \S+){0,8} (?:del|dell'|di|dal) $"
    ),
    "en": re.compile(
        r"(?<!\S)(?:invoices?|letter|e ?- ?mail|email|statement|order|delivery|reminder|call)(?: \S+){0,8} "
        r"(?:dated|of|from)(?: the)? $"
    ),
}
_NEXT_CLAUSE: dict[Language, re.Pattern[str]] = {
    "it": re.compile(r"(?<!\S)(?:[.;!?]|ma|pero|e poi|mentre|invece)(?!\S)"),
    "en": re.compile(r"(?<!\S)(?:[.;!?]|but|and then|while|whereas)(?!\S)"),
}
_LATER: dict[Language, re.Pattern[str]] = {
    "it": re.compile(r"(?: [^\W\d_]+'?){0,2}? ?(?:scors[oa]|passat[oa]|ultimo scorso|u ?\. ?s)(?!\S)"),
    "en": re.compile(r" (?:last|of last month|gone|just gone)(?!\S)"),
}


def looks_back(line: Line, start: int, end: int) -> bool:
    """Whether the date at [start, end) of the line lies in the past for the one who speaks."""
    before, after = line.before(start), line.after(end)
    if _LATER[line.language].match(after) or _ORIGIN[line.language].search(before):
        return True
    before = _NEXT_CLAUSE[line.language].split(before)[-1]
    past, ahead = (_last(pattern[line.language], before) for pattern in (_PAST, _AHEAD))
    if past != ahead:
        return past > ahead
    # No verb before it: "il dieci ho pagato", "Friday I'll pay".
    after = _NEXT_CLAUSE[line.language].split(after)[0]
    after = re.split(r" ,|[#@]", after)[0][:40]
    past_after = rf"{_PAST[line.language]}|{_SAID[line.language]}"
    return _first(past_after, after) < _first(_AHEAD[line.language], after)


def _last(pattern: str, text: str) -> tuple[int, int]:
    """Where the last match ends, and its length: of two that end together the longer one is meant."""
    matches = compiled(rf"(?<!\S)(?:{pattern})(?!\S)").finditer(text)
    return max(((match.end(), match.end() - match.start()) for match in matches), default=(-1, 0))


def _first(pattern: str, text: str) -> int:
    match = compiled(rf"(?<!\S)(?:{pattern})(?!\S)").search(text)
    return match.start() if match else len(text) + 1
