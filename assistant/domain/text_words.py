"""Word lists for reading and guarding written sentences, per language. Data only: the modules that use them say how."""

from assistant.domain.guard_words import AUXILIARIES, DETERMINERS, PERSON, Words
from assistant.domain.money import Language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FREE: Words = {
    "it": DETERMINERS["it"]
    | AUXILIARIES["it"]
    | PERSON["it"]
    | _words(
        "non né no sì anche ancora già pure così come dove quando quanto quale quali quello quella quelli quelle ciò "
        "questo questa questi queste più meno molto poco tutto tutta tutti tutte ogni altro altra altri altre stesso "
        "essere avere potere dovere volere stare proprio solo soltanto ora adesso poi qui lì qua là invece però ma "
        "oppure o sia se che chi cui ne ci vi si li senza mai nulla niente nessun nessuno nessuna finché mentre perché "
        "poiché dunque quindi infatti allora fino ad glie glielo gliela gliele me te ce ve lei voi noi loro appena "
        "bene ecco verso presso secondo sotto sopra dentro fuori davanti dietro insieme oltre entro prima dopo "
        "ciascuno ciascuna qualcosa qualcuno qualche alcun alcuno alcuna nostro nostra nostri nostre vostro vostra "
        "vostri vostre suo sua suoi sue mio mia miei mie tuo tua tuoi tue"
    ),
    "en": DETERMINERS["en"]
    | AUXILIARIES["en"]
    | PERSON["en"]
    | _words(
        "not no never n't 's 'm 're 've 'll 'd as so too also only just very more most less least much many any some "
        "all each every other another same own this that these those there here then than longer when while where why "
        "how what which who whom whose if whether because since until till before after within beyond over under up "
        "out off down again still already yet now or nor but both either neither through during between among without "
        "nothing nobody none besides instead once shall might let us ca wo sha won ain anything something everything "
        "else be have do can will would could should may must my your our their his her its"
    ),
}
"""Words that say nothing by themselves: they need no support."""

PASSED_OVER: Words = {
    "it": _words("potere dovere volere riuscire fare più ancora essere avere stare"),
    "en": _words("long longer able be have do need yet ever really"),
}
"""What may stand between a negation and the word that it denies."""

NEGATIONS: Words = {
    "it": _words("non senza mai nessun nessuno nessuna niente nulla né"),
    "en": _words("not n't no never without nobody nothing cannot none neither unpaid"),
}

OWN: Words = {"it": frozenset(), "en": _words("mine ours yours theirs hers")}
"""Whose something is, said without naming it: what a negation before it denies."""
NEGATIVE_ARTICLES = _words("no nessun nessuno nessuna")
"""They deny a noun and with it what it does: "no technician came"."""

BASES: dict[Language, dict[str, str]] = {
    "it": {
        **{"detto": "dire", "preso": "prendere", "messo": "mettere", "visto": "vedere", "fatto": "fare"},
        **{"do": "dare", "dà": "dare", "danno": "dare", "dato": "dare"},
        **dict.fromkeys(("aperto", "aperta", "aperti", "aperte"), "aprire"),
        **{"venuto": "venire", "venuta": "venire", "avvenuto": "avvenire", "inteso": "intendere"},
        "paga": "pagare",
        "salda": "saldare",
        "richiesta": "richiesta",
        "prossima": "prossimo",
        "versata": "versare",
        "sospesa": "sospendere",
        "sospese": "sospendere",
        "sospeso": "sospendere",
        "sospesi": "sospendere",
        "riparata": "riparare",
        "riparato": "riparare",
        "saluti": "saluto",
    },
    "en": {
        "unpaid": "pay",
        "cannot": "can",
        "paid": "pay",
        "left": "leave",
        "agreed": "agree",
        "interested": "interest",
        "starting": "start",
    },
}
"""Dictionary forms that the tables give otherwise than a call needs them."""

_SAME: dict[Language, tuple[str, ...]] = {
    "it": (
        "mandare inviare spedire trasmettere",
        "pagare versare saldare pagamento versamento",
        "capire comprendere",
        "ringraziare grazie",
        "riparare riparazione",
        "promettere promessa impegnare impegno",
        "prevedere previsto",
        "verificare verifica verificato controllare controllo",
        "incassare incasso",
        "richiedere richiesta chiedere",
        "reclamo reclamare",
        "riassumere riepilogare",
        "segnalare segnalazione",
        "sospendere sospeso sospensione",
        "rispondere risposta",
        "richiamare chiamare telefonare telefonata chiamata",
        "contestare contestazione",
        "aprire aperto",
        "confermare conferma",
        "interessare interessato",
        "concordare concordato",
        "suddividere dividere dilazionare",
    ),
    "en": (
        "pay settle payment",
        "thank thanks thankful",
        "promise commitment commit",
        "request ask",
        "picture photo photograph",
        "instalment installment",
        "sum summary summarise",
        "understand realise",
        "check verify",
        "conversation talk speak tell",
        "call phone telephone ring",
        "complaint complain",
        "answer reply",
        "repair fix",
        "hold suspend",
    ),
}
SAME: dict[Language, dict[str, str]] = {
    language: {word: group.split()[0] for group in groups for word in group.split()}
    for language, groups in _SAME.items()
}
"""Words of one meaning in a call, under the first of them."""
