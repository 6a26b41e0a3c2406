"""Which invoices a talk is about at each moment: those named last, listed, or meant by their amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain import speech
from assistant.domain.dialogue import Token, sentences_of
from assistant.domain.payments import Debts


@dataclass
class Topic:
    """`invoices` are spoken of now; `amount` is the debt that was named with them, or without any."""

    debts: Debts
    invoices: tuple[str, ...] = ()
    amount: Decimal | None = None
    listed: tuple[str, ...] = ()
    """The invoices that were listed last, which "the second" counts."""

    def name(self, invoices: tuple[str, ...]) -> None:
        self.invoices, self.amount = invoices, None

    def hear(self, tokens: Sequence[Token], text: str) -> None:
        """The invoices that the operator's last sentence speaks of; sentences that go on listing add to it."""
        before = False
        for start, end in sentences_of(text):
            inside = [token for token in tokens if start <= token.start < end]
            old = self.invoices if before and not speech.adds(text[start:end]) else ()
            if not self.counted(text[start:end]) and self._sentence_topic(inside, text[start:end]):
                self.invoices = tuple(dict.fromkeys((*old, *self.invoices)))
                self.amount = None if old else self.amount
                before = True
        if len(self.invoices) > 1:
            self.listed = self.invoices

    def counted(self, text: str) -> bool:
        """Turn to the one of the listed invoices that is counted ("la seconda"); False where none is."""
        place = speech.ordinal_in(text)
        if place is None or place >= len(self.listed):
            return False
        self.invoices, self.amount = (self.listed[place],), None
        return True

    def _sentence_topic(self, tokens: Sequence[Token], text: str) -> bool:
        named = tuple(str(token.value) for token in tokens if token.kind == "invoice")
        amounts = [token.value for token in tokens if token.kind == "amount" and isinstance(token.value, Decimal)]
        if named:
            self.invoices = named
            self.amount = amounts[-1] if len(amounts) == 1 and len(named) == 1 else None
            return True
        for amount in amounts:
            owing = self.debts.owing(amount, self.invoices)
            if owing:
                self.invoices, self.amount = owing, amount
                return True
        if amounts and (speech.states_debt(text) or amounts[-1] in self.debts.open.values()):
            self.invoices, self.amount = (), amounts[-1]
            return True
        return False
