"""The words in which Italian and English speak of days, months, feasts and distances in time (folded, lower case)."""

from assistant.adapters.extraction.words import folded
from assistant.domain import money
from assistant.domain.money import Language

MONTHS: dict[Language, dict[str, int]] = {
    language: {name.lower(): place for place, name in enumerate(names, 1)} for language, names in money.MONTHS.items()
}
MONTHS["en"] |= {"jan": 1, "feb": 2, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
MONTH: dict[Language, str] = {language: "|".join(names) for language, names in MONTHS.items()}
WEEKDAYS: dict[Language, dict[str, int]] = {
    language: {folded(name.lower()): place for place, name in enumerate(names)}
    for language, names in money.WEEKDAYS.items()
}
WEEKDAY: dict[Language, str] = {language: "|".join(names) for language, names in WEEKDAYS.items()}
NEAR_DAYS: dict[Language, dict[str, int]] = {
    "it": {
        "dopo domani": 2, "dopodomani": 2, "domani l' altro": 2, "domani l'altro": 2, "doman l' altro": 2,
        "domattina": 1, "domani": 1, "domandi": 1, "oggi a otto": 7, "oggi": 0, "quest' oggi": 0, "oggigiorno": 0,
        "ieri l' altro": -2, "l' altro ieri": -2, "l' altroieri": -2, "altroieri": -2, "avantieri": -2, "ieri": -1,
        "l' altro giorno ieri": -1,
    },
    "en": {
        "the day after tomorrow": 2, "day after tomorrow": 2, "a week tomorrow": 8, "tomorrow week": 8,
        "a week today": 7, "today week": 7, "a week from today": 7, "a week from tomorrow": 8, "tomorrow": 1,
        "this very day": 0, "today": 0, "the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1,
    },
}  # fmt: skip
NO_DAY = frozenset({"oggigiorno"})
"""Keys of `NEAR_DAYS` that only look like a day."""
UNITS = {
    "giorno": 1, "giorni": 1, "gg": 1, "settimana": 7, "settimane": 7, "mese": 0, "mesi": 0,
    "day": 1, "days": 1, "days'": 1, "day's": 1, "week": 7, "weeks": 7, "weeks'": 7, "week's": 7,
    "month": 0, "months": 0, "months'": 0, "month's": 0, "fortnight": 14, "fortnight's": 14,
}  # fmt: skip
"""Days of a unit; 0 stands for months."""
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
FEASTS: dict[Language, dict[str, tuple[int, int]]] = {
    "it": {
        "vigilia di natale": (12, 24), "natale": (12, 25), "santo stefano": (12, 26), "san silvestro": (12, 31),
        "capodanno": (1, 1), "epifania": (1, 6), "l' epifania": (1, 6), "befana": (1, 6), "ferragosto": (8, 15),
        "ognissanti": (11, 1), "immacolata": (12, 8), "san giuseppe": (3, 19),
    },
    "en": {
        "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
        "new year's eve": (12, 31), "new years eve": (12, 31), "new year's day": (1, 1), "new years day": (1, 1),
        "new year": (1, 1),
        "new year eve": (12, 31), "new year day": (1, 1),
    },
}  # fmt: skip
EASTER: dict[Language, dict[str, int]] = {
    "it": {"pasquetta": 1, "pasqua": 0, "venerdi santo": -2},
    "en": {"easter monday": 1, "easter sunday": 0, "easter": 0, "good friday": -2},
}
"""Days after Easter Sunday."""
