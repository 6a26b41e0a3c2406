/**
 * <asc-voice>: what customers said of the service, grouped into themes; a theme's voices (`#voice=ID`); what is done about them.
 *
 * Properties: none. Reads `route`, `session`. Events: none.
 */

import { reviewsApi } from "../../api/reviews.js";
import { voiceApi } from "../../api/voice.js";
import { h, icon, refill } from "../../dom.js";
import { day, whole } from "../../format.js";
import words from "../../i18n/voice.js";
import { addWords, language, t } from "../../i18n.js";
import { address, attempt, notify } from "../../page.js";
import { View } from "../../view.js";
import { actionForm, actionList, renameForm } from "./voice_forms.js";
import { themeCard, voiceList } from "./voice_theme.js";

addWords(words);

const SOURCES = ["", "call", "interview", "ticket"];
const FILTERS = ["principal", "from", "to", "source"];

class Voice extends View {
  #params = {};
  #asked = "";
  #report = null;
  #theme = null;
  #actions = [];
  #choices = null;
  #turn = 0;
  /** Which form of which theme is open, and what was typed into it. */
  #form = null;

  select({ route, session }) {
    return [route, session?.username];
  }

  setUp() {
    this.#asked = "";
    this.head = h("div", { class: "page-head" });
    this.bar = h("div", {});
    this.body = h("div", { class: "voice-page" });
    this.append(this.head, this.bar, this.body);
  }

  render({ route }) {
    if (route.name === "voice") this.#params = route.params;
    const asked = JSON.stringify([this.#params, language()]);
    const same = asked === this.#asked;
    this.#asked = asked;
    this.#draw();
    if (!same) this.#load();
  }

  get #filters() {
    return Object.fromEntries(FILTERS.filter((name) => this.#params[name]).map((name) => [name, this.#params[name]]));
  }

  async #load() {
    const turn = ++this.#turn;
    const id = this.#params.voice;
    this.body.setAttribute("aria-busy", "true");
    const params = { ...this.#filters, language: language() };
    const [choices, actions, found] = await Promise.all([
      this.#choices ?? attempt(() => reviewsApi.choices()),
      attempt(() => voiceApi.actions(this.#filters.principal)),
      attempt(() => (id ? voiceApi.theme(id, params) : voiceApi.report(params))),
    ]);
    if (turn !== this.#turn) return;
    this.body.removeAttribute("aria-busy");
    this.#choices = choices;
    this.#actions = actions ?? [];
    this.#report = id ? this.#report : found;
    this.#theme = id ? (found ?? "gone") : null;
    this.#draw();
  }

  async #more() {
    const turn = this.#turn;
    const { voices, next_cursor: cursor } = this.#theme;
    const page = await attempt(() => voiceApi.theme(this.#params.voice, { ...this.#filters, language: language(), cursor }));
    if (!page || turn !== this.#turn) return;
    this.#theme = { ...page, voices: [...voices, ...page.voices] };
    this.#draw();
    this.querySelectorAll(".voice-list li")[voices.length]?.querySelector("a")?.focus();
  }

  #draw() {
    const own = Boolean(this.#params.voice);
    refill(this.head, own ? h("a", { class: "link", href: address("voice", this.#filters), dataset: { key: "voice-back" } }, icon("back"), t("voice.back")) : [h("h1", {}, t("voice.title")), h("p", { class: "hint" }, t("voice.intro"))]);
    refill(this.bar, this.#bar());
    refill(this.body, own ? this.#own() : this.#all());
  }

  #bar() {
    const changed = (event) => {
      const fields = new FormData(event.currentTarget);
      location.hash = address("voice", { voice: this.#params.voice, ...Object.fromEntries(FILTERS.map((name) => [name, fields.get(name)])) });
    };
    const choose = (name, values, label) => h("select", { id: `voice-${name}`, name, dataset: { key: `filter-${name}` } }, values.map((one) => h("option", { value: one, selected: (this.#params[name] ?? "") === one }, label(one))));
    const date = (name, shown) => {
      const input = h("input", { type: "date", id: `voice-${name}`, name, dataset: { key: `filter-${name}` } });
      input.value = this.#params[name] ?? shown ?? "";
      return input;
    };
    const principals = this.#choices?.principals ?? [];
    const fields = {
      ...(principals.length > 1 && !this.#params.voice && { principal: choose("principal", ["", ...principals], (one) => one || t("voice.principal.all")) }),
      from: date("from", this.#report?.start),
      to: date("to", this.#report?.end),
      source: choose("source", SOURCES, (one) => t(`voice.source.${one}`)),
    };
    const labelled = Object.entries(fields).map(([name, field]) => h("div", { class: "field" }, h("label", { for: field.id }, t(`voice.${name}`)), field));
    const form = h("form", { class: "panel voice-filters", role: "search", "aria-label": t("voice.filters"), onchange: changed }, labelled);
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  #all() {
    const report = this.#report;
    if (!report) return h("p", { class: "empty", role: "status" }, t("dialog.loading"));
    const living = report.themes.filter((one) => !one.ended_at);
    const ended = report.themes.filter((one) => one.ended_at);
    return [
      h("p", { class: "hint", role: "status" }, summary(report)),
      h("section", { class: "voice-section" }, h("h2", {}, t("voice.themes"), h("span", { class: "count" }, whole(living.length))), living.length ? living.map((one) => this.#card(one, report.unit)) : h("p", { class: "panel empty" }, t("voice.none"))),
      ended.length > 0 && h("details", { dataset: { key: "voice-ended" } }, h("summary", { dataset: { key: "voice-ended-open" } }, t("voice.ended", { count: ended.length })), h("div", { class: "voice-section" }, ended.map((one) => this.#card(one, report.unit)))),
      this.#actionPanel(this.#actions, new Map(report.themes.map((one) => [one.id, one.name]))),
    ];
  }

  #own() {
    if (!this.#theme) return h("p", { class: "empty", role: "status" }, t("dialog.loading"));
    if (this.#theme === "gone") return h("p", { class: "panel empty" }, t("voice.not_there"));
    const { theme } = this.#theme;
    const mine = this.#actions.filter((one) => one.theme === theme.id);
    return [
      this.#card(theme, this.#theme.unit, true),
      voiceList(this.#theme, () => this.#more()),
      this.#actionPanel(mine, new Map([[theme.id, theme.name]])),
    ];
  }

  #card(theme, unit, open = false) {
    const shown = this.#form?.theme === theme.id ? this.#form : null;
    const tool = (name) => h("button", { type: "button", class: "quiet", "aria-expanded": String(shown?.name === name), dataset: { key: `${name}-${theme.id}` }, onclick: () => this.#toggle(theme.id, name) }, t(`voice.${name}`));
    const card = themeCard(theme, { unit, params: this.#filters, source: this.#params.source ?? "", many: (this.#choices?.principals.length ?? 0) > 1, open, tools: [tool("rename"), tool("act")] });
    if (!shown) return card;
    const cancel = () => this.#toggle(theme.id, shown.name);
    const form =
      shown.name === "rename"
        ? renameForm(theme, shown.draft, { cancel, save: (names) => this.#rename(theme, names) })
        : actionForm(theme, shown.draft, { cancel, save: (action) => this.#act(action) });
    card.querySelector(".panel-head").after(form);
    return card;
  }

  #toggle(theme, name) {
    const closing = this.#form?.theme === theme && this.#form.name === name;
    this.#form = closing ? null : { theme, name, draft: { today: new Date().toLocaleDateString("sv") } };
    this.#draw();
    const first = this.querySelector(closing ? `[data-key="${name}-${theme}"]` : ".voice-form input, .voice-form textarea");
    first?.focus();
  }

  async #rename(theme, names) {
    if (!Object.keys(names).length) return this.#toggle(theme.id, "rename");
    const stored = await attempt(() => voiceApi.rename(theme.id, names, theme.version));
    if (!stored) return;
    this.#form = null;
    notify("done", t("voice.renamed"));
    await this.#load();
    this.querySelector(`[data-key="rename-${theme.id}"]`)?.focus();
  }

  async #act(action) {
    const added = await attempt(() => voiceApi.addAction(action));
    if (!added) return;
    this.#form = null;
    notify("done", t("voice.act_added"));
    await this.#load();
    this.querySelector(`[data-key="done-${added.id}"]`)?.focus();
  }

  #actionPanel(actions, names) {
    const step = (ask) => async (id, version) => {
      if (!(await attempt(() => ask(id, version)))) return;
      await this.#load();
      this.querySelector(`[data-action="${id}"] button`)?.focus();
    };
    return h("section", { class: "panel voice-section" }, h("h2", { class: "panel-title" }, t("voice.actions"), h("span", { class: "count" }, whole(actions.length))), actionList(actions, names, { done: step(voiceApi.done), look: step(voiceApi.look), params: this.#filters }));
  }
}

function summary({ listened, voices, looked_at: looked }) {
  const latest = Object.values(looked).sort().at(-1);
  if (!latest) return t("voice.read_never");
  const all = Object.values(voices).reduce((sum, one) => sum + one, 0);
  return t("voice.read", { calls: whole(listened.call), interviews: whole(listened.interview), voices: whole(all), day: day(latest) });
}

customElements.define("asc-voice", Voice);
