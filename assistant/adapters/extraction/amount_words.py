"""The words around amounts: currencies, "al mese", and what a number counts when it is no money."""

from assistant.adapters.extraction.words import word_set
from assistant.domain.money import Language

CURRENCIES = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "€": "EUR", "euri": "EUR", "eurini": "EUR",
    "sterlina": "GBP", "sterline": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "gbp": "GBP", "£": "GBP",
    "dollaro": "USD", "dollari": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD", "usd": "USD", "$": "USD",
    "franchi": "CHF", "francs": "CHF", "chf": "CHF",
}  # fmt: skip
CURRENCY = "|".join(name.replace("$", r"\$") for name in CURRENCIES)
CENTS = r"centesimi|centesimo|cents?|pence|p"
BETWEEN_ALTERNATIVES = r"o|oppure|e|or|and|to|-"
PER_TIME: dict[Language, str] = {
    "it": r"al mese|ogni mese|mensil\w*|a rata|per rata|la rata|alla volta|a settimana|alla settimana|settimanali|"
    r"ciascun\w|l' un[ao]|cadaun\w|a trimestre|di rata|di acconto|d' acconto|d'acconto",
    "en": r"(?:a|per|each|every) month|monthly|(?:an|per) instal?lment|(?:a|per|each|every) week|weekly|each|apiece|"
    r"(?:a|per) quarter|(?:a|per) payment|down|upfront|up front",
}
OTHER_UNITS = (
    r"%|per ?cento|percent|per cent|giorn[oi]|gg|mes[ei]|settiman[ae]|ann[oi]|or[ae]|minut[oi]|rat[ae]|volt[ae]|"
    r"pagament[oi]|fattur[ae]|versament[oi]|tranche|person[ae]|dipendent[ei]|condomin[io]|appartament[oi]|pezz[oi]|"
    r"pian[oi]|"
    r"unita|casi|euri? fa|metri|chili|quintali|litri|km|kg|"
    r"days?'?|months?'?|weeks?'?|years?'?|hours?|minutes?|instal?lments?|payments?|times|invoices?|people|staff|units?|"
    r"parts|goes|odd (?:people|units)|metres|kilos|men|women|children|miles|"
    r"gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:of|di) (?:these|those|quest[ei]|quell[ei])"
)
FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "it": word_set(
        "forse insieme oppure anche dove come grazie ogni domani oggi ieri fine gliele glieli circa dopo prima "
        "poi quindi  lunedi martedi mercoledi giovedi venerdi magari neanche nemmeno comunque appunto bastano "
        "invece bene facile  vale serve rimane viene sarebbe fosse dovrebbe potrebbe perche piuttosto infatti "
        "almeno tutti tutte entrambe  saldare pagare versare dare fare avere subito appena mensili anticipati "
        "posticipati puliti tondi tonde netti  lordi precisi iniziali residui rimanenti restanti dovuti scusi "
        "senti dopodomani stasera mattine  volentieri tranquillamente massimamente esattamente precisamente "
        "comode quelli quelle questi queste  riesci riesce posse gestibile accettabile possibile"
    ),
    "en": word_set(
        "tops this thus plus perhaps always sometimes towards besides unless means needs works suits sounds looks "
        "seems makes  leaves does goes comes yours ours this's yes pounds euros its was has is as us tomorrow's "
        "covers gets  mondays fridays sits hurts thanks cheers afterwards nowadays upwards onwards terms"
    ),
}
NO_AMOUNT_BEFORE: dict[Language, str] = {
    "it": r"(?:fattura|numero|n ?\.|tel\w*|interno|via|civico|finale|finisce (?:con|per)|le ultime|legge|articolo|"
    r"dell'anno|"
    r"anno|numeri|cifre)(?: (?:il|è|e|numero))?",
    "en": r"(?:invoice|number|no ?\.|ending(?: in)?|ends (?:in|with)|code|ref|reference|digits|year|order|room|"
    r"article|act)"
    r"(?: (?:is|number))?",
}
