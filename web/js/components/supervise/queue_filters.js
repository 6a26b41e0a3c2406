/** The filter bar of the queue: fields made once, filled from the address, read back into it. No network. */

import { h, icon } from "../../dom.js";
import { named, t } from "../../i18n.js";
import { CRITERIA, LEVELS, STATES } from "./marks.js";

const PURPOSES = ["overdue", "promise_follow_up", "dispute_follow_up", "pre_due_courtesy", "feedback_interview", "inbound"];
const DISPOSITIONS = ["plan_agreed", "promise_to_pay", "dispute_opened", "already_paid_to_verify", "callback_scheduled", "wrong_party", "refused", "escalated", "information_given", "no_outcome"];
const SITUATIONS = ["wrong_person", "insolvency_or_legal", "bereavement_or_illness", "already_paid", "invoice_dispute", "service_complaint", "instalment_request", "discount_request", "promise_to_pay", "agreement", "callback_request", "temporary_difficulty", "refusal", "information_request", "anger"];
/** Filters that always stand open; the others unfold. */
const FIRST = ["sort", "review", "name", "from", "to"];
const LEVEL = /^([a-z]+)_(min|max)$/;

export class QueueFilters {
  /**
   * @param {{principals: string[], teams: string[], operators: string[]}} choices
   * @param {(params: Record<string, string>) => void} changed  called with the filters that are set
   * @param {{first?: string[], without?: string[]}} [shown]  which filters stand open, and which aren't offered
   */
  constructor(choices, changed, { first = FIRST, without = [] } = {}) {
    this.first = first;
    this.without = without;
    this.fields = {
      sort: select("sort", ["attention"], (one) => t(`queue.sort.${one}`), t("queue.sort.newest")),
      review: select("review", STATES, (one) => t(`review.state.${one}`)),
      name: h("input", { type: "search", id: "queue-name", name: "name", maxlength: 200, autocomplete: "off" }),
      from: h("input", { type: "date", id: "queue-from", name: "from" }),
      to: h("input", { type: "date", id: "queue-to", name: "to" }),
      principal: select("principal", choices.principals, String),
      team: select("team", choices.teams, String),
      operator: select("operator", choices.operators, String),
      purpose: select("purpose", PURPOSES, (one) => named("purpose", one)),
      disposition: select("disposition", DISPOSITIONS, (one) => named("disposition", one)),
      situation: select("situation", SITUATIONS, (one) => named("situation", one)),
      criterion: select("criterion", CRITERIA, (one) => t(`criterion.${one}`)),
      max: select("max", LEVELS.map(String), (one) => t("queue.at_most", { level: one })),
      critical: box("critical"),
      incomplete: box("incomplete"),
    };
    this.more = h("details", { class: "queue-more" }, h("summary", {}, t("queue.more_filters")), h("div", { class: "queue-fields" }, this.#rest()));
    this.element = h("form", { class: "panel queue-filters", role: "search", "aria-label": t("queue.filters") }, h("div", { class: "queue-fields" }, first.map((name) => this.#labelled(name))), this.more);
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("change", (event) => this.#changed(event, changed));
  }

  #rest() {
    // Where there is only one principal or team there is nothing to choose.
    const single = ["principal", "team"].filter((name) => this.fields[name].options.length <= 2);
    const elsewhere = [...this.first, ...this.without, ...single];
    return Object.keys(this.fields).filter((name) => !elsewhere.includes(name)).map((name) => this.#labelled(name));
  }

  #labelled(name) {
    const field = this.fields[name];
    if (field.type === "checkbox") return h("label", { class: "check" }, field, t(`queue.${name}`));
    return h("div", { class: "field" }, h("label", { for: field.id }, t(`queue.${name}`)), field);
  }

  #changed(event, changed) {
    const { criterion, max } = this.fields;
    if (event.target === criterion && criterion.value && !max.value) max.value = "1";
    if (event.target === max && !criterion.value) return;
    changed(this.value());
  }

  /** The filters as the address names them; what the bar has no field for stays as it was. */
  value() {
    const { criterion, max, ...fields } = this.fields;
    const params = { ...this.others };
    for (const [name, field] of Object.entries(fields)) {
      const value = field.type === "checkbox" ? (field.checked ? "true" : "") : field.value.trim();
      if (value) params[name] = value;
    }
    if (criterion.value && max.value) params[`${criterion.value}_max`] = max.value;
    return params;
  }

  /** Show what the address asks for. */
  fill(params) {
    const level = Object.keys(params).find((name) => LEVEL.exec(name)?.[2] === "max" && CRITERIA.includes(LEVEL.exec(name)[1]));
    const shown = { ...params, criterion: level?.replace("_max", "") ?? "", max: level ? params[level] : "" };
    this.others = Object.fromEntries(Object.entries(params).filter(([name]) => !(name in this.fields) && name !== level));
    for (const [name, field] of Object.entries(this.fields)) {
      if (field.type === "checkbox") field.checked = shown[name] === "true";
      else this.#set(field, name, shown[name] ?? "");
    }
    if (Object.keys(params).some((name) => !this.first.includes(name))) this.more.open = true;
  }

  /** A value that the bar doesn't offer (several states, somebody who has left) gets a choice of its own. */
  #set(field, name, value) {
    if (field.tagName === "SELECT" && value && ![...field.options].some((one) => one.value === value)) {
      field.append(h("option", { value }, filterWords(name, value)));
    }
    field.value = value;
  }
}

/** The value of a filter in words. */
function filterWords(name, value) {
  if (name === "review") return value.split(",").map((one) => t(`review.state.${one}`)).join(", ");
  if (["purpose", "disposition", "situation"].includes(name)) return named(name, value);
  return value;
}

/** A filter that is set, in words: `Esito: Ha rifiutato`. */
function filterLabel(name, value) {
  if (["critical", "incomplete"].includes(name) && value === "true") return t(`queue.${name}`);
  const [, criterion, bound] = LEVEL.exec(name) ?? [];
  if (CRITERIA.includes(criterion)) return `${t(`criterion.${criterion}`)}: ${t(bound === "max" ? "queue.at_most" : "queue.at_least", { level: value })}`;
  return `${t(`queue.${name}`)}: ${filterWords(name, value)}`;
}

/** A filter that is set, as the way to the same without it. */
export function filterChip(name, value, without) {
  const words = filterLabel(name, value);
  return h("a", { href: without, class: "queue-chip", "aria-label": t("queue.without", { filter: words }), dataset: { key: `chip-${name}` } }, words, icon("close"));
}

function select(name, values, words, none = t("queue.all")) {
  return h("select", { id: `queue-${name}`, name }, h("option", { value: "" }, none), values.map((value) => h("option", { value }, words(value))));
}

function box(name) {
  return h("input", { type: "checkbox", id: `queue-${name}`, name });
}
