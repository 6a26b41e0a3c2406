/**
 * <asc-scenario>: a scenario in a form: what is written here is the file that a trainer would write by hand.
 *
 * Properties: none. Reads `route` (`#scenario=ID`, `#scenario?from=ID` for a new one) and `session`. Events: none.
 */

import { ApiError } from "../../api.js";
import { practiceApi } from "../../api/practice.js";
import { h, icon, refill } from "../../dom.js";
import { addWords, t } from "../../i18n.js";
import words from "../../i18n/scenario.js";
import { address, attempt, checkSession, explain } from "../../page.js";
import { store } from "../../store.js";
import { View } from "../../view.js";
import { faultWords, field, placeWords } from "./form_fields.js";
import { difficultyTag, pageHead } from "./parts.js";
import { doubled, SECTIONS, toForm, toScenario } from "./scenario_fields.js";

addWords(words);

/** What was changed and not saved yet, by the place of the form: leaving it for a moment loses nothing. */
const unsaved = new Map();

class ScenarioForm extends View {
  #key = "";
  #form = null;
  #held = null;
  #busy = false;
  #leave = (event) => unsaved.has(this.#key) && event.preventDefault();

  select({ route, session }) {
    return [route, session];
  }

  setUp() {
    this.head = h("div", {});
    this.news = h("div", { class: "exercise-news", role: "status" });
    this.wrong = h("div", { class: "form-faults", tabindex: "-1" });
    this.body = h("form", { class: "scenario-form", novalidate: true });
    this.body.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.append(this.head, this.news, this.wrong, this.body);
    window.addEventListener("beforeunload", this.#leave);
  }

  tearDown() {
    window.removeEventListener("beforeunload", this.#leave);
  }

  render({ route }) {
    if (route.name !== "scenario") return;
    const { scenario = "", from = "" } = route.params;
    const key = scenario || `from:${from}`;
    if (key === this.#key && this.#form) return this.#show();
    this.#key = key;
    this.#form = null;
    refill(this.wrong);
    refill(this.body);
    refill(this.head, pageHead("#scenarios", t("dialog.loading")));
    this.#open(scenario || from, !scenario);
  }

  async #open(id, copy) {
    const key = this.#key;
    const found = await attempt(() => practiceApi.scenario(id));
    if (key !== this.#key || !this.isConnected) return;
    if (!found) return refill(this.head, pageHead("#scenarios", t("form.gone")));
    this.#held = copy ? null : found;
    const kept = unsaved.get(key);
    const fresh = toForm(found.scenario);
    if (copy) Object.assign(fresh, { id: `${fresh.id}-2`, version: 1, title: t("form.copy_of", { title: fresh.title }) });
    if (kept) this.#held = kept.held;
    this.#begin(kept?.data ?? fresh);
    this.#tell(kept ? "form.kept" : "");
  }

  #begin(data) {
    const changed = () => unsaved.set(this.#key, { data: this.#form.data, held: this.#held });
    this.#form = { data, faults: [], session: store.state.session, fixed: Boolean(this.#held), changed, redraw: (focus) => this.#redraw(focus) };
    this.#show();
  }

  #redraw(focus) {
    this.#show();
    if (focus) reach(this.body.querySelector(`[data-key="${CSS.escape(focus)}"]`));
  }

  #show() {
    const { data } = this.#form;
    const place = this.#held?.place;
    refill(this.head, pageHead("#scenarios", h("span", { lang: data.language }, data.title || t("form.unnamed")), difficultyTag(data.difficulty)), h("p", { class: "hint" }, place ? t("form.file", { place, version: data.version }) : t("form.new_file", { place: `${data.principal}/scenarios/` }), " ", t("form.comments")));
    refill(this.body, SECTIONS.map((section) => this.#section(section)), this.#bar());
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

  #bar() {
    const button = (key, name, work) => h("button", { type: work ? "button" : "submit", class: name, disabled: this.#busy, dataset: { key: `form-${key}` }, onclick: work }, t(`form.${key}`));
    return h("div", { class: "form-bar" }, button("save", "primary", null), button("check", "", () => this.#check()), button("try", "", () => this.#try()));
  }

  async #check() {
    if (await this.#ask(() => practiceApi.check(toScenario(this.#form.data)))) this.#tell("form.sound");
  }

  /** True when the file now holds what the form shows. */
  async #save() {
    const written = toScenario(this.#form.data);
    const held = this.#held;
    const saved = await this.#ask(() => (held ? practiceApi.save(held.scenario.id, held.stamp, written) : practiceApi.add(written)));
    if (!saved) return false;
    unsaved.delete(this.#key);
    this.#held = saved;
    this.#key = saved.scenario.id;
    location.hash = address("scenario", { scenario: saved.scenario.id });
    this.#begin(toForm(saved.scenario));
    this.#tell("form.saved", { version: saved.scenario.version });
    return true;
  }

  async #try() {
    if ((unsaved.has(this.#key) || !this.#held) && !(await this.#save())) return;
    const call = await attempt(() => practiceApi.begin({ scenario: this.#held.scenario.id }));
    if (call) location.hash = address("exercise", { exercise: call.id });
  }

  /** The server's answer, or null after its faults were shown beside their fields. */
  async #ask(work) {
    const twice = doubled(this.#form.data).map((loc) => ({ loc, message: "", kind: "twice" }));
    if (twice.length) return this.#refused(twice);
    if (this.#busy) return null;
    this.#busy = true;
    try {
      const answer = await work();
      this.#busy = false;
      this.#refused([]);
      return answer;
    } catch (error) {
      this.#busy = false;
      if (!(error instanceof ApiError)) throw error;
      return this.#failed(error);
    }
  }

  #failed(error) {
    if (error.status === 401) checkSession();
    if (error.data?.faults) return this.#refused(error.data.faults);
    if (error.code === "id_taken") return this.#refused([{ loc: ["id"], message: error.message, kind: "taken" }]);
    this.#refused([]);
    if (error.code === "changed_elsewhere") this.#tell("form.changed", {}, h("button", { type: "button", dataset: { key: "form-reload" }, onclick: () => this.#reload() }, t("form.reload")));
    else this.#tell("", {}, explain(error));
    return null;
  }

  #reload() {
    unsaved.delete(this.#key);
    this.#tell();
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

  #tell(key = "", values = {}, more = null) {
    refill(this.news, (key || more) && h("div", { class: "exercise-note" }, icon("info"), h("span", {}, key && t(key, values), " ", more)));
  }
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
