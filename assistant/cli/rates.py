"""`ascolto rates`: the dated table of reference rates for default interest, and `ascolto rates add`."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from assistant.adapters.library import copy_shipped
from assistant.adapters.rates import add_rate, load_rates
from assistant.cli.common import JsonOption, fail, load_settings, print_json
from assistant.domain.errors import AscoltoError
from assistant.domain.interest import RatePack, RateTable, ReferenceRate, half_year_of
from assistant.domain.money import amount_text

_Country = Annotated[str | None, typer.Option(help="The country whose law it is, such as IT or GB.")]


def percentage(text: str) -> Decimal:
    """A rate as machines write it: `2.15`."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < 100 or value != value.quantize(Decimal("0.0001")):
        raise typer.BadParameter(f"{text!r} is not a rate; write per cent a year like 2.15, from 0 and below 100.")
    return value


def show(
    context: typer.Context,
    country: _Country = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only the rate of this day; needs --country.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the reference rates with their sources, or the rate of default interest on a day."""
    if context.invoked_subcommand is not None:
        return
    if on is not None and country is None:
        raise typer.BadParameter("say whose law with --country, such as IT.", param_hint="--on")
    try:
        table = _table()
        packs = table.packs if country is None else {country.upper(): table.pack(country.upper())}
    except AscoltoError as problem:
        fail(problem)
    if on is not None and country is not None:
        found = rate_on(country.upper(), packs[country.upper()], on.date())
        print_json(found) if as_json else print(_sentence(found))
    elif as_json:
        print_json({"packs": [pack_data(name, pack) for name, pack in packs.items()]})
    else:
        for name, pack in packs.items():
            Console().print(_printed(name, pack))


def add(
    country: Annotated[str, typer.Option(help="The country whose law it is, such as IT or GB.")],
    half_year: Annotated[str, typer.Option(help="Such as 2026-H2.")],
    percent: Annotated[
        Decimal, typer.Option(parser=percentage, metavar="PERCENT", help="Per cent a year, without the law's margin.")
    ],
    source: Annotated[str, typer.Option(help="Where it was published.")],
    verify: Annotated[bool, typer.Option("--verify", help="The source is still to be checked: an estimate.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the rate that is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add the reference rate of a half-year to the library's table, keeping its comments."""
    if not source.strip() or not source.isprintable():
        raise typer.BadParameter("write where the rate was published, on one line.", param_hint="--source")
    try:
        rate = ReferenceRate(half_year=half_year, percent=percent, source=source.strip(), verify=verify)
    except ValidationError:
        raise typer.BadParameter(
            f"{half_year!r} is no half-year; write it like 2026-H2.", param_hint="--half-year"
        ) from None
    try:
        library = load_settings().library_path
        copy_shipped(library)
        where = add_rate(library, country.upper(), rate, replace=replace)
        pack = load_rates(library).pack(country.upper())
    except AscoltoError as problem:
        fail(problem)
    if as_json:
        print_json({"country": country.upper(), **_rate_data(pack, rate), "where": where})
    else:
        print(f"{where}: {half_year} {_plain(percent)} %, with the margin {_plain(percent + pack.margin)} %.")
        print("A server that is running takes it up when it starts again.")


def _table() -> RateTable:
    library = load_settings().library_path
    copy_shipped(library)
    return load_rates(library)


def pack_data(country: str, pack: RatePack) -> dict[str, Any]:
    """A pack as machines read it; rates are strings in per cent a year."""
    return {
        "country": country,
        "law": pack.law,
        "currency": pack.currency,
        "margin": _plain(pack.margin),
        "changes": pack.changes,
        "compensation": [
            {"below": None if band.below is None else amount_text(band.below), "amount": amount_text(band.amount)}
            for band in pack.compensation
        ],
        "rates": [_rate_data(pack, rate) for rate in pack.rates],
    }


def _rate_data(pack: RatePack, rate: ReferenceRate) -> dict[str, Any]:
    return {
        "half_year": rate.half_year,
        "percent": _plain(rate.percent),
        "total": _plain(rate.percent + pack.margin),
        "source": rate.source,
        "verify": rate.verify,
        "estimate": pack.rate(rate.key)[1],
    }


def rate_on(country: str, pack: RatePack, on: date) -> dict[str, Any]:
    """The rate of the half-year in which `on` lies, or the last known one as an estimate."""
    half_year = half_year_of(on)
    rate = pack.reference(half_year)
    total, estimate = pack.rate(half_year)
    return {
        "country": country,
        "on": on.isoformat(),
        "half_year": f"{half_year[0]}-H{half_year[1]}",
        "reference": _plain(rate.percent),
        "margin": _plain(pack.margin),
        "total": _plain(total),
        "estimate": estimate,
        "source": rate.source,
    }


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def _sentence(found: dict[str, Any]) -> str:
    estimate = ", estimate" if found["estimate"] else ""
    rate = f"{found['reference']} % + {found['margin']} = {found['total']} %{estimate}"
    return f"{found['country']} {found['on']} ({found['half_year']}): {rate} · {found['source']}"


def _printed(country: str, pack: RatePack) -> Table:
    bands = " · ".join(
        f"{amount_text(band.amount)}" + (f" below {amount_text(band.below)}" if band.below is not None else "")
        for band in pack.compensation
    )
    title = (
        f"{country}: {pack.law}; margin {_plain(pack.margin)} points; flat sums in {pack.currency}: {bands or 'none'}"
    )
    table = Table("half-year", "per cent", "with margin", "source", title=title, title_justify="left")
    for rate in pack.rates:
        mark = " (to be checked)" if rate.verify else ""
        table.add_row(rate.half_year, _plain(rate.percent), _plain(rate.percent + pack.margin), rate.source + mark)
    return table
