/** A call's scorecard: each criterion with the level that holds, why, and the words that it rests on. No network. */

import { h, icon } from "../../dom.js";
import { moment } from "../../format.js";
import { t } from "../../i18n.js";
import { CRITERIA, levelBadge, levelWords, quoteButton } from "./marks.js";
import { foldedForm } from "./review_forms.js";

/**
 * @param {Record<string, any>} data  the server's page of the call, with `lines`, its utterances by id
 * @param {{may: boolean, drafts: import("./review_forms.js").Drafts, send: (key: string, move: object) => void}} how
 */
export function scorecard(data, how) {
  const { score, review } = data;
  if (!score && !review) return h("div", { class: "scorecard" }, h("p", { class: "empty" }, t("review.unscored_text")));
  const rows = CRITERIA.filter((id) => id in review.levels).map((id) => criterion(id, data, how));
  return h("div", { class: "scorecard" }, h("p", { class: "hint" }, t("review.conduct")), rows, steps(data));
}

function criterion(id, data, how) {
  const { review, score, rubric, lines } = data;
  const proposal = score?.criteria.find((one) => one.id === id);
  const edited = review.steps.findLast((one) => one.action === "edit" && one.criterion === id);
  const decided = review.steps.findLast((one) => one.criterion === id && one.was !== one.level);
  const held = review.levels[id];
  const words = rubricWords(rubric, id);
  const why = edited?.reason ?? proposal?.explanation ?? "";
  const meaning = held === null ? "" : words.level(held);
  const language = data.call.info.language;
  return h(
    "article",
    { class: "criterion", "aria-labelledby": `criterion-${id}` },
    h("div", { class: "criterion-head" }, h("h3", { id: `criterion-${id}` }, words.name), levelBadge(held)),
    !why.startsWith(meaning) && h("p", { class: "below" }, meaning),
    h("p", { class: "criterion-why", lang: edited ? null : language }, why),
    h("p", { class: "below" }, edited ? t("review.edited_by", { who: edited.who }) : proposal && t(`review.by.${proposal.by}`)),
    decided && h("p", { class: "criterion-decided" }, icon("info"), h("span", {}, t("review.changed", { who: decided.who, was: levelWords(decided.was), level: levelWords(decided.level) }), decided.reason && [" ", h("q", {}, decided.reason)])),
    quotes([...(proposal?.evidence ?? []), ...(decided?.evidence ? [decided.evidence] : [])], lines, id),
    how.may && h("div", { class: "criterion-steps" }, overrule(id, held, words, how), edit(id, proposal, how)),
  );
}

function quotes(evidence, lines, id) {
  if (!evidence.length) return null;
  return h("ul", { class: "quotes" }, evidence.map((one, n) => h("li", {}, quoteButton(one, lines.get(one.utterance_id)?.t, `quote-${id}-${n}`))));
}

function overrule(id, held, words, { drafts, send }) {
  const key = `overrule-${id}`;
  const levels = { held, anchors: words.level, needed: true };
  return foldedForm(t("review.overrule"), { key, action: "overrule", criterion: id, levels, quotes: true, label: t("review.why"), submit: t("review.overrule_send"), draft: drafts.of(key), send: (move) => send(key, move) });
}

function edit(id, proposal, { drafts, send }) {
  const key = `edit-${id}`;
  const draft = drafts.of(key);
  if (!draft.reason && proposal) draft.reason = proposal.explanation;
  return foldedForm(t("review.edit"), { key, action: "edit", criterion: id, label: t("review.explanation"), submit: t("review.edit_send"), draft, send: (move) => send(key, move) });
}

/** What the rubric says of a criterion, in the page's language; the product's own name where it says nothing. */
export function rubricWords(rubric, id) {
  const language = document.documentElement.lang;
  const found = rubric?.criteria.find((one) => one.id === id);
  return { name: found?.name[language] ?? t(`criterion.${id}`), level: (level) => found?.levels[level]?.[language] ?? "" };
}

/** Every step that was taken, the oldest first. */
function steps({ review, lines }) {
  if (!review.steps.length) return null;
  return h("section", { class: "review-steps", "aria-labelledby": "review-steps-title" }, h("h3", { id: "review-steps-title" }, t("review.steps")), h("ol", {}, review.steps.map((one) => step(one, lines))));
}

function step({ version, at, who, action, criterion: id, was, level, reason, evidence }, lines) {
  const changed = was !== level;
  return h(
    "li",
    { dataset: { step: action } },
    h("p", { class: "step-head" }, h("strong", {}, who), ` ${t(`review.did.${action}`)}`, id && `: ${t(`criterion.${id}`)}`, changed && h("span", { class: "number" }, `, ${levelWords(was)} → ${levelWords(level)}`)),
    h("p", { class: "below number" }, moment(at)),
    reason && h("p", { class: "step-reason" }, reason),
    evidence && quoteButton(evidence, lines.get(evidence.utterance_id)?.t, `step-quote-${version}`),
  );
}
