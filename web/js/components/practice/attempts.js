/** A person's attempts: a line of their average level over time, and each call with outcome, levels and the way to its debrief. */

import { h, icon } from "../../dom.js";
import { day, moment } from "../../format.js";
import { t } from "../../i18n.js";
import { address } from "../../page.js";
import { levelStrip } from "../supervise/marks.js";
import { lineChart } from "./line_chart.js";
import { averageWords, cameOut, difficultyTag, moodWords } from "./parts.js";

const FIRST = 6;

/** @param {object[]} attempts as the desk lists them, the newest first */
export function attemptsOf(title, attempts, key) {
  const judged = attempts.filter((one) => one.average !== null).reverse();
  const heading = `attempts-${key}`;
  return h("section", { class: "panel attempts", "aria-labelledby": heading }, h("h2", { class: "panel-title", id: heading }, title, h("span", { class: "count" }, attempts.length)), judged.length > 1 && progress(judged), table(attempts.slice(0, FIRST), key), attempts.length > FIRST && h("details", { dataset: { key: `older-${key}` } }, h("summary", {}, t("practice.older", { count: attempts.length - FIRST })), table(attempts.slice(FIRST), key)));
}

function progress(judged) {
  const [first, last] = [judged[0], judged.at(-1)];
  const label = t("practice.progress_words", { count: judged.length, first: averageWords(first.average), last: averageWords(last.average) });
  const points = judged.map((one) => ({ name: day(one.started_at).replace(/ \d{4}$/, ""), value: one.average }));
  return h("figure", { class: "progress" }, lineChart(points, { least: 0, most: 4, ticks: [0, 2, 4], label }), h("figcaption", { class: "below" }, label));
}

function table(attempts, key) {
  const columns = ["call", "outcome", "mood", "levels", "average"];
  return h(
    "table",
    { class: "attempt-table" },
    h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, t(`attempt.${name}`))))),
    h("tbody", {}, attempts.map((one) => row(one, key))),
  );
}

function row(one, key) {
  const done = one.state === "finished";
  const cell = (name, ...content) => h("td", { dataset: { label: t(`attempt.${name}`) } }, content);
  const href = done ? address("debrief", { debrief: one.id }) : address("exercise", { exercise: one.id });
  return h(
    "tr",
    { dataset: { attempt: one.id } },
    h("th", { scope: "row" }, h("a", { href, lang: one.language, dataset: { key: `attempt-${key}-${one.id}` } }, one.title), h("span", { class: "below" }, moment(one.started_at), " ", difficultyTag(one.difficulty))),
    cell("outcome", done ? cameOut(one) : h("span", { class: "tag" }, icon("info"), t(`attempt.state.${one.state}`))),
    cell("mood", done ? h("span", { class: "number" }, moodWords(one.mood)) : "–"),
    cell("levels", done ? levelStrip(one.levels) : "–"),
    cell("average", one.average === null ? "–" : h("span", { class: "number" }, averageWords(one.average))),
  );
}
