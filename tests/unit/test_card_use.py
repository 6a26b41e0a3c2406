"""Cards per minute and what became of them."""

from assistant.domain.calls import Situation
from assistant.domain.card_use import card_use
from assistant.domain.events import SuggestionReady, SuggestionUsed
from tests.unit.test_live import DIFFICULTY, OPERATOR, World


async def test_cards_are_counted_by_the_minute_and_by_what_became_of_them() -> None:
    world = World()
    await world.open()
    await world.hear("non ce la faccio", DIFFICULTY, t=10.0)
    card = (await world.last(SuggestionReady)).card  # type: ignore[union-attr]
    await world.live.act(SuggestionUsed(call_id="k", card_id=card.id), OPERATOR)
    await world.hear("la porta non si chiude", (Situation.SERVICE_COMPLAINT, 0.9), t=60.0)
    await world.hear("non ce la faccio", DIFFICULTY, t=120.0)
    await world.live.end("k")
    use = card_use(await world.events())
    assert (use.minutes, use.shown, use.per_minute) == (2.0, 3, 1.5)
    assert (use.used, use.replaced, use.expired, use.dismissed) == (1, 1, 1, 0)
    assert use.share_used == 0.333


def test_a_call_without_words_has_no_share() -> None:
    use = card_use([])
    assert (use.shown, use.per_minute, use.share_used) == (0, 0.0, None)
