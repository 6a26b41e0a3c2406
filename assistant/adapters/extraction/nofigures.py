"""Numbers that are no figures: telephone numbers, streets, names, ages, percentages, times of day, thanks, terms."""

from assistant.adapters.extraction.line import Line
from assistant.adapters.extraction.numerals import Number
from assistant.domain.money import Language

_RUN = r"[#@]\d++(?: (?:e|and|-|/|\.|,|oh|o|zero|double|triple|treble|doppi[oa]|one|uno|[#@]\d++))*"
_WORDS: dict[Language, tuple[str, ...]] = {
    "it": (
        # thanks, courtesies and manners of speaking
        r"<n> (?:grazie|scuse|ringraziamenti)",
        r"(?<!in )(?<!o )(?<!oppure )<n> volte",
        r"(?:grazie|scusi) <n>",
        r"<n> (?:attim[oi]|moment[oi]|second[oi]|minut[oi]|minutin[oi]|or[ae]|parole|righe|conti|chiacchiere|gatti)",
        # shares, ages
        r"<n> (?:%|per ?cento|percento|per cent|punti percentuali)",
        r"<n> e mezzo (?:%|per ?cento|percento)",
        r"<n> ann[oi]",
        # places and people
        r"(?:via|viale|v\.le|piazza|piazzale|p\.zza|corso|largo|vicolo|contrada|rione|lungotevere)"
        r"(?: [^\W\d_]+'?){0,3}(?: <*n>)?(?: [a-z]+)?(?: ?,)?(?: (?:al|civico|numero|n|\.))*(?: <*m>)?",
        r"(?:civico|interno|scala|piano|palazzina|capannone|stanza|uscita|casello) (?:numero )?<*n>",
        r"(?:siamo|eravamo|saremo|sono|tutti e|noi|voi|noialtri) (?:in )?<n>(?= (?:soci|fratelli|persone|gatti|in|"
        r"qui|e basta)|$| ?[,.])",
        r"(?:studio|ditta|bar|hotel|albergo|ristorante|impresa|societa|gruppo|condominio|residenza|"
        r"supercondominio) <*n>",
        # numbers that name something
        r"(?:codice|cod|pratica|protocollo|partita iva|p iva|iban|cap|targa|interno|tessera|polizza|matricola|ddt|"
        r"bolla|"
        r"ordine|contratto|articolo|legge|decreto|modello|cellulare|telefono|tel|fisso)"
        rf"(?: (?:cliente|fiscale|legislativo|ministeriale|numero|n|è|e|il|al|del|\.|:))* {_RUN}",
    ),
    "en": (
        r"(?:thanks|thank you) an? <n>",
        r"(?:an? )?<n> (?:thanks|times|apologies|pardons|thank yous)",
        r"<n> (?:moments?|seconds?|secs?|minutes?|mins?|hours?|ticks?|words?)",
        r"<n> (?:%|percent|per cent|percentage points?)",
        r"<n>(?: |-)?(?:years? old|years?|yr)",
        r"(?:i'm|i am|he's|she's|aged|turning|nearly|age) <n>(?! (?:short|behind|over|down|pounds|quid|euros?|grand|"
        r"days))",
        r"<n> (?:[a-z]+ ){1,3}(?:street|road|avenue|lane|drive|close|court|crescent|gardens|square|way|place|house)",
        r"(?:floor|unit|suite|flat|extension|ext|building|door|gate|dock|line|page|room|apartment) (?:number )?" + _RUN,
        r"(?:there are|there's|there were)(?: only| just)? <n> of (?:us|them)",
        r"<n> of (?:us|them|you)",
        r"(?:code|sort code|account|account number|reference|order|vat number|po|post ?code|policy|contract|"
        r"customer number|"
        rf"licence|phone|mobile|landline|telephone|fax|model|form|section|ending|ending in)(?: (?:number|is|no|in|:|"
        rf"\.))* {_RUN}",
        r"<n> (?:slash )?(?:seven|<m>) days a week",
        r"<n> <m>(?= (?:support|cover|service))",
    ),
}
_TERMS: dict[Language, tuple[str, ...]] = {
    "it": (
        r"(?:a )?<n> (?:giorni|gg|giorno) (?:data|dalla data|d\.?f|dffm|fine mese|f\.?m|dal ricevimento|ricevimento)"
        r"(?: (?:fattura|fine mese|del ricevimento))*",
        r"(?:pag\w+|bonifico|termini|condizioni|contratto|riba|ricevuta bancaria|sempre|scadenza|tutto|tutti|"
        r"fornitori)?"
        r" ?a <n>(?: ?[,e-] <m>)* (?:giorni|gg)(?: (?:fine mese|data fattura))*",
        r"a <n>(?: ?,? <m>)? (?:fine mese|data fattura)",
        r"da <n> (?:giorni|settimane|mesi)",
    ),
    "en": (
        r"net(?: of)? <n>(?: days)?",
        r"<n>(?: |-)?days?'? (?:net|end of month|terms|from (?:the )?invoice(?: date)?|credit|e\.?o\.?m|payment terms|"
        r"from receipt|overdue|late|past due)",
        r"(?:terms (?:are|of)|on) <n> days?(?: end of (?:the )?month| net)*",
        r"(?:for|over) (?:the )?(?:last |past )?<n> (?:days|weeks|months)",
    ),
}
_TIMES: dict[Language, tuple[str, ...]] = {
    "it": (
        r"(?:alle|dalle|ore|verso le|per le|dopo le|prima delle|sono le|entro le) <n>"
        r"(?: (?:e|:|\.) <m>| e mezz[oa]| meno <l>)?(?! (?:rat|fattur))",
        r"le <n>(?! (?:rat[ae]|fattur[ae])) e <m>",
    ),
    "en": (
        r"(?:at|past|to|quarter past|half past|from|until|till|by) <n>(?: (?:<m>|: <l>))? ?(?:o'clock|am|pm|a\.m|p\.m)",
        r"(?:half past|quarter past|quarter to|<m> past|<l> to) <n>",
        r"at <n>(?: (?:<m>|: <l>|thirty))?(?! (?:pounds|euros?|quid|dollars|a month|a week|per|each|percent))",
        r"(?:around|about|before|after|until|till|by) <n> <m>(?= (?:would|will|should|tomorrow|today|on|if|in the)|$)",
    ),
}
_NO_TIME_BEFORE = (
    r"(?! (?:rat[ae]|fattur[ae]|instal?lments?|payments?|transfers|pounds|euros?|quid|days|weeks|"
    r"months)(?!\S))"
)
_COMPANY = (
    r"<n>(?: [^\W\d_]+){0,3} ?(?:s ?\. ?r ?\. ?l|srl|spa|s ?\. ?p ?\. ?a|snc|s ?\. ?n ?\. ?c|sas|ltd|limited|llp|"
    r"plc|inc|"
    r"gmbh|& co|and co|and sons|brothers|sisters|hills|oaks|stars|stelle|fratelli)"
)
_TELEPHONE_CUE: dict[Language, str] = {
    "it": r"(?:numero|chiam\w+|richiam\w+|telefon\w+|cellulare|tel|whatsapp)(?: [^\W\d_]+'?){0,3} (?P<run>"
    + _RUN
    + ")",
    "en": r"(?:number|call|ring|phone|text|reach|whatsapp)(?: [^\W\d_]+){0,4} (?P<run>(?:(?:oh|zero|double|o) )*"
    + _RUN
    + ")",
}


def leave_out_no_figures(line: Line) -> None:
    """Mask the numbers of `line` that are no amount, date, count or invoice number. Invoices were found before."""
    for pattern in _TERMS[line.language]:
        line.mask(pattern, words=True)  # "sessanta giorni fine mese" isn't the end of this month
    for pattern in (*_WORDS[line.language], _COMPANY):
        line.mask(pattern)
    for pattern in _TIMES[line.language]:
        line.mask(
            rf"(?:{pattern}){_NO_TIME_BEFORE}",
            lambda match: all(number.value < 60 for number in _numbers(line, match.group())),
        )
    line.mask(_TELEPHONE_CUE[line.language], lambda match: _is_telephone(line, match["run"], least=3))
    line.mask(_RUN, lambda match: _is_telephone(line, match.group()))
    line.mask(r"<*n>", lambda match: line.number(match).capital and not line.text.isupper())


def _is_telephone(line: Line, run: str, least: int = 5) -> bool:
    """So many numbers, or seven digits in groups, or nine in one: without a word between that would make them "
    "figures."""
    numbers = _numbers(line, run)
    if any(number.ordinal for number in numbers) or " e " in run or " and " in run or "," in run:
        return False
    digits = sum(len(number.spoken) if number.written else 1 for number in numbers)
    in_digits = all(number.written and number.spoken.isdigit() for number in numbers)
    return len(numbers) >= least or (in_digits and digits >= (7 if len(numbers) > 1 else 9))


def _numbers(line: Line, plain: str) -> list[Number]:
    return [line.numbers[int(sign[1:])] for sign in plain.split() if sign[0] in "#@" and len(sign) > 1]
