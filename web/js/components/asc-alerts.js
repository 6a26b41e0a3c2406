/**
 * <asc-alerts>: what the operator should notice now, with a kinder wording and the source of the rule where there is one.
 *
 * Properties: none. Reads `call.alerts`. Events: `show-utterance` (bubbles) with {id}.
 */

import { hideAlert } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

const SHOWN = 2;

class Alerts extends View {
  select({ call }) {
    return [call?.alerts];
  }

  setUp() {
    this.list = h("ul", { class: "alerts", "aria-live": "polite", "aria-relevant": "additions" });
    this.append(this.list);
  }

  render({ call }) {
    const open = (call?.alerts ?? []).filter((alert) => !alert.hidden).slice(-SHOWN).reverse();
    const here = new Map([...this.list.children].map((item) => [item.dataset.alert, item]));
    const language = call?.opened?.language;
    this.list.setAttribute("aria-label", t("alerts.title"));
    refill(this.list, open.map((alert) => here.get(alert.key + t("alerts.hide")) ?? item(alert, language)));
  }
}

function item(alert, language) {
  const { key, severity, text, kinder, citation } = alert;
  return h(
    "li",
    { class: `alert alert-${severity}`, dataset: { alert: key + t("alerts.hide") } },
    icon(severity === "info" ? "info" : "alert"),
    h(
      "div",
      { class: "alert-text" },
      h("p", {}, h("strong", {}, `${t(`severity.${severity}`)}: `), h("span", { lang: language }, text)),
      kinder && h("p", { class: "kinder" }, h("span", { class: "kinder-label" }, t(citation ? "alerts.say" : "alerts.kinder")), " ", h("q", { lang: language }, kinder)),
      citation && h("p", { class: "rule-source" }, t("alerts.source"), " ", h("cite", { lang: language }, citation)),
    ),
    h("button", { type: "button", class: "quiet icon-button", "aria-label": t("alerts.hide"), dataset: { key: `hide-${key}` }, onclick: () => hideAlert(key) }, icon("close")),
  );
}

customElements.define("asc-alerts", Alerts);
