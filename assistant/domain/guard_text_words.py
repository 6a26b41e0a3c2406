"""Patterns and word lists of the guard of written sentences, per language. Data only: `guard_text.py` uses them."""

import re

from assistant.domain.guard_words import Words
from assistant.domain.money import Language

Patterns = dict[Language, re.Pattern[str]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _patterns(it: str, en: str) -> Patterns:
    return {"it": re.compile(rf"\b(?:{it})", re.IGNORECASE), "en": re.compile(rf"\b(?:{en})", re.IGNORECASE)}


PROMISES = _patterns(
    r"promett\w+|le prometto|garanti\w+|(?:le|vi|ti) assicuro|assicuriamo|(?:do|diamo) la (?:mia|nostra) parola|"
    r"mi impegno|ci impegniamo|stia tranquill\w|non si preoccupi|annull\w+|cancell\w+|storn(?!aio)\w+|rimbors\w+|"
    r"condon\w+|abbuon\w+|azzer\w+|rinunci\w+|togl(?:o|iamo|ierò|ieremo)\b|elimin\w+|esoner\w+|regal\w+|non (?:dovrà|"
    r"deve|dovete|dovrete) (?:più )?pagare|senza interessi|sicuramente|certamente riceverà|di sicuro|senz'altro",
    r"i promise|we promise|promise (?:you|that)|guarant\w+|rest assured|i assure|we assure|you have my word|my word|"
    r"waiv\w+|cancel\w*|refund\w*|write off|writ(?:ing|ten) off|forgiv\w+|credit (?:you|it back)|reimburs\w+|(?:won't|"
    r"will not|don't|do not) (?:have|need) to pay|no interest\b|interest[- ]free|definitely|for sure|without fail|"
    r"free of charge|don't worry|no need to worry",
)
"""Undertakings that only a record or an approved sentence may hold."""

LEGAL = _patterns(
    r"avvocat\w+|legal[ei]\b|tribunal\w+|giudic[ei]\b|giudiziari\w+|ingiuntiv\w+|pignora\w+|diffid\w+|messa in mora|"
    r"mettere in mora|azion[ei] legal\w+|vie legali|querel\w+|denunci\w+|centrale (?:dei )?rischi|"
    r"cattiv[oi] pagator\w+|rating|merito creditizio|recupero crediti|ufficiale giudiziario|contenzioso|"
    r"causa (?:civile|legale)|protest(?:o|i|are)\b|fallimento|istanza|decreto|sanzion\w+|penal[ei]\b|conseguenz\w+|"
    r"sequestr\w+|ipotec\w+",
    r"lawyers?|solicitors?|attorneys?|barristers?|courts?\b|judges?\b|legal\w*|lawsuits?|su(?:e|es|ed|ing)\b|"
    r"bailiffs?|enforcement|litigat\w+|credit (?:rating|score|bureau|file|reference)|debt collect\w+|"
    r"collection agency|proceedings|statutory demand|winding[- ]up|default notice|penalt(?:y|ies)|consequences|"
    r"prosecut\w+|seiz\w+|garnish\w+|injunction",
)
"""Law and threats: only where the approved sentence or a source has the same word."""

REFUSALS = _patterns(
    r"come (?:assistente|modello|intelligenza artificiale|ia)\b|in quanto (?:assistente|modello|ia)\b|sono (?:un|un'|"
    r"una) (?:assistente|modello|intelligenza|ia)\b|modello linguistico|intelligenza artificiale|non (?:posso|"
    r"sono in grado di|riesco a) (?:aiutar\w*|rispondere|fornire|assister\w*|soddisfare|commentare)|ecco (?:qui|(?:la|"
    r"il|l'|una|un) ?(?:frase|versione|testo|e-?mail|nota|risposta|narrazione))\b|frase (?:riscritta|personalizzata|"
    r"approvata)|riscrit\w+|riformul\w+|versione (?:riscritta|personalizzata)|spero che|istruzion\w+|prompt\b",
    r"as an? (?:ai|a\.i\.|assistant|language model|artificial)|(?:large )?language model|(?:i'?m|i am) an? (?:ai|"
    r"assistant|language)|artificial intelligence|virtual assistant|(?:can't|cannot|can not|unable to|am not able to|"
    r"won't) (?:help|assist|answer|comment|provide|comply|fulfil)|here(?: is|'s) (?:the|your|an?) (?:rewritten|"
    r"sentence|version|text|e-?mail|note|answer|narrative)\b|rewritten|rephras\w+|(?:personali[sz]ed|"
    r"approved) (?:sentence|version)|sure[!,] here|i hope this|instructions?\b|prompt\b",
)
"""A model that speaks of itself or of its task."""

DEBRIS = re.compile(
    r"[{}<>|\[\]*_#`~^\\=@•→…]|https?:|www\.|\n\s*\n\s*\n|[\"«»“”„]|(?:^|\s)'|'\s*$|(?:^|[.\n]\s*)(?:operatore|"
    r"operatrice|assistente|assistant|operator|agent|user|system|utente|sistema|cliente|customer|risposta|answer|frase|"
    r"sentence|output|oggetto|subject|nota|note)\s*:|"
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u2190-\u21ff]",
    re.IGNORECASE,
)
"""Marks that no spoken sentence has: markup, quotes, chat roles, emoji, what is left of a template."""

DATES = _patterns(
    r"(?:(?:fra|tra) (?:poco|qualche|pochi|un|una|breve))\b|(?:in|nel|nella|la|questa|quella|ogni) (?:mattin\w+|"
    r"pomeriggio|serata|settimana|mese|anno|giornata)\b|a breve|(?:fine|inizio|metà) (?:mese|anno|settimana)|natale|"
    r"pasqua|ferragosto|(?:pochi|alcuni|qualche) giorn\w+|(?:poche|alcune|qualche) (?:ore|settiman\w+)|al più presto",
    r"(?:this|every|in the|by the) (?:morning|afternoon|evening|week|month|year)\b|(?:end|middle|"
    r"start) of (?:the )?(?:month|year|week)|shortly|christmas|easter|(?:a|in) (?:few|couple of|several) (?:days?|"
    r"weeks?|working days)|in a (?:day|week|month|moment|while)|as soon as possible|within the (?:hour|day|week|"
    r"month)|soon\b",
)
"""When something is to be, in words that name no day; beside the single words of the mention's guard."""

FAMILIAR_IT = re.compile(
    r"\b(?:tu|ti|te|tuo|tua|tuoi|tue|puoi|hai|vuoi|devi|sai|vai|fai|stai|vieni|dici|capisci|potrai|dovrai|avrai|sarai|"
    r"potresti|dovresti|vorresti|avresti|dimmi|fammi|dammi|mandami|scrivimi|chiamami|richiamami|inviami|pagami|"
    r"preoccuparti|aiutarti|dirti|mandarti|inviarti|chiederti|ringraziarti|ciao)\b|(?:^|[.!?:;,]\s+)(?:guarda|senti|"
    r"scusa|aspetta|ascolta|pensa|scrivi|manda|paga|chiama|non ti)\b",
    re.IGNORECASE,
)
PLURAL_IT = re.compile(
    r"\b(?:voi|vi|ve|vostr[oaie]|avete|siete|potete|dovete|volete|sapete|fate|andate|date|dite|state|venite|"
    r"\w{3,}rete|\w{3,}reste)\b",
    re.IGNORECASE,
)
WE = _words("noi abbiamo siamo nostro nostra nostri nostre ci dobbiamo possiamo vogliamo facciamo")

OPPOSITES: dict[Language, tuple[tuple[str, str], ...]] = {
    "it": (
        (r"entro", r"oltre|dopo|non prima"),
        (r"prima", r"dopo"),
        (r"più", r"meno"),
        (r"meglio", r"peggio"),
        (r"apr\w+|apert[aoie]", r"chiu[ds]\w+"),
        (r"strett\w+|brev[ei]|cort\w+", r"lung\w+|ampi\w*"),
        (r"facil[ei]", r"difficil[ei]"),
        (r"tutt[oaie]", r"nulla|niente|nessun\w*"),
        (r"sospen\w+|sospes\w+|sospend\w+", r"riattiv\w+|riprend\w+|prosegu\w+"),
        (r"accett\w+|accogl\w+", r"rifiut\w+|respin\w+"),
        (r"aument\w+|alz\w+", r"diminu\w+|ridu\w+|abbass\w+|cal(?:o|a|ano|ato)"),
        (r"bloccat\w+|ferm[aoie]", r"sbloccat\w+|ripartit\w+"),
        (r"rott\w+|guast\w+", r"riparat\w+|funzionant\w+"),
        (r"massimo", r"minimo"),
        (r"al massimo|non oltre", r"almeno|al minimo|non meno"),
        (r"presto|anticip\w+", r"tardi|ritard\w+"),
        (r"tropp\w+|molt\w+", r"poc\w+"),
        (r"compr\w+", r"vend\w+"),
        (r"possibil[ei]", r"impossibil[ei]"),
        (r"corrett\w+|giust\w+", r"scorrett\w+|sbagliat\w+"),
        (r"bene", r"male"),
        (r"arrivat\w+", r"partit\w+"),
        (r"ricco|ricca|grande|grandi|gross\w+", r"piccol\w+"),
        (r"credit\w+", r"debit\w+"),
    ),
    "en": (
        (r"within|by", r"after|beyond"),
        (r"before", r"after"),
        (r"until", r"after|from"),
        (r"more", r"less|fewer"),
        (r"most", r"least"),
        (r"at most|up to|no more than", r"at least|no less than"),
        (r"better", r"worse"),
        (r"open\w*", r"clos\w+"),
        (r"short\w*", r"long\w*"),
        (r"easy|simple", r"hard|difficult"),
        (r"everything|all", r"nothing|none"),
        (r"right", r"wrong"),
        (r"hold|suspend\w*", r"resum\w+|releas\w+|lift\w*"),
        (r"accept\w*", r"refus\w+|reject\w+|declin\w+"),
        (r"increas\w+|up|raise\w*|higher", r"decreas\w+|down|lower\w*|reduc\w+"),
        (r"stuck|stopped|blocked", r"running|working|moving"),
        (r"broken|faulty", r"repaired|working|fixed"),
        (r"maximum", r"minimum"),
        (r"early|earlier|sooner", r"late|later"),
        (r"much|many", r"little|few"),
        (r"down|stopped|broken|stuck", r"(?:up|working|running) again|back up"),
        (r"buy\w*|bought", r"sell\w*|sold"),
        (r"possible", r"impossible"),
        (r"correct", r"incorrect|mistaken"),
        (r"big\w*|large\w*", r"small\w*"),
        (r"credit", r"debit"),
        (r"only", r"also"),
    ),
}
"""Words that say the opposite of each other: one may not stand where a source has the other only."""

SAFE: Words = {
    "it": _words(
        "capire comprendere ringraziare grazie certo certamente davvero volentieri dispiacere spiacere situazione "
        "momento riguardare calma capisco scusare vedere sapere parlare dire raccontare cercare aiutare disagio cosa "
        "sentire rendere conto apprezzare attenzione parola parte caso modo tempo succedere capitare lasciare trovare "
        "comprensibile"
    ),
    "en": _words(
        "understand thank thanks sorry hear realise appreciate certainly gladly really truly situation moment talk "
        "tell say mention know see look time matter way help case regard concern together about while happen find"
    ),
}
"""Kind words that an operator may add: they say nothing of the matter."""

NARRATION: Words = {
    "it": _words(
        "cliente operatore operatrice chiamata telefonata dire dichiarare riferire spiegare segnalare chiedere "
        "richiedere proporre concordare accordo partire decorrere promettere impegnare confermare informare comunicare "
        "precisare aggiungere ringraziare pagamento fattura rata importo data totale piano giorno essere prevedere "
        "riguardare relativo riconoscere scadenza accettare concludere motivo prossimo azione euro eur parlare "
        "contattare difficoltà debito nota prendere scusare dare rimanere attesa"
    ),
    "en": _words(
        "customer operator call say state report explain mention ask request propose agree agreement promise confirm "
        "inform add clarify thank payment invoice instalment amount date total plan day due regard concern accept end "
        "reason next action euro eur pound gbp talk contact will would copy give tell start difficulty debt note "
        "apologise remain stay wait"
    ),
}
"""Words that tell of any call."""

EMAIL: Words = {
    "it": _words(
        "gentile egregio signor signore signora signori dottore dottoressa buongiorno buonasera cordiale saluto "
        "distinto telefonata colloquio ringraziare riepilogare riassumere riepilogo seguito confermare restare "
        "disposizione domanda tempo collaborazione disponibilità cortesia dedicare concordare inviare mandare allegare "
        "attendere aspettare chiarimento ulteriore riferire contattare gradire ricevere scrivere cambiare qualsiasi "
        "qualunque presto possibile comunque frattempo intanto nota prendere incasso verificare suddividere cortese "
        "necessario eventuale occorrere bisogno porgere augurare lavoro giornata oggetto avvisare cosa"
    ),
    "en": _words(
        "dear mr mrs ms dr sir madam good morning afternoon kind regards best sincerely faithfully yours call "
        "conversation thank help time sum summary confirm contact question attach send look forward hesitate hear "
        "please further let know follow cooperation write receive discuss any change meantime meanwhile note receipt "
        "check disposal need wait split happy pleased wish appreciate kindly soon possible available reach free feel "
        "work"
    ),
}
"""What any e-mail holds: greeting, thanks, closing."""

POINTING = _words("questo questa questi queste quello quella quelli quelle quel quei codesto")
"""Words that point at something: a new one points at nothing, or has the wrong gender ("questa momento")."""

FIRST_OR_SECOND: Patterns = _patterns(
    r"(?:io|tu|noi|voi|mi|ti|vi|mio|mia|miei|mie|tuo|tua|nostr[oaie]|vostr[oaie]|ho|abbiamo|hai|avete|Lei ha|ci ha)\b",
    r"(?:i|we|you|me|us|my|our|your|mine|ours|yours|i'm|i'll|we'll|you'll|i've|we've)\b",
)
"""Persons that a note told in the third person doesn't have."""

ROLES: dict[Language, dict[str, str]] = {
    "it": {"cliente": "customer", "operatore": "operator", "operatrice": "operator"},
    "en": {"customer": "customer", "operator": "operator"},
}
BELONGING: Words = {"it": _words("del della dell dal dalla dall"), "en": _words("by of from")}
"""They say whose an item of a note is."""
GREETING: Patterns = _patterns(
    r"gentil\w+|egregi\w+|buongiorno|buonasera|spett", r"dear|good (?:morning|afternoon)|hello"
)
CLOSING: Patterns = _patterns(
    r"(?:cordiali|distinti|i migliori) saluti|cordialmente|buona giornata",
    r"(?:kind|best|warm) regards|sincerely|yours (?:faithfully|sincerely|truly)|best wishes",
)
