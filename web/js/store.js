/** The one place that holds what the panel shows: a reducer over actions, and whoever listens to it. */

import { applyEvent, newCall } from "./call_state.js";

export function initialState() {
  return {
    view: "loading",
    route: { name: "", params: {} },
    session: null,
    signinError: "",
    language: "it",
    theme: "auto",
    singleKeys: true,
    model: null,
    calls: [],
    demos: null,
    tasks: null,
    reviews: null,
    practice: null,
    proposals: [],
    today: "",
    call: null,
    connection: "closed",
    customer: null,
    tab: "transcript",
    editing: false,
    notices: [],
    noticeCount: 0,
  };
}

const REDUCERS = {
  set: (state, { values }) => ({ ...state, ...values }),
  "session.opened": (state, { session }) => ({
    ...state,
    session,
    signinError: "",
    view: state.view === "call" ? "call" : "start",
  }),
  "session.closed": (state) => ({ ...state, session: null, view: "signin", call: null, customer: null, notices: [] }),
  "call.focused": (state, { id }) => ({
    ...state,
    view: "call",
    call: newCall(id),
    customer: null,
    connection: "connecting",
    tab: "transcript",
    editing: false,
  }),
  "call.left": (state) => ({ ...state, view: "start", call: null, customer: null, connection: "closed", editing: false }),
  "call.event": callEvent,
  "card.changed": (state, { values }) =>
    state.call?.card ? withCall(state, { card: { ...state.call.card, ...values } }) : state,
  "call.changed": (state, { values }) => (state.call ? withCall(state, values) : state),
  "alert.hidden": (state, { key }) =>
    state.call
      ? withCall(state, { alerts: state.call.alerts.map((one) => (one.key === key ? { ...one, hidden: true } : one)) })
      : state,
  "notice.added": addNotice,
  "notice.dropped": (state, { id }) => ({ ...state, notices: state.notices.filter((one) => one.id !== id) }),
};

const NOTICES_SHOWN = 3;

/** The state after `action`; unknown actions change nothing. */
export function reduce(state, action) {
  const reducer = Object.hasOwn(REDUCERS, action.type) ? REDUCERS[action.type] : null;
  return reducer ? reducer(state, action) : state;
}

function callEvent(state, { event }) {
  if (!state.call || event.call_id !== state.call.id) return state;
  const call = applyEvent(state.call, event);
  if (call === state.call) return state;
  const editing = state.editing && call.card?.id === state.call.card?.id && !call.card?.closed;
  const next = { ...state, call, editing };
  return event.type === "error" ? addNotice(next, { kind: "error", text: event.message }) : next;
}

function withCall(state, values) {
  return { ...state, call: { ...state.call, ...values } };
}

function addNotice(state, { kind, text }) {
  const others = state.notices.filter((one) => one.text !== text);
  const id = state.noticeCount + 1;
  return { ...state, noticeCount: id, notices: [...others, { id, kind, text }].slice(-NOTICES_SHOWN) };
}

export class Store {
  #listeners = new Set();

  constructor(state = initialState()) {
    this.state = state;
  }

  dispatch(action) {
    const next = reduce(this.state, action);
    if (next === this.state) return;
    this.state = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  /** @returns {() => void} stops the subscription */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export const store = new Store();
