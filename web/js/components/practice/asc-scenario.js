/**
 * <asc-scenario>: a scenario in a form: what is written here is the file that a trainer would write by hand.
 *
 * Properties: none. Reads `route` (`#scenario=ID`, `#scenario?from=ID` for a copy, `#scenario` for a blank one) and `session`.
 * Events: none.
 */

import { practiceApi } from "../../api/practice.js";
import { h, icon, refill } from "../../dom.js";
import { addWords, language, t } from "../../i18n.js";
import words from "../../i18n/scenario.js";
import { address, attempt, explain, notify, tried } from "../../page.js";
import { View } from "../../view.js";
import { faultWords, field, placeWords } from "./form_fields.js";
import { difficultyTag, pageHead } from "./parts.js";
import { blankScenario, doubled, SECTIONS, toForm, toScenario } from "./scenario_fields.js";

addWords(words);

/** What was changed and not saved yet, by the place of the form: leaving it for a moment loses nothing. */
const unsaved = new Map();

class ScenarioForm extends View {
  #key = "";
  #form = null;
  #held = null;
  #busy = false;
  #asking = false;
  #said = null;
  #leave = (event) => unsaved.has(this.#key) && event.preventDefault();

  select({ route, session }) {
    return [route, session];
  }

  setUp() {
    this.head = h("div", {});
    this.wrong = h("div", { class: "form-faults", tabindex: "-1" });
    this.fields = h("div", { class: "form-sections" });
    this.news = h("div", { class: "exercise-news", role: "status" });
    this.bar = h("div", {});
    this.body = h("form", { class: "scenario-form", novalidate: true }, this.fields, h("div", { class: "form-foot" }, this.news, this.bar));
    this.body.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.append(this.head, this.wrong, this.body);
    window.addEventListener("beforeunload", this.#leave);
  }

  tearDown() {
    window.removeEventListener("beforeunload", this.#leave);
  }

  render({ route }) {
    if (route.name !== "scenario") return;
    const { scenario = "", from = "" } = route.params;
    const key = scenario || `new:${from}`;
    if (key === this.#key && this.#form) {
      this.#show();
      return this.#sayAgain();
    }
    this.#key = key;
    this.#open(scenario || from, !scenario);
  }

  /** Nothing can be done with what was there before, until the other is there. */
  async #open(id, fresh) {
    const key = this.#key;
    this.#form = null;
    this.#asking = false;
    for (const part of [this.wrong, this.fields, this.bar]) refill(part);
    this.#tell();
    refill(this.head, pageHead("#scenarios", t("dialog.loading")));
    const found = await attempt(() => Promise.all([practiceApi.scenarios(), id ? practiceApi.scenario(id) : null]));
    if (key !== this.#key || !this.isConnected) return;
    if (!found) return refill(this.head, pageHead("#scenarios", t("form.gone")));
    const [{ principals }, opened] = found;
    const kept = unsaved.get(key);
    this.#held = kept ? kept.held : fresh ? null : opened;
    this.#begin(kept?.data ?? (fresh ? begun(opened, principals) : toForm(opened.scenario)), principals);
    this.#tell(kept ? "form.kept" : "");
  }

  #begin(data, principals) {
    const changed = () => unsaved.set(this.#key, { data: this.#form.data, held: this.#held });
    this.#form = { data, principals, faults: [], fixed: Boolean(this.#held), changed, redraw: (focus) => this.#redraw(focus) };
    this.#show();
  }

  #redraw(focus) {
    this.#show();
    if (focus) reach(this.body.querySelector(`[data-key="${CSS.escape(focus)}"]`));
  }

  #show() {
    const { data } = this.#form;
    const place = this.#held?.place;
    const title = data.title ? h("span", { lang: data.language }, data.title) : t("form.new");
    const about = place ? [t("form.file", { place, version: data.version }), this.#held.own ? "" : t("form.shared"), t("form.comments")] : [t("form.new_file", { place: `${data.principal || "…"}/scenarios/` }), t("form.new_least")];
    refill(this.head, pageHead("#scenarios", title, difficultyTag(data.difficulty)), h("p", { class: "hint" }, about.filter(Boolean).join(" ")));
    refill(this.fields, SECTIONS.map((section) => this.#section(section)));
    refill(this.bar, this.#asking ? this.#question() : this.#bar());
    refill(this.wrong, this.#faults(this.#form.faults));
  }

  #faults(faults) {
    if (!faults.length) return null;
    const item = (one, place) => h("li", {}, h("button", { type: "button", class: "link", dataset: { key: `fault-${place}` }, onclick: () => this.#reach(one.loc) }, placeWords(one.loc) || t("form.whole")), " ", faultWords(one));
    return [h("h2", { class: "panel-title" }, icon("alert"), t("form.faults", { count: faults.length })), h("ul", {}, faults.map(item))];
  }

  #section({ name, fields }) {
    const heading = `section-${name}`;
    return h("section", { class: "panel form-section", "aria-labelledby": heading }, h("h2", { class: "panel-title", id: heading }, t(`form.section.${name}`)), h("p", { class: "hint" }, t(`form.about.${name}`)), h("div", { class: "form-grid" }, fields.map((one) => field(one, [], [], this.#form))));
  }

  #button(key, name, work) {
    return h("button", { type: work ? "button" : "submit", class: name, disabled: this.#busy, dataset: { key: `form-${key}` }, onclick: work }, t(`form.${key}`));
  }

  #bar() {
    return h("div", { class: "form-bar" }, this.#button("save", "primary", null), this.#button("check", "", () => this.#check()), this.#button("try", "", () => this.#try()), this.#held?.own && this.#button("delete", "form-delete", () => this.#askDeletion(true)));
  }

  /** Asked in the bar's place: what goes, and what stays. */
  #question() {
    return h("div", { class: "form-bar", role: "group", "aria-labelledby": "form-question" }, h("p", { id: "form-question" }, h("strong", {}, t("form.delete_question", { place: this.#held.place })), " ", t("form.delete_text")), this.#button("delete_sure", "primary", () => this.#delete()), this.#button("delete_keep", "", () => this.#askDeletion(false)));
  }

  #askDeletion(asking) {
    this.#asking = asking;
    this.#redraw(asking ? "form-delete_keep" : "form-delete");
  }

  async #check() {
    if (await this.#send(() => practiceApi.check(toScenario(this.#form.data)))) this.#tell("form.sound");
  }

  /** True when the file now holds what the form shows. */
  async #save() {
    const written = toScenario(this.#form.data);
    const held = this.#held;
    const saved = await this.#send(() => (held ? practiceApi.save(held.scenario.id, held.stamp, written) : practiceApi.add(written)));
    if (!saved) return false;
    unsaved.delete(this.#key);
    this.#held = saved;
    this.#key = saved.scenario.id;
    location.hash = address("scenario", { scenario: saved.scenario.id });
    this.#begin(toForm(saved.scenario), this.#form.principals);
    this.#tell("form.saved", { version: saved.scenario.version });
    return true;
  }

  async #try() {
    if ((unsaved.has(this.#key) || !this.#held) && !(await this.#save())) return;
    const call = await attempt(() => practiceApi.begin({ scenario: this.#held.scenario.id }));
    if (call) location.hash = address("exercise", { exercise: call.id });
  }

  async #delete() {
    const { scenario, stamp } = this.#held;
    const gone = await this.#ask(async () => {
      await practiceApi.remove(scenario.id, stamp);
      return true;
    });
    if (!gone) return this.#askDeletion(false);
    unsaved.delete(this.#key);
    notify("info", t("form.deleted", { title: scenario.title }));
    location.hash = "#scenarios";
  }

  /** The server's answer to what the form holds, or null after its faults were shown beside their fields. */
  async #send(work) {
    const twice = doubled(this.#form.data).map((loc) => ({ loc, message: "", kind: "twice" }));
    return twice.length ? this.#refused(twice) : this.#ask(work);
  }

  /** The server's answer, or null after it was said why there is none. */
  async #ask(work) {
    if (this.#busy) return null;
    this.#busy = true;
    const { answer, error } = await tried(work).finally(() => (this.#busy = false));
    if (error) return this.#failed(error);
    this.#refused([]);
    return answer;
  }

  #failed(error) {
    if (error.data?.faults) return this.#refused(error.data.faults);
    if (error.code === "id_taken") return this.#refused([{ loc: ["id"], message: error.message, kind: "taken" }]);
    this.#refused([]);
    if (error.code === "assigned") this.#tell("form.assigned", { names: error.data.trainers.join(", ") });
    else if (error.code === "changed_elsewhere") this.#tell(this.#asking ? "form.changed_delete" : "form.changed", {}, () => h("button", { type: "button", dataset: { key: "form-reload" }, onclick: () => this.#reload() }, t("form.reload")));
    else this.#tell("", {}, () => explain(error));
    return null;
  }

  #reload() {
    unsaved.delete(this.#key);
    this.#open(this.#held.scenario.id, false);
  }

  #refused(faults) {
    this.#form.faults = faults;
    this.#tell();
    this.#show();
    for (const one of this.body.querySelectorAll('[aria-invalid="true"], .field-error')) unfold(one);
    if (faults.length) this.wrong.focus();
    return null;
  }

  /** Bring the field of a fault, or the nearest thing around it, to the keyboard. */
  #reach(loc) {
    for (let length = loc.length; length > 0; length -= 1) {
      const found = this.body.querySelector(`[data-loc="${CSS.escape(loc.slice(0, length).join("."))}"]`);
      if (found) return reach(found);
    }
  }

  #tell(key = "", values = {}, more = () => null) {
    this.#said = [key, values, more];
    this.#sayAgain();
  }

  /** In the language of now. */
  #sayAgain() {
    const [key, values, more] = this.#said ?? ["", {}, () => null];
    const rest = more();
    refill(this.news, (key || rest) && h("div", { class: "exercise-note" }, icon("info"), h("span", {}, key && t(key, values), " ", rest)));
  }
}

/** What a new form begins with: a copy of what was opened, or nothing but the principal where there is only one. */
function begun(opened, principals) {
  if (opened) return { ...toForm(opened.scenario), id: `${opened.scenario.id}-2`, version: 1, title: t("form.copy_of", { title: opened.scenario.title }) };
  const [only] = principals.length === 1 ? principals : [];
  return blankScenario(only?.language ?? language(), only?.id ?? "");
}

function unfold(element) {
  for (let around = element; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
}

/** Open what is folded around an element, and go there. */
function reach(element) {
  unfold(element);
  const target = element?.tagName === "DETAILS" ? element.querySelector("summary") : element;
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

customElements.define("asc-scenario", ScenarioForm);
