/** What a customer owes, is worth, and how they pay: the panels at the head of a customer's page. */

import { h, icon } from "../../dom.js";
import { day, decimal, money, percent } from "../../format.js";
import { t } from "../../i18n.js";
import { paymentChart } from "./journey_chart.js";

const TENTHS = { maximumFractionDigits: 1 };

/** @param {{facts: object, pattern: object[]}} page */
export function factPanels({ facts, pattern }) {
  return [facts.warning && warning(facts.warning), h("div", { class: "journey-facts" }, open(facts), value(facts.clv), promises(facts.promises)), pays(facts, pattern)];
}

function panel(title, ...content) {
  return h("section", { class: "panel journey-fact" }, h("h2", { class: "panel-title" }, title), ...content);
}

function line(name, ...content) {
  return h("div", { class: "journey-pair" }, h("dt", {}, name), h("dd", { class: "number" }, ...content));
}

function warning(text) {
  return h("div", { class: "journey-warning", role: "note" }, icon("alert"), h("p", {}, h("strong", {}, `${t("journey.warning")}. `), text));
}

function open({ balances }) {
  if (!balances.some((one) => Number(one.outstanding) > 0 || Number(one.credit) > 0)) {
    return panel(t("journey.open"), h("p", { class: "empty" }, t("journey.open_none")));
  }
  return panel(t("journey.open"), balances.map(balance));
}

function balance({ currency, outstanding, overdue, overdue_count: count, disputed, credit, ageing }) {
  const shown = (amount) => money(amount, currency);
  const late = Object.entries(ageing).filter(([bucket, amount]) => bucket !== "current" && Number(amount) > 0);
  return [
    h("p", { class: "journey-figure number" }, shown(outstanding)),
    h(
      "dl",
      {},
      count > 0 && line(t("journey.overdue"), h("span", { class: "journey-late" }, shown(overdue))),
      late.map(([bucket, amount]) => line(`${t("journey.ageing")} ${t(`journey.bucket.${bucket}`)}`, shown(amount))),
      Number(disputed) > 0 && line(t("journey.disputed"), shown(disputed)),
      Number(credit) > 0 && line(t("journey.credit"), shown(credit)),
    ),
  ];
}

function value(clv) {
  if (!clv) return panel(t("journey.value"), h("p", { class: "empty" }, t("journey.value_none")));
  return panel(
    t("journey.value"),
    h("p", { class: "journey-figure number" }, money(clv.value, clv.currency)),
    h("p", { class: "below" }, t(`journey.band.${clv.band}`)),
    h(
      "dl",
      {},
      line(t("journey.average_order"), money(clv.average_order, clv.currency)),
      line(t("journey.orders_per_year"), decimal(clv.orders_per_year, TENTHS)),
      line(t("journey.horizon"), clv.horizon_years),
      line(t("journey.discount"), percent(clv.discount_rate)),
    ),
    h("p", { class: "below" }, t("journey.value_note")),
  );
}

function promises(kept) {
  if (!kept) return panel(t("journey.promises"), h("p", { class: "empty" }, t("journey.promises_none")));
  return panel(
    t("journey.promises"),
    h("p", { class: "journey-figure number" }, percent(kept.rate)),
    h("p", { class: "below" }, t("journey.promises_text", { kept: kept.kept, due: kept.due })),
    h("p", { class: "below" }, t("journey.promises_amount", { kept: money(kept.amount_kept, kept.currency), due: money(kept.amount_due, kept.currency) })),
  );
}

function pays({ days_to_pay: days, expected }, pattern) {
  if (!days || !pattern.length) return panel(t("journey.pays"), h("p", { class: "empty" }, t("journey.pays_none")));
  return h(
    "section",
    { class: "panel journey-pays" },
    h("h2", { class: "panel-title" }, t("journey.pays")),
    h(
      "dl",
      {},
      line(t("journey.days_to_pay"), decimal(days.average, TENTHS)),
      line(t("journey.median_delay"), t("journey.days", { count: Math.round(days.median_delay) })),
      days.trend && line(t("journey.trend"), t(`journey.trend.${days.trend}`)),
      expected && line(t("journey.expected"), t("journey.expected_text", { number: expected.invoice_number, day: day(expected.on), earliest: day(expected.earliest), latest: day(expected.latest) })),
    ),
    paymentChart(pattern),
  );
}
