"""What a customer plays by: scenario, figures, written lines; and whether a rule's condition holds."""

from dataclasses import dataclass

from assistant.domain.practice_state import Figures, House, LineReading, Progress
from assistant.domain.scenario import Scenario, Temper, When
from assistant.domain.scenario_records import needs_deal


@dataclass(frozen=True)
class Play:
    """What the fold needs beside where the call stands."""

    scenario: Scenario
    figures: Figures
    house: House

    def lines(self, intent: str, temper: Temper, deal: bool) -> tuple[str, ...]:
        """The written lines for an intent in this mood: the scenario's own, then those that any customer may say.

        Those that name what was agreed are left out before anything was.
        """
        own, common = self.scenario.lines.get(intent), self.house.lines.get(intent)
        found = (*(own.fitting(temper) if own else ()), *(common.fitting(temper) if common else ()))
        return tuple(line for line in dict.fromkeys(found) if deal or not needs_deal(line))


def holds(when: When, progress: Progress, reading: LineReading) -> bool:
    """Whether the condition holds now; `progress` already has what the line did."""
    return all(
        (
            not when.acts or reading.does(*when.acts),
            set(when.done) <= set(progress.done),
            not set(when.not_done) & set(progress.done),
            when.mood_min is None or progress.mood >= when.mood_min,
            when.mood_max is None or progress.mood <= when.mood_max,
            set(when.out) <= set(progress.out),
            not set(when.not_out) & set(progress.out),
            set(when.settled) <= set(progress.settled),
            when.deal is None or (progress.deal is not None and progress.deal.kind == when.deal),
            not (when.no_deal and progress.deal is not None),
            not when.spoke_of or progress.spoke_of in when.spoke_of,
            when.hung_up is None or when.hung_up == (progress.ended == "hung_up"),
        )
    )
