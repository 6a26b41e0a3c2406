/**
 * <asc-tip>: one tooltip for the page. Any element with `data-tip` shows it on hover and on keyboard focus; Esc hides it.
 *
 * Properties: none. Events: none.
 */

import { h } from "../dom.js";

const GAP = 8;

class Tip extends HTMLElement {
  #target = null;
  #watch = 0;

  connectedCallback() {
    this.bubble = h("div", { id: "tip", class: "tip", role: "tooltip", popover: "manual" });
    this.append(this.bubble);
    document.addEventListener("pointerover", (event) => this.#toward(event.target));
    document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && this.#toward(event.target));
    document.addEventListener("focusout", () => this.#hide());
    document.addEventListener("scroll", () => this.#hide(), true);
    document.addEventListener("keydown", (event) => this.#escape(event), true);
  }

  #toward(place) {
    const target = place.closest?.("[data-tip]");
    if (target === this.#target || place.closest?.("#tip")) return;
    this.#hide();
    if (target) this.#show(target);
  }

  #show(target) {
    this.#target = target;
    this.bubble.textContent = target.dataset.tip;
    target.setAttribute("aria-describedby", "tip");
    this.bubble.showPopover();
    const box = target.getBoundingClientRect();
    const own = this.bubble.getBoundingClientRect();
    const left = Math.min(Math.max(GAP, box.left + box.width / 2 - own.width / 2), innerWidth - own.width - GAP);
    const above = box.top - own.height - GAP;
    this.bubble.style.left = `${left}px`;
    this.bubble.style.top = `${above >= GAP ? above : box.bottom + GAP}px`;
    // New events may take the target away without a pointer or focus event.
    this.#watch = setInterval(() => target.isConnected || this.#hide(), 250);
  }

  #hide() {
    if (!this.#target) return;
    clearInterval(this.#watch);
    this.#target.removeAttribute("aria-describedby");
    this.#target = null;
    if (this.bubble.matches(":popover-open")) this.bubble.hidePopover();
  }

  #escape(event) {
    if (event.key !== "Escape" || !this.#target) return;
    this.#hide();
    // Esc that only closed a tip must not dismiss the card too.
    if (!document.querySelector("dialog[open]")) event.preventDefault();
  }
}

customElements.define("asc-tip", Tip);
