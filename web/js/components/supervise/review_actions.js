/** Where a review stands, and what the reader may do about it now. No network. */

import { h } from "../../dom.js";
import { t } from "../../i18n.js";
import { foldedForm, stepForm } from "./review_forms.js";
import { rubricWords } from "./review_score.js";

/**
 * @param {Record<string, any>} data  the server's page of the call
 * @param {{may: boolean, drafts: import("./review_forms.js").Drafts, send: (key: string, move: object) => void}} how
 */
export function actions(data, how) {
  const { state, mine } = data;
  const words = t(`review.now.${mine ? "mine" : "theirs"}.${state}`);
  return h("div", { class: "review-actions" }, h("p", {}, words), state === "unscored" ? null : mine ? operatorSteps(data, how) : supervisorSteps(data, how));
}

function supervisorSteps({ state, review, rubric }, { drafts, send }) {
  if (state === "proposed") return h("p", {}, h("button", { type: "button", class: "primary", dataset: { key: "approve" }, onclick: () => send("approve", { action: "approve", levels: review.levels }) }, t("review.approve")));
  if (state !== "disputed") return null;
  const dispute = review.steps.findLast((one) => one.action === "dispute");
  const id = dispute.criterion;
  const words = id && rubricWords(rubric, id);
  const levels = id ? { held: review.levels[id], anchors: words.level, needed: false } : undefined;
  return h(
    "div",
    { class: "review-dispute" },
    h("p", {}, h("strong", {}, t("review.dispute_by", { who: dispute.who })), id && ` ${words.name}`),
    h("blockquote", {}, dispute.reason),
    stepForm({ key: "answer", action: "answer", criterion: id ?? undefined, levels, label: t("review.answer"), submit: t("review.answer_send"), draft: drafts.of("answer"), send: (move) => send("answer", move) }),
  );
}

function operatorSteps({ state, review }, { drafts, send }) {
  const decided = ["approved", "overruled", "settled"].includes(state);
  const open = decided || state === "proposed" || state === "acknowledged";
  return h(
    "div",
    { class: "review-mine" },
    decided && h("button", { type: "button", class: "primary", dataset: { key: "acknowledge" }, onclick: () => send("acknowledge", { action: "acknowledge" }) }, t("review.acknowledge")),
    open && state !== "settled" && foldedForm(t("review.dispute"), { key: "dispute", action: "dispute", criteria: Object.keys(review.levels), label: t("review.dispute_why"), submit: t("review.dispute_send"), draft: drafts.of("dispute"), send: (move) => send("dispute", move) }),
  );
}
