"""The voice of the customer in a real Chromium: themes, quotes, a theme's voices, names, actions and the later look."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys

from assistant.adapters.store import Database
from tests.browser.axe import grave_findings
from tests.browser.test_approval import PASSWORD, ascolto
from tests.browser.test_panel import click, count, element, text_of, wait_for
from tests.browser.test_supervisor import CHOOSE, go, look, sideways, sign_in
from tests.voiced_calls import DAYS, said, write_calls

pytestmark = [pytest.mark.browser, pytest.mark.integration]
FOCUSED = "return document.activeElement.dataset.key"
LATE_THEME = """
return [...document.querySelectorAll(".voice-theme")]
  .find((card) => card.querySelector(".voice-name").textContent.toLowerCase().includes("ritard"))?.dataset.theme
"""
FIRST_THEME = "return document.querySelector('.voice-theme')?.dataset.theme"
FIRST_DAY = date.today() - timedelta(days=DAYS + 2)  # noqa: DTZ011  (the server's own day)
TYPE = """
const [selector, value] = arguments;
const field = document.querySelector(selector);
field.value = value;
field.dispatchEvent(new Event("input", {bubbles: true}));
"""


async def _write(home: Path) -> None:
    """Calls with two planted themes among others; each sixth is an interview."""
    database = Database(f"sqlite+aiosqlite:///{home / 'ascolto.db'}")
    rows = [
        row | {"purpose": "overdue" if n % 6 else "feedback_interview"} for n, row in enumerate(said("second.jsonl"))
    ]
    try:
        await write_calls(database, rows, FIRST_DAY)
    finally:
        await database.close()


@pytest.fixture(scope="module")
def site(demo: dict[str, str], panel_url: str) -> str:
    """The address of a server with themes, and a supervisor who can sign in."""
    asyncio.run(_write(Path(demo["ASCOLTO_HOME"])))
    ascolto(demo, "voice", "--rebuild", "--json")
    ascolto(
        demo,
        "users",
        "add",
        "vera",
        "--role",
        "supervisor",
        "--principal",
        "montelupo",
        "--password-stdin",
        said=PASSWORD + "\n",
    )
    address = urlsplit(panel_url)
    return f"{address.scheme}://{address.netloc}"


@pytest.fixture(scope="module")
def supervisor(browser: Chrome, site: str) -> Chrome:
    sign_in(browser, site, "vera", "/supervisor")
    go(browser, "voice")
    wait_for(browser, lambda page: count(page, ".voice-theme"))
    browser.get_log("browser")  # before anybody is signed in there is no session, which the browser reports
    return browser


def late(page: Chrome) -> str:
    """Selector of the card of the theme of late deliveries, once the list stands still."""
    wait_for(page, lambda page: count(page, ".voice-theme") and not count(page, '[aria-busy="true"]'))
    theme = wait_for(page, lambda page: page.execute_script(LATE_THEME))
    return f'[data-theme="{theme}"]'


def test_a_theme_shows_share_tone_trend_and_quotes(supervisor: Chrome) -> None:
    card = late(supervisor)
    assert "delle conversazioni" in text_of(supervisor, f"{card} .voice-share")
    assert "su 198; al 95 % tra" in text_of(supervisor, card)
    assert "critiche" in text_of(supervisor, f"{card} .voice-tone-line")
    assert "delle interviste" in text_of(supervisor, f"{card} .voice-figures > .voice-table")
    label = element(supervisor, f"{card} .voice-chart").get_attribute("aria-label") or ""
    assert label.startswith("Quota per settimana: da ")
    periods = count(supervisor, f"{card} .voice-trend tbody tr")
    assert count(supervisor, f"{card} .voice-chart .dot") <= periods and periods >= 12
    assert count(supervisor, f"{card} .voice-quotes li") == 3


def test_a_quote_leads_to_its_words_in_the_call(supervisor: Chrome) -> None:
    link = element(supervisor, f"{late(supervisor)} .voice-quote [data-key^='call-']")
    assert "#call=voiced-" in (link.get_attribute("href") or "") and "u=u2" in (link.get_attribute("href") or "")


def test_the_number_of_voices_opens_the_list(supervisor: Chrome) -> None:
    words = text_of(supervisor, f"{late(supervisor)} > p .link")
    click(supervisor, f"{late(supervisor)} > p .link")
    wait_for(supervisor, lambda page: count(page, ".voice-list li"))
    assert f"tutte le {count(supervisor, '.voice-list li')} frasi" in words
    click(supervisor, '[data-key="voice-back"]')
    wait_for(supervisor, lambda page: count(page, ".voice-list") == 0 and count(page, ".voice-theme") > 1)


def test_interviews_can_be_looked_at_alone(supervisor: Chrome) -> None:
    supervisor.execute_script(CHOOSE, "#voice-source", "interview")
    wait_for(supervisor, lambda page: "delle interviste" in text_of(page, ".voice-share"))
    assert "source=interview" in supervisor.current_url
    go(supervisor, "voice")
    wait_for(supervisor, lambda page: "delle conversazioni" in text_of(page, ".voice-share"))


def test_a_theme_is_renamed_from_the_keyboard_and_keeps_its_name(supervisor: Chrome) -> None:
    card = late(supervisor)
    theme = card.split('"')[1]
    # Focus stays with the key where the list is drawn anew; an element that was found before would be gone.
    supervisor.execute_script("document.querySelector(arguments[0]).focus()", f'[data-key="rename-{theme}"]')
    ActionChains(supervisor).send_keys(Keys.ENTER).perform()
    wait_for(supervisor, lambda page: count(page, ".voice-form"))
    ActionChains(supervisor).send_keys("Ritardi dei camion", Keys.ENTER).perform()
    wait_for(supervisor, lambda page: text_of(page, f"{card} .voice-name").lower() == "ritardi dei camion")
    assert "nome dato da vera" in text_of(supervisor, card)
    wait_for(supervisor, lambda page: page.execute_script(FOCUSED) == f"rename-{theme}")
    supervisor.refresh()
    wait_for(supervisor, lambda page: count(page, ".voice-theme"))
    assert text_of(supervisor, f"{card} .voice-name").lower() == "ritardi dei camion"


def test_a_theme_becomes_an_action_that_is_done_and_looked_at(supervisor: Chrome) -> None:
    theme = late(supervisor).split('"')[1]
    click(supervisor, f'[data-key="act-{theme}"]')
    wait_for(supervisor, lambda page: count(page, ".voice-act"))
    today = date.today()  # noqa: DTZ011
    typed = {"text": "Avvisare il giorno prima", "owner": "Logistica", "due": f"{today}"}
    for name, value in (typed | {"look": f"{today + timedelta(days=30)}"}).items():
        supervisor.execute_script(TYPE, f"#act-{name}-{theme}", value)
    click(supervisor, ".voice-act .primary")
    wait_for(supervisor, lambda page: count(page, ".voice-action"))
    assert "Da fare" in text_of(supervisor, ".voice-action")
    click(supervisor, ".voice-action button")
    wait_for(supervisor, lambda page: "fatta il" in text_of(page, ".voice-action"))
    click(supervisor, ".voice-action button")
    wait_for(supervisor, lambda page: count(page, ".voice-outcome"))
    assert "troppo poco" in text_of(supervisor, ".voice-outcome"), "nobody has called since: it says so"


def test_what_the_server_refuses_is_said_and_nothing_typed_is_lost(supervisor: Chrome) -> None:
    theme = late(supervisor).split('"')[1]
    click(supervisor, f'[data-key="act-{theme}"]')
    wait_for(supervisor, lambda page: count(page, ".voice-act"))
    today = f"{date.today()}"  # noqa: DTZ011
    for name, value in {"text": "Chiamare i corrieri", "owner": "Sara", "due": today, "look": today}.items():
        supervisor.execute_script(TYPE, f"#act-{name}-{theme}", value)
    click(supervisor, ".voice-act .primary")
    wait_for(supervisor, lambda page: "after it is due" in text_of(page, "asc-notices"))
    assert element(supervisor, f"#act-text-{theme}").get_attribute("value") == "Chiamare i corrieri"
    click(supervisor, ".voice-act .quiet")
    wait_for(supervisor, lambda page: count(page, ".voice-act") == 0)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_grave_findings_and_no_sideways_scrolling(
    supervisor: Chrome, wide: None, language: str, width: int, theme: str
) -> None:
    look(supervisor, width, theme)
    click(supervisor, f'[data-key="inline-choice-{language}"]') if width > 400 else supervisor.execute_script(
        "document.querySelector(arguments[0])?.click()", f'[data-key="inline-choice-{language}"]'
    )
    wait_for(supervisor, lambda page: page.execute_script(FIRST_THEME))
    first = supervisor.execute_script(FIRST_THEME)
    for place in ("voice", f"voice={first}"):
        go(supervisor, place)
        wait_for(supervisor, lambda page: count(page, ".voice-theme") and not count(page, '[aria-busy="true"]'))
        supervisor.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        click(supervisor, ".voice-tools button:last-child")
        wait_for(supervisor, lambda page: count(page, ".voice-act"))
        assert sideways(supervisor) <= 0
        assert grave_findings(supervisor) == []
        click(supervisor, ".voice-tools button:last-child")
    go(supervisor, "voice")
    wait_for(supervisor, lambda page: count(page, ".voice-list") == 0)
    severe = [
        line for line in supervisor.get_log("browser") if line["level"] == "SEVERE" and "422" not in line["message"]
    ]
    assert severe == []
