/**
 * <asc-dashboard>: a principal's figures in a period beside those of the period before; with `list` in the address the rows
 * behind one of them.
 *
 * Properties: none. Reads `route`, `language`. Events: none.
 */

import { query } from "../../api.js";
import { dashboardApi } from "../../api/dashboard.js";
import { h, icon, refill } from "../../dom.js";
import { whole } from "../../format.js";
import { addWords, t } from "../../i18n.js";
import words from "../../i18n/dashboard.js";
import { address, attempt } from "../../page.js";
import { View } from "../../view.js";
import { PeriodForm } from "./period_form.js";
import { reportTable } from "./report_cells.js";
import { section } from "./report_parts.js";

addWords(words);
const NARROW = matchMedia("(max-width: 44rem)");
const PAGE = 50;

class Dashboard extends View {
  #asked = "";
  #turn = 0;
  #resized = () => this.#load();

  select({ route }) {
    return [route];
  }

  setUp() {
    this.#asked = "";
    this.head = h("div", { class: "page-head" });
    this.bar = h("div", {});
    this.body = h("div", { class: "report" });
    this.form = new PeriodForm((params) => (location.hash = address("dashboard", params)));
    this.append(this.head, this.bar, this.body);
    NARROW.addEventListener("change", this.#resized);
  }

  tearDown() {
    NARROW.removeEventListener("change", this.#resized);
  }

  render({ route, language }) {
    if (route.name !== "dashboard") return;
    const asked = JSON.stringify([route.params, language]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.params = route.params;
    this.language = language;
    this.#load();
  }

  #load() {
    return this.params.list ? this.#loadList() : this.#loadReport();
  }

  async #loadReport() {
    const turn = ++this.#turn;
    this.#busy();
    const { principal, from, to } = this.params;
    const width = NARROW.matches ? "narrow" : "wide";
    const answer = await attempt(() => dashboardApi.dashboard({ principal, from, to, language: this.language, width }));
    if (turn !== this.#turn) return;
    this.body.removeAttribute("aria-busy");
    if (answer) this.#draw(answer);
    else refill(this.head, h("h1", {}, t("dashboard.title")), h("p", { class: "hint", role: "status" }, t("dashboard.failed")));
  }

  #busy() {
    this.body.setAttribute("aria-busy", "true");
    if (!this.body.childElementCount) refill(this.head, h("h1", {}, t("dashboard.title")), h("p", { class: "hint", role: "status" }, t("dashboard.loading")));
  }

  #draw({ figures, report, charts, principals }) {
    const period = { principal: figures.principal, from: figures.period.first, to: figures.period.last };
    refill(this.head, h("h1", {}, report.title), h("p", { class: "hint", role: "status" }, report.subtitle));
    refill(this.bar, this.form.draw(period, principals, figures.today), files({ ...period, language: this.language }));
    refill(this.body, contents(report.sections), report.sections.map((one) => section(one, charts)));
  }

  async #loadList() {
    const turn = ++this.#turn;
    this.#busy();
    const { list, ...rest } = this.params;
    const found = await attempt(() => dashboardApi.list({ ...rest, what: list, language: this.language, limit: PAGE }));
    if (turn !== this.#turn) return;
    this.body.removeAttribute("aria-busy");
    this.#drawList(found);
  }

  #drawList(found) {
    const { principal, from, to } = this.params;
    const back = h("a", { href: address("dashboard", { principal, from, to }), class: "button", dataset: { key: "list-back" } }, icon("back"), t("dashboard.back"));
    refill(this.bar, back);
    if (!found) {
      refill(this.head, h("h1", {}, t("dashboard.title")), h("p", { class: "hint", role: "status" }, t("dashboard.failed")));
      refill(this.body);
      return;
    }
    const { table, total } = found;
    const rows = table.rows ?? [];
    refill(this.head, h("h1", {}, table.title), h("p", { class: "hint", role: "status" }, t("dashboard.rows", { count: total, shown: whole(total) })));
    refill(
      this.body,
      h("section", { class: "panel" }, rows.length ? reportTable(table) : h("p", { class: "empty" }, t("dashboard.no_rows"))),
      rows.length < total && h("button", { type: "button", dataset: { key: "list-more" }, onclick: () => this.#more(found) }, t("dashboard.more", { left: whole(total - rows.length) })),
    );
  }

  async #more(found) {
    const turn = ++this.#turn;
    const { list, ...rest } = this.params;
    const offset = found.table.rows.length;
    const next = await attempt(() => dashboardApi.list({ ...rest, what: list, language: this.language, offset, limit: PAGE }));
    if (!next || turn !== this.#turn) return;
    this.#drawList({ ...next, table: { ...next.table, rows: [...found.table.rows, ...(next.table.rows ?? [])] } });
    this.querySelectorAll("tbody tr")[offset]?.querySelector("a")?.focus();
  }
}

/** The sections, to jump to: the page is long. */
function contents(sections) {
  const jump = (id) => (event) => {
    event.preventDefault(); // The address names the period, not a place on the page.
    const target = document.getElementById(`section-${id}`);
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  };
  const ways = sections.map(({ id, title }) => h("li", {}, h("a", { href: `#section-${id}`, dataset: { key: `jump-${id}` }, onclick: jump(id) }, title)));
  return h("nav", { "aria-label": t("dashboard.sections") }, h("ul", { class: "report-contents" }, ways));
}

function files(params) {
  const link = (path, name) => h("a", { href: `${path}${query(params)}`, class: "button", dataset: { key: name } }, t(`dashboard.${name}`));
  return h("p", { class: "report-files" }, link("/dashboard/print", "print"), link("/v1/dashboard.xlsx", "sheet"));
}

customElements.define("asc-dashboard", Dashboard);
