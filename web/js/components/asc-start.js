/**
 * <asc-start>: waiting for a call: the open ones, and those of the demo company that can be played.
 *
 * Properties: none. Reads `calls`, `demos`, `session`, `tasks`, `reviews`, `practice`, `today`. Events: none.
 */

import { openCall, replay, showTasks } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { clockTime } from "../format.js";
import { named, t } from "../i18n.js";
import { groups, urgent } from "../task_groups.js";
import { View } from "../view.js";

const SPEEDS = [1, 2, 4];

class Start extends View {
  #speed = 1;

  select({ calls, demos, session, tasks, reviews, practice }) {
    return [calls, demos, session, tasks, reviews, practice];
  }

  render({ calls, demos, session, tasks, reviews, practice, today, language }) {
    refill(
      this,
      h(
        "section",
        { class: "welcome" },
        h("span", { class: "calm-wave", "aria-hidden": "true" }, h("i"), h("i"), h("i"), h("i"), h("i")),
        h("h1", {}, session?.display_name ? t("start.hello", { name: session.display_name }) : t("start.title")),
        h("p", {}, t("start.text")),
      ),
      h(
        "section",
        { class: "panel" },
        h("h2", { class: "panel-title" }, t("start.open_calls"), calls.length > 0 && h("span", { class: "count" }, calls.length)),
        calls.length ? h("ul", { class: "rows" }, calls.map(callRow)) : h("p", { class: "empty" }, t("start.no_calls")),
      ),
      tasks?.length > 0 && todo(tasks, today),
      reviews?.total > 0 && mine(reviews),
      practice?.waiting > 0 && exercises(practice),
      demos?.length > 0 && this.#demos(demos, language),
    );
  }

  #demos(demos, language) {
    return h(
      "section",
      { class: "panel" },
      h(
        "div",
        { class: "panel-head" },
        h("h2", { class: "panel-title" }, t("start.demos")),
        h(
          "div",
          { class: "segments", role: "group", "aria-label": t("start.speed") },
          SPEEDS.map((speed) => h("button", { type: "button", "aria-pressed": String(speed === this.#speed), dataset: { key: `speed-${speed}`, speed }, onclick: (event) => this.#choose(event, speed) }, `${speed}×`)),
        ),
      ),
      h("p", { class: "hint" }, t("start.demos_text")),
      h("ul", { class: "rows" }, demos.map((demo) => demoRow(demo, language, () => replay(demo.id, this.#speed)))),
    );
  }

  #choose(event, speed) {
    this.#speed = speed;
    for (const button of event.target.parentElement.children) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === speed));
    }
  }
}

/** A line that leads to the tasks, and says what calls for attention now. */
function todo(tasks, today) {
  const { late, today: due, waiting } = groups(tasks, today);
  const parts = [late.length && t("tasks.count_late", { count: late.length }), due.length && t("tasks.count_today", { count: due.length }), waiting.length && t("tasks.count_waiting", { count: waiting.length })];
  const below = urgent(tasks, today) ? parts.filter(Boolean).join(" · ") : t("tasks.count_later", { count: tasks.length });
  return h(
    "section",
    { class: "panel" },
    h("h2", { class: "panel-title" }, t("tasks.title")),
    h("button", { type: "button", class: "row", dataset: { key: "tasks" }, onclick: showTasks }, h("span", { class: "row-main" }, h("strong", {}, t("tasks.open")), h("span", { class: "row-below" }, below)), icon("forward")),
  );
}

/** A line that leads to the reviews of one's own calls. */
function mine({ waiting }) {
  const below = waiting ? t("mine.waiting_count", { count: waiting }) : t("mine.nothing_waits");
  return h(
    "section",
    { class: "panel" },
    h("h2", { class: "panel-title" }, t("mine.title")),
    h("a", { class: "row", href: "#reviews", dataset: { key: "reviews" } }, h("span", { class: "row-main" }, h("strong", {}, t("mine.open")), h("span", { class: "row-below" }, below)), icon("forward")),
  );
}

/** A line that leads to the scenarios that a trainer has given. */
function exercises({ waiting, overdue }) {
  const below = [t("start.practice_waiting", { count: waiting }), overdue > 0 && t("start.practice_overdue", { overdue })].filter(Boolean).join(", ");
  return h(
    "section",
    { class: "panel" },
    h("h2", { class: "panel-title" }, t("start.practice")),
    h("a", { class: "row", href: "/trainer", dataset: { key: "practice" } }, h("span", { class: "row-main" }, h("strong", {}, t("start.practice_open")), h("span", { class: "row-below" }, below)), icon("forward")),
  );
}

function callRow(call) {
  const { call_id: id, customer_name: name, purpose, principal, started_at: started, operator, waits_for_approval: waits } = call;
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "row", dataset: { key: `call-${id}` }, onclick: () => openCall(id) },
      h("span", { class: "row-main" }, h("strong", {}, name || call.customer), h("span", { class: "row-below" }, [named("purpose", purpose), principal, operator].filter(Boolean).join(" · ")), waits && h("span", { class: "tag" }, t("start.waits"))),
      h("span", { class: "row-side number" }, t("start.since", { time: clockTime(started) })),
      icon("forward"),
    ),
  );
}

function demoRow({ id, title, customer, language: spoken }, language, play) {
  const name = title[language] ?? Object.values(title)[0];
  return h(
    "li",
    { class: "row" },
    h("span", { class: "row-main" }, h("strong", {}, name), h("span", { class: "row-below" }, `${customer} · ${t(`language.${spoken}`)}`)),
    h("button", { type: "button", class: "play", "aria-label": `${t("start.play")}: ${name}`, dataset: { key: `demo-${id}`, demo: id }, onclick: play }, icon("play"), t("start.play")),
  );
}

customElements.define("asc-start", Start);
