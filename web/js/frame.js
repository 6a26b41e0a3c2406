/** Starts a page with several places: it opens the session and follows the address. */

import "./components/asc-settings.js";
import "./components/asc-signin.js";
import "./components/asc-notices.js";
import "./components/asc-tip.js";
import "./components/asc-frame.js";
import { routeOf, startPage } from "./page.js";
import { store } from "./store.js";

/**
 * @param {{title: string, places: {name: string, tag: string}[], roles?: string[]}} page what `<asc-frame>` needs; `roles` may
 *   go to every place that names none of its own
 */
export async function startFrame({ title, places, roles }) {
  const follow = () => store.dispatch({ type: "set", values: { route: routeOf(location.hash) } });
  window.addEventListener("hashchange", follow);
  follow();
  const frame = document.createElement("asc-frame");
  Object.assign(frame, { title, places: places.map((place) => ({ roles, ...place })) });
  document.body.prepend(frame);
  await startPage({});
}
