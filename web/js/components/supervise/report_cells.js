/** How the cells of a report are written, and where their numbers lead. */

import { h } from "../../dom.js";
import { day, decimal, money, whole } from "../../format.js";
import { t } from "../../i18n.js";
import { address } from "../../page.js";

const NUMBERS = new Set(["money", "count", "share", "days", "minutes", "level", "percent"]);

function isNumber(kind) {
  return NUMBERS.has(kind);
}

/** `{kind, text?, money?, currency?, number?, day?, sign?}` as a person reads it; empty cells of text stay empty. */
export function cellText(cell) {
  if (cell.money !== undefined) return signed(cell, Number(cell.money), money(cell.money, cell.currency));
  if (cell.number !== undefined) return signed(cell, cell.number, numberText(cell));
  if (cell.day !== undefined) return day(cell.day);
  return cell.text ?? (cell.kind === "text" ? "" : t("dashboard.no_value"));
}

function signed(cell, value, text) {
  return cell.sign && value > 0 ? `+${text}` : text;
}

function numberText({ kind, number, sign }) {
  // A difference of shares is in points: 60 % after 50 % is no 10 % more.
  if (sign && kind === "share") return t("dashboard.points", { value: decimal(number * 100, { maximumFractionDigits: 1 }) });
  if (sign && kind === "percent") return t("dashboard.points", { value: decimal(number, { maximumFractionDigits: 1 }) });
  switch (kind) {
    case "share":
      return decimal(number, { style: "percent", maximumFractionDigits: 1 });
    case "percent":
      return decimal(number / 100, { style: "percent", maximumFractionDigits: 1 });
    case "days":
      return t("dashboard.days", { count: number, value: decimal(number) });
    case "minutes":
      return t("dashboard.minutes", { value: decimal(number) });
    case "count":
      return whole(number);
    default:
      return decimal(number);
  }
}

/** The address that a cell's link names: a list of this page, the queue, a customer, a theme. */
function linkAddress({ view, query = {} }) {
  if (view === "list") return address("dashboard", query);
  return address(view, query);
}

/** The cell's text, as a link where it has one; `label` says for a screen reader what the number is. */
export function cellNode(cell, label = "") {
  const text = cellText(cell);
  if (!cell.link || !text) return text;
  const said = label ? t("dashboard.open", { label, value: text }) : null;
  return h("a", { href: linkAddress(cell.link), "aria-label": said, dataset: { key: `to-${label || text}` } }, text);
}

/** A table of a report; on a narrow screen each row is a card whose cells name their columns. */
export function reportTable({ title, columns, rows = [] }) {
  const head = columns.map(({ title: name, kind }) => h("th", { scope: "col", class: isNumber(kind) ? "number" : null }, name));
  const body = rows.map((cells) =>
    h("tr", {}, cells.map((cell, place) => h("td", { class: isNumber(cell.kind) ? "number" : null, dataset: { label: columns[place].title } }, cellNode(cell)))),
  );
  return h(
    "table",
    { class: "report-table" },
    h("caption", { class: "hidden-text" }, title),
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, body),
  );
}
