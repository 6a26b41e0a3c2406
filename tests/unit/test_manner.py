import pytest

from assistant.adapters.lemmas import lemma
from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.domain.manner import Heard, Manner, content_words, read_manner
from assistant.domain.manner_signals import Signals
from assistant.domain.money import Language


@pytest.fixture(scope="module")
def library() -> FileLibrary:
    return FileLibrary(SHIPPED)


def read(library: FileLibrary, text: str, language: Language = "it", *customer: str) -> Manner:
    return read_manner(text, language, library.signals(language), Heard(customer, (), lemma))


@pytest.mark.parametrize(
    ("language", "text", "does"),
    [
        ("it", "Buongiorno, sono Marco di Montelupo Ascensori, parlo con la signora Abeti?",
         {"greets", "gives_name", "names_company", "asks_who"}),
        ("it", "La chiamo per la fattura ML-10464, vorrei capire insieme come sistemarla.",
         {"states_reason", "mentions_account", "says_what_for"}),
        ("it", "È un buon momento?", {"asks_moment"}),
        ("it", "Che cosa è successo?", {"open_question"}),
        ("it", "La fattura l'ha ricevuta?", {"closed_question"}),
        ("it", "Quando pensa di pagare?", {"asks_when_pay", "closed_question"}),
        ("it", "Possiamo fare tre rate, oppure preferisce aspettare gennaio?", {"proposes", "offers_choice"}),
        ("it", "Riepilogo: cento euro il dieci. È corretto?", {"recaps", "asks_confirmation"}),
        ("it", "Le mando la conferma per iscritto.", {"announces_writing", "commits"}),
        ("it", "La ringrazio per il tempo, buona giornata.", {"thanks", "thanks_for_time", "goodbye"}),
        ("en", "Good morning, this is Ann from Brackwater, am I speaking to Mr Lowe?",
         {"greets", "gives_name", "names_company", "asks_who"}),
        ("en", "I'm calling about invoice B-12, to see whether we can find a way that suits you.",
         {"states_reason", "mentions_account", "says_what_for"}),
        ("en", "Is this a good moment?", {"asks_moment"}),
        ("en", "What has happened since then?", {"open_question"}),
        ("en", "Did you get the invoice?", {"closed_question"}),
        ("en", "Does that make sense?", {"asks_if_clear"}),
        ("en", "To recap, one hundred on the tenth: is that right?", {"recaps", "asks_confirmation"}),
        ("en", "Thank you for your time, have a good day.", {"thanks", "thanks_for_time", "goodbye"}),
    ],
)  # fmt: skip
def test_what_a_line_does(library: FileLibrary, language: Language, text: str, does: set[str]) -> None:
    assert does <= read(library, text, language).does


@pytest.mark.parametrize(
    ("language", "text", "signal", "tone"),
    [
        ("it", "Lei deve pagare.", "orders", "pressure"),
        ("it", "La porto in tribunale.", "threatens", "pressure"),
        ("it", "È tutta colpa sua, doveva pensarci prima.", "blames", "pressure"),
        ("en", "You must pay.", "orders", "pressure"),
        ("en", "I will take you to court.", "threatens", "pressure"),
        ("en", "That's your own fault.", "blames", "pressure"),
    ],
)
def test_hard_words_press_and_are_quoted(
    library: FileLibrary, language: Language, text: str, signal: str, tone: str
) -> None:
    manner = read(library, text, language)
    assert signal in manner.does
    assert manner.pressure > 0 and manner.courtesy < 0
    assert [s.quote for s in manner.signals if s.id == signal and s.kind == tone] == [text]


def test_an_acknowledgement_that_says_of_what_counts_more_than_a_formula(library: FileLibrary) -> None:
    told = "da tre mesi i condomini non pagano le spese"
    formula = read(library, "Capisco, quando pensa di pagare?", "it", told)
    named = read(library, "Capisco: se i condomini non pagano le spese, la cassa resta vuota.", "it", told)
    turned = read(library, "Capisco, ma la scadenza era a settembre.", "it", told)
    assert "acknowledges" in formula.does and "names_what_happened" not in formula.does
    assert "names_what_happened" in named.does and named.empathy > formula.empathy
    assert "names_what_happened" not in turned.does


def test_what_happened_may_be_named_in_the_sentence_after_the_formula(library: FileLibrary) -> None:
    told = "the lift has been broken since March and nobody came"
    named = read(library, "I'm sorry. A broken lift since March is a lot.", "en", told)
    asked = read(library, "I'm sorry. Since March?", "en", told)
    assert "names_what_happened" in named.does
    assert "names_what_happened" not in asked.does


def test_words_are_taken_up_in_any_form_but_not_those_that_the_operator_brought_up(library: FileLibrary) -> None:
    signals = library.signals("it")
    heard = Heard(["la caldaia è guasta, la fattura la pago dopo"], ["La chiamo per la caldaia"], lemma)
    mine = read_manner("Quindi è guasta la caldaia.", "it", signals, heard)
    assert mine.taken_up == ("guasto",)
    assert not read_manner("La fattura è da pagare.", "it", signals, heard).taken_up
    assert not read_manner("Quindi è guasta la caldaia.", "it", signals).taken_up


def test_each_signal_counts_once_a_line(library: FileLibrary) -> None:
    once, twice = read(library, "Grazie."), read(library, "Grazie. Grazie.")
    assert once.courtesy == twice.courtesy
    assert twice.quotes("thanks") == ("Grazie.",)


def test_typographic_apostrophes_are_read_and_quotes_keep_them(library: FileLibrary) -> None:
    manner = read(library, "Che cos’è successo?")
    assert manner.quotes("open_question") == ("Che cos’è successo?",)


def test_silence_does_nothing(library: FileLibrary) -> None:
    assert read(library, " … ") == Manner()


def test_content_words_leave_out_what_every_call_holds(library: FileLibrary) -> None:
    signals: Signals = library.signals("en")
    assert content_words("The invoice for the broken lifts is due", "en", signals, lemma) == ["break", "lift"]


@pytest.mark.parametrize("what", ["la chiamata è registrata", "questa telefonata viene registrata"])
def test_the_recording_notice_is_no_threat(library: FileLibrary, what: str) -> None:
    assert "threatens" not in read(library, f"La avviso che {what} per la qualità del servizio.").does
    assert "threatens" in read(library, "La avviso che così finisce male.").does


HARD = {"blames", "belittles", "orders", "insists_now", "rejects", "threatens", "insults", "mocks", "informal"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Eh capita."),
        ("it", "Non si preoccupi di niente adesso."),
        ("it", "Lasci stare tutto il resto, adesso conta lui."),
        ("it", "Non si vergogni, anzi, ha fatto bene a chiamare."),
        ("it", "No, ci mancherebbe."),
        ("it", "No, niente di urgente."),
        ("it", "Lo segnalo al tecnico, lo guarda lui alla prossima visita."),
        ("en", "I'm afraid I can't give a discount on this one."),
        ("en", "I'm afraid we don't do extensions on this account, but there is a plan."),
        ("en", "Not wrong of you at all."),
        ("en", "Fifteen isn't something I can do, and I won't pretend otherwise."),
        ("en", "Can you spare me a minute?"),
        ("en", "Have a good one."),
        ("en", "There is nothing you have to do today."),
        ("en", "No, you were right."),
    ],
)
def test_kind_words_that_resemble_hard_ones_are_kind(library: FileLibrary, language: Language, text: str) -> None:
    assert read(library, text, language).does & HARD == set()


@pytest.mark.parametrize(
    ("language", "text", "signal"),
    [
        ("it", "Capita.", "belittles"),
        ("it", "Succede, capita.", "belittles"),
        ("it", "Sono solo scuse, eh capita.", "belittles"),
        ("it", "Non si preoccupi, ma mi paghi tutto adesso.", "insists_now"),
        ("it", "Lasci stare le scuse e saldi tutto subito.", "insists_now"),
        ("it", "Si vergogni.", "insults"),
        ("it", "Ma non si vergogna?", "insults"),
        ("it", "Non si vergogni, ladro.", "insults"),
        ("it", "No, niente rate.", "rejects"),
        ("it", "Guarda che devi pagare.", "informal"),
        ("en", "I'm afraid I can't give you more time, the full amount is due today.", "insists_now"),
        ("en", "I can't offer instalments, that's that.", "insists_now"),
        ("en", "We don't do discounts.", "rejects"),
        ("en", "That was wrong of you.", "blames"),
        ("en", "Spare me the details.", "mocks"),
        ("en", "Oh, good one.", "mocks"),
        ("en", "You have to pay today.", "orders"),
        ("en", "No, that's not possible.", "rejects"),
        ("en", "Pay by Friday, otherwise it goes to court.", "threatens"),
    ],
)
def test_hard_words_beside_them_stay_hard(library: FileLibrary, language: Language, text: str, signal: str) -> None:
    assert signal in read(library, text, language).does


@pytest.mark.parametrize(
    ("language", "text", "signal", "there"),
    [
        ("it", "È un buon momento?", "goodbye", False),
        ("it", "La trovo in un buon momento?", "goodbye", False),
        ("it", "È un buon momento?", "respects", False),
        ("it", "Buon lavoro.", "goodbye", True),
        ("it", "Lei è sempre stata una buona cliente.", "respects", True),
        ("en", "I'm calling about the June invoice.", "gives_name", False),
        ("en", "I'm phoning with an update.", "gives_name", False),
        ("en", "I'm calling about the June invoice, my name is Harriet.", "gives_name", True),
        ("en", "I'm Harriet, calling about the June invoice.", "gives_name", True),
        ("en", "It's Priya calling.", "gives_name", True),
        ("en", "I won't pretend otherwise.", "declines", False),
        ("en", "Fifteen isn't something I can do, and I won't pretend otherwise.", "declines", True),
        ("en", "I won't pretend otherwise.", "alternates", False),
        ("en", "Or would the tenth suit you better?", "alternates", True),
    ],
)
def test_what_is_done_is_told_from_what_only_sounds_so(
    library: FileLibrary, language: Language, text: str, signal: str, there: bool
) -> None:
    assert (signal in read(library, text, language).does) is there
