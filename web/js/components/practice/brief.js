/** What is known before a practice call: why it is made, who will answer, what the records say. No network. */

import { h, icon } from "../../dom.js";
import { day } from "../../format.js";
import { named, t } from "../../i18n.js";

const FIRST = 4;

export function brief({ scenario, facts, history }) {
  const { language } = scenario;
  return [
    h("h2", { class: "panel-title" }, t("exercise.brief")),
    h("p", { class: "brief-reason", lang: language }, scenario.reason),
    h("p", { class: "brief-who" }, icon("person"), h("span", { lang: language }, h("strong", {}, scenario.persona_name), `, ${scenario.persona_role}`, h("br"), scenario.company)),
    h("p", { class: "below" }, named("purpose", scenario.purpose)),
    h("h3", { class: "more-title" }, t("exercise.records")),
    h("dl", { class: "facts" }, facts.map(({ key, figure }) => h("div", { class: `fact fact-${key}${figure.text.length > 20 ? " wide" : ""}` }, h("dt", {}, named("fact", key)), h("dd", { lang: language }, figure.text)))),
    history.length > 0 && [h("h3", { class: "more-title" }, t("customer.history")), entries(history.slice(0, FIRST), language)],
    history.length > FIRST && h("details", { dataset: { key: "brief-older" } }, h("summary", {}, t("customer.older", { count: history.length - FIRST })), entries(history.slice(FIRST), language)),
  ];
}

function entries(history, language) {
  return h("ol", { class: "history" }, history.map((one) => h("li", { class: "brief-entry" }, h("span", { class: "history-head" }, h("span", { class: "tag" }, named("record", one.kind)), h("time", { datetime: one.date }, day(one.date))), h("span", { class: "history-title", lang: language }, one.title), one.text && h("span", { class: "brief-text", lang: language }, one.text))));
}
