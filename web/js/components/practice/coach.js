/** What the panel of a real call would show now, beside a practice call: card, plans, alerts, steps. No network. */

import { h, icon } from "../../dom.js";
import { day, money } from "../../format.js";
import { named, t } from "../../i18n.js";

const LONG = 150;

/**
 * @param {object} coaching  as the server sends it
 * @param {string} language  of the call
 * @param {((words: string) => void)|null} use  puts words into the field; null where nothing can be said
 */
export function coach(coaching, language, use) {
  const { opening, card, options, alerts, checklist } = coaching;
  return [
    alerts.length > 0 && h("ul", { class: "alerts", "aria-label": t("alerts.title") }, alerts.map((one) => alert(one, language))),
    card ? cardView(card, use) : opening ? openingView(opening, language, use) : calm(),
    options.length > 0 && plans(options),
    checklist.length > 0 && steps(checklist, language),
  ];
}

function alert({ severity, text, kinder }, language) {
  return h(
    "li",
    { class: `alert alert-${severity}` },
    icon(severity === "info" ? "info" : "alert"),
    h("div", { class: "alert-text" }, h("p", {}, h("strong", {}, `${t(`severity.${severity}`)}: `), h("span", { lang: language }, text)), kinder && h("p", { class: "kinder" }, h("span", { class: "kinder-label" }, t("alerts.kinder")), " ", h("q", { lang: language }, kinder))),
  );
}

function cardView(card, use) {
  return frame(
    named("situation", card.situation),
    [words(card.text, card.language), card.question && h("p", { class: "next", lang: card.language }, h("span", { class: "next-label" }, t("card.question")), " ", card.question)],
    use && [useButton("card", card.text, use), card.question && useButton("question", card.question, use)],
    card.citations.length > 0 && h("details", { dataset: { key: "coach-sources" } }, h("summary", {}, t("card.sources")), h("ul", { class: "coach-sources" }, card.citations.map(({ title, quote }) => h("li", {}, h("strong", {}, title), quote && h("q", {}, quote))))),
  );
}

function openingView(opening, language, use) {
  return frame(t("card.opening"), words(opening, language), use && useButton("card", opening, use));
}

function calm() {
  return frame(t("card.calm"), h("p", { class: "empty" }, t("card.calm_text")));
}

function frame(title, say, bar, more) {
  return h("section", { class: "card coach-card", "aria-label": t("card.region"), dataset: { state: bar ? "open" : "calm" } }, h("h2", { class: "card-situation" }, title), h("div", { class: "coach-say" }, say), bar && h("div", { class: "card-bar" }, bar), more);
}

function words(text, language) {
  return h("p", { class: text.length > LONG ? "words words-small" : "words words-medium", lang: language }, text);
}

function useButton(name, text, use) {
  return h("button", { type: "button", class: name === "card" ? "primary" : "", dataset: { key: `use-${name}` }, onclick: () => use(text) }, t(`practice.use_${name}`));
}

function plans(options) {
  return h("section", { class: "panel coach-plans" }, h("h2", { class: "panel-title" }, t("practice.plans")), options.map(plan));
}

/** One plan in a line; its instalments unfold. */
function plan(one) {
  const { currency, instalments } = one;
  const paid = instalments.filter((part) => !part.deposit);
  return h(
    "details",
    { dataset: { key: `coach-plan-${one.id}` } },
    h("summary", {}, h("strong", {}, named("plan", one.label)), h("span", { class: "number" }, ` ${paid.length} × ${money(paid[0]?.amount ?? one.total, currency)}`), h("span", { class: "below" }, ` ${t("plans.first")}: ${day(instalments[0]?.due)}`, one.authority !== "operator" && ` · ${t(`authority.${one.authority}`)}`)),
    h("ol", { class: "coach-instalments" }, instalments.map((part) => h("li", {}, h("span", {}, day(part.due), part.deposit && ` · ${t("plans.deposit_short")}`), h("span", { class: "number" }, money(part.amount, currency))))),
    h("p", { class: "below" }, `${t("plans.total")}: ${money(one.total, currency)}`),
  );
}

function steps(checklist, language) {
  const done = checklist.filter((one) => one.done).length;
  const item = ({ text, done: ticked }) => h("li", { class: ticked ? "done" : "" }, h("span", { class: "box", role: "img", "aria-label": t(ticked ? "checklist.done" : "checklist.open") }, ticked && icon("done")), h("span", { lang: language }, text));
  return h("section", { class: "panel checklist" }, h("h2", { class: "panel-title" }, t("checklist.title"), h("span", { class: "count" }, t("checklist.count", { done, all: checklist.length }))), h("ul", {}, checklist.map(item)));
}
