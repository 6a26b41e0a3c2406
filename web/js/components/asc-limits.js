/**
 * <asc-limits>: what the customer can manage, as a form. It follows the limits that were heard in the call, except for
 * fields the operator is changing; the solver answers with new plans.
 *
 * Properties: none. Reads `call.plans.limits`, `call.ended`. Events: none; sends `plan.limits`.
 */

import { sendLimits } from "../controller.js";
import { h, icon } from "../dom.js";
import { parseAmount, typedAmount } from "../format.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

const FIELDS = {
  first_not_before: { type: "date" },
  max_instalment: { inputmode: "decimal", maxlength: 12 },
  max_count: { type: "number", min: 1, max: 120, step: 1 },
  day_of_month: { type: "number", min: 1, max: 31, step: 1 },
};

class LimitsForm extends View {
  #changed = new Set();

  select({ call }) {
    return [call?.plans?.limits, call?.ended, call?.id];
  }

  setUp() {
    this.inputs = {};
    this.labels = {};
    const rows = Object.entries(FIELDS).map(([name, options]) => this.#row(name, options));
    this.submit = h("button", { type: "submit" });
    this.clear = h("button", { type: "button", class: "quiet", onclick: () => this.#reset() });
    this.summary = h("summary");
    this.form = h("form", { class: "limits-form", novalidate: true, onsubmit: (event) => this.#send(event) }, rows, h("div", { class: "limits-bar" }, this.submit, this.clear));
    this.append(h("details", { class: "limits", open: true }, this.summary, this.form));
  }

  #row(name, options) {
    const id = `limit-${name}`;
    const input = h("input", { id, type: "text", name, autocomplete: "off", "aria-describedby": `${id}-error`, ...options });
    input.addEventListener("input", () => {
      this.#changed.add(name);
      this.#complain(input, "");
    });
    this.inputs[name] = input;
    this.labels[name] = h("label", { for: id });
    return h("div", { class: "field" }, this.labels[name], input, h("p", { class: "field-error", id: `${id}-error` }));
  }

  render({ call }) {
    for (const name of Object.keys(FIELDS)) this.labels[name].textContent = t(`limits.${name}`);
    this.summary.replaceChildren(icon("sliders"), t("limits.title"));
    this.submit.textContent = t("limits.submit");
    this.clear.textContent = t("limits.clear");
    const limits = call?.plans?.limits ?? {};
    for (const [name, input] of Object.entries(this.inputs)) {
      if (!this.#changed.has(name)) input.value = shown(name, limits[name]);
      input.disabled = Boolean(call?.ended);
    }
    this.submit.disabled = this.clear.disabled = Boolean(call?.ended);
    this.limits = limits;
  }

  #send(event) {
    event.preventDefault();
    const values = {};
    let wrong = null;
    for (const [name, input] of Object.entries(this.inputs)) {
      const value = read(name, input);
      if (value === undefined) wrong ??= this.#complain(input, t(`limits.wrong.${name}`));
      else values[name] = value;
    }
    if (wrong) return wrong.focus();
    this.#changed.clear();
    sendLimits({ ...this.limits, ...values });
  }

  #reset() {
    this.#changed.clear();
    for (const input of Object.values(this.inputs)) {
      input.value = "";
      this.#complain(input, "");
    }
    sendLimits({});
  }

  #complain(input, message) {
    input.setAttribute("aria-invalid", String(Boolean(message)));
    input.nextElementSibling.textContent = message;
    return input;
  }
}

function shown(name, value) {
  if (value === null || value === undefined) return "";
  return name === "max_instalment" ? typedAmount(String(value)) : String(value);
}

/** The machine value of a field: null when empty, undefined when it can't be read. */
function read(name, input) {
  const text = input.value.trim();
  if (input.validity.badInput) return undefined;
  if (!text) return null;
  if (name === "max_instalment") return parseAmount(text) ?? undefined;
  if (name === "first_not_before") return text;
  const { min, max } = FIELDS[name];
  const number = Number(text);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

customElements.define("asc-limits", LimitsForm);
