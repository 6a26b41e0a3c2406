"""What may be named of an Italian utterance, and what may not."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.mention_it import paths
from assistant.domain.mention_it_reading import article_for, guess_features, is_participle, participle_of


@pytest.mark.parametrize(
    ("utterance", "phrase"),
    [
        ("i condomini non pagano le spese da mesi", "i condomini che non pagano le spese"),
        ("i condomini non pagano le spese da mesi", "le spese non pagate dai condomini"),
        ("La mia caldaia è rotta e nessuno viene.", "la Sua caldaia rotta"),
        ("la banca ci ha tolto il fido", "la banca che Vi ha tolto il fido"),
        ("da quando abbiamo perso l'appalto è dura", "l'appalto perso"),
        ("la grandine ci ha distrutto le serre", "le serre distrutte"),
        ("la nota di credito non è mai arrivata", "la nota di credito non arrivata"),
        ("il contratto l'avevamo disdetto in primavera", "il contratto disdetto"),
        ("basta con le telefonate a pranzo", "le telefonate a pranzo"),
        ("il montacarichi perde olio da ieri", "il montacarichi che perde olio"),
        ("i vostri tecnici non hanno portato il pezzo di ricambio", "il pezzo di ricambio non portato"),
        ("ho in mano la bolla firmata", "la bolla firmata"),
        ("arrivano sempre tre motori rotti", "i motori rotti"),
        ("quel compressore rosso non lo riconosco", "il compressore rosso"),
        ("mi lamento dell'ascensore della scala nord", "l'ascensore della scala nord"),
        ("È mancato mio padre a Natale", "la perdita di Suo padre"),
        ("mia figlia è in terapia intensiva", "Sua figlia in terapia intensiva"),
        ("non funziona la pulsantiera", "la pulsantiera"),
        ("le pompe che ci avete mandato non tengono", "le pompe che Vi abbiamo mandato"),
        ("il portone che avete montato cigola", "il portone che abbiamo montato"),
        ("vorrei una dilazione", "una dilazione"),
        ("due sedie sono arrivate con le gambe rotte", "le sedie arrivate"),
        ("i pannelli solari sono sporchi", "i pannelli solari"),
        ("avevamo concordato un prezzo fisso", "un prezzo fisso"),
        ("il notaio sta chiudendo la successione", "il notaio che sta chiudendo la successione"),
        ("il sole scolorisce la stoffa", "il sole che scolorisce la stoffa"),
        ("il contratto della palestra è scaduto a gennaio", "il contratto della palestra scaduto"),
        ("la bolletta risulta scartata", "la bolletta che risulta scartata"),
        ("l'assicurazione la tira per le lunghe", "l'assicurazione"),
        ("il forno ronza tutta la notte", "il forno che ronza"),
        ("il forno grande finalmente è spento", "il forno grande"),
        ("le scale lasciate bagnate erano vuote", "le scale lasciate bagnate"),
        ("c'è la questione delle chiavi mancanti", "la questione delle chiavi mancanti"),
        ("quello è il contratto che ha firmato il mio predecessore", "il contratto che ha firmato il Suo predecessore"),
        ("arriva un uomo con un furgone blu", "un uomo con un furgone blu"),
    ],
)
def test_it_may_be_named(utterance: str, phrase: str) -> None:
    assert paths(utterance, lemma).accepts(phrase)


@pytest.mark.parametrize(
    ("utterance", "phrase"),
    [
        ("i condomini non pagano le spese da mesi", "i condomini non pagano"),
        ("i condomini non pagano le spese da mesi", "le spese pagate"),
        ("i condomini non pagano le spese da mesi", "le tasse non pagate"),
        ("la merce non è stata consegnata al magazzino", "la merce consegnata"),
        ("vorrei dividere la fattura di marzo", "la fattura divisa"),
        ("se la caldaia è rotta non pago", "la caldaia rotta"),
        ("la caldaia grande è rotta?", "la caldaia grande rotta"),
        ("l'alluvione ha distrutto i macchinari", "l'alluvione distrutta"),
        ("le spese di tre condomini mancano ancora", "le spese di tre condomini"),
        ("guardi che il trasporto era franco, e invece lo ritrovo in fattura", "il trasporto franco"),
        ("la confronto col rapporto", "la confronto col rapporto"),
        ("non funziona la pulsantiera nuova", "la pulsantiera nuova non funzionata"),
        ("non ha funzionato la pompa grande", "la pompa grande non funzionata"),
        ("siete dei ladri di polli", "i ladri di polli"),
        ("le pompe che ci avete dato non tengono", "le pompe date"),
        ("dicevano che da lunedì sistemavano il portone", "il sistemavano"),
        ("sono clienti da vent'anni e più", "i clienti da vent'"),
        ("qui non si vede anima viva", "l'anima viva"),
        ("ho perso mio padre in agosto", "Suo padre perso"),
        ("il tetto è stato fatto coi piedi", "il tetto fatto"),
        ("devo raccontare la vicenda da capo", "la vicenda da capo"),
        ("uno sconto per saldare la pratica", "la pratica"),
        ("avete un bel coraggio a chiamare", "un bel coraggio"),
        ("le pago il quindici di sicuro", "le pago"),
        ("mi sembra un po' tanto", "un po'"),
        ("era quella ordinaria del contratto", "la ordinaria del contratto"),
        ("io sono solo la segretaria di turno", "la segretaria di turno"),
        ("mi richiami che sono sul ponte", "il ponte"),
        ("aspetti un attimo che spengo il forno", "il forno"),
        ("avete un bel coraggio a chiamare", "un bel"),
        ("questa è una macelleria", "una macelleria"),
        ("due sedie sono arrivate con le gambe rotte", "la sedie arrivate"),
        ("due infermiere sono in malattia", "l'infermiere in malattia"),
        ("la stampante si inceppa ogni due pagine", "le pagine"),
        ("gli inquilini del secondo piano sono andati via", "gli inquilini piano"),
        ("gli inquilini del secondo piano sono andati via", "gli inquilini del piano"),
        ("si è staccata una ruota del carrello in mezzo al reparto", "una ruota del carrello al reparto"),
        ("ho chiesto una mail per il colore sbagliato", "una mail per il colore"),
        ("l'idraulico dice che la pompa è montata al contrario", "l'idraulico che dice"),
        ("l'idraulico dice che la pompa è montata al contrario", "la pompa montata"),
        ("il bonifico grande è tornato indietro", "il bonifico grande tornato"),
        ("mio padre è mancato a marzo", "Suo padre mancato"),
        ("il notaio sta chiudendo la successione", "il notaio chiudendo"),
        ("gli interessi di mora sono più alti della fattura", "gli interessi di mora alti"),
        ("gli interessi di mora sono più alti della fattura", "gli interessi di mora che sono più alti"),
        ("il vostro magazzino l'ha spedito ieri", "il nostro magazzino spedito"),
        ("li ha ripresi il vostro autista", "il nostro autista ripreso"),
        ("il pacco grande risulta consegnato", "il pacco grande consegnato"),
        ("il lavoro grosso era finito solo a metà", "il lavoro grosso finito"),
        ("la fattura è intestata al mio vicino", "la fattura intestata"),
        ("il mio cortile è pieno dei vostri bancali", "il Suo cortile pieno"),
        ("il nuovo non ha ancora la firma", "il nuovo che non ha ancora la firma"),
        ("mia madre è in casa di riposo", "Sua madre in casa"),
        ("l'assicurazione la tira per le lunghe", "la tira per le lunghe"),
        ("i conti li tiene mia figlia", "i conti li"),
        ("il garden ha chiuso il conto senza dirci niente", "il garden che ha chiuso il conto senza dirci"),
        ("il nostro agente ha portato via tutto", "il nostro agente che ha portato"),
        ("la linea va e viene", "la linea che va"),
        ("le macchine da cucire sono ferme", "le macchine"),
        ("voglio il tavolo graffiato sostituito", "il tavolo graffiato sostituito"),
        ("dice che la caldaia è sua", "la caldaia sua"),
        ("la banca ha bloccato il conto per un documento scaduto", "il conto per un documento scaduto"),
        ("il vostro autista ha preso il cancello", "il cancello preso"),
        ("quello è il contratto che ha firmato il mio predecessore", "il Suo predecessore firmato"),
        ("l'idea di mandare la fattura a casa mia", "la fattura a casa"),
        ("non è nata neanche una piantina", "una piantina"),
        ("le scale lasciate bagnate erano vuote", "le scale lasciate"),
        ("la distinta è andata al vostro vecchio indirizzo", "la distinta al nostro vecchio"),
        ("le sedi di Bari pagano ognuna la sua parte", "le sedi di Bari che pagano ognuna"),
        ("il misuratore della pressione dà numeri a caso", "il misuratore della pressione che dà numeri"),
        ("ho una pila di lettere vostre", "una pila"),
        ("l'assicurazione della caldaia che avevo disdetto", "la caldaia disdetta"),
        ("la sede centrale ha dato il via", "la sede centrale che ha dato"),
        ("la clausola del rinnovo è scritta così piccola", "la clausola del rinnovo scritta"),
        ("io affitto solo il piano terra", "il piano"),
        ("l'imbracatura lunga è durata un pomeriggio", "l'imbracatura lunga durata"),
        ("la società di mio zio è stata liquidata l'autunno scorso", "la società che è stata liquidata l'autunno"),
        ("la banca la segue mio nipote", "il Suo nipote"),
        ("le altre entro l'estate", "l'estate"),
        ("la parrocchia la vuole sistemata", "la vuole sistemata"),
        (
            "il mio capo operaio aveva detto al vostro agente che era tardi",
            "il Suo capo operaio che aveva detto al nostro agente",
        ),
        ("la quota ve la siete tenuta", "la siete tenuta"),
        ("prima vengono gli stipendi", "il vengono"),
        ("aspetti che c'è il cane alla porta", "il cane alla porta"),
        ("mi hanno scritto che il debito vecchio è cancellato", "il debito vecchio cancellato"),
    ],
)
def test_it_may_not_be_named(utterance: str, phrase: str) -> None:
    assert not paths(utterance, lemma).accepts(phrase)


def test_a_noun_alone_only_where_there_is_nothing_better() -> None:
    assert not paths("la pulsantiera nuova è spenta", lemma).accepts("la pulsantiera")


@pytest.mark.parametrize("utterance", ["", "sì", "no no", "tremila euro", "?", "...", "'", "l'", "non"])
def test_of_little_words_nothing_is_named(utterance: str) -> None:
    assert paths(utterance, lemma).empty


@pytest.mark.parametrize(
    ("word", "features", "article"),
    [
        ("tecnico", "ms", "il"),
        ("sconto", "ms", "lo"),
        ("zio", "ms", "lo"),
        ("ordine", "ms", "l'"),
        ("acqua", "fs", "l'"),
        ("scala", "fs", "la"),
        ("ordini", "mp", "gli"),
        ("gnocchi", "mp", "gli"),
        ("tecnici", "mp", "i"),
        ("scale", "fp", "le"),
    ],
)
def test_articles(word: str, features: str, article: str) -> None:
    assert article_for(word, features) == article


@pytest.mark.parametrize(
    ("word", "features"),
    [("consegne", "fp"), ("liquidità", "fs"), ("problema", "ms"), ("mano", "fs"), ("muletto", "ms"), ("bancali", "")],
)
def test_gender_and_number_as_far_as_they_show(word: str, features: str) -> None:
    assert guess_features(word, lemma(word, "it")) == features


@pytest.mark.parametrize(
    ("word", "participle"),
    [("distrutto", True), ("pagate", True), ("aspetta", False), ("mette", False), ("tolto", True), ("paga", False)],
)
def test_participles(word: str, participle: bool) -> None:
    assert is_participle(word, lemma(word, "it")) is participle


def test_a_participle_is_made_only_where_it_is_known() -> None:
    assert participle_of("pagare", "fp") == "pagate"
    assert participle_of("rompere", "ms") == "rotto"
    assert participle_of("crescere", "ms") == ""
