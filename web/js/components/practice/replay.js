/** A practice call read again, an exchange at a time, with what moved the customer's mood and what came out. No network. */

import { h, icon, refill } from "../../dom.js";
import { t } from "../../i18n.js";
import { moodWords } from "./parts.js";

/** What moved the mood, in words; empty where nothing did. */
export function movedBy(causes) {
  return causes.map(({ cause, by }) => `${t(`cause.${cause}`)} (${moodWords(by)})`).join(", ");
}

export class Replay {
  #told;
  #moved;
  turn = 0;

  /** @param {() => void} moved is called when another exchange is shown */
  constructor(told, moved) {
    this.#told = told;
    this.#moved = moved;
    this.heading = h("h2", { class: "panel-title", id: "debrief-replay" });
    this.stage = h("div", { class: "replay-stage", tabindex: "-1" });
    this.bar = h("div", { class: "replay-bar no-print" });
    this.whole = h("ol", { class: "replay-whole print-only" });
    this.element = h("section", { class: "panel debrief-replay", "aria-labelledby": "debrief-replay" }, this.heading, this.bar, this.stage, this.whole);
    this.element.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.go(this.turn + step);
    });
  }

  /** Go to an exchange; 0 is how the telephone was answered. `look`: bring it into sight and to the keyboard. */
  go(turn, look = false) {
    this.turn = Math.min(Math.max(0, turn), this.#told.replay.length);
    this.#showTurn();
    this.#moved();
    if (!look) return;
    this.element.scrollIntoView({ block: "nearest" });
    this.stage.focus({ preventScroll: true });
  }

  /** All of it in the page's language: what is on the screen, and the whole call for the printer. */
  show() {
    const { replay, opening } = this.#told;
    this.heading.textContent = t("debrief.replay");
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", t("debrief.replay"));
    this.#showTurn();
    refill(this.whole, this.#said("customer", opening), replay.map((one) => h("li", {}, this.#exchange(one))));
  }

  #showTurn() {
    const { replay, opening } = this.#told;
    const last = replay.length;
    const step = (key, name, by, off) => h("button", { type: "button", disabled: off, dataset: { key: `replay-${key}` }, onclick: () => this.go(this.turn + by) }, icon(name), t(`debrief.${key}`));
    refill(this.bar, step("earlier", "back", -1, this.turn === 0), h("p", { class: "number", "aria-live": "polite" }, this.turn ? t("debrief.turn_of", { n: this.turn, all: last }) : t("debrief.answered")), step("later", "forward", 1, this.turn === last));
    refill(this.stage, this.turn ? this.#exchange(replay[this.turn - 1]) : this.#said("customer", opening));
  }

  #exchange({ line, answer, mood, causes, revealed }) {
    const facts = this.#told.hidden.filter((fact) => revealed.includes(fact.id));
    const moved = movedBy(causes);
    return [
      this.#said("operator", line),
      this.#said("customer", answer),
      h(
        "div",
        { class: "marks" },
        h("span", { class: "mark mark-info" }, `${t("debrief.mood")}: ${moodWords(mood)}`, moved && ` · ${moved}`),
        facts.map((fact) => h("span", { class: "mark mark-situation" }, icon("search"), `${t("debrief.came_out")}: `, h("span", { lang: this.#told.language }, fact.text))),
      ),
    ];
  }

  #said(speaker, text) {
    if (!text && speaker === "customer") return null;
    return h("div", { class: `line line-${speaker}` }, h("p", { class: "speaker" }, icon(speaker), h("span", {}, t(speaker === "customer" ? "exercise.customer" : "exercise.you"))), h("p", { class: "said", lang: this.#told.language }, text || h("em", {}, t("exercise.said_nothing"))));
  }
}
