/**
 * <asc-settings>: language, theme, shortcuts, sign-out; a menu that unfolds under its button.
 *
 * Properties: none. Reads `language`, `theme`, `session`. Events: `open-help` on the document.
 */

import { chooseLanguage, chooseTheme, signOut } from "../page.js";
import { h, icon, refill } from "../dom.js";
import { LANGUAGES, t } from "../i18n.js";
import { otherPages } from "../pages.js";
import { View } from "../view.js";

const THEMES = ["auto", "light", "dark"];

class Settings extends View {
  #close = (event) => {
    const menu = this.querySelector("details");
    const outside = event.type === "keydown" ? event.key === "Escape" : !this.contains(event.target);
    if (!menu?.open || !outside) return;
    menu.open = false;
    if (event.type === "keydown") {
      event.preventDefault();
      event.stopPropagation();
      menu.querySelector("summary").focus();
    }
  };

  select({ theme, session }) {
    return [theme, session];
  }

  setUp() {
    document.addEventListener("click", this.#close);
    this.addEventListener("keydown", this.#close);
  }

  tearDown() {
    document.removeEventListener("click", this.#close);
  }

  render({ language, theme, session }) {
    refill(
      this,
      choice("settings.language", LANGUAGES, language, (value) => value.toUpperCase(), chooseLanguage, "inline-choice"),
      h(
        "details",
        { class: "menu", dataset: { key: "menu" } },
        h("summary", { class: "quiet icon-button", "aria-label": t("settings.title"), dataset: { key: "summary" } }, icon("settings")),
        h(
          "div",
          { class: "menu-body" },
          session && h("p", { class: "menu-user" }, session.display_name || session.username),
          choice("settings.language", LANGUAGES, language, (value) => t(`language.${value}`), chooseLanguage, "menu-language"),
          choice("settings.theme", THEMES, theme, (value) => t(`theme.${value}`), chooseTheme, "menu-theme"),
          otherPages(session).map(({ name, path }) => h("a", { class: "menu-item", href: path }, icon("forward"), t(`page.${name}`))),
          document.querySelector("asc-help") && h("button", { type: "button", class: "menu-item", onclick: openHelp }, icon("keyboard"), t("help.title")),
          session && h("button", { type: "button", class: "menu-item", onclick: signOut }, icon("leave"), t("settings.signout")),
        ),
      ),
    );
  }
}

function openHelp() {
  document.dispatchEvent(new CustomEvent("open-help"));
}

function choice(label, values, chosen, words, choose, name) {
  return h(
    "div",
    { class: `segments ${name}`, role: "group", "aria-label": t(label) },
    values.map((value) =>
      h(
        "button",
        { type: "button", "aria-pressed": String(value === chosen), dataset: { key: `${name}-${value}` }, onclick: () => choose(value) },
        words(value),
      ),
    ),
  );
}

customElements.define("asc-settings", Settings);
