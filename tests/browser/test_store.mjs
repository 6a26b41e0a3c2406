/** The panel's reducer over wire events, and how values are written, without a page. Run by `tests/browser/test_store.py`, or `node --test`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { applyEvent, newCall, openingLine, spokenText } from "../../web/js/call_state.js";
import { monthName, parseAmount, typedAmount, weekday } from "../../web/js/format.js";
import { setLanguage } from "../../web/js/i18n.js";
import { initialState, reduce, Store } from "../../web/js/store.js";
import { groups, urgent } from "../../web/js/task_groups.js";

const CARD = { id: "c1", utterance_id: "u1", situation: "anger", language: "it", text: "La capisco.", options: [], citations: [], figures: [] };
const OPTIONS = [{ id: "p1", label: "quickest" }, { id: "p2", label: "balanced" }];
const OPENED = { type: "call.opened", customer: "montelupo/C-1", checklist: [{ item: "identification", text: "…", done: false }], opening: { text: "Buongiorno." } };

function play(...events) {
  return events.reduce((call, event, place) => applyEvent(call, { seq: place + 1, call_id: "k", ...event }), newCall("k"));
}

const ready = (values = {}) => ({ type: "suggestion.ready", card: { ...CARD, ...values } });
const said = (id, speaker, partial = false, text = "parole") => ({ type: "utterance.heard", utterance_id: id, t: 1, speaker, text, partial });

test("an event that was seen before changes nothing", () => {
  const call = play(OPENED, said("u1", "customer"));
  assert.equal(applyEvent(call, { seq: 2, ...said("u2", "customer") }), call);
});

test("what the customer has said is replaced by what holds now", () => {
  const detected = (said) => ({ type: "situation.detected", utterance_id: "u1", situations: [], said });
  const call = play(OPENED, detected([{ kind: "promise", date: "2026-12-10" }]), detected([{ kind: "promise", date: "2026-12-20" }]));
  assert.deepEqual(call.said.map((one) => one.date), ["2026-12-20"]);
});

test("the opening goes when somebody else answers: it may name the customer's invoices", () => {
  assert.equal(openingLine(play(OPENED)).text, "Buongiorno.");
  assert.equal(openingLine(play(OPENED, { type: "alert.raised", rule: "calling_hours" })).text, "Buongiorno.");
  assert.equal(openingLine(play(OPENED, { type: "alert.raised", rule: "third_party_on_the_line" })), null);
});

test("a supervisor's messages are kept in their order", () => {
  const sent = (text) => ({ type: "message.sent", text, by: "Sara", at: "2026-11-20T12:00:00Z" });
  assert.deepEqual(play(OPENED, sent("uno"), sent("due")).messages.map(({ text, by }) => [text, by]), [["uno", "Sara"], ["due", "Sara"]]);
});

test("decisions on plans come with the plans", () => {
  const approvals = [{ plan_id: "p1", state: "pending" }];
  const call = play(OPENED, { type: "plans.updated", options: OPTIONS, approvals });
  assert.deepEqual(call.plans.approvals, approvals);
  assert.deepEqual(play(OPENED, ready({ options: OPTIONS })).plans.approvals, []);
});

test("an unknown event only moves the place from which a reconnection asks", () => {
  const call = play(OPENED, { type: "constructor" }, { type: "weather.changed" });
  assert.deepEqual({ ...call, lastSeq: 1 }, play(OPENED));
  assert.equal(call.lastSeq, 3);
});

test("a final utterance takes the place of its partials", () => {
  const call = play(said("u1", "customer", true, "Guardi"), said("u2", "operator"), said("u1", "customer", false, "Guardi, no."));
  assert.deepEqual(call.utterances.map((one) => [one.utterance_id, one.text, one.partial]), [["u1", "Guardi, no.", false], ["u2", "parole", false]]);
});

test("the tailored words are shown, the approved ones stay at hand", () => {
  const tailored = { type: "suggestion.tailored", card_id: "c1", text: "La capisco: è dura.", figures: [], mention: "è dura" };
  const { card } = play(ready(), tailored);
  assert.equal(spokenText(card), "La capisco: è dura.");
  assert.equal(spokenText({ ...card, show: "approved" }), "La capisco.");
  assert.equal(play(ready(), { ...tailored, card_id: "c9" }).card.tailored, null);
});

test("withheld tailoring leaves the approved sentence", () => {
  const { card } = play(ready(), { type: "suggestion.withheld", card_id: "c1", reason: "a number" });
  assert.equal(spokenText(card), "La capisco.");
  assert.equal(card.withheld, "a number");
});

test("a used sentence stays readable until the customer speaks again", () => {
  const used = [ready(), { type: "suggestion.closed", card_id: "c1", state: "used" }];
  assert.deepEqual(play(...used, said("u2", "operator")).card.closed, { state: "used", text: "La capisco." });
  assert.equal(play(...used, said("u2", "customer", true)).card.id, "c1");
  assert.equal(play(...used, said("u2", "customer")).card, null);
});

for (const state of ["dismissed", "expired", "replaced"]) {
  test(`a card that is ${state} vanishes and is remembered once`, () => {
    const call = play(ready(), { type: "suggestion.closed", card_id: "c1", state });
    assert.equal(call.card, null);
    assert.deepEqual(call.past.map((one) => [one.id, one.state]), [["c1", state]]);
  });
}

test("a new card replaces the open one, in either order of the events", () => {
  const closed = { type: "suggestion.closed", card_id: "c1", state: "replaced" };
  for (const events of [[ready(), closed, ready({ id: "c2" })], [ready(), ready({ id: "c2" }), closed]]) {
    const call = play(...events);
    assert.equal(call.card.id, "c2");
    assert.deepEqual(call.past.map((one) => [one.id, one.state]), [["c1", "replaced"]]);
  }
});

test("edited words are what the history keeps", () => {
  const call = play(ready(), { type: "suggestion.closed", card_id: "c1", state: "edited", text: "Mi dispiace." });
  assert.equal(call.past[0].text, "Mi dispiace.");
  assert.equal(call.card.closed.text, "Mi dispiace.");
});

test("plans come with a card or with an update; the newest count", () => {
  const update = { type: "plans.updated", options: OPTIONS, limits: { max_count: 3 }, chosen: "p2" };
  const call = play(update, ready({ options: [OPTIONS[0]] }));
  assert.deepEqual(call.plans.options, [OPTIONS[0]]);
  assert.deepEqual([call.plans.limits, call.plans.chosen], [{ max_count: 3 }, null]);
  const none = play(update, { type: "plans.updated", options: [], reason: { code: "x", text: "no" }, nearest: OPTIONS[1] });
  assert.deepEqual([none.plans.options, none.plans.reason.text, none.plans.nearest.id], [[], "no", "p2"]);
});

test("the checklist ticks and names the utterance", () => {
  const call = play(OPENED, { type: "checklist.ticked", item: "identification", utterance_id: "u1" });
  assert.deepEqual(call.checklist, [{ item: "identification", text: "…", done: true, utterance_id: "u1" }]);
});

test("the opening line goes with the first card or once the talk is going", () => {
  assert.equal(openingLine(play(OPENED, said("u1", "operator"))).text, "Buongiorno.");
  assert.equal(openingLine(play(OPENED, said("u1", "operator"), said("u2", "operator"))), null);
  assert.equal(openingLine(play(OPENED, ready())), null);
  assert.equal(openingLine(play(OPENED, { type: "call.ended" })), null);
});

test("an answer ends the waiting, also when it is empty", () => {
  const asking = { ...play(OPENED), asking: "mora?" };
  const call = applyEvent(asking, { seq: 2, type: "answer.ready", question: "mora?", citations: [] });
  assert.deepEqual([call.asking, call.answers.length], [null, 1]);
});

test("the store tells listeners of changes only, and of events of its own call only", () => {
  const store = new Store();
  store.dispatch({ type: "call.focused", id: "k" });
  let heard = 0;
  const stop = store.subscribe(() => (heard += 1));
  store.dispatch({ type: "call.event", event: { seq: 1, call_id: "other", ...OPENED } });
  store.dispatch({ type: "nonsense" });
  assert.equal(heard, 0);
  store.dispatch({ type: "call.event", event: { seq: 1, call_id: "k", ...OPENED } });
  stop();
  store.dispatch({ type: "call.left" });
  assert.equal(heard, 1);
});

test("an error becomes a notice, frees the card and hides nothing", () => {
  let state = reduce(initialState(), { type: "call.focused", id: "k" });
  state = reduce(state, { type: "call.event", event: { seq: 1, call_id: "k", ...ready() } });
  state = reduce(state, { type: "card.changed", values: { pending: "suggestion.used" } });
  state = reduce(state, { type: "call.event", event: { seq: 2, call_id: "k", type: "error", code: "x", message: "Riprovi." } });
  assert.equal(state.notices[0].text, "Riprovi.");
  assert.equal(state.call.card.pending, null);
});

test("a new card ends the editing of the old one", () => {
  let state = reduce(initialState(), { type: "call.focused", id: "k" });
  state = reduce(state, { type: "call.event", event: { seq: 1, call_id: "k", ...ready() } });
  state = { ...state, editing: true };
  state = reduce(state, { type: "call.event", event: { seq: 2, call_id: "k", ...said("u2", "customer") } });
  assert.equal(state.editing, true);
  state = reduce(state, { type: "call.event", event: { seq: 3, call_id: "k", ...ready({ id: "c2" }) } });
  assert.equal(state.editing, false);
});

test("the newest note stands, and what became of it is kept in order", () => {
  const drafted = (version, by = "") => ({ type: "note.drafted", version, by, items: [] });
  const posted = (state) => ({ type: "note.posted", version: 2, by: "anna", state });
  const call = play(OPENED, drafted(1), drafted(2, "anna"), posted("confirmed"), posted("delivered"));
  assert.equal(call.note.version, 2);
  assert.deepEqual(call.posted.map((one) => one.state), ["confirmed", "delivered"]);
});

test("an error is counted, so that a form which waited for an answer goes on", () => {
  assert.equal(play(OPENED, { type: "error", code: "conflict", message: "…" }).errors, 1);
});

test("tasks stand by what they ask for: late, today, later, a word to the customer", () => {
  const task = (id, due, state = "open") => ({ id, due, state });
  const tasks = [task("a", "2026-11-20"), task("b", "2026-11-25"), task("c", "2026-11-30"), task("d", "2026-11-01", "done")];
  const found = groups(tasks, "2026-11-25");
  assert.deepEqual(Object.entries(found).map(([name, list]) => [name, list.map((one) => one.id)]), [["late", ["a"]], ["today", ["b"]], ["later", ["c"]], ["waiting", ["d"]]]);
  assert.equal(urgent(tasks, "2026-11-25"), 3);
  assert.equal(urgent(null, "2026-11-25"), 0);
});

test("an amount is typed as the language writes it and read back as it was; what isn't one stays", () => {
  for (const [language, typed] of [["it", "1250,50"], ["en", "1250.50"]]) {
    setLanguage(language);
    assert.equal(typedAmount("1250.50"), typed);
    assert.equal(parseAmount(typed), "1250.50");
    assert.equal(typedAmount("circa 3.5"), "circa 3.5");
  }
  setLanguage("it");
});

test("months and days of the time line are written in the panel's language", () => {
  const written = (language) => {
    setLanguage(language);
    return [monthName("2026-11"), weekday("2026-11-30")];
  };
  assert.deepEqual(written("en"), ["November 2026", "Mon 30"]);
  assert.deepEqual(written("it"), ["novembre 2026", "lun 30"]);
});
