"""Search over calls in a real Chromium: a question, what is found, the way into a call, and what goes wrong."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys

from tests.browser.axe import grave_findings
from tests.browser.test_approval import PASSWORD, ascolto
from tests.browser.test_panel import click, count, element, text_of, wait_for
from tests.browser.test_supervisor import CHOOSE, WIDTHS, go, look, sideways, sign_in
from tests.reviewed_calls import FULL, write_calls

pytestmark = [pytest.mark.browser, pytest.mark.integration]
OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
ONLINE = OFFLINE | {"offline": False}


@pytest.fixture(scope="module")
def read_calls(demo: dict[str, str]) -> None:
    """Calls that are over and read, before a server whose workers would take them up."""
    asyncio.run(write_calls(Path(demo["ASCOLTO_HOME"])))
    ascolto(demo, "worker", "--once")


@pytest.fixture(scope="module")
def supervisor(browser: Chrome, demo: dict[str, str], read_calls: None, panel_url: str) -> Chrome:
    """Somebody who supervises, at the place where calls are searched."""
    scope = ("--principal", "montelupo", "--principal", "brackwater", "--password-stdin")
    ascolto(demo, "users", "add", "ugo", "--role", "supervisor", *scope, said=PASSWORD + "\n")
    address = urlsplit(panel_url)
    sign_in(browser, f"{address.scheme}://{address.netloc}", "ugo", "/supervisor#search")
    wait_for(browser, lambda page: count(page, "#search-q") and count(page, "#queue-disposition"))
    return browser


def ask(page: Chrome, question: str) -> None:
    field = element(page, "#search-q")
    field.clear()
    field.send_keys(question, Keys.ENTER)
    wait_for(page, lambda page: count(page, ".search-list > *") and not count(page, ".search-list[aria-busy]"))


def test_before_a_question_nothing_is_found_and_nothing_asked(supervisor: Chrome) -> None:
    assert count(supervisor, ".search-list > *") == 0
    assert "tra virgolette" in text_of(supervisor, "#search-hint")


def test_words_find_calls_and_are_marked(supervisor: Chrome) -> None:
    ask(supervisor, "spese dei condomini")
    wait_for(supervisor, lambda page: count(page, ".hit mark"))
    assert "#search?q=spese+dei+condomini" in supervisor.current_url
    assert text_of(supervisor, ".hit h2") == "Condominio Via dei Tigli Immaginari 12"
    marked = supervisor.execute_script(
        "return [...document.querySelectorAll('.hit mark')].map((one) => one.textContent)"
    )
    assert {"spese", "condomini"} <= {word for mark in marked for word in mark.split()}
    assert re.search(r"Trovat[ae] \d+ chiamat[ae]", text_of(supervisor, "asc-call-search > [role=status]"))


def test_filters_narrow_and_both_stay_in_the_address(supervisor: Chrome) -> None:
    go(supervisor, "search?q=condomini")
    wait_for(supervisor, lambda page: count(page, ".hit"))
    supervisor.execute_script(CHOOSE, "#queue-disposition", "refused")
    wait_for(supervisor, lambda page: "Nessuna chiamata ne parla" in text_of(page, ".search-none"))
    assert "disposition=refused" in supervisor.current_url and "q=condomini" in supervisor.current_url
    click(supervisor, ".search-none .button")
    wait_for(supervisor, lambda page: count(page, ".hit"))
    assert "disposition" not in supervisor.current_url
    supervisor.back()
    wait_for(supervisor, lambda page: count(page, ".search-none"))
    assert element(supervisor, "#queue-disposition").get_attribute("value") == "refused"
    supervisor.refresh()
    wait_for(supervisor, lambda page: count(page, ".search-none"))
    assert element(supervisor, "#search-q").get_attribute("value") == "condomini"
    assert text_of(supervisor, ".queue-chips") == "Esito: Ha rifiutato"
    click(supervisor, '[data-key="chip-disposition"]')
    wait_for(supervisor, lambda page: count(page, ".hit") and not count(page, ".queue-chip"))


def test_what_nobody_said_is_not_found_and_markup_stays_text(supervisor: Chrome) -> None:
    go(supervisor, "search")
    ask(supervisor, "<img src=x onerror=alert(1)> carbonara")
    wait_for(supervisor, lambda page: "Provi con altre parole." in text_of(page, ".search-none"))
    assert count(supervisor, "asc-call-search img") == 0


def test_what_can_not_be_looked_for_is_said_and_a_failure_can_be_tried_again(supervisor: Chrome) -> None:
    ask(supervisor, "?!")
    wait_for(supervisor, lambda page: "La ricerca non è riuscita" in text_of(page, "[role=alert]"))
    supervisor.execute_cdp_cmd("Network.enable", {})
    supervisor.execute_cdp_cmd("Network.emulateNetworkConditions", OFFLINE)
    ask(supervisor, "condomini")
    wait_for(supervisor, lambda page: "Il server non risponde" in text_of(page, ".search-none"))
    supervisor.execute_cdp_cmd("Network.emulateNetworkConditions", ONLINE)
    click(supervisor, ".search-none button")
    wait_for(supervisor, lambda page: count(page, ".hit"))


def test_the_keyboard_leads_from_the_question_into_the_call(supervisor: Chrome) -> None:
    go(supervisor, "search")
    ask(supervisor, '"tre condomini non hanno pagato"')
    wait_for(supervisor, lambda page: count(page, ".hit"))
    assert supervisor.execute_script("return document.activeElement.id") == "search-q"
    for _ in range(30):
        ActionChains(supervisor).send_keys(Keys.TAB).perform()
        if supervisor.execute_script("return document.activeElement.dataset.key") == f"hit-{FULL}":
            break
    ActionChains(supervisor).send_keys(Keys.TAB).perform()
    assert supervisor.execute_script("return document.activeElement.className") == "hit-time number"
    ActionChains(supervisor).send_keys(Keys.ENTER).perform()
    wait_for(supervisor, lambda page: count(page, ".criterion"))
    assert re.search(rf"#call={FULL}&u=u\d+$", supervisor.current_url)
    supervisor.back()
    wait_for(supervisor, lambda page: count(page, ".hit"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", ["search", "search?q=condomini", "search?q=carbonara&disposition=refused"])
@pytest.mark.usefixtures("wide")
def test_no_grave_finding_and_no_sideways_scrolling(supervisor: Chrome, place: str, width: int) -> None:
    go(supervisor, place)
    found = {"search": "#search-q", "search?q=condomini": ".hit"}.get(place, ".search-none")
    wait_for(supervisor, lambda page: count(page, found) and not count(page, ".search-list[aria-busy]"))
    for theme, language in (("light", "it"), ("dark", "en")):
        look(supervisor, width, theme)
        click(supervisor, f'[data-key="{"inline-choice" if width > 600 else "menu-language"}-{language}"]')
        assert supervisor.execute_script("return document.documentElement.lang") == language
        assert sideways(supervisor) <= 0
        assert grave_findings(supervisor) == []
    click(supervisor, '[data-key="menu-language-it"]')


def test_every_word_is_there_in_both_languages(supervisor: Chrome) -> None:
    missing = supervisor.execute_async_script("""
        const done = arguments[0];
        import("/static/js/i18n/search.js").then(({default: {it, en}}) => {
          const only = (one, other) => Object.keys(one).filter((key) => !(key in other));
          done([...only(it, en), ...only(en, it)]);
        });
    """)
    assert missing == []
    assert not re.search(r"\bsearch\.[a-z_]+", text_of(supervisor, "asc-call-search"))
