/**
 * <asc-said>: what the customer has said that holds: promises, disputes, difficulties; corrections replace.
 *
 * Properties: none. Reads `call.said`, `call.opened`. Events: `show-utterance` (bubbles) with {id}.
 */

import { h, refill } from "../dom.js";
import { day, money } from "../format.js";
import { named, t } from "../i18n.js";
import { View } from "../view.js";

class Said extends View {
  select({ call }) {
    return [call?.said, call?.opened];
  }

  render({ call }) {
    const said = call?.said ?? [];
    this.hidden = said.length === 0;
    refill(
      this,
      said.length > 0 &&
        h(
          "section",
          { class: "panel said" },
          h("h2", { class: "panel-title" }, t("said.title")),
          h("ul", {}, said.map((one) => item(one, call.opened?.language))),
        ),
    );
  }
}

function item({ kind, situation, text, amount, currency, date, invoices, utterances }, language) {
  const id = utterances.at(-1);
  const show = (event) => event.target.dispatchEvent(new CustomEvent("show-utterance", { bubbles: true, detail: { id } }));
  const figures = [amount && (currency ? money(amount, currency) : amount), date && day(date), ...invoices].filter(Boolean);
  return h(
    "li",
    { dataset: { kind } },
    h("strong", {}, named("situation", situation)),
    figures.length > 0 && h("span", { class: "number" }, figures.join(" · ")),
    h("button", { type: "button", class: "plain said-words", lang: language, dataset: { key: `said-${kind}-${id}` }, onclick: show }, `«${text}»`),
  );
}

customElements.define("asc-said", Said);
