"""Every prompt that the use cases work with: looked up when the program starts, not when a customer is waiting."""

from collections.abc import Sequence

from assistant.domain.prompts import PromptNeed
from assistant.services import judging, mention, rewrite, roleplay, writing

NEEDS: Sequence[PromptNeed] = (mention.NEED, rewrite.NEED, roleplay.NEED, judging.NEED, *writing.NEEDS)
