"""What a sentence does in a talk about payments: agrees, refuses, promises, sets a condition, tells of the past.

Patterns of both languages stand together, because customers change language in the middle of a call. They say what a
sentence is about; which figures it holds is the extractor's affair.
"""

import re

_FILLERS = (
    r"(?:(?:ah|eh|oh|uh|um|ehm|mm+|ma|beh|be['’]|mah|allora|guardi|senta|ecco|dai|well|so|then|hm+|right|no no)"
    r"[\s,.…]+)*"
)
_YES = (
    r"(?:s[ìi]\b(?! (?:può|deve|tratta|vede|ma|però))|certo|certamente|esatt\w+|giust\w+|perfett\w+|"
    r"va (?:ben\w+|più che bene)|"
    r"d['’ ]?accordo|o[ck]\b|okay|okey|benissimo|ben[eo]|confermo|facciamo così|così va bene|ci sto|affare fatto|"
    r"mi (?:va|sta) bene|per me va bene|siamo d['’ ]accordo|volentieri|"
    r"segni\b|(?:segni|segna|scriva|metta|vada) pure|assolutamente|corretto|proprio così|"
    r"yes|yeah|yep|yup|aye|sure|correct|exactly|fine(?! (?:mese|anno|settimana|gennaio|febbraio|marzo|aprile|maggio|"
    r"giugno|luglio|agosto|settembre|ottobre|novembre|dicembre))|(?:that|it)(?:['’]s| is) (?:right|fine|correct|"
    r"it|ok|"
    r"okay|good|great|agreed|perfect)|(?:that|this|it) (?:works|suits|does|sounds? (?:good|fine|right))|"
    r"works for me|sounds (?:good|fine|right|great|fair)|agreed|deal|"
    r"go ahead|put (?:me|that|it) down|perfect|absolutely|good|great|lovely|brilliant|"
    r"all ?right|i can do that|we can do that|go on then|happy with that|you have my word)"
)
_AFFIRMS = re.compile(rf"^\W*{_FILLERS}{_YES}", re.I)
_AGREES_LATER = re.compile(
    r"\b(?:va bene|s[ìi],? (?:ok|certo|grazie|perfetto)|ok\W*$|mi sta bene|facciamo così|d['’ ]accordo|ci sto|"
    r"affare fatto|that(?:['’]s| is) fine|works for me|"
    r"let['’]s do that|i can do that|agreed|sounds (?:good|fine|fair))\b",
    re.I,
)
_NO = re.compile(r"(?:^|[,.;:!?…]\s*)(?:no|nope|macché)\b(?! (?:problem|worries|problema|bother|trouble))", re.I)
_CANNOT = re.compile(
    r"\bnon (?:\w+ )?(?:posso|possiamo|riesco|riusciamo|ce la facci\w+|se ne parla|va bene|è possibile|accett\w+|"
    r"sono d['’ ]accordo|firmo|prometto|mi (?:va|sta) bene|lo facci\w+)\b"
    r"|\b(?:impossibile|è troppo|troppo (?:alt|presto|tard)\w*|can(?:not|['’]?t)(?! complain| argue)|won['’]t|"
    r"not (?:possible|happening|going to|a chance|able|doing)|too (?:much|soon|high)|no (?:way|chance)|"
    r"do(?:n['’]t| not) think so|i refuse)\b",
    re.I,
)
_BUT = re.compile(r"\b(?:ma|però|but|only|solo che|piuttosto|anzi|meglio|rather|though)\b", re.I)
_POLITE_IF = re.compile(
    r"\bse (?:per (?:lei|voi|te) )?(?:(?:le|vi|ti) )?(?:va|sta) bene\b|\bse (?:vuole|volete|preferisce|può|"
    r"potete|posso|"
    r"non (?:le |vi )?dispiace|ho capito|è possibile|possibile)\b|\bif (?:that|it)(?:['’]s| is) (?:ok|okay|"
    r"all ?right|"
    r"fine|possible)\b|\bif (?:you (?:like|want|don['’]t mind|can)|i may|that works|i(?:['’]ve)? understood)\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:se|qualora|a patto che|sempre che|purché|a condizione che|dipende|appena|una volta che|"
    r"quando (?:mi |ci )?(?:paga\w*|incass\w+|arriv\w+|entra\w*|rientr\w+)|forse|magari|spero|speriamo|speravo|"
    r"(?:ci )?prov(?:o|erò|iamo)(?: a)?|ved(?:o|iamo|rò|remo) se|non (?:le |vi |ti )?(?:prometto|garantisco|"
    r"assicuro)|"
    r"if|as soon as|once (?:they|he|she|we|the|i|my|our)|when (?:they|he|she|we get|i get|the|my|our)|"
    r"depend(?:s|ing)|"
    r"hopefully|(?:i|we) hope|hoping|try|might|maybe|perhaps|possibly|probably|can['’]t promise|no promises|"
    r"fingers crossed|provided|unless|subject to)\b",
    re.I,
)
_SOFT = re.compile(
    r"\b(?:dovrei|dovremmo|credo|(?<!ci )penso|immagino|conto di|direi|più o meno|should|i think|i guess|i reckon|"
    r"ought to)\b",
    re.I,
)
_PAYING = re.compile(
    r"\b(?:pag(?:o|herò|hiamo|heremo|are|ar(?:la|lo|le|li|vi)|hi|a|he)|vers(?:o|erò|iamo|eremo|are|ar\w+|amento)|"
    r"sald(?:o|erò|iamo|eremo|are|ar\w+)|bonific\w*|pagament\w+|acconto|anticip(?:o|iamo)|liquid(?:o|iamo|erò|eremo)|"
    r"(?:facc\w+|fare|fatta|farò|faremo|mett\w+|do|dispon\w+) (?:partire|il|la|un|i|le|in pagamento|tutto)|"
    r"in pagamento|(?:gliel\w+|ve l\w+|ve li|le|vi|te l\w+) (?:facc\w+|do|dò|diamo|darò|pag\w+|sald\w+|vers\w+)|"
    r"facci(?:o|amo)|ne facc\w+|provved\w+|regol(?:o|erò|arizz\w+|are)|sistem(?:o|erò|iamo|eremo|arla|are|arle)|"
    r"chiud(?:o|iamo|erò|ere)|l['’]accredito|accredit(?:o|iamo)|posso (?:fare|darle|darvi|dar\w+)|poss(?:o|iamo)|"
    r"riesc\w+|riusc(?:iamo|irò|ire)|(?:ce la )?facci(?:o|amo)|"
    r"pay(?:ing|ment|ments)?|transfer|settl(?:e|ing)|clear|wire|bacs|bank it|sort (?:it|that|them)|"
    r"(?:get|put|have) (?:it|that|them|the (?:\w+ ){0,2}?\w+|this|you|\w+ hundred|\w+ thousand) "
    r"(?:over|across|to you|paid|through|off)|"
    r"put (?:it |that )?through|(?:can|could|will|['’]ll) (?:do|manage|stretch|send|give|make)|do|"
    r"you(?:['’]ll| will) (?:have|get|see)|with you (?:by|on)|make (?:a|the|it|one)|let['’]s (?:say|do|make))\b",
    re.I,
)
_SENDING_PAPERS = re.compile(
    r"\b(?:copia|copie|ricevut\w+|contabil\w+|distint\w+|rapportin\w+|foto\w*|e-?mail|mail|pec|document\w+|estratto|"
    r"screenshot|conferma scritta|per iscritto|per scritto|in writing|receipts?|confirmation|proof|cop(?:y|ies)|"
    r"remittance|statement|photos?|picture|paperwork|letter|delivery note|bolla|ddt)\b",
    re.I,
)
_NOT_PAYING = re.compile(
    r"\bnon (?:\w+ ){0,3}?(?:pag\w+|vers\w+|sald\w+|tir\w+ fuori)|\bnemmeno un (?:euro|centesimo)\b|"
    r"\b(?:won['’]t|not|never|can['’]?t|cannot|don['’]t|isn['’]t) (?:\w+ ){0,2}?(?:pay|settle|send|paying)|"
    r"\bnot (?:a|one) penny\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:ho|abbiamo|ha|hanno|avevo|avevamo|l['’]ho|l['’]abbiamo|(?:li|le|ve l[ao]|gliel['’]?) ?(?:ho|abbiamo))"
    r" (?:\w+ ){0,4}?(?:pagat\w+|fatt\w+|versat\w+|saldat\w+|bonificat\w+|mandat\w+|inviat\w+|dispost\w+)"
    r"|\b(?:è|sono|era|erano) (?:già )?(?:stat\w )?(?:pagat\w+|saldat\w+|partit\w+|uscit\w+|versat\w+)"
    r"|\b(?:bonific\w+|pagament\w+|accredit\w+|soldi) (?:\w+ )?(?:è|sono) (?:già )?(?:stat\w )?"
    r"(?:andat|fatt|mandat|inviat|dispost|eseguit)\w+|\bbonific\w+ già (?:fatt|mandat|dispost)\w+"
    r"|\bgià (?:pagat\w+|saldat\w+|fatt\w+|versat\w+)|\b(?:m['’]è|ci è|è) uscit\w+"
    r"|\b(?:i|we|she|he|they|wife|husband|it(?:['’]s)?|that(?:['’]s)?|was|were|been|have|has|['’]ve|already)"
    r" (?:\w+ ){0,2}?(?:paid|sent|settled|transferred|cleared|wired)\b|\bwent out\b|\bgone (?:out|from)\b|"
    r"\b(?:went|gone) (?:through|over|across|off)\b(?! (?:it|them|your|my|our|all|every\w*|each|these|those|an?|"
    r"the (?!other\b|\w+day\b|\w+(?:st|nd|rd|th)\b|week|same|next))\b)|\bleft our\b",
    re.I,
)
_UNREAL = re.compile(
    r"\b(?:would|wouldn['’]t|(?:should|could|might) (?:\w+ ){0,2}?have|if (?:\w+ )?(?:['’]d|had)|if|unless|whether|"
    r"what(?:['’](?:s|ve))?|how much|never|always|usually|normally)\b(?![^,.;:!?…]*\balready\b)[^,.;:!?…]*$",
    re.I,
)
"""Before a verb that then tells of no payment: one imagined, asked about, or made as a habit."""
_HABIT = re.compile(
    r"^\W*(?:\w+ ){0,2}?(?:sempre|always|on time|regolarmente|puntual\w+|"
    r"what (?:i|we) could|quello che potev\w+)\b",
    re.I,
)
_SENT = re.compile(r"\b(?:sent|went|gone)\b", re.I)
_MONEY = re.compile(r"\b(?:transfer\w*|payments?|paid|money|cheque|bacs|pounds?|euros?|hundred|thousand)\b", re.I)
_INCOME = re.compile(
    r"\b(?:incass\w+|(?:mi|ci) (?:pag\w+|arriv\w+|entra\w*|accredit\w+|versa\w*|salda\w*|dev\w+|liquid\w+)|"
    r"(?:they|he|she|customers?|clients?|who|council|insurers?) (?:\w+ )?(?:pays?|owes?|settles?)|pays? (?:us|me)|"
    r"(?:we|i)(?:['’]re| are| am|['’]m| get) (?:getting )?paid|(?:money|funds|grant|balance|loan) (?:\w+ ){0,2}?"
    r"(?:comes?|coming|arrives?|arriving|lands?|landing|due)|comes? in)\b",
    re.I,
)
_DEPOSIT = re.compile(r"\b(?:deposit|down payment|up ?front|money down|acconto|anticipo|caparra)\b", re.I)
CALLING = re.compile(
    r"\b(?:richiam\w+|risent\w+|ricontatt\w+|riaggiorn\w+|ci (?:ri)?sentiamo|(?:mi|ci) (?:chiam\w+|cerch\w+|sent\w+)|"
    r"(?:la|vi) (?:chiamo|sento)(?! (?:per|perché|perchè|da|dal|dalla|a nome|con la|con una|riguardo|in merito)\b)|"
    r"(?:la|vi) (?:chiamerò|sentirò|aggiorno)|chiamar(?:mi|ci|la|lo)|(?:la|lo|vi) cerc(?:o|herò)|riprov(?:o|erò)|"
    r"(?:call|ring|phone|try)(?:ing)? (?:\w+ )?(?:back|again|later)|"
    r"(?:call|ring|phone|try) (?:me|us|you|her|him|them)|"
    r"(?:i|we|he|she|they)(?:['’]ll|['’]d| will| can| could) (?:\w+ )?(?:call|ring|phone)(?! it)|"
    r"(?:call|ring|phone|try|catch) (?-i:(?:Mr |Mrs |Ms |Miss |Dr )?[A-Z][\w’'-]+)(?= (?:on|at|in|next|this|after|"
    r"before|tomorrow|today|again|later|back)\b)|"
    r"give (?:\w+ )?(?:me|us|you|her|him|them|(?-i:[A-Z]\w+)) an? (?:\w+ )?(?:call|ring|bell|buzz|shout|tinkle)|"
    r"get back to (?:me|us|you)|speak (?:again|then|on|next)|(?:back|be|get) in touch)\b",
    re.I,
)
_MISSED_CALL = re.compile(
    r"\b(?:promised|was|were|last (?:week|month)|never|nobody|heard nothing|avevate|doveva(?:te|no)?|nessuno|"
    r"scors\w)\b",
    re.I,
)
_ORDINALS = (("prima", "first"), ("seconda", "second"), ("terza", "third"))
_ORDINAL = re.compile(
    r"\b(?:la|the) (prima|seconda|terza|first|second|third)\b(?! (?:rata|volta|metà|settimana|cosa|parte|"
    r"possibile|instal|time|"
    r"week|half|thing|payment|of))",
    re.I,
)
_ANSWERING = re.compile(
    r"\b(?:(?:gli|le|lo|la) port\w+|porto|sottopon\w+|facci(?:o|amo) sapere|"
    r"sent(?:o|iamo) (?:il|la|l['’]|i|le)\b|let you know|"
    r""
    r"apr(?:o|iamo)|registr(?:o|iamo|ata)|sospend\w+|annot\w+|segn(?:o|iamo)|prepar(?:o|iamo)|contestazion\w+|"
    r"rispond\w+|rispost\w+|verific\w+|controll\w+|riscontr\w+|(?:le|vi|gliel\w+|ve l\w+) (?:ri)?(?:mand|invi|scriv|"
    r"conferm|gir|inoltr|spedi)\w+|riceve(?:rà|te)?|arriv\w+ (?:la|il) (?:mail|conferma)|tecnic\w+|intervent\w+|"
    r"(?:i|we)(?:['’]ll| will| can) (?:do that|send|email|e-mail|write|drop you|ping|post|confirm|check|answer|reply|"
    r"come back|trace|open|log|"
    r"note|put|get|ask|pass|raise|look)|repl(?:y|ies)|dispute|"
    r"answer|you(?:['’]ll| will) (?:receive|hear)|engineer|technician|visit|working days|giorni lavorativi)\b",
    re.I,
)
_EACH = re.compile(
    r"\b(?:(?:al|ogni|per) mese|mensil\w+|(?:a|per) rata|alla volta|per volta|la rata|le rate|a settimana|"
    r"a month|per month|"
    r"each month|every month|monthly|an? instal?lment|each time|a week)\b",
    re.I,
)
_DEBT = re.compile(
    r"\b(?:scadut\w+|scadenz\w+|scad(?:e|ono|eva\w*|rà|ranno)|risult\w+|apert\w+|insolut\w+|in tutto|totale|"
    r"emess\w+|dovut\w+|ammont\w+|"
    r"overdue|outstanding|was due|fell due|due (?:on|since)|open|in total|altogether|issued|owed|owing|balance of)\b",
    re.I,
)
_ASKS_PAYMENT = re.compile(
    r"\b(?:quando|che giorno|quale giorno|entro quando|che data|quale data|per quando|da quando|quanto|"
    r"che (?:cifra|importo)|"
    r"quale (?:cifra|importo)|come (?:pensa|vorrebbe|preferisce|vuole|possiamo)|when|what (?:date|day|amount)|"
    r"which days?|quali giorni|che giorni|"
    r"how (?:much|soon|would you like to pay)|by when)\b",
    re.I,
)
_LEAVE = re.compile(
    r"\b(?:(?:posso|possiamo|potrei|potremmo|si può|si potrebbe) (?:\w+ )?(?:pag|vers|sald|far|dar|mandar|"
    r"divider|spostar)\w*|"
    r"(?:va|andrebbe|le va|vi va|può andare) bene se|(?:can|could|may|might) (?:i|we)|is it (?:ok|okay|"
    r"all right|alright|"
    r"possible)|would it be (?:ok|okay|all right|possible)|do you mind)\b",
    re.I,
)
_REST = re.compile(
    r"\b(?:il resto|la rimanenza|il rimanente|la parte restante|il saldo|la differenza|l['’]altra metà|"
    r"the (?:rest|remainder|remaining|balance|other half)|what['’]?s left)\b",
    re.I,
)
_WHOLE = re.compile(
    r"\b(?:tutt[oa](?: (?:quanto|insieme|intera?))?|per intero|l['’]intero (?:importo|saldo)|saldo (?:tutto|"
    r"completo)|"
    r"tutt[ei] e (?:due|tre|quattro)|all of (?:it|them)|in full|the (?:whole|full|lot|entire)(?: (?:amount|lot|thing|"
    r"sum|balance))?|everything|both)\b",
    re.I,
)
_HALF = re.compile(
    r"\b(?:(?:la )?metà(?! (?:del )?(?:mese|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|"
    r"settembre|ottobre|novembre|dicembre))|half)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:altr[oaie]|l['’]altr[oa]|anche|seconda|poi|dopo|in più|another|other|also|then|second|plus|"
    r"and (?:the|then))\b",
    re.I,
)
_CORRECTS = re.compile(
    r"(?:^\W*|[,.;…]\s*)(?:no[,. ]+)?(?:anzi|scusi|mi scusi|scusa|pardon|cioè|volevo dire|mi correggo|ho sbagliato|"
    r"mi sono sbagliat\w|aspetti|facciamo(?: meglio)?|meglio|sorry|actually|rather|i mean|i meant|make (?:it|that)|"
    r"scratch that|correction|wait|no)\b",
    re.I,
)


def _without_courtesy(text: str) -> str:
    return _POLITE_IF.sub(" ", text)


def refuses(text: str) -> bool:
    return bool(_NO.search(text)) or cannot(text)


def cannot(text: str) -> bool:
    """Whether it says that something can't be done, or won't."""
    return bool(_CANNOT.search(text))


def affirms(text: str) -> bool:
    """Whether it says yes to what was just proposed, and takes nothing of it back."""
    start = _AFFIRMS.search(text)
    if will_not_pay(text):
        return False
    if start:
        return not refuses(text[start.end() :])
    return bool(_AGREES_LATER.search(text)) and not refuses(text) and "?" not in text


def objects(text: str) -> bool:
    """Whether a "but" or a "rather" comes with it."""
    return bool(_BUT.search(text))


def is_conditional(text: str) -> bool:
    """Whether it holds only if something happens, or is no more than a hope."""
    return bool(_CONDITION.search(_without_courtesy(text)))


def is_soft(text: str) -> bool:
    """Whether the speaker only thinks so: it counts once they have confirmed it."""
    return bool(_SOFT.search(text))


def speaks_of_paying(text: str) -> bool:
    return bool(_PAYING.search(text)) and not _NOT_PAYING.search(text)


def will_not_pay(text: str) -> bool:
    return bool(_NOT_PAYING.search(text))


def tells_of_payment_made(text: str) -> bool:
    """Whether it tells of a payment that has left: not one imagined, a habit, or papers that were sent."""
    if re.search(r"\b(?:non|not|nothing|haven['’]t|didn['’]t|hasn['’]t)\b", text, re.I):
        return False
    papers = speaks_of_papers(text) and not _MONEY.search(text)
    return any(
        not _UNREAL.search(text[: made.end()])
        and not _HABIT.search(text[made.end() :])
        and not (papers and _SENT.search(made.group()))
        for made in _PAST.finditer(text)
    )


def speaks_of_deposit(text: str) -> bool:
    return bool(_DEPOSIT.search(text))


def speaks_of_income(text: str) -> bool:
    """Money that the customer is to receive: its date and amount are no promise."""
    return bool(_INCOME.search(text))


def speaks_of_calling(text: str) -> bool:
    return bool(CALLING.search(text))


def tells_of_calls_missed(text: str) -> bool:
    """Calls that were promised and didn't come: a complaint, not a wish to be called."""
    return bool(_MISSED_CALL.search(text))


def ordinal_in(text: str) -> int | None:
    """Which of several debts that were listed is meant: 0 for "la prima", "the first one"."""
    found = _ORDINAL.search(text)
    if found is None:
        return None
    return next(n for n, words in enumerate(_ORDINALS) if found.group(1).lower() in words)


def speaks_of_papers(text: str) -> bool:
    return bool(_SENDING_PAPERS.search(text))


def speaks_of_answering(text: str) -> bool:
    """What the operator's side will do: its dates are no customer's promise."""
    return bool(_ANSWERING.search(text))


def speaks_of_instalments(text: str) -> bool:
    """Whether an amount is one of many: "al mese", "a rata"."""
    return bool(_EACH.search(text))


def states_debt(text: str) -> bool:
    return bool(_DEBT.search(text))


def asks_for_payment(text: str) -> bool:
    questions = re.findall(r"[^.!?]*\?", text)
    return any(_ASKS_PAYMENT.search(asked) and not speaks_of_calling(asked) for asked in questions)


def asks_leave(text: str) -> bool:
    """Whether the customer asks if they may, so that it takes the operator's word: "posso pagare il tre?"."""
    return "?" in text and bool(_LEAVE.search(text))


def corrects(text: str) -> bool:
    return bool(_CORRECTS.search(text))


def adds(text: str) -> bool:
    """Whether it speaks of something beside what was said before ("e il resto", "the other one")."""
    return bool(_REST.search(text) or _OTHER.search(text))


def shares(text: str) -> list[tuple[int, int, str]]:
    """Parts of a debt named without a figure: (start, end, `whole` | `rest` | `half`), in order."""
    found = [
        (m.start(), m.end(), name)
        for name, pattern in (("rest", _REST), ("half", _HALF))
        for m in pattern.finditer(text)
    ]
    taken = [(start, end) for start, end, _ in found]
    for match in _WHOLE.finditer(text):
        if all(match.end() <= start or match.start() >= end for start, end in taken):
            found.append((match.start(), match.end(), "whole"))
    return sorted(found)
