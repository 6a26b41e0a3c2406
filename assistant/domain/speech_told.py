"""What is only told in a talk about payments: earlier promises, payments to others, figures that are turned down.

Patterns of both languages, as in `speech`. They keep what sounds like a payment, a call or a wish out of the note where
it is none.
"""

import re

_EARLIER = re.compile(
    r"\b(?:(?:avev|eravam|er)\w+ (?:\w+ ){0,2}?(?:promess|dett|accordat|lasciat|concordat|stabilit|intes|rimast)\w+|"
    r"(?:we|i|you|he|she|they)(?:['’]d| had) (?:\w+ )?(?:promised|said|agreed|told|settled on)|"
    r"you promised|(?:was|were) (?:supposed|meant|going) to|(?:we|you|i) (?:promised|agreed|said) (?:last|back))\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:fornitor\w+|corrier\w+|dipendent\w+|operai\w*|stipendi\w*|tass\w+|affitto|mutuo) da pagare\b|"
    r"\b(?:vat|paye|tax|wages?|salaries|payroll|rent|rates|mortgage|insurance|suppliers?) (?:bill )?(?:to (?:find|pay|"
    r"cover|meet)|(?:is|are|falls?|comes?|goes|going) (?:due|out)|due|on (?:\w+day|the)\b)|"
    r"\b(?:pag\w+|vers\w+|sald\w+|pay\w*|paid) (?:\w+ )?(?:(?:i|gli|le|la|il|l['’]|lo|ai|alle|agli|my|our|the|all) ?)?"
    r"(?:(?:miei|nostri|mie|nostre) )?"
    r"(?:fornitor\w+|stipendi\w*|dipendent\w+|operai\w*|ragazz\w+|tass\w+|f24|mutuo|affitt\w+|contribut\w+|"
    r"tredicesim\w+|bollett\w+|suppliers?|wages|salaries|staff|workers|payroll|rent|vat|tax(?:es)?|mortgage)\b",
    re.I,
)
_NOT_GONE = re.compile(
    r"\b(?:rimast\w (?:in )?(?:bozza|sospeso|ferm\w|lì)|non (?:è|sono) (?:\w+ )?(?:partit|andat|uscit|pass)\w+|"
    r"non l['’]?(?:ho|abbiamo) (?:\w+ )?(?:fatt|mandat|pagat|inviat)\w+|(?:still|left|stuck) (?:\w+ )?(?:in|as) "
    r"(?:a |the )?draft\w*|(?:hasn['’]t|didn['’]t|never|not) (?:\w+ )?(?:go|gone|went) (?:out|through)|"
    r"(?:haven['’]t|didn['’]t|never) (?:actually )?(?:sent?|paid?|pay))\b",
    re.I,
)
_BARGAIN = re.compile(
    r"\b(?:se|if) (?:(?:io|noi|i|we|ve|vi|le|li|lo|la|gliel\w) ){0,2}(?:pag(?:o|hiamo|assi)|sald(?:o|iamo|assi)|"
    r"vers(?:o|iamo|assi)|facc(?:io|iamo)|chiud(?:o|iamo)|pay|settle|clear)\b",
    re.I,
)
_IS_ME = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|aye|s[ìi])\W+)?(?:(?:that(?:['’]s| is|['’]d be| would be)|this is) (?:me|him|her|he|she)|"
    r"it['’]?s me|you(?:['’]ve| have) (?:got|found) (?:me|him|her)|you(?:['’]re| are) (?:speaking|talking) (?:to|with) "
    r"(?:me|him|her)|the (?:very )?same|speaking|in persona|sono (?:proprio )?io|proprio io)\s*(?:$|[,.!;…])",
    re.I,
)
_IS_ME_WORDS = 8
_DEFERS = re.compile(
    r"\b(?:responsabile|supervisor\w*|direzione|direttore|capo|manager|boss|superior\w*|team leader|head office)\b"
    r"[^.!?;]{0,40}?\b(?:decid\w+|approv\w+|autorizz\w+|valut\w+|authoris\w+|sign\w*|decision|"
    r"(?:has|have|needs?) to|must)\b|"
    r"\b(?:decision|decid\w+|approv\w+|autorizz\w+|sottopo\w+|port\w+|chied\w+|sent\w+|ask|put|take|run|pass|"
    r"refer|check|up)\b"
    r"[^.!?;]{0,40}?\b(?:responsabile|supervisor\w*|direzione|direttore|capo|manager|boss|superior\w*|team leader|"
    r"head office)\b|\bnon (?:posso decidere|decido|dipende da me|spetta a me)\b|"
    r"\b(?:not mine|not up to me|not my decision|can['’]?t (?:say yes|agree|approve|decide)|more than i can agree)\b",
    re.I,
)
_GRANTED = re.compile(
    r"\b(?:(?:has|have|is|was|been|['’]s|['’]ve) (?:\w+ )?(?:approved|authorised|agreed|granted|signed off)|"
    r"(?:says|said) (?:yes|it['’]s fine|that['’]s fine)|got the (?:go-ahead|ok|okay)|(?:è|ha|hanno) (?:\w+ )?"
    r"(?:approvat|autorizzat|accettat)\w|ha detto (?:di )?sì|(?:dato|ho) (?:l['’]ok|il via libera))\b",
    re.I,
)
_OTHER_TERMS = re.compile(
    r"\b(?:(?:anno|mese|volta|inverno|estate|primavera|autunno) (?:scors|passat)\w|l['’]altr[ao] (?:volta|anno)|"
    r"(?:ann[oi]|mes[ei]|tempo) fa|una volta (?!che)|un tempo|ai tempi|"
    r"(?:erano|eravate|eravamo|avevate|avevamo|facevate|davate|prendevate|bastavano)|"
    r"(?:avete|hanno|aveva|ha) (?:\w+ )?(?:detto|dat[oaei]|fatt[oaei]|concess\w|accordat\w|lasciat\w|permess\w)|"
    r"(?:vicin[oa]|cognat[oa]|amic[oa]|conoscent\w|collega|concorrent\w) (?:\w+ )*(?:ha|hanno|avete|paga|ne)\b|"
    r"(?:gli|agli|ad|con) altri|altri (?:clienti|fornitori)|(?:a|con|per) (?:lui|lei|loro)\b|"
    r"last (?:year|time|month|spring|summer|autumn|winter|christmas)|(?:years?|months?) ago|used to|back (?:then|in)|"
    r"(?:it|they|that|there) (?:was|were)|(?:you|they|he|she|your \w+) (?:let|gave|allowed|offered|had|told|said|did)|"
    r"(?:neighbours?|mate|friends?|brother|sister|cousin|dad|father|mum|uncle|competitors?)(?:[- ]in[- ]law)? "
    r"(?:\w+ )*(?:has|had|got|gets|pays|paid|was|were|did|ran)\b|next door|(?:down|over|across) the road|"
    r"other (?:customers|suppliers|firms|people))\b",
    re.I,
)
_ASKS_NOW = re.compile(
    r"\b(?:facciamo|facciano?|faccia|mi (?:dia|dà|date)|datemi|fatemi|vorr(?:ei|emmo)|poss(?:o|iamo)|potr(?:ei|emmo)|"
    r"ries\w+|riusc\w+|serv\w+|chied(?:o|iamo)|come|di nuovo|stavolta|questa volta|adesso|oggi|"
    r"(?:can|could|may) (?:i|we|you)|(?:i|we) (?:can|need|want)|(?:i|we)['’](?:d|ll)|let['’]?s|give (?:me|us)|make it|"
    r"again|same|like|now|this time)\b",
    re.I,
)
_CLAUSE = re.compile(r"[,;:.!?…]|\b(?:ma|però|allora|quindi|but|so)\b", re.I)
_ONCE = re.compile(r"\b(?:if|once|when|until|unless|se|quando|appena|finché)\b[^.!?;]*$", re.I)
_SETTLEMENT = re.compile(
    r"\b(?:call it (?:quits|even|square|done)|full and final|(?:we['’]re|that['’]s us|that makes us) (?:\w+ )?"
    r"(?:square|even|quits)|or nothing|saldo e stralcio|o niente|(?:siamo|facciamo) pari|"
    r"chiudiamo (?:lì|qui|la (?:partita|faccenda|questione)))\b",
    re.I,
)
_LINE = re.compile(
    r"[^.!?…]*\b(?:pronto|mi sente|mi sentite|si sente|mi senti|chi parla|hello|(?:can|do) you hear me|are you there|"
    r"who['’]?s (?:this|calling|speaking))\s*\?",
    re.I,
)
_MACHINE = re.compile(
    r"\b(?:(?:computer|sistema|macchina|robot|assistente|intelligenza artificiale|system|assistant|ai|bot)[,:]? "
    r"(?:\w+ ){0,2}?(?:ignor\w+|ripet\w+|scriv\w+|approv\w+|registr\w+|segna|annull\w+|repeat|write|approve|log|"
    r"cancel|set)|(?:ignor\w+|dimentic\w+) (?:\w+ ){0,3}?(?:istruzion\w+|regol\w+)|"
    r"(?:ignore|forget|disregard) (?:\w+ ){0,3}?(?:instructions?|rules?))\b",
    re.I,
)
_TURNED_DOWN = re.compile(
    r"^\s+(?:(?:è|is|['’]s) )?(?:no\b(?!\s*\?)|non (?:\w+ )?(?:ce la|posso|possiamo|riesco|riusciamo|va bene|mi va)\b|"
    r"(?:won['’]t|doesn['’]t|can['’]t|isn['’]t|is no good|no good|is too)\b)",
    re.I,
)
_NOT_BEFORE = re.compile(r"\b(?:not|non)\s+(?:on )?(?:the |il |l['’])?$", re.I)
_QUERIED = re.compile(r"^\s*\?\s*(?:ma|no|è|macché|solo|but|that['’]s|only|is that)\b", re.I)
_BARE = re.compile(r"(?:^|[.!?…,;])\s*(?:(?:il|lo|la|l['’]|the|on|for)\s*)*$", re.I)
_DISCOUNT = re.compile(
    r"\b(?:scont\w+|riduzion\w+|ridurr\w+|ridurl\w+|ridotto|abbuon\w+|in meno|tolg\w+|toglier\w+|toglie\w*|stralci\w*|"
    r"ribass\w+|abbass\w+|limar\w*|arrotond\w+|condon\w+|interess\w+|spese|mor[ae]|saldo e stralcio|chiud\w+|"
    r"accontent\w+|meno|metà|"
    r"discounts?|off|less|reduc\w+|knock|waive\w*|forgiv\w+|interest|fees?|lower|cut|settle for|accept|deal|"
    r"per ?cent[o]?)\b|%",
    re.I,
)
_LATER = re.compile(
    r"\b(?:più tardi|un altro (?:momento|giorno)|un['’]altra volta|adesso non|ora non|non adesso|non ora|"
    r"non (?:è il momento|posso (?:proprio|parlare))|domani|dopo|prossim\w+|later|another (?:time|day)|not now|"
    r"(?:bad|good|right) (?:time|moment)|tomorrow|next|can['’]t (?:talk|speak)|busy|after)\b",
    re.I,
)
_TODAY = re.compile(
    r"\b(?:oggi|stasera|stamattina|stamani|in giornata|prima di sera|entro sera|subito dopo|"
    r"tonight|today|this (?:morning|afternoon|evening))\b",
    re.I,
)
_YES_INSIDE = re.compile(
    r"\b(?:s[ìi]|va bene|aggiudicat\w|perfett\w|d['’ ]?accordo|affare fatto|ci sto|yes|okay|agreed|deal|fine)\b", re.I
)
_OURS = re.compile(
    r"\b(?:voi|vostr\w+|vi|(?<!['’])ve|avete|siete|fate|dovete|venit\w+|mandat\w+|lasciat\w+|tecnic\w+|impiant\w+|ascensor\w+|"
    r"assistenza|manutenzion\w+|intervent\w+|montacarich\w+|servizio|consegn\w+|fornitura|"
    r"you|your|yours|engineer\w*|technician\w*|lifts?|elevators?|service|maintenance|deliver\w+)\b",
    re.I,
)


def tells_of_promise_made(text: str) -> bool:
    """Whether it recalls what was promised or agreed before this call ("ci eravamo detti il venti")."""
    return bool(_EARLIER.search(text))


def pays_others(text: str) -> bool:
    """Payments to staff, suppliers or the state: neither made nor promised to the principal."""
    return bool(_OTHERS.search(text))


def takes_payment_back(text: str) -> bool:
    """Whether the payment that was told of turns out not to have left ("è rimasto in bozza")."""
    return bool(_NOT_GONE.search(text))


def bargains(text: str) -> bool:
    """Whether paying is the condition and something else what is wanted ("if I pay it all, I want...")."""
    return bool(_BARGAIN.search(text))


def offers_settlement(text: str) -> bool:
    """Whether a sum is offered for the whole debt ("two thousand and we call it quits"): a wish, no promise."""
    return bool(_SETTLEMENT.search(text))


def asks_something(text: str) -> bool:
    """Whether it holds a question other than whether the line stands."""
    return "?" in _LINE.sub(" ", text)


def tells_of_other_terms(text: str, start: int, end: int) -> bool:
    """Whether the figure at [start, end) tells of terms of the past or of somebody else, and isn't asked for now.

    "Last year you let me pay in twelve" does, "can I have twelve like last year" doesn't.
    """
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(text) if m.end() <= start or m.start() >= end), len(text)]
    left, right = max(cut for cut in cuts if cut <= start), min(cut for cut in cuts if cut >= end)
    if _ASKS_NOW.search(text[left:right]):
        return False
    stops = [0, *(m.end() for m in re.finditer(r"[.!?…;]+(?=\s|$)", text)), len(text)]
    sentence = text[max(s for s in stops if s <= start) : min(s for s in stops if s >= end)]
    return bool(_OTHER_TERMS.search(sentence))


def is_asked_for(text: str) -> bool:
    """Whether a few words say that the person who was asked for is on the line ("that's him", "in persona")."""
    return bool(_IS_ME.search(text)) and len(text.split()) <= _IS_ME_WORDS


def defers(text: str) -> bool:
    """Whether the operator leaves the decision to somebody senior."""
    return bool(_DEFERS.search(text)) and not grants(text)


def grants(text: str) -> bool:
    """Whether the operator tells that somebody senior has said yes."""
    granted = _GRANTED.search(text)
    if granted is None or _ONCE.search(text[: granted.start()]):
        return False
    return not re.match(r"[^.!:;?]*\?", text[granted.end() :])


def commands_machine(text: str) -> bool:
    """Whether the words are for a program that listens: they ask nothing of the operator."""
    return bool(_MACHINE.search(text))


def turned_down(text: str, start: int, end: int) -> bool:
    """Whether the figure at [start, end) is named only to be refused or doubted: "il sei no", "il due? ma è poco"."""
    if _TURNED_DOWN.search(text[end:]) or _NOT_BEFORE.search(text[:start]):
        return True
    return bool(_QUERIED.search(text[end:]) and _BARE.search(text[:start]))


def speaks_of_discount(text: str) -> bool:
    return bool(_DISCOUNT.search(text))


def puts_off(text: str) -> bool:
    """Whether the talk is put off to another time."""
    return bool(_LATER.search(text))


def todays(text: str) -> list[tuple[int, int]]:
    """Where words stand for the day of the call ("stasera", "tonight")."""
    return [match.span() for match in _TODAY.finditer(text)]


def says_yes(text: str) -> bool:
    """Whether a yes stands anywhere in it, not only at its start."""
    return bool(_YES_INSIDE.search(text))


def speaks_of_our_service(text: str) -> bool:
    """Whether trouble is the principal's (people, its service, "you"), not the speaker's own machine or customers."""
    return bool(_OURS.search(text))
