"""Word lists for masking the names of a recorded call. Data only: `record_names.py` says what they mean."""

from assistant.domain.money import Language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "signor signora signorina signori sig sigra dottor dottoressa dott dottssa dr avvocato avv ingegner ingegnere ing "
    "ragionier ragioniere ragioniera rag geometra geom professor professoressa prof architetto arch direttore "
    "direttrice don suor mr mrs ms miss mister missus sir madam doctor"
)
SMALL = _words(
    "numero number di de del dello della dei degli delle d da dal dalla dai la le lo il i gli l e ed al alla "
    "and the of at von van der fratelli figli eredi brothers sons bros"
)
FORMS = _words(
    "srl srls spa snc sas sapa coop scarl onlus unipersonale societa limited ltd plc llp inc llc co company "
    "corporation corp gmbh group gruppo"
)
KINDS = _words(
    "condominio residenza hotel albergo pensione officina meccanica carrozzeria autofficina studio bar caffe cafe "
    "ristorante trattoria osteria pizzeria gelateria pasticceria panificio panetteria forno farmacia parafarmacia "
    "clinica poliambulatorio ambulatorio dentistico medico legale palestra piscina cinema teatro museo scuola asilo "
    "istituto supermercato ipermercato magazzino magazzini deposito cantiere impresa edile ditta azienda agricola "
    "cantina frantoio caseificio birrificio vivaio falegnameria segheria vetreria tipografia lavanderia autoscuola "
    "libreria cartoleria ottica negozio centro casa riposo associati trasporti autotrasporti service services "
    "servizi impianti shop bakery bakers garage farm dairy joinery nursery school surgery dental care home hotel "
    "inn pub restaurant works workshop castings foundry engineering builders boatbuilders haulage transport "
    "supplies trading stores gym theatre printers florist"
)
"""What a business is and not whose: it may stay."""
STREETS = _words("via viale piazza piazzale corso largo vicolo contrada")
POLITE = _words("Lei La Le Li Suo Sua Suoi Sue Vostro Vostra Vostri Vostre Vi Loro I")
"""Written with a capital where they mean the customer, and the English pronoun."""
FAMILY: dict[Language, tuple[str, ...]] = {
    "it": (
        "Fintaldi", "Fantasieri", "Nessunetti", "Favolardi", "Chimeroni", "Nuvolardi", "Finzionelli", "Sognarelli",
        "Miraggini", "Fiabucci", "Fandonelli", "Fingardi", "Nonveri", "Maivisti", "Provatelli", "Bubbolini",
    ),
    "en": (
        "Madeupson", "Nosuchley", "Fablewright", "Pretendham", "Inventley", "Fictonby", "Neverwood", "Imagineby",
        "Phantomley", "Storyham", "Mockridge", "Shamworth", "Whimsley", "Fancifold", "Untrueby", "Dreamleigh",
    ),
}  # fmt: skip
"""Italian ones take the articles of most words ("dei", "il"), so that a street reads as it did."""
FEMININE = ("Fintina", "Inventina", "Favolina", "Nuvolina", "Chimerina", "Utopina")
MASCULINE = ("Fintino", "Inventino", "Favolino", "Nuvolino", "Chimerino", "Utopino")
NEUTRAL = ("Fabley", "Nonny", "Pretenda", "Fancy", "Whimsy", "Neverly")
