/** What a call looks like to the panel, as a pure fold over the wire's out-events. No page, no clock, no network. */

/** @typedef {Record<string, any>} WireEvent */

/** The state of a call of which nothing has been heard. */
export function newCall(id) {
  return {
    id,
    lastSeq: 0,
    opened: null,
    utterances: [],
    situations: {},
    said: [],
    operatorTurns: 0,
    card: null,
    past: [],
    plans: null,
    checklist: [],
    alerts: [],
    messages: [],
    answers: [],
    asking: null,
    ended: false,
    note: null,
    posted: [],
    errors: 0,
  };
}

/**
 * The call after `event`. Events already seen (by `seq`) and unknown types change nothing but `lastSeq`.
 * @param {ReturnType<typeof newCall>} call
 * @param {WireEvent} event
 */
export function applyEvent(call, event) {
  if (event.seq && event.seq <= call.lastSeq) return call;
  const next = event.seq ? { ...call, lastSeq: event.seq } : call;
  const handler = Object.hasOwn(HANDLERS, event.type) ? HANDLERS[event.type] : null;
  return handler ? handler(next, event) : next;
}

const HANDLERS = {
  "call.opened": (call, event) => ({ ...call, opened: event, checklist: event.checklist ?? [] }),
  "utterance.heard": heard,
  "situation.detected": (call, event) => ({
    ...call,
    situations: { ...call.situations, [event.utterance_id]: event.situations },
    said: event.said ?? call.said,
  }),
  "suggestion.ready": ready,
  "suggestion.tailored": (call, event) =>
    onCard(call, event.card_id, (card) => ({ ...card, tailored: event, show: "tailored" })),
  "suggestion.withheld": (call, event) =>
    onCard(call, event.card_id, (card) => ({ ...card, withheld: event.reason, tailored: null, show: "approved" })),
  "suggestion.closed": closed,
  "plans.updated": (call, event) => ({ ...call, plans: planState(event) }),
  "checklist.ticked": (call, event) => ({
    ...call,
    checklist: call.checklist.map((entry) =>
      entry.item === event.item ? { ...entry, done: true, utterance_id: event.utterance_id } : entry,
    ),
  }),
  "alert.raised": (call, event) => ({
    ...call,
    alerts: [...call.alerts, { ...event, key: alertKey(event, call.alerts.length), hidden: false }],
  }),
  "message.sent": (call, { text, by, at }) => ({ ...call, messages: [...call.messages, { text, by, at }] }),
  "answer.ready": (call, event) => ({ ...call, asking: null, answers: [event, ...call.answers] }),
  "note.drafted": (call, event) => ({ ...call, note: event }),
  "note.posted": (call, event) => ({ ...call, posted: [...call.posted, event] }),
  "call.ended": (call) => ({ ...call, ended: true, asking: null }),
  error: (call) => ({ ...onCard(call, call.card?.id, (card) => ({ ...card, pending: null })), asking: null, errors: call.errors + 1 }),
};

function heard(call, event) {
  const at = call.utterances.findIndex((known) => known.utterance_id === event.utterance_id);
  const utterances = at < 0 ? [...call.utterances, event] : call.utterances.with(at, event);
  const next = { ...call, utterances };
  if (event.partial) return next;
  if (event.speaker === "operator") return { ...next, operatorTurns: call.operatorTurns + 1 };
  // A used sentence stays readable while the operator says it; the customer's next words end its time.
  return next.card?.closed ? { ...next, card: null } : next;
}

function ready(call, event) {
  const { card } = event;
  const replaced = call.card && !call.card.closed ? file(call, call.card, "replaced") : call;
  const plans = card.options?.length ? withOptions(replaced.plans, card.options) : replaced.plans;
  const fresh = { ...card, tailored: null, withheld: null, show: "approved", pending: null, closed: null };
  return { ...replaced, card: fresh, plans };
}

function closed(call, event) {
  if (call.card?.id !== event.card_id) {
    const past = call.past.map((entry) => (entry.id === event.card_id ? { ...entry, state: event.state } : entry));
    return { ...call, past };
  }
  const text = event.text ?? spokenText(call.card);
  const filed = file(call, call.card, event.state, text);
  const stays = event.state === "used" || event.state === "edited";
  return { ...filed, card: stays ? { ...call.card, pending: null, closed: { state: event.state, text } } : null };
}

/** The sentence as the operator sees it now. */
export function spokenText(card) {
  return card.tailored && card.show === "tailored" ? card.tailored.text : card.text;
}

/** The opening line, as long as the call has just begun, no card has come and nobody else is on the line. */
export function openingLine(call) {
  const others = call.alerts.some(({ rule }) => rule === "third_party_on_the_line");
  const begun = call.card || call.past.length || call.operatorTurns > 1 || call.ended || others;
  return begun ? null : (call.opened?.opening ?? null);
}

function file(call, card, state, text = spokenText(card)) {
  const entry = { id: card.id, situation: card.situation, language: card.language, text, state };
  return { ...call, past: [entry, ...call.past] };
}

function onCard(call, cardId, change) {
  return call.card && call.card.id === cardId ? { ...call, card: change(call.card) } : call;
}

function planState(event) {
  const { options = [], reason = null, nearest = null, limits = {}, offered = null, chosen = null, approvals = [], on } = event;
  return { options, reason, nearest, limits, offered, chosen, approvals, on };
}

function withOptions(plans, options) {
  const base = plans ?? planState({});
  const chosen = options.some((plan) => plan.id === base.chosen) ? base.chosen : null;
  return { ...base, options, reason: null, nearest: null, chosen };
}

function alertKey(event, position) {
  return `${event.rule}:${event.utterance_id ?? position}`;
}
