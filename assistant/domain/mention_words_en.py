"""Closed classes of English words for reading what may be named. Data only."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((first, second) for first, second in (pair.split() for pair in text.split(", ")))


EN_DETERMINERS = _words("the a an")
EN_POSSESSIVE = {"my": "your", "our": "your", "your": "our", "their": "their", "its": "its"}
EN_DEMONSTRATIVE = _words("this that these those all both half")
EN_PREPOSITIONS = _words(
    "according regarding concerning including owing of for to in on at from by with under about over without into off "
    "between against as after before since past around towards during behind near outside inside onto like across "
    "above below beyond within upon despite except via per plus throughout than along"
)
EN_INNER = _words("of for in on at from with under without about against")
EN_COPULA = _words("is are was were isn't aren't wasn't weren't")
EN_AUXILIARIES = _words(
    "has have had hasn't haven't hadn't do does did don't doesn't didn't will won't would wouldn't can can't cannot "
    "could couldn't should shouldn't may might must be been being"
)
EN_PRONOUNS = {
    **{"i": "you", "we": "you", "i've": "you've", "we've": "you've", "me": "you", "us": "you"},
    **{"you": "we", "you've": "we've"},
}
EN_NEGATION = _words("not never")
EN_ADVERBS = _words(
    "later earlier aside halfway always ever still already just also only even too again anyway really simply "
    "honestly quite very so now then here there away together often almost maybe badly well right yet soon rightly "
    "online overnight once"
)
EN_PARTICLES = _words("out down up back away apart off through in over")
"""Adverbs that go with a verb."""
EN_LASTING = _words("halfway badly again always back out down up off through away apart over in anywhere everywhere")
"""Adverbs and particles with which a clause may end."""
EN_OTHER = _words(
    "ones else else's quid grand sake person persons someone's somebody's everyone's everybody's nobody's anyone's "
    "anybody's middle and or but because if when while until unless since though although which who whom whose what "
    "how why where whenever wherever whichever whatever however nor either neither ain't gonna it it's he he's she "
    "she's they they're them his her hers him theirs i'm we're you're i'll we'll i'd we'd you'll you'd that's there's "
    "here's what's who's anybody anyone nobody somebody someone everything nothing something anything none no yes "
    "yeah hello hi look listen sorry right okay ok please thanks uh er um hmm oh well erm mean guess think know thing "
    "things stuff people time times day days week weeks month months year years hour hours minute minutes morning "
    "afternoon evening night moment end beginning way lot bit kind sort truth fact problem same other another each "
    "every some any few several much many more most less least such own whether till rest everybody everyone side "
    "point penny pound pounds cent cents euro euros dollars meanwhile ours yours mine let's myself yourself "
    "yourselves himself herself itself ourselves themselves mate love dear sir madam"
)
EN_INDEFINITE = _words("some any no each every another several few many much more most less such")
"""Before a noun they say that it is none in particular: it can't become "the"."""
EN_PREDICATIVE = _words("wrong right open shut empty late dead ready")
"""Adjectives that tell how something was left or found, when they come after it."""
EN_CONDITIONS = _words(
    "ill sick poorly unwell pregnant retired stuck closed flooded faulty broken dry full gone fine off down away out"
)
"""How somebody or something is, after "'s"."""
EN_TITLES = _words("mr mrs ms miss dr mister")
EN_FILLERS = _words(
    "well look listen so uh er um hmm oh right and but because that honestly truth sorry yeah yes no mean though "
    "since meanwhile then now erm when until if while thing"
)
EN_HEDGES = _words("if unless until when whether maybe perhaps think hope would should might could wish")
ASIDE = 12
"""Words within which an aside is all that was said."""
EN_ASIDES = re.compile(r"\b(?:hang on|hold on|wait (?:a|one) (?:sec|second|moment|minute)|talking to my)\b")
"""Said by somebody who does something else meanwhile, or talks to somebody else."""
EN_PERSONS = _words(
    "lady ladies cousin nephew niece uncle aunt foreman foremen builder builders contractor contractors decorator "
    "painter painters mechanic mechanics caterer trainee trainees apprentice apprentices bailiff receivers porter "
    "nurse chef cook waiter teacher agent agents operator buyer seller grocer butcher baker farmer vet dentist "
    "courier thief thieves burglars relatives kids children women volunteers chairman founder bookkeepers solicitors "
    "salesgirl therapist guard student students husband wife father mother son daughter brother sister dad mum mom "
    "owner partner engineer driver rep tenants tenant leaseholders residents clients client customers customer "
    "suppliers supplier girl man woman boys lads lad bookkeeper accountant lawyer solicitor administrator liquidator "
    "father-in-law mother-in-law technician technicians engineers drivers colleague colleagues salesman neighbour "
    "neighbours inspector owners boss manager fitter fitters crew men doctor cleaner director vicar plumber "
    "electrician guy chap landlord landlady members insurers staff trainer treasurer parents guests surveyor roofer "
    "caretaker secretary warehouseman people"
)
EN_KIN = _words(
    "husband wife father mother son daughter brother sister dad mum mom partner father-in-law mother-in-law "
    "grandfather grandmother uncle aunt"
)
EN_LOSS = re.compile(r"\b(?:died|killed|passed away|lost|dead|buried)\b")
EN_SINGLE_S = _words(
    "goods sales accounts savings works customs premises news gas bus glass business process boss VAT vat"
)
EN_PAST = _words(
    "broke broken left went gone sent put let fell fallen rose risen came come bought sold lost paid made said told "
    "gave given took taken got gotten kept held found felt met ran rang rung wrote written spoke spoken stole stolen "
    "tore torn wore worn threw thrown froze frozen began begun chose chosen drove driven flew grew knew known led "
    "meant read sat saw seen shook shut slept spent split stood stuck struck swore taught thought woke won quit "
    "settled doubled ate eaten drew drawn hurt built burnt spilt done dug shrank shrunk forgot forgotten blew blown "
    "bit bitten bent bound bore bred brought caught crept dealt fed fled fought hid hidden hung lent laid lit overran "
    "rid sank sunk sang slid sped spun sprang sprung stank swept swam swung swollen undid withdrew withdrawn wound "
    "underwent understood overheard mistook clung flung fried dried tried"
)
EN_VERBS = _words(
    "need want make take keep get go come say see pay owe last send give let put find know like expect believe reckon "
    "complain does deal mean tell bring hear seem become receive arrive depend belong happen"
)
EN_SPANS = _words("hours days weeks months years week month")
EN_DAYTIMES = _words("night day evening morning month week")
EN_ADJECTIVES_LY = _words("monthly weekly daily yearly quarterly early family supply assembly elderly faulty reply")
EN_UNMARKED = _words("hit set cut burst cost spread bet put let shut quit split hurt")
"""Verbs whose past looks like a noun: after a noun that does something they tell what it did."""
EN_MANY = _words("people staff police men women children crew")
"""Plurals that don't show it."""
EN_GRANTING = _words("agree offer allow grant")
"""What colleagues are said to have granted: naming it would concede it."""
EN_JOINING = _words("mix mixed swap swapped replace replaced compare compared confuse confused exchange exchanged")
"""Verbs whose "with" is no part of what they act on."""
EN_INVERTING = _words("do does did can could will would should")
"""Auxiliaries before the noun that does it, in a question."""
EN_MAKING = _words("make makes made keep keeps leave leaves")
"""Verbs after which stands what, and how it becomes."""
EN_CAUSING = _words("let lets see saw watch watched hear heard help")
"""Verbs after which stands who does something, and what: "let the contract roll over"."""
EN_ACTS = _words(
    "roll suit beep blink clank clunk thud lurch jolt sway gush ooze sputter ping chirp howl dim bulge buckle grate "
    "provide raise prefer accept add agree answer appear apply argue arrive ask attack bang bark bend bite bleed "
    "block blow boil bounce break bring bump burn burst buy buzz call cancel carry catch cause change charge chase "
    "check claim clash clatter clear click climb clog close collapse collect come complain confuse contain continue "
    "cook cool cost cough cover crack crash creak creep cry curl cut cycle damage deal decide delay delete deliver "
    "demand deny depend die dig dip disappear disagree disturb do drag drain drift drink drip drive drop drown dry "
    "earn eat empty end enter escape expect expire explode face fade fail fall feed feel fight fill find finish fit "
    "fix flap flash flicker float flood flow fly fold forget freeze fry gather get give glitch go grind grow gurgle "
    "guzzle handle hang happen hear heat help hide hiss hit hold hum hurt ignore include insist invoice itch jam jerk "
    "jump keep kick kill knock know lack land last laugh lead leak lean learn leave let lie lift like limp list live "
    "log lock look lose love make mean meet melt mention miss mix moan move need offer open operate order overflow "
    "overheat owe own park pay peel pick play point pop pour press print produce promise pull pump push put quit "
    "rattle reach read rebel receive refuse reject rely remain remember remove rent repeat reply report require reset "
    "resign rest return ring rise rot rub ruin run rust say scrape scratch scream screech seal see seem seep sell "
    "send serve set shake shed shift shine ship shout show shrink shut sink sit skip slam sleep slide slip smash "
    "smell smoke snap sound spark speak spend spill spin splash split spoil spread squeak squeal stain stall stand "
    "start state stay steal stick stink stop stretch strip struggle stutter stumble suck suffer supply support swell "
    "swing switch take talk taste tear tell think threaten throw tick tilt touch trade travel treat trip trust try "
    "turn twist use vanish vibrate visit wait wake walk want warn warp wash waste watch wear weigh wet whine whistle "
    "win wish wobble work worry wrap write yell depart advise allow belong bother choke corrode crumble digest double "
    "drool dump emit evaporate falter flake fray gape growl grumble halve honk jiggle judder lag leap loosen "
    "malfunction misfire misread overcharge overcook pile pinch pong puff rain reek release renew rip roar rock "
    "scorch scuff shudder shuffle sag slant smear soak spit splinter spray squash squirt stagger starve steam strain "
    "streak stray swerve sweat swallow tangle taper thump tighten tip topple trickle triple tremble undercharge "
    "unravel wander weep wilt wrinkle"
)
"""What things and people do: verbs that would else read as nouns after the noun that does it."""
EN_ALONE = _words(
    "stop beep clunk lurch jolt jam leak rattle squeak shake stick flood crash freeze drip hum melt creak burn smoke "
    "buzz judder wobble overheat stall stink rust rot crack fail flicker vibrate bounce close resign collapse expire "
    "burst quit bang whistle squeal overflow snap fade split shut trip end explode vanish disappear glitch retire "
    "drown reek warp shrink die bark sag malfunction misfire cough"
)
"""Verbs that tell all by themselves."""
EN_NOUNS_MOSTLY = _words(
    "charges costs works parts notes orders calls rates tests plans bills claims repairs reports visits checks "
    "returns covers details hours documents accounts contracts doors keys lines lists boxes papers photos rules "
    "sheets tools fees prices invoices payments terms sales points records figures rents supplies services statements "
    "drinks changes numbers dates letters reminders slips ends fittings files rooms sockets units lights pipes tiles "
    "panels"
)
"""Forms in -s that are nouns after a noun, unless what they act on follows."""
EN_LIGHT = _words("put get got make made take took give gave have had keep leave left let expect need want")
"""Verbs that say too little without what follows them."""
EN_SAYING = _words("say think know claim reckon swear insist hope pretend tell ask promise admit warn believe mean")
"""Verbs whose matter is a clause: it can't be cut short."""
EN_GOES_ON = _words(
    "people stuff side way point problem problems thing things bit lot kind sort half one ones mistake mistakes error "
    "errors fault faults refund refunds guarantee guarantees promise promises lots"
)
"""Words that go on with the noun before them, though they can't be named."""
EN_TELLING = _words(
    "his still till until behind wrong right late dead twice short alone upside sideways than everything anything "
    "something nothing it them him her that which who whose"
)
"""What tells the rest of a clause: before it the clause is cut short."""
EN_JOINERS = _words(
    "once and or but because so when if while until since till unless though although then whenever after before"
)
EN_ADVERBIALS = _pairs(
    "in cash, in full, in person, on time, in advance, for free, in part, for nothing, by hand, on holiday, on "
    "file, on purpose, at once, on hold, on trial, on stop, at home, at night, at work, by post, by email"
)
"""Preposition and noun that say how or when; they hang on the verb, not on the noun before."""
EN_WITH_PREPOSITION = _words("waiting looking asking relying depending dealing hoping paying")
"""Verbs that say too little without the preposition and its noun."""
EN_TIMES = _words(
    "day days week weeks month months year years hour hours minute minutes time times night nights morning mornings "
    "evening evenings afternoon afternoons"
)
EN_STATES = _words(
    "go went gone goes get got gets become became becomes turn turned look looks seem seems feel feels come came"
)
"""Verbs after which stands what something has become: "went bust"."""
