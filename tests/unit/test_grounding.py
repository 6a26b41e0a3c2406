"""Small swaps are caught and paraphrases pass, in both languages."""

import pytest

from assistant.app import grounding_tools
from assistant.domain.errors import InvalidInput
from assistant.domain.grounding import MAX_CLAIM, MAX_SOURCE, Verdict, judge
from evals.grounding import swaps, verdicts

IT = (
    "Operatore: Buongiorno signor Ferri, la chiamo per la fattura 118 di milleduecento euro, scaduta a marzo.\n"
    "Cliente: Lo so, ma questo mese non riesco a pagare tutto. Posso versare quattrocento euro entro il 15 aprile.\n"
    "Operatore: D'accordo. Il resto in due rate mensili?\n"
    "Cliente: Sì, va bene. Sono contento della merce."
)
EN = (
    "Operator: Good morning Mr Doyle, I'm calling about invoice 118 of twelve hundred euros, due in March.\n"
    "Customer: I know, but I can't pay all of it this month. I can send four hundred euros by 15 April.\n"
    "Operator: Fine. The rest in two monthly instalments?\n"
    "Customer: Yes, that works. The goods arrived early, I'm satisfied with them."
)

IT_TERMS = "Operatore: La merce arriva entro 30 giorni dall'ordine. La garanzia dura 24 mesi."
EN_TERMS = "Operator: The goods arrive within 30 days of the order. The warranty lasts 24 months."


def judged(source: str, claim: str) -> Verdict:
    return judge(source, claim, grounding_tools())


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (IT, "Il signor Ferri verserà 400 euro entro il 15 aprile e il resto in due rate mensili."),
        (IT, "Il cliente questo mese non riesce a pagare tutta la fattura 118."),
        (EN, "Mr Doyle will send 400 euros by 15 April and the rest in two monthly instalments."),
        (EN, "The customer can't pay all of invoice 118 this month."),
        ("Cliente: Non pago la fattura 118.", "Il cliente non paga la fattura 118."),
        ("Cliente: Posso versare 450 euro.", "Il cliente versa quattrocentocinquanta euro."),
        ("Customer: I can send 450 euros.", "The customer sends four hundred and fifty euros."),
    ],
)
def test_a_faithful_retelling_is_grounded(source: str, claim: str) -> None:
    assert judged(source, claim).grounded


@pytest.mark.parametrize(
    ("source", "claim", "part", "reason"),
    [
        (IT, "Il signor Ferri verserà 500 euro entro il 15 aprile.", "500", "number"),
        (EN, "Mr Doyle will send 500 euros by 15 April.", "500", "number"),
        (IT, "Il signor Ferri verserà cinquecento euro entro il 15 aprile.", "cinquecento", "number"),
        (EN, "Mr Doyle will send five hundred euros by 15 April.", "five hundred", "number"),
        (IT, "Il signor Bassi verserà 400 euro entro il 15 aprile.", "Bassi", "name"),
        (EN, "Mr Boyle will send 400 euros by 15 April.", "Boyle", "name"),
        (IT, "Il signor Ferri non verserà 400 euro entro il 15 aprile.", "non", "negation"),
        (EN, "Mr Doyle will not send 400 euros by 15 April.", "not", "negation"),
        (IT, "Il cliente rifiuta di versare 400 euro entro il 15 aprile.", "rifiuta", "limit"),
        (EN, "The customer refuses to send 400 euros by 15 April.", "refuses", "limit"),
        (IT, "Il cliente è scontento della merce.", "scontento", "opposite"),
        (EN, "The customer is dissatisfied with the goods.", "dissatisfied", "opposite"),
        (IT, "Il resto in due rate settimanali.", "settimanali", "rival"),
        (EN, "The rest in two weekly instalments.", "weekly", "rival"),
        ("Operatore: Grazie, signora Ferri, la richiamo.", "Richiama il signor Ferri.", "signor", "rival"),
        ("Operator: Thank you, Mrs Doyle, I'll call.", "The operator will call Mr Doyle.", "Mr", "rival"),
        (IT_TERMS, "La merce arriva entro 30 mesi dall'ordine.", "30 mesi", "unit"),
        (EN_TERMS, "The goods arrive within 30 months of the order.", "30 months", "unit"),
        (IT_TERMS, "La merce arriva entro 30 giorni, ma è cara.", "ma", "contrast"),
        (EN_TERMS, "The goods arrive within 30 days, but the order is dear.", "but", "contrast"),
    ],
)
def test_a_small_swap_is_caught(source: str, claim: str, part: str, reason: str) -> None:
    verdict = judged(source, claim)
    assert not verdict.grounded
    found = [found for found in verdict.unsupported if found.reason == reason]
    assert [found.text for found in found] == [part]
    assert claim[slice(*found[0].span)] == part


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (IT, "The customer can pay four hundred euros by the middle of the month."),
        (EN, "Il cliente può pagare quattrocento euro entro la metà del mese."),
    ],
)
def test_a_claim_in_another_language_is_not_grounded(source: str, claim: str) -> None:
    verdict = judged(source, claim)
    assert not verdict.grounded
    assert [(found.reason, found.text) for found in verdict.unsupported] == [("language", claim)]


@pytest.mark.parametrize(
    ("source", "claim", "where"),
    [("", "Paga.", "source"), ("Paga.", " \n\t", "claim"), ("?!", "Paga.", "source")],
)
def test_nothing_is_no_text(source: str, claim: str, where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        judged(source, claim)
    assert refused.value.where == where


@pytest.mark.parametrize(("source", "claim"), [("a " * MAX_SOURCE, "a"), ("a", "a " * MAX_CLAIM)])
def test_texts_beyond_the_limit_are_refused_with_their_length(source: str, claim: str) -> None:
    with pytest.raises(InvalidInput, match="characters"):
        judged(source, claim)


def test_control_characters_and_odd_scripts_are_survived() -> None:
    for text in ("\x00\x07 pagare \x1b[31m", "支払い 五百", "½ Ⅳ ١٢", "'''’’", "a\u200bb \ud83d"):
        assert 0 <= judged(text + " x", text + " y").score <= 1


@pytest.mark.parametrize(
    ("source", "claim", "words"),
    [
        (IT, "Il cliente vende biciclette elettriche in Svizzera.", {"vende", "biciclette", "elettriche", "Svizzera"}),
        (EN, "The customer sells electric bicycles in Switzerland.", {"sells", "electric", "bicycles", "Switzerland"}),
        (IT, "Il signor Ferri non verserà 400 euro in Svizzera.", {"non", "Svizzera"}),
        (EN, "Mr Doyle will not send 400 euros to Switzerland.", {"not", "Switzerland"}),
    ],
)
def test_a_claim_that_is_not_grounded_lists_each_word_that_the_source_lacks_once(
    source: str, claim: str, words: set[str]
) -> None:
    verdict = judged(source, claim)
    assert not verdict.grounded
    assert sorted(part.text for part in verdict.unsupported) == sorted(words)
    assert all(claim[slice(*part.span)] == part.text for part in verdict.unsupported)


@pytest.mark.parametrize(
    ("source", "claim", "part"),
    [
        ("Cliente: La caldaia non funziona.", "La caldaia funziona.", "funziona"),
        ("Customer: The boiler doesn't work.", "The boiler works.", "works"),
        ("Cliente: Non ho ricevuto la fattura.", "Il cliente ha ricevuto la fattura.", "ricevuto"),
        ("Customer: I haven't received the invoice.", "The customer received the invoice.", "received"),
    ],
)
def test_what_the_source_only_denies_is_not_to_be_asserted(source: str, claim: str, part: str) -> None:
    verdict = judged(source, claim)
    assert [(found.text, found.reason) for found in verdict.unsupported] == [(part, "denied")]


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Cliente: La caldaia non funziona.", "La caldaia non funziona."),
        ("Cliente: La caldaia non funzionava, ora la caldaia funziona.", "La caldaia funziona."),
        ("Operatore: Se non ricevo il pagamento lunedì, la richiamo.", "L'operatore riceve il pagamento lunedì."),
        ("Operator: Don't you use the boiler?\nCustomer: Every day.", "The customer does use the boiler."),
        ("Customer: I don't deal with payments, Mrs Bright does.", "Mrs Bright deals with payments."),
    ],
)
def test_a_negation_of_somebody_else_in_a_question_or_on_a_condition_is_none(source: str, claim: str) -> None:
    assert not [found for found in judged(source, claim).unsupported if found.reason == "denied"]


IT_TURNS = (
    "Operatore: Le invio il riepilogo e la richiamo lunedì.\n"
    "Cliente: Va bene. Verserò 400 euro venerdì. Avete scritto anche a mio fratello?\n"
    "Operatore: Confermo il piano.\nCliente: Sì."
)
EN_TURNS = (
    "Agent: I'll send the summary and I'll ring you on Monday.\n"
    "Customer: Fine. I'll pay 400 euros on Friday. Did you write to my brother, too?\n"
    "Agent: I confirm the plan.\nCustomer: Yes."
)
NAMED = "Mario: Invio la nota domani.\nAnna: Bene, aspetto la nota."


@pytest.mark.parametrize(
    ("source", "claim", "part"),
    [
        (IT_TURNS, "Il cliente richiama lunedì.", "cliente"),
        (IT_TURNS, "L'operatore verserà 400 euro venerdì.", "operatore"),
        (EN_TURNS, "The customer will ring on Monday.", "customer"),
        (EN_TURNS, "The agent will pay 400 euros on Friday.", "agent"),
        (NAMED, "Anna invia la nota domani.", "Anna"),
    ],
)
def test_what_one_speaker_does_is_not_to_be_said_of_another(source: str, claim: str, part: str) -> None:
    verdict = judged(source, claim)
    assert [(found.text, found.reason) for found in verdict.unsupported] == [(part, "speaker")]


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (IT_TURNS, "L'operatore richiama lunedì, il cliente verserà 400 euro venerdì."),
        (IT_TURNS, "Il cliente conferma il piano."),
        (EN_TURNS, "The agent will ring on Monday, the customer will pay 400 euros on Friday."),
        (EN_TURNS, "The customer confirms the plan."),
        (NAMED, "Mario invia la nota domani."),
        ("Le invio il riepilogo, la richiamo lunedì.", "Il cliente richiama lunedì."),
    ],
)
def test_without_a_sure_sign_of_who_did_it_nobody_is_doubted(source: str, claim: str) -> None:
    assert not [found for found in judged(source, claim).unsupported if found.reason == "speaker"]


def test_a_verdict_lists_something_exactly_where_it_is_not_grounded() -> None:
    for pair, verdict, _ in verdicts(swaps()):
        assert bool(verdict.unsupported) is not verdict.grounded, pair.id
        assert verdict.grounded is (verdict.score >= 0.5), pair.id


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (IT, "Il signor Ferri verserà 400 euro entro il 15 aprile."),
        ("Cliente: dodici giorni, non pagato. ", "12 mesi, insoluto, Bassi. "),
        ("12 giorni ", "12 mesi 3 giorni "),
        ("Cliente: non pago la fattura.\n", "La fattura si paga. "),
        ("Cliente: invio la nota.\nOperatore: bene.\n", "L'operatore invia la nota. "),
        ("pagato ", "insoluto "),
        ("non ", "non pago mai "),
        ("non mai pago ", "Si paga. "),
        ("Abc: ", "Abc Def: "),
        ("a'", "b'"),
    ],
)
def test_the_longest_texts_are_judged(source: str, claim: str) -> None:
    long_source, long_claim = (source * MAX_SOURCE)[: MAX_SOURCE - 1], (claim * MAX_CLAIM)[: MAX_CLAIM - 1]
    verdict = judged(long_source, long_claim)
    assert bool(verdict.unsupported) is not verdict.grounded
