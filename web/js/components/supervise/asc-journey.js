/**
 * <asc-journey>: a customer's page: what they owe and are worth, how they pay, and everything with them on one time line.
 *
 * Properties: none. Reads `route` (`customer`, and of the time line `kinds`, `from`, `to`). Events: none.
 */

import { journeyApi } from "../../api/journey.js";
import { h, icon, refill } from "../../dom.js";
import { day, whole } from "../../format.js";
import { addWords, t } from "../../i18n.js";
import words from "../../i18n/journey.js";
import { address, attempt } from "../../page.js";
import { View } from "../../view.js";
import { factPanels } from "./journey_facts.js";
import { momentItem, months, stepElementId } from "./journey_line.js";

addWords(words);

const MOMENTS = 5;
const KINDS = ["invoice", "due", "payment", "promise", "plan", "dispute", "complaint", "service", "contact", "call", "task"];

class Journey extends View {
  #page = null;
  #steps = [];
  #params = null;
  #language = "";
  #all = false;
  #turn = 0;

  select({ route }) {
    return [route];
  }

  setUp() {
    this.#params = null;
    this.#page = null;
    this.head = h("div", { class: "page-head journey-head" });
    this.facts = h("div", { class: "journey-about" });
    this.moments = h("section", { class: "panel journey-moments", "aria-labelledby": "journey-moments" });
    this.line = h("section", { class: "journey-line", "aria-labelledby": "journey-line" });
    this.append(this.head, this.facts, this.moments, this.line);
  }

  render({ route, language }) {
    const params = route.name === "customer" ? route.params : (this.#params ?? {});
    const same = JSON.stringify(params) === JSON.stringify(this.#params) && language === this.#language;
    if (params.customer !== this.#params?.customer) this.#all = false;
    this.#params = params;
    this.#language = language;
    if (!same) this.#load();
  }

  async #load(cursor = "") {
    const turn = ++this.#turn;
    const { customer = "", kinds, from, to } = this.#params;
    this.line.setAttribute("aria-busy", "true");
    const page = await attempt(() => journeyApi.journey(customer, { language: this.#language, kinds, from, to, cursor }));
    if (turn !== this.#turn) return;
    this.line.removeAttribute("aria-busy");
    if (!page) {
      refill(this.head, this.#back());
      return;
    }
    const first = cursor ? this.#steps.length : 0;
    this.#steps = cursor ? [...this.#steps, ...page.steps] : page.steps;
    this.#page = page;
    this.#draw();
    if (cursor) this.querySelectorAll(".journey-step")[first]?.focus();
  }

  #draw() {
    refill(this.head, this.#back(), this.#who());
    refill(this.facts, factPanels(this.#page));
    this.#drawMoments();
    refill(
      this.line,
      h("div", { class: "page-head" }, h("h2", { id: "journey-line" }, t("journey.line")), h("p", { class: "hint", role: "status" }, t("journey.total", { count: this.#page.total, shown: whole(this.#page.total) }))),
      this.#filters(),
      this.#steps.length ? months(this.#steps) : h("p", { class: "panel empty" }, t("journey.none")),
      this.#page.next_cursor && h("button", { type: "button", class: "queue-next", dataset: { key: "journey-more" }, onclick: () => this.#load(this.#page.next_cursor) }, t("journey.more")),
    );
  }

  #back() {
    return h("a", { href: "#customers", class: "journey-back", dataset: { key: "journey-back" } }, icon("back"), t("journey.back"));
  }

  #who() {
    const { customer } = this.#page;
    const id = `${customer.principal}/${customer.ref}`;
    const contact = customer.contacts[0];
    const said = [
      id,
      contact && t("journey.contact", { name: [contact.name, contact.role].filter(Boolean).join(", ") }),
      customer.sales_rep && t("journey.rep", { name: customer.sales_rep }),
      customer.client_since && t("journey.since", { day: day(customer.client_since) }),
    ];
    return h(
      "div",
      { class: "page-who" },
      h("h1", {}, customer.name),
      h("p", { class: "below" }, said.filter(Boolean).join(" · ")),
      h("a", { href: address("queue", { customer: id }), class: "link", dataset: { key: "journey-queue" } }, t("journey.queue")),
    );
  }

  #drawMoments() {
    const { moments } = this.#page;
    const shown = this.#all ? moments : moments.slice(0, MOMENTS);
    const left = moments.length - shown.length;
    const more = () => {
      this.#all = true;
      this.#drawMoments();
      this.moments.querySelectorAll(".moment button")[MOMENTS]?.focus();
    };
    refill(
      this.moments,
      h("h2", { id: "journey-moments", class: "panel-title" }, t("journey.moments")),
      h("p", { class: "hint" }, t(moments.length ? "journey.moments_hint" : "journey.moments_none")),
      h("ul", { class: "moments" }, shown.map((moment) => momentItem(moment, (id) => this.#goTo(id)))),
      left > 0 && h("button", { type: "button", class: "link", dataset: { key: "moments-more" }, onclick: more }, t("journey.moments_more", { count: left })),
    );
  }

  /** Bring a step into view, loading earlier ones and taking filters away as long as it isn't there. */
  async #goTo(id) {
    const { customer, kinds, from, to } = this.#params;
    if (kinds || from || to) {
      this.#params = { customer };
      history.replaceState(null, "", address("customer", this.#params));
      await this.#load();
    }
    while (!document.getElementById(stepElementId(id)) && this.#page?.next_cursor) await this.#load(this.#page.next_cursor);
    const step = document.getElementById(stepElementId(id));
    step?.scrollIntoView({ block: "center" });
    step?.focus({ preventScroll: true });
  }

  // --- filters

  #filters() {
    const { customer, kinds, from = "", to = "" } = this.#params;
    const chosen = kinds ? kinds.split(",") : [];
    const go = (changes) => (location.hash = address("customer", { customer, kinds, from, to, ...changes }));
    const toggle = (kind) => {
      const next = chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind];
      go({ kinds: KINDS.filter((one) => next.includes(one)).join(",") });
    };
    const { counts } = this.#page;
    const offered = KINDS.filter((kind) => counts[kind] || chosen.includes(kind));
    const button = (name, words, pressed, press) => h("button", { type: "button", class: "journey-kind", "aria-pressed": String(pressed), dataset: { key: `kind-${name}` }, onclick: press }, words);
    return h(
      "div",
      { class: "journey-filters" },
      h(
        "div",
        { class: "journey-kinds", role: "group", "aria-label": t("journey.kinds") },
        button("all", t("journey.all"), !chosen.length, () => go({ kinds: "" })),
        offered.map((kind) => button(kind, [t(`journey.kind.${kind}`), h("span", { class: "number" }, ` ${whole(counts[kind] ?? 0)}`)], chosen.includes(kind), () => toggle(kind))),
      ),
      ["from", "to"].map((name) => h("label", {}, t(`journey.${name}`), h("input", { type: "date", value: this.#params[name] ?? "", dataset: { key: `journey-${name}` }, onchange: (event) => go({ [name]: event.target.value }) }))),
    );
  }
}

customElements.define("asc-journey", Journey);
