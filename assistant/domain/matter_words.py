"""How disputes, complaints, requests and hand-overs are worded: patterns of both languages."""

import re

DISPUTING = re.compile(
    r"\b(?:contest\w+|(?:sospend|sospes)\w+ (?:solo )?(?:la|quella|questa|il)|disput\w+|query|queried|on hold|"
    r"nota di credito|credit note)\b",
    re.I,
)
OPENS_DISPUTE = re.compile(
    r"\b(?:i|we|let me)(?:['’]ll| will| can|['’]ve|['’]m)?\b[^.!?;]{0,30}?\b(?:put|log|open|raise|register|record|note|"
    r"mark|logged|opened|raised)\w*\b[^.!?;]{0,40}?\b(?:as (?:a )?disput\w+|(?:a|the) dispute)\b|"
    r"\b(?:apr(?:o|iamo)|registr(?:o|iamo)|segn(?:o|iamo)|metto|mettiamo)\b[^.!?;]{0,30}?\bcontestazione\b",
    re.I,
)
"""The operator opens a dispute in so many words."""
COMPLAINING = re.compile(r"\b(?:reclam\w+|segnalazion\w+|disservizi\w+|complaint|complain|ticket)\b", re.I)
TECHNICAL = re.compile(
    r"\b(?:tecnic\w+|ripar\w+|guast\w+|ricambi\w*|manutenzion\w+|si (?:blocca|ferma|riapre)|bloccat\w+|ferm[oa]|"
    r"rott\w+|"
    r"repair\w*|fault\w*|engineer\w*|technician|broken|breaks?|leak\w*|spare|out of order|fix(?:ed)?)\b",
    re.I,
)
WANTS_PAPERS = re.compile(
    r"\b(?:(?:me|ce) l[aoei] (?:\w+ )?(?:ri)?(?:mand|invi|gir|inoltr|spedi)\w+|"
    r"(?:mi|ci) (?:(?:può|potete|potrebbe|potreste|riesce a|fa|fate|deve|dovete|dovrebbe) )?"
    r"(?:ri)?(?:mand(?!at[oaie])|invi(?!at[oaie])|gir(?!at[oaie])|inoltr|spedi)\w*|"
    r"(?:mandat|inviat|(?:ri)?mand|(?:ri)?invi)(?:emi|eci|ami|imi|i|ate)(?:l[aoei])? (?:\w+ ){0,3}?(?:copia|"
    r"fattur\w+|estratto|email|mail|pec|"
    r"document\w+|iban|coordinate)|(?:avere|ricevere|vedere|serve|servirebbe|servono|voglio|vorrei|bisogno di|"
    r"manca) (?:\w+ ){0,3}?"
    r"(?:copi\w+|estratto|fattur\w+ (?:in|di)|document\w+|rapportin\w+|ddt|bolla|iban|coordinate|duplicat\w+)|"
    r"(?:per|in forma) (?:i)?scritt[oa]|(?:mi|ci) (?:faccia|fate|fa) avere|"
    r"(?:can|could|would|will) you (?:\w+ ){0,2}?(?:re-?)?(?:send|email|e-mail|forward|resend|put|ping|post|fax)|"
    r"(?:re-?)?(?:send|email|e-mail|forward|ping|post) (?:me|us|it|that|them|over|those|the|a) ?|"
    r"(?:need|want|like|get|have|see) (?:\w+ ){0,4}?(?:cop(?:y|ies)|statement|proof of delivery|delivery note|"
    r"paperwork|breakdown)|in writing)",
    re.I,
)
SENDS_TO_US = re.compile(
    r"\b(?:ve l[aoei]|gliel[aoei]|vi|le) (?:ri)?(?:mand|invi|gir|inoltr)\w+|"
    r"\b(?:i|we)(?:['’]ll| will| can|['’]m going to)? (?:re-?)?(?:send|email|e-mail|forward)|\bget (?:her|him) to\b",
    re.I,
)
OPERATOR_SENDS = re.compile(
    r"\b(?:(?:gliel[aoei]|ve l[aoei]|le|vi) (?:ri)?(?:mand|invi|spedi|gir|inoltr|prepar)(?:o|erò|iamo|eremo|i)\b|"
    r"(?:le|vi) (?:faccio|farò) avere|(?:ri)?(?:mand|invi)(?:o|erò|iamo|eremo)\b|"
    r"(?:le|vi) scriv(?:o|erò) (?:due|una) rig\w+|"
    r"(?:le|vi) (?:scriv|"
    r"conferm)(?:o|erò)\b"
    r".{0,25}\b(?:mail|e-?mail|scritto|pec)|riceve(?:rà)? (?:la|una|il) (?:\w+ )?(?:conferma|mail|e-?mail|copia)|"
    r"you(?:['’]ll| will) (?:\w+ )?(?:have|get|receive|see) (?:[\w’']+ ){0,4}?(?:cop(?:y|ies)|statement|confirmation|"
    r"paperwork|e-?mail|letter|breakdown|in writing)|"
    r"(?:come|go|goes|on (?:its|the|their) way|be|out) (?:out |over |across )?(?:to|with) you (?:\w+ )?"
    r"by (?:e-?mail|post)|"
    r"(?:in|into) your (?:inbox|e-?mail|post)|drop you (?:a line|a note|an e-?mail)|"
    r"(?:i|we)(?:['’]ll| will| can| am going to)? (?:re-?)?(?:send|email|e-mail|forward|ping|post|"
    r"confirm (?:\w+ ){0,4}by e-?mail|"
    r"(?:put|confirm) (?:\w+ ){1,4}in (?:an )?"
    r"(?:e-?mail|writing)))",
    re.I,
)
FOUND_PAYMENT = re.compile(
    r"\b(?:eccol[oa]|l['’]ho trovat\w|lo trovo|(?:lo|la) vedo|risulta (?:arrivat|registrat|saldat|pagat|ricevut)\w|"
    r"(?<!chiamata )(?<!telefonata )(?<!conversazione )è (?:arrivat|saldat|registrat)\w|(?:found|got) it|"
    r"i can see (?:it|that|the|your)|it(?:['’]s| has) (?:here|"
    r"arrived|"
    r"come in|landed)|has (?:arrived|come in|reached))\b",
    re.I,
)
NEGATED = re.compile(r"\b(?:non|ancora no|not|can['’]?t|cannot|don['’]t|isn['’]t|hasn['’]t)\b", re.I)
ASKS_SUPERVISOR = re.compile(
    r"\b(?:responsabile(?! (?:tecnic|amministrativ|acquisti|della manutenzione))|supervisor\w*|superior\w*|"
    r"direttore|direzione|capoufficio|(?:suo|mio) capo|manager|"
    r"someone (?:senior|higher|above)|your boss|team leader)\b",
    re.I,
)
HANDS_OVER = re.compile(
    r"\b(?:port[oai]\w*|spett\w+|compet\w+|chied\w+|sottopon\w+|sottoporr\w+|pass\w+|parl\w+|sent\w+|inform\w+|coinvolg\w+|inoltr\w+|segnal\w+|"
    r"richiam\w+|approv\w+|autorizz\w+|decid\w+|ask|speak|talk|put|pass|check|escalate|refer|approve\w*|raise|"
    r"call|ring|authoris\w+|have)\b",
    re.I,
)
SALES = re.compile(
    r"\b(?:commerciale|agente di zona|rappresentante|venditore|sales (?:rep\w*|manager|person|team)|account manager|"
    r"the rep)\b",
    re.I,
)
NUMBERS = {
    word: number
    for number, words in enumerate(
        ("un|uno|one", "due|two", "tre|three", "quattro|four", "cinque|five", "sei|six", "sette|seven", "otto|eight",
         "nove|nine", "dieci|ten"), start=1)
    for word in words.split("|")
}  # fmt: skip
WORKING_DAYS = re.compile(
    rf"(?<!\bo )(?<!\bor )\b(\d{{1,2}}|{'|'.join(NUMBERS)}) (?:giorn\w (?:lavorativ|ferial)\w|(?:working|"
    rf"business) days?)\b",
    re.I,
)
NEAR = 60
"""Characters between a verb and the day that goes with it, at most."""
ELSEWHERE = re.compile(r"[.;!?]|(?:,|\be|\band)\s+(?:io|noi|poi|lei|la|le|i|we|then|you)\b", re.I)
"""What parts a day from a verb that stands before it."""
PARTED = re.compile(r"\b(?:e|and)\s*$", re.I)
"""What parts a day from a verb that comes after it: "la prima l'undici e Le mando"."""
HANDOVER = re.compile(
    r"\b(?:gliel[ao] passo|te l[ao] passo|gliel[ao] chiamo|attenda (?:che|un attimo)|(?:i['’]ll|let me) (?:put|"
    r"get|pass|fetch)|"
    r"putting you|passing you|here (?:he|she) is|hold on)\b",
    re.I,
)
SAYS_ME = re.compile(
    r"^\W*(?:s[ìi]\b|in persona|sono io|eccomi|presente|mi dica|yes\b|speaking|that['’]s (?:me|him|her)\b|it['’]s me|"
    r"this is (?:he|she|him|her)\b|you(?:['’]ve| have) got (?:him|her|me)\b|the (?:very )?same\b|you are\b|i am\b)",
    re.I,
)
"""An answer to "am I speaking to...?" that no stranger gives."""
SELF = re.compile(
    r"\b(?:sono (?:io|\w+)|eccomi|pronto|mi dica|speaking|this is|it['’]s me|hello|that['’]s me|here)\b", re.I
)


ANSWERING = re.compile(
    r"\b(?:rispo\w+|riscontr\w+|(?:verific|controll)(?:o|hiamo|iamo|herò|heremo|erò|eremo)|(?:faccio|"
    r"facciamo) sapere|"
    r"answer|reply|check|trace|come back|get back|let you know)\b",
    re.I,
)
CHECKING = re.compile(r"\b(?:verific\w+|controll\w+|ricerc\w+|check\w*|trac\w+|look into)\b", re.I)
TECHNICIAN = re.compile(r"\b(?:tecnic[oi]|responsabile tecnico|engineer|technician)\b", re.I)
COMES = re.compile(
    r"\b(?:mand\w+|invi\w+|verrà|viene|pass[ao]\w*|segnal\w+|rifer\w+|avvis\w+|fiss\w+|chied\w+|send|come|mention|book\w*|arrange|ask|have|get|"
    r"tell|pass)\b",
    re.I,
)
"""What the operator arranges with a technician."""
TOLD = re.compile(r"\b(?:avvis|inform|notif|told)\w*", re.I)
"""A day beside it may be the one on which the technician hears of it, not the one of the visit."""
CALLS_IN_PERSON = re.compile(
    r"\b(?:la|vi) (?:richiamo|ricontatto|chiamo|risento)\b|\b(?:i|we)(?:['’]ll| will) (?:call|ring|phone|get back)\b",
    re.I,
)
"""The operator calls again, whoever decides."""
OTHERS_CALL = re.compile(
    r"\b(?:la|vi) (?:ri)?(?:chiamerà|chiameranno|contatterà|contatteranno)\b|"
    r"\b(?:he|she|they)(?:['’]ll| will) (?:\w+ )?(?:call|ring|phone|get back to)\b",
    re.I,
)
"""Somebody else than the operator calls."""
CALLS_US = re.compile(
    r"\b(?:vi|la) (?:ri(?:chiam|contatt)\w+|chiamo|chiamerò|faccio sapere)(?: (?:io|noi))?\b|"
    r"\b(?:i|we)(?:['’]ll| will| can|['’]d rather) (?:\w+ )?(?:(?:call|ring|phone)(?: you)?(?: back| again)?|"
    r"give you an? (?:call|ring|bell|buzz|shout)|(?:get back to|come back to) you|be in touch)\b",
    re.I,
)
"""A customer who is to call."""
