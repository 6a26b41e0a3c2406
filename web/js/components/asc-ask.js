/**
 * <asc-ask>: a question to the policy and the customer's records; the answer is quotes with their sources, or
 * plainly nothing.
 *
 * Properties: none. Reads `call.answers`, `call.asking`, `call.ended`. Events: `open-source` from its citations.
 */

import { ask } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";
import { sourceButton } from "./asc-card.js";

const SHOWN = 3;

class AskBox extends View {
  select({ call }) {
    return [call?.answers, call?.asking, call?.ended, call?.opened];
  }

  setUp() {
    this.heading = h("h2", { class: "panel-title" });
    this.input = h("input", { type: "search", maxlength: 500, required: true, autocomplete: "off" });
    this.button = h("button", { type: "submit" });
    const form = h("form", { class: "ask-form", onsubmit: (event) => this.#ask(event) }, this.input, this.button);
    this.answers = h("div", { class: "answers", role: "status" });
    this.append(h("section", { class: "panel ask" }, this.heading, form, this.answers));
  }

  render({ call }) {
    this.heading.textContent = t("ask.title");
    this.input.setAttribute("aria-label", t("ask.label"));
    this.input.placeholder = t("ask.label");
    this.button.setAttribute("aria-label", t("ask.submit"));
    refill(this.button, icon("search"));
    this.input.disabled = this.button.disabled = Boolean(call?.ended);
    const language = call?.opened?.language;
    refill(
      this.answers,
      call?.asking && h("p", { class: "empty" }, t("ask.waiting", { question: call.asking })),
      (call?.answers ?? []).slice(0, SHOWN).map((answer) => answerBlock(answer, language)),
    );
  }

  #ask(event) {
    event.preventDefault();
    const question = this.input.value.trim();
    if (!question) return;
    ask(question);
    this.input.value = "";
  }
}

function answerBlock({ question, citations }, language) {
  return h(
    "article",
    { class: "answer" },
    h("h3", {}, question),
    citations.length
      ? h("ul", {}, citations.map((citation) => h("li", {}, h("blockquote", { lang: language }, citation.quote), sourceButton(citation))))
      : h("p", { class: "empty" }, t("ask.nothing")),
  );
}

customElements.define("asc-ask", AskBox);
