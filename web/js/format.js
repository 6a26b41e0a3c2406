/** How the panel writes amounts, dates and times that arrive as machine values. It computes nothing. */

import { language } from "./i18n.js";

const LOCALES = { it: "it-IT", en: "en-GB" };

function locale() {
  return LOCALES[language()];
}

/** `"250.00"`, `"EUR"` to `250,00 €`. */
export function money(amount, currency) {
  const options = { style: "currency", currency, useGrouping: "always" };
  return new Intl.NumberFormat(locale(), options).format(amount);
}

/** An ISO date or moment to `20 dic 2026`; empty and unreadable values come back as they are. */
export function day(iso) {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(iso ?? "") ? `${iso}T12:00:00` : iso);
  if (!iso || Number.isNaN(date.getTime())) return iso ?? "";
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: "numeric" }).format(date);
}

/** A moment by the clock that its ISO form was written by, `lun 30 nov, 08:30`. */
export function wallTime(iso) {
  const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(`${iso.slice(0, 16)}Z`));
}

/** A moment in the reader's own zone, `ven 20 nov, 13:00`. */
export function moment(iso) {
  const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(iso));
}

/** A month of the form `2026-11` to `novembre 2026`. */
export function monthName(month) {
  return new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric" }).format(new Date(`${month}-15T12:00:00`));
}

/** An ISO date where its month is known, `lun 30`. */
export function weekday(iso) {
  return new Intl.DateTimeFormat(locale(), { weekday: "short", day: "numeric" }).format(new Date(`${iso}T12:00:00`));
}

/** A whole number, `10.000`. */
export function whole(value) {
  return new Intl.NumberFormat(locale(), { useGrouping: "always" }).format(value);
}

/** The time of an ISO moment, `14:05`. */
export function clockTime(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(date);
}

/** Seconds from the start of a call to `mm:ss` or `h:mm:ss`. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(minutes).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

/** A share from 0 to 1 to `42 %`. */
export function percent(share) {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** A number with at most two decimals, or with the options of `Intl.NumberFormat` that are given. */
export function decimal(number, options = { maximumFractionDigits: 2 }) {
  return new Intl.NumberFormat(locale(), { useGrouping: "always", ...options }).format(number);
}

/** An amount in the machine form as a person would type it here, `1250,50`; anything else as it is. */
export function typedAmount(text) {
  return language() === "it" && /^\d+\.\d+$/.test(text) ? text.replace(".", ",") : text;
}

/** What a person typed as an amount to the machine form (`"1250.50"`); null when it isn't one. */
export function parseAmount(text) {
  const [thousands, decimal] = language() === "it" ? [".", ","] : [",", "."];
  const compact = text.replace(/[\s€£$]/g, "");
  // "150.5" typed on an Italian panel has no group of three after the point: the point is a decimal sign.
  const plain = /^\d+[.,]\d{1,2}$/.test(compact)
    ? compact.replace(",", ".")
    : compact.replaceAll(thousands, "").replace(decimal, ".");
  return /^\d+(\.\d{1,2})?$/.test(plain) && Number(plain) > 0 ? plain : null;
}
