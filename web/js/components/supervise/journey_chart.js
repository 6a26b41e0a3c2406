/** A bar chart of how late each due date was paid: SVG without a style of its own, and its data as a table. */

import { h, svg } from "../../dom.js";
import { day } from "../../format.js";
import { t } from "../../i18n.js";

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [560, 150, 34, 22, 10];
const MOST = 36;

/** @param {{due_on: string, paid_on: string, delay: number}[]} points oldest first */
export function paymentChart(points) {
  const shown = points.slice(-MOST);
  return h(
    "figure",
    { class: "journey-chart" },
    h("figcaption", {}, t("journey.chart"), h("span", { class: "below" }, t("journey.chart_note"))),
    drawing(shown),
    h("details", { dataset: { key: "journey-chart-data" } }, h("summary", {}, t("journey.chart_table")), table(shown)),
  );
}

function drawing(points) {
  const high = Math.max(10, ...points.map((point) => point.delay));
  const low = Math.min(0, ...points.map((point) => point.delay));
  const scale = (HEIGHT - TOP - BOTTOM) / (high - low);
  const y = (value) => TOP + (high - value) * scale;
  const step = (WIDTH - LEFT) / Math.max(points.length, 8);
  const bars = points.map((point, place) => bar(point, LEFT + place * step, step * 0.7, y));
  const last = points.at(-1);
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": t("journey.chart"), class: "journey-bars" },
    ...grid(high, low, y),
    ...bars,
    label(LEFT, HEIGHT - 6, points[0].due_on, "start"),
    points.length > 4 ? label(LEFT + (points.length - 0.3) * step, HEIGHT - 6, last.due_on, "end") : null,
  );
}

function bar(point, x, width, y) {
  const [zero, value] = [y(0), y(point.delay)];
  const kind = point.delay > 0 ? "late" : "early";
  const height = Math.max(2, Math.abs(value - zero));
  const words = `${day(point.due_on)}: ${t("journey.days", { count: point.delay })}`;
  const attributes = { x, width, y: Math.min(zero, value), height, class: `bar-${kind}`, rx: 1.5 };
  return svg("rect", attributes, svg("title", {}, words));
}

function grid(high, low, y) {
  const every = high - low > 80 ? 30 : high - low > 30 ? 15 : 5;
  const lines = [];
  for (let value = Math.ceil(low / every) * every; value <= high; value += every) {
    lines.push(svg("line", { x1: LEFT - 4, x2: WIDTH, y1: y(value), y2: y(value), class: value === 0 ? "zero" : "rule" }));
    lines.push(svg("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, String(value)));
  }
  return lines;
}

function label(x, y, iso, anchor) {
  return svg("text", { x, y, "text-anchor": anchor }, day(iso));
}

function table(points) {
  const columns = ["due", "paid", "delay"];
  return h(
    "table",
    { class: "journey-data" },
    h("caption", { class: "hidden-text" }, t("journey.chart")),
    h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, t(`journey.${name}`))))),
    h("tbody", {}, [...points].reverse().map((one) => h("tr", {}, h("td", {}, day(one.due_on)), h("td", {}, day(one.paid_on)), h("td", { class: "number" }, one.delay)))),
  );
}
