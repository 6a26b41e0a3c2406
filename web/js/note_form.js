/** The fields of a note: made from one version of it, read back as the note that a person wants. No network. */

import { freshId, h } from "./dom.js";
import { named, t } from "./i18n.js";
import { evidence, ItemFields } from "./note_items.js";

const DISPOSITIONS = [
  "plan_agreed",
  "promise_to_pay",
  "dispute_opened",
  "already_paid_to_verify",
  "callback_scheduled",
  "wrong_party",
  "refused",
  "escalated",
  "information_given",
  "no_outcome",
];
const PARTS = ["call_id", "customer", "language", "disposition", "reason", "situations", "items", "answers", "narrative", "email"];

export class NoteForm {
  /**
   * @param {Record<string, any>} note  the wire's `note.drafted`
   * @param {{locked: boolean, language: string}} how  `locked`: to read, not to change
   */
  constructor(note, { locked, language: shown }) {
    this.note = Object.fromEntries(PARTS.map((name) => [name, note[name]]));
    this.locked = locked;
    this.language = shown;
    this.items = note.items.map((item) => new ItemFields(item, locked, note.language));
    this.disposition = select("note-disposition", DISPOSITIONS, note.disposition, locked);
    this.reason = area("note-reason", note.reason, locked, note.language, 2);
    this.narrative = area("note-narrative", note.narrative.text, locked, note.language, 4);
    this.subject = line("note-subject", note.email.subject, locked, note.language);
    this.mail = area("note-mail", note.email.body, locked, note.language, 8);
    this.list = h("ul", { class: "note-items" }, this.items.map((item) => item.element));
    this.element = h("div", { class: "note-fields" }, this.#whole(note));
    this.before = JSON.stringify(this.value());
  }

  #whole(note) {
    return [
      field("note.disposition", this.disposition),
      field("note.reason", this.reason),
      h("h3", { class: "more-title" }, t("note.items")),
      this.items.length === 0 && h("p", { class: "empty" }, t("note.no_items")),
      this.list,
      !this.locked && h("button", { type: "button", class: "quiet note-add", dataset: { key: "note-add" }, onclick: () => this.#add() }, t("note.add")),
      note.answers?.length > 0 && [h("h3", { class: "more-title" }, t("note.answers")), h("ul", { class: "note-items" }, note.answers.map((one) => answer(one, note.language)))],
      field("note.narrative", this.narrative, h("span", { class: "below" }, t(`note.by_${note.narrative.by}`))),
      this.#email(note),
    ];
  }

  #email(note) {
    if (this.locked && !note.email.body) return null;
    return h(
      "details",
      { class: "note-email", dataset: { key: "note-email" }, open: note.email.body !== "" },
      h("summary", {}, t("note.email")),
      field("note.subject", this.subject),
      field("note.body", this.mail),
      h("button", { type: "button", class: "quiet", dataset: { key: "note-copy" }, onclick: (event) => this.#copy(event.currentTarget) }, t("note.copy")),
    );
  }

  async #copy(button) {
    try {
      await navigator.clipboard.writeText(`${this.subject.value}\n\n${this.mail.value}`);
      button.textContent = t("note.copied");
    } catch {
      // Without the browser's leave the text is at least marked, to be copied by hand.
      this.mail.select();
    }
  }

  #add() {
    const fresh = new ItemFields({ kind: "next_action", text: "", who: "operator", by: null, evidence: [], invoices: [] }, false, this.note.language);
    this.items.push(fresh);
    this.list.append(fresh.element);
    fresh.focus();
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  get dirty() {
    return !this.locked && JSON.stringify(this.value()) !== this.before;
  }

  /** The note as the fields say. */
  value() {
    const { note } = this;
    const worded = this.narrative.value === note.narrative.text;
    return {
      ...note,
      disposition: this.disposition.value,
      reason: this.reason.value.trim(),
      items: this.items.filter((item) => !item.removed).map((item) => item.value()),
      narrative: worded ? note.narrative : { text: this.narrative.value.trim(), by: "template" },
      email: { subject: this.subject.value.trim(), body: this.mail.value.trim() },
    };
  }

  /** Whether every field can be read; the first that can't says why and takes the focus. */
  check() {
    const wrong = this.items.filter((item) => !item.removed).map((item) => item.check()).find(Boolean);
    wrong?.focus();
    return !wrong;
  }
}

/** What the customer answered to a question of the interview, in their own words. */
function answer(one, lang) {
  return h(
    "li",
    { class: "note-item", dataset: { kind: "answer" } },
    h("p", { class: "below", lang }, one.text),
    evidence(one.evidence, `answer-${one.question}`),
    one.concepts.length > 0 && h("p", { class: "note-concepts", lang }, one.concepts.map((concept) => h("span", { class: "tag" }, concept))),
  );
}

/** A label above its control. */
function field(key, control, ...more) {
  control.id = freshId("note-field");
  return h("div", { class: "field" }, h("label", { for: control.id }, t(key)), control, more);
}

function select(key, values, value, locked) {
  const options = values.map((one) => h("option", { value: one, selected: one === value }, named("disposition", one)));
  return h("select", { dataset: { key }, disabled: locked }, options);
}

function line(key, value, locked, lang) {
  const input = h("input", { type: "text", maxlength: 300, lang, readonly: locked, dataset: { key } });
  input.value = value;
  return input;
}

function area(key, value, locked, lang, rows) {
  const input = h("textarea", { rows, maxlength: 4000, lang, readonly: locked, dataset: { key } });
  input.value = value;
  return input;
}
