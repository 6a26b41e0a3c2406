"""What a user would build instead of Ascolto: one prompt of the transcript so far and the best passages, a free answer.

Made as favourable to the baseline as it can be: the transcript stands before the passages, so that what was said
earlier comes out of the server's prompt cache and only the new words and the passages have to be read.
"""

from collections.abc import Sequence
from contextlib import aclosing

from assistant.domain.calls import Utterance
from assistant.domain.money import Language
from assistant.services.ports import LanguageModel, ModelRequest
from knowledge.types import Passage

PASSAGES = 4
ANSWER_TOKENS = 60
TEMPERATURE = 0.7
"""About what servers use where nobody says otherwise (llama.cpp and Ollama: 0.8)."""
_SYSTEM: dict[Language, str] = {
    "it": "Sei l'assistente di un operatore che telefona alle aziende per fatture scadute. Leggi la conversazione e i "
    "brani, poi scrivi in due frasi gentili, dando del Lei, che cosa l'operatore può dire adesso al cliente.",
    "en": "You help an operator who calls companies about overdue invoices. Read the conversation and the passages, "
    "then write in two kind sentences what the operator can say to the customer now.",
}
_SPEAKERS: dict[Language, dict[str, str]] = {
    "it": {"operator": "Operatore", "customer": "Cliente", "third_party": "Altra persona"},
    "en": {"operator": "Operator", "customer": "Customer", "third_party": "Another person"},
}
_HEADINGS: dict[Language, tuple[str, str, str]] = {
    "it": ("Conversazione", "Brani", "Che cosa può dire adesso l'operatore?"),
    "en": ("Conversation", "Passages", "What can the operator say now?"),
}


def naive_request(
    heard: Sequence[Utterance], passages: Sequence[Passage], language: Language, call_id: str = ""
) -> ModelRequest:
    """The naive chain's one prompt after the last of `heard`, with the first `PASSAGES` passages."""
    conversation, sources, question = _HEADINGS[language]
    said = "\n".join(f"{_SPEAKERS[language][utterance.speaker]}: {utterance.text}" for utterance in heard)
    found = "\n\n".join(f"{passage.title}\n{passage.text}" for passage in passages[:PASSAGES])
    return ModelRequest(
        prefix=(("system", _SYSTEM[language]),),
        text=f"{conversation}:\n{said}\n\n{sources}:\n{found}\n\n{question}",
        max_tokens=ANSWER_TOKENS,
        temperature=TEMPERATURE,
        affinity=call_id,
        work="naive",
    )


async def naive_answer(model: LanguageModel, request: ModelRequest) -> str:
    """The free answer, unguarded. Raises `ModelUnavailable`."""
    async with aclosing(model.stream(request)) as pieces:  # type: ignore[type-var]
        return "".join([piece async for piece in pieces])
