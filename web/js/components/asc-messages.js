/**
 * <asc-messages>: what a supervisor writes to the operator during the call. It stands under the card and never over it;
 * screen readers say it when they have a moment.
 *
 * Properties: none. Reads `call.messages`. Events: none.
 */

import { h, icon, refill } from "../dom.js";
import { clockTime } from "../format.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

const SHOWN = 2;

class Messages extends View {
  #read = new Set();

  select({ call }) {
    return [call?.messages, call?.id];
  }

  setUp() {
    this.list = h("ul", { class: "alerts", "aria-live": "polite", "aria-relevant": "additions" });
    this.append(this.list);
  }

  render({ call }) {
    const open = (call?.messages ?? []).filter((one) => !this.#read.has(one)).slice(-SHOWN);
    this.list.setAttribute("aria-label", t("messages.title"));
    // A message that stays keeps its element: it isn't said again when another one comes.
    const here = new Map([...this.list.children].map((item) => [item.message, item]));
    const language = document.documentElement.lang;
    refill(this.list, open.map((one) => (here.get(one)?.dataset.language === language ? here.get(one) : this.#item(one, language))));
  }

  #item(message, language) {
    const { text, by, at } = message;
    const hide = () => {
      this.#read.add(message);
      item.remove();
    };
    const item = h(
      "li",
      { class: "alert alert-info message", dataset: { language } },
      icon("person"),
      h("div", { class: "alert-text" }, h("p", {}, h("strong", {}, t("messages.from", { by, time: clockTime(at) })), " ", h("span", {}, text))),
      h("button", { type: "button", class: "quiet icon-button", "aria-label": `${t("messages.hide")}: ${text}`, onclick: hide }, icon("close")),
    );
    item.message = message;
    return item;
  }
}

customElements.define("asc-messages", Messages);
