from assistant.domain.call_passages import passages_of
from assistant.domain.calls import Speaker, Utterance
from assistant.domain.notes import Evidence, Narrative, Note, NoteItem


def heard(*texts: str, first: Speaker = "operator") -> list[Utterance]:
    speakers: tuple[Speaker, ...] = ("operator", "customer") if first == "operator" else ("customer", "operator")
    return [Utterance(id=f"u{n}", t=n * 5.0, speaker=speakers[n % 2], text=text) for n, text in enumerate(texts)]


def ids(utterances: list[Utterance]) -> list[list[str]]:
    return [[line.utterance_ids[0] for line in passage.lines] for passage in passages_of(utterances, None)]


LONG = "parola " * 12


def test_every_two_neighbouring_turns_stand_together_in_a_passage() -> None:
    groups = ids(heard(*[LONG] * 6))
    assert groups == [["u0", "u1"], ["u1", "u2"], ["u2", "u3"], ["u3", "u4"], ["u4", "u5"]]


def test_short_turns_share_a_passage_until_they_say_something() -> None:
    assert ids(heard("Pronto", "sì", "Buongiorno", LONG * 2, "sì", LONG)) == [
        ["u0", "u1", "u2", "u3"],
        ["u3", "u4"],
        ["u4", "u5"],
    ]
    assert ids(heard(*["sì"] * 9)) == [[f"u{n}" for n in range(6)], [f"u{n}" for n in range(5, 9)]]


def test_a_monologue_is_a_passage_of_its_own() -> None:
    assert ids(heard("Buongiorno", "parola " * 200, "capisco")) == [["u0"], ["u1"], ["u2"]]


def test_turns_without_words_are_left_out_and_all_texts_are_one_line() -> None:
    first, second = heard("perche\u0301\nno", "   ")
    (passage,) = passages_of([first, second], None)
    assert [line.text for line in passage.lines] == ["perché no"]
    assert passages_of([], None) == []


def test_the_note_comes_after_the_turns_with_the_utterances_that_prove_it() -> None:
    note = Note(
        call_id="c1", customer="montelupo/C1", language="it", disposition="promise_to_pay", reason="",
        narrative=Narrative(text="Paga venerdì."),
        items=(
            NoteItem(kind="promise", text="Promessa", evidence=(Evidence(utterance_id="u1", quote="pago"),) * 2),
            NoteItem(kind="next_action", text=" "),
        ),
    )  # fmt: skip
    *_, narrative, item = passages_of(heard(LONG, LONG), note)
    assert (narrative.n, narrative.lines[0].speaker, narrative.text) == (1, "note", "Paga venerdì.")
    assert (item.lines[0].utterance_ids, item.lines[0].t) == (("u1",), 5.0)
