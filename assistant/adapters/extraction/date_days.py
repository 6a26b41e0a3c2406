"""Weekdays and days of the month: "venerdì prossimo", "il venti", "giovedì ventisei", "the Friday after next"."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.adapters.extraction import days
from assistant.adapters.extraction.date_forms import Spoken
from assistant.adapters.extraction.date_words import MONTH, MONTHS, WEEKDAY, WEEKDAYS
from assistant.adapters.extraction.line import Line, compiled, rule
from assistant.adapters.extraction.tense import looks_back

_WEEKDAY = {
    "it": r"(?:(?P<before>prossim[oa]|scors[oa]|passat[oa]|quest[oa]) )?(?P<day>{weekday})"
    r"(?: (?P<after>prossim[oa]|scors[oa]|passat[oa]|che viene|che vien|qui|quest[oa]|a otto"
    r"|(?:del|di) ?(?:l'|la|lla)? ?(?:prossima settimana|settimana prossima)|della (?:prossima settimana|"
    r"settimana prossima)"
    r"|di questa settimana|(?:non questo )?(?:,? ?ma )?(?:quello|quell'? altr[oa]|quella) (?:dopo|successiv[oa])|"
    r"successiv[oa]|seguente|dopo(?= [.,;]|$)"
    r"|dopo il prossimo|della settimana scorsa|della scorsa settimana))?",
    "en": r"(?:(?P<before>this coming|this|the coming|coming|the following|next week|next|last|the past|"
    r"(?:a week|a fortnight|<n> weeks?)(?: on| from)?|week on|(?:the )?week after next on|the) )?"
    r"(?P<day>{weekday})(?: (?P<after>after next|next week|of next week|week after next|week|fortnight|next|"
    r"last week|last"
    r"|this week|of this week|gone|coming|after that|after(?= [.,;]|$)))?",
}
_HABIT = {
    "it": r"(?:ogni|tutti i|tutte le|qualsiasi|"
    r"(?<!prima )(?<!tardi )(?<!mezza )(?<!mattina )(?<!sera )(?<!\d )(?<!_ )di) $",
    "en": r"(?:every|each|any|most) (?:other )?$",
}
_OPEN_DAYS = {
    "it": rf"(?:dal|da) (?:{WEEKDAY['it']}) (?:al|a) (?:{WEEKDAY['it']})",
    "en": rf"(?:from )?(?:{WEEKDAY['en']}) (?:to|through|till) (?:{WEEKDAY['en']})",
}
_NEXT = ("prossimo", "prossima", "next")
_LAST = ("scorso", "scorsa", "passato", "passata", "last", "the past", "gone")
_THIS = ("questo", "questa", "this", "this coming", "the coming", "coming", "che viene", "che vien", "qui")


def weekdays(line: Line, on: date) -> Iterator[Spoken]:
    pattern = _WEEKDAY[line.language].replace("{weekday}", WEEKDAY[line.language])
    open_days = [match.span() for match in rule(_OPEN_DAYS[line.language]).finditer(line.plain)]
    for match in rule(pattern).finditer(line.plain):
        if any(start <= match.start() < end for start, end in open_days):
            continue
        if compiled(rf"(?<!\S){_HABIT[line.language]}").search(line.before(match.start())):
            continue
        found = _weekday(line, match, on)
        values = tuple(value for value in found if value)
        if values:
            yield Spoken(match.start(), match.end(), values, weekday=WEEKDAYS[line.language][match["day"]])


def _weekday(line: Line, match: re.Match[str], on: date) -> tuple[date | None, ...]:
    index = WEEKDAYS[line.language][match["day"]]
    said = f"{match['before'] or ''} {match['after'] or ''}".strip()
    coming = days.weekday(on, index)
    if compiled(r"settimana scorsa|scorsa settimana|last week").search(said):
        return (days.weekday_of_week(on, index, -1),)
    if compiled(r"prossima settimana|settimana prossima|next week").search(said):
        return (days.weekday_of_week(on, index, 1),)
    if compiled(r"questa settimana|this week").search(said):
        return (days.weekday_of_week(on, index, 0),)
    if compiled(r"week after next").search(said):
        return (days.weekday_of_week(on, index, 2),)
    if match.groupdict().get("n"):
        weeks = line.number(match).whole or 0
        return (coming and days.shifted(coming, days=7 * weeks) if weeks < 100 else None,)
    if compiled(r"fortnight").search(said):
        return (coming and days.shifted(coming, days=14),)
    if re.fullmatch(r"(?:the )?(?:after|after that)|(?:il )?(?:dopo|successiv[oa]|seguente)", said):
        # "mercoledì e il mercoledì dopo": after the one that was just spoken of.
        spoken = _earlier(line, match, on)
        return (spoken and days.weekday(spoken, index),)
    if compiled(r"\bweek\b|after next|a otto|dopo|successiv|quell").search(said):
        return (coming and days.shifted(coming, days=7),)
    if any(word in said.split() or word == said for word in _LAST):
        return (days.weekday(on, index, back=True),)
    if any(word in said.split() for word in _NEXT):
        # "Friday next" said early in the week means this one to some and the following one to others.
        if index > on.weekday() and coming:
            return (coming, days.shifted(coming, days=7))
        return (coming,)
    back = said not in _THIS and looks_back(line, match.start(), match.end())
    return (days.weekday(on, index, back=back),)


_NTH = {
    "it": r"(?:(?:l'|l' |il )?(?: ?)(?P<ultimo>ultimo|ultima)|(?:il |la )?(?:<@n>)) (?P<day>{weekday}) "
    r"(?:di (?P<month>{month})|(?P<which>del mese prossimo|del prossimo mese|di questo mese|del mese))",
    "en": r"(?:the )?(?:(?P<ultimo>last)|<@n>) (?P<day>{weekday}) (?:of|in) "
    r"(?:(?P<month>{month})|(?P<which>next month|this month|the month|the following month))",
}


def weekdays_of_months(line: Line, on: date) -> Iterator[Spoken]:
    """ "l'ultimo venerdì del mese", "the first Monday in December"."""
    pattern = _NTH[line.language].replace("{weekday}", WEEKDAY[line.language])
    for match in rule(pattern.replace("{month}", MONTH[line.language])).finditer(line.plain):
        nth = -1 if match["ultimo"] else line.number(match).whole or 0
        index = WEEKDAYS[line.language][match["day"]]
        named = MONTHS[line.language].get(match["month"] or "")
        ahead = 1 if compiled(r"prossimo|next|following").search(match["which"] or "") else 0
        for later in range(13):
            month = days.shifted(on.replace(day=1), months=ahead + later)
            if month is None or (named and month.month != named):
                continue
            found = days.nth_weekday(month, index, nth)
            if found and found > on:
                yield Spoken(match.start(), match.end(), (found,))
                break


def _earlier(line: Line, match: re.Match[str], on: date) -> date | None:
    """The weekday spoken of before `match`, else the next one of its own name."""
    names = WEEKDAYS[line.language]
    before = [word for word in line.before(match.start()).split() if word in names]
    return days.weekday(on, names[before[-1]] if before else names[match["day"]])


def weekdays_with_day(line: Line, on: date) -> Iterator[Spoken]:
    """ "giovedì ventisei", "Thursday the twenty sixth"; where both can't be true, both days remain."""
    joint, number = (" (?:il )?", "<*n>") if line.language == "it" else (",? (?:the )?", "<*n>")
    no_month = rf"(?! (?:di |of )?(?:{MONTH[line.language]}))"
    for match in rule(rf"(?P<day>{WEEKDAY[line.language]}){joint}{number}{no_month}").finditer(line.plain):
        number_of = line.number(match).whole
        if line.language == "en" and not (line.number(match).ordinal or line.number(match).written):
            continue
        if number_of is None or not 1 <= number_of <= 31 or _counts(line, match.end()):
            continue
        back = looks_back(line, match.start(), match.end())
        found = days.day_of_month(on, number_of, back)
        if found is None:
            continue
        other = days.weekday(on, WEEKDAYS[line.language][match["day"]], back)
        values = {found} if found.weekday() == WEEKDAYS[line.language][match["day"]] else {found, other or found}
        yield Spoken(match.start(), match.end(), tuple(sorted(values)))


_LEAD = {
    "it": r"(?:il|lo|l'|del|dell'|dal|dall'|al|all'|giorno|il giorno|pel|per il|sul|col|ai|i|verso il|entro)",
    "en": r"(?:the|on|by|till|until|before|after|from|say|around|about)",
}
_NO_DAY_AFTER = {
    "it": r" ?(?:di (?:ogni|ciascun)|%|per ?cento|percento|rat[ae]|euro|volt\w|pagament\w|fattur\w|giorn[oi]|"
    r"mes[ei]|piano|soci|su|punti|"
    r"settiman\w|ann[oi]|ore|condomin\w|/|fratell\w|ragazz\w|person\w)",
    "en": r" ?(?:of (?:every|each)|%|percent|instal?lments?|invoices?|payments?|pounds?|times?|ones?|of (?:them|us|"
    r"these|those|[#@])|"
    r"floor|reminder|"
    r"letter|call|weeks?|months?|days?|years?|quarter|part|half|time|person|customer|line|party|page|email|attempt|"
    r"reason|"
    r"thing|thoughts?|point|item|order|delivery|phase|tranche|notice|chance|opinion|hand|class|name|step|bill|"
    r"and last)",
}
_FEW = {
    "it": r"(?:$| (?:[.,;:!?]|e|o|ma|va|ce|ci|le|gli|vi|pago|paghiamo|faccio|poi|prossimo|del|di sicuro|sicuro|al|"
    r"anzi|no|non"
    r"|se|senza|per|[#@]))",
    "en": r"(?:$| (?:[.,;:!?]|and|or|but|of|at|for|if|i|i'll|we|we'll|you|it|is|was|then|latest|onwards?|when|"
    r"because|so|please|"
    r"will|with|to|in|not|no|sorry|actually|maybe|next|would|works?|suits?|should|three|[#@]))",
}


def days_alone(line: Line, on: date) -> Iterator[Spoken]:
    """ "il venti", "by the twentieth"; "the first", "il primo" only where no noun follows."""
    number = "<*n>" if line.language == "it" else "<@n>"
    for match in rule(rf"(?:{_LEAD[line.language]} )?(?P<sign>{number})").finditer(line.plain):
        value, whole = line.number(match), line.number(match).whole
        alone = match.group() == line.plain or match.group() == line.plain.rstrip(" .!?,")
        led = match.start("sign") > match.start()
        if (
            whole is None
            or not 1 <= whole <= 31
            or not (led or (alone and value.ordinal))
            or _counts(line, match.end())
        ):
            continue
        after = line.after(match.end())
        if whole <= 4 and match.group().startswith(("i ", "ai ")):
            continue  # people
        if value.ordinal and whole <= 3 and not compiled(_FEW[line.language]).match(after):
            continue
        # Ordinals of Italian days stop at the first.
        if (
            value.ordinal
            and line.language == "it"
            and (whole > 1 or (value.written and whole > 1) or (alone and not led))
        ):
            continue
        found = days.day_of_month(on, whole, looks_back(line, match.start("sign"), match.end()))
        if found:
            yield Spoken(match.start("sign"), match.end(), (found,), day=whole)


def _counts(line: Line, end: int) -> bool:
    """Whether the number that ends at `end` counts or names something else than a day."""
    after = line.after(end)
    month = rf" (?:di |of )?(?:{MONTH[line.language]})"  # read before, unless it has no such day
    return bool(compiled(rf"(?:{_NO_DAY_AFTER[line.language]}|{month})(?!\S)").match(after))
