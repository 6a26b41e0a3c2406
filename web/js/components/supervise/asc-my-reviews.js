/**
 * <asc-my-reviews>: an operator's own calls with how far their reviews have come; those that wait for a word come first.
 *
 * Properties: none. Reads `session`. Events: none.
 */

import { reviewsApi } from "../../api/reviews.js";
import { h, icon, refill } from "../../dom.js";
import { duration, moment } from "../../format.js";
import { named, t } from "../../i18n.js";
import { address, attempt } from "../../page.js";
import { View } from "../../view.js";
import { incompleteTag, levelStrip, stateTag } from "./marks.js";

const DECIDED = ["approved", "overruled", "settled"];

class MyReviews extends View {
  #calls = null;
  #cursor = null;

  select({ session }) {
    return [session?.username];
  }

  setUp() {
    this.#calls = null;
    this.#load();
  }

  async #load() {
    const page = await attempt(() => reviewsApi.mine({ cursor: this.#cursor }));
    if (!page) return;
    this.#calls = [...(this.#calls ?? []), ...page.calls];
    this.#cursor = page.next_cursor;
    this.render();
  }

  render() {
    const calls = this.#calls;
    const waiting = calls?.filter((one) => DECIDED.includes(one.review.state)) ?? [];
    const others = calls?.filter((one) => !DECIDED.includes(one.review.state)) ?? [];
    refill(
      this,
      h("div", { class: "tasks-head" }, h("a", { class: "button quiet back", href: "#", "aria-label": t("tasks.back"), dataset: { key: "reviews-back" } }, icon("back")), h("h1", {}, t("mine.title"))),
      h("p", { class: "hint" }, t("mine.text")),
      calls === null && h("p", { class: "empty" }, t("dialog.loading")),
      calls?.length === 0 && h("section", { class: "panel" }, h("p", { class: "empty" }, t("mine.none"))),
      group("mine.waiting", waiting),
      group("mine.others", others),
      this.#cursor && h("button", { type: "button", dataset: { key: "mine-next" }, onclick: () => this.#load() }, t("mine.next")),
    );
  }
}

function group(title, calls) {
  return calls.length > 0 && h("section", { class: "panel" }, h("h2", { class: "panel-title" }, t(title), h("span", { class: "count" }, calls.length)), h("ul", { class: "rows" }, calls.map(row)));
}

function row({ call_id: id, customer_name: name, customer, started_at: at, seconds, purpose, complete, levels, review }) {
  return h(
    "li",
    { class: "mine-row" },
    h("div", { class: "row-main" }, h("a", { href: address("review", { review: id }), dataset: { key: `mine-${id}` } }, name || customer), h("span", { class: "row-below" }, `${moment(at)} · ${duration(seconds)} · ${named("purpose", purpose)}`), levelStrip(levels)),
    h("p", { class: "review-tags" }, stateTag(review.state), !complete && incompleteTag()),
  );
}

customElements.define("asc-my-reviews", MyReviews);
