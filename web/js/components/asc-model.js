/**
 * <asc-model>: what the language model does for this panel: nothing (approved words), arriving, or ready.
 *
 * Properties: none. Reads `model` ({state, name, message, progress, words}). Events: none.
 */

import { h, icon, refill } from "../dom.js";
import { percent } from "../format.js";
import { language, t } from "../i18n.js";
import { View } from "../view.js";

class Model extends View {
  select({ model }) {
    return [model];
  }

  render({ model }) {
    refill(this, model && chip(model));
  }
}

function chip({ state, name, message, progress, words }) {
  if (state === "ready") {
    const tip = [name, message, words?.[language()]].filter(Boolean).join(" · ");
    return h("span", { class: "chip chip-quiet", tabindex: "0", dataset: { key: "model", tip } }, icon("spark"), h("span", { class: "chip-text" }, name || t("model.ready_short")));
  }
  if (!["downloading", "verifying", "loading"].includes(state)) {
    const tip = message || t(state === "failed" ? "model.failed" : "model.off");
    return h("span", { class: "chip chip-quiet", tabindex: "0", dataset: { key: "model", tip } }, icon("seal"), t("card.approved"));
  }
  const text = t(`model.${state}`);
  const share = typeof progress === "number" ? progress : null;
  return h(
    "span",
    { class: "chip chip-quiet", tabindex: "0", dataset: { key: "model", tip: message || t("model.meanwhile") } },
    text,
    h("progress", { max: "1", value: share, "aria-label": text }),
    share !== null && h("span", { class: "number" }, percent(share)),
  );
}

customElements.define("asc-model", Model);
