/** Keyboard shortcuts of the call. Keys without Alt can be switched off, and never act while someone types. */

import * as actions from "./controller.js";
import { spokenText } from "./call_state.js";
import { store } from "./store.js";

const INTERACTIVE = "a, button, input, select, summary, textarea, [contenteditable]";
const TYPING = "input, select, textarea, [contenteditable]";

const WITH_ALT = {
  KeyU: () => actions.useCard(),
  KeyE: () => actions.editCard(),
  KeyD: () => actions.dismissCard(),
  KeyA: () => toggleWords(),
  KeyQ: () => focusQuestion(),
};
const SINGLE = {
  1: () => actions.useCard(),
  2: () => actions.editCard(),
  3: () => toggleWords(),
  "/": () => focusQuestion(),
  "?": () => document.dispatchEvent(new CustomEvent("open-help")),
};

export function listenToKeys() {
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const action = event.altKey ? WITH_ALT[event.code] : plainKey(event);
  if (!action || store.state.view !== "call") return;
  event.preventDefault();
  action();
}

function plainKey(event) {
  if (event.key === "Escape") return escape(event.target);
  if (event.key === "Enter") return event.target.closest(INTERACTIVE) ? null : actions.useCard;
  if (!store.state.singleKeys || event.target.closest(TYPING)) return null;
  return Object.hasOwn(SINGLE, event.key) ? SINGLE[event.key] : null;
}

/** Esc takes the nearest thing back: an edit, a field's focus, at last the card. */
function escape(target) {
  if (store.state.editing) return actions.cancelEdit;
  if (target.matches(TYPING)) return () => target.blur();
  return actions.dismissCard;
}

function toggleWords() {
  const card = store.state.call?.card;
  if (card) actions.showWords(spokenText(card) === card.text ? "tailored" : "approved");
}

function focusQuestion() {
  actions.showTab("ask");
  document.querySelector("asc-ask input")?.focus();
}
