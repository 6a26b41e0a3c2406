"""The manager's dashboard in a real Chromium: charts that can be read, numbers that open their lists, paper."""

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from assistant.adapters.store import Database
from tests.browser.axe import grave_findings
from tests.browser.test_approval import PASSWORD, ascolto
from tests.browser.test_panel import click, count, element, text_of, wait_for
from tests.browser.test_supervisor import WIDTHS, go, look, sideways, sign_in
from tests.integration.dashboard_data import fill

pytestmark = [pytest.mark.browser, pytest.mark.integration]
LEAST_PIXELS = 10.5
TEXTS = """
return [...document.querySelectorAll("svg.chart text")].filter((one) => one.textContent.trim()).map((one) => {
  const svg = one.ownerSVGElement;
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const box = one.getBoundingClientRect(), frame = svg.getBoundingClientRect();
  const beyond = [frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom];
  return {text: one.textContent, chart: svg.getAttribute("aria-label"), outside: Math.max(...beyond),
          size: parseFloat(getComputedStyle(one).fontSize) * scale,
          box: [box.left, box.top, box.right, box.bottom], axis: one.closest(".axis")?.getAttribute("class") ?? ""};
});
"""
FILLS = """
return [...document.querySelectorAll("svg.chart-bars .rect")].map((one) => getComputedStyle(one).fill);
"""


@pytest.fixture(scope="module")
def site(demo: dict[str, str], panel_url: str) -> str:
    """The address of a server with some hundred customers and calls, and a supervisor who can sign in."""
    asyncio.run(_fill(Path(demo["ASCOLTO_HOME"])))
    scope = ("--principal", "montelupo", "--principal", "brackwater", "--password-stdin")
    ascolto(demo, "users", "add", "ugo", "--role", "supervisor", *scope, said=PASSWORD + "\n")
    address = urlsplit(panel_url)
    return f"{address.scheme}://{address.netloc}"


async def _fill(home: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{home / 'ascolto.db'}")
    await fill(database, customers=160, calls=1_500, today=datetime.now().astimezone().date())
    await database.close()


@pytest.fixture(scope="module")
def signed_in(browser: Chrome, site: str) -> Chrome:
    sign_in(browser, site, "ugo", "/supervisor")
    return browser


@pytest.fixture
def page(signed_in: Chrome, wide: None) -> Iterator[Chrome]:
    """The dashboard of the last 90 days, in Italian."""
    click(signed_in, '[data-key="inline-choice-it"]')
    go(signed_in, "queue")
    signed_in.get_log("browser")  # what tests before it provoked
    go(signed_in, "dashboard?principal=montelupo")
    shown(signed_in)
    yield signed_in


def shown(page: Chrome) -> None:
    wait_for(page, lambda one: count(one, ".report-section") and not count(one, '.report[aria-busy="true"]'))


def figure(page: Chrome, label: str) -> str:
    """The value of a figure, as it is written."""
    return str(
        page.execute_script(
            "return [...document.querySelectorAll('.report-figure')]"
            ".find((one) => one.querySelector('dt').textContent === arguments[0])"
            ".querySelector('.report-value').textContent",
            label,
        )
    )


def amount(text: str) -> Decimal:
    """`1.234,50 €` as a number."""
    return Decimal(re.sub(r"[^\d,]", "", text).replace(",", "."))


def complaints(page: Chrome) -> list[str]:
    """What the browser's console holds against the page."""
    return [line["message"] for line in page.get_log("browser") if line["level"] == "SEVERE"]


def test_every_section_has_its_figures_and_charts_with_their_data(page: Chrome) -> None:
    titles = [one.text for one in page.find_elements("css selector", ".report-section .panel-title")]
    assert titles[0].startswith("Crediti in") and "Clienti a rischio" in titles
    kinds = {kind: count(page, f"svg.chart-{kind}") for kind in ("bars", "line", "stack", "points", "ranks")}
    assert all(kinds.values()), kinds
    assert count(page, "svg.chart") == count(page, ".report-chart details table")
    assert count(page, "svg.chart style, svg.chart script, svg.chart [style]") == 0
    for name in ("DSO", "CEI", "Clienti con scaduto", "Schede mostrate", "Dopo-chiamata, mediana"):
        assert re.search(r"\d", figure(page, name)), name
    assert "associazione" in text_of(page, "#section-teams")
    assert complaints(page) == []


def test_a_number_opens_the_list_behind_it_which_adds_up_to_it(page: Chrome) -> None:
    overdue = figure(page, "Scaduto")
    page.execute_script(
        "[...document.querySelectorAll('.report-figure')].find((one) => one.querySelector('dt').textContent === "
        "'Scaduto').querySelector('a').click()"
    )
    wait_for(page, lambda one: "Partite aperte · scadute · EUR" in text_of(one, ".page-head"))
    while count(page, '[data-key="list-more"]'):
        before = count(page, ".report-table tbody tr")
        click(page, '[data-key="list-more"]')
        wait_for(page, lambda one, before=before: count(one, ".report-table tbody tr") > before)
    cells = page.execute_script(
        "return [...document.querySelectorAll('.report-table td[data-label=\"aperto\"]')].map((one) => one.textContent)"
    )
    assert sum(map(amount, cells)) == amount(overdue)
    assert (
        page.find_element("css selector", ".report-table tbody a")
        .get_attribute("href")
        .split("#")[1]
        .startswith("customer=montelupo")
    )
    click(page, '[data-key="list-back"]')
    shown(page)
    assert figure(page, "Scaduto") == overdue


def test_the_queue_opens_with_the_calls_that_were_counted(page: Chrome) -> None:
    calls = figure(page, "Telefonate")
    page.execute_script("document.querySelector('#section-work .report-value a').click()")
    wait_for(page, lambda one: f"{calls} chiamate" in text_of(one, ".page-head"))
    assert "principal=montelupo" in page.current_url and "from=" in page.current_url


def test_the_period_and_the_principal_stand_in_the_address(page: Chrome) -> None:
    ninety = figure(page, "Telefonate")
    click(page, '[data-key="last-30"]')
    wait_for(page, lambda one: count(one, '[data-key="last-30"][aria-current]') and figure(one, "Telefonate") != ninety)
    assert int(figure(page, "Telefonate")) < int(ninety)
    page.execute_script("document.querySelector('#dashboard-principal').value = 'brackwater'")
    click(page, '[data-key="show"]')
    wait_for(page, lambda one: "Brackwater" in text_of(one, ".page-head h1"))
    assert "principal=brackwater" in page.current_url
    go(page, "dashboard?principal=montelupo&from=2026-02-01&to=2026-01-01")
    wait_for(page, lambda one: "I dati non sono arrivati" in text_of(one, ".page-head"))
    assert "ends before it begins" in text_of(page, "asc-notices")
    click(page, "asc-notices button")


def test_in_english(page: Chrome) -> None:
    click(page, '[data-key="inline-choice-en"]')
    wait_for(page, lambda one: "Dashboard of" in text_of(one, ".page-head h1"))
    shown(page)
    assert "Promises and plans" in text_of(page, ".report")
    assert "Kept by amount, EUR" in text_of(page, "#section-promises")
    assert count(page, 'svg.chart[aria-label^="Open receivables by days past due"]')


@pytest.mark.parametrize("width", WIDTHS)
def test_charts_can_be_read(page: Chrome, width: int) -> None:
    """Every word is large enough, within its picture, and no label of an axis covers another one."""
    look(page, width, "light")
    narrow = 350 if width == 380 else 620
    wait_for(page, lambda one: count(one, f'svg.chart[viewBox^="0 0 {narrow} "]') == count(one, "svg.chart"))
    shown(page)
    found = page.execute_script(TEXTS)
    assert len(found) > 80
    assert [one for one in found if one["size"] < LEAST_PIXELS] == []
    assert [one for one in found if one["outside"] > 1] == []
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            if one["axis"] and one["chart"] == other["chart"] and one["axis"] == other["axis"]:
                assert not overlap(one["box"], other["box"]), (one["chart"], one["text"], other["text"])
    assert sideways(page) == 0


def overlap(one: list[float], other: list[float]) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and down > 2


def test_series_differ_by_more_than_colour_and_follow_the_theme(page: Chrome) -> None:
    look(page, 1280, "light")
    light = page.execute_script(FILLS)
    surface = page.execute_script("return getComputedStyle(document.querySelector('.panel')).backgroundColor")
    assert len(set(light)) == 2 and surface in light  # one series is filled, the other an outline
    look(page, 1280, "dark")
    assert not set(light) & set(page.execute_script(FILLS))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_serious_is_in_the_way_of_anybody(page: Chrome, width: int, theme: str) -> None:
    look(page, width, theme)
    shown(page)
    page.execute_script("document.querySelectorAll('.report-chart details').forEach((one) => { one.open = true; })")
    assert grave_findings(page) == []
    assert sideways(page) == 0
    go(page, "dashboard?list=customers&principal=montelupo&state=overdue")
    wait_for(page, lambda one: count(one, ".report-table tbody tr") == 50)
    assert grave_findings(page) == []
    assert sideways(page) == 0


def test_with_the_keyboard_alone(page: Chrome) -> None:
    jump = element(page, '[data-key="jump-risk"]')
    jump.send_keys(Keys.ENTER)
    assert page.execute_script("return document.activeElement.id") == "section-risk"
    assert "#dashboard" in page.current_url
    data = element(page, "#section-risk summary")
    data.send_keys(Keys.ENTER)
    wait_for(page, lambda one: count(one, "#section-risk details[open]"))
    link = element(page, "#section-risk .report-value a")
    label = link.get_attribute("aria-label")
    assert label and label.startswith("Clienti fuori andamento, EUR: ")
    link.send_keys(Keys.ENTER)
    wait_for(page, lambda one: "Clienti fuori andamento · EUR" in text_of(one, ".page-head"))


def test_on_paper_it_is_black_on_white_whatever_the_theme(page: Chrome) -> None:
    href = element(page, '[data-key="print"]').get_attribute("href")
    assert href and "language=it" in href
    page.get(href)
    look(page, 794, "dark")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    colours = page.execute_script(
        "const style = getComputedStyle(document.body); return [style.color, style.backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert count(page, "svg.chart") >= 6
    assert page.execute_script("return document.querySelector('.way').getClientRects().length") == 0
    assert grave_findings(page) == []
    assert sideways(page) == 0
    assert complaints(page) == []
    page.back()
    shown(page)
