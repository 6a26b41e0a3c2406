/**
 * <asc-clock>: how long the call has lasted. It follows the newest utterance's time, so that it is right for
 * replayed calls and needs no agreement between the clocks of two machines.
 *
 * Properties: none. Reads `call.utterances` and `call.ended`. Events: none.
 */

import { h } from "../dom.js";
import { duration } from "../format.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

class Clock extends View {
  #seconds = 0;
  #since = performance.now();
  #timer = 0;
  #ended = false;

  select({ call }) {
    return [call?.utterances.at(-1), call?.ended];
  }

  setUp() {
    this.time = h("span", { class: "clock", role: "timer", "aria-live": "off" });
    this.append(this.time);
    this.#timer = setInterval(() => this.#show(), 500);
  }

  tearDown() {
    clearInterval(this.#timer);
  }

  render({ call }) {
    const heard = call?.utterances.at(-1)?.t ?? 0;
    // The clock never steps back: it may have run ahead of a replay that pauses.
    if (heard > this.#now() || call?.ended) [this.#seconds, this.#since] = [Math.max(heard, this.#now()), performance.now()];
    this.#ended = call?.ended ?? false;
    this.time.setAttribute("aria-label", t("head.clock"));
    this.#show();
  }

  #now() {
    return this.#ended ? this.#seconds : this.#seconds + (performance.now() - this.#since) / 1000;
  }

  #show() {
    this.time.textContent = duration(this.#now());
  }
}

customElements.define("asc-clock", Clock);
