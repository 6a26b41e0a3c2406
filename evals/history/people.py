"""Invented companies, contact persons and operators; every name is plainly made up."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from assistant.domain.money import Language

_TRADES: dict[Language, tuple[str, ...]] = {
    "it": (
        "Condominio", "Hotel", "Officina", "Panificio", "Studio", "Autotrasporti", "Cooperativa", "Farmacia",
        "Albergo", "Residenza", "Clinica", "Scuola", "Tipografia", "Falegnameria", "Ristorante", "Magazzini",
        "Cantina", "Lavanderia", "Palestra", "Vetreria", "Caseificio", "Serramenti", "Vivai", "Carrozzeria",
    ),
    "en": (
        "Castings", "Joinery", "Care Home", "Hotels", "Bakery", "Haulage", "Property Repairs", "Pumps", "Clinic",
        "Construction", "Garage", "Textiles", "Engineering", "Nurseries", "Printworks", "Dairy", "Roofing", "Brewery",
        "Plastics", "Laundry", "Fabrications", "Catering", "Flooring", "Marine",
    ),
}  # fmt: skip
_WORDS: dict[Language, tuple[str, ...]] = {
    "it": (
        "Nuvolabassa", "Lunastorta", "Pietrafinta", "Ventoverde", "Boscosogno", "Acquascritta", "Montebugia",
        "Vallefavola", "Torrecarta", "Fontevuota", "Pratogiallo", "Collesogno", "Sassolieve", "Portovano",
        "Rivafiaba", "Cascinarosa", "Pontedicarta", "Solefinto", "Brumaleggera", "Cantofermo", "Dodicilune",
        "Erbastorta", "Fiocconero", "Giravento", "Isolabuffa", "Legnodolce", "Marescritto", "Nidovuoto",
        "Oraquieta", "Pozzodipinto", "Quadrifinti", "Ramosecco", "Stellamatta", "Trelanterne", "Umbrafinta",
        "Valsogno", "Zuccafiorita", "Biancospola", "Cittavana", "Duefiumi Finti", "Fogliastrana", "Granfavola",
        "Lampofermo", "Mezzaluna Dipinta", "Noceblu", "Orlofinto", "Passolento", "Querciadicarta", "Roccaverde Finta",
        "Seminuvola", "Tuonolontano", "Ulivostorto", "Vetrosoffiato", "Altopiano Finto", "Bellafrottola",
        "Campodifiaba", "Doppiaeco", "Fintaspiga", "Lungosogno", "Melastrega", "Ombracorta", "Pigrafonte",
        "Sottovento Finto", "Terradinessuno", "Vialedeisogni", "Aquilone Blu", "Bricioladoro", "Cerchiovuoto",
        "Farodicarta", "Ghiandafina", "Tramontofinto", "Mulinobuffo",
    ),
    "en": (
        "Neverfield", "Mockbridge", "Pretendale", "Fablecombe", "Quillmoor", "Nonesuch Hill", "Cloudacre",
        "Tumblegate", "Lanternby", "Foxfable", "Gossamer Vale", "Halfmoon Fictive", "Imaginary Mill", "Jesterfold",
        "Kettlemyth", "Makebelow", "Nowhereton", "Oddwick", "Paperbridge", "Quiverdown", "Rumourford",
        "Sandcastle Lane", "Threadmyth", "Upsidebury", "Vanishwell", "Whimsyard", "Yarnstead", "Zephyr Mock",
        "Applefancy", "Bramblefib",
        "Candlemoor", "Driftfable", "Emberfield Mock", "Featherhoax", "Greenfable", "Hushwater", "Inklingham",
        "Jackdaw Fancy", "Kingsriddle", "Lullaby Wharf", "Moonraker Mock", "Nutshell Green", "Owlpretend",
        "Puddlemere Mock", "Quaintley", "Riddlecote", "Silverfib", "Tallstory", "Underfable",
        "Velvetmarsh", "Wanderby", "Yesterwick",
        "Ashfancy", "Bluebell Fiction", "Cobblemyth", "Daydream Quay", "Elfinmoor", "Fernfable", "Glimmerton",
        "Hollowjest", "Ivorymyth", "Jumblecross", "Kitewood Mock", "Larkfable", "Mirrorfold", "Northfib", "Otherby",
        "Pebblemyth", "Rookfancy", "Storyford", "Tinderfable", "Wishmere",
    ),
}  # fmt: skip
_FORMS: dict[Language, tuple[str, ...]] = {
    "it": ("S.r.l.", "S.n.c.", "S.p.A.", "S.a.s.", "Soc. Coop."),
    "en": ("Ltd", "plc", "LLP", "& Co", "Partners"),
}
_FIRST: dict[Language, tuple[str, ...]] = {
    "it": (
        "Ada", "Bruno", "Carla", "Dario", "Elsa", "Fulvio", "Gina", "Ivo", "Lidia", "Marco", "Nadia", "Otto", "Piera",
        "Rino", "Silvia", "Tullio", "Ugo", "Vera", "Zeno", "Agnese", "Berto", "Clara", "Delio", "Emma",
    ),
    "en": (
        "Amy", "Ben", "Clara", "Dan", "Ella", "Frank", "Gail", "Hugh", "Iris", "Jack", "Kate", "Leo", "Mabel", "Ned",
        "Olive", "Percy", "Rose", "Sam", "Tess", "Una", "Vic", "Wendy", "Alan", "Beth",
    ),
}  # fmt: skip
_LAST: dict[Language, tuple[str, ...]] = {
    "it": (
        "Inventati", "Fintucci", "Favoletti", "Esempi", "Nessunelli", "Sognari", "Cartapesti", "Immagini", "Fiabeschi",
        "Provetti", "Modellini", "Bugiardini", "Frottolari", "Ipotesini", "Quasiveri", "Sembrini", "Altrovesi",
        "Chimerini", "Dipintucci", "Ventagli", "Zuccherini", "Ombretti", "Lampadari", "Segnalibri",
    ),
    "en": (
        "Fablewick", "Makebury", "Nonesuch", "Mockett", "Pretender", "Storey-Fable", "Whimsley", "Dowelby", "Quillson",
        "Everfold", "Nowherton", "Fictley", "Inkwell", "Riddler", "Seemingly", "Wishart-Mock", "Yarnley", "Tallboy",
        "Umbrage", "Paperman", "Otherwise", "Lanternby", "Jestwood", "Halfpenny",
    ),
}  # fmt: skip
_ROLES: dict[Language, tuple[str, ...]] = {
    "it": ("titolare", "amministrazione", "contabilità", "responsabile acquisti", "direzione", "ufficio fornitori"),
    "en": ("owner", "accounts", "bookkeeper", "purchase ledger", "finance manager", "office manager"),
}


@dataclass(frozen=True)
class Person:
    name: str
    role: str


def person(chance: random.Random, language: Language) -> Person:
    name = f"{chance.choice(_FIRST[language])} {chance.choice(_LAST[language])}"
    return Person(name, chance.choice(_ROLES[language]))


def company_names(chance: random.Random, language: Language) -> Iterator[str]:
    """Names of companies, each once, in an order that the chance decides; numbered when all have been given."""
    pairs = [(trade, word) for trade in _TRADES[language] for word in _WORDS[language]]
    chance.shuffle(pairs)
    for number in count(1):
        again = "" if number == 1 else f" {number}"
        for trade, word in pairs:
            form = "" if trade == "Condominio" else f" {chance.choice(_FORMS[language])}"
            yield f"{word} {trade}{again}{form}" if language == "en" else f"{trade} {word}{again}{form}"
