/**
 * <asc-card>: the one card: the sentence to say, its label, its sources and what the operator does with it.
 * Without a card it shows the opening line, a calm "listening", or that the call is over.
 *
 * Properties: none. Reads `call.card`, `call.opened`, `call.ended`, `call.note`, `editing`.
 * Events: `open-source` (bubbles) with {kind, id, title, quote}.
 */

import * as actions from "../controller.js";
import { openingLine, spokenText } from "../call_state.js";
import { h, icon, refill } from "../dom.js";
import { named, t } from "../i18n.js";
import { openSource, sentence } from "../sentence.js";
import { View } from "../view.js";

const LONG = 150;
const VERY_LONG = 260;

class CardView extends View {
  #words = "";

  select({ call, editing }) {
    return [call?.card, call?.ended, call?.note, call && openingLine(call), call?.opened, editing];
  }

  setUp() {
    this.top = h("div", { class: "card-top" });
    this.say = h("div", { class: "card-say" });
    this.bar = h("div", { class: "card-bar" });
    this.more = h("div", { class: "card-more" });
    this.live = h("p", { class: "hidden-text", "aria-live": "polite" });
    this.section = h("section", { class: "card" }, this.top, this.say, this.bar, this.more);
    this.append(this.section, this.live);
  }

  render({ call, editing }) {
    this.section.setAttribute("aria-label", t("card.region"));
    const card = call?.card;
    // After the call its place is the note's.
    this.hidden = Boolean(call?.ended && call.note);
    this.section.dataset.state = card ? (card.closed?.state ?? "open") : "calm";
    if (card && editing && !card.closed) this.#edit(card);
    else if (card) this.#show(card, call.ended);
    else this.#calm(call);
  }

  #show(card, ended) {
    const words = card.closed?.text ?? spokenText(card);
    const tailored = card.tailored && words === card.tailored.text;
    refill(this.top, h("h2", { class: "card-situation" }, named("situation", card.situation)), labels(card, words));
    const figures = tailored ? card.tailored.figures : card.figures;
    const text = h("p", { class: `words ${size(card)}`, lang: card.language }, sentence(words, figures, tailored ? card.tailored.mention : ""));
    if (this.#words !== words) text.classList.add("arriving");
    refill(this.say, text, card.question && question(card, card.figures));
    this.#announce(card, words);
    refill(this.bar, card.closed ? outcome(card) : buttons(card, ended));
    refill(this.more, sources(card));
  }

  #announce(card, words) {
    if (this.#words === words) return;
    this.#words = words;
    this.live.lang = card.language;
    this.live.textContent = [words, card.question].filter(Boolean).join(" ");
  }

  #edit(card) {
    if (this.querySelector("textarea")) return;
    const field = h("textarea", { class: "words-field", rows: 4, maxlength: 2000, lang: card.language, "aria-label": t("card.edit_label") });
    field.value = spokenText(card);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) actions.saveEdit(field.value);
    });
    refill(this.say, field);
    refill(
      this.bar,
      h("button", { type: "button", class: "primary", onclick: () => actions.saveEdit(field.value) }, t("card.save")),
      h("button", { type: "button", onclick: actions.cancelEdit }, t("card.cancel"), h("kbd", {}, "Esc")),
    );
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  #calm(call) {
    this.#words = "";
    const opening = call && openingLine(call);
    refill(this.more);
    refill(this.bar, call?.ended && h("button", { type: "button", class: "primary", onclick: actions.leaveCall }, t("call.back")));
    refill(this.top, h("h2", { class: "card-situation" }, t(opening ? "card.opening" : call?.ended ? "call.ended" : "card.calm")), opening && seal());
    if (opening) {
      refill(this.say, h("p", { class: `words ${size(opening)}`, lang: call.opened.language }, sentence(opening.text, opening.figures)), opening.question && topic(opening, call.opened.language));
      return;
    }
    const text = t(call?.ended ? "call.ended_text" : "card.calm_text");
    refill(this.say, h("div", { class: "calm" }, h("span", { class: "calm-wave", "aria-hidden": "true" }, h("i"), h("i"), h("i"), h("i"), h("i")), h("p", {}, text)));
  }
}

function size({ text, tailored }) {
  const length = Math.max(text.length, tailored?.text.length ?? 0);
  return length > VERY_LONG ? "words-small" : length > LONG ? "words-medium" : "words-large";
}

function question(card, figures) {
  return h("p", { class: "next", lang: card.language }, h("span", { class: "next-label" }, t("card.question")), " ", sentence(card.question, figures));
}

/** What the call is about, for the right person only. */
function topic({ question: text, figures }, language) {
  return h("p", { class: "next" }, h("span", { class: "next-label" }, t("card.then")), " ", h("span", { lang: language }, sentence(text, figures)));
}

function seal() {
  return h("span", { class: "label label-approved" }, icon("seal"), t("card.approved"));
}

function labels(card, words) {
  const tailored = card.tailored && words === card.tailored.text;
  const tip = card.withheld ? t("card.withheld") : t(tailored ? "card.tailored_tip" : "card.approved_tip");
  const edited = card.closed?.state === "edited";
  return h(
    "div",
    { class: "card-labels" },
    !edited &&
      h(
        "span",
        { class: `label label-${tailored ? "tailored" : "approved"}`, tabindex: "0", dataset: { key: "label", tip } },
        icon(tailored ? "spark" : "seal"),
        t(tailored ? "card.tailored" : "card.approved"),
      ),
    card.tailored &&
      !card.closed &&
      h(
        "button",
        { type: "button", class: "link", dataset: { key: "words" }, onclick: () => actions.showWords(tailored ? "approved" : "tailored") },
        t(tailored ? "card.show_approved" : "card.show_tailored"),
      ),
  );
}

function buttons(card, ended) {
  const off = Boolean(card.pending) || ended;
  const one = (key, name, keys, action) =>
    h(
      "button",
      { type: "button", class: name, dataset: { key }, disabled: off, "aria-keyshortcuts": keys[1], onclick: action },
      t(`card.${key}`),
      h("kbd", { "aria-hidden": "true" }, keys[0]),
    );
  return [
    one("use", "primary", ["1", "Alt+U"], actions.useCard),
    one("edit", "", ["2", "Alt+E"], actions.editCard),
    one("dismiss", "quiet", ["Esc", "Alt+D"], actions.dismissCard),
  ];
}

function outcome(card) {
  return h("p", { class: "outcome" }, icon("done"), t(`state.${card.closed.state}`));
}

function sources(card) {
  if (!card.citations?.length) return null;
  return [
    h("h3", { class: "more-title" }, t("card.sources")),
    h("ul", { class: "sources" }, card.citations.map((citation) => h("li", {}, sourceButton(citation)))),
  ];
}

/** A citation as a button that opens its source; the quote is its tip. */
export function sourceButton(citation) {
  const { kind, id, title, quote } = citation;
  return h(
    "button",
    {
      type: "button",
      class: "source",
      dataset: { key: `source-${kind}-${id}`, tip: quote ? `«${quote}»` : t(`source.${kind}`) },
      onclick: (event) => openSource(event.target, { kind, id, title, quote }),
    },
    icon(kind === "article" ? "article" : "record"),
    h("span", {}, title),
  );
}

customElements.define("asc-card", CardView);
