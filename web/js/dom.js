/** Building elements without markup strings, and re-rendering that keeps focus and opened details. */

/**
 * Make an element. `attrs`: `class`, `dataset`, `on…` listeners, booleans, anything else an attribute; null is left out.
 * @param {string} tag
 * @param {Record<string, unknown>} [attrs]
 * @param {...(Node|string|number|null|undefined|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attrs = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "dataset") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...nodes(children));
  return element;
}

/** An SVG element; as `h`, without listeners. Numbers are written to a hundredth. */
export function svg(tag, attrs = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, String(typeof value === "number" ? Math.round(value * 100) / 100 : value));
  element.append(...nodes(children));
  return element;
}

/** A decorative icon, drawn by CSS from `img/NAME.svg`. */
export function icon(name) {
  return h("span", { class: `icon icon-${name}`, "aria-hidden": "true" });
}

/** Replace the content of `root`; focus and open `details` stay where elements share a `data-key`. */
export function refill(root, ...children) {
  const active = root.contains(document.activeElement) ? document.activeElement.dataset?.key : undefined;
  const open = new Map(
    [...root.querySelectorAll("details[data-key]")].map((element) => [element.dataset.key, element.open]),
  );
  root.replaceChildren(...nodes(children));
  for (const element of root.querySelectorAll("details[data-key]")) {
    if (open.has(element.dataset.key)) element.open = open.get(element.dataset.key);
  }
  if (active) root.querySelector(`[data-key="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
}

/** Let `parent` hold exactly these elements in this order; those that stay aren't moved, so that nothing in them is disturbed. */
export function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((element, place) => {
    if (parent.children[place] !== element) parent.insertBefore(element, parent.children[place] ?? null);
  });
}

let ids = 0;

/** An id that no other element of the page has, `note-field-12`. */
export function freshId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}
