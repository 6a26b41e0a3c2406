"""Word lists of the grounding checks, per language. Data only: `grounding_checks.py` says what they mean.

Words stand in their dictionary form where the forms of a word count alike, else as they are said.
"""

from assistant.domain.money import LANGUAGES, Language

__all__ = ["LANGUAGES"]

Words = dict[Language, frozenset[str]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _groups(text: str) -> tuple[frozenset[str], ...]:
    return tuple(_words(group) for group in text.split(" / "))


FUNCTION: Words = {
    "it": _words(
        "il lo la i gli le l un uno una di d a ad da in con su per tra fra e ed o od del dello della dei degli "
        "delle dell al allo alla ai agli alle all dal dallo dalla dai dagli dalle dall nel nello nella nei negli "
        "nelle nell sul sullo sulla sui sugli sulle sull col coi che chi cui quale quali quanto quanti quanta "
        "quante come dove quando mentre perché poiché affinché se sia anche pure inoltre infine poi allora quindi "
        "così già ancora sempre circa molto più meno tutto tutti tutta tutte ogni ciascuno alcuni alcune qualche "
        "questo questa questi queste quello quella quelli quelle ciò io tu lui lei egli ella esso essa noi voi loro "
        "essi mi ti si ci vi ne me te mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri "
        "nostre vostro vostra vostri vostre è sono sei siamo siete era erano eri eravamo fu furono sarà saranno "
        "sarebbe sia siano essere stato stata stati state ha ho hai hanno abbiamo avete aveva avevano avrà avranno "
        "avrebbe abbia avere avuto può possono posso possiamo potrà potrebbe potere poter deve devono devo dovrà "
        "dovrebbe dovere vuole vogliono voglio vorrebbe volere viene vengono venire verrà sta stanno sto fa fare "
        "fatto stesso stessa proprio propria propri altro altra altri altre tale tali presso dopo prima durante "
        "entro verso oltre secondo tramite riguardo"
    ),
    "en": _words(
        "a an the and or of to in on at by for from with as that this these those it its he she him her his hers "
        "they them their theirs we us our ours you your yours i me my mine is are was were be been being am do does "
        "did doing done have has had having will wo would can ca could may might shall should must who whom whose "
        "which what when where how why if then than so too very also just about into over after before between "
        "through during such other another some any each every all both more most there here up out off down again "
        "own same while because until since upon within s t re ve ll d m himself herself itself themselves well "
        "like regarding including"
    ),
}
"""Articles, prepositions, pronouns, auxiliaries, joining words: they need no support of their own."""

FORMS: dict[Language, dict[str, str]] = {
    "it": {
        "paga": "pagare",
        "versa": "versare",
        "verso": "versare",
        "passa": "passare",
        "passo": "passare",
        "richiamo": "richiamare",
        "signora": "signora",
    },
    "en": {},
}
"""What dictionaries take for a form of another word: "paga" for a wage, "signora" for a feminine of "signore"."""

EMPTY: Words = {
    "it": _words(
        "sì si no beh bene ok okay certo oh ah eh ehi ciao salve grazie prego davvero infatti certamente sicuramente "
        "appunto ecco dunque insomma peraltro comunque ovviamente"
    ),
    "en": _words(
        "yes yeah yea yep no nah nope ok okay sure oh ah wow hi hey hello well right thanks thank welcome actually "
        "really definitely certainly indeed quite especially anyway haha lol hmm um"
    ),
}
"""Interjections and words of emphasis: they claim nothing."""

JOINTS: Words = {
    "it": _words("ma però tuttavia mentre sebbene benché anziché bensì"),
    "en": _words("but however although though whereas while"),
}
"""Words at which a new clause begins."""

TELLING: Words = {
    "it": _words(
        "cliente operatore operatrice interlocutore chiamata telefonata conversazione colloquio email mail "
        "messaggio lettera nota dire dichiarare affermare comunicare spiegare informare riferire chiedere domandare "
        "rispondere confermare chiamare contattare parlare discutere illustrare ricordare segnalare indicare "
        "precisare esporre trattare argomento riguardare"
    ),
    "en": _words(
        "customer client operator agent caller representative rep salesperson salesman saleswoman sale person "
        "company firm call conversation dialogue discussion email mail message letter note summary say state tell "
        "explain inform report ask reply answer confirm call contact reach phone speak talk discuss describe "
        "mention introduce present provide offer give detail indicate conduct potential various several different "
        "topic regard relate concern"
    ),
}
"""What a retelling says of the telling itself (who speaks, that something was said)."""

NEGATORS: Words = {
    "it": _words("non né senza mai nessun nessuno nessuna niente nulla neanche nemmeno neppure"),
    "en": _words("not n't no never without neither nor nobody none nothing cannot nowhere"),
}

NOT_DENIED: Words = {
    "it": _words("solo soltanto appena oltre"),
    "en": _words("matter only just later doubt"),
}
"""After a negation they make an idiom that denies nothing: "no matter what", "non solo", "not later than"."""

CONDITIONS: Words = {
    "it": _words("se finché affinché purché qualora quando meno altrimenti perché"),
    "en": _words("if until unless when why once otherwise"),
}
"""A negation after one of them is a condition or a question, or none at all ("finché non pagate")."""

ADVERB: dict[Language, str] = {"it": "mente", "en": "ly"}
"""How most adverbs end: "not currently insured" denies that somebody is insured."""

SPEAKERS: dict[Language, dict[str, frozenset[str]]] = {
    "it": {
        "operator": _words("operatore operatrice agente addetto addetta"),
        "customer": _words("cliente debitore debitrice"),
    },
    "en": {
        "operator": _words("operator agent representative rep salesperson advisor adviser"),
        "customer": _words("customer client debtor"),
    },
}
"""What the roles of a call are called before a line and in a retelling."""
ASSENT: Words = {
    "it": _words("confermare accettare concordare accordare ricevere parlare discutere"),
    "en": _words("confirm agree accept receive speak talk discuss"),
}
"""What somebody does by a yes, or together with the one who says it."""
PASSIVE: Words = {
    "it": _words("è sono viene vengono stato stata stati state venuto venuta era erano fu"),
    "en": _words("is are was were be been being gets got"),
}
FIRST_PERSON: Words = {
    "it": _words("io noi ho abbiamo posso possiamo vorrei vorremmo voglio devo dobbiamo potrei avevo sto"),
    "en": _words("i we"),
}
OTHER_PERSON: Words = {
    "it": _words("ha hanno hai avete può puoi potete deve devi dovete vuole lei lui loro voi tu mi"),
    "en": _words("you he she they it who"),
}
"""What stands before a verb of which the speaker isn't the subject ("mi richiama": somebody else does)."""

LIMITERS: Words = {
    "it": _words(
        "soltanto solamente solo unicamente esclusivamente appena eccetto tranne escludere escluso esclusione salvo "
        "fuorché anziché invece nonostante malgrado rifiutare rifiuto negare fallire omettere tralasciare "
        "dimenticare evitare ignorare impossibile impossibilità incapace mancare mancanza privo insufficiente "
        "insoddisfacente limitato limitare parziale minimo scarso falso falsamente errato erroneo sbagliato "
        "scorretto ingannevole nascondere nascosto impedire scoraggiare sconsigliare respingere smettere peggio "
        "peggiore pessimo difficile difficilmente ma però tuttavia sebbene benché"
    ),
    "en": _words(
        "only merely solely barely hardly except exclude exclusion excluding instead despite fail failure lack "
        "refuse refusal deny decline unable omit neglect forget avoid ignore impossible incapable insufficient "
        "unsatisfactory limit limited partial minimal scarce false falsely fake incorrect incorrectly wrong wrongly "
        "mislead misleading misinform misrepresent hide hidden conceal prevent discourage dissuade reject stop "
        "worse worst poor poorly bad badly inferior mediocre weak difficult hard but however although though rather "
        "unlike unclear vague unfortunately"
    ),
}
"""Words that take something away from what is said: a restriction, an exception, a failure, a falsehood."""

FREE_OF_CHARGE: Words = {
    "it": _words("gratuito gratis gratuitamente omaggio"),
    "en": _words("free complimentary gratis waive"),
}
COSTS: Words = {
    "it": _words("costo spesa onere addebito commissione"),
    "en": _words("cost charge fee expense obligation risk"),
}
"""To have something without these is to have it free of charge."""


SIGNS: dict[Language, dict[str, str]] = {
    "it": {"%": "percento", "€": "euro", "$": "dollaro", "£": "sterlina"},
    "en": {"%": "percent", "€": "euro", "$": "dollar", "£": "pound"},
}
"""Signs of units, with a word of the group that they stand for."""
UNITS = 2
"""How many of the first kinds of rivals are units of numbers."""
RIVALS: dict[Language, tuple[tuple[frozenset[str], ...], ...]] = {
    "it": (
        _groups(
            "minuto / ora orario / giorno giornaliero quotidiano / settimana settimanale / "
            "mese mensile mensilmente mensilità / trimestre trimestrale / semestre semestrale / "
            "anno annuale annuo annualmente"
        ),
        _groups("euro eur / dollaro usd / sterlina gbp / franco chf / percento percentuale"),
        _groups("signor sig signore / signora sig.ra signorina"),
        _groups("lunedì / martedì / mercoledì / giovedì / venerdì / sabato / domenica"),
        _groups(
            "gennaio / febbraio / marzo / aprile / maggio / giugno / luglio / agosto / settembre / "
            "ottobre / novembre / dicembre"
        ),
        _groups("bonifico / assegno / contante contanti / riba"),
        _groups("primo / terzo / quarto / ultimo"),
    ),
    "en": (
        _groups(
            "minute / hour hourly / day daily / week weekly / month monthly / quarter quarterly / "
            "year yearly annual annually"
        ),
        _groups("euro eur / dollar usd / pound gbp sterling / franc chf / percent percentage"),
        _groups("mr sir mister / mrs ms miss madam"),
        _groups("monday / tuesday / wednesday / thursday / friday / saturday / sunday"),
        _groups(
            "january / february / march / april / june / july / august / september / october / november / december"
        ),
        _groups("transfer / cheque / cash / card"),
        _groups("first / second / third / fourth / last"),
    ),
}
"""Kinds of words of which one excludes another: time units, titles, currencies, days, months, means of payment."""
