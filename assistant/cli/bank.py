"""What a person does with bank entries that wait: the options `--unmatched`, `--assign` and `--close` of `import`."""

import getpass

from assistant.app import App
from assistant.cli.common import print_json
from assistant.domain.bank import Allocation, BankEntry, BankMovement
from assistant.domain.matching import Candidate
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.records import Principal
from assistant.services.statements import BankDesk, OpenMovement

_WHY: dict[str, tuple[str, str]] = {
    "reference": ("numero di fattura nella causale", "invoice number in the text"),
    "amount_and_name": ("importo e nome", "amount and name"),
    "amount": ("importo uguale", "same amount"),
    "name": ("solo il nome", "name only"),
    "similar_name": ("nome simile", "similar name"),
    "unsure_number": ("numero forse di fattura", "a number that may be an invoice's"),
    "partial": ("pagamento parziale", "part payment"),
    "over": ("più del dovuto", "more than is owed"),
    "contradiction": ("causale e nome si contraddicono", "text and name contradict each other"),
    "several_customers": ("fatture di più clienti", "invoices of several customers"),
    "several_fit": ("più fatture possibili", "several invoices fit"),
    "same_name": ("più clienti con questo nome", "several customers have this name"),
    "other_currency": ("valuta diversa dalla fattura", "another currency than the invoice's"),
    "already_paid": ("fattura già pagata", "invoice already paid"),
    "possible_duplicate": ("forse lo stesso movimento due volte", "perhaps the same movement twice"),
    "unknown_number": ("cita una fattura sconosciuta", "names an unknown invoice"),
    "nothing_fits": ("nessuna corrispondenza", "nothing fits"),
    "returned": ("riaddebitato dalla banca", "taken back by the bank"),
}
_TEXTS: dict[str, tuple[str, str]] = {
    "none": ("Nessun movimento attende una decisione.", "No bank entry waits for a decision."),
    "title": ("Movimenti da decidere", "Bank entries to decide"),
    "account": ("in acconto", "on account"),
    "assigned": ("Registrato", "Booked"),
    "closed": ("Chiuso senza pagamento", "Closed without a payment"),
    "taken_back": ("Pagamento stornato", "Payment taken back"),
    "more": (
        "Registrare: ascolto import --assign MOVIMENTO CLIENTE[/FATTURA][=IMPORTO]... · "
        "chiudere senza pagamento: --close MOVIMENTO · di un riaddebito indicare il movimento stornato: "
        "--assign MOVIMENTO STORNATO",
        "To book one: ascolto import --assign ENTRY CUSTOMER[/INVOICE][=AMOUNT]... · "
        "to close it without a payment: --close ENTRY · of money taken back name the entry: --assign ENTRY TAKEN_BACK",
    ),
}


async def show_waiting(app: App, principal: Principal, as_json: bool) -> None:
    """List the movements that wait, with what they could be."""
    waiting = await BankDesk(principal.id, app.records).waiting()
    if as_json:
        print_json([_data(item) for item in waiting])
        return
    language = principal.language
    if not waiting:
        print(_say(_TEXTS["none"], language))
        return
    print(_say(_TEXTS["title"], language) + "\n")
    for item in waiting:
        print("\n".join(lines_of(item, language)) + "\n")
    print(_say(_TEXTS["more"], language))


async def decide(
    app: App, principal: Principal, decision: tuple[str, str], targets: list[str], *, as_json: bool
) -> None:
    """Book (`assign`) or close (`close`) the named entry, and note who did."""
    action, entry_id = decision
    desk = BankDesk(principal.id, app.records)
    done = await (desk.assign(entry_id, targets) if action == "assign" else desk.close(entry_id))
    detail = ", ".join(f"{part.customer}/{part.invoice_number or '-'} {part.amount:.2f}" for part in done.allocations)
    subject = f"{principal.id} {done.id}"
    await app.audit.record(getpass.getuser(), f"bank.{action}", subject, app.clock.now(), detail)
    if as_json:
        print_json(done)
        return
    language = principal.language
    words = _say(_TEXTS[done.state], language)
    parts = _parts(done.allocations, done.entry, language)
    print(f"{done.id}: {words}" + (f": {parts}" if parts else "."))


def _data(item: OpenMovement) -> dict[str, object]:
    movement = item.movement.model_dump(mode="json", exclude={"allocations"})
    return movement | {
        "candidates": [candidate.model_dump(mode="json") for candidate in item.candidates],
        "originals": [original.model_dump(mode="json") for original in item.originals],
    }


def lines_of(item: OpenMovement, language: Language) -> list[str]:
    """The entry, what the payer wrote, why it waits, and a line for each thing that it could be."""
    entry = item.movement.entry
    amount = format_money(entry.amount, entry.currency, language)
    lines = [f"{item.movement.id}  {format_date(entry.booked_on, language)}  {amount}"]
    lines += [f"  {text}" for text in (entry.debtor_name, entry.remittance) if text]
    lines.append(f"  ? {_reasons(item.movement.why, language)}")
    lines += [f"  - {_proposal(candidate, entry, language)}" for candidate in item.candidates]
    lines += [f"  - {_original(original, language)}" for original in item.originals]
    return lines


def _proposal(candidate: Candidate, entry: BankEntry, language: Language) -> str:
    parts = _parts(candidate.allocations, entry, language)
    return f"{parts} ({candidate.name}; {_reasons(candidate.why, language)})"


def _original(original: BankMovement, language: Language) -> str:
    day = format_date(original.entry.booked_on, language)
    return f"{original.id}: {day}, {_parts(original.allocations, original.entry, language)}"


def _parts(allocations: tuple[Allocation, ...], entry: BankEntry, language: Language) -> str:
    account = _say(_TEXTS["account"], language)
    return ", ".join(
        f"{part.customer}/{part.invoice_number} {format_money(part.amount, entry.currency, language)}"
        if part.invoice_number
        else f"{part.customer} {format_money(part.amount, entry.currency, language)} {account}"
        for part in allocations
    )


def _reasons(why: tuple[str, ...], language: Language) -> str:
    return ", ".join(_say(_WHY[code], language) for code in why)


def _say(words: tuple[str, str], language: Language) -> str:
    return words[0] if language == "it" else words[1]
