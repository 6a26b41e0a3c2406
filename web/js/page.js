/** What every page shares: the session, language and theme, notices, and the place that the address names. */

import { api, ApiError } from "./api.js";
import { LANGUAGES, setLanguage, t } from "./i18n.js";
import { keep, recall } from "./prefs.js";
import { store } from "./store.js";

/** What a page does beside: `opened` with a session, `closed` without one, `languageChosen` by the person. */
const hooks = { opened() {}, closed() {}, languageChosen() {} };

const set = (values) => store.dispatch({ type: "set", values });

/** Read the choices and look for a session. */
export async function startPage(wanted) {
  Object.assign(hooks, wanted);
  const wished = recall("language") ?? navigator.language.slice(0, 2);
  applyLanguage(LANGUAGES.includes(wished) ? wished : "it");
  applyTheme(recall("theme") ?? "auto");
  set({ singleKeys: recall("singleKeys") !== "off" });
  await openSession(() => api.session());
}

async function openSession(ask) {
  try {
    const body = await ask();
    const session = body?.user ?? body;
    if (!recall("language") && LANGUAGES.includes(session?.language)) applyLanguage(session.language);
    store.dispatch({ type: "session.opened", session });
    hooks.opened();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) store.dispatch({ type: "session.closed" });
    else set({ view: "signin" });
    return error;
  }
  return null;
}

export async function signIn(username, password) {
  const error = await openSession(async () => {
    const body = await api.signIn(username, password);
    return body?.username || body?.user ? body : api.session();
  });
  if (error) set({ signinError: error.status === 401 ? t("signin.wrong") : explain(error) });
}

export async function signOut() {
  hooks.closed();
  await attempt(() => api.signOut());
  location.hash = "";
  store.dispatch({ type: "session.closed" });
}

/** Whether the session still holds: a socket can't say why it was refused; REST can. */
export async function checkSession() {
  try {
    await api.session();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 401) return;
    hooks.closed();
    store.dispatch({ type: "session.closed" });
  }
}

/**
 * What `work` gives, or the `ApiError` that it ended with; where that is a session that is over, the page asks whether it is.
 * @returns {Promise<{answer: any, error: ApiError|null}>}
 */
export async function tried(work) {
  try {
    return { answer: await work(), error: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) checkSession();
    return { answer: null, error };
  }
}

/** What `work` gives; a failure becomes a notice and null. */
export async function attempt(work) {
  const { answer, error } = await tried(work);
  if (error && error.status !== 401) notify("error", explain(error));
  return answer;
}

export function explain(error) {
  return error.code === "unreachable" ? t("error.unreachable") : error.message;
}

export function notify(kind, text) {
  store.dispatch({ type: "notice.added", kind, text });
}

export function dropNotice(id) {
  store.dispatch({ type: "notice.dropped", id });
}

export function chooseLanguage(language) {
  keep("language", language);
  applyLanguage(language);
  hooks.languageChosen();
}

function applyLanguage(language) {
  setLanguage(language);
  document.documentElement.lang = language;
  set({ language });
}

export function chooseTheme(theme) {
  keep("theme", theme);
  applyTheme(theme);
}

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  set({ theme });
}

export function chooseSingleKeys(on) {
  keep("singleKeys", on ? "on" : "off");
  set({ singleKeys: on });
}

/**
 * The place that an address names: `#queue?disposition=refused` and `#call=c-1&u=u7` are
 * `{name: "queue", params: {disposition: "refused"}}` and `{name: "call", params: {call: "c-1", u: "u7"}}`.
 */
export function routeOf(hash) {
  const text = hash.replace(/^#/, "");
  const name = text.split(/[?=&]/, 1)[0];
  const query = text.startsWith(`${name}?`) ? text.slice(name.length + 1) : text;
  const params = Object.fromEntries(new URLSearchParams(query));
  if (query === name) delete params[name];
  return { name, params };
}

/** The address of a place; empty values are left out. `address("queue", {disposition: "refused"})`. */
export function address(name, params = {}) {
  const kept = Object.entries(params).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  if (!kept.length) return `#${name}`;
  const query = new URLSearchParams(kept).toString();
  return kept[0][0] === name ? `#${query}` : `#${name}?${query}`;
}
