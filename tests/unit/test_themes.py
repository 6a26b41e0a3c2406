"""Which groups are themes, and which theme goes on under which identity."""

import pytest

from assistant.domain.theme_names import Naming, Term
from assistant.domain.themes import Found, Known, named, same_themes, supported
from tests.fake_voice import theme

FOUR = ["a", "b", "c", "d", "a"]


@pytest.mark.parametrize(
    ("customers", "cohesion", "of", "holds"),
    [
        (FOUR, 0.2, 100, True),
        (FOUR[:4], 0.2, 100, False),
        (["a", "b", "c", "a", "b"], 0.2, 100, False),
        (FOUR, 0.1, 100, False),
        (FOUR, 0.2, 2_000, False),
        (FOUR * 2, 0.2, 1_600, True),
    ],
)
def test_a_theme_needs_voices_customers_and_likeness(
    customers: list[str], cohesion: float, of: int, holds: bool
) -> None:
    assert supported(customers, cohesion, of) is holds


@pytest.mark.parametrize(
    ("voices", "of", "coverage", "holds"),
    [(3, 6, 0.8, True), (2, 6, 0.8, False), (3, 13, 0.8, False), (3, 6, 0.6, False), (3, 3, 0.8, False)],
)
def test_a_theme_can_be_named(voices: int, of: int, coverage: float, holds: bool) -> None:
    term = Term("conseg", "consegna", voices)
    assert named(Naming({"it": "consegna"}, {"it": (term,)}, {"it": of}, coverage)) is holds


def test_what_has_no_name_is_no_theme() -> None:
    assert not named(Naming({}, {"it": ()}, {"it": 6}, 1.0))


def found(*members: str, centre: tuple[float, ...] = (1.0, 0.0)) -> Found:
    return Found(dict.fromkeys(members, 1.0), Naming({}, {}, {}, 1.0), centre)


def test_a_theme_with_the_same_voices_goes_on() -> None:
    assert same_themes([found("a", "b", "c", "new", centre=(0, 1))], [Known("t", {"a", "b", "c"}, (1.0, 0.0))]) == {
        0: "t"
    }


def test_a_theme_with_other_voices_goes_on_by_its_centre() -> None:
    known = [Known("t", {"a", "b"}, (1.0, 0.0))]
    assert same_themes([found("x", "y", centre=(0.9, 0.43))], known) == {0: "t"}
    assert same_themes([found("x", "y", centre=(0.6, 0.8))], known) == {}
    assert same_themes([found("x", "y", centre=(1.0, 0.0, 0.0))], known) == {}, "another encoder's space is another"


def test_of_a_theme_that_parts_the_larger_part_goes_on() -> None:
    parts = [found("a", "b"), found("c", "d", "e")]
    assert same_themes(parts, [Known("t", set("abcde"), ())]) == {1: "t"}


def test_of_two_that_become_one_the_larger_goes_on() -> None:
    known = [Known("small", {"a", "b"}, ()), Known("large", {"c", "d", "e"}, ())]
    assert same_themes([found(*"abcde")], known) == {0: "large"}


def test_peoples_names_win_and_a_missing_language_borrows() -> None:
    one = theme(names={"it": "consegne", "en": "deliveries"}, given={"it": "Ritardi"})
    assert (one.name("it"), one.name("en")) == ("Ritardi", "deliveries")
    assert theme(names={"it": "consegne"}).name("en") == "consegne"
