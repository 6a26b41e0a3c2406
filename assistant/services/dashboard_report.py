"""The dashboard as a report in one language: the same for the page, for paper and for the spreadsheet."""

from assistant.domain.dashboard import Dashboard
from assistant.domain.money import Language, format_date
from assistant.domain.report import Report
from assistant.services.dashboard import WriteSheets
from assistant.services.dashboard_calls import teams_section, themes_section, work_section
from assistant.services.dashboard_promises import PromiseSections, RiskSections
from assistant.services.dashboard_receivables import ReceivablesSections
from assistant.services.dashboard_words import WORDS


def sheets_of(report: Report, write: WriteSheets) -> bytes:
    """The report as a spreadsheet, its columns named in the report's language."""
    words = WORDS[report.language]
    return write(report, [words[name] for name in ("figure", "now", "before", "difference")])


def report_of(found: Dashboard, language: Language) -> Report:
    """Every section, in the order in which it is read."""
    words = WORDS[language]
    spans = {
        "first": found.period.first,
        "last": found.period.last,
        "before_first": found.before.first,
        "before_last": found.before.last,
    }
    return Report(
        title=words["title"].format(name=found.name),
        subtitle=words["subtitle"].format(**{name: format_date(one, language) for name, one in spans.items()}),
        language=language,
        sections=(
            *ReceivablesSections(found, language).all(),
            PromiseSections(found, language).promises(),
            teams_section(found, language),
            work_section(found, language),
            themes_section(found, language),
            RiskSections(found, language).risk(),
        ),
    )
