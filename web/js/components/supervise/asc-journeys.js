/**
 * <asc-journeys>: the customers of the person's principals, found by name or reference; each row leads to its page.
 *
 * Properties: none. Reads `route` (`q`, `principal`). Events: none.
 */

import { journeyApi } from "../../api/journey.js";
import { h, refill } from "../../dom.js";
import { day, money } from "../../format.js";
import { addWords, t } from "../../i18n.js";
import words from "../../i18n/journey.js";
import { address, attempt } from "../../page.js";
import { View } from "../../view.js";

addWords(words);

const COLUMNS = ["customer", "owed", "overdue", "rep", "call"];

class Journeys extends View {
  #found = null;
  #asked = null;

  select({ route }) {
    return [route];
  }

  setUp() {
    this.#asked = null;
    this.head = h("div", { class: "page-head" });
    this.form = h("form", { class: "panel journeys-form", role: "search", onsubmit: (event) => this.#search(event) });
    this.list = h("div", { class: "journeys-list" });
    this.append(this.head, this.form, this.list);
  }

  render({ route }) {
    const params = route.name === "customers" ? route.params : {};
    this.#draw(params);
    if (JSON.stringify(params) === JSON.stringify(this.#asked)) return;
    this.#asked = params;
    this.#load(params);
  }

  async #load(params) {
    this.list.setAttribute("aria-busy", "true");
    const answer = await attempt(() => journeyApi.find(params));
    if (params !== this.#asked) return;
    this.list.removeAttribute("aria-busy");
    this.#found = answer?.customers ?? [];
    this.#draw(params);
  }

  #search(event) {
    event.preventDefault();
    const text = new FormData(event.target).get("q").trim();
    location.hash = address("customers", { q: text, principal: this.#asked?.principal });
  }

  #draw({ q = "" }) {
    refill(this.head, h("h1", {}, t("journeys.title")), h("p", { class: "hint", role: "status" }, this.#summary(q)));
    refill(
      this.form,
      h("label", { for: "journeys-q" }, t("journeys.search")),
      h("input", { id: "journeys-q", name: "q", type: "search", value: q, autocomplete: "off", maxlength: 200, dataset: { key: "journeys-q" } }),
      h("button", { type: "submit", class: "button", dataset: { key: "journeys-find" } }, t("journeys.find")),
    );
    if (!this.#found) return;
    refill(this.list, this.#found.length ? this.#table() : h("p", { class: "panel empty" }, t("journeys.none")));
  }

  #summary(q) {
    if (!this.#found) return t("dialog.loading");
    return q ? t("journeys.found", { count: this.#found.length }) : t("journeys.recent");
  }

  #table() {
    return h(
      "div",
      { class: "panel journeys-panel" },
      h(
        "table",
        { class: "journeys-table" },
        h("caption", { class: "hidden-text" }, t("journeys.title")),
        h("thead", {}, h("tr", {}, COLUMNS.map((name) => h("th", { scope: "col", class: amounts(name) }, t(`journeys.column.${name}`))))),
        h("tbody", {}, this.#found.map(row)),
      ),
    );
  }
}

function amounts(name) {
  return name === "owed" || name === "overdue" ? "amount" : null;
}

function row({ id, name, owed, sales_rep: rep, last_call: called }) {
  const cell = (column, ...content) => h("td", { class: amounts(column), dataset: { label: t(`journeys.column.${column}`) } }, ...content);
  const late = owed.filter((one) => Number(one.overdue) > 0);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("a", { href: address("customer", { customer: id }), dataset: { key: `customer-${id}` } }, name), h("span", { class: "below" }, id)),
    cell("owed", owed.length ? owed.map((one) => h("span", { class: "number" }, money(one.outstanding, one.currency))) : t("journeys.nothing")),
    cell("overdue", late.length ? late.map((one) => h("span", { class: "number journey-late" }, money(one.overdue, one.currency))) : "–"),
    cell("rep", rep || "–"),
    cell("call", called ? day(called) : t("journeys.never")),
  );
}

customElements.define("asc-journeys", Journeys);
