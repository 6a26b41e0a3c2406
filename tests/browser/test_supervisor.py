"""Supervision in a real Chromium: the queue, a call's page, a review's steps from both sides, and the live view."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.axe import grave_findings
from tests.browser.test_approval import CLIENT, PASSWORD, ascolto
from tests.browser.test_panel import click, count, element, text_of, wait_for
from tests.reviewed_calls import BROKEN, FULL, OPERATOR, PLAIN, TEAM, write_calls

pytestmark = [pytest.mark.browser, pytest.mark.integration]
WIDTHS = (1280, 380)
SIGN_OUT = """
const done = arguments[0];
fetch("/v1/session", {method: "DELETE", headers: {"X-Ascolto-Panel": "1"}}).then(() => done());
"""
STEP = """
const [call, move, done] = arguments;
const headers = {"Content-Type": "application/json", "X-Ascolto-Panel": "1"};
fetch(`/v1/reviews/${call}/steps`, {method: "POST", headers, body: JSON.stringify(move)})
  .then((answer) => done(answer.status));
"""
POLLS = "return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/v1/live')).length"
CHOOSE = """
const [selector, value] = arguments;
const field = document.querySelector(selector);
field.value = value;
field.dispatchEvent(new Event("change", {bubbles: true}));
"""


@pytest.fixture(scope="module")
def demo(demo: dict[str, str]) -> dict[str, str]:
    """A data folder with calls to review, two supervisors and an operator who can sign in, before it is served."""
    asyncio.run(write_calls(Path(demo["ASCOLTO_HOME"])))
    scope = ("--principal", "montelupo", "--principal", "brackwater", "--password-stdin")
    for name, role in (("ugo", "supervisor"), ("sofia", "supervisor")):
        ascolto(demo, "users", "add", name, "--role", role, *scope, said=PASSWORD + "\n")
    ascolto(demo, "users", "remove", OPERATOR)
    ascolto(demo, "users", "add", OPERATOR, "--role", "operator", *scope, said=PASSWORD + "\n")
    return demo


@pytest.fixture(scope="module")
def site(panel_url: str) -> str:
    address = urlsplit(panel_url)
    return f"{address.scheme}://{address.netloc}"


def sign_in(browser: Chrome, site: str, name: str, path: str, language: str = "it") -> None:
    browser.set_window_size(1280, 900)
    if browser.current_url.startswith(site):
        browser.execute_async_script(SIGN_OUT)
    browser.get("about:blank")
    browser.get(site + path)
    element(browser, "#username").send_keys(name)
    element(browser, "#password").send_keys(PASSWORD)
    click(browser, ".signin button")
    wait_for(browser, lambda page: count(page, ".signin") == 0)
    click(browser, f'[data-key="inline-choice-{language}"]')


def go(browser: Chrome, hash_: str) -> None:
    browser.execute_script("location.hash = arguments[0]", hash_)


def look(browser: Chrome, width: int, theme: str) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    media = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def sideways(browser: Chrome) -> int:
    """By how many pixels the page is wider than the window."""
    return int(
        browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.fixture(scope="module")
def supervisor(browser: Chrome, site: str) -> Chrome:
    sign_in(browser, site, "ugo", f"/supervisor#queue?team={TEAM}")
    wait_for(browser, lambda page: count(page, ".queue-call a"))
    return browser


def rows(browser: Chrome) -> int:
    return count(browser, ".queue-call a")


def test_the_queue_lists_calls_and_goes_on_by_pages(supervisor: Chrome) -> None:
    wait_for(supervisor, lambda page: rows(page) == 50)
    assert f"{PLAIN + 3} chiamate" in text_of(supervisor, ".page-head")
    click(supervisor, ".queue-next")
    wait_for(supervisor, lambda page: rows(page) == PLAIN + 3)
    assert count(supervisor, ".queue-next") == 0
    assert supervisor.execute_script("return document.activeElement.closest('tr')?.rowIndex") == 51


def test_filters_stand_in_the_address_and_go_one_by_one(supervisor: Chrome) -> None:
    go(supervisor, f"queue?team={TEAM}&disposition=plan_agreed&critical=true&courtesy_max=1")
    wait_for(supervisor, lambda page: rows(page) == 1)
    assert text_of(supervisor, ".queue-call a") == "Condominio Via dei Tigli Immaginari 12"
    shown = text_of(supervisor, ".queue-chips")
    assert "Esito: Piano concordato" in shown and "Cortesia: al massimo 1" in shown
    click(supervisor, '[data-key="chip-critical"]')
    wait_for(supervisor, lambda page: count(page, ".queue-chip") == 3)
    assert "critical" not in supervisor.current_url
    supervisor.execute_script("""
        const box = document.querySelector("#queue-incomplete");
        box.click();
    """)
    wait_for(
        supervisor,
        lambda page: "incomplete=true" in page.current_url and "Nessuna chiamata" in text_of(page, ".queue-list"),
    )
    click(supervisor, ".queue-list .button")
    wait_for(supervisor, lambda page: page.current_url.endswith("#queue") and rows(page) > 1)
    go(supervisor, "queue?colour=red")
    wait_for(supervisor, lambda page: "non si può mostrare" in text_of(page, ".page-head") and rows(page) == 0)


def test_a_call_that_stopped_in_the_middle_says_so(supervisor: Chrome) -> None:
    go(supervisor, f"queue?team={TEAM}&incomplete=true")
    wait_for(supervisor, lambda page: rows(page) == 1 and "Incompleta" in text_of(page, ".queue-table"))
    go(supervisor, f"call={BROKEN}")
    wait_for(supervisor, lambda page: "si interrompe qui" in text_of(page, ".review-break"))
    assert "non giudicabile" in text_of(supervisor, ".scorecard")
    assert count(supervisor, '[data-key="approve"]') == 1


def test_the_keyboard_leads_from_the_filters_to_a_quote_in_the_dialogue(supervisor: Chrome) -> None:
    go(supervisor, f"queue?team={TEAM}&critical=true")
    wait_for(supervisor, lambda page: rows(page) == 1)
    supervisor.execute_script("document.querySelector('.queue-chips .link').focus()")
    ActionChains(supervisor).send_keys(Keys.TAB).perform()
    assert supervisor.execute_script("return document.activeElement.dataset.key") == f"call-{FULL}"
    ActionChains(supervisor).send_keys(Keys.ENTER).perform()
    wait_for(supervisor, lambda page: count(page, ".criterion") == 9)
    supervisor.execute_script("document.querySelector('#review-tab-score').focus()")
    ActionChains(supervisor).send_keys(Keys.ARROW_RIGHT).perform()
    assert supervisor.execute_script("return document.activeElement.id") == "review-tab-cards"
    assert "mention.it@3f2a91c0" in text_of(supervisor, '[data-part="cards"]')
    ActionChains(supervisor).send_keys(Keys.ARROW_LEFT).perform()
    supervisor.execute_script("document.querySelector('[data-key=\"quote-compliance-0\"]').focus()")
    ActionChains(supervisor).send_keys(Keys.ENTER).perform()
    assert supervisor.execute_script("return document.activeElement.dataset.utterance") == "u7"
    assert count(supervisor, ".line.cited") == 1
    ActionChains(supervisor).send_keys(Keys.TAB, Keys.ENTER).perform()
    assert supervisor.execute_script("return document.activeElement.dataset.key") == "quote-compliance-0"


def test_the_other_tabs_show_cards_note_and_course(supervisor: Chrome) -> None:
    click(supervisor, "#review-tab-note")
    note = text_of(supervisor, '[data-part="note"]')
    assert "Piano di cinque rate concordato" in note and "Com'era in bozza" in note
    click(supervisor, "#review-tab-course")
    course = text_of(supervisor, '[data-part="course"]')
    assert "Non minacciare azioni legali." in course and "Si scusi e proponga cinque rate." in course
    click(supervisor, "#review-tab-score")


def test_a_level_is_overruled_with_its_reason_and_a_quote(supervisor: Chrome) -> None:
    click(supervisor, '[data-key="overrule-empathy-open"]')
    click(supervisor, '[data-key="cite-u5"]')
    assert "le spese non pagate dai condomini" in text_of(supervisor, '[data-key="overrule-empathy"] .step-quote')
    click(supervisor, '[data-key="overrule-empathy-level-4"]')
    assert "Come 3" in text_of(supervisor, '[data-key="overrule-empathy"]')
    click(supervisor, '[data-key="overrule-empathy-send"]')
    assert count(supervisor, ".review-say") == 0, "a reason is needed first"
    element(supervisor, "#overrule-empathy-reason").send_keys("Riprende le parole della cliente")
    click(supervisor, '[data-key="overrule-empathy-send"]')
    wait_for(supervisor, lambda page: "Livello salvato" in text_of(page, ".review-news"))
    assert "da 3 su 4 a 4 su 4" in text_of(supervisor, ".criterion-decided")
    assert "Riprende le parole della cliente" in text_of(supervisor, ".review-steps")
    assert text_of(supervisor, ".review-head .review-state") == "Modificata"


def test_of_two_at_once_the_second_keeps_what_was_typed(supervisor: Chrome) -> None:
    click(supervisor, '[data-key="overrule-recap-open"]')
    click(supervisor, '[data-key="overrule-recap-level-3"]')
    element(supervisor, "#overrule-recap-reason").send_keys("Manca il totale")
    move = {"version": 1, "action": "edit", "criterion": "clarity", "reason": "Frasi brevi."}
    assert supervisor.execute_async_script(STEP, FULL, move) == 200
    click(supervisor, '[data-key="overrule-recap-send"]')
    wait_for(supervisor, lambda page: "Nel frattempo ugo ha corretto una spiegazione" in text_of(page, ".review-news"))
    assert element(supervisor, "#overrule-recap-reason").get_attribute("value") == "Manca il totale"
    assert element(supervisor, '[data-key="overrule-recap-level-3"]').is_selected()
    assert "Frasi brevi." in text_of(supervisor, ".scorecard")
    click(supervisor, '[data-key="overrule-recap-send"]')
    wait_for(supervisor, lambda page: "Livello salvato" in text_of(page, ".review-news"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", ["queue", f"call={FULL}", "live"])
def test_no_grave_finding_and_no_sideways_scrolling(supervisor: Chrome, wide: None, place: str, width: int) -> None:
    go(supervisor, place)
    wait_for(supervisor, lambda page: count(page, ".queue-call a, .criterion, .live-card"))
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
        import("/static/js/i18n/reviews.js").then(({default: {it, en}}) => {
          const only = (one, other) => Object.keys(one).filter((key) => !(key in other));
          done([...only(it, en), ...only(en, it)]);
        });
    """)
    assert missing == []
    shown = "".join(text_of(supervisor, selector) for selector in ("asc-live", "asc-queue", "asc-review"))
    assert not re.search(r"\b(review|queue|live|level|criterion|mine)\.[a-z_]+", shown)


def test_a_message_reaches_the_operator_who_reads_it_beside_the_card(
    supervisor: Chrome, site: str, demo: dict[str, str], tmp_path: Path
) -> None:
    key = json.loads(ascolto(demo, "users", "key", "line", "--scope", "feed", "--principal", "montelupo", "--json"))
    said = [
        {"call": {"started_at": "2026-11-20T10:00:00+01:00", "id": "rev-live"}},
        {"t": 0, "speaker": "customer", "text": "Pronto?"},
        {"t": 3600, "speaker": "customer", "text": "Allora?"},
    ]
    transcript = tmp_path / "call.jsonl"
    transcript.write_text("\n".join(json.dumps(line) for line in said), encoding="utf-8")
    url = f"ws://{urlsplit(site).netloc}/v1/feeds/generic"
    feed = subprocess.Popen(
        [sys.executable, CLIENT, transcript, "--key", key["key"], "--customer", "montelupo/C-1002", "--url", url],
        env=demo,
    )
    try:
        go(supervisor, "live")
        wait_for(supervisor, lambda page: "Pronto?" in text_of(page, "asc-live"))
        card = supervisor.find_element(By.XPATH, '//*[contains(@class, "live-card")][contains(., "Pronto?")]')
        call = card.get_attribute("data-call")
        field = card.find_element(By.CSS_SELECTOR, "input")
        field.send_keys("Proponga il ")
        polls = supervisor.execute_script(POLLS)
        wait_for(supervisor, lambda page: page.execute_script(POLLS) > polls + 1)
        field.send_keys("piano leggero", Keys.ENTER)
        wait_for(
            supervisor, lambda page: "Inviato: Proponga il piano leggero" in text_of(page, ".live-sent:not(:empty)")
        )
        sign_in(supervisor, site, OPERATOR, f"/#call={call}")
        message = element(supervisor, "asc-messages li")
        assert "ugo" in message.text and "Proponga il piano leggero" in message.text
        assert supervisor.execute_script("return arguments[0].parentElement.ariaLive", message) == "polite"
        overlap = """
            const [a, b] = [document.querySelector("asc-card"), arguments[0]].map((one) => one.getBoundingClientRect());
            return a.bottom > b.top && b.bottom > a.top && a.right > b.left && b.right > a.left;
        """
        assert supervisor.execute_script(overlap, message) is False
        message.find_element(By.TAG_NAME, "button").click()
        assert count(supervisor, "asc-messages li") == 0
    finally:
        feed.terminate()
        feed.wait(timeout=30)


def test_an_operator_reads_disputes_and_acknowledges_their_own(
    browser: Chrome, supervisor: Chrome, site: str, wide: None
) -> None:
    sign_in(browser, site, OPERATOR, "/")
    wait_for(browser, lambda page: "1 valutazione aspetta" in text_of(page, '[data-key="reviews"]'))
    click(browser, '[data-key="reviews"]')
    click(browser, f'[data-key="mine-{FULL}"]')
    wait_for(browser, lambda page: count(page, ".criterion") == 9)
    assert count(browser, '.step:not([data-key="dispute"])') == 0, "levels are a supervisor's to change"
    for width in reversed(WIDTHS):
        look(browser, width, "light")
        assert element(browser, ".criterion").is_displayed()
        assert sideways(browser) <= 0
    click(browser, '[data-key="dispute-open"]')
    browser.execute_script(CHOOSE, "#dispute-criterion", "compliance")
    element(browser, "#dispute-reason").send_keys("Mi sono scusata subito dopo")
    click(browser, '[data-key="dispute-send"]')
    wait_for(browser, lambda page: "Contestazione inviata" in text_of(page, ".review-news"))
    assert grave_findings(browser) == []
    sign_in(browser, site, "sofia", f"/supervisor#call={FULL}")
    wait_for(browser, lambda page: "Mi sono scusata subito dopo" in text_of(page, ".review-dispute"))
    click(browser, '[data-key="answer-level-2"]')
    element(browser, "#answer-reason").send_keys("È vero: si è corretta")
    click(browser, '[data-key="answer-send"]')
    wait_for(browser, lambda page: "Risposta inviata" in text_of(page, ".review-news"))
    sign_in(browser, site, OPERATOR, f"/#review={FULL}")
    wait_for(browser, lambda page: "È vero: si è corretta" in text_of(page, ".scorecard"))
    click(browser, '[data-key="acknowledge"]')
    wait_for(browser, lambda page: text_of(page, ".review-head .review-state") == "Presa visione")
    assert count(browser, ".review-steps li") == 6
