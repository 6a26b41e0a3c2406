/**
 * <asc-call-search>: a question to all calls, the queue's filters beside it, and the calls that were found.
 *
 * Properties: none. Reads `route` (`#search?q=…&disposition=…`), `session`. Events: none.
 */

import { reviewsApi } from "../../api/reviews.js";
import { searchApi } from "../../api/search.js";
import { h, icon, refill } from "../../dom.js";
import { whole } from "../../format.js";
import { addWords, t } from "../../i18n.js";
import words from "../../i18n/search.js";
import { address, attempt, explain, tried } from "../../page.js";
import { View } from "../../view.js";
import { filterChip, QueueFilters } from "./queue_filters.js";
import { hitItem } from "./search_hits.js";

addWords(words);
const FIRST = ["from", "to", "disposition", "situation"];
const NOT_OURS = ["sort", "review", "name", "criterion", "max", "incomplete"];
const FEW = 20;
const MOST = 100;
const MAX_CHARS = 500;

class CallSearch extends View {
  #params = null;
  #choices = null;
  #filters = null;
  #language = "";
  #found = null;
  #problem = "";
  #top = FEW;
  #turn = 0;

  select({ route, session }) {
    return [route, session?.username];
  }

  setUp() {
    this.#params = null;
    this.#filters = null;
    this.#found = null;
    this.head = h("div", { class: "page-head" });
    this.field = h("input", { type: "search", id: "search-q", name: "q", maxlength: MAX_CHARS, autocomplete: "off", "aria-describedby": "search-hint" });
    this.form = h("form", { class: "panel search-form", role: "search" });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#go(this.#params ?? {});
    });
    this.bar = h("div", {});
    this.chips = h("div", { class: "queue-chips" });
    this.status = h("p", { class: "hint", role: "status" });
    this.list = h("div", { class: "search-list" });
    this.append(this.head, this.form, this.bar, this.chips, this.status, this.list);
  }

  async render({ route, language }) {
    const params = route.name === "search" ? route.params : (this.#params ?? {});
    const same = this.#params && JSON.stringify(this.#params) === JSON.stringify(params);
    this.#params = params;
    if (language !== this.#language) this.#filters = null;
    this.#language = language;
    this.#drawForm(same);
    this.#draw();
    if (!same) this.#load(FEW);
    if (!this.#choices) this.#choices = await attempt(() => reviewsApi.choices());
    this.#drawBar();
  }

  /** The place with what the field asks now and these filters. */
  #go(filters) {
    const there = address("search", { ...filters, q: this.field.value.trim() });
    if (location.hash === there) this.#load(FEW);
    else location.hash = there;
  }

  async #load(top) {
    const turn = ++this.#turn;
    const asked = this.#params.q;
    this.#problem = "";
    this.#top = top;
    if (!asked) this.#found = null;
    if (asked) this.list.setAttribute("aria-busy", "true");
    else this.list.removeAttribute("aria-busy");
    this.#draw();
    if (!asked) return;
    const { answer, error } = await tried(() => searchApi.calls({ ...this.#params, top }));
    if (turn !== this.#turn) return;
    this.list.removeAttribute("aria-busy");
    const before = top > FEW ? (this.#found?.hits.length ?? 0) : 0;
    this.#found = answer;
    this.#problem = error ? explain(error) : "";
    this.#draw();
    if (before) this.querySelectorAll(".hit h2 a")[before]?.focus();
  }

  #drawForm(same) {
    refill(this.head, h("h1", {}, t("search.title")));
    this.form.setAttribute("aria-label", t("search.form"));
    if (!same) this.field.value = this.#params.q ?? "";
    const typing = document.activeElement === this.field;
    this.form.replaceChildren(
      h("label", { for: "search-q" }, t("search.question")),
      h("div", { class: "search-ask" }, this.field, h("button", { type: "submit", class: "primary" }, icon("search"), t("search.go"))),
      h("p", { class: "hint", id: "search-hint" }, t("search.hint")),
    );
    if (typing) this.field.focus();
  }

  #drawBar() {
    if (!this.#choices) return;
    if (!this.#filters) {
      this.#filters = new QueueFilters(this.#choices, (filters) => this.#go(filters), { first: FIRST, without: NOT_OURS });
      this.bar.replaceChildren(this.#filters.element);
    }
    this.#filters.fill(this.#asked());
  }

  /** The filters that are set. */
  #asked() {
    const { q: _q, ...filters } = this.#params;
    return filters;
  }

  /** Each filter that is set, and the way to the same question without it. */
  #chips() {
    const filters = this.#asked();
    return Object.entries(filters).map(([name, value]) => filterChip(name, value, address("search", { ...filters, [name]: "", q: this.#params.q })));
  }

  #draw() {
    const found = this.#found;
    refill(this.chips, this.#chips());
    this.status.textContent = this.list.hasAttribute("aria-busy") ? t("dialog.loading") : found?.total ? summary(found) : "";
    this.status.hidden = !this.status.textContent;
    refill(this.list, this.#problem ? this.#failure() : found && (found.hits.length ? this.#hits() : this.#none()));
  }

  #hits() {
    const { hits, total } = this.#found;
    const more = total > hits.length;
    return [
      this.#unread(),
      h("ul", { class: "hits" }, hits.map(hitItem)),
      more && this.#top < MOST && h("button", { type: "button", class: "search-more", dataset: { key: "search-more" }, onclick: () => this.#load(MOST) }, t("search.more")),
      more && this.#top >= MOST && h("p", { class: "hint" }, t("search.most", { shown: whole(hits.length) })),
    ];
  }

  #none() {
    const narrowed = Object.keys(this.#asked()).length > 0;
    return h(
      "div",
      { class: "panel search-none", role: "status" },
      h("p", { class: "empty" }, t(narrowed ? "search.none" : "search.none_plain")),
      this.#unread(),
      narrowed && h("a", { href: address("search", { q: this.#params.q }), class: "button" }, t("queue.clear")),
    );
  }

  /** Calls that just ended, or came with the demo, are read within minutes; until then a search can't know them. */
  #unread() {
    const { unread } = this.#found;
    return unread > 0 && h("p", { class: "hint" }, t("search.unread", { count: unread }));
  }

  #failure() {
    return h(
      "div",
      { class: "panel search-none", role: "alert" },
      h("p", {}, `${t("search.failed")} ${this.#problem}`),
      h("button", { type: "button", onclick: () => this.#load(this.#top) }, t("search.again")),
    );
  }
}

function summary({ hits, total }) {
  const found = t("search.found", { count: total, all: whole(total) });
  return total > hits.length ? t("search.first", { found, shown: whole(hits.length) }) : found;
}

customElements.define("asc-call-search", CallSearch);
