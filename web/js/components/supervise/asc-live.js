/**
 * <asc-live>: the calls that are going on, brought up to date every two seconds, and a message to their operators.
 *
 * Properties: none. Reads `session`. Events: none.
 */

import { reviewsApi } from "../../api/reviews.js";
import { arrange, h, icon, refill } from "../../dom.js";
import { clockTime, duration } from "../../format.js";
import { named, t } from "../../i18n.js";
import { explain, tried } from "../../page.js";
import { View } from "../../view.js";
import { sendMessage } from "./message.js";
import "./marks.js";

const EVERY = 2_000;
/** Seconds without words after which a call may have lost its line. */
const SILENT = 120;

class LiveCalls extends View {
  #cards = new Map();
  #calls = null;
  #problem = "";
  #timer = 0;
  #alerts = new Map();

  select({ session }) {
    return [session?.username];
  }

  setUp() {
    this.head = h("div", { class: "page-head" });
    this.said = h("p", { class: "hidden-text", role: "status" });
    this.list = h("div", { class: "live-list" });
    this.append(this.head, this.said, this.list);
    this.#poll();
  }

  tearDown() {
    clearTimeout(this.#timer);
    this.#cards.clear();
  }

  render() {
    this.#cards.clear();
    this.#draw();
  }

  async #poll() {
    if (!document.hidden) {
      const { answer, error } = await tried(() => reviewsApi.live());
      this.#problem = error ? explain(error) : "";
      if (answer) {
        this.#calls = answer.calls;
        this.#announce();
      }
      this.#draw();
    }
    if (this.isConnected) this.#timer = setTimeout(() => this.#poll(), EVERY);
  }

  /** New alerts are said once, politely. */
  #announce() {
    for (const { call, line } of this.#calls) {
      const known = this.#alerts.get(call.info.id);
      const fresh = line.alerts.slice(known ?? line.alerts.length).filter((one) => one.severity !== "info");
      this.#alerts.set(call.info.id, line.alerts.length);
      if (fresh.length) this.said.textContent = t("live.new_alert", { name: call.customer_name, text: fresh.at(-1).text });
    }
  }

  #draw() {
    const calls = this.#calls;
    refill(
      this.head,
      h("h1", {}, t("live.title")),
      h("p", { class: "hint" }, this.#problem ? h("span", { class: "live-problem" }, icon("alert"), this.#problem) : calls === null ? t("dialog.loading") : t("live.count", { count: calls.length })),
    );
    if (!calls) return;
    const wanted = calls.length ? calls.map((one) => this.#card(one)) : [h("div", { class: "panel" }, h("p", { class: "empty" }, t("live.none")))];
    arrange(this.list, wanted); // Whoever is writing a message isn't disturbed.
    for (const id of [...this.#cards.keys()]) if (!calls.some((one) => one.call.info.id === id)) this.#cards.delete(id);
  }

  #card({ call, line }) {
    const id = call.info.id;
    if (!this.#cards.has(id)) this.#cards.set(id, new LiveCard(call));
    const card = this.#cards.get(id);
    card.show(call, line);
    return card.element;
  }
}

/** One call: its facts are drawn anew when they change, the message form stays. */
class LiveCard {
  #shown = "";

  constructor(call) {
    this.info = h("div", { class: "live-info" });
    this.clock = h("span", { class: "number" });
    this.last = h("p", { class: "live-sent", role: "status" });
    this.element = h("article", { class: "panel live-card", "aria-label": call.customer_name || call.info.customer, dataset: { call: call.info.id } }, this.info, this.#form(call));
  }

  show(call, line) {
    const seconds = (Date.now() - Date.parse(call.info.started_at)) / 1000;
    const silent = line.last_at ? (Date.now() - Date.parse(line.last_at)) / 1000 : seconds;
    this.clock.textContent = duration(seconds);
    this.call = call;
    const facts = JSON.stringify([line, silent > SILENT]);
    if (facts === this.#shown) return;
    this.#shown = facts;
    refill(this.info, this.#facts(call, line, silent > SILENT));
  }

  #facts(call, line, silent) {
    const { info, customer_name: name } = call;
    const alert = line.alerts.at(-1);
    const grave = line.alerts.filter((one) => one.severity === "critical").length;
    return [
      h("div", { class: "live-head" }, h("h2", {}, name || info.customer), h("p", { class: "below" }, [info.operator || t("live.nobody"), info.principal, named("purpose", info.purpose)].join(" · ")), h("p", { class: "live-since" }, t("start.since", { time: clockTime(info.started_at) }), " · ", this.clock)),
      h(
        "p",
        { class: "live-tags" },
        line.situation && h("span", { class: "mark mark-situation" }, named("situation", line.situation)),
        grave > 0 && h("span", { class: "tag tag-critical" }, icon("alert"), t("queue.critical_count", { count: grave })),
        line.alerts.length > grave && h("span", { class: "tag tag-warning" }, t("queue.alert_count", { count: line.alerts.length - grave })),
        line.waiting.length > 0 && h("span", { class: "tag tag-waiting" }, t("start.waits")),
        silent && h("span", { class: "tag" }, t("live.silent")),
      ),
      alert && h("p", { class: `live-alert live-alert-${alert.severity}` }, icon("alert"), h("span", { lang: info.language }, alert.text)),
      h("ol", { class: "live-words" }, line.words.map((one) => h("li", { class: `line line-${one.speaker}` }, h("p", { class: "said" }, h("span", { class: "live-speaker" }, `${t(`review.speaker.${one.speaker}`)}: `), h("span", { lang: info.language }, one.text))))),
      h("a", { class: "link", href: `/#call=${encodeURIComponent(info.id)}`, dataset: { key: `follow-${info.id}` } }, t("live.follow")),
    ];
  }

  #form(call) {
    const id = call.info.id;
    const field = h("input", { type: "text", id: `message-${id}`, maxlength: 500, required: true, autocomplete: "off" });
    const button = h("button", { type: "submit" }, t("live.send"));
    const form = h("form", { class: "live-form" }, h("label", { for: field.id }, t("live.message")), h("div", { class: "live-write" }, field, button), this.last);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text || button.disabled) return;
      button.disabled = true;
      const problem = await sendMessage(id, this.call.last_seq, text);
      button.disabled = false;
      this.last.textContent = problem ?? t("live.sent", { text });
      this.last.dataset.problem = String(problem !== null);
      if (problem === null && field.value.trim() === text) field.value = "";
    });
    return form;
  }
}

customElements.define("asc-live", LiveCalls);
