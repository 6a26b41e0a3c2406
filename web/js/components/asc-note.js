/**
 * <asc-note>: the work after the call: what came out of it with its evidence, the summary and the e-mail, to be
 * corrected and confirmed. During a call it shows the note so far, for whoever takes the call over.
 *
 * Properties: none. Reads `call.note`, `call.posted`, `call.ended`, `call.errors`, `session`.
 * Events: `show-utterance` (bubbles) with {id}.
 */

import { askForNote, confirmNote, leaveCall, saveNote } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { clockTime } from "../format.js";
import { t } from "../i18n.js";
import { NoteForm } from "../note_form.js";
import { store } from "../store.js";
import { View } from "../view.js";

class NoteView extends View {
  /** The version that the fields were made from; saving names it. */
  #base = 0;
  #form = null;
  /** What was sent and not answered yet: "", "save" or "confirm". */
  #pending = "";
  #answered = 0;

  select({ call, session }) {
    return [call?.note, call?.posted, call?.ended, call?.errors, call?.opened, session?.username];
  }

  setUp() {
    this.head = h("div", { class: "panel-head" });
    this.status = h("div", { class: "note-status", role: "status" });
    this.body = h("div", { class: "note-body" });
    this.bar = h("div", { class: "note-bar" });
    this.section = h("section", { class: "panel note" }, this.head, this.status, this.body, this.bar);
    this.section.addEventListener("input", () => this.#actions());
    this.append(this.section);
  }

  render({ call, session }) {
    const note = call?.note;
    this.section.setAttribute("aria-label", t("note.title"));
    this.hidden = !note && !call?.opened;
    if (call?.errors !== this.#answered) this.#pending = "";
    this.#answered = call?.errors;
    refill(this.head, h("h2", { class: "panel-title" }, t(note?.final === false || !call?.ended ? "note.so_far" : "note.title")), this.#tools(call));
    if (!note) {
      this.#forget();
      refill(this.status, h("p", { class: "hint" }, t(call?.ended ? "note.coming" : "note.so_far_text")));
      refill(this.bar);
      return;
    }
    this.#take(note, call, session);
    refill(this.status, this.#news(call, session));
    this.#actions();
  }

  #forget() {
    this.#form = null;
    this.#base = 0;
    refill(this.body);
  }

  #tools(call) {
    if (!call?.opened || call.ended) return null;
    return h("button", { type: "button", dataset: { key: "note-ask" }, onclick: askForNote }, t(call.note ? "note.renew" : "note.make"));
  }

  /** Fill the fields from a newer version, unless somebody else's would wipe out what is being written here. */
  #take(note, call, session) {
    // A model's words are nobody's answer to what was sent: they are read before they are confirmed.
    const mine = (note.by === "" && !note.model) || note.by === session?.username;
    const language = document.documentElement.lang;
    if (this.#form?.dirty && !(mine && this.#pending)) return;
    const locked = note.final === false || confirmed(call);
    const same = this.#form && this.#base === note.version && this.#form.locked === locked && this.#form.language === language;
    const wanted = this.#pending === "confirm" && note.version > this.#base && mine;
    if (!same || note.final === false) {
      this.#form = new NoteForm(note, { locked, language });
      refill(this.body, this.#form.element);
    }
    this.#base = note.version;
    if (wanted && !confirmed(call)) confirmNote(this.#base);
    else this.#pending = "";
  }

  #news(call, session) {
    const { note, posted } = call;
    if (this.#form?.dirty && note.version > this.#base) return this.#conflict(note);
    const states = posted.filter((one) => one.state !== "confirmed");
    const first = posted.find((one) => one.state === "confirmed");
    if (first) {
      const text = t("note.confirmed", { by: first.by === session?.username ? t("note.you") : first.by, time: clockTime(first.at) });
      return [h("p", { class: "note-good" }, icon("done"), text), states.map(outcome)];
    }
    if (note.final === false) return h("p", { class: "hint" }, t("note.not_kept"));
    return h("p", { class: "hint" }, note.by ? t("note.edited", { by: note.by }) : t("note.check"));
  }

  /** Somebody else saved while this person was writing: nothing is overwritten, and both can be had. */
  #conflict(note) {
    const theirs = () => {
      this.#forget();
      this.render(store.state);
    };
    const mine = () => {
      this.#base = note.version;
      this.render(store.state);
    };
    return [
      h("p", { class: "note-warning", role: "alert" }, icon("alert"), t("note.conflict", { by: note.by || t("note.model") })),
      h("div", { class: "note-choice" }, h("button", { type: "button", dataset: { key: "note-theirs" }, onclick: theirs }, t("note.theirs")), h("button", { type: "button", dataset: { key: "note-mine" }, onclick: mine }, t("note.mine"))),
    ];
  }

  #actions() {
    if (!this.#form || this.#form.locked) {
      const { call } = store.state;
      return refill(this.bar, call?.ended && h("button", { type: "button", class: "primary", dataset: { key: "note-leave" }, onclick: leaveCall }, t("call.back")));
    }
    const off = Boolean(this.#pending);
    refill(
      this.bar,
      h("button", { type: "button", class: "primary", dataset: { key: "note-confirm" }, disabled: off, onclick: () => this.#send("confirm") }, t("note.confirm")),
      h("button", { type: "button", dataset: { key: "note-save" }, disabled: off || !this.#form.dirty, onclick: () => this.#send("save") }, t("note.save")),
    );
    return null;
  }

  #send(what) {
    const { dirty } = this.#form;
    if (dirty && !this.#form.check()) return;
    this.#pending = what;
    if (dirty) saveNote(this.#base, this.#form.value());
    else if (what === "confirm") confirmNote(this.#base);
    this.#actions();
  }
}

function confirmed(call) {
  return call.posted.some((one) => one.state === "confirmed");
}

function outcome({ connector, state, text }) {
  const good = state === "delivered";
  return h("p", { class: good ? "note-good" : "note-warning" }, icon(good ? "done" : "alert"), t(`note.${state}`, { connector, text }));
}

customElements.define("asc-note", NoteView);
