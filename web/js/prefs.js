/** Choices of this person on this machine. Storage may be denied inside a frame: then they last for the page. */

const PREFIX = "ascolto.";
const memory = new Map();

/** @returns {string|null} */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function keep(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Third-party storage is off in this browser: `memory` holds the choice.
  }
}
