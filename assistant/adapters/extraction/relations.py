"""How neighbouring figures of one kind belong together: a correction, two alternatives, the two ends of a range."""

import re
from datetime import date

from assistant.adapters.extraction import days
from assistant.adapters.extraction.line import Line, compiled
from assistant.domain.findings import Finding
from assistant.domain.money import Language, amount_text

_MARK: dict[Language, str] = {
    "it": r"no ?,? ?(?:scusi|aspetti|aspetta|guardi|meglio|cioe|anzi|mi scusi)|scusi|mi scusi|anzi|aspetti|volevo dire|"
    r"volevo dirle|intendevo|voglio dire|cioe ?,? ?no|mi correggo|macche|no ?,? no|rettifico|(?:è|"
    r"sono) tropp[oaie](?: ?,)? facciamo(?:ne)?|ho sbagliato|"
    r"mi sono sbagliat[oa]|"
    r"mi sbaglio|facciamo meglio|o meglio|cioe|,? no ,",
    "en": r"no ?,? ?(?:sorry|wait|hang on|hold on|make (?:it|that)|actually|scratch that|let's say|i mean)|sorry|"
    r"i mean|i meant|"
    r"wait|hang on|hold on|actually|or rather|rather|correction|scratch that|make (?:it|that)|let me correct that|"
    r"my mistake|"
    r"(?:is|are|that's) too (?:many|much)(?: ?,)? (?:let's say|let's do|make it)|i'm wrong|i tell a lie|, no ,",
}
_REACH = 9
"""Words between a figure and the one that replaces it."""
_NOT_BEFORE: dict[Language, str] = {
    "it": r"(?<!\S)(?:non|mica)(?: (?:è|era|erano|sono|il|la|i|le|l'|per|di|da|in|pago|ho detto|dico|entro))* $",
    "en": r"(?<!\S)(?:not|wasn't|isn't|weren't|aren't|it's not|that's not)(?: (?:the|on|for|a|in|said|by|about))* $",
}
_BUT: dict[Language, str] = {
    "it": r" ?(?:,|ma|bensi|:)(?: (?:ma|bensi|è|era|erano|sono|il|la|i|le|l'|per|di|da|in|semmai|piuttosto))* ?",
    "en": r" ?(?:,|but|it's|it was)(?: (?:but|it's|it was|it is|is|was|were|they're|they were|the|on|for|a|in|"
    r"rather|by|more like))* ?",
}
_OR: dict[Language, str] = {
    "it": r"(?: ?,)? (?:o|oppure|o magari|o forse|o al massimo|o anche)(?: (?:il|la|i|le|l'|entro|a|al))* ?",
    "en": r"(?: ?,)? (?:or|or maybe|or perhaps|or possibly)(?: (?:the|on|by|by the|on the|a))* ?",
}
_INSTEAD: dict[Language, str] = {
    "it": "facciamo|diciamo|mettiamo|semmai|piuttosto|meglio",
    "en": "say|let's say|make it|how about|what about|rather",
}
# "spostiamo la scadenza dal dieci al venti" names the new day last.
_MOVED: dict[Language, str] = {
    "it": r"(?<!\S)(?:spost|rimand|posticip|anticip|slitt|proro)\w+",
    "en": r"(?<!\S)(?:mov|push|shift|postpon|chang|switch|bring|brought)\w*",
}
_TO: dict[Language, str] = {"it": r" -(?: i| le)? ?", "en": r" (?:to|-) ?"}
_RANGE: dict[Language, tuple[str, str]] = {
    "it": (
        r"(?<!\S)(?:tra|fra|dal|dall'|dai|da)(?: (?:il|i|le|l'|la|un|di))* $",
        r" (?:e|ai|a|al|all')(?: (?:il|i|le|l'|la))* ?",
    ),
    "en": (r"(?<!\S)(?:between|from|somewhere between)(?: the)* $", r" (?:and|to|until|till)(?: the)* ?"),
}


def related(line: Line, found: list[Finding], on: date) -> list[Finding]:
    """Of a correction only the corrected value; alternatives as one ambiguous figure; ranges as least and greatest."""
    kept: list[Finding] = []
    for finding in found:
        if any(f.span[0] < finding.span[1] and finding.span[0] < f.span[1] for f in kept):
            continue  # the bare number of a correction
        earlier = next((f for f in reversed(kept) if f.kind == finding.kind), None)
        if earlier is None:
            kept.append(finding)
        elif _rejected(line, earlier, finding):
            continue
        elif _replaces(line, earlier, finding):
            kept.remove(earlier)
            refused = _denied(line, earlier) or _impossible(line, earlier)
            carried = finding.bound == "exact" and earlier.bound != "exact" and not refused
            kept.append(finding.model_copy(update={"bound": earlier.bound}) if carried else finding)
        elif earlier is kept[-1]:
            kept[-1:] = _pair(line, earlier, finding)
        else:
            kept.append(finding)
        if corrected := _bare_correction(line, kept[-1], found, on):
            kept[-1] = corrected
    return [finding for finding in kept if not _refused(line, finding)]


def _between(line: Line, first: Finding, second: Finding) -> str:
    return line.plain[_end(line, first) : line.place(second.span[0])]


def _end(line: Line, finding: Finding) -> int:
    return line.end_of(line.place(finding.span[1] - 1))


def _denied(line: Line, finding: Finding) -> bool:
    return bool(compiled(_NOT_BEFORE[line.language]).search(line.before(line.place(finding.span[0]))))


def _replaces(line: Line, earlier: Finding, finding: Finding) -> bool:
    between = _between(line, earlier, finding)
    if len(between.split()) <= _REACH and re.search(
        rf"(?<!\S)(?:{_MARK[line.language].replace(',? no ,', ', no ,')})(?!\S)", between
    ):
        return True
    if _impossible(line, earlier) and compiled(rf"(?<!\S)(?:{_INSTEAD[line.language]})(?!\S)").search(between):
        return True
    if earlier.kind == "amount" and compiled(r" , no ").fullmatch(between):
        return True
    return (
        _denied(line, earlier) and earlier.bound == "exact" and bool(compiled(_BUT[line.language]).fullmatch(between))
    )


def _impossible(line: Line, finding: Finding) -> bool:
    """Whether the words say that a date can't be kept: "entro il primo non riesco", "I can't do the first"."""
    before, after = line.before(line.place(finding.span[0])), line.after(_end(line, finding))
    if finding.kind != "date":
        return False
    if line.language == "it":
        return bool(compiled(r"(?: ?,)? (?:non (?:riesco|posso|ce la|riusciamo|possiamo)|impossibile)").match(after))
    return bool(compiled(r"(?:can't|cannot|won't|couldn't)(?: [a-z']+){0,5} ?$").search(before))


def _rejected(line: Line, earlier: Finding, finding: Finding) -> bool:
    """ "the twentieth, not the tenth": the second figure is what isn't meant."""
    articles = r"(?: (?:on|by|the|il|la|l'|i|le|entro|per|di|da))*"
    between = _between(line, earlier, finding)
    return finding.bound == "exact" and bool(
        compiled(rf"(?: ?,)? (?:e )?(?:not|non|mica){articles} ?").fullmatch(between)
    )


def _refused(line: Line, finding: Finding) -> bool:
    """ "non il venti", "il venti no", "not the twentieth": named to be refused, with nothing in its place."""
    if finding.bound != "exact" or finding.ambiguous or "?" in line.after(_end(line, finding)):
        return False
    no = r" (?:proprio )?no(?=$| [.,;])"
    after = line.language == "it" and compiled(no).match(line.after(_end(line, finding)))
    return bool(after) or _denied(line, finding)


def _pair(line: Line, first: Finding, second: Finding) -> list[Finding]:
    between = _between(line, first, second)
    single = not first.ambiguous and not second.ambiguous
    lead, joint = _RANGE[line.language]
    either = _OR[line.language] if first.kind == "date" else rf"{_OR[line.language]}|{_TO[line.language]}"
    before = line.before(line.place(first.span[0]))
    in_range = compiled(lead).search(before) and compiled(joint).fullmatch(between)
    if in_range and first.kind == "date" and compiled(_MOVED[line.language]).search(before):
        return [second.model_copy(update={"bound": "exact"})]
    if single and in_range and first.kind in ("amount", "date"):
        least, greatest = (first, second) if _order(first) <= _order(second) else (second, first)
        ends = {id(least): "min", id(greatest): "max"}
        return [f.model_copy(update={"bound": ends[id(f)]}) for f in (first, second)]
    if single and compiled(either).fullmatch(between) and second.bound in (first.bound, "exact"):
        return [_merged(line, first, second)]
    return [first, second]


def _order(finding: Finding) -> tuple[float, str]:
    return (float(finding.values[0]), "") if finding.kind != "date" else (0.0, finding.values[0])


def _merged(line: Line, first: Finding, second: Finding) -> Finding:
    span = (first.span[0], second.span[1])
    ordered = sorted((first, second), key=_order)
    values = list(dict.fromkeys(finding.values[0] for finding in ordered))
    return first.model_copy(
        update={
            "span": span,
            "text": line.text[slice(*span)],
            "values": values,
            "currency": second.currency or first.currency,
        }
    )


def _bare_correction(line: Line, earlier: Finding, found: list[Finding], on: date) -> Finding | None:
    """ "tre rate, anzi quattro": a bare number behind a correction is of the kind that it corrects."""
    words = r"(?: (?:facciamo|diciamo|il|la|l'|the|it|to|di|a|in|è|era|it's|about))*"
    mark = _MARK[line.language]
    after = line.after(_end(line, earlier))
    match = compiled(rf"(?: ?,)? (?:{mark})(?: ?,)?(?: (?:{mark}))?(?: ?,)?{words} [#@](\d++)(?!\S)").match(after)
    if not match:
        return None
    number = line.numbers[int(match[1])]
    span = (number.start, number.end)
    known = [f for f in found if f.span[0] < span[1] and span[0] < f.span[1]]
    if number.whole is None or any(f.span != span or f.kind != "amount" or f.currency for f in known):
        return None
    if earlier.kind == "date":
        if not 1 <= number.whole <= 31:
            return None
        day = _same_month(earlier, number.whole, on)
        values = [day.isoformat()] if day else []
    else:
        values = [amount_text(number.value) if earlier.kind == "amount" else str(number.whole)]
    if not values or (earlier.kind == "amount" and number.value < 10) or number.value <= 0:
        return None
    return earlier.model_copy(
        update={"span": span, "text": line.text[slice(*span)], "values": values, "currency": None}
    )


def _same_month(earlier: Finding, day: int, on: date) -> date | None:
    before = date.fromisoformat(earlier.values[0])
    same = days.exact(before.year, before.month, day)
    return same if same and (same > on) == (before > on) else days.day_of_month(on, day, before <= on)
