/**
 * <asc-review>: a call with all that its review rests on: transcript, scorecard, cards, note, how it went; and the steps that a
 * supervisor or the call's operator may take.
 *
 * Properties: none. Reads `route` (`call` or `review`: which call; `u`: an utterance to mark), `session`.
 * Events: listens for `show-utterance` with {id, quote}.
 */

import { reviewsApi } from "../../api/reviews.js";
import { h, icon, refill } from "../../dom.js";
import { duration, moment } from "../../format.js";
import { named, t } from "../../i18n.js";
import { address, attempt, explain, tried } from "../../page.js";
import { View } from "../../view.js";
import { incompleteTag, stateTag } from "./marks.js";
import { queueAddress } from "./queue_place.js";
import { actions } from "./review_actions.js";
import { Drafts } from "./review_forms.js";
import { cards, course, note, transcript } from "./review_panels.js";
import { scorecard } from "./review_score.js";

/** What was typed and not sent, by call: a call that comes in meanwhile takes the page away, but not the words. */
const kept = new Map();

/** Where the dialogue is a tab of its own (review.css). */
const NARROW = matchMedia("(max-width: 60rem)");
const TABS = ["transcript", "score", "cards", "note", "course"];

class Review extends View {
  #id = "";
  /** The utterance that the address names. */
  #wanted = "";
  /** The server's page of the call, and with it `lines`, its utterances by id. */
  #data = null;
  #missing = false;
  #tab = "score";
  #drafts = new Drafts();
  /** What the page says of the last step: {kind, text}. */
  #news = null;
  #busy = false;
  #resized = () => this.#show(this.#tab);

  select({ route, session }) {
    return [route, session?.username];
  }

  setUp() {
    this.#id = "";
    this.addEventListener("show-utterance", (event) => this.#reveal(event.detail, event.target));
    this.addEventListener("toggle", () => this.#quoting(), true);
    NARROW.addEventListener("change", this.#resized);
    this.head = h("header", { class: "page-head review-head" });
    this.news = h("div", { class: "review-news", role: "status", tabindex: "-1" });
    this.body = h("div", { class: "review-body" });
    this.append(this.head, this.news, this.body);
  }

  tearDown() {
    NARROW.removeEventListener("change", this.#resized);
  }

  render({ route }) {
    const id = route.params.call ?? route.params.review ?? "";
    const wanted = route.params.u ?? "";
    const other = wanted !== this.#wanted;
    this.#wanted = wanted;
    if (id && id !== this.#id) this.#open(id);
    else {
      this.#draw();
      if (other) this.#reveal({ id: wanted }, null);
    }
  }

  async #open(id) {
    this.#id = id;
    this.#data = null;
    this.#tab = "score";
    if (!kept.has(id)) kept.set(id, new Drafts());
    this.#drafts = kept.get(id);
    this.#news = null;
    this.#draw();
    await this.#load();
    if (this.#wanted) this.#reveal({ id: this.#wanted }, null);
  }

  async #load() {
    const id = this.#id;
    const data = await attempt(() => reviewsApi.call(id));
    if (id !== this.#id) return;
    this.#missing = !data;
    if (data) this.#data = { ...data, lines: new Map(data.page.transcript.map((line) => [line.id, line])) };
    this.#draw();
  }

  async #send(key, move) {
    if (this.#busy) return;
    this.#busy = true;
    const version = this.#data.review.version;
    try {
      const { error } = await tried(() => reviewsApi.step(this.#id, { version, ...move }));
      await (error ? this.#refused(error, version) : this.#taken(key, move));
    } finally {
      this.#busy = false;
    }
    this.news.scrollIntoView({ block: "nearest" });
    // The button that was pressed may be gone with the step.
    if (!this.contains(document.activeElement)) this.news.focus({ preventScroll: true });
  }

  async #taken(key, { action }) {
    this.#drafts.drop(key);
    this.querySelector(`details[data-key="${key}"]`)?.removeAttribute("open");
    this.#news = { kind: "good", text: t(`review.done.${action}`) };
    await this.#load();
  }

  /** Somebody was quicker: their state is shown, and what was typed here stays. */
  async #refused(error, version) {
    if (error.status === 401) return;
    this.#news = { kind: "warning", text: explain(error) };
    if (error.status === 409) {
      await this.#load();
      const { review } = this.#data;
      const last = review?.steps.at(-1);
      if (review?.version === version && review.state === "proposed") this.#news = { kind: "warning", text: t("review.renewed") };
      if (last && review.version !== version) this.#news = { kind: "warning", text: t("review.conflict", { who: last.who, did: t(`review.did.${last.action}`) }) };
    }
    this.#draw();
  }

  #draw() {
    const data = this.#data;
    refill(this.head, this.#heading(data));
    refill(this.news, this.#news && h("p", { class: `review-say review-say-${this.#news.kind}` }, icon(this.#news.kind === "good" ? "done" : "alert"), this.#news.text));
    if (!data) {
      refill(this.body, h("p", { class: "empty" }, this.#missing ? t("review.not_there") : t("dialog.loading")));
      return;
    }
    const place = this.querySelector(".scroller")?.scrollTop ?? 0;
    refill(this.body, this.#columns(data));
    this.#show(this.#tab);
    this.querySelector(".scroller").scrollTop = place;
  }

  #heading(data) {
    const own = location.pathname === "/";
    const back = h("a", { class: "button quiet back", href: own ? "#reviews" : queueAddress(), "aria-label": t("review.back"), dataset: { key: "review-back" } }, icon("back"));
    if (!data) return [back, h("h1", {}, t("review.title"))];
    const { info, customer_name: name } = data.call;
    const { facts } = data;
    const line = [moment(info.started_at), facts && duration(facts.seconds), facts?.team ? `${info.operator} · ${facts.team}` : info.operator, named("purpose", info.purpose), facts?.disposition && named("disposition", facts.disposition)];
    return [
      back,
      h("div", { class: "page-who" }, h("h1", {}, name || info.customer), h("p", { class: "below" }, line.filter(Boolean).join(" · "), !own && [" · ", h("a", { href: address("customer", { customer: info.customer }) }, t("review.customer"))])),
      h("p", { class: "review-tags" }, stateTag(data.state), !data.complete && incompleteTag(), data.facts?.critical_alerts > 0 && h("span", { class: "tag tag-critical" }, icon("alert"), t("queue.critical_count", { count: data.facts.critical_alerts }))),
    ];
  }

  #columns(data) {
    const how = { may: !data.mine && data.state !== "unscored", drafts: this.#drafts, send: (key, move) => this.#send(key, move) };
    const panels = { score: () => [actions(data, how), scorecard(data, how)], cards: () => cards(data), note: () => note(data), course: () => course(data) };
    return [
      this.#tabs(),
      h(
        "div",
        { class: "review-columns" },
        h("section", { class: "panel review-panel review-transcript", id: "review-panel-transcript", dataset: { part: "transcript" }, "aria-label": t("transcript.title") }, h("h2", { class: "panel-title" }, t("transcript.title")), h("div", { class: "scroller", role: "group", tabindex: "0", "aria-label": t("transcript.title") }, transcript(data, (quote) => this.#cite(quote)))),
        Object.entries(panels).map(([name, make]) => h("section", { class: "panel review-panel", id: `review-panel-${name}`, role: "tabpanel", tabindex: "0", "aria-labelledby": `review-tab-${name}`, dataset: { part: name } }, make())),
      ),
    ];
  }

  #tabs() {
    const tab = (name) => h("button", { type: "button", role: "tab", id: `review-tab-${name}`, "aria-controls": `review-panel-${name}`, dataset: { key: `review-tab-${name}`, name }, onclick: () => this.#show(name) }, t(`review.tab.${name}`));
    return h("div", { class: "tabs review-tabs", role: "tablist", "aria-label": t("review.tabs"), onkeydown: (event) => this.#arrow(event) }, TABS.map(tab));
  }

  #arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const open = [...this.querySelectorAll('[role="tab"]')].filter((one) => one.offsetParent !== null);
    const next = open[(open.indexOf(event.target) + step + open.length) % open.length];
    this.#show(next.dataset.name);
    next.focus();
    event.preventDefault();
  }

  /** On a wide page the transcript always stands beside the tab that is open. */
  #show(name) {
    const shown = name === "transcript" && !NARROW.matches ? "score" : name;
    this.#tab = shown;
    this.body.dataset.tab = shown;
    for (const tab of this.querySelectorAll('[role="tab"]')) {
      tab.setAttribute("aria-selected", String(tab.dataset.name === shown));
      tab.tabIndex = tab.dataset.name === shown ? 0 : -1;
    }
    this.#quoting();
  }

  /** While a form that takes a quote is open, each line offers to be cited. */
  #quoting() {
    this.body.dataset.quoting = String(Boolean(this.#citing()));
  }

  #citing() {
    const open = [...this.querySelectorAll("details[open]")];
    return (["score", "transcript"].includes(this.#tab) && open.find((one) => one.querySelector(".step-quote"))) || null;
  }

  #cite(quote) {
    const form = this.#citing();
    if (!form) return;
    this.#drafts.of(form.dataset.key).evidence = quote;
    this.#show("score");
    this.#draw();
    this.querySelector(`[data-key="${form.dataset.key}-reason"]`)?.focus();
  }

  /** Scroll to an utterance, mark it and the quoted words, and leave the way back to where the person was. */
  #reveal({ id, quote }, origin) {
    const line = this.querySelector(`[data-utterance="${CSS.escape(id)}"]`);
    if (!line) return;
    const from = this.#tab;
    if (NARROW.matches) this.#show("transcript");
    for (const marked of this.querySelectorAll(".line.cited")) unmark(marked);
    line.classList.add("cited", "found");
    markWords(line.querySelector(".said"), quote);
    if (origin) line.append(this.#wayBack(from, origin));
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
  }

  #wayBack(tab, origin) {
    const back = () => {
      this.#show(tab);
      const target = origin.isConnected ? origin : this.querySelector(`[data-key="${origin.dataset.key}"]`);
      target?.focus();
    };
    return h("button", { type: "button", class: "link line-back", onclick: back }, t("review.way_back"));
  }
}

function unmark(line) {
  line.classList.remove("cited", "found");
  line.querySelector(".line-back")?.remove();
  const said = line.querySelector(".said");
  said.textContent = said.textContent;
}

function markWords(said, quote) {
  const text = said.textContent;
  const place = quote ? text.indexOf(quote) : -1;
  if (place < 0 || quote === text) return;
  said.replaceChildren(text.slice(0, place), h("mark", { class: "mention" }, quote), text.slice(place + quote.length));
}

customElements.define("asc-review", Review);
