/** What a scenario is made of, as the form shows it: sections of fields, in the order of the YAML file. No page, no network. */

const ACTS = ["introduce", "check_person", "state_purpose", "name_debt", "ask_how", "ask_why", "ask_amount", "ask_when", "ask_who", "ask_details", "ask_papers", "acknowledge", "name_it", "apologise", "condole", "offer_plan", "offer_check", "offer_papers", "offer_callback", "offer_discount", "refuse_request", "ask_all", "explain", "recap", "close", "courteous", "brusque", "dismiss", "press", "threaten", "insult", "steer"];
const SITUATIONS = ["wrong_person", "insolvency_or_legal", "bereavement_or_illness", "already_paid", "invoice_dispute", "service_complaint", "instalment_request", "discount_request", "promise_to_pay", "agreement", "callback_request", "temporary_difficulty", "refusal", "information_request", "anger"];
const FACT_KINDS = ["cash_limit", "dispute", "complaint", "illness", "bereavement", "insolvency", "authority", "paid", "seasonal", "other"];
const SETTLEMENTS = ["dispute", "complaint", "verify", "callback", "approval", "referral", "papers"];
const DISPOSITIONS = ["plan_agreed", "promise_to_pay", "dispute_opened", "already_paid_to_verify", "callback_scheduled", "wrong_party", "refused", "escalated", "information_given", "no_outcome"];
const PURPOSES = ["pre_due_courtesy", "overdue", "promise_follow_up", "dispute_follow_up", "feedback_interview", "inbound"];

const text = (name, more = {}) => ({ kind: "text", name, ...more });
const long = (name, more = {}) => ({ kind: "long", name, ...more });
const whole = (name, more = {}) => ({ kind: "whole", name, ...more });
const money = (name, more = {}) => ({ kind: "money", name, ...more });
const steps = (name, least, most, more = {}) => ({ kind: "steps", name, least, most, ...more });
const choice = (name, options, words, more = {}) => ({ kind: "choice", name, options, words, ...more });
const yes = (name) => ({ kind: "yes", name });
const list = (name) => ({ kind: "list", name });
const many = (name, options, words) => ({ kind: "many", name, options, words });
const group = (name, fields, more = {}) => ({ kind: "group", name, fields, ...more });
const rows = (name, fields, blank, more = {}) => ({ kind: "rows", name, fields, blank, ...more });

const facts = (data) => data.facts.map((fact) => fact.id).filter(Boolean);
const invoices = (data) => data.records.invoices.map((invoice) => invoice.number).filter(Boolean);
const intents = (data) => data.lines.map((one) => one.intent).filter(Boolean);

const WHEN = [many("acts", ACTS, "act"), many("done", ACTS, "act"), many("not_done", ACTS, "act"), steps("mood_min", -3, 3, { empty: true }), steps("mood_max", -3, 3, { empty: true }), many("out", facts), many("not_out", facts), many("settled", SETTLEMENTS, "settle"), choice("deal", ["plan", "promise"], "deal", { empty: true }), yes("no_deal"), many("spoke_of", SITUATIONS, "situation"), choice("hung_up", ["true", "false"], "hung", { empty: true, flag: true })];
const when = (name) => ({ kind: "when", name, fields: WHEN });
const blankWhen = () => ({ acts: [], done: [], not_done: [], mood_min: null, mood_max: null, out: [], not_out: [], settled: [], deal: null, no_deal: false, spoke_of: [], hung_up: null });

const BARGAIN = [
  group("limit", [money("per_month"), money("at_once"), whole("first_day")]),
  choice("limit_fact", facts, "", { empty: "" }),
  when("agrees"),
  text("unwilling", { hints: intents }),
  group("promise", [money("amount"), whole("day")], { blank: () => ({ amount: "", day: "" }) }),
];

export const SECTIONS = [
  { name: "about", fields: [text("id", { fixed: true }), text("title"), choice("language", ["it", "en"], "language"), choice("difficulty", ["easy", "medium", "hard", "very_hard"], "difficulty"), choice("principal", (_, principals) => principals.map((one) => one.id), "", { empty: "", ask: true, label: (id, principals) => principals.find((one) => one.id === id)?.name }), choice("purpose", PURPOSES, "purpose"), long("reason")] },
  { name: "persona", fields: [group("persona", [text("name"), text("role"), text("company"), text("manner")], { bare: true })] },
  {
    name: "records",
    fields: [
      group(
        "records",
        [
          rows("invoices", [text("number"), money("amount"), whole("due"), whole("issued", { empty: true })], () => ({ number: "", amount: "", due: "", issued: null }), { title: (row) => row.number }),
          rows("payments", [money("amount"), whole("paid"), choice("invoice", invoices, "", { empty: "" })], () => ({ amount: "", paid: "", invoice: "" }), { title: (row) => row.invoice }),
          rows("promises", [money("amount"), whole("made"), whole("due"), choice("outcome", ["open", "kept", "broken"], "promise")], () => ({ amount: "", made: "", due: "", outcome: "broken" }), { title: (row, _, sum) => sum(String(row.amount)) }),
          rows("contacts", [whole("day"), long("note")], () => ({ day: "", note: "" }), { title: (row) => row.note }),
        ],
        { bare: true },
      ),
    ],
  },
  { name: "knowing", fields: [list("knows"), rows("facts", [text("id"), choice("kind", FACT_KINDS, "fact_kind"), long("text"), yes("hidden"), list("words"), choice("situation", [...SITUATIONS, "none"], "situation"), many("also", SITUATIONS, "situation"), choice("invoice", invoices, "", { empty: "" }), money("amount", { empty: true }), whole("day", { empty: true })], () => ({ id: "", kind: "other", text: "", hidden: true, words: [], situation: "none", also: [], invoice: "", amount: null, day: null }), { title: (row) => row.id })] },
  { name: "mood", fields: [steps("mood", -3, 3), group("thresholds", [steps("opens", -3, 3), steps("hangs_up", -3, 3)], { bare: true }), group("temperament", [steps("courtesy", 0, 1), steps("empathy", 0, 2), steps("pressure", -2, 0)], { bare: true })] },
  { name: "bargain", fields: [group("bargain", BARGAIN, { blank: () => ({ limit: { per_month: "", at_once: "0.00", first_day: 0 }, limit_fact: "", agrees: blankWhen(), unwilling: "not_ready", promise: null }) })] },
  { name: "rules", fields: [rows("rules", [text("id"), when("when"), text("say", { hints: intents }), many("reveal", facts), steps("mood", -2, 2), choice("settle", SETTLEMENTS, "settle", { empty: true }), yes("promise"), yes("hang_up"), yes("ends"), yes("again")], () => ({ id: "", when: blankWhen(), say: "", reveal: [], mood: 0, settle: null, promise: false, hang_up: false, ends: false, again: false }), { title: (row) => row.id, ordered: true })] },
  { name: "outcomes", fields: [rows("outcomes", [choice("disposition", DISPOSITIONS, "disposition"), when("when"), text("means")], () => ({ disposition: "no_outcome", when: blankWhen(), means: "" }), { title: (row, named) => named("disposition", row.disposition), ordered: true })] },
  { name: "lines", fields: [rows("lines", [text("intent"), text("purpose"), rows("say", [long("text"), choice("mood", ["low", "even", "high"], "temper", { empty: true })], () => ({ text: "", mood: null }), { title: (row) => row.text })], () => ({ intent: "", purpose: "", say: [{ text: "", mood: null }] }), { title: (row) => row.intent, key: "intent" })] },
];

/** A form with nothing in it but what every scenario needs: an invoice, and an outcome that always holds. */
export function blankScenario(language, principal) {
  return {
    id: "",
    version: 1,
    language,
    title: "",
    difficulty: "medium",
    principal,
    purpose: "overdue",
    reason: "",
    persona: { name: "", role: "", company: "", manner: "" },
    records: { invoices: [{ number: "", amount: "", due: -30, issued: null }], payments: [], promises: [], contacts: [] },
    knows: [],
    facts: [],
    mood: 0,
    thresholds: { opens: 0, hangs_up: -2.5 },
    temperament: { courtesy: 0.5, empathy: 1, pressure: -1 },
    bargain: null,
    rules: [],
    outcomes: [{ disposition: "no_outcome", when: blankWhen(), means: "" }],
    lines: [],
  };
}

/** A scenario as the form holds it: the intents of the lines in a list, each line an object. */
export function toForm(scenario) {
  const lines = Object.entries(scenario.lines).map(([intent, { purpose, say }]) => ({ intent, purpose, say: say.map((one) => (typeof one === "string" ? { text: one, mood: null } : one)) }));
  return { ...structuredClone(scenario), lines };
}

/** A form as the file has it. Raises nothing: an intent that stands twice is a fault that `doubled` names. */
export function toScenario(form) {
  const lines = Object.fromEntries(form.lines.map(({ intent, purpose, say }) => [intent, { purpose, say }]));
  return { ...structuredClone(form), lines };
}

/** Places of intents that stand twice: a file can't say them, so that the server never sees the second one. */
export function doubled(form) {
  return form.lines.map((one, place) => [one.intent, place]).filter(([intent, place]) => form.lines.findIndex((one) => one.intent === intent) < place).map(([intent]) => ["lines", intent, "intent"]);
}
