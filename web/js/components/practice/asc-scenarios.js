/**
 * <asc-scenarios>: the scenarios that a trainer may open, copy and try, and where a new one begins; files that aren't sound are named with their fault.
 *
 * Properties: none. Reads `session`. Events: none.
 */

import { practiceApi } from "../../api/practice.js";
import { h, icon, refill } from "../../dom.js";
import { t } from "../../i18n.js";
import { address, attempt } from "../../page.js";
import { View } from "../../view.js";
import { difficultyTag, languageTag } from "./parts.js";

class Scenarios extends View {
  #found = null;

  select({ session }) {
    return [session?.username];
  }

  setUp() {
    this.#load();
  }

  async #load() {
    const found = await attempt(practiceApi.scenarios);
    if (!found || !this.isConnected) return;
    this.#found = found;
    this.render();
  }

  render() {
    const found = this.#found;
    refill(
      this,
      h("div", { class: "page-head" }, h("h1", {}, t("scenarios.title")), h("p", { class: "hint" }, t("scenarios.text")), found?.principals.length > 0 && h("a", { class: "button primary", href: "#scenario", dataset: { key: "new-scenario" } }, t("scenarios.new"))),
      !found && h("p", { class: "empty" }, t("dialog.loading")),
      found?.broken.length > 0 && broken(found.broken),
      found && h("section", { class: "panel" }, h("h2", { class: "panel-title" }, t("scenarios.all"), h("span", { class: "count" }, found.scenarios.length)), found.scenarios.length ? h("ul", { class: "rows" }, found.scenarios.map(row)) : h("p", { class: "empty" }, t(found.principals.length ? "scenarios.none" : "scenarios.no_principal"))),
    );
  }
}

function row({ id, title, language, difficulty, principal, version, reason }) {
  return h(
    "li",
    { class: "practice-row", dataset: { scenario: id } },
    h("div", { class: "row-main" }, h("a", { href: address("scenario", { scenario: id }), lang: language, dataset: { key: `open-${id}` } }, title), h("p", { class: "practice-tags" }, difficultyTag(difficulty), languageTag(language), h("span", { class: "tag" }, principal), h("span", { class: "tag" }, t("scenarios.version", { version }))), h("p", { class: "practice-reason", lang: language }, reason)),
    h("a", { class: "button", href: address("scenario", { from: id }), "aria-label": `${t("scenarios.copy")}: ${title}`, dataset: { key: `copy-${id}` } }, t("scenarios.copy")),
  );
}

function broken(files) {
  return h("section", { class: "panel" }, h("h2", { class: "panel-title" }, t("scenarios.broken"), h("span", { class: "count" }, files.length)), h("p", { class: "hint" }, t("scenarios.broken_text")), h("ul", { class: "rows" }, files.map(({ where, message }) => h("li", { class: "broken" }, icon("alert"), h("div", {}, h("code", {}, where), h("p", { lang: "en" }, message))))));
}

customElements.define("asc-scenarios", Scenarios);
