/** The conversation of a practice call: what was said, newest at the end, and the field for the next line. No network. */

import { arrange, h, icon, refill } from "../../dom.js";
import { t } from "../../i18n.js";

const MOST = 2000;

export class Conversation {
  #rows = new Map();
  #typed;

  /** @param {{send: (text: string) => void, typed: (text: string) => void}} what to do with a line, and with each letter */
  constructor({ send, typed }) {
    this.#typed = typed;
    this.heading = h("h2", { class: "hidden-text" });
    this.lines = h("ol", { class: "lines" });
    this.log = h("div", { class: "talk-lines", role: "log", "aria-live": "polite", tabindex: "0" }, this.lines);
    this.field = h("textarea", { id: "practice-line", rows: 2, maxlength: MOST, autocomplete: "off", "aria-describedby": "practice-keys", dataset: { key: "line" } });
    this.label = h("label", { for: "practice-line", class: "talk-label" });
    this.keys = h("p", { id: "practice-keys", class: "below" });
    this.button = h("button", { type: "submit", class: "primary", dataset: { key: "send" } });
    this.form = h("form", { class: "talk-form" }, this.label, h("div", { class: "talk-field" }, this.field, this.button), this.keys);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(this.field.value);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send(this.field.value);
    });
    this.field.addEventListener("input", () => typed(this.field.value));
    this.element = h("section", { class: "panel talk", "aria-labelledby": "practice-talk" }, this.heading, this.log, this.form);
    this.heading.id = "practice-talk";
  }

  get text() {
    return this.field.value;
  }

  set text(text) {
    this.field.value = text;
    this.#typed(text);
  }

  focus() {
    if (!this.form.hidden) this.field.focus();
  }

  /** Put words of the coach where they can be changed before they are said. */
  use(words) {
    const before = this.field.value.trim();
    this.text = (before ? `${before} ${words}` : words).slice(0, MOST);
    this.field.focus();
    this.field.setSelectionRange(this.text.length, this.text.length);
  }

  /** `speaks`: whether a line can be said now; `busy` is what the server is being asked, "" for nothing. */
  show(call, speaks, busy) {
    const { scenario, opening, turns } = call;
    this.heading.textContent = t("exercise.talk");
    this.log.setAttribute("aria-label", t("exercise.talk"));
    this.lines.lang = scenario.language;
    this.label.textContent = t("exercise.say");
    this.keys.textContent = t("exercise.keys");
    refill(this.button, t("exercise.send"));
    this.button.disabled = Boolean(busy);
    this.form.hidden = !speaks;
    this.field.lang = scenario.language;
    const pending = busy === "say" ? this.field.value.trim() : "";
    const shown = [
      opening && ["customer", opening, "0"],
      ...turns.flatMap((turn) => [["operator", turn.line, `o${turn.n}`], ["customer", turn.answer, `c${turn.n}`]]),
      pending && ["operator", pending, `o${turns.length + 1}`],
      busy === "say" && ["waits", "", "waits"],
    ].filter(Boolean);
    this.#place(shown.map(([speaker, text, key]) => this.#row(speaker, text, key, scenario)));
  }

  #row(speaker, text, key, scenario) {
    const known = this.#rows.get(key);
    const facts = `${document.documentElement.lang}|${speaker}|${text}|${scenario.id}`;
    if (known?.facts === facts) return known.row;
    const row = speaker === "waits" ? waiting(scenario) : line(speaker, text, scenario);
    this.#rows.set(key, { facts, row });
    return row;
  }

  /** Only what is new enters the list: what stands there isn't read aloud again. */
  #place(rows) {
    const grew = rows.some((row) => !row.isConnected);
    arrange(this.lines, rows);
    if (grew) this.log.scrollTop = this.log.scrollHeight;
  }
}

function line(speaker, text, { persona_name: name }) {
  const who = speaker === "customer" ? name : t("exercise.you");
  return h("li", { class: `line line-${speaker}`, dataset: { speaker } }, h("p", { class: "speaker" }, icon(speaker), h("span", {}, who)), h("p", { class: "said" }, text || h("em", {}, t("exercise.said_nothing"))));
}

function waiting({ persona_name: name }) {
  return h("li", { class: "line line-customer talk-waits", "aria-hidden": "true" }, h("p", { class: "speaker" }, icon("customer"), h("span", {}, name)), h("span", { class: "calm-wave" }, h("i"), h("i"), h("i")));
}
