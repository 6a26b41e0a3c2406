/** What is being typed in a practice call, kept in this tab over a reload. Storage may be denied: then it lasts for the page. */

const memory = new Map();
const name = (id) => `ascolto.practice.${id}`;

export function draftOf(id) {
  try {
    return sessionStorage.getItem(name(id)) ?? memory.get(id) ?? "";
  } catch {
    return memory.get(id) ?? "";
  }
}

export function keepDraft(id, text) {
  memory.set(id, text);
  try {
    if (text) sessionStorage.setItem(name(id), text);
    else sessionStorage.removeItem(name(id));
  } catch {
    // Third-party storage is off in this browser: `memory` holds the words.
  }
}
