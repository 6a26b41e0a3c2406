"""Word lists of the guard, per language. Data only: `guard.py` says what they mean."""

import re

from assistant.domain.money import Language

Words = dict[Language, frozenset[str]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FREE: Words = {
    "it": _words(
        "il lo la i gli le l un uno una di d a ad da in con su per tra fra e ed del dello della dei degli "
        "delle dell al allo alla ai agli alle all dal dallo dalla dai dagli dalle dall nel nello nella nei "
        "negli nelle nell sul sullo sulla sui sugli sulle sull"
    ),
    "en": _words("the a an of for to in on at from by with and that which who whose about into over after before"),
}
"""Articles, prepositions and joining words: they need no support in what was said."""

DETERMINERS: Words = {
    "it": _words(
        "il lo la i gli le l un uno una del dello della dei degli delle dell al allo alla ai agli alle all "
        "dal dallo dalla dai dagli dalle dall nel nello nella nei negli nelle nell sul sullo sulla sui sugli "
        "sulle sull suo sua suoi sue vostro vostra vostri vostre nostro nostra nostri nostre loro"
    ),
    "en": _words("the a an your our their his her its"),
}

AUXILIARIES: Words = {
    "it": _words(
        "è é sono sei siamo siete era erano fu sarà sarebbe ha ho hanno abbiamo avete hai aveva avevano avrà "
        "sta stanno sto può posso possono possiamo deve devo devono vuole voglio che chi cui se perché quando "
        "mentre però ma"
    ),
    "en": _words(
        "is are was were am be been has have had do does did will would can could should must may might isn't "
        "aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't can't couldn't because if "
        "when while but"
    ),
}
"""Signs of a clause."""

PERSON: Words = {
    "it": _words(
        "io tu lui lei noi voi me te mi ti ci vi ce ve ne si mio mia miei mie suo sua suoi sue tuo tua tuoi "
        "tue questo quello"
    ),
    "en": _words(
        "i you he she it we they me him her us them my mine ours yours his hers its myself yourself this "
        "these those i'm we're you're i've we've"
    ),
}
"""Pronouns, and possessives that don't say whose."""

FIRST_TO_SECOND: dict[Language, dict[str, str]] = {
    "it": {
        **{"mio": "Suo", "mia": "Sua", "miei": "Suoi", "mie": "Sue"},
        **{"nostro": "Vostro", "nostra": "Vostra", "nostri": "Vostri", "nostre": "Vostre"},
    },
    "en": {"my": "your", "our": "your"},
}
SECOND_TO_FIRST: dict[Language, dict[str, str]] = {
    "it": {
        **{"vostro": "nostro", "vostra": "nostra", "vostri": "nostri", "vostre": "nostre"},
        **{"suo": "nostro", "sua": "nostra", "suoi": "nostri", "sue": "nostre"},
    },
    "en": {"your": "our"},
}

POLITE = frozenset(["Suo", "Sua", "Suoi", "Sue", "Vostro", "Vostra", "Vostri", "Vostre", "Vi", "Le", "La", "Lei"])
"""Written with a capital where they mean the customer."""

NEGATIONS: Words = {
    "it": _words("non senza mai nessun nessuno nessuna niente nulla mancato mancata mancati mancate"),
    "en": _words(
        "not no never without unpaid missing nobody nothing isn't aren't wasn't weren't hasn't haven't hadn't "
        "don't doesn't didn't won't can't couldn't cannot"
    ),
}

HOSTILE: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"\b(?:ladr|truff|imbrogli|delinquent|bugiard|cretin|idiot|stupid|deficient|incompeten|vergogn|schif|strozzin|usura|"
        r"cazz|merd|stronz|coglion|vaffan|puttan|bastard|porc[oa]\b|indecen|incapac|"
        r"coraggio\b|diavolo\b|facci[ae] tost|ridicol|estorsion|minacc|maledett)",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:thie[fv]|scam|fraud|crook|liar|lying|idiot|stupid|moron|incompeten|shame|disgust|disgrace|bloody|damn|hell\b|"
        r"fuck|shit|crap|bastard|bitch|arse|nerve\b|cheek\b|asshole|piss|rip-?off|robber|extort|threat|ridiculous|useless|pathetic)",
        re.I,
    ),
}

CONCESSIONS: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"\b(?:annull|cancell(?![oi]\b)|condon|storn|rimbors|approv|accett|autorizz|abbuon|azzer|estint|concess|promess|garantit|"
        r"colp[ae]\b|error[ei]\b|sbagli|torto)",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:cancel|waive|refund|written|forgiv|approv|accept|authori[sz]|credited|promis|guarant|fault|blame|mistake|error)",
        re.I,
    ),
}
"""What an operator would concede by naming it: that a debt is cancelled, a request granted, a fault admitted."""

INSTRUCTIONS = re.compile(
    r"\b(?:istruzion\w+|instructions?|prompt|system message|messaggio di sistema|jailbreak|"
    r"ignor(?:a|are|i|ate|e)\s+(?:le|la|il|i|tutt\w+|ogni|quello|quanto|all|any|the|your|every\w*|previous)|"
    r"disregard|dimentic(?:a|ate) (?:tutt\w+|le|quello|quanto)|forget (?:all|every\w*|your|the|what)|"
    r"(?:di'|dì|dica|dite) (?:che|al|alla|solo|soltanto)|say (?:that|only|exactly|the words?\b)|"
    r"(?:scriv[ia]|write|print|stampa|output) (?:che|that|solo|only|soltanto|exactly|the|la parola|il testo)|"
    r"(?:rispond[ia]|answer|reply|respond) (?:con|solo|soltanto|only|with)|ripet[ia] (?:con me|dopo|queste|la frase)|"
    r"repeat (?:after|these|the)|(?:sei|fai finta di essere) (?:un|una|ora|adesso) (?:assistente|modello|altro)|"
    r"you are (?:now|an? (?:assistant|ai|model))|act as|pretend|fai finta|assistant:|system:|user:|traduci|translate)",
    re.I,
)
"""Words that try to steer the machine instead of talking to the operator."""

IMPLIED: dict[Language, dict[str, re.Pattern[str]]] = {
    "it": {
        "pagamento": re.compile(r"\bpag(?:a|o|h|iam)"),
        "pagamenti": re.compile(r"\bpag(?:a|o|h|iam)"),
        "morte": re.compile(r"\bmort[oaie]\b|\bmorir"),
        "perdita": re.compile(r"\bpers[oaie]\b|\bperd|\bmort[oaie]\b|\bmancat[oaie]\b|\bscompars[oaie]\b"),
        "scomparsa": re.compile(r"\bmort[oaie]\b|\bmancat[oaie]\b|\bscompars[oaie]\b"),
        "ricovero": re.compile(r"\bospedale\b|\bricoverat"),
        "malattia": re.compile(r"\bmalat[oaie]\b|\bammalat"),
        "guasto": re.compile(r"\bguast|\brott[oaie]\b|\brompe"),
        "perso": re.compile(r"\bpers[oaie]\b"),
    },
    "en": {
        "payment": re.compile(r"\bpa(?:y|id|ys|ying)\b"),
        "payments": re.compile(r"\bpa(?:y|id|ys|ying)\b"),
        "unpaid": re.compile(r"(?:n't|\bnot|\bnever|\bnobody|\bno one)\b.{0,30}\bpa(?:y|id|ys|ying)\b"),
        "loss": re.compile(r"\blos[et]\b|\blosing\b|\bpassed away\b|\bdied\b"),
        "death": re.compile(r"\bdied\b|\bpassed away\b|\bdead\b"),
        "illness": re.compile(r"\bill\b|\bsick\b"),
        "late": re.compile(r"\bdelay"),
        "broken": re.compile(r"\bbr(?:eaks|oke|eak)\b"),
    },
}
"""Words that say in a noun what was said in a verb."""

LANGUAGE_SIGNS: Words = {
    "it": _words(
        "il lo gli le di che non è e per con del della mi ci vi ho abbiamo sono questo questa una un nel alla "
        "anche più perché ma se da mio nostra"
    ),
    "en": _words(
        "the of and to is are was not it that this we i you my our have has with for on but they be been from "
        "your don't it's i'm an"
    ),
}

_IT_NUMBER = (
    "zero|uno|un|due|tre|tré|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|"
    "diciassette|diciotto|diciannove|venti|vent|trenta|trent|quaranta|quarant|cinquanta|cinquant|sessanta|sessant|settanta|"
    "settant|ottanta|ottant|novanta|novant|cento|cent|duecento|mille|mila|milione|milioni|miliardo|miliardi"
)
_EN_NUMBER = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|hundreds|thousand|thousands|million|millions|"
    "billion|billions"
)
CARDINALS: dict[Language, re.Pattern[str]] = {
    "it": re.compile(rf"(?!(?:un|uno)$)(?:{_IT_NUMBER})+", re.I),
    "en": re.compile(rf"(?:{_EN_NUMBER})+", re.I),
}
QUANTITIES: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"(?:dec|vent|trent|quarant|cinquant|sessant|settant|ottant|novant|quindic|dozz)in[ae]|centinai[oa]|migliai[oa]|"
        r"prim[oaie]|second[oaie]|terz[oaie]|quart[oaie]|quint[oaie]|sest[oaie]|settim[oaie]|ottav[oaie]|non[oaie]|decim[oaie]|"
        r"(?!ennesim|medesim|battesim)\w+esim[oaie]|metà|mezz[oaie]|doppi[oae]?|tripl[oaie]|coppi[ae]|pai[oa]|entramb[ie]|"
        r"ambedue|percento|raddoppi\w*|dimezz\w*",
        re.I,
    ),
    "en": re.compile(
        r"dozens?|couples?|pairs?|half|halves|quarters?|thirds?|first|second|fourth|fifth|sixth|seventh|eighth|ninth|"
        r"\w*(?:teenth|tieth)|tenth|eleventh|twelfth|hundredth|once|twice|thrice|double[ds]?|triple[ds]?|both|percent|halved",
        re.I,
    ),
}
_IT_DAYS = "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|lunedi|martedi|mercoledi|giovedi|venerdi"
_IT_MONTHS = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
_EN_DAYS = "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?"
_EN_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
RELATIVE_DATES: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        rf"oggi|domani|dopodomani|ieri|altroieri|l'altroieri|stamattina|stamani|stasera|stanotte|prossim[oaie]|scors[oaie]|"
        rf"entro|quest'anno|weekend|{_IT_DAYS}|{_IT_MONTHS}",
        re.I,
    ),
    "en": re.compile(
        rf"today|tomorrow|yesterday|tonight|next|last|ago|weekend|fortnight|{_EN_DAYS}|{_EN_MONTHS}", re.I
    ),
}

GRIEF: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"\b(?:mort[oaie]|(?:è|era) (?:appena )?mancat[oa]|scompars|funeral|lutto|ospedale|"
        r"ricoverat|terapia|malat|operat[oaie]\b|"
        r"intervento (?:al|alla|chirurgico)|tumore|infarto|ictus|incidente)",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:died|dead|death|passed away|funeral|hospital|intensive care|stroke|cancer|surgery|heart attack|off sick|"
        r"illness|accident)",
        re.I,
    ),
}
JOINTS: dict[Language, re.Pattern[str]] = {
    "it": re.compile(r"[.!?;,:]| e | ma | però "),
    "en": re.compile(r"[.!?;,:]| and | but "),
}
"""Where one thing that was said ends and the next begins."""
