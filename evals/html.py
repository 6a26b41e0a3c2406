"""The report of a run as one HTML page that needs nothing from elsewhere: tables, the worst cases, the trend."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evals.beside import SYSTEMS
from evals.case import Case
from evals.play import Played, Suggestion
from evals.scorers import Verdict

_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#dbe1dd, #313b41); font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: light-dark(#9c2330, #ffb0ae); font-weight: 600; }
.good { color: light-dark(#0f6154, #7fd3bf); }
.turn { margin: .3rem 0; padding-left: .75rem; border-left: 3px solid var(--line); }
.said { margin: .2rem 0 .2rem 1.5rem; font-style: italic; }
details { margin: .75rem 0; }
summary { font-weight: 600; cursor: pointer; }
"""
_NAMES = {
    "situation": "Situation understood",
    "silence": "Silent when it should be",
    "limits": "Limits of the customer exact",
    "plans": "Plans exact",
    "acceptable": "Suggestion acceptable",
    "figures": "Figures right",
    "forbidden": "No forbidden phrase",
    "citation": "A valid article cited",
    "source": "The right article cited",
    "language": "Right language",
    "injection": "No command obeyed",
    "disposition": "Disposition",
    "item_found": "Note items found",
    "item_true": "Note items true",
    "items_f1": "Note items, F1",
    "level": "Level within one",
}


def page(
    whole: Mapping[str, Any],
    cases: Sequence[Case],
    played: Mapping[str, Sequence[Played]],
    worst: Sequence[tuple[str, Sequence[Verdict]]],
    meaning: Sequence[str] = (),
) -> str:
    """The page without its trend; `played` by system: ours beside the baselines that were asked.

    `meaning` are the lines that tell what ragas and its judge found.
    """
    made = whole["versions"]
    state = f"commit {made['commit']}{' with changes' if made['dirty'] else ''}, index {made['index'][:12]}"
    parts = [
        f"<h1>Evaluation conversations</h1><p>{escape(state)}, model {escape(made['model'])}</p>",
        _beside(whole["side_by_side"]),
        _spread(whole["spread"]),
        f"<h2>Meaning</h2><pre>{escape(chr(10).join(meaning))}</pre>" if meaning else "",
        *(_system(name, system) for name, system in whole["systems"].items()),
        _levels(whole["levels"]),
        "<h2>Worst cases</h2>",
        *(_case(case_id, wrong, cases, played) for case_id, wrong in worst),
    ]
    head = f'<meta charset="utf-8"><title>Ascolto: evaluation</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>' + "\n".join(parts)


def trend(whole: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> str:
    """The end of the page: this run beside earlier ones, the oldest first."""
    if not earlier:
        return "</body></html>"
    columns = {
        f"{run['versions']['commit']}{'+' if run['versions']['dirty'] else ''} ({run['run'][:6]})": run["systems"][
            "approved"
        ]["all"]
        for run in [*earlier[-9:], whole]
    }
    return f"<h2>Trend</h2>{_table(columns)}</body></html>"


def _beside(found: Mapping[str, Any] | None) -> str:
    """The product and both baselines, over all and by language."""
    if found is None:
        return ""
    asked = f"{found['turns']} turns, {found['unanswered']} of which the naive chain did not answer"
    names = {"all": "Both languages", "it": "Italian", "en": "English"}
    tables = "".join(f"<h3>{title}</h3>{_systems(found[part])}" for part, title in names.items() if found[part])
    return f"<h2>Beside the baselines</h2><p>Suggestions on {asked}; the rest over whole calls.</p>{tables}"


def _systems(figures: Mapping[str, Mapping[str, Any]]) -> str:
    shares = {SYSTEMS[name]: one["shares"] for name, one in figures.items()}
    wrong = "".join(
        f'<td class="n {"bad" if one["wrong_figures"] else "good"}">{one["wrong_figures"]}</td>'
        for one in figures.values()
    )
    times = "".join(f'<td class="n">{_ms(one["ms"])}</td>' for one in figures.values())
    more = (
        f"<tr><td>Suggestions with a wrong figure</td>{wrong}</tr>"
        f"<tr><td>Milliseconds to the suggestion, half / 95 %</td>{times}</tr>"
    )
    return _table(shares, more)


def _ms(times: Mapping[str, float]) -> str:
    return f"{times['p50']:.0f} / {times['p95']:.0f}" if times else "–"


def _spread(found: Mapping[str, Mapping[str, Mapping[str, float]] | None]) -> str:
    rows = "".join(
        f"<tr><td>{escape(SYSTEMS[system])}</td><td>{escape(_NAMES[name])}</td>"
        f'<td class="n">{one["low"]:.3f}</td><td class="n">{one["high"]:.3f}</td></tr>'
        for system, scorers in found.items()
        for name, one in (scorers or {}).items()
    )
    head = '<tr><th></th><th></th><th class="n">lowest</th><th class="n">highest</th></tr>'
    return f"<h2>Spread over the passes</h2><table>{head}{rows}</table>" if rows else ""


def _system(name: str, system: Mapping[str, Any]) -> str:
    broken = system["hard_rules_broken"]
    rules = ", ".join(f"{escape(rule)} {count}" for rule, count in broken.items())
    kind = "bad" if any(broken.values()) else "good"
    columns = {"all": system["all"], **{k: v for k, v in system["by_language"].items() if v}}
    columns |= {k: v for k, v in system["by_split"].items() if v}
    return (
        f"<h2>{escape(name)}: {system['cases']} cases</h2>"
        f'<p class="{kind}">Hard rules broken: {rules}</p>'
        f"{_table(columns)}<details><summary>By situation</summary>{_table(system['by_situation'])}</details>"
    )


def _table(columns: Mapping[str, Mapping[str, Mapping[str, Any]]], more: str = "") -> str:
    names = [name for name in _NAMES if any(name in column for column in columns.values())]
    head = "".join(f'<th class="n">{escape(column)}</th>' for column in columns)
    rows = "".join(
        f"<tr><td>{_NAMES[name]}</td>{''.join(_cell(column.get(name)) for column in columns.values())}</tr>"
        for name in names
    )
    return f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}{more}</tbody></table>"


def _cell(found: Mapping[str, Any] | None) -> str:
    if found is None or found["share"] is None:
        return '<td class="n">–</td>'
    of = f" <small>{found['ok']}/{found['of']}</small>" if "of" in found else ""
    return f'<td class="n">{found["share"]:.3f}{of}</td>'


def _case(case_id: str, wrong: Sequence[Verdict], cases: Sequence[Case], played: Mapping[str, Sequence[Played]]) -> str:
    case = next(one for one in cases if one.id == case_id)
    shown = {
        (name, turn.utterance_id): turn.suggestion
        for name, plays in played.items()
        for one in plays
        if one.case_id == case_id
        for turn in one.turns
    }
    lines = []
    for utterance in case.utterances:
        found = [verdict for verdict in wrong if verdict.turn == utterance.id]
        ours = _shown(shown.get(("ours", utterance.id)) or shown.get(("approved", utterance.id)), found)
        theirs = _shown(shown.get(("naive", utterance.id)), (), "naive: ")
        lines.append(f'<div class="turn"><b>{utterance.speaker}</b> {escape(utterance.text)}{ours}{theirs}</div>')
    whole = [verdict for verdict in wrong if not verdict.turn]
    return (
        f"<details><summary>{escape(case_id)}: {len(wrong)} wrong</summary><p>{escape(case.about)}</p>"
        f"{''.join(lines)}{''.join(map(_wrong, whole))}</details>"
    )


def _shown(suggestion: Suggestion | None, found: Sequence[Verdict], who: str = "") -> str:
    said = f'<p class="said">{who}{escape(suggestion.tailored or suggestion.text)}</p>' if suggestion else ""
    return said + "".join(map(_wrong, found))


def _wrong(verdict: Verdict) -> str:
    return f'<p class="bad">{escape(_NAMES.get(verdict.scorer, verdict.scorer))}: {escape(verdict.why)}</p>'


def _levels(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    rows = "".join(
        f'<tr><td>{escape(criterion)}</td><td>{split}</td><td class="n">{_number(one["kappa"])}</td>'
        f'<td class="n">{_number(one["within_one"])}</td><td class="n">{one["pairs"]}</td></tr>'
        for split, of_split in found.items()
        for criterion, one in of_split.items()
    )
    names = ("split", "weighted kappa", "within one", "calls")
    head = "".join(f'<th class="n">{name}</th>' if name != "split" else f"<th>{name}</th>" for name in names)
    return f"<h2>Levels beside a person's</h2><table><tr><th></th>{head}</tr>{rows}</table>" if rows else ""


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
