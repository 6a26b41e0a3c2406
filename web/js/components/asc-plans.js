/**
 * <asc-plans>: the plans that can be offered, why none can, the nearest one, and the customer's limits.
 *
 * A plan beyond the operator's authority waits for a supervisor, who approves or rejects it here.
 *
 * Properties: none. Reads `call.plans`, `call.ended`, `session.role`. Events: `open-source` (bubbles) for the article of a plan.
 */

import { choosePlan, decidePlan } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { day, money } from "../format.js";
import { named, t } from "../i18n.js";
import { openSource } from "../sentence.js";
import { View } from "../view.js";

const DECIDERS = ["supervisor", "admin"];

class Plans extends View {
  select({ call, session }) {
    return [call?.plans, call?.ended, call?.opened, session?.role];
  }

  setUp() {
    this.body = h("div", { class: "plans-body" });
    this.heading = h("h2", { class: "panel-title" });
    const section = h("section", { class: "panel plans" }, this.heading, this.body, h("asc-limits"));
    this.append(section);
  }

  render({ call, session }) {
    const plans = call?.plans;
    const decides = DECIDERS.includes(session?.role);
    const marks = plans && { ...plans, decides, ended: call.ended };
    const language = call?.opened?.language;
    this.heading.textContent = t("plans.title");
    this.toggleAttribute("data-filled", Boolean(plans?.options.length || plans?.reason));
    refill(
      this.body,
      !plans && h("p", { class: "empty" }, t("plans.empty")),
      plans?.reason && h("p", { class: "reason", lang: language }, icon("info"), plans.reason.text),
      plans?.options.length > 0 && table(plans.options, marks),
      plans?.nearest && [h("h3", { class: "more-title" }, t("plans.nearest")), table([plans.nearest], marks)],
    );
  }
}

function table(options, marks) {
  const heads = ["label", "instalments", "first", "total", "authority"];
  return h(
    "table",
    { class: "plan-table" },
    h("thead", {}, h("tr", {}, heads.map((name) => h("th", { scope: "col" }, t(`plans.${name}`))), h("td"))),
    options.map((plan) => rows(plan, marks)),
  );
}

/** `marks` says which option was `chosen` here, which the operator `offered` aloud, and what supervisors decided. */
function rows(plan, marks) {
  const chosen = plan.id === marks.chosen;
  const approval = marks.approvals.find((one) => one.plan_id === plan.id);
  const offered = plan.id === marks.offered && !chosen;
  const paid = plan.instalments.filter((one) => !one.deposit);
  const cell = (name, ...content) => h("td", { dataset: { label: t(`plans.${name}`) } }, content);
  const main = h(
    "tr",
    { class: "plan-row" },
    h("th", { scope: "row" }, named("plan", plan.label), offered && h("span", { class: "below" }, t("plans.offered"))),
    cell("instalments", h("span", { class: "number" }, each(paid, plan.currency)), deposit(plan)),
    cell("first", h("span", { class: "number" }, day(plan.instalments[0]?.due))),
    cell("total", h("span", { class: "number" }, money(plan.total, plan.currency)), plan.estimate && h("span", { class: "tag" }, t("plans.estimate"))),
    cell("authority", authority(plan.authority), approvalNote(approval)),
    h("td", { class: "plan-actions" }, chooser(plan, marks, approval)),
  );
  const schedule = h("tr", { class: "plan-detail" }, h("td", { colspan: 6 }, decision(plan, marks, approval), details(plan)));
  return h("tbody", { class: "plan", dataset: { chosen: String(chosen) } }, main, schedule);
}

function deposit(plan) {
  const first = plan.instalments.find((one) => one.deposit);
  return first && h("span", { class: "below" }, t("plans.deposit", { amount: money(first.amount, plan.currency) }));
}

/** How many instalments of how much, and the last one where it carries the odd cents. */
function each(paid, currency) {
  if (!paid.length) return "–";
  const [first, last] = [paid[0].amount, paid.at(-1).amount];
  const text = `${paid.length} × ${money(first, currency)}`;
  return first === last ? text : [text, h("span", { class: "below" }, t("plans.last", { amount: money(last, currency) }))];
}

function authority(who) {
  return h("span", { class: `authority authority-${who}` }, icon(who === "operator" ? "done" : "person"), t(`authority.${who}`));
}

/** What became of the plan: it waits, or who decided what and why. */
function approvalNote(approval) {
  if (!approval) return null;
  const { state, by, text } = approval;
  return h("span", { class: `below approval-${state}` }, t(`approval.${state}`, { by }), text && ` «${text}»`);
}

function chooser(plan, marks, approval) {
  if (plan.id === marks.chosen) return h("span", { class: "chosen" }, icon("done"), t("plans.chosen"));
  // The nearest plan breaks a limit of the customer's, unless it is only beyond the operator's authority.
  const offered = marks.options.includes(plan) || plan.authority !== "operator";
  if (!offered || marks.ended || approval?.state === "rejected") return null;
  const label = `${t("plans.choose")}: ${named("plan", plan.label)}`;
  return h("button", { type: "button", "aria-label": label, dataset: { key: `choose-${plan.id}` }, onclick: () => choosePlan(plan.id) }, t("plans.choose"));
}

/** Approve or reject, for a supervisor who follows the call; a rejection says why. */
function decision(plan, marks, approval) {
  if (!marks.decides || marks.ended || plan.authority === "operator") return null;
  const name = named("plan", plan.label);
  const reason = h("input", { type: "text", required: true, maxlength: 500, "aria-label": t("approval.reason"), placeholder: t("approval.reason"), dataset: { key: `why-${plan.id}` } });
  const reject = (event) => {
    event.preventDefault();
    decidePlan("plan.reject", plan.id, reason.value.trim());
  };
  return h(
    "div",
    { class: "plan-decision" },
    approval?.state !== "approved" &&
      h("button", { type: "button", class: "primary", "aria-label": `${t("approval.approve")}: ${name}`, dataset: { key: `approve-${plan.id}` }, onclick: () => decidePlan("plan.approve", plan.id) }, t("approval.approve")),
    approval?.state !== "rejected" &&
      h(
        "details",
        { dataset: { key: `reject-${plan.id}` } },
        h("summary", { "aria-label": `${t("approval.reject")}: ${name}`, dataset: { key: `reject-open-${plan.id}` } }, t("approval.reject")),
        h("form", { onsubmit: reject }, reason, h("button", { type: "submit" }, t("approval.send"))),
      ),
  );
}

function details(plan) {
  const parts = ["outstanding", "discount", "interest", "compensation"].filter(
    (name) => name === "outstanding" || Number(plan[name]) !== 0,
  );
  return h(
    "details",
    { dataset: { key: `schedule-${plan.id}` } },
    h("summary", { dataset: { key: `summary-${plan.id}` } }, t("plans.schedule")),
    h(
      "div",
      { class: "schedule" },
      h("ol", {}, plan.instalments.map((one) => step(one, plan.currency))),
      h("dl", {}, parts.map((name) => [h("dt", {}, t(`plans.${name}`)), h("dd", { class: "number" }, sign(name) + money(plan[name], plan.currency))])),
      h("p", { class: "below" }, t("plans.invoices"), " ", plan.invoices.join(", ")),
      h("button", { type: "button", class: "source", dataset: { key: `rule-${plan.id}` }, onclick: (event) => openSource(event.target, { kind: "article", id: plan.article, title: "" }) }, icon("article"), h("span", {}, t("plans.rule"))),
    ),
  );
}

function sign(name) {
  return name === "discount" ? "− " : "";
}

function step(one, currency) {
  return h("li", {}, h("span", {}, day(one.due), one.deposit && ` · ${t("plans.deposit_short")}`), h("span", { class: "number" }, money(one.amount, currency)));
}

customElements.define("asc-plans", Plans);
