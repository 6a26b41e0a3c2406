"""Words that mean the opposite of one another, per language, as they turn up in business calls and letters. Data only.

A line is two groups; every word of one is an opposite of every word of the other. Dictionary forms. Two sides of
one event (to send, to receive) are no opposites: a retelling may take either.
"""

import re

from assistant.domain.money import Language

_IT = """
accettare accogliere approvare acconsentire | rifiutare respingere declinare contestare
confermare ribadire | smentire negare ritrattare annullare disdire
accettazione approvazione accordo | rifiuto contestazione disaccordo
concordare | dissentire contestare
aumentare incrementare alzare crescere salire | diminuire ridurre abbassare calare scendere tagliare
aumento incremento crescita rialzo | diminuzione riduzione calo ribasso taglio
maggiore superiore più_alto massimo | minore inferiore minimo
alto elevato | basso modesto
anticipare | posticipare rinviare rimandare ritardare prorogare
anticipo | ritardo posticipo proroga
anticipato | posticipato ritardato tardivo
prima precedente precedentemente | dopo successivo successivamente
entro | oltre dopo
prima | dopo
inizio | fine termine
primo | ultimo
aprire | chiudere
aperto | chiuso
attivare riattivare | disattivare sospendere bloccare interrompere
attivo | inattivo sospeso
aggiungere includere comprendere | togliere escludere rimuovere
incluso compreso | escluso
pagato saldato | insoluto impagato scoperto
debito | credito
debitore | creditore
guadagno profitto utile | perdita
presente | assente
presenza | assenza
possibile | impossibile
probabile | improbabile
facile semplice facilmente | difficile complicato complesso difficilmente
veloce rapido rapidamente velocemente immediato immediatamente | lento lentamente
breve corto | lungo
piccolo | grande
molto molti | poco pochi
tutti tutto ogni | nessuno nessun alcuni
sempre | mai raramente talvolta
completo completamente totale totalmente intero interamente integrale integralmente | parziale parzialmente incompleto
unico singolo | molteplice vari diversi
nuovo recente | vecchio precedente esistente
attuale | passato precedente
giovane | anziano vecchio
giusto corretto esatto correttamente esattamente regolare | sbagliato errato scorretto irregolare
vero reale | falso finto
valido | invalido nullo scaduto
legittimo lecito | illegittimo illecito
sufficiente adeguato | insufficiente inadeguato
soddisfatto contento | insoddisfatto scontento deluso
felice lieto | infelice triste dispiaciuto
gentile cortese educato | scortese maleducato sgarbato
calmo tranquillo | arrabbiato agitato furioso nervoso
positivo favorevole | negativo sfavorevole contrario
buono ottimo bene eccellente | cattivo pessimo male scarso
migliore meglio migliorare | peggiore peggio peggiorare
miglioramento | peggioramento
forte solido robusto | debole fragile
sicuro certo sicuramente certamente | insicuro incerto
disponibile | indisponibile
volontario | obbligatorio involontario
obbligatorio | facoltativo opzionale
gratuito gratis | pagamento oneroso
economico conveniente | caro costoso
conveniente vantaggioso | svantaggioso sconveniente
temporaneo provvisorio temporaneamente | definitivo permanente definitivamente
verbale orale | scritto
scritto | verbale orale
telefonico | scritto
cartaceo | elettronico digitale
automatico automaticamente | manuale manualmente
pubblico | privato
interno | esterno
nazionale | estero internazionale
lordo | netto
fisso | variabile
flessibile | rigido inflessibile
personalizzato specifico specificamente particolare | generico generale standard
dettagliato approfondito | sommario superficiale
urgente urgentemente | differibile
frequente spesso frequentemente | raro raramente
pieno | vuoto
ricco | povero
difettoso guasto danneggiato rotto | integro funzionante intatto
funzionare | guastarsi
interessato | disinteressato
interesse | disinteresse
vincere | perdere
successo | fallimento insuccesso
riuscire | fallire
permettere consentire | vietare impedire proibire
incoraggiare | scoraggiare
consigliare raccomandare | sconsigliare
sostenere appoggiare | ostacolare opporsi
fidarsi | diffidare
ricordare | dimenticare
trovare | perdere smarrire
arrivare | partire
entrare | uscire
accendere | spegnere
assumere | licenziare
nascere | morire
proteggere tutelare | esporre danneggiare
risparmiare | spendere sprecare
risparmio | spesa
vantaggio beneficio | svantaggio
rispettare mantenere | violare infrangere
vicino | lontano
davanti | dietro
sopra | sotto
dentro | fuori
collaborare | ostacolare
garantito | precluso
concedere | negare revocare
"""
_EN = """
accept agree approve consent | refuse reject decline dispute contest disagree
acceptance agreement approval | refusal rejection disagreement
confirm reaffirm | deny cancel retract
increase raise grow rise expand boost | decrease reduce lower drop fall cut shrink diminish
increase growth rise | decrease reduction drop decline
higher more greater most maximum | lower less fewer least minimum
high | low
long | short brief
large big huge great | small little tiny
wide broad extensive comprehensive | narrow limited restricted partial
early earlier | late later
before prior previously | after afterwards subsequently
within | beyond after
advance | delay
start beginning | end
first | last
open | close
opened | closed
activate enable resume | deactivate disable suspend interrupt
active | inactive
include comprise cover | exclude omit
including included | excluding excluded
add | remove subtract
paid | unpaid outstanding
debt | credit
debtor | creditor
profit gain | loss
present | absent
possible | impossible
likely | unlikely
easy simple easily simply | difficult hard complex complicated
fast quick rapid quickly rapidly immediate immediately instant instantly | slow slowly gradually
many several numerous multiple much | few little
all every | none some
always | never rarely sometimes
complete completely total totally full fully entire whole | partial partially incomplete
single one | multiple several
new newest latest recent novel | old oldest existing previous outdated
modern advanced innovative cutting-edge state-of-the-art | old-fashioned outdated obsolete
current | former previous past
young | old
right correct accurate correctly exactly | wrong incorrect inaccurate mistaken
true real genuine | false fake bogus
valid | invalid expired void
legal lawful | illegal unlawful
sufficient adequate | insufficient inadequate
satisfied pleased happy glad | dissatisfied unhappy displeased disappointed
kind polite courteous friendly | rude unkind impolite unfriendly
calm | angry furious upset
positive favourable favorable | negative unfavourable unfavorable
good great excellent perfect ideal | bad poor terrible awful worst
better best improve enhance | worse worst worsen deteriorate
improvement | deterioration
strong robust solid | weak fragile
sure certain certainly definitely | unsure uncertain
available | unavailable
voluntary | mandatory compulsory
mandatory compulsory required | optional
free complimentary | paid
cheap inexpensive affordable economical | expensive costly pricey unaffordable overpriced
advantage benefit pro | disadvantage drawback con
temporary provisional temporarily | permanent definitive permanently
oral verbal | written
automatic automated automatically | manual manually
public | private
internal | external
domestic national | foreign international
gross | net
fixed | variable
flexible | rigid inflexible
personal personalized personalised custom customized customised | generic general standard impersonal
specific tailored tailor-made individual bespoke | generic general standard impersonal
detailed thorough in-depth | vague superficial sketchy
urgent | unhurried
frequent often frequently | rare rarely infrequent
full | empty
rich | poor
defective faulty damaged broken | intact working functional
interested | uninterested disinterested
interest | disinterest
win | lose
success successful | failure unsuccessful
succeed | fail
allow permit enable | forbid prohibit prevent ban
encourage | discourage
recommend advise | dissuade
support help assist aid | hinder impede oppose obstruct
trust | distrust mistrust
remember remind | forget
find | lose
arrive | leave depart
enter | exit
connect link integrate | disconnect separate
hire | fire dismiss
protect secure | endanger expose
safe secure secured | unsafe insecure unsecured
keep honour honor respect | break violate breach
near close nearby | far distant
ahead | behind
above over | below under
inside indoor | outside outdoor
transparent transparency clear open | opaque hidden unclear opacity
organized organised order | disorganized disorganised chaos clutter mess
efficient efficiency effective | inefficient inefficiency ineffective
reliable | unreliable
professional expert experienced | unprofessional amateur novice inexperienced
exclusive unique special | ordinary common
premium superior top-quality high-quality | inferior mediocre low-quality
upgrade | downgrade
unlimited | limited
online digital electronic | offline paper
real-time live | delayed
attract retain | repel
maximize maximise | minimize minimise
simplify streamline | complicate
eager willing willingly | reluctant unwilling reluctantly
grant | revoke deny
"""


def _pairs(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in text.strip().splitlines():
        left, right = (side.split() for side in line.split("|"))
        for one, other in ((left, right), (right, left)):
            for word in one:
                found.setdefault(word, set()).update(other)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES: dict[Language, dict[str, frozenset[str]]] = {"it": _pairs(_IT), "en": _pairs(_EN)}

_PREFIXES: dict[Language, tuple[str, ...]] = {
    "it": ("in", "im", "il", "ir", "dis", "non"),
    "en": ("un", "non", "in", "im", "il", "ir", "dis", "mis"),
}
"""What turns a word into its opposite when it stands before it."""
_AFTER_PREFIX: dict[Language, re.Pattern[str]] = {
    "it": re.compile(r"\w{3,}(?:bile|[aiu]to|nte|nza|ivo|oso|ale|mente)$"),
    "en": re.compile(r"\w{2,}(?:ble|ed|ent|ant|ive|ful|ate|ous|al|ly|ency|ance|ity|ure|ect)$"),
}
"""How words end of which a prefix makes the opposite; not "discount", "importo", "scambio"."""
_ANY_WORD = re.compile(r"\w{4}")
_BEFORE_ANY = frozenset(["un", "non"])
"""English prefixes that make the opposite of a word however it ends."""
_LIKE_PREFIXED = frozenset(["portante", "cassato", "caricato", "formato", "formed", "stance", "vented", "til", "less"])


def opposites_of(word: str, language: Language) -> frozenset[str]:
    """Words that mean the opposite: by the list, or by a prefix ("sufficiente", "insufficiente"). Dictionary forms."""
    prefixed = {prefix + word for prefix in _PREFIXES[language] if _takes(prefix, word, language)}
    plain = {
        word.removeprefix(prefix)
        for prefix in _PREFIXES[language]
        if word.startswith(prefix) and _takes(prefix, word.removeprefix(prefix), language)
    }
    return OPPOSITES[language].get(word, frozenset()) | prefixed | plain


def _takes(prefix: str, word: str, language: Language) -> bool:
    if word in _LIKE_PREFIXED:
        return False
    any_word = language == "en" and prefix in _BEFORE_ANY
    return (_ANY_WORD if any_word else _AFTER_PREFIX[language]).match(word) is not None
