"""Accessibility findings of the page as it is, by axe-core."""

from importlib.resources import files

from selenium.webdriver import Chrome

_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]})
  .then((found) => done(found.violations), (error) => done(String(error)));
"""
_GRAVE = ("serious", "critical")


def grave_findings(browser: Chrome) -> list[str]:
    """A line for each element with a serious or critical violation."""
    if not browser.execute_script("return typeof axe === 'object'"):
        browser.execute_script(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script(_RUN)
    assert isinstance(found, list), found
    return [
        f"{violation['id']}: {node['target']}"
        for violation in found
        if violation["impact"] in _GRAVE
        for node in violation["nodes"]
    ]
