/** The time line of a customer: steps by month, and the moments of truth among them. */

import { h, icon } from "../../dom.js";
import { clockTime, day, money, monthName, weekday } from "../../format.js";
import { named, t } from "../../i18n.js";
import { address } from "../../page.js";

const ICONS = { good: "done", bad: "alert", turn: "spark" };

/** The moments as a list; each leads to its step. */
export function momentItem(moment, goTo) {
  return h(
    "li",
    { class: `moment moment-${moment.tone}` },
    icon(ICONS[moment.tone]),
    h(
      "div",
      {},
      h("p", { class: "moment-head" }, h("span", { class: "hidden-text" }, `${t(`journey.tone.${moment.tone}`)}. `), h("time", { datetime: moment.day }, day(moment.day))),
      h("p", {}, moment.text),
      h("button", { type: "button", class: "link", onclick: () => goTo(moment.records[0]), dataset: { key: `moment-${moment.rule}-${moment.records[0]}` } }, t("journey.see")),
    ),
  );
}

/** Steps, newest first, under the month they happened in. */
export function months(steps) {
  const found = [];
  for (const step of steps) {
    const month = step.day.slice(0, 7);
    if (found.at(-1)?.month !== month) found.push({ month, steps: [] });
    found.at(-1).steps.push(step);
  }
  return found.map(({ month, steps: mine }) => h("section", { class: "journey-month" }, h("h3", {}, monthName(month)), h("ol", { class: "journey-steps" }, mine.map(stepItem))));
}

/** The id of a step's element; ids of records hold signs that an address can't. */
export function stepElementId(id) {
  return `step-${id}`;
}

function stepItem(step) {
  const marked = step.moments.length ? ` step-marked moment-${step.moments[0].tone}` : "";
  return h(
    "li",
    { class: `journey-step${marked}`, id: stepElementId(step.id), tabindex: "-1" },
    h("time", { class: "step-day number", datetime: step.at ?? step.day }, weekday(step.day), step.at && h("span", { class: "below" }, clockTime(step.at))),
    h(
      "div",
      { class: "step-body" },
      h("p", { class: "step-title" }, h("span", { class: "step-name" }, step.title), state(step), step.disposition && h("span", { class: "tag" }, named("disposition", step.disposition))),
      step.text && h("p", { class: "step-text" }, step.text),
      step.situations.length > 0 && h("p", { class: "below" }, step.situations.map((one) => named("situation", one)).join(" · ")),
      step.instalments.length > 0 && instalments(step),
      step.moments.map((moment) => h("p", { class: `step-moment moment-${moment.tone}` }, icon(ICONS[moment.tone]), h("span", {}, h("span", { class: "hidden-text" }, `${t(`journey.tone.${moment.tone}`)}. `), moment.text))),
      step.call_id && h("a", { class: "step-call", href: address("call", { call: step.call_id }), dataset: { key: `call-of-${step.id}` } }, t(step.kind === "call" ? "journey.call" : "journey.from_call")),
    ),
  );
}

function state({ kind, state: name }) {
  if (!name || kind === "due") return null;
  const own = named("step", `${kind}.${name}`);
  const words = own === `${kind}.${name}`.replaceAll("_", " ") ? t(`step.${name}`) : own;
  return h("span", { class: `tag state-${name}` }, words);
}

function instalments({ id, instalments: parts, currency }) {
  return h(
    "details",
    { dataset: { key: `parts-${id}` } },
    h("summary", {}, t("journey.instalments")),
    h(
      "table",
      { class: "journey-data" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("journey.due")), h("th", { scope: "col" }, t("journey.amount")), h("th", { scope: "col" }, t("journey.state")))),
      h("tbody", {}, parts.map((part) => h("tr", {}, h("td", {}, day(part.due_on)), h("td", { class: "number" }, money(part.amount, currency)), h("td", {}, t(`step.${part.state}`), part.completed_on && h("span", { class: "below" }, day(part.completed_on)))))),
    ),
  );
}
