/** One item of a note as fields: its words, its figures, who does it by when, and the words that prove it. */

import { freshId, h, icon } from "./dom.js";
import { day, money, parseAmount, typedAmount } from "./format.js";
import { named, t } from "./i18n.js";

const OWNERS = ["operator", "back_office", "sales_representative", "technician", "supervisor"];

export class ItemFields {
  removed = false;

  /** @param {Record<string, any>} item */
  constructor(item, locked, lang) {
    this.id = freshId("note-item");
    this.item = item;
    this.locked = locked;
    this.text = h("textarea", { rows: 2, maxlength: 1000, lang, readonly: locked, "aria-label": t("note.item_text"), dataset: { key: `${this.id}-text` } });
    this.text.value = item.text;
    this.amount = item.amount && !item.plan ? this.#input("amount", { type: "text", inputmode: "decimal", maxlength: 14 }, typedAmount(item.amount)) : null;
    this.date = item.date && !item.plan ? this.#input("date", { type: "date" }, item.date) : null;
    this.who = item.kind === "next_action" ? this.#owner() : null;
    this.by = item.kind === "next_action" ? this.#input("by", { type: "date" }, item.by ?? "") : null;
    this.problem = h("p", { class: "field-error", id: `${this.id}-problem`, role: "alert" });
    this.element = h("li", { class: "note-item", dataset: { kind: item.kind } }, this.#parts());
  }

  #input(name, options, value) {
    const input = h("input", { ...options, id: `${this.id}-${name}`, readonly: this.locked, "aria-describedby": `${this.id}-problem`, dataset: { key: `${this.id}-${name}` } });
    input.value = value;
    return input;
  }

  #owner() {
    const options = OWNERS.map((one) => h("option", { value: one, selected: one === (this.item.who ?? "operator") }, named("owner", one)));
    return h("select", { id: `${this.id}-who`, disabled: this.locked, dataset: { key: `${this.id}-who` } }, options);
  }

  #parts() {
    const { item } = this;
    const small = (name, control, after) => control && h("div", { class: "note-figure" }, h("label", { for: control.id }, t(`note.${name}`)), control, after);
    return [
      h("div", { class: "note-item-head" }, h("span", { class: "tag" }, named("item", item.kind)), item.invoices?.length > 0 && h("span", { class: "below number" }, item.invoices.join(", ")), !this.locked && this.#remover()),
      this.text,
      h("div", { class: "note-figures" }, small("amount", this.amount, item.currency && h("span", { class: "below" }, item.currency)), small("date", this.date), small("who", this.who), small("by", this.by, !item.by && !this.locked && h("span", { class: "below" }, t("note.by_open")))),
      item.plan && schedule(item.plan),
      this.problem,
      item.evidence.length > 0 && evidence(item.evidence, this.id),
    ];
  }

  #remover() {
    const button = h("button", { type: "button", class: "link", dataset: { key: `${this.id}-remove` } }, t("note.remove"));
    button.addEventListener("click", () => {
      this.removed = !this.removed;
      this.element.dataset.removed = String(this.removed);
      button.textContent = t(this.removed ? "note.restore" : "note.remove");
      button.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  }

  focus() {
    this.text.focus();
  }

  value() {
    const changes = { text: this.text.value.trim() };
    if (this.amount) changes.amount = this.amount.value === typedAmount(this.item.amount) ? this.item.amount : parseAmount(this.amount.value);
    if (this.date) changes.date = this.date.value || null;
    if (this.who) changes.who = this.who.value;
    if (this.by) changes.by = this.by.value || null;
    return { ...this.item, ...changes };
  }

  /** The control that can't be read, after saying why; null where all can. */
  check() {
    const { text, amount } = this.value();
    const wrong =
      (!text && [this.text, "note.wrong.text"]) ||
      (this.amount && !amount && [this.amount, "limits.wrong.max_instalment"]) ||
      null;
    this.problem.textContent = wrong ? t(wrong[1]) : "";
    for (const control of [this.text, this.amount]) control?.setAttribute("aria-invalid", String(control === wrong?.[0]));
    return wrong?.[0] ?? null;
  }
}

/** The words that prove something, each leading to its place in the conversation. */
export function evidence(quotes, key) {
  return h("ul", { class: "note-evidence" }, quotes.map((one) => h("li", {}, quote(one, `${key}-${one.utterance_id}`))));
}

function quote({ utterance_id: id, quote: words }, key) {
  const show = (event) => event.target.dispatchEvent(new CustomEvent("show-utterance", { bubbles: true, detail: { id } }));
  return h("button", { type: "button", class: "plain", "aria-label": `${t("note.evidence")}: ${words}`, dataset: { key }, onclick: show }, icon("record"), h("span", {}, `«${words}»`));
}

function schedule(plan) {
  const rows = plan.instalments.map((one) => h("li", {}, h("span", {}, day(one.due), one.deposit && ` · ${t("plans.deposit_short")}`), h("span", { class: "number" }, money(one.amount, plan.currency))));
  return h("div", { class: "schedule" }, h("ol", {}, rows), h("p", { class: "below" }, `${t("plans.total")}: `, h("span", { class: "number" }, money(plan.total, plan.currency))));
}
