/** Small parts that the practice pages share: how hard a scenario is, how an attempt came out, a page's head. */

import { h, icon } from "../../dom.js";
import { decimal, money } from "../../format.js";
import { addWords, named, t } from "../../i18n.js";
import words from "../../i18n/practice.js";

addWords(words);

export const DIFFICULTIES = ["easy", "medium", "hard", "very_hard"];

export function difficultyTag(difficulty) {
  return h("span", { class: `tag difficulty difficulty-${difficulty}` }, t(`difficulty.${difficulty}`));
}

export function languageTag(language) {
  return h("span", { class: "tag" }, t(`language.${language}`));
}

/** A customer's mood from -3 to 3 as people read it, `+1,5`. */
export function moodWords(mood) {
  return decimal(mood, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" });
}

export function averageWords(average) {
  return decimal(average, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** What an attempt brought, in a line. */
export function cameOut({ disposition, amount, possible, currency }) {
  if (!disposition) return "";
  const sums = Number(possible) > 0 ? t("practice.sums", { amount: money(amount, currency), possible: money(possible, currency) }) : "";
  return [named("disposition", disposition), sums].filter(Boolean).join(" · ");
}

/** The way back and the title of a page within another one. */
export function pageHead(back, title, ...more) {
  return h("div", { class: "page-head practice-head" }, h("a", { class: "button quiet back", href: back, "aria-label": t("practice.back"), dataset: { key: "back" } }, icon("back")), h("h1", { tabindex: "-1" }, title), more);
}
