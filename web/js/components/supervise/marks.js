/** Small parts that the queue, a call's page and the live view share: the state of a review, levels, days. */

import { h, icon } from "../../dom.js";
import { duration } from "../../format.js";
import { addWords, t } from "../../i18n.js";
import words from "../../i18n/reviews.js";

addWords(words);

export const CRITERIA = ["identification", "purpose", "listening", "empathy", "clarity", "courtesy", "solution", "recap", "compliance"];
export const LEVELS = [0, 1, 2, 3, 4];
export const STATES = ["unscored", "proposed", "approved", "overruled", "disputed", "settled", "acknowledged"];

/** How far the review of a call has come. */
export function stateTag(state) {
  return h("span", { class: `tag review-state review-${state}` }, t(`review.state.${state}`));
}

export function incompleteTag() {
  return h("span", { class: "tag review-incomplete", dataset: { tip: t("review.incomplete_tip") } }, icon("alert"), t("review.incomplete"));
}

/** The nine levels in a row of digits; what each one judges is read aloud and shown as a tip. */
export function levelStrip(levels) {
  const known = CRITERIA.filter((one) => levels[one] !== null && levels[one] !== undefined);
  if (!known.length) return h("span", { class: "below" }, t("queue.no_levels"));
  const spoken = known.map((one) => `${t(`criterion.${one}`)} ${levels[one]}`).join(", ");
  return h(
    "span",
    { class: "level-strip" },
    h("span", { class: "hidden-text" }, spoken),
    CRITERIA.map((one) => h("span", { class: "level-cell", "aria-hidden": "true", dataset: { level: String(levels[one] ?? ""), tip: `${t(`criterion.${one}`)}: ${levelWords(levels[one])}` } }, levels[one] ?? "–")),
  );
}

/** A level as people say it. */
export function levelWords(level) {
  return level === null || level === undefined ? t("level.none") : t("level.of_four", { level });
}

/** A level's digit on its wash: the words beside it say the same. */
export function levelBadge(level) {
  return h("span", { class: "level-badge", dataset: { level: String(level ?? "") } }, level === null ? t("level.none") : [h("strong", {}, level), h("span", { class: "below" }, t("level.of"))]);
}

/** The words of an utterance as a button that leads to its place in the transcript. */
export function quoteButton({ utterance_id: id, quote }, seconds, key) {
  const show = (event) => event.currentTarget.dispatchEvent(new CustomEvent("show-utterance", { bubbles: true, detail: { id, quote } }));
  const at = seconds === undefined ? null : h("span", { class: "at number" }, duration(seconds));
  return h("button", { type: "button", class: "plain quote", "aria-label": `${t("review.show_quote")}: ${quote}`, dataset: { key }, onclick: show }, h("q", {}, quote), at);
}
