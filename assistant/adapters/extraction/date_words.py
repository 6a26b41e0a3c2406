"""The words in which Italian and English speak of days, months and distances in time."""

import re

from assistant.domain import money
from assistant.domain.money import Language

MONTHS: dict[Language, tuple[str, ...]] = {
    language: tuple(name.lower() for name in names) for language, names in money.MONTHS.items()
}
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    language: tuple(name.lower() for name in names) for language, names in money.WEEKDAYS.items()
}
NEAR_DAYS: dict[Language, dict[str, int]] = {
    "it": {"dopodomani": 2, "domani": 1, "oggi": 0, "stasera": 0, "ieri": -1, "l'altro ieri": -2, "altroieri": -2},
    "en": {
        "the day after tomorrow": 2,
        "day after tomorrow": 2,
        "tomorrow": 1,
        "today": 0,
        "the day before yesterday": -2,
        "yesterday": -1,
    },
}
UNITS = {
    "giorno": 1, "giorni": 1, "settimana": 7, "settimane": 7, "mese": 0, "mesi": 0,
    "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 0, "months": 0, "fortnight": 14,
}  # fmt: skip
PAST: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"\b(ho|abbiamo|è stat[oa]|avevo|avevamo|era|hanno|scors[oa]|passat[oa]|scadut[oa]|già|fatto)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(paid|sent|made|did|was|were|went|last|already|have (?:paid|sent)|transferred|wired|left|came|arrived"
        r"|called|rang|spoke|told|said|got|happened)\b",
        re.I,
    ),
}
DAY_LEAD: dict[Language, str] = {
    "it": r"(?:\b(?:il|del|dal|al|entro|giorno)\s+(?:giorno\s+)?|\bl['’]|\bdell['’]|\bdall['’]|\ball['’])$",
    "en": r"\b(?:the|on the|by the|before the|after the|from the|until the|till the)\s+$",
}


# A number before one of these is no day of the month.
NOT_A_DAY = re.compile(
    r"\s*(%|per\s?cento|percent|rat[ae]|euro|volt|pagament|fattur|giorn|mes[ei]\b|instal|invoice|payment|pound|time|one"
    r"|of them)"
)


STOPS = re.compile(r"\s*(?:$|[.,;:!?]|del mese\b|del prossimo\b)")
