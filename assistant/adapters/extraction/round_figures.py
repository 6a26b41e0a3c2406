"""Figures of speech that stand for one number: "un paio di centinaia", "una cinquantina", "two and a half grand"."""

import re
from decimal import Decimal

from assistant.adapters.extraction.line import Line
from assistant.adapters.extraction.numerals import Number
from assistant.domain.money import Language

_DOZENS = {
    "paio": 2, "decina": 10, "dozzina": 12, "quindicina": 15, "ventina": 20, "trentina": 30, "quarantina": 40,
    "cinquantina": 50, "sessantina": 60, "settantina": 70, "ottantina": 80, "novantina": 90, "centinaio": 100,
    "migliaio": 1000, "couple": 2, "dozen": 12, "fortnight": 14,
}  # fmt: skip
_SCALES = {
    "centinaia": 100, "centinaio": 100, "migliaia": 1000, "migliaio": 1000, "mila": 1000, "milione": 1_000_000,
    "grand": 1000, "k": 1000,
}  # fmt: skip
_HALF = Decimal("0.5")
_SCALE: dict[Language, str] = {
    "it": r"(?P<scale>centinaia|migliaia|mila|k)",
    "en": r"(?P<scale>grand(?! total)|k|<m>)",
}
_VAGUE: dict[Language, str] = {
    "it": r"(?:qualche|alcun[ei]|varie?|divers[ei]|parecchi[ei]?|poch[ei]|tant[ei]|molt[ei]) "
    r"(?:centinaio|centinaia|migliaio|migliaia|mila|<n>)",
    "en": r"(?:a |some )?(?:few|several|many|some|tens of|hundreds of) (?:<n>|thousands|hundreds|grand|k)",
}


def read_round_figures(line: Line) -> None:
    """Give such figures of `line` their number; vague ones ("qualche centinaio") lose theirs."""
    line.mask(_VAGUE[line.language])
    _apply(line, r"(?:half an?|mezzo) (?P<scale>grand|k|migliaio|milione|<m>)", _HALF)
    if line.language == "it":
        _dozens(line, rf"(?:un |una )?(?P<dozen>paio|decina|ventina|trentina) di {_SCALE['it']}(?: di(?= euro))?")
        line.reduce(r"(?:una )?mezza dozzina(?: di)?", lambda match: Decimal(6))
        _dozens(line, rf"(?:un |una |un' altr[ao] |altr[oa] )(?P<dozen>{_names('oa')})(?: di)?")
        line.reduce(r"<n> e mezz[oa](?: (?P<scale>mila|migliaia))?", lambda m: _and_half(line, m))
    else:
        _dozens(line, rf"(?:an? |another |the next )(?P<dozen>couple)(?: of)? {_SCALE['en']}")
        _dozens(line, r"(?:an? |another |the next )?(?:half (?P<half>a )?)?(?P<dozen>couple|dozen)(?: of)?")
        line.reduce(r"<n> point <m>", lambda m: _hundredths(line, m))
        line.reduce(r"(?:<n>|a|one) and a half (?P<scale>grand|k|<m>)", lambda m: _and_half(line, m))
        line.reduce(r"an? (?P<scale>grand|<m>) and a half", lambda m: _and_half(line, m))
        _apply(line, r"(?:an?|one|another|a further) (?P<scale>grand)(?! total)", Decimal(1))
        line.mask(r"<n> <m>", lambda m: not _multiplies(line.number(m)) and _scale(line, m) is not None)
    line.reduce(rf"<n> {_SCALE[line.language]}", lambda m: _scaled(line, m))


def _names(endings: str) -> str:
    return "|".join(name for name in _DOZENS if name[-1] in endings)


def _apply(line: Line, pattern: str, factor: Decimal) -> None:
    def value(match: re.Match[str]) -> Decimal | None:
        scale = _scale(line, match)
        return factor * scale if scale else None

    line.reduce(pattern, value)


def _dozens(line: Line, pattern: str) -> None:
    def value(match: re.Match[str]) -> Decimal | None:
        groups = match.groupdict()
        scale = _scale(line, match) if groups.get("scale") else Decimal(1)
        half = _HALF if " half " in f" {match.group()} " else Decimal(1)
        return _DOZENS[match["dozen"]] * scale * half if scale else None

    line.reduce(pattern, value)


def _and_half(line: Line, match: re.Match[str]) -> Decimal | None:
    """ "two and a half grand" is 2500, "duemila e mezzo" too: half of the last scale that was named."""
    count = line.number(match).value if match.groupdict().get("n") else Decimal(1)
    if match.groupdict().get("scale"):
        scale = _scale(line, match)
        return (count + _HALF) * scale if scale else None
    if count >= 1000 and count % 1000 == 0:
        return count + _HALF * (1_000_000 if count % 1_000_000 == 0 else 1000)
    return None


def _scaled(line: Line, match: re.Match[str]) -> Decimal | None:
    """ "20 thousand", "3 mila", "five K"; what was spoken in words throughout was read as one number before."""
    number = line.number(match)
    scale = _scale(line, match)
    if scale is None or number.value * scale > 10**12 or not _multiplies(number):
        return None
    return number.value * scale


def _hundredths(line: Line, match: re.Match[str]) -> Decimal | None:
    """ "twenty three point fifty" is 23.50."""
    whole, part = line.number(match), line.number(match, "m")
    if whole.whole is None or part.whole is None or not 10 <= part.whole <= 99:
        return None
    return whole.value + part.value / 100


def _multiplies(number: Number) -> bool:
    """Whether a scale in words behind `number` wasn't read with it: "20 thousand", "one point two million"."""
    return number.written or number.whole is None or not number.spoken.endswith(("hundred", "thousand", "million"))


def _scale(line: Line, match: re.Match[str]) -> Decimal | None:
    if match.groupdict().get("m"):
        number = line.number(match, "m")
        return number.value if number.spoken in ("hundred", "thousand", "million") else None
    return Decimal(_SCALES[match["scale"]])
