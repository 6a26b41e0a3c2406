/** What a call's page shows beside its scorecard: the transcript, the cards, the note with its evidence, how it went. */

import { h, icon } from "../../dom.js";
import { clockTime, day, duration, money } from "../../format.js";
import { named, t } from "../../i18n.js";
import { quoteButton } from "./marks.js";

/** As in the panel: a guess is not shown as a fact. */
const SURE = 0.8;

/** The lines of the call; `cite` puts an utterance into the form that is open. */
export function transcript(data, cite) {
  const { page, call } = data;
  if (!page.transcript.length) return h("p", { class: "empty" }, t("review.no_words"));
  const marks = anchored(page);
  const lines = page.transcript.map((line, place, all) => spoken(line, { same: all[place - 1]?.speaker === line.speaker, marks: marks.get(line.id) ?? [], language: call.info.language, cite }));
  return [h("ol", { class: "lines" }, lines), !data.complete && h("p", { class: "review-break" }, icon("alert"), t("review.stops_here"))];
}

function spoken({ id, t: seconds, speaker, text, situations }, { same, marks, language, cite }) {
  const meant = situations.filter((one) => one.id !== "none" && one.confidence >= SURE).map((one) => h("span", { class: "mark mark-situation" }, named("situation", one.id)));
  const chips = [...meant, ...marks];
  return h(
    "li",
    { class: `line line-${speaker}${same ? " same" : ""}`, tabindex: "-1", dataset: { utterance: id } },
    h("p", { class: "speaker" }, icon(speaker), h("span", {}, t(`review.speaker.${speaker}`)), h("span", { class: "at number" }, duration(seconds))),
    h("p", { class: "said", lang: language }, text),
    chips.length > 0 && h("div", { class: "marks" }, chips),
    h("button", { type: "button", class: "link line-cite", "aria-label": `${t("review.cite")}: ${text}`, dataset: { key: `cite-${id}` }, onclick: () => cite({ utterance_id: id, quote: text }) }, t("review.cite")),
  );
}

function anchored({ checklist, alerts }) {
  const marks = new Map();
  const put = (id, node) => id && marks.set(id, [...(marks.get(id) ?? []), node]);
  for (const entry of checklist) if (entry.done) put(entry.utterance_id, h("span", { class: "mark mark-tick" }, icon("done"), entry.text));
  for (const alert of alerts) put(alert.utterance_id, h("span", { class: `mark mark-${alert.severity}` }, icon("alert"), alert.text));
  return marks;
}

/** Each card that was shown and what became of it, with what wrote its words. */
export function cards({ page, call, lines }) {
  if (!page.cards.length) return h("p", { class: "empty" }, t("review.no_cards"));
  return h("ol", { class: "shown-cards" }, page.cards.map((one) => shown(one, lines.get(one.card.utterance_id), call.info.language)));
}

function shown({ card, state, tailored, withheld, said }, heard, language) {
  const origin = tailored ?? withheld;
  return h(
    "li",
    { class: "shown-card", dataset: { state } },
    h("p", { class: "shown-head" }, h("strong", {}, named("situation", card.situation)), h("span", { class: `tag tag-${state}` }, t(`review.card.${state}`))),
    heard && quoteButton({ utterance_id: heard.id, quote: heard.text }, heard.t, `card-${card.id}`),
    h("p", { class: "shown-words", lang: language }, card.text),
    card.question && h("p", { class: "below", lang: language }, card.question),
    tailored && h("div", { class: "shown-tailored" }, h("p", { class: "below" }, icon("spark"), t("card.tailored")), h("p", { lang: language }, marked(tailored.text, tailored.mention))),
    withheld && h("p", { class: "below" }, t("review.withheld", { reason: withheld.reason.replaceAll("_", " ") })),
    said && h("div", { class: "shown-said" }, h("p", { class: "below" }, t("review.said_instead")), h("p", { lang: language }, said)),
    card.citations.length > 0 && h("p", { class: "below" }, `${t("card.sources")}: ${card.citations.map((one) => one.title).join(" · ")}`),
    origin?.model && h("p", { class: "below shown-origin" }, [origin.model, origin.prompt].filter(Boolean).join(" · ")),
  );
}

/** `text` with the customer's own words marked in it. */
function marked(text, mention) {
  const place = mention ? text.indexOf(mention) : -1;
  if (place < 0) return text;
  return [text.slice(0, place), h("mark", { class: "mention" }, mention), text.slice(place + mention.length)];
}

/** The note as it stands beside its evidence, and as it was drafted where somebody changed it. */
export function note({ note: stored, page, call, lines }) {
  if (!stored) return h("p", { class: "empty" }, t(page.ended ? "review.no_note" : "review.no_note_yet"));
  const { note: final, drafted, confirmed_by: by, confirmed_at: at, edited_by: editor } = stored;
  const changed = JSON.stringify(final) !== JSON.stringify(drafted);
  return h(
    "div",
    { class: "review-note" },
    h("p", { class: "hint" }, by ? t("review.note_confirmed", { by, day: day(at), time: clockTime(at) }) : t("review.note_open")),
    changed && h("p", { class: "hint" }, t("review.note_changed", { by: editor || by })),
    noteBody(final, lines, call.info.language),
    changed && h("details", { class: "review-draft", dataset: { key: "review-draft" } }, h("summary", {}, t("review.as_drafted")), noteBody(drafted, lines, call.info.language, "drafted")),
  );
}

function noteBody(shown, lines, language, prefix = "note") {
  const { disposition, reason, items, answers, narrative, email } = shown;
  return h(
    "div",
    { class: "note-sheet" },
    h("p", {}, h("strong", {}, named("disposition", disposition)), h("span", { class: "below", lang: language }, reason)),
    h("ul", { class: "note-items" }, items.map((item, n) => noteItem(item, lines, language, `${prefix}-${n}`))),
    items.length === 0 && h("p", { class: "empty" }, t("note.no_items")),
    answers.length > 0 && [h("h4", { class: "more-title" }, t("note.answers")), h("ul", { class: "note-items" }, answers.map((one, n) => h("li", { class: "note-item" }, h("p", { lang: language }, one.text), proof(one.evidence, lines, `${prefix}-answer-${n}`))))],
    narrative.text && [h("h4", { class: "more-title" }, t("note.narrative")), h("p", { lang: language }, narrative.text), h("p", { class: "below" }, t(`note.by_${narrative.by}`))],
    email.body && h("details", { dataset: { key: `${prefix}-email` } }, h("summary", {}, t("note.email")), h("p", { lang: language }, h("strong", {}, email.subject)), h("p", { class: "pre", lang: language }, email.body)),
  );
}

function noteItem({ kind, text, amount, currency, date, by, who, invoices, evidence }, lines, language, key) {
  const figures = [amount && money(amount, currency), date && day(date), invoices.join(", "), who && named("owner", who), by && t("tasks.due", { day: day(by) })].filter(Boolean);
  return h(
    "li",
    { class: "note-item" },
    h("div", { class: "note-item-head" }, h("span", { class: "tag" }, named("item", kind)), h("span", { class: "below number" }, figures.join(" · "))),
    h("p", { lang: language }, text),
    proof(evidence, lines, key),
  );
}

function proof(evidence, lines, key) {
  return evidence.length > 0 && h("ul", { class: "quotes" }, evidence.map((one, n) => h("li", {}, quoteButton(one, lines.get(one.utterance_id)?.t, `${key}-${n}`))));
}

/** How the call went: alerts, steps, plans, questions and messages. */
export function course({ page, call, lines }) {
  const language = call.info.language;
  const parts = [
    part("alerts.title", page.alerts.map((one, n) => raised(one, lines.get(one.utterance_id), language, n))),
    part("checklist.title", page.checklist.map((one) => ticked(one, language))),
    part("plans.title", plans(page.plans)),
    part("review.messages", page.messages.map((one) => h("li", {}, h("p", {}, one.text), h("p", { class: "below number" }, `${one.by} · ${clockTime(one.at)}`)))),
    part("review.questions", page.questions.map((one) => h("li", {}, h("p", {}, one.question), h("p", { class: "below" }, one.citations.map((found) => found.title).join(" · ") || t("ask.nothing"))))),
  ].filter(Boolean);
  return parts.length ? h("div", { class: "course" }, parts) : h("p", { class: "empty" }, t("review.no_course"));
}

function part(title, items) {
  return items.length > 0 && h("section", {}, h("h3", {}, t(title), h("span", { class: "count" }, items.length)), h("ul", { class: "course-list" }, items));
}

function raised({ severity, text, kinder, citation }, heard, language, n) {
  return h(
    "li",
    {},
    h("p", {}, h("span", { class: `tag tag-${severity}` }, t(`severity.${severity}`)), " ", h("span", { lang: language }, text)),
    kinder && h("p", { class: "below" }, `${t(citation ? "alerts.say" : "alerts.kinder")} `, h("q", { lang: language }, kinder)),
    citation && h("p", { class: "rule-source" }, t("alerts.source"), " ", h("cite", { lang: language }, citation)),
    heard && quoteButton({ utterance_id: heard.id, quote: heard.text }, heard.t, `alert-${n}`),
  );
}

function ticked({ text, done }, language) {
  return h("li", { class: "course-step", dataset: { done: String(done) } }, icon(done ? "done" : "close"), h("span", { lang: language }, text), h("span", { class: "below" }, t(done ? "checklist.done" : "review.not_done")));
}

function plans({ options, nearest, offered, chosen, approvals }) {
  const all = nearest ? [...options, nearest] : options;
  const asked = new Map(approvals.map((one) => [one.plan_id, one]));
  return all.map((plan) => {
    const { id, label, total, currency, instalments } = plan;
    const approval = asked.get(id);
    const states = [id === chosen && t("plans.chosen"), id === offered && t("plans.offered"), approval && t(`approval.${approval.state}`, { by: approval.by })].filter(Boolean);
    return h("li", {}, h("p", {}, h("strong", {}, t(`plan.${label}`)), " ", h("span", { class: "number" }, `${t("review.instalments", { count: instalments.length })}, ${money(total, currency)}`)), states.length > 0 && h("p", {}, states.map((one) => h("span", { class: "tag" }, one))), approval?.text && h("p", { class: "below" }, approval.text));
  });
}
