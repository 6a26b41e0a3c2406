"""`ascolto voice`: what customers said of the service, grouped into themes; `--rebuild` looks for the themes anew."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.app import App, Use
from assistant.cli.common import JsonOption, print_json, run, whoever
from assistant.cli.progress import work_progress
from assistant.domain.money import Language
from assistant.domain.shares import Share
from assistant.domain.voice import Source
from assistant.services.voice import ThemeReport, VoiceQuery, VoiceReport, voice_report
from assistant.services.voice_gather import rebuild as rebuild_themes


def voice(
    principal: Annotated[str | None, typer.Option(help="Of one creditor company; else of all.")] = None,
    from_: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day; else 90 days ago.")
    ] = None,
    to: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day; else today.")] = None,
    source: Annotated[Source | None, typer.Option(help="Calls, interviews or recorded complaints only.")] = None,
    language: Annotated[Language | None, typer.Option(help="Language of the names.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read what waits and look for the themes anew.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what customers said of goods, service, billing and communication: themes with share, tone, trend, quotes."""

    async def work(app: App) -> None:
        within = app.library.principal(principal).id if principal else ""
        if rebuild:
            with work_progress("Listening to customers") as progress:
                await rebuild_themes(app.gather, [within] if within else [], progress)
        query = VoiceQuery(
            principal=within,
            start=from_.date() if from_ else None,
            end=to.date() if to else None,
            source=source,
            language=language or app.settings.language,
        )
        report = await voice_report(whoever(), query, app.voice)
        print_json(report) if as_json else _show(report)

    run(work, Use(durable_calls=True))


def _show(report: VoiceReport) -> None:
    console = Console()
    heard, found = report.listened, report.voices
    console.print(
        f"{report.start} to {report.end}: {heard['call']} calls, {heard['interview']} interviews and {heard['ticket']} "
        f"recorded complaints; {sum(found.values())} voices, {len(report.themes)} themes"
    )
    for theme in report.themes:
        _show_theme(theme, console)


def _show_theme(theme: ThemeReport, console: Console) -> None:
    ended = f" (ended {theme.ended_at:%Y-%m-%d})" if theme.ended_at else ""
    names = " / ".join(dict.fromkeys([theme.name, *(theme.names | theme.given).values()]))
    console.print(f"\n[bold]{escape(names)}[/]{ended}  [dim]{theme.principal} {theme.id}[/]")
    tone = theme.tone
    console.print(
        f"  {_share(theme.share)} of calls, {theme.voices} voices of {theme.customers} customers; "
        f"tone {tone.mean:+.1f} ({tone.negative} bad, {tone.neutral} without a word of tone, {tone.positive} good); "
        f"change: {theme.change.change}"
    )
    for quote in theme.quotes:
        console.print(f"  “{escape(quote.text)}”  [dim]{quote.day} {escape(quote.customer)}[/]")


def _share(share: Share) -> str:
    if share.share is None or share.low is None or share.high is None:
        return f"{share.heard} of {share.of}"
    return f"{share.heard} of {share.of} = {share.share:.1%} ({share.low:.1%} to {share.high:.1%})"
