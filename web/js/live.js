/** The socket of one call: it comes back after every break and asks for what it missed. */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const QUEUE_LIMIT = 50;
/** Not signed in, not theirs, not there: coming back would change nothing. */
const REFUSED = new Set([4401, 4403, 4404]);

export class Live {
  #socket = null;
  #queue = [];
  #wait = FIRST_WAIT;
  #timer = 0;
  #stopped = false;

  /**
   * @param {string} callId
   * @param {{lastSeq: () => number, onEvent: (event: object) => void, onState: (state: string) => void,
   *   onRefused: (code: number) => void, onBreak: () => void}} hooks
   *   states: connecting, open, reconnecting, closed
   */
  constructor(callId, hooks) {
    this.callId = callId;
    this.hooks = hooks;
    this.#connect("connecting");
  }

  /** Send a panel event; while the line is down it waits for the next connection. */
  send(event) {
    const text = JSON.stringify({ call_id: this.callId, ...event });
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
    else if (this.#queue.length < QUEUE_LIMIT) this.#queue.push(text);
  }

  close() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.hooks.onState("closed");
  }

  #connect(state) {
    this.hooks.onState(state);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const path = `/v1/calls/${encodeURIComponent(this.callId)}/live?after=${this.hooks.lastSeq()}`;
    const socket = new WebSocket(`${scheme}//${location.host}${path}`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (message) => this.#received(message.data));
    socket.addEventListener("close", (close) => this.#closed(close.code));
  }

  #opened() {
    this.#wait = FIRST_WAIT;
    this.hooks.onState("open");
    for (const text of this.#queue.splice(0)) this.#socket.send(text);
  }

  #received(data) {
    let event;
    try {
      event = JSON.parse(data);
    } catch {
      return; // Not an event: the next one stands for itself.
    }
    if (event && typeof event.type === "string") this.hooks.onEvent(event);
  }

  #closed(code) {
    if (this.#stopped) return;
    if (REFUSED.has(code)) {
      this.#stopped = true;
      this.hooks.onRefused(code);
      return;
    }
    this.hooks.onState("reconnecting");
    this.hooks.onBreak();
    this.#timer = setTimeout(() => this.#connect("reconnecting"), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }
}
