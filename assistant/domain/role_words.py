"""Pronouns, irregular verbs and harmless verbs, for reading who does what. Data only."""

from typing import Literal

from assistant.domain.money import Language

Person = Literal[1, 2, 3]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _persons(first: str = "", second: str = "", third: str = "") -> dict[str, Person]:
    table: dict[str, Person] = {}
    table.update(dict.fromkeys(first.split(), 1))
    table.update(dict.fromkeys(second.split(), 2))
    table.update(dict.fromkeys(third.split(), 3))
    return table


OWNERS: dict[Language, dict[str, Person]] = {
    "it": _persons(
        "mio mia miei mie nostro nostra nostri nostre", "suo sua suoi sue vostro vostra vostri vostre tuo tua tuoi tue"
    ),
    "en": _persons("my our", "your"),
}
SUBJECTS_EN = _persons("i we", "you")
OTHERS_EN = frozenset({"he", "she", "it", "they", "who", "there", "this", "that"})
OBJECTS_EN = _persons("me us", "you")
BEFORE_SUBJECT_EN = _words(
    "and or but that if when while what how so because since until once whether which as before after where then"
)
PREPOSITIONS_EN = _words("for about with on of by from at in")
ADVERBS_EN = _words("gladly also just only still already perhaps kindly simply really certainly")

FINITE_IT = _persons(
    "ho abbiamo siamo devo dobbiamo posso possiamo voglio vogliamo so sappiamo faccio facciamo vado andiamo do diamo "
    "sto stiamo vengo veniamo tengo teniamo propongo dico diciamo rimango scelgo tolgo raccolgo ero eravamo sarò "
    "saremo avrò avremo potrò potremo dovrò dovremo vorrei vorremmo potrei potremmo dovrei dovremmo avevo avevamo",
    "avete siete dovete potete volete sapete fate andate date state venite tenete dite sarete avrete potrete dovrete "
    "vorreste potreste dovreste avevate eravate",
    "ha è hanno deve devono può possono vuole vogliono sa sanno fa fanno va vanno dà danno sta stanno viene vengono "
    "tiene tengono dice dicono sarà saranno avrà avranno potrà potranno dovrà dovranno vorrebbe potrebbe dovrebbe era "
    "erano aveva avevano possa possano debba debbano sia siano abbia abbiano faccia facciano vada vadano",
)
"""Finite forms that endings don't tell. "sono" is left out: it may be the speaker's or theirs."""

ARTICLES_IT = _words(
    "il lo la i gli le l un uno una del dello della dell dei degli delle al allo alla all ai agli alle dal dallo dalla "
    "dall dai dagli dalle nel nello nella nell nei negli nelle sul sullo sulla sull sui sugli sulle "
    "suo sua suoi sue nostro nostra nostri nostre vostro vostra vostri vostre mio mia miei mie ogni questo questa"
)
BOTH_IT = _words("lo la li le")
"""Articles before a noun, pronouns before a verb."""
BEFORE_SECOND_IT = _words("voi mi ci non se che quando come lo la li")
CLITICS_IT = _persons("mi me ci ce", "le la vi ve")
STRESSED_IT = _persons("me noi", "lei voi")
PREPOSITIONS_IT = _words("per a ad da di con su anche in tra fra come")

LETTING_IT = _words("lasciare permettere")
STATE_IT = _words("essere restare rimanere risultare venire")
"""Verbs after which a participle says what became of something, not who did it: "resta sospesa"."""
EITHER = _words("get have receive")
"""Stems that say as much of who gives as of who gets."""

TELLING: dict[Language, frozenset[str]] = {
    "it": _words("dire raccontare parlare segnalare spiegare chiedere risultare pesare riferire indicare dispiacere"),
    "en": _words("tell explain mention describe report talk say show speak"),
}
"""Verbs whose hearer is the operator, whoever says it: "mi dice", "you tell me"."""

REFLEXIVE: dict[Language, frozenset[str]] = {
    "it": _words("scusare rendere immaginare augurare interessare accorgere"),
    "en": _words(""),
}
"""What one does to oneself: "mi scuso", "mi rendo conto"."""

KIND: dict[Language, frozenset[str]] = {
    "it": _words(
        "lasciare capire comprendere ringraziare ascoltare sapere vedere rendere dispiacere scusare sentire immaginare "
        "apprezzare avere essere potere dovere volere fare"
    ),
    "en": _words("understand thank listen know see appreciate hear sorry imagine apologise glad realise let"),
}
"""What an operator may do of his own accord: it undertakes nothing."""
