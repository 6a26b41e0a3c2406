"""Closed classes of Italian words for reading what may be named. Data only."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((first, second) for first, second in (pair.split() for pair in text.split(", ")))


IT_DEFINITE = _words("il lo la i gli le l'")
IT_INDEFINITE = _words("un uno una un'")
IT_POSSESSIVE = {
    **{"mio": "Suo", "mia": "Sua", "miei": "Suoi", "mie": "Sue"},
    **{"nostro": "Vostro", "nostra": "Vostra", "nostri": "Vostri", "nostre": "Vostre"},
    **{"vostro": "nostro", "vostra": "nostra", "vostri": "nostri", "vostre": "nostre"},
}
IT_DEMONSTRATIVE = {
    **{"quel": "il", "quello": "lo", "quell'": "l'", "quella": "la", "quei": "i", "quegli": "gli", "quelle": "le"},
    **{"questo": "", "quest'": "l'", "questa": "", "questi": "", "queste": "le"},
}
"""The article instead; empty where it depends on the next word."""
IT_ARTICULATED = {
    preposition: article
    for article, endings in {
        "il": "del al dal nel sul",
        "lo": "dello allo dallo nello sullo",
        "la": "della alla dalla nella sulla",
        "i": "dei ai dai nei sui",
        "gli": "degli agli dagli negli sugli",
        "le": "delle alle dalle nelle sulle",
        "l'": "dell' all' dall' nell' sull'",
        "": "col coi",
    }.items()
    for preposition in endings.split()
}
"""Prepositions with the article that is in them."""
IT_PREPOSITIONS = _words("di d' a ad da in con su per tra fra senza contro") | frozenset(IT_ARTICULATED)
IT_OF = frozenset({"di", "d'", "del", "dello", "della", "dei", "degli", "delle", "dell'"})
IT_TO = frozenset({"a", "ad", "al", "allo", "alla", "ai", "agli", "alle", "all'"})
IT_DYING = _words("mancare morire perdere scomparire spegnere nascere")
IT_ADVERBIALS = _pairs(
    "a caso, da capo, di nuovo, di solito, a mano, a posto, in fretta, per iscritto, di persona, in giro, in tempo, da "
    "parte, a causa, in seguito, di seguito, in conto, in ordine, in più, di più, in meno, in retromarcia, al "
    "contrario, dai tempi, in contanti, in ritardo, in anticipo, per sempre, per telefono, per favore, di notte, di "
    "sopra, di sotto, di fianco, di fronte, per errore"
)
"""Preposition and noun that say how or when; they hang on the verb, not on the noun before."""
IT_KIN = _words(
    "nipote cugino cugina padre madre marito moglie figlio figlia fratello sorella suocero suocera nonno nonna zio "
    "zia socio socia cognato cognata genero nuora"
)
IT_LOSS = {
    "perdita": re.compile(r"\b(?:mort[oa]|mancat[oa]|pers[oa]|scompars[oa]|perdut[oa])\b"),
    "scomparsa": re.compile(r"\b(?:mort[oa]|mancat[oa]|scompars[oa])\b"),
    "ricovero": re.compile(r"\b(?:ricoverat[oa]|ospedale|terapia intensiva)\b"),
    "malattia": re.compile(r"\bmalat[oa]\b|\bammalat[oa]\b"),
}
"""What may be said of somebody who is dead or ill, where these words stand near."""
IT_COPULA = _words("è sono era erano resta restano risulta risultano rimane rimangono sta stanno")
IT_BEEN = _words("stato stata stati state rimasto rimasta rimasti rimaste andato andata andati andate")
IT_HAVE = _words("ha hanno ho abbiamo avete aveva avevano avevo avevamo avevate")
IT_NEGATION = _words("non")
IT_ADVERBS = _words(
    "perfino persino addirittura neppure nemmeno neanche sempre mai ancora già più molto poco troppo tutto tutta "
    "tutti tutte anche solo soltanto proprio adesso ora poi qui qua lì là così almeno quasi subito ormai spesso "
    "magari appena insieme fuori dentro sopra sotto bene male meno tanto invece comunque intanto finora su giù via "
    "indietro davanti dietro oltre sennò infatti purtroppo fa ogni qualche piuttosto pure certo vicino lontano circa "
    "tipo"
)
IT_NOUNS = _words(
    "contratto ricevuta rimessa perdita vendita scritta richiesta risposta proposta offerta spesa resa scelta ripresa "
    "entrata uscita chiamata telefonata mandato trattenuta ritenuta prodotto acquisto trasferta visita fornitura "
    "raccolto ricavato risultato estratto sconto conto costo porta nota firma lettera stipendio disdetta dilazione "
    "rata rate quota quote bolletta bollette fattura fatture consegna consegne"
)
"""Nouns that look like participles or verbs."""
IT_ADJECTIVES = _words(
    "fisso fissa fissi fisse netto netta netti nette completo completa vuoto vuota vuoti vuote sporco sporca libero "
    "libera solare solari regolare regolari particolare particolari alimentare alimentari familiare familiari "
    "immobiliare immobiliari preliminare preliminari circolare circolari cellulare cellulari ospedaliere popolare "
    "popolari irregolare irregolari scolare elementare elementari singolare lineare modulare modulari posteriore"
)
"""Nouns and adjectives that look like verbs."""
IT_LOOSE_ADJECTIVES = _words(
    "piccolo piccola piccoli piccole grande grandi grosso grossa grossi grosse nuovo nuova nuovi nuove vecchio "
    "vecchia primo prima ultimo ultima ultimi ultime solito solita"
)
"""Adjectives that name nothing without a noun."""
IT_MANNER = _words("male bene indietro via fuori dentro giù oltre avanti storto insieme dappertutto ovunque")
"""What tells how or whither, after a participle that says too little without."""
IT_SAYING = _words(
    "detto scritto raccontato spiegato dire scrivere raccontare sostenere assicurare giurare spiegare confermare "
    "credere pensare sapere"
)
"""Verbs whose matter is a clause: it can't be cut short."""
IT_WHEN = _words("entro durante dopo verso")
"""Before a noun that says when."""
IT_OF_VERBS = _words("a ad al allo alla ai agli alle all' per da dal dallo dalla dai dagli dalle dall' senza")
"""Prepositions of what belongs to the verb rather than to the noun before them."""
IT_DEGREE = _words("più meno poco quasi circa piuttosto appena abbastanza")
"""Before an adjective they change what it says."""
IT_TELLING = _words("prima dopo senza solo soltanto così tanto molto troppo")
"""Before these a participle alone would say another thing: "finito solo a metà"."""
IT_REST = _words(
    "ognuno ognuna ciascuno ciascuna tutto tutti tutta tutte niente nulla qualcosa quello quella quelli quelle altro "
    "uno prima dopo che se quanto come dove chi cui perché qualcuno nessuno"
)
"""What tells the rest of a clause: before it the clause is cut short."""
IT_TIMES = _words(
    "giorno giorni mese mesi settimana settimane anno anni ora ore minuti mattina mattine sera sere notte notti volta "
    "volte pomeriggio pomeriggi"
)
IT_INVARIABLE = _words("blu rosa viola beige frigo auto extra web online computer b c d pos qualità scorta")
IT_LASTING = _words("sempre male spesso continuamente bene")
"""Adverbs with which a clause may end."""
IT_OTHER = _words(
    "ognuno ognuna ciascuna siete siamo sei eravamo eravate sarà saranno suo sua suoi sue loro ciao amore e ed o "
    "oppure ma però che chi cui se perché quando come dove mentre finché quindi allora né anzi dopo prima durante io "
    "tu lui lei noi voi me te mi ti vi ce ve ne lo ciò qualcuno nessuno nessun nessuna niente nulla tutto altro altra "
    "altri altre stesso stessa quanto quanta quanti quante guardi guarda senta scusi scusa ecco eh ehm mah beh boh "
    "insomma cioè sì no dai dunque buongiorno buonasera grazie prego pronto dica veda vada signora signore dottore "
    "certo esatto appunto veramente sinceramente praticamente gente cosa cose roba volta volte giorno giorni mese "
    "mesi settimana settimane anno anni ora ore minuto minuti mattina sera notte fine inizio momento momenti verità "
    "fatto problema problemi euro modo punto punti caso posto calma resto via quello quella quelli quelle uno entro "
    "inferno qualcosa ciascuno genere paese bel buon gran attimo piedi po' pomeriggio pomeriggi accanto mesetto fino "
    "li gliela glielo gliele glieli gliel' sé nonostante"
)
"""What a noun phrase can't hold or would say nothing with: it ends before."""
IT_FILLERS = _words(
    "guardi guarda senta scusi scusa ecco eh ehm mah beh boh insomma cioè sì no dai dunque allora ma e però perché "
    "che poi quindi veramente sinceramente purtroppo comunque intanto anche quando finché"
)
"""A clause may begin after these."""
ASIDE = 12
"""Words within which an aside is all that was said."""
IT_ASIDES = re.compile(r"\b(?:aspetti? (?:un (?:attimo|secondo)|che)|ciao|dicevo a|non a lei)\b")
"""Said by somebody who does something else meanwhile, or talks to somebody else."""
IT_HEDGES = _words(
    "voglio vogliamo se finché finche quando qualora magari vorrei vorremmo forse credo penso temo sembra pare "
    "dovreste dovrebbe sarebbe"
)
IT_IRREGULAR_PARTICIPLES = {
    **{"perdere": "pers", "chiudere": "chius", "aprire": "apert", "rompere": "rott", "fare": "fatt", "mettere": "mess"},
    **{"scrivere": "scritt", "leggere": "lett", "prendere": "pres", "rendere": "res", "chiedere": "chiest"},
    **{"ricevere": "ricevut", "togliere": "tolt", "spendere": "spes", "emettere": "emess", "vendere": "vendut"},
    **{"distruggere": "distrutt", "promettere": "promess", "rimettere": "rimess", "mandare": "mandat"},
    **{"concludere": "conclus", "ridurre": "ridott", "correggere": "corrett", "offrire": "offert", "dire": "dett"},
    **{"riconoscere": "riconosciut", "vedere": "vist", "rompersi": "rott", "sbagliare": "sbagliat"},
    **{"risolvere": "risolt", "sospendere": "sospes", "scegliere": "scelt", "coprire": "copert", "dare": "dat"},
}
IT_MASCULINE_A = re.compile(r"(?:\w+(?:em|am|gramm|om)a|colleg[a])$")
IT_SINGLE_IE = _words("serie specie superficie moglie carie")
IT_FEMININE_O = _words("mano foto moto auto radio")
IT_FEMININE_ENDS = re.compile(r"\w+(?:zione|sione|gione|tà|tù|ice|trice|ie|udine|essa|isi|igine)$")
IT_MASCULINE_ENDS = re.compile(r"\w+(?:ore|ale|ile|ame|ume|one|iere|ente)$")
