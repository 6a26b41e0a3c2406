/**
 * <asc-help>: the dialog with the keyboard shortcuts, where keys without Alt can be switched off.
 *
 * Properties: none. Reads `singleKeys`. Events: listens on the document for `open-help`.
 */

import { chooseSingleKeys } from "../page.js";
import { h, icon, refill } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

const SHORTCUTS = [
  ["use", ["Alt+U", "1", "Enter"]],
  ["edit", ["Alt+E", "2"]],
  ["words_key", ["Alt+A", "3"]],
  ["dismiss", ["Alt+D", "Esc"]],
  ["ask", ["Alt+Q", "/"]],
  ["help", ["?"]],
];

class Help extends View {
  #open = () => {
    if (!this.dialog.open) this.dialog.showModal();
  };

  select({ singleKeys }) {
    return [singleKeys];
  }

  setUp() {
    this.dialog = h("dialog", { class: "dialog dialog-small", "aria-labelledby": "help-title" });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.append(this.dialog);
    document.addEventListener("open-help", this.#open);
  }

  tearDown() {
    document.removeEventListener("open-help", this.#open);
  }

  render({ singleKeys }) {
    const box = h("input", { type: "checkbox", checked: singleKeys, dataset: { key: "single" }, onchange: (event) => chooseSingleKeys(event.target.checked) });
    refill(
      this.dialog,
      h(
        "div",
        { class: "dialog-head" },
        h("h2", { id: "help-title" }, t("help.title")),
        h("button", { type: "button", class: "quiet icon-button", "aria-label": t("dialog.close"), dataset: { key: "close" }, onclick: () => this.dialog.close() }, icon("close")),
      ),
      h(
        "div",
        { class: "dialog-body" },
        h("dl", { class: "shortcuts" }, SHORTCUTS.map(([name, keys]) => [h("dt", {}, t(`help.${name}`)), h("dd", {}, keys.map((key) => h("kbd", {}, key)))])),
        h("label", { class: "check" }, box, t("help.single")),
        h("p", { class: "below" }, t("help.words")),
      ),
    );
  }
}

customElements.define("asc-help", Help);
