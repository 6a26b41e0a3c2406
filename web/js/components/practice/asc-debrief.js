/**
 * <asc-debrief>: what is talked over after a practice call: outcome, advice, what was hidden, plan, mood, scorecard, replay.
 *
 * Properties: none. Reads `route` (`#debrief=ID`). Events: none.
 */

import { practiceApi } from "../../api/practice.js";
import { h, icon, refill } from "../../dom.js";
import { day, money } from "../../format.js";
import { named, t } from "../../i18n.js";
import { address, attempt } from "../../page.js";
import { View } from "../../view.js";
import { lineChart } from "./line_chart.js";
import { difficultyTag, moodWords, pageHead } from "./parts.js";
import { movedBy, Replay } from "./replay.js";
import { scorecard } from "./scorecard.js";

class Debrief extends View {
  #id = "";
  #told = null;
  #call = null;
  #replay = null;

  select({ route }) {
    return [route];
  }

  render({ route }) {
    if (route.name !== "debrief") return;
    const id = route.params.debrief ?? "";
    if (id !== this.#id) this.#load(id);
    if (!this.#told) return refill(this, pageHead("#practice", t("debrief.title")), h("p", { class: "empty" }, t("dialog.loading")));
    this.#show();
  }

  async #load(id) {
    this.#id = id;
    this.#told = null;
    const found = await attempt(() => Promise.all([practiceApi.debrief(id), practiceApi.exercise(id)]));
    if (id !== this.#id || !this.isConnected) return;
    if (!found) return refill(this, pageHead("#practice", t("debrief.gone")));
    [this.#told, this.#call] = found;
    this.#replay = new Replay(this.#told, () => this.#mark());
    this.#show();
    this.querySelector("h1")?.focus();
  }

  #show() {
    const [told, call] = [this.#told, this.#call];
    this.#replay.show();
    refill(
      this,
      pageHead("#practice", t("debrief.title"), this.#tools(call)),
      h("p", { class: "debrief-what" }, h("strong", { lang: told.language }, told.title), " ", difficultyTag(told.difficulty), !call.mine && h("span", { class: "tag" }, icon("person"), call.trainee_name)),
      h(
        "div",
        { class: "debrief" },
        outcome(told),
        better(told),
        hidden(told, (turn) => this.#go(turn)),
        plan(told),
        this.#mood(told),
        section("scorecard", scorecard(told.score.criteria, told.language, (evidence) => this.#quote(evidence))),
        this.#replay.element,
      ),
    );
  }

  #tools(call) {
    return h(
      "div",
      { class: "exercise-tools no-print" },
      call.mine && h("button", { type: "button", class: "primary", dataset: { key: "again" }, onclick: () => this.#again() }, icon("play"), t("debrief.again")),
      h("a", { class: "button", href: practiceApi.debriefFile(this.#id), download: "", dataset: { key: "export" } }, icon("down"), t("debrief.export")),
      h("button", { type: "button", dataset: { key: "print" }, onclick: () => window.print() }, icon("article"), t("debrief.print")),
    );
  }

  async #again() {
    const { assignment, coached, scenario } = this.#call;
    const begin = (asked) => attempt(() => practiceApi.begin({ coaching: coached, ...asked }));
    const call = await begin(assignment ? { assignment } : { scenario: scenario.id });
    if (call) location.hash = address("exercise", { exercise: call.id });
  }

  #mood(told) {
    this.chart = h("div", { class: "mood-chart" });
    this.#mark();
    const turned = told.turned;
    return section(
      "mood",
      h("p", {}, t("debrief.mood_words", { began: moodWords(told.mood_began), ended: moodWords(told.outcome.mood) })),
      this.chart,
      turned && h("p", { class: "turning" }, h("strong", {}, t("debrief.turned", { n: turned.turn })), " ", this.#jump(turned.turn, turned.line), ` ${moodWords(turned.before)} → ${moodWords(turned.after)}`, turned.causes.length > 0 && `: ${movedBy(turned.causes)}`),
      h(
        "details",
        { dataset: { key: "mood-data" } },
        h("summary", {}, t("debrief.as_text")),
        h("table", { class: "mood-table" }, h("thead", {}, h("tr", {}, ["turn", "mood", "why"].map((name) => h("th", { scope: "col" }, t(`debrief.column.${name}`))))), h("tbody", {}, told.replay.map((one) => h("tr", {}, h("th", { scope: "row" }, one.n), h("td", { class: "number" }, moodWords(one.mood)), h("td", {}, movedBy(one.causes) || "–"))))),
      ),
    );
  }

  #mark() {
    if (!this.chart) return;
    const told = this.#told;
    const points = [{ name: t("debrief.start"), value: told.mood_began }, ...told.replay.map((one) => ({ name: String(one.n), value: one.mood }))];
    const label = t("debrief.mood_words", { began: moodWords(told.mood_began), ended: moodWords(told.outcome.mood) });
    refill(this.chart, lineChart(points, { least: -3, most: 3, ticks: [-3, 0, 3], label, marked: this.#replay.turn }));
  }

  #jump(turn, words) {
    return h("button", { type: "button", class: "plain quote", "aria-label": `${t("debrief.show_turn", { n: turn })}: ${words}`, dataset: { key: `jump-${turn}` }, onclick: () => this.#go(turn) }, h("q", { lang: this.#told.language }, words));
  }

  #quote({ utterance_id: id, quote }) {
    const turn = this.#told.replay.find((one) => one.utterances.includes(id))?.n ?? 0;
    return h("button", { type: "button", class: "plain quote", "aria-label": `${t("debrief.show_turn", { n: turn })}: ${quote}`, dataset: { key: `quote-${id}-${quote.length}` }, onclick: () => this.#go(turn) }, h("q", { lang: this.#told.language }, quote), h("span", { class: "at number" }, t("debrief.line", { n: turn })));
  }

  #go(turn) {
    this.#replay.go(turn, true);
  }
}

function section(name, ...content) {
  return h("section", { class: `panel debrief-${name}`, "aria-labelledby": `debrief-${name}` }, h("h2", { class: "panel-title", id: `debrief-${name}` }, t(`debrief.${name}`)), content);
}

function outcome({ outcome: one, language }) {
  const collects = Number(one.possible) > 0;
  return section(
    "outcome",
    h("p", { class: "outcome-words" }, h("strong", {}, named("disposition", one.disposition)), one.means && h("span", { lang: language }, one.means)),
    collects ? h("p", {}, t("debrief.sums", { amount: money(one.amount, one.currency), possible: money(one.possible, one.currency) })) : h("p", {}, t("debrief.nothing_to_collect")),
    one.ended === "hung_up" && h("p", { class: "debrief-hung" }, icon("alert"), t("exercise.hung_up")),
  );
}

function better({ better: one, examples, language }) {
  return section(
    "better",
    one ? [h("p", {}, h("strong", { lang: language }, one.name), " · ", t("level.of_four", { level: one.level })), h("p", { lang: language }, one.why), h("p", { class: "below" }, t("debrief.next_level"), " ", h("span", { lang: language }, one.next_level))] : h("p", { class: "empty" }, t("debrief.nothing_better")),
    examples.length > 0 && [h("h3", { class: "more-title" }, t("debrief.examples")), h("ul", { class: "examples" }, examples.map(({ text }) => h("li", { lang: language }, h("q", {}, text))))],
  );
}

function hidden({ hidden: facts, language }, go) {
  if (!facts.length) return null;
  const item = (fact) =>
    h(
      "li",
      { dataset: { out: String(fact.came_out) } },
      h("span", { class: `tag ${fact.came_out ? "practice-done" : "tag-warning"}` }, icon(fact.came_out ? "done" : "alert"), t(fact.came_out ? "debrief.came_out" : "debrief.stayed_hidden")),
      h("p", { lang: language }, fact.text),
      fact.came_out && h("button", { type: "button", class: "plain quote", "aria-label": `${t("debrief.show_turn", { n: fact.turn })}: ${fact.by}`, dataset: { key: `fact-${fact.id}` }, onclick: () => go(fact.turn) }, h("q", { lang: language }, fact.by), h("span", { class: "at number" }, t("debrief.line", { n: fact.turn }))),
    );
  return section("hidden", h("ul", { class: "hidden-facts" }, facts.map(item)));
}

function plan({ plan: { agreed, best }, outcome: { currency } }) {
  if (!agreed && !best) return null;
  const what = agreed ? t(agreed.count > 1 ? "debrief.agreed_plan" : "debrief.agreed_once", { parts: agreed.count, instalment: money(agreed.instalment, currency), total: money(agreed.total, currency), first: day(agreed.first) }) : t("debrief.no_deal");
  return section(
    "plan",
    h(
      "dl",
      { class: "plans-compared" },
      h("dt", {}, t("debrief.agreed")),
      h("dd", {}, what),
      best && [h("dt", {}, t("debrief.best")), h("dd", {}, h("ol", { class: "coach-instalments" }, best.instalments.map((one) => h("li", {}, h("span", {}, day(one.due)), h("span", { class: "number" }, money(one.amount, currency))))), h("p", { class: "below" }, `${t("plans.total")}: ${money(best.total, currency)}`))],
    ),
  );
}

customElements.define("asc-debrief", Debrief);
