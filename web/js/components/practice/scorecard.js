/** The scorecard of a practice call: each criterion with its level, why, and the words that it rests on. No network. */

import { h } from "../../dom.js";
import { t } from "../../i18n.js";
import { levelBadge } from "../supervise/marks.js";

/**
 * @param {object[]} criteria  as a score has them
 * @param {string} language  of the call
 * @param {(evidence: object) => HTMLElement} quote  makes the button that leads to the words
 */
export function scorecard(criteria, language, quote) {
  return [h("p", { class: "hint" }, t("debrief.conduct")), h("div", { class: "scorecard" }, criteria.map((one) => criterion(one, language, quote)))];
}

function criterion({ id, level, explanation, evidence }, language, quote) {
  return h(
    "article",
    { class: "criterion", "aria-labelledby": `criterion-${id}` },
    h("div", { class: "criterion-head" }, h("h3", { id: `criterion-${id}` }, t(`criterion.${id}`)), levelBadge(level)),
    h("p", { class: "criterion-why", lang: language }, explanation),
    evidence.length > 0 && h("ul", { class: "quotes" }, evidence.map((one) => h("li", {}, quote(one)))),
  );
}
