"""The operator panel in a real Chromium: a demo call from the start screen to its end. The tests run in order."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = [pytest.mark.browser, pytest.mark.integration]
PATIENCE = 60
OPEN_CARD = '.card[data-state="open"]'

START_REPLAY = """
const [id, speed, done] = arguments;
fetch(`/v1/demo/calls/${id}/replay`, {
  method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({speed}),
}).then((answer) => answer.json()).then((body) => done(body.call_id));
"""

SAVE_WORDS = """
const field = document.querySelector(".words-field");
if (!field) return false;
field.value = arguments[0];
document.querySelector(".card-bar .primary").click();
return true;
"""
RECORD_SOCKETS = """
window.opened = [];
window.WebSocket = class extends window.WebSocket {
  constructor(url) { super(url); window.opened.push(this); }
};
"""

HOSTILE = """
<p onclick="steal()" style="position: fixed">One <b>two</b></p><script>steal()</script><iframe src="/"></iframe>
<a href="javascript:steal()">three</a><svg><title>four</title></svg><form><input name="password"></form>
"""
CLEANED = """
const done = arguments[1];
import("/static/js/safe_html.js").then(({safeFragment}) => {
  const box = document.createElement("div");
  box.append(safeFragment(arguments[0]));
  done([box.textContent.trim(), [...box.querySelectorAll("*")].map((one) => [one.tagName, one.attributes.length])]);
});
"""


def wait_for(browser: Chrome, condition: Callable[[Chrome], Any]) -> Any:
    """Until it holds; an element that a live page has replaced meanwhile is looked for again."""
    patient = WebDriverWait(browser, PATIENCE, 0.1, ignored_exceptions=(StaleElementReferenceException,))
    return patient.until(condition)


def element(browser: Chrome, selector: str) -> WebElement:
    found: WebElement = wait_for(browser, lambda page: next(iter(page.find_elements(By.CSS_SELECTOR, selector)), None))
    return found


def text_of(browser: Chrome, selector: str) -> str:
    return str(browser.execute_script("return document.querySelector(arguments[0])?.textContent ?? ''", selector))


def count(browser: Chrome, selector: str) -> int:
    return len(browser.find_elements(By.CSS_SELECTOR, selector))


def click(browser: Chrome, selector: str) -> None:
    """Click on what stands there now: a live panel may replace an element between finding and clicking."""
    wait_for(browser, lambda page: page.execute_script("""
        const found = document.querySelector(arguments[0]);
        if (!found || found.disabled) return false;
        found.click();
        return true;
    """, selector))  # fmt: skip


def press(browser: Chrome, key: str) -> None:
    browser.execute_script("document.activeElement?.blur()")
    ActionChains(browser).send_keys(key).perform()


def press_on_card(browser: Chrome, key: str) -> bool:
    """Press the key if a card is open now; a live card may close at any moment, so callers try again."""
    if count(browser, OPEN_CARD) and not count(browser, ".words-field"):
        press(browser, key)
    return True


def start_call(browser: Chrome, demo: str, speed: int = 20) -> None:
    call_id = browser.execute_async_script(START_REPLAY, demo, speed)
    browser.execute_script("location.hash = `call=${encodeURIComponent(arguments[0])}`", call_id)
    wait_for(browser, lambda page: text_of(page, "asc-clock"))


@pytest.fixture(scope="module")
def panel(browser: Chrome, panel_url: str) -> Chrome:
    """The panel after the one-time sign-in, with the demo calls on the start screen."""
    browser.get(panel_url)
    if browser.find_elements(By.CSS_SELECTOR, 'form[action="/signin"] button'):
        browser.find_element(By.CSS_SELECTOR, 'form[action="/signin"] button').click()
    element(browser, "asc-start")
    click(browser, '[data-key="inline-choice-it"]')
    element(browser, "[data-demo]")
    return browser


@pytest.fixture(scope="module")
def demos(panel: Chrome) -> list[str]:
    """Ids of the Italian demo calls, as the start screen lists them."""
    script = "return [...document.querySelectorAll('[data-demo]')].map((button) => button.dataset.demo)"
    return [str(demo) for demo in panel.execute_script(script)]


def test_the_start_screen_lists_demo_calls_in_either_language(panel: Chrome) -> None:
    italian = text_of(panel, "asc-start")
    click(panel, '[data-key="inline-choice-en"]')
    wait_for(panel, lambda page: "Demo calls" in text_of(page, "asc-start"))
    assert panel.execute_script("return document.documentElement.lang") == "en"
    click(panel, '[data-key="inline-choice-it"]')
    wait_for(panel, lambda page: text_of(page, "asc-start") == italian)


def test_a_demo_call_opens_with_customer_checklist_and_facts(panel: Chrome, demos: list[str]) -> None:
    click(panel, '[data-speed="4"]')
    click(panel, f'[data-demo="{demos[0]}"]')
    wait_for(panel, lambda page: re.fullmatch(r"\d\d:\d\d", text_of(page, ".clock")))
    assert text_of(panel, ".head-name")
    assert count(panel, "asc-checklist li") > 0
    wait_for(panel, lambda page: count(page, ".fact .figure") > 0)


def test_an_approved_sentence_comes_with_its_source(panel: Chrome, demos: list[str]) -> None:
    start_call(panel, demos[0])
    element(panel, f"{OPEN_CARD} .source")
    assert text_of(panel, ".words").strip()
    assert "{{" not in text_of(panel, ".card")
    assert text_of(panel, ".label") in ("Parole approvate", "Su misura · AI")
    assert count(panel, ".card .source") > 0


def test_a_source_opens_as_a_dialog_and_escape_closes_only_that(panel: Chrome) -> None:
    click(panel, ".card .source")
    wait_for(panel, lambda page: count(page, "dialog[open] .dialog-body > :not(.empty)") > 0)
    ActionChains(panel).send_keys(Keys.ESCAPE).perform()
    wait_for(panel, lambda page: count(page, "dialog[open]") == 0)
    assert count(panel, ".tag-dismissed") == 0


def test_a_used_sentence_goes_to_the_history(panel: Chrome, demos: list[str]) -> None:
    start_call(panel, demos[0], speed=4)
    wait_for(panel, lambda page: press_on_card(page, "1") and count(page, "asc-past .tag-used") > 0)


def test_an_edited_sentence_is_kept_in_the_operators_words(panel: Chrome, demos: list[str]) -> None:
    start_call(panel, demos[0], speed=4)
    wait_for(panel, lambda page: press_on_card(page, "2") and page.execute_script(SAVE_WORDS, "Con parole mie."))
    wait_for(panel, lambda page: count(page, "asc-past .tag-edited") == 1)
    assert "Con parole mie." in text_of(panel, "asc-past")


def test_a_dismissed_card_vanishes(panel: Chrome, demos: list[str]) -> None:
    start_call(panel, demos[0], speed=4)
    wait_for(panel, lambda page: press_on_card(page, Keys.ESCAPE) and count(page, "asc-past .tag-dismissed") > 0)


def test_the_dialogue_holds_both_speakers_and_final_words(panel: Chrome, demos: list[str]) -> None:
    start_call(panel, demos[0])
    wait_for(panel, lambda page: "terminata" in text_of(page, ".head-line").lower())
    assert count(panel, ".line-operator") > 0
    assert count(panel, ".line-customer") > 0
    assert count(panel, ".line.partial") == 0
    assert count(panel, ".mark-situation") > 0


def test_limits_bring_plans_that_can_be_chosen(panel: Chrome, demos: list[str]) -> None:
    start_call(panel, demos[0], speed=1)
    field = element(panel, "#limit-max_count")
    field.send_keys("2")
    click(panel, '.limits-form button[type="submit"]')
    wait_for(panel, lambda page: count(page, ".plan") > 0 or count(page, ".reason") > 0)
    assert element(panel, "#limit-max_count").get_property("value") == "2"
    click(panel, ".limits-bar .quiet")
    click(panel, ".plan-actions button")
    wait_for(panel, lambda page: count(page, '.plan[data-chosen="true"]') == 1)


def test_a_wrong_limit_is_explained_and_not_sent(panel: Chrome) -> None:
    before = text_of(panel, ".plans-body")
    field = element(panel, "#limit-day_of_month")
    field.send_keys("40")
    click(panel, '.limits-form button[type="submit"]')
    wait_for(panel, lambda page: text_of(page, "#limit-day_of_month-error"))
    assert text_of(panel, ".plans-body") == before


def test_a_question_is_answered_or_plainly_not(panel: Chrome) -> None:
    for question in ("interessi di mora", "qzxv wkjh"):
        field = element(panel, "asc-ask input")
        field.send_keys(question, Keys.ENTER)
        wait_for(panel, lambda page, asked=question: asked in text_of(page, ".answer h3"))
    assert "Non ho trovato nulla" in text_of(panel, ".answer")


def test_a_broken_line_comes_back_and_misses_nothing(panel: Chrome, demos: list[str]) -> None:
    script = {"source": RECORD_SOCKETS}
    recorder = panel.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
    panel.refresh()
    start_call(panel, demos[0])
    for _ in range(3):
        before = panel.execute_script("window.opened.at(-1).close(); return window.opened.length")
        wait_for(panel, lambda page, seen=before: page.execute_script("return window.opened.length") > seen)
    wait_for(panel, lambda page: "terminata" in text_of(page, ".head-line").lower())
    assert "after=0" not in panel.execute_script("return window.opened.at(-1).url")
    lines = text_of(panel, ".lines")
    panel.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", recorder)
    panel.refresh()
    wait_for(panel, lambda page: text_of(page, ".lines") == lines)


def test_a_reload_comes_back_to_the_same_call(panel: Chrome) -> None:
    name, asked = text_of(panel, ".head-name"), count(panel, ".answer")
    panel.refresh()
    wait_for(panel, lambda page: text_of(page, ".head-name") == name)
    wait_for(panel, lambda page: count(page, ".answer") == asked)


def test_in_a_narrow_frame_the_card_stays_and_nothing_overflows(panel: Chrome, demos: list[str]) -> None:
    start_call(panel, demos[0], speed=1)  # after a call the note takes the card's place
    metrics = {"width": 380, "height": 760, "deviceScaleFactor": 1, "mobile": False}
    panel.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for tab in ("plans", "transcript", "checklist", "customer", "ask"):
            click(panel, f'[data-name="{tab}"]')
            parts = panel.find_elements(By.CSS_SELECTOR, f'[data-panel="{tab}"]')
            assert any(part.is_displayed() for part in parts)
            assert element(panel, "asc-card").is_displayed()
            assert panel.execute_script("return document.documentElement.scrollWidth") == 380
    finally:
        panel.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_theme_can_be_switched_by_hand(panel: Chrome) -> None:
    def ground() -> str:
        return str(panel.execute_script("return getComputedStyle(document.body).backgroundColor"))

    click(panel, '[data-key="menu-theme-dark"]')
    dark = ground()
    click(panel, '[data-key="menu-theme-light"]')
    assert ground() != dark
    click(panel, '[data-key="menu-theme-auto"]')


def test_signing_out_shows_the_form(panel: Chrome) -> None:
    click(panel, ".menu-body .menu-item:last-child")
    element(panel, "#password")
    assert (
        panel.get_cookies() == []
        or panel.execute_async_script(
            "const done = arguments[0]; fetch('/v1/session').then((answer) => done(answer.status))"
        )
        == 401
    )


def test_the_page_kept_to_its_content_security_policy(browser: Chrome) -> None:
    complaints = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert [text for text in complaints if "Content Security Policy" in text or "Uncaught" in text] == []


def test_hostile_html_of_an_article_is_rebuilt_from_plain_elements(browser: Chrome) -> None:
    text, elements = browser.execute_async_script(CLEANED, HOSTILE)
    assert " ".join(text.split()) == "One two three"
    assert elements == [["P", 0], ["B", 0]]
