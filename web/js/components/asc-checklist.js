/**
 * <asc-checklist>: what a call of this purpose needs; items tick themselves as the operator speaks.
 *
 * Properties: none. Reads `call.checklist`. Events: `show-utterance` (bubbles) with {id}.
 */

import { h, icon, refill } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

class Checklist extends View {
  select({ call }) {
    return [call?.checklist, call?.opened];
  }

  render({ call }) {
    const entries = call?.checklist ?? [];
    const done = entries.filter((entry) => entry.done).length;
    refill(
      this,
      h(
        "section",
        { class: "panel checklist" },
        h("h2", { class: "panel-title" }, t("checklist.title"), h("span", { class: "count" }, t("checklist.count", { done, all: entries.length }))),
        entries.length ? h("ul", {}, entries.map((entry) => item(entry, call.opened?.language))) : h("p", { class: "empty" }, t("checklist.empty")),
      ),
    );
  }
}

function item({ item: key, text, done, utterance_id: id }, language) {
  const show = (event) => event.target.dispatchEvent(new CustomEvent("show-utterance", { bubbles: true, detail: { id } }));
  const words = h("span", { lang: language }, text);
  return h(
    "li",
    { class: done ? "done" : "" },
    h("span", { class: "box", role: "img", "aria-label": t(done ? "checklist.done" : "checklist.open") }, done && icon("done")),
    done && id ? h("button", { type: "button", class: "plain", dataset: { key: `tick-${key}` }, onclick: show }, words) : words,
  );
}

customElements.define("asc-checklist", Checklist);
