"""Closed classes of English words for reading what may be named. Data only."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EN_DETERMINERS = _words("the a an")
EN_POSSESSIVE = {"my": "your", "our": "your", "your": "our", "their": "their", "its": "its"}
EN_DEMONSTRATIVE = _words("this that these those all both half")
EN_PREPOSITIONS = _words(
    "of for to in on at from by with under about over without into off between against as after before since past "
    "around towards during behind near outside inside onto like"
)
EN_INNER = _words("of for in on at from with under without about against")
EN_COPULA = _words("is are was were isn't aren't wasn't weren't")
EN_AUXILIARIES = _words(
    "has have had hasn't haven't hadn't do does did don't doesn't didn't will won't would wouldn't can can't "
    "cannot could couldn't should shouldn't may might must be been being"
)
EN_PRONOUNS = {
    **{"i": "you", "we": "you", "i've": "you've", "we've": "you've", "me": "you", "us": "you"},
    **{"you": "we", "you've": "we've"},
}
EN_NEGATION = _words("not never")
EN_ADVERBS = _words(
    "always ever still already just also only even too again anyway really simply honestly quite very so now then "
    "here there away together along often almost maybe badly well right yet soon rightly"
)
EN_LASTING = _words("badly again always back out down up off through away apart over in")
"""Adverbs and particles with which a clause may end."""
EN_OTHER = _words(
    "and or but because if when while until unless since though although which who whom whose what how why where "
    "than it it's he he's she she's they they're them his her hers him theirs i'm we're you're i'll we'll i'd "
    "we'd you'll you'd that's there's here's what's who's anybody anyone nobody somebody someone everything "
    "nothing something anything none no yes yeah hello hi look listen sorry right okay ok please thanks uh er um "
    "hmm oh well erm mean guess think know thing things stuff people time times day days week weeks month months "
    "year years hour hours minute minutes morning afternoon evening night moment end beginning way lot bit kind "
    "sort truth fact problem same other another each every some any few several much many more most less least such "
    "own whether till rest everybody everyone side point penny pound pounds cent cents euro euros dollars meanwhile "
    "ours yours mine let's"
)
EN_INDEFINITE = _words("some any no each every another several few many much more most less such")
"""Before a noun they say that it is none in particular: it can't become "the"."""
EN_PREDICATIVE = _words("wrong right open shut empty late dead ready")
"""Adjectives that tell how something was left or found, when they come after it."""
EN_FILLERS = _words(
    "well look listen so uh er um hmm oh right and but because that honestly truth sorry yeah yes no mean though "
    "since meanwhile then now erm when until if while thing"
)
EN_HEDGES = _words("if unless until when whether maybe perhaps think hope would should might could wish")
EN_ASIDES = re.compile(r"\b(?:hang on|hold on|wait (?:a|one) (?:sec|second|moment|minute)|talking to my)\b")
"""Said by somebody who does something else meanwhile, or talks to somebody else."""
EN_PERSONS = _words(
    "husband wife father mother son daughter brother sister dad mum mom owner partner engineer driver rep tenants "
    "tenant leaseholders residents clients client customers customer suppliers supplier girl man woman boys lads "
    "lad bookkeeper accountant lawyer solicitor administrator liquidator father-in-law mother-in-law technician "
    "technicians engineers drivers colleague colleagues salesman neighbour neighbours inspector owners boss "
    "manager fitter fitters crew men doctor cleaner director vicar plumber electrician guy chap"
)
EN_KIN = _words(
    "husband wife father mother son daughter brother sister dad mum mom partner father-in-law mother-in-law "
    "grandfather grandmother uncle aunt"
)
EN_LOSS = re.compile(r"\b(?:died|passed away|lost|dead|buried)\b")
EN_SINGLE_S = _words(
    "goods sales accounts savings works customs premises news gas bus glass business process boss VAT vat"
)
EN_PAST = _words(
    "broke broken left went gone sent put let fell fallen rose risen came come bought sold lost paid made said "
    "told gave given took taken got gotten kept held found felt met ran rang rung wrote written spoke spoken "
    "stole stolen tore torn wore worn threw thrown froze frozen began begun chose chosen drove driven flew grew "
    "knew known led meant read sat saw seen shook shut slept spent split stood stuck struck swore taught thought "
    "woke won shut quit settled doubled ate eaten drew drawn hurt built burnt spilt done"
)
EN_VERBS = _words(
    "need want make take keep get go come say see pay owe last send give let put find know like expect believe "
    "reckon complain does deal mean tell bring hear seem become receive arrive depend belong happen"
)
EN_NOUN_VERBS = _words(
    "run work cost ring charge bill call bounce drop stop break leak use order claim stand rise fall move"
)
"""Verbs after a plural, nouns after a singular: "the ovens run", "the payment run"."""
EN_SPANS = _words("hours days weeks months years week month")
EN_DAYTIMES = _words("night day evening morning month week")
EN_ADJECTIVES_LY = _words("monthly weekly daily yearly quarterly early family supply assembly elderly faulty reply")
