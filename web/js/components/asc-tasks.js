/**
 * <asc-tasks>: what was promised to customers and is still to be done, and the calls that follow from it.
 *
 * Properties: none. Reads `tasks`, `proposals`, `session`. Events: none.
 */

import { closeTask, finishTask, leaveTasks } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { day, wallTime } from "../format.js";
import { named, t } from "../i18n.js";
import { groups } from "../task_groups.js";
import { View } from "../view.js";

class Tasks extends View {
  select({ tasks, proposals, session, today }) {
    return [tasks, proposals, session?.username, today];
  }

  render({ tasks, proposals, today }) {
    refill(
      this,
      h("div", { class: "tasks-head" }, h("button", { type: "button", class: "quiet back", "aria-label": t("tasks.back"), dataset: { key: "tasks-back" }, onclick: leaveTasks }, icon("back")), h("h1", {}, t("tasks.title"))),
      tasks === null ? h("p", { class: "empty" }, t("dialog.loading")) : this.#lists(tasks, today),
      proposals?.length > 0 && calls(proposals),
    );
  }

  #lists(tasks, today) {
    const found = groups(tasks, today);
    if (!tasks.length) return h("section", { class: "panel" }, h("p", { class: "empty" }, t("tasks.none")));
    return Object.entries(found).map(
      ([name, list]) =>
        list.length > 0 &&
        h(
          "section",
          { class: `panel tasks tasks-${name}` },
          h("h2", { class: "panel-title" }, t(`tasks.${name}`), h("span", { class: "count" }, list.length)),
          h("ul", { class: "rows" }, list.map(row)),
        ),
    );
  }
}

function row(task) {
  const { id, text, customer, customer_name: name, owner, assignee, due, state, evidence, outcome, language } = task;
  const below = [name || customer, assignee || named("owner", owner)].join(" · ");
  return h(
    "li",
    { class: "task", dataset: { state } },
    h("div", { class: "row-main" }, h("p", { class: "task-text", lang: language }, text), h("p", { class: "row-below" }, below), evidence.filter((one) => !text.includes(one.quote)).map((one) => h("p", { class: "below", lang: language }, `«${one.quote}»`)), outcome && h("p", { class: "below", lang: language }, t("tasks.outcome", { outcome }))),
    h("p", { class: "row-side number" }, t("tasks.due", { day: day(due) })),
    state === "open" ? finish(id, text) : h("button", { type: "button", "aria-label": `${t("tasks.told")}: ${text}`, dataset: { key: `told-${id}` }, onclick: () => closeTask(id) }, icon("done"), t("tasks.told")),
  );
}

/** What was found or done, in a few words: the next operator tells the customer. */
function finish(id, text) {
  const words = h("input", { type: "text", required: true, maxlength: 500, "aria-label": t("tasks.what"), placeholder: t("tasks.what"), dataset: { key: `what-${id}` } });
  const send = (event) => {
    event.preventDefault();
    finishTask(id, words.value.trim());
  };
  return h(
    "details",
    { class: "task-finish", dataset: { key: `finish-${id}` } },
    h("summary", { class: "button", "aria-label": `${t("tasks.finish")}: ${text}`, dataset: { key: `finish-open-${id}` } }, t("tasks.finish")),
    h("form", { onsubmit: send }, words, h("button", { type: "submit", class: "primary" }, t("tasks.save"))),
  );
}

function calls(proposals) {
  const item = ({ customer, customer_name: name, purpose, reason, since, language, may_call: now, next_allowed: next }) =>
    h(
      "li",
      { class: "task" },
      h("div", { class: "row-main" }, h("strong", {}, name || customer), h("p", { class: "row-below" }, named("purpose", purpose)), h("p", { class: "below", lang: language }, reason), !now && next && h("p", { class: "below" }, t("customer.call_from", { when: wallTime(next) }))),
      h("p", { class: "row-side number" }, t("tasks.since", { day: day(since) })),
    );
  return h("section", { class: "panel tasks" }, h("h2", { class: "panel-title" }, t("tasks.calls"), h("span", { class: "count" }, proposals.length)), h("p", { class: "hint" }, t("tasks.calls_text")), h("ul", { class: "rows" }, proposals.map(item)));
}

customElements.define("asc-tasks", Tasks);
