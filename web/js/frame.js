/** Starts a page with several places: it opens the session and follows the address. */

import { routeOf, startPage } from "./page.js";
import { store } from "./store.js";

/** @param {{title: string, places: {name: string, tag: string}[]}} page what `<asc-frame>` needs */
export async function startFrame({ title, places }) {
  const follow = () => store.dispatch({ type: "set", values: { route: routeOf(location.hash) } });
  window.addEventListener("hashchange", follow);
  follow();
  const frame = document.createElement("asc-frame");
  Object.assign(frame, { title, places });
  document.body.prepend(frame);
  await startPage({});
}
