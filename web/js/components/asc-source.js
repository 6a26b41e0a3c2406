/**
 * <asc-source>: the dialog that shows an article or a record of the customer.
 *
 * Properties: none. Events: listens on the document for `open-source` with
 * {kind: "article"|"record", id, title?, quote?}.
 */

import { api, ApiError } from "../api.js";
import { customerParts } from "../controller.js";
import { h, icon, refill } from "../dom.js";
import { day } from "../format.js";
import { t } from "../i18n.js";
import { safeFragment } from "../safe_html.js";
import { recordWords } from "../sentence.js";
import { store } from "../store.js";

class SourceDialog extends HTMLElement {
  #open = (event) => this.#show(event.detail);
  #wanted = 0;

  connectedCallback() {
    this.heading = h("h2", { id: "source-title", tabindex: "-1" });
    this.kind = h("p", { class: "dialog-kind" });
    this.body = h("div", { class: "dialog-body", "aria-live": "polite" });
    this.close = h("button", { type: "button", class: "quiet icon-button", onclick: () => this.dialog.close() }, icon("close"));
    const head = h("div", { class: "dialog-head" }, h("div", {}, this.kind, this.heading), this.close);
    this.dialog = h("dialog", { class: "dialog", "aria-labelledby": "source-title" }, head, this.body);
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.append(this.dialog);
    document.addEventListener("open-source", this.#open);
  }

  disconnectedCallback() {
    document.removeEventListener("open-source", this.#open);
  }

  async #show({ kind, id, title, quote }) {
    const turn = ++this.#wanted;
    this.close.setAttribute("aria-label", t("dialog.close"));
    this.kind.textContent = t(`source.${kind}`);
    this.heading.textContent = title || (kind === "record" ? recordWords(id) : id);
    refill(this.body, quoted(quote), h("p", { class: "empty" }, t("dialog.loading")));
    if (!this.dialog.open) this.dialog.showModal();
    this.heading.focus();
    const content = await load(kind, id);
    if (turn !== this.#wanted) return;
    if (content.title) this.heading.textContent = content.title;
    refill(this.body, quoted(quote), content.nodes);
    this.body.scrollTop = 0;
  }
}

function quoted(quote) {
  return quote && h("blockquote", { class: "dialog-quote" }, quote);
}

async function load(kind, id) {
  const { call } = store.state;
  const { principal, ref } = customerParts(call);
  try {
    return kind === "article"
      ? article(await api.article(principal, id, call?.opened?.language ?? store.state.language))
      : record(await api.record(principal, ref, id, store.state.language));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { nodes: h("p", { class: "empty" }, error.message || t("error.unreachable")) };
  }
}

function article({ title, owner, valid_from: from, valid_to: to, html }) {
  const valid = to ? t("article.valid_between", { from: day(from), to: day(to) }) : t("article.valid_from", { from: day(from) });
  const meta = h("p", { class: "dialog-meta" }, [t("article.owner", { owner }), valid].join(" · "));
  return { title, nodes: [meta, h("div", { class: "prose" }, safeFragment(html))] };
}

function record({ title, fields }) {
  return { title, nodes: h("dl", { class: "record" }, fields.map(({ label, value }) => [h("dt", {}, label), h("dd", {}, value)])) };
}

customElements.define("asc-source", SourceDialog);
