/**
 * <asc-practice-list>: what to practise: assignments, calls that were put aside, free scenarios, and how one gets on. Trainers
 * see the same of the trainees to whom they gave scenarios.
 *
 * Properties: none. Reads `session`. Events: none.
 */

import { practiceApi } from "../../api/practice.js";
import { h, icon, refill } from "../../dom.js";
import { day } from "../../format.js";
import { LANGUAGES, t } from "../../i18n.js";
import { address, attempt } from "../../page.js";
import { store } from "../../store.js";
import { View } from "../../view.js";
import { DIFFICULTIES, difficultyTag, languageTag } from "./parts.js";
import { attemptsOf } from "./attempts.js";

class PracticeList extends View {
  #desk = null;
  #coaching = true;
  #shown = { language: "", difficulty: "" };
  #begins = false;
  #look = () => !document.hidden && this.#load();

  select({ session }) {
    return [session?.username];
  }

  setUp() {
    this.#desk = null;
    this.#load();
    document.addEventListener("visibilitychange", this.#look);
  }

  tearDown() {
    document.removeEventListener("visibilitychange", this.#look);
  }

  async #load() {
    const desk = await attempt(practiceApi.desk);
    if (!desk || !this.isConnected) return;
    this.#desk = desk;
    this.render();
  }

  render() {
    const desk = this.#desk;
    const kept = desk?.kept_days ? ` ${t("practice.kept", { count: desk.kept_days })}` : "";
    const head = h("div", { class: "page-head" }, h("h1", {}, t("practice.title")), h("p", { class: "hint" }, t("practice.private"), kept));
    if (!desk) return refill(this, head, h("p", { class: "empty" }, t("dialog.loading")));
    const me = store.state.session?.username;
    const mine = desk.attempts.filter((one) => one.trainee === me);
    refill(
      this,
      head,
      desk.assignments.length > 0 && this.#assignments(desk.assignments, mine),
      this.#aside(mine.filter((one) => one.state !== "finished" && !one.assignment)),
      people(desk.attempts.filter((one) => one.trainee !== me)),
      mine.some((one) => one.state === "finished") && attemptsOf(t("practice.progress"), mine, "mine"),
      this.#scenarios(desk.scenarios),
    );
  }

  #assignments(all, mine) {
    const sorted = [...all].sort((one, other) => one.done - other.done || (one.due ?? "9").localeCompare(other.due ?? "9"));
    const open = all.filter((one) => !one.done).length;
    return h("section", { class: "panel" }, h("h2", { class: "panel-title" }, t("practice.to_do"), h("span", { class: "count" }, open)), h("ul", { class: "rows" }, sorted.map((one) => this.#assignment(one, mine))));
  }

  #assignment(one, mine) {
    const held = mine.find((call) => call.assignment === one.id && call.state !== "finished");
    const due = one.due && h("span", { class: one.is_overdue ? "tag tag-critical" : "tag" }, one.is_overdue && icon("alert"), t("practice.due", { day: day(one.due) }));
    return h(
      "li",
      { class: "practice-row", dataset: { assignment: one.id } },
      h(
        "div",
        { class: "row-main" },
        h("strong", { lang: one.language }, one.title),
        h("p", { class: "practice-tags" }, difficultyTag(one.difficulty), languageTag(one.language), due, one.done && h("span", { class: "tag practice-done" }, icon("done"), t("practice.done"))),
        h("p", { class: "row-below" }, t("practice.from", { name: one.trainer_name }), one.note && [": ", h("q", {}, one.note)]),
        one.attempts > 0 && h("p", { class: "row-below" }, t("practice.attempts", { count: one.attempts })),
      ),
      held ? resume(held, one.title) : this.#start({ assignment: one.id, coaching: one.coaching }, one, one.done || one.attempts ? "practice.again" : "practice.start", !one.done),
    );
  }

  #aside(calls) {
    if (!calls.length) return null;
    return h("section", { class: "panel" }, h("h2", { class: "panel-title" }, t("practice.aside"), h("span", { class: "count" }, calls.length)), h("ul", { class: "rows" }, calls.map((one) => h("li", { class: "practice-row" }, h("div", { class: "row-main" }, h("strong", { lang: one.language }, one.title), h("p", { class: "row-below" }, t("practice.turns", { count: one.turns }))), resume(one, one.title)))));
  }

  #scenarios(all) {
    const { language, difficulty } = this.#shown;
    const found = all.filter((one) => (!language || one.language === language) && (!difficulty || one.difficulty === difficulty));
    const used = LANGUAGES.filter((one) => all.some((scenario) => scenario.language === one));
    return h(
      "section",
      { class: "panel" },
      h("h2", { class: "panel-title" }, t("practice.free"), h("span", { class: "count" }, found.length)),
      h("p", { class: "hint" }, t("practice.free_text")),
      h(
        "div",
        { class: "practice-filters" },
        used.length > 1 && this.#choice("language", used, "language"),
        this.#choice("difficulty", DIFFICULTIES, "difficulty"),
        h("label", { class: "check" }, h("input", { type: "checkbox", checked: this.#coaching, dataset: { key: "coaching" }, onchange: (event) => (this.#coaching = event.target.checked) }), t("practice.with_cards")),
      ),
      found.length ? h("ul", { class: "rows" }, found.map((one) => this.#scenario(one))) : h("p", { class: "empty" }, t("practice.no_scenarios")),
    );
  }

  #choice(name, values, words) {
    const choose = (event) => {
      this.#shown[name] = event.target.value;
      this.render();
    };
    const option = (value) => h("option", { value, selected: this.#shown[name] === value }, value ? t(`${words}.${value}`) : t(`practice.any_${name}`));
    return h("label", {}, h("span", {}, t(`practice.${name}`)), h("select", { dataset: { key: `choice-${name}` }, onchange: choose }, ["", ...values].map(option)));
  }

  #scenario(one) {
    return h(
      "li",
      { class: "practice-row", dataset: { scenario: one.id } },
      h(
        "div",
        { class: "row-main" },
        h("strong", { lang: one.language }, one.title),
        h("p", { class: "practice-tags" }, difficultyTag(one.difficulty), languageTag(one.language)),
        h("p", { class: "row-below", lang: one.language }, `${one.persona_name}, ${one.persona_role}, ${one.company}`),
        h("p", { class: "practice-reason", lang: one.language }, one.reason),
      ),
      this.#start({ scenario: one.id }, one, "practice.start"),
    );
  }

  #start(asked, { title, id }, words, first = false) {
    const begin = async () => {
      if (this.#begins) return;
      this.#begins = true;
      const call = await attempt(() => practiceApi.begin({ coaching: this.#coaching, ...asked }));
      this.#begins = false;
      if (call) location.hash = address("exercise", { exercise: call.id });
    };
    return h("button", { type: "button", class: first ? "primary" : "play", "aria-label": `${t(words)}: ${title}`, dataset: { key: `start-${id}` }, onclick: begin }, icon("play"), t(words));
  }
}

function resume(call, title) {
  return h("a", { class: "button", href: address("exercise", { exercise: call.id }), "aria-label": `${t("practice.resume")}: ${title}`, dataset: { key: `resume-${call.id}` } }, icon("play"), t("practice.resume"));
}

/** The trainees of a trainer, by name; nobody is compared with anybody. */
function people(attempts) {
  const names = new Map(attempts.map((one) => [one.trainee, one.trainee_name]));
  return [...names].sort((one, other) => one[1].localeCompare(other[1])).map(([username, name]) => attemptsOf(t("practice.of", { name }), attempts.filter((one) => one.trainee === username), username));
}

customElements.define("asc-practice-list", PracticeList);
