/** Choosing a principal and a period: a few usual ones, or any two days. */

import { h } from "../../dom.js";
import { t } from "../../i18n.js";
import { address } from "../../page.js";

const PRESETS = [30, 90, 365];
const DAY = 86_400_000;

export class PeriodForm {
  #choose;

  /** @param {(params: {principal: string, from: string, to: string}) => void} choose */
  constructor(choose) {
    this.#choose = choose;
  }

  /** The form as it stands; `today` is the server's day. */
  draw({ principal, from, to }, principals, today) {
    const one = (found) => h("option", { value: found.id, selected: found.id === principal }, found.name);
    const whose = h("select", { name: "principal", id: "dashboard-principal", dataset: { key: "principal" } }, principals.map(one));
    const first = h("input", { type: "date", name: "from", id: "dashboard-from", value: from, max: today, required: true, dataset: { key: "from" } });
    const last = h("input", { type: "date", name: "to", id: "dashboard-to", value: to, max: today, required: true, dataset: { key: "to" } });
    const send = (event) => {
      event.preventDefault();
      this.#choose({ principal: whose.value, from: first.value, to: last.value });
    };
    return h(
      "form",
      { class: "period-form", onsubmit: send },
      field(whose, "principal"),
      field(first, "from"),
      field(last, "to"),
      h("button", { type: "submit", class: "primary", dataset: { key: "show" } }, t("dashboard.show")),
      h("ul", { class: "period-presets", "aria-label": t("dashboard.presets") }, PRESETS.map((days) => h("li", {}, preset(days, { principal, from, to }, today)))),
    );
  }
}

function field(input, name) {
  return h("div", {}, h("label", { for: input.id }, t(`dashboard.${name}`)), input);
}

function preset(days, { principal, from, to }, today) {
  const start = new Date(Date.parse(`${today}T00:00:00Z`) - (days - 1) * DAY).toISOString().slice(0, 10);
  const here = start === from && today === to;
  return h("a", { href: address("dashboard", { principal, from: start, to: today }), "aria-current": here ? "true" : null, dataset: { key: `last-${days}` } }, t("dashboard.last_days", { days }));
}
