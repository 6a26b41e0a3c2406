/** What the panel does when a person or the server acts: the only module that joins store, REST and socket. */

import { api, ApiError } from "./api.js";
import { practiceApi } from "./api/practice.js";
import { reviewsApi } from "./api/reviews.js";
import { spokenText } from "./call_state.js";
import { Live } from "./live.js";
import { attempt, checkSession, routeOf, startPage, tried } from "./page.js";
import { store } from "./store.js";

const CALLS_EVERY = 2_000;
const MODEL_EVERY = { off: 60_000, failed: 30_000, absent: 10_000 };
const MODEL_SOON = 3_000;

let live = null;
let knownCalls = null;

const set = (values) => store.dispatch({ type: "set", values });

/** Look for a session, then keep asking for what no event tells. */
export async function start() {
  window.addEventListener("hashchange", followAddress);
  await startPage({ opened, closed: hangUp, languageChosen });
  pollCalls();
  pollModel();
}

function opened() {
  loadDemos();
  followAddress();
}

function languageChosen() {
  if (store.state.call?.opened) loadCustomer(store.state.call);
  else if (store.state.session) loadTasks();
}

async function loadDemos() {
  try {
    set({ demos: (await api.demoCalls()).calls });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    set({ demos: null }); // A server without a demo company answers 404.
  }
}

export async function replay(id, speed) {
  const body = await attempt(() => api.replay(id, speed));
  if (body) openCall(body.call_id);
}

export function openCall(id) {
  location.hash = `call=${encodeURIComponent(id)}`;
  followAddress();
}

/** Back to the list of calls. */
export function leaveCall() {
  location.hash = "";
  followAddress();
}

function followAddress() {
  if (!store.state.session) return;
  const address = new URLSearchParams(location.hash.slice(1));
  const id = address.get("call");
  if (id !== (store.state.call?.id ?? null)) {
    hangUp();
    if (id) listen(id);
    else store.dispatch({ type: "call.left" });
  }
  if (id) return;
  const route = routeOf(location.hash);
  set({ view: ["tasks", "reviews", "review"].includes(route.name) ? route.name : "start", route });
  loadTasks();
  loadReviews();
  loadPractice();
}

export function showTasks() {
  location.hash = "tasks";
}

/** Back from the tasks to the list of calls. */
export function leaveTasks() {
  leaveCall();
}

/** The tasks; the calls that follow read every customer's records, so that only their own page asks for them. */
async function loadTasks() {
  const { language, view, session } = store.state;
  if (session?.role === "trainer") return; // Trainers have none, and the server would say so each time.
  const asked = [attempt(() => api.tasks(language)), view === "tasks" && attempt(() => api.proposals(language))];
  const [tasks, proposals] = await Promise.all(asked);
  if (tasks) set({ tasks: tasks.tasks, today: tasks.on });
  if (proposals) set({ proposals: proposals.proposals });
}

/** How many scenarios were given to an operator to practise. */
async function loadPractice() {
  const { view, session } = store.state;
  if (view !== "start" || session?.role !== "operator") return;
  const practice = await attempt(practiceApi.toDo);
  if (practice) set({ practice });
}

/** How many of an operator's own reviews wait for their word. */
async function loadReviews() {
  const { view, session } = store.state;
  if (view !== "start" || session?.role !== "operator") return;
  const mine = await attempt(() => reviewsApi.mine({ limit: 1 }));
  if (mine) set({ reviews: { total: mine.total, waiting: mine.waiting } });
}

/** The work is done; `outcome` is what the customer will be told. */
export async function finishTask(id, outcome) {
  await attempt(() => api.taskDone(id, outcome));
  await loadTasks();
}

/** The customer was told: the task is closed. */
export async function closeTask(id) {
  await attempt(() => api.taskTold(id));
  await loadTasks();
}

function hangUp() {
  live?.close();
  live = null;
}

function listen(id) {
  store.dispatch({ type: "call.focused", id });
  live = new Live(id, {
    lastSeq: () => store.state.call?.lastSeq ?? 0,
    onEvent: received,
    onState: (connection) => set({ connection }),
    onRefused: (code) => refused(code),
    onBreak: checkSession,
  });
}

function received(event) {
  const wasOpened = store.state.call?.opened;
  store.dispatch({ type: "call.event", event });
  const call = store.state.call;
  if (!wasOpened && call?.opened) loadCustomer(call);
  if (event.type === "call.ended") set({ tab: "note" });
}

function refused(code) {
  live = null;
  // The server said why in an error event, which stays as a notice.
  if (code === 4401) checkSession();
  else leaveCall();
}

/** `PRINCIPAL/REF` in its two parts. */
export function customerParts(call) {
  const id = call?.opened?.customer ?? "";
  const cut = id.indexOf("/");
  return { principal: id.slice(0, cut), ref: id.slice(cut + 1) };
}

async function loadCustomer(call) {
  const { principal, ref } = customerParts(call);
  const customer = await attempt(() => api.customer(principal, ref, store.state.language));
  if (customer && store.state.call?.id === call.id) set({ customer });
}

function openCard() {
  const card = store.state.call?.card;
  return card && !card.closed && !card.pending && !store.state.call.ended ? card : null;
}

function answerCard(type, extra = {}) {
  const card = openCard();
  if (!card) return;
  store.dispatch({ type: "card.changed", values: { pending: type } });
  set({ editing: false });
  live?.send({ type, card_id: card.id, ...extra });
}

export function useCard() {
  const card = openCard();
  if (!card) return;
  // The wire's "used" means the newest words; who kept to the approved ones says so.
  if (card.tailored && card.show === "approved") answerCard("suggestion.edited", { text: card.text });
  else answerCard("suggestion.used");
}

export function dismissCard() {
  answerCard("suggestion.dismissed");
}

export function editCard() {
  if (openCard()) set({ editing: true });
}

export function cancelEdit() {
  set({ editing: false });
}

export function saveEdit(text) {
  const card = openCard();
  const words = text.trim();
  if (!card || !words) return;
  if (words === spokenText(card)) useCard();
  else answerCard("suggestion.edited", { text: words });
}

export function showWords(show) {
  if (store.state.call?.card?.tailored) store.dispatch({ type: "card.changed", values: { show } });
}

export function sendLimits(limits) {
  live?.send({ type: "plan.limits", limits });
}

export function choosePlan(planId) {
  live?.send({ type: "plan.chosen", plan_id: planId });
}

/** A supervisor's word on a plan: `plan.approve` or `plan.reject` with its reason. */
export function decidePlan(type, planId, text = "") {
  live?.send({ type, plan_id: planId, text });
}

/** The note so far, for whoever takes the call over. */
export function askForNote() {
  live?.send({ type: "note.draft" });
}

/** Keep a corrected note; the server refuses it where `version` is no longer the newest. */
export function saveNote(version, note) {
  live?.send({ type: "note.edit", version, note });
}

export function confirmNote(version) {
  live?.send({ type: "note.confirm", version });
}

export function ask(question) {
  store.dispatch({ type: "call.changed", values: { asking: question } });
  live?.send({ type: "ask", question });
}

export function hideAlert(key) {
  store.dispatch({ type: "alert.hidden", key });
}

export function showTab(tab) {
  set({ tab });
}

async function pollCalls() {
  if (["start", "tasks", "reviews", "review"].includes(store.state.view) && !document.hidden) {
    const { answer } = await tried(() => api.openCalls());
    if (answer) arrived(answer.calls);
  } else knownCalls = null;
  setTimeout(pollCalls, CALLS_EVERY);
}

/** Show the list; a call that has just begun for this operator opens by itself. */
function arrived(calls) {
  const mine = store.state.session?.username;
  const fresh = knownCalls && calls.filter((call) => !knownCalls.has(call.call_id) && call.operator === mine);
  knownCalls = new Set(calls.map((call) => call.call_id));
  if (JSON.stringify(calls) !== JSON.stringify(store.state.calls)) set({ calls });
  if (mine && fresh?.length === 1 && store.state.view !== "call") openCall(fresh[0].call_id);
}

async function pollModel() {
  let wait = MODEL_SOON;
  if (store.state.session) {
    try {
      const model = await api.model();
      set({ model });
      if (model.state === "ready") return;
      wait = MODEL_EVERY[model.state] ?? MODEL_SOON;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
  setTimeout(pollModel, wait);
}
