"""After the call in a real Chromium: the note is checked, corrected and confirmed, and what follows from it is done.

Everything is done with the keyboard. The tests run in order.
"""

from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys

from tests.browser.axe import grave_findings
from tests.browser.test_panel import count, element, start_call, text_of, wait_for
from tests.browser.test_panel import panel as panel

pytestmark = [pytest.mark.browser, pytest.mark.integration]
CALL = "demo-it-complaint"
FIELDS = 80
"""No more stops of the Tab key than this lie before any control of the page."""
EDIT_ELSEWHERE = """
const done = arguments[arguments.length - 1];
import("/static/js/store.js").then(({ store }) => {
  const { call } = store.state;
  const parts = ["call_id", "customer", "language", "disposition", "situations", "items", "narrative", "email"];
  const note = Object.fromEntries(parts.map((name) => [name, call.note[name]]));
  const path = `/v1/calls/${encodeURIComponent(call.id)}/live?after=${call.lastSeq}`;
  const socket = new WebSocket(`ws://${location.host}${path}`);
  socket.onopen = () => {
    const changed = { ...note, reason: arguments[0] };
    const event = { type: "note.edit", call_id: call.id, version: call.note.version, note: changed };
    socket.send(JSON.stringify(event));
    setTimeout(() => done(socket.close()), 500);
  };
});
"""


def press(browser: Chrome, key: str) -> None:
    ActionChains(browser).send_keys(key).perform()


def tab_to(browser: Chrome, key: str) -> None:
    """Move the focus with the Tab key until it is on the control with this `data-key`, or one that begins with it."""
    for _ in range(FIELDS):
        focused = browser.switch_to.active_element.get_attribute("data-key") or ""
        if focused.startswith(key):
            return
        press(browser, Keys.TAB)
    raise AssertionError(f"the Tab key does not reach {key!r}")


def write(browser: Chrome, key: str, words: str) -> None:
    """Replace the text of a field with the keyboard."""
    tab_to(browser, key)
    ActionChains(browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(words).perform()


def from_the_top(browser: Chrome) -> None:
    browser.execute_script("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    browser.execute_script("document.querySelector('main').focus()")


def state(browser: Chrome) -> Any:
    """The call as the page holds it."""
    script = "import('/static/js/store.js').then(({store}) => arguments[0](store.state.call))"
    return browser.execute_async_script(script)


@pytest.fixture(scope="module")
def ended(panel: Chrome) -> Chrome:
    """A demo call that is over, with its note on the screen."""
    start_call(panel, CALL)
    wait_for(panel, lambda page: count(page, ".note-fields") == 1)
    return panel


def test_the_note_is_there_when_the_call_is_over(ended: Chrome) -> None:
    assert element(ended, '[data-key="note-disposition"]').get_attribute("value")
    assert count(ended, ".note-item") > 0
    assert count(ended, ".note-evidence button") > 0
    assert not element(ended, "asc-card").is_displayed()


def test_evidence_leads_to_the_words_in_the_conversation(ended: Chrome) -> None:
    from_the_top(ended)
    evidence = element(ended, ".note-evidence button")
    tab_to(ended, evidence.get_attribute("data-key") or "?")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: count(page, ".utterance.shown, .shown") > 0)


def test_a_correction_is_kept(ended: Chrome) -> None:
    from_the_top(ended)
    write(ended, "note-reason", "La cliente aspetta un tecnico.")
    tab_to(ended, "note-save")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: state(page)["note"]["version"] == 2)
    assert state(ended)["note"]["reason"] == "La cliente aspetta un tecnico."


def test_what_somebody_else_saved_meanwhile_is_shown_and_nothing_is_overwritten(ended: Chrome) -> None:
    from_the_top(ended)
    write(ended, "note-reason", "Le mie parole.")
    ended.execute_async_script(EDIT_ELSEWHERE, "Parole di un altro.")
    wait_for(ended, lambda page: count(page, ".note-choice button") == 2)
    assert state(ended)["note"]["reason"] == "Parole di un altro."
    assert element(ended, '[data-key="note-reason"]').get_attribute("value") == "Le mie parole."
    from_the_top(ended)
    tab_to(ended, "note-mine")
    press(ended, Keys.ENTER)
    tab_to(ended, "note-save")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: state(page)["note"]["reason"] == "Le mie parole.")


def test_an_action_without_words_is_not_sent(ended: Chrome) -> None:
    from_the_top(ended)
    before = state(ended)["note"]["version"]
    tab_to(ended, "note-add")
    press(ended, Keys.ENTER)
    tab_to(ended, "note-confirm")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: text_of(page, ".note-item:last-child .field-error") != "")
    assert state(ended)["note"]["version"] == before
    press(ended, "Mandare la copia del rapporto.")
    due = element(ended, '.note-item:last-child input[type="date"]')
    ended.execute_script(
        "arguments[0].value = '2030-01-15'; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", due
    )


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("width", [1280, 380])
def test_the_screen_has_no_grave_findings(ended: Chrome, language: str, width: int) -> None:
    ended.set_window_size(width, 900)
    ended.execute_script(f"document.querySelector('[data-key=\"inline-choice-{language}\"]')?.click()")
    assert grave_findings(ended) == []


def test_the_note_is_confirmed_and_closed(ended: Chrome) -> None:
    ended.set_window_size(1280, 900)
    from_the_top(ended)
    tab_to(ended, "note-confirm")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: count(page, ".note-good") > 0)
    assert count(ended, '[data-key="note-confirm"]') == 0
    assert element(ended, '[data-key="note-reason"]').get_attribute("readonly") is not None


def test_what_follows_is_on_the_list_and_is_closed_when_the_customer_was_told(ended: Chrome) -> None:
    from_the_top(ended)
    tab_to(ended, "note-leave")
    press(ended, Keys.ENTER)
    tab_to(ended, "tasks")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: count(page, ".task-finish") > 0)
    assert grave_findings(ended) == []
    before = count(ended, ".task-finish")
    tab_to(ended, "finish-open-")
    press(ended, Keys.ENTER)
    write(ended, "what-", "Il tecnico è passato e ha cambiato la serratura.")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: count(page, ".task-finish") == before - 1)
    assert "serratura" in text_of(ended, ".tasks-waiting")
    from_the_top(ended)
    tab_to(ended, "told-")
    press(ended, Keys.ENTER)
    wait_for(ended, lambda page: count(page, ".tasks-waiting") == 0)
