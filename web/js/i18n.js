/** The panel's own words in the language that the person chose. Sentences of cards come from the server. */

import en from "./i18n/en.js";
import it from "./i18n/it.js";

export const LANGUAGES = ["it", "en"];
const TABLES = { it: { ...it }, en: { ...en } };
let current = "it";

/** @param {"it"|"en"} language */
export function setLanguage(language) {
  current = TABLES[language] ? language : "it";
}

export function language() {
  return current;
}

/**
 * The text of `key` with `{name}` places filled; with a `count`, its `.one` or `.other` form.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function t(key, values = {}) {
  const table = TABLES[current];
  const form = "count" in values ? `${key}.${new Intl.PluralRules(current).select(Number(values.count))}` : key;
  const text = table[form] ?? table[`${key}.other`] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/** Register the words of a part of the product that only some pages load. */
export function addWords(words) {
  for (const language of LANGUAGES) Object.assign(TABLES[language], words[language]);
}

/** The text of `PREFIX.ID` for an id from the wire; unknown ids are shown as words. */
export function named(prefix, id) {
  return TABLES[current][`${prefix}.${id}`] ?? String(id).replaceAll("_", " ");
}
