"""The dashboard's sections about calls: conduct by team, cards and after-call work, the customers' themes."""

from datetime import date

from assistant.domain.dashboard import COLLECTED_WITHIN, CallSums, Dashboard, TeamResult
from assistant.domain.money import Language
from assistant.domain.report import Cell, Chart, Figure, Link, Section, Series, Table
from assistant.services.dashboard_words import WORDS
from assistant.services.report_parts import columns, figure, money, number, text
from assistant.services.report_text import number_text, percent_text

_THEMES = 10
_FATES = ("used", "edited", "dismissed", "left")


def _queue(found: Dashboard, **query: str) -> Link:
    spans = {"from": found.period.first.isoformat(), "to": found.period.last.isoformat()}
    return Link(view="queue", query={"principal": found.principal, **spans, **query})


def teams_section(found: Dashboard, language: Language) -> Section:
    """Two pictures, one a criterion; a team whose level isn't known for a criterion isn't in its picture."""
    words, teams = WORDS[language], found.teams
    counts = {"recent": teams.too_recent, "small": teams.left_out, "other": teams.other_currency}
    limits = {"within": COLLECTED_WITHIN, "calls": teams.least_calls, "operators": teams.least_operators}
    parts = [words[f"left_{name}"].format(count=count, **limits) for name, count in counts.items() if count]
    left_out = words["teams_left_out"].format(parts="; ".join(parts)) if parts else ""
    said = words["teams_note"].format(within=COLLECTED_WITHIN) if teams.lines else words["teams_none"]
    charts = [_team_chart(found, criterion, language) for criterion in ("courtesy", "empathy")]
    return Section(
        id="teams",
        title=words["teams"],
        note=f"{said} {left_out}".strip(),
        charts=tuple(chart for chart in charts if chart.labels),
    )


def _team_chart(found: Dashboard, criterion: str, language: Language) -> Chart:
    words = WORDS[language]
    levels = [(line, line.courtesy if criterion == "courtesy" else line.empathy) for line in found.teams.lines]
    known = [(line, level) for line, level in levels if level is not None]
    title = words[f"{criterion}_title"].format(within=COLLECTED_WITHIN)
    return Chart(
        id=f"teams-{criterion}",
        kind="points",
        title=title,
        summary=" ".join(_team_sentence(line, level, language) for line, level in known),
        x_title=words["level_x"],
        y_title=words["share_y"],
        labels=tuple(_team_name(line, language) for line, _ in known),
        series=(
            Series(
                name=words[criterion],
                values=tuple(round(line.share * 100, 1) for line, _ in known),
                at=tuple(level for _, level in known),
                low=tuple(round(line.low * 100, 1) for line, _ in known),
                high=tuple(round(line.high * 100, 1) for line, _ in known),
            ),
        ),
        table=Table(
            title=title,
            columns=columns(
                (words["number"], "count"),
                (words["team"], "text"),
                (words["calls"], "count"),
                (words["customers"], "count"),
                (words[criterion], "level"),
                (words["overdue"], "money"),
                (words["collected"], "money"),
                (words["share"], "share"),
                (words["low"], "share"),
                (words["high"], "share"),
            ),
            rows=tuple(_team_row(found, line, n, level, language) for n, (line, level) in enumerate(known, start=1)),
        ),
    )


def _team_name(line: TeamResult, language: Language) -> str:
    return line.team or WORDS[language]["other_teams"].format(count=line.merged)


def _team_sentence(line: TeamResult, level: float, language: Language) -> str:
    share, low, high = (percent_text(part * 100, language) for part in (line.share, line.low, line.high))
    name, shown = _team_name(line, language), number_text(level, language)
    return WORDS[language]["team_summary"].format(
        team=name, level=shown, share=share, low=low, high=high, calls=line.calls
    )


def _team_row(found: Dashboard, line: TeamResult, n: int, level: float, language: Language) -> tuple[Cell, ...]:
    # The calls of merged teams are of several: no filter of the queue finds just them.
    known_until = date.fromordinal(found.today.toordinal() - COLLECTED_WITHIN)
    until = min(found.period.last, known_until).isoformat()
    link = _queue(found, team=line.team, to=until) if line.team else None
    currency = found.teams.currency
    return (
        number("count", n),
        text(_team_name(line, language), link),
        number("count", line.calls, link),
        number("count", line.customers),
        number("level", level),
        money(line.overdue, currency),
        money(line.collected, currency),
        number("share", line.share),
        number("share", line.low),
        number("share", line.high),
    )


def work_section(found: Dashboard, language: Language) -> Section:
    """Calls, what became of cards, and the work after a call."""
    words, now, before = WORDS[language], found.calls, found.calls_before
    link = _queue(found)
    figures = [
        figure(
            ("calls", words["all_calls"]),
            number("count", now.calls, link),
            number("count", before.calls),
            note=words["incomplete"].format(count=now.incomplete) if now.incomplete else "",
        ),
        figure(
            ("cards_shown", words["cards_shown"]),
            number("count", now.cards_shown, link),
            number("count", before.cards_shown),
        ),
    ]
    for fate in _FATES:
        mine, theirs = _count(now, fate), _count(before, fate)
        figures.append(
            figure(
                (f"cards_{fate}", words[f"cards_{fate}"]),
                number("share", _share(mine, now.cards_shown), link),
                number("share", _share(theirs, before.cards_shown)),
                note=words["of_shown"].format(count=mine, shown=now.cards_shown),
            )
        )
    return Section(
        id="work",
        title=words["work"],
        note=words["work_note"],
        figures=(*figures, *_after_figures(found, language)),
        charts=(_cards_chart(found, language),) if now.cards_shown else (),
    )


def _count(sums: CallSums, fate: str) -> int:
    return {
        "used": sums.cards_used,
        "edited": sums.cards_edited,
        "dismissed": sums.cards_dismissed,
        "left": sums.cards_left,
    }[fate]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _after_figures(found: Dashboard, language: Language) -> list[Figure]:
    words, now, before = WORDS[language], found.after_call, found.after_call_before
    note, link = words["notes_of"].format(count=now.notes), _queue(found)
    return [
        figure(
            ("after_median", words["after_median"]),
            number("minutes", now.median_minutes, link),
            number("minutes", before.median_minutes),
            "less",
            note,
        ),
        figure(
            ("after_p90", words["after_p90"]),
            number("minutes", now.p90_minutes, link),
            number("minutes", before.p90_minutes),
            "less",
        ),
        figure(
            ("edit_rate", words["edit_rate"]),
            number("share", now.edit_rate, link),
            number("share", before.edit_rate),
            "less",
        ),
        figure(
            ("untouched", words["untouched"]),
            number("share", now.untouched, link),
            number("share", before.untouched),
            "more",
        ),
    ]


def _cards_chart(found: Dashboard, language: Language) -> Chart:
    words, now, before = WORDS[language], found.calls, found.calls_before
    shares = [[_share(_count(sums, fate), sums.cards_shown) for fate in _FATES] for sums in (now, before)]
    used = percent_text((now.cards_used + now.cards_edited) / now.cards_shown * 100, language)
    return Chart(
        id="cards",
        kind="ranks",
        title=words["cards_title"],
        summary=words["cards_summary"].format(share=used),
        x_title=words["cards_x"],
        y_title="",
        labels=tuple(words[f"cards_{fate}"] for fate in _FATES),
        series=tuple(
            Series(name=words[name], values=tuple(None if one is None else round(one * 100, 1) for one in side))
            for name, side in zip(("now", "before"), shares, strict=True)
        ),
        table=Table(
            title=words["cards_title"],
            columns=columns(
                (words["fate"], "text"),
                (words["now"], "count"),
                (words["share_now"], "share"),
                (words["before"], "count"),
                (words["share_before"], "share"),
            ),
            rows=tuple(
                (
                    text(words[f"cards_{fate}"]),
                    number("count", _count(now, fate)),
                    number("share", shares[0][place]),
                    number("count", _count(before, fate)),
                    number("share", shares[1][place]),
                )
                for place, fate in enumerate(_FATES)
            ),
        ),
    )


def themes_section(found: Dashboard, language: Language) -> Section:
    """The themes most heard, as the page of the customers' voice has them."""
    words, lines = WORDS[language], found.themes[:_THEMES]
    if not lines:
        return Section(id="themes", title=words["themes"], note=words["themes_none"])
    link = Link(view="voice", query=_queue(found).query)
    chart = Chart(
        id="themes",
        kind="ranks",
        title=words["themes_title"],
        summary=words["themes_summary"].format(theme=lines[0].name, count=lines[0].heard.now),
        x_title=words["heard"],
        y_title="",
        labels=tuple(line.name for line in lines),
        series=(Series(name=words["heard"], values=tuple(line.heard.now for line in lines)),),
        table=Table(
            title=words["themes_title"],
            columns=columns((words["theme"], "text"), (words["now"], "count"), (words["before"], "count")),
            rows=tuple(
                (
                    text(line.name, link.model_copy(update={"query": {**link.query, "voice": line.id}})),
                    number("count", line.heard.now),
                    number("count", line.heard.before),
                )
                for line in lines
            ),
        ),
    )
    return Section(id="themes", title=words["themes"], note=words["themes_note"], charts=(chart,))
