/** The forms of the voice of the customer: a theme's name, and an action on it; the list of actions. No network.
 * What was typed lives in drafts outside the page's elements, so that nothing is lost when the page is drawn anew. */

import { h } from "../../dom.js";
import { day, decimal, percent, whole } from "../../format.js";
import { LANGUAGES, t } from "../../i18n.js";
import { address } from "../../page.js";

/** A theme's names, in both languages; an empty one gives the name back to the machine. */
export function renameForm(theme, draft, { save, cancel }) {
  const field = (language) => {
    const input = h("input", { id: `name-${language}-${theme.id}`, maxlength: 80, autocomplete: "off", lang: language, dataset: { key: `name-${language}-${theme.id}` } });
    input.value = draft[language] ?? theme.given[language] ?? "";
    input.addEventListener("input", () => (draft[language] = input.value));
    const found = theme.names[language];
    return h("div", { class: "field" }, h("label", { for: input.id }, t(`voice.name.${language}`)), input, found && h("p", { class: "below" }, t("voice.name_hint", { name: found })));
  };
  return form("voice-form", theme.id, [h("div", { class: "voice-fields" }, LANGUAGES.map(field))], t("voice.name_save"), cancel, () =>
    save(Object.fromEntries(LANGUAGES.filter((one) => draft[one] !== undefined && (draft[one] || theme.given[one])).map((one) => [one, draft[one]]))),
  );
}

/** What is to be done about a theme, by whom, until when, and when to look whether it helped. */
export function actionForm(theme, draft, { save, cancel }) {
  const fields = ["text", "owner", "due", "look"].map((name) => {
    const dated = name === "due" || name === "look";
    const input = h(name === "text" ? "textarea" : "input", {
      id: `act-${name}-${theme.id}`,
      required: true,
      dataset: { key: `act-${name}-${theme.id}` },
      ...(dated ? { type: "date", min: draft.today } : { maxlength: name === "text" ? 500 : 80, autocomplete: "off" }),
      ...(name === "text" && { rows: 2 }),
    });
    input.value = draft[name] ?? "";
    input.addEventListener("input", () => (draft[name] = input.value));
    return h("div", { class: `field field-${name}` }, h("label", { for: input.id }, t(`voice.act_${name}`)), input);
  });
  return form("voice-form voice-act", theme.id, [h("h4", { class: "voice-label" }, t("voice.act_title")), h("div", { class: "voice-fields" }, fields)], t("voice.act_save"), cancel, () =>
    save({ theme: theme.id, text: draft.text, owner: draft.owner, due: draft.due, look_on: draft.look }),
  );
}

function form(name, key, parts, submit, cancel, send) {
  const element = h("form", { class: name }, parts, h("div", { class: "voice-buttons" }, h("button", { type: "submit", class: "primary", dataset: { key: `send-${key}` } }, submit), h("button", { type: "button", class: "quiet", onclick: cancel }, t("voice.cancel"))));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  return element;
}

/** What is done about themes: each action with its state, its next step, and what a look found. */
export function actionList(actions, names, { done, look, params }) {
  if (!actions.length) return h("p", { class: "empty" }, t("voice.actions_none"));
  return h("ul", { class: "voice-actions" }, actions.map((one) => h("li", { class: "voice-action", dataset: { action: one.id } }, actionHead(one), actionTheme(one, names, params), one.outcome && outcome(one.outcome), step(one, done, look))));
}

function actionHead({ text, owner, state, due, is_overdue: late, is_to_look: toLook, look_on: lookOn, done_on: doneOn, done_by: who }) {
  const tag = toLook ? ["tag-info", t("voice.action_to_look")] : late ? ["tag-warning", t("voice.action_late", { day: day(due) })] : ["", t(`voice.action_${state}`)];
  const about = [owner, state === "open" && !late && t("voice.action_due", { day: day(due) }), doneOn && t("voice.action_done_on", { day: day(doneOn), who }), state !== "looked" && t("voice.action_look_on", { day: day(lookOn) })];
  return h("div", {}, h("p", { class: "voice-action-text" }, text, " ", h("span", { class: `tag ${tag[0]}` }, tag[1])), h("p", { class: "below" }, about.filter(Boolean).join(" · ")));
}

function actionTheme({ theme }, names, params) {
  return h("p", { class: "below" }, h("a", { href: address("voice", { voice: theme, ...params }) }, names.get(theme) ?? t("voice.themes")));
}

function step({ id, state, version }, done, look) {
  if (state === "open") return h("button", { type: "button", dataset: { key: `done-${id}` }, onclick: () => done(id, version) }, t("voice.do_done"));
  const words = state === "looked" ? "voice.do_look_again" : "voice.do_look";
  return h("button", { type: "button", dataset: { key: `look-${id}` }, onclick: () => look(id, version) }, t(words));
}

/** Whether it helped, in a sentence, with the figures that it rests on. */
function outcome({ before, after, difference, low, high, change }) {
  const counts = { before_heard: whole(before.heard), before_of: whole(before.of), after_heard: whole(after.heard), after_of: whole(after.of) };
  const figures =
    difference === null
      ? t("voice.helped_counts", counts)
      : t("voice.helped_figures", { ...counts, before: percent(before.share), after: percent(after.share), difference: points(difference), low: points(low), high: points(high) });
  return h("div", { class: `voice-outcome outcome-${change}` }, h("p", {}, h("strong", {}, t(`voice.helped.${change}`))), h("p", { class: "below" }, figures, change === "less" && ` ${t("voice.helped_because")}`));
}

/** A difference of shares in points of a hundred, with its sign. */
function points(value) {
  const rounded = Math.round(value * 1000) / 10;
  return `${rounded > 0 ? "+" : ""}${decimal(rounded, { maximumFractionDigits: 1 })}`;
}
