/** The article's HTML as nodes: parsed apart from the page, rebuilt from an allow-list of elements, without attributes. */

const ALLOWED = new Set(
  ("p h2 h3 h4 h5 h6 ul ol li strong em b i blockquote code pre br hr table thead tbody tr th td dl dt dd sup sub").split(" "),
);
const RENAMED = { h1: "h2" };
const DROPPED = new Set("script style template iframe object embed svg math form input button select textarea".split(" "));

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function safeFragment(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment);
  return fragment;
}

function copyChildren(from, to) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      to.append(child.textContent);
      continue;
    }
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    const found = child.tagName.toLowerCase();
    if (DROPPED.has(found)) continue;
    const name = RENAMED[found] ?? found;
    const target = ALLOWED.has(name) ? to.appendChild(document.createElement(name)) : to;
    copyChildren(child, target);
  }
}
