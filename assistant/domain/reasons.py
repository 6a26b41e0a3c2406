"""Why no plan is possible, in a sentence of the customer's language. Its figures are the policy's or limits'."""

from typing import Literal

from assistant.domain.money import Language
from assistant.domain.plans import Reason

ReasonCode = Literal[
    "nothing_open",
    "invoice_not_open",
    "invoice_disputed",
    "mixed_currencies",
    "no_tier",
    "no_working_day",
    "procedure_announced",
    "limits_first_date",
    "limits_end_by",
    "limits_day_of_month",
    "limits_deposit",
    "limits_max_count",
    "limits_max_instalment",
    "limits_combined",
]

PROCEDURE_ANNOUNCED: ReasonCode = "procedure_announced"

_TEXTS: dict[ReasonCode, dict[Language, str]] = {
    "nothing_open": {
        "it": "Non ci sono importi aperti e non contestati da rateizzare.",
        "en": "There is nothing open and undisputed to pay in instalments.",
    },
    "invoice_not_open": {
        "it": "Tra le partite aperte non c'è: {invoices}.",
        "en": "This is not among the open items: {invoices}.",
    },
    "invoice_disputed": {
        "it": "Prima del piano va chiarita la contestazione su: {invoices}.",
        "en": "The dispute has to be resolved before a plan for: {invoices}.",
    },
    "mixed_currencies": {
        "it": "Le partite sono in valute diverse ({currencies}): serve un piano per ciascuna.",
        "en": "The items are in different currencies ({currencies}): each needs a plan of its own.",
    },
    "no_tier": {
        "it": "Nessuna fascia della policy copre {total} con {days} giorni di ritardo: decide un supervisore.",
        "en": "No tier of the policy covers {total} at {days} days past due: a supervisor decides.",
    },
    "no_working_day": {
        "it": "Entro il {first_by} non c'è un giorno lavorativo per la prima rata.",
        "en": "There is no working day for the first instalment up to {first_by}.",
    },
    "procedure_announced": {
        "it": "Il cliente ha parlato di una procedura o di un legale: nessun piano, se ne occupa il supervisore.",
        "en": "The customer has spoken of a procedure or a lawyer: no plan, a supervisor takes it from here.",
    },
    "limits_first_date": {
        "it": "La policy vuole la prima rata entro il {first_by}; il cliente non può prima del {first_not_before}.",
        "en": "The policy needs the first instalment by {first_by}; the customer can't pay before {first_not_before}.",
    },
    "limits_end_by": {
        "it": "Con questi limiti il piano non può finire entro il {end_by}.",
        "en": "Within these limits the plan can't end by {end_by}.",
    },
    "limits_day_of_month": {
        "it": "Il giorno {day_of_month} del mese non lascia una prima rata entro il {first_by}, come vuole la policy.",
        "en": "Day {day_of_month} of the month leaves no first instalment by {first_by}, as the policy needs.",
    },
    "limits_deposit": {
        "it": "Un acconto di {deposit} non rientra nella policy per {total}.",
        "en": "A deposit of {deposit} doesn't fit the policy for {total}.",
    },
    "limits_max_count": {
        "it": "Con al massimo {max_count} rate gli altri limiti non si possono rispettare.",
        "en": "With at most {max_count} instalments the other limits can't be kept.",
    },
    "limits_max_instalment": {
        "it": "Con rate di al massimo {max_instalment} non si arriva al totale (rate possibili: {max_instalments}).",
        "en": "Instalments of at most {max_instalment} don't reach the total (possible: {max_instalments}).",
    },
    "limits_combined": {
        "it": "I limiti del cliente, presi insieme, non lasciano un piano che la policy consenta.",
        "en": "Taken together, the customer's limits leave no plan that the policy allows.",
    },
}


def reason(code: ReasonCode, language: Language, figures: dict[str, str]) -> Reason:
    """The reason with its figures (formatted texts by name) filled in."""
    return Reason(code=code, text=_TEXTS[code][language].format(**figures))
