/**
 * <asc-customer>: the customer's facts, each with its source, and the history, each item opening its record.
 *
 * Properties: none. Reads `customer` (from REST) and, until that is here, `call.opened.facts`.
 * Events: `open-source` (bubbles) with {kind: "record", id, title}.
 */

import { h, icon, refill } from "../dom.js";
import { day, wallTime } from "../format.js";
import { named, t } from "../i18n.js";
import { figureButton, openSource } from "../sentence.js";
import { View } from "../view.js";

const FIRST = 5;
const WIDE = 20;

class CustomerView extends View {
  select({ customer, call }) {
    return [customer, call?.opened];
  }

  render({ customer, call }) {
    const facts = customer?.facts ?? call?.opened?.facts ?? [];
    const history = customer?.history ?? [];
    const language = call?.opened?.language;
    refill(
      this,
      h(
        "section",
        { class: "panel customer" },
        h("h2", { class: "panel-title" }, t("customer.title")),
        facts.length ? h("dl", { class: "facts" }, facts.map((fact) => factRow(fact, language))) : h("p", { class: "empty" }, t("customer.no_facts")),
        callingAgain(customer?.may_call),
        contacts(customer?.customer.contacts ?? []),
        h("h3", { class: "more-title" }, t("customer.history")),
        history.length ? h("ol", { class: "history" }, history.slice(0, FIRST).map((one) => historyItem(one, language))) : h("p", { class: "empty" }, t("customer.no_history")),
        history.length > FIRST &&
          h(
            "details",
            { dataset: { key: "older" } },
            h("summary", {}, t("customer.older", { count: history.length - FIRST })),
            h("ol", { class: "history" }, history.slice(FIRST).map((one) => historyItem(one, language))),
          ),
      ),
    );
  }
}

function factRow({ key, figure }, language) {
  const wide = figure.text.length > WIDE ? "wide" : "";
  return h("div", { class: `fact fact-${key} ${wide}` }, h("dt", {}, named("fact", key)), h("dd", { lang: language }, figureButton(figure)));
}

/** What speaks against another call, and from when one is possible; nothing where nothing does. */
function callingAgain(permission) {
  if (!permission?.reasons.length) return null;
  const { reasons, next_allowed: next } = permission;
  return [
    h("h3", { class: "more-title" }, t("customer.call")),
    h("ul", { class: "rules" }, reasons.map(ruleLine)),
    next && h("p", { class: "call-from" }, t("customer.call_from", { when: wallTime(next) })),
  ];
}

function ruleLine({ text, citation }) {
  return h("li", {}, h("p", {}, text), citation && h("p", { class: "rule-source" }, t("alerts.source"), " ", h("cite", {}, citation)));
}

function contacts(people) {
  if (!people.length) return null;
  return [
    h("h3", { class: "more-title" }, t("customer.contacts")),
    h("ul", { class: "people" }, people.map(({ name, role, phone, email }) => h("li", {}, h("strong", {}, name), [role, phone, email].filter(Boolean).map((text) => h("span", {}, text))))),
  ];
}

function historyItem({ kind, id, date, title, text }, language) {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "history-item", dataset: { key: `history-${id}` }, onclick: (event) => openSource(event.target, { kind: "record", id, title }) },
      h("span", { class: "history-head" }, h("span", { class: "tag" }, icon("record"), named("record", kind)), h("time", { datetime: date }, day(date))),
      h("span", { class: "history-title", lang: language }, title),
      text && h("span", { class: "history-text", lang: language }, text),
    ),
  );
}

customElements.define("asc-customer", CustomerView);
