"""A real server with the demo company, without a model, and a real Chromium in front of it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/signin\?token=\S+")
INSTALL_CHROMIUM = "Chromium is missing: apt-get install chromium chromium-driver"


def _ascolto(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Iterator[dict[str, str]]:
    """The environment of a data folder that holds the demo company without past calls, with the model off."""
    with tempfile.TemporaryDirectory(prefix="ascolto-browser-", ignore_cleanup_errors=True) as home:
        shutil.copytree(demo_home, home, dirs_exist_ok=True)
        yield {**os.environ, "ASCOLTO_HOME": home, "ASCOLTO_MODEL": "off", "ASCOLTO_PORT": "0"}


@pytest.fixture(scope="module")
def panel_url(demo: dict[str, str]) -> Iterator[str]:
    """The address with the one-time sign-in of the demo operator, as `ascolto serve` prints it."""
    server = _ascolto(demo, "serve")
    assert server.stdout is not None
    try:
        lines: list[str] = []
        for line in server.stdout:
            lines.append(line)
            if found := ADDRESS.search(line):
                yield found.group()
                break
        else:
            pytest.fail("`ascolto serve` ended without an address:\n" + "".join(lines))
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium with a fresh profile, at desk width, in Italian."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip(INSTALL_CHROMIUM)
    with tempfile.TemporaryDirectory(prefix="ascolto-profile-", ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = program
        for flag in (*FLAGS, f"--user-data-dir={Path(profile)}", "--lang=it"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        chrome = webdriver.Chrome(options=options, service=Service(driver))
        try:
            chrome.set_window_size(1280, 900)
            yield chrome
        finally:
            chrome.quit()


@pytest.fixture
def wide(browser: webdriver.Chrome) -> Iterator[None]:
    """Whatever a test looks at, the next one begins at a desk."""
    yield
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
