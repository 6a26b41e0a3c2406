/**
 * <asc-exercise>: a practice call: what is known on one side, the conversation with its field, the coach where one is wanted.
 *
 * Every turn is the server's before the customer's answer shows, so that a reload, a second tab or a restart loses none; what
 * is being typed is kept in this tab. Properties: none. Reads `route` (`#exercise=ID`). Events: none.
 */

import { practiceApi } from "../../api/practice.js";
import { h, icon, refill } from "../../dom.js";
import { t } from "../../i18n.js";
import { address, attempt, explain, tried } from "../../page.js";
import { View } from "../../view.js";
import { brief } from "./brief.js";
import { coach } from "./coach.js";
import { Conversation } from "./conversation.js";
import { difficultyTag, pageHead } from "./parts.js";
import { draftOf, keepDraft } from "./draft.js";

/** Where the brief would push the conversation out of sight. */
const NARROW = matchMedia("(max-width: 54rem)");

class Exercise extends View {
  #id = "";
  #call = null;
  #busy = "";
  #said = { key: "", text: "" };
  #asks = "";
  #fold = () => (this.brief.open = !NARROW.matches);
  #looks = false;
  #look = () => !document.hidden && !this.#busy && !this.#looks && this.#call && this.#lookAgain();

  select({ route }) {
    return [route];
  }

  setUp() {
    this.head = h("div", { class: "exercise-head" });
    this.news = h("div", { class: "exercise-news", role: "status" });
    this.brief = h("details", { class: "panel brief", open: true, dataset: { key: "brief" } });
    this.talk = new Conversation({ send: (text) => this.#say(text), typed: (text) => keepDraft(this.#id, text) });
    this.end = h("div", { class: "exercise-end" });
    this.talk.element.append(this.end);
    this.coach = h("div", { class: "coach" });
    this.grid = h("div", { class: "exercise" }, this.brief, this.talk.element, this.coach);
    this.append(this.head, this.news, this.grid);
    document.addEventListener("visibilitychange", this.#look);
    window.addEventListener("focus", this.#look);
    this.brief.open = !NARROW.matches;
    NARROW.addEventListener("change", this.#fold);
  }

  tearDown() {
    document.removeEventListener("visibilitychange", this.#look);
    window.removeEventListener("focus", this.#look);
    NARROW.removeEventListener("change", this.#fold);
  }

  render({ route }) {
    const id = route.params.exercise ?? "";
    if (route.name !== "exercise") return;
    if (id === this.#id && this.#call) {
      this.#sayAgain();
      return this.#show();
    }
    this.#id = id;
    this.#call = null;
    this.grid.hidden = true;
    refill(this.head, pageHead("#practice", t("dialog.loading")));
    this.#open(id);
  }

  async #open(id) {
    await this.#reload(id);
    if (id !== this.#id) return;
    if (!this.#call) return refill(this.head, pageHead("#practice", t("exercise.gone")));
    this.talk.text = draftOf(id);
    this.talk.focus();
  }

  /** Coming back to the page is told twice, by its being seen and by its focus: one look is enough. */
  async #lookAgain() {
    this.#looks = true;
    await this.#reload(this.#id).finally(() => (this.#looks = false));
  }

  async #reload(id) {
    const call = await attempt(() => practiceApi.exercise(id));
    if (!call || id !== this.#id || this.#busy || !this.isConnected) return;
    const moved = this.#call && call.version !== this.#call.version;
    this.#call = call;
    if (moved) this.#tell("exercise.moved");
    this.#show();
  }

  #show() {
    const call = this.#call;
    const speaks = call.mine && call.state === "open" && !call.over;
    this.grid.hidden = false;
    refill(this.head, pageHead("#practice", h("span", { lang: call.scenario.language }, call.scenario.title), difficultyTag(call.scenario.difficulty), call.state === "paused" && h("span", { class: "tag tag-warning" }, t("attempt.state.paused")), this.#tools(call)));
    refill(this.brief, h("summary", {}, t("exercise.brief_open")), h("div", { class: "brief-body" }, brief(call)));
    this.talk.show(call, speaks, this.#busy);
    this.coach.hidden = !call.coaching;
    this.grid.classList.toggle("coached", Boolean(call.coaching));
    refill(this.coach, call.coaching && coach(call.coaching, call.scenario.language, speaks ? (words) => this.talk.use(words) : null));
    refill(this.end, this.#ending(call));
  }

  #tools(call) {
    if (!call.mine || call.state === "finished") return null;
    const tool = (key, name, work, off = false) => h("button", { type: "button", dataset: { key }, disabled: off || Boolean(this.#busy), onclick: work }, icon(name), t(`exercise.${key}`));
    const paused = call.state === "paused";
    return h("div", { class: "exercise-tools" }, tool("undo", "back", () => this.#undo(), call.turns.length === 0), tool(paused ? "resume" : "pause", paused ? "play" : "sync", () => this.#pause(!paused)), !call.over && tool("hang_up", "leave", () => this.#ask("finish")));
  }

  /** What stands under the conversation: a question, or why nothing more can be said. */
  #ending(call) {
    const button = (key, name, work) => h("button", { type: "button", class: name, dataset: { key }, disabled: Boolean(this.#busy), onclick: work }, t(`exercise.${key}`));
    const box = (key, ...buttons) => h("div", { class: "exercise-box", role: "group", "aria-label": t(`exercise.${key}`) }, h("p", {}, h("strong", {}, t(`exercise.${key}`)), " ", t(`exercise.${key}_text`)), h("div", { class: "exercise-buttons" }, buttons));
    if (call.state === "finished") return box("finished", h("a", { class: "button primary", href: address("debrief", { debrief: call.id }), dataset: { key: "read" } }, t("exercise.read")));
    if (!call.mine) return h("p", { class: "hint" }, t("exercise.reading", { name: call.trainee_name }));
    if (call.over) return box(call.ended || "goodbye", button("debrief", "primary", () => this.#finish()), button("take_back", "", () => this.#undo()));
    if (call.state === "paused") return box("paused", button("go_on", "primary", () => this.#pause(false)));
    if (this.#asks === "finish") return box("sure", button("yes_finish", "primary", () => this.#finish()), button("stay", "", () => this.#ask("")));
    if (this.#asks === "silence") return box("silence", button("stay_silent", "", () => this.#say("", true)), button("write", "primary", () => this.#ask("")));
    return null;
  }

  #ask(what) {
    this.#asks = what;
    this.#show();
    if (what) this.end.querySelector("button")?.focus();
    else this.talk.focus();
  }

  async #say(text, silent = false) {
    if (this.#busy) return;
    if (!text.trim() && !silent) return this.#ask("silence");
    const before = this.#call;
    const done = await this.#change("say", () => practiceApi.say(this.#id, before.version, text));
    const kept = done || arrived(before, this.#call, text);
    if (kept && this.talk.text.trim() === text.trim()) this.talk.text = "";
    if (kept && !done) this.#tell();
    if (kept && this.#call.over) this.end.querySelector("button")?.focus();
    else if (this.#call?.state === "open") this.talk.focus();
  }

  async #undo() {
    const last = this.#call.turns.at(-1)?.line ?? "";
    const done = await this.#change("undo", () => practiceApi.undo(this.#id, this.#call.version));
    if (!done) return;
    if (!this.talk.text.trim()) this.talk.text = last;
    this.#tell("exercise.undone");
    this.talk.focus();
  }

  async #pause(paused) {
    await this.#change("pause", () => practiceApi.pause(this.#id, this.#call.version, paused));
    if (paused) this.end.querySelector("button")?.focus();
    else this.talk.focus();
  }

  async #finish() {
    const done = await this.#change("finish", () => practiceApi.finish(this.#id, this.#call.version));
    if (!done) return;
    keepDraft(this.#id, "");
    location.hash = address("debrief", { debrief: this.#id });
  }

  /** Ask the server for a change; true when it was made. What was typed stays, whatever happens. */
  async #change(what, ask) {
    const id = this.#id;
    this.#busy = what;
    this.#asks = "";
    this.#tell();
    this.#show();
    const { answer, error } = await tried(ask);
    if (!error && id === this.#id) this.#call = answer;
    if (error?.status === 409) await this.#catchUp(id);
    this.#busy = "";
    if (id !== this.#id || !this.isConnected) return false;
    if (error) this.#failed(error);
    this.#show();
    return !error;
  }

  async #catchUp(id) {
    const call = await attempt(() => practiceApi.exercise(id));
    if (call && id === this.#id) this.#call = call;
  }

  #failed(error) {
    const known = { changed_elsewhere: "exercise.moved_kept", paused: "exercise.was_paused", finished: "exercise.was_finished", unreachable: "exercise.unreachable" };
    this.#tell(known[error.code], explain(error));
  }

  #tell(key = "", text = "") {
    this.#said = { key, text };
    this.#sayAgain();
  }

  /** In the language of now. */
  #sayAgain() {
    const { key, text } = this.#said;
    refill(this.news, (key || text) && h("p", { class: "exercise-note" }, icon("info"), h("span", {}, key ? t(key) : text)));
  }
}

/** Whether the line reached the server though its answer didn't come back: it is the turn after those that we knew. */
function arrived(before, now, text) {
  return now?.turns.length === before.turns.length + 1 && now.turns.at(-1).line === text.trim();
}

customElements.define("asc-exercise", Exercise);
