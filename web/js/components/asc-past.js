/**
 * <asc-past>: the cards of this call that are gone, and what became of them; folded away.
 *
 * Properties: none. Reads `call.past`. Events: none.
 */

import { h, refill } from "../dom.js";
import { named, t } from "../i18n.js";
import { View } from "../view.js";

class Past extends View {
  select({ call }) {
    return [call?.past];
  }

  render({ call }) {
    const past = call?.past ?? [];
    refill(
      this,
      past.length > 0 &&
        h(
          "details",
          { class: "past", dataset: { key: "past" } },
          h("summary", {}, t("past.title"), h("span", { class: "count" }, past.length)),
          h("ol", {}, past.map(entry)),
        ),
    );
  }
}

function entry({ situation, state, text, language }) {
  return h(
    "li",
    {},
    h("p", { class: "past-head" }, named("situation", situation), h("span", { class: `tag tag-${state}` }, t(`state.${state}`))),
    h("p", { lang: language }, text),
  );
}

customElements.define("asc-past", Past);
