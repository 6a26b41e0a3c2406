/**
 * <asc-assignments>: a trainer gives scenarios to trainees, sees what became of them, and takes them back.
 *
 * Properties: none. Reads `session`. Events: none.
 */

import { practiceApi } from "../../api/practice.js";
import { h, icon, refill } from "../../dom.js";
import { day } from "../../format.js";
import { t } from "../../i18n.js";
import { attempt } from "../../page.js";
import { View } from "../../view.js";
import { difficultyTag, languageTag } from "./parts.js";

class Assignments extends View {
  #desk = null;
  #people = [];
  #asked = { scenario: "", trainee: "", note: "", due: "", coaching: true };
  #sure = "";
  #said = null;

  select({ session }) {
    return [session?.username];
  }

  setUp() {
    this.news = h("p", { class: "exercise-news", role: "status" });
    this.#load();
  }

  async #load() {
    const found = await attempt(() => Promise.all([practiceApi.desk(), practiceApi.trainees()]));
    if (!found || !this.isConnected) return;
    this.#desk = found[0];
    this.#people = found[1].trainees;
    this.render();
  }

  render() {
    this.news.textContent = this.#said ? t(...this.#said) : "";
    const given = this.#desk?.given;
    refill(
      this,
      h("div", { class: "page-head" }, h("h1", {}, t("assign.title")), h("p", { class: "hint" }, t("assign.private"))),
      this.news,
      this.#desk && this.#form(),
      this.#desk ? h("section", { class: "panel" }, h("h2", { class: "panel-title" }, t("assign.given"), h("span", { class: "count" }, given.length)), given.length ? h("ul", { class: "rows" }, given.map((one) => this.#given(one))) : h("p", { class: "empty" }, t("assign.none"))) : h("p", { class: "empty" }, t("dialog.loading")),
    );
  }

  #form() {
    const { scenarios } = this.#desk;
    const asked = this.#asked;
    const put = (name) => (event) => (asked[name] = event.target.type === "checkbox" ? event.target.checked : event.target.value);
    const field = (name, element, kind = "") => h("div", { class: `field ${kind}` }, h("label", { for: `assign-${name}` }, t(`assign.${name}`)), element);
    const choice = (name, options) => h("select", { id: `assign-${name}`, required: true, dataset: { key: `assign-${name}` }, onchange: put(name) }, [["", t("assign.choose")], ...options].map(([value, words, lang]) => h("option", { value, lang, selected: asked[name] === value }, words)));
    const note = h("textarea", { id: "assign-note", rows: 2, maxlength: 1000, dataset: { key: "assign-note" }, oninput: put("note") });
    note.value = asked.note;
    return h(
      "form",
      { class: "panel assign-form", onsubmit: (event) => this.#give(event) },
      h("h2", { class: "panel-title" }, t("assign.give")),
      h(
        "div",
        { class: "form-grid" },
        field("trainee", choice("trainee", this.#people.map((one) => [one.username, [one.display_name, one.team].filter(Boolean).join(" · ")]))),
        field("scenario", choice("scenario", scenarios.map((one) => [one.id, `${one.title} · ${t(`difficulty.${one.difficulty}`)} · ${t(`language.${one.language}`)}`, one.language]))),
        field("due", h("input", { id: "assign-due", type: "date", min: this.#desk.on, value: asked.due, dataset: { key: "assign-due" }, onchange: put("due") })),
        field("note", note, "field-long"),
      ),
      h("label", { class: "check" }, h("input", { type: "checkbox", checked: asked.coaching, dataset: { key: "assign-coaching" }, onchange: put("coaching") }), t("assign.coaching")),
      h("div", { class: "exercise-buttons" }, h("button", { type: "submit", class: "primary", dataset: { key: "assign-send" } }, t("assign.send"))),
      !this.#people.length && h("p", { class: "hint" }, t("assign.nobody")),
    );
  }

  async #give(event) {
    event.preventDefault();
    const asked = this.#asked;
    const name = this.#people.find((one) => one.username === asked.trainee)?.display_name ?? asked.trainee;
    const given = await attempt(() => practiceApi.assign({ ...asked, due: asked.due || null }));
    if (!given) return;
    this.#asked = { ...asked, scenario: "", note: "" };
    this.#said = ["assign.done", { name }];
    await this.#load();
  }

  #given(one) {
    const { id, title, language, difficulty, trainee_name: name, due, note, attempts, done, is_overdue: late } = one;
    const state = done ? h("span", { class: "tag practice-done" }, icon("done"), t("practice.done")) : h("span", { class: late ? "tag tag-critical" : "tag" }, late && icon("alert"), due ? t("practice.due", { day: day(due) }) : t("assign.waits"));
    return h(
      "li",
      { class: "practice-row", dataset: { assignment: id } },
      h("div", { class: "row-main" }, h("strong", {}, name), h("p", { lang: language }, title), h("p", { class: "practice-tags" }, difficultyTag(difficulty), languageTag(language), state), note && h("p", { class: "row-below" }, h("q", {}, note)), attempts > 0 && h("p", { class: "row-below" }, t("practice.attempts", { count: attempts }))),
      this.#sure === id ? this.#question(one) : h("button", { type: "button", "aria-label": `${t("assign.withdraw")}: ${title}, ${name}`, dataset: { key: `withdraw-${id}` }, onclick: () => this.#ask(id) }, t("assign.withdraw")),
    );
  }

  /** Asked where the row stands: calls that were had stay, so that this is the only loss. */
  #question({ id, trainee_name: name }) {
    return h("div", { class: "exercise-buttons", role: "group", "aria-label": t("assign.withdraw") }, h("button", { type: "button", class: "primary", dataset: { key: `sure-${id}` }, onclick: () => this.#withdraw(id, name) }, t("assign.withdraw_sure")), h("button", { type: "button", dataset: { key: `keep-${id}` }, onclick: () => this.#ask("", id) }, t("assign.keep")));
  }

  #ask(id, from = id) {
    this.#sure = id;
    this.render();
    this.querySelector(`[data-key="${id ? "sure" : "withdraw"}-${CSS.escape(from)}"]`)?.focus();
  }

  async #withdraw(id, name) {
    this.#sure = "";
    await attempt(() => practiceApi.withdraw(id));
    this.#said = ["assign.withdrawn", { name }];
    await this.#load();
    this.querySelector("h1")?.focus();
  }
}

customElements.define("asc-assignments", Assignments);
