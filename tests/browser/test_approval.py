"""A supervisor in a real Chromium: a call that the example feed client sends, a plan that waits, yes and no."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome

from tests.browser.test_panel import click, count, element, text_of, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.integration]
CUSTOMER = "montelupo/C-1010"
"""A debt of the demo company that only a supervisor's tier covers."""
PASSWORD = "a-long-made-up-password"
CLIENT = Path(__file__).parents[2] / "examples" / "feed_client.py"


def ascolto(environment: dict[str, str], *arguments: str, said: str = "") -> str:
    command = [sys.executable, "-m", "assistant", *arguments]
    done = subprocess.run(command, env=environment, input=said, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def call(demo: dict[str, str], panel_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A supervisor's account, and a call that goes on until the tests are over."""
    ascolto(
        demo, "users", "add", "sara", "--role", "supervisor", "--principal", "montelupo", "--password-stdin",
        said=PASSWORD + "\n",
    )  # fmt: skip
    key = json.loads(ascolto(demo, "users", "key", "line", "--scope", "feed", "--principal", "montelupo", "--json"))
    transcript = tmp_path_factory.mktemp("call") / "call.jsonl"
    said = [{"t": 0, "speaker": "customer", "text": "Pronto?"}, {"t": 3600, "speaker": "customer", "text": "Allora?"}]
    transcript.write_text("\n".join(json.dumps(line) for line in said), encoding="utf-8")
    url = f"ws://{urlsplit(panel_url).netloc}/v1/feeds/generic"
    feed = subprocess.Popen(
        [sys.executable, CLIENT, transcript, "--key", key["key"], "--customer", CUSTOMER, "--url", url], env=demo
    )
    yield
    feed.terminate()
    feed.wait(timeout=30)


@pytest.fixture(scope="module")
def panel(browser: Chrome, panel_url: str, call: None) -> Chrome:
    address = urlsplit(panel_url)
    browser.get(f"{address.scheme}://{address.netloc}/")
    element(browser, "#username").send_keys("sara")
    element(browser, "#password").send_keys(PASSWORD)
    click(browser, ".signin button")
    click(browser, '[data-key^="call-"]')
    wait_for(browser, lambda page: count(page, ".plan") > 1)
    return browser


def test_a_chosen_plan_waits_and_the_start_screen_says_so(panel: Chrome) -> None:
    click(panel, ".plan-actions button")
    wait_for(panel, lambda page: count(page, ".approval-pending") == 1)
    panel.execute_script("location.hash = ''")
    wait_for(panel, lambda page: count(page, ".row .tag") == 1)
    click(panel, '[data-key^="call-"]')
    wait_for(panel, lambda page: count(page, ".approval-pending") == 1)


def test_the_supervisor_approves_it(panel: Chrome) -> None:
    click(panel, '.plan[data-chosen="true"] [data-key^="approve-"]')
    wait_for(panel, lambda page: count(page, ".approval-approved") == 1)
    assert "sara" in text_of(panel, ".approval-approved")
    assert count(panel, '.plan[data-chosen="true"] [data-key^="approve-"]') == 0


def test_a_rejection_needs_its_reason_and_takes_the_plan_from_the_operator(panel: Chrome) -> None:
    last = ".plan:last-of-type"
    click(panel, f"{last} .plan-decision summary")
    click(panel, f'{last} .plan-decision button[type="submit"]')
    assert count(panel, ".approval-rejected") == 0
    element(panel, f"{last} .plan-decision input").send_keys("serve prima un acconto")
    click(panel, f'{last} .plan-decision button[type="submit"]')
    wait_for(panel, lambda page: "serve prima un acconto" in text_of(page, ".approval-rejected"))
    assert count(panel, f"{last} .plan-actions button") == 0
