"""Shares, tone, trend and quotes of a theme, counted by hand."""

from datetime import date, timedelta
from typing import Any

from assistant.domain.voice import Source
from assistant.services.ports_voice import Listened, Mention
from assistant.services.voice_figures import CALLS, Heard, Span, figures_of, quoted, telling
from tests.fake_voice import theme, voice

START, END = date(2026, 11, 2), date(2026, 11, 15)
SPAN = Span(START, END, "week", CALLS, "it")


def said(n: int, customer: str = "C1", day: date = START, near: float = 0.5, **fields: Any) -> Mention:
    values: dict[str, Any] = {"source": "call", "language": "it", "tone": 0, "origin": f"c{n}"} | fields
    return Mention(theme="late", voice=f"v{n}", customer=customer, day=day, centrality=near, **values)


def listened(source: Source, *calls: int) -> list[Listened]:
    return [Listened("montelupo", START + timedelta(days=7 * n), source, count) for n, count in enumerate(calls)]


def test_a_call_counts_once_and_each_source_against_its_own() -> None:
    mentions = [
        said(1),
        said(2, origin="c1"),
        said(3, "C2", source="interview"),
        said(4, "C3", source="ticket"),
    ]
    heard = Heard([*listened("call", 40, 10), *listened("interview", 5), *listened("ticket", 4)])
    found = figures_of(theme(), mentions, heard, SPAN)
    assert (found.share.heard, found.share.of) == (2, 55)
    assert {source: (one.heard, one.of) for source, one in found.sources.items()} == {
        "call": (1, 50),
        "interview": (1, 5),
        "ticket": (1, 4),
    }
    assert (found.voices, found.customers) == (3, 2), "complaints of the record stand beside, not in the share"


def test_one_source_alone_may_be_asked_for() -> None:
    span = Span(START, END, "week", ["ticket"], "it")
    heard = Heard([*listened("call", 40), *listened("ticket", 4)])
    found = figures_of(theme(), [said(1), said(4, source="ticket")], heard, span)
    assert (found.share.heard, found.share.of, found.voices) == (1, 4, 1)


def test_the_trend_has_a_share_a_week_and_the_change_compares_the_halves() -> None:
    mentions = [said(n, f"C{n}") for n in range(20)]
    mentions += [said(20 + n, f"C{n}", START + timedelta(days=8)) for n in range(2)]
    found = figures_of(theme(), mentions, Heard(listened("call", 100, 100)), SPAN)
    assert [(week.start, week.end, week.heard, week.of) for week in found.trend] == [
        (START, START + timedelta(days=6), 20, 100),
        (START + timedelta(days=7), END, 2, 100),
    ]
    assert found.change.change == "less"


def test_tone_is_counted_over_voices() -> None:
    tone = figures_of(theme(), [said(1, tone=-2), said(2, tone=0), said(3, tone=1)], Heard([]), SPAN).tone
    assert (tone.negative, tone.neutral, tone.positive) == (1, 1, 1)
    assert round(tone.mean, 2) == -0.33


def test_quotes_may_come_from_the_most_central_voices_of_every_language() -> None:
    mentions = [said(n, near=n / 100) for n in range(20)]
    mentions.append(said(99, near=0.01, language="en"))
    found = telling(mentions)
    assert (found[0], len(found)) == ("v19", 9)
    assert "v99" in found


def test_quotes_are_of_different_customers_in_different_words_and_every_language() -> None:
    candidates = [
        voice(1, "a", "p/C1"),
        voice(2, "b", "p/C1"),
        voice(3, "a", "p/C2"),
        voice(4, "c", "p/C3"),
        voice(5, "d", "p/C4"),
        voice(6, "e", "p/C5", language="en"),
    ]
    assert [one.text for one in quoted(candidates)] == ["a", "c", "e"]
    assert [one.text for one in quoted(candidates[:2])] == ["a"]
    assert quoted([]) == []
