/** How shares, tone and trend of a theme are shown: words, a small drawing, and the figures as a table. No network. */

import { h, svg } from "../../dom.js";
import { day, decimal, percent, whole } from "../../format.js";
import { t } from "../../i18n.js";

const [WIDTH, HEIGHT, EDGE] = [320, 72, 6];
/** With fewer calls in a period the dot is hollow and has no interval: it would span the drawing. */
const FEW = 10;

/** A small share to `3,1 %`, a larger one to `42 %`. */
function share(value) {
  return value < 0.1 ? decimal(value, { style: "percent", maximumFractionDigits: 1 }) : percent(value);
}

/** The share; a dash without calls. */
export function shareWords({ share: value }) {
  return value === null ? "–" : share(value);
}

/** `28 su 198; al 95 % tra 10 % e 20 %`. */
export function shareDetail({ heard, of, low, high }) {
  if (low === null) return t("voice.share_none", { heard: whole(heard), of: whole(of) });
  return t("voice.share_of", { heard: whole(heard), of: whole(of), low: share(low), high: share(high) });
}

/** How much each source speaks of it, side by side. */
export function sourceTable({ sources }) {
  const rows = Object.entries(sources).filter(([, one]) => one.of > 0);
  return h(
    "table",
    { class: "voice-table" },
    h("caption", {}, t("voice.by_source")),
    h("thead", {}, h("tr", {}, ["source", "share", "interval", "heard"].map((name) => h("th", { scope: "col" }, t(`voice.${name}_column`))))),
    h(
      "tbody",
      {},
      rows.map(([source, one]) =>
        h("tr", {}, h("th", { scope: "row" }, t(`voice.share.${source}`)), h("td", { class: "number" }, shareWords(one)), h("td", { class: "number" }, `${share(one.low)} – ${share(one.high)}`), h("td", { class: "number" }, `${whole(one.heard)} / ${whole(one.of)}`)),
      ),
    ),
  );
}

/** Reproaches, words without a tone, and praises: a bar of three parts, said in words. */
export function toneBar({ tone }) {
  const parts = ["negative", "neutral", "positive"].filter((one) => tone[one] > 0);
  const words = parts.map((one) => t(`voice.tone.${one}`, { count: tone[one] }));
  const bar = drawing("voice-tone", 300, 10, t("voice.tone"));
  bar.setAttribute("aria-hidden", "true");
  bar.setAttribute("preserveAspectRatio", "none");
  const all = parts.reduce((sum, one) => sum + tone[one], 0);
  let at = 0;
  for (const one of parts) {
    const wide = (300 * tone[one]) / all;
    bar.append(svg("rect", { class: `tone-${one}`, x: at, y: 0, width: Math.max(wide - 1, 1), height: 10 }));
    at += wide;
  }
  return h("div", { class: "voice-tone-line" }, h("span", { class: "voice-label", "data-tip": t("voice.tone_tip") }, t("voice.tone")), bar, h("span", { class: "below" }, words.join(" · ")));
}

/** Shares by week or month with their intervals, drawn; the same figures unfold as a table. */
export function trend({ id, trend: periods }, unit) {
  const heard = periods.filter((one) => one.of > 0);
  if (!heard.length) return null;
  return h("div", { class: "voice-trend" }, h("span", { class: "voice-label" }, t(`voice.trend.${unit}`)), trendDrawing(periods, heard, unit), trendTable(id, periods));
}

function trendDrawing(periods, heard, unit) {
  const shares = heard.map((one) => one.share);
  const said = t("voice.trend_said", { unit: t(`voice.trend.${unit}`), first: percent(shares[0]), last: percent(shares.at(-1)), most: percent(Math.max(...shares)) });
  const chart = drawing("voice-chart", WIDTH, HEIGHT, said);
  const top = Math.max(...heard.map((one) => (one.of < FEW ? one.share : one.high)), 0.02);
  const x = (n) => EDGE + ((WIDTH - 2 * EDGE) * (n + 0.5)) / periods.length;
  const y = (value) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * Math.min(value, top)) / top;
  chart.append(svg("line", { class: "base", x1: 0, x2: WIDTH, y1: y(0), y2: y(0) }));
  periods.forEach((one, n) => {
    if (one.of >= FEW) chart.append(svg("line", { class: "interval", x1: x(n), x2: x(n), y1: y(one.low), y2: y(one.high) }));
  });
  const points = periods.map((one, n) => (one.of ? `${x(n)},${y(one.share)}` : "")).filter(Boolean);
  chart.append(svg("polyline", { class: "course", points: points.join(" ") }));
  periods.forEach((one, n) => {
    if (one.of) chart.append(svg("circle", { class: one.of < FEW ? "dot few" : "dot", cx: x(n), cy: y(one.share), r: 3.5 }));
  });
  const scale = h("span", { class: "voice-scale below", "aria-hidden": "true" }, h("span", {}, day(periods[0].start)), h("span", {}, `max ${percent(top)}`), h("span", {}, day(periods.at(-1).end)));
  return h("div", { class: "voice-drawn" }, chart, scale);
}

function trendTable(id, periods) {
  return h(
    "details",
    { dataset: { key: `trend-${id}` } },
    h("summary", { dataset: { key: `trend-open-${id}` } }, t("voice.trend_table")),
    h(
      "table",
      { class: "voice-table" },
      h("caption", { class: "hidden-text" }, t("voice.trend_table")),
      h("thead", {}, h("tr", {}, ["period", "share", "interval", "heard"].map((name) => h("th", { scope: "col" }, t(`voice.${name}_column`))))),
      h(
        "tbody",
        {},
        periods.map((one) =>
          h("tr", {}, h("th", { scope: "row" }, `${day(one.start)} – ${day(one.end)}`), h("td", { class: "number" }, shareWords(one)), h("td", { class: "number" }, one.of ? `${share(one.low)} – ${share(one.high)}` : "–"), h("td", { class: "number" }, `${whole(one.heard)} / ${whole(one.of)}`)),
        ),
      ),
    ),
  );
}

function drawing(name, width, height, said) {
  return svg("svg", { class: name, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": said });
}
