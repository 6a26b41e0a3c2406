"""The words of the dashboard's report, by language."""

from assistant.domain.money import Language
from assistant.services import dashboard_words_en, dashboard_words_it

WORDS: dict[Language, dict[str, str]] = {"it": dashboard_words_it.WORDS, "en": dashboard_words_en.WORDS}
