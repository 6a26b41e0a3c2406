/**
 * <asc-queue>: the calls of the supervisor's principals, narrowed by what the address names; each row leads to its call.
 *
 * Properties: none. Reads `route`, `session`. Events: none.
 */

import { reviewsApi } from "../../api/reviews.js";
import { h, icon, refill } from "../../dom.js";
import { duration, moment, whole } from "../../format.js";
import { named, t } from "../../i18n.js";
import { address, attempt } from "../../page.js";
import { View } from "../../view.js";
import { incompleteTag, levelStrip, stateTag } from "./marks.js";
import { filterChip, QueueFilters } from "./queue_filters.js";
import { rememberQueue } from "./queue_place.js";

const COLUMNS = ["call", "people", "matter", "alerts", "levels", "state"];

class Queue extends View {
  #calls = [];
  #cursor = null;
  #total = null;
  #params = null;
  #choices = null;
  #filters = null;
  #language = "";
  #turn = 0;
  #failed = false;

  select({ route, session }) {
    return [route, session?.username];
  }

  setUp() {
    this.#params = null;
    this.#filters = null;
    this.head = h("div", { class: "page-head" });
    this.bar = h("div", {});
    this.chips = h("div", { class: "queue-chips" });
    this.list = h("div", { class: "queue-list" });
    this.append(this.head, this.bar, this.chips, this.list);
  }

  async render({ route, language }) {
    const params = route.name === "queue" || route.name === "" ? route.params : this.#params ?? {};
    const same = this.#params && JSON.stringify(this.#params) === JSON.stringify(params);
    this.#params = params;
    rememberQueue(params);
    if (language !== this.#language) this.#filters = null;
    this.#language = language;
    this.#draw();
    if (!same) this.#load();
    if (this.#choices) return;
    this.#choices = await attempt(() => reviewsApi.choices());
    this.#draw();
  }

  async #load(more = false) {
    const turn = ++this.#turn;
    this.list.setAttribute("aria-busy", "true");
    const page = await attempt(() => reviewsApi.queue({ ...this.#params, cursor: more ? this.#cursor : "" }));
    if (turn !== this.#turn) return;
    this.list.removeAttribute("aria-busy");
    this.#failed = !page;
    if (!page) {
      if (!more) [this.#calls, this.#cursor, this.#total] = [[], null, null];
      this.#draw();
      return;
    }
    const first = more ? this.#calls.length : 0;
    this.#calls = more ? [...this.#calls, ...page.calls] : page.calls;
    this.#cursor = page.next_cursor;
    this.#total = page.total;
    this.#draw();
    if (more) this.querySelectorAll(".queue-call a")[first]?.focus();
  }

  #draw() {
    const total = this.#total;
    refill(
      this.head,
      h("h1", {}, t("queue.title")),
      h("p", { class: "hint", role: "status" }, total === null ? t(this.#failed ? "queue.failed" : "dialog.loading") : t("queue.total", { count: total, shown: whole(total) })),
    );
    this.#drawBar();
    refill(this.chips, this.#setFilters());
    refill(this.list, total === null ? null : this.#calls.length ? [this.#table(), this.#more()] : this.#empty());
  }

  #drawBar() {
    if (!this.#choices) return;
    if (!this.#filters) {
      this.#filters = new QueueFilters(this.#choices, (params) => (location.hash = address("queue", params)));
      this.bar.replaceChildren(this.#filters.element);
    }
    this.#filters.fill(this.#params);
  }

  #setFilters() {
    const names = Object.keys(this.#params).filter((name) => name !== "sort");
    if (!names.length) return null;
    const without = (name) => address("queue", { ...this.#params, [name]: "" });
    return [names.map((name) => filterChip(name, this.#params[name], without(name))), h("a", { href: "#queue", class: "link", dataset: { key: "chips-none" } }, t("queue.clear"))];
  }

  #empty() {
    const narrowed = Object.keys(this.#params).some((name) => name !== "sort");
    return h("div", { class: "panel" }, h("p", { class: "empty" }, t(narrowed ? "queue.none_fit" : "queue.none")), narrowed && h("a", { href: "#queue", class: "button" }, t("queue.clear")));
  }

  #table() {
    return h(
      "div",
      { class: "panel queue-panel" },
      h(
        "table",
        { class: "queue-table" },
        h("caption", { class: "hidden-text" }, t("queue.title")),
        h("thead", {}, h("tr", {}, COLUMNS.map((name) => h("th", { scope: "col" }, t(`queue.column.${name}`))))),
        h("tbody", {}, this.#calls.map(row)),
      ),
    );
  }

  #more() {
    if (!this.#cursor) return null;
    const left = this.#total - this.#calls.length;
    return h("button", { type: "button", class: "queue-next", dataset: { key: "queue-next" }, onclick: () => this.#load(true) }, t("queue.next", { left: whole(left) }));
  }
}

function row(call) {
  const { call_id: id, customer_name: name, customer, started_at: at, seconds, operator, team, principal, purpose, disposition, situations } = call;
  const meant = situations.filter((one) => one !== "none").slice(0, 2).map((one) => named("situation", one));
  return h(
    "tr",
    {},
    cell("call", h("th", { scope: "row", class: "queue-call" }, h("a", { href: address("call", { call: id }), dataset: { key: `call-${id}` } }, name || customer), h("span", { class: "below number" }, `${moment(at)} · ${duration(seconds)}`), !call.complete && incompleteTag())),
    cell("people", h("td", {}, operator || "–", h("span", { class: "below" }, [team, principal].filter(Boolean).join(" · ")))),
    cell("matter", h("td", {}, disposition ? named("disposition", disposition) : t("queue.no_note"), h("span", { class: "below" }, [named("purpose", purpose), ...meant].join(" · ")))),
    cell("alerts", h("td", {}, alerts(call))),
    cell("levels", h("td", {}, levelStrip(call.levels))),
    cell("state", h("td", {}, stateTag(call.review.state))),
  );
}

/** On a narrow screen each row is a card, and its cells name their columns. */
function cell(name, element) {
  element.dataset.label = t(`queue.column.${name}`);
  return element;
}

function alerts({ alerts: all, critical_alerts: critical }) {
  if (!all) return h("span", { class: "below" }, "–");
  return [critical > 0 && h("span", { class: "tag tag-critical" }, icon("alert"), t("queue.critical_count", { count: critical })), all > critical && h("span", { class: "below" }, t("queue.alert_count", { count: all - critical }))];
}

customElements.define("asc-queue", Queue);
