/** The base of every component: it listens to the store and renders when what it selected has changed. */

import { store } from "./store.js";

export class View extends HTMLElement {
  #stop = null;
  #seen = null;

  connectedCallback() {
    this.#seen = null;
    this.setUp();
    this.#stop = store.subscribe((state) => this.#refresh(state));
    this.#refresh(store.state);
  }

  disconnectedCallback() {
    this.#stop?.();
    this.tearDown();
  }

  /** Values that the component shows; it renders when one of them is another than before. */
  select(state) {
    return [state];
  }

  /** Once, when the component enters the page. */
  setUp() {}

  /** Once, when it leaves. */
  tearDown() {}

  render(_state) {}

  #refresh(state) {
    const selected = [...this.select(state), state.language];
    if (this.#seen?.every((value, place) => Object.is(value, selected[place]))) return;
    this.#seen = selected;
    this.render(state);
  }
}
