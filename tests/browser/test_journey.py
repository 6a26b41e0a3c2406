"""Customers' pages in a real Chromium: found by name, one time line with its moments, filters in the address."""

from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from tests.browser.axe import grave_findings
from tests.browser.test_approval import PASSWORD, ascolto
from tests.browser.test_panel import click, count, element, text_of, wait_for
from tests.browser.test_supervisor import WIDTHS, go, look, sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.integration]
TUMBLE = "brackwater/B-2006"
PAGE = f"customer={TUMBLE}"


@pytest.fixture(scope="module")
def supervisor(browser: Chrome, demo: dict[str, str], panel_url: str) -> Chrome:
    """A supervisor of both principals, at the list of customers; the demo has its past calls."""
    ascolto(demo, "demo")
    scope = ("--principal", "montelupo", "--principal", "brackwater", "--password-stdin")
    ascolto(demo, "users", "add", "ugo", "--role", "supervisor", *scope, said=PASSWORD + "\n")
    address = urlsplit(panel_url)
    sign_in(browser, f"{address.scheme}://{address.netloc}", "ugo", "/supervisor#customers")
    wait_for(browser, lambda page: count(page, ".journeys-table tbody tr"))
    return browser


def open_page(browser: Chrome, place: str = PAGE) -> None:
    go(browser, place)
    wait_for(
        browser, lambda page: "Tumbledown" in text_of(page, "asc-journey .page-head") and count(page, ".journey-step")
    )
    wait_for(browser, lambda page: count(page, '.journey-line[aria-busy="true"]') == 0)


def shown(browser: Chrome) -> list[str]:
    return [one.get_attribute("id") or "" for one in browser.find_elements(By.CSS_SELECTOR, ".journey-step")]


def test_a_customer_is_found_by_a_part_of_the_name(supervisor: Chrome) -> None:
    assert count(supervisor, ".journeys-table tbody tr") == 34
    element(supervisor, "#journeys-q").send_keys("tumble", Keys.ENTER)
    wait_for(supervisor, lambda page: count(page, ".journeys-table tbody tr") == 1)
    assert "q=tumble" in supervisor.current_url
    assert "3636,00" in text_of(supervisor, ".journeys-table").replace(".", "").replace("£", "").strip()
    field = element(supervisor, "#journeys-q")
    field.clear()
    field.send_keys("nessuno così", Keys.ENTER)
    wait_for(supervisor, lambda page: "Nessun cliente" in text_of(page, ".journeys-list"))
    go(supervisor, "customers?q=tumble")
    wait_for(supervisor, lambda page: count(page, ".journeys-table tbody tr") == 1)
    click(supervisor, ".journeys-table a")
    wait_for(supervisor, lambda page: "Tumbledown" in text_of(page, "asc-journey .page-head"))
    assert TUMBLE.replace("/", "%2F") in supervisor.current_url


def test_the_head_shows_what_is_owed_and_how_the_value_is_reckoned(supervisor: Chrome) -> None:
    open_page(supervisor)
    said = text_of(supervisor, ".journey-facts")
    assert "Ordine medio" in said and "0 su 3" in said
    assert count(supervisor, ".journey-bars rect") == 5
    click(supervisor, '[data-key="journey-chart-data"] summary')
    assert count(supervisor, ".journey-data tbody tr") == 5


def test_the_line_goes_from_new_to_old_by_month_and_names_its_moments(supervisor: Chrome) -> None:
    open_page(supervisor)
    days = [one.get_attribute("datetime") or "" for one in supervisor.find_elements(By.CSS_SELECTOR, ".step-day")]
    assert [day[:10] for day in days] == sorted((day[:10] for day in days), reverse=True)
    assert count(supervisor, ".journey-month h3") > 3
    assert count(supervisor, ".step-marked.moment-bad") >= 3
    assert "non è stata mantenuta" in text_of(supervisor, ".step-marked.moment-bad .step-moment")


def test_kinds_narrow_the_line_and_stand_in_the_address(supervisor: Chrome) -> None:
    open_page(supervisor)
    element(supervisor, '[data-key="kind-promise"]').send_keys(Keys.SPACE)
    wait_for(supervisor, lambda page: count(page, ".journey-step") == 3)
    assert "kinds=promise" in supervisor.current_url
    assert supervisor.execute_script("return document.activeElement.dataset.key") == "kind-promise"
    click(supervisor, '[data-key="kind-payment"]')
    wait_for(supervisor, lambda page: count(page, ".journey-step") == 8)
    assert all(one.startswith(("step-promise", "step-payment")) for one in shown(supervisor))
    click(supervisor, '[data-key="kind-all"]')
    wait_for(supervisor, lambda page: count(page, ".journey-step") > 20)


def test_a_moment_leads_to_its_step_with_the_keyboard_even_through_a_filter(supervisor: Chrome) -> None:
    open_page(supervisor, f"{PAGE}&kinds=call")
    assert all(one.startswith("step-call") for one in shown(supervisor))
    button = supervisor.find_element(By.CSS_SELECTOR, '.moment button[data-key^="moment-promise_broken"]')
    supervisor.execute_script("arguments[0].focus()", button)
    button.send_keys(Keys.ENTER)
    wait_for(
        supervisor, lambda page: page.execute_script("return document.activeElement.id").startswith("step-promise")
    )
    assert "kinds" not in supervisor.current_url


def test_more_moments_come_on_request(supervisor: Chrome) -> None:
    open_page(supervisor)
    assert count(supervisor, ".moment") == 5
    click(supervisor, '[data-key="moments-more"]')
    assert count(supervisor, ".moment") > 5


def test_a_call_opens_from_the_line(supervisor: Chrome) -> None:
    open_page(supervisor)
    click(supervisor, ".step-call")
    wait_for(supervisor, lambda page: "#call=" in page.current_url and count(page, "asc-review"))
    open_page(supervisor)
    calls = int(text_of(supervisor, '[data-key="kind-call"] .number'))
    click(supervisor, '[data-key="journey-queue"]')
    wait_for(supervisor, lambda page: "#queue?customer=" in page.current_url and count(page, ".queue-call a") == calls)


def test_a_customer_that_isn_t_there_is_told(supervisor: Chrome) -> None:
    go(supervisor, "customer=montelupo/C-9999")
    wait_for(supervisor, lambda page: "C-9999" in text_of(page, "asc-notices"))
    assert count(supervisor, '[data-key="journey-back"]') == 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", ["customers", PAGE])
def test_no_grave_finding_and_no_sideways_scrolling(supervisor: Chrome, wide: None, place: str, width: int) -> None:
    go(supervisor, place)
    ready = ".journeys-table tbody tr" if place == "customers" else ".journey-step"
    for theme, language in (("light", "it"), ("dark", "en")):
        look(supervisor, width, theme)
        click(supervisor, f'[data-key="{"inline-choice" if width > 600 else "menu-language"}-{language}"]')
        wait_for(supervisor, lambda page: count(page, ready) and count(page, '[aria-busy="true"]') == 0)
        assert supervisor.execute_script("return document.documentElement.lang") == language
        assert sideways(supervisor) <= 0
        assert grave_findings(supervisor) == []
    click(supervisor, '[data-key="menu-language-it"]')


def test_every_word_is_there_in_both_languages(supervisor: Chrome) -> None:
    missing = supervisor.execute_async_script("""
        const done = arguments[0];
        import("/static/js/i18n/journey.js").then(({default: {it, en}}) => {
          const only = (one, other) => Object.keys(one).filter((key) => !(key in other));
          done([...only(it, en), ...only(en, it)]);
        });
    """)
    assert missing == []


def test_the_pages_kept_to_their_content_security_policy(supervisor: Chrome) -> None:
    log = supervisor.get_log("browser")  # type: ignore[no-untyped-call]
    assert [entry for entry in log if "Content Security Policy" in entry["message"]] == []
