/**
 * <asc-frame>: the frame of a page with several places: its head, the way around, and the place that the address names.
 *
 * Properties: `places`, `{name, tag, nav?, roles?, within?}[]`: what the address calls it, the element that shows it, whether the
 * head leads there, who may go there (everybody), under which other place of the head it stands; `title`, a key of the words.
 * Reads `view`, `session`, `route`. Events: none.
 */

import { h, refill } from "../dom.js";
import { t } from "../i18n.js";
import { otherPages } from "../pages.js";
import { View } from "../view.js";

class Frame extends View {
  places = [];
  title = "";
  #shown = null;

  select({ view, session, route }) {
    return [view, session, route];
  }

  setUp() {
    this.skip = h("a", { class: "skip", href: "#main" });
    this.skip.addEventListener("click", (event) => {
      event.preventDefault();
      this.querySelector("main")?.focus();
    });
    this.head = h("div", { class: "frame-head" });
    this.stage = h("div", { class: "frame-stage" });
    this.append(this.skip, this.head, this.stage, h("asc-notices"), h("asc-tip"));
  }

  render({ view, session, route }) {
    this.skip.textContent = t("app.skip_to_page");
    document.title = `${t(this.title)} · Ascolto`;
    const mine = this.places.filter((place) => !place.roles || place.roles.includes(session?.role));
    const place = mine.find((one) => one.name === route.name) ?? mine[0];
    const shown = view === "loading" ? "" : view === "signin" ? "asc-signin" : (place?.tag ?? "nothing");
    refill(this.head, session && view !== "signin" && this.#head(mine, place));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.stage.replaceChildren(...this.#screen(shown, session));
  }

  #screen(shown, session) {
    if (shown === "") return [];
    if (shown === "asc-signin") return [h("asc-signin")];
    if (shown !== "nothing") return [h("main", { id: "main", class: "frame-main", tabindex: "-1" }, h(shown))];
    const ways = otherPages(session).map(({ name, path }) => h("a", { href: path, class: "button" }, t(`page.${name}`)));
    return [h("main", { id: "main", class: "frame-main", tabindex: "-1" }, h("p", { class: "empty" }, t("page.not_yours")), ways)];
  }

  #head(mine, place) {
    return h(
      "header",
      { class: "head" },
      h(
        "div",
        { class: "head-place" },
        h("img", { class: "brand-mark", src: "/static/img/ascolto.svg", alt: "", width: 28, height: 28 }),
        h("p", { class: "brand-name" }, t(this.title)),
      ),
      h("div", { class: "head-tools" }, h("asc-settings")),
      h(
        "nav",
        { class: "frame-nav", "aria-label": t("page.ways") },
        mine.filter((one) => one.nav).map((one) => way(one, place)),
      ),
    );
  }
}

function way(one, place) {
  const here = one.name === place?.name || one.name === place?.within;
  const current = here ? (one.name === place.name ? "page" : "true") : null;
  return h("a", { href: `#${one.name}`, "aria-current": current, dataset: { key: `way-${one.name}` } }, t(`place.${one.name}`));
}

customElements.define("asc-frame", Frame);
