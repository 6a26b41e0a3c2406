"""The names of letters in Italian and English, as they are spelled on the telephone."""

from assistant.domain.money import Language

LETTERS: dict[Language, dict[str, str]] = {
    "it": {
        "a": "A", "bi": "B", "ci": "C", "di": "D", "e": "E", "effe": "F", "gi": "G", "acca": "H", "i": "I", "elle": "L",
        "emme": "M", "enne": "N", "o": "O", "pi": "P", "cu": "Q", "qu": "Q", "erre": "R", "esse": "S", "ti": "T",
        "u": "U", "vu": "V", "vi": "V", "zeta": "Z", "kappa": "K", "cappa": "K", "ics": "X", "ipsilon": "Y", "jay": "J",
    },
    "en": {
        "ay": "A", "bee": "B", "cee": "C", "see": "C", "dee": "D", "ee": "E", "ef": "F", "eff": "F", "gee": "G",
        "aitch": "H", "jay": "J", "kay": "K", "el": "L", "ell": "L", "em": "M", "en": "N", "pee": "P", "cue": "Q",
        "queue": "Q", "ar": "R", "ess": "S", "tee": "T", "you": "U", "vee": "V", "ex": "X", "why": "Y", "zed": "Z",
        "zee": "Z", "double-u": "W",
        "alpha": "A", "alfa": "A", "bravo": "B", "charlie": "C", "delta": "D", "echo": "E", "foxtrot": "F", "golf": "G",
        "hotel": "H", "india": "I", "juliet": "J", "juliett": "J", "kilo": "K", "lima": "L", "mike": "M",
        "november": "N", "oscar": "O", "papa": "P", "quebec": "Q", "romeo": "R", "sierra": "S", "tango": "T",
        "uniform": "U", "victor": "V",
        "whiskey": "W", "whisky": "W", "xray": "X", "yankee": "Y", "zulu": "Z",
    },
}  # fmt: skip
PAIRS: dict[Language, dict[tuple[str, str], str]] = {
    "it": {
        ("vu", "doppia"): "W", ("doppia", "vu"): "W", ("vi", "doppia"): "W", ("i", "lunga"): "J", ("i", "greca"): "Y",
        ("doppio", "vu"): "W",
    },
    "en": {("double", "u"): "W", ("double", "you"): "W"},
}  # fmt: skip
COMMON_WORDS: dict[Language, frozenset[str]] = {
    "it": frozenset({"a", "ci", "di", "e", "i", "o", "ti", "vi", "u"}),
    "en": frozenset(
        {"see", "you", "why", "a", "i", "o", "en", "el", "ex", "mike", "november", "charlie", "hotel", "india", "papa"}
    ),
}
"""Names of letters that are words too: letters only beside other letters."""
EXAMPLE: dict[Language, frozenset[str]] = {
    "it": frozenset({"come", "di"}),
    "en": frozenset({"for", "as", "like"}),
}
"""What comes between a letter and the word that makes it clear: "B come Bologna", "A as in apple"."""
TIMES = {"double": 2, "doppio": 2, "doppia": 2, "triple": 3, "treble": 3, "triplo": 3, "tripla": 3}
ZERO = frozenset({"zero", "oh", "o", "nought", "naught"})
SEPARATORS = frozenset(
    {
        "barra",
        "slash",
        "trattino",
        "dash",
        "meno",
        "hyphen",
        "stroke",
        "-",
        "/",
        "\\",
        "barretta",
        "sbarra",
        "linea",
        "forward",
    }
)
