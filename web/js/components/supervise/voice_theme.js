/** A theme as a card, and the customers' words as quotes. No network. */

import { h, icon } from "../../dom.js";
import { day, whole } from "../../format.js";
import { t } from "../../i18n.js";
import { address } from "../../page.js";
import { shareDetail, shareWords, sourceTable, toneBar, trend } from "./voice_figures.js";

/**
 * @param {object} theme  as `GET /v1/voice` gives it
 * @param {{unit: string, params: object, source: string, many: boolean, open: boolean, tools: (Node|null)[]}} how
 *   `many`: whether themes of several principals are shown; `open`: whether this is the theme's own page
 */
export function themeCard(theme, { unit, params, source, many, open, tools }) {
  const name = h(open ? "h1" : "h3", { class: "voice-name", lang: nameLanguage(theme) }, theme.name);
  const telling = Object.values(theme.terms).flat();
  const about = [many && theme.principal, theme.named_by && Object.keys(theme.given).length > 0 && t("voice.named_by", { who: theme.named_by }), theme.ended_at && t("voice.ended_on", { day: day(theme.ended_at) })].filter(Boolean);
  return h(
    "article",
    { class: "panel voice-theme", dataset: { theme: theme.id } },
    h("div", { class: "panel-head" }, h("div", {}, name, about.length > 0 && h("p", { class: "below" }, about.join(" · ")), telling.length > 0 && h("p", { class: "below" }, t("voice.terms", { words: telling.join(", ") }))), h("div", { class: "voice-tools" }, tools)),
    h(
      "div",
      { class: "voice-body" },
      h(
        "div",
        { class: "voice-figures" },
        h("p", { class: "voice-share" }, h("strong", {}, shareWords(theme.share)), " ", t(`voice.share.${source}`)),
        h("p", { class: "below" }, shareDetail(theme.share), " · ", people(theme)),
        toneBar(theme),
        h("p", { class: `voice-change change-${theme.change.change}` }, t(`voice.change.${theme.change.change}`)),
        trend(theme, unit),
        sourceTable(theme),
      ),
      !open && quotes(theme),
    ),
    !open && h("p", {}, h("a", { class: "link", href: address("voice", { voice: theme.id, ...params }), dataset: { key: `all-${theme.id}` } }, t("voice.all", { count: theme.voices }))),
  );
}

function people({ voices, customers }) {
  return t("voice.people", { voices: t("voice.voices", { count: voices }), count: customers });
}

/** A name in the other language is read aloud in that language. */
function nameLanguage({ name, given, names }) {
  const known = { ...names, ...given };
  return Object.keys(known).find((language) => known[language] === name) ?? null;
}

function quotes({ id, quotes: voices }) {
  return h("div", { class: "voice-quotes" }, h("h4", { class: "voice-label", id: `quotes-${id}` }, t("voice.quotes")), h("ul", { "aria-labelledby": `quotes-${id}` }, voices.map((voice) => h("li", {}, quote(voice)))));
}

/** What a customer said, where and when, with the way to the call. */
function quote(voice) {
  const { id, text, customer, day: on, source, language, call_id: call, utterance_id: utterance, tone_words: words } = voice;
  const origin = [day(on), t(`voice.from.${source}`)].join(" · ");
  return h(
    "figure",
    { class: "voice-quote" },
    h("blockquote", { lang: language }, text),
    h(
      "figcaption",
      { class: "below" },
      h("a", { href: address("customer", { customer }) }, customer),
      ` · ${origin}`,
      words.length > 0 && ` · ${t("voice.tone_words", { words: words.join(", ") })}`,
      call && [" · ", h("a", { href: address("call", { call, u: utterance }), "aria-label": `${t("voice.open_call")}: ${text.slice(0, 60)}`, dataset: { key: `call-${id}` } }, t("voice.open_call"))],
    ),
  );
}

/** The voices of a theme, a page after the other. */
export function voiceList({ voices, total }, more) {
  const left = total - voices.length;
  return h(
    "section",
    { class: "panel" },
    h("h2", { class: "panel-title" }, t("voice.list"), h("span", { class: "count" }, whole(total))),
    h("ol", { class: "voice-list" }, voices.map((voice) => h("li", {}, quote(voice)))),
    left > 0 && h("button", { type: "button", class: "voice-more", dataset: { key: "voice-more" }, onclick: more }, icon("down"), t("voice.more", { left: whole(left) })),
  );
}
