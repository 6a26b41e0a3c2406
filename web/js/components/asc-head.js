/**
 * <asc-head>: who the call is with and why, the clock, the line to the server, the model, the settings.
 *
 * Properties: none. Reads `call.opened`, `connection`, `call.lastSeq`, `call.ended`, `customer`.
 * Events: none.
 */

import { leaveCall } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { named, t } from "../i18n.js";
import { View } from "../view.js";

class Head extends View {
  select({ view, call, connection }) {
    return [view, call?.opened, connection, call?.ended, connection === "open" ? 0 : call?.lastSeq];
  }

  setUp() {
    this.place = h("div", { class: "head-place" });
    this.line = h("div", { class: "head-line", role: "status" });
    const tools = h("div", { class: "head-tools" }, this.line, h("asc-model"), h("asc-settings"));
    this.append(h("header", { class: "head" }, this.place, tools));
  }

  render({ view, call, connection }) {
    document.title = call?.opened ? `${call.opened.customer_name} · Ascolto` : "Ascolto";
    refill(this.place, view === "call" ? this.#call(call) : brand());
    refill(this.line, view === "call" && connectionChip(call, connection));
  }

  #call(call) {
    const back = h(
      "button",
      { type: "button", class: "quiet back", dataset: { key: "back" }, "aria-label": t("head.back"), onclick: leaveCall },
      icon("back"),
    );
    const { opened } = call;
    if (!opened) return [back, h("h1", { class: "head-name" }, t("head.opening"))];
    const where = [opened.contact_name, opened.principal_name].filter(Boolean).join(" · ");
    return [
      back,
      h(
        "div",
        { class: "head-who" },
        h("h1", { class: "head-name", title: opened.customer_name }, opened.customer_name),
        h("p", { class: "head-where" }, where, where && " · ", h("span", {}, named("purpose", opened.purpose))),
      ),
      h("asc-clock"),
    ];
  }
}

function brand() {
  return [
    h("img", { class: "brand-mark", src: "/static/img/ascolto.svg", alt: "", width: 28, height: 28 }),
    h("p", { class: "brand-name" }, "Ascolto"),
  ];
}

function connectionChip(call, connection) {
  if (call.ended) return h("span", { class: "chip" }, icon("done"), t("line.ended"));
  if (connection === "open") return h("span", { class: "chip chip-quiet" }, h("span", { class: "dot" }), t("line.open"));
  const text = connection === "reconnecting" ? t("line.reconnecting", { seq: call.lastSeq }) : t("line.connecting");
  return h("span", { class: "chip chip-warning", dataset: { tip: t("line.nothing_missed") } }, icon("sync"), text);
}

customElements.define("asc-head", Head);
