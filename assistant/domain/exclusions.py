"""For which customers the law on late payment gives no interest and no flat sum, and why.

Disputed invoices are left out of interest one by one, in the solver; what is here holds for the whole customer.
"""

from datetime import date
from typing import Literal

from assistant.domain.money import Language, format_date
from assistant.domain.records import Customer

Exclusion = Literal["insolvency", "consumer"]

_TEXTS: dict[Exclusion, dict[Language, str]] = {
    "insolvency": {
        "it": "Niente interessi di mora né importo fisso: è aperta una procedura concorsuale dal {since} (per la legge "
        "italiana D.Lgs. 231/2002, art. 1, comma 2, lett. a).",
        "en": "No default interest and no flat sum: an insolvency procedure is open since {since} (in Italian law "
        "D.Lgs. 231/2002, art. 1(2)(a)).",
    },
    "consumer": {
        "it": "Niente interessi di mora né importo fisso: il cliente è un consumatore, e la legge sui ritardi di "
        "pagamento vale solo tra imprese e verso la pubblica amministrazione.",
        "en": "No default interest and no flat sum: the customer is a consumer, and the law on late payment holds only "
        "between businesses and towards public administrations.",
    },
}


def interest_exclusion(customer: Customer, on: date) -> Exclusion | None:
    """Why no interest may be charged on the day `on`; None where it may be."""
    if customer.insolvency_since is not None and customer.insolvency_since <= on:
        return "insolvency"
    return "consumer" if customer.kind == "consumer" else None


def exclusion_text(customer: Customer, on: date, language: Language) -> str | None:
    """The same as a sentence; None where interest may be charged."""
    excluded = interest_exclusion(customer, on)
    if excluded is None:
        return None
    since = customer.insolvency_since
    return _TEXTS[excluded][language].format(since=format_date(since, language) if since else "")
