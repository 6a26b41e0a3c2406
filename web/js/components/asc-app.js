/**
 * <asc-app>: the page's frame. It shows the sign-in form, the start screen, the tasks, the own reviews or the call.
 *
 * Properties: none. Reads `view`, `tab` and `call.ended` from the store.
 * Events: none of its own; the dialogs inside it listen for `open-source` and `open-help`.
 */

import { h } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

const PANELS = [
  ["left", [["asc-transcript", "transcript"]]],
  ["right", [["asc-said", "checklist"], ["asc-checklist", "checklist"], ["asc-customer", "customer"], ["asc-ask", "ask"]]],
];

const PLACES = { tasks: "asc-tasks", reviews: "asc-my-reviews", review: "asc-review" };

class App extends View {
  #shown = "";

  select(state) {
    return [state.view, state.tab, state.call?.ended, state.session === null];
  }

  setUp() {
    this.skip = h("a", { class: "skip", href: "#main" });
    this.skip.addEventListener("click", (event) => {
      event.preventDefault();
      this.querySelector("main")?.focus();
    });
    this.stage = h("div", { class: "stage" });
    this.append(this.skip, this.stage, h("asc-notices"), h("asc-source"), h("asc-help"), h("asc-tip"));
  }

  render(state) {
    this.skip.textContent = t("app.skip");
    if (state.view !== this.#shown) {
      this.#shown = state.view;
      this.stage.replaceChildren(...this.#screen(state.view));
    }
    const call = this.stage.querySelector(".call");
    if (!call) return;
    call.dataset.tab = state.tab;
    call.dataset.ended = String(Boolean(state.call?.ended));
  }

  #screen(view) {
    if (view === "loading") return [];
    if (view === "signin") return [h("asc-signin")];
    const body =
      view === "call"
        ? h("main", { id: "main", class: "call", tabindex: "-1" }, this.#middle(), PANELS.map(column))
        : h("main", { id: "main", class: "start", tabindex: "-1" }, h(PLACES[view] ?? "asc-start"));
    return [h("asc-head"), body];
  }

  #middle() {
    return h(
      "div",
      { class: "column middle" },
      h("asc-card"),
      h("asc-messages"),
      h("asc-alerts"),
      h("asc-tabs"),
      h("asc-note", { dataset: { panel: "note" } }),
      h("asc-plans", { dataset: { panel: "plans" } }),
      h("asc-past", { dataset: { panel: "plans" } }),
    );
  }
}

function column([name, parts]) {
  return h("div", { class: `column ${name}` }, parts.map(([tag, panel]) => h(tag, { dataset: { panel } })));
}

customElements.define("asc-app", App);
