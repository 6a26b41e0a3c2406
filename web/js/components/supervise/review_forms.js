/** The forms of a review's steps. What was typed lives in drafts outside the page's elements, so that a newer state can be
 * drawn around it and nothing is lost. No network. */

import { h, icon } from "../../dom.js";
import { t } from "../../i18n.js";
import { CRITERIA, LEVELS, levelWords } from "./marks.js";

export class Drafts {
  #kept = new Map();

  /** What was typed into the form `key` so far. */
  of(key) {
    if (!this.#kept.has(key)) this.#kept.set(key, { reason: "", level: "", criterion: "", evidence: null });
    return this.#kept.get(key);
  }

  drop(key) {
    this.#kept.delete(key);
  }
}

/**
 * A form that takes one step. `levels` (with its `anchors`) asks for a level, `criteria` for a criterion, `quotes` lets
 * words of the transcript be cited.
 * @param {{key: string, action: string, submit: string, label: string, draft: object, send: (move: object) => void,
 *   levels?: {held: number|null, anchors: (level: number) => string, needed: boolean}, criteria?: string[], quotes?: boolean,
 *   required?: boolean, criterion?: string}} how
 */
export function stepForm(how) {
  const { key, action, submit, label, draft, send, levels, criteria, quotes, criterion } = how;
  const field = reasonField(key, label, draft);
  const form = h(
    "form",
    { class: "step-form", dataset: { step: action } },
    levels && levelChoice(key, draft, levels),
    criteria && criterionChoice(key, draft, criteria),
    h("div", { class: "field" }, h("label", { for: field.id }, label), field),
    quotes && h("p", { class: "step-quote" }, draft.evidence ? cited(draft) : h("span", { class: "hint" }, t("review.quote_hint"))),
    h("button", { type: "submit", class: "primary", dataset: { key: `${key}-send` } }, submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send({
      action,
      reason: draft.reason.trim(),
      ...((criterion ?? draft.criterion) && { criterion: criterion ?? draft.criterion }),
      ...(levels && draft.level !== "" && { level: draft.level === "null" ? null : Number(draft.level) }),
      ...(draft.evidence && { evidence: draft.evidence }),
    });
  });
  return form;
}

/** The same form, folded away under its name. */
export function foldedForm(summary, how) {
  return h("details", { class: "step", dataset: { key: how.key } }, h("summary", { dataset: { key: `${how.key}-open` } }, summary), stepForm(how));
}

function reasonField(key, label, draft) {
  const field = h("textarea", { id: `${key}-reason`, rows: 2, maxlength: 2000, required: true, dataset: { key: `${key}-reason` } });
  field.value = draft.reason;
  field.addEventListener("input", () => (draft.reason = field.value));
  return field;
}

function levelChoice(key, draft, { held, anchors, needed }) {
  const choices = [...LEVELS, null].filter((level) => !needed || level !== held);
  const choose = (event) => (draft.level = event.target.value);
  return h(
    "fieldset",
    { class: "step-levels", onchange: choose },
    h("legend", {}, t(needed ? "review.new_level" : "review.new_level_maybe")),
    !needed && option(key, draft, "", t("review.keep_level", { level: levelWords(held) })),
    choices.map((level) => option(key, draft, String(level), level === null ? t("level.none") : `${level}`, level === null ? "" : anchors(level), needed)),
  );
}

function option(key, draft, value, words, below = "", required = false) {
  const input = h("input", { type: "radio", name: `${key}-level`, value, required, checked: draft.level === value, dataset: { key: `${key}-level-${value}` } });
  return h("label", { class: "step-level" }, input, h("span", {}, h("strong", {}, words), below && h("span", { class: "below" }, ` ${below}`)));
}

function criterionChoice(key, draft, criteria) {
  const known = CRITERIA.filter((one) => criteria.includes(one));
  const field = h("select", { id: `${key}-criterion`, dataset: { key: `${key}-criterion` } }, h("option", { value: "" }, t("review.all_levels")), known.map((one) => h("option", { value: one, selected: draft.criterion === one }, t(`criterion.${one}`))));
  field.addEventListener("change", () => (draft.criterion = field.value));
  return h("div", { class: "field" }, h("label", { for: field.id }, t("review.which")), field);
}

function cited(draft) {
  const remove = (event) => {
    draft.evidence = null;
    event.currentTarget.closest(".step-quote").replaceChildren(h("span", { class: "hint" }, t("review.quote_hint")));
  };
  return [h("q", {}, draft.evidence.quote), h("button", { type: "button", class: "quiet icon-button", "aria-label": t("review.quote_remove"), onclick: remove }, icon("close"))];
}
