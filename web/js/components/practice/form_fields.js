/**
 * Fields of a form drawn from a description, each with what is wrong with it beside it. Values live in one object; a field's
 * place is the path to its value, and the `loc` of a fault is the same path with names of entries where the file has names.
 */

import { h, icon } from "../../dom.js";
import { decimal, parseAmount, typedAmount } from "../../format.js";
import { named, t } from "../../i18n.js";

/**
 * @typedef {{data: object, faults: {loc: (string|number)[], message: string}[], fixed: boolean,
 *   principals: {id: string, name: string, language: string}[], changed: () => void, redraw: (focus?: string) => void}} Form
 */

function valueAt(data, path) {
  return path.reduce((here, key) => here?.[key], data);
}

function put(form, path, value) {
  valueAt(form.data, path.slice(0, -1))[path.at(-1)] = value;
  form.changed();
}

/** @param {Form} form */
export function field(spec, path, loc, form) {
  const place = [...path, spec.name];
  const known = [...loc, spec.name];
  return (KINDS[spec.kind] ?? labelled)(spec, place, known, form);
}

const KINDS = { group, rows, when, yes };
const CONTROLS = { text, long, whole, money, steps, choice, list, many };
const key = (path) => path.join(".");
const title = (spec, path) => words([`form.${path.filter((one) => typeof one === "string").slice(-2).join(".")}`, `form.${spec.name}`]);

/** The first of these keys that has words. */
function words(keys) {
  return keys.map((one) => t(one)).find((text, place) => text !== keys[place]) ?? keys.at(-1);
}

function labelled(spec, path, loc, form) {
  const id = `f-${key(path)}`;
  const wrong = faultsOf(form, loc, true);
  const hint = words([`form.hint.${path.filter((one) => typeof one === "string").slice(-2).join(".")}`, `form.hint.${spec.name}`]);
  const hinted = !hint.startsWith("form.hint.");
  const described = [hinted && `${id}-hint`, wrong.length > 0 && `${id}-error`].filter(Boolean).join(" ") || null;
  const common = { id, "aria-describedby": described, "aria-invalid": wrong.length ? "true" : null, dataset: { key: key(path), loc: key(loc) } };
  return h("div", { class: `field field-${spec.kind}` }, h("label", { for: id }, title(spec, path)), CONTROLS[spec.kind](spec, path, form, common), hinted && h("p", { class: "below", id: `${id}-hint` }, hint), errors(wrong, `${id}-error`));
}

function errors(wrong, id) {
  return wrong.length > 0 && h("div", { class: "field-error", id }, wrong.map((one) => h("p", {}, faultWords(one))));
}

/** What is wrong in the page's words; what only the library's check can word comes in English. */
export function faultWords({ kind, message }) {
  const own = t(`fault.${kind}`);
  return own === `fault.${kind}` ? h("span", { lang: "en" }, message.replace(/^`[^`]*`: /, "")) : own;
}

/** The place of a fault as people read it: names of fields, entries counted from one. */
export function placeWords(loc) {
  const part = (one, place) => (typeof one === "number" ? String(one + 1) : words([`form.${loc.slice(place - 1, place + 1).join(".")}`, `form.${one}`, `form.section.${one}`]).replace(/^form\.section\./, ""));
  return loc.map(part).join(" › ");
}

/** Faults at this place; for a leaf also those within it. */
function faultsOf(form, loc, within) {
  return form.faults.filter((fault) => loc.every((part, place) => String(fault.loc[place]) === String(part)) && (within || fault.loc.length === loc.length));
}

function text(spec, path, form, common) {
  const value = valueAt(form.data, path) ?? "";
  if (spec.fixed && form.fixed) return h("input", { ...common, type: "text", value, readonly: true });
  const hints = spec.hints?.(form.data) ?? [];
  const listId = hints.length ? `${common.id}-list` : null;
  return [h("input", { ...common, type: "text", value, list: listId, autocomplete: "off", oninput: (event) => put(form, path, event.target.value) }), listId && h("datalist", { id: listId }, hints.map((one) => h("option", { value: one })))];
}

function long(_, path, form, common) {
  const area = h("textarea", { ...common, rows: 2, oninput: (event) => put(form, path, event.target.value) });
  area.value = valueAt(form.data, path) ?? "";
  return area;
}

function whole(spec, path, form, common) {
  const read = (written) => (/^-?\d+$/.test(written.trim()) ? Number(written) : written.trim() === "" && spec.empty ? null : written);
  return h("input", { ...common, type: "text", inputmode: "numeric", value: valueAt(form.data, path) ?? "", oninput: (event) => put(form, path, read(event.target.value)) });
}

function money(spec, path, form, common) {
  const shown = typedAmount(String(valueAt(form.data, path) ?? ""));
  const read = (written) => parseAmount(written) ?? (/^0([.,]0+)?$/.test(written.trim()) ? "0.00" : written.trim() === "" && spec.empty ? null : written);
  return h("input", { ...common, type: "text", inputmode: "decimal", value: shown, oninput: (event) => put(form, path, read(event.target.value)) });
}

function steps({ least, most, empty }, path, form, common) {
  const value = valueAt(form.data, path);
  const values = Array.from({ length: (most - least) * 2 + 1 }, (_, place) => least + place / 2);
  const show = (one) => decimal(one, { minimumFractionDigits: 1, signDisplay: least < 0 ? "exceptZero" : "auto" });
  const read = (event) => put(form, path, event.target.value === "" ? null : Number(event.target.value));
  return h("select", { ...common, onchange: read }, empty && h("option", { value: "" }, t("form.any")), values.map((one) => h("option", { value: one, selected: value === one }, show(one))));
}

function choice(spec, path, form, common) {
  const value = valueAt(form.data, path);
  const given = typeof spec.options === "function" ? spec.options(form.data, form.principals) : spec.options;
  const current = value === null || value === undefined ? "" : String(value);
  const options = current && !given.includes(current) ? [...given, current] : given;
  const nothing = spec.empty === "" ? "" : null;
  const read = (event) => put(form, path, event.target.value === "" ? nothing : spec.flag ? event.target.value === "true" : event.target.value);
  const name = (one) => spec.label?.(one, form.principals) ?? (spec.words ? named(spec.words, one) : one);
  return h("select", { ...common, onchange: read }, spec.empty !== undefined && h("option", { value: "" }, t(spec.ask ? "form.choose" : "form.any")), options.map((one) => h("option", { value: one, selected: one === current }, name(one))));
}

/** Entries of a list, one a line. */
function list(_, path, form, common) {
  const area = h("textarea", { ...common, rows: 3, oninput: (event) => put(form, path, event.target.value.split("\n").map((one) => one.trim()).filter(Boolean)) });
  area.value = valueAt(form.data, path).join("\n");
  return area;
}

/** Several of some: what was chosen as buttons that take it away, and a choice that adds one. */
function many(spec, path, form, common) {
  const chosen = valueAt(form.data, path);
  const given = typeof spec.options === "function" ? spec.options(form.data) : spec.options;
  const name = (one) => (spec.words ? named(spec.words, one) : one);
  const set = (values) => {
    put(form, path, values);
    form.redraw(key(path));
  };
  const chip = (one) => h("button", { type: "button", class: "chip", "aria-label": `${t("form.remove")}: ${name(one)}`, dataset: { key: `${key(path)}-${one}` }, onclick: () => set(chosen.filter((other) => other !== one)) }, name(one), icon("close"));
  const add = h("select", { ...common, onchange: (event) => event.target.value && set([...chosen, event.target.value]) }, h("option", { value: "" }, t("form.add_one")), given.filter((one) => !chosen.includes(one)).map((one) => h("option", { value: one }, name(one))));
  return h("div", { class: "chips" }, chosen.map(chip), add);
}

function yes(spec, path, loc, form) {
  const id = `f-${key(path)}`;
  const wrong = faultsOf(form, loc, true);
  return h("div", { class: "field field-yes" }, h("label", { class: "check", for: id }, h("input", { id, type: "checkbox", checked: Boolean(valueAt(form.data, path)), "aria-invalid": wrong.length ? "true" : null, dataset: { key: key(path), loc: key(loc) }, onchange: (event) => put(form, path, event.target.checked) }), title(spec, path)), errors(wrong, `${id}-error`));
}

/** Fields that belong together; one with a `blank` may be left out. */
function group(spec, path, loc, form) {
  const value = valueAt(form.data, path);
  const toggle = (event) => {
    put(form, path, event.target.checked ? spec.blank() : null);
    form.redraw(`${key(path)}-on`);
  };
  const fields = value && spec.fields.map((one) => field(one, path, loc, form));
  const own = faultsOf(form, loc, false);
  if (spec.bare) return [errors(own, `f-${key(path)}-error`), fields];
  return h(
    "fieldset",
    { class: "form-group", tabindex: "-1", dataset: { loc: key(loc) } },
    h("legend", {}, title(spec, path)),
    spec.blank && h("label", { class: "check" }, h("input", { type: "checkbox", checked: Boolean(value), dataset: { key: `${key(path)}-on` }, onchange: toggle }), words([`form.has.${spec.name}`, "form.has"])),
    errors(own, `f-${key(path)}-error`),
    fields && h("div", { class: "form-grid" }, fields),
  );
}

/** Conditions fold away under what they say in a line. */
function when(spec, path, loc, form) {
  const value = valueAt(form.data, path);
  const own = faultsOf(form, loc, false);
  const wrong = faultsOf(form, loc, true).length > 0;
  return h("details", { class: "form-when", open: wrong, dataset: { key: `${key(path)}-open`, loc: key(loc) } }, h("summary", { tabindex: "0", dataset: { key: `${key(path)}-summary` } }, h("strong", {}, title(spec, path)), " ", h("span", { class: "below" }, conditions(spec, value))), errors(own, `f-${key(path)}-error`), h("div", { class: "form-grid" }, spec.fields.map((one) => field(one, path, loc, form))));
}

function conditions(spec, value) {
  const said = spec.fields.map((one) => [one, value[one.name]]).filter(([, held]) => held !== null && held !== false && held !== "" && !(Array.isArray(held) && !held.length));
  const show = ({ words: prefix }, held) => (Array.isArray(held) ? held : [held]).map((one) => (prefix ? named(prefix, String(one)) : one === true ? "" : typeof one === "number" ? decimal(one, { signDisplay: "exceptZero" }) : one)).join(", ");
  return said.length ? said.map(([one, held]) => [t(`form.${one.name}`), show(one, held)].filter(Boolean).join(": ")).join(" · ") : t("form.always");
}

/** Entries that come and go; `ordered` ones can be moved, for the first that fits decides. */
function rows(spec, path, loc, form) {
  const value = valueAt(form.data, path);
  const own = faultsOf(form, loc, false);
  const add = () => {
    value.push(spec.blank());
    form.changed();
    form.redraw(`${key([...path, value.length - 1])}-row`);
  };
  return h(
    "fieldset",
    { class: "form-rows", tabindex: "-1", dataset: { loc: key(loc) } },
    h("legend", {}, title(spec, path), h("span", { class: "count" }, ` ${value.length}`)),
    errors(own, `f-${key(path)}-error`),
    value.map((one, place) => row(spec, { one, place, all: value }, { path: [...path, place], loc: [...loc, spec.key ? one[spec.key] : place] }, form)),
    h("button", { type: "button", class: "form-add", dataset: { key: `${key(path)}-add` }, onclick: add }, words([`form.add.${spec.name}`, "form.add"])),
  );
}

function row(spec, { one, place, all }, { path, loc }, form) {
  const name = spec.title(one, named, typedAmount) || t("form.unnamed");
  const own = faultsOf(form, loc, false);
  const wrong = faultsOf(form, loc, true).length > 0;
  const move = (by) => {
    [all[place], all[place + by]] = [all[place + by], all[place]];
    form.changed();
    form.redraw(`${key([...path.slice(0, -1), place + by])}-row`);
  };
  const remove = () => {
    all.splice(place, 1);
    form.changed();
    form.redraw(`${key(path.slice(0, -1))}-add`);
  };
  const button = (what, work, off = false) => h("button", { type: "button", class: "quiet", disabled: off, "aria-label": `${t(`form.${what}`)}: ${name}`, dataset: { key: `${key(path)}-${what}` }, onclick: work }, t(`form.${what}`));
  return h(
    "details",
    { class: "form-row", open: wrong, dataset: { key: `${key(path)}-details`, loc: key(loc) } },
    h("summary", { dataset: { key: `${key(path)}-row` } }, h("span", { class: "form-row-name" }, name), wrong && h("span", { class: "tag tag-critical" }, icon("alert"), t("form.wrong"))),
    errors(own, `f-${key(path)}-error`),
    h("div", { class: "form-grid" }, spec.fields.map((each) => field(each, path, loc, form))),
    h("div", { class: "exercise-buttons" }, spec.ordered && [button("up", () => move(-1), place === 0), button("down", () => move(1), place === all.length - 1)], button("remove", remove)),
  );
}
