/**
 * <asc-transcript>: what was said, newest at the end; partial words are lighter until their final text replaces them.
 * It follows the newest words unless the person has scrolled up. Not a live region: a card is what is read aloud.
 *
 * Properties: none. Reads `call.utterances`, `call.situations`, `call.checklist`, `call.alerts`.
 * Events: listens on the document for `show-utterance` with {id}.
 */

import { showTab } from "../controller.js";
import { arrange, h, icon, refill } from "../dom.js";
import { duration } from "../format.js";
import { named, t } from "../i18n.js";
import { View } from "../view.js";

/** Below this the server shows no card either: a guess is not shown as a fact. */
const SURE = 0.8;

const NEAR_THE_END = 48;

class Transcript extends View {
  #rows = new Map();
  #follow = true;
  #show = (event) => this.#reveal(event.detail.id);

  select({ call, tab }) {
    return [call?.utterances, call?.situations, call?.checklist, call?.alerts, call?.id, tab];
  }

  setUp() {
    this.#rows.clear();
    this.heading = h("h2", { class: "panel-title" });
    this.list = h("ol", { class: "lines" });
    this.empty = h("p", { class: "empty" });
    this.scroller = h("div", { class: "scroller", role: "group", tabindex: "0" }, this.empty, this.list);
    this.jump = h("button", { type: "button", class: "jump", onclick: () => this.#toEnd(true) });
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.append(h("section", { class: "panel transcript" }, this.heading, this.scroller, this.jump));
    document.addEventListener("show-utterance", this.#show);
    this.observer = new ResizeObserver(() => this.#toEnd(false));
    this.observer.observe(this.scroller);
  }

  tearDown() {
    document.removeEventListener("show-utterance", this.#show);
    this.observer.disconnect();
  }

  render({ call, language }) {
    this.heading.textContent = t("transcript.title");
    this.scroller.setAttribute("aria-label", t("transcript.title"));
    this.empty.textContent = call?.utterances.length ? "" : t("transcript.empty");
    refill(this.jump, icon("down"), t("transcript.jump"));
    const anchors = anchored(call);
    const wanted = (call?.utterances ?? []).map((heard, place, all) => {
      const id = heard.utterance_id;
      const same = all[place - 1]?.speaker === heard.speaker;
      const facts = [heard, call.situations[id], same, language, ...(anchors.get(id) ?? [])];
      return this.#row(id, facts, () => line(heard, call.situations[id], anchors.get(id), same, call.opened?.language));
    });
    arrange(this.list, wanted);
    this.#toEnd(false);
  }

  /** The row of an utterance, made anew only when something about it changed. */
  #row(id, facts, make) {
    const known = this.#rows.get(id);
    if (known?.facts.length === facts.length && known.facts.every((fact, place) => fact === facts[place])) return known.row;
    const row = make();
    known?.row.replaceWith(row);
    this.#rows.set(id, { facts, row });
    return row;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#follow = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    this.jump.classList.toggle("shown", !this.#follow);
  }

  #toEnd(force) {
    if (!force && !this.#follow) return;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #reveal(id) {
    showTab("transcript");
    const row = this.#rows.get(id)?.row;
    if (!row) return;
    row.scrollIntoView({ block: "center" });
    row.classList.remove("found");
    requestAnimationFrame(() => row.classList.add("found"));
  }
}

/** Ticks and alerts by the utterance that caused them. */
function anchored(call) {
  const anchors = new Map();
  const put = (id, what) => id && anchors.set(id, [...(anchors.get(id) ?? []), what]);
  for (const entry of call?.checklist ?? []) if (entry.done) put(entry.utterance_id, entry);
  for (const alert of call?.alerts ?? []) put(alert.utterance_id, alert);
  return anchors;
}

function line(heard, situations, anchors, same, language) {
  const { speaker, partial, text, t: seconds } = heard;
  const chips = [...(situations ?? []).filter(({ id, confidence }) => id !== "none" && confidence >= SURE).map(situationChip), ...(anchors ?? []).map(mark)];
  return h(
    "li",
    { class: `line line-${speaker}${partial ? " partial" : ""}${same ? " same" : ""}` },
    h("p", { class: "speaker" }, icon(speaker), h("span", {}, t(`speaker.${speaker}`)), h("span", { class: "at number" }, duration(seconds))),
    h("p", { class: "said", lang: language }, text, partial && "…"),
    chips.length > 0 && h("div", { class: "marks" }, chips),
  );
}

function situationChip({ id }) {
  return h("span", { class: "mark mark-situation" }, named("situation", id));
}

function mark(what) {
  if ("item" in what) return h("span", { class: "mark mark-tick" }, icon("done"), what.text);
  return h("span", { class: `mark mark-${what.severity}` }, icon("alert"), what.text);
}

customElements.define("asc-transcript", Transcript);
