"""An alert in a real Chromium: the source of its rule beside it, in small print; and how a call begins."""

import pytest
from selenium.webdriver import Chrome

from tests.browser.test_panel import START_REPLAY, click, element, text_of, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.integration]


@pytest.fixture(scope="module")
def panel(browser: Chrome, panel_url: str) -> Chrome:
    """A call to which somebody else answers, played from its beginning."""
    browser.get(panel_url)
    click(browser, 'form[action="/signin"] button')
    element(browser, "[data-demo]")
    click(browser, '[data-key="inline-choice-it"]')
    call = browser.execute_async_script(START_REPLAY, "demo-it-third-party", 1)
    browser.execute_script("location.hash = `call=${encodeURIComponent(arguments[0])}`", call)
    return browser


def test_the_opening_says_first_who_calls_and_then_what_about(panel: Chrome) -> None:
    assert "Piera Spigadoro" in element(panel, ".card .words").text
    topic = element(panel, ".card .next").text
    assert topic.startswith("Poi, alla persona giusta:") and "impegno" in topic


def test_an_alert_names_the_source_of_its_rule_in_small_print(panel: Chrome) -> None:
    wait_for(panel, lambda page: "30 novembre 2005" in text_of(page, ".alert .rule-source cite"))
    sizes = panel.execute_script(
        "const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize);"
        "return [size('.alert .rule-source'), size('.alert-text > p')]"
    )
    assert sizes[0] < sizes[1]


def test_what_the_call_is_about_is_gone_once_somebody_else_is_on_the_line(panel: Chrome) -> None:
    assert "impegno" not in text_of(panel, ".card")
