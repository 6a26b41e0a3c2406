from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.library import FileLibrary
from assistant.adapters.library_content import SHIPPED
from assistant.adapters.library_scenarios import read_houses
from assistant.domain.manner import Heard as Before
from assistant.domain.manner import read_manner
from assistant.domain.money import Language
from assistant.domain.practice_reading import HURTFUL, Heard, examples_of, is_unclear, read_line, taken_for
from assistant.domain.practice_state import LineReading, Offer
from assistant.domain.scenario import Act
from tests.practice_lines import COMMANDS, INSULTS

ON = date(2026, 11, 25)
DEBTS = (Decimal("1480.00"),)
_LIBRARY = FileLibrary(SHIPPED)
_HOUSES = read_houses(SHIPPED, SHIPPED)[0]


def read(text: str, language: Language = "it", earlier: Sequence[str] = ()) -> LineReading:
    manner = read_manner(text, language, _LIBRARY.signals(language), Before([], list(earlier), lemma))
    findings = SpokenFigures().extract(text, ON, language)
    heard = Heard(text, manner.does, findings, DEBTS, due=(date(2026, 9, 24),), on=ON, earlier=earlier)
    return read_line(heard, _HOUSES[language])


@pytest.mark.parametrize(
    ("language", "text", "acts"),
    [
        ("it", "Buongiorno, sono Ada Neri di Montelupo Ascensori.", {"introduce", "courteous"}),
        ("it", "Come vanno le cose in negozio?", {"ask_how"}),
        ("it", "Mi dica, è successo qualcosa?", {"ask_how"}),
        ("it", "Come mai non siete riusciti?", {"ask_why"}),
        ("it", "Quanto riuscirebbe a versare ogni mese?", {"ask_amount"}),
        ("it", "Quando potrebbe pagare?", {"ask_when"}),
        ("it", "Chi decide sui pagamenti?", {"ask_who"}),
        ("it", "Che cosa mancava di preciso?", {"ask_details"}),
        ("it", "Può mandarmi la contabile del bonifico, per favore?", {"ask_papers", "courteous"}),
        ("it", "Le faccio le mie condoglianze.", {"condole", "acknowledge"}),
        ("it", "Possiamo rateizzare l'importo.", {"offer_plan"}),
        ("it", "Apro subito la contestazione e sento il magazzino.", {"offer_check"}),
        ("it", "Quando posso richiamare?", {"offer_callback"}),
        ("it", "Uno sconto purtroppo non posso farlo.", {"refuse_request"}),
        ("it", "Paghi subito, è l'ultimo avviso.", {"press"}),
        ("it", "Grazie, arrivederci.", {"close", "courteous"}),
        ("en", "Good morning, this is Ann Reed from Brackwater.", {"introduce", "courteous"}),
        ("en", "How are things going?", {"ask_how"}),
        ("en", "What has been holding it up?", {"ask_why"}),
        ("en", "How much could you manage each month?", {"ask_amount"}),
        ("en", "When will you pay it?", {"ask_when"}),
        ("en", "Who makes that decision?", {"ask_who"}),
        ("en", "What exactly was missing?", {"ask_details"}),
        ("en", "Could you send me the remittance, please?", {"ask_papers", "courteous"}),
        ("en", "My condolences, I'm so sorry for your loss.", {"condole", "acknowledge"}),
        ("en", "We could spread it over a few months.", {"offer_plan"}),
        ("en", "I'll open a dispute and put it on hold.", {"offer_check"}),
        ("en", "When would be a good time to ring back?", {"offer_callback"}),
        ("en", "I'm afraid a discount isn't possible.", {"refuse_request"}),
        ("en", "You have to pay now, this is your last warning.", {"press"}),
        ("en", "Thank you, goodbye.", {"close", "courteous"}),
    ],
)
def test_what_a_line_does(language: Language, text: str, acts: set[Act]) -> None:
    assert acts <= set(read(text, language).acts)


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("it", "Quando posso richiamare?", "ask_when"),
        ("it", "Quando è partito il bonifico?", "ask_when"),
        ("it", "Parlo con chi segue l'amministrazione?", "ask_who"),
        ("it", "Uno sconto purtroppo non posso farlo.", "dismiss"),
        ("it", "Come posso aiutarLa?", "ask_why"),
        ("en", "When can I reach her?", "ask_when"),
        ("en", "When did the transfer leave?", "ask_when"),
        ("en", "Am I speaking with the person who looks after payments?", "ask_who"),
        ("en", "Am I speaking with the person who looks after payments?", "name_debt"),
        ("en", "I'm afraid I can't give a discount.", "press"),
        ("en", "I'm calling on behalf of Brackwater.", "state_purpose"),
    ],
)
def test_what_it_doesnt_do(language: Language, text: str, act: Act) -> None:
    assert act not in read(text, language).acts


@pytest.mark.parametrize("language", ["it", "en"])
def test_commands_and_insults_are_known_for_what_they_are(language: Language) -> None:
    for command in COMMANDS[language]:
        assert "steer" in read(command, language).acts, command
    reading = read(INSULTS[language], language)
    assert "insult" in reading.acts
    assert "courteous" not in reading.acts


@pytest.mark.parametrize("text", ["", "   ", "...", "?!", "—"])
def test_without_a_word_it_is_silence(text: str) -> None:
    assert read(text) == LineReading(empty=True)


def test_the_same_words_again() -> None:
    assert read("La capisco.", earlier=["Buongiorno.", "la  capisco"]).repeated
    assert not read("La capisco bene.", earlier=["La capisco."]).repeated


@pytest.mark.parametrize(
    ("language", "text", "offer"),
    [
        (
            "it",
            "Le propongo quattro rate da 370 euro al mese, la prima il 15 dicembre.",
            Offer(count=4, amount=Decimal(370), each=True, first=date(2026, 12, 15)),
        ),
        ("it", "Potrebbe versare 300 euro al mese?", Offer(amount=Decimal(300), each=True)),
        ("it", "Riesce a pagare 250 euro entro il 10 dicembre?", Offer(amount=Decimal(250), first=date(2026, 12, 10))),
        ("it", "Deve pagare tutto subito.", Offer(whole=True)),
        ("it", "Può saldare 1.480 euro entro il 10 dicembre?", Offer(whole=True, first=date(2026, 12, 10))),
        (
            "en",
            "We could make it 4 instalments of £370 a month, the first on 15 December.",
            Offer(count=4, amount=Decimal(370), each=True, first=date(2026, 12, 15)),
        ),
        ("en", "Could you pay £250 by 10 December?", Offer(amount=Decimal(250), first=date(2026, 12, 10))),
        ("en", "You have to pay everything today.", Offer(whole=True)),
    ],
)
def test_what_is_offered(language: Language, text: str, offer: Offer) -> None:
    assert read(text, language).offer == offer


@pytest.mark.parametrize(
    "text",
    [
        "La chiamo per la fattura MA-1 di 1.480 euro, scaduta il 24 settembre.",
        "La fattura di 1.480 euro scadeva il 24 settembre, vorrei capire come sistemarla.",
        "Possiamo rateizzare?",
        "Quanto riuscirebbe a pagare?",
        "La richiamo il 10 dicembre.",
    ],
)
def test_naming_the_debt_offers_nothing(text: str) -> None:
    assert read(text).offer is None


def test_a_line_is_unclear_where_only_its_manner_is_known() -> None:
    assert is_unclear(LineReading(acts=("courteous", "explain")))
    assert not is_unclear(LineReading(acts=("courteous", "ask_how")))
    assert not is_unclear(LineReading(offer=Offer(whole=True)))
    assert not is_unclear(LineReading(empty=True))
    assert taken_for(LineReading(acts=("courteous",)), "ask_how").acts == ("courteous", "ask_how")


@pytest.mark.parametrize("language", ["it", "en"])
def test_examples_are_of_acts_that_hurt_nobody(language: Language) -> None:
    examples = examples_of(_HOUSES[language])
    assert len(examples) > 60
    assert not HURTFUL & {act for _, act in examples}
