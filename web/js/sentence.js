/** Sentences as nodes: figures become buttons that name their source, the customer's own words are marked. */

import { showTab } from "./controller.js";
import { h } from "./dom.js";
import { named, t } from "./i18n.js";

/** Names are filled in like figures, but need no mark: nobody doubts them. */
const NAMES = new Set(["name", "contacts", "display_name"]);

/** Ask the page's source dialog to open. `kind` is article or record. */
export function openSource(target, detail) {
  target.dispatchEvent(new CustomEvent("open-source", { bubbles: true, detail }));
}

/** What a source is, in words: `Invoice 2026/118 · due date`. */
function sourceWords(source) {
  return `${thing(source)} · ${named("field", source.field)}`;
}

function thing({ kind, id }) {
  if (kind === "utterance") return t("source.utterance");
  if (kind === "plan") return t("source.plan");
  if (kind === "policy") return t("source.policy");
  const [what, key] = cut(id, ":");
  return what === "customer" ? named("record", what) : `${named("record", what)} ${key}`.trim();
}

/** A record's id as people say it: `invoice:2026/118` to `Invoice 2026/118`. */
export function recordWords(id) {
  return thing({ kind: "record", id });
}

function cut(text, mark) {
  const place = text.indexOf(mark);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + 1)];
}

/** A figure as a quiet button: its source on hover and focus, the record or the utterance on activation. */
export function figureButton(figure) {
  const { source, text } = figure;
  return h(
    "button",
    { type: "button", class: "figure", dataset: { tip: sourceWords(source) }, onclick: (event) => follow(event, source) },
    text,
  );
}

function follow(event, source) {
  // Totals of the customer are computed: there is no single record to open, the customer column shows them.
  if (source.kind === "record" && source.id.startsWith("customer:")) showTab("customer");
  else if (source.kind === "record") openSource(event.target, { kind: "record", id: source.id });
  if (source.kind === "utterance") {
    event.target.dispatchEvent(new CustomEvent("show-utterance", { bubbles: true, detail: { id: source.id } }));
  }
}

/**
 * The nodes of `text` with its figures and the mention marked.
 * @param {string} text
 * @param {Array<{text: string, source: object}>} figures
 * @param {string} mention
 */
export function sentence(text, figures = [], mention = "") {
  const spans = mention ? find(text, [{ text: mention, mark: true }]) : [];
  const marked = figures.filter(({ source }) => !NAMES.has(source.field));
  const all = [...spans, ...find(text, marked, spans)].sort((a, b) => a.start - b.start);
  const parts = [];
  let place = 0;
  for (const span of all) {
    parts.push(text.slice(place, span.start));
    const words = text.slice(span.start, span.end);
    parts.push(span.item.mark ? h("mark", { class: "mention" }, words) : figureButton(span.item));
    place = span.end;
  }
  parts.push(text.slice(place));
  return parts;
}

function find(text, items, taken = []) {
  const spans = [];
  const clash = (start, end) => [...taken, ...spans].some((span) => start < span.end && end > span.start);
  for (const item of [...items].sort((a, b) => b.text.length - a.text.length)) {
    if (!item.text) continue;
    for (let start = text.indexOf(item.text); start >= 0; start = text.indexOf(item.text, start + 1)) {
      const end = start + item.text.length;
      if (clash(start, end) || cutsWord(text, start, end)) continue;
      spans.push({ start, end, item });
      break;
    }
  }
  return spans;
}

/** A figure "3" must not mark a part of "30". */
function cutsWord(text, start, end) {
  const word = /[\p{L}\p{N}]/u;
  const before = start > 0 && word.test(text[start - 1]) && word.test(text[start]);
  return before || (end < text.length && word.test(text[end]) && word.test(text[end - 1]));
}
