/** The parts of a report's sections: figures as cards, charts with their data as a table. */

import { h, icon } from "../../dom.js";
import { t } from "../../i18n.js";
import { cellNode, cellText, reportTable } from "./report_cells.js";

/** A section: what it is about, its figures and charts, and what it can't tell. */
export function section({ id, title, note, figures = [], charts = [] }, pictures) {
  return h(
    "section",
    { class: "panel report-section", id: `section-${id}`, "aria-labelledby": `title-${id}`, tabindex: "-1" },
    h("h2", { class: "panel-title", id: `title-${id}` }, title),
    figures.length > 0 && h("dl", { class: "report-figures" }, figures.map(figure)),
    charts.length > 0 && h("div", { class: "report-charts" }, charts.map((one) => chart(one, pictures[one.id]))),
    note && h("p", { class: "hint report-note" }, note),
  );
}

function figure({ label, now, before, difference, better = "", note }) {
  return h(
    "div",
    { class: "report-figure" },
    h("dt", {}, label),
    h("dd", { class: "report-value number" }, cellNode(now, label)),
    before && h("dd", { class: "below" }, t("dashboard.before", { value: cellText(before) }), difference && change(difference, better)),
    note && h("dd", { class: "below" }, note),
  );
}

/** The difference, with its sign and, where one side is better, with a word for it. */
function change(difference, better) {
  const value = Number(difference.money ?? difference.number);
  if (!value || !better) return h("span", { class: "report-change number" }, cellText(difference));
  const good = (value > 0) === (better === "more");
  return h(
    "span",
    { class: `report-change number ${good ? "is-better" : "is-worse"}` },
    cellText(difference),
    icon(good ? "done" : "alert"),
    t(good ? "dashboard.better" : "dashboard.worse"),
  );
}

function chart(one, svg) {
  const { id, kind, title, summary, labels, table } = one;
  return h(
    "figure",
    { class: "report-chart" },
    h("figcaption", {}, h("strong", {}, title), h("span", { class: "below" }, summary)),
    drawing(svg),
    kind === "points" && h("ol", { class: "report-points" }, labels.map((name) => h("li", {}, name))),
    h("details", { dataset: { key: `data-${id}` } }, h("summary", { dataset: { key: `data-open-${id}` } }, t("dashboard.data")), reportTable(table)),
  );
}

/** The server's picture: parsed as SVG, so that nothing in it could be read as a page's markup. */
function drawing(svg) {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  return document.importNode(parsed.documentElement, true);
}
